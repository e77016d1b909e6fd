package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"wellspring/internal/invest"
)

const draftColumns = `d.kind, d.number, d.version, d.revision, d.owner, d.work, d.public, coalesce(d.shown, 0),
	d.pub_date, d.shown_at, d.created_at, d.updated_at, d.sent_back, d.stale_en, d.binned_at, coalesce(d.binned_by, 0)`

// draftScan reads draftColumns and what follows them.
func draftScan(row scanner, d *invest.Draft, more ...any) error {
	var pubDate, shownAt, created, updated, binned sql.NullInt64
	var staleEn string
	err := row.Scan(append([]any{
		&d.Kind, &d.Number, &d.Version, &d.Revision, &d.Owner, &d.Work, &d.Public, &d.Shown,
		&pubDate, &shownAt, &created, &updated, &d.SentBack, &staleEn, &binned, &d.BinnedBy,
	}, more...)...)
	if err != nil {
		return err
	}
	d.PubDate, d.ShownAt, d.Created, d.Updated = moment(pubDate), moment(shownAt), moment(created), moment(updated)
	d.Binned = moment(binned)
	return fromJSON(staleEn, &d.StaleEn)
}

func (r deskReader) Draft(ctx context.Context, k invest.Kind, number int64) (invest.Draft, error) {
	var d invest.Draft
	var schema int
	var body string
	err := draftScan(r.q.QueryRowContext(ctx, `
		SELECT `+draftColumns+`, r.schema, r.body
		FROM desk_draft d
		JOIN desk_revision r ON r.kind = d.kind AND r.number = d.number AND r.n = d.revision
		WHERE d.kind = $1 AND d.number = $2`, k, number), &d, &schema, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return d, invest.Errorf(invest.NotFound, "draft of %s %d", k, number)
	}
	if err != nil {
		return d, err
	}
	d.Body, err = invest.DecodeContent(k, schema, []byte(body))
	return d, err
}

func (t *deskTx) CreateDraft(ctx context.Context, d *invest.Draft, hash, note string, editor int64) error {
	if d.Body == nil || d.Kind != d.Body.Kind() {
		return fmt.Errorf("a new draft of %s has a text of type %T", d.Kind, d.Body)
	}
	err := t.tx.QueryRowContext(ctx, `
		UPDATE desk_number SET last = last + 1 WHERE kind = $1 RETURNING last`, d.Kind).Scan(&d.Number)
	if err != nil {
		return fmt.Errorf("number of a new %s: %w", d.Kind, err)
	}
	d.Version, d.Revision = 1, 1
	staleEn, err := fieldList(d.StaleEn)
	if err != nil {
		return err
	}
	w := workColumns(d.Body)
	_, err = t.exec(ctx, `
		INSERT INTO desk_draft (kind, number, version, revision, owner, work, public, shown,
			pub_date, shown_at, created_at, updated_at, sent_back, stale_en, binned_at, binned_by,
			title_zh, title_en, filed, place, code, match_key)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
		d.Kind, d.Number, d.Version, d.Revision, d.Owner, d.Work, d.Public, orNull(d.Shown),
		seconds(d.PubDate), seconds(d.ShownAt), seconds(d.Created), seconds(d.Updated),
		d.SentBack, staleEn, seconds(d.Binned), orNull(d.BinnedBy),
		w.title.Zh, w.title.En, w.filed, w.place, w.code, w.key)
	if err != nil {
		return fmt.Errorf("new draft of %s: %w", d.Kind, err)
	}
	return t.addRevision(ctx, d, hash, note, editor)
}

func (t *deskTx) SaveRevision(ctx context.Context, d *invest.Draft, hash, note string, editor int64) error {
	if d.Body == nil || d.Kind != d.Body.Kind() {
		return fmt.Errorf("draft of %s %d has a text of type %T", d.Kind, d.Number, d.Body)
	}
	next := *d
	next.Revision++
	if err := t.updateRow(ctx, &next); err != nil {
		return err
	}
	w := workColumns(d.Body)
	_, err := t.exec(ctx, `
		UPDATE desk_draft SET title_zh = $1, title_en = $2, filed = $3, place = $4, code = $5, match_key = $6 WHERE kind = $7 AND number = $8`,
		w.title.Zh, w.title.En, w.filed, w.place, w.code, w.key, d.Kind, d.Number)
	if err != nil {
		return fmt.Errorf("draft of %s %d: %w", d.Kind, d.Number, err)
	}
	if err := t.addRevision(ctx, &next, hash, note, editor); err != nil {
		return err
	}
	if err := t.VoidReviews(ctx, next.Kind, next.Number); err != nil {
		return err
	}
	*d = next
	return nil
}

func (t *deskTx) UpdateDraft(ctx context.Context, d *invest.Draft) error {
	next := *d
	if err := t.updateRow(ctx, &next); err != nil {
		return err
	}
	*d = next
	return nil
}

// updateRow stores the row of a draft that is still at d.Version, and raises
// d.Version.
func (t *deskTx) updateRow(ctx context.Context, d *invest.Draft) error {
	staleEn, err := fieldList(d.StaleEn)
	if err != nil {
		return err
	}
	done, err := t.exec(ctx, `
		UPDATE desk_draft SET version = version + 1, revision = $1, owner = $2, work = $3, public = $4, shown = $5,
			pub_date = $6, shown_at = $7, created_at = $8, updated_at = $9,
			sent_back = $10, stale_en = $11, binned_at = $12, binned_by = $13
		WHERE kind = $14 AND number = $15 AND version = $16`,
		d.Revision, d.Owner, d.Work, d.Public, orNull(d.Shown),
		seconds(d.PubDate), seconds(d.ShownAt), seconds(d.Created), seconds(d.Updated),
		d.SentBack, staleEn, seconds(d.Binned), orNull(d.BinnedBy),
		d.Kind, d.Number, d.Version)
	if err != nil {
		return fmt.Errorf("draft of %s %d: %w", d.Kind, d.Number, err)
	}
	n, err := done.RowsAffected()
	if err != nil {
		return err
	}
	if n == 0 {
		return t.whyNotUpdated(ctx, d)
	}
	d.Version++
	return nil
}

// whyNotUpdated tells a draft that somebody saved from one that is not there.
func (t *deskTx) whyNotUpdated(ctx context.Context, d *invest.Draft) error {
	var version int64
	err := t.tx.QueryRowContext(ctx, `
		SELECT version FROM desk_draft WHERE kind = $1 AND number = $2`, d.Kind, d.Number).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		return invest.Errorf(invest.NotFound, "draft of %s %d", d.Kind, d.Number)
	}
	if err != nil {
		return err
	}
	return invest.Errorf(invest.Stale, "draft of %s %d is at version %d, not %d", d.Kind, d.Number, version, d.Version)
}

// fieldList is a list of fields as stored; an empty one is "[]", as draftWhere
// knows it.
func fieldList(fields []string) (string, error) {
	if len(fields) == 0 {
		return "[]", nil
	}
	return asJSON(fields)
}

// work is what the desk's row of a draft holds of its text: what the work lists
// show, and the keys by which it is found again.
type work struct {
	title        invest.Text
	filed, place string
	code, key    string // as they are compared
}

func workColumns(c invest.Content) work {
	w := work{title: c.Heading(), key: invest.MatchKey(c.Heading().Zh)}
	switch c := c.(type) {
	case *invest.Project:
		if len(c.Sectors) > 0 {
			w.filed = c.Sectors[0]
		}
		w.place, w.code = c.Place.Zh, invest.MatchKey(c.Code)
	case *invest.Ceremony:
		w.place = c.City.Zh
	case *invest.Park:
		w.place = c.Place.Zh
	case *invest.Article:
		w.filed = c.Column
	}
	return w
}
