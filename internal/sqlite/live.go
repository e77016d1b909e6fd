package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"wellspring/internal/invest"
)

const liveSQL = `SELECT revision, ended, at, schema, body FROM live WHERE number = $1`

// Live gives what the public may see of a ceremony on the stage.
func (s *Store) Live(ctx context.Context, ceremony int64) (invest.Live, error) {
	l := invest.Live{Ceremony: ceremony}
	var at sql.NullInt64
	var schema int
	var body string
	err := s.pool.QueryRowContext(ctx, liveSQL, ceremony).Scan(&l.Revision, &l.Ended, &at, &schema, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return l, invest.Errorf(invest.NotFound, "live page of ceremony %d", ceremony)
	}
	if err != nil {
		return l, err
	}
	l.At = moment(at)
	l.Text, err = decode[*invest.Ceremony](invest.KindCeremony, schema, body)
	return l, err
}

// putLive writes what the public may see of a stage in place of what it saw. It
// raises no version: no list and no other page shows any of it.
func (t *deskTx) putLive(ctx context.Context, s invest.Stage) error {
	if _, err := t.exec(ctx, `DELETE FROM live WHERE number = $1`, s.Ceremony); err != nil {
		return err
	}
	text, ok := s.LiveText()
	if !ok {
		return nil
	}
	body, schema, err := invest.EncodeContent(text)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO live (number, revision, ended, at, schema, body) VALUES ($1, $2, $3, $4, $5, $6)`,
		s.Ceremony, s.Revision, s.Mode == invest.StageEnded, s.At.Unix(), schema, string(body))
	return err
}

// rebuildLive makes the live pages anew from the stages. readable is false where a
// stage could not be read; the report then names it.
func (t *deskTx) rebuildLive(ctx context.Context, report *invest.CheckReport) (readable bool, err error) {
	rows, err := t.tx.QueryContext(ctx, `SELECT number FROM desk_stage WHERE live_at IS NOT NULL ORDER BY number`)
	numbers, err := collect(rows, err, func(row scanner) (n int64, err error) { return n, row.Scan(&n) })
	if err != nil {
		return false, err
	}
	readable = true
	for _, n := range numbers {
		s, err := t.Stage(ctx, n)
		if err != nil {
			readable = false
			report.Corrupt = append(report.Corrupt, fmt.Sprintf("stage of ceremony %d: %v", n, err))
			continue
		}
		if err := t.putLive(ctx, s); err != nil {
			return false, fmt.Errorf("make the live page of ceremony %d anew: %w", n, err)
		}
	}
	return readable, nil
}
