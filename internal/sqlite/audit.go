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

func (r deskReader) FindAudit(ctx context.Context, f invest.AuditFilter) (invest.AuditList, error) {
	var w where
	if f.Editor != 0 {
		w.and("editor = " + w.arg(f.Editor))
	}
	if f.Login != "" {
		w.and("login = " + w.arg(f.Login))
	}
	if f.Action != "" {
		w.and("action = " + w.arg(f.Action))
	}
	if f.Kind != "" {
		w.and("kind = " + w.arg(f.Kind))
	}
	if f.Number != 0 {
		w.and("number = " + w.arg(f.Number))
	}
	if f.Result != "" {
		w.and("result = " + w.arg(f.Result))
	}
	if !f.From.IsZero() {
		w.and("at >= " + w.arg(ceiling(f.From)))
	}
	if !f.To.IsZero() {
		w.and("at < " + w.arg(ceiling(f.To)))
	}
	var list invest.AuditList
	err := r.q.QueryRowContext(ctx, `SELECT count(*) FROM desk_audit`+w.clause(), w.args...).Scan(&list.Total)
	if err != nil {
		return list, err
	}
	if f.Before > 0 {
		w.and("seq < " + w.arg(f.Before))
	}
	query := auditSelect + w.clause() + ` ORDER BY seq DESC` + w.page(limitOr(f.Limit, 50), 0)
	rows, err := r.q.QueryContext(ctx, query, w.args...)
	list.Entries, err = collect(rows, err, auditScan)
	return list, err
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
