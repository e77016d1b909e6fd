package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/ceremony"
)

const ceremoniesPerPage = 20

func (s *Server) ceremonyIndex(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	q := newQuery(c)
	year, _ := strconv.Atoi(q.one("year", func(v string) bool { return isNumber(v) && len(v) == 4 }))
	page := q.page()
	q.strangers()
	if page > maxPage {
		return echo.ErrNotFound
	}
	list, err := s.catalogue.Ceremonies(ctx, invest.CeremonyFilter{Year: year, Limit: ceremoniesPerPage, Offset: (page - 1) * ceremoniesPerPage})
	if err != nil {
		return err
	}
	if err := offsetOf(page, ceremoniesPerPage, list.Total); err != nil {
		return err
	}
	values := url.Values{}
	if year > 0 {
		values.Set("year", strconv.Itoa(year))
	}
	v := ceremony.IndexView{Notes: q.Notes, Rows: ceremonyRows(ctx, list.Rows)}
	for _, y := range append([]int{0}, list.Years...) {
		choice := ceremony.Choice{Label: i18n.T(ctx, "ceremonies.all_years"), Href: i18n.Path(ctx, "/ceremonies"), Current: y == year}
		if y > 0 {
			choice.Label, choice.Href = i18n.Date(ctx, invest.Date{Precision: invest.Year, Year: y}), i18n.Path(ctx, "/ceremonies?year="+strconv.Itoa(y))
		}
		v.Years = append(v.Years, choice)
	}
	v.Pager = Pager(ctx, page, ceremoniesPerPage, list.Total, func(n int) string { return pageAddress(ctx, "/ceremonies", values, n) }, "")
	if page > 1 {
		values.Set("page", strconv.Itoa(page))
	}
	f := s.frame(c, pageInfo{Column: "ceremonies", Title: i18n.Pick(ctx, set.Columns.Find("ceremonies").Name).S, Query: values})
	return Render(c, http.StatusOK, ceremony.Index(f, v))
}

// pageAddress is the address of a page of a list with its other parameters.
func pageAddress(ctx context.Context, path string, values url.Values, n int) string {
	v := url.Values{}
	for name, list := range values {
		v[name] = list
	}
	v.Del("page")
	if n > 1 {
		v.Set("page", strconv.Itoa(n))
	}
	if len(v) == 0 {
		return i18n.Path(ctx, path)
	}
	return i18n.Path(ctx, path) + "?" + v.Encode()
}

// ceremonyShow answers /ceremonies/{n} and, as {n}.xlsx, with its workbook.
func (s *Server) ceremonyShow(c echo.Context) error {
	if name, ok := strings.CutSuffix(c.Param("n"), ".xlsx"); ok {
		c.SetParamNames("n")
		c.SetParamValues(name)
		return s.ceremonyWorkbook(c)
	}
	n, err := number(c)
	if err != nil {
		return err
	}
	ctx, set := c.Request().Context(), siteOf(c)
	body, pub, err := s.catalogue.Ceremony(ctx, n)
	if err != nil {
		return err
	}
	around, err := s.aroundCeremony(ctx, n, body)
	if err != nil {
		return err
	}
	v := ceremonyShowView(ctx, set, body, pub, around)
	description := i18n.Pick(ctx, body.Summary).S
	f := s.frame(c, pageInfo{
		Column: "ceremonies", Title: v.Title.S, Description: description,
		Content: &contentInfo{Publication: pub, Source: i18n.Pick(ctx, body.Source.Name).S, Image: s.imageOf(body)},
		Data:    []any{s.ceremonyData(ctx, n, body)},
	})
	return Render(c, http.StatusOK, ceremony.Show(f, v))
}

// aroundCeremony is what a ceremony's page shows besides the ceremony.
type aroundCeremony struct {
	projects map[int64]invest.ProjectRow // the published projects behind its rows
	outcome  invest.Outcome
	articles []invest.ArticleRow
}

func (s *Server) aroundCeremony(ctx context.Context, n int64, body *invest.Ceremony) (a aroundCeremony, err error) {
	if a.projects, err = s.projectsOf(ctx, body); err != nil {
		return a, err
	}
	if a.outcome, err = s.catalogue.Outcome(ctx, n); err != nil {
		return a, err
	}
	articles, err := s.catalogue.Articles(ctx, invest.ArticleFilter{Ceremony: n, Limit: 5})
	a.articles = articles.Rows
	return a, err
}

// projectsOf gives the published projects behind a ceremony's rows.
func (s *Server) projectsOf(ctx context.Context, body *invest.Ceremony) (map[int64]invest.ProjectRow, error) {
	var numbers []int64
	for _, r := range body.Signings() {
		numbers = append(numbers, r.Project)
	}
	return s.catalogue.ProjectRows(ctx, numbers)
}
