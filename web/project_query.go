package web

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
)

const projectsPerPage = 20

// projectQuery is what the address of the project list asks for.
type projectQuery struct {
	filter   invest.ProjectFilter
	page     int
	cards    bool
	min, max string // as typed
	notes    []string
}

// The facets of the project list, by their names in the address.
var facetNames = []string{"phase", "sector", "park", "place", "band", "mode", "level", "year"}

func parseProjectQuery(c echo.Context) projectQuery {
	set := siteOf(c)
	q := newQuery(c)
	var p projectQuery
	f := &p.filter
	f.Query = q.text("q")
	f.Sectors = q.each("sector", func(v string) bool {
		return slices.ContainsFunc(set.Sectors, func(s invest.Sector) bool { return s.Key == v })
	})
	for _, v := range q.each("park", isNumber) {
		n, _ := strconv.ParseInt(v, 10, 64)
		f.Parks = append(f.Parks, n)
	}
	f.Places = q.each("place", func(v string) bool { return len(v) <= 600 })
	f.Phases = enums(q, "phase", slices.DeleteFunc(slices.Clone(invest.Phases), func(p invest.Phase) bool { return p == invest.Negotiating }))
	f.Modes = enums(q, "mode", invest.Modes)
	f.Levels = enums(q, "level", invest.Levels)
	f.Bands = enums(q, "band", invest.Bands)
	for _, v := range q.each("year", func(v string) bool { return isNumber(v) && len(v) == 4 }) {
		n, _ := strconv.Atoi(v)
		f.Years = append(f.Years, n)
	}
	f.Min, p.min = q.amount("min")
	f.Max, p.max = q.amount("max")
	f.Sort = invest.ProjectSort(q.one("sort", oneOf(invest.ProjectSorts)))
	f.After = q.one("after", func(string) bool { return true })
	p.cards = q.one("view", func(v string) bool { return v == "cards" || v == "rows" }) == "cards"
	p.page = q.page()
	q.strangers()
	f.Limit, f.Offset = projectsPerPage, (p.page-1)*projectsPerPage
	p.notes = q.Notes
	return p
}

func isNumber(s string) bool {
	n, err := strconv.ParseInt(s, 10, 64)
	return err == nil && n > 0 && strconv.FormatInt(n, 10) == s
}

func enums[V ~string](q *query, name string, all []V) []V {
	var out []V
	for _, v := range q.each(name, oneOf(all)) {
		out = append(out, V(v))
	}
	return out
}

// amount reads a bound in yuan as people write one: "5亿", "5000万", "50000000".
func (q *query) amount(name string) (int64, string) {
	q.known[name] = true
	typed := q.values.Get(name)
	if typed == "" {
		return 0, ""
	}
	m, err := invest.ParseMoneyUnit(typed, invest.MoneyUnit{Scale: 1, Currency: invest.CNY})
	if err != nil || m.Currency != invest.CNY || m.Low <= 0 {
		q.ignore(name, typed)
		return 0, ""
	}
	return m.Low, typed
}

// values writes the query in its canonical form, without what is default.
func (p projectQuery) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("q", p.filter.Query)
	for _, name := range facetNames {
		for _, value := range p.chosen(name) {
			v.Add(name, value)
		}
	}
	set("min", p.min)
	set("max", p.max)
	if p.filter.Sort != invest.SortNew {
		set("sort", string(p.filter.Sort))
	}
	if p.cards {
		v.Set("view", "cards")
	}
	if p.filter.After != "" {
		v.Set("after", p.filter.After)
	} else if p.page > 1 {
		v.Set("page", strconv.Itoa(p.page))
	}
	return v
}

// chosen gives the values chosen in a facet, as in the address.
func (p projectQuery) chosen(facet string) []string {
	f := p.filter
	switch facet {
	case "sector":
		return f.Sectors
	case "place":
		return f.Places
	case "park":
		return written(f.Parks)
	case "year":
		return written(f.Years)
	case "phase":
		return texts(f.Phases)
	case "mode":
		return texts(f.Modes)
	case "level":
		return texts(f.Levels)
	}
	return texts(f.Bands)
}

func written[N int | int64](ns []N) []string {
	var out []string
	for _, n := range ns {
		out = append(out, strconv.FormatInt(int64(n), 10))
	}
	return out
}

func texts[V ~string](vs []V) []string {
	var out []string
	for _, v := range vs {
		out = append(out, string(v))
	}
	return out
}

// without gives the query less one filter, or less one value of a facet, from
// its first page.
func (p projectQuery) without(name, value string) projectQuery {
	p.page, p.filter.Offset, p.filter.After = 1, 0, ""
	return p.less(name, value)
}

// less is without on the same page.
func (p projectQuery) less(name, value string) projectQuery {
	f := &p.filter
	drop := func(s string) bool { return value == "" || s == value }
	switch name {
	case "q":
		f.Query = ""
	case "min":
		f.Min, p.min = 0, ""
	case "max":
		f.Max, p.max = 0, ""
	case "sector":
		f.Sectors = less(f.Sectors, drop)
	case "place":
		f.Places = less(f.Places, drop)
	case "park":
		f.Parks = less(f.Parks, func(n int64) bool { return drop(strconv.FormatInt(n, 10)) })
	case "year":
		f.Years = less(f.Years, func(n int) bool { return drop(strconv.Itoa(n)) })
	case "phase":
		f.Phases = less(f.Phases, func(v invest.Phase) bool { return drop(string(v)) })
	case "mode":
		f.Modes = less(f.Modes, func(v invest.Mode) bool { return drop(string(v)) })
	case "level":
		f.Levels = less(f.Levels, func(v invest.Level) bool { return drop(string(v)) })
	case "band":
		f.Bands = less(f.Bands, func(v invest.Band) bool { return drop(string(v)) })
	}
	return p
}

func less[T any](all []T, drop func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), drop)
}

// onPage gives the query on another page.
func (p projectQuery) onPage(n int) projectQuery {
	p.page, p.filter.After = n, ""
	return p
}

// address is the list's address for the query, in the reader's language.
func (p projectQuery) address(ctx context.Context) string {
	if v := p.values(); len(v) > 0 {
		return i18n.Path(ctx, "/projects") + "?" + v.Encode()
	}
	return i18n.Path(ctx, "/projects")
}
