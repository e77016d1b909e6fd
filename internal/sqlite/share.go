package sqlite

import (
	"context"
	"fmt"

	"wellspring/internal/invest"
)

func (r deskReader) Shares(ctx context.Context, k invest.Kind, number int64) ([]int64, error) {
	rows, err := r.q.QueryContext(ctx, `
		SELECT editor FROM desk_share WHERE kind = $1 AND number = $2 ORDER BY editor`, k, number)
	return collect(rows, err, func(row scanner) (editor int64, err error) { return editor, row.Scan(&editor) })
}

func (t *deskTx) SetShare(ctx context.Context, k invest.Kind, number, editor int64, on bool) error {
	change := `DELETE FROM desk_share WHERE kind = $1 AND number = $2 AND editor = $3`
	if on {
		change = `INSERT INTO desk_share (kind, number, editor) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`
	}
	_, err := t.exec(ctx, change, k, number, editor)
	return ofDraft(err, "share", k, number)
}

// ofDraft words the error of writing what belongs to a draft: NotFound where the
// draft is not there.
func ofDraft(err error, what string, k invest.Kind, number int64) error {
	switch {
	case violates(err, foreignViolation):
		return invest.Errorf(invest.NotFound, "draft of %s %d", k, number)
	case err != nil:
		return fmt.Errorf("%s of %s %d: %w", what, k, number, err)
	}
	return nil
}
