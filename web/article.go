package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/article"
	"wellspring/templates/component"
	"wellspring/templates/layout"
)

const articlesPerPage = 20

func (s *Server) articleIndex(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	q := newQuery(c)
	// A column without articles is not shown; one that is none is told.
	key := q.one("column", func(v string) bool { return set.Columns.Find(v).Articles })
	page := q.page()
	q.strangers()
	if page > maxPage {
		return echo.ErrNotFound
	}
	list, err := s.catalogue.Articles(ctx, invest.ArticleFilter{Column: key, Limit: articlesPerPage, Offset: (page - 1) * articlesPerPage})
	if err != nil {
		return err
	}
	if err := offsetOf(page, articlesPerPage, list.Total); err != nil {
		return err
	}
	values := url.Values{}
	if key != "" {
		values.Set("column", key)
	}
	v := article.IndexView{Notes: q.Notes, Columns: newsColumns(ctx, set, key), Items: articleItems(ctx, set, list.Rows), Feed: i18n.Path(ctx, "/news/feed.atom")}
	v.Pager = Pager(ctx, page, articlesPerPage, list.Total, func(n int) string { return pageAddress(ctx, "/news", values, n) }, "")
	if page > 1 {
		values.Set("page", strconv.Itoa(page))
	}
	column := "news"
	if key != "" {
		column = key
	}
	f := s.frame(c, pageInfo{
		Column: column, Title: i18n.Pick(ctx, set.Columns.Find(column).Name).S, Query: values,
		Feeds: []layout.Feed{{Title: i18n.T(ctx, "news.feed"), Href: v.Feed}},
	})
	return Render(c, http.StatusOK, article.Index(f, v))
}

func newsColumns(ctx context.Context, set *site, current string) []article.Choice {
	all := 0
	for _, n := range set.columns {
		all += n
	}
	lang := i18n.From(ctx).Lang
	out := []article.Choice{{Label: plain(i18n.T(ctx, "news.all")), N: i18n.Grouped(lang, int64(all)), Href: i18n.Path(ctx, "/news"), Current: current == ""}}
	for _, col := range set.Columns {
		if n := set.columns[col.Key]; col.Articles && (n > 0 || col.Key == current) {
			out = append(out, article.Choice{
				Label: i18n.Pick(ctx, col.Name), N: i18n.Grouped(lang, int64(n)), Href: i18n.Path(ctx, "/news?column="+col.Key), Current: col.Key == current,
			})
		}
	}
	return out
}

func (s *Server) articleShow(c echo.Context) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	ctx, set := c.Request().Context(), siteOf(c)
	a, pub, err := s.catalogue.Article(ctx, n)
	if err != nil {
		return err
	}
	v := article.ShowView{
		Kicker: i18n.Pick(ctx, a.Kicker), Title: i18n.Pick(ctx, a.Title), Subtitle: i18n.Pick(ctx, a.Subtitle),
		Cite: cite(ctx, pub, a.Source, articleCredits(ctx, a)...), NoEnglish: noEnglish(ctx, a.Body),
		MoreTitle: i18n.T(ctx, "article.more", i18n.Pick(ctx, set.Columns.Find(a.Column).Name).S),
	}
	v.Body, v.BodyLang = markup(ctx, a.Body)
	v.Picture, v.Attachments = leadPicture(ctx, a.Picture, sizesBody), attachments(ctx, a.Attachments)
	if err := s.aroundArticle(ctx, set, n, a, &v); err != nil {
		return err
	}
	f := s.frame(c, pageInfo{
		Column: a.Column, Title: v.Title.S, Description: i18n.Pick(ctx, a.Summary).S,
		Content: &contentInfo{Publication: pub, Source: i18n.Pick(ctx, a.Source.Name).S, Author: i18n.Pick(ctx, a.Author).S, Type: "article", Image: s.imageOf(a)},
		Data:    []any{s.articleData(ctx, n, a, pub)},
	})
	return Render(c, http.StatusOK, article.Show(f, v))
}

func (s *Server) aroundArticle(ctx context.Context, set *site, n int64, a *invest.Article, v *article.ShowView) error {
	rows, err := s.catalogue.ProjectRows(ctx, a.Projects)
	if err != nil {
		return err
	}
	var known []invest.ProjectRow
	for _, p := range a.Projects {
		if r, ok := rows[p]; ok {
			known = append(known, r)
		}
	}
	v.Projects = projectCards(ctx, set, known)
	for _, rel := range []struct {
		kind invest.Kind
		n    int64
		to   *component.Link
	}{{invest.KindCeremony, a.Ceremony, &v.Ceremony}, {invest.KindPark, a.Park, &v.Park}} {
		if rel.n == 0 {
			continue
		}
		titles, err := s.catalogue.Titles(ctx, rel.kind, []int64{rel.n})
		if err != nil {
			return err
		}
		*rel.to = titled(ctx, titles, rel.n, PathOf(rel.kind, rel.n))
	}
	more, err := s.catalogue.Articles(ctx, invest.ArticleFilter{Column: a.Column, Except: n, Limit: 4})
	v.More = articleItems(ctx, set, more.Rows)
	return err
}

// articleCredits are the people and days an article names.
func articleCredits(ctx context.Context, a *invest.Article) []component.Fact {
	f := facts{ctx: ctx}
	f.text("article.author", a.Author)
	f.text("article.photographer", a.Photographer)
	f.text("article.editor", a.Editor)
	f.str("article.first", i18n.ShortDate(ctx, a.FirstShown))
	return f.list
}
