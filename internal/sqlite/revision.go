package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"wellspring/internal/invest"
)

func (r deskReader) Revision(ctx context.Context, k invest.Kind, number, n int64) (invest.Revision, error) {
	rev := invest.Revision{Kind: k, Number: number, N: n}
	var at sql.NullInt64
	var schema int
	var body string
	err := r.q.QueryRowContext(ctx, `
		SELECT hash, note, editor, at, schema, body FROM desk_revision WHERE kind = $1 AND number = $2 AND n = $3`,
		k, number, n).Scan(&rev.Hash, &rev.Note, &rev.Editor, &at, &schema, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return rev, invest.Errorf(invest.NotFound, "revision %d of %s %d", n, k, number)
	}
	if err != nil {
		return rev, err
	}
	rev.At = moment(at)
	rev.Body, err = invest.DecodeContent(k, schema, []byte(body))
	return rev, err
}

func (r deskReader) Revisions(ctx context.Context, k invest.Kind, number int64) ([]invest.Revision, error) {
	rows, err := r.q.QueryContext(ctx, `
		SELECT n, hash, note, editor, at FROM desk_revision WHERE kind = $1 AND number = $2 ORDER BY n DESC`, k, number)
	return collect(rows, err, func(row scanner) (invest.Revision, error) {
		rev := invest.Revision{Kind: k, Number: number}
		var at sql.NullInt64
		err := row.Scan(&rev.N, &rev.Hash, &rev.Note, &rev.Editor, &at)
		rev.At = moment(at)
		return rev, err
	})
}

// addRevision stores the text of a draft as its revision d.Revision, saved at
// d.Updated.
func (t *deskTx) addRevision(ctx context.Context, d *invest.Draft, hash, note string, editor int64) error {
	body, schema, err := invest.EncodeContent(d.Body)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
		INSERT INTO desk_revision (kind, number, n, hash, note, editor, at, schema, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		d.Kind, d.Number, d.Revision, hash, note, editor, seconds(d.Updated), schema, string(body))
	if err != nil {
		return fmt.Errorf("revision %d of %s %d: %w", d.Revision, d.Kind, d.Number, err)
	}
	if err := t.noteMedia(ctx, "desk_media_use", d.Kind, d.Number, d.Body); err != nil {
		return err
	}
	return t.noteFigures(ctx, d)
}
