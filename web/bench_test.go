package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"wellspring/web"
)

// BenchmarkPage is a whole request, from the router to the compressed bytes,
// with what it reads from the store.
func BenchmarkPage(b *testing.B) {
	handler := site(b, web.Config{})
	for _, path := range []string{"/", "/projects", "/en/projects?view=cards", "/projects/1", "/ceremonies/2", "/news/1", "/data", "/search?q=%E4%BC%A0%E6%84%9F%E5%99%A8", "/healthz"} {
		b.Run(path, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Header.Set("Accept-Encoding", "gzip")
			b.ReportAllocs()
			for b.Loop() {
				w := httptest.NewRecorder()
				handler.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
}

// BenchmarkHomeWeight gives the bytes of the first view of home: the page with
// all it loads, as they travel.
func BenchmarkHomeWeight(b *testing.B) {
	handler := site(b, web.Config{})
	bytes := 0
	for b.Loop() {
		bytes = 0
		home := get(b, "/")
		bytes += packed(b, home.body)
		for _, n := range home.doc.Find("link[rel=stylesheet], link[rel=icon], script[src], img[src]").EachIter() {
			bytes += packed(b, serve(b, handler, httptest.NewRequest(http.MethodGet, address(n), nil)).body)
		}
	}
	b.ReportMetric(float64(bytes), "B/view")
	b.ReportMetric(0, "ns/op")
}

func address(n *goquery.Selection) string {
	if href, ok := n.Attr("href"); ok {
		return href
	}
	src, _ := n.Attr("src")
	return src
}

func packed(b *testing.B, s string) int {
	b.Helper()
	var out strings.Builder
	w, err := gzip.NewWriterLevel(&out, 5) // the server's level
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.WriteString(w, s); err != nil {
		b.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	return out.Len()
}
