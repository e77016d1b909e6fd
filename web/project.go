package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
	"wellspring/templates/layout"
	"wellspring/templates/project"
)

func (s *Server) projectIndex(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	p := parseProjectQuery(c)
	if p.page > maxPage {
		return echo.ErrNotFound
	}
	if err := s.knownChoices(ctx, &p); err != nil {
		return err
	}
	list, err := s.catalogue.Projects(ctx, p.filter)
	if invest.CodeOf(err) == invest.Invalid { // a made-up place to go on from
		return echo.ErrNotFound
	}
	if err != nil {
		return err
	}
	if err := offsetOf(p.page, projectsPerPage, list.Total); err != nil && p.filter.After == "" {
		return err
	}
	facets, err := s.catalogue.ProjectFacets(ctx, p.filter)
	if err != nil {
		return err
	}
	v := projectIndexView(ctx, set, p, list, facets)
	if list.Total == 0 {
		if err := s.nearest(ctx, set, p, &v); err != nil {
			return err
		}
	}
	f := s.frame(c, pageInfo{
		Column: "projects", Title: i18n.Pick(ctx, set.Columns.Find("projects").Name).S, Query: p.values(), Scripts: []string{"facets.js"},
		Feeds: []layout.Feed{{Title: i18n.T(ctx, "projects.feed"), Href: v.Feed}},
	})
	return Render(c, http.StatusOK, project.Index(f, v))
}

// knownChoices drops, with a note, the places, parks and years that no project
// has: what they may be is known to the store alone.
func (s *Server) knownChoices(ctx context.Context, p *projectQuery) error {
	if len(p.filter.Places)+len(p.filter.Parks)+len(p.filter.Years) == 0 {
		return nil
	}
	all, err := s.catalogue.ProjectFacets(ctx, invest.ProjectFilter{})
	if err != nil {
		return err
	}
	for _, facet := range []struct {
		name  string
		known []invest.Count
	}{{"park", all.Parks}, {"place", all.Places}, {"year", all.Years}} {
		for _, value := range p.chosen(facet.name) {
			if !slices.ContainsFunc(facet.known, func(c invest.Count) bool { return c.Value == value }) {
				p.notes = append(p.notes, ignored(ctx, facet.name, value))
				*p = p.less(facet.name, value)
			}
		}
	}
	return nil
}

// nearest finds which single filter an empty list would have to drop or, where
// none is enough, which one alone to keep, and shows what the most fruitful gives.
func (s *Server) nearest(ctx context.Context, set *site, p projectQuery, v *project.IndexView) error {
	chips := projectChips(ctx, set, p, invest.ProjectFacets{})
	if err := s.wider(ctx, set, v, "projects.drop_one", chips, func(c chip) projectQuery { return p.without(c.name, "") }); err != nil {
		return err
	}
	if len(v.Drop) > 0 || len(chips) < 2 {
		return nil
	}
	return s.wider(ctx, set, v, "projects.keep_one", chips, func(kept chip) projectQuery {
		q := p
		for _, c := range chips {
			if c.name != kept.name {
				q = q.without(c.name, "")
			}
		}
		return q
	})
}

// wider offers the query that widen makes of each filter, where it finds something.
func (s *Server) wider(ctx context.Context, set *site, v *project.IndexView, key string, chips []chip, widen func(chip) projectQuery) error {
	best := 0
	for _, ch := range chips {
		wider := widen(ch)
		wider.filter.Limit = 5
		list, err := s.catalogue.Projects(ctx, wider.filter)
		if err != nil {
			return err
		}
		if list.Total == 0 {
			continue
		}
		v.Drop = append(v.Drop, component.Link{
			Text: plain(i18n.T(ctx, key, ch.text.S, i18n.N(ctx, "projects.count", list.Total))), Href: wider.address(ctx),
		})
		if list.Total > best {
			best, v.Nearest = list.Total, projectCards(ctx, set, list.Rows)
		}
	}
	return nil
}

func (s *Server) projectShow(c echo.Context) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	ctx, set := c.Request().Context(), siteOf(c)
	p, pub, err := s.catalogue.Project(ctx, n)
	if err != nil {
		return err
	}
	around, err := s.aroundProject(ctx, n, p)
	if err != nil {
		return err
	}
	v := projectShowView(ctx, set, p, pub, around)
	title := v.Title.S
	f := s.frame(c, pageInfo{
		Column: "projects", Title: title, Description: v.Summary.S,
		Content: &contentInfo{Publication: pub, Source: i18n.Pick(ctx, p.Source.Name).S, Keywords: joined(sectorNames(ctx, set, p.Sectors)), Image: s.imageOf(p)},
		Data:    []any{s.projectData(ctx, n, p)},
	})
	return Render(c, http.StatusOK, project.Show(f, v))
}

// aroundProject is all that a project's page shows besides the project.
type aroundProject struct {
	park     map[int64]invest.Text
	policies map[int64]invest.Text
	updates  []invest.UpdateRow
	signings []invest.SigningRow
	articles []invest.ArticleRow
	related  []invest.ProjectRow
}

func (s *Server) aroundProject(ctx context.Context, n int64, p *invest.Project) (a aroundProject, err error) {
	if p.Park != 0 {
		if a.park, err = s.catalogue.Titles(ctx, invest.KindPark, []int64{p.Park}); err != nil {
			return a, err
		}
	}
	if a.policies, err = s.catalogue.Titles(ctx, invest.KindPolicy, p.Policies); err != nil {
		return a, err
	}
	updates, err := s.catalogue.Updates(ctx, invest.UpdateFilter{Project: n, Limit: 200})
	if err != nil {
		return a, err
	}
	a.updates = updates.Rows
	if a.signings, err = s.catalogue.SigningsOf(ctx, n); err != nil {
		return a, err
	}
	articles, err := s.catalogue.Articles(ctx, invest.ArticleFilter{Project: n, Limit: 5})
	if err != nil {
		return a, err
	}
	a.articles = articles.Rows
	a.related, err = s.catalogue.RelatedProjects(ctx, n, 3)
	return a, err
}
