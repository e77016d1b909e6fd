package storetest

import (
	"fmt"
	"testing"

	"wellspring/internal/invest"
)

func projectNumber(r invest.ProjectRow) int64 { return r.Number }

// found is the titles that a filter finds, in order.
func (s *site) found(f invest.ProjectFilter) []string {
	s.t.Helper()
	titles := []string{}
	list := must(s.Projects(s.t.Context(), f))(s.t)
	for _, r := range list.Rows {
		titles = append(titles, r.Title.Zh)
	}
	if list.Total != len(titles) {
		s.t.Errorf("%d rows, total %d", len(titles), list.Total)
	}
	return titles
}

func testProjectFilter(t *testing.T, open func(t *testing.T) Store) {
	t.Run("choices of one facet are joined by or, facets by and", func(t *testing.T) {
		s := newSite(t, open)
		one := s.publish(park("一园")).Number
		two := s.publish(park("二园")).Number
		s.publish(project("甲", in("solar"), located(one), at(invest.Signed, day(2022, 1, 1)), func(p *invest.Project) {
			p.Place, p.Modes, p.Level = zh("马营镇"), []invest.Mode{invest.SoleInvestment}, invest.LevelCity
		}))
		s.publish(project("乙", in("chem", "solar"), located(two), at(invest.Started, day(2023, 1, 1)), func(p *invest.Project) {
			p.Place, p.Modes = zh("石鼓镇"), []invest.Mode{invest.JointVenture, invest.Lease}
		}))
		s.publish(project("丙", in("food"), at(invest.Signed, invest.Date{Precision: invest.Month, Month: 3}), costing(invest.Yuan(60_000_000))))
		for _, tc := range []struct {
			name string
			f    invest.ProjectFilter
			want []string
		}{
			{"nothing chosen", invest.ProjectFilter{}, []string{"丙", "乙", "甲"}},
			{"a sector", invest.ProjectFilter{Sectors: []string{"solar"}}, []string{"乙", "甲"}},
			{"two sectors", invest.ProjectFilter{Sectors: []string{"chem", "food"}}, []string{"丙", "乙"}},
			{"two sectors of one project", invest.ProjectFilter{Sectors: []string{"chem", "solar"}}, []string{"乙", "甲"}},
			{"a sector that does not exist", invest.ProjectFilter{Sectors: []string{"'"}}, []string{}},
			{"parks", invest.ProjectFilter{Parks: []int64{one, two}}, []string{"乙", "甲"}},
			{"a park that does not exist", invest.ProjectFilter{Parks: []int64{99}}, []string{}},
			{"places", invest.ProjectFilter{Places: []string{"石鼓镇", "马营镇"}}, []string{"乙", "甲"}},
			{"part of a place", invest.ProjectFilter{Places: []string{"马营"}}, []string{}},
			{"phases", invest.ProjectFilter{Phases: []invest.Phase{invest.Signed}}, []string{"丙", "甲"}},
			{"modes", invest.ProjectFilter{Modes: []invest.Mode{invest.Lease, invest.SoleInvestment}}, []string{"乙", "甲"}},
			{"levels", invest.ProjectFilter{Levels: []invest.Level{invest.LevelCity}}, []string{"甲"}},
			{"key projects only", invest.ProjectFilter{KeyOnly: true}, []string{"甲"}},
			{"bands", invest.ProjectFilter{Bands: []invest.Band{invest.Band50M}}, []string{"丙"}},
			{"years", invest.ProjectFilter{Years: []int{2022, 2023}}, []string{"乙", "甲"}},
			{"sector and phase", invest.ProjectFilter{Sectors: []string{"solar"}, Phases: []invest.Phase{invest.Signed}}, []string{"甲"}},
			{
				"everything at once", invest.ProjectFilter{
					Query: "甲", Sectors: []string{"solar"}, Parks: []int64{one}, Places: []string{"马营镇"},
					Phases: []invest.Phase{invest.Signed}, Modes: []invest.Mode{invest.SoleInvestment}, Levels: []invest.Level{invest.LevelCity},
					Bands: []invest.Band{invest.BandUnknown}, Years: []int{2022}, KeyOnly: true,
				}, []string{"甲"},
			},
		} {
			t.Run(tc.name, func(t *testing.T) { equal(t, "found", s.found(tc.f), tc.want) })
		}
	})

	t.Run("the year is that of the last public phase", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("项目", func(p *invest.Project) {
			p.Phases = []invest.PhaseEntry{
				{Phase: invest.Promoted, Date: day(2021, 5, 1)}, {Phase: invest.Negotiating, Date: day(2023, 5, 1)},
			}
		}))
		equal(t, "in 2021", s.found(invest.ProjectFilter{Years: []int{2021}}), []string{"项目"})
		equal(t, "in 2023", s.found(invest.ProjectFilter{Years: []int{2023}}), []string{})
	})

	t.Run("bounds compare the low end in yuan and leave out unknown and foreign amounts", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("三到五亿", costing(invest.Money{Low: 300_000_000, High: 500_000_000, Currency: invest.CNY, Approx: true})))
		s.publish(project("一亿", costing(invest.Yuan(100_000_000))))
		s.publish(project("二亿美元", costing(dollars(200_000_000))))
		s.publish(project("未公布"))
		for _, tc := range []struct {
			min, max int64
			want     []string
		}{
			{0, 0, []string{"未公布", "二亿美元", "一亿", "三到五亿"}},
			{1, 0, []string{"一亿", "三到五亿"}},
			{100_000_001, 0, []string{"三到五亿"}},
			{300_000_000, 0, []string{"三到五亿"}},
			{400_000_000, 0, []string{}}, // within the range, above its low end
			{0, 100_000_000, []string{"一亿"}},
			{0, 99_999_999, []string{}},
			{100_000_000, 300_000_000, []string{"一亿", "三到五亿"}},
		} {
			equal(t, fmt.Sprintf("%d to %d", tc.min, tc.max), s.found(invest.ProjectFilter{Min: tc.min, Max: tc.max}), tc.want)
		}
	})

	t.Run("bands are by the low end, unknown and foreign amounts have their own", func(t *testing.T) {
		s := newSite(t, open)
		for _, m := range []invest.Money{
			invest.Yuan(0), invest.Yuan(49_999_999), invest.Yuan(50_000_000), invest.Yuan(100_000_000),
			{Low: 400_000_000, High: 2_000_000_000, Currency: invest.CNY},
			invest.Yuan(500_000_000), invest.Yuan(1_000_000_000),
			dollars(1),
			{},
		} {
			s.publish(project("项目", costing(m)))
		}
		for band, want := range map[invest.Band]int{
			invest.BandUnder50M: 2, invest.Band50M: 1, invest.Band100M: 2, invest.Band500M: 1, invest.BandOver1B: 1,
			invest.BandForeign: 1, invest.BandUnknown: 1,
		} {
			equal(t, string(band), len(s.found(invest.ProjectFilter{Bands: []invest.Band{band}})), want)
		}
	})

	t.Run("a query narrows the list with the filters", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("光伏组件生产线", in("solar")))
		s.publish(project("光伏玻璃", in("glass")))
		s.publish(article("光伏新闻", "news"))
		equal(t, "光伏", s.found(invest.ProjectFilter{Query: "光伏"}), []string{"光伏玻璃", "光伏组件生产线"})
		equal(t, "光伏 of solar", s.found(invest.ProjectFilter{Query: "光伏", Sectors: []string{"solar"}}), []string{"光伏组件生产线"})
		equal(t, "by relevance", s.found(invest.ProjectFilter{Query: "光伏", Sort: invest.SortRelevance}), []string{"光伏玻璃", "光伏组件生产线"})
		equal(t, "风电", s.found(invest.ProjectFilter{Query: "风电"}), []string{})
		for _, q := range []string{" ", "%", `"`, "、"} {
			equal(t, "a query without a word", s.found(invest.ProjectFilter{Query: q}), []string{})
		}
	})

	t.Run("the newest publication is first, of one moment the highest number", func(t *testing.T) {
		s := newSite(t, open)
		first := s.publish(project("先发"))
		publishTogether(s, project("同时一"), project("同时二"))
		s.show(s.edit(first, project("先发，后改")))
		want := []string{"同时二", "同时一", "先发，后改"}
		equal(t, "new", s.found(invest.ProjectFilter{Sort: invest.SortNew}), want)
		equal(t, "the zero value", s.found(invest.ProjectFilter{}), want)
	})

	t.Run("the largest amount is first, foreign ones apart, unknown last", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("未公布一"))
		s.publish(project("五千万", costing(invest.Yuan(50_000_000))))
		s.publish(project("零元", costing(invest.Yuan(0))))
		s.publish(project("二亿美元", costing(dollars(200_000_000))))
		s.publish(project("三到五亿", costing(invest.Money{Low: 300_000_000, High: 500_000_000, Currency: invest.CNY})))
		s.publish(project("四亿", costing(invest.Yuan(400_000_000))))
		s.publish(project("一美元", costing(dollars(1))))
		s.publish(project("未公布二"))
		s.publish(project("又四亿", costing(invest.Yuan(400_000_000))))
		equal(t, "the order", s.found(invest.ProjectFilter{Sort: invest.SortAmount}), []string{
			"又四亿", "四亿", "三到五亿", "五千万", "零元", "二亿美元", "一美元", "未公布二", "未公布一",
		})
	})

	t.Run("an edit moves it to where it belongs and leaves nothing behind", func(t *testing.T) {
		s := newSite(t, open)
		d := s.publish(project("旧名", in("solar", "chem"), costing(invest.Yuan(1)), func(p *invest.Project) {
			p.Modes = []invest.Mode{invest.Lease}
		}))
		s.show(s.edit(d, project("新名", in("food"), costing(invest.Yuan(2_000_000_000)))))
		equal(t, "old sector", s.found(invest.ProjectFilter{Sectors: []string{"solar", "chem"}}), []string{})
		equal(t, "old mode", s.found(invest.ProjectFilter{Modes: []invest.Mode{invest.Lease}}), []string{})
		equal(t, "old words", s.found(invest.ProjectFilter{Query: "旧名"}), []string{})
		equal(t, "new sector", s.found(invest.ProjectFilter{Sectors: []string{"food"}}), []string{"新名"})
		equal(t, "new band", s.found(invest.ProjectFilter{Bands: []invest.Band{invest.BandOver1B}}), []string{"新名"})
		equal(t, "new words", s.found(invest.ProjectFilter{Query: "新名"}), []string{"新名"})
	})
}

func testProjectPaging(t *testing.T, open func(t *testing.T) Store) {
	// shared publishes 23 projects that share moments and amounts, seven unknown.
	shared := func(s *site) {
		var texts []*invest.Project
		for i := range 23 {
			p := project(fmt.Sprint("项目", i), in("solar"))
			if i%3 != 0 {
				p.Total = invest.Yuan(int64(i%2+1) * 100_000_000)
			}
			texts = append(texts, p)
		}
		publishTogether(s, texts[:11]...)
		publishTogether(s, texts[11:]...)
		s.publish(project("别的", in("chem")))
	}
	filters := map[string]invest.ProjectFilter{"of all": {}, "of a sector": {Sectors: []string{"solar"}}, "of a query": {Query: "项目"}}

	// byOffset and byKey read a whole list in pages.
	byOffset := func(t *testing.T, s *site, f invest.ProjectFilter, rows int) []int64 {
		numbers := []int64{}
		for ; f.Offset < rows; f.Offset += f.Limit {
			list := must(s.Projects(t.Context(), f))(t)
			equal(t, "total", list.Total, rows)
			numbers = append(numbers, numbersOf(list.Rows, projectNumber)...)
		}
		return numbers
	}
	byKey := func(t *testing.T, s *site, f invest.ProjectFilter, rows int) []int64 {
		numbers := []int64{}
		for {
			list := must(s.Projects(t.Context(), f))(t)
			equal(t, "total", list.Total, rows)
			numbers = append(numbers, numbersOf(list.Rows, projectNumber)...)
			if list.Next == "" {
				return numbers
			}
			f.After, f.Offset = list.Next, 5 // the offset is to be ignored
		}
	}

	t.Run("pages by offset and by key give the same rows, each once", func(t *testing.T) {
		s := newSite(t, open)
		shared(s)
		for name, filter := range filters {
			for _, sort := range invest.ProjectSorts {
				t.Run(name+" by "+string(sort), func(t *testing.T) {
					f := filter
					f.Sort, f.Limit = sort, 1000
					whole := must(s.Projects(t.Context(), f))(t)
					equal(t, "next of a list that ends", whole.Next, "")
					want := numbersOf(whole.Rows, projectNumber)
					for _, f.Limit = range []int{1, 4, 23} {
						equal(t, fmt.Sprint("by offset, ", f.Limit), byOffset(t, s, f, len(want)), want)
						equal(t, fmt.Sprint("by key, ", f.Limit), byKey(t, s, f, len(want)), want)
					}
				})
			}
		}
	})

	t.Run("a page by key is not shifted by what is published meanwhile", func(t *testing.T) {
		s := newSite(t, open)
		shared(s)
		first := must(s.Projects(t.Context(), invest.ProjectFilter{Limit: 10}))(t)
		s.publish(project("刚刚发布"))
		second := must(s.Projects(t.Context(), invest.ProjectFilter{Limit: 10, After: first.Next}))(t)
		equal(t, "the second page", numbersOf(second.Rows, projectNumber), []int64{14, 13, 12, 11, 10, 9, 8, 7, 6, 5})
	})

	t.Run("twenty rows without a limit, none past the end", func(t *testing.T) {
		s := newSite(t, open)
		shared(s)
		list := must(s.Projects(t.Context(), invest.ProjectFilter{}))(t)
		if len(list.Rows) != 20 || list.Total != 24 || list.Next == "" {
			t.Errorf("%d rows of %d, next %q", len(list.Rows), list.Total, list.Next)
		}
		list = must(s.Projects(t.Context(), invest.ProjectFilter{Offset: 24}))(t)
		if len(list.Rows) != 0 || list.Total != 24 || list.Next != "" {
			t.Errorf("%d rows of %d, next %q", len(list.Rows), list.Total, list.Next)
		}
		list = must(s.Projects(t.Context(), invest.ProjectFilter{Limit: -1, Offset: -1}))(t)
		equal(t, "of negative numbers", len(list.Rows), 20)
	})

	t.Run("a place that is none is refused", func(t *testing.T) {
		s := newSite(t, open)
		shared(s)
		byAmount := must(s.Projects(t.Context(), invest.ProjectFilter{Limit: 2, Sort: invest.SortAmount}))(t).Next
		for _, after := range []string{"x", "1.2", "☃", "bmV3LjEuMg==", "bmV3LjE", byAmount + "A", byAmount} {
			_, err := s.Projects(t.Context(), invest.ProjectFilter{After: after})
			wantCode(t, err, invest.Invalid)
		}
	})
}

func testProjectFacets(t *testing.T, open func(t *testing.T) Store) {
	facets := func(s *site, f invest.ProjectFilter) invest.ProjectFacets {
		s.t.Helper()
		return must(s.ProjectFacets(s.t.Context(), f))(s.t)
	}
	// district publishes four projects.
	district := func(s *site) {
		s.publish(park("一园", func(p *invest.Park) { p.Name.En = "One" }))
		s.publish(park("二园"))
		s.publish(project("甲", in("solar"), located(1), at(invest.Signed, day(2022, 1, 1)), costing(invest.Yuan(10)), func(p *invest.Project) {
			p.Place, p.Level = invest.Text{Zh: "马营镇", En: "Maying"}, invest.LevelCity
			p.Modes = []invest.Mode{invest.Lease, invest.SoleInvestment}
		}))
		s.publish(project("乙", in("solar", "chem"), located(1), at(invest.Started, day(2023, 1, 1)), costing(invest.Yuan(2_000_000_000)), func(p *invest.Project) {
			p.Place = zh("马营镇")
		}))
		s.publish(project("丙", in("food"), located(2), at(invest.Signed, day(2023, 6, 1)), func(p *invest.Project) { p.Place = zh("石鼓镇") }))
		s.publish(project("丁", in("chem"), at(invest.Planned, day(2023, 7, 1)), costing(dollars(5)), func(p *invest.Project) { p.Level = invest.LevelProvince }))
		s.create(project("草稿", in("secret")))
	}
	count := func(value string, n int) invest.Count { return invest.Count{Value: value, N: n} }

	t.Run("every choice that gives something, in its order", func(t *testing.T) {
		s := newSite(t, open)
		district(s)
		equal(t, "facets", facets(s, invest.ProjectFilter{}), invest.ProjectFacets{
			Sectors: []invest.Count{count("chem", 2), count("solar", 2), count("food", 1)},
			Parks: []invest.Count{
				{Value: "1", Label: invest.Text{Zh: "一园", En: "One"}, N: 2}, {Value: "2", Label: zh("二园"), N: 1},
			},
			Places: []invest.Count{
				{Value: "马营镇", Label: invest.Text{Zh: "马营镇", En: "Maying"}, N: 2}, {Value: "石鼓镇", Label: zh("石鼓镇"), N: 1},
			},
			Phases: []invest.Count{count("planned", 1), count("signed", 2), count("started", 1)},
			Modes:  []invest.Count{count("sole", 1), count("lease", 1)},
			Levels: []invest.Count{count("province", 1), count("city", 1)},
			Bands:  []invest.Count{count("under50m", 1), count("over1b", 1), count("foreign", 1), count("unknown", 1)},
			Years:  []invest.Count{count("2023", 3), count("2022", 1)},
		})
	})

	t.Run("each is counted without its own filter and with all others", func(t *testing.T) {
		s := newSite(t, open)
		district(s)
		got := facets(s, invest.ProjectFilter{Sectors: []string{"solar"}, Phases: []invest.Phase{invest.Signed}})
		equal(t, "sectors, of the signed", got.Sectors, []invest.Count{count("food", 1), count("solar", 1)})
		equal(t, "phases, of solar", got.Phases, []invest.Count{count("signed", 1), count("started", 1)})
		equal(t, "years, of the signed of solar", got.Years, []invest.Count{count("2022", 1)})
		got = facets(s, invest.ProjectFilter{Query: "乙"})
		equal(t, "sectors, of what is found", got.Sectors, []invest.Count{count("chem", 1), count("solar", 1)})
		got = facets(s, invest.ProjectFilter{Min: 1, KeyOnly: true})
		equal(t, "sectors, of key projects with an amount", got.Sectors, []invest.Count{count("solar", 1)})
		equal(t, "levels, of the same", got.Levels, []invest.Count{count("city", 1)})
	})

	t.Run("each count is what the choice would give", func(t *testing.T) {
		s := newSite(t, open)
		district(s)
		f := invest.ProjectFilter{Phases: []invest.Phase{invest.Signed, invest.Started}}
		for _, c := range facets(s, f).Sectors {
			f.Sectors = []string{c.Value}
			equal(t, c.Value, len(s.found(f)), c.N)
		}
	})

	t.Run("a choice that gives nothing is there only when chosen", func(t *testing.T) {
		s := newSite(t, open)
		district(s)
		got := facets(s, invest.ProjectFilter{
			Sectors: []string{"solar", "nothing", "nothing"}, Parks: []int64{2, 99}, Places: []string{"石鼓镇"},
			Levels: []invest.Level{invest.LevelDistrict}, Years: []int{1999},
		})
		equal(t, "sectors", got.Sectors, []invest.Count{count("nothing", 0), count("solar", 0)})
		equal(t, "parks", got.Parks, []invest.Count{{Value: "2", Label: zh("二园")}, {Value: "99"}})
		equal(t, "places", got.Places, []invest.Count{{Value: "石鼓镇", Label: zh("石鼓镇")}})
		equal(t, "levels", got.Levels, []invest.Count{count("district", 0)})
		equal(t, "years", got.Years, []invest.Count{count("1999", 0)})
	})

	t.Run("a query without a word counts nothing", func(t *testing.T) {
		s := newSite(t, open)
		district(s)
		equal(t, "facets", facets(s, invest.ProjectFilter{Query: "%"}), invest.ProjectFacets{})
	})
}
