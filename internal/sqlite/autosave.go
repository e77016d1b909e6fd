package sqlite

import (
	"context"
	"database/sql"

	"wellspring/internal/invest"
)

func (r deskReader) Autosaves(ctx context.Context, editor int64, k invest.Kind, number int64) ([]invest.Autosave, error) {
	rows, err := r.q.QueryContext(ctx, `
		SELECT origin, version, at, form FROM desk_autosave WHERE editor = $1 AND kind = $2 AND number = $3
		ORDER BY at DESC, origin`, editor, k, number)
	return collect(rows, err, func(row scanner) (invest.Autosave, error) {
		a := invest.Autosave{Editor: editor, Kind: k, Number: number}
		var at sql.NullInt64
		err := row.Scan(&a.Origin, &a.Version, &at, &a.Form)
		a.At = moment(at)
		return a, err
	})
}

func (t *deskTx) PutAutosave(ctx context.Context, a invest.Autosave) error {
	_, err := t.exec(ctx, `
		INSERT INTO desk_autosave (editor, origin, kind, number, version, at, form) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (editor, origin) DO UPDATE SET kind = excluded.kind, number = excluded.number, version = excluded.version,
			at = excluded.at, form = excluded.form`,
		a.Editor, a.Origin, a.Kind, a.Number, a.Version, seconds(a.At), append([]byte{}, a.Form...)) // nil would be NULL
	if err == nil {
		_, err = t.exec(ctx, `
			DELETE FROM desk_autosave WHERE editor = $1 AND kind = $2 AND number = $3 AND origin NOT IN (
				SELECT origin FROM desk_autosave WHERE editor = $1 AND kind = $2 AND number = $3 ORDER BY at DESC, origin LIMIT $4)`,
			a.Editor, a.Kind, a.Number, invest.MaxAutosaves)
	}
	return ofDraft(err, "form", a.Kind, a.Number)
}

func (t *deskTx) DropAutosave(ctx context.Context, editor int64, origin string) error {
	_, err := t.exec(ctx, `DELETE FROM desk_autosave WHERE editor = $1 AND origin = $2`, editor, origin)
	return err
}
