package admin

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

// records is the desk's part for the texts of one kind.
type records struct {
	*Server
	kind invest.Kind
	path string // "/admin/projects"
}

const draftsPerPage = 30

// ages are the choices of how long ago a text was changed.
var ages = []struct {
	key   string
	older bool
	days  int
}{{"week", false, 7}, {"month", false, 30}, {"quarter", true, 90}, {"year", true, 365}}

// standings are the choices of where a text stands, each as it narrows the list.
var standings = []struct {
	key    string
	narrow func(*invest.DraftFilter)
}{
	{"draft", func(f *invest.DraftFilter) { f.Works = []invest.Work{invest.WorkDraft} }},
	{"sent_back", func(f *invest.DraftFilter) { f.SentBack = true }},
	{"review", func(f *invest.DraftFilter) {
		f.Works = []invest.Work{invest.WorkReview1, invest.WorkReview2, invest.WorkReview3}
	}},
	{"approved", func(f *invest.DraftFilter) { f.Works = []invest.Work{invest.WorkApproved} }},
	{"scheduled", func(f *invest.DraftFilter) { f.Works = []invest.Work{invest.WorkScheduled} }},
	{"published", func(f *invest.DraftFilter) { f.Public = invest.Published }},
	{"never", func(f *invest.DraftFilter) { f.Public = invest.NeverPublic }},
	{"withdrawn", func(f *invest.DraftFilter) { f.Public = invest.Withdrawn }},
}

// listQuery is a list's filters as its address has them.
type listQuery struct {
	q, state, owner, filed, age string
	english                     bool
	page                        int
}

func readListQuery(c echo.Context) listQuery {
	v := listQuery{
		q: strings.TrimSpace(c.QueryParam("q")), state: c.QueryParam("state"), owner: c.QueryParam("owner"), filed: c.QueryParam("filed"),
		age: c.QueryParam("age"), english: c.QueryParam("english") == "1", page: 1,
	}
	if n, err := strconv.Atoi(c.QueryParam("page")); err == nil && n > 1 && n < 10_000 {
		v.page = n
	}
	return v
}

func (q listQuery) filter(k invest.Kind, now time.Time) invest.DraftFilter {
	f := invest.DraftFilter{Kind: k, Query: q.q, Filed: q.filed, StaleEn: q.english, Limit: draftsPerPage, Offset: (q.page - 1) * draftsPerPage}
	f.Owner, _ = strconv.ParseInt(q.owner, 10, 64)
	for _, s := range standings {
		if s.key == q.state {
			s.narrow(&f)
		}
	}
	for _, a := range ages {
		since := now.AddDate(0, 0, -a.days)
		switch {
		case a.key != q.age:
		case a.older:
			f.Before = since
		default:
			f.After = since
		}
	}
	return f
}

func (q listQuery) address(path string, page int) string {
	v := url.Values{}
	for name, value := range map[string]string{"q": q.q, "state": q.state, "owner": q.owner, "filed": q.filed, "age": q.age} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if q.english {
		v.Set("english", "1")
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

func (a *records) index(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	q := readListQuery(c)
	list, err := a.desk.List(ctx, who, q.filter(a.kind, a.desk.Now()))
	if err != nil {
		return err
	}
	if q.page > 1 && len(list.Rows) == 0 {
		return echo.ErrNotFound
	}
	people, err := a.people(c)
	if err != nil {
		return err
	}
	path := i18n.Path(ctx, a.path)
	page := func(n int) string { return i18n.Path(ctx, q.address(a.path, n)) }
	v := view.IndexView{
		Action: path, Chosen: q != listQuery{page: q.page}, Clear: path, Count: i18n.N(ctx, "list.count", list.Total),
		Filters: a.filters(c, q, people), Rows: a.rows(c, list.Rows, people), BulkTo: path + "/bulk",
		Empty: i18n.T(ctx, "list.none"), Pager: web.Pager(ctx, q.page, draftsPerPage, list.Total, page, page(q.page+1)),
	}
	if v.Chosen {
		v.Empty = i18n.T(ctx, "list.none_match")
	}
	if who.Editor.May(invest.MayWrite, a.kind) {
		v.New = to(i18n.T(ctx, "new."+string(a.kind)), path+"/new")
	}
	if mayDiscard(who.Editor, a.kind) {
		v.Links = append(v.Links, to(i18n.T(ctx, "bin.title"), path+"/bin"))
	}
	v.Exports = exportsOf(c, a.kind)
	for _, act := range bulkActs {
		if act.may(who.Editor, a.kind) {
			v.Bulk = append(v.Bulk, component.Option{Value: act.key, Label: plain(i18n.T(ctx, "bulk."+act.key))})
		}
	}
	if len(v.Bulk) > 0 {
		for i, r := range list.Rows {
			v.Rows[i].Box = pickOf(r.Draft)
		}
	}
	f := a.frame(c, i18n.T(ctx, "kind."+string(a.kind)))
	script(c, &f, "facets.js")
	return web.Render(c, http.StatusOK, view.Index(f, v))
}

// filters are the fields above a list.
func (a *records) filters(c echo.Context, q listQuery, people map[int64]invest.Editor) []component.Field {
	ctx, set := c.Request().Context(), web.Settings(c)
	choice := func(name, label, value string, options ...component.Option) component.Field {
		f := component.Field{Name: name, Label: i18n.T(ctx, label), Kind: "choice", Value: value}
		f.Options = append([]component.Option{{Label: plain(i18n.T(ctx, "list.all"))}}, options...)
		for i := range f.Options {
			f.Options[i].Chosen = f.Options[i].Value == value
		}
		return f
	}
	var states, owners, filed, age []component.Option
	for _, s := range standings {
		states = append(states, component.Option{Value: s.key, Label: plain(i18n.T(ctx, "standing."+s.key))})
	}
	for _, e := range sortedPeople(people) {
		if e.May(invest.MayWrite, a.kind) {
			owners = append(owners, component.Option{Value: strconv.FormatInt(e.ID, 10), Label: plain(e.Name)})
		}
	}
	for _, x := range ages {
		age = append(age, component.Option{Value: x.key, Label: plain(i18n.T(ctx, "age."+x.key))})
	}
	out := []component.Field{
		{Name: "q", Label: i18n.T(ctx, "list.words"), Kind: "line", Value: q.q},
		choice("state", "list.state", q.state, states...),
		choice("owner", "list.owner", q.owner, owners...),
	}
	switch a.kind {
	case invest.KindArticle:
		for _, col := range set.Columns {
			if col.Articles {
				filed = append(filed, component.Option{Value: col.Key, Label: i18n.Pick(ctx, col.Name)})
			}
		}
		out = append(out, choice("filed", "field.column", q.filed, filed...))
	case invest.KindProject:
		for _, s := range set.Sectors {
			filed = append(filed, component.Option{Value: s.Key, Label: i18n.Pick(ctx, s.Name)})
		}
		out = append(out, choice("filed", "project.sectors", q.filed, filed...))
	}
	english := component.Field{Name: "english", Label: i18n.T(ctx, "list.stale_en"), Kind: "check"}
	if q.english {
		english.Value = "1"
	}
	return append(out, choice("age", "list.age", q.age, age...), english)
}

// people are all editors by their number: names stand on what they did.
func (s *Server) people(c echo.Context) (map[int64]invest.Editor, error) {
	list, err := s.desk.Editors(c.Request().Context(), actor(c))
	out := map[int64]invest.Editor{}
	for _, e := range list {
		out[e.ID] = e
	}
	return out, err
}

func sortedPeople(people map[int64]invest.Editor) []invest.Editor {
	var out []invest.Editor
	for _, e := range people {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b invest.Editor) int { return strings.Compare(a.Login, b.Login) })
	return out
}

// nameOf words who did something; what nobody who signs in did is the operator's.
func nameOf(ctx context.Context, people map[int64]invest.Editor, id int64) string {
	if e, ok := people[id]; ok {
		return e.Name
	}
	return i18n.T(ctx, "operator")
}

// rows shows drafts in a list.
func (s *Server) rows(c echo.Context, list []invest.DraftRow, people map[int64]invest.Editor) []view.DraftRow {
	ctx, set := c.Request().Context(), web.Settings(c)
	out := make([]view.DraftRow, len(list))
	for i, r := range list {
		v := view.DraftRow{
			Kind: i18n.T(ctx, "one."+string(r.Kind)) + " " + strconv.FormatInt(r.Number, 10), Title: i18n.Pick(ctx, r.Title), Href: i18n.Path(ctx, recordPath(r.Kind, r.Number)),
			State: state(ctx, r.Draft), Owner: nameOf(ctx, people, r.Owner), Updated: i18n.Stamp(ctx, r.Updated),
		}
		switch r.Kind {
		case invest.KindArticle:
			v.Filed = i18n.Pick(ctx, set.Columns.Find(r.Column).Name).S
		case invest.KindProject:
			v.Filed = i18n.Pick(ctx, set.Sectors.Find(r.Column).Name).S
		default:
			v.Filed = r.Place
		}
		v.Due = due(ctx, r)
		out[i] = v
	}
	return out
}

// due words what will happen to a text by itself.
func due(ctx context.Context, r invest.DraftRow) string {
	switch {
	case r.Failed != "":
		return i18n.T(ctx, "due.failed")
	case !r.PublishAt.IsZero():
		return i18n.T(ctx, "due.publish", i18n.Stamp(ctx, r.PublishAt))
	case !r.EndsAt.IsZero():
		return i18n.T(ctx, "due.withdraw", i18n.Stamp(ctx, r.EndsAt))
	}
	return ""
}

func recordPath(k invest.Kind, n int64) string {
	for _, x := range kinds {
		if x.kind == k {
			return "/admin/" + x.path + "/" + strconv.FormatInt(n, 10)
		}
	}
	return "/admin"
}
