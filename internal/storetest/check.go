package storetest

import (
	"context"
	"testing"

	"wellspring/internal/invest"
)

func testCheck(t *testing.T, open func(t *testing.T) Store) {
	// busy does one of everything that changes a catalogue.
	busy := func(s *site) {
		for _, c := range samples("检查") {
			d := s.publish(c)
			d = s.show(s.edit(d, c))
			s.edit(d, c) // a draft on top
			s.create(c)
			s.withdraw(s.publish(c))
			s.show(s.withdraw(s.publish(c)))
		}
		publishTogether[invest.Content](s, project("一"), park("二"), project("三"))
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
			return tx.PutSetting(ctx, &invest.Sectors{{Key: "solar", Name: zh("光伏")}}, 0, 7, s.tick())
		})
		for range 3 {
			s.record(invest.AuditEntry{At: s.tick(), Action: "save"})
		}
	}

	t.Run("an empty store is in order", func(t *testing.T) {
		s := newSite(t, open)
		equal(t, "the report", must(s.Check(t.Context(), true))(t), invest.CheckReport{})
	})

	t.Run("a store that was worked on is in order, and a rebuild changes nothing", func(t *testing.T) {
		s := newSite(t, open)
		busy(s)
		before := look(t, s.Store, "检查", 1, 2, 3, 4, 5)
		for _, rebuild := range []bool{false, true} {
			report := must(s.Check(t.Context(), rebuild))(t)
			equal(t, "the report", report, invest.CheckReport{Shown: 2*len(invest.Kinds) + 3, Audit: 3})
			if !report.OK() {
				t.Error("the report is not OK")
			}
		}
		equal(t, "what readers see", look(t, s.Store, "检查", 1, 2, 3, 4, 5), before)
	})

	t.Run("a text that shows otherwise than on the desk is found and put right", func(t *testing.T) {
		s := newSite(t, open)
		d := s.publish(project("真的项目"))
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
			return tx.Show(ctx, publicationOf(d), project("假的项目", in("fake")))
		})
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { // one the desk knows nothing of
			return tx.Show(ctx, invest.Publication{Kind: invest.KindPark, Number: 9, Revision: 1, PubDate: dawn, Updated: dawn}, park("无根的园区"))
		})
		before := must(s.Version(t.Context()))(t)
		report := must(s.Check(t.Context(), false))(t)
		if report.OK() || report.Rebuilt || len(report.Differing) == 0 {
			t.Errorf("the check finds %+v", report)
		}
		equal(t, "after a check alone", s.found(invest.ProjectFilter{}), []string{"假的项目"})
		equal(t, "version after a check alone", must(s.Version(t.Context()))(t), before)

		report = must(s.Check(t.Context(), true))(t)
		if !report.Rebuilt || len(report.Differing) == 0 {
			t.Errorf("the rebuild says %+v", report)
		}
		equal(t, "after the rebuild", s.found(invest.ProjectFilter{}), []string{"真的项目"})
		equal(t, "the search", must(s.Search(t.Context(), invest.SearchQuery{Text: "假的"}))(t).Total, 0)
		_, _, err := s.Park(t.Context(), 9)
		wantCode(t, err, invest.NotFound)
		if after := must(s.Version(t.Context()))(t); after <= before {
			t.Errorf("version %d after the rebuild, %d before", after, before)
		}
		equal(t, "the next check", must(s.Check(t.Context(), true))(t), invest.CheckReport{Shown: 1})
	})
}
