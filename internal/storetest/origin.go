package storetest

import (
	"context"
	"testing"

	"wellspring/internal/invest"
)

func testOrigin(t *testing.T, open func(t *testing.T) Store) {
	note := func(s *site, editor int64, key string, id invest.DraftID) error {
		return s.InTx(s.t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.NoteOrigin(ctx, editor, key, id) })
	}

	t.Run("a draft is found by the form that began it, of that editor alone", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("项目"))
		if err := note(s, 7, "form", d.ID()); err != nil {
			t.Fatal(err)
		}
		equal(t, "the draft", must(s.BegunBy(t.Context(), 7, "form"))(t), d.ID())
		for _, other := range []struct {
			editor int64
			key    string
		}{{8, "form"}, {7, "another"}, {7, ""}} {
			_, err := s.BegunBy(t.Context(), other.editor, other.key)
			wantCode(t, err, invest.NotFound)
		}
	})

	t.Run("a form begins one draft, and only one that is there", func(t *testing.T) {
		s := newSite(t, open)
		d, other := s.create(project("项目")), s.create(park("园区"))
		if err := note(s, 7, "form", d.ID()); err != nil {
			t.Fatal(err)
		}
		wantCode(t, note(s, 7, "form", other.ID()), invest.Conflict)
		wantCode(t, note(s, 7, "new", invest.DraftID{Kind: invest.KindProject, Number: 99}), invest.NotFound)
	})
}
