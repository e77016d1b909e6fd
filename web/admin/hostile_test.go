package admin_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"wellspring/internal/invest"
)

// hostile are texts by which somebody might get more out of a page than words.
// Each begins otherwise, since what a text begins with decides what a
// spreadsheet makes of it.
var hostile = []string{
	`"><script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>' onclick='x {{.}}${7*7}</title></textarea><!--`,
	`=cmd|'/C calc'!A0]]><a href="javascript:alert(1)">甲</a><b><i>乙</b &lt;script&gt;&#60;script&#62;` + "\u202e\u2066倒",
	`javascript:alert(1)//<style>*{}</style><base href=//evil><iframe srcdoc='<script>1'><meta http-equiv=refresh><form action=//evil>` + strings.Repeat("W", 60),
}

// brief are such texts for fields that take few characters.
var brief = []string{`"><script>x()</script>`, `=1+1<svg/onload=x()>`, `javascript:x()`, `+1' onclick='x()`, `@SUM(1)`, `-1</select><script>`, "\t=1"}

// threat gives a field something hostile that is not too long for it.
func threat(text string) func(name string) string {
	n := 0
	return func(name string) string {
		last := name[strings.LastIndexByte(strings.TrimSuffix(strings.TrimSuffix(name, ".zh"), ".en"), '.')+1:]
		switch strings.TrimSuffix(strings.TrimSuffix(last, ".zh"), ".en") {
		case "unit", "far", "code", "plot", "floor", "phone", "docNo":
			n++
			return brief[n%len(brief)] + strconv.Itoa(n)
		}
		return text
	}
}

// harmless holds a page to having nothing in it that runs, or leads to something
// that does, but its own scripts.
func (p page) harmless(t *testing.T) page {
	t.Helper()
	where := p.Request.Method + " " + p.Request.URL.String()
	if p.StatusCode >= 500 || p.doc == nil {
		t.Errorf("%s: %d %s", where, p.StatusCode, p.Header.Get("Content-Type"))
		return p
	}
	if policy := p.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "script-src 'self'") || strings.Contains(policy, "unsafe") {
		t.Errorf("%s: policy %q", where, policy)
	}
	for _, n := range p.doc().Find("*").EachIter() {
		name := goquery.NodeName(n)
		switch name {
		case "script":
			if kind := n.AttrOr("type", ""); kind == "application/ld+json" {
				if !json.Valid([]byte(n.Text())) {
					t.Errorf("%s: data that is not whole: %s", where, n.Text())
				}
			} else if !strings.HasPrefix(n.AttrOr("src", ""), "/static/") || n.Text() != "" {
				t.Errorf("%s: a script that is not ours: %s %s", where, n.AttrOr("src", ""), n.Text())
			}
		case "style", "base", "object", "embed", "applet", "frame", "math":
			t.Errorf("%s: <%s>", where, name)
		case "iframe":
			if !strings.HasPrefix(n.AttrOr("src", ""), "/") || n.AttrOr("sandbox", "-") != "allow-same-origin" || n.AttrOr("srcdoc", "") != "" {
				t.Errorf("%s: a frame to %s", where, n.AttrOr("src", ""))
			}
		case "meta":
			if n.AttrOr("http-equiv", "") != "" {
				t.Errorf("%s: <meta http-equiv>", where)
			}
		}
		for _, a := range n.Nodes[0].Attr {
			key, value := strings.ToLower(a.Key), strings.ToLower(strings.TrimLeft(a.Val, "\x00\x01 \t\r\n\u00a0"))
			if strings.HasPrefix(key, "on") || key == "style" || key == "srcdoc" || key == "formaction" {
				t.Errorf("%s: <%s %s=%q>", where, name, a.Key, a.Val)
			}
			if key == "href" || key == "src" || key == "action" || key == "data" || key == "poster" || key == "cite" {
				scheme, _, _ := strings.Cut(value, ":")
				inside := strings.HasPrefix(value, "/") && !strings.HasPrefix(value, "//") || strings.HasPrefix(value, "#") || strings.HasPrefix(value, "?") || value == ""
				if !inside && (name != "a" && name != "link" || scheme != "https" && scheme != "http" && scheme != "mailto" && scheme != "tel") {
					t.Errorf("%s: <%s %s=%q>", where, name, a.Key, a.Val)
				}
			}
		}
	}
	return p
}

// shows holds a page to showing a text as it was typed.
func (p page) shows(t *testing.T, text string) page {
	t.Helper()
	words := strings.Join(strings.Fields(text), " ")
	typed := false // or it stands in a field
	for _, n := range p.doc().Find("input").EachIter() {
		typed = typed || n.AttrOr("value", "") == text
	}
	if !typed && !strings.Contains(p.text(), words) {
		t.Errorf("%s does not show %.40s… as it was typed", p.Request.URL, text)
	}
	return p
}

func TestHostileTextIsShownAndDoesNothing(t *testing.T) {
	t.Parallel()
	for i, text := range hostile {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.shelf(t)
			boss := h.as(t, "admin")
			for _, login := range []string{"writer", "statistician", "reviewer1", "reviewer2", "reviewer3", "columns"} {
				path := "/people/" + strconv.FormatInt(h.actor(t, login).Editor.ID, 10)
				f := boss.get(t, "/admin"+path).form(t, path)
				f.set(t, "name", text)
				f.press(t, "").follow(t).harmless(t).shows(t, text)
			}
			boss.get(t, "/admin/people").harmless(t).shows(t, text)
			for _, k := range []invest.Kind{invest.KindProject, invest.KindPark, invest.KindPolicy, invest.KindCeremony, invest.KindArticle, invest.KindUpdate, invest.KindRelease} {
				h.meet(t, k, text)
			}
			for _, login := range []string{"writer", "columns", "lead"} {
				b := h.as(t, login)
				for _, path := range []string{"/admin", "/en/admin", "/admin/sessions", "/admin/password"} {
					b.get(t, path).harmless(t)
				}
			}
			b := h.browser()
			for _, path := range []string{
				"/", "/projects", "/parks", "/policies", "/ceremonies", "/news", "/progress", "/data", "/sitemap", "/search?q=" + url.QueryEscape(text),
				"/projects?q=" + url.QueryEscape(text) + "&place=" + url.QueryEscape(text) + "&" + url.QueryEscape(text) + "=1", "/leave?to=" + url.QueryEscape(text), "/" + url.PathEscape(text),
			} {
				b.get(t, path).harmless(t)
				b.get(t, "/en"+strings.TrimSuffix(path, "/")).harmless(t)
			}
			for _, path := range []string{"/feed.atom", "/news/feed.atom", "/projects/feed.atom", "/en/feed.atom", "/sitemap.xml"} {
				p := b.get(t, path).want(t, http.StatusOK)
				for d := xml.NewDecoder(strings.NewReader(p.body)); ; {
					token, err := d.Token()
					if errors.Is(err, io.EOF) {
						break
					}
					if el, ok := token.(xml.StartElement); err != nil || ok && (el.Name.Local == "script" || el.Name.Local == "svg") {
						t.Fatalf("%s: %v %v", path, token, err)
					}
				}
			}
			h.noFormulas(t)
		})
	}
}

// meet takes a text of a kind, hostile in every field, all the way to the public
// and looks at every page on it.
func (h *house) meet(t *testing.T, k invest.Kind, text string) {
	t.Helper()
	b := h.as(t, author(k))
	f := b.get(t, "/admin/"+paths[k]+"/new").form(t, "/new").grown(t, 1).everything(t, threat(text))
	f.set(t, "change", text)
	if k == invest.KindProject {
		f.set(t, "validUntil", "2024年底")
	}
	p := f.press(t, "save")
	if p.StatusCode != http.StatusSeeOther {
		t.Fatalf("%s: %d %s", k, p.StatusCode, p.says())
	}
	d := h.draft(t, k, madeNumber(t, p))
	for _, c := range []struct {
		page, to, button string
		fields           map[string]string
	}{
		{"/reviews", "/comments", "", map[string]string{"text": text}},
		{"/reviews", "/submission", "", nil},
	} {
		f := b.get(t, at(d)+c.page).form(t, c.to, c.button).fill(t, c.fields)
		f.press(t, c.button).follow(t).harmless(t)
	}
	for _, lang := range []string{"", "/en"} {
		for _, path := range []string{"", "/preview", "/preview?page=1", "/revisions", "/reviews", "/reviews/sheet", "/publication"} {
			b.get(t, lang+at(d)+path).want(t, http.StatusOK).harmless(t)
		}
		b.get(t, lang+"/admin/"+paths[k]+"?q="+url.QueryEscape(text)+"&state="+url.QueryEscape(text)+"&owner="+url.QueryEscape(text)).harmless(t)
	}
	b.get(t, at(d)).shows(t, text)
	b.get(t, "/admin/"+paths[k]).shows(t, text)
	b.get(t, at(d)+"/reviews").shows(t, text)
	for _, level := range []string{"reviewer1", "reviewer2", "reviewer3"} {
		h.as(t, level).review(t, d, "passed", text).follow(t).harmless(t).shows(t, text)
	}
	columns := h.as(t, "columns")
	columns.get(t, at(d)+"/publication").form(t, "/publication", "publish").press(t, "publish").follow(t).harmless(t)
	columns.get(t, at(d)).harmless(t) // which is not the form for them

	// Two at once, and what was not accepted.
	f, g := b.opened(t, k, d.Number), b.opened(t, k, d.Number)
	for name, vs := range f.values {
		if vs[0] == text {
			f.values.Set(name, text[:len(text)-1])
			g.values.Set(name, text+"!")
		}
	}
	g.press(t, "save").follow(t)
	f.press(t, "save").want(t, http.StatusConflict).harmless(t)
	b.get(t, at(d)+"/revisions?from=1&to=2").harmless(t)
	for name := range f.values {
		if !strings.HasSuffix(name, "#") && name != "token" && name != "whole" {
			f.values.Set(name, text+strings.Repeat("过长", 3_000))
		}
	}
	f.press(t, "save").harmless(t)

	public := h.browser()
	for _, lang := range []string{"", "/en"} {
		for _, path := range []string{"/projects", "/parks", "/policies", "/ceremonies", "/news"} {
			if path == "/"+paths[k] || k == invest.KindArticle && path == "/news" {
				if p := public.get(t, lang+path+"/"+strconv.FormatInt(d.Number, 10)).want(t, http.StatusOK).harmless(t); lang == "" {
					p.shows(t, text)
				}
			}
		}
	}
	f = columns.get(t, at(d)+"/publication").form(t, "/schedule", "end")
	f.fill(t, map[string]string{"at": "2023-12-24T09:00", "reason": text})
	f.press(t, "end").follow(t).harmless(t)
	link := b.post(t, at(d)+"/links", url.Values{"days": {"1"}}).want(t, http.StatusOK).harmless(t).doc().Find("input[readonly]").AttrOr("value", "")
	public.get(t, strings.TrimPrefix(link, site)).want(t, http.StatusOK).harmless(t)
}

// noFormulas holds everything that a spreadsheet opens to having words in it only.
func (h *house) noFormulas(t *testing.T) {
	t.Helper()
	h.browser().signIn(t, "=cmd|'/C calc'!A0", "x")
	auditor := h.as(t, "auditor")
	auditor.get(t, "/admin/audit").harmless(t)
	auditor.get(t, "/en/admin/audit?login="+url.QueryEscape(hostile[0])+"&action="+url.QueryEscape(hostile[0])).harmless(t)
	for path, b := range map[string]*browser{"/admin/audit/audit.csv": auditor, "/data/funds.csv": h.browser(), "/en/data/funds.csv": h.browser()} {
		p := b.get(t, path).want(t, http.StatusOK)
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(p.body, "\ufeff"))).ReadAll()
		if err != nil || len(rows) < 2 {
			t.Errorf("%s: %d rows, %v", path, len(rows), err)
		}
		for _, row := range rows {
			for _, cell := range row {
				_, notNumber := strconv.ParseFloat(cell, 64)
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") && notNumber != nil {
					t.Errorf("%s has the formula %q", path, cell)
				}
			}
		}
	}
	p := h.browser().get(t, "/ceremonies/2.xlsx").want(t, http.StatusOK)
	book, err := excelize.OpenReader(bytes.NewReader([]byte(p.body)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil || len(rows) < 3 {
			t.Errorf("%d rows, %v", len(rows), err)
		}
		for i, row := range rows {
			for j := range row {
				name, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, err := book.GetCellFormula(sheet, name); err != nil || formula != "" {
					t.Errorf("%s is the formula %q, %v", name, formula, err)
				}
			}
		}
	}
}

func TestHostileNamesAndBrowsersAreShownAndDoNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, text := range append(hostile, brief...) {
		b := h.browser()
		agent := header("User-Agent", "Firefox "+text)
		f := b.get(t, "/admin/login?to="+url.QueryEscape(text)).harmless(t).form(t, "/login")
		f.fill(t, map[string]string{"login": text, "password": "wrong entirely"})
		if utf8.RuneCountInString(text) < 30 { // each costs a tenth of a second
			f.press(t, "", agent).harmless(t).shows(t, text)
		}
		f.fill(t, map[string]string{"login": "writer", "password": right})
		f.press(t, "", agent).want(t, http.StatusSeeOther)
		b.get(t, "/admin/sessions").harmless(t)
		b.post(t, "/admin/parks/new", url.Values{"whole": {"1"}, text: {text}, "open": {text}, "do": {text}, "version": {text}}).harmless(t)
		late := h.browser().post(t, "/admin/parks/new", url.Values{"whole": {"1"}, text: {text}, "name.zh": {text}}).want(t, http.StatusUnauthorized).harmless(t).form(t, "/login")
		late.fill(t, map[string]string{"login": "writer", "password": right})
		late.press(t, "").want(t, http.StatusOK).harmless(t)
		b.get(t, "/admin?done="+url.QueryEscape(text)).harmless(t)
		b.get(t, "/admin/parks/"+url.PathEscape(text)).harmless(t)
		b.get(t, "/admin/reads?kind="+url.QueryEscape(text)+"&value="+url.QueryEscape(text)).harmless(t)
		for _, kind := range []string{"money", "date", "land", "period", "number", "media"} {
			p := b.get(t, "/admin/reads?kind="+kind+"&value="+url.QueryEscape(text)).want(t, http.StatusOK)
			if !strings.HasPrefix(p.Header.Get("Content-Type"), "application/json") || p.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("reads as %s", p.Header.Get("Content-Type"))
			}
		}
	}
	h.as(t, "auditor").get(t, "/admin/audit").harmless(t)
}

func TestHostileSettingsAreShownAndDoNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, path := range []string{"/admin/settings/site", "/admin/settings/indicators", "/admin/settings/sectors", "/admin/columns"} {
		f := h.as(t, settingPages[path]).get(t, path).form(t, path).grown(t, 1)
		keys := url.Values{}
		for name, vs := range f.values {
			if strings.HasSuffix(name, ".key") {
				keys[name] = vs
			}
		}
		n := 0
		f.everything(t, func(name string) string {
			if strings.HasSuffix(name, ".gb") {
				return `"><svg/onload=x()>`
			}
			n++
			return brief[n%3]
		})
		for name, vs := range keys {
			f.values[name] = vs
		}
		p := f.press(t, "save")
		if p.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: %d %s", path, p.StatusCode, p.says())
			continue
		}
		p.follow(t).harmless(t)
		for _, bad := range []string{"javascript:alert(1)", "//evil.example", "data:text/html,x", "https://u:p@evil.example"} {
			for name := range f.values {
				if strings.HasSuffix(name, "url") || strings.HasSuffix(name, "errorReport") {
					f.values.Set(name, bad)
				}
			}
			if path == "/admin/settings/site" {
				f.press(t, "save").want(t, http.StatusUnprocessableEntity).harmless(t)
			}
		}
	}
	for _, path := range []string{"/", "/about", "/contact", "/statement", "/privacy", "/projects", "/news", "/data", "/search?q=x", "/nothing", "/admin/login", "/sitemap"} {
		h.browser().get(t, path).harmless(t)
		h.browser().get(t, "/en"+strings.TrimSuffix(path, "/")).harmless(t)
	}
	f := h.as(t, "admin").get(t, "/admin/settings/redirects").form(t, "/redirects").grown(t, 1)
	for _, to := range []string{"//evil.example", `/\evil.example`, "https://evil.example", "javascript:alert(1)", "/x\r\nSet-Cookie: a=b"} {
		f.fill(t, map[string]string{"redirects.0.from": "/old", "redirects.0.to": to})
		if p := f.press(t, "save"); p.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("an old address leads to %q: %d", to, p.StatusCode)
		}
	}
}
