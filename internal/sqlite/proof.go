package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"wellspring/internal/invest"
)

func (r deskReader) Overrides(ctx context.Context, k invest.Kind, number int64) ([]invest.Override, error) {
	rows, err := r.q.QueryContext(ctx, `
		SELECT finding, rule, words, note, revision, editor, at FROM desk_override
		WHERE kind = $1 AND number = $2 ORDER BY at, finding`, k, number)
	return collect(rows, err, func(row scanner) (invest.Override, error) {
		o := invest.Override{DraftID: invest.DraftID{Kind: k, Number: number}}
		var at sql.NullInt64
		err := row.Scan(&o.Finding, &o.Rule, &o.Words, &o.Note, &o.Revision, &o.Editor, &at)
		o.At = moment(at)
		return o, err
	})
}

func (t *deskTx) AddOverride(ctx context.Context, o invest.Override) error {
	_, err := t.exec(ctx, `
		INSERT OR REPLACE INTO desk_override (kind, number, finding, rule, words, note, revision, editor, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		o.Kind, o.Number, o.Finding, o.Rule, o.Words, o.Note, o.Revision, o.Editor, seconds(o.At))
	return ofDraft(err, "override", o.Kind, o.Number)
}

func (t *deskTx) DropOverride(ctx context.Context, k invest.Kind, number int64, finding string) error {
	_, err := t.exec(ctx, `DELETE FROM desk_override WHERE kind = $1 AND number = $2 AND finding = $3`, k, number, finding)
	return err
}

func (r deskReader) FigureUses(ctx context.Context) ([]invest.FigureUse, error) {
	rows, err := r.q.QueryContext(ctx, `
		SELECT u.ref, u.kind, u.number, u.value FROM desk_figure_use u
		JOIN desk_draft d ON d.kind = u.kind AND d.number = u.number
		WHERE d.binned_at IS NULL ORDER BY u.ref, u.kind, u.number, u.value`)
	return collect(rows, err, func(row scanner) (u invest.FigureUse, err error) {
		return u, row.Scan(&u.Ref, &u.Kind, &u.Number, &u.Value)
	})
}

func (r deskReader) KeptFigures(ctx context.Context) ([]invest.KeptFigure, error) {
	rows, err := r.q.QueryContext(ctx, `SELECT ref, kind, number, value, now, editor FROM desk_figure_kept ORDER BY ref, kind, number, value, now`)
	return collect(rows, err, func(row scanner) (f invest.KeptFigure, err error) {
		return f, row.Scan(&f.Ref, &f.Kind, &f.Number, &f.Value, &f.Now, &f.Editor)
	})
}

func (t *deskTx) KeepFigure(ctx context.Context, f invest.KeptFigure, at time.Time) error {
	_, err := t.exec(ctx, `
		INSERT INTO desk_figure_kept (ref, kind, number, value, now, editor, at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
		f.Ref, f.Kind, f.Number, f.Value, f.Now, f.Editor, seconds(at))
	return ofDraft(err, "kept figure", f.Kind, f.Number)
}

func (t *deskTx) DropKeptFigure(ctx context.Context, f invest.KeptFigure) error {
	_, err := t.exec(ctx, `DELETE FROM desk_figure_kept WHERE ref = $1 AND kind = $2 AND number = $3 AND value = $4 AND now = $5`,
		f.Ref, f.Kind, f.Number, f.Value, f.Now)
	return err
}

// noteFigures writes down which bound figures the latest text of a draft has.
func (t *deskTx) noteFigures(ctx context.Context, d *invest.Draft) error {
	if _, err := t.exec(ctx, `DELETE FROM desk_figure_use WHERE kind = $1 AND number = $2`, d.Kind, d.Number); err != nil {
		return err
	}
	for _, b := range invest.BoundFigures(d.Body) {
		_, err := t.exec(ctx, `INSERT INTO desk_figure_use (ref, kind, number, value) VALUES ($1, $2, $3, $4)`, b.Ref, d.Kind, d.Number, b.Value)
		if err != nil {
			return fmt.Errorf("figures of %s %d: %w", d.Kind, d.Number, err)
		}
	}
	return nil
}

func (r deskReader) BrokenLinks(ctx context.Context) ([]invest.BrokenLink, error) {
	rows, err := r.q.QueryContext(ctx, `SELECT kind, number, field, href, state FROM desk_broken_link ORDER BY kind, number, field, href`)
	return collect(rows, err, func(row scanner) (l invest.BrokenLink, err error) {
		return l, row.Scan(&l.Kind, &l.Number, &l.Field, &l.Href, &l.State)
	})
}

func (t *deskTx) PutBrokenLinks(ctx context.Context, links []invest.BrokenLink) error {
	if _, err := t.exec(ctx, `DELETE FROM desk_broken_link`); err != nil {
		return err
	}
	for _, l := range links {
		_, err := t.exec(ctx, `
			INSERT INTO desk_broken_link (kind, number, field, href, state) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			l.Kind, l.Number, l.Field, l.Href, l.State)
		if err != nil {
			return fmt.Errorf("broken link: %w", err)
		}
	}
	return nil
}

func (r deskReader) LastRound(ctx context.Context, job string) (time.Time, error) {
	var at sql.NullInt64
	err := r.q.QueryRowContext(ctx, `SELECT at FROM desk_round WHERE name = $1`, job).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return moment(at), err
}

func (t *deskTx) EndRound(ctx context.Context, job string, at time.Time) error {
	_, err := t.exec(ctx, `INSERT OR REPLACE INTO desk_round (name, at) VALUES ($1, $2)`, job, seconds(at))
	return err
}
