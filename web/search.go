package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
	"wellspring/templates/search"
)

const hitsPerPage = 20

func (s *Server) searchIndex(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	q := newQuery(c)
	text := q.text("q")
	kind := invest.Kind(q.one("kind", oneOf(invest.Kinds)))
	page := q.page()
	q.strangers()
	if page > maxPage {
		return echo.ErrNotFound
	}
	v := search.View{Notes: q.Notes, Query: text, Examples: examples(ctx, set)}
	values := url.Values{}
	if text != "" {
		values.Set("q", text)
		if kind != "" {
			values.Set("kind", string(kind))
		}
		found, err := s.catalogue.Search(ctx, invest.SearchQuery{Text: text, Kind: kind, Limit: hitsPerPage, Offset: (page - 1) * hitsPerPage})
		if err != nil {
			return err
		}
		if err := offsetOf(page, hitsPerPage, found.Total); err != nil {
			return err
		}
		v.Status = i18n.N(ctx, "search.count", found.Total)
		v.Tabs = searchTabs(ctx, text, kind, found)
		if v.Hits, err = s.searchHits(ctx, text, found.Hits); err != nil {
			return err
		}
		v.Pager = Pager(ctx, page, hitsPerPage, found.Total, func(n int) string { return pageAddress(ctx, "/search", values, n) }, "")
	}
	if page > 1 {
		values.Set("page", strconv.Itoa(page))
	}
	f := s.frame(c, pageInfo{Column: "search", Title: searchTitle(ctx, text), Query: values, Search: text, NoIndex: text != ""})
	return Render(c, http.StatusOK, search.Index(f, v))
}

func searchTitle(ctx context.Context, text string) string {
	if text == "" {
		return i18n.T(ctx, "search.title")
	}
	return i18n.T(ctx, "search.title_for", text)
}

func examples(ctx context.Context, set *site) []component.Link {
	var out []component.Link
	for _, e := range set.Site.Examples {
		w := i18n.Pick(ctx, e)
		out = append(out, component.Link{Text: w, Href: i18n.Path(ctx, "/search?q="+url.QueryEscape(w.S))})
	}
	return out
}

func searchTabs(ctx context.Context, text string, kind invest.Kind, found invest.SearchResult) []search.Tab {
	all := 0
	var tabs []search.Tab
	for _, k := range invest.Kinds {
		n := found.Kinds[k]
		all += n
		if n > 0 || k == kind {
			tabs = append(tabs, search.Tab{
				Label: i18n.Label(ctx, "kind", k), N: strconv.Itoa(n), Current: k == kind,
				Href: i18n.Path(ctx, "/search?"+url.Values{"q": {text}, "kind": {string(k)}}.Encode()),
			})
		}
	}
	if all == 0 {
		return nil
	}
	first := search.Tab{
		Label: i18n.T(ctx, "search.all"), N: strconv.Itoa(all), Current: kind == "", Href: i18n.Path(ctx, "/search?"+url.Values{"q": {text}}.Encode()),
	}
	return append([]search.Tab{first}, tabs...)
}

func (s *Server) searchHits(ctx context.Context, text string, hits []invest.SearchHit) ([]search.Hit, error) {
	words := searchWords(text)
	out := make([]search.Hit, len(hits))
	for i, h := range hits {
		title, summary := i18n.Pick(ctx, h.Title), i18n.Pick(ctx, h.Summary)
		path := PathOf(h.Kind, h.Number)
		if h.Kind == invest.KindUpdate { // the list of all goes over pages, that of its project does not
			var err error
			if path, err = s.updatePath(ctx, h.Number); err != nil {
				return nil, err
			}
		}
		out[i] = search.Hit{
			Href: i18n.Path(ctx, path), Kind: i18n.Label(ctx, "kind", h.Kind), Date: i18n.DayStamp(ctx, h.PubDate),
			Title: pieces(title.S, words), Lang: title.Lang, Summary: pieces(summary.S, words), SumLang: summary.Lang,
		}
	}
	return out, nil
}

// updatePath is where a note of progress stands: on its project's page or, while
// that is not published, in the list of all.
func (s *Server) updatePath(ctx context.Context, n int64) (string, error) {
	u, _, err := s.catalogue.Update(ctx, n)
	switch invest.CodeOf(err) {
	case invest.Gone, invest.NotFound: // withdrawn since it was found: the search goes on without
		return PathOf(invest.KindUpdate, n), nil
	}
	if err != nil {
		return "", err
	}
	titles, err := s.catalogue.Titles(ctx, invest.KindProject, []int64{u.Project})
	if err != nil || titles[u.Project].IsZero() {
		return PathOf(invest.KindUpdate, n), err
	}
	return fmt.Sprintf("%s#u%d", projectPath(u.Project), n), nil
}

// searchWords are the runs of letters and digits of a query, in lower case.
func searchWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// pieces marks where the words of a query stand in a text.
func pieces(s string, words []string) []search.Piece {
	if s == "" {
		return nil
	}
	lower := strings.ToLower(s)
	if len(lower) != len(s) { // some letters change length with their case: then nothing is marked
		return []search.Piece{{Text: s}}
	}
	var out []search.Piece
	for at := 0; at < len(s); {
		start, length := -1, 0
		for _, w := range words {
			if i := strings.Index(lower[at:], w); i >= 0 && (start < 0 || i < start || i == start && len(w) > length) {
				start, length = i, len(w)
			}
		}
		if start < 0 {
			return append(out, search.Piece{Text: s[at:]})
		}
		if start > 0 {
			out = append(out, search.Piece{Text: s[at : at+start]})
		}
		out = append(out, search.Piece{Text: s[at+start : at+start+length], Hit: true})
		at += start + length
	}
	return out
}
