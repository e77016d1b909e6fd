package admin

import (
	"context"
	"html"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/web"
)

// afterwards is what there is to do when a ceremony is over, on one page. Each
// section is made by a function of its own; one that gives no title is not shown.
func (a *records) afterwards(c echo.Context) error {
	d, text, err := a.ceremony(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	v := view.AfterwardsView{Record: a.record(c, d, "afterwards"), Draft: draftMark(ctx, d)}
	for _, make := range []func(echo.Context, invest.Draft, *invest.Ceremony) (view.AfterwardsSection, error){
		a.afterwardsCorrections, a.afterwardsPage, a.afterwardsPapers, a.afterwardsNews,
	} {
		s, err := make(c, d, text)
		if err != nil {
			return err
		}
		if s.Title != "" {
			v.Sections = append(v.Sections, s)
		}
	}
	f := a.frame(c, v.Record.Title.S)
	f.Crumb = a.crumbs(ctx)
	return web.Render(c, http.StatusOK, view.Afterwards(f, v))
}

// afterwardsPage is the public page, or what it waits for.
func (a *records) afterwardsPage(c echo.Context, d invest.Draft, _ *invest.Ceremony) (view.AfterwardsSection, error) {
	ctx := c.Request().Context()
	s := view.AfterwardsSection{ID: "page", Title: i18n.T(ctx, "afterwards.page"), Text: waits(ctx, d)}
	path := recordPath(a.kind, d.Number)
	if d.Public == invest.Published {
		if s.Text = i18n.T(ctx, "afterwards.public", i18n.Stamp(ctx, d.ShownAt)); d.Shown != d.Revision {
			s.Text += i18n.T(ctx, "afterwards.newer")
		}
		s.Links = append(s.Links, to(i18n.T(ctx, "record.public"), i18n.Path(ctx, web.PathOf(a.kind, d.Number))))
	}
	s.Links = append(s.Links, to(i18n.T(ctx, "tab.preview"), i18n.Path(ctx, path+"/preview")), to(i18n.T(ctx, "tab.publication"), i18n.Path(ctx, path+"/publication")))
	return s, nil
}

// afterwardsPapers are what is printed and sent, of the latest draft.
func (a *records) afterwardsPapers(c echo.Context, d invest.Draft, text *invest.Ceremony) (view.AfterwardsSection, error) {
	ctx := c.Request().Context()
	s := view.AfterwardsSection{ID: "papers", Title: i18n.T(ctx, "afterwards.papers"), Text: i18n.T(ctx, "afterwards.papers_lead")}
	if len(text.Signings()) == 0 {
		s.Text = i18n.T(ctx, "ceremony.no_rows")
		return s, nil
	}
	path := recordPath(a.kind, d.Number)
	for _, p := range []struct{ key, path string }{{"afterwards.list", "/list.xlsx"}, {"cards.title", "/cards"}, {"script.title", "/script"}} {
		s.Links = append(s.Links, to(i18n.T(ctx, p.key), i18n.Path(ctx, path+p.path)))
	}
	return s, nil
}

// afterwardsNews offers an article. Its numbers are bound to the public page's, so
// that there must be one: a number of a draft would get out by it.
func (a *records) afterwardsNews(c echo.Context, d invest.Draft, _ *invest.Ceremony) (view.AfterwardsSection, error) {
	ctx := c.Request().Context()
	s := view.AfterwardsSection{ID: "news", Title: i18n.T(ctx, "afterwards.news"), Text: i18n.T(ctx, "afterwards.news_lead")}
	if d.Public != invest.Published {
		s.Text = i18n.T(ctx, "afterwards.news_wait")
		return s, nil
	}
	articles, err := a.catalogue.Articles(ctx, invest.ArticleFilter{Ceremony: d.Number, Limit: 5})
	if err != nil {
		return s, err
	}
	for _, r := range articles.Rows {
		s.Links = append(s.Links, to(i18n.Pick(ctx, r.Title).S, i18n.Path(ctx, web.PathOf(invest.KindArticle, r.Number))))
	}
	if actor(c).Editor.May(invest.MayWrite, invest.KindArticle) && !inBin(d) {
		s.Action, s.Button = i18n.Path(ctx, recordPath(a.kind, d.Number)+"/afterwards"), i18n.T(ctx, "afterwards.write")
	}
	return s, nil
}

// draftList is the workbook of the latest draft.
func (a *records) draftList(c echo.Context) error {
	d, _, err := a.ceremony(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	state := draftMark(ctx, d)
	if state == "" {
		state = i18n.Label(ctx, "work", d.Work)
		if d.Work == invest.WorkNone {
			state = i18n.T(ctx, "workbook.published", i18n.Stamp(ctx, d.ShownAt))
		}
	}
	return a.site.DraftList(c, d, state)
}

// writeArticle begins an article on a published ceremony. Whoever has begun one
// comes to that one again, with all they have written in it.
func (a *records) writeArticle(c echo.Context) error {
	d, _, err := a.ceremony(c)
	if err != nil {
		return err
	}
	if d.Public != invest.Published {
		return invest.Errorf(invest.Conflict, "ceremony %d is not public", d.Number)
	}
	ctx := c.Request().Context()
	public, _, err := a.catalogue.Ceremony(ctx, d.Number)
	if err != nil {
		return err
	}
	body := a.articleOn(ctx, web.Settings(c), d.Number, public)
	draft := invest.Draft{Kind: invest.KindArticle, Body: body, Origin: "after-ceremony-" + strconv.FormatInt(d.Number, 10)}
	saved, err := a.desk.Save(ctx, actor(c), draft, i18n.T(ctx, "afterwards.change"))
	if code := invest.CodeOf(err); (code == invest.Stale || code == invest.Conflict) && saved.Number != 0 {
		return backWith(c, recordPath(invest.KindArticle, saved.Number), "begun")
	}
	if err != nil {
		return err
	}
	return backWith(c, recordPath(invest.KindArticle, saved.Number), "drafted")
}

// articleOn is the news of a ceremony in the words of bureaus. Every number in it
// is bound to the ceremony, and nothing is said that its page does not say.
func (a *records) articleOn(ctx context.Context, set invest.Settings, number int64, c *invest.Ceremony) *invest.Article {
	article := &invest.Article{Column: newsColumn(set.Columns), Ceremony: number, Source: c.Source}
	for _, s := range c.Signings() {
		if !slices.Contains(article.Projects, s.Project) {
			article.Projects = append(article.Projects, s.Project)
		}
	}
	zh := inLanguage(ctx, invest.Zh)
	article.Title.Zh, article.Summary.Zh, article.Body.Zh = articleWords(zh, set, number, c)
	if c.Title.En != "" {
		article.Title.En, article.Summary.En, article.Body.En = articleWords(inLanguage(ctx, invest.En), set, number, c)
	}
	return article
}

// newsColumn is the column for signings, or the first that takes articles.
func newsColumn(columns invest.Columns) string {
	first := ""
	for _, c := range columns {
		switch {
		case c.Articles && strings.Contains(c.Name.Zh, "签约"):
			return c.Key
		case c.Articles && first == "":
			first = c.Key
		}
	}
	return first
}

func articleWords(ctx context.Context, set invest.Settings, number int64, c *invest.Ceremony) (title, summary, body string) {
	t := func(key string, args ...any) string { return i18n.T(ctx, key, args...) }
	name := i18n.Pick(ctx, c.Title).S
	where := i18n.Pick(ctx, c.City).S + i18n.Pick(ctx, c.Venue).S
	if i18n.From(ctx).Lang == invest.En {
		where = strings.Trim(i18n.Pick(ctx, c.Venue).S+", "+i18n.Pick(ctx, c.City).S, ", ")
	}
	title, summary = t("news.title", name), t("news.held", i18n.Date(ctx, c.Start), name)
	if where != "" {
		summary = t("news.held_at", i18n.Date(ctx, c.Start), name, where)
	}
	figure := func(field string) string {
		ref := boundRef(invest.KindCeremony, number, field)
		to, _ := invest.ParseBound(ref)
		value := invest.BoundValue(to, c)
		if value == "" {
			return ""
		}
		return `<span data-figure="` + ref + `" data-value="` + html.EscapeString(value) + `">` + html.EscapeString(web.FigureWords(ctx, set, ref, value)) + `</span>`
	}
	var out strings.Builder
	paragraph := func(markup string) { out.WriteString("<p>" + markup + "</p>") }
	paragraph(html.EscapeString(summary))
	if hosts := join(ctx, c.Organisers); hosts != "" {
		paragraph(html.EscapeString(t("news.organised", hosts)))
	}
	// The figures stand in words that are ours, and are marked already.
	said := ""
	count, total := figure("declaredCount"), figure("declaredTotal")
	switch {
	case count != "" && total != "":
		said = t("news.declared", count, total)
	case count != "":
		said = t("news.declared_count", count)
	case total != "":
		said = t("news.declared_total", total)
	}
	if rows := figure("rows"); rows != "" {
		if known := figure("knownTotal"); known != "" {
			said += t("news.known", rows, known)
		} else {
			said += t("news.listed", rows)
		}
	}
	if said != "" {
		paragraph(said)
	}
	if fields := join(ctx, c.Fields); fields != "" {
		paragraph(html.EscapeString(t("news.fields", fields)))
	}
	// Who was absent has signed nothing: the sums hold it, so that it is named apart.
	var absent []string
	for _, g := range c.Groups {
		var lines strings.Builder
		for _, s := range g.Signings {
			line := i18n.Pick(ctx, s.Name).S
			if s.Presence == invest.PresenceAbsent {
				absent = append(absent, line)
				continue
			}
			if len(s.A) > 0 && len(s.B) > 0 {
				line = t("news.row", line, web.PartyList(ctx, s.A), web.PartyList(ctx, s.B))
			}
			lines.WriteString("<li>" + html.EscapeString(line) + "</li>")
		}
		if lines.Len() > 0 {
			out.WriteString("<h2>" + html.EscapeString(i18n.Pick(ctx, g.Label).S) + "</h2><ul>" + lines.String() + "</ul>")
		}
	}
	if len(absent) > 0 {
		paragraph(html.EscapeString(t("news.absent", strings.Join(absent, t("list.separator")))))
	}
	paragraph(`<span data-record="ceremony:` + strconv.FormatInt(number, 10) + `">` + html.EscapeString(name) + `</span>`)
	return title, summary, out.String()
}

func join(ctx context.Context, texts []invest.Text) string {
	var out []string
	for _, t := range texts {
		out = append(out, i18n.Pick(ctx, t).S)
	}
	return strings.Join(out, i18n.T(ctx, "list.separator"))
}
