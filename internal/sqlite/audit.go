package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"wellspring/internal/invest"
)

const auditSelect = `
	SELECT seq, at, editor, login, address, action, kind, number, result, detail, prev, hash FROM desk_audit `

func (r deskReader) Audit(ctx context.Context, from int64, limit int) ([]invest.AuditEntry, error) {
	if limit <= 0 {
		return nil, nil
	}
	rows, err := r.q.QueryContext(ctx, auditSelect+`WHERE seq >= $1 ORDER BY seq LIMIT $2`, from, limit)
	return collect(rows, err, auditScan)
}

func auditScan(row scanner) (invest.AuditEntry, error) {
	var e invest.AuditEntry
	var at sql.NullInt64
	err := row.Scan(&e.Seq, &at, &e.Editor, &e.Login, &e.Address, &e.Action, &e.Kind, &e.Number, &e.Result,
		&e.Detail, &e.Prev, &e.Hash)
	e.At = moment(at)
	return e, err
}

func (t *deskTx) AppendAudit(ctx context.Context, e invest.AuditEntry) error {
	err := t.tx.QueryRowContext(ctx, `SELECT seq, hash FROM desk_audit ORDER BY seq DESC LIMIT 1`).Scan(&e.Seq, &e.Prev)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		e.Seq, e.Prev = 0, ""
	case err != nil:
		return err
	}
	e.Seq++
	e.At = e.At.UTC().Truncate(time.Second) // as it will be read back
	e.Hash = e.Sum()
	_, err = t.exec(ctx, `
		INSERT INTO desk_audit (seq, at, editor, login, address, action, kind, number, result, detail, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		e.Seq, seconds(e.At), e.Editor, e.Login, e.Address, e.Action, e.Kind, e.Number, e.Result, e.Detail, e.Prev, e.Hash)
	if err != nil {
		return fmt.Errorf("audit entry %d: %w", e.Seq, err)
	}
	_, err = t.exec(ctx, `
		INSERT INTO desk_audit_head (one, seq, hash) VALUES (1, $1, $2)
		ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`, e.Seq, e.Hash)
	return err
}
