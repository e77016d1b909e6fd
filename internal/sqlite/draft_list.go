package sqlite

import (
	"context"
	"database/sql"

	"wellspring/internal/invest"
)

// draftRowsSQL reads drafts with what is to happen to each by itself: p is its
// publication, w its withdrawal. It ends before the WHERE clause.
const draftRowsSQL = `
	SELECT ` + draftColumns + `, d.title_zh, d.title_en, d.filed, d.place,
		CASE WHEN p.failed = '' THEN p.due_at END, CASE WHEN w.failed = '' THEN w.due_at END,
		coalesce(nullif(p.failed, ''), w.failed, '')
	FROM desk_draft d
	LEFT JOIN desk_schedule p ON p.kind = d.kind AND p.number = d.number AND p.act = 'publish'
	LEFT JOIN desk_schedule w ON w.kind = d.kind AND w.number = d.number AND w.act = 'withdraw'`

// draftOrders are the orders of the list, each total.
var draftOrders = map[invest.DraftSort]string{
	invest.SortUpdated: `d.updated_at DESC, d.kind, d.number DESC`,
	invest.SortOldest:  `d.updated_at, d.kind, d.number`,
	invest.SortNumber:  `d.number DESC, d.kind`,
	invest.SortDue: `coalesce(nullif(p.failed, ''), w.failed, '') = '',
		coalesce(min(p.due_at, w.due_at), p.due_at, w.due_at) NULLS LAST, d.kind, d.number`,
}

func (r deskReader) Drafts(ctx context.Context, f invest.DraftFilter) (invest.DraftList, error) {
	w := draftWhere(f)
	var list invest.DraftList
	err := r.q.QueryRowContext(ctx, `SELECT count(*) FROM desk_draft d`+w.clause(), w.args...).Scan(&list.Total)
	if err != nil {
		return list, err
	}
	order, known := draftOrders[f.Sort]
	if !known {
		order = draftOrders[invest.SortUpdated]
	}
	query := draftRowsSQL + w.clause() + ` ORDER BY ` + order + w.page(limitOr(f.Limit, 50), f.Offset)
	rows, err := r.q.QueryContext(ctx, query, w.args...)
	list.Rows, err = collect(rows, err, func(row scanner) (invest.DraftRow, error) {
		var d invest.DraftRow
		var publishAt, endsAt sql.NullInt64
		err := draftScan(row, &d.Draft, &d.Title.Zh, &d.Title.En, &d.Column, &d.Place, &publishAt, &endsAt, &d.Failed)
		d.PublishAt, d.EndsAt = moment(publishAt), moment(endsAt)
		return d, err
	})
	return list, err
}

// draftWhere is the conditions of a filter, on desk_draft named d.
func draftWhere(f invest.DraftFilter) *where {
	var w where
	binned := "d.binned_at IS NULL"
	if f.Binned {
		binned = "d.binned_at IS NOT NULL"
	}
	w.and(binned)
	if f.Kind != "" {
		w.and("d.kind = " + w.arg(f.Kind))
	}
	if len(f.Kinds) > 0 {
		w.and("d.kind IN " + list(&w, f.Kinds))
	}
	if f.Work != "" {
		w.and("d.work = " + w.arg(f.Work))
	}
	if len(f.Works) > 0 {
		w.and("d.work IN " + list(&w, f.Works))
	}
	if f.Public != "" {
		w.and("d.public = " + w.arg(f.Public))
	}
	if f.Owner != 0 {
		w.and("d.owner = " + w.arg(f.Owner))
	}
	if f.Query != "" {
		// Not LIKE: it has characters of its own, and fails on a long pattern.
		words := w.arg(f.Query)
		w.and("(instr(lower(d.title_zh), lower(" + words + ")) > 0 OR instr(lower(d.title_en), lower(" + words + ")) > 0)")
	}
	if f.Filed != "" {
		w.and("d.filed = " + w.arg(f.Filed))
	}
	if !f.After.IsZero() {
		w.and("d.updated_at >= " + w.arg(ceiling(f.After)))
	}
	if !f.Before.IsZero() {
		w.and("d.updated_at < " + w.arg(ceiling(f.Before)))
	}
	if f.StaleEn {
		w.and("d.stale_en <> '[]'")
	}
	if f.SentBack {
		w.and("d.sent_back = 1")
	}
	if !f.Expiring.IsZero() {
		w.and(`EXISTS (SELECT 1 FROM desk_schedule s WHERE s.kind = d.kind AND s.number = d.number
			AND (s.failed <> '' OR s.act = 'withdraw' AND s.due_at < ` + w.arg(ceiling(f.Expiring)) + `))`)
	}
	if f.SeenBy != 0 {
		w.and(seenBy(&w, f.SeenBy, f.Whole))
	}
	if f.ReviewableBy != 0 {
		w.and(reviewableBy(&w, f.ReviewableBy))
	}
	return &w
}

func seenBy(w *where, editor int64, whole []invest.Kind) string {
	me := w.arg(editor)
	condition := `d.owner = ` + me + `
		OR EXISTS (SELECT 1 FROM desk_share s WHERE s.kind = d.kind AND s.number = d.number AND s.editor = ` + me + `)
		OR EXISTS (SELECT 1 FROM desk_revision r WHERE r.kind = d.kind AND r.number = d.number AND r.editor = ` + me + `)`
	if len(whole) > 0 {
		condition += ` OR d.kind IN ` + list(w, whole)
	}
	return "(" + condition + ")"
}

// reviewableBy is the desk's separation of duties (desk.Barred) as a condition:
// no text that is new since the public one, and no review of this one, is the
// editor's.
func reviewableBy(w *where, editor int64) string {
	me := w.arg(editor)
	return `(d.work NOT IN ('review1', 'review2', 'review3') OR NOT EXISTS (
			SELECT 1 FROM desk_revision r
			WHERE r.kind = d.kind AND r.number = d.number AND r.editor = ` + me + ` AND r.hash IN (
				SELECT new.hash FROM desk_revision new WHERE new.kind = d.kind AND new.number = d.number AND new.n > coalesce((
				SELECT max(same.n) FROM desk_revision same JOIN desk_revision public
					ON public.kind = same.kind AND public.number = same.number AND public.hash = same.hash
				WHERE public.kind = d.kind AND public.number = d.number AND public.n = d.shown AND same.n < d.revision), 0)))
		AND NOT EXISTS (
			SELECT 1 FROM desk_review v
			WHERE v.kind = d.kind AND v.number = d.number AND v.revision = d.revision AND v.voided = 0
				AND v.verdict = 'passed' AND v.editor = ` + me + `))`
}
