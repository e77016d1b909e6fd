package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
	"wellspring/templates/progress"
)

const updatesPerPage = 20

// afterSigning are the public phases of a project that somebody has signed for.
var afterSigning = []invest.Phase{
	invest.Signed, invest.Registered, invest.Filed, invest.LandSecured, invest.Started, invest.UnderConstruction,
	invest.Completed, invest.InProduction, invest.AtCapacity, invest.Paused, invest.Dropped, invest.Terminated,
}

func (s *Server) progressIndex(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	q := newQuery(c)
	page := q.page()
	q.strangers()
	if page > maxPage {
		return echo.ErrNotFound
	}
	updates, err := s.catalogue.Updates(ctx, invest.UpdateFilter{Limit: updatesPerPage, Offset: (page - 1) * updatesPerPage})
	if err != nil {
		return err
	}
	if err := offsetOf(page, updatesPerPage, updates.Total); err != nil {
		return err
	}
	signed := invest.ProjectFilter{Phases: afterSigning, Limit: 10}
	under, err := s.catalogue.Projects(ctx, signed)
	if err != nil {
		return err
	}
	key, err := s.catalogue.Projects(ctx, invest.ProjectFilter{KeyOnly: true, Limit: 10})
	if err != nil {
		return err
	}
	facets, err := s.catalogue.ProjectFacets(ctx, invest.ProjectFilter{})
	if err != nil {
		return err
	}
	v := progress.View{Notes: q.Notes, Updates: updateItems(ctx, updates.Rows, true), Key: projectCards(ctx, set, key.Rows), Under: projectCards(ctx, set, under.Rows)}
	for _, n := range facets.Phases {
		if invest.Phase(n.Value).Investable() {
			continue
		}
		v.Stages = append(v.Stages, progress.Stage{
			Label: i18n.Label(ctx, "phase", n.Value), N: strconv.Itoa(n.N), Href: i18n.Path(ctx, "/projects?phase="+n.Value),
		})
	}
	all := projectQuery{page: 1, filter: signed}
	v.All = component.Link{Text: plain(i18n.N(ctx, "progress.all", under.Total)), Href: all.address(ctx)}
	v.Pager = Pager(ctx, page, updatesPerPage, updates.Total, func(n int) string { return pageAddress(ctx, "/progress", nil, n) }, "")
	values := url.Values{}
	if page > 1 {
		values.Set("page", strconv.Itoa(page))
	}
	f := s.frame(c, pageInfo{Column: "progress", Title: i18n.Pick(ctx, set.Columns.Find("progress").Name).S, Query: values})
	return Render(c, http.StatusOK, progress.Index(f, v))
}
