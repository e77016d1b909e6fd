package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"wellspring/internal/invest"
)

// change stores a draft's row after f has changed it.
func (s *site) change(d invest.Draft, f func(d *invest.Draft)) invest.Draft {
	s.t.Helper()
	f(&d)
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.UpdateDraft(ctx, &d) })
	return d
}

// wrote saves a draft's text once more as an editor's.
func (s *site) wrote(d invest.Draft, editor int64) invest.Draft {
	s.t.Helper()
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
		return tx.SaveRevision(ctx, &d, hashOf(s.t, d.Body), "", editor)
	})
	return d
}

func testDraftList(t *testing.T, open func(t *testing.T) Store) {
	drafts := func(s *site, f invest.DraftFilter) []int64 {
		t.Helper()
		list := must(s.Drafts(t.Context(), f))(t)
		equal(t, "total", list.Total, len(list.Rows))
		return numbersOf(list.Rows, draftNumber)
	}

	t.Run("a title is searched in both languages, and nothing in the words is a pattern", func(t *testing.T) {
		s := newSite(t, open)
		s.create(project("光伏100%消纳项目"))
		s.create(project("流量计_扩产"))
		s.create(project(`反斜杠\项目`, func(p *invest.Project) { p.Title.En = "Solar fields" }))
		for query, want := range map[string][]int64{
			"项目": {3, 1}, "100%": {1}, "%": {1}, "_": {2}, `\`: {3}, "solar F": {3}, "没有": {}, "'": {},
			strings.Repeat("长", 100_000): {},
		} {
			equal(t, fmt.Sprintf("%.20q", query), drafts(s, invest.DraftFilter{Query: query}), want)
		}
	})

	t.Run("it is narrowed by kinds, states of work, where it is filed and when it was changed", func(t *testing.T) {
		s := newSite(t, open)
		s.create(article("一", "news"))
		s.change(s.create(article("二", "notices")), func(d *invest.Draft) { d.Work = invest.WorkReview1 })
		s.change(s.create(article("三", "news")), func(d *invest.Draft) { d.Work = invest.WorkApproved })
		s.create(park("园区"))
		third := must(s.Draft(t.Context(), invest.KindArticle, 3))(t).Updated
		for _, tc := range []struct {
			name string
			f    invest.DraftFilter
			want []int64
		}{
			{"kinds", invest.DraftFilter{Kinds: []invest.Kind{invest.KindPark, invest.KindPolicy}}, []int64{1}},
			{"a kind among others", invest.DraftFilter{Kind: invest.KindArticle, Kinds: []invest.Kind{invest.KindPark}}, []int64{}},
			{"works", invest.DraftFilter{Works: []invest.Work{invest.WorkReview1, invest.WorkApproved}}, []int64{3, 2}},
			{"filed", invest.DraftFilter{Filed: "news"}, []int64{3, 1}},
			{"after, with that moment", invest.DraftFilter{After: third, Kind: invest.KindArticle}, []int64{3}},
			{"before, without it", invest.DraftFilter{Before: third}, []int64{2, 1}},
		} {
			equal(t, tc.name, drafts(s, tc.f), tc.want)
		}
	})

	t.Run("what was sent back, has old English or lies in the bin is found by that", func(t *testing.T) {
		s := newSite(t, open)
		s.create(project("一"))
		s.change(s.create(project("二")), func(d *invest.Draft) { d.SentBack = true })
		s.change(s.create(project("三")), func(d *invest.Draft) { d.StaleEn = []string{"title"} })
		s.change(s.create(project("四")), func(d *invest.Draft) { d.Binned, d.BinnedBy = s.tick(), 7 })
		equal(t, "all", drafts(s, invest.DraftFilter{}), []int64{3, 2, 1})
		equal(t, "sent back", drafts(s, invest.DraftFilter{SentBack: true}), []int64{2})
		equal(t, "old English", drafts(s, invest.DraftFilter{StaleEn: true}), []int64{3})
		equal(t, "the bin", drafts(s, invest.DraftFilter{Binned: true}), []int64{4})
		row := must(s.Drafts(t.Context(), invest.DraftFilter{StaleEn: true}))(t).Rows[0]
		equal(t, "the fields", row.StaleEn, []string{"title"})
	})

	t.Run("an editor sees what they began, wrote in or share, and some kinds whole", func(t *testing.T) {
		s := newSite(t, open)
		s.create(project("别人的"))
		s.change(s.create(project("自己的")), func(d *invest.Draft) { d.Owner = 42 })
		s.share(s.create(project("共享的")), 42, true)
		s.wrote(s.create(project("改过的")), 42)
		s.create(park("园区"))
		equal(t, "seen", drafts(s, invest.DraftFilter{SeenBy: 42, Kind: invest.KindProject}), []int64{4, 3, 2})
		whole := must(s.Drafts(t.Context(), invest.DraftFilter{SeenBy: 42, Whole: []invest.Kind{invest.KindPark}}))(t)
		equal(t, "with parks whole", whole.Total, 4)
	})

	t.Run("a reviewer is spared what they wrote part of or have reviewed", func(t *testing.T) {
		s := newSite(t, open)
		review := func(d *invest.Draft) { d.Work = invest.WorkReview2 }
		s.change(s.create(project("别人的")), review)
		s.change(s.wrote(s.create(project("改过的")), 42), review)
		passed := s.change(s.create(project("审过的")), review)
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
			return tx.AddReview(ctx, invest.Review{
				Kind: passed.Kind, Number: passed.Number, Revision: passed.Revision, Level: 1, Verdict: invest.Passed, Editor: 42,
			})
		})
		s.change(s.wrote(s.create(project("改过，不待审")), 42), func(d *invest.Draft) { d.Work = invest.WorkApproved })
		equal(t, "for 42", drafts(s, invest.DraftFilter{ReviewableBy: 42, Sort: invest.SortNumber}), []int64{4, 1})
		equal(t, "for 43", drafts(s, invest.DraftFilter{ReviewableBy: 43, Sort: invest.SortNumber}), []int64{4, 3, 2, 1})
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
			return tx.VoidReviews(ctx, passed.Kind, passed.Number)
		})
		equal(t, "for 42 in a new round", drafts(s, invest.DraftFilter{ReviewableBy: 42, Sort: invest.SortNumber}), []int64{4, 3, 1})
	})

	t.Run("who wrote what is public may review what came after, and who wrote what was dropped too", func(t *testing.T) {
		s := newSite(t, open)
		public := project("公开的")
		d := s.show(s.wrote(s.create(public), 42))
		d = s.edit(d, project("修改的"))
		d = s.change(d, func(d *invest.Draft) { d.Work = invest.WorkReview1 })
		equal(t, "after publication", drafts(s, invest.DraftFilter{ReviewableBy: 42}), []int64{1})
		d.Body = project("四十二的修改")
		d = s.wrote(d, 42)
		equal(t, "after their own edit", drafts(s, invest.DraftFilter{ReviewableBy: 42}), []int64{})
		d = s.edit(s.edit(d, public), project("再修改"))
		d = s.change(d, func(d *invest.Draft) { d.Work = invest.WorkReview1 })
		equal(t, "after the edit was dropped", drafts(s, invest.DraftFilter{ReviewableBy: 42}), []int64{1})
		s.change(s.edit(d, project("四十二的修改")), func(d *invest.Draft) { d.Work = invest.WorkReview1 })
		equal(t, "after another brought it back", drafts(s, invest.DraftFilter{ReviewableBy: 42}), []int64{})
	})

	t.Run("it comes in the order asked for, an unknown one being the first", func(t *testing.T) {
		s := newSite(t, open)
		s.create(project("一"))
		s.create(project("二"))
		s.edit(must(s.Draft(t.Context(), invest.KindProject, 1))(t), project("一，改"))
		for sort, want := range map[invest.DraftSort][]int64{
			"": {1, 2}, invest.SortUpdated: {1, 2}, invest.SortOldest: {2, 1}, invest.SortNumber: {2, 1}, "nothing": {1, 2},
		} {
			equal(t, string(sort), drafts(s, invest.DraftFilter{Sort: sort}), want)
		}
	})

	t.Run("a moment within a second does not count for the whole of it", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("一"))
		equal(t, "after", drafts(s, invest.DraftFilter{After: d.Updated.Add(time.Millisecond)}), []int64{})
		equal(t, "before", drafts(s, invest.DraftFilter{Before: d.Updated.Add(time.Millisecond)}), []int64{1})
	})
}
