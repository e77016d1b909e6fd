package storetest

import (
	"testing"

	"wellspring/internal/invest"
)

func testUpdate(t *testing.T, open func(t *testing.T) Store) {
	number := func(r invest.UpdateRow) int64 { return r.Number }

	t.Run("the latest date is first, of one day the highest number, without a year last", func(t *testing.T) {
		s := newSite(t, open)
		for _, d := range []invest.Date{
			day(2023, 10, 1), {Precision: invest.Month, Month: 12}, day(2023, 11, 2), day(2023, 10, 1), invest.MonthOf(2023, 11),
		} {
			s.publish(update(1, "进展", d))
		}
		want := []int64{3, 5, 4, 1, 2}
		equal(t, "the order", numbersOf(must(s.Updates(t.Context(), invest.UpdateFilter{}))(t).Rows, number), want)
		var paged []int64
		for offset := range 5 {
			list := must(s.Updates(t.Context(), invest.UpdateFilter{Limit: 1, Offset: offset}))(t)
			equal(t, "total", list.Total, 5)
			paged = append(paged, numbersOf(list.Rows, number)...)
		}
		equal(t, "by pages", paged, want)
	})

	t.Run("its project is named once that is published", func(t *testing.T) {
		s := newSite(t, open)
		p := s.create(project("项目", func(p *invest.Project) { p.Title.En = "Project" }))
		note := update(p.Number, "开工", day(2023, 10, 1))
		d := s.publish(note)
		row := func() invest.UpdateRow { return must(s.Updates(t.Context(), invest.UpdateFilter{}))(t).Rows[0] }
		equal(t, "before", row(), invest.UpdateRow{Publication: publicationOf(d), Update: note})
		p = s.show(p)
		equal(t, "after", row().Project, invest.Text{Zh: "项目", En: "Project"})
		s.withdraw(p)
		equal(t, "when it is withdrawn", row().Project, invest.Text{})
	})

	t.Run("the list is narrowed by project", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(update(1, "甲的进展", day(2023, 10, 1)))
		s.publish(update(2, "乙的进展", day(2023, 10, 1)))
		list := must(s.Updates(t.Context(), invest.UpdateFilter{Project: 2}))(t)
		equal(t, "of 2", numbersOf(list.Rows, number), []int64{2})
		equal(t, "total", list.Total, 1)
		equal(t, "of 3", must(s.Updates(t.Context(), invest.UpdateFilter{Project: 3}))(t).Total, 0)
	})
}
