package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"wellspring/internal/demo"
	"wellspring/internal/sqlite"
	"wellspring/web"
)

// district is a real store with the demonstration in it, loaded once for all
// tests of the package: none of them changes it.
var district *sqlite.Store

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "wellspring-web-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if district, err = load(dir); err != nil {
		panic(err)
	}
	defer district.Close()
	return m.Run()
}

func load(dir string) (*sqlite.Store, error) {
	store, err := sqlite.Open(context.Background(), dir)
	if err != nil {
		return nil, err
	}
	return store, demo.Load(context.Background(), store)
}

// page is a response with its document.
type page struct {
	*http.Response
	body string
	doc  *goquery.Document
}

func serve(tb testing.TB, handler http.Handler, r *http.Request) page {
	tb.Helper()
	rec := httptest.NewRecorder()
	handler.ServeHTTP(rec, r)
	res := rec.Result()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		tb.Fatal(err)
	}
	p := page{Response: res, body: string(b)}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		if p.doc, err = goquery.NewDocumentFromReader(strings.NewReader(p.body)); err != nil {
			tb.Fatal(err)
		}
	}
	return p
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func site(tb testing.TB, config web.Config) http.Handler {
	tb.Helper()
	if config.Origin == "" {
		config.Origin = "https://invest.example.gov.cn"
	}
	return web.New(district, config, quiet()).Handler()
}

func get(tb testing.TB, address string) page {
	tb.Helper()
	return serve(tb, site(tb, web.Config{}), httptest.NewRequest(http.MethodGet, address, nil))
}

func logTo(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
