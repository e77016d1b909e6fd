package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"wellspring/internal/invest"
)

const previewSelect = `SELECT id, kind, number, editor, made_at, expires_at, revoked_at FROM desk_preview `

func (r deskReader) PreviewLinks(ctx context.Context, k invest.Kind, number int64) ([]invest.PreviewLink, error) {
	rows, err := r.q.QueryContext(ctx, previewSelect+`WHERE kind = $1 AND number = $2 ORDER BY id DESC`, k, number)
	return collect(rows, err, previewScan)
}

func (r deskReader) PreviewLink(ctx context.Context, id int64) (invest.PreviewLink, error) {
	return onePreview(r.q.QueryRowContext(ctx, previewSelect+`WHERE id = $1`, id))
}

func (r deskReader) PreviewByHash(ctx context.Context, hash string) (invest.PreviewLink, error) {
	return onePreview(r.q.QueryRowContext(ctx, previewSelect+`WHERE hash = $1`, hash))
}

func onePreview(row scanner) (invest.PreviewLink, error) {
	l, err := previewScan(row)
	if errors.Is(err, sql.ErrNoRows) {
		return l, invest.Errorf(invest.NotFound, "preview link")
	}
	return l, err
}

func previewScan(row scanner) (invest.PreviewLink, error) {
	var l invest.PreviewLink
	var made, expires, revoked sql.NullInt64
	err := row.Scan(&l.ID, &l.Kind, &l.Number, &l.Editor, &made, &expires, &revoked)
	l.Made, l.Expires, l.Revoked = moment(made), moment(expires), moment(revoked)
	return l, err
}

func (t *deskTx) AddPreview(ctx context.Context, l *invest.PreviewLink, hash string) error {
	done, err := t.exec(ctx, `
		INSERT INTO desk_preview (kind, number, hash, editor, made_at, expires_at, revoked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		l.Kind, l.Number, hash, l.Editor, seconds(l.Made), seconds(l.Expires), seconds(l.Revoked))
	if err := ofDraft(err, "preview link", l.Kind, l.Number); err != nil {
		return err
	}
	l.ID, err = done.LastInsertId()
	return err
}

func (t *deskTx) RevokePreview(ctx context.Context, id int64, at time.Time) error {
	done, err := t.exec(ctx, `UPDATE desk_preview SET revoked_at = coalesce(revoked_at, $1) WHERE id = $2`, seconds(at), id)
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	if err == nil && n == 0 {
		err = invest.Errorf(invest.NotFound, "preview link %d", id)
	}
	return err
}
