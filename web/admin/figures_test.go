package admin_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"wellspring/internal/invest"
)

// foundItem is what a search for something to put into a text gives.
type foundItem struct{ Ref, Path, Title, Value, Words, Label string }

func (b *browser) find(t *testing.T, kind, q string) []foundItem {
	t.Helper()
	p := b.get(t, "/admin/find?kind="+kind+"&q="+url.QueryEscape(q)).want(t, http.StatusOK)
	var answer struct{ Items []foundItem }
	if err := json.Unmarshal([]byte(p.body), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Items
}

// costing publishes a project with a total.
func (h *house) costing(t *testing.T, total string) invest.Draft {
	t.Helper()
	p := least(invest.KindProject, "光伏项目").(*invest.Project)
	var err error
	if p.Total, err = invest.ParseMoney(total); err != nil {
		t.Fatal(err)
	}
	return h.bring(t, h.write(t, p), invest.WorkNone)
}

func TestAFigureIsBoundKeepsItsValueAndIsCorrectedAsTheEditorDecides(t *testing.T) {
	h := newHouse(t)
	project := h.costing(t, "1.2亿元")
	b := h.as(t, "writer")
	items := b.find(t, "figure", "光伏")
	if len(items) != 1 || items[0].Ref != "project:1:total" || items[0].Words != "1.2亿元" {
		t.Fatalf("found %+v", items)
	}
	mark := func(value, words string) string {
		return `<p>总投资<span data-figure="project:1:total" data-value="` + value + `">` + words + `</span>。</p>`
	}
	write := func(title, value, words string) int64 {
		f := b.get(t, "/admin/articles/new").form(t, "/new")
		f.fill(t, map[string]string{"title.zh": title, "column": "bulletin", "body.zh": mark(value, words), "body.en": mark(value, words), "source.name.zh": "本局"})
		return madeNumber(t, f.press(t, "save"))
	}
	noted, kept := write("甲", items[0].Value, "随便写的"), write("乙", "99亿元", "99亿元")
	body := h.draft(t, invest.KindArticle, kept).Body.(*invest.Article).Body
	if !strings.Contains(body.Zh, `data-value="1.2亿元">1.2亿元<`) || !strings.Contains(strings.ReplaceAll(body.En, "\u00a0", " "), ">CNY 120 million<") {
		t.Fatalf("it is bound as %+v", body)
	}
	d := h.bring(t, h.draft(t, invest.KindArticle, noted), invest.WorkNone)

	p := project.Body.(*invest.Project)
	p.Total = invest.Yuan(150_000_000)
	project = h.rewrite(t, project, p)
	if p := b.get(t, "/admin/corrections").want(t, http.StatusOK); !strings.Contains(p.text(), "没有待处理的更正") {
		t.Error("a correction shows before it is published")
	}
	h.bring(t, project, invest.WorkNone)
	list := b.get(t, "/admin/corrections").want(t, http.StatusOK)
	if n := list.doc().Find(".findings > li").Length(); n != 2 || !strings.Contains(list.text(), "1.2亿元 → 1.5亿元") {
		t.Fatalf("%d are listed: %s", n, list.text())
	}
	if p := h.as(t, "columns").get(t, "/admin/projects/1/publication"); !strings.Contains(p.text(), "2处引用的数字待更正") {
		t.Error("who has published it is not told")
	}
	// The article says what it said until its editor decides.
	if p := h.browser().get(t, at(d)[len("/admin"):]); p.StatusCode == http.StatusOK && !strings.Contains(p.text(), "1.2亿元") {
		t.Error("the public text has changed by itself")
	}
	decide := func(number int64, do string) page {
		for _, n := range b.get(t, "/admin/corrections").doc().Find("form[action$=corrections]").EachIter() {
			v := valuesOf(n)
			if v.Get("number") == strconv.FormatInt(number, 10) {
				v.Set("do", do)
				return b.post(t, "/admin/corrections", v)
			}
		}
		t.Fatalf("%d is not listed", number)
		return page{}
	}
	decide(kept, "keep").follow(t)
	decide(kept, "reconsider").follow(t)
	decide(kept, "keep").follow(t)
	decide(noted, "note").follow(t)
	if p := b.get(t, "/admin/corrections"); !strings.Contains(p.text(), "公众现在看到的仍是原数") || p.doc().Find("button[value=note]").Length() > 0 {
		t.Errorf("the public still reads the old figure, and the page says %s", p.text())
	}
	if p := b.get(t, "/admin/articles/"+strconv.FormatInt(noted, 10)+"/wechat"); !strings.Contains(p.doc().Find("#wechat").Text(), "1.2亿元") || !strings.Contains(p.text(), "以下为已公开的版本") {
		t.Errorf("the copy gives out what is not published: %s", p.text())
	}
	h.bring(t, h.draft(t, invest.KindArticle, noted), invest.WorkNone)
	if p := b.get(t, "/admin/corrections"); !strings.Contains(p.text(), "没有待处理的更正") {
		t.Errorf("there is still something to decide: %s", p.text())
	}
	if p := b.get(t, "/admin/articles/"+strconv.FormatInt(noted, 10)+"/wechat"); !strings.Contains(p.doc().Find("#wechat").Text(), "（原为1.2亿元，") {
		t.Errorf("the copy leaves out the correction: %s", p.doc().Find("#wechat").Text())
	}
	if p := h.browser().get(t, "/news/"+strconv.FormatInt(noted, 10)).want(t, http.StatusOK); !strings.Contains(p.text(), "总投资1.5亿元（原为1.2亿元，2023年12月1日更正）") {
		t.Errorf("the article says %s", p.text())
	}
	if p := h.browser().get(t, "/en/news/"+strconv.FormatInt(noted, 10)); !strings.Contains(p.text(), "CNY 150 million (was CNY 120 million; corrected on 1 December 2023)") {
		t.Errorf("in English it says %s", p.text())
	}
}

func TestAFigureOfWhatIsNotPublicBecomesPlainText(t *testing.T) {
	h := newHouse(t)
	p := least(invest.KindProject, "未公开").(*invest.Project)
	p.Total = invest.Yuan(77_000_000)
	h.write(t, p)
	b := h.as(t, "writer2")
	if items := b.find(t, "figure", "未公开"); len(items) > 0 {
		t.Errorf("a draft's figure is offered: %+v", items)
	}
	if items := b.find(t, "record", "未公开"); len(items) > 0 {
		t.Errorf("a draft of another is offered: %+v", items)
	}
	f := b.get(t, "/admin/articles/new").form(t, "/new")
	f.fill(t, map[string]string{"title.zh": "甲", "column": "bulletin", "body.zh": `<p>投资<span data-figure="project:1:total" data-value="1元">若干</span></p>`, "source.name.zh": "本局"})
	n := madeNumber(t, f.press(t, "save"))
	if body := h.draft(t, invest.KindArticle, n).Body.(*invest.Article).Body.Zh; body != "<p>投资若干</p>" {
		t.Errorf("saved as %s", body)
	}
}

func TestACardShowsARecordWhileItIsPublic(t *testing.T) {
	h := newHouse(t)
	project := h.costing(t, "1亿元")
	a := least(invest.KindArticle, "新闻").(*invest.Article)
	a.Body = zh(`<p><span data-record="project:1">旧名</span></p>`)
	d := h.bring(t, h.write(t, a), invest.WorkNone)
	address := "/news/" + strconv.FormatInt(d.Number, 10)
	card := h.browser().get(t, address).want(t, http.StatusOK).doc().Find("a.record-card")
	if href, _ := card.Attr("href"); href != "/projects/1" || !strings.Contains(card.Text(), "光伏项目") {
		t.Errorf("the card is %s to %s", card.Text(), href)
	}
	if _, err := h.desk.Withdraw(t.Context(), h.actor(t, "columns"), project.Kind, 1, h.draft(t, invest.KindProject, 1).Version, "误发"); err != nil {
		t.Fatal(err)
	}
	p := h.browser().get(t, address)
	if p.doc().Find("a.record-card").Length() > 0 || !strings.Contains(p.text(), "旧名") || strings.Contains(p.text(), "光伏项目") {
		t.Errorf("after its withdrawal: %s", p.text())
	}
}
