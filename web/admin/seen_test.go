package admin_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"wellspring/internal/invest"
)

func TestWhoSeesNoTextsSeesNoneAnywhere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const title = "尚未公开的名字"
	for _, k := range invest.Kinds {
		h.write(t, least(k, title))
	}
	for _, login := range []string{"admin", "auditor", "writer2", "director", "statistician"} {
		b := h.as(t, login)
		for _, d := range doors {
			for _, k := range d.kinds() {
				theirs := h.actor(t, login).Editor.Sees(k) == invest.SeesAll || d.path == "" && (login == "director" || login == "statistician")
				if d.method != "GET" || theirs {
					continue
				}
				path, _ := d.request(stock{k: {"": {Number: 1}}}, k, 1, true)
				if p := b.get(t, "/admin"+path); strings.Contains(p.body, title) {
					t.Errorf("%s sees a text at %s", login, path)
				}
			}
		}
	}
	// What may be referred to is what is seen, and the rest is not named.
	b := h.as(t, "writer2")
	f := b.get(t, "/admin/updates/new").form(t, "/new")
	f.fill(t, map[string]string{"project": "1", "date": "2023年8月", "title.zh": "进展", "text.zh": "封顶", "source.name.zh": "局"})
	p := f.press(t, "save").follow(t)
	if strings.Contains(p.body, title) {
		t.Error("a reference gives the title of what is another's")
	}
	f.set(t, "project", title)
	f.press(t, "save").want(t, http.StatusUnprocessableEntity)
}

func TestALinkToAnothersDraftIsNotOnesOwnToRevoke(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.write(t, least(invest.KindPark, "高新园"))
	h.as(t, "writer").post(t, at(d)+"/links", url.Values{"days": {"1"}}).want(t, http.StatusOK)
	links, err := h.store.PreviewLinks(t.Context(), d.Kind, d.Number)
	if err != nil {
		t.Fatal(err)
	}
	b := h.as(t, "writer2")
	f := b.get(t, "/admin/parks/new").form(t, "/new")
	f.fill(t, map[string]string{"name.zh": "自己的", "source.name.zh": "局"})
	n := madeNumber(t, f.press(t, "save"))
	sent := url.Values{"revoke": {strconv.FormatInt(links[0].ID, 10)}}
	b.post(t, "/admin/parks/"+strconv.FormatInt(n, 10)+"/links", sent).want(t, http.StatusForbidden)
	if links, err = h.store.PreviewLinks(t.Context(), d.Kind, d.Number); err != nil || !links[0].Revoked.IsZero() {
		t.Errorf("it was revoked: %v", err)
	}
}

func TestAnAddressThatMakesNoSenseIsNoFault(t *testing.T) {
	t.Parallel()
	h, s := newStockedHouse(t)
	b, auditor := h.everyRole(t), h.as(t, "auditor")
	for _, value := range []string{"-1", "99999999999999999999", "%_*\"' OR 1=1 --", strings.Repeat("长", 2_000)} {
		query := url.Values{}
		for _, name := range []string{
			"q", "state", "owner", "filed", "age", "english", "page", "from", "to", "before", "login", "action", "result", "width", "lang", "kind", "value", "done", "token",
		} {
			query.Set(name, value)
		}
		for _, d := range doors {
			for _, k := range d.kinds() {
				if d.method != "GET" {
					continue
				}
				path, _ := d.request(s, k, 1, true)
				path, _, _ = strings.Cut(path, "?")
				who := b
				if strings.HasPrefix(path, "/audit") {
					who = auditor
				}
				if p := who.get(t, "/admin"+path+"?"+query.Encode()); p.StatusCode >= 500 || p.StatusCode == http.StatusForbidden {
					t.Errorf("%s?…=%.20q: %d", path, value, p.StatusCode)
				}
			}
		}
	}
	for _, n := range []string{"0", "-1", "01", "1e0", "99999999999999999999", "x", "1.xlsx", "%00", "%ff", "%2e%2e", "1%2f2"} {
		for _, path := range []string{"", "/preview", "/revisions", "/reviews", "/reviews/sheet", "/publication"} {
			p := b.get(t, "/admin/parks/"+n+path)
			if p.StatusCode != http.StatusNotFound && p.StatusCode != http.StatusBadRequest {
				t.Errorf("park %s%s: %d", n, path, p.StatusCode)
			}
		}
		if strings.HasPrefix(n, "%") || strings.Contains(n, "%2f") {
			continue
		}
		for _, path := range []string{"", "/autosave", "/submission", "/copy", "/revisions", "/shares", "/comments", "/reviews", "/publication", "/schedule", "/links", "/bin", "/presence"} {
			sent := url.Values{"whole": {"1"}, "do": {"publish"}, "restore": {"1"}, "days": {"1"}}
			if path == "/schedule" {
				sent.Set("do", "unschedule")
			}
			if p := b.post(t, "/admin/parks/"+n+path, sent); p.StatusCode != http.StatusNotFound {
				t.Errorf("POST to park %s%s: %d", n, path, p.StatusCode)
			}
		}
	}
	h.unchanged(t, s)
}
