package admin_test

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"wellspring/internal/invest"
)

// door is an address below /admin with who may go through it. The address is as
// the router has it; {kind} stands for each of the seven.
type door struct {
	method, path string
	who          func(k invest.Kind) []invest.Role
	on           invest.Work // where the text stands that it is tried on
	sent         string      // what is sent, besides the version of that text
	as           string      // the path that is asked for, where it is not of a text
	ok           int         // what whoever may gets besides 303, 404, 409 and 422
}

type roles = []invest.Role

func only(rs ...invest.Role) func(invest.Kind) []invest.Role {
	return func(invest.Kind) []invest.Role { return rs }
}

func all(invest.Kind) []invest.Role { return invest.Roles }

// The product's table of roles, column by column.

func sees(k invest.Kind) []invest.Role {
	rs := roles{invest.Writer, invest.Reviewer1, invest.Reviewer2, invest.Reviewer3, invest.ColumnManager, invest.Lead}
	switch k {
	case invest.KindCeremony:
		rs = append(rs, invest.Director)
	case invest.KindRelease: // figures are the statistician's: none can be a writer's own
		rs = append(rs[1:], invest.Statistician)
	}
	return rs
}

func seesStages(invest.Kind) []invest.Role { return sees(invest.KindCeremony) }

func writes(k invest.Kind) []invest.Role {
	if k == invest.KindRelease {
		return roles{invest.Statistician}
	}
	return roles{invest.Writer, invest.Reviewer1, invest.Reviewer2, invest.Reviewer3, invest.ColumnManager}
}

func publishes(invest.Kind) []invest.Role { return roles{invest.Reviewer3, invest.ColumnManager} }

// usesLibrary is who sees any texts, and uploads who writes any.
func usesLibrary(invest.Kind) []invest.Role {
	return append(uploads(""), invest.Lead, invest.Director)
}

func uploads(invest.Kind) []invest.Role {
	return append(writes(invest.KindArticle), writes(invest.KindRelease)...)
}

// worksOn is who has a part in a text, more than reading it.
func worksOn(k invest.Kind) []invest.Role {
	return append(writes(k), invest.Reviewer1, invest.Reviewer2, invest.Reviewer3, invest.ColumnManager)
}

// disposes is who may throw away what its author began: they, and who withdraws.
func disposes(k invest.Kind) []invest.Role {
	return append(publishes(k), invest.Role(author(k)))
}

// discards is who may throw away some texts of a kind.
func discards(k invest.Kind) []invest.Role { return append(writes(k), publishes(k)...) }

// ofCeremonies is who may, of a kind of which all are ceremonies.
func ofCeremonies(who func(invest.Kind) []invest.Role) func(invest.Kind) []invest.Role {
	return func(invest.Kind) []invest.Role { return who(invest.KindCeremony) }
}

const binned invest.Work = "binned"

var doors = append(settingDoors(), []door{
	{method: "POST", path: "/logout", who: all},
	{method: "GET", path: "/code", who: all},
	{method: "POST", path: "/code", who: all},
	{method: "GET", path: "/enrol", who: all},
	{method: "POST", path: "/enrol", who: all},
	{method: "GET", path: "/password", who: all},
	{method: "POST", path: "/password", who: all},
	{method: "GET", path: "", who: all},
	{method: "GET", path: "/sessions", who: all},
	{method: "POST", path: "/sessions", who: all, sent: "id=none"},
	{method: "POST", path: "/second", who: all},
	{method: "GET", path: "/reads?kind=money&value=5000%E4%B8%87", who: all},

	{method: "GET", path: "/media", who: usesLibrary},
	{method: "POST", path: "/media", who: uploads, ok: 415},
	{method: "POST", path: "/media/document", who: uploads, ok: 415},
	{method: "GET", path: "/find", as: "/find?kind=record&q=1", who: all},
	{method: "GET", path: "/corrections", who: all},
	{method: "GET", path: "/checkup", who: all},
	{method: "GET", path: "/articles/:n/wechat", as: "/articles/{article}/wechat", who: func(invest.Kind) []invest.Role { return sees(invest.KindArticle) }},
	{method: "GET", path: "/ceremonies/:n/composer", as: "/ceremonies/{ceremony}/composer", who: ofCeremonies(writes)},
	{method: "POST", path: "/ceremonies/:n/composer", as: "/ceremonies/{ceremony}/composer", who: ofCeremonies(writes), sent: "whole=1&do=form", ok: 200},
	{method: "POST", path: "/ceremonies/:n/composer/autosave", as: "/ceremonies/{ceremony}/composer/autosave", who: ofCeremonies(writes), sent: "whole=1&origin=x", ok: 200},
	{method: "GET", path: "/ceremonies/:n/cards", as: "/ceremonies/{ceremony}/cards", who: ofCeremonies(sees)},
	{method: "GET", path: "/ceremonies/:n/script", as: "/ceremonies/{ceremony}/script", who: ofCeremonies(sees)},
	{method: "GET", path: "/ceremonies/:n/list.xlsx", as: "/ceremonies/{ceremony}/list.xlsx", who: ofCeremonies(sees)},
	{method: "GET", path: "/ceremonies/:n/afterwards", as: "/ceremonies/{ceremony}/afterwards", who: ofCeremonies(sees)},
	{method: "POST", path: "/ceremonies/:n/corrections", as: "/ceremonies/{ceremony}/corrections", who: ofCeremonies(writes)},
	{method: "POST", path: "/ceremonies/:n/afterwards", as: "/ceremonies/{ceremony}/afterwards", who: ofCeremonies(writes)},
	{method: "GET", path: "/ceremonies/:n/console", as: "/ceremonies/{ceremony}/console", who: seesStages},
	{method: "GET", path: "/ceremonies/:n/console/fit", as: "/ceremonies/{ceremony}/console/fit", who: seesStages},
	{method: "GET", path: "/ceremonies/:n/console/screen", as: "/ceremonies/{ceremony}/console/screen", who: seesStages},
	{method: "GET", path: "/ceremonies/:n/console/state", as: "/ceremonies/{ceremony}/console/state", who: seesStages},
	{method: "POST", path: "/ceremonies/:n/console", as: "/ceremonies/{ceremony}/console", who: only(invest.Director), sent: "do=go&revision=0"},
	{method: "POST", path: "/ceremonies/:n/console/opening", as: "/ceremonies/{ceremony}/console/opening", who: only(invest.Director), sent: "mode=rehearsal&revision=9"},
	{method: "POST", path: "/ceremonies/:n/console/links", as: "/ceremonies/{ceremony}/console/links", who: only(invest.Director), sent: "role=screen", ok: 200},
	{method: "POST", path: "/corrections", who: all, sent: "do=keep&kind=project&number=99&ref=x&value=1", ok: 403},
	{method: "GET", path: "/media/words", as: "/media/words?n=1,2", who: usesLibrary},
	{method: "POST", path: "/media/words", who: uploads, sent: "n=1"},
	{method: "GET", path: "/media/:n", as: "/media/1", who: usesLibrary},
	{method: "GET", path: "/media/:hash/:name", as: "/media/{picture}/whole", who: usesLibrary},
	{method: "POST", path: "/media/:n/removal", as: "/media/99/removal", who: uploads},

	{method: "GET", path: "/import", who: uploads},
	{method: "GET", path: "/export/:file", as: "/export/projects.xlsx", who: func(invest.Kind) []invest.Role { return sees(invest.KindProject) }},
	{method: "POST", path: "/import", who: uploads, ok: 415},
	{method: "GET", path: "/import/:n", as: "/import/99", who: uploads, ok: 404},
	{method: "POST", path: "/import/:n/columns", as: "/import/99/columns", who: uploads},
	{method: "POST", path: "/import/:n/head", as: "/import/99/head", who: uploads},
	{method: "POST", path: "/import/:n/rows", as: "/import/99/rows", who: uploads},
	{method: "POST", path: "/import/:n/taking", as: "/import/99/taking", who: uploads},
	{method: "POST", path: "/import/:n/undo", as: "/import/99/undo", who: uploads},
	{method: "POST", path: "/import/:n/cancel", as: "/import/99/cancel", who: uploads},

	{method: "GET", path: "/{kind}", who: sees},
	{method: "GET", path: "/{kind}/bin", who: sees},
	{method: "GET", path: "/{kind}/:n", who: sees},
	{method: "GET", path: "/{kind}/:n/preview", who: sees},
	{method: "GET", path: "/{kind}/:n/preview/page", who: sees},
	{method: "GET", path: "/{kind}/:n/revisions", who: sees},
	{method: "GET", path: "/{kind}/:n/reviews", who: sees},
	{method: "GET", path: "/{kind}/:n/reviews/sheet", who: sees},
	{method: "GET", path: "/{kind}/:n/checks", who: sees},
	{method: "GET", path: "/{kind}/:n/proof", who: sees},
	{method: "GET", path: "/{kind}/:n/publication", who: sees},
	{method: "POST", path: "/{kind}/bulk", who: writes, sent: "act=submit", ok: 200},

	{method: "GET", path: "/{kind}/new", who: writes},
	{method: "POST", path: "/{kind}/new", who: writes, sent: "whole=1&do=save"},
	{method: "POST", path: "/{kind}/new/autosave", who: writes, sent: "whole=1", ok: 200},
	{method: "POST", path: "/{kind}/:n", who: writes, sent: "whole=1&do=save"},
	{method: "POST", path: "/{kind}/:n/autosave", who: writes, sent: "whole=1", ok: 200},
	{method: "POST", path: "/{kind}/:n/presence", who: writes, ok: 200},
	{method: "POST", path: "/{kind}/:n/submission", who: writes},
	{method: "POST", path: "/{kind}/:n/plea", who: writes, sent: "plea=1"},
	{method: "POST", path: "/{kind}/:n/overrides", who: only(invest.Reviewer1), on: invest.WorkReview1, sent: "finding=1&override=1"},
	{method: "POST", path: "/{kind}/:n/overrides/back", who: only(invest.Reviewer1), on: invest.WorkReview1, sent: "finding=1"},
	{method: "POST", path: "/{kind}/:n/copy", who: writes},
	{method: "POST", path: "/{kind}/:n/revisions", who: writes, sent: "restore=1"},
	{method: "POST", path: "/{kind}/:n/shares", who: writes, sent: "editor=1"},
	{method: "POST", path: "/{kind}/:n/comments", who: worksOn, sent: "text=%E8%AF%B7%E8%A1%A5%E5%85%85"},
	{method: "POST", path: "/{kind}/:n/links", who: worksOn, sent: "days=1", ok: 200},
	{method: "POST", path: "/{kind}/:n/reviews", who: only(invest.Reviewer1), on: invest.WorkReview1, sent: "verdict=passed"},
	{method: "POST", path: "/{kind}/:n/reviews", who: only(invest.Reviewer2), on: invest.WorkReview2, sent: "verdict=passed"},
	{method: "POST", path: "/{kind}/:n/reviews", who: only(invest.Reviewer3), on: invest.WorkReview3, sent: "verdict=sent_back&note=1"},
	{method: "POST", path: "/{kind}/:n/publication", who: publishes, on: invest.WorkApproved, sent: "do=publish"},
	{method: "POST", path: "/{kind}/:n/publication", who: publishes, on: invest.WorkNone, sent: "do=withdraw&reason=1"},
	{method: "POST", path: "/{kind}/:n/schedule", who: publishes, on: invest.WorkApproved, sent: "do=schedule&at=2023-12-24T09:00"},
	{method: "POST", path: "/{kind}/:n/schedule", who: publishes, on: invest.WorkScheduled, sent: "do=unschedule"},
	{method: "POST", path: "/{kind}/:n/schedule", who: publishes, on: invest.WorkNone, sent: "do=end&at=2023-12-24T09:00&reason=1"},
	{method: "POST", path: "/{kind}/:n/schedule", who: publishes, on: invest.WorkNone, sent: "do=unend"},
	{method: "POST", path: "/{kind}/:n/bin", who: disposes},
	{method: "POST", path: "/{kind}/bin", who: discards, on: binned, sent: "do=remove", ok: 200}, // of each the Desk is asked,

	{method: "GET", path: "/columns", who: only(invest.ColumnManager)},
	{method: "POST", path: "/columns", who: only(invest.ColumnManager), sent: "whole=1"},
	{method: "GET", path: "/columns/revisions", who: only(invest.ColumnManager)},
	{method: "POST", path: "/columns/revisions", who: only(invest.ColumnManager), sent: "restore=1"},
	{method: "GET", path: "/settings", who: only(invest.Admin)},
	{method: "GET", path: "/people", who: only(invest.Admin)},
	{method: "GET", path: "/people/new", who: only(invest.Admin)},
	{method: "POST", path: "/people/new", who: only(invest.Admin)},
	{method: "GET", path: "/people/:n", who: only(invest.Admin)},
	{method: "POST", path: "/people/:n", who: only(invest.Admin)},
	{method: "POST", path: "/people/:n/password", who: only(invest.Admin), ok: 200},
	{method: "POST", path: "/people/:n/unlock", who: only(invest.Admin), sent: "do=unlock"},
	{method: "GET", path: "/audit", who: only(invest.Auditor)},
	{method: "GET", path: "/audit/audit.csv", who: only(invest.Auditor)},
}...)

// settingDoors are those of every part of the administrator's settings.
func settingDoors() []door {
	var out []door
	for _, part := range []string{"site", "sectors", "indicators", "reviews", "words", "redirects"} {
		path := "/settings/" + part
		out = append(out,
			door{method: "GET", path: path, who: only(invest.Admin)},
			door{method: "POST", path: path, who: only(invest.Admin), sent: "whole=1"},
			door{method: "GET", path: path + "/revisions", who: only(invest.Admin)},
			door{method: "POST", path: path + "/revisions", who: only(invest.Admin), sent: "restore=1"})
	}
	return out
}

// open are the addresses that anybody may ask for.
var open = []string{"GET /login", "POST /login"}

// kinds are those that a door stands for, "" where it is about none.
func (d door) kinds() []invest.Kind {
	if strings.Contains(d.path, "{kind}") {
		return invest.Kinds
	}
	return []invest.Kind{""}
}

func (d door) route(k invest.Kind) string {
	path, _, _ := strings.Cut(d.path, "?")
	return d.method + " " + strings.Replace(path, "{kind}", paths[k], 1)
}

// request is what is asked for and sent at a door. Without its version a text is
// stale: so whoever may is told so, and nothing changes for the next one.
func (d door) request(s stock, k invest.Kind, writer2 int64, withVersion bool) (path string, sent url.Values) {
	text, version, n := s[k][d.on], "0", strconv.FormatInt(writer2, 10)
	if withVersion {
		version = strconv.FormatInt(text.Version, 10)
	}
	if k != "" {
		n = strconv.FormatInt(text.Number, 10)
	}
	path = strings.NewReplacer("{kind}", paths[k], ":n", n, "{picture}", pictureHash, "{article}", strconv.FormatInt(s[invest.KindArticle][""].Number, 10),
		"{ceremony}", strconv.FormatInt(s[invest.KindCeremony][""].Number, 10)).Replace(cmp.Or(d.as, d.path))
	if d.method == "GET" {
		return path, nil
	}
	sent, err := url.ParseQuery(d.sent)
	if err != nil {
		panic(err)
	}
	sent.Set("version", version)
	if d.on == binned {
		sent.Set("pick", n+"."+version)
	}
	return path, sent
}

func TestEveryAddressBelowAdminStandsInTheTable(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, d := range doors {
		for _, k := range d.kinds() {
			known[d.route(k)] = true
		}
	}
	for _, route := range open {
		known[route] = true
	}
	asked := map[string]int{}
	for _, r := range newHouse(t).handler.(*echo.Echo).Routes() {
		below, ok := strings.CutPrefix(strings.TrimPrefix(r.Path, "/en"), "/admin")
		if !ok || r.Method == echo.RouteNotFound {
			continue
		}
		route := strings.Replace(r.Method, "HEAD", "GET", 1) + " " + below
		asked[route]++
		if !known[route] {
			t.Errorf("%s %s: who may enter?", r.Method, r.Path)
		}
	}
	for route := range known {
		want := 2 // in both languages
		if strings.HasPrefix(route, "GET") {
			want = 4 // and HEAD
		}
		if asked[route] != want {
			t.Errorf("%s: %d routes, not %d", route, asked[route], want)
		}
	}
}

func TestEachRoleEntersWhatTheTableOfRolesSays(t *testing.T) {
	t.Parallel()
	h, s := newStockedHouse(t)
	writer2 := h.actor(t, "writer2").Editor.ID
	for _, role := range invest.Roles {
		b := h.as(t, string(role))
		for _, d := range doors {
			for _, k := range d.kinds() {
				may := slices.Contains(d.who(k), role)
				path, sent := d.request(s, k, writer2, !may)
				for _, prefix := range []string{"/admin", "/en/admin"} {
					var p page
					if d.method == "GET" {
						p = b.get(t, prefix+path)
						if prefix == "/admin" && b.send(t, "HEAD", prefix+path, nil).StatusCode != p.StatusCode {
							t.Errorf("%s HEAD %s is answered otherwise than GET: %d", role, prefix+path, p.StatusCode)
						}
					} else {
						p = b.post(t, prefix+path, sent)
					}
					if p.Header.Get("Cache-Control") != "no-store" && p.Header.Get("Content-Type") != "image/jpeg" || p.Header.Get("Referrer-Policy") != "same-origin" {
						t.Errorf("%s %s %s may be kept or told of: %v", role, d.method, prefix+path, p.Header)
					}
					if !d.answered(may, p.StatusCode) {
						t.Errorf("%s %s %s (%s): %d, may %v: %s", role, d.method, prefix+path, d.sent, p.StatusCode, may, p.says())
					}
					if d.path == "/logout" {
						b = h.as(t, string(role))
					}
				}
			}
		}
	}
	h.unchanged(t, s)
}

// answered reports whether a status is one for somebody who may, or may not.
func (d door) answered(may bool, status int) bool {
	switch {
	case !may:
		return status == http.StatusForbidden
	case d.method == "GET":
		return status == cmp.Or(d.ok, http.StatusOK)
	}
	return slices.Contains([]int{http.StatusSeeOther, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, d.ok}, status)
}

func TestWhoeverIsNotSignedInIsAskedToAndLosesNothing(t *testing.T) {
	t.Parallel()
	h, s := newStockedHouse(t)
	b := h.browser()
	for _, d := range doors {
		for _, k := range d.kinds() {
			path, sent := d.request(s, k, 1, true)
			for _, prefix := range []string{"", "/en"} {
				if d.method == "GET" {
					p := b.get(t, prefix+"/admin"+path)
					want := prefix + "/admin/login?to=" + url.QueryEscape(prefix+"/admin"+path)
					if p.StatusCode != http.StatusSeeOther || p.Header.Get("Location") != want {
						t.Errorf("GET %s: %d to %s", prefix+path, p.StatusCode, p.Header.Get("Location"))
					}
					continue
				}
				p := b.post(t, prefix+"/admin"+path, sent)
				if p.StatusCode != http.StatusUnauthorized {
					t.Errorf("POST %s: %d", prefix+path, p.StatusCode)
					continue
				}
				if d.ok == http.StatusUnsupportedMediaType { // files are not kept
					continue
				}
				f := p.form(t, "/admin/login")
				kept, err := url.ParseQuery(f.values.Get("kept"))
				if err != nil || !maps.EqualFunc(kept, sent, slices.Equal) || f.values.Get("to") != prefix+"/admin"+path {
					t.Errorf("POST %s keeps %v for %s of %v", prefix+path, kept, f.values.Get("to"), sent)
				}
			}
		}
	}
	h.unchanged(t, s)
}

func TestAPasswordIsNotKeptWithAForm(t *testing.T) {
	t.Parallel()
	b := newHouse(t).browser()
	sent := url.Values{"password.old": {right}, "password.new": {other}, "password.again": {other}, "password": {right}, "token": {"geheim"}, "to": {"/admin"}}
	p := b.post(t, "/admin/password", sent).want(t, http.StatusUnauthorized)
	for _, secret := range []string{right, other, url.QueryEscape(right), url.QueryEscape(other), "geheim"} {
		if strings.Contains(p.body, secret) {
			t.Errorf("%q stands in the page that asks to sign in", secret)
		}
	}
}

func TestAWriterEntersNothingOfWhatIsAnothers(t *testing.T) {
	t.Parallel()
	h, s := newStockedHouse(t)
	b := h.as(t, "writer2")
	for _, d := range doors {
		for _, k := range d.kinds() {
			if k == "" || !strings.Contains(d.path, ":n") && d.on != binned {
				continue
			}
			path, sent := d.request(s, k, 0, true)
			p := b.send(t, d.method, "/admin"+path, sent)
			refused := p.StatusCode == http.StatusForbidden || d.on == binned && strings.Contains(p.text(), "完成0项，未完成1项")
			if !refused || strings.Contains(p.text(), "废稿") {
				t.Errorf("%s %s (%s): %d %s", d.method, path, d.sent, p.StatusCode, p.says())
			}
		}
	}
	h.unchanged(t, s)
	for _, k := range invest.Kinds {
		if k == invest.KindRelease {
			continue // of which a writer enters nothing at all
		}
		for _, path := range []string{"/admin", "/admin/" + paths[k], "/admin/" + paths[k] + "/bin"} {
			if p := b.get(t, path).want(t, http.StatusOK); strings.Contains(p.text(), "稿件") || strings.Contains(p.text(), "废稿") {
				t.Errorf("%s lists what is another's", path)
			}
		}
	}
	path := "/admin/" + paths[invest.KindProject] + "/bulk"
	d := s[invest.KindProject][""]
	sent := url.Values{"act": {"submit"}, "pick": {strconv.FormatInt(d.Number, 10) + "." + strconv.FormatInt(d.Version, 10)}}
	if p := b.post(t, path, sent).want(t, http.StatusOK); strings.Contains(p.text(), "草稿") || h.draft(t, d.Kind, d.Number).Version != d.Version {
		t.Errorf("many at once reaches what is another's: %s", p.text())
	}
}
