package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wellspring/internal/invest"
)

func named(names ...string) []invest.Party {
	var out []invest.Party
	for _, n := range names {
		out = append(out, invest.Party{Name: invest.Text{Zh: n}})
	}
	return out
}

// staged is a ceremony of four rows in two groups without a snag.
func staged(change func(c *invest.Ceremony)) *invest.Ceremony {
	row := func(project int64, name string, amount int64) invest.Signing {
		return invest.Signing{Project: project, Name: invest.Text{Zh: name}, A: named("渭滨区人民政府"), B: named(name + "有限公司"), Amount: invest.Yuan(amount)}
	}
	n := 4
	c := &invest.Ceremony{
		Form: invest.FormStage, Title: invest.Text{Zh: "渭滨区专场", En: "Weibin’s session"}, DeclaredCount: &n, DeclaredTotal: invest.Yuan(10e8),
		Groups: []invest.Group{
			{Label: invest.Text{Zh: "第一组签约项目"}, Signings: []invest.Signing{row(1, "光伏发电", 5e8), row(2, "钛材深加工", 2e8)}},
			{Label: invest.Text{Zh: "第二组（2个）"}, Signings: []invest.Signing{row(3, "传感器", 2e8), row(4, "康养小镇", 1e8)}},
		},
	}
	change(c)
	return c
}

func TestEachSnagIsFoundAtItsPlaceAndNothingElse(t *testing.T) {
	first := func(c *invest.Ceremony) *invest.Signing { return &c.Groups[0].Signings[0] }
	for name, tc := range map[string]struct {
		change func(c *invest.Ceremony)
		want   []string // "rule field words args"
	}{
		"nothing":    {func(*invest.Ceremony) {}, nil},
		"no party A": {func(c *invest.Ceremony) { first(c).A = nil }, []string{"no_party_a groups.0.signings.0.a"}},
		"no party B": {func(c *invest.Ceremony) { c.Groups[1].Signings[1].B = nil }, []string{"no_party_b groups.1.signings.1.b"}},
		"dollars among yuan": {
			func(c *invest.Ceremony) {
				first(c).Amount = invest.Money{Low: 7e7, High: 7e7, Currency: "USD"}
				c.DeclaredTotal = invest.Money{}
			}, []string{"currencies groups.0.signings USD CNY"},
		},
		"ten thousand times too small": {
			func(c *invest.Ceremony) { first(c).Amount = invest.Yuan(50_000); c.DeclaredTotal = invest.Money{} }, []string{"tiny groups.0.signings.0.amount 5万元"},
		},
		"ten thousand times too large": {
			func(c *invest.Ceremony) {
				first(c).Amount = invest.Yuan(5e12)
				c.DeclaredTotal = invest.Money{}
			}, []string{"unit groups.0.signings.0.amount 50000亿元 2亿元"},
		},
		"more than declared": {func(c *invest.Ceremony) { c.DeclaredTotal = invest.Yuan(9e8) }, []string{"total declaredTotal 10亿元 9亿元"}},
		"all known and less": {func(c *invest.Ceremony) { c.DeclaredTotal = invest.Yuan(11e8) }, []string{"total_off declaredTotal 10亿元 11亿元"}},
		"one unknown, less":  {func(c *invest.Ceremony) { first(c).Amount = invest.Money{} }, nil},
		"about so much": {func(c *invest.Ceremony) {
			c.DeclaredTotal = invest.Money{Low: 11e8, High: 11e8, Currency: invest.CNY, Approx: true}
		}, nil},
		"more rows":  {func(c *invest.Ceremony) { *c.DeclaredCount = 3 }, []string{"count declaredCount 4 3"}},
		"fewer rows": {func(c *invest.Ceremony) { *c.DeclaredCount = 13 }, []string{"fewer declaredCount 4 13"}},
		"a label that promises": {
			func(c *invest.Ceremony) { c.Groups[0].Label.Zh = "第一组（十二个）" }, []string{"group_count groups.0.label.zh 第一组（十二个） 12 2"},
		},
		"in full-width digits": {
			func(c *invest.Ceremony) { c.Groups[1].Label.Zh = "第二组（３个）" }, []string{"group_count groups.1.label.zh 第二组（３个） 3 2"},
		},
		"an ordinal":              {func(c *invest.Ceremony) { c.Groups[0].Label.Zh = "第三项目组（续）" }, nil},
		"a rare character":        {func(c *invest.Ceremony) { first(c).Name.Zh = "燊龙光伏" }, []string{"rare groups.0.signings.0.name.zh 燊 U+71CA"}},
		"a traditional one":       {func(c *invest.Ceremony) { c.Slogan.Zh = "創未来，創未来" }, []string{"rare slogan.zh 創 U+5275"}},
		"a radical for a word":    {func(c *invest.Ceremony) { first(c).Name.Zh = "⼤唐光伏" }, []string{"lookalike groups.0.signings.0.name.zh ⼤ 大"}},
		"a zero-width space":      {func(c *invest.Ceremony) { first(c).Name.Zh = "光伏\u200b发电" }, []string{"invisible groups.0.signings.0.name.zh U+200B"}},
		"a private character":     {func(c *invest.Ceremony) { c.Groups[1].HostText = "有请\ue5e5\n上台" }, []string{"invisible groups.1.hostText U+E5E5"}},
		"in English too":          {func(c *invest.Ceremony) { c.Title.En = "Wei\ufeffbin é" }, []string{"invisible title.en U+FEFF"}},
		"a name that is too long": {func(c *invest.Ceremony) { first(c).Name.Zh = strings.Repeat("长", 90) }, []string{"too_long groups.0.signings.0.name.zh 9 81"}},
		"too many parties": {
			func(c *invest.Ceremony) { first(c).B = named("甲", "乙", "丙", "丁") }, []string{"too_long groups.0.signings.0.b 1 51"},
		},
		"the same project":        {func(c *invest.Ceremony) { c.Groups[1].Signings[0].Project = 1 }, []string{"same_project groups.1.signings.0.project 传感器 光伏发电"}},
		"the same name":           {func(c *invest.Ceremony) { c.Groups[1].Signings[0].Name.Zh = "光伏 发电" }, []string{"same_name groups.1.signings.0.name.zh 光伏 发电 光伏发电"}},
		"a party the long way":    {func(c *invest.Ceremony) { c.Groups[1].Signings[0].B = named("光伏发电有限责任公司") }, []string{"party_twice groups.1.signings.0.b.0.name.zh 光伏发电有限责任公司 光伏发电有限公司"}},
		"a party in other widths": {func(c *invest.Ceremony) { first(c).A = named("渭滨区 人民政府") }, []string{"party_twice groups.0.signings.1.a.0.name.zh 渭滨区人民政府 渭滨区 人民政府", "party_twice groups.1.signings.0.a.0.name.zh 渭滨区人民政府 渭滨区 人民政府", "party_twice groups.1.signings.1.a.0.name.zh 渭滨区人民政府 渭滨区 人民政府"}},
		"absent with an amount":   {func(c *invest.Ceremony) { first(c).Presence = invest.PresenceAbsent }, []string{"absent_amount groups.0.signings.0.amount 5亿元"}},
		"an empty group": {func(c *invest.Ceremony) {
			c.Groups = append(c.Groups, invest.Group{Label: invest.Text{Zh: "第三组"}})
		}, []string{"group_empty groups.2.signings"}},
		"a register has no stage": {
			func(c *invest.Ceremony) {
				c.Form, first(c).A, first(c).Name.Zh = invest.FormRegister, nil, strings.Repeat("长", 90)
				c.Groups = append(c.Groups, invest.Group{Label: invest.Text{Zh: "三"}})
			}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, s := range Ceremony(staged(tc.change)) {
				line := string(s.Rule) + " " + s.Field
				if s.Words != "" && s.Rule != SnagTooLong {
					line += " " + s.Words
				}
				for _, a := range s.Args {
					if m, ok := a.(invest.Money); ok {
						a = m.Typed()
					}
					line += fmt.Sprint(" ", a)
				}
				got = append(got, line)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("found %q, want %q", got, tc.want)
			}
		})
	}
}

func TestAFullGroupHasLessRoomForEachRow(t *testing.T) {
	c := staged(func(c *invest.Ceremony) {
		*c.DeclaredCount, c.DeclaredTotal = 24, invest.Money{}
		for i := range 20 {
			s := c.Groups[0].Signings[0]
			s.Project, s.Name.Zh, s.B = int64(100+i), fmt.Sprint("光伏发电项目二期工程之", i), named("企业")
			c.Groups[0].Signings = append(c.Groups[0].Signings, s)
		}
		c.Groups[0].Signings[3].Name.Zh = strings.Repeat("长", 40)
		c.Groups[0].Signings[4].Name.Zh, c.Groups[0].Signings[4].Presence = strings.Repeat("长", 50), invest.PresenceAbsent
		c.Groups[0].Signings[4].Amount = invest.Money{}
	})
	var rules []string
	for _, s := range Ceremony(c) {
		rules = append(rules, fmt.Sprint(s.Rule, s.Args))
	}
	if want := []string{"group_full[21 6]", "too_long[13 27]"}; !slices.Equal(rules, want) {
		t.Errorf("found %v, want %v", rules, want)
	}
}
