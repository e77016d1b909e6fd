package storetest

import (
	"context"
	"fmt"
	"testing"

	"wellspring/internal/invest"
)

func testBin(t *testing.T, open func(t *testing.T) Store) {
	purge := func(s *site, d invest.Draft) error {
		return s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.PurgeDraft(ctx, d.Kind, d.Number) })
	}
	bin := func(s *site, d invest.Draft) invest.Draft {
		return s.change(d, func(d *invest.Draft) { d.Binned, d.BinnedBy = s.tick(), 7 })
	}

	t.Run("a draft in the bin goes with all that belongs to it, and its number is not given again", func(t *testing.T) {
		s := newSite(t, open)
		kept := s.belongings(s.create(ceremony("留下的", day(2023, 11, 8))))
		d := s.belongings(s.create(ceremony("扔掉的", day(2023, 11, 8))))
		if err := purge(s, bin(s, d)); err != nil {
			t.Fatal(err)
		}
		_, err := s.Draft(t.Context(), d.Kind, d.Number)
		wantCode(t, err, invest.NotFound)
		s.wantBelongings(d, false)
		s.wantBelongings(kept, true)
		equal(t, "the next number", s.create(ceremony("新的", day(2023, 11, 8))).Number, d.Number+1)
		wantNoProblem(t, s)
	})

	t.Run("what is not in the bin, or was public, stays", func(t *testing.T) {
		s := newSite(t, open)
		wantCode(t, purge(s, s.create(project("草稿"))), invest.Conflict)
		wantCode(t, purge(s, bin(s, s.publish(project("公开")))), invest.Conflict)
		wantCode(t, purge(s, bin(s, s.withdraw(s.publish(project("撤回"))))), invest.Conflict)
		wantCode(t, purge(s, invest.Draft{Kind: invest.KindProject, Number: 9}), invest.NotFound)
		equal(t, "drafts not in the bin", must(s.Drafts(t.Context(), invest.DraftFilter{}))(t).Total, 1)
	})
}

// belongings gives a draft one of everything that can belong to one.
func (s *site) belongings(d invest.Draft) invest.Draft {
	s.t.Helper()
	s.share(d, 8, true)
	s.schedule(invest.Schedule{Kind: d.Kind, Number: d.Number, Act: invest.ActPublish, Due: s.clock})
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
		if err := tx.PutAutosave(ctx, invest.Autosave{Editor: 7, Origin: fmt.Sprint(d.Kind, d.Number), Kind: d.Kind, Number: d.Number}); err != nil {
			return err
		}
		if err := tx.AddComment(ctx, &invest.Comment{Kind: d.Kind, Number: d.Number, Revision: d.Revision, Text: "批注"}); err != nil {
			return err
		}
		link := invest.PreviewLink{Kind: d.Kind, Number: d.Number, Expires: s.clock}
		if err := tx.AddPreview(ctx, &link, fmt.Sprint("hash of ", d.Number)); err != nil {
			return err
		}
		if d.Kind == invest.KindCeremony {
			if err := tx.PutStage(ctx, &invest.Stage{
				Ceremony: d.Number, Mode: invest.StageRehearsal, CopyRevision: d.Revision, Copy: d.Body.(*invest.Ceremony), At: s.clock,
			}, invest.StageCommand{Mode: invest.StageRehearsal}); err != nil {
				return err
			}
			if err := tx.AddStageLink(ctx, &invest.StageLink{Ceremony: d.Number, Role: invest.RoleScreen}, fmt.Sprint("hash of ", d.Number)); err != nil {
				return err
			}
		}
		return tx.AddReview(ctx, invest.Review{
			Kind: d.Kind, Number: d.Number, Revision: d.Revision, Level: 1, Verdict: invest.Passed, Hash: hashOf(s.t, d.Body),
		})
	})
	return d
}

func (s *site) wantBelongings(d invest.Draft, want bool) {
	s.t.Helper()
	ctx := s.t.Context()
	for what, has := range map[string]bool{
		"shares":    len(must(s.Shares(ctx, d.Kind, d.Number))(s.t)) > 0,
		"schedules": len(must(s.Schedules(ctx, d.Kind, d.Number))(s.t)) > 0,
		"revisions": len(must(s.Revisions(ctx, d.Kind, d.Number))(s.t)) > 0,
		"reviews":   len(must(s.Reviews(ctx, d.Kind, d.Number))(s.t)) > 0,
		"comments":  len(must(s.Comments(ctx, d.Kind, d.Number))(s.t)) > 0,
		"links":     len(must(s.PreviewLinks(ctx, d.Kind, d.Number))(s.t)) > 0,
		"stage":     must(s.StagePulse(ctx, d.Number))(s.t).Revision > 0,
		"its log":   len(must(s.StageLog(ctx, d.Number, 9))(s.t)) > 0,
		"its links": len(must(s.StageLinks(ctx, d.Number))(s.t)) > 0,
		"forms":     len(must(s.Autosaves(ctx, 7, d.Kind, d.Number))(s.t)) > 0,
	} {
		if has != want {
			s.t.Errorf("%s of %d: %v", what, d.Number, has)
		}
	}
}
