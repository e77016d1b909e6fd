package storetest

import (
	"context"
	"testing"

	"wellspring/internal/invest"
)

func testRevision(t *testing.T, open func(t *testing.T) Store) {
	t.Run("every saved text can be read again with who, when and why", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("第一稿"))
		d.Body, d.Updated = project("第二稿"), s.tick()
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.SaveRevision(ctx, &d, "abc", "改名", 8) })
		equal(t, "the second", must(s.Revision(t.Context(), d.Kind, d.Number, 2))(t), invest.Revision{
			Kind: d.Kind, Number: d.Number, N: 2, Body: project("第二稿"), Hash: "abc", Note: "改名", Editor: 8, At: d.Updated,
		})
		first := must(s.Revision(t.Context(), d.Kind, d.Number, 1))(t)
		equal(t, "the first", first.Body, invest.Content(project("第一稿")))
		equal(t, "its hash", first.Hash, hashOf(t, project("第一稿")))
	})

	t.Run("the list is newest first and without texts", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("一"))
		d = s.edit(d, project("二"))
		d = s.edit(d, project("三"))
		list := must(s.Revisions(t.Context(), d.Kind, d.Number))(t)
		var numbers []int64
		for _, r := range list {
			numbers = append(numbers, r.N)
			if r.Body != nil {
				t.Errorf("revision %d has its text", r.N)
			}
			if r.Hash == "" || r.At.IsZero() || r.Editor != 7 {
				t.Errorf("revision %d lacks hash, time or editor: %+v", r.N, r)
			}
		}
		equal(t, "the order", numbers, []int64{3, 2, 1})
		equal(t, "of a draft that is not there", must(s.Revisions(t.Context(), d.Kind, 99))(t), []invest.Revision{})
	})

	t.Run("a text that was never saved is not found", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("一"))
		_, err := s.Revision(t.Context(), d.Kind, d.Number, 2)
		wantCode(t, err, invest.NotFound)
		_, err = s.Revision(t.Context(), d.Kind, d.Number+1, 1)
		wantCode(t, err, invest.NotFound)
	})
}
