package admin_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"wellspring/internal/invest"
)

// carrying gives a request another body; of a length that is not said where
// there is none.
func carrying(body io.Reader, length int64) func(*http.Request) {
	return func(r *http.Request) { r.Body, r.ContentLength = io.NopCloser(body), length }
}

// addressesOfForms are all that take a form.
func addressesOfForms(s stock) []string {
	out := []string{"/admin/login"}
	for _, d := range doors {
		for _, k := range d.kinds() {
			if d.method == "POST" && d.path != "/logout" && d.ok != 415 { // which takes files
				path, _ := d.request(s, k, 1, true)
				out = append(out, "/admin"+path)
			}
		}
	}
	return out
}

func TestABodyThatIsNoFormIsRefused(t *testing.T) {
	t.Parallel()
	h, s := newStockedHouse(t)
	b := h.everyRole(t)
	for _, path := range addressesOfForms(s) {
		for kind, want := range map[string]int{"application/json": 415, "text/plain": 415, "application/xml": 415, "": 415, "a;b;c": 415} {
			p := b.post(t, path, url.Values{"do": {"save"}}, header("Content-Type", kind))
			if p.StatusCode != want {
				t.Errorf("%s of %q: %d", path, kind, p.StatusCode)
			}
		}
		for _, how := range [][]func(*http.Request){nil, {silent}} {
			p := b.post(t, path, nil, append(how, carrying(strings.NewReader("version=1&do=%zz&whole=1"), 24))...)
			if p.StatusCode != http.StatusBadRequest && !(len(how) > 0 && p.StatusCode == http.StatusForbidden) {
				t.Errorf("%s with broken escapes: %d %s", path, p.StatusCode, p.says())
			}
		}
	}
	h.unchanged(t, s)
}

func TestAFormThatIsTooLongIsRefusedHoweverItComes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.everyRole(t)
	long := "whole=1&do=save&title.zh=" + strings.Repeat("x", 8<<20)
	for _, path := range []string{"/admin/login", "/admin/projects/new", "/en/admin/projects/new", "/admin/projects/new/autosave", "/admin/projects/bulk", "/admin/sessions"} {
		for _, length := range []int64{int64(len(long)), -1} {
			p := b.post(t, path, nil, carrying(strings.NewReader(long), length))
			if p.StatusCode != http.StatusRequestEntityTooLarge || p.doc == nil {
				t.Errorf("%s (length %d): %d %s", path, length, p.StatusCode, p.says())
			}
		}
	}
	if list, err := h.store.Drafts(t.Context(), invest.DraftFilter{}); err != nil || list.Total != 0 {
		t.Errorf("%d drafts, %v", list.Total, err)
	}
}

func TestAConnectionThatBreaksDoesNothing(t *testing.T) {
	t.Parallel()
	h, s := newStockedHouse(t)
	b := h.everyRole(t)
	for _, d := range doors {
		for _, k := range d.kinds() {
			if d.method != "POST" || d.path == "/logout" || k == "" {
				continue
			}
			path, sent := d.request(s, k, 1, true)
			sent.Del("do") // what a button says comes last, and is what is missing
			sent.Del("verdict")
			body := sent.Encode() + "&note=1"
			broken := io.MultiReader(strings.NewReader(body), readerOf(errors.New("connection reset")))
			if p := b.post(t, "/admin"+path, nil, carrying(broken, int64(len(body)+20))); p.StatusCode != http.StatusBadRequest {
				t.Errorf("%s (%s) cut off: %d %s", path, d.sent, p.StatusCode, p.says())
			}
		}
	}
	h.unchanged(t, s)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func readerOf(err error) io.Reader { return failing{err} }

func TestAButtonThatThereIsNotDoesNothing(t *testing.T) {
	t.Parallel()
	h, s := newStockedHouse(t)
	b := h.everyRole(t)
	for _, k := range invest.Kinds {
		for work, path := range map[invest.Work]string{
			invest.WorkApproved: "/publication", invest.WorkNone: "/publication", invest.WorkScheduled: "/schedule", invest.WorkReview1: "/reviews", binned: "/../bin",
		} {
			d := s[k][work]
			n, version := strconv.FormatInt(d.Number, 10), strconv.FormatInt(d.Version, 10)
			path := "/admin/" + paths[k] + "/" + n + path
			if work == binned {
				path = "/admin/" + paths[k] + "/bin"
			}
			for _, do := range []string{"", "nothing", "PUBLISH"} {
				p := b.post(t, path, url.Values{"version": {version}, "pick": {n + "." + version}, "do": {do}, "verdict": {do}, "at": {"2023-12-24T09:00"}, "reason": {"1"}})
				if p.StatusCode < 400 || p.StatusCode >= 500 {
					t.Errorf("%s with the button %q: %d %s", path, do, p.StatusCode, p.says())
				}
			}
		}
	}
	h.unchanged(t, s)
}

func TestTextThatIsNoneIsRefusedAndNoFault(t *testing.T) {
	t.Parallel()
	for what, bad := range map[string]string{"a NUL": "甲\x00乙", "not in Unicode": "甲\xff\xc3\x28乙", "far too long": strings.Repeat("长", 5_001)} {
		t.Run(what, func(t *testing.T) {
			h, s := newStockedHouse(t)
			b := h.everyRole(t)
			for _, d := range doors {
				for _, k := range d.kinds() {
					if d.method != "POST" || d.path == "/logout" || d.path == "/password" || strings.HasPrefix(d.path, "/people/:n/") {
						continue
					}
					path, sent := d.request(s, k, 1, true)
					for _, name := range []string{"name", "login", "text", "note", "change", "reason", "at", "days", "editor", "id", "code", "restore", "revoke", "title.zh", "key"} {
						if !sent.Has(name) || d.path == "/{kind}/:n/comments" || name == "reason" {
							sent.Set(name, bad)
						}
					}
					// The buttons that would do something are not pressed: it is their fields that are wrong.
					if p := b.post(t, "/admin"+path, sent); p.StatusCode >= 500 {
						t.Errorf("%s (%s): %d %s", path, d.sent, p.StatusCode, p.says())
					}
				}
			}
			for _, sent := range []url.Values{
				{"login": {bad}, "password": {right}},
				{"login": {"writer"}, "password": {bad[:min(len(bad), 1_000)]}},
				{"login": {"writer"}, "password": {right}, "to": {bad}},
				{"login": {"writer"}, "password": {right}, "kept": {bad + "=" + bad}},
			} {
				if p := h.browser().post(t, "/admin/login", sent); p.StatusCode >= 500 {
					t.Errorf("a sign-in with %.40q: %d", sent, p.StatusCode)
				}
			}
		})
	}
}

func TestAReasonOrARemarkThatIsNoTextIsSaidAtItsField(t *testing.T) {
	t.Parallel()
	h, s := newStockedHouse(t)
	b := h.everyRole(t)
	version := func(d invest.Draft) string { return strconv.FormatInt(d.Version, 10) }
	for _, bad := range []string{"甲\x00", "甲\xff", strings.Repeat("长", 5_001), " ", ""} {
		for _, c := range []struct {
			work  invest.Work
			path  string
			sent  url.Values
			field string
		}{
			{"", "/comments", url.Values{"text": {bad}}, "text"},
			{invest.WorkReview1, "/reviews", url.Values{"verdict": {"sent_back"}, "note": {bad}}, "note"},
			{invest.WorkNone, "/publication", url.Values{"do": {"withdraw"}, "reason": {bad}}, "reason"},
			{invest.WorkNone, "/schedule", url.Values{"do": {"end"}, "at": {"2023-12-24T09:00"}, "reason": {bad}}, "reason"},
		} {
			d := s[invest.KindPark][c.work]
			c.sent.Set("version", version(d))
			p := b.post(t, "/admin/parks/"+strconv.FormatInt(d.Number, 10)+c.path, c.sent)
			if p.StatusCode != http.StatusUnprocessableEntity {
				t.Errorf("%s with %.20q: %d", c.path, bad, p.StatusCode)
				continue
			}
			p.hasSummary(t)
			if p.doc().Find(`[name="`+c.field+`"][aria-invalid=true]`).Length() != 1 {
				t.Errorf("%s with %.20q: %s is not marked", c.path, bad, c.field)
			}
		}
	}
	h.unchanged(t, s)
}
