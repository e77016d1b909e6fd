package storetest

import (
	"context"
	"testing"
	"time"

	"wellspring/internal/invest"
)

// schedule stores a schedule.
func (s *site) schedule(plan invest.Schedule) {
	s.t.Helper()
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.PutSchedule(ctx, plan) })
}

func testSchedule(t *testing.T, open func(t *testing.T) Store) {
	t.Run("a draft has one schedule of each act, with all that was said of it", func(t *testing.T) {
		s := newSite(t, open)
		d, other := s.create(project("项目")), s.create(project("别的项目"))
		end := invest.Schedule{
			Kind: d.Kind, Number: d.Number, Act: invest.ActWithdraw, Due: dawn.Add(48 * time.Hour), Editor: 8, Set: dawn,
			Reason: "到期", Automatic: true,
		}
		begin := invest.Schedule{Kind: d.Kind, Number: d.Number, Act: invest.ActPublish, Due: dawn.Add(time.Hour), Editor: 7, Set: dawn}
		s.schedule(end)
		s.schedule(begin)
		begin.Due, begin.Editor, begin.Failed = dawn.Add(2*time.Hour), 9, invest.Forbidden
		s.schedule(begin)
		equal(t, "schedules", must(s.Schedules(t.Context(), d.Kind, d.Number))(t), []invest.Schedule{begin, end})
		equal(t, "of the other", must(s.Schedules(t.Context(), other.Kind, other.Number))(t), []invest.Schedule{})
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
			return tx.DropSchedule(ctx, d.Kind, d.Number, invest.ActPublish)
		})
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
			return tx.DropSchedule(ctx, d.Kind, d.Number, invest.ActPublish) // may be gone already
		})
		equal(t, "after one was dropped", must(s.Schedules(t.Context(), d.Kind, d.Number))(t), []invest.Schedule{end})
		equal(t, "the draft's version", must(s.Draft(t.Context(), d.Kind, d.Number))(t).Version, d.Version)
	})

	t.Run("what waits is listed soonest first, without what failed", func(t *testing.T) {
		s := newSite(t, open)
		for i := range int64(4) {
			d := s.create(project("项目"))
			s.schedule(invest.Schedule{Kind: d.Kind, Number: d.Number, Act: invest.ActPublish, Due: dawn.Add(-time.Duration(i) * time.Hour)})
		}
		s.schedule(invest.Schedule{Kind: invest.KindProject, Number: 1, Act: invest.ActWithdraw, Due: dawn})
		s.schedule(invest.Schedule{Kind: invest.KindProject, Number: 3, Act: invest.ActPublish, Due: dawn, Failed: invest.Invalid})
		waiting := must(s.Waiting(t.Context(), 10))(t)
		equal(t, "the order", numbersOf(waiting, func(p invest.Schedule) int64 { return p.Number }), []int64{4, 2, 1, 1})
		equal(t, "the soonest two", len(must(s.Waiting(t.Context(), 2))(t)), 2)
		equal(t, "none", len(must(s.Waiting(t.Context(), 0))(t)), 0)
	})

	t.Run("lists of drafts show what is due, narrow by it and sort by it", func(t *testing.T) {
		s := newSite(t, open)
		for range 5 {
			s.create(project("项目"))
		}
		plan := func(n int64, act invest.ScheduledAct, due time.Duration, failed invest.Code) {
			s.schedule(invest.Schedule{Kind: invest.KindProject, Number: n, Act: act, Due: dawn.Add(due), Failed: failed})
		}
		plan(1, invest.ActWithdraw, 40*time.Hour, "")
		plan(2, invest.ActPublish, 9*time.Hour, "")
		plan(2, invest.ActWithdraw, 30*time.Hour, "")
		plan(3, invest.ActPublish, 50*time.Hour, invest.Forbidden)
		plan(4, invest.ActPublish, 8*time.Hour, "")
		list := must(s.Drafts(t.Context(), invest.DraftFilter{Sort: invest.SortDue}))(t)
		equal(t, "what failed, then the soonest, then the rest", numbersOf(list.Rows, draftNumber), []int64{3, 4, 2, 1, 5})
		failed, two := list.Rows[0], list.Rows[2]
		if failed.Failed != invest.Forbidden || !failed.PublishAt.IsZero() {
			t.Errorf("the one that failed shows %+v", failed)
		}
		if two.Failed != "" || !two.PublishAt.Equal(dawn.Add(9*time.Hour)) || !two.EndsAt.Equal(dawn.Add(30*time.Hour)) {
			t.Errorf("the one with two schedules shows %+v", two)
		}
		for end, want := range map[time.Duration][]int64{30 * time.Hour: {3}, 31 * time.Hour: {3, 2}, 72 * time.Hour: {3, 2, 1}} {
			list := must(s.Drafts(t.Context(), invest.DraftFilter{Expiring: dawn.Add(end), Sort: invest.SortDue}))(t)
			equal(t, "expiring", numbersOf(list.Rows, draftNumber), want)
			equal(t, "expiring: total", list.Total, len(want))
		}
	})

	t.Run("a draft that is not there has no schedule", func(t *testing.T) {
		s := newSite(t, open)
		err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
			return tx.PutSchedule(ctx, invest.Schedule{Kind: invest.KindProject, Number: 1, Act: invest.ActPublish, Due: dawn})
		})
		wantCode(t, err, invest.NotFound)
	})
}
