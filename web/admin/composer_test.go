package admin_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"wellspring/internal/invest"
)

// staged writes a ceremony of three groups with five rows: keys 1, 5 and 7 of the
// groups, 2 to 4 and 6 of the rows as the desk gives them.
func (h *house) staged(t *testing.T, change ...func(c *invest.Ceremony)) invest.Draft {
	t.Helper()
	h.write(t, least(invest.KindProject, "光伏项目"))
	h.write(t, least(invest.KindProject, "钛材项目"))
	row := func(project int64, name, b string, amount invest.Money) invest.Signing {
		return invest.Signing{
			Project: project, Name: zh(name), A: []invest.Party{{Name: zh("渭滨区人民政府")}}, B: []invest.Party{{Name: zh(b)}}, Amount: amount, Note: "内部" + name,
		}
	}
	thirteen := 13
	c := least(invest.KindCeremony, "渭滨区专场").(*invest.Ceremony)
	c.DeclaredCount, c.DeclaredTotal = &thirteen, invest.Yuan(6_747_000_000)
	c.City, c.Organisers = zh("西安"), []invest.Text{zh("渭滨区人民政府")}
	c.Groups = []invest.Group{
		{Label: zh("第一组"), Signings: []invest.Signing{
			row(1, "光伏发电", "天津中核汇能", invest.Yuan(500_000_000)), row(2, "钛材加工", "宝鸡钛业股份有限公司", invest.Money{}), row(1, "储能电站", "陕西储能", invest.Yuan(200_000_000)),
		}},
		{Label: zh("第二组"), HostText: "有请第二组。\n请上台。", Signings: []invest.Signing{row(2, "传感器", "澳克传感器", invest.Money{})}},
		{Label: zh("第三组")},
	}
	for _, f := range change {
		f(c)
	}
	return h.write(t, c)
}

// laidOut shows the groups with their rows, by name.
func (h *house) laidOut(t *testing.T, n int64) string {
	t.Helper()
	out := ""
	for _, g := range h.draft(t, invest.KindCeremony, n).Body.(*invest.Ceremony).Groups {
		out += g.Label.Zh + ":"
		for _, s := range g.Signings {
			out += " " + s.Name.Zh
			if s.Note != "内部"+s.Name.Zh {
				out += "(!)"
			}
		}
		out += "; "
	}
	return out
}

const composerPath = "/admin/ceremonies/1/composer"

func (b *browser) composing(t *testing.T) *filledForm {
	t.Helper()
	return b.get(t, composerPath).want(t, http.StatusOK).form(t, "/composer")
}

func TestRowsAndGroupsAreMovedByButtonsAndNothingIsStoredBefore(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.staged(t)
	b := h.as(t, "writer")
	f := b.composing(t)
	order := f.values["order"]
	if len(order) != 7 || !strings.HasPrefix(order[0], "g") || !strings.HasPrefix(order[1], "r") {
		t.Fatalf("the page's order is %v", order)
	}
	g1, first, second, third, g2, last, g3 := order[0], order[1], order[2], order[3], order[4], order[5], order[6]
	for _, step := range []struct {
		button string
		want   []string
	}{
		{"down:" + first, []string{g1, second, first, third, g2, last, g3}},
		{"down:" + third, []string{g1, second, first, g2, third, last, g3}}, // at the end of its group: into the next
		{"up:" + last, []string{g1, second, first, g2, last, third, g3}},
		{"up:" + last, []string{g1, second, first, last, g2, third, g3}},
		{"up:" + g2, []string{g2, third, g1, second, first, last, g3}},
		{"remove:" + g1, []string{g2, third, g1, second, first, last, g3}}, // it has rows
		{"merge:" + g2, []string{g2, third, g1, second, first, last, g3}},  // there is none before it
		{"remove:" + g3, []string{g2, third, g1, second, first, last}},
		{"merge:" + g1, []string{g2, third, second, first, last}},
		{"add", []string{g2, third, second, first, last, "g-1"}},
	} {
		sent := f.sent(t, "form")
		sent.Set("do", step.button) // also a button that is not there any more
		f = b.post(t, f.action, sent).want(t, http.StatusOK).form(t, f.action)
		if !slices.Equal(f.values["order"], step.want) {
			t.Fatalf("%s gives %v, want %v", step.button, f.values["order"], step.want)
		}
	}
	f.fill(t, map[string]string{"g-1.label.zh": "新的一组", "g-1.host": "有请新的一组。", second + ".to": "g-1", second + ".place": "1", first + ".presence": "absent"})
	f = f.row(t, "move:"+second)
	if got := h.laidOut(t, 1); got != "第一组: 光伏发电 钛材加工 储能电站; 第二组: 传感器; 第三组:; " {
		t.Errorf("before it was saved it is %s", got)
	}
	p := f.press(t, "save").follow(t)
	if got := h.laidOut(t, 1); got != "第二组: 储能电站 光伏发电 传感器; 新的一组: 钛材加工; " {
		t.Errorf("saved as %s: %s", got, p.says())
	}
	c := h.draft(t, invest.KindCeremony, 1).Body.(*invest.Ceremony)
	if s := c.Groups[0].Signings[1]; s.Presence != invest.PresenceAbsent || c.Groups[0].Signings[0].Presence != "" {
		t.Errorf("presence is %q and %q", s.Presence, c.Groups[0].Signings[0].Presence)
	}
	if c.Groups[1].HostText != "有请新的一组。" || c.Groups[1].Key <= 0 {
		t.Errorf("the new group is %+v", c.Groups[1])
	}
	if d := h.draft(t, invest.KindCeremony, 1); d.Revision != 2 {
		t.Errorf("%d revisions", d.Revision)
	}
	b.composing(t).press(t, "save").follow(t)
	if d := h.draft(t, invest.KindCeremony, 1); d.Revision != 2 {
		t.Errorf("nothing was changed, and there are %d revisions", d.Revision)
	}
}

func TestWhateverTheComposerIsSentNoRowIsLost(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.staged(t)
	b := h.as(t, "writer")
	f := b.composing(t)
	for i, order := range [][]string{
		nil, {""}, {"g1"}, {"r2", "r3"}, {"x", "g", "r", "g0", "r-1", "g99999999999999999999"}, {"g1", "r2", "g1", "r2", "r2"}, {"g7", "r4", "g-3", "r2"}, {"g-1", "g-2"},
	} {
		sent := f.sent(t, "save")
		sent["order"] = order
		for _, id := range order {
			sent.Set(id+".label.zh", "组")
		}
		p := b.post(t, composerPath, sent)
		if p.StatusCode != http.StatusSeeOther && p.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d %s", order, p.StatusCode, p.says())
		}
		var names []string
		for _, s := range h.draft(t, invest.KindCeremony, 1).Body.(*invest.Ceremony).Signings() {
			names = append(names, s.Name.Zh+s.Note)
		}
		slices.Sort(names)
		if want := []string{"传感器内部传感器", "储能电站内部储能电站", "光伏发电内部光伏发电", "钛材加工内部钛材加工"}; !slices.Equal(names, want) {
			t.Fatalf("%d: after %v there are %v", i, order, names)
		}
		f = b.composing(t)
	}
	cut := f.sent(t, "save")
	cut.Del("whole")
	b.post(t, composerPath, cut).want(t, http.StatusBadRequest)
}

func TestTwoWhoArrangeSeeBothArrangements(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.staged(t)
	mine, theirs := h.as(t, "writer").composing(t), h.as(t, "columns").composing(t)
	order := mine.values["order"]
	theirs.set(t, order[4]+".label.zh", "他们的第二组")
	theirs.press(t, "save").follow(t)
	mine.set(t, order[4]+".label.zh", "我的第二组")
	p := mine.row(t, "down:"+order[1]).press(t, "save").want(t, http.StatusConflict)
	if !strings.Contains(p.text(), "他们的第二组") || !strings.Contains(p.text(), "我的第二组") {
		t.Errorf("not both are shown: %s", p.text())
	}
	if got := h.laidOut(t, 1); !strings.Contains(got, "他们的第二组") {
		t.Errorf("theirs is lost: %s", got)
	}
	// What was arranged is chosen, and saved by the form of the whole text.
	f := p.form(t, "/ceremonies/1")
	for name := range f.values {
		if strings.HasPrefix(name, "pick:") {
			f.values.Set(name, "mine")
		}
	}
	for _, both := range f.values["both"] {
		f.values.Set("pick:"+both, "mine")
	}
	f.press(t, "save").follow(t)
	if got := h.laidOut(t, 1); got != "第一组: 钛材加工 光伏发电 储能电站; 我的第二组: 传感器; 第三组:; " {
		t.Errorf("mine was chosen, saved is %s", got)
	}
}

func TestAnArrangementIsKeptUntilItIsSaved(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.staged(t)
	b := h.as(t, "writer")
	f := b.composing(t)
	f = f.row(t, "down:"+f.values["order"][1])
	b.post(t, composerPath+"/autosave", f.sent(t, "save")).want(t, http.StatusOK)
	p := b.get(t, composerPath)
	if !strings.Contains(p.text(), "暂存") {
		t.Errorf("nothing is said of what was kept: %s", p.says())
	}
	taken := p.form(t, "/ceremonies/1/autosave", p.doc().Find("button[value^='take:']").AttrOr("value", "")).press(t, p.doc().Find("button[value^='take:']").AttrOr("value", ""))
	taken.want(t, http.StatusOK).form(t, "/ceremonies/1").press(t, "save").follow(t)
	if got := h.laidOut(t, 1); !strings.HasPrefix(got, "第一组: 钛材加工 光伏发电") {
		t.Errorf("taken up again it is %s", got)
	}
}

func TestAWrongGroupIsSaidAtItsField(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.staged(t)
	b := h.as(t, "writer")
	f := b.composing(t)
	group := f.values["order"][4]
	f.set(t, group+".label.zh", "")
	f.set(t, group+".host", strings.Repeat("长", 5_001))
	p := f.press(t, "save").want(t, http.StatusUnprocessableEntity)
	p.hasSummary(t)
	for _, name := range []string{".label.zh", ".host"} {
		if p.doc().Find(`[role=alert] a[href="#f-`+group+name+`"]`).Length() != 1 || p.doc().Find(`[aria-invalid=true][name="`+group+name+`"]`).Length() != 1 {
			t.Errorf("%s: %s", name, p.says())
		}
	}
	if p.doc().Find("#"+group+"-more[open]").Length() != 1 {
		t.Error("what is wrong is folded away")
	}
	if again := p.form(t, "/composer"); again.values.Get(group+".host") != strings.Repeat("长", 5_001) {
		t.Error("what was typed is lost")
	}
}

func TestTheProofListLeadsToTheFieldWhereTheRowIsStored(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.staged(t, func(c *invest.Ceremony) { c.Groups[1].Signings[0].B = nil })
	b := h.as(t, "writer")
	f := b.composing(t)
	f = f.row(t, "up:"+f.values["order"][5]) // the row goes into the first group, which nobody has saved
	line := f.page.doc().Find(".snags li").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.Contains(s.Text(), "没有乙方") })
	if href := line.Find("a").AttrOr("href", ""); href != "/admin/ceremonies/1#f-groups.1.signings.0.b" || !strings.Contains(line.Text(), "第一组 · 4. 传感器") {
		t.Errorf("leads to %s: %s", href, line.Text())
	}
	if b.get(t, "/admin/ceremonies/1").doc().Find(`[id="f-groups.1.signings.0.b"]`).Length() != 1 {
		t.Error("there is no such field")
	}
	var texts []string
	for _, s := range f.page.doc().Find(".snags li").EachIter() {
		texts = append(texts, s.Find("span").Text())
	}
	for _, want := range []string{"列了4个项目，公布的是13个", "没有乙方", "与“光伏发电”是同一个项目", "空组，上不了台"} {
		if !slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, want) }) {
			t.Errorf("the list does not say %s: %q", want, texts)
		}
	}
}

func TestCardsAndTheHostsTextLeaveOutWhoIsAbsent(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.staged(t, func(c *invest.Ceremony) { c.Groups[0].Signings[1].Presence = invest.PresenceAbsent })
	b := h.as(t, "lead") // who sees it need not write it
	for side, want := range map[string][]string{
		"": {"渭滨区人民政府", "天津中核汇能", "陕西储能", "澳克传感器"}, "?side=a": {"渭滨区人民政府"}, "?side=b": {"天津中核汇能", "陕西储能", "澳克传感器"},
	} {
		p := b.get(t, "/admin/ceremonies/1/cards"+side).want(t, http.StatusOK)
		var names []string
		for _, card := range p.doc().Find(".card-sheet").EachIter() {
			names = append(names, card.AttrOr("aria-label", ""))
			if halves := card.Find("g"); halves.Length() != 2 || halves.First().Text() != halves.Last().Text() || halves.First().AttrOr("transform", "") == halves.Last().AttrOr("transform", "") {
				t.Errorf("the halves of %s are %q and %q", names, halves.First().Text(), halves.Last().Text())
			}
			if card.Find(".card-draft").Text() != "草稿，未经审核" {
				t.Error("a draft is not marked as one")
			}
		}
		if !slices.Equal(names, want) {
			t.Errorf("%s: cards of %v, want %v", side, names, want)
		}
	}
	p := b.get(t, "/admin/ceremonies/1/script").want(t, http.StatusOK)
	groups := p.doc().Find(".script-group")
	first, second := groups.Eq(0).Text(), groups.Eq(1).Text()
	if !strings.Contains(first, "自动生成") || !strings.Contains(first, "第2个：储能电站") || strings.Contains(first, "钛材加工") {
		t.Errorf("of the first group is said %s", first)
	}
	if strings.Contains(second, "自动生成") || !strings.Contains(second, "有请第二组。") {
		t.Errorf("of the second group is said %s", second)
	}
	if left := p.doc().Find(".script .plain").Text(); !strings.Contains(left, "钛材加工") || !strings.Contains(left, "缺席") {
		t.Errorf("left out are %s", left)
	}
}

func TestTheListOfADraftIsADraftsAndHasWhatThePublicWouldSee(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.staged(t, func(c *invest.Ceremony) { c.Groups[0].Signings[0].AmountHidden = true })
	p := h.as(t, "writer").get(t, "/admin/ceremonies/1/list.xlsx").want(t, http.StatusOK)
	f, err := excelize.OpenReader(bytes.NewReader([]byte(p.body)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprint(rows)
	if !strings.Contains(text, "草稿，未经审核") || !strings.Contains(text, "光伏发电") || strings.Contains(text, "50,000") || strings.Contains(text, "内部") {
		t.Errorf("the list says %s", text)
	}
	if how, _ := disposition(t, p); how != "attachment" {
		t.Errorf("it comes as %s", how)
	}
}

func TestANewsArticleSaysOfNobodyAbsentThatTheySigned(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.staged(t, func(c *invest.Ceremony) {
		c.Groups[0].Signings[0].Presence = invest.PresenceAbsent
		for i := range c.Groups[1].Signings {
			c.Groups[1].Signings[i].Presence = invest.PresenceAbsent
		}
	})
	d = h.bring(t, d, invest.WorkNone)
	c := d.Body.(*invest.Ceremony)
	n := madeNumber(t, h.as(t, "writer").get(t, "/admin/ceremonies/1/afterwards").form(t, "/afterwards").press(t, ""))
	body := h.draft(t, invest.KindArticle, n).Body.(*invest.Article).Body.Zh
	for _, g := range c.Groups {
		for _, s := range g.Signings {
			absent := s.Presence == invest.PresenceAbsent
			if listed := strings.Contains(body, "<li>"+s.Name.Zh); listed == absent {
				t.Errorf("%s, absent %t, listed as signed %t", s.Name.Zh, absent, listed)
			}
		}
	}
	if strings.Contains(body, "<h2>"+c.Groups[1].Label.Zh) || !strings.Contains(body, "未在现场签约的项目："+c.Groups[0].Signings[0].Name.Zh+"、") {
		t.Errorf("it says %s", body)
	}
	if p := h.as(t, "writer").get(t, "/admin/ceremonies/1/script"); !strings.Contains(p.doc().Find(".script").Text(), "今天的签约分1组进行") {
		t.Error("the host announces groups that nobody comes up for")
	}
}

func TestANewsArticleIsBoundToWhatIsPublicAndToNothingElse(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.staged(t, func(c *invest.Ceremony) { c.Title.En = "Weibin’s session" })
	b := h.as(t, "writer")
	if p := b.get(t, "/admin/ceremonies/1/afterwards").want(t, http.StatusOK); p.doc().Find("#news form").Length() != 0 {
		t.Error("an article is offered on a ceremony that nobody has published")
	}
	b.post(t, "/admin/ceremonies/1/afterwards", nil).want(t, http.StatusConflict)
	d = h.bring(t, d, invest.WorkNone)
	next := *d.Body.(*invest.Ceremony)
	next.DeclaredTotal = invest.Yuan(9_990_000_000) // a later draft, of which the public knows nothing
	h.rewrite(t, d, &next)

	n := madeNumber(t, b.get(t, "/admin/ceremonies/1/afterwards").form(t, "/afterwards").press(t, ""))
	a := h.draft(t, invest.KindArticle, n).Body.(*invest.Article)
	var refs []string
	for _, f := range invest.BoundFigures(a) {
		refs = append(refs, f.Ref+"="+f.Value+" "+f.Words)
	}
	if want := []string{"ceremony:1:declaredCount=13 13", "ceremony:1:declaredTotal=67.47亿元 67.47亿元", "ceremony:1:rows=4 4", "ceremony:1:knownTotal=7亿元 7亿元"}; !slices.Equal(refs, want) {
		t.Errorf("bound are %q", refs)
	}
	if strings.Contains(a.Body.Zh, "99.9") || !strings.Contains(a.Body.En, "CNY\u00a06.747\u00a0billion") || a.Ceremony != 1 || !slices.Equal(a.Projects, []int64{1, 2}) {
		t.Errorf("the article is %+v", a)
	}
	if strings.ContainsAny(strings.Join(invest.PlainParagraphs(a.Body.Zh), "")[:30], "<>") || !strings.Contains(a.Summary.Zh, "在西安举行") {
		t.Errorf("it begins %s", a.Body.Zh)
	}
	// Once more leads to the same one, and changes nothing of it.
	f := b.opened(t, invest.KindArticle, n)
	f.set(t, "title.zh", "我写的标题")
	f.press(t, "save").follow(t)
	if again := madeNumber(t, b.get(t, "/admin/ceremonies/1/afterwards").form(t, "/afterwards").press(t, "")); again != n || h.draft(t, invest.KindArticle, n).Body.Heading().Zh != "我写的标题" {
		t.Errorf("once more makes article %d, which says %s", again, h.draft(t, invest.KindArticle, n).Body.Heading().Zh)
	}
	// A correction of the ceremony finds the article.
	h.bring(t, h.draft(t, invest.KindCeremony, 1), invest.WorkNone)
	if p := b.get(t, "/admin/corrections"); !strings.Contains(p.text(), "我写的标题") || !strings.Contains(p.text(), "99.9亿元") || !strings.Contains(p.text(), "公布总额") {
		t.Errorf("corrections: %s", p.text())
	}
}
