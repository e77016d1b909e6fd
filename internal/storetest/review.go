package storetest

import (
	"context"
	"testing"

	"wellspring/internal/invest"
)

func testReview(t *testing.T, open func(t *testing.T) Store) {
	// verdict records a review of a draft's latest text.
	verdict := func(s *site, d invest.Draft, level int, v invest.Verdict) invest.Review {
		r := invest.Review{
			Kind: d.Kind, Number: d.Number, Revision: d.Revision, Level: level, Verdict: v, Note: "意见", Editor: int64(level),
			At: s.tick(), Hash: "abc",
		}
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.AddReview(ctx, r) })
		return r
	}

	t.Run("verdicts come back oldest first", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("项目"))
		s.create(project("别的项目"))
		s.clock = dawn
		a := verdict(s, d, 1, invest.Passed)
		s.clock = dawn // the same second
		b := verdict(s, d, 2, invest.SentBack)
		equal(t, "reviews", must(s.Reviews(t.Context(), d.Kind, d.Number))(t), []invest.Review{a, b})
		equal(t, "of another draft", must(s.Reviews(t.Context(), d.Kind, 2))(t), []invest.Review{})
	})

	t.Run("saving a text voids the reviews of the text before and of no other draft", func(t *testing.T) {
		s := newSite(t, open)
		d, other := s.create(project("项目")), s.create(project("别的项目"))
		old, kept := verdict(s, d, 1, invest.Passed), verdict(s, other, 1, invest.Passed)
		d = s.edit(d, project("改过的项目"))
		old.Voided = true
		fresh := verdict(s, d, 1, invest.Passed)
		equal(t, "reviews", must(s.Reviews(t.Context(), d.Kind, d.Number))(t), []invest.Review{old, fresh})
		equal(t, "of the other draft", must(s.Reviews(t.Context(), d.Kind, other.Number))(t), []invest.Review{kept})
	})

	t.Run("a new round voids every review of a draft and of no other", func(t *testing.T) {
		s := newSite(t, open)
		d, other := s.create(project("项目")), s.create(project("别的项目"))
		a, b, kept := verdict(s, d, 1, invest.Passed), verdict(s, d, 2, invest.SentBack), verdict(s, other, 1, invest.Passed)
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.VoidReviews(ctx, d.Kind, d.Number) })
		a.Voided, b.Voided = true, true
		again := verdict(s, d, 1, invest.Passed)
		equal(t, "reviews", must(s.Reviews(t.Context(), d.Kind, d.Number))(t), []invest.Review{a, b, again})
		equal(t, "of the other draft", must(s.Reviews(t.Context(), d.Kind, other.Number))(t), []invest.Review{kept})
	})

	t.Run("updating the row voids nothing", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("项目"))
		a := verdict(s, d, 1, invest.Passed)
		s.show(d)
		equal(t, "reviews", must(s.Reviews(t.Context(), d.Kind, d.Number))(t), []invest.Review{a})
	})

	t.Run("a review of a text that is not there is refused", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("项目"))
		for _, r := range []invest.Review{
			{Kind: d.Kind, Number: d.Number, Revision: 2, Level: 1, Verdict: invest.Passed},
			{Kind: d.Kind, Number: 2, Revision: 1, Level: 1, Verdict: invest.Passed},
			{Kind: invest.KindPark, Number: 1, Revision: 1, Level: 1, Verdict: invest.Passed},
		} {
			err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.AddReview(ctx, r) })
			wantCode(t, err, invest.NotFound)
		}
	})

	t.Run("a level or a verdict that does not exist is refused", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("项目"))
		for _, r := range []invest.Review{
			{Kind: d.Kind, Number: 1, Revision: 1, Level: 4, Verdict: invest.Passed},
			{Kind: d.Kind, Number: 1, Revision: 1, Level: 1, Verdict: "maybe"},
		} {
			err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.AddReview(ctx, r) })
			wantCode(t, err, "")
		}
	})
}
