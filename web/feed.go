package web

import (
	"context"
	"encoding/xml"
	"slices"
	"time"

	"github.com/gorilla/feeds"
	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
)

// feedSize is how many entries a feed has.
const feedSize = 30

// feedEntry is one published text in a feed.
type feedEntry struct {
	pub            invest.Publication
	title, summary invest.Text
}

func (s *Server) feedNews(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	entries, err := s.newsEntries(ctx)
	if err != nil {
		return err
	}
	return s.sendFeed(c, i18n.Pick(ctx, set.Columns.Find("news").Name).S, "/news", "/news/feed.atom", entries)
}

// feedProjects follows the project list, with its filters.
func (s *Server) feedProjects(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	p := parseProjectQuery(c).onPage(1)
	p.filter.Limit, p.filter.Offset, p.filter.Sort, p.cards = feedSize, 0, invest.SortNew, false
	entries, err := s.projectEntries(ctx, p.filter)
	if err != nil {
		return err
	}
	page, self := "/projects", "/projects/feed.atom"
	if v := p.values(); len(v) > 0 {
		page, self = page+"?"+v.Encode(), self+"?"+v.Encode()
	}
	return s.sendFeed(c, i18n.Pick(ctx, set.Columns.Find("projects").Name).S, page, self, entries)
}

// feedAll is the newest of news and projects together.
func (s *Server) feedAll(c echo.Context) error {
	ctx := c.Request().Context()
	entries, err := s.newsEntries(ctx)
	if err != nil {
		return err
	}
	projects, err := s.projectEntries(ctx, invest.ProjectFilter{Limit: feedSize})
	if err != nil {
		return err
	}
	entries = append(entries, projects...)
	slices.SortStableFunc(entries, func(a, b feedEntry) int { return b.pub.PubDate.Compare(a.pub.PubDate) })
	return s.sendFeed(c, "", "/", "/feed.atom", entries[:min(feedSize, len(entries))])
}

func (s *Server) newsEntries(ctx context.Context) ([]feedEntry, error) {
	list, err := s.catalogue.Articles(ctx, invest.ArticleFilter{Limit: feedSize})
	out := make([]feedEntry, len(list.Rows))
	for i, r := range list.Rows {
		out[i] = feedEntry{r.Publication, r.Title, r.Summary}
	}
	return out, err
}

func (s *Server) projectEntries(ctx context.Context, f invest.ProjectFilter) ([]feedEntry, error) {
	list, err := s.catalogue.Projects(ctx, f)
	out := make([]feedEntry, len(list.Rows))
	for i, r := range list.Rows {
		out[i] = feedEntry{r.Publication, r.Title, r.Summary}
	}
	return out, err
}

// atomFeed adds the language and the feed's own address, which the library leaves out.
type atomFeed struct {
	*feeds.AtomFeed
	Lang  string      `xml:"xml:lang,attr"`
	Links []atomLinks `xml:"link"`
}

type atomLinks struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr,omitempty"`
}

func (s *Server) sendFeed(c echo.Context, part, path, self string, entries []feedEntry) error {
	ctx, set := c.Request().Context(), siteOf(c)
	name := i18n.Pick(ctx, set.Site.Name).S
	title := name
	if part != "" {
		title = part + " - " + name
	}
	author := i18n.Pick(ctx, set.Site.Organiser).S
	if author == "" {
		author = name
	}
	feed := &feeds.Feed{
		Title: title, Link: &feeds.Link{Href: s.config.Origin + i18n.Path(ctx, path)}, Id: s.config.Origin + i18n.Path(ctx, self),
		Author: &feeds.Author{Name: author},
	}
	for _, e := range entries {
		address := s.config.Origin + i18n.Path(ctx, PathOf(e.pub.Kind, e.pub.Number))
		feed.Items = append(feed.Items, &feeds.Item{
			Title: i18n.Pick(ctx, e.title).S, Description: i18n.Pick(ctx, e.summary).S, Link: &feeds.Link{Href: address}, Id: address,
			Created: e.pub.PubDate, Updated: e.pub.Updated,
		})
		if e.pub.Updated.After(feed.Updated) {
			feed.Updated = e.pub.Updated
		}
	}
	if feed.Updated.IsZero() {
		feed.Updated = time.Unix(0, 0).UTC()
	}
	atom := (&feeds.Atom{Feed: feed}).AtomFeed()
	atom.Id = feed.Id                // the library takes the page's address, which is not this feed's
	for i, e := range atom.Entries { // the library gives the day it was written only to the feed
		e.Published = entries[i].pub.PubDate.UTC().Format(time.RFC3339)
		if e.Summary != nil {
			e.Summary.Type = "text" // plain as it is: as html a "<" in it would be markup
		}
	}
	atom.Link = nil
	body, err := xml.MarshalIndent(atomFeed{
		AtomFeed: atom, Lang: langOf(c),
		Links: []atomLinks{{Href: feed.Link.Href, Rel: "alternate"}, {Href: feed.Id, Rel: "self"}},
	}, "", " ")
	if err != nil {
		return err
	}
	return send(c, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), body...))
}
