package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"wellspring/internal/invest"
)

func (r deskReader) Reviews(ctx context.Context, k invest.Kind, number int64) ([]invest.Review, error) {
	rows, err := r.q.QueryContext(ctx, `
		SELECT revision, level, verdict, note, editor, at, hash, voided
		FROM desk_review WHERE kind = $1 AND number = $2 ORDER BY id`, k, number)
	return collect(rows, err, func(row scanner) (invest.Review, error) {
		v := invest.Review{Kind: k, Number: number}
		var at sql.NullInt64
		err := row.Scan(&v.Revision, &v.Level, &v.Verdict, &v.Note, &v.Editor, &at, &v.Hash, &v.Voided)
		v.At = moment(at)
		return v, err
	})
}

func (t *deskTx) AddReview(ctx context.Context, v invest.Review) error {
	_, err := t.exec(ctx, `
		INSERT INTO desk_review (kind, number, revision, level, verdict, note, editor, at, hash, voided)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		v.Kind, v.Number, v.Revision, v.Level, v.Verdict, v.Note, v.Editor, seconds(v.At), v.Hash, v.Voided)
	switch {
	case violates(err, foreignViolation):
		return invest.Errorf(invest.NotFound, "revision %d of %s %d", v.Revision, v.Kind, v.Number)
	case err != nil:
		return fmt.Errorf("review of %s %d: %w", v.Kind, v.Number, err)
	}
	return nil
}

func (t *deskTx) VoidReviews(ctx context.Context, k invest.Kind, number int64) error {
	_, err := t.exec(ctx, `UPDATE desk_review SET voided = 1 WHERE kind = $1 AND number = $2`, k, number)
	if err != nil {
		return fmt.Errorf("void reviews of %s %d: %w", k, number, err)
	}
	return nil
}
