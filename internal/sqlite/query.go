package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// hotReads are the reads that most pages make, prepared once: preparing one
// costs as much as running it. Their key is their text.
type hotReads map[string]*sql.Stmt

func prepareHot(ctx context.Context, db *sql.DB) (hotReads, error) {
	hot := hotReads{}
	texts := []string{versionSQL, settingsSQL, tombstoneSQL, showsMediaSQL, projectCountSQL, projectNewSQL, liveSQL, stagePulseSQL, stageOpenSQL, stageHashSQL}
	for _, table := range catalogueTable {
		texts = append(texts, textSQL(table))
	}
	for _, text := range texts {
		stmt, err := db.PrepareContext(ctx, text)
		if err != nil {
			return nil, fmt.Errorf("prepare %s: %w", text, err)
		}
		hot[text] = stmt // closed with db
	}
	return hot, nil
}

// hotPool asks the read pool, by a prepared statement where there is one.
type hotPool struct {
	db  *sql.DB
	hot hotReads
}

func (p hotPool) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if stmt := p.hot[text]; stmt != nil {
		return stmt.QueryContext(ctx, args...)
	}
	return p.db.QueryContext(ctx, text, args...)
}

func (p hotPool) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	if stmt := p.hot[text]; stmt != nil {
		return stmt.QueryRowContext(ctx, args...)
	}
	return p.db.QueryRowContext(ctx, text, args...)
}

// hotTx asks within one read transaction, in the same way.
type hotTx struct {
	tx  *sql.Tx
	hot hotReads
}

func (t hotTx) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if stmt := t.hot[text]; stmt != nil {
		return t.tx.StmtContext(ctx, stmt).QueryContext(ctx, args...)
	}
	return t.tx.QueryContext(ctx, text, args...)
}

func (t hotTx) QueryRowContext(ctx context.Context, text string, args ...any) *sql.Row {
	if stmt := t.hot[text]; stmt != nil {
		return t.tx.StmtContext(ctx, stmt).QueryRowContext(ctx, args...)
	}
	return t.tx.QueryRowContext(ctx, text, args...)
}

// snapshot runs f in one read transaction: all it reads is of one moment.
func (s *Store) snapshot(ctx context.Context, f func(q querier) error) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return f(hotTx{tx: tx, hot: s.pool.hot})
}

// where gathers the conditions of a query and the arguments of the whole of it.
type where struct {
	conditions []string
	args       []any
}

// and adds a condition, in which every value stands as arg or list gave it.
func (w *where) and(condition string) { w.conditions = append(w.conditions, condition) }

// arg adds an argument and gives its placeholder.
func (w *where) arg(v any) string {
	w.args = append(w.args, v)
	return fmt.Sprintf("$%d", len(w.args))
}

// chunkSize is how many numbers one query asks for: a statement takes 32,766
// arguments at most.
const chunkSize = 500

// list adds arguments and gives their placeholders in brackets, for IN.
func list[T any](w *where, values []T) string {
	marks := make([]string, len(values))
	for i, v := range values {
		marks[i] = w.arg(v)
	}
	return "(" + strings.Join(marks, ", ") + ")"
}

// clause is the WHERE clause, empty without a condition.
func (w *where) clause() string {
	if len(w.conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conditions, " AND ")
}

// page is the LIMIT clause.
func (w *where) page(limit, offset int) string {
	return " LIMIT " + w.arg(limit) + " OFFSET " + w.arg(max(offset, 0))
}
