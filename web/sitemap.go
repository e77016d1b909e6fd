package web

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
)

// sitemapPart is how many records one part of the site map has: each stands in
// it twice, and 50,000 addresses are the limit of the format.
const sitemapPart = 20_000

type sitemapURL struct {
	Loc      string        `xml:"loc"`
	LastMod  string        `xml:"lastmod,omitempty"`
	Versions []sitemapLink `xml:"xhtml:link"`
}

type sitemapLink struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

type urlSet struct {
	XMLName xml.Name     `xml:"urlset"`
	Xmlns   string       `xml:"xmlns,attr"`
	Xhtml   string       `xml:"xmlns:xhtml,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapIndex struct {
	XMLName xml.Name     `xml:"sitemapindex"`
	Xmlns   string       `xml:"xmlns,attr"`
	Parts   []sitemapURL `xml:"sitemap"`
}

const sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

// pagedKinds are the kinds whose records have a page each.
var pagedKinds = []invest.Kind{invest.KindProject, invest.KindCeremony, invest.KindPark, invest.KindArticle, invest.KindPolicy}

// sitemap is the map for machines: without parameters the list of its parts,
// with kind and after one part.
func (s *Server) sitemap(c echo.Context) error {
	switch kind := invest.Kind(c.QueryParam("kind")); {
	case kind == "":
		return s.sitemapParts(c)
	case kind == "pages":
		return s.sitemapPages(c)
	default:
		after, err := strconv.ParseInt(c.QueryParam("after"), 10, 64)
		if err != nil || !oneOf(pagedKinds)(string(kind)) {
			return echo.ErrNotFound
		}
		pubs, err := s.catalogue.Published(c.Request().Context(), kind, after, sitemapPart)
		if err != nil {
			return err
		}
		var urls []sitemapURL
		for _, p := range pubs {
			urls = append(urls, s.bothLanguages(PathOf(kind, p.Number), p.Updated)...)
		}
		return sendXML(c, urlSet{Xmlns: sitemapSpace, Xhtml: "http://www.w3.org/1999/xhtml", URLs: urls})
	}
}

func (s *Server) sitemapParts(c echo.Context) error {
	part := func(v url.Values) sitemapURL {
		return sitemapURL{Loc: s.config.Origin + s.config.BasePath + "/sitemap.xml?" + v.Encode()}
	}
	parts := []sitemapURL{part(url.Values{"kind": {"pages"}})}
	for _, kind := range pagedKinds {
		after := int64(0)
		for {
			pubs, err := s.catalogue.Published(c.Request().Context(), kind, after, sitemapPart)
			if err != nil {
				return err
			}
			if len(pubs) == 0 {
				break
			}
			parts = append(parts, part(url.Values{"kind": {string(kind)}, "after": {fmt.Sprint(after)}}))
			after = pubs[len(pubs)-1].Number
			if len(pubs) < sitemapPart {
				break
			}
		}
	}
	return sendXML(c, sitemapIndex{Xmlns: sitemapSpace, Parts: parts})
}

// sitemapPages are the pages that are no record.
func (s *Server) sitemapPages(c echo.Context) error {
	set, err := s.currentSite(c.Request().Context())
	if err != nil {
		return err
	}
	urls := s.bothLanguages("/", time.Time{})
	for _, k := range sectionKinds {
		if set.has[k.kind] {
			urls = append(urls, s.bothLanguages("/"+k.column, time.Time{})...)
		}
	}
	for _, key := range []string{"about", "contact", "statement", "privacy", "sitemap"} {
		urls = append(urls, s.bothLanguages("/"+key, time.Time{})...)
	}
	return sendXML(c, urlSet{Xmlns: sitemapSpace, Xhtml: "http://www.w3.org/1999/xhtml", URLs: urls})
}

func (s *Server) bothLanguages(path string, updated time.Time) []sitemapURL {
	var versions []sitemapLink
	for _, l := range []invest.Lang{invest.Zh, invest.En} {
		versions = append(versions, sitemapLink{Rel: "alternate", Lang: string(l), Href: s.config.Origin + i18n.PathIn(s.config.BasePath, l, path)})
	}
	last := ""
	if !updated.IsZero() {
		last = updated.UTC().Format(time.RFC3339)
	}
	return []sitemapURL{
		{Loc: versions[0].Href, LastMod: last, Versions: versions},
		{Loc: versions[1].Href, LastMod: last, Versions: versions},
	}
}

func sendXML(c echo.Context, v any) error {
	body, err := xml.Marshal(v)
	if err != nil {
		return err
	}
	return send(c, "application/xml; charset=utf-8", append([]byte(xml.Header), body...))
}

// robots lets everybody read everything but what only repeats it.
func (s *Server) robots(c echo.Context) error {
	base := s.config.BasePath
	text := "User-agent: *\nDisallow: " + base + "/search\nDisallow: " + base + "/en/search\nDisallow: " + base + "/leave\nDisallow: " + base + "/en/leave\n\n" +
		"Sitemap: " + s.config.Origin + base + "/sitemap.xml\n"
	return c.String(http.StatusOK, text)
}
