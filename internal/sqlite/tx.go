package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	sqlite3 "modernc.org/sqlite/lib"

	"wellspring/internal/invest"
)

// deskReader reads the desk, over the read pool or inside a transaction.
type deskReader struct {
	q querier
}

// deskTx is one write transaction. It is used by one goroutine.
type deskTx struct {
	deskReader
	tx       *sql.Tx
	prepared map[string]*sql.Stmt
}

var _ invest.DeskTx = (*deskTx)(nil)

// inTx marks the context of a transaction's function.
type inTx struct{}

// InTx runs f in one write transaction.
func (s *Store) InTx(ctx context.Context, f func(ctx context.Context, tx invest.DeskTx) error) error {
	return s.inTx(ctx, func(ctx context.Context, tx *deskTx) error { return f(ctx, tx) })
}

func (s *Store) inTx(ctx context.Context, f func(ctx context.Context, tx *deskTx) error) error {
	if ctx.Value(inTx{}) != nil {
		return errors.New("a transaction inside a transaction would wait for itself")
	}
	conn, err := s.write.Conn(ctx) // waiting for one's turn can be given up
	if err != nil {
		return asFull(err) // a connection that is made anew writes too
	}
	defer conn.Close()
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithValue(context.WithoutCancel(ctx), inTx{}, true)
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return asFull(fmt.Errorf("begin: %w", err))
	}
	defer tx.Rollback() // after a panic too; nothing after Commit
	t := &deskTx{deskReader: deskReader{q: tx}, tx: tx, prepared: map[string]*sql.Stmt{}}
	if err := f(ctx, t); err != nil {
		return asFull(err)
	}
	if err := tx.Commit(); err != nil {
		return asFull(fmt.Errorf("commit: %w", err))
	}
	return nil
}

// asFull gives the error of a write that the disk had no room for its code.
func asFull(err error) error {
	if isFull(err) {
		return &invest.Error{Code: invest.Full, Err: err}
	}
	return err
}

// isFull reports whether the disk had no room. Where the index of the log cannot
// grow, SQLite does not call it so.
func isFull(err error) bool {
	code, ok := codeOf(err)
	return ok && (code&0xff == sqlite3.SQLITE_FULL || code == sqlite3.SQLITE_IOERR_SHMSIZE)
}

// exec runs a statement of the program's own, prepared once a transaction: a
// batch runs the same few thousands of times.
func (t *deskTx) exec(ctx context.Context, statement string, args ...any) (sql.Result, error) {
	stmt, ok := t.prepared[statement]
	if !ok {
		var err error
		if stmt, err = t.tx.PrepareContext(ctx, statement); err != nil {
			return nil, err
		}
		t.prepared[statement] = stmt // closed with the transaction
	}
	return stmt.ExecContext(ctx, args...)
}
