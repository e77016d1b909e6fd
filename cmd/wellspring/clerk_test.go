package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"wellspring/internal/account"
	"wellspring/internal/demo"
	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
	"wellspring/web/form"
)

// district fills a folder with the demonstration, whose editors all have
// goodPassword. Served by serve and not by demo, they keep their login sessions
// from one start to the next.
func district(t testing.TB, data string) {
	t.Helper()
	if err := siteFolder(data); err != nil {
		t.Fatal(err)
	}
	store, err := sqlite.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := demo.Load(t.Context(), store); err != nil {
		t.Fatal(err)
	}
	editors, err := store.Editors(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, e := range editors {
		ids = append(ids, e.ID)
	}
	accounts := account.New(store, account.DefaultLimits(), time.Now)
	if err := accounts.SetPasswords(t.Context(), desk.Operator.Editor, ids, goodPassword, account.Client{}); err != nil {
		t.Fatal(err)
	}
}

// clerk is an editor at a browser.
type clerk struct {
	http *http.Client
}

// reply is what a form was answered with.
type reply struct {
	status  int
	to      string // where a 303 leads
	request string // the answer's X-Request-Id
	body    string
}

// number is that of the text which the answer leads to.
func (r reply) number() int64 {
	path, _, _ := strings.Cut(r.to, "?")
	n, _ := strconv.ParseInt(strings.Split(strings.TrimPrefix(path, "/admin/"), "/")[1], 10, 64)
	return n
}

func newClerk(t testing.TB) *clerk {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	// Connections are not kept: the program is another one after each start.
	return &clerk{http: &http.Client{
		Jar: jar, Timeout: 20 * time.Second, Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// signedIn is an editor who has signed in.
func signedIn(t testing.TB, address, login string) *clerk {
	t.Helper()
	k := newClerk(t)
	if r, err := k.signIn(address, login); err != nil || r.status != http.StatusSeeOther {
		t.Fatalf("%s signs in: %d, %v\n%s", login, r.status, err, r.body)
	}
	return k
}

func (k *clerk) signIn(address, login string) (reply, error) {
	return k.post(address+"admin/login", url.Values{"login": {login}, "password": {goodPassword}})
}

// post sends a form as a page of the program would. It fails only where no
// answer came.
func (k *clerk) post(address string, sent url.Values) (reply, error) {
	request, err := http.NewRequest(http.MethodPost, address, strings.NewReader(sent.Encode()))
	if err != nil {
		return reply{}, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return k.do(request)
}

func (k *clerk) get(address string) (reply, error) {
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return reply{}, err
	}
	return k.do(request)
}

func (k *clerk) do(request *http.Request) (reply, error) {
	answer, err := k.http.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer answer.Body.Close()
	r := reply{status: answer.StatusCode, to: answer.Header.Get("Location"), request: answer.Header.Get("X-Request-Id")}
	if r.status == http.StatusSeeOther {
		return r, nil // it is acknowledged, whatever becomes of the rest
	}
	body, err := io.ReadAll(answer.Body)
	r.body = string(body)
	return r, err
}

// filled is a text as its form is sent.
func filled(text invest.Content, version int64, note string) url.Values {
	sent := form.Of(context.Background(), form.Env{}, text).Values
	sent.Set("whole", "1")
	sent.Set("do", "save")
	sent.Set("change", note)
	sent.Set("version", strconv.FormatInt(version, 10))
	return sent
}

// writtenArticle is an article of a column of the demonstration.
func writtenArticle(title, body string) *invest.Article {
	return &invest.Article{
		Column: "attraction", Title: invest.Text{Zh: title}, Body: invest.Text{Zh: "<p>" + body + "</p>"},
		Source: invest.Source{Name: invest.Text{Zh: "渭滨区"}},
	}
}

// writtenCeremony is one with groups of rows, each about a project of the
// demonstration.
func writtenCeremony(title string, groups, rows int) *invest.Ceremony {
	c := &invest.Ceremony{
		Form: invest.FormStage, Title: invest.Text{Zh: title}, Start: invest.MonthOf(2023, 11),
		Source: invest.Source{Name: invest.Text{Zh: "渭滨区"}},
	}
	for g := range groups {
		group := invest.Group{Label: invest.Text{Zh: fmt.Sprintf("第%d组", g+1)}}
		for r := range rows {
			group.Signings = append(group.Signings, invest.Signing{
				Project: int64(g*rows + r + 1), Name: invest.Text{Zh: fmt.Sprintf("签约项目%d", r+1)}, Amount: invest.Yuan(100_000_000),
			})
		}
		c.Groups = append(c.Groups, group)
	}
	return c
}
