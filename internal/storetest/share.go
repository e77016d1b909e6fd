package storetest

import (
	"context"
	"testing"

	"wellspring/internal/invest"
)

// share shares a draft with an editor or ends that.
func (s *site) share(d invest.Draft, editor int64, on bool) {
	s.t.Helper()
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
		return tx.SetShare(ctx, d.Kind, d.Number, editor, on)
	})
}

func testShare(t *testing.T, open func(t *testing.T) Store) {
	t.Run("a draft is shared with some and no longer with others", func(t *testing.T) {
		s := newSite(t, open)
		d, other := s.create(project("项目")), s.create(project("别的项目"))
		for _, editor := range []int64{9, 8, 8, 10} {
			s.share(d, editor, true)
		}
		s.share(d, 10, false)
		s.share(d, 11, false)
		equal(t, "the editors", must(s.Shares(t.Context(), d.Kind, d.Number))(t), []int64{8, 9})
		equal(t, "of the other", must(s.Shares(t.Context(), other.Kind, other.Number))(t), []int64{})
		equal(t, "the draft's version", must(s.Draft(t.Context(), d.Kind, d.Number))(t).Version, d.Version)
	})

	t.Run("a draft that is not there cannot be shared", func(t *testing.T) {
		s := newSite(t, open)
		err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
			return tx.SetShare(ctx, invest.KindProject, 1, 8, true)
		})
		wantCode(t, err, invest.NotFound)
	})
}
