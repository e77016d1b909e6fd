package check_test

import (
	"slices"
	"strings"
	"testing"

	"wellspring/internal/check"
	"wellspring/internal/invest"
)

func zh(s string) invest.Text { return invest.Text{Zh: s} }

// article is one whose body is markup.
func article(body string) *invest.Article {
	return &invest.Article{Column: "news", Title: zh("标题"), Body: zh(body), Source: invest.Source{Name: zh("区招商局")}, Note: "税收返还"}
}

func facts(change ...func(*check.Facts)) check.Facts {
	f := check.Facts{
		Words:      invest.DefaultSettings().Words,
		Record:     func(invest.DraftID) check.LinkState { return check.LinkGood },
		Redirected: func(string) bool { return false },
		Figure:     func(string) (string, bool) { return "", false },
	}
	for _, c := range change {
		c(&f)
	}
	return f
}

// found lists the findings of a rule, as "field: words".
func found(c invest.Content, f check.Facts, rule invest.CheckRule) []string {
	out := []string{}
	for _, x := range check.Run(c, f) {
		if x.Rule == rule {
			out = append(out, x.Field+": "+x.Words)
		}
	}
	return out
}

func want(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) && len(got)+len(want) > 0 {
		t.Errorf("%s: found %q, want %q", what, got, want)
	}
}

func TestTheListBarsWhatTheRegulationBars(t *testing.T) {
	for text, words := range map[string][]string{
		"<p>对入驻企业实行税收返还。</p>":                   {"税收返还"},
		"<p>采取先征后返方式支持。</p>":                    {"先征后返"},
		"<p>工业用地实行零地价。</p>":                     {"零地价"},
		"<p>按税收地方留成部分的50%给予奖励。</p>":             {"地方留成部分的50%给予奖励", "按税收地方留成部分的50%给予奖励"},
		"<p>税 收 返 还</p>":                        {"税收返还"},
		"<p>税\u200b收<strong>返</strong>还</p>":    {"税收返还"},
		"<p>依法征税。土地出让金全额上缴，返还的是保证金。另行结算出让金</p>": {},
		"<p>地方留成。对招商工作给予奖励</p>":                 {},
		"<p>严格落实《公平竞争审查条例》，营造公平环境。</p>":         {},
		"<p>税收贡献突出</p><p>返还借阅图书</p>":            {},
	} {
		var fields []string
		for _, w := range words {
			fields = append(fields, "body.zh: "+w)
		}
		got := found(article(text), facts(), invest.RulePromise)
		slices.Sort(got)
		slices.Sort(fields)
		want(t, text, got, fields...)
	}
}

func TestOrdinaryNewsIsLeftInPeace(t *testing.T) {
	for _, text := range []string{
		"确保本项目年内投产，优先保本地群众就业。", "区税务局承包税务大厅改造。", "落实一事一议财政奖补政策。", "国家阶段性减免社会保险费。",
		"装机容量按装机规模计算，全部份额由企业认购。", "引进投资商机，既使企业受益又使群众受益。", "<h2>确保</h2><p>本年投产</p>", "土地出让金全额上缴，返还保证金。",
	} {
		for _, f := range check.Run(article("<p>"+text+"</p>"), facts()) {
			if f.Rule != invest.RuleSource {
				t.Errorf("%s: %s %q", text, f.Rule, f.Words)
			}
		}
	}
}

func TestACorrectionToAnotherValueIsAnotherFinding(t *testing.T) {
	key := func(now string) string {
		with := facts(func(f *check.Facts) { f.Figure = func(string) (string, bool) { return now, now != "" } })
		for _, f := range check.Run(article(`<p>15000万元，总额<span data-figure="project:12:total" data-value="1万元">1万元</span>。</p>`), with) {
			if f.Rule == invest.RuleFigure {
				if !strings.HasSuffix(f.Before, "总额") {
					t.Errorf("it stands behind %q", f.Before)
				}
				return f.Key()
			}
		}
		return ""
	}
	if a, b, lost := key("2万元"), key("3万元"), key(""); a == b || b == lost || a == "" {
		t.Errorf("keys %s, %s, %s", a, b, lost)
	}
}

func TestAFindingSaysWhereItStandsAndWhy(t *testing.T) {
	for _, f := range check.Run(article("<p>区委研究。决定给予税收返还，为期三年。</p>"), facts()) {
		if f.Rule != invest.RulePromise {
			continue
		}
		if f.Level != invest.LevelOverride || !strings.Contains(f.Reason.Zh, "第十条") || !strings.HasSuffix(f.Before, "决定给予") || !strings.HasPrefix(f.After, "，为期三年") {
			t.Errorf("%+v", f)
		}
		return
	}
	t.Error("nothing was found")
}

func TestAFindingIsTheSameWhileItsSentenceIs(t *testing.T) {
	key := func(body string) string {
		for _, f := range check.Run(article(body), facts()) {
			if f.Rule == invest.RulePromise {
				return f.Key()
			}
		}
		return ""
	}
	first := key("<p>甲。给予税收返还三年。乙</p>")
	if key("<p>另一句。给予税收返还三年。丙丁</p>") != first {
		t.Error("a change elsewhere makes it another")
	}
	if key("<p>甲。给予税收返还五年。乙</p>") == first {
		t.Error("a change of its sentence leaves it the same")
	}
}

func TestWhatIsInternalIsNotCheckedAndEveryPublicFieldIs(t *testing.T) {
	a := article("<p>正文</p>")
	want(t, "the note", found(a, facts(), invest.RulePromise))
	a.Kicker, a.Picture = zh("先征后返"), invest.Picture{Media: strings.Repeat("a", 64), Words: invest.Words{Caption: zh("零地价")}}
	want(t, "the kicker and the caption", found(a, facts(), invest.RulePromise), "kicker.zh: 先征后返", "picture.caption.zh: 零地价")
	want(t, "an alt text in the body", found(article(`<p>正文</p><p><img src="/media/`+strings.Repeat("a", 64)+`/whole" alt="零地价"/></p>`), facts(), invest.RulePromise), "body.zh: 零地价")
	c := &invest.Ceremony{Groups: []invest.Group{{Signings: []invest.Signing{{Name: zh("税收返还示范项目")}}}}}
	want(t, "a row of a ceremony", found(c, facts(), invest.RulePromise), "groups.0.signings.0.name.zh: 税收返还")
}

func TestAmountsThatSayOtherwiseThanTheRecordAreFound(t *testing.T) {
	p := &invest.Project{Total: invest.Yuan(120_000_000), FixedAssets: invest.Yuan(80_000_000)}
	with := facts(func(f *check.Facts) { f.Project = p })
	for text, words := range map[string][]string{
		"<p>项目总投资1.2亿元。</p>":               {},
		"<p>项目总投资12000万元。</p>":             {},
		"<p>项目总投资1.5亿元。</p>":               {"总投资1.5亿元"},
		"<p>总投资约1.2亿元</p>":                 {},
		"<p>今年计划投资2亿元，固定资产投资8000万元</p>":    {},
		"<p>固定资产投资为9000万元</p>":             {"固定资产投资为9000万元"},
		"<p>全区总产值300亿元</p>":                {},
		"<p>总投资1.2亿美元</p>":                 {"总投资1.2亿美元"},
		"<p>2023年完成固定资产投资1.3亿元</p>":        {},
		"<p>全区固定资产投资120亿元，一期总投资3亿元</p>":    {},
		"<p>签约项目12个，总投资56亿元，合计总投资56亿元</p>": {"总投资56亿元"},
		"<p>总投资超1亿元，总投资1亿2千万元，总投资1亿余元</p>": {},
		"<p>项目总投资1.2003亿元</p>":             {"总投资1.2003亿元"},
	} {
		var fields []string
		for _, w := range words {
			fields = append(fields, "body.zh: "+w)
		}
		want(t, text, found(article(text), with, invest.RuleFigure), fields...)
	}
	want(t, "of no one project", found(article("<p>总投资9亿元</p>"), facts(), invest.RuleFigure))
}

func TestBoundFiguresThatWereCorrectedOrLostAreFound(t *testing.T) {
	with := facts(func(f *check.Facts) {
		f.Figure = func(ref string) (string, bool) { return "1.5亿元", ref == "project:12:total" }
	})
	body := func(ref, value string) string {
		return `<p>总额<span data-figure="` + ref + `" data-value="` + value + `">` + value + `</span></p>`
	}
	want(t, "the same", found(article(body("project:12:total", "1.5亿元")), with, invest.RuleFigure))
	want(t, "corrected", found(article(body("project:12:total", "1.2亿元")), with, invest.RuleFigure), "body.zh: 1.2亿元")
	want(t, "lost", found(article(body("project:13:total", "1.2亿元")), with, invest.RuleFigure), "body.zh: 1.2亿元")
}

func TestLinksThatLeadNowhereAreFound(t *testing.T) {
	with := facts(func(f *check.Facts) {
		f.Record = func(id invest.DraftID) check.LinkState {
			switch id {
			case invest.DraftID{Kind: invest.KindProject, Number: 1}:
				return check.LinkGood
			case invest.DraftID{Kind: invest.KindProject, Number: 2}:
				return check.LinkIsUnpublished
			}
			return check.LinkIsMissing
		}
		f.Redirected = func(path string) bool { return path == "/old/1.htm" }
	})
	for href, dead := range map[string]bool{
		"/projects/1": false, "/en/projects/1#facts": false, "/projects/2": true, "/projects/3": true, "/projects": false, "/": false, "/en": false,
		"/about": false, "/nowhere": true, "/news/x": true, "/old/1.htm": false, "/projects?phase=signed": false, "https://example.org/": false, "/data/funds.csv": false,
	} {
		got := found(article(`<p><a href="`+href+`">链接</a></p>`), with, invest.RuleDeadLink)
		if (len(got) > 0) != dead {
			t.Errorf("%s: %v", href, got)
		}
	}
	want(t, "a card", found(article(`<p><span data-record="project:9">某项目</span></p>`), with, invest.RuleDeadLink), "body.zh: 某项目")
}

func TestPicturesNeedWordsAndACredit(t *testing.T) {
	img := func(alt, credit string) string {
		return `<figure><img src="/media/` + strings.Repeat("a", 64) + `/a.jpg" alt="` + alt + `"/><figcaption>说明` + credit + `</figcaption></figure>`
	}
	want(t, "both", found(article(img("厂房", "<small>本局</small>")), facts(), invest.RuleAlt))
	want(t, "no alt", found(article(img("", "<small>本局</small>")), facts(), invest.RuleAlt), "body.zh: 说明 本局")
	want(t, "no credit", found(article(img("厂房", "")), facts(), invest.RuleAlt), "body.zh: 说明")
	p := &invest.Project{Pictures: []invest.Picture{{Media: "a"}, {Media: "b", Words: invest.Words{Alt: zh("厂房"), Credit: zh("本局")}}}}
	want(t, "beside the markup", found(p, facts(), invest.RuleAlt), "pictures.0.alt.zh: ", "pictures.0.credit.zh: ")
}

func TestNothingInAListedWordIsAPatternButTheStar(t *testing.T) {
	with := facts(func(f *check.Facts) {
		f.Words = invest.WordList{{Word: "a.c(", Rule: invest.RuleSensitive, Level: invest.LevelAdvice}, {Word: "VIP", Rule: invest.RuleSensitive, Level: invest.LevelAdvice}}
	})
	want(t, "signs", found(article("<p>abc( a.c( vip</p>"), with, invest.RuleSensitive), "body.zh: a.c(", "body.zh: vip")
}

func TestProofReadingMarksFiguresDatesNamesAndQuotations(t *testing.T) {
	text := "2023年11月16日，渭滨区招商局在宝鸡与宝钛集团有限公司签约，总投资约1.2亿元，占地120亩，增长15.3%，依据《外商投资法》，力争“十四五”末达产，涉及三家企业。"
	var got []string
	whole := ""
	for _, p := range check.MarkUp(text, check.NewNames(&invest.Project{Place: zh("宝鸡")})) {
		whole += p.Text
		if p.Mark != check.MarkNone {
			got = append(got, string(p.Mark)+" "+p.Text)
		}
	}
	if whole != text {
		t.Errorf("the text has become %s", whole)
	}
	for _, mark := range []string{"date 2023年11月16日", "name 宝鸡", "figure 约1.2亿元", "figure 120亩", "figure 15.3%", "quote 《外商投资法》", "figure 三家"} {
		if !slices.Contains(got, mark) {
			t.Errorf("%s is not marked: %q", mark, got)
		}
	}
	if !slices.ContainsFunc(got, func(s string) bool {
		return strings.HasPrefix(s, "name ") && strings.Contains(s, "宝钛集团有限公司")
	}) {
		t.Errorf("the firm is not marked: %q", got)
	}
}

func TestProofReadingMarksEnglishToo(t *testing.T) {
	got := check.MarkUp("Signed on 16 November 2023, 100 MW.", check.Names{})
	if len(got) < 4 || got[1] != (check.Part{Text: "16 November 2023", Mark: check.MarkDate}) || got[3] != (check.Part{Text: "100", Mark: check.MarkFigure}) {
		t.Errorf("%q", got)
	}
}

func TestNamesAreTakenFromTheRecordTheLongestFirst(t *testing.T) {
	a := article("<p>x</p>")
	a.Author, a.Editor = zh("演示"), zh("演示记者")
	got := check.MarkUp("演示记者在区招商局", check.NewNames(a))
	if len(got) != 3 || got[0] != (check.Part{Text: "演示记者", Mark: check.MarkName}) || got[2] != (check.Part{Text: "区招商局", Mark: check.MarkName}) {
		t.Errorf("%q", got)
	}
}
