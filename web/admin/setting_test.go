package admin_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"wellspring/internal/invest"

	"github.com/labstack/echo/v4"
)

// settingPages are the addresses of the parts of the settings, with who changes them.
var settingPages = map[string]string{
	"/admin/settings/site": "admin", "/admin/settings/sectors": "admin", "/admin/settings/indicators": "admin", "/admin/settings/reviews": "admin",
	"/admin/settings/redirects": "admin", "/admin/columns": "columns",
}

// settingWord is what may stand in a field of the settings: keys and paths of
// their own, and few characters.
func settingWord(name string) string {
	parts := strings.Split(name, ".")
	switch last := parts[len(parts)-1]; {
	case last == "key":
		return "k" + parts[1]
	case last == "from" || last == "to":
		return "/" + last + "/" + parts[1]
	}
	return "词" + strconv.Itoa(len(name))
}

func TestEachPartOfTheSettingsIsSavedByItsForm(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for path, who := range settingPages {
		f := h.as(t, who).get(t, path).want(t, http.StatusOK).form(t, path).grown(t, 2)
		before := map[string]bool{}
		for name := range f.values {
			before[name] = f.values.Get(name) != "" && strings.HasSuffix(name, ".key")
		}
		keys := url.Values{}
		for name, is := range before { // what pages and texts go by stays
			if is {
				keys.Set(name, f.values.Get(name))
			}
		}
		f.everything(t, settingWord)
		for name := range keys {
			f.values.Set(name, keys.Get(name))
		}
		p := f.press(t, "save")
		if p.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: %d %s", path, p.StatusCode, p.says())
			continue
		}
		shown := p.follow(t).form(t, path).values
		for name := range f.values {
			// A line typed where markup is asked for comes back as a paragraph.
			same := shown.Get(name) == f.values.Get(name) || shown.Get(name) == "<p>"+f.values.Get(name)+"</p>"
			if name != "token" && name != "version" && !same {
				t.Errorf("%s: %s comes back as %q, not %q", path, name, shown.Get(name), f.values.Get(name))
			}
		}
		// Back, and something else: what is stored by now is said, and nothing lost.
		for name, vs := range f.values {
			if strings.HasPrefix(vs[0], "词") {
				f.values.Set(name, "另"+vs[0][len("词"):])
			}
		}
		if path == "/admin/settings/reviews" {
			f.values.Set("reviews.park", "1")
		}
		if path == "/admin/settings/redirects" {
			f.values.Set("redirects.0.to", "/elsewhere")
		}
		choice := f.press(t, "save").want(t, http.StatusConflict).form(t, path)
		for _, line := range choice.node.Find(`input[type=radio][value=mine]`).EachIter() {
			choice.set(t, line.AttrOr("name", ""), "mine")
		}
		again := choice.press(t, "form").want(t, http.StatusOK).form(t, path)
		differ(t, path, textOf(again.values), textOf(f.values))
		again.press(t, "save").follow(t)
	}
	p := h.browser().get(t, "/").want(t, http.StatusOK)
	if !strings.Contains(p.text(), "另") {
		t.Error("the public site does not show the new settings")
	}
}

func TestTwoWhoChangeOneSettingChooseFieldByField(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const path = "/admin/settings/site"
	for _, c := range []struct{ pick, name, postcode string }{{"mine", "我的名字", "721000"}, {"theirs", "他的名字", "721006"}} {
		one := h.as(t, "admin").get(t, path).form(t, path)
		two := h.as(t, "admin").get(t, path).form(t, path)
		one.fill(t, map[string]string{"name.zh": "他的名字", "postcode": c.postcode}).press(t, "save").follow(t)
		choice := two.fill(t, map[string]string{"name.zh": "我的名字"}).press(t, "save").want(t, http.StatusConflict).form(t, path)
		if both := choice.node.Find("fieldset.choose .badge").Length(); both > 1 {
			t.Errorf("%d fields are marked as changed by both", both)
		}
		choice.set(t, "pick:name.zh", c.pick)
		saved := choice.press(t, "save").follow(t).form(t, path).values
		if saved.Get("name.zh") != c.name || saved.Get("postcode") != c.postcode {
			t.Errorf("%s: saved %q, %q", c.pick, saved.Get("name.zh"), saved.Get("postcode"))
		}
	}
}

func TestASettingThatIsWrongComesBackWithWhatIsWrong(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for path, who := range settingPages {
		b := h.as(t, who)
		version := b.get(t, path).form(t, path).values.Get("version")
		for what, bad := range map[string]string{"too long": strings.Repeat("长", 6_000), "a NUL": "甲\x00", "not in Unicode": "甲\xff", "spaces": "  "} {
			f := b.get(t, path).form(t, path).grown(t, 1)
			for _, n := range f.node.Find("input[name][type=text], textarea[name]").EachIter() {
				f.values.Set(n.AttrOr("name", ""), bad)
			}
			if path == "/admin/settings/reviews" {
				f.values.Set("reviews.park", "7")
			}
			p := f.press(t, "save").want(t, http.StatusUnprocessableEntity)
			p.hasSummary(t)
			for name := range f.values {
				if got := p.form(t, path).values.Get(name); what == "too long" && name != "version" && got != f.values.Get(name) {
					t.Errorf("%s: %s comes back as %.30q", path, name, got)
				}
			}
		}
		f := b.get(t, path).form(t, path)
		sent := f.sent(t, "save")
		sent.Del("whole")
		b.post(t, path, sent).want(t, http.StatusBadRequest)
		b.post(t, path, url.Values{}).want(t, http.StatusBadRequest)
		if now := b.get(t, path).form(t, path).values.Get("version"); now != version {
			t.Errorf("%s was changed: version %s, then %s", path, version, now)
		}
	}
}

func TestTheRowsOfASettingMoveByTheirButtons(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	f := h.as(t, "admin").get(t, "/admin/settings/sectors").form(t, "/sectors")
	f.set(t, "sectors.0.name.zh", "光伏")
	moved := f.row(t, "down:sectors.0")
	differ(t, "down", without(moved.values, "open"), swapped(f.values, "sectors"))
	moved.press(t, "save").follow(t)
	set, err := h.store.Settings(t.Context())
	if err != nil || set.Sectors[0].Key != "sensor" || set.Sectors[1].Name.Zh != "光伏" {
		t.Errorf("%+v, %v", set.Sectors, err)
	}
	left := h.as(t, "admin").get(t, "/admin/settings/sectors").form(t, "/sectors").row(t, "remove:sectors.0")
	left.press(t, "save").follow(t)
	if set, err = h.store.Settings(t.Context()); err != nil || len(set.Sectors) != 1 || set.Sectors[0].Key != "new-energy" {
		t.Errorf("%+v, %v", set.Sectors, err)
	}
	for _, path := range []string{"/admin/settings/columns", "/admin/settings/nothing", "/admin/settings/.."} {
		h.as(t, "admin").get(t, path).want(t, http.StatusNotFound)
	}
}

func TestEditorsAreMadeAndChangedByTheirForm(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	boss := h.as(t, "admin")
	f := boss.get(t, "/admin/people/new").form(t, "/new")
	f.fill(t, map[string]string{"name": "新来的同事", "login": "fresh"})
	f.tick(t, "roles", "writer", "reviewer1")
	p := f.press(t, "").want(t, http.StatusOK)
	secret := p.doc().Find("code.secret").Text()
	if to := h.browser().signIn(t, "fresh", secret).Header.Get("Location"); to != "/admin/password?to=%2Fadmin" {
		t.Errorf("the new editor, with %q, comes to %s", secret, to)
	}
	id := h.actor(t, "fresh").Editor.ID
	path := "/admin/people/" + strconv.FormatInt(id, 10)
	for what, c := range map[string]struct {
		fields map[string]string
		roles  []string
		field  string
	}{
		"no login":           {map[string]string{"login": ""}, []string{"writer"}, "login"},
		"a login in capital": {map[string]string{"login": "Fresh One"}, []string{"writer"}, "login"},
		"the operator's":     {map[string]string{"login": "operator"}, []string{"writer"}, "login"},
		"another's login":    {map[string]string{"login": "writer"}, []string{"writer"}, "login"},
		"no name":            {map[string]string{"name": " "}, []string{"writer"}, "name"},
		"a NUL":              {map[string]string{"name": "甲\x00"}, []string{"writer"}, "name"},
		"no role":            {nil, nil, "roles"},
		"admin and auditor":  {nil, []string{"admin", "auditor"}, "roles"},
		"no such role":       {nil, []string{"king"}, "roles"},
		"the operator":       {nil, []string{"operator"}, "roles"},
	} {
		for _, at := range []string{path, "/admin/people/new"} {
			sent := url.Values{"name": {"同事"}, "login": {"fresh2"}, "roles": c.roles}
			for name, v := range c.fields {
				sent.Set(name, v)
			}
			p := boss.post(t, at, sent).want(t, http.StatusUnprocessableEntity)
			p.hasSummary(t)
			if link := p.doc().Find(`[role=alert] a[href="#f-` + c.field + `"]`); link.Length() == 0 {
				t.Errorf("%s at %s: %s", what, at, p.says())
			}
		}
	}
	if e := h.actor(t, "fresh").Editor; e.Name != "新来的同事" || len(e.Roles) != 2 {
		t.Errorf("the editor is %+v", e)
	}
	// Somebody must be left to administer.
	me := "/admin/people/" + strconv.FormatInt(h.actor(t, "admin").Editor.ID, 10)
	for _, sent := range []url.Values{
		{"name": {"甲"}, "login": {"admin"}, "roles": {"writer"}}, {"name": {"甲"}, "login": {"admin"}, "roles": {"admin"}, "disabled": {"1"}},
	} {
		if p := boss.post(t, me, sent); p.StatusCode != http.StatusUnprocessableEntity || !boss.in(t) {
			t.Errorf("the last administrator goes: %d %s", p.StatusCode, p.says())
		}
	}
	for _, n := range []string{"0", "-1", "999999", "x", "01", "9999999999999999999999"} {
		for _, to := range []string{"", "/password", "/unlock"} {
			if p := boss.post(t, "/admin/people/"+n+to, url.Values{"do": {"unlock"}}); p.StatusCode != http.StatusNotFound {
				t.Errorf("editor %s%s: %d", n, to, p.StatusCode)
			}
		}
	}
	if p := boss.post(t, me+"/password", url.Values{"do": {"reset"}}); p.StatusCode != http.StatusForbidden {
		t.Errorf("an administrator gives themselves a password: %d", p.StatusCode)
	}
}

func TestNoAddressOfTheProgramCanBeRedirected(t *testing.T) {
	t.Parallel()
	for _, r := range newHouse(t).handler.(*echo.Echo).Routes() {
		if r.Method != http.MethodGet && r.Method != http.MethodPost {
			continue
		}
		path := strings.NewReplacer(":indicator", "projects.csv", "*", "x").Replace(r.Path)
		if before, _, ok := strings.Cut(path, "/:"); ok {
			path = before + "/1"
		}
		if rs := (invest.Redirects{{From: path, To: "/old"}}); len(rs.Validate()) == 0 {
			t.Errorf("%s %s can be led elsewhere", r.Method, r.Path)
		}
	}
	h := newHouse(t)
	b := h.as(t, "admin")
	const path = "/admin/settings/redirects"
	f := b.get(t, path).form(t, path).row(t, "add:redirects").fill(t, map[string]string{"redirects.0.from": "/admin", "redirects.0.to": "/news"})
	f.press(t, "save").want(t, http.StatusUnprocessableEntity).hasSummary(t)
}
