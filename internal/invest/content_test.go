package invest

import (
	"slices"
	"strings"
	"testing"
)

func money(s string) Money {
	m, err := ParseMoney(s)
	if err != nil {
		panic(err)
	}
	return m
}

func TestACeremonyTallies(t *testing.T) {
	count := 13
	ceremony := func(declared string, amounts ...string) *Ceremony {
		c := &Ceremony{DeclaredCount: &count, DeclaredTotal: money(declared), Groups: []Group{{}}}
		for _, a := range amounts {
			c.Groups[0].Signings = append(c.Groups[0].Signings, Signing{Amount: money(a)})
		}
		return c
	}
	for _, c := range []struct {
		name        string
		of          *Ceremony
		known, rest string
		rows        int
	}{
		{"declared against known and the rest", ceremony("67.47亿元", "5亿元", "", "", "", "30亿元", "10亿元"), "45亿元", "22.47亿元", 6},
		{"no rest where nothing was declared", ceremony("", "5亿元"), "5亿元", "", 1},
		{"no rest where the rows say more than was declared", ceremony("4亿元", "5亿元"), "5亿元", "", 1},
		{"another currency is not taken off", ceremony("67.47亿元", "5亿元", "2亿美元"), "5亿元", "62.47亿元", 2},
		{"a range adds its low end and is about", ceremony("10亿元", "3-5亿元"), "约3亿元", "7亿元", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.of.Tally()
			if got.Known.In(CNY) != money(c.known) || got.Rest != money(c.rest) || got.Rows != c.rows {
				t.Errorf("got known %+v, rest %+v, rows %d", got.Known, got.Rest, got.Rows)
			}
		})
	}
	t.Run("a hidden amount counts as unknown", func(t *testing.T) {
		c := ceremony("67.47亿元", "5亿元")
		c.Groups[0].Signings[0].AmountHidden = true
		if got := c.Tally(); got.Known.Known != 0 {
			t.Errorf("got %+v", got.Known)
		}
	})
}

func TestKeysOfRowsStayAndAreNotUsedAgain(t *testing.T) {
	c := &Ceremony{Groups: []Group{{Signings: []Signing{{}, {}}}}}
	c.GiveKeys()
	first := c.Signings()
	c.Groups[0].Signings = c.Groups[0].Signings[:1] // the last row goes
	c.Groups[0].Signings = append(c.Groups[0].Signings, Signing{})
	c.GiveKeys()
	second := c.Signings()
	if second[0].Key != first[0].Key {
		t.Errorf("a row that stayed changed its key: %d, %d", first[0].Key, second[0].Key)
	}
	if second[1].Key == first[1].Key {
		t.Errorf("the key %d of a row that went was used again", second[1].Key)
	}
}

func TestValidateReportsAllThatIsWrong(t *testing.T) {
	p := &Project{
		Title: Text{Zh: " ", En: "x"}, Total: money("1亿元"), FixedAssets: money("2亿元"), Modes: []Mode{"barter"}, Jobs: -1,
		Body: Text{Zh: "a\x00b"}, Summary: Text{Zh: strings.Repeat("字", maxLine+1)}, Source: Source{URL: "javascript:alert(1)"},
		Start: MonthOf(2024, 5), End: MonthOf(2023, 5),
	}
	var got []string
	for _, e := range p.Validate() {
		got = append(got, e.Field+" "+strings.TrimPrefix(e.Key, "error."))
	}
	want := []string{
		"title.zh required", "summary.zh too_long", "body.zh nul", "phases required", "fixedAssets more_than_total",
		"modes.0 choice", "jobs negative", "end date_order", "source.name.zh required", "source.url link",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestARatioMustAgreeWithItsFigures(t *testing.T) {
	d := func(s string) *Decimal {
		v, err := ParseDecimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return &v
	}
	release := func(completion string) *Release {
		return &Release{
			Title: Text{Zh: "x"}, Period: Period{2023, 1, 11}, Source: Source{Name: Text{Zh: "x"}},
			Figures: []Figure{{Indicator: "funds", Region: Text{Zh: "渭滨区"}, Value: d("155.17"), Task: d("144"), Completion: d(completion)}},
		}
	}
	for completion, ok := range map[string]bool{"107.76": true, "107.75": true, "107.77": true, "107.78": false, "59.2": false} {
		if errs := release(completion).Validate(); (len(errs) == 0) != ok {
			t.Errorf("%s: %v", completion, errs)
		}
	}
	f := release("107.76").Figures[0]
	if ahead, ok := f.Ahead(Period{2023, 1, 11}); !ok || ahead.String() != "16.09" {
		t.Errorf("ahead of time by %s, want 16.09", ahead)
	}
}

func TestACreditCodeHasItsCheckDigit(t *testing.T) {
	for code, ok := range map[string]bool{
		"91350100M000100Y43": true, // the example of GB 32100-2015
		"91350100M000100Y44": false, "91350100M000100Y4": false, "91350100I000100Y43": false,
	} {
		if validCreditCode(code) != ok {
			t.Errorf("%s: want %v", code, ok)
		}
	}
}

func TestPlainTextAndLinksOfMarkup(t *testing.T) {
	a := &Article{
		Body:   Text{Zh: `<h2>一</h2><p>二&lt;三 <a href="https://example.org/?a=1&amp;b=2">四</a>五</p><p>六</p>`},
		Source: Source{URL: "https://example.com/"},
	}
	if got := PlainText(a.Body.Zh); got != "一 二<三 四五 六" {
		t.Errorf("got %q", got)
	}
	if got := Links(a); !slices.Equal(got, []string{"https://example.com/", "https://example.org/?a=1&b=2"}) {
		t.Errorf("got %v", got)
	}
}

func TestRightsAreThoseOfTheTable(t *testing.T) {
	may := func(r Role, right Right, k Kind) bool { return Editor{Roles: []Role{r}}.May(right, k) }
	for _, c := range []struct {
		name string
		got  bool
		want bool
	}{
		{"a writer writes", may(Writer, MayWrite, KindProject), true},
		{"a writer does not publish", may(Writer, MayPublish, KindProject), false},
		{"the third reviewer publishes", may(Reviewer3, MayPublish, KindProject), true},
		{"the second does not", may(Reviewer2, MayPublish, KindProject), false},
		{"a reviewer gives their own level only", may(Reviewer1, MayReview2, KindProject), false},
		{"the column manager withdraws", may(ColumnManager, MayWithdraw, KindArticle), true},
		{"the column manager writes", may(ColumnManager, MayWrite, KindArticle), true},
		{"a statistician writes releases", may(Statistician, MayWrite, KindRelease), true},
		{"a statistician writes nothing else", may(Statistician, MayWrite, KindProject), false},
		{"a lead only reads", may(Lead, MayWrite, KindProject), false},
		{"an admin changes settings", may(Admin, MaySettings, ""), true},
		{"an admin writes no content", may(Admin, MayWrite, KindProject), false},
		{"an auditor reads the trail", may(Auditor, MayAudit, ""), true},
		{"an admin does not", may(Admin, MayAudit, ""), false},
		{"a disabled editor may nothing", Editor{Roles: []Role{Writer}, Disabled: true}.May(MayWrite, KindProject), false},
		{"nobody may anything", Editor{}.May(MayWrite, KindProject), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v", c.name, c.got)
		}
	}
	for name, e := range map[string]Editor{
		"admin and auditor in one": {Login: "aa", Name: "甲", Roles: []Role{Admin, Auditor}},
		"no role":                  {Login: "aa", Name: "甲"},
		"a role that is none":      {Login: "aa", Name: "甲", Roles: []Role{"king"}},
		"no login":                 {Name: "甲", Roles: []Role{Writer}},
		"no name":                  {Login: "aa", Roles: []Role{Writer}},
		"a login of one letter":    {Login: "a", Name: "甲", Roles: []Role{Writer}},
		"a login of 61":            {Login: strings.Repeat("a", 61), Name: "甲", Roles: []Role{Writer}},
		"a login with capitals":    {Login: "Aa", Name: "甲", Roles: []Role{Writer}},
		"a login in Chinese":       {Login: "王伟", Name: "甲", Roles: []Role{Writer}},
		"a login with a space":     {Login: "a a", Name: "甲", Roles: []Role{Writer}},
		"a login with a line":      {Login: "aa\n", Name: "甲", Roles: []Role{Writer}},
		"a login of a digit first": {Login: "1a", Name: "甲", Roles: []Role{Writer}},
		"the operator's login":     {Login: "operator", Name: "甲", Roles: []Role{Writer}},
		"a NUL in the name":        {Login: "aa", Name: "甲\x00", Roles: []Role{Writer}},
	} {
		if len(e.Validate()) == 0 {
			t.Errorf("%s is let pass", name)
		}
	}
	for _, login := range []string{"aa", "wang.wei", "w_3-1", strings.Repeat("a", 60)} {
		if errs := (Editor{Login: login, Name: "甲", Roles: []Role{Writer}}).Validate(); len(errs) > 0 {
			t.Errorf("the login %s: %v", login, errs)
		}
	}
}
