package admin

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/web"
)

// most is how many records or figures one search offers.
const most = 30

// found is a record or a figure that an editor of a text can put in.
type found struct {
	Ref   string `json:"ref"`
	Path  string `json:"path,omitempty"`
	Title string `json:"title,omitempty"`
	Value string `json:"value,omitempty"`
	Words string `json:"words,omitempty"`
	Label string `json:"label"`
}

// find searches what can be put into a text.
func (s *Server) find(c echo.Context) error {
	q := strings.TrimSpace(c.QueryParam("q"))
	var items []found
	var err error
	switch c.QueryParam("kind") {
	case "record":
		items, err = s.findRecords(c, q)
	case "figure":
		items, err = s.findFigures(c, q)
	default:
		return echo.ErrNotFound
	}
	if err != nil {
		return err
	}
	if items == nil {
		items = []found{}
	}
	return c.JSON(http.StatusOK, map[string]any{"items": items[:min(len(items), most)]})
}

// findRecords finds what is published, and of the rest what the editor sees.
func (s *Server) findRecords(c echo.Context, q string) ([]found, error) {
	ctx := c.Request().Context()
	var out []found
	seen := map[invest.DraftID]bool{}
	add := func(id invest.DraftID, title invest.Text, public bool) {
		if seen[id] {
			return
		}
		seen[id] = true
		label := i18n.T(ctx, "one."+string(id.Kind))
		if !public {
			label += i18n.T(ctx, "brackets", i18n.T(ctx, "find.unpublished"))
		}
		out = append(out, found{
			Ref: string(id.Kind) + ":" + strconv.FormatInt(id.Number, 10), Path: web.PathOf(id.Kind, id.Number),
			Title: title.Zh, Label: label, // the words of a text in the site's first language
		})
	}
	hits, err := s.catalogue.Search(ctx, invest.SearchQuery{Text: q, Limit: most})
	if err != nil {
		return nil, err
	}
	for _, h := range hits.Hits {
		add(invest.DraftID{Kind: h.Kind, Number: h.Number}, h.Title, true)
	}
	drafts, err := s.desk.List(ctx, actor(c), invest.DraftFilter{Query: q, Limit: most})
	if err != nil {
		return nil, err
	}
	for _, r := range drafts.Rows {
		add(r.ID(), r.Title, r.Public == invest.Published)
	}
	return out, nil
}

// findFigures finds published figures: of projects, of ceremonies, and of releases.
func (s *Server) findFigures(c echo.Context, q string) ([]found, error) {
	ctx, set := c.Request().Context(), web.Settings(c)
	rows, err := s.catalogue.Projects(ctx, invest.ProjectFilter{Query: q, Limit: 8})
	if err != nil {
		return nil, err
	}
	var out []found
	for _, r := range rows.Rows {
		p, _, err := s.catalogue.Project(ctx, r.Number)
		if err != nil {
			return nil, err
		}
		for _, field := range invest.ProjectFigures {
			ref := boundRef(invest.KindProject, r.Number, field)
			to, _ := invest.ParseBound(ref)
			if value := invest.BoundValue(to, p); value != "" {
				out = append(out, found{
					Ref: ref, Value: value, Words: web.FigureWords(ctx, set, ref, value),
					Label: i18n.Pick(ctx, p.Title).S + " · " + i18n.Label(ctx, "bound", field),
				})
			}
		}
	}
	declared, err := s.findDeclared(ctx, set, q)
	if err != nil {
		return nil, err
	}
	out = append(out, declared...)
	released, err := s.findReleased(ctx, set, q)
	// Half of each where there are many: neither hides the other.
	if len(out) > most/2 && len(released) > most/2 {
		out = out[:most/2]
	}
	return append(out, released...), err
}

// findDeclared finds the figures of ceremonies.
func (s *Server) findDeclared(ctx context.Context, set invest.Settings, q string) ([]found, error) {
	hits, err := s.catalogue.Search(ctx, invest.SearchQuery{Text: q, Kind: invest.KindCeremony, Limit: 4})
	if err != nil {
		return nil, err
	}
	var out []found
	for _, h := range hits.Hits {
		c, _, err := s.catalogue.Ceremony(ctx, h.Number)
		if err != nil {
			return nil, err
		}
		for _, field := range invest.CeremonyFigures {
			ref := boundRef(invest.KindCeremony, h.Number, field)
			to, _ := invest.ParseBound(ref)
			if value := invest.BoundValue(to, c); value != "" {
				out = append(out, found{
					Ref: ref, Value: value, Words: web.FigureWords(ctx, set, ref, value),
					Label: i18n.Pick(ctx, c.Title).S + " · " + i18n.Label(ctx, "bound", field),
				})
			}
		}
	}
	return out, nil
}

// boundRef is the reference of a figure of a record.
func boundRef(k invest.Kind, number int64, field string) string {
	return string(k) + ":" + strconv.FormatInt(number, 10) + ":" + field
}

func (s *Server) findReleased(ctx context.Context, set invest.Settings, q string) ([]found, error) {
	var out []found
	for _, x := range set.Indicators {
		name := i18n.Pick(ctx, x.Name).S
		if !strings.Contains(strings.ToLower(x.Name.Zh+" "+x.Name.En), strings.ToLower(q)) {
			continue
		}
		rows, err := s.catalogue.Figures(ctx, x.Key)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.Figure.Value == nil {
				continue
			}
			ref := "release:" + strconv.FormatInt(r.Number, 10) + ":" + x.Key + ":" + invest.RegionMark(r.Figure.Region)
			value := r.Figure.Value.String()
			out = append(out, found{
				Ref: ref, Value: value, Words: web.FigureWords(ctx, set, ref, value),
				Label: name + " · " + i18n.Period(ctx, r.Period) + " · " + i18n.Pick(ctx, r.Figure.Region).S,
			})
		}
	}
	return out, nil
}
