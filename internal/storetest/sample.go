package storetest

import (
	"wellspring/internal/invest"
)

// Samples: the least that is valid, changed by what a test is about.

// zh is a wording in Chinese alone.
func zh(s string) invest.Text { return invest.Text{Zh: s} }

var bureau = invest.Source{Name: invest.Text{Zh: "区招商局", En: "Bureau"}}

// day is a date to the day.
func day(y, m, d int) invest.Date {
	return invest.Date{Precision: invest.Day, Year: y, Month: m, Day: d}
}

// number is a decimal that may be absent.
func number(n int64) *invest.Decimal {
	d := invest.Dec(n)
	return &d
}

func project(title string, change ...func(p *invest.Project)) *invest.Project {
	p := &invest.Project{
		Title: zh(title), Sectors: []string{"new-energy"}, Source: bureau,
		Phases: []invest.PhaseEntry{{Phase: invest.Signed, Date: day(2023, 3, 28)}},
	}
	for _, f := range change {
		f(p)
	}
	return p
}

// at gives a project one phase, reached on a date.
func at(phase invest.Phase, d invest.Date) func(p *invest.Project) {
	return func(p *invest.Project) {
		p.Phases = []invest.PhaseEntry{{Phase: phase, Date: d, Reason: "导入"}}
	}
}

// costing gives a project a total investment.
func costing(m invest.Money) func(p *invest.Project) {
	return func(p *invest.Project) { p.Total = m }
}

// in gives a project its sectors.
func in(sectors ...string) func(p *invest.Project) {
	return func(p *invest.Project) { p.Sectors = sectors }
}

// located puts a project into a park.
func located(park int64) func(p *invest.Project) {
	return func(p *invest.Project) { p.Park = park }
}

// dollars is an amount in US dollars.
func dollars(n int64) invest.Money { return invest.Money{Low: n, High: n, Currency: "USD"} }

// ceremony has one group with a row for each project.
func ceremony(title string, start invest.Date, projects ...int64) *invest.Ceremony {
	c := &invest.Ceremony{Form: invest.FormStage, Title: zh(title), Start: start, Source: bureau}
	group := invest.Group{Label: zh("第一组")}
	for _, p := range projects {
		group.Signings = append(group.Signings, signing(p, "签约项目", invest.Money{}))
	}
	c.Groups = []invest.Group{group}
	c.GiveKeys()
	return c
}

func signing(project int64, name string, amount invest.Money) invest.Signing {
	return invest.Signing{Project: project, Name: zh(name), Amount: amount}
}

func park(name string, change ...func(p *invest.Park)) *invest.Park {
	p := &invest.Park{Name: zh(name), Source: bureau}
	for _, f := range change {
		f(p)
	}
	p.GiveKeys()
	return p
}

func article(title, column string, change ...func(a *invest.Article)) *invest.Article {
	a := &invest.Article{Column: column, Title: zh(title), Body: zh("<p>" + title + "</p>"), Source: bureau}
	for _, f := range change {
		f(a)
	}
	return a
}

func policy(title string, v invest.Validity) *invest.Policy {
	return &invest.Policy{Title: zh(title), Validity: v, Source: bureau}
}

func update(project int64, title string, d invest.Date) *invest.Update {
	return &invest.Update{Project: project, Date: d, Title: zh(title), Text: zh(title), Source: bureau}
}

func release(title string, p invest.Period, figures ...invest.Figure) *invest.Release {
	return &invest.Release{Title: zh(title), Period: p, Figures: figures, Source: bureau}
}

func figure(indicator, region string, value int64) invest.Figure {
	return invest.Figure{Indicator: indicator, Region: zh(region), Value: number(value)}
}

// samples is one text of each kind, with a word in every part that is searched
// or listed.
func samples(word string) []invest.Content {
	p := project(word+"项目", located(1), costing(invest.Yuan(300_000_000)))
	p.Summary, p.Body, p.Place, p.Scale = zh(word+"摘要"), zh("<p>"+word+`正文，见<a href="https://example.cn/project">原文</a></p>`), zh(word+"镇"), zh(word+"规模")
	p.Code, p.Level, p.Modes = "P-1", invest.LevelCity, []invest.Mode{invest.SoleInvestment}
	p.Funds = []invest.Funds{{Period: invest.YearPeriod(2023), Amount: invest.Yuan(1_000_000)}}

	c := ceremony(word+"签约仪式", day(2023, 11, 8), 1)
	c.TitleLine, c.City, c.Summary, c.Body = zh(word+"专场"), zh(word+"市"), zh(word+"摘要"), zh("<p>"+word+"正文</p>")
	c.Groups[0].Label = zh(word + "组")
	c.Groups[0].Signings[0].Name = zh(word + "签约项目")
	c.Groups[0].Signings[0].B = []invest.Party{{Name: zh(word + "公司")}}

	k := park(word+"园区", func(p *invest.Park) {
		p.Summary, p.Body, p.Operator = zh(word+"摘要"), zh("<p>"+word+"正文</p>"), zh(word+"运营公司")
		p.Plots = []invest.Plot{{Code: "A-1", State: invest.PlotFree}}
		p.Workshops = []invest.Workshop{{Building: zh(word + "一号楼"), State: invest.WorkshopFree}}
	})
	a := article(word+"新闻", "news", func(a *invest.Article) {
		a.Kicker, a.Summary, a.Body = zh(word+"引题"), zh(word+"摘要"), zh("<p>"+word+"正文</p>")
		a.Projects, a.Ceremony, a.Park = []int64{1}, 1, 1
		a.Picture = invest.Picture{Media: fileHash("f"), Words: invest.Words{Alt: zh(word + "图")}}
	})
	y := policy(word+"政策", invest.InForce)
	y.Body, y.Clauses = zh("<p>"+word+"正文</p>"), []invest.Clause{{Title: zh(word + "条款"), Text: zh(word + "奖补")}}
	u := update(1, word+"进展", day(2023, 10, 1))
	r := release(word+"数据", invest.YearPeriod(2023), figure("funds", word+"区", 155))
	r.Comment = zh(word + "说明")
	return []invest.Content{p, c, k, a, y, u, r}
}
