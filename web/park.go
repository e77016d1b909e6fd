package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
	"wellspring/templates/park"
)

func (s *Server) parkIndex(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	q := newQuery(c)
	q.strangers()
	rows, err := s.catalogue.Parks(ctx)
	if err != nil {
		return err
	}
	f := s.frame(c, pageInfo{Column: "parks", Title: i18n.Pick(ctx, set.Columns.Find("parks").Name).S})
	return Render(c, http.StatusOK, park.Index(f, park.IndexView{Notes: q.Notes, Parks: parkCards(ctx, set, rows)}))
}

func parkCards(ctx context.Context, set *site, rows []invest.ParkRow) []component.ParkCard {
	out := make([]component.ParkCard, len(rows))
	for i, r := range rows {
		f := facts{ctx: ctx}
		f.str("park.planned", i18n.Land(ctx, r.Park.Planned))
		f.words("park.sectors", sectorNames(ctx, set, r.Park.Sectors))
		if r.Projects > 0 {
			f.str("park.located", i18n.N(ctx, "projects.count", r.Projects))
		}
		free := i18n.T(ctx, "park.free_unknown")
		if r.FreePlots+r.FreeWorkshops > 0 {
			free = i18n.T(ctx, "park.free", r.FreePlots, r.FreeWorkshops)
		} else if len(r.Park.Plots)+len(r.Park.Workshops) > 0 {
			free = i18n.T(ctx, "park.free_none")
		}
		out[i] = component.ParkCard{
			Href: i18n.Path(ctx, parkPath(r.Number)), Name: i18n.Pick(ctx, r.Park.Name), Summary: i18n.Pick(ctx, r.Park.Summary),
			State: i18n.Pick(ctx, r.Park.State), Facts: f.list, Free: free, Cover: photoCover(ctx, set, r.Number+100, r.Park.Sectors, first(r.Park.Pictures)),
		}
	}
	return out
}

func (s *Server) parkShow(c echo.Context) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	ctx, set := c.Request().Context(), siteOf(c)
	body, pub, err := s.catalogue.Park(ctx, n)
	if err != nil {
		return err
	}
	q := newQuery(c)
	state := q.one("state", oneOf([]string{"free", "reserved"}))
	q.strangers()
	located, err := s.catalogue.Projects(ctx, invest.ProjectFilter{Parks: []int64{n}, Limit: 6})
	if err != nil {
		return err
	}
	articles, err := s.catalogue.Articles(ctx, invest.ArticleFilter{Park: n, Limit: 5})
	if err != nil {
		return err
	}
	v := parkShowView(ctx, set, body, pub, state)
	v.Notes = q.Notes
	v.Projects = projectCards(ctx, set, located.Rows)
	if located.Total > len(located.Rows) {
		v.MoreProjects = component.Link{
			Text: plain(i18n.N(ctx, "park.all_projects", located.Total)), Href: i18n.Path(ctx, "/projects?park="+strconv.FormatInt(n, 10)),
		}
	}
	v.Articles = articleItems(ctx, set, articles.Rows)
	values := url.Values{}
	if state != "" {
		values.Set("state", state)
	}
	f := s.frame(c, pageInfo{
		Column: "parks", Title: v.Name.S, Description: v.Summary.S, Query: values,
		Content: &contentInfo{Publication: pub, Source: i18n.Pick(ctx, body.Source.Name).S, Keywords: joined(sectorNames(ctx, set, body.Sectors)), Image: s.imageOf(body)},
		Data:    []any{s.parkData(ctx, n, body)},
	})
	return Render(c, http.StatusOK, park.Show(f, v))
}

func parkShowView(ctx context.Context, set *site, p *invest.Park, pub invest.Publication, state string) park.ShowView {
	v := park.ShowView{
		Name: i18n.Pick(ctx, p.Name), Summary: i18n.Pick(ctx, p.Summary), Cover: cover(set, pub.Number+100, p.Sectors),
		Numbers: parkNumbers(ctx, p), Facts: parkFacts(ctx, set, p), NoSpace: len(p.Plots)+len(p.Workshops) == 0,
		Desk: contactDesk(ctx, p.Desk, set.Site.Desk, set.Site.Address), Cite: cite(ctx, pub, p.Source),
	}
	v.Body, v.BodyLang = markup(ctx, p.Body)
	v.Cover.Photo, v.Pictures = photos(ctx, p.Pictures)
	if p.Level != "" {
		v.Badges = append(v.Badges, component.Badge{Label: i18n.T(ctx, "park.level", i18n.Label(ctx, "level", p.Level))})
	}
	if !p.State.IsZero() {
		v.Badges = append(v.Badges, component.Badge{Label: i18n.Pick(ctx, p.State).S, Tone: "blue"})
	}
	for _, u := range p.Utilities {
		v.Utilities = append(v.Utilities, park.Utility{Label: i18n.Label(ctx, "utility", u), Has: true})
	}
	for _, d := range p.Distances {
		v.Distances = append(v.Distances, component.Fact{
			Label: i18n.Pick(ctx, d.To).S, Values: []component.Link{{Text: plain(i18n.T(ctx, "unit.km", i18n.Decimal(ctx, d.Km)))}},
		})
	}
	for _, choice := range []string{"", "free", "reserved"} {
		href, key := i18n.Path(ctx, parkPath(pub.Number)), "space.all"
		if choice != "" {
			href, key = href+"?state="+choice, "space."+choice
		}
		v.States = append(v.States, park.Choice{Label: i18n.T(ctx, key), Href: href + "#space", Current: choice == state})
	}
	v.Plots, v.Workshops = plotLines(ctx, p.Plots, state), workshopLines(ctx, p.Workshops, state)
	return v
}

func parkNumbers(ctx context.Context, p *invest.Park) []park.Number {
	var out []park.Number
	add := func(key, value, note string) {
		if value != "" {
			out = append(out, park.Number{Label: i18n.T(ctx, key), Value: value, Note: note})
		}
	}
	expected := ""
	if p.Expected {
		expected = i18n.T(ctx, "park.expected")
	}
	for _, land := range []struct {
		key string
		of  invest.Area
	}{{"park.planned", p.Planned}, {"park.core", p.Core}} {
		mu, hectares := i18n.LandParts(ctx, land.of)
		add(land.key, mu, hectares)
	}
	floors := i18n.Floor(ctx, p.Floors)
	if p.FloorsAtLeast {
		floors = i18n.T(ctx, "at_least.over", floors)
	}
	add("park.floors", floors, "")
	if p.Intensity.Known() {
		value := i18n.T(ctx, "park.per_mu", i18n.Money(ctx, p.Intensity))
		if p.IntensityAtLeast {
			value = i18n.T(ctx, "at_least.over", value)
		}
		add("park.intensity", value, expected)
	}
	if p.Tax.Known() {
		add("park.tax", i18n.T(ctx, "park.per_mu_year", i18n.Money(ctx, p.Tax)), expected)
	}
	if p.Residents != nil {
		value := i18n.N(ctx, "park.firms", *p.Residents)
		if p.ResidentsAtLeast {
			value = i18n.T(ctx, "at_least.over", value)
		}
		add("park.residents", value, "")
	}
	return out
}

func parkFacts(ctx context.Context, set *site, p *invest.Park) []component.Fact {
	f := facts{ctx: ctx}
	f.words("park.sectors", sectorNames(ctx, set, p.Sectors))
	f.text("park.place", p.Place)
	f.str("park.built", i18n.Land(ctx, p.Built))
	f.money("park.invested", p.Invested)
	f.text("park.operator", p.Operator)
	f.text("park.state", p.State)
	return f.list
}

func plotLines(ctx context.Context, plots []invest.Plot, state string) []park.PlotLine {
	tones := map[invest.PlotState]string{invest.PlotFree: "blue", invest.PlotSold: "quiet"}
	var out []park.PlotLine
	for _, p := range plots {
		if state != "" && string(p.State) != state {
			continue
		}
		l := park.PlotLine{
			Code: p.Code, Area: i18n.Land(ctx, p.Area), Use: i18n.Pick(ctx, p.Use), FAR: i18n.Pick(ctx, p.FAR),
			State: component.Badge{Label: i18n.Label(ctx, "plot", p.State), Tone: tones[p.State]},
		}
		if p.Price.Known() {
			l.Price = i18n.T(ctx, "park.per_mu", i18n.Money(ctx, p.Price))
		}
		out = append(out, l)
	}
	return out
}

func workshopLines(ctx context.Context, units []invest.Workshop, state string) []park.WorkshopLine {
	tones := map[invest.WorkshopState]string{invest.WorkshopFree: "blue", invest.WorkshopLet: "quiet"}
	decimal := func(unit string, d *invest.Decimal) string {
		if d == nil {
			return ""
		}
		return i18n.T(ctx, unit, i18n.Decimal(ctx, *d))
	}
	var out []park.WorkshopLine
	for _, w := range units {
		if state != "" && string(w.State) != state {
			continue
		}
		out = append(out, park.WorkshopLine{
			Building: i18n.Pick(ctx, w.Building), Floor: w.Floor, Area: i18n.Floor(ctx, w.Area), Height: decimal("unit.m", w.Height),
			Load: decimal("unit.load", w.Load), Power: decimal("unit.kva", w.Power), Rent: decimal("unit.rent", w.Rent),
			State: component.Badge{Label: i18n.Label(ctx, "workshop_state", w.State), Tone: tones[w.State]}, From: i18n.Date(ctx, w.FreeFrom),
		})
	}
	return out
}
