package admin_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/alexedwards/argon2id"

	"wellspring/internal/account"
	"wellspring/internal/desk"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/media"
	"wellspring/internal/sqlite"
	"wellspring/web"
	"wellspring/web/admin"
)

// right is everybody's password, and other another one.
const (
	right = "wei river at dawn 17"
	other = "seven grey herons 52"
)

const site = "https://invest.example.gov.cn"

// furnished is a folder with an editor of every role in it, whose login is the
// name of the role, a second writer, and the settings that texts need.
var furnished string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "wellspring-admin-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := furnish(context.Background(), dir); err != nil {
		panic(err)
	}
	if stockroom, err = os.MkdirTemp("", "wellspring-admin-"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(stockroom)
	furnished = dir
	return m.Run()
}

func furnish(ctx context.Context, dir string) error {
	store, err := sqlite.Open(ctx, dir)
	if err != nil {
		return err
	}
	defer store.Close()
	d := desk.New(store, func() time.Time { return opening })
	set := invest.DefaultSettings()
	set.Sectors = invest.Sectors{{Key: "new-energy", Name: invest.Text{Zh: "新能源", En: "New energy"}}, {Key: "sensor", Name: invest.Text{Zh: "传感器"}}}
	set.Indicators = invest.Indicators{{Key: "funds", Name: invest.Text{Zh: "到位资金"}, Unit: invest.Text{Zh: "亿元"}}}
	news := set.Columns.Find("news")
	news.Key, news.Name, news.Articles = "bulletin", invest.Text{Zh: "招商动态"}, true
	set.Columns = append(set.Columns, news)
	for _, part := range []invest.Setting{&set.Sectors, &set.Indicators, &set.Columns} {
		if err := d.SaveSetting(ctx, desk.Operator, part, 0); err != nil {
			return err
		}
	}
	people := []invest.Editor{{Login: "writer2", Name: "演示 writer2", Roles: []invest.Role{invest.Writer}}}
	for _, r := range invest.Roles {
		people = append(people, invest.Editor{Login: string(r), Name: "演示 " + string(r), Roles: []invest.Role{r}})
	}
	// A hash says itself what it cost: these are checked in no time.
	hash, err := argon2id.CreateHash(right, &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		return err
	}
	if err := furnishLibrary(ctx, d, media.NewIntake(media.In(dir))); err != nil {
		return err
	}
	for _, e := range people {
		if e, err = d.SaveEditor(ctx, desk.Operator, e); err != nil {
			return err
		}
		err := store.InAccountTx(ctx, func(ctx context.Context, tx account.Tx) error {
			return tx.PutCredential(ctx, account.Credential{Editor: e.ID, Hash: hash, Set: opening})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// pictureHash is that of the file 1 of the library, a picture; 2 is a document.
var pictureHash string

func furnishLibrary(ctx context.Context, d *desk.Desk, in *media.Intake) error {
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
		return err
	}
	for _, f := range [][2]string{{"厂房.jpg", picture.String()}, {"方案.pdf", "%PDF-1.7\n%%EOF\n"}} {
		up, err := in.Receive(strings.NewReader(f[1]), f[0])
		if err != nil {
			return err
		}
		defer up.Drop()
		m, err := in.Keep(ctx, up)
		if err != nil {
			return err
		}
		if m, err = d.AddMedia(ctx, desk.Operator, m); err != nil {
			return err
		}
		if m.IsPicture() {
			pictureHash = m.Hash
		}
	}
	return nil
}

// opening is the desk's time when a test begins.
var opening = time.Date(2023, 12, 1, 1, 0, 0, 0, time.UTC)

// house is the whole site over a store of its own, on a clock that a test moves.
type house struct {
	store        *sqlite.Store
	desk         *desk.Desk
	handler      http.Handler
	folder       string // of its data
	origin, base string
	now          time.Time
	log          journal
	editors      *admin.Server
	browsers     int
}

func newHouse(t *testing.T) *house {
	t.Helper()
	return houseAt(t, site, "")
}

// houseAt is a site at an address. That it failed at nothing is part of every test.
func houseAt(t *testing.T, origin, base string) *house {
	t.Helper()
	return houseFrom(t, furnished, origin, base)
}

// houseFrom is a site over a copy of a folder.
func houseFrom(t *testing.T, folder, origin, base string) *house {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	store, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{store: store, folder: dir, origin: origin, base: base, now: opening}
	t.Cleanup(func() {
		h.editors.CloseStreams()
		_ = store.Close()
		for line := range strings.Lines(h.log.String()) {
			if strings.Contains(line, "level=ERROR") {
				t.Error(line)
			}
		}
	})
	now := func() time.Time { return h.now }
	h.desk = desk.New(store, now)
	limits, library := account.DefaultLimits(), media.In(dir)
	public := web.New(store, web.Config{Origin: origin, BasePath: base, Media: library}, slog.New(slog.NewTextHandler(&h.log, nil)))
	ctx, stop := context.WithCancel(context.Background())
	imports := intake.NewOffice(ctx, h.desk, filepath.Join(dir, "imports"), slog.New(slog.NewTextHandler(&h.log, nil)))
	t.Cleanup(func() { stop(); imports.Wait() }) // before the store is closed
	h.editors = admin.Mount(public, store, h.desk, account.New(store, limits, now), admin.Config{
		Imports: imports, Origin: origin, BasePath: base, Limits: limits, Media: library, Clock: now, Keys: [][]byte{bytes.Repeat([]byte("k"), 32), bytes.Repeat([]byte("e"), 32)},
	}, slog.New(slog.NewTextHandler(&h.log, nil)))
	h.handler = public.Handler()
	return h
}

// journal is a log that streams write to while a test goes on.
type journal struct {
	mu    sync.Mutex
	lines bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines.Write(b)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.lines.String()
}

// browser is one that keeps cookies, at a network address of its own.
type browser struct {
	*house
	jar     http.CookieJar
	address string
}

func (h *house) browser() *browser {
	jar, _ := cookiejar.New(nil) // without a list of suffixes there is nothing to fail
	h.browsers++
	return &browser{house: h, jar: jar, address: fmt.Sprintf("192.0.2.%d:4711", h.browsers)}
}

// as is a browser in which somebody has signed in.
func (h *house) as(t *testing.T, login string) *browser {
	t.Helper()
	b := h.browser()
	if p := b.signIn(t, login, right); p.StatusCode != http.StatusSeeOther || p.Header.Get("Location") != h.base+"/admin" {
		t.Fatalf("%s is not let in: %d %s", login, p.StatusCode, p.Header.Get("Location"))
	}
	return b
}

func (b *browser) signIn(t *testing.T, login, password string) page {
	t.Helper()
	f := b.get(t, b.base+"/admin/login").form(t, "/login")
	f.set(t, "login", login)
	f.set(t, "password", password)
	return f.press(t, "")
}

// page is an answer; doc gives its document, where it is one of HTML.
type page struct {
	*http.Response
	b    *browser
	body string
	doc  func() *goquery.Document
}

// send sends a request as a browser does from a page of the site.
func (b *browser) send(t *testing.T, method, target string, sent url.Values, change ...func(*http.Request)) page {
	t.Helper()
	var body io.Reader
	if sent != nil {
		body = strings.NewReader(sent.Encode())
	}
	r := httptest.NewRequest(method, target, body)
	if r.URL.Host == "" { // else httptest has taken it from the target
		r.Host = strings.TrimPrefix(strings.TrimPrefix(b.origin, "https://"), "http://")
	}
	r.RemoteAddr = b.address
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Origin", b.origin)
	}
	here, err := url.Parse(b.origin)
	if err != nil {
		t.Fatal(err)
	}
	here.Path = r.URL.Path
	for _, ck := range b.jar.Cookies(here) {
		r.AddCookie(ck)
	}
	for _, f := range change {
		f(r)
	}
	rec := httptest.NewRecorder()
	b.handler.ServeHTTP(rec, r)
	p := page{Response: rec.Result(), b: b, body: rec.Body.String()}
	p.Request = r
	b.jar.SetCookies(here, p.Cookies())
	if strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
		p.doc = sync.OnceValue(func() *goquery.Document {
			d, err := goquery.NewDocumentFromReader(strings.NewReader(p.body))
			if err != nil {
				t.Fatal(err)
			}
			return d
		})
	}
	return p
}

func (b *browser) get(t *testing.T, target string) page {
	t.Helper()
	return b.send(t, http.MethodGet, target, nil)
}

func (b *browser) post(t *testing.T, target string, sent url.Values, change ...func(*http.Request)) page {
	t.Helper()
	if sent == nil {
		sent = url.Values{}
	}
	return b.send(t, http.MethodPost, target, sent, change...)
}

// want ends the test where an answer has another status.
func (p page) want(t *testing.T, status int) page {
	t.Helper()
	if p.StatusCode != status {
		t.Fatalf("%s %s: %d, not %d: %s", p.Request.Method, p.Request.URL, p.StatusCode, status, p.says())
	}
	return p
}

// says is what a reader sees of a page first: its heading and what is wrong.
func (p page) says() string {
	if p.doc == nil {
		return p.Header.Get("Location") + " " + p.body[:min(200, len(p.body))]
	}
	return strings.Join(strings.Fields(p.doc().Find("h1, [role=alert], .field-error, .notice").Text()), " ")
}

// text is all that a page says.
func (p page) text() string {
	if p.doc == nil {
		return p.body
	}
	return strings.Join(strings.Fields(p.doc().Find("body").Text()), " ")
}

// follow goes where an answer leads.
func (p page) follow(t *testing.T) page {
	t.Helper()
	return p.want(t, http.StatusSeeOther).b.get(t, p.Header.Get("Location")).want(t, http.StatusOK)
}
