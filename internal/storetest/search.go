package storetest

import (
	"fmt"
	"strings"
	"testing"

	"wellspring/internal/invest"
)

func testSearch(t *testing.T, open func(t *testing.T) Store) {
	// titles is what a query finds, in order.
	titles := func(s *site, query string) []string {
		s.t.Helper()
		out := []string{}
		for _, h := range must(s.Search(s.t.Context(), invest.SearchQuery{Text: query, Limit: 100}))(s.t).Hits {
			out = append(out, h.Title.Zh)
		}
		return out
	}

	t.Run("words of one, two and more characters are found inside longer names", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("渭滨区光伏组件生产线项目"))
		s.publish(project("钛合金航空锻件项目"))
		s.publish(project("光电传感器项目"))
		for query, want := range map[string][]string{
			"光":     {"光电传感器项目", "渭滨区光伏组件生产线项目"},
			"钛":     {"钛合金航空锻件项目"},
			"光伏":    {"渭滨区光伏组件生产线项目"},
			"组件":    {"渭滨区光伏组件生产线项目"},
			"航空锻件":  {"钛合金航空锻件项目"},
			"生产线项目": {"渭滨区光伏组件生产线项目"},
			"项目":    {"光电传感器项目", "钛合金航空锻件项目", "渭滨区光伏组件生产线项目"},
			"光传感器":  {}, // its characters are there, not in this order
			"伏光":    {},
			"锻件航空":  {},
			"石":     {},
		} {
			equal(t, query, titles(s, query), want)
		}
	})

	t.Run("all words of a query have to be there, wherever they stand", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("光伏项目", func(p *invest.Project) { p.Place = zh("马营镇") }))
		s.publish(project("风电项目", func(p *invest.Project) { p.Place = zh("马营镇") }))
		equal(t, "two words", titles(s, "马营 光伏"), []string{"光伏项目"})
		equal(t, "a word and a character", titles(s, "镇 风电"), []string{"风电项目"})
		equal(t, "one that is nowhere", titles(s, "马营 水电"), []string{})
	})

	t.Run("English words are whole, whatever their case and width", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("光伏项目", func(p *invest.Project) {
			p.Title.En = "Photovoltaic Module Plant"
			p.Summary = invest.Text{Zh: "年产ABC型组件", En: "A plant for the Hi-Tech zone"}
		}))
		for query, want := range map[string]int{
			"photovoltaic": 1, "PLANT module": 1, "ｐｌａｎｔ": 1, "abc型": 1, "hi-tech": 1, "photo": 0, "voltaic": 0,
		} {
			equal(t, query, len(titles(s, query)), want)
		}
	})

	t.Run("numbers are told apart and stand apart from their units", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("100兆瓦光伏项目"))
		s.publish(project("500兆瓦光伏项目"))
		s.publish(project("100MW 风电项目"))
		equal(t, "100兆瓦", titles(s, "100兆瓦"), []string{"100兆瓦光伏项目"})
		equal(t, "500兆瓦", titles(s, "500兆瓦"), []string{"500兆瓦光伏项目"})
		equal(t, "兆瓦", titles(s, "兆瓦"), []string{"500兆瓦光伏项目", "100兆瓦光伏项目"})
		equal(t, "100mw", titles(s, "100mw"), []string{"100MW 风电项目"})
		equal(t, "１００", titles(s, "１００"), []string{"100MW 风电项目", "100兆瓦光伏项目"})
		equal(t, "10", titles(s, "10"), []string{})
	})

	t.Run("nothing typed is syntax", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("光伏项目", func(p *invest.Project) { p.Title.En = "PV or not" }))
		s.publish(project("风电项目"))
		for query, want := range map[string]int{
			`"光伏`: 1, `光伏"`: 1, `'光伏'`: 1, "光伏*": 1, "光伏^": 1, "(光伏": 1, "光伏)": 1, "光伏;": 1, "光伏 -风电": 0, "光伏 + 风电": 0,
			"光伏 OR 风电": 0, "光伏 NOT 风电": 0, "光伏 AND 风电": 0, "光伏 or": 1, "光伏 not": 1, "title:光伏": 0, "chars : 光": 0,
			"{title chars} : 光": 0, "NEAR(光伏 项目)": 0, `\光伏`: 1, "光伏\x00": 1, "光_伏": 1, "光%": 1, "光伏--": 1, "光伏/*": 1,
		} {
			equal(t, query, len(titles(s, query)), want)
		}
	})

	t.Run("a query without a word finds nothing", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("项目_%"))
		for _, query := range []string{"", " ", "%", "_", `"`, `""`, "*", "、", "\x00", "\xff", "()", "-", ":", "🙂"} {
			got := must(s.Search(t.Context(), invest.SearchQuery{Text: query}))(t)
			equal(t, fmt.Sprintf("%q", query), got, invest.SearchResult{Kinds: map[invest.Kind]int{}})
		}
	})

	t.Run("a very long query is cut, not refused", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("光伏项目"))
		equal(t, "one long word", titles(s, strings.Repeat("光伏", 5_000)), []string{})
		equal(t, "many words", titles(s, strings.Repeat("光伏 ", 5_000)), []string{"光伏项目"})
	})

	t.Run("every public part of every kind is found", func(t *testing.T) {
		s := newSite(t, open)
		for _, c := range samples("找得到") {
			s.publish(c)
		}
		got := must(s.Search(t.Context(), invest.SearchQuery{Text: "找得到"}))(t)
		want := map[invest.Kind]int{}
		for _, k := range invest.Kinds {
			want[k] = 1
		}
		equal(t, "kinds", got.Kinds, want)
		for query, kind := range map[string]invest.Kind{
			"找得到正文 原文": invest.KindProject, "找得到公司": invest.KindCeremony, "运营公司": invest.KindPark, "引题": invest.KindArticle,
			"奖补": invest.KindPolicy, "找得到进展": invest.KindUpdate, "找得到说明": invest.KindRelease, "P-1 找得到": invest.KindProject,
		} {
			hits := must(s.Search(t.Context(), invest.SearchQuery{Text: query}))(t).Hits
			if len(hits) != 1 || hits[0].Kind != kind {
				t.Errorf("%s finds %+v, want a %s", query, hits, kind)
			}
		}
	})

	t.Run("markup is not text", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(article("新闻", "news", func(a *invest.Article) {
			a.Body = zh(`<h2>标题</h2><p>第一<strong>段</strong></p><p>R&amp;D</p><figure><img src="/media/x.jpg" alt="替代"></figure>`)
		}))
		for query, want := range map[string]int{"strong": 0, "h2": 0, "media": 0, "amp": 0, "第一段": 1, "段落": 0, "r d": 1, "题第": 0} {
			equal(t, query, len(titles(s, query)), want)
		}
	})

	t.Run("internal fields are not found", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("项目", func(p *invest.Project) {
			p.Note, p.Problem = "内部备注", "资金困难"
			p.Phases = []invest.PhaseEntry{{Phase: invest.Started, Date: day(2023, 1, 1), Reason: "跳过注册"}}
		}))
		for _, query := range []string{"内部", "资金困难", "跳过注册"} {
			equal(t, query, titles(s, query), []string{})
		}
	})

	t.Run("a hit has its publication, title and summary", func(t *testing.T) {
		s := newSite(t, open)
		d := s.publish(project("光伏", func(p *invest.Project) {
			p.Title.En, p.Summary = "PV", invest.Text{Zh: "摘要", En: "Summary"}
		}))
		equal(t, "hits", must(s.Search(t.Context(), invest.SearchQuery{Text: "光伏"}))(t).Hits, []invest.SearchHit{{
			Publication: publicationOf(d), Title: invest.Text{Zh: "光伏", En: "PV"}, Summary: invest.Text{Zh: "摘要", En: "Summary"},
		}})
	})

	t.Run("one kind is searched, all kinds are counted", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("光伏一"))
		s.publish(project("光伏二"))
		s.publish(article("光伏新闻", "news"))
		s.create(park("光伏园区"))
		kinds := map[invest.Kind]int{invest.KindProject: 2, invest.KindArticle: 1}
		for _, tc := range []struct {
			kind  invest.Kind
			total int
		}{{"", 3}, {invest.KindProject, 2}, {invest.KindArticle, 1}, {invest.KindPark, 0}, {"nothing", 0}} {
			got := must(s.Search(t.Context(), invest.SearchQuery{Text: "光伏", Kind: tc.kind}))(t)
			equal(t, "total of "+string(tc.kind), got.Total, tc.total)
			equal(t, "hits of "+string(tc.kind), len(got.Hits), tc.total)
			equal(t, "kinds", got.Kinds, kinds)
		}
	})

	t.Run("the newest is first and keeps its place, on pages that repeat nothing", func(t *testing.T) {
		s := newSite(t, open)
		first := s.publish(project("光伏最早"))
		publishTogether[invest.Content](s, project("光伏同时"), article("光伏同时", "news"), park("光伏同时"))
		s.publish(policy("光伏最新", invest.InForce))
		first = s.show(s.edit(first, project("光伏最早，改过")))
		s.show(s.withdraw(first))
		whole := must(s.Search(t.Context(), invest.SearchQuery{Text: "光伏"}))(t).Hits
		equal(t, "the first", whole[0].Title, zh("光伏最新"))
		equal(t, "the last", whole[4].Title, zh("光伏最早，改过"))
		var paged []invest.SearchHit
		for offset := 0; offset < 6; offset += 2 {
			got := must(s.Search(t.Context(), invest.SearchQuery{Text: "光伏", Limit: 2, Offset: offset}))(t)
			equal(t, "total", got.Total, 5)
			paged = append(paged, got.Hits...)
		}
		equal(t, "by pages", paged, whole)
	})

	t.Run("words that an edit took out are found no more", func(t *testing.T) {
		s := newSite(t, open)
		d := s.publish(project("光伏项目"))
		d = s.show(s.edit(d, project("风电项目")))
		equal(t, "old", titles(s, "光伏"), []string{})
		equal(t, "an old character", titles(s, "伏"), []string{})
		equal(t, "new", titles(s, "风电"), []string{"风电项目"})
		s.withdraw(d)
		equal(t, "withdrawn", titles(s, "风电"), []string{})
	})
}
