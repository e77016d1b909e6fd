package admin_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"wellspring/internal/invest"
	"wellspring/web"
)

// at is the address of a text on the desk.
func at(d invest.Draft) string {
	return "/admin/" + paths[d.Kind] + "/" + strconv.FormatInt(d.Number, 10)
}

// review gives a verdict on the page of the reviews.
func (b *browser) review(t *testing.T, d invest.Draft, verdict, note string) page {
	t.Helper()
	f := b.get(t, at(d)+"/reviews").form(t, at(d)+"/reviews")
	f.set(t, "note", note)
	return f.press(t, verdict)
}

// offers reports whether a page has a form to an address, with a button of a value.
func (p page) offers(to, button string) bool {
	for _, n := range p.doc().Find("form[method=post]").EachIter() {
		if strings.HasSuffix(n.AttrOr("action", ""), to) && n.Find(`button[value="`+button+`"]`).Length() > 0 {
			return true
		}
	}
	return false
}

func TestATextGoesFromItsWriterThroughThreeHandsToThePublic(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	writer := h.as(t, "writer")
	f := writer.get(t, "/admin/articles/new").form(t, "/new")
	f.fill(t, map[string]string{"column": "bulletin", "title.zh": "园区开工", "body.zh": "<p>今天开工。</p>", "source.name.zh": "区招商局", "note": "内部说明"})
	p := f.press(t, "submit").follow(t)
	if !strings.Contains(p.text(), "初审") {
		t.Errorf("after submission: %s", p.says())
	}
	d := h.draft(t, invest.KindArticle, 1)
	public := func() int { return h.browser().get(t, "/news/1").StatusCode }
	for _, level := range []string{"reviewer1", "reviewer2", "reviewer3"} {
		b := h.as(t, level)
		if work := b.get(t, "/admin"); !strings.Contains(work.doc().Find("section[aria-labelledby=todo-waiting]").Text(), "园区开工") {
			t.Errorf("%s does not find it waiting: %s", level, work.text())
		}
		for _, other := range []string{"reviewer1", "reviewer2", "reviewer3", "columns", "lead"} {
			if other != level && h.as(t, other).get(t, at(d)+"/reviews").offers(at(d)+"/reviews", "passed") {
				t.Errorf("%s is offered the review of %s", other, level)
			}
		}
		if public() != http.StatusNotFound {
			t.Fatal("public before its reviews")
		}
		b.review(t, d, "passed", "同意").follow(t)
	}
	if d = h.draft(t, invest.KindArticle, 1); d.Work != invest.WorkApproved {
		t.Fatalf("after three reviews it is %s", d.Work)
	}
	h.now = h.now.Add(10 * time.Minute)
	h.as(t, "columns").get(t, at(d)+"/publication").form(t, "/publication", "publish").press(t, "publish").follow(t)
	page := h.browser().get(t, "/news/1").want(t, http.StatusOK)
	if !strings.Contains(page.text(), "今天开工") || strings.Contains(page.body, "内部说明") || !strings.Contains(page.text(), "09:10") {
		t.Errorf("in public: %s", page.text())
	}
	sheet := writer.get(t, at(d)+"/reviews/sheet").want(t, http.StatusOK).text()
	for _, name := range []string{"演示 writer", "演示 reviewer1", "演示 reviewer2", "演示 reviewer3"} {
		if !strings.Contains(sheet, name) {
			t.Errorf("the sheet does not name %s: %s", name, sheet)
		}
	}
	trail := h.as(t, "auditor").get(t, "/admin/audit").want(t, http.StatusOK).text()
	for _, act := range []string{"reviewer3", "发布", "审核"} {
		if !strings.Contains(trail, act) {
			t.Errorf("the trail has no %s", act)
		}
	}
}

func TestNobodyReviewsTheirOwnTextOrTwice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	own := h.as(t, "reviewer1")
	f := own.get(t, "/admin/parks/new").form(t, "/new")
	f.fill(t, map[string]string{"name.zh": "自己写的园区", "source.name.zh": "区招商局"})
	f.press(t, "submit").follow(t)
	d := h.draft(t, invest.KindPark, 1)
	p := own.get(t, at(d)+"/reviews").want(t, http.StatusOK)
	if p.offers(at(d)+"/reviews", "passed") {
		t.Error("offers the writer the review")
	}
	sent := url.Values{"version": {strconv.FormatInt(d.Version, 10)}, "verdict": {"passed"}}
	own.post(t, at(d)+"/reviews", sent).want(t, http.StatusForbidden)
	own.post(t, "/admin/parks/bulk", url.Values{"act": {"pass"}, "pick": {"1." + strconv.FormatInt(d.Version, 10)}}).want(t, http.StatusOK)
	// Whoever has all levels gives one of them.
	many := h.everyRole(t)
	many.review(t, d, "passed", "").follow(t)
	d = h.draft(t, invest.KindPark, 1)
	if d.Work != invest.WorkReview2 {
		t.Fatalf("after one review it is %s", d.Work)
	}
	sent.Set("version", strconv.FormatInt(d.Version, 10))
	many.post(t, at(d)+"/reviews", sent).want(t, http.StatusForbidden)
	trail, err := h.store.FindAudit(t.Context(), invest.AuditFilter{Action: "review", Result: "forbidden"})
	if err != nil || trail.Total != 3 {
		t.Errorf("%d refusals in the trail, %v", trail.Total, err)
	}
}

func TestWhatIsSentBackSaysWhyAndComesAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.bring(t, h.write(t, least(invest.KindPark, "高新园")), invest.WorkReview2)
	b := h.as(t, "reviewer2")
	p := b.review(t, d, "sent_back", " ").want(t, http.StatusUnprocessableEntity)
	p.hasSummary(t)
	b.review(t, d, "sent_back", "面积请核实\n再报").follow(t)
	if d = h.draft(t, d.Kind, d.Number); d.Work != invest.WorkDraft || !d.SentBack {
		t.Fatalf("sent back it is %s", d.Work)
	}
	writer := h.as(t, "writer")
	if work := writer.get(t, "/admin"); !strings.Contains(work.doc().Find("section[aria-labelledby=todo-sent_back]").Text(), "高新园") {
		t.Errorf("the writer does not find it: %s", work.text())
	}
	if p := writer.get(t, at(d)); !strings.Contains(p.doc().Find(".notice").Text(), "面积请核实") {
		t.Errorf("the writer does not see why: %s", p.says())
	}
	f := writer.opened(t, d.Kind, d.Number)
	f.set(t, "place.zh", "石鼓镇")
	f.press(t, "submit").follow(t)
	if d = h.draft(t, d.Kind, d.Number); d.Work != invest.WorkReview1 || d.SentBack {
		t.Errorf("it comes again as %s", d.Work)
	}
}

func TestAnEditVoidsTheReviews(t *testing.T) {
	t.Parallel()
	for _, work := range []invest.Work{invest.WorkReview2, invest.WorkApproved, invest.WorkScheduled} {
		h, s := newStockedHouse(t)
		d := s[invest.KindPark][work]
		writer := h.as(t, "writer")
		f := writer.opened(t, d.Kind, d.Number)
		if len(f.page.doc().Find(".notice-seal").Text()) == 0 {
			t.Errorf("%s: it is not said that an edit voids", work)
		}
		f.set(t, "place.zh", "石鼓镇")
		f.press(t, "save").follow(t)
		if now := h.draft(t, d.Kind, d.Number); now.Work != invest.WorkDraft {
			t.Errorf("%s: after the edit it is %s", work, now.Work)
		}
		if p := writer.get(t, at(d)+"/reviews"); p.doc().Find(".round-voided").Length() == 0 {
			t.Errorf("%s: no review is shown as voided", work)
		}
		h.now = h.now.AddDate(0, 0, 40)
		if done, _, err := h.desk.RunDue(t.Context()); err != nil || h.draft(t, d.Kind, d.Number).Public != invest.NeverPublic {
			t.Errorf("%s: %d done, %v: published all the same", work, done, err)
		}
	}
}

func TestAScheduledTextComesAndGoesByItself(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.bring(t, h.write(t, least(invest.KindPolicy, "惠企办法")), invest.WorkApproved)
	b := h.as(t, "reviewer3")
	plan := func(button string, fields map[string]string) page {
		return b.get(t, at(d)+"/publication").form(t, "/schedule", button).fill(t, fields).press(t, button)
	}
	for _, moment := range []string{"", "2023-12-01T08:59", "2099-01-01T00:00", "tomorrow"} {
		p := plan("schedule", map[string]string{"at": moment}).want(t, http.StatusUnprocessableEntity)
		p.hasSummary(t)
		if got := p.form(t, "/schedule", "schedule").values.Get("at"); got != moment {
			t.Errorf("the moment %q comes back as %q", moment, got)
		}
	}
	plan("schedule", map[string]string{"at": "2023-12-24T09:00"}).follow(t) // 01:00 UTC
	public := func(path string, status int) {
		t.Helper()
		if p := h.browser().get(t, path); p.StatusCode != status {
			t.Errorf("%s: %d, not %d", path, p.StatusCode, status)
		}
	}
	run := func(y, m, d, hour, min int) {
		t.Helper()
		h.now = time.Date(y, time.Month(m), d, hour, min, 0, 0, time.UTC)
		if _, _, err := h.desk.RunDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	run(2023, 12, 24, 0, 59)
	public("/policies/1", http.StatusNotFound)
	run(2023, 12, 24, 1, 0)
	public("/policies/1", http.StatusOK)
	b = h.as(t, "reviewer3")
	plan("end", map[string]string{"at": "2024-01-01T00:00", "reason": "到期"}).follow(t)
	plan("unend", nil).follow(t)
	plan("end", map[string]string{"at": "2024-01-02T00:00", "reason": "到期"}).follow(t)
	run(2024, 1, 1, 15, 59)
	public("/policies/1", http.StatusOK)
	run(2024, 1, 1, 16, 0)
	public("/policies/1", http.StatusGone)
	public("/en/policies/1", http.StatusGone)
}

func TestWhatIsWithdrawnIsGoneAtOnceAndCanComeBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.bring(t, h.write(t, least(invest.KindProject, "光伏项目")), invest.WorkNone)
	b := h.as(t, "columns")
	for k, path := range paths {
		word := "要撤回的" + path
		d := h.write(t, least(k, word))
		d = h.bring(t, d, invest.WorkNone)
		public := web.PathOf(k, d.Number)
		address, _, _ := strings.Cut(public, "#")
		before := h.browser().get(t, address)
		if !strings.Contains(before.text(), word) && k != invest.KindRelease {
			t.Errorf("%s is not public at %s: %d", path, public, before.StatusCode)
		}
		f := b.get(t, at(d)+"/publication").form(t, "/publication", "withdraw")
		f.set(t, "reason", "内容有误")
		f.press(t, "withdraw").follow(t)
		after := h.browser().get(t, address)
		if own := strings.HasSuffix(public, "/"+strconv.FormatInt(d.Number, 10)); own && after.StatusCode != http.StatusGone || strings.Contains(after.body, word) || strings.Contains(after.body, "内容有误") {
			t.Errorf("%s withdrawn, at %s: %d", path, public, after.StatusCode)
		}
		now := h.draft(t, k, d.Number)
		if now.Public != invest.Withdrawn || now.Work != invest.WorkDraft {
			t.Errorf("%s withdrawn is %s, %s", path, now.Public, now.Work)
		}
		h.now = h.now.Add(time.Minute)
		if again := h.bring(t, now, invest.WorkNone); !again.PubDate.Equal(d.PubDate) || again.ShownAt.Equal(d.ShownAt) {
			t.Errorf("%s comes back of %s, first published %s", path, again.PubDate, d.PubDate)
		}
	}
}

func TestWhatIsThrownAwayLiesInTheBin(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.write(t, least(invest.KindPark, "不要了的园区"))
	kept := h.write(t, least(invest.KindPark, "别的园区"))
	b := h.as(t, "writer")
	discard := func() { b.get(t, at(d)+"/publication").form(t, "/bin", "bin").press(t, "bin").follow(t) }
	discard()
	if p := b.get(t, "/admin/parks"); strings.Contains(p.text(), "不要了的") || !strings.Contains(p.text(), "别的园区") {
		t.Errorf("the list: %s", p.text())
	}
	if p := b.get(t, at(d)).want(t, http.StatusOK); p.doc().Find("form.edit").Length() != 0 {
		t.Error("a text in the bin is shown in its form")
	}
	for _, to := range []string{"", "/submission", "/comments", "/links", "/shares", "/bin"} {
		sent := url.Values{"version": {strconv.FormatInt(h.draft(t, d.Kind, d.Number).Version, 10)}, "whole": {"1"}, "text": {"x"}, "days": {"1"}, "editor": {"1"}, "name.zh": {"改"}, "source.name.zh": {"局"}}
		if p := b.post(t, at(d)+to, sent); p.StatusCode != http.StatusConflict {
			t.Errorf("in the bin, %q: %d %s", to, p.StatusCode, p.says())
		}
	}
	bin := func(button string) {
		t.Helper()
		f := b.get(t, "/admin/parks/bin").form(t, "/bin", button)
		f.tick(t, "pick", strconv.FormatInt(d.Number, 10)+"."+strconv.FormatInt(h.draft(t, d.Kind, d.Number).Version, 10))
		f.press(t, button).follow(t)
	}
	bin("restore")
	if p := b.get(t, "/admin/parks"); !strings.Contains(p.text(), "不要了的") {
		t.Error("it does not come back")
	}
	discard()
	bin("remove")
	b.get(t, at(d)).want(t, http.StatusNotFound)
	// What is not in the bin is not removed, whatever is asked for.
	sent := url.Values{"do": {"remove"}, "pick": {strconv.FormatInt(kept.Number, 10) + ".1"}}
	if p := b.post(t, "/admin/parks/bin", sent).want(t, http.StatusOK); !strings.Contains(p.text(), "未完成1项") {
		t.Errorf("says %s", p.text())
	}
	h.draft(t, kept.Kind, kept.Number)
	d = h.write(t, least(invest.KindPark, "也不要了"))
	discard()
	b.get(t, "/admin/parks/bin").form(t, "/bin", "empty").press(t, "empty").follow(t)
	b.get(t, at(d)).want(t, http.StatusNotFound)
}

func TestTheBinOffersToPickWhatIsOnesOwnToThrowAway(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, login := range []string{"writer", "reviewer1"} {
		d, err := h.desk.Save(t.Context(), h.actor(t, login), invest.Draft{Body: least(invest.KindPark, "放弃的园区")}, "")
		if err == nil {
			_, err = h.desk.Discard(t.Context(), h.actor(t, login), d.Kind, d.Number, d.Version)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	table := h.as(t, "reviewer1").get(t, "/admin/parks/bin").doc().Find("table")
	columns := table.Find("thead th").Length()
	for _, row := range table.Find("tbody tr").EachIter() {
		if n := row.Children().Length(); n != columns {
			t.Errorf("a row of %d cells under %d headings", n, columns)
		}
	}
	if rows, boxes := table.Find("tbody tr").Length(), table.Find("[name=pick]").Length(); rows != 2 || boxes != 1 {
		t.Errorf("%d rows, of which %d can be picked", rows, boxes)
	}
}

func TestAPublicTextThatNobodyChangedIsNotSubmitted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.bring(t, h.write(t, least(invest.KindPark, "公开的园区")), invest.WorkNone)
	p := h.as(t, "writer").opened(t, d.Kind, d.Number).press(t, "submit").follow(t)
	if done := p.doc().Find(".done").Text(); !strings.Contains(done, "没有需要提交的修改") || h.draft(t, d.Kind, d.Number).Version != d.Version {
		t.Errorf("says %q", done)
	}
}

func TestChangesToAPublicTextCanBeDropped(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.bring(t, h.write(t, least(invest.KindPark, "公开的园区")), invest.WorkNone)
	b := h.as(t, "writer")
	f := b.opened(t, d.Kind, d.Number)
	f.set(t, "name.zh", "改坏的园区")
	f.press(t, "save").follow(t)
	b.get(t, at(d)+"/publication").form(t, "/bin", "drop").press(t, "drop").follow(t)
	if now := h.draft(t, d.Kind, d.Number); now.Work != invest.WorkNone || now.Body.Heading().Zh != "公开的园区" {
		t.Errorf("dropped, it is %s: %s", now.Work, now.Body.Heading().Zh)
	}
}

func TestACopyIsADraftOfItsOwn(t *testing.T) {
	t.Parallel()
	h, s := newStockedHouse(t)
	for _, k := range invest.Kinds {
		d := s[k][invest.WorkNone]
		b := h.as(t, author(k))
		n := madeNumber(t, b.get(t, at(d)+"/publication").form(t, "/copy", "copy").press(t, "copy"))
		made := h.draft(t, k, n)
		if n == d.Number || made.Public != invest.NeverPublic || made.Work != invest.WorkDraft || made.Owner != b.actor(t, author(k)).Editor.ID {
			t.Errorf("the copy of %s %d is %d, %s", k, d.Number, n, made.Work)
		}
	}
}

func TestManyAtOnceAreDoneOneByOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ready := h.write(t, least(invest.KindPark, "写好的园区"))
	waiting := h.bring(t, h.write(t, least(invest.KindPark, "在审的园区")), invest.WorkReview1)
	b := h.as(t, "writer")
	f := b.get(t, "/admin/parks").form(t, "/bulk")
	for _, d := range []invest.Draft{ready, waiting} {
		f.tick(t, "pick", strconv.FormatInt(d.Number, 10)+"."+strconv.FormatInt(d.Version, 10))
	}
	f.set(t, "act", "submit")
	p := f.press(t, "").want(t, http.StatusOK)
	if !strings.Contains(p.text(), "写好的园区") || !strings.Contains(p.text(), "在审的园区") {
		t.Errorf("the result: %s", p.text())
	}
	if d := h.draft(t, ready.Kind, ready.Number); d.Work != invest.WorkReview1 {
		t.Errorf("the first is %s", d.Work)
	}
	if d := h.draft(t, waiting.Kind, waiting.Number); d.Version != waiting.Version {
		t.Error("the second was changed")
	}
	f.press(t, "").want(t, http.StatusOK)
	for _, sent := range []url.Values{
		{"act": {"submit"}, "pick": {"x"}}, {"act": {"submit"}, "pick": {"1"}}, {"act": {"submit"}, "pick": make([]string, 1_000)},
	} {
		b.post(t, "/admin/parks/bulk", sent).want(t, http.StatusBadRequest)
	}
	sent := url.Values{"back": {"//evil.example"}, "act": {"submit"}, "pick": {"999.1"}}
	if p := b.post(t, "/admin/parks/bulk", sent).want(t, http.StatusOK); strings.Contains(p.body, "evil") {
		t.Error("leads away from the site")
	}
	reviewer := h.as(t, "reviewer1").get(t, "/admin/parks").form(t, "/bulk")
	for _, n := range []int64{ready.Number, waiting.Number} {
		reviewer.tick(t, "pick", strconv.FormatInt(n, 10)+"."+strconv.FormatInt(h.draft(t, invest.KindPark, n).Version, 10))
	}
	reviewer.set(t, "act", "pass")
	reviewer.press(t, "").want(t, http.StatusOK)
	for _, n := range []int64{ready.Number, waiting.Number} {
		if d := h.draft(t, invest.KindPark, n); d.Work != invest.WorkReview2 {
			t.Errorf("park %d is %s", n, d.Work)
		}
	}
}

func TestWritersShareADraft(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.write(t, least(invest.KindPark, "合写的园区"))
	owner, other := h.as(t, "writer"), h.as(t, "writer2")
	id := strconv.FormatInt(h.actor(t, "writer2").Editor.ID, 10)
	other.get(t, at(d)).want(t, http.StatusForbidden)
	f := owner.get(t, at(d)+"/publication").form(t, "/shares")
	f.set(t, "editor", id)
	f.press(t, "").follow(t)
	g := other.opened(t, d.Kind, d.Number)
	if p := other.get(t, "/admin/parks"); !strings.Contains(p.text(), "合写的园区") {
		t.Error("what is shared is not listed")
	}
	other.post(t, at(d)+"/shares", url.Values{"editor": {id}}).want(t, http.StatusForbidden)
	owner.get(t, at(d)+"/publication").form(t, "/shares", id).press(t, id).follow(t)
	other.get(t, at(d)).want(t, http.StatusForbidden)
	g.set(t, "place.zh", "石鼓镇")
	g.press(t, "save").want(t, http.StatusForbidden)
	for _, editor := range []string{"0", "x", "999", strconv.FormatInt(h.actor(t, "auditor").Editor.ID, 10)} {
		owner.post(t, at(d)+"/shares", url.Values{"editor": {editor}}).want(t, http.StatusUnprocessableEntity)
	}
}

func TestRemarksStandBesideTheDraft(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.write(t, least(invest.KindPark, "高新园"))
	f := h.as(t, "reviewer2").get(t, at(d)+"/reviews").form(t, "/comments")
	f.set(t, "text", "第一段\n\n第二段")
	f.press(t, "").follow(t)
	p := h.as(t, "writer").get(t, at(d)+"/reviews")
	if got := p.doc().Find("#comments .comments li"); got.Length() != 1 || !strings.Contains(got.Text(), "演示 reviewer2") || got.Find("p").Length() != 3 {
		t.Errorf("the remark: %s", got.Text())
	}
	if p := h.as(t, "lead").get(t, at(d)+"/reviews"); p.doc().Find("form[action$='/comments']").Length() != 0 {
		t.Error("whoever only reads is offered to remark")
	}
}

func TestTwoWhoHaveATextOpenAreToldOfEachOther(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.write(t, least(invest.KindPark, "高新园"))
	b := h.as(t, "writer")
	b.get(t, at(d))
	if p := h.as(t, "reviewer1").get(t, at(d)); !strings.Contains(p.doc().Find("#others").Text(), "演示 writer") {
		t.Errorf("the second is told: %s", p.doc().Find("#others").Text())
	}
	if p := b.post(t, at(d)+"/presence", nil); !strings.Contains(p.body, "演示 reviewer1") {
		t.Errorf("the first is told: %s", p.body)
	}
	h.now = h.now.Add(2 * time.Minute)
	if p := b.post(t, at(d)+"/presence", nil); p.body != "" {
		t.Errorf("of somebody who has left: %s", p.body)
	}
}
