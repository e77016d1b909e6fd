package sqlite

import (
	"context"
	"database/sql"

	"wellspring/internal/invest"
)

func (r deskReader) Comments(ctx context.Context, k invest.Kind, number int64) ([]invest.Comment, error) {
	rows, err := r.q.QueryContext(ctx, `
		SELECT id, revision, editor, at, text FROM desk_comment WHERE kind = $1 AND number = $2 ORDER BY id`, k, number)
	return collect(rows, err, func(row scanner) (invest.Comment, error) {
		c := invest.Comment{Kind: k, Number: number}
		var at sql.NullInt64
		err := row.Scan(&c.ID, &c.Revision, &c.Editor, &at, &c.Text)
		c.At = moment(at)
		return c, err
	})
}

func (t *deskTx) AddComment(ctx context.Context, c *invest.Comment) error {
	done, err := t.exec(ctx, `
		INSERT INTO desk_comment (kind, number, revision, editor, at, text) VALUES ($1, $2, $3, $4, $5, $6)`,
		c.Kind, c.Number, c.Revision, c.Editor, seconds(c.At), c.Text)
	if err := ofDraft(err, "comment", c.Kind, c.Number); err != nil {
		return err
	}
	c.ID, err = done.LastInsertId()
	return err
}
