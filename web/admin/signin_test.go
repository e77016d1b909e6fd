package admin_test

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"wellspring/internal/account"
	"wellspring/internal/invest"
)

// cookieOf gives the cookie that an answer sets, by how its name ends.
func cookieOf(p page, name string) *http.Cookie {
	for _, ck := range p.Cookies() {
		if strings.HasSuffix(ck.Name, name) {
			return ck
		}
	}
	return nil
}

// in reports whether a browser is let in at all.
func (b *browser) in(t *testing.T) bool {
	t.Helper()
	return b.get(t, b.base+"/admin").StatusCode == http.StatusOK
}

// copyOf is a browser somewhere else with the same cookies.
func (b *browser) copyOf() *browser {
	c := b.browser()
	for _, path := range []string{"/", b.base + "/"} {
		at, _ := url.Parse(b.origin + path)
		c.jar.SetCookies(at, b.jar.Cookies(at))
	}
	return c
}

func TestTheCookiesOfTheDeskAreGuardedAsTheAddressAllows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ origin, base, prefix, path string }{
		{"http://127.0.0.1:8080", "", "", "/"},
		{"http://127.0.0.1:8080", "/invest", "", "/invest/"},
		{site, "", "__Host-", "/"},
		{site, "/invest", "__Secure-", "/invest/"},
	} {
		h := houseAt(t, c.origin, c.base)
		b := h.browser()
		before := b.get(t, c.base+"/admin/login")
		after := b.signIn(t, "writer", right).want(t, http.StatusSeeOther)
		for _, ck := range []*http.Cookie{cookieOf(before, "form"), cookieOf(after, "desk")} {
			if ck == nil {
				t.Fatalf("%s%s: no cookie", c.origin, c.base)
			}
			name := strings.TrimPrefix(ck.Name, c.prefix)
			if name != "form" && name != "desk" || ck.Path != c.path || ck.Domain != "" || !ck.HttpOnly ||
				ck.SameSite != http.SameSiteLaxMode || ck.Secure != strings.HasPrefix(c.origin, "https") {
				t.Errorf("%s%s: %s", c.origin, c.base, ck.Raw)
			}
		}
		if !b.in(t) {
			t.Errorf("%s%s: the cookie does not let its editor in", c.origin, c.base)
		}
		gone := cookieOf(b.get(t, c.base+"/admin").form(t, "/logout").press(t, ""), "desk")
		if gone == nil || gone.MaxAge >= 0 || gone.Path != c.path || b.in(t) {
			t.Errorf("%s%s: signing out leaves %v", c.origin, c.base, gone)
		}
	}
}

func TestTheCookieSaysNothingOfWhoeverHasIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser()
	ck := cookieOf(b.signIn(t, "writer", right), "desk")
	me := h.actor(t, "writer").Editor
	sessions, err := h.store.Sessions(t.Context(), me.ID)
	if err != nil || len(sessions) != 1 {
		t.Fatal(sessions, err)
	}
	outer, err := base64.URLEncoding.DecodeString(ck.Value)
	if err != nil {
		t.Fatal(err)
	}
	inner := ck.Value + string(outer)
	for part := range strings.SplitSeq(string(outer), "|") {
		if b, err := base64.URLEncoding.DecodeString(part); err == nil {
			inner += string(b)
		}
	}
	for _, word := range []string{me.Login, me.Name, sessions[0].ID, sessions[0].SecretHash} {
		if strings.Contains(inner, word) {
			t.Errorf("the cookie shows %q", word)
		}
	}
	// One that somebody changed is none.
	for _, value := range []string{ck.Value[:len(ck.Value)-4] + "AAAA", "", "x", strings.Repeat("A", 5_000)} {
		forged := func(r *http.Request) { r.Header.Set("Cookie", ck.Name+"="+value) }
		if p := b.send(t, "GET", "/admin", nil, forged); p.StatusCode != http.StatusSeeOther {
			t.Errorf("a cookie that was changed: %d", p.StatusCode)
		}
	}
}

func TestASignInAndAPasswordMakeANewSecret(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	before := b.copyOf()
	secret := func(b *browser) string { return b.get(t, "/admin/password").form(t, "/password").values.Get("token") }
	first := secret(b)
	b.post(t, "/admin/login", url.Values{"login": {"writer"}, "password": {right}}).want(t, http.StatusSeeOther)
	if again := secret(b); again == first {
		t.Error("a sign-in goes on with the secret that was there before it")
	}
	f := b.get(t, "/admin/password").form(t, "/password")
	f.fill(t, map[string]string{"password.old": right, "password.new": other, "password.again": other})
	old := b.copyOf()
	p := f.press(t, "").follow(t)
	if !strings.Contains(p.text(), "密码已") {
		t.Errorf("it does not say that the password was changed: %s", p.says())
	}
	if old.in(t) || before.in(t) {
		t.Error("a cookie from before the new password is still good")
	}
	if p := h.browser().signIn(t, "writer", right); p.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("the old password: %d", p.StatusCode)
	}
	if p := h.browser().signIn(t, "writer", other); p.StatusCode != http.StatusSeeOther {
		t.Errorf("the new password: %d", p.StatusCode)
	}
}

func TestAPasswordThatIsNotTakenIsSaidAtItsField(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, c := range []struct{ old, fresh, again, field string }{
		{"wrong entirely 17", other, other, "password.old"},
		{right, "short", "short", "password.new"},
		{right, "writer writer writer", "writer writer writer", "password.new"},
		{right, right, right, "password.new"},
		{right, other, other + "x", "password.again"},
		{right, other + "\x00", other + "\x00", "password.new"},
		{right, other + "\xff", other + "\xff", "password.new"},
		{right, strings.Repeat("long ", 10_000), strings.Repeat("long ", 10_000), "password.new"},
	} {
		f := h.as(t, "writer").get(t, "/admin/password").form(t, "/password")
		f.fill(t, map[string]string{"password.old": c.old, "password.new": c.fresh, "password.again": c.again})
		p := f.press(t, "").want(t, http.StatusUnprocessableEntity)
		p.hasSummary(t)
		if p.doc().Find(`[id="f-`+c.field+`"][aria-invalid=true]`).Length() != 1 {
			t.Errorf("%s is not marked: %s", c.field, p.says())
		}
		for _, n := range p.doc().Find("input[type=password]").EachIter() {
			if n.AttrOr("value", "") != "" {
				t.Error("a password comes back in the page")
			}
		}
	}
}

func TestAWrongNameAndAWrongPasswordAreAnsweredAlike(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	gone := h.actor(t, "writer2").Editor
	gone.Disabled = true
	if _, err := h.desk.SaveEditor(t.Context(), h.actor(t, "admin"), gone); err != nil {
		t.Fatal(err)
	}
	if _, err := h.desk.SaveEditor(t.Context(), h.actor(t, "admin"), invest.Editor{Login: "fresh", Name: "新人", Roles: roles{invest.Writer}}); err != nil {
		t.Fatal(err)
	}
	b := h.browser()
	first := ""
	for _, c := range []struct{ login, password string }{{"writer", "wrong entirely"}, {"nobody", right}, {"writer2", right}, {"fresh", right}, {"", right}} {
		f := b.get(t, "/admin/login").form(t, "/login")
		f.fill(t, map[string]string{"login": c.login, "password": c.password})
		p := f.press(t, "").want(t, http.StatusUnprocessableEntity)
		if got := p.form(t, "/login").values; got.Get("login") != c.login || got.Get("password") != "" {
			t.Errorf("what comes back of %q: %v", c.login, got)
		}
		p.doc().Find("[name=login], [name=token]").RemoveAttr("value")
		body, err := p.doc().Html()
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = body
		}
		if body != first || len(p.Cookies()) > 0 {
			t.Errorf("%q is answered in its own way: %s", c.login, p.says())
		}
	}
}

func TestWhoGuessesIsLockedOutAndSoIsTheRightPassword(t *testing.T) {
	t.Parallel()
	for _, login := range []string{"writer", "nobody"} {
		h := newHouse(t)
		b := h.browser()
		for range account.DefaultLimits().Attempts {
			b.signIn(t, login, "wrong entirely").want(t, http.StatusUnprocessableEntity)
			h.now = h.now.Add(time.Minute) // beyond the waiting between them
		}
		p := h.browser().signIn(t, login, right).want(t, http.StatusUnprocessableEntity)
		if !strings.Contains(p.says(), "锁定") || !strings.Contains(p.says(), "14分钟") {
			t.Errorf("%s: a lock-out says %s", login, p.says())
		}
		if login == "nobody" {
			continue
		}
		boss := h.as(t, "admin")
		path := "/admin/people/" + strconv.FormatInt(h.actor(t, login).Editor.ID, 10)
		if p := boss.get(t, "/admin/people"); !strings.Contains(p.text(), "锁定") {
			t.Error("the administrator does not see that somebody is locked")
		}
		boss.get(t, path).form(t, "/unlock", "unlock").press(t, "unlock").follow(t)
		if p := h.browser().signIn(t, login, right); p.StatusCode != http.StatusSeeOther {
			t.Errorf("after it was unlocked: %d %s", p.StatusCode, p.says())
		}
	}
}

func TestALockEndsByItself(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser()
	for range account.DefaultLimits().Attempts {
		b.signIn(t, "writer", "wrong entirely")
		h.now = h.now.Add(time.Minute)
	}
	h.now = h.now.Add(account.DefaultLimits().LockFor)
	h.as(t, "writer")
}

func TestWhoTriesTooFastIsTurnedAwayBeforeAnyPassword(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.browser()
	fields := url.Values{"login": {"writer"}, "password": {"wrong entirely"}, "to": {"/admin/parks"}, "kept": {"title.zh=x"}}
	for range 40 {
		p := b.post(t, "/admin/login", fields)
		if p.StatusCode == http.StatusTooManyRequests {
			if v := p.form(t, "/login").values; v.Get("to") != "/admin/parks" || v.Get("kept") != "title.zh=x" || v.Get("login") != "writer" {
				t.Errorf("what was sent is lost: %v", v)
			}
			h.as(t, "reviewer1") // from elsewhere
			return
		}
	}
	t.Error("forty tries at once are all looked at")
}

func TestASignInNeverLeadsAwayFromTheSite(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "/invest"} {
		h := houseAt(t, site, base)
		b := h.browser()
		for to, want := range map[string]string{
			"/admin/projects/1?x=1": "/admin/projects/1?x=1",
			"/en/admin/parks":       "/en/admin/parks",
			"/admin":                "/admin",
			"/admin/projects?q=%E9%92%9B&state=draft": "/admin/projects?q=%E9%92%9B&state=draft",

			"": "/admin", "/": "/admin", "/projects": "/admin", "/administrator": "/admin", "admin": "/admin",
			"//evil.example": "/admin", "//evil.example/admin": "/admin", "///evil.example/admin": "/admin",
			`/\evil.example`: "/admin", `\\evil.example/admin`: "/admin", `/admin\@evil.example`: "/admin",
			"https://evil.example/admin": "/admin", "https:evil.example": "/admin", "http:/admin": "/admin",
			"/en//evil.example": "/admin", "/en//evil.example/admin": "/admin", "javascript:alert(1)//admin": "/admin",
			"data:text/html,/admin": "/admin", "/admin\r\nSet-Cookie: a=b": "/admin", "\t//evil.example": "/admin",
			"/%2Fevil.example/admin": "/admin", "%2F%2Fevil.example": "/admin", "//admin@evil.example/admin": "/admin",
		} {
			if strings.HasPrefix(to, "/admin") || strings.HasPrefix(to, "/en/admin") {
				to = base + to
			}
			b.address = "198.51.100." + strconv.Itoa(len(to)) + ":1" // so that it is not too fast
			p := b.post(t, base+"/admin/login", url.Values{"login": {"writer"}, "password": {right}, "to": {to}})
			if got := p.Header.Get("Location"); p.StatusCode != http.StatusSeeOther || got != base+want {
				t.Errorf("to %q under %q: %d to %q", to, base, p.StatusCode, got)
			}
		}
	}
}

func TestWhoAsksForAPageComesToItAfterSigningIn(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "/invest"} {
		for _, lang := range []string{"", "/en"} {
			h := houseAt(t, site, base)
			b := h.browser()
			path := base + lang + "/admin/projects?state=draft"
			f := b.get(t, b.get(t, path).want(t, http.StatusSeeOther).Header.Get("Location")).form(t, base+lang+"/admin/login")
			f.fill(t, map[string]string{"login": "writer", "password": right})
			if p := f.press(t, ""); p.Header.Get("Location") != path {
				t.Errorf("from %s to %s", path, p.Header.Get("Location"))
			}
		}
	}
}

func TestAFormThatCameTooLateIsSentAgainAfterSigningIn(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "/invest"} {
		h := houseAt(t, site, base)
		d := h.write(t, least(invest.KindPark, "高新园"))
		b := h.as(t, "writer")
		path := base + "/en/admin/parks/" + strconv.FormatInt(d.Number, 10)
		f := b.get(t, path).form(t, path)
		f.fill(t, map[string]string{"name.zh": "高新产业园", "summary.zh": "第一行\n第二行"})
		h.now = h.now.Add(account.DefaultLimits().Idle)
		f = f.press(t, "save").want(t, http.StatusUnauthorized).form(t, base+"/en/admin/login")
		f.fill(t, map[string]string{"login": "writer", "password": right})
		again := f.press(t, "").want(t, http.StatusOK).form(t, path)
		bare := func(r *http.Request) { // an old browser: the form's own token is what counts
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Del("Origin")
		}
		again.press(t, "", bare).follow(t)
		got := h.draft(t, d.Kind, d.Number).Body.(*invest.Park)
		if got.Name.Zh != "高新产业园" || got.Summary.Zh != "第一行\n第二行" {
			t.Errorf("saved after the sign-in: %+v", got)
		}
	}
}

func TestAFormThatCameTooLateOutlivesTheSecondFactorToo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.write(t, least(invest.KindPark, "高新园"))
	b := h.as(t, "writer")
	f := b.get(t, "/admin/parks/1").form(t, "/parks/1")
	f.set(t, "name.zh", "高新产业园")
	const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	err := h.store.InAccountTx(t.Context(), func(ctx context.Context, tx account.Tx) error {
		cred, err := tx.Credential(ctx, d.Owner)
		if err != nil {
			return err
		}
		cred.TOTPSecret = secret
		return tx.PutCredential(ctx, cred)
	})
	if err != nil {
		t.Fatal(err)
	}
	h.now = h.now.Add(account.DefaultLimits().Idle)
	f = f.press(t, "save").want(t, http.StatusUnauthorized).form(t, "/login")
	f.fill(t, map[string]string{"login": "writer", "password": right})
	f = f.press(t, "").want(t, http.StatusOK).form(t, "/code")
	if p := f.page.b.get(t, "/admin/code?kept=do%3Dwithdraw&to=/admin/parks/1/publication"); p.form(t, "/code").values.Has("kept") {
		t.Error("an address can have a form of its own sent")
	}
	f.set(t, "code", "000000")
	f = f.press(t, "").want(t, http.StatusUnprocessableEntity).form(t, "/code")
	code, err := totp.GenerateCode(secret, time.Now()) // a phone shows the true time
	if err != nil {
		t.Fatal(err)
	}
	f.set(t, "code", code)
	f.press(t, "").want(t, http.StatusOK).form(t, "/parks/1").press(t, "").follow(t)
	if got := h.draft(t, d.Kind, d.Number).Body.Heading().Zh; got != "高新产业园" {
		t.Errorf("saved after the code: %s", got)
	}
}

func TestASecondFactorIsSetUpWithThePassword(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b, elsewhere := h.as(t, "writer"), h.as(t, "writer")
	p := b.get(t, "/admin/enrol").want(t, http.StatusOK)
	code, err := totp.GenerateCode(strings.TrimSpace(p.doc().Find("code.secret").Text()), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	f := p.form(t, "/enrol")
	for _, wrong := range []map[string]string{{"code": code, "password": "not the password"}, {"code": "000000", "password": right}} {
		f.fill(t, wrong)
		p := f.press(t, "").want(t, http.StatusUnprocessableEntity)
		if p.doc().Find("[aria-invalid=true]").Length() != 1 {
			t.Errorf("%v: no field is marked", wrong)
		}
	}
	f.fill(t, map[string]string{"code": code, "password": right})
	p = f.press(t, "").want(t, http.StatusOK)
	if p.doc().Find(".codes code").Length() != 10 || !b.in(t) {
		t.Errorf("the page of recovery codes: %s", p.text())
	}
	if elsewhere.in(t) {
		t.Error("a session that began without the second factor goes on")
	}
}

func TestWhoeverWasGivenAPasswordMustChangeItFirst(t *testing.T) {
	t.Parallel()
	h, s := newStockedHouse(t)
	id := h.actor(t, "writer").Editor.ID
	boss := h.as(t, "admin")
	p := boss.get(t, "/admin/people/"+strconv.FormatInt(id, 10)).form(t, "/password", "reset").press(t, "reset").want(t, http.StatusOK)
	if p.Header.Get("Cache-Control") != "no-store" {
		t.Error("a page with a password on it may be kept")
	}
	given := strings.TrimSpace(p.doc().Find("input[readonly], code, .secret").First().AttrOr("value", p.doc().Find("code").First().Text()))
	b := h.browser()
	if to := b.signIn(t, "writer", given).want(t, http.StatusSeeOther).Header.Get("Location"); to != "/admin/password?to=%2Fadmin" {
		t.Fatalf("with the given password (%q) to %s", given, to)
	}
	for _, d := range doors {
		for _, k := range d.kinds() {
			if strings.HasPrefix(d.path, "/logout") || strings.HasPrefix(d.path, "/password") {
				continue
			}
			path, sent := d.request(s, k, id, true)
			p := b.send(t, d.method, "/admin"+path, sent)
			early := d.path == "/code" || d.path == "/enrol"
			if early && p.StatusCode < 500 && cookieOf(p, "desk") == nil {
				continue // pages of other steps, which do nothing at this one
			}
			if p.StatusCode != http.StatusSeeOther || p.Header.Get("Location") != "/admin/password" {
				t.Errorf("%s %s before the password was changed: %d to %s", d.method, path, p.StatusCode, p.Header.Get("Location"))
			}
		}
	}
	h.unchanged(t, s)
	f := b.get(t, "/admin/password").form(t, "/password")
	f.fill(t, map[string]string{"password.old": given, "password.new": other, "password.again": other})
	f.press(t, "").follow(t)
	if !b.in(t) {
		t.Error("not let in after the change")
	}
	if p := h.browser().signIn(t, "writer", given); p.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("the given password afterwards: %d", p.StatusCode)
	}
}

func TestWhatEndsASessionEndsItEverywhereAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	boss := h.as(t, "admin")
	person := func(change func(f *filledForm)) func(b *browser) {
		return func(*browser) {
			f := boss.get(t, "/admin/people/"+strconv.FormatInt(h.actor(t, "writer").Editor.ID, 10)).form(t, "/people/"+strconv.FormatInt(h.actor(t, "writer").Editor.ID, 10))
			change(f)
			f.press(t, "").follow(t)
		}
	}
	for _, c := range []struct {
		what  string
		do    func(b *browser)
		every bool // other sign-ins of the same editor too
	}{
		{"signing out", func(b *browser) { b.get(t, "/admin").form(t, "/logout").press(t, "").follow(t) }, false},
		{"another role", person(func(f *filledForm) { f.tick(t, "roles", "reviewer1") }), true},
		{"taking a role away", person(func(f *filledForm) { f.values["roles"] = []string{"writer"} }), true},
		{"disabling", person(func(f *filledForm) { f.tick(t, "disabled", "1") }), true},
	} {
		b, elsewhere := h.as(t, "writer"), h.as(t, "writer")
		copied := b.copyOf()
		if !copied.in(t) || !elsewhere.in(t) {
			t.Fatalf("%s: not in before it", c.what)
		}
		c.do(b)
		if b.in(t) || copied.in(t) {
			t.Errorf("%s leaves the session open", c.what)
		}
		if elsewhere.in(t) == c.every {
			t.Errorf("%s: the other session is open: %v", c.what, !c.every)
		}
	}
	if p := h.browser().signIn(t, "writer", right); p.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("whoever is disabled signs in: %d", p.StatusCode)
	}
}

func TestANewNameEndsNoSession(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	path := "/people/" + strconv.FormatInt(h.actor(t, "writer").Editor.ID, 10)
	f := h.as(t, "admin").get(t, "/admin"+path).form(t, path)
	f.set(t, "name", "新名字")
	f.press(t, "").follow(t)
	if p := b.get(t, "/admin").want(t, http.StatusOK); !strings.Contains(p.text(), "新名字") {
		t.Errorf("greeted as %s", p.says())
	}
}

func TestASessionElsewhereCanBeEndedButNobodyElses(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	here, there, others := h.as(t, "writer"), h.as(t, "writer"), h.as(t, "reviewer1")
	sessions := func(login string) []account.Session {
		list, err := h.store.Sessions(t.Context(), h.actor(t, login).Editor.ID)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	p := here.post(t, "/admin/sessions", url.Values{"id": {sessions("reviewer1")[0].ID}})
	if p.StatusCode != http.StatusNotFound || !others.in(t) {
		t.Errorf("another's session: %d, still in: %v", p.StatusCode, others.in(t))
	}
	mine := there.get(t, "/admin/sessions")
	if mine.doc().Find("tbody tr").Length() != 2 || mine.doc().Find("tbody .badge").Length() != 1 {
		t.Fatalf("sessions shown: %s", mine.text())
	}
	for _, row := range mine.doc().Find("tbody tr").EachIter() {
		if row.Find(".badge").Length() == 0 {
			there.post(t, "/admin/sessions", valuesOf(row.Find("form"))).follow(t)
		}
	}
	if here.in(t) || !there.in(t) {
		t.Errorf("after ending the other one: here %v, there %v", here.in(t), there.in(t))
	}
	there.get(t, "/admin/sessions").form(t, "/sessions").press(t, "").follow(t)
	if there.in(t) {
		t.Error("one's own session does not end")
	}
}

func TestASessionIsOverAfterItsTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	limits := account.DefaultLimits()
	b := h.as(t, "writer")
	for h.now.Add(limits.Idle-time.Minute).Sub(opening) < limits.Absolute {
		h.now = h.now.Add(limits.Idle - time.Minute)
		if !b.in(t) {
			t.Fatalf("over after %s of work", h.now.Sub(opening))
		}
	}
	h.now = opening.Add(limits.Absolute)
	if b.in(t) {
		t.Error("work keeps a session open for ever")
	}
	b = h.as(t, "writer")
	h.now = h.now.Add(limits.Idle)
	if b.in(t) {
		t.Error("a session that rests stays open")
	}
}
