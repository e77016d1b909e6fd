package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"wellspring/internal/account"
	"wellspring/internal/invest"
)

const sessionSelect = `
	SELECT id, editor, secret_hash, stage, enrolling, created_at, seen_at, address, agent FROM desk_session `

func (r deskReader) Session(ctx context.Context, id string) (account.Session, error) {
	s, err := sessionScan(r.q.QueryRowContext(ctx, sessionSelect+`WHERE id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return s, invest.Errorf(invest.NotFound, "login session")
	}
	return s, err
}

func (r deskReader) Sessions(ctx context.Context, editor int64) ([]account.Session, error) {
	rows, err := r.q.QueryContext(ctx, sessionSelect+`WHERE editor = $1 ORDER BY created_at DESC, id`, editor)
	return collect(rows, err, sessionScan)
}

func sessionScan(row scanner) (account.Session, error) {
	var s account.Session
	var created, seen sql.NullInt64
	err := row.Scan(&s.ID, &s.Editor, &s.SecretHash, &s.Stage, &s.Enrolling, &created, &seen, &s.Address, &s.Agent)
	s.Created, s.Seen = moment(created), moment(seen)
	return s, err
}

func (t *deskTx) PutSession(ctx context.Context, s account.Session) error {
	_, err := t.exec(ctx, `
		INSERT INTO desk_session (id, editor, secret_hash, stage, enrolling, created_at, seen_at, address, agent)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET editor = excluded.editor, secret_hash = excluded.secret_hash, stage = excluded.stage,
			enrolling = excluded.enrolling, created_at = excluded.created_at, seen_at = excluded.seen_at,
			address = excluded.address, agent = excluded.agent`,
		s.ID, s.Editor, s.SecretHash, s.Stage, s.Enrolling, seconds(s.Created), seconds(s.Seen), s.Address, s.Agent)
	switch {
	case violates(err, foreignViolation):
		return invest.Errorf(invest.NotFound, "editor %d", s.Editor)
	case err != nil:
		return fmt.Errorf("login session of editor %d: %w", s.Editor, err)
	}
	return nil
}

func (t *deskTx) EndSession(ctx context.Context, id string) error {
	_, err := t.exec(ctx, `DELETE FROM desk_session WHERE id = $1`, id)
	return err
}

func (t *deskTx) EndSessions(ctx context.Context, editor int64) error {
	_, err := t.exec(ctx, `DELETE FROM desk_session WHERE editor = $1`, editor)
	return err
}
