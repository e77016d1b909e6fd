package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"wellspring/web"
)

func TestASiteThatKnowsItsHostsRefusesOthers(t *testing.T) {
	ours := site(t, web.Config{BasePath: "/x", Hosts: []string{"invest.example.gov.cn", "::1"}})
	anybodys := site(t, web.Config{BasePath: "/x"})
	for _, c := range []struct {
		host, path string
		want       int
	}{
		{"invest.example.gov.cn", "/x/projects", http.StatusOK},
		{"Invest.Example.gov.cn:8080", "/x/projects", http.StatusOK},
		{"[::1]:8080", "/x/projects", http.StatusOK},
		{"[::1]", "/x/projects", http.StatusOK},
		{"elsewhere.example", "/x/projects", http.StatusMisdirectedRequest},
		{"invest.example.gov.cn.elsewhere.example", "/x/en", http.StatusMisdirectedRequest},
		{"", "/x/en/projects/1", http.StatusMisdirectedRequest},
		{"127.0.0.1:8080", "/x/projects", http.StatusMisdirectedRequest},
		{"127.0.0.1:8080", "/x/healthz", http.StatusOK},
		{"127.0.0.1:8080", "/x/readyz", http.StatusOK},
	} {
		request := func() *http.Request {
			r := httptest.NewRequest(http.MethodGet, c.path, nil)
			r.Host = c.host
			return r
		}
		if p := serve(t, ours, request()); p.StatusCode != c.want {
			t.Errorf("%s at %q: %d, want %d", c.path, c.host, p.StatusCode, c.want)
		}
		if p := serve(t, anybodys, request()); p.StatusCode != http.StatusOK {
			t.Errorf("%s at %q, with no hosts named: %d", c.path, c.host, p.StatusCode)
		}
	}
}
