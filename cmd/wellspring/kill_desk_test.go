package main

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
)

const (
	groupsEach = 2
	rowsEach   = 3
)

// ledger is what editors were told has been done.
type ledger struct {
	mu       sync.Mutex
	saves    []acknowledged
	sittings []*sitting
	wrong    []string // answers that no editor should get
}

// acknowledged is a save that was answered.
type acknowledged struct {
	number, revision int64
	title, note      string
	request          string // the X-Request-Id of the answer
}

// sitting is a ceremony on its way to the public.
type sitting struct {
	number      int64
	title       string
	request     string // the X-Request-Id of the answer to its first save
	public      bool   // its publication was answered
	publication string // the X-Request-Id of that answer
}

func (l *ledger) add(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	f()
}

// expect reports whether a step was acknowledged. One that got no answer ends
// the work: the program was killed.
func (l *ledger) expect(what string, r reply, err error) bool {
	if err == nil && r.status != http.StatusSeeOther {
		l.add(func() { l.wrong = append(l.wrong, fmt.Sprintf("%s is answered with %d\n%s", what, r.status, r.body)) })
	}
	return err == nil && r.status == http.StatusSeeOther
}

// untilKilled is as many texts as nobody gets to write.
const untilKilled = 1_000_000

// write saves articles, three times each, until there are so many or nobody answers.
func (l *ledger) write(address string, k *clerk, name, body string, many int) {
	for i := range many {
		var number int64
		for revision := range int64(3) {
			title := fmt.Sprintf("%s 第%d篇 第%d稿", name, i, revision+1)
			note := "记 " + title
			path := "admin/articles/new"
			if revision > 0 {
				path = fmt.Sprintf("admin/articles/%d", number)
			}
			r, err := k.post(address+path, filled(writtenArticle(title, title+body), revision, note))
			if !l.expect("a save", r, err) {
				return
			}
			number = r.number()
			l.add(func() {
				l.saves = append(l.saves, acknowledged{number: number, revision: revision + 1, title: title, note: note, request: r.request})
			})
		}
	}
}

// bureauClerks are the editors a ceremony passes on its way.
type bureauClerks struct {
	writer, publisher *clerk
	reviewers         []*clerk
}

// hold takes ceremonies through submission, three reviews and publication,
// until there are so many or nobody answers.
func (l *ledger) hold(address string, who bureauClerks, name string, many int) {
	for i := range many {
		s := &sitting{title: fmt.Sprintf("%s%04d", name, i)} // no title is the beginning of another: each is searched for
		r, err := who.writer.post(address+"admin/ceremonies/new", filled(writtenCeremony(s.title, groupsEach, rowsEach), 0, ""))
		if !l.expect("a ceremony", r, err) {
			return
		}
		s.number, s.request = r.number(), r.request
		l.add(func() { l.sittings = append(l.sittings, s) })
		path := fmt.Sprintf("%sadmin/ceremonies/%d/", address, s.number)
		version := 1
		step := func(k *clerk, at string, sent url.Values) bool {
			sent.Set("version", strconv.Itoa(version))
			version++
			r, err = k.post(path+at, sent)
			return l.expect(at, r, err)
		}
		if !step(who.writer, "submission", url.Values{}) {
			return
		}
		for _, k := range who.reviewers {
			if !step(k, "reviews", url.Values{"verdict": {string(invest.Passed)}}) {
				return
			}
		}
		if !step(who.publisher, "publication", url.Values{"do": {"publish"}}) {
			return
		}
		l.add(func() { s.public, s.publication = true, r.request })
	}
}

// holds compares the ledger with a folder that nobody serves.
func (l *ledger) holds(t *testing.T, data string) {
	t.Helper()
	for _, w := range l.wrong {
		t.Error(w)
	}
	store, err := sqlite.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for _, a := range l.saves {
		a.isIn(t, store)
	}
	db, err := sql.Open("sqlite", filepath.Join(data, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range l.sittings {
		s.isWhole(t, store, db)
	}
}

// isIn wants a save to be in the store as it was acknowledged.
func (a acknowledged) isIn(t *testing.T, store *sqlite.Store) {
	t.Helper()
	r, err := store.Revision(t.Context(), invest.KindArticle, a.number, a.revision)
	if err != nil {
		t.Errorf("article %d, revision %d was acknowledged: %v", a.number, a.revision, err)
		return
	}
	if r.Body.Heading().Zh != a.title || r.Note != a.note {
		t.Errorf("article %d, revision %d is %q with the note %q, was saved as %q with %q", a.number, a.revision, r.Body.Heading().Zh, r.Note, a.title, a.note)
	}
}

// isWhole wants a ceremony to be in the catalogue with all that belongs to it,
// or with nothing.
func (s *sitting) isWhole(t *testing.T, store *sqlite.Store, db *sql.DB) {
	t.Helper()
	d, err := store.Draft(t.Context(), invest.KindCeremony, s.number)
	if err != nil {
		t.Errorf("ceremony %d was acknowledged: %v", s.number, err)
		return
	}
	public := d.Public == invest.Published
	if s.public && !public {
		t.Errorf("the publication of ceremony %d was acknowledged, and it is %s", s.number, d.Public)
	}
	for _, part := range []struct {
		what, query string
		whole       int
	}{
		{"ceremonies", `SELECT count(*) FROM ceremony WHERE number = $1`, 1},
		{"groups", `SELECT count(*) FROM ceremony_group WHERE ceremony = $1`, groupsEach},
		{"signings", `SELECT count(*) FROM signing WHERE ceremony = $1`, groupsEach * rowsEach},
		{"titles", `SELECT count(*) FROM search_doc WHERE kind = 'ceremony' AND number = $1`, 1},
	} {
		var got int
		if err := db.QueryRowContext(t.Context(), part.query, s.number).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if public && got != part.whole || !public && got != 0 {
			t.Errorf("ceremony %d, which is %s, has %d %s in the catalogue", s.number, d.Public, got, part.what)
		}
	}
	found, err := store.Search(t.Context(), invest.SearchQuery{Text: s.title, Kind: invest.KindCeremony})
	if err != nil {
		t.Fatal(err)
	}
	if (found.Total == 1) != public {
		t.Errorf("ceremony %d, which is %s, is found %d times", s.number, d.Public, found.Total)
	}
}

func TestWhatAKilledProgramAcknowledgedIsThere(t *testing.T) {
	t.Parallel()
	var data string
	var told *ledger
	var writers []*clerk
	var who bureauClerks
	saves, publications := 0, 0
	for i := range kills(t) {
		fresh := i%10 == 0 // a folder that has grown takes longer to check
		if fresh {
			data, told = filepath.Join(t.TempDir(), "data"), &ledger{}
			district(t, data)
		}
		c := command(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
		address, ended := begin(t, c)
		if fresh {
			writers = []*clerk{signedIn(t, address, "writer"), signedIn(t, address, "reviewer2")}
			who = bureauClerks{writer: writers[0], publisher: signedIn(t, address, "reviewer3")}
			who.reviewers = []*clerk{signedIn(t, address, "reviewer1"), writers[1], who.publisher}
		}
		var work sync.WaitGroup
		for j, k := range writers {
			work.Go(func() { told.write(address, k, fmt.Sprintf("第%d次 撰稿%d", i, j), "", untilKilled) })
		}
		work.Go(func() { told.hold(address, who, fmt.Sprintf("签约活动%04d", i), untilKilled) })
		time.Sleep(time.Duration(rand.IntN(800)) * time.Millisecond)
		_ = c.Process.Kill()
		<-ended
		work.Wait()
		if r := runProgram(t, "check", "--data", data); r.code != 0 {
			t.Fatalf("after kill %d: exit %d: %s%s", i+1, r.code, r.out, r.errors)
		}
		told.holds(t, data)
		if t.Failed() {
			t.Fatalf("after kill %d", i+1)
		}
		if i%10 == 9 || i == kills(t)-1 {
			saves += len(told.saves)
			for _, s := range told.sittings {
				if s.public {
					publications++
				}
			}
		}
	}
	t.Logf("%d saves and %d publications were acknowledged; all are there", saves, publications)
	if saves == 0 {
		t.Error("nothing was saved before the kills: nothing is shown by this")
	}
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	for _, s := range told.sittings {
		if status, _ := fetch(t, fmt.Sprintf("%sceremonies/%d", p.address, s.number)); s.public && status != http.StatusOK {
			t.Errorf("ceremony %d answers %d", s.number, status)
		}
	}
	if r, err := writers[0].get(p.address + "admin"); err != nil || r.status != http.StatusOK {
		t.Errorf("the writer's list answers %d, %v", r.status, err)
	}
}
