package storetest

import (
	"testing"

	"wellspring/internal/invest"
)

func testPark(t *testing.T, open func(t *testing.T) Store) {
	t.Run("parks are listed by number with what is free in them", func(t *testing.T) {
		s := newSite(t, open)
		full := park("有空地的园区", func(p *invest.Park) {
			p.Plots = []invest.Plot{
				{Code: "A-1", State: invest.PlotFree}, {Code: "A-2", State: invest.PlotSold}, {Code: "A-3", State: invest.PlotFree},
			}
			p.Workshops = []invest.Workshop{
				{Building: zh("一号楼"), State: invest.WorkshopFree}, {Building: zh("二号楼"), State: invest.WorkshopLet},
			}
		})
		a := s.publish(full)
		s.create(park("草稿园区"))
		b := s.publish(park("空园区"))
		s.publish(project("在园", located(a.Number)))
		s.publish(project("也在园", located(a.Number)))
		s.create(project("草稿在园", located(a.Number)))
		equal(t, "parks", must(s.Parks(t.Context()))(t), []invest.ParkRow{
			{Publication: publicationOf(a), Park: full, Projects: 2, FreePlots: 2, FreeWorkshops: 1},
			{Publication: publicationOf(b), Park: park("空园区")},
		})
	})

	t.Run("a plot or a workshop taken out is counted no more", func(t *testing.T) {
		s := newSite(t, open)
		d := s.publish(park("园区", func(p *invest.Park) {
			p.Plots = []invest.Plot{{Code: "A-1", State: invest.PlotFree}}
			p.Workshops = []invest.Workshop{{Building: zh("一号楼"), State: invest.WorkshopFree}}
		}))
		s.show(s.edit(d, park("园区")))
		row := must(s.Parks(t.Context()))(t)[0]
		if row.FreePlots != 0 || row.FreeWorkshops != 0 {
			t.Errorf("%d plots and %d workshops free", row.FreePlots, row.FreeWorkshops)
		}
	})
}
