package storetest

import (
	"testing"

	"wellspring/internal/invest"
)

func testProject(t *testing.T, open func(t *testing.T) Store) {
	t.Run("a row has what lists show", func(t *testing.T) {
		s := newSite(t, open)
		home := s.publish(park("渭滨园区", func(p *invest.Park) { p.Name.En = "Weibin Park" }))
		d := s.publish(project("光伏组件", in("solar", "new-energy"), located(home.Number), func(p *invest.Project) {
			p.Title.En = "PV modules"
			p.Summary, p.Place = invest.Text{Zh: "摘要", En: "Summary"}, invest.Text{Zh: "马营镇", En: "Maying"}
			p.Level = invest.LevelProvince
			p.Modes = []invest.Mode{invest.Equity, invest.Lease}
			p.Total = invest.Money{Low: 300_000_000, High: 500_000_000, Currency: invest.CNY, Approx: true}
			p.Phases = []invest.PhaseEntry{
				{Phase: invest.Promoted, Date: invest.MonthOf(2022, 5), Editor: "lin"},
				{Phase: invest.Negotiating, Date: invest.MonthOf(2022, 8), Editor: "lin"},
				{Phase: invest.Signed, Date: invest.Date{Precision: invest.MonthEnd, Year: 2023, Month: 8, Words: "8月底"}, Editor: "lin"},
			}
		}))
		want := invest.ProjectRow{
			Publication: publicationOf(d),
			Title:       invest.Text{Zh: "光伏组件", En: "PV modules"},
			Summary:     invest.Text{Zh: "摘要", En: "Summary"},
			Sectors:     []string{"solar", "new-energy"},
			Phase: invest.PhaseEntry{
				Phase: invest.Signed, Date: invest.Date{Precision: invest.MonthEnd, Year: 2023, Month: 8, Words: "8月底"},
			},
			Level: invest.LevelProvince,
			Park:  home.Number, ParkName: invest.Text{Zh: "渭滨园区", En: "Weibin Park"},
			Place: invest.Text{Zh: "马营镇", En: "Maying"},
			Total: invest.Money{Low: 300_000_000, High: 500_000_000, Currency: invest.CNY, Approx: true},
			Modes: []invest.Mode{invest.Equity, invest.Lease},
		}
		list := must(s.Projects(t.Context(), invest.ProjectFilter{}))(t)
		equal(t, "the row", list.Rows, []invest.ProjectRow{want})
		equal(t, "by number", must(s.ProjectRows(t.Context(), []int64{1}))(t), map[int64]invest.ProjectRow{1: want})
	})

	t.Run("while it negotiates again it keeps showing its last public phase", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("项目", func(p *invest.Project) {
			p.Phases = []invest.PhaseEntry{
				{Phase: invest.Promoted, Date: day(2022, 5, 1)}, {Phase: invest.Negotiating, Date: day(2023, 5, 1)},
			}
		}))
		row := must(s.Projects(t.Context(), invest.ProjectFilter{}))(t).Rows[0]
		equal(t, "the phase", row.Phase, invest.PhaseEntry{Phase: invest.Promoted, Date: day(2022, 5, 1)})
	})

	t.Run("its park is absent until it is published and again when it is withdrawn", func(t *testing.T) {
		s := newSite(t, open)
		home := s.create(park("园区"))
		s.publish(project("项目", located(home.Number)))
		row := func() invest.ProjectRow { return must(s.ProjectRows(t.Context(), []int64{1}))(t)[1] }
		none := func(when string) {
			t.Helper()
			if r := row(); r.Park != 0 || !r.ParkName.IsZero() {
				t.Errorf("%s: park %d %v", when, r.Park, r.ParkName)
			}
			list := must(s.Projects(t.Context(), invest.ProjectFilter{Parks: []int64{home.Number}}))(t)
			equal(t, when+": projects in it", list.Total, 0)
			facets := must(s.ProjectFacets(t.Context(), invest.ProjectFilter{}))(t)
			equal(t, when+": parks to choose", facets.Parks, []invest.Count{})
		}
		none("a draft")
		home = s.show(home)
		equal(t, "published", row().ParkName, zh("园区"))
		list := must(s.Projects(t.Context(), invest.ProjectFilter{Parks: []int64{home.Number}}))(t)
		equal(t, "projects in it", list.Total, 1)
		s.withdraw(home)
		none("withdrawn")
	})

	t.Run("rows by number are those of what is published", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("甲"))
		s.create(project("乙"))
		s.withdraw(s.publish(project("丙")))
		rows := must(s.ProjectRows(t.Context(), []int64{3, 2, 1, 1, 77}))(t)
		equal(t, "how many", len(rows), 1)
		equal(t, "the row", rows[1].Title, zh("甲"))
		equal(t, "of no numbers", len(must(s.ProjectRows(t.Context(), nil))(t)), 0)
		equal(t, "of many numbers", len(must(s.ProjectRows(t.Context(), make([]int64, 40_000)))(t)), 0)
	})

	t.Run("related are those that share most, nearest first, never itself", func(t *testing.T) {
		s := newSite(t, open)
		home := s.publish(park("园区"))
		me := s.publish(project("本项目", in("a", "b"), located(home.Number)))
		sector := s.publish(project("同一产业", in("a")))
		both := s.publish(project("两个产业", in("b", "a")))
		neighbour := s.publish(project("同一园区", in("x"), located(home.Number)))
		partner := s.publish(project("同场签约", in("x")))
		s.publish(project("无关", in("x")))
		s.create(project("同一产业的草稿", in("a", "b")))
		s.publish(ceremony("签约仪式", day(2023, 11, 8), me.Number, partner.Number, partner.Number))
		number := func(r invest.ProjectRow) int64 { return r.Number }
		related := must(s.RelatedProjects(t.Context(), me.Number, 10))(t)
		equal(t, "related", numbersOf(related, number),
			[]int64{both.Number, partner.Number, neighbour.Number, sector.Number})
		equal(t, "at most 2", len(must(s.RelatedProjects(t.Context(), me.Number, 2))(t)), 2)
		equal(t, "at most 0", len(must(s.RelatedProjects(t.Context(), me.Number, 0))(t)), 0)
		equal(t, "of what is not published", len(must(s.RelatedProjects(t.Context(), 99, 10))(t)), 0)
	})

	t.Run("sharing a park or a ceremony that is not published relates nothing", func(t *testing.T) {
		s := newSite(t, open)
		home := s.create(park("园区"))
		me := s.publish(project("甲", in("a"), located(home.Number)))
		other := s.publish(project("乙", in("b"), located(home.Number)))
		c := s.create(ceremony("签约仪式", day(2023, 11, 8), me.Number, other.Number))
		related := func() int { return len(must(s.RelatedProjects(t.Context(), me.Number, 10))(t)) }
		equal(t, "before", related(), 0)
		c = s.show(c)
		equal(t, "with the ceremony", related(), 1)
		s.withdraw(c)
		equal(t, "without it", related(), 0)
		s.show(home)
		equal(t, "with the park", related(), 1)
	})

	t.Run("of what is not published nothing is related", func(t *testing.T) {
		s := newSite(t, open)
		home := s.publish(park("园区"))
		hidden := s.create(project("草稿", in("a"), located(home.Number)))
		other := s.publish(project("公开", in("a"), located(home.Number)))
		s.publish(ceremony("签约仪式", day(2023, 11, 8), hidden.Number, other.Number))
		equal(t, "related", len(must(s.RelatedProjects(t.Context(), hidden.Number, 10))(t)), 0)
	})
}
