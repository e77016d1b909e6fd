package admin

import (
	"context"
	"log/slog"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/invest"
	"wellspring/web"
	"wellspring/web/form"
)

// suggestions is how many records of a kind a reference can be picked from;
// the number of any other can be typed.
const suggestions = 500

// env is what the forms of this request must know: the settings, and what may
// be referred to: what is published, and what the editor sees of the rest.
func (s *Server) env(c echo.Context, text invest.Content) (form.Env, error) {
	ctx := c.Request().Context()
	e := form.Env{Settings: web.Settings(c), Titles: map[invest.Kind]map[int64]string{}, Media: s.mediaFinder(c)}
	e.Thumb = func(m invest.Media) string { return s.deskMedia(m.Hash, thumbName(m)) }
	for _, k := range referredTo[text.Kind()] {
		titles := map[int64]string{}
		e.Titles[k] = titles
		if err := s.publishedTitles(ctx, k, titles); err != nil {
			return e, err
		}
		if actor(c).Editor.Sees(k) == invest.SeesNone {
			continue
		}
		list, err := s.desk.List(ctx, actor(c), invest.DraftFilter{Kind: k, Limit: suggestions})
		if err != nil {
			return e, err
		}
		for _, r := range list.Rows {
			titles[r.Number] = r.Title.Zh
		}
	}
	return e, s.namedTitles(ctx, text, e.Titles)
}

// mediaFinder finds files of the library as forms name them: by hash, or by
// number. One that cannot be read is not found, and the form says so.
func (s *Server) mediaFinder(c echo.Context) func(string) (invest.Media, bool) {
	ctx, who := c.Request().Context(), actor(c)
	known := map[string]invest.Media{}
	return func(named string) (invest.Media, bool) {
		if m, ok := known[named]; ok {
			return m, true
		}
		var m invest.Media
		var err error
		if invest.IsMediaHash(named) {
			m, err = s.desk.MediaByHash(ctx, who, named)
		} else {
			digits, _, _ := strings.Cut(named, " ")
			n, wrong := strconv.ParseInt(digits, 10, 64)
			if wrong != nil {
				return m, false
			}
			m, err = s.desk.Media(ctx, who, n)
		}
		if err != nil {
			if invest.CodeOf(err) == "" {
				s.log.Error("library", slog.String("id", web.RequestID(c)), slog.Any("cause", err))
			}
			return m, false
		}
		known[named] = m
		return m, true
	}
}

// referredTo are the kinds that texts of a kind may refer to (invest.References).
var referredTo = map[invest.Kind][]invest.Kind{
	invest.KindProject:  {invest.KindPark, invest.KindPolicy},
	invest.KindCeremony: {invest.KindProject, invest.KindCeremony},
	invest.KindArticle:  {invest.KindProject, invest.KindCeremony, invest.KindPark},
	invest.KindUpdate:   {invest.KindProject},
}

// publishedTitles adds the newest of what is published.
func (s *Server) publishedTitles(ctx context.Context, k invest.Kind, titles map[int64]string) error {
	switch k {
	case invest.KindProject:
		list, err := s.catalogue.Projects(ctx, invest.ProjectFilter{Limit: suggestions})
		for _, r := range list.Rows {
			titles[r.Number] = r.Title.Zh
		}
		return err
	case invest.KindCeremony:
		list, err := s.catalogue.Ceremonies(ctx, invest.CeremonyFilter{Limit: suggestions})
		for _, r := range list.Rows {
			titles[r.Number] = r.Title.Zh
		}
		return err
	case invest.KindPark:
		rows, err := s.catalogue.Parks(ctx)
		for _, r := range rows {
			titles[r.Number] = r.Park.Name.Zh
		}
		return err
	case invest.KindPolicy:
		rows, err := s.catalogue.Policies(ctx)
		for _, r := range rows {
			titles[r.Number] = r.Policy.Title.Zh
		}
		return err
	}
	return nil
}

// namedTitles adds those that the text itself refers to, however old.
func (s *Server) namedTitles(ctx context.Context, text invest.Content, titles map[invest.Kind]map[int64]string) error {
	named := map[invest.Kind][]int64{}
	for _, r := range invest.References(text) {
		named[r.Kind] = append(named[r.Kind], r.Number)
	}
	for k, numbers := range named {
		known, err := s.catalogue.Titles(ctx, k, numbers)
		if err != nil {
			return err
		}
		for n, t := range known {
			titles[k][n] = t.Zh
		}
	}
	return nil
}
