package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"wellspring/internal/invest"
	"wellspring/internal/search"
)

// projectOrder is a sort of the project list: a column and the number, both
// descending, so that one comparison of the pair pages by key.
type projectOrder struct {
	column string
	key    func(row invest.ProjectRow) int64
}

var (
	byNew    = projectOrder{"p.pub_date", func(r invest.ProjectRow) int64 { return r.PubDate.Unix() }}
	byAmount = projectOrder{"p.amount_order", func(r invest.ProjectRow) int64 { return amountOrder(r.Total) }}
)

func (o projectOrder) clause() string { return " ORDER BY " + o.column + " DESC, p.number DESC" }

// The list without a filter is the one that most visitors see.
var (
	projectCountSQL = `SELECT count(*)` + projectFrom
	projectNewSQL   = `SELECT ` + projectColumns + projectFrom + byNew.clause() + ` LIMIT $1 OFFSET $2`
)

const defaultLimit = 20

// Projects lists the published projects that match.
func (s *Store) Projects(ctx context.Context, f invest.ProjectFilter) (invest.ProjectList, error) {
	var found invest.ProjectList
	sort, order := invest.SortNew, byNew
	if f.Sort == invest.SortAmount {
		sort, order = f.Sort, byAmount
	}
	w, possible := projectWhere(f)
	var after cursor
	if f.After != "" {
		var err error
		if after, err = readCursor(sort, f.After); err != nil {
			return found, err
		}
	}
	if !possible {
		return found, nil
	}
	limit := limitOr(f.Limit, defaultLimit)
	err := s.snapshot(ctx, func(q querier) error {
		err := q.QueryRowContext(ctx, `SELECT count(*)`+projectFrom+w.clause(), w.args...).Scan(&found.Total)
		if err != nil {
			return err
		}
		offset := f.Offset
		if f.After != "" {
			offset = 0
			w.and("(" + order.column + ", p.number) < (" + w.arg(after.key) + ", " + w.arg(after.number) + ")")
		}
		// One more than asked for tells whether there is a next page.
		query := `SELECT ` + projectColumns + projectFrom + w.clause() + order.clause() + w.page(limit+1, offset)
		rows, err := q.QueryContext(ctx, query, w.args...)
		found.Rows, err = collect(rows, err, func(row scanner) (invest.ProjectRow, error) { return projectScan(row) })
		return err
	})
	if err != nil {
		return invest.ProjectList{}, err
	}
	if len(found.Rows) > limit {
		found.Rows = found.Rows[:limit]
		last := found.Rows[limit-1]
		found.Next = cursor{key: order.key(last), number: last.Number}.write(sort)
	}
	return found, nil
}

// projectWhere gives the conditions of a filter; possible is false where
// nothing can match them.
func projectWhere(f invest.ProjectFilter) (w where, possible bool) {
	if f.Query != "" {
		match, ok := search.Query(f.Query)
		if !ok {
			return w, false
		}
		w.and(`p.number IN (SELECT d.number FROM search JOIN search_doc d ON d.id = search.rowid
			WHERE search MATCH ` + w.arg(match) + ` AND d.kind = 'project')`)
	}
	if len(f.Sectors) > 0 {
		w.and("p.number IN (SELECT project FROM project_sector WHERE sector IN " + list(&w, f.Sectors) + ")")
	}
	if len(f.Modes) > 0 {
		w.and("p.number IN (SELECT project FROM project_mode WHERE mode IN " + list(&w, f.Modes) + ")")
	}
	if len(f.Parks) > 0 {
		w.and("park.number IN " + list(&w, f.Parks)) // of the joined table: published parks only
	}
	if len(f.Places) > 0 {
		w.and("p.place_zh IN " + list(&w, f.Places))
	}
	if len(f.Phases) > 0 {
		w.and("p.phase IN " + list(&w, f.Phases))
	}
	if len(f.Levels) > 0 {
		w.and("p.level IN " + list(&w, f.Levels))
	}
	if len(f.Bands) > 0 {
		w.and("p.band IN " + list(&w, f.Bands))
	}
	if len(f.Years) > 0 {
		w.and("p.phase_year IN " + list(&w, f.Years))
	}
	if f.Min > 0 || f.Max > 0 {
		w.and("p.currency = " + w.arg(invest.CNY))
	}
	if f.Min > 0 {
		w.and("p.amount_low >= " + w.arg(f.Min))
	}
	if f.Max > 0 {
		w.and("p.amount_low <= " + w.arg(f.Max))
	}
	if f.KeyOnly {
		w.and("p.level <> ''")
	}
	return w, true
}

// cursor is the place of the last row of a page in its order.
type cursor struct {
	key, number int64
}

// write gives the cursor as ProjectList.Next has it. The sort is part of it: a
// place in one order says nothing in another.
func (c cursor) write(sort invest.ProjectSort) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s.%d.%d", sort, c.key, c.number))
}

func readCursor(sort invest.ProjectSort, s string) (cursor, error) {
	var c cursor
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		_, err = fmt.Sscanf(string(b), string(sort)+".%d.%d", &c.key, &c.number)
	}
	if err != nil || c.write(sort) != s {
		return c, invest.Errorf(invest.Invalid, "%.60q is no place in the list of projects by %s", s, sort)
	}
	return c, nil
}

// facet is one way to narrow the list of projects.
type facet struct {
	value, en string // SQL: the choice, and its English wording
	zh        string // SQL: its Chinese wording
	join      string // what the choice is read from, besides projectFrom
	known     string // SQL: which rows have a choice at all
	wording   string // SQL: the wordings of a choice that nothing matches

	clear  func(f *invest.ProjectFilter)
	chosen func(f invest.ProjectFilter) []string
	counts func(all *invest.ProjectFacets) *[]invest.Count
	order  func(a, b invest.Count) int
}

var projectFacets = []facet{
	{
		value: "x.sector", join: " JOIN project_sector x ON x.project = p.number", known: "x.sector <> ''",
		clear:  func(f *invest.ProjectFilter) { f.Sectors = nil },
		chosen: func(f invest.ProjectFilter) []string { return f.Sectors },
		counts: func(all *invest.ProjectFacets) *[]invest.Count { return &all.Sectors },
		order:  mostFirst,
	},
	{
		value: "park.number", zh: "park.name_zh", en: "park.name_en", known: "park.number IS NOT NULL",
		wording: `SELECT name_zh, name_en FROM park WHERE number = $1`,
		clear:   func(f *invest.ProjectFilter) { f.Parks = nil },
		chosen:  func(f invest.ProjectFilter) []string { return words(f.Parks) },
		counts:  func(all *invest.ProjectFacets) *[]invest.Count { return &all.Parks },
		order:   mostFirst,
	},
	{
		value: "p.place_zh", zh: "p.place_zh", en: "max(p.place_en)", known: "p.place_zh <> ''",
		wording: `SELECT place_zh, max(place_en) FROM project WHERE place_zh = $1 GROUP BY place_zh`,
		clear:   func(f *invest.ProjectFilter) { f.Places = nil },
		chosen:  func(f invest.ProjectFilter) []string { return f.Places },
		counts:  func(all *invest.ProjectFacets) *[]invest.Count { return &all.Places },
		order:   mostFirst,
	},
	{
		value: "p.phase", known: "p.phase <> ''",
		clear:  func(f *invest.ProjectFilter) { f.Phases = nil },
		chosen: func(f invest.ProjectFilter) []string { return words(f.Phases) },
		counts: func(all *invest.ProjectFacets) *[]invest.Count { return &all.Phases },
		order:  listed(invest.Phases),
	},
	{
		value: "x.mode", join: " JOIN project_mode x ON x.project = p.number", known: "x.mode <> ''",
		clear:  func(f *invest.ProjectFilter) { f.Modes = nil },
		chosen: func(f invest.ProjectFilter) []string { return words(f.Modes) },
		counts: func(all *invest.ProjectFacets) *[]invest.Count { return &all.Modes },
		order:  listed(invest.Modes),
	},
	{
		value: "p.level", known: "p.level <> ''",
		clear:  func(f *invest.ProjectFilter) { f.Levels = nil },
		chosen: func(f invest.ProjectFilter) []string { return words(f.Levels) },
		counts: func(all *invest.ProjectFacets) *[]invest.Count { return &all.Levels },
		order:  listed(invest.Levels),
	},
	{
		value: "p.band", known: "p.band <> ''",
		clear:  func(f *invest.ProjectFilter) { f.Bands = nil },
		chosen: func(f invest.ProjectFilter) []string { return words(f.Bands) },
		counts: func(all *invest.ProjectFacets) *[]invest.Count { return &all.Bands },
		order:  listed(invest.Bands),
	},
	{
		value: "p.phase_year", known: "p.phase_year IS NOT NULL",
		clear:  func(f *invest.ProjectFilter) { f.Years = nil },
		chosen: func(f invest.ProjectFilter) []string { return words(f.Years) },
		counts: func(all *invest.ProjectFacets) *[]invest.Count { return &all.Years },
		order:  latestFirst,
	},
}

// ProjectFacets counts what each choice of each facet would give.
func (s *Store) ProjectFacets(ctx context.Context, f invest.ProjectFilter) (invest.ProjectFacets, error) {
	var all invest.ProjectFacets
	err := s.snapshot(ctx, func(q querier) error {
		for _, x := range projectFacets {
			counts, err := x.count(ctx, q, f)
			if err != nil {
				return err
			}
			*x.counts(&all) = counts
		}
		return nil
	})
	return all, err
}

// count gives the choices of one facet under all other filters.
func (x facet) count(ctx context.Context, q querier, f invest.ProjectFilter) ([]invest.Count, error) {
	chosen := x.chosen(f)
	x.clear(&f)
	var counts []invest.Count
	if w, possible := projectWhere(f); possible {
		w.and(x.known)
		query := `SELECT ` + x.value + `, ` + cmp.Or(x.zh, "''") + `, ` + cmp.Or(x.en, "''") + `, count(*)` +
			projectFrom + x.join + w.clause() + ` GROUP BY ` + x.value
		rows, err := q.QueryContext(ctx, query, w.args...)
		counts, err = collect(rows, err, func(row scanner) (invest.Count, error) {
			var c invest.Count
			err := row.Scan(&c.Value, &c.Label.Zh, &c.Label.En, &c.N)
			return c, err
		})
		if err != nil {
			return nil, err
		}
	}
	for _, value := range chosen {
		if slices.ContainsFunc(counts, func(c invest.Count) bool { return c.Value == value }) {
			continue
		}
		c := invest.Count{Value: value}
		if x.wording != "" {
			err := q.QueryRowContext(ctx, x.wording, value).Scan(&c.Label.Zh, &c.Label.En)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return nil, err
			}
		}
		counts = append(counts, c)
	}
	slices.SortFunc(counts, x.order)
	return counts, nil
}

// words writes choices as they stand in an address.
func words[T ~string | ~int | ~int64](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = fmt.Sprint(v)
	}
	return out
}

// mostFirst orders choices by count, then by value.
func mostFirst(a, b invest.Count) int {
	return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value))
}

// latestFirst orders years.
func latestFirst(a, b invest.Count) int {
	x, _ := strconv.Atoi(a.Value)
	y, _ := strconv.Atoi(b.Value)
	return cmp.Or(cmp.Compare(y, x), cmp.Compare(a.Value, b.Value))
}

// listed orders choices as their enumeration does, strangers to it last.
func listed[T ~string](all []T) func(a, b invest.Count) int {
	place := func(c invest.Count) int {
		if i := slices.Index(all, T(c.Value)); i >= 0 {
			return i
		}
		return math.MaxInt
	}
	return func(a, b invest.Count) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Value, b.Value))
	}
}
