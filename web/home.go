package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
	"wellspring/templates/home"
	"wellspring/templates/layout"
)

func (s *Server) home(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	v := home.View{
		Promise: i18n.Pick(ctx, set.Site.Promise), Examples: examples(ctx, set),
		Desk: contactDesk(ctx, set.Site.Desk, invest.ContactDesk{}, set.Site.Address),
	}
	for _, x := range set.Site.Services {
		v.Services = append(v.Services, home.Service{Name: i18n.Pick(ctx, x.Name), Text: i18n.Pick(ctx, x.Text)})
	}
	for _, fill := range []func(context.Context, *site, *home.View) error{
		s.homeFigures, s.homeProjects, s.homeCeremony, s.homeParks, s.homeNews,
	} {
		if err := fill(ctx, set, &v); err != nil {
			return err
		}
	}
	f := s.frame(c, pageInfo{
		Column: "home", Data: []any{s.siteData(ctx, set)},
		Feeds: []layout.Feed{{Title: i18n.Pick(ctx, set.Site.Name).S, Href: i18n.Path(ctx, "/feed.atom")}},
	})
	return Render(c, http.StatusOK, home.Home(f, v))
}

func (s *Server) homeFigures(ctx context.Context, set *site, v *home.View) error {
	figures, err := s.catalogue.LatestFigures(ctx, set.Site.HomeFigures)
	if err != nil {
		return err
	}
	for _, key := range set.Site.HomeFigures {
		if r, ok := figures[key]; ok {
			v.Headlines = append(v.Headlines, headline(ctx, set, key, r))
		}
	}
	return nil
}

// headline shows a figure large. Money stands with its own unit, a count with
// the indicator's; a ratio says what it is a ratio of.
func headline(ctx context.Context, set *site, key string, r invest.FigureRow) component.Headline {
	ind, _ := set.Indicators.Find(key)
	h := component.Headline{
		Href: i18n.Path(ctx, "/data#i-"+key), Label: i18n.Pick(ctx, ind.Name), Period: i18n.Period(ctx, r.Period), Source: i18n.Pick(ctx, r.Source.Name), Taken: taken(ctx, r.Source),
	}
	switch f := r.Figure; {
	case f.Value == nil:
		h.Value = i18n.Percent(ctx, *f.Completion)
	case ind.Currency != "":
		h.Value = figureValue(ctx, ind, f.Value, f.AtLeast)
	default:
		h.Value, h.Unit = i18n.Decimal(ctx, *f.Value), i18n.Pick(ctx, ind.Unit).S
		if f.AtLeast {
			h.Value += "+"
		}
	}
	if done, ok := r.Figure.Ratio(); ok && r.Figure.TaskInferred {
		h.Extra = i18n.T(ctx, "headline.completion_inferred", i18n.Percent(ctx, done))
	} else if ok {
		h.Extra = i18n.T(ctx, "headline.completion", i18n.Percent(ctx, done))
	}
	return h
}

func (s *Server) homeProjects(ctx context.Context, set *site, v *home.View) error {
	list, err := s.catalogue.Projects(ctx, invest.ProjectFilter{Phases: []invest.Phase{invest.Planned, invest.Promoted}, Limit: 6})
	v.Projects = projectCards(ctx, set, list.Rows)
	return err
}

// homeCeremony shows the latest ceremony on a stage, with its first group if it has one.
func (s *Server) homeCeremony(ctx context.Context, _ *site, v *home.View) error {
	list, err := s.catalogue.Ceremonies(ctx, invest.CeremonyFilter{Form: invest.FormStage, Limit: 1})
	if err != nil || len(list.Rows) == 0 {
		return err
	}
	row := list.Rows[0]
	c, _, err := s.catalogue.Ceremony(ctx, row.Number)
	if err != nil {
		return err
	}
	strip := home.Strip{
		Link: link(ctx, c.Title, ceremonyPath(row.Number)), Umbrella: i18n.Pick(ctx, c.Umbrella), TitleLine: i18n.Pick(ctx, c.TitleLine),
		When: when(ctx, c.Start, c.City), Slogan: i18n.Pick(ctx, c.Slogan), Tally: tally(ctx, c.Tally()),
	}
	if len(c.Groups) > 0 {
		projects, err := s.projectsOf(ctx, c)
		if err != nil {
			return err
		}
		strip.Table = signingTable(ctx, c, c.Groups[0], projects)
		for i := range strip.Table.Rows {
			strip.Table.Rows[i].ID = "" // the page of the ceremony has these
		}
	}
	v.Ceremony = &strip
	return nil
}

func (s *Server) homeParks(ctx context.Context, set *site, v *home.View) error {
	rows, err := s.catalogue.Parks(ctx)
	v.Parks = parkCards(ctx, set, rows[:min(3, len(rows))])
	return err
}

func (s *Server) homeNews(ctx context.Context, set *site, v *home.View) error {
	articles, err := s.catalogue.Articles(ctx, invest.ArticleFilter{Limit: 5})
	if err != nil {
		return err
	}
	v.Articles = articleItems(ctx, set, articles.Rows)
	updates, err := s.catalogue.Updates(ctx, invest.UpdateFilter{Limit: 4})
	if err != nil {
		return err
	}
	v.Updates = updateItems(ctx, updates.Rows, true)
	policies, err := s.catalogue.Policies(ctx)
	for _, p := range policies[:min(4, len(policies))] {
		l := link(ctx, p.Policy.Title, policyPath(p.Number))
		l.Text.S += i18n.T(ctx, "brackets", i18n.Label(ctx, "validity", p.Policy.Validity))
		v.Policies = append(v.Policies, l)
	}
	return err
}
