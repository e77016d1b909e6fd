package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"wellspring/internal/invest"
)

func testShow(t *testing.T, open func(t *testing.T) Store) {
	for i, k := range invest.Kinds {
		t.Run(string(k), func(t *testing.T) {
			sample := func(word string) invest.Content { return samples(word)[i] }

			t.Run("comes back in its public form with its publication", func(t *testing.T) {
				s := newSite(t, open)
				d := s.publish(sample("公开"))
				got, p, err := s.text(k, d.Number)
				if err != nil {
					t.Fatal(err)
				}
				equal(t, "the text", got, d.Body.Public())
				equal(t, "the publication", p, publicationOf(d))
				if p.PubDate.Location() != time.UTC {
					t.Errorf("PubDate is in %v", p.PubDate.Location())
				}
			})

			t.Run("is not found before it was published", func(t *testing.T) {
				s := newSite(t, open)
				s.create(sample("草稿"))
				for _, number := range []int64{1, 2, 0, -1} {
					_, _, err := s.text(k, number)
					wantCode(t, err, invest.NotFound)
				}
			})

			t.Run("is gone when withdrawn and back when published again, with its old date", func(t *testing.T) {
				s := newSite(t, open)
				d := s.publish(sample("公开"))
				d = s.withdraw(d)
				_, _, err := s.text(k, 1)
				wantCode(t, err, invest.Gone)
				equal(t, "titles", must(s.Titles(t.Context(), k, []int64{1}))(t), map[int64]invest.Text{})
				equal(t, "published", must(s.Published(t.Context(), k, 0, 10))(t), []invest.Publication{})
				d = s.show(d)
				_, p, err := s.text(k, 1)
				if err != nil {
					t.Fatal(err)
				}
				equal(t, "the publication", p, publicationOf(d))
				if !p.Updated.After(p.PubDate) {
					t.Errorf("updated %s, published %s", p.Updated, p.PubDate)
				}
				s.withdraw(d)
				_, _, err = s.text(k, 1)
				wantCode(t, err, invest.Gone)
			})

			t.Run("is replaced whole when published again", func(t *testing.T) {
				s := newSite(t, open)
				d := s.publish(sample("旧文"))
				d = s.show(s.edit(d, sample("新文")))
				got, p, err := s.text(k, d.Number)
				if err != nil {
					t.Fatal(err)
				}
				equal(t, "the text", got, sample("新文").Public())
				equal(t, "the publication", p, publicationOf(d))
				if p.Revision != 2 {
					t.Errorf("it shows revision %d", p.Revision)
				}
				wantNoProblem(t, s)
			})
		})
	}

	t.Run("titles are those of what is published among the numbers", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(project("甲", func(p *invest.Project) { p.Title.En = "A" }))
		s.create(project("乙"))
		s.withdraw(s.publish(project("丙")))
		s.publish(project("丁"))
		s.publish(park("园区"))
		titles := must(s.Titles(t.Context(), invest.KindProject, []int64{4, 1, 2, 3, 99, 1}))(t)
		equal(t, "titles", titles, map[int64]invest.Text{1: {Zh: "甲", En: "A"}, 4: zh("丁")})
		equal(t, "of no numbers", must(s.Titles(t.Context(), invest.KindProject, nil))(t), map[int64]invest.Text{})
		many := make([]int64, 40_000)
		for i := range many {
			many[i] = int64(i)
		}
		equal(t, "of many numbers", len(must(s.Titles(t.Context(), invest.KindProject, many))(t)), 2)
	})

	t.Run("what is published of a kind is listed by number, in steps", func(t *testing.T) {
		s := newSite(t, open)
		var want []invest.Publication
		for i := range 7 {
			d := s.publish(policy(fmt.Sprint("政策", i), invest.InForce))
			if i == 3 {
				s.withdraw(d)
				continue
			}
			want = append(want, publicationOf(d))
		}
		s.publish(park("园区"))
		var got []invest.Publication
		for after := int64(0); ; {
			step := must(s.Published(t.Context(), invest.KindPolicy, after, 2))(t)
			if len(step) == 0 {
				break
			}
			got, after = append(got, step...), step[len(step)-1].Number
		}
		equal(t, "published", got, want)
	})

	t.Run("links are known of what is published only", func(t *testing.T) {
		s := newSite(t, open)
		linked := func(url string) bool { return must(s.LinksTo(t.Context(), url))(t) }
		const source, body = "https://source.example.cn/a?b=1", "https://body.example.cn/"
		a := article("新闻", "news", func(a *invest.Article) {
			a.Source.URL = source
			a.Body = zh(`<p><a href="` + body + `">链接</a></p>`)
		})
		d := s.create(a)
		if linked(source) || linked(body) {
			t.Error("a link of a draft is known")
		}
		d = s.show(d)
		other := s.publish(article("转载", "news", func(a *invest.Article) { a.Source.URL = source }))
		if !linked(source) || !linked(body) {
			t.Error("a link of a published text is not known")
		}
		if linked("https://source.example.cn/a?b=2") || linked("https://source.example.cn/%") || linked("") {
			t.Error("an address that nobody links to is known")
		}
		s.show(s.edit(d, article("新闻", "news")))
		if linked(body) {
			t.Error("a link is known that the text has no more")
		}
		s.withdraw(other)
		if linked(source) {
			t.Error("a link of a withdrawn text is known")
		}
	})

	t.Run("of many texts all show or none", func(t *testing.T) {
		s := newSite(t, open)
		publishTogether(s, project("甲"), project("乙"))
		equal(t, "both", must(s.Projects(t.Context(), invest.ProjectFilter{}))(t).Total, 2)
		err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
			p := invest.Publication{Kind: invest.KindProject, Number: 9, Revision: 1, PubDate: dawn, Updated: dawn}
			return tx.ShowAll(ctx, []invest.Publication{p, p}, []invest.Content{project("丙")})
		})
		wantCode(t, err, "")
		equal(t, "still both", must(s.Projects(t.Context(), invest.ProjectFilter{}))(t).Total, 2)
	})

	t.Run("a publication of one kind with a text of another is refused", func(t *testing.T) {
		s := newSite(t, open)
		err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
			return tx.Show(ctx, invest.Publication{Kind: invest.KindPark, Number: 1, Revision: 1, PubDate: dawn, Updated: dawn}, project("甲"))
		})
		wantCode(t, err, "")
	})

	t.Run("hiding what does not show is refused and leaves no mark", func(t *testing.T) {
		s := newSite(t, open)
		s.create(project("草稿"))
		err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
			return tx.Hide(ctx, invest.KindProject, 1, dawn)
		})
		wantCode(t, err, "")
		_, _, err = s.Project(t.Context(), 1)
		wantCode(t, err, invest.NotFound)
	})

	t.Run("the store answers", func(t *testing.T) {
		s := newSite(t, open)
		if err := s.Ping(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// wantNoProblem checks that the catalogue is what the desk would make of it.
func wantNoProblem(t *testing.T, s *site) {
	t.Helper()
	if report := must(s.Check(t.Context(), false))(t); !report.OK() {
		t.Errorf("the check finds %+v", report)
	}
}
