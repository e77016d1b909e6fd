package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"wellspring/internal/invest"
)

// record appends an entry to the audit trail.
func (s *site) record(e invest.AuditEntry) {
	s.t.Helper()
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.AppendAudit(ctx, e) })
}

func testAudit(t *testing.T, open func(t *testing.T) Store) {
	t.Run("entries come back in order, each with the hash of the one before", func(t *testing.T) {
		s := newSite(t, open)
		first := invest.AuditEntry{
			At: dawn, Editor: 7, Login: "lin", Address: "192.0.2.1", Action: "save", Kind: invest.KindProject, Number: 12,
			Result: "ok", Detail: "改名",
		}
		s.record(first)
		s.record(invest.AuditEntry{At: dawn.Add(time.Second), Action: "login", Result: string(invest.Forbidden)})
		s.record(invest.AuditEntry{At: dawn, Seq: 99, Prev: "set by the store", Hash: "too"})
		trail := must(s.Audit(t.Context(), 1, 10))(t)
		equal(t, "entries", len(trail), 3)
		prev := ""
		for i, e := range trail {
			if e.Seq != int64(i+1) || e.Prev != prev || e.Hash != e.Sum() {
				t.Errorf("entry %d does not continue the trail: %+v", i+1, e)
			}
			prev = e.Hash
		}
		first.Seq, first.Hash = 1, trail[0].Hash
		equal(t, "the first", trail[0], first)
	})

	t.Run("a time finer than a second or in another zone does not break the trail", func(t *testing.T) {
		s := newSite(t, open)
		s.record(invest.AuditEntry{At: dawn.In(time.FixedZone("", 8*60*60)).Add(999 * time.Millisecond)})
		s.record(invest.AuditEntry{})
		for _, e := range must(s.Audit(t.Context(), 1, 10))(t) {
			if e.Hash != e.Sum() {
				t.Errorf("entry %d: the hash does not hold", e.Seq)
			}
		}
	})

	t.Run("it is read from an entry on, at most so many", func(t *testing.T) {
		s := newSite(t, open)
		for range 5 {
			s.record(invest.AuditEntry{At: dawn})
		}
		seq := func(e invest.AuditEntry) int64 { return e.Seq }
		equal(t, "from 2, 3", numbersOf(must(s.Audit(t.Context(), 2, 3))(t), seq), []int64{2, 3, 4})
		equal(t, "from 5, 3", numbersOf(must(s.Audit(t.Context(), 5, 3))(t), seq), []int64{5})
		equal(t, "from 6, 3", numbersOf(must(s.Audit(t.Context(), 6, 3))(t), seq), []int64{})
		equal(t, "none", numbersOf(must(s.Audit(t.Context(), 1, 0))(t), seq), []int64{})
	})

	t.Run("it is searched by who, what, on what, with what result and when", func(t *testing.T) {
		s := newSite(t, open)
		for i, e := range []invest.AuditEntry{
			{Editor: 7, Login: "lin", Action: "save", Kind: invest.KindProject, Number: 12, Result: "ok"},
			{Editor: 7, Login: "lin", Action: "publish", Kind: invest.KindProject, Number: 12, Result: string(invest.Forbidden)},
			{Editor: 8, Login: "qin", Action: "publish", Kind: invest.KindPark, Number: 12, Result: "ok"},
			{Editor: 8, Login: "qin", Action: "settings", Result: "ok"},
		} {
			e.At = dawn.Add(time.Duration(i) * time.Hour)
			s.record(e)
		}
		for _, tc := range []struct {
			name string
			f    invest.AuditFilter
			want []int64
		}{
			{"nothing asked: all, newest first", invest.AuditFilter{}, []int64{4, 3, 2, 1}},
			{"editor", invest.AuditFilter{Editor: 7}, []int64{2, 1}},
			{"login", invest.AuditFilter{Login: "qin"}, []int64{4, 3}},
			{"action", invest.AuditFilter{Action: "publish"}, []int64{3, 2}},
			{"kind", invest.AuditFilter{Kind: invest.KindProject}, []int64{2, 1}},
			{"number", invest.AuditFilter{Kind: invest.KindPark, Number: 12}, []int64{3}},
			{"result", invest.AuditFilter{Result: string(invest.Forbidden)}, []int64{2}},
			{"from, with that moment", invest.AuditFilter{From: dawn.Add(2 * time.Hour)}, []int64{4, 3}},
			{"to, without it", invest.AuditFilter{To: dawn.Add(2 * time.Hour)}, []int64{2, 1}},
			{"a part of a second later", invest.AuditFilter{From: dawn.Add(time.Millisecond)}, []int64{4, 3, 2}},
			{"all at once", invest.AuditFilter{Editor: 7, Action: "save", To: dawn}, []int64{}},
		} {
			list := must(s.FindAudit(t.Context(), tc.f))(t)
			equal(t, tc.name, numbersOf(list.Entries, func(e invest.AuditEntry) int64 { return e.Seq }), tc.want)
			equal(t, tc.name+": total", list.Total, len(tc.want))
		}
	})

	t.Run("a search goes on below an entry and counts all the same", func(t *testing.T) {
		s := newSite(t, open)
		for range 5 {
			s.record(invest.AuditEntry{At: dawn, Action: "save"})
			s.record(invest.AuditEntry{At: dawn, Action: "login"})
		}
		list := must(s.FindAudit(t.Context(), invest.AuditFilter{Action: "save", Limit: 2, Before: 7}))(t)
		equal(t, "entries", numbersOf(list.Entries, func(e invest.AuditEntry) int64 { return e.Seq }), []int64{5, 3})
		equal(t, "total", list.Total, 5)
	})

	t.Run("an entry rolled back leaves no gap", func(t *testing.T) {
		s := newSite(t, open)
		s.record(invest.AuditEntry{At: dawn})
		_ = s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
			return errors.Join(tx.AppendAudit(ctx, invest.AuditEntry{At: dawn}), errors.New("no"))
		})
		s.record(invest.AuditEntry{At: dawn})
		trail := must(s.Audit(t.Context(), 1, 10))(t)
		if len(trail) != 2 || trail[1].Seq != 2 || trail[1].Prev != trail[0].Hash {
			t.Errorf("trail %+v", trail)
		}
	})

	t.Run("several entries of one transaction follow each other", func(t *testing.T) {
		s := newSite(t, open)
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
			if err := tx.AppendAudit(ctx, invest.AuditEntry{At: dawn}); err != nil {
				return err
			}
			return tx.AppendAudit(ctx, invest.AuditEntry{At: dawn})
		})
		trail := must(s.Audit(t.Context(), 1, 10))(t)
		if len(trail) != 2 || trail[1].Prev != trail[0].Hash {
			t.Errorf("trail %+v", trail)
		}
	})
}
