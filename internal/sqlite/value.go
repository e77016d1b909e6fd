package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"wellspring/internal/invest"
)

// querier is a pool or a transaction: whatever can be asked.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// scanner is a row that can be read.
type scanner interface {
	Scan(dest ...any) error
}

// collect reads all rows of a query, each by scan, and closes it.
func collect[T any](rows *sql.Rows, err error, scan func(scanner) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// seconds is a time as stored: Unix seconds, NULL for none.
func seconds(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.Unix(), Valid: !t.IsZero()}
}

// moment is a stored time.
func moment(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.Unix(n.Int64, 0).UTC()
}

// ceiling is the first whole second at or after a time: stored times are whole,
// so what they are compared with must not be cut.
func ceiling(t time.Time) int64 { return t.Add(time.Second - time.Nanosecond).Unix() }

// orNull stores 0 as NULL: a relation to nothing.
func orNull(n int64) sql.NullInt64 { return sql.NullInt64{Int64: n, Valid: n != 0} }

// moneyColumns are the four columns of an amount.
type moneyColumns struct {
	low, high sql.NullInt64
	currency  sql.NullString
	approx    bool
}

func columnsOf(m invest.Money) moneyColumns {
	known := m.Known()
	return moneyColumns{
		low: sql.NullInt64{Int64: m.Low, Valid: known}, high: sql.NullInt64{Int64: m.High, Valid: known},
		currency: sql.NullString{String: m.Currency, Valid: known}, approx: m.Approx,
	}
}

func (c moneyColumns) money() invest.Money {
	return invest.Money{Low: c.low.Int64, High: c.high.Int64, Currency: c.currency.String, Approx: c.approx}
}

// asJSON is a value for a JSON column.
func asJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// fromJSON reads a JSON column.
func fromJSON(stored string, v any) error {
	if err := json.Unmarshal([]byte(stored), v); err != nil {
		return fmt.Errorf("stored %T: %w", v, err)
	}
	return nil
}

// decode reads a stored text as the kind that T is.
func decode[T invest.Content](k invest.Kind, schema int, body string) (T, error) {
	var none T
	c, err := invest.DecodeContent(k, schema, []byte(body))
	if err != nil {
		return none, err
	}
	text, ok := c.(T)
	if !ok {
		return none, fmt.Errorf("stored %s is a %T", k, c)
	}
	return text, nil
}

// limitOr is a limit with its default: a negative one would mean all to SQLite.
func limitOr(n, otherwise int) int {
	if n <= 0 {
		return otherwise
	}
	return n
}
