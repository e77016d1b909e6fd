package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"wellspring/internal/invest"
)

func (r deskReader) Autosave(ctx context.Context, editor int64, k invest.Kind, number int64) (invest.Autosave, error) {
	a := invest.Autosave{Editor: editor, Kind: k, Number: number}
	var at sql.NullInt64
	err := r.q.QueryRowContext(ctx, `
		SELECT version, at, form FROM desk_autosave WHERE editor = $1 AND kind = $2 AND number = $3`,
		editor, k, number).Scan(&a.Version, &at, &a.Form)
	if errors.Is(err, sql.ErrNoRows) {
		return invest.Autosave{}, invest.Errorf(invest.NotFound, "form of editor %d for %s %d", editor, k, number)
	}
	a.At = moment(at)
	return a, err
}

func (t *deskTx) PutAutosave(ctx context.Context, a invest.Autosave) error {
	_, err := t.exec(ctx, `
		INSERT INTO desk_autosave (editor, kind, number, version, at, form) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (editor, kind, number) DO UPDATE SET version = excluded.version, at = excluded.at, form = excluded.form`,
		a.Editor, a.Kind, a.Number, a.Version, seconds(a.At), append([]byte{}, a.Form...)) // nil would be NULL
	return ofDraft(err, "form", a.Kind, a.Number)
}

func (t *deskTx) DropAutosave(ctx context.Context, editor int64, k invest.Kind, number int64) error {
	_, err := t.exec(ctx, `DELETE FROM desk_autosave WHERE editor = $1 AND kind = $2 AND number = $3`, editor, k, number)
	return ofDraft(err, "form", k, number)
}
