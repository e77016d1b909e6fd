package storetest

import (
	"context"
	"strconv"
	"testing"

	"wellspring/internal/invest"
)

func testAutosave(t *testing.T, open func(t *testing.T) Store) {
	keep := func(s *site, a invest.Autosave) invest.Autosave {
		a.At = s.tick()
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.PutAutosave(ctx, a) })
		return a
	}
	drop := func(s *site, editor int64, origin string) {
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.DropAutosave(ctx, editor, origin) })
	}
	kept := func(t *testing.T, s *site, editor int64, k invest.Kind, number int64) []invest.Autosave {
		t.Helper()
		return must(s.Autosaves(t.Context(), editor, k, number))(t)
	}

	t.Run("each form of an editor is kept by itself, the latest first", func(t *testing.T) {
		s := newSite(t, open)
		one := keep(s, invest.Autosave{Editor: 7, Origin: "a", Kind: invest.KindProject, Form: []byte("新\x00\xff")})
		park := keep(s, invest.Autosave{Editor: 7, Origin: "b", Kind: invest.KindPark})
		keep(s, invest.Autosave{Editor: 7, Origin: "c", Kind: invest.KindProject, Number: 3, Version: 5, Form: []byte("旧")})
		other := keep(s, invest.Autosave{Editor: 8, Origin: "c", Kind: invest.KindProject, Number: 3, Version: 5, Form: []byte("别人的")})
		again := keep(s, invest.Autosave{Editor: 7, Origin: "c", Kind: invest.KindProject, Number: 3, Version: 6, Form: []byte("再存")})
		two := keep(s, invest.Autosave{Editor: 7, Origin: "d", Kind: invest.KindProject, Form: []byte("另一个窗口")})
		equal(t, "new projects", kept(t, s, 7, invest.KindProject, 0), []invest.Autosave{two, one})
		equal(t, "new parks", kept(t, s, 7, invest.KindPark, 0), []invest.Autosave{park})
		equal(t, "of project 3", kept(t, s, 7, invest.KindProject, 3), []invest.Autosave{again})
		equal(t, "another's of project 3", kept(t, s, 8, invest.KindProject, 3), []invest.Autosave{other})
	})

	t.Run("a form that was dropped is not kept, another is", func(t *testing.T) {
		s := newSite(t, open)
		keep(s, invest.Autosave{Editor: 7, Origin: "a", Kind: invest.KindProject, Form: []byte("甲")})
		second := keep(s, invest.Autosave{Editor: 7, Origin: "b", Kind: invest.KindProject, Form: []byte("乙")})
		other := keep(s, invest.Autosave{Editor: 8, Origin: "a", Kind: invest.KindProject, Form: []byte("丙")})
		for range 2 { // the second time there is none
			drop(s, 7, "a")
		}
		equal(t, "the editor's", kept(t, s, 7, invest.KindProject, 0), []invest.Autosave{second})
		equal(t, "the other's", kept(t, s, 8, invest.KindProject, 0), []invest.Autosave{other})
	})

	t.Run("of one draft the latest are kept", func(t *testing.T) {
		s := newSite(t, open)
		keep(s, invest.Autosave{Editor: 7, Origin: "elsewhere", Kind: invest.KindProject, Number: 1})
		var want []invest.Autosave
		for i := range invest.MaxAutosaves + 2 {
			want = append([]invest.Autosave{keep(s, invest.Autosave{Editor: 7, Origin: strconv.Itoa(i), Kind: invest.KindProject, Form: []byte("x")})}, want...)
		}
		equal(t, "the latest", kept(t, s, 7, invest.KindProject, 0), want[:invest.MaxAutosaves])
		equal(t, "of another draft", len(kept(t, s, 7, invest.KindProject, 1)), 1)
	})
}
