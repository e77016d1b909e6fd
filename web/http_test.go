package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
	"wellspring/web"
)

func TestWhatIsRefusedEarlyIsGuardedAndLoggedToo(t *testing.T) {
	var log strings.Builder
	h := web.New(district, web.Config{Origin: "https://invest.example.gov.cn", BasePath: "/invest"}, logTo(&log)).Handler()
	for _, c := range []struct {
		method, target string
		header         map[string]string
		status         int
	}{
		{"GET", "/invest/projects/", nil, 301},
		{"GET", "/invest/projects?q=%ff", nil, 400},
		{"GET", "/elsewhere", nil, 404},
		{"POST", "/invest/mode", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"POST", "/invest/projects", nil, 405},
		{"DELETE", "/invest/projects/1", nil, 405},
	} {
		log.Reset()
		r := httptest.NewRequest(c.method, c.target, nil)
		for k, v := range c.header {
			r.Header.Set(k, v)
		}
		p := serve(t, h, r)
		if p.StatusCode != c.status || p.Header.Get("Content-Security-Policy") == "" || p.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s %s: %d, headers %v", c.method, c.target, p.StatusCode, p.Header)
		}
		if !strings.Contains(log.String(), p.Header.Get("X-Request-Id")) {
			t.Errorf("%s %s is not in the log: %s", c.method, c.target, log.String())
		}
		if c.status >= 400 && (p.doc == nil || p.doc.Find("h1").Length() != 1) {
			t.Errorf("%s %s: no page but %s", c.method, c.target, p.body)
		}
	}
}

func TestASlashTooManyKeepsTheQuery(t *testing.T) {
	p := get(t, "/projects/?sector=sensor&phase=promoted")
	if to := p.Header.Get("Location"); to != "/projects?sector=sensor&phase=promoted" {
		t.Errorf("goes to %s", to)
	}
}

func TestTheModeCanBeSetBehindAProxyThatChangesTheHost(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "http://10.0.0.7:8080/mode", strings.NewReader("type=large"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://invest.example.gov.cn")
	if p := serve(t, site(t, web.Config{}), r); p.StatusCode != http.StatusSeeOther {
		t.Errorf("status %d", p.StatusCode)
	}
}

func TestAnErrorPageMakesNoLinkOfItsAddress(t *testing.T) {
	for _, target := range []string{"/en//evil.example/x", "//evil.example", "/%3Fa=b%23c", "/en/%2F%2Fevil.example"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL = &url.URL{Path: target}
		p := serve(t, site(t, web.Config{}), r)
		if p.doc == nil {
			continue
		}
		for _, n := range p.doc.Find("a, form, input[name=back]").EachIter() {
			for _, attr := range []string{"href", "action", "value"} {
				if v, _ := n.Attr(attr); strings.HasPrefix(v, "//") || strings.Contains(v, "evil") {
					t.Errorf("%s: %s=%s", target, attr, v)
				}
			}
		}
	}
}

func TestNotesDoNotGrowWithTheAddress(t *testing.T) {
	q := url.Values{}
	for i := range 500 {
		q.Set("x"+strings.Repeat("y", i%7)+time.Duration(i).String(), "1")
	}
	p := get(t, "/projects?"+q.Encode())
	if n := p.doc.Find(".notice p").Length(); n != 11 {
		t.Errorf("%d notes", n)
	}
	if p := get(t, "/projects?page=99999999999999999999"); p.StatusCode != http.StatusNotFound {
		t.Errorf("a page far past the end: %d", p.StatusCode)
	}
}

func TestCompressionIsForThoseWhoTakeIt(t *testing.T) {
	for header, want := range map[string]string{
		"gzip": "gzip", "br, gzip;q=0.5": "gzip", "*": "", "": "", "gzip;q=0": "", "gzip; q=0.000": "", "xgzip": "", "br": "",
	} {
		r := httptest.NewRequest(http.MethodGet, "/projects", nil)
		r.Header.Set("Accept-Encoding", header)
		if got := serve(t, site(t, web.Config{}), r).Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q gives %q", header, got)
		}
	}
}

// bureau is a store of its own with what a test puts into it.
func bureau(t *testing.T, parts ...invest.Setting) (http.Handler, *sqlite.Store, *desk.Desk) {
	t.Helper()
	store, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	d := desk.New(store, time.Now)
	for _, p := range parts {
		if err := d.SaveSetting(t.Context(), desk.Operator, p, 0); err != nil {
			t.Fatal(err)
		}
	}
	return web.New(store, web.Config{Origin: "https://invest.example.gov.cn", BasePath: "/x"}, quiet()).Handler(), store, d
}

func publish(t *testing.T, d *desk.Desk, c invest.Content) int64 {
	t.Helper()
	numbers, err := d.Batch(t.Context(), desk.Operator, []invest.Content{c}, true, "test")
	if err != nil {
		t.Fatal(err)
	}
	return numbers[0]
}

func TestAddressesOfTheOldSiteLeadToTheirNewOnes(t *testing.T) {
	h, _, _ := bureau(t, &invest.Redirects{
		{From: "/old/", To: "/projects"},
		{From: "/news/20231116.html", To: "/news/1"},
		{From: "/show.aspx?id=1", To: "/projects?q=钛"},
		{From: "/gy", To: "/关于"},
	})
	for from, to := range map[string]string{
		"/x/old/": "/x/projects", "/x/old/?utm=1": "/x/projects", "/x/news/20231116.html": "/x/news/1", "/x/show.aspx?id=1": "/x/projects?q=%E9%92%9B",
		"/x/gy": "/x/%E5%85%B3%E4%BA%8E",
	} {
		p := serve(t, h, httptest.NewRequest(http.MethodGet, from, nil))
		got, _ := url.QueryUnescape(p.Header.Get("Location"))
		want, _ := url.QueryUnescape(to)
		if p.StatusCode != http.StatusMovedPermanently || got != want {
			t.Errorf("%s: %d to %s", from, p.StatusCode, p.Header.Get("Location"))
		}
	}
	for _, r := range []invest.Redirects{{{From: "/a", To: "/a"}}, {{From: "/a", To: "/b"}, {From: "/b", To: "/a"}}} {
		if len(r.Validate()) == 0 {
			t.Errorf("%v goes round and round", r)
		}
	}
}

func TestLeavingPassesAPageThatSaysSo(t *testing.T) {
	site := invest.DefaultSettings().Site
	site.About = invest.Text{Zh: `<p><a href="https://www.example.com/x?a=1&amp;b=2">甲</a><a href="//proto.example/1">乙</a><a href="https://www.mofcom.gov.cn/">丙</a></p>`}
	h, _, d := bureau(t, &site)
	publish(t, d, &invest.Policy{
		Title: invest.Text{Zh: "办法"}, Validity: invest.InForce, Source: invest.Source{Name: invest.Text{Zh: "区政府"}, URL: "https://paper.example.com/1"},
	})
	links := 0
	for _, path := range []string{"/x/about", "/x/policies/1"} {
		p := serve(t, h, httptest.NewRequest(http.MethodGet, path, nil))
		for _, n := range p.doc.Find("a[href*='/leave?']").EachIter() {
			links++
			href, _ := n.Attr("href")
			q := serve(t, h, httptest.NewRequest(http.MethodGet, href, nil))
			target, _ := q.doc.Find("a.button").Attr("href")
			if q.StatusCode != http.StatusOK || !strings.HasPrefix(target, "https://") || !strings.Contains(q.doc.Find("h1").Text(), "离开") {
				t.Errorf("%s: %d to %s", href, q.StatusCode, target)
			}
		}
		if path == "/x/about" && p.doc.Find("a[href='https://www.mofcom.gov.cn/']").Length() != 1 {
			t.Error("a government site is not linked straight")
		}
	}
	if links != 3 {
		t.Errorf("%d links leave", links)
	}
}

func TestWhatWasWithdrawnIsGoneInBothLanguages(t *testing.T) {
	h, store, d := bureau(t)
	n := publish(t, d, &invest.Policy{Title: invest.Text{Zh: "办法"}, Validity: invest.InForce, Source: invest.Source{Name: invest.Text{Zh: "区政府"}}})
	draft, err := store.Draft(t.Context(), invest.KindPolicy, n)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Withdraw(t.Context(), desk.Operator, invest.KindPolicy, n, draft.Version, "重复"); err != nil {
		t.Fatal(err)
	}
	for path, words := range map[string]string{"/x/policies/1": "撤回", "/x/en/policies/1": "withdrawn"} {
		p := serve(t, h, httptest.NewRequest(http.MethodGet, path, nil))
		if p.StatusCode != http.StatusGone || !strings.Contains(p.doc.Find("h1").Text(), words) || strings.Contains(p.body, "办法") {
			t.Errorf("%s: %d, %s", path, p.StatusCode, p.doc.Find("h1").Text())
		}
	}
}

// withdrawing is a catalogue from which an update goes between two reads.
type withdrawing struct{ *sqlite.Store }

func (withdrawing) Update(context.Context, int64) (*invest.Update, invest.Publication, error) {
	return nil, invest.Publication{}, invest.Errorf(invest.Gone, "update")
}

func TestASearchOutlivesWhatIsWithdrawnMeanwhile(t *testing.T) {
	h := web.New(withdrawing{district}, web.Config{Origin: "https://x"}, quiet()).Handler()
	p := serve(t, h, httptest.NewRequest(http.MethodGet, "/search?kind=update&q="+url.QueryEscape("封顶"), nil))
	if p.StatusCode != http.StatusOK || p.doc.Find(".hits a").Length() == 0 {
		t.Errorf("status %d, %d hits", p.StatusCode, p.doc.Find(".hits a").Length())
	}
}

// broken is a catalogue whose store has failed.
type broken struct{ *sqlite.Store }

func (broken) Project(context.Context, int64) (*invest.Project, invest.Publication, error) {
	return nil, invest.Publication{}, context.DeadlineExceeded
}

func (broken) Policies(context.Context) ([]invest.PolicyRow, error) { panic("secret cause") }

func TestAFailureIsAPageWithoutItsCauseAndALineWithIt(t *testing.T) {
	var log strings.Builder
	h := web.New(broken{district}, web.Config{Origin: "https://x"}, logTo(&log)).Handler()
	for path, c := range map[string]struct{ words, cause string }{
		"/projects/1": {"网站暂时出错", "deadline exceeded"}, "/en/projects/1": {"Something went wrong", "deadline exceeded"}, "/policies": {"网站暂时出错", "secret cause"},
	} {
		log.Reset()
		p := serve(t, h, httptest.NewRequest(http.MethodGet, path, nil))
		if p.StatusCode != http.StatusInternalServerError || strings.Contains(p.body, c.cause) || !strings.Contains(p.body, p.Header.Get("X-Request-Id")) {
			t.Errorf("%s: %d %s", path, p.StatusCode, p.doc.Find("h1").Text())
		}
		if !strings.Contains(p.doc.Find("h1").Text(), c.words) {
			t.Errorf("%s says %s", path, p.doc.Find("h1").Text())
		}
		if n := strings.Count(log.String(), "level=ERROR"); n != 1 || !strings.Contains(log.String(), c.cause) {
			t.Errorf("%s: %d errors in the log: %s", path, n, log.String())
		}
	}
}
