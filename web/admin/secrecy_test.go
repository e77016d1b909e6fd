package admin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"wellspring/internal/invest"
)

// What is not published does not exist for the public. So the answers of a site
// are compared, byte for byte, with those of the site as it was before somebody
// wrote what is not published.

// mark begins every word that nobody may see; what stands behind it tells where
// it was written.
const mark = "Kuixing"

// marks gives each field a word of its own and remembers them.
type marks []string

func (m *marks) word(string) string {
	w := mark + strconv.Itoa(len(*m))
	*m = append(*m, w)
	return w
}

// publicAddresses are all that the public can read, and ways to ask for more
// than stands there.
func (h *house) publicAddresses(words []string) []string {
	var out []string
	add := func(path string) { out = append(out, path, "/en"+strings.TrimSuffix(path, "/")) }
	for _, r := range h.handler.(*echo.Echo).Routes() {
		bare := strings.TrimPrefix(r.Path, "/en")
		inside := bare != r.Path || strings.HasPrefix(bare, "/admin") || strings.HasPrefix(bare, "/preview")
		if r.Method != http.MethodGet || inside || strings.HasSuffix(bare, "*") {
			continue
		}
		switch {
		case strings.HasSuffix(bare, "/:n"):
			for n := range 4 {
				add(strings.Replace(bare, ":n", strconv.Itoa(n), 1))
				add(strings.Replace(bare, ":n", strconv.Itoa(n), 1) + ".xlsx")
			}
		case strings.HasSuffix(bare, "/:indicator"):
			add("/data/funds.csv")
			add("/data/" + words[0] + ".csv")
		default:
			add(bare)
		}
	}
	for _, w := range words {
		add("/search?q=" + w)
	}
	for _, k := range invest.Kinds {
		add("/search?kind=" + string(k) + "&q=" + mark)
	}
	for _, q := range []string{
		"q=" + mark, "sector=new-energy", "sector=sensor", "park=1", "place=" + words[3], "phase=signed", "phase=promoted", "mode=other", "level=district",
		"year=2023", "min=1", "max=9999999999", "sort=amount", "sort=relevance&q=" + mark, "page=2", "band=1",
	} {
		add("/projects?" + q)
		add("/projects/feed.atom?" + q)
	}
	add("/news?column=bulletin")
	add("/news?column=" + words[0])
	add("/leave?to=" + url.QueryEscape("https://www.example.gov.cn/1?a=1&b=2"))
	add("/leave?to=" + url.QueryEscape("https://"+mark+".example.cn/"))
	add("/" + mark)
	add("/projects/" + mark)
	add("/media/" + mark + "/x.png")
	add("/preview/" + mark)
	slices.Sort(out)
	return slices.Compact(out)
}

// answers is what the public is told at some addresses.
func (h *house) answers(t *testing.T, addresses []string) map[string]string {
	t.Helper()
	b := h.browser()
	out := map[string]string{}
	for _, path := range addresses {
		p := b.get(t, path)
		if p.StatusCode >= 500 {
			t.Errorf("%s: %d", path, p.StatusCode)
		}
		head := fmt.Sprint(p.StatusCode, p.Header.Get("Content-Type"), p.Header.Get("Location"), p.Header.Get("Last-Modified"), p.Header.Get("Etag"))
		out[path] = head + "\n" + p.body
		p = b.post(t, "/mode", url.Values{"type": {"normal"}, "back": {path}})
		out["back to "+path] = fmt.Sprint(p.StatusCode, p.Header.Get("Location"), p.body)
	}
	return out
}

// sameAnswers compares what the public is told with what it was told before.
func sameAnswers(t *testing.T, what string, now, before map[string]string) {
	t.Helper()
	for path, answer := range now {
		if !strings.Contains(path, mark) && strings.Contains(answer, mark) {
			i := strings.Index(answer, mark)
			t.Errorf("%s: %s shows …%s…", what, path, answer[max(0, i-80):min(len(answer), i+40)])
		}
		if answer == before[path] {
			continue
		}
		i := 0
		for i < min(len(answer), len(before[path])) && answer[i] == before[path][i] {
			i++
		}
		t.Errorf("%s: %s is another from byte %d of %d: …%.120s… not …%.120s…", what, path, i, len(answer), answer[i:], before[path][min(i, len(before[path])):])
	}
}

func TestWhatIsADraftDoesNotExistForThePublic(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var m marks
	for range 1_000 { // to ask for before they are written
		m.word("")
	}
	addresses := h.publicAddresses(append(slices.Clone(m[:20]), m[300], m[400], m[999]))
	before := h.answers(t, addresses)
	m = nil
	for _, k := range []invest.Kind{invest.KindPark, invest.KindPolicy, invest.KindProject, invest.KindCeremony, invest.KindArticle, invest.KindUpdate, invest.KindRelease} {
		b := h.as(t, author(k))
		for _, button := range []string{"save", "submit"} {
			f := b.get(t, "/admin/"+paths[k]+"/new").form(t, "/new").grown(t, 1).everything(t, m.word)
			if k == invest.KindProject { // a last day that has not passed
				f.set(t, "validUntil", "2024年底")
			}
			if k == invest.KindCeremony { // there is none before the first
				f.set(t, "groups.0.signings.0.earlier.ceremony", "")
			}
			f.press(t, button).follow(t)
		}
		d := h.bring(t, h.draft(t, k, 2), invest.WorkApproved)
		if _, err := h.desk.Schedule(t.Context(), h.actor(t, "columns"), k, d.Number, d.Version, opening.AddDate(0, 0, 9)); err != nil {
			t.Fatal(err)
		}
		f := b.get(t, at(h.draft(t, k, 1))+"/reviews").form(t, "/comments")
		f.set(t, "text", m.word(""))
		f.press(t, "").follow(t)
	}
	if len(m) < 200 {
		t.Fatalf("only %d words were written", len(m))
	}
	sameAnswers(t, "drafts", h.answers(t, addresses), before)
	// The words would be found if they were there.
	h.bring(t, h.draft(t, invest.KindProject, 1), invest.WorkNone)
	for _, path := range []string{"/projects", "/projects/1", "/en/projects/1", "/search?q=" + mark + "0", "/feed.atom"} {
		if p := h.browser().get(t, path); !slices.Contains(addresses, path) || !strings.Contains(strings.ReplaceAll(p.body, "q="+mark, ""), mark) {
			t.Errorf("%s does not show the project that is published now", path)
		}
	}
}

func TestChangesThatWaitDoNotExistForThePublic(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var m marks
	for range 100 {
		m.word("")
	}
	for _, k := range []invest.Kind{invest.KindPark, invest.KindPolicy, invest.KindProject, invest.KindCeremony, invest.KindArticle, invest.KindUpdate, invest.KindRelease} {
		f := h.as(t, author(k)).get(t, "/admin/"+paths[k]+"/new").form(t, "/new").grown(t, 1).everything(t, wordOf)
		if k == invest.KindProject {
			f.set(t, "validUntil", "2024年底")
		}
		if k == invest.KindCeremony {
			f.set(t, "groups.0.signings.0.earlier.ceremony", "")
		}
		f.press(t, "submit").follow(t)
		h.bring(t, h.draft(t, k, 1), invest.WorkNone)
	}
	addresses := h.publicAddresses(m[:20])
	before := h.answers(t, addresses)
	for _, path := range []string{"/projects/1", "/parks/1", "/policies/1", "/ceremonies/1", "/news/1", "/progress"} {
		if !strings.Contains(before[path], "文 ") {
			t.Errorf("%s shows nothing of what is published", path)
		}
	}
	m = nil
	retyped := map[string]string{"5000万": "8700万", "2023年8月底": "2023年9月底", "约120亩": "170亩", "12": "34", "signed": "registered"}
	h.now = h.now.AddDate(0, 0, 1)
	for i, work := range []invest.Work{invest.WorkDraft, invest.WorkReview1, invest.WorkApproved, invest.WorkScheduled} {
		for _, k := range invest.Kinds {
			f := h.as(t, author(k)).opened(t, k, 1).grown(t, 2).everything(t, m.word)
			for name, vs := range f.values {
				if other, ok := retyped[vs[0]]; ok && (vs[0] != "signed" || strings.HasSuffix(name, ".1.phase")) && !strings.HasSuffix(name, "url") {
					f.values.Set(name, other)
				}
			}
			if k == invest.KindProject {
				f.set(t, "validUntil", "2024年底")
			}
			f.press(t, "save").follow(t)
			d := h.draft(t, k, 1)
			switch work {
			case invest.WorkScheduled:
				d = h.bring(t, d, invest.WorkApproved)
				if _, err := h.desk.Schedule(t.Context(), h.actor(t, "columns"), k, d.Number, d.Version, opening.AddDate(0, 0, 9)); err != nil {
					t.Fatal(err)
				}
			default:
				h.bring(t, d, work)
			}
		}
		if i == 0 || work == invest.WorkScheduled {
			sameAnswers(t, string(work), h.answers(t, addresses), before)
		}
	}
}

func TestWhatIsPublishedDoesNotNameADraftThatItRefersTo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, k := range []invest.Kind{invest.KindProject, invest.KindPark, invest.KindPolicy, invest.KindCeremony} {
		h.write(t, least(k, mark+string(k)))
	}
	refer := func(c invest.Content) invest.Content {
		switch c := c.(type) {
		case *invest.Project:
			c.Park, c.Policies = 1, []int64{1}
		case *invest.Article:
			c.Projects, c.Ceremony, c.Park = []int64{1}, 1, 1
		case *invest.Ceremony:
			row := &c.Groups[0].Signings[0]
			row.Earlier, row.ResignReason = invest.SigningRef{Ceremony: 1, Key: 1}, "重签"
		}
		return c
	}
	for _, k := range invest.Kinds {
		h.bring(t, h.write(t, refer(least(k, "公开的"+string(k)))), invest.WorkNone)
	}
	var m marks
	for range 20 {
		m.word("")
	}
	found := 0
	for path, answer := range h.answers(t, h.publicAddresses(m)) {
		if strings.Contains(answer, mark) && !strings.Contains(path, mark) {
			t.Errorf("%s names a draft", path)
		}
		if strings.Contains(answer, "公开的") {
			found++
		}
		for _, k := range []string{"projects", "parks", "policies", "ceremonies"} {
			if strings.Contains(answer, `href="/`+k+`/1"`) {
				t.Errorf("%s leads to a draft", path)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d addresses show what is published", found)
	}
}
