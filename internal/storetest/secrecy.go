package storetest

import (
	"slices"
	"strings"
	"testing"

	"wellspring/internal/invest"
)

func testSecrecy(t *testing.T, open func(t *testing.T) Store) {
	t.Run("drafts are in no answer of any reader", func(t *testing.T) {
		s := newSite(t, open)
		empty := look(t, s.Store, "密件", 1, 2, 3)
		for _, c := range samples("密件") {
			s.create(c)
		}
		for method, answer := range look(t, s.Store, "密件", 1, 2, 3) {
			if answer != empty[method] {
				t.Errorf("%s answers otherwise when there are drafts: %s", method, answer)
			}
		}
	})

	t.Run("of one published text and drafts of every kind only the one shows", func(t *testing.T) {
		for i, k := range invest.Kinds {
			t.Run(string(k), func(t *testing.T) {
				s := newSite(t, open)
				var chosen invest.Draft
				for j, c := range samples("密件") {
					if i != j {
						s.create(c)
						continue
					}
					chosen = s.publish(samples("公开")[i])
				}
				answers := look(t, s.Store, "密件", 1, 2, 3)
				for method, answer := range answers {
					if strings.Contains(answer, "密件") {
						t.Errorf("%s shows a draft: %s", method, answer)
					}
				}
				answers = look(t, s.Store, "公开", 1, 2, 3)
				for _, method := range []string{"Titles", "Search"} {
					if !strings.Contains(answers[method], "公开") {
						t.Errorf("%s does not show the published %s: %s", method, k, answers[method])
					}
				}
				hits := must(s.Search(t.Context(), invest.SearchQuery{Text: "公开"}))(t)
				equal(t, "what the search finds", hits.Kinds, map[invest.Kind]int{k: 1})
				equal(t, "the publication found", hits.Hits[0].Publication, publicationOf(chosen))
			})
		}
	})

	t.Run("an edit after publication shows when it is published and not before", func(t *testing.T) {
		for i, k := range invest.Kinds {
			t.Run(string(k), func(t *testing.T) {
				s := newSite(t, open)
				d := s.publish(samples("旧文")[i])
				before := look(t, s.Store, "新稿", 1)
				d = s.edit(d, samples("新稿")[i])
				equal(t, "what is seen after the edit", look(t, s.Store, "新稿", 1), before)
				s.show(d)
				after := look(t, s.Store, "新稿", 1)
				if !strings.Contains(after["Search"], "新稿") {
					t.Error("the search does not find the new text")
				}
				for method, answer := range after {
					if strings.Contains(answer, "旧文") {
						t.Errorf("%s still shows the old text: %s", method, answer)
					}
				}
			})
		}
	})

	t.Run("a text withdrawn leaves every list, count, relation and search", func(t *testing.T) {
		for i, k := range invest.Kinds {
			t.Run(string(k), func(t *testing.T) {
				s := newSite(t, open)
				empty := look(t, s.Store, "撤稿", 1)
				s.withdraw(s.publish(samples("撤稿")[i]))
				after := look(t, s.Store, "撤稿", 1)
				delete(empty, "Version")
				delete(after, "Version")
				equal(t, "what is seen after the withdrawal", after, empty)
				_, _, err := s.text(k, 1)
				wantCode(t, err, invest.Gone)
			})
		}
	})

	t.Run("these tests ask every method of a reader", func(t *testing.T) {
		s := newSite(t, open)
		for _, c := range samples("全部") {
			s.publish(c)
		}
		stage := staged(s)
		if err := s.putStage(&stage, invest.StageCommand{}); err != nil {
			t.Fatal(err)
		}
		answers := look(t, s.Store, "全部", 1, stage.Ceremony)
		for _, method := range readerMethods() {
			if _, asked := answers[method]; !asked {
				t.Errorf("%s is not asked", method)
			}
		}
		for _, method := range []string{
			"Titles", "Search", "Project", "Projects", "ProjectRows", "ProjectFacets", "Ceremony", "Ceremonies", "SigningsOf",
			"Park", "Parks", "Article", "Articles", "Policy", "Policies", "Update", "Updates", "Release", "Releases",
			"Figures", "LatestFigures",
		} {
			if !strings.Contains(answers[method], "全部") {
				t.Errorf("%s does not show what is published: %s", method, answers[method])
			}
		}
		if !slices.Contains(strings.Split(answers["LinksTo"], "\n"), "true") {
			t.Error("a link of a published text is not known")
		}
	})
}
