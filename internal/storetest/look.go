package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"wellspring/internal/invest"
)

// look asks every method of a Reader for all it has, and gives each answer as
// text: a test for what must not be seen looks everywhere.
func look(t *testing.T, s Store, query string, numbers ...int64) map[string]string {
	t.Helper()
	ctx := t.Context()
	answers := map[string]string{}
	say := func(method string, v any, err error) {
		t.Helper()
		switch invest.CodeOf(err) {
		case invest.NotFound, invest.Gone:
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", method, err)
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		answers[method] += fmt.Sprintf("%s\n", b)
	}

	for _, k := range invest.Kinds {
		for _, n := range numbers {
			c, _, err := textOf(ctx, s, k, n)
			say(strings.ToUpper(string(k[:1]))+string(k[1:]), c, err)
		}
		titles, err := s.Titles(ctx, k, numbers)
		say("Titles", titles, err)
		published, err := s.Published(ctx, k, 0, 1000)
		say("Published", published, err)
		found, err := s.Search(ctx, invest.SearchQuery{Text: query, Kind: k})
		say("Search", found, err)
	}
	projects(ctx, s, query, numbers, say)
	ceremonies, err := s.Ceremonies(ctx, invest.CeremonyFilter{})
	say("Ceremonies", ceremonies, err)
	for _, n := range numbers {
		signings, err := s.SigningsOf(ctx, n)
		say("SigningsOf", signings, err)
		outcome, err := s.Outcome(ctx, n)
		say("Outcome", outcome, err)
		live, err := s.Live(ctx, n)
		say("Live", live, err)
		updates, err := s.Updates(ctx, invest.UpdateFilter{Project: n})
		say("Updates", updates, err)
		for _, f := range []invest.ArticleFilter{{Project: n}, {Ceremony: n}, {Park: n}} {
			articles, err := s.Articles(ctx, f)
			say("Articles", articles, err)
		}
	}
	parks, err := s.Parks(ctx)
	say("Parks", parks, err)
	articles, err := s.Articles(ctx, invest.ArticleFilter{})
	say("Articles", articles, err)
	columns, err := s.ArticleColumns(ctx)
	say("ArticleColumns", columns, err)
	policies, err := s.Policies(ctx)
	say("Policies", policies, err)
	updates, err := s.Updates(ctx, invest.UpdateFilter{})
	say("Updates", updates, err)
	releases, err := s.Releases(ctx)
	say("Releases", releases, err)
	figures, err := s.Figures(ctx, "funds")
	say("Figures", figures, err)
	latest, err := s.LatestFigures(ctx, []string{"funds"})
	say("LatestFigures", latest, err)
	found, err := s.Search(ctx, invest.SearchQuery{Text: query})
	say("Search", found, err)
	linked, err := s.LinksTo(ctx, "https://example.cn/project")
	say("LinksTo", linked, err)
	media, err := s.ShowsMedia(ctx, fileHash("f"))
	say("ShowsMedia", media, err)
	settings, err := s.Settings(ctx)
	say("Settings", settings, err)
	version, err := s.Version(ctx)
	say("Version", version, err)
	say("Ping", nil, s.Ping(ctx))
	return answers
}

func projects(ctx context.Context, s Store, query string, numbers []int64, say func(method string, v any, err error)) {
	for _, f := range []invest.ProjectFilter{
		{}, {Query: query}, {Sort: invest.SortAmount}, {Min: 1}, {KeyOnly: true}, {Parks: numbers},
	} {
		list, err := s.Projects(ctx, f)
		say("Projects", list, err)
		facets, err := s.ProjectFacets(ctx, invest.ProjectFilter{Query: f.Query, Sort: f.Sort, Min: f.Min, KeyOnly: f.KeyOnly})
		say("ProjectFacets", facets, err)
	}
	rows, err := s.ProjectRows(ctx, numbers)
	say("ProjectRows", rows, err)
	for _, n := range numbers {
		related, err := s.RelatedProjects(ctx, n, 10)
		say("RelatedProjects", related, err)
	}
}

// readerMethods names every method of invest.Reader.
func readerMethods() []string {
	var names []string
	reader := reflect.TypeFor[invest.Reader]()
	for i := range reader.NumMethod() {
		names = append(names, reader.Method(i).Name)
	}
	return names
}
