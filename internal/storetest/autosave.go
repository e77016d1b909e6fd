package storetest

import (
	"context"
	"testing"

	"wellspring/internal/invest"
)

func testAutosave(t *testing.T, open func(t *testing.T) Store) {
	keep := func(s *site, a invest.Autosave) invest.Autosave {
		a.At = s.tick()
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.PutAutosave(ctx, a) })
		return a
	}
	drop := func(s *site, editor int64, k invest.Kind, number int64) {
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.DropAutosave(ctx, editor, k, number) })
	}

	t.Run("an editor has one form a draft, and one of a kind for a new text", func(t *testing.T) {
		s := newSite(t, open)
		forms := []invest.Autosave{
			keep(s, invest.Autosave{Editor: 7, Kind: invest.KindProject, Form: []byte("新\x00\xff")}),
			keep(s, invest.Autosave{Editor: 7, Kind: invest.KindPark}),
			keep(s, invest.Autosave{Editor: 7, Kind: invest.KindProject, Number: 3, Version: 5, Form: []byte("旧")}),
			keep(s, invest.Autosave{Editor: 8, Kind: invest.KindProject, Number: 3, Version: 5, Form: []byte("别人的")}),
		}
		forms[2] = keep(s, invest.Autosave{Editor: 7, Kind: invest.KindProject, Number: 3, Version: 6, Form: []byte("再存")})
		for _, want := range forms {
			equal(t, "the form", must(s.Autosave(t.Context(), want.Editor, want.Kind, want.Number))(t), want)
		}
	})

	t.Run("a form that was dropped or never kept is not found", func(t *testing.T) {
		s := newSite(t, open)
		a := keep(s, invest.Autosave{Editor: 7, Kind: invest.KindProject, Form: []byte("甲")})
		other := keep(s, invest.Autosave{Editor: 8, Kind: invest.KindProject, Form: []byte("乙")})
		for range 2 { // the second time there is none
			drop(s, a.Editor, a.Kind, a.Number)
		}
		_, err := s.Autosave(t.Context(), a.Editor, a.Kind, a.Number)
		wantCode(t, err, invest.NotFound)
		equal(t, "the other's", must(s.Autosave(t.Context(), other.Editor, other.Kind, other.Number))(t), other)
	})
}
