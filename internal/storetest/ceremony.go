package storetest

import (
	"fmt"
	"testing"

	"wellspring/internal/invest"
)

func testCeremony(t *testing.T, open func(t *testing.T) Store) {
	t.Run("a row has what lists show, with what was declared and what is known", func(t *testing.T) {
		s := newSite(t, open)
		declared := 13
		c := ceremony("丝博会签约", day(2023, 11, 8))
		c.TitleLine, c.Umbrella, c.City = invest.Text{Zh: "专场", En: "Special"}, zh("丝博会"), invest.Text{Zh: "西安", En: "Xi'an"}
		c.DeclaredCount, c.DeclaredTotal = &declared, invest.Yuan(13_000_000_000)
		c.Groups = []invest.Group{
			{Label: zh("第一组"), Signings: []invest.Signing{
				signing(1, "甲", invest.Yuan(500_000_000)),
				signing(2, "乙", dollars(20_000_000)),
			}},
			{Label: zh("第二组"), Signings: []invest.Signing{
				signing(3, "丙", invest.Money{}),
				signing(4, "丁", invest.Yuan(300_000_000)),
			}},
		}
		c.Groups[1].Signings[1].AmountHidden = true
		c.GiveKeys()
		d := s.publish(c)
		equal(t, "the row", must(s.Ceremonies(t.Context(), invest.CeremonyFilter{}))(t), invest.CeremonyList{
			Total: 1, Years: []int{2023},
			Rows: []invest.CeremonyRow{{
				Publication: publicationOf(d), Form: invest.FormStage, Title: zh("丝博会签约"),
				TitleLine: invest.Text{Zh: "专场", En: "Special"}, Umbrella: zh("丝博会"), City: invest.Text{Zh: "西安", En: "Xi'an"},
				Start: day(2023, 11, 8),
				Tally: invest.Tally{
					DeclaredCount: &declared, DeclaredTotal: invest.Yuan(13_000_000_000), Rows: 4,
					Known: invest.Sum{Totals: []invest.Money{invest.Yuan(500_000_000), dollars(20_000_000)}, Known: 2, Rows: 4},
					Rest:  invest.Yuan(12_500_000_000),
				},
			}},
		})
	})

	t.Run("the latest start is first, of one day the highest number, without a year last", func(t *testing.T) {
		s := newSite(t, open)
		for _, start := range []invest.Date{
			day(2023, 11, 8), {Precision: invest.Month, Month: 12}, day(2022, 5, 1), day(2023, 11, 8), invest.MonthOf(2023, 12),
		} {
			s.publish(ceremony("签约", start))
		}
		want := []int64{5, 4, 1, 3, 2}
		list := must(s.Ceremonies(t.Context(), invest.CeremonyFilter{}))(t)
		equal(t, "the order", numbersOf(list.Rows, ceremonyNumber), want)
		var paged []int64
		for offset := range 5 {
			page := must(s.Ceremonies(t.Context(), invest.CeremonyFilter{Limit: 1, Offset: offset}))(t)
			equal(t, "total", page.Total, 5)
			paged = append(paged, numbersOf(page.Rows, ceremonyNumber)...)
		}
		equal(t, "by pages", paged, want)
	})

	t.Run("the list is narrowed by form and year", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(ceremony("现场", day(2022, 5, 1)))
		register := ceremony("台账", invest.MonthOf(2023, 6))
		register.Form = invest.FormRegister
		s.publish(register)
		for _, tc := range []struct {
			f    invest.CeremonyFilter
			want []int64
		}{
			{invest.CeremonyFilter{Form: invest.FormStage}, []int64{1}},
			{invest.CeremonyFilter{Form: invest.FormRegister}, []int64{2}},
			{invest.CeremonyFilter{Year: 2023}, []int64{2}},
			{invest.CeremonyFilter{Year: 2023, Form: invest.FormStage}, []int64{}},
		} {
			list := must(s.Ceremonies(t.Context(), tc.f))(t)
			equal(t, fmt.Sprint(tc.f), numbersOf(list.Rows, ceremonyNumber), tc.want)
			equal(t, fmt.Sprint(tc.f, " total"), list.Total, len(tc.want))
			equal(t, fmt.Sprint(tc.f, " years"), list.Years, []int{2023, 2022})
		}
	})

	t.Run("the signings of a project are those of published ceremonies, latest first", func(t *testing.T) {
		s := newSite(t, open)
		early := s.create(ceremony("早的", day(2022, 5, 1), 1, 2))
		late := ceremony("晚的", day(2023, 11, 8), 2, 1, 1)
		late.Groups[0].Signings[1].B = []invest.Party{{Name: zh("某公司")}}
		s.publish(late)
		rows := must(s.SigningsOf(t.Context(), 1))(t)
		equal(t, "with one published", rows, []invest.SigningRow{
			{Ceremony: 2, Title: zh("晚的"), Start: day(2023, 11, 8), Group: zh("第一组"), Signing: late.Groups[0].Signings[1]},
			{Ceremony: 2, Title: zh("晚的"), Start: day(2023, 11, 8), Group: zh("第一组"), Signing: late.Groups[0].Signings[2]},
		})
		early = s.show(early)
		rows = must(s.SigningsOf(t.Context(), 1))(t)
		equal(t, "with both", numbersOf(rows, func(r invest.SigningRow) int64 { return r.Ceremony }), []int64{2, 2, 1})
		s.withdraw(early)
		equal(t, "with one withdrawn", len(must(s.SigningsOf(t.Context(), 1))(t)), 2)
		equal(t, "of a project without any", must(s.SigningsOf(t.Context(), 99))(t), []invest.SigningRow{})
	})

	t.Run("a row taken out of a ceremony leaves nothing behind", func(t *testing.T) {
		s := newSite(t, open)
		d := s.publish(ceremony("签约", day(2023, 11, 8), 1, 2))
		s.show(s.edit(d, ceremony("签约", day(2023, 11, 8), 2)))
		equal(t, "signings of the one taken out", len(must(s.SigningsOf(t.Context(), 1))(t)), 0)
		equal(t, "rows", must(s.Outcome(t.Context(), d.Number))(t).Rows, 1)
	})

	t.Run("the outcome counts published projects by how far they have come", func(t *testing.T) {
		s := newSite(t, open)
		history := func(phases ...invest.Phase) func(p *invest.Project) {
			return func(p *invest.Project) {
				p.Phases = nil
				for i, phase := range phases {
					p.Phases = append(p.Phases, invest.PhaseEntry{Phase: phase, Date: day(2023, i+1, 1), Reason: "导入"})
				}
			}
		}
		funds := func(amounts ...invest.Money) func(p *invest.Project) {
			return func(p *invest.Project) {
				for _, m := range amounts {
					p.Funds = append(p.Funds, invest.Funds{Period: invest.YearPeriod(2023), Amount: m})
				}
			}
		}
		s.publish(project("签约", history(invest.Signed)))
		s.publish(project("注册", history(invest.Registered), funds(invest.Yuan(100), invest.Yuan(50))))
		s.publish(project("在建", history(invest.UnderConstruction), funds(invest.Money{})))
		s.publish(project("达产", history(invest.AtCapacity), funds(dollars(7))))
		s.publish(project("终止", history(invest.Signed, invest.Started, invest.Terminated)))
		last := s.publish(project("竣工", history(invest.Completed)))
		s.create(project("草稿", history(invest.InProduction), funds(invest.Yuan(1_000_000))))
		// A project in two rows counts once; 7 is a draft, 99 nothing.
		c := s.publish(ceremony("签约", day(2023, 11, 8), 1, 2, 3, 4, 5, 6, 7, 99, 2))
		equal(t, "the outcome", must(s.Outcome(t.Context(), c.Number))(t), invest.Outcome{
			Rows: 9, Signed: 8, Projects: 6,
			Steps: []invest.StepCount{
				{Phase: invest.Registered, N: 4, Agreed: invest.Sum{Rows: 4}},
				{Phase: invest.Started, N: 3, Agreed: invest.Sum{Rows: 3}},
				{Phase: invest.Completed, N: 2, Agreed: invest.Sum{Rows: 2}},
				{Phase: invest.InProduction, N: 1, Agreed: invest.Sum{Rows: 1}},
			},
			Ended:     []invest.Ending{{Project: 5, Name: zh("签约项目"), Phase: invest.Terminated, Date: day(2023, 3, 1)}},
			FundsRows: 3,
			Funds:     invest.Sum{Totals: []invest.Money{invest.Yuan(150), dollars(7)}, Known: 3, Rows: 4},
			AsOf:      last.ShownAt,
			Line: []invest.OutcomePoint{
				{Period: invest.MonthOf(2023, 11), N: []int{4, 3, 2, 1}}, {Period: invest.MonthOf(2023, 12), N: []int{4, 3, 2, 1}},
			},
		})
		again := s.show(s.edit(s.latest(invest.KindProject, 1), project("签约后开工", history(invest.Started))))
		got := must(s.Outcome(t.Context(), c.Number))(t)
		if got.Steps[1].N != 4 || !got.AsOf.Equal(again.ShownAt) {
			t.Errorf("after the next text: %+v, as of %s", got.Steps, got.AsOf)
		}
	})

	t.Run("of a ceremony that is not published the outcome is nothing", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("项目"))
		c := s.create(ceremony("草稿", day(2023, 11, 8), 1))
		equal(t, "the outcome", must(s.Outcome(t.Context(), c.Number))(t), invest.Outcome{})
	})
}

func ceremonyNumber(r invest.CeremonyRow) int64 { return r.Number }

// latest is a draft as it stands.
func (s *site) latest(k invest.Kind, number int64) invest.Draft {
	s.t.Helper()
	return must(s.Draft(s.t.Context(), k, number))(s.t)
}
