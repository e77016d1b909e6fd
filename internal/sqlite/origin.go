package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"wellspring/internal/invest"
)

func (r deskReader) BegunBy(ctx context.Context, editor int64, key string) (invest.DraftID, error) {
	var id invest.DraftID
	err := r.q.QueryRowContext(ctx, `
		SELECT kind, number FROM desk_origin WHERE editor = $1 AND key = $2`, editor, key).Scan(&id.Kind, &id.Number)
	if errors.Is(err, sql.ErrNoRows) {
		return id, invest.Errorf(invest.NotFound, "a draft that editor %d began with %q", editor, key)
	}
	return id, err
}

func (t *deskTx) NoteOrigin(ctx context.Context, editor int64, key string, id invest.DraftID) error {
	_, err := t.exec(ctx, `
		INSERT INTO desk_origin (editor, key, kind, number) VALUES ($1, $2, $3, $4)`, editor, key, id.Kind, id.Number)
	if violates(err, primaryKeyViolation) {
		return invest.Errorf(invest.Conflict, "editor %d has begun a draft with %q already", editor, key)
	}
	return ofDraft(err, "origin", id.Kind, id.Number)
}
