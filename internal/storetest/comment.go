package storetest

import (
	"context"
	"testing"

	"wellspring/internal/invest"
)

func testComment(t *testing.T, open func(t *testing.T) Store) {
	t.Run("comments come back oldest first, each with the revision it was made of", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("项目"))
		other := s.create(project("别的项目"))
		say := func(d invest.Draft, text string) invest.Comment {
			c := invest.Comment{Kind: d.Kind, Number: d.Number, Revision: d.Revision, Editor: 8, At: dawn, Text: text}
			s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.AddComment(ctx, &c) })
			return c
		}
		a := say(d, "来源？\n请补充")
		say(other, "别处")
		b := say(s.edit(d, project("改过的项目")), "好")
		if a.ID == 0 || b.ID <= a.ID {
			t.Errorf("IDs %d and %d", a.ID, b.ID)
		}
		equal(t, "comments", must(s.Comments(t.Context(), d.Kind, d.Number))(t), []invest.Comment{a, b})
		equal(t, "of a draft that is not there", must(s.Comments(t.Context(), d.Kind, 9))(t), []invest.Comment{})
	})

	t.Run("nothing is said of a text that is not there", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("项目"))
		err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
			return tx.AddComment(ctx, &invest.Comment{Kind: d.Kind, Number: d.Number, Revision: 2, Text: "批注"})
		})
		wantCode(t, err, invest.NotFound)
	})
}
