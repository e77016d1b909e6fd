package sqlite

import (
	"context"
	"database/sql"

	"wellspring/internal/invest"
)

const scheduleSelect = `
	SELECT kind, number, act, due_at, editor, set_at, reason, automatic, failed FROM desk_schedule `

func (r deskReader) Schedules(ctx context.Context, k invest.Kind, number int64) ([]invest.Schedule, error) {
	rows, err := r.q.QueryContext(ctx, scheduleSelect+`WHERE kind = $1 AND number = $2 ORDER BY act`, k, number)
	return collect(rows, err, scheduleScan)
}

func (r deskReader) Waiting(ctx context.Context, limit int) ([]invest.Schedule, error) {
	if limit <= 0 {
		return nil, nil
	}
	rows, err := r.q.QueryContext(ctx, scheduleSelect+`
		WHERE failed = '' ORDER BY due_at, kind, number, act LIMIT $1`, limit)
	return collect(rows, err, scheduleScan)
}

func scheduleScan(row scanner) (invest.Schedule, error) {
	var s invest.Schedule
	var due, set sql.NullInt64
	err := row.Scan(&s.Kind, &s.Number, &s.Act, &due, &s.Editor, &set, &s.Reason, &s.Automatic, &s.Failed)
	s.Due, s.Set = moment(due), moment(set)
	return s, err
}

func (t *deskTx) PutSchedule(ctx context.Context, s invest.Schedule) error {
	_, err := t.exec(ctx, `
		INSERT INTO desk_schedule (kind, number, act, due_at, editor, set_at, reason, automatic, failed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (kind, number, act) DO UPDATE SET due_at = excluded.due_at, editor = excluded.editor,
			set_at = excluded.set_at, reason = excluded.reason, automatic = excluded.automatic, failed = excluded.failed`,
		s.Kind, s.Number, s.Act, seconds(s.Due), s.Editor, seconds(s.Set), s.Reason, s.Automatic, s.Failed)
	return ofDraft(err, "schedule", s.Kind, s.Number)
}

func (t *deskTx) DropSchedule(ctx context.Context, k invest.Kind, number int64, act invest.ScheduledAct) error {
	_, err := t.exec(ctx, `DELETE FROM desk_schedule WHERE kind = $1 AND number = $2 AND act = $3`, k, number, act)
	return ofDraft(err, "schedule", k, number)
}
