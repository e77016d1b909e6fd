package admin_test

import (
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"testing"

	"wellspring/internal/invest"
)

// atOnce sends the same form from many browsers at the same time and counts how
// it was answered.
func atOnce(t *testing.T, many int, send func(i int) page) map[int]int {
	t.Helper()
	answers := make([]page, many)
	var wait sync.WaitGroup
	for i := range many {
		wait.Go(func() { answers[i] = send(i) })
	}
	wait.Wait()
	out := map[int]int{}
	for _, p := range answers {
		out[p.StatusCode]++
	}
	return out
}

func TestOfManyWhoSaveAtOnceOneDoesAndTheOthersAreTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.write(t, least(invest.KindPark, "高新园"))
	b := h.as(t, "writer")
	f := b.opened(t, d.Kind, d.Number)
	sent := make([]url.Values, 8)
	for i := range sent {
		f.set(t, "name.zh", "第"+strconv.Itoa(i)+"个名字")
		sent[i] = f.sent(t, "save")
	}
	got := atOnce(t, len(sent), func(i int) page { return b.post(t, f.action, sent[i]) })
	if got[http.StatusSeeOther] != 1 || got[http.StatusConflict] != len(sent)-1 {
		t.Errorf("answered with %v", got)
	}
	if now := h.draft(t, d.Kind, d.Number); now.Revision != 2 {
		t.Errorf("%d revisions", now.Revision)
	}
}

func TestAnImpatientClickOnANewTextMakesOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	f := h.blank(t, invest.KindPark)
	f.fill(t, map[string]string{"name.zh": "高新园", "source.name.zh": "区招商局"})
	sent := f.sent(t, "submit")
	got := atOnce(t, 8, func(int) page { return f.page.b.post(t, f.action, sent) })
	if got[http.StatusSeeOther] < 1 || got[http.StatusSeeOther]+got[http.StatusConflict] != 8 {
		t.Errorf("answered with %v", got)
	}
	list, err := h.store.Drafts(t.Context(), invest.DraftFilter{Kind: invest.KindPark})
	if err != nil || list.Total != 1 || list.Rows[0].Revision != 1 || list.Rows[0].Work != invest.WorkReview1 {
		t.Errorf("%d parks, %v", list.Total, err)
	}
}

func TestAReviewAndAnEditAtOnceDoNotBothCount(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.bring(t, h.write(t, least(invest.KindPark, "高新园")), invest.WorkReview3)
	writer, reviewer := h.as(t, "writer"), h.as(t, "reviewer3")
	edit := writer.opened(t, d.Kind, d.Number)
	edit.set(t, "name.zh", "改过的名字")
	review := reviewer.get(t, at(d)+"/reviews").form(t, at(d)+"/reviews", "passed")
	got := atOnce(t, 2, func(i int) page {
		if i == 0 {
			return edit.press(t, "save")
		}
		return review.press(t, "passed")
	})
	now := h.draft(t, d.Kind, d.Number)
	if got[http.StatusSeeOther] != 1 || got[http.StatusConflict] != 1 {
		t.Errorf("answered with %v", got)
	}
	if now.Body.Heading().Zh == "改过的名字" && now.Work != invest.WorkDraft {
		t.Errorf("a text that nobody has reviewed is %s", now.Work)
	}
}
