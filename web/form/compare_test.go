package form_test

import (
	"strings"
	"testing"

	"wellspring/internal/invest"
	"wellspring/web/form"
)

func twoCeremonies() (a, b *invest.Ceremony) {
	make := func(names ...string) *invest.Ceremony {
		c := &invest.Ceremony{Title: invest.Text{Zh: "签约仪式"}, Groups: []invest.Group{{Label: invest.Text{Zh: "第一组"}}}}
		for _, n := range names {
			c.Groups[0].Signings = append(c.Groups[0].Signings, invest.Signing{Project: 12, Name: invest.Text{Zh: n}, Amount: invest.Yuan(50_000_000)})
		}
		return c
	}
	return make("光伏", "储能"), make("光伏", "风电")
}

func TestTwoTextsAreComparedFieldByField(t *testing.T) {
	a, b := twoCeremonies()
	b.Form = invest.FormStage
	got := form.Compare(inChinese(), form.Of(inChinese(), env(), a), form.Of(inChinese(), env(), b))
	if len(got) != 2 || got[0].New != "现场签约" || got[1].Name != "groups.0.signings.1.name.zh" || got[1].Old != "储能" || got[1].New != "风电" ||
		!strings.HasPrefix(got[1].Label, "签约组 1 · 签约项目 2 · ") {
		t.Errorf("got %+v", got)
	}
	if got := form.Compare(inChinese(), form.Of(inChinese(), env(), a), form.Of(inChinese(), env(), a)); len(got) != 0 {
		t.Errorf("a text differs from itself: %+v", got)
	}
}

func TestAListOfOtherLengthIsComparedWhole(t *testing.T) {
	a, b := twoCeremonies()
	b.Groups[0].Signings = b.Groups[0].Signings[:1]
	before, after := form.Of(inChinese(), env(), a), form.Of(inChinese(), env(), b)
	got := form.Compare(inChinese(), before, after)
	if len(got) != 1 || got[0].Name != "groups.0.signings" || !strings.Contains(got[0].Old, "储能") || strings.Contains(got[0].New, "储能") {
		t.Fatalf("got %+v", got)
	}
	form.Take(after.Values, before.Values, got[0].Name)
	var merged invest.Ceremony
	form.Read(inChinese(), env(), &merged, after.Values)
	if len(merged.Groups[0].Signings) != 2 || merged.Groups[0].Signings[1].Name.Zh != "储能" {
		t.Errorf("the list was not taken over: %+v", merged.Groups)
	}
}

func TestWordsAreLaidOverEachOther(t *testing.T) {
	text := func(ps []form.Part, signs ...string) string {
		var b strings.Builder
		for _, p := range ps {
			for _, s := range signs {
				if p.Sign == s {
					b.WriteString(p.Text)
				}
			}
		}
		return b.String()
	}
	before, after := "<p>总投资5亿元。</p><p>年内开工。</p>", "<p>总投资6亿元。</p><p>年内开工。</p>"
	ps := form.Words("rich", before, after)
	if text(ps, "gone") != "5" || text(ps, "new") != "6" || text(ps, "same", "new") != "总投资6亿元。\n年内开工。" {
		t.Errorf("got %+v", ps)
	}
	if ps := form.Words("rich", "<p>甲</p>", "<h2>甲</h2>"); text(ps, "new") == "" {
		t.Error("a change of markup alone is not seen")
	}
	long := strings.Repeat("一行文字。\n", 5_000)
	if ps := form.Words("area", long, long+"另一行。\n"); text(ps, "new") != "另一行。\n" {
		t.Errorf("a long text: %q is new", text(ps, "new"))
	}
}
