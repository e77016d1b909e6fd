package storetest

import (
	"context"
	"testing"

	"wellspring/internal/invest"
)

// quoting is an article that quotes a project's total.
func quoting(title, value string) *invest.Article {
	a := article(title, "news")
	a.Body = zh(`<p>总投资<span data-figure="project:1:total" data-value="` + value + `">` + value + `</span></p>`)
	return a
}

func testProof(t *testing.T, open func(t *testing.T) Store) {
	t.Run("a reviewer's word is kept by its finding, and a later one takes its place", func(t *testing.T) {
		s := newSite(t, open)
		d, other := s.create(project("项目")), s.create(project("别的项目"))
		say := func(d invest.Draft, finding, note string) invest.Override {
			o := invest.Override{DraftID: d.ID(), Finding: finding, Rule: invest.RulePromise, Words: "税收返还", Note: note, Revision: d.Revision, Editor: 8, At: s.tick()}
			s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.AddOverride(ctx, o) })
			return o
		}
		say(d, "a", "先前的理由")
		b, a := say(d, "b", "引用条文"), say(d, "a", "引用历史文件")
		say(other, "a", "别处")
		equal(t, "overrides", must(s.Overrides(t.Context(), d.Kind, d.Number))(t), []invest.Override{b, a})
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.DropOverride(ctx, d.Kind, d.Number, "b") })
		equal(t, "overrides after", must(s.Overrides(t.Context(), d.Kind, d.Number))(t), []invest.Override{a})
		err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
			return tx.AddOverride(ctx, invest.Override{DraftID: invest.DraftID{Kind: invest.KindProject, Number: 9}})
		})
		wantCode(t, err, invest.NotFound)
	})

	t.Run("bound figures are known by the latest texts that quote them, but not by those in the bin", func(t *testing.T) {
		s := newSite(t, open)
		d, other := s.create(quoting("甲", "1亿元")), s.create(quoting("乙", "2亿元"))
		use := func(d invest.Draft, value string) invest.FigureUse {
			return invest.FigureUse{DraftID: d.ID(), Ref: "project:1:total", Value: value}
		}
		equal(t, "uses", must(s.FigureUses(t.Context()))(t), []invest.FigureUse{use(d, "1亿元"), use(other, "2亿元")})
		d = s.edit(d, quoting("甲", "1.2亿元"))
		other.Binned, other.BinnedBy = s.tick(), 7
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.UpdateDraft(ctx, &other) })
		equal(t, "uses after", must(s.FigureUses(t.Context()))(t), []invest.FigureUse{use(d, "1.2亿元")})
		kept := invest.KeptFigure{FigureUse: use(d, "1.2亿元"), Now: "1.5亿元", Editor: 8}
		for range 2 {
			s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.KeepFigure(ctx, kept, dawn) })
		}
		equal(t, "what is kept", must(s.KeptFigures(t.Context()))(t), []invest.KeptFigure{kept})
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.DropKeptFigure(ctx, kept) })
		equal(t, "what is kept then", must(s.KeptFigures(t.Context()))(t), []invest.KeptFigure{})
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.PurgeDraft(ctx, other.Kind, other.Number) })
	})

	t.Run("a round of checking links takes the place of the one before", func(t *testing.T) {
		s := newSite(t, open)
		link := func(n int64, href string) invest.BrokenLink {
			return invest.BrokenLink{DraftID: invest.DraftID{Kind: invest.KindArticle, Number: n}, Field: "body.zh", Href: href, State: "missing"}
		}
		for _, links := range [][]invest.BrokenLink{{link(1, "/a")}, {link(1, "/b"), link(2, "/a"), link(2, "/a")}} {
			s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.PutBrokenLinks(ctx, links) })
		}
		equal(t, "broken links", must(s.BrokenLinks(t.Context()))(t), []invest.BrokenLink{link(1, "/b"), link(2, "/a")})
	})

	t.Run("the last end of each job is kept", func(t *testing.T) {
		s := newSite(t, open)
		equal(t, "before the first", must(s.LastRound(t.Context(), "links"))(t).IsZero(), true)
		s.tick()
		at := s.tick()
		for _, when := range []struct{ add int }{{0}, {1}} {
			s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
				return tx.EndRound(ctx, "links", at.AddDate(0, 0, when.add))
			})
		}
		equal(t, "the last", must(s.LastRound(t.Context(), "links"))(t), at.AddDate(0, 0, 1))
		equal(t, "of another job", must(s.LastRound(t.Context(), "other"))(t).IsZero(), true)
	})
}
