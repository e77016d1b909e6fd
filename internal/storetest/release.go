package storetest

import (
	"fmt"
	"testing"

	"wellspring/internal/invest"
)

func testRelease(t *testing.T, open func(t *testing.T) Store) {
	months := func(year, first, last int) invest.Period { return invest.Period{Year: year, First: first, Last: last} }

	t.Run("the latest end of period is first, of one period the highest number", func(t *testing.T) {
		s := newSite(t, open)
		for _, p := range []invest.Period{
			months(2023, 1, 6), months(2022, 1, 12), months(2023, 11, 11), months(2023, 1, 11), months(2023, 1, 11),
		} {
			s.publish(release("数据", p, figure("funds", "区", 1)))
		}
		s.create(release("草稿", months(2024, 1, 1), figure("funds", "区", 1)))
		rows := must(s.Releases(t.Context()))(t)
		equal(t, "the order", numbersOf(rows, func(r invest.ReleaseRow) int64 { return r.Number }), []int64{5, 4, 3, 1, 2})
	})

	t.Run("a row is the whole release with its publication", func(t *testing.T) {
		s := newSite(t, open)
		r := release("数据", invest.YearPeriod(2023), figure("funds", "区", 155))
		d := s.publish(r)
		equal(t, "the row", must(s.Releases(t.Context()))(t), []invest.ReleaseRow{{Publication: publicationOf(d), Release: r}})
	})

	t.Run("figures come latest period first, then by region as in the release", func(t *testing.T) {
		s := newSite(t, open)
		old := release("旧", months(2022, 1, 12), figure("funds", "全区", 100))
		new := release("新", months(2023, 1, 11), figure("projects", "全区", 71), figure("funds", "全区", 155), figure("funds", "高新", 20))
		new.Source.Taken = day(2023, 12, 5)
		new.Figures[1].Task, new.Figures[1].TaskInferred = number(144), true
		a, b := s.publish(old), s.publish(new)
		s.create(release("草稿", months(2024, 1, 1), figure("funds", "全区", 1)))
		row := func(d invest.Draft, r *invest.Release, i int) invest.FigureRow {
			return invest.FigureRow{Publication: publicationOf(d), Figure: r.Figures[i], Period: r.Period, Source: r.Source}
		}
		equal(t, "funds", must(s.Figures(t.Context(), "funds"))(t), []invest.FigureRow{row(b, new, 1), row(b, new, 2), row(a, old, 0)})
		equal(t, "of an indicator without any", must(s.Figures(t.Context(), "nothing"))(t), []invest.FigureRow{})
		equal(t, "the latest", must(s.LatestFigures(t.Context(), []string{"funds", "nothing", "projects", "funds"}))(t),
			map[string]invest.FigureRow{"funds": row(b, new, 1), "projects": row(b, new, 0)})
		equal(t, "the latest of none", must(s.LatestFigures(t.Context(), nil))(t), map[string]invest.FigureRow{})
	})

	t.Run("the latest figure of an indicator may be of an older release", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(release("旧", months(2022, 1, 12), figure("funds", "区", 100)))
		s.publish(release("新", months(2023, 1, 11), figure("projects", "区", 71)))
		equal(t, "its period", must(s.LatestFigures(t.Context(), []string{"funds"}))(t)["funds"].Period, months(2022, 1, 12))
	})

	t.Run("figures go with their release and change with it", func(t *testing.T) {
		s := newSite(t, open)
		var many []invest.Figure
		for i := range 5 {
			many = append(many, figure("funds", fmt.Sprint("区", i), int64(i)))
		}
		d := s.publish(release("数据", invest.YearPeriod(2023), many...))
		d = s.show(s.edit(d, release("数据", invest.YearPeriod(2023), figure("funds", "区", 9))))
		equal(t, "after the next text", len(must(s.Figures(t.Context(), "funds"))(t)), 1)
		s.withdraw(d)
		equal(t, "after the withdrawal", len(must(s.Figures(t.Context(), "funds"))(t)), 0)
		equal(t, "the latest", len(must(s.LatestFigures(t.Context(), []string{"funds"}))(t)), 0)
	})
}
