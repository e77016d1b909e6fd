package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"

	"wellspring/internal/demo"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
	"wellspring/templates/project"
)

// BenchmarkListRender is the project list of 20 rows from loaded data: domain
// values into views, views into markup. The store and compression are left out.
func BenchmarkListRender(b *testing.B) {
	store, err := sqlite.Open(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	if err := demo.Load(b.Context(), store); err != nil {
		b.Fatal(err)
	}
	s := New(store, Config{Origin: "http://example"}, slog.New(slog.DiscardHandler))
	r := httptest.NewRequest(http.MethodGet, "/projects", nil)
	c := s.echo.NewContext(r, httptest.NewRecorder())
	err = s.inLanguage(invest.Zh)(func(c echo.Context) error {
		ctx, p := c.Request().Context(), parseProjectQuery(c)
		list, err := store.Projects(ctx, p.filter)
		if err != nil {
			return err
		}
		if len(list.Rows) != projectsPerPage {
			b.Fatalf("%d rows", len(list.Rows))
		}
		facets, err := store.ProjectFacets(ctx, p.filter)
		if err != nil {
			return err
		}
		b.ReportAllocs()
		for b.Loop() {
			if err := s.renderList(ctx, c, p, list, facets); err != nil {
				return err
			}
		}
		return nil
	})(c)
	if err != nil {
		b.Fatal(err)
	}
}

func (s *Server) renderList(ctx context.Context, c echo.Context, p projectQuery, list invest.ProjectList, facets invest.ProjectFacets) error {
	set := siteOf(c)
	v := projectIndexView(ctx, set, p, list, facets)
	f := s.frame(c, pageInfo{Column: "projects", Title: i18n.Pick(ctx, set.Columns.Find("projects").Name).S, Query: p.values()})
	return project.Index(f, v).Render(ctx, io.Discard)
}
