package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"wellspring/internal/invest"
)

func (r deskReader) Stage(ctx context.Context, ceremony int64) (invest.Stage, error) {
	s := invest.Stage{Ceremony: ceremony}
	var live, at sql.NullInt64
	var schema int
	var state, body string
	err := r.q.QueryRowContext(ctx, `
		SELECT s.revision, s.mode, s.copy, s.live_at, s.at, s.editor, s.state, r.schema, r.body
		FROM desk_stage s
		JOIN desk_revision r ON r.kind = s.kind AND r.number = s.number AND r.n = s.copy
		WHERE s.kind = 'ceremony' AND s.number = $1`, ceremony).
		Scan(&s.Revision, &s.Mode, &s.CopyRevision, &live, &at, &s.Editor, &state, &schema, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return s, invest.Errorf(invest.NotFound, "stage of ceremony %d", ceremony)
	}
	if err != nil {
		return s, err
	}
	s.LiveAt, s.At = moment(live), moment(at)
	if err := fromJSON(state, &s.State); err != nil {
		return s, err
	}
	s.Copy, err = decode[*invest.Ceremony](invest.KindCeremony, schema, body)
	return s, err
}

// The pulse is asked for twice a second while somebody looks at a stage, and by
// every screen that polls.
const (
	stagePulseSQL = `SELECT revision FROM desk_stage WHERE kind = 'ceremony' AND number = $1`
	stageOpenSQL  = `SELECT l.id FROM desk_stage_link l JOIN desk_draft d ON d.kind = l.kind AND d.number = l.number
		WHERE l.kind = 'ceremony' AND l.number = $1 AND l.revoked_at IS NULL AND d.binned_at IS NULL ORDER BY l.id`
	stageHashSQL = stageLinkSelect + `WHERE hash = $1`
)

func (r deskReader) StagePulse(ctx context.Context, ceremony int64) (invest.StagePulse, error) {
	var p invest.StagePulse
	err := r.q.QueryRowContext(ctx, stagePulseSQL, ceremony).Scan(&p.Revision)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return p, err
	}
	rows, err := r.q.QueryContext(ctx, stageOpenSQL, ceremony)
	p.Links, err = collect(rows, err, func(row scanner) (id int64, err error) { return id, row.Scan(&id) })
	return p, err
}

const stageLogSelect = `SELECT number, revision, mode, copy, at, editor, command, state FROM desk_stage_log `

func (r deskReader) StageLog(ctx context.Context, ceremony int64, limit int) ([]invest.StageEntry, error) {
	rows, err := r.q.QueryContext(ctx, stageLogSelect+`
		WHERE kind = 'ceremony' AND number = $1 ORDER BY revision DESC LIMIT $2`, ceremony, max(limit, 0))
	return collect(rows, err, stageEntryScan)
}

func (r deskReader) StageEntry(ctx context.Context, ceremony, revision int64) (invest.StageEntry, error) {
	e, err := stageEntryScan(r.q.QueryRowContext(ctx, stageLogSelect+`
		WHERE kind = 'ceremony' AND number = $1 AND revision = $2`, ceremony, revision))
	if errors.Is(err, sql.ErrNoRows) {
		return e, invest.Errorf(invest.NotFound, "revision %d of the stage of ceremony %d", revision, ceremony)
	}
	return e, err
}

func stageEntryScan(row scanner) (invest.StageEntry, error) {
	var e invest.StageEntry
	var at sql.NullInt64
	var command, state string
	if err := row.Scan(&e.Ceremony, &e.Revision, &e.Mode, &e.CopyRevision, &at, &e.Editor, &command, &state); err != nil {
		return e, err
	}
	e.At = moment(at)
	if err := fromJSON(command, &e.Command); err != nil {
		return e, err
	}
	return e, fromJSON(state, &e.State)
}

func (t *deskTx) PutStage(ctx context.Context, s *invest.Stage, c invest.StageCommand) error {
	p, err := t.StagePulse(ctx, s.Ceremony)
	if err != nil {
		return err
	}
	if p.Revision != s.Revision {
		return invest.Errorf(invest.Stale, "stage of ceremony %d is at revision %d, not %d", s.Ceremony, p.Revision, s.Revision)
	}
	next := *s
	next.Revision++
	state, err := asJSON(next.State)
	if err != nil {
		return err
	}
	command, err := asJSON(c)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
		INSERT INTO desk_stage (kind, number, revision, mode, copy, live_at, at, editor, state)
		VALUES ('ceremony', $1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (kind, number) DO UPDATE SET revision = excluded.revision, mode = excluded.mode, copy = excluded.copy,
			live_at = excluded.live_at, at = excluded.at, editor = excluded.editor, state = excluded.state`,
		next.Ceremony, next.Revision, next.Mode, next.CopyRevision, seconds(next.LiveAt), next.At.Unix(), next.Editor, state)
	if violates(err, foreignViolation) {
		return invest.Errorf(invest.NotFound, "revision %d of ceremony %d", next.CopyRevision, next.Ceremony)
	}
	if err != nil {
		return fmt.Errorf("stage of ceremony %d: %w", next.Ceremony, err)
	}
	_, err = t.exec(ctx, `
		INSERT INTO desk_stage_log (kind, number, revision, mode, copy, at, editor, command, state)
		VALUES ('ceremony', $1, $2, $3, $4, $5, $6, $7, $8)`,
		next.Ceremony, next.Revision, next.Mode, next.CopyRevision, next.At.Unix(), next.Editor, command, state)
	if err != nil {
		return fmt.Errorf("log of the stage of ceremony %d: %w", next.Ceremony, err)
	}
	if err := t.putLive(ctx, next); err != nil {
		return fmt.Errorf("live page of ceremony %d: %w", next.Ceremony, err)
	}
	*s = next
	return nil
}

const stageLinkSelect = `SELECT id, number, role, editor, made_at, revoked_at FROM desk_stage_link `

func (r deskReader) StageLinks(ctx context.Context, ceremony int64) ([]invest.StageLink, error) {
	rows, err := r.q.QueryContext(ctx, stageLinkSelect+`WHERE kind = 'ceremony' AND number = $1 ORDER BY id DESC`, ceremony)
	return collect(rows, err, stageLinkScan)
}

func (r deskReader) StageLink(ctx context.Context, id int64) (invest.StageLink, error) {
	return oneStageLink(r.q.QueryRowContext(ctx, stageLinkSelect+`WHERE id = $1`, id))
}

func (r deskReader) StageLinkByHash(ctx context.Context, hash string) (invest.StageLink, error) {
	return oneStageLink(r.q.QueryRowContext(ctx, stageHashSQL, hash))
}

func oneStageLink(row scanner) (invest.StageLink, error) {
	l, err := stageLinkScan(row)
	if errors.Is(err, sql.ErrNoRows) {
		return l, invest.Errorf(invest.NotFound, "stage link")
	}
	return l, err
}

func stageLinkScan(row scanner) (invest.StageLink, error) {
	var l invest.StageLink
	var made, revoked sql.NullInt64
	err := row.Scan(&l.ID, &l.Ceremony, &l.Role, &l.Editor, &made, &revoked)
	l.Made, l.Revoked = moment(made), moment(revoked)
	return l, err
}

func (t *deskTx) AddStageLink(ctx context.Context, l *invest.StageLink, hash string) error {
	done, err := t.exec(ctx, `
		INSERT INTO desk_stage_link (kind, number, role, hash, editor, made_at, revoked_at) VALUES ('ceremony', $1, $2, $3, $4, $5, $6)`,
		l.Ceremony, l.Role, hash, l.Editor, seconds(l.Made), seconds(l.Revoked))
	if err := ofDraft(err, "stage link", invest.KindCeremony, l.Ceremony); err != nil {
		return err
	}
	l.ID, err = done.LastInsertId()
	return err
}

func (t *deskTx) RevokeStageLink(ctx context.Context, id int64, at time.Time) error {
	done, err := t.exec(ctx, `UPDATE desk_stage_link SET revoked_at = coalesce(revoked_at, $1) WHERE id = $2`, seconds(at), id)
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	if err == nil && n == 0 {
		err = invest.Errorf(invest.NotFound, "stage link %d", id)
	}
	return err
}
