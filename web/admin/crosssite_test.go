package admin_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"wellspring/internal/invest"
)

// silent is a browser that does not say where a request comes from.
func silent(r *http.Request) {
	r.Header.Del("Sec-Fetch-Site")
	r.Header.Del("Origin")
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// everyRole is somebody who may do everything that one editor may.
func (h *house) everyRole(t *testing.T) *browser {
	t.Helper()
	e := h.actor(t, "writer2").Editor
	e.Roles = slices.DeleteFunc(slices.Clone(invest.Roles), func(r invest.Role) bool { return r == invest.Auditor })
	if _, err := h.desk.SaveEditor(t.Context(), h.actor(t, "admin"), e); err != nil {
		t.Fatal(err)
	}
	return h.as(t, "writer2")
}

func TestAChangeThatNoPageOfOursAskedForIsRefused(t *testing.T) {
	t.Parallel()
	h, s := newStockedHouse(t)
	b, victim := h.everyRole(t), h.as(t, "writer")
	token := func(b *browser) string { return b.get(t, "/admin/password").form(t, "/password").values.Get("token") }
	mine, theirs := token(b), token(victim)
	if mine == theirs {
		t.Fatal("two sessions have one token")
	}
	crossing := []struct {
		what  string
		token string
		how   []func(*http.Request)
	}{
		{"no token", "", []func(*http.Request){silent}},
		{"another's token", theirs, []func(*http.Request){silent}},
		{"a token cut short", mine[:32], []func(*http.Request){silent}},
		{"cross-site", mine, []func(*http.Request){silent, header("Sec-Fetch-Site", "cross-site")}},
		{"another host of the same site", mine, []func(*http.Request){silent, header("Sec-Fetch-Site", "same-site")}},
		{"another origin", mine, []func(*http.Request){silent, header("Origin", "https://evil.example")}},
		{"an origin that is hidden", mine, []func(*http.Request){silent, header("Origin", "null")}},
		{"the site's name with something behind it", mine, []func(*http.Request){silent, header("Origin", site+".evil.example")}},
		{"the site without https", mine, []func(*http.Request){silent, header("Sec-Fetch-Site", "cross-site"), header("Origin", "http://invest.example.gov.cn")}},
	}
	for _, d := range doors {
		for _, k := range d.kinds() {
			if d.method != "POST" {
				continue
			}
			path, sent := d.request(s, k, 1, true)
			for _, c := range crossing {
				sent.Set("token", c.token)
				if p := b.post(t, "/admin"+path, sent, c.how...); p.StatusCode != http.StatusForbidden {
					t.Errorf("%s: POST %s (%s): %d %s", c.what, path, d.sent, p.StatusCode, p.says())
				}
			}
		}
	}
	h.unchanged(t, s)
	for _, c := range crossing {
		sent := url.Values{"login": {"reviewer1"}, "password": {right}, "token": {c.token}}
		if p := h.browser().post(t, "/admin/login", sent, c.how...); p.StatusCode != http.StatusForbidden {
			t.Errorf("%s: a sign-in: %d", c.what, p.StatusCode)
		}
	}
}

func TestABrowserThatSaysNothingIsBelievedByItsToken(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser()
	f := b.get(t, "/en/admin/login").form(t, "/login")
	f.fill(t, map[string]string{"login": "writer", "password": right})
	f.press(t, "", silent).want(t, http.StatusSeeOther)
	f = b.get(t, "/admin/parks/new").form(t, "/new")
	f.fill(t, map[string]string{"name.zh": "高新园", "source.name.zh": "区招商局"})
	f.press(t, "submit", silent).follow(t)
	if d := h.draft(t, invest.KindPark, 1); d.Work != invest.WorkReview1 {
		t.Errorf("the draft is %s", d.Work)
	}
}

func TestAPageThatIsReadChangesNothing(t *testing.T) {
	t.Parallel()
	h, s := newStockedHouse(t)
	b := h.everyRole(t)
	before, err := h.store.FindAudit(t.Context(), invest.AuditFilter{})
	if err != nil {
		t.Fatal(err)
	}
	gets := map[string]bool{}
	for _, d := range doors {
		if d.method == "GET" {
			gets[d.path] = true
		}
	}
	for _, d := range doors {
		for _, k := range d.kinds() {
			if d.method != "POST" {
				continue
			}
			path, sent := d.request(s, k, 1, true)
			for _, prefix := range []string{"/admin", "/en/admin"} {
				for _, method := range []string{"GET", "HEAD"} {
					p := b.send(t, method, prefix+path+"?"+sent.Encode(), nil)
					read := p.StatusCode == http.StatusOK && gets[d.path]
					if !read && p.StatusCode != http.StatusNotFound && p.StatusCode != http.StatusMethodNotAllowed {
						t.Errorf("%s %s: %d", method, prefix+path, p.StatusCode)
					}
				}
				for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"} {
					p := b.send(t, method, prefix+path, nil, header("Sec-Fetch-Site", "same-origin"))
					if p.StatusCode != http.StatusMethodNotAllowed && p.StatusCode != http.StatusNoContent && p.StatusCode != http.StatusNotFound {
						t.Errorf("%s %s: %d", method, prefix+path, p.StatusCode)
					}
				}
			}
		}
	}
	if !b.in(t) {
		t.Error("signed out by reading")
	}
	h.unchanged(t, s)
	after, err := h.store.FindAudit(t.Context(), invest.AuditFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range after.Entries[:after.Total-before.Total] {
		if e.Action != "people-read" { // which is what the trail is for
			t.Errorf("reading left %s %q in the trail", e.Action, e.Detail)
		}
	}
}
