package web

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
)

// What several pages show the same way: domain values in, view structs out.

// number reads the public number of an address; one that is not written as we
// write it is no address of ours.
func number(c echo.Context) (int64, error) {
	s := c.Param("n")
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 || strconv.FormatInt(n, 10) != s {
		return 0, echo.ErrNotFound
	}
	return n, nil
}

func projectPath(n int64) string  { return fmt.Sprintf("/projects/%d", n) }
func ceremonyPath(n int64) string { return fmt.Sprintf("/ceremonies/%d", n) }
func parkPath(n int64) string     { return fmt.Sprintf("/parks/%d", n) }
func articlePath(n int64) string  { return fmt.Sprintf("/news/%d", n) }
func policyPath(n int64) string   { return fmt.Sprintf("/policies/%d", n) }

// PathOf is the address of a published text: its page, or where it stands on one.
func PathOf(k invest.Kind, n int64) string {
	switch k {
	case invest.KindProject:
		return projectPath(n)
	case invest.KindCeremony:
		return ceremonyPath(n)
	case invest.KindPark:
		return parkPath(n)
	case invest.KindArticle:
		return articlePath(n)
	case invest.KindPolicy:
		return policyPath(n)
	case invest.KindUpdate:
		return fmt.Sprintf("/progress#u%d", n) // if it is among the newest: see searchHits
	}
	return fmt.Sprintf("/data#r%d", n)
}

func plain(s string) i18n.Words { return i18n.Words{S: s} }

func link(ctx context.Context, t invest.Text, path string) component.Link {
	return component.Link{Text: i18n.Pick(ctx, t), Href: i18n.Path(ctx, path)}
}

// titled is a link to something of which only the number is known: nothing
// where it is not published.
func titled(ctx context.Context, titles map[int64]invest.Text, n int64, path string) component.Link {
	t, ok := titles[n]
	if !ok {
		return component.Link{}
	}
	return link(ctx, t, path)
}

// prose splits plain text into its paragraphs.
func prose(ctx context.Context, t invest.Text) component.Prose {
	w := i18n.Pick(ctx, t)
	p := component.Prose{Lang: w.Lang}
	for line := range strings.Lines(w.S) {
		if line = strings.TrimSpace(line); line != "" {
			p.Paragraphs = append(p.Paragraphs, line)
		}
	}
	return p
}

// facts gathers the lines of a fact table, leaving out those without a value.
type facts struct {
	ctx  context.Context
	list []component.Fact
}

func (f *facts) add(key string, note string, values ...component.Link) {
	var some []component.Link
	for _, v := range values {
		if v.Text.S != "" {
			some = append(some, v)
		}
	}
	if len(some) > 0 {
		f.list = append(f.list, component.Fact{Label: i18n.T(f.ctx, key), Values: some, Note: note})
	}
}

func (f *facts) str(key, value string) { f.add(key, "", component.Link{Text: plain(value)}) }
func (f *facts) text(key string, t invest.Text) {
	f.add(key, "", component.Link{Text: i18n.Pick(f.ctx, t)})
}

// money adds an amount that is known; one that is not says nothing here.
func (f *facts) money(key string, m invest.Money) {
	if m.Known() {
		f.str(key, i18n.Money(f.ctx, m))
	}
}

func (f *facts) words(key string, values []i18n.Words) {
	links := make([]component.Link, len(values))
	for i, v := range values {
		links[i].Text = v
	}
	f.add(key, "", links...)
}

func (f *facts) strs(key string, values []string) {
	links := make([]component.Link, len(values))
	for i, v := range values {
		links[i].Text = plain(v)
	}
	f.add(key, "", links...)
}

// contactDesk shows a record's own desk, or the site's where it has none.
func contactDesk(ctx context.Context, own, site invest.ContactDesk, address invest.Text) component.Desk {
	d := own
	if d.IsZero() {
		d = site
	}
	return component.Desk{
		Office: i18n.Pick(ctx, d.Office), Phone: d.Phone, Tel: telephone(d.Phone), Hours: i18n.Pick(ctx, d.Hours),
		Languages: i18n.Pick(ctx, d.Languages), Address: i18n.Pick(ctx, address),
	}
}

// telephone is the number for a tel: link, "" where the text is no number.
func telephone(s string) string {
	digits := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r == '+':
			return r
		case r == '-', r == ' ', r == '(', r == ')':
			return -1
		}
		return 'x'
	}, s)
	if len(digits) < 5 || strings.Contains(digits, "x") {
		return ""
	}
	return digits
}

// cite says where a record comes from and when it was published.
func cite(ctx context.Context, p invest.Publication, s invest.Source, extra ...component.Fact) component.Cite {
	c := component.Cite{
		Source: sourceLink(ctx, s), Taken: i18n.ShortDate(ctx, s.Taken), Published: i18n.Stamp(ctx, p.PubDate), Extra: extra,
	}
	if p.PubDate.IsZero() { // of a preview
		c.Published = ""
		return c
	}
	if !p.Updated.Equal(p.PubDate) {
		c.Updated = i18n.Stamp(ctx, p.Updated)
	}
	return c
}

// phaseBadge words a phase; what is signed carries the seal's colour.
func phaseBadge(ctx context.Context, p invest.Phase) component.Badge {
	b := component.Badge{Label: i18n.Label(ctx, "phase", p)}
	switch {
	case p.Investable():
		b.Tone = "blue"
	case p == invest.Signed:
		b.Tone = "seal"
	case p.Step() < 0:
		b.Tone = "quiet"
	}
	return b
}

func sectorNames(ctx context.Context, set *site, keys []string) []i18n.Words {
	out := make([]i18n.Words, len(keys))
	for i, k := range keys {
		out[i] = i18n.Pick(ctx, set.Sectors.Find(k).Name)
	}
	return out
}

// cover draws a record by its number and first sector.
func cover(set *site, number int64, sectors []string) component.Cover {
	c := component.Cover{Number: number}
	if len(sectors) > 0 {
		c.Glyph = set.Sectors.Find(sectors[0]).Glyph
	}
	return c
}

// photoCover is a record's photo, or its cover where it has none.
func photoCover(ctx context.Context, set *site, number int64, sectors []string, p invest.Picture) component.Cover {
	c := cover(set, number, sectors)
	if c.Photo = leadPicture(ctx, p, sizesCard); c.Photo != nil {
		// A card says in words what it shows.
		c.Photo.Alt, c.Photo.Lazy = i18n.Words{}, true
	}
	return c
}

// projectCards shows rows of the project list.
func projectCards(ctx context.Context, set *site, rows []invest.ProjectRow) []component.ProjectCard {
	out := make([]component.ProjectCard, len(rows))
	for i, r := range rows {
		out[i] = component.ProjectCard{
			Href: i18n.Path(ctx, projectPath(r.Number)), Title: i18n.Pick(ctx, r.Title), Summary: i18n.Pick(ctx, r.Summary),
			Phase: phaseBadge(ctx, r.Phase.Phase), Level: i18n.Label(ctx, "level", r.Level), Sectors: sectorNames(ctx, set, r.Sectors),
			Place: i18n.Pick(ctx, r.Place), Park: i18n.Pick(ctx, r.ParkName), Amount: i18n.Money(ctx, r.Total), Known: r.Total.Known(),
			Modes: labels(ctx, "mode", r.Modes), Date: i18n.DayStamp(ctx, r.Updated), Cover: photoCover(ctx, set, r.Number, r.Sectors, r.Picture),
		}
	}
	return out
}

func labels[V ~string](ctx context.Context, enum string, vs []V) []string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = i18n.Label(ctx, enum, v)
	}
	return out
}

// articleItems shows rows of the news.
func articleItems(ctx context.Context, set *site, rows []invest.ArticleRow) []component.ArticleItem {
	out := make([]component.ArticleItem, len(rows))
	for i, r := range rows {
		out[i] = component.ArticleItem{
			Href: i18n.Path(ctx, articlePath(r.Number)), Title: i18n.Pick(ctx, r.Title), Kicker: i18n.Pick(ctx, r.Kicker),
			Summary: i18n.Pick(ctx, r.Summary), Column: i18n.Pick(ctx, set.Columns.Find(r.Column).Name).S,
			Date: i18n.DayStamp(ctx, r.PubDate), Source: i18n.Pick(ctx, r.Source), Photo: leadPicture(ctx, r.Picture, sizesThumb),
		}
		if p := out[i].Photo; p != nil {
			p.Alt, p.Lazy = i18n.Words{}, true
		}
	}
	return out
}

// updateItems shows notes of progress; with project, each names its own.
func updateItems(ctx context.Context, rows []invest.UpdateRow, project bool) []component.UpdateItem {
	out := make([]component.UpdateItem, len(rows))
	for i, r := range rows {
		u := r.Update
		out[i] = component.UpdateItem{
			ID: fmt.Sprintf("u%d", r.Number), Date: i18n.Date(ctx, u.Date), Title: i18n.Pick(ctx, u.Title),
			Text: prose(ctx, u.Text), Source: sourceLink(ctx, u.Source), Pictures: pictures(ctx, u.Pictures, sizesCard),
		}
		if project && !r.Project.IsZero() {
			out[i].Project = link(ctx, r.Project, projectPath(u.Project))
		}
		if u.Physical != nil {
			out[i].Percent = i18n.T(ctx, "update.physical", i18n.Percent(ctx, *u.Physical))
		}
	}
	return out
}

// maxPage is the last page that can be asked for by number; beyond it a list
// goes on by key, since counting off rows grows with the page.
const maxPage = 50

// Pager leads through a list of total rows. at gives the address of a page,
// after that of the rows after this page beyond the last numbered one ("" if none).
func Pager(ctx context.Context, current, size, total int, at func(int) string, after string) component.Pager {
	pages := max(1, (total+size-1)/size)
	p := component.Pager{Status: i18n.T(ctx, "pager.status", current, pages)}
	last := min(pages, maxPage)
	if current > 1 {
		p.Prev = at(current - 1)
	}
	if current < last {
		p.Next = at(current + 1)
	} else if current < pages {
		p.Next = after
	}
	for n := 1; n <= last; n++ {
		near := n >= current-2 && n <= current+2
		if n == 1 || n == last || near {
			p.Pages = append(p.Pages, component.PageLink{Label: strconv.Itoa(n), Href: at(n), Current: n == current})
		} else if len(p.Pages) > 0 && p.Pages[len(p.Pages)-1].Href != "" {
			p.Pages = append(p.Pages, component.PageLink{})
		}
	}
	return p
}

// offsetOf checks a page's number against the list: one past its end is 404.
func offsetOf(page, size, total int) error {
	if page > 1 && (page-1)*size >= total {
		return echo.ErrNotFound
	}
	return nil
}

// query reads the parameters of a list with what is wrong with them.
type query struct {
	ctx    context.Context
	values url.Values
	known  map[string]bool
	Notes  []string // for the reader: what was left out
}

func newQuery(c echo.Context) *query {
	return &query{ctx: c.Request().Context(), values: c.QueryParams(), known: map[string]bool{}}
}

// ignore tells the reader that a value meant nothing.
func (q *query) ignore(name, value string) {
	q.Notes = append(q.Notes, ignored(q.ctx, name, value))
}

func ignored(ctx context.Context, name, value string) string {
	if r := []rune(value); len(r) > 40 {
		value = string(r[:40]) + "…"
	}
	return i18n.T(ctx, "note.ignored", name, value)
}

// maxQuery is how many characters of a search are used.
const maxQuery = 200

// text reads free text, cut with a note where it is too long.
func (q *query) text(name string) string {
	q.known[name] = true
	s := strings.TrimSpace(q.values.Get(name))
	if r := []rune(s); len(r) > maxQuery {
		q.Notes = append(q.Notes, i18n.T(q.ctx, "note.cut", maxQuery))
		s = string(r[:maxQuery])
	}
	return s
}

// each reads every value of a parameter that ok accepts.
func (q *query) each(name string, ok func(string) bool) []string {
	q.known[name] = true
	var out []string
	for i, v := range q.values[name] {
		switch {
		case v == "":
		case i < 20 && ok(v):
			out = append(out, v)
		default:
			q.ignore(name, v)
		}
	}
	return out
}

// one reads the first value of a parameter that ok accepts.
func (q *query) one(name string, ok func(string) bool) string {
	if vs := q.each(name, ok); len(vs) > 0 {
		return vs[0]
	}
	return ""
}

// page reads a page's number, 1 without one. Anything else that is no page of
// ours is told and read as 1, but a number past the end is the caller's 404.
func (q *query) page() int {
	n := 1
	q.one("page", func(v string) bool {
		got, err := strconv.Atoi(v)
		if errors.Is(err, strconv.ErrRange) && v[0] != '-' {
			got, err = maxPage+1, nil // past the end of any list
		}
		if err != nil || got < 1 {
			return false
		}
		n = got
		return true
	})
	return n
}

// strangers tells of parameters that mean nothing here. Those that chat
// programs and campaigns add to every address are passed over.
func (q *query) strangers() {
	for _, name := range slices.Sorted(maps.Keys(q.values)) {
		if q.known[name] || strings.HasPrefix(name, "utm_") || name == "from" || name == "isappinstalled" {
			continue
		}
		q.ignore(name, q.values.Get(name))
	}
	if more := len(q.Notes) - maxNotes; more > 0 {
		q.Notes = append(q.Notes[:maxNotes], i18n.N(q.ctx, "note.more", more))
	}
}

// maxNotes is how many filters that were left out are named.
const maxNotes = 10

// oneOf reports whether a value is in an enumeration.
func oneOf[V ~string](all []V) func(string) bool {
	return func(s string) bool {
		for _, v := range all {
			if string(v) == s {
				return true
			}
		}
		return false
	}
}
