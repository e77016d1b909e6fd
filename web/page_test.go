package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"

	"wellspring/internal/invest"
	"wellspring/web"
)

// paths is one address of each kind of page.
var paths = []string{
	"/", "/projects", "/projects/1", "/ceremonies", "/ceremonies/1", "/parks", "/parks/1", "/news", "/news?column=attraction", "/news/1",
	"/progress", "/policies", "/policies/1", "/data", "/search", "/search?q=%E9%92%9B", "/about", "/contact", "/statement", "/privacy", "/sitemap",
}

func english(path string) string {
	if path == "/" {
		return "/en"
	}
	return "/en" + path
}

func TestEveryKindOfPage(t *testing.T) {
	for _, path := range paths {
		for lang, address := range map[string]string{"zh-CN": path, "en": english(path)} {
			t.Run(address, func(t *testing.T) {
				p := get(t, address)
				if p.StatusCode != http.StatusOK {
					t.Fatalf("status %d", p.StatusCode)
				}
				if got, _ := p.doc.Find("html").Attr("lang"); got != lang {
					t.Errorf("is in %s, want %s", got, lang)
				}
				if n := p.doc.Find("h1").Length(); n != 1 {
					t.Errorf("has %d first headings", n)
				}
				if n := p.doc.Find("main#main").Length(); n != 1 {
					t.Errorf("has %d main parts", n)
				}
				ids := map[string]bool{}
				for _, n := range p.doc.Find("[id]").EachIter() {
					id, _ := n.Attr("id")
					if ids[id] {
						t.Errorf("has the id %s twice", id)
					}
					ids[id] = true
				}
				if strings.Contains(p.body, "style=") || p.doc.Find("style, script:not([src]):not([type='application/ld+json'])").Length() > 0 {
					t.Error("has inline style or script, which the policy forbids")
				}
			})
		}
	}
}

func meta(p page, name string) (string, bool) {
	return p.doc.Find("meta[name='" + name + "']").Attr("content")
}

func TestPagesCarryTheGovernmentTagsOfTheirLevel(t *testing.T) {
	site := []string{"SiteName", "SiteDomain", "SiteIDCode"}
	column := []string{"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
	content := []string{"ArticleTitle", "PubDate", "ContentSource"}
	for _, path := range paths {
		p := get(t, path)
		want := slices.Concat(site, column)
		if strings.HasSuffix(path, "/1") {
			want = slices.Concat(want, content)
		}
		for _, name := range want {
			if v, ok := meta(p, name); !ok || v == "" {
				t.Errorf("%s has no %s", path, name)
			}
		}
		if v, _ := meta(p, "ColumnType"); !slices.Contains(invest.ColumnTypes, invest.ColumnType(v)) {
			t.Errorf("%s has the ColumnType %s, which is none", path, v)
		}
	}
	p := get(t, "/news/1")
	if v, _ := meta(p, "PubDate"); len(v) != len("2023-12-05 09:30") || !strings.HasPrefix(v, "2023-12-") {
		t.Errorf("PubDate is %q", v)
	}
}

func TestPagesNameTheirOtherLanguageAndThemselves(t *testing.T) {
	p := get(t, "/en/projects?sector=x&page=1&sort=amount")
	if got, _ := p.doc.Find("link[rel=canonical]").Attr("href"); got != "https://invest.example.gov.cn/en/projects?sort=amount" {
		t.Errorf("canonical %s", got)
	}
	if got, _ := p.doc.Find("link[hreflang='zh-CN']").Attr("href"); got != "https://invest.example.gov.cn/projects?sort=amount" {
		t.Errorf("Chinese twin %s", got)
	}
}

func TestTheHostHeaderIsNotBelieved(t *testing.T) {
	for _, path := range []string{"/", "/projects/1", "/feed.atom", "/sitemap.xml", "/robots.txt"} {
		r := httptest.NewRequest(http.MethodGet, "http://evil.example"+path, nil)
		r.Header.Set("X-Forwarded-Host", "evil.example")
		if p := serve(t, site(t, web.Config{}), r); strings.Contains(p.body, "evil.example") {
			t.Errorf("%s repeats the Host header", path)
		}
	}
}

func TestResponsesAreGuarded(t *testing.T) {
	for _, path := range append([]string{"/nowhere", "/robots.txt", "/healthz"}, paths...) {
		h := get(t, path).Header
		for name, part := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin",
			"Permissions-Policy": "camera=()", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
			"X-Request-Id": "",
		} {
			if got := h.Get(name); got == "" || !strings.Contains(got, part) {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		if csp := h.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: the policy is %q", path, csp)
		}
	}
}

func TestErrorPages(t *testing.T) {
	for _, c := range []struct {
		address string
		status  int
		words   string
	}{
		{"/nowhere", 404, "没有找到"},
		{"/en/nowhere", 404, "no such page"},
		{"/projects/99999", 404, "没有找到"},
		{"/projects/0", 404, "没有找到"},
		{"/projects/01", 404, "没有找到"},
		{"/projects/+1", 404, "没有找到"},
		{"/projects/99999999999999999999", 404, "没有找到"},
		{"/projects/1/x", 404, "没有找到"},
		{"/projects?page=51", 404, "没有找到"},
		{"/projects?page=40", 404, "没有找到"},
		{"/projects?after=made-up", 404, "没有找到"},
		{"/news?page=40", 404, "没有找到"},
		{"/data/nothing.csv", 404, "没有找到"},
		{"/data/nothing", 404, "没有找到"},
		{"/ceremonies/99.xlsx", 404, "没有找到"},
		{"/leave?to=https%3A%2F%2Fevil.example%2F", 404, "没有找到"},
		{"/projects?q=%ff%fe", 400, "无法识别"},
		{"/projects?q=a%00b", 400, "无法识别"},
		{"/%ff", 400, "无法识别"},
		{"/en/%00", 400, "could not read"},
	} {
		p := get(t, c.address)
		if p.StatusCode != c.status {
			t.Errorf("%s: status %d, want %d", c.address, p.StatusCode, c.status)
			continue
		}
		if p.doc == nil || !strings.Contains(p.doc.Find("h1").Text(), c.words) {
			t.Errorf("%s: says %q", c.address, p.doc.Find("h1").Text())
		}
		if p.doc.Find("meta[name=robots][content=noindex]").Length() == 0 {
			t.Errorf("%s: may be indexed", c.address)
		}
	}
}

func TestUnknownFiltersAreNamedAndIgnored(t *testing.T) {
	for address, note := range map[string]string{
		"/projects?sector=nothing":         "sector=nothing",
		"/projects?phase=negotiating":      "phase=negotiating", // internal, so it is none
		"/projects?min=many":               "min=many",
		"/projects?min=2亿美元":               "min=2亿美元",
		"/projects?colour=red":             "colour=red",
		"/projects?page=abc":               "page=abc",
		"/projects?sort=%3Cscript%3E":      "sort=<script>",
		"/news?column=nothing":             "column=nothing",
		"/search?q=x&kind=nothing":         "kind=nothing",
		"/parks/1?state=nothing":           "state=nothing",
		"/ceremonies?year=1":               "year=1",
		"/en/policies?x=1":                 "x=1",
		"/projects?year=99999999999999999": "year=99999999999999999",
	} {
		p := get(t, (&url.URL{Path: strings.Split(address, "?")[0], RawQuery: strings.Split(address, "?")[1]}).String())
		if p.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", address, p.StatusCode)
		} else if got := p.doc.Find(".notice").Text(); !strings.Contains(got, note) {
			t.Errorf("%s: the note is %q", address, got)
		}
	}
}

func TestALongQueryIsCutWithANote(t *testing.T) {
	for _, path := range []string{"/search", "/projects"} {
		p := get(t, path+"?q="+url.QueryEscape(strings.Repeat("钛", 10_000)))
		if p.StatusCode != http.StatusOK || !strings.Contains(p.doc.Find(".notice").Text(), "200") {
			t.Errorf("%s: status %d, note %q", path, p.StatusCode, p.doc.Find(".notice").Text())
		}
	}
}

func TestWhatIsTypedIsNeverMarkup(t *testing.T) {
	evil := `"><script>alert(1)</script>` + "'`{{x}}"
	for _, path := range []string{"/search?q=", "/projects?q=", "/projects?place=", "/projects?min=", "/projects?", "/leave?to="} {
		p := get(t, path+url.QueryEscape(evil))
		if p.StatusCode >= 500 || p.doc.Find("script:not([src]):not([type='application/ld+json'])").Length() > 0 {
			t.Errorf("%s: status %d", path, p.StatusCode)
		}
	}
}

func TestTheBasePathIsInEveryAddress(t *testing.T) {
	h := site(t, web.Config{BasePath: "/invest"})
	for _, path := range []string{"/invest/", "/invest/projects?view=cards", "/invest/en/projects/1", "/invest/news/1", "/invest/nowhere"} {
		p := serve(t, h, httptest.NewRequest(http.MethodGet, path, nil))
		for _, n := range p.doc.Find("[href], [src], [action]").EachIter() {
			for _, attr := range []string{"href", "src", "action"} {
				v, ok := n.Attr(attr)
				if ok && strings.HasPrefix(v, "/") && !strings.HasPrefix(v, "/invest") {
					t.Errorf("%s: %s=%s", path, attr, v)
				}
			}
		}
	}
	for _, path := range []string{"/invest/feed.atom", "/invest/sitemap.xml", "/invest/robots.txt"} {
		p := serve(t, h, httptest.NewRequest(http.MethodGet, path, nil))
		if strings.Contains(strings.ReplaceAll(p.body, "https://invest.example.gov.cn/invest", ""), "https://invest.example.gov.cn") {
			t.Errorf("%s has an address without the base path", path)
		}
	}
	for path, status := range map[string]int{"/": 404, "/projects": 404, "/investor": 404, "/invest": 200} {
		if p := serve(t, h, httptest.NewRequest(http.MethodGet, path, nil)); p.StatusCode != status {
			t.Errorf("%s: status %d, want %d", path, p.StatusCode, status)
		}
	}
	p := serve(t, h, httptest.NewRequest(http.MethodGet, "/invest/projects/", nil))
	if got := p.Header.Get("Location"); p.StatusCode != 301 || got != "/invest/projects" {
		t.Errorf("a slash too many goes to %q with %d", got, p.StatusCode)
	}
}

func TestRedirectsStayOnThisSite(t *testing.T) {
	for _, path := range []string{"//evil.example/", "/%5Cevil.example/", "/\\evil.example/"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		u, err := url.ParseRequestURI(path)
		if err != nil {
			continue
		}
		r.URL = u
		r.URL.Host = ""
		if to := serve(t, site(t, web.Config{}), r).Header.Get("Location"); strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\") || strings.Contains(to, "://") {
			t.Errorf("%s is sent to %s", path, to)
		}
	}
}

func postMode(t *testing.T, form url.Values, header map[string]string) page {
	r := httptest.NewRequest(http.MethodPost, "/en/mode", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for k, v := range header {
		r.Header.Set(k, v)
	}
	return serve(t, site(t, web.Config{}), r)
}

func TestTheDisplayModeIsACookieAndGoesBackToThePage(t *testing.T) {
	p := postMode(t, url.Values{"type": {"large"}, "back": {"/en/projects?page=1"}}, nil)
	if p.StatusCode != http.StatusSeeOther || p.Header.Get("Location") != "/en/projects?page=1" {
		t.Errorf("status %d to %s", p.StatusCode, p.Header.Get("Location"))
	}
	if c := p.Cookies(); len(c) != 1 || c[0].Name != "type" || c[0].Value != "large" || !c[0].HttpOnly || !c[0].Secure {
		t.Errorf("cookies %v", c)
	}
	for _, back := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""} {
		if to := postMode(t, url.Values{"scheme": {"dark"}, "back": {back}}, nil).Header.Get("Location"); to != "/en" {
			t.Errorf("back=%s goes to %s", back, to)
		}
	}
	if p := postMode(t, url.Values{"scheme": {"purple"}}, nil); len(p.Cookies()) != 0 {
		t.Error("an unknown scheme was kept")
	}
	if p := postMode(t, url.Values{"type": {"large"}}, map[string]string{"Sec-Fetch-Site": "cross-site"}); p.StatusCode != http.StatusForbidden {
		t.Errorf("another site may set the mode: %d", p.StatusCode)
	}
	big := postMode(t, url.Values{"back": {"/" + strings.Repeat("x", 100_000)}}, nil)
	if big.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a form of 100 kB: %d", big.StatusCode)
	}
}

func TestHeadAndOtherMethods(t *testing.T) {
	p := serve(t, site(t, web.Config{}), httptest.NewRequest(http.MethodHead, "/projects", nil))
	if p.StatusCode != http.StatusOK {
		t.Errorf("HEAD: %d", p.StatusCode)
	}
	p = serve(t, site(t, web.Config{}), httptest.NewRequest(http.MethodDelete, "/projects", nil))
	if p.StatusCode != http.StatusMethodNotAllowed && p.StatusCode != http.StatusNotFound {
		t.Errorf("DELETE: %d", p.StatusCode)
	}
}

func TestTheClientAddressComesFromConfiguredProxiesOnly(t *testing.T) {
	// The address is only in the log; that it can be forged must not hold.
	for _, c := range []struct {
		proxies []netip.Prefix
		want    string
	}{{nil, "192.0.2.1"}, {[]netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, "203.0.113.9"}} {
		var log strings.Builder
		r := httptest.NewRequest(http.MethodGet, "/healthz", nil) // from 192.0.2.1
		r.Header.Set("X-Forwarded-For", "203.0.113.9")
		serve(t, web.New(district, web.Config{Origin: "http://x", Proxies: c.proxies}, logTo(&log)).Handler(), r)
		if !strings.Contains(log.String(), "from="+c.want) {
			t.Errorf("with %v the log says %s", c.proxies, log.String())
		}
	}
}
