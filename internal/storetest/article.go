package storetest

import (
	"fmt"
	"testing"

	"wellspring/internal/invest"
)

func testArticle(t *testing.T, open func(t *testing.T) Store) {
	t.Run("a row has what lists show", func(t *testing.T) {
		s := newSite(t, open)
		d := s.publish(article("标题", "news", func(a *invest.Article) {
			a.Title.En, a.Kicker, a.Summary = "Title", zh("引题"), invest.Text{Zh: "摘要", En: "Summary"}
		}))
		equal(t, "the row", must(s.Articles(t.Context(), invest.ArticleFilter{}))(t), invest.ArticleList{
			Total: 1,
			Rows: []invest.ArticleRow{{
				Publication: publicationOf(d), Column: "news", Title: invest.Text{Zh: "标题", En: "Title"}, Kicker: zh("引题"),
				Summary: invest.Text{Zh: "摘要", En: "Summary"}, Source: bureau.Name,
			}},
		})
	})

	t.Run("the list is narrowed by column and by what an article speaks of", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(article("一", "news", func(a *invest.Article) { a.Projects, a.Ceremony = []int64{1, 2, 1}, 1 }))
		s.publish(article("二", "news", func(a *invest.Article) { a.Projects, a.Park = []int64{2}, 1 }))
		s.publish(article("三", "notices"))
		for _, tc := range []struct {
			f    invest.ArticleFilter
			want []int64
		}{
			{invest.ArticleFilter{}, []int64{3, 2, 1}},
			{invest.ArticleFilter{Column: "news"}, []int64{2, 1}},
			{invest.ArticleFilter{Column: "NEWS"}, []int64{}},
			{invest.ArticleFilter{Project: 2}, []int64{2, 1}},
			{invest.ArticleFilter{Project: 1}, []int64{1}},
			{invest.ArticleFilter{Ceremony: 1}, []int64{1}},
			{invest.ArticleFilter{Park: 1}, []int64{2}},
			{invest.ArticleFilter{Except: 2}, []int64{3, 1}},
			{invest.ArticleFilter{Project: 2, Except: 2}, []int64{1}},
			{invest.ArticleFilter{Column: "notices", Project: 2}, []int64{}},
		} {
			list := must(s.Articles(t.Context(), tc.f))(t)
			equal(t, fmt.Sprintf("%+v", tc.f), numbersOf(list.Rows, articleNumber), tc.want)
			equal(t, fmt.Sprintf("%+v total", tc.f), list.Total, len(tc.want))
		}
	})

	t.Run("the newest is first, of one moment the highest number, on pages that repeat nothing", func(t *testing.T) {
		s := newSite(t, open)
		first := s.publish(article("最早", "news"))
		var texts []*invest.Article
		for i := range 25 {
			texts = append(texts, article(fmt.Sprint("同时", i), "news"))
		}
		publishTogether(s, texts...)
		s.show(s.edit(first, article("最早，后改", "news")))
		var want, got []int64
		for n := int64(26); n > 0; n-- {
			want = append(want, n)
		}
		for offset := 0; offset < 26; offset += 20 {
			list := must(s.Articles(t.Context(), invest.ArticleFilter{Offset: offset}))(t)
			equal(t, "total", list.Total, 26)
			got = append(got, numbersOf(list.Rows, articleNumber)...)
		}
		equal(t, "the order", got, want)
	})

	t.Run("columns are counted by what is published", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(article("一", "news"))
		moved := s.publish(article("二", "news"))
		s.create(article("三", "news"))
		s.create(article("四", "drafts-only"))
		s.show(s.edit(moved, article("二", "notices")))
		s.withdraw(s.publish(article("五", "withdrawn-only")))
		equal(t, "columns", must(s.ArticleColumns(t.Context()))(t), map[string]int{"news": 1, "notices": 1})
	})

	t.Run("a project taken out of an article is spoken of no more", func(t *testing.T) {
		s := newSite(t, open)
		d := s.publish(article("一", "news", func(a *invest.Article) { a.Projects = []int64{1, 2} }))
		s.show(s.edit(d, article("一", "news", func(a *invest.Article) { a.Projects = []int64{2} })))
		equal(t, "of 1", must(s.Articles(t.Context(), invest.ArticleFilter{Project: 1}))(t).Total, 0)
		equal(t, "of 2", must(s.Articles(t.Context(), invest.ArticleFilter{Project: 2}))(t).Total, 1)
	})
}

func articleNumber(r invest.ArticleRow) int64 { return r.Number }
