package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"wellspring/internal/invest"
)

func testTwoStores(t *testing.T, open func(t *testing.T) Store) {
	t.Run("each sees what the other committed, in every list and in the search", func(t *testing.T) {
		a, b := newSite(t, open), newSite(t, open)
		for i, c := range samples("共享") {
			s, other := a, b
			if i%2 == 1 {
				s, other = b, a
			}
			s.clock = other.clock
			before := must(other.Version(t.Context()))(t)
			d := s.publish(c)
			if after := must(other.Version(t.Context()))(t); after != before+1 {
				t.Errorf("%s: version %d after %d", d.Kind, after, before)
			}
			got, p, err := other.text(d.Kind, d.Number)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, string(d.Kind), got, c.Public())
			equal(t, string(d.Kind), p, publicationOf(d))
		}
		equal(t, "what both see", look(t, a.Store, "共享", 1), look(t, b.Store, "共享", 1))
		equal(t, "hits", must(a.Search(t.Context(), invest.SearchQuery{Text: "共享"}))(t).Total, len(invest.Kinds))
		wantNoProblem(t, a)
		wantNoProblem(t, b)
	})

	t.Run("both may write, one at a time, and of two edits of one version one is stale", func(t *testing.T) {
		a, b := newSite(t, open), newSite(t, open)
		d := a.create(project("两人同改"))
		results := make([]error, 2)
		var wg sync.WaitGroup
		for i, s := range []*site{a, b} {
			wg.Go(func() {
				mine := d
				results[i] = s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
					return tx.SaveRevision(ctx, &mine, hashOf(t, mine.Body), "", int64(i+1))
				})
			})
		}
		wg.Wait()
		if results[0] != nil {
			results[0], results[1] = results[1], results[0]
		}
		if results[0] != nil {
			t.Fatalf("neither was saved: %v", errors.Join(results...))
		}
		wantCode(t, results[1], invest.Stale)
		equal(t, "revision", a.latest(d.Kind, d.Number).Revision, int64(2))
	})

	t.Run("numbers and the audit trail run on through both", func(t *testing.T) {
		a, b := newSite(t, open), newSite(t, open)
		for i := range 3 {
			for j, s := range []*site{a, b} {
				equal(t, "number", s.create(project("项目")).Number, int64(2*i+j+1))
				s.record(invest.AuditEntry{At: dawn})
			}
		}
		equal(t, "the check", must(a.Check(t.Context(), false))(t), invest.CheckReport{Audit: 6})
	})
}
