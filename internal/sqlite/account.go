package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"wellspring/internal/account"
	"wellspring/internal/invest"
)

var (
	_ account.Store = (*Store)(nil)
	_ account.Tx    = (*deskTx)(nil)
)

// InAccountTx runs f in one write transaction, the same as the desk's.
func (s *Store) InAccountTx(ctx context.Context, f func(ctx context.Context, tx account.Tx) error) error {
	return s.inTx(ctx, func(ctx context.Context, tx *deskTx) error { return f(ctx, tx) })
}

func (r deskReader) Credential(ctx context.Context, editor int64) (account.Credential, error) {
	c := account.Credential{Editor: editor}
	var set sql.NullInt64
	var old, recovery string
	err := r.q.QueryRowContext(ctx, `
		SELECT hash, set_at, must_change, old, totp_secret, totp_step, recovery FROM desk_credential WHERE editor = $1`, editor).
		Scan(&c.Hash, &set, &c.MustChange, &old, &c.TOTPSecret, &c.TOTPLastStep, &recovery)
	if errors.Is(err, sql.ErrNoRows) {
		return c, invest.Errorf(invest.NotFound, "credential of editor %d", editor)
	}
	if err != nil {
		return c, err
	}
	c.Set = moment(set)
	if err := fromJSON(old, &c.Old); err != nil {
		return c, err
	}
	return c, fromJSON(recovery, &c.Recovery)
}

func (t *deskTx) PutCredential(ctx context.Context, c account.Credential) error {
	old, err := asJSON(c.Old)
	if err != nil {
		return err
	}
	recovery, err := asJSON(c.Recovery)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
		INSERT INTO desk_credential (editor, hash, set_at, must_change, old, totp_secret, totp_step, recovery)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (editor) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at, must_change = excluded.must_change,
			old = excluded.old, totp_secret = excluded.totp_secret, totp_step = excluded.totp_step, recovery = excluded.recovery`,
		c.Editor, c.Hash, seconds(c.Set), c.MustChange, old, c.TOTPSecret, c.TOTPLastStep, recovery)
	switch {
	case violates(err, foreignViolation):
		return invest.Errorf(invest.NotFound, "editor %d", c.Editor)
	case err != nil:
		return fmt.Errorf("credential of editor %d: %w", c.Editor, err)
	}
	return nil
}

func (r deskReader) Attempts(ctx context.Context, subject string) (account.Attempts, error) {
	a := account.Attempts{Subject: subject}
	var last, until sql.NullInt64
	err := r.q.QueryRowContext(ctx, `SELECT failures, last_at, until_at FROM desk_attempt WHERE subject = $1`, subject).
		Scan(&a.Failures, &last, &until)
	if errors.Is(err, sql.ErrNoRows) {
		return a, nil
	}
	a.Last, a.Until = moment(last), moment(until)
	return a, err
}

func (t *deskTx) PutAttempts(ctx context.Context, a account.Attempts) error {
	_, err := t.exec(ctx, `
		INSERT INTO desk_attempt (subject, failures, last_at, until_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, until_at = excluded.until_at`,
		a.Subject, a.Failures, seconds(a.Last), seconds(a.Until))
	return err
}

func (t *deskTx) DropAttempts(ctx context.Context, subject string) error {
	_, err := t.exec(ctx, `DELETE FROM desk_attempt WHERE subject = $1`, subject)
	return err
}

func (t *deskTx) Sweep(ctx context.Context, seen, created, failed time.Time) error {
	_, err := t.exec(ctx, `DELETE FROM desk_session WHERE seen_at <= $1 OR created_at <= $2`, seconds(seen), seconds(created))
	if err != nil {
		return fmt.Errorf("sweep of login sessions: %w", err)
	}
	if _, err := t.exec(ctx, `DELETE FROM desk_attempt WHERE last_at <= $1`, seconds(failed)); err != nil {
		return fmt.Errorf("sweep of attempts: %w", err)
	}
	return nil
}
