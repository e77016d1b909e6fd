package web

import (
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/static"
	"wellspring/templates/component"
	"wellspring/templates/layout"
)

// pageInfo is what a page tells its frame.
type pageInfo struct {
	Column      string // key of the column it is, or belongs to
	Title       string // "" on the home page
	Description string
	Trail       []component.Link // crumbs between the column and the page itself
	Query       url.Values       // canonical query of this page
	Content     *contentInfo     // on a page of one record
	Data        []any            // JSON-LD besides the crumbs
	Feeds       []layout.Feed
	Scripts     []string
	Search      string // in the search box
	NoIndex     bool
	Error       bool // its address may be anything: nothing is made of it
	Bare        bool // without the sections: the store may be gone
}

// contentInfo is what the page tags say of one record.
type contentInfo struct {
	Publication invest.Publication
	Source      string
	Author      string
	Keywords    string
	Type        string // of OpenGraph
	Image       string // absolute address of its picture
}

func langOf(c echo.Context) string { return string(i18n.From(c.Request().Context()).Lang) }

// frame makes the surroundings of a page.
func (s *Server) frame(c echo.Context, p pageInfo) layout.Frame {
	ctx, r := c.Request().Context(), c.Request()
	set := siteOf(c)
	locale := i18n.From(ctx)
	bare := barePath(r.URL.EscapedPath())
	if p.Error {
		bare = "/"
	}
	query := ""
	if len(p.Query) > 0 {
		query = "?" + p.Query.Encode()
	}
	column := set.Columns.Find(p.Column)
	f := layout.Frame{
		Lang:        string(locale.Lang),
		Title:       p.Title,
		SiteName:    i18n.Pick(ctx, set.Site.Name),
		Short:       i18n.Pick(ctx, set.Site.Short),
		Notice:      i18n.Pick(ctx, set.Site.Notice).S,
		Description: p.Description,
		Large:       cookie(c, typeCookie) == "large",
		Scheme:      schemeOf(c),
		Here:        i18n.Path(ctx, bare) + query,
		Stylesheet:  locale.Base + static.URL("site.css"),
		Icon:        locale.Base + static.URL("mark.svg"),
		Data:        p.Data,
		Feeds:       p.Feeds,
		NoIndex:     p.NoIndex,
		Query:       p.Search,
		Other:       layout.Alternate{Lang: string(otherLang(locale.Lang)), Href: i18n.PathIn(locale.Base, otherLang(locale.Lang), bare) + query},
		Footer:      s.footer(c),
	}
	for _, name := range p.Scripts {
		f.Scripts = append(f.Scripts, locale.Base+static.URL(name))
	}
	if f.Description == "" && column.Name.Zh != column.Key {
		f.Description = i18n.Pick(ctx, column.Description).S
	}
	if s.preview != "" {
		f.Notice, f.NoIndex, f.Data = i18n.T(ctx, s.preview), true, nil
	}
	if !f.NoIndex {
		f.Canonical = s.config.Origin + i18n.Path(ctx, bare) + query
		for _, l := range []invest.Lang{invest.Zh, invest.En} {
			f.Alternates = append(f.Alternates, layout.Alternate{Lang: string(l), Href: s.config.Origin + i18n.PathIn(locale.Base, l, bare) + query})
		}
		f.Alternates = append(f.Alternates, layout.Alternate{Lang: "x-default", Href: f.Alternates[0].Href})
	}
	f.Tags = s.pageTags(c, p, column, f.Canonical)
	f.Properties = properties(f, p)
	if !p.Bare {
		f.Sections = s.sections(c, p.Column)
		f.Crumbs = crumbs(c, p, column)
	}
	if len(f.Crumbs) > 0 {
		f.Data = append(f.Data, s.crumbData(f.Crumbs))
	}
	return f
}

// barePath is the path of a page without its language.
func barePath(path string) string {
	if path == "/en" {
		return "/"
	}
	if rest, ok := strings.CutPrefix(path, "/en/"); ok {
		return "/" + rest
	}
	return path
}

func otherLang(l invest.Lang) invest.Lang {
	if l == invest.En {
		return invest.Zh
	}
	return invest.En
}

// pageTags gives the tags that the rules for government sites ask of a page,
// at the level it has: site always, column with a column, content with a record.
func (s *Server) pageTags(c echo.Context, p pageInfo, column invest.Column, canonical string) []layout.Tag {
	ctx, set := c.Request().Context(), siteOf(c)
	domain := set.Site.Domain
	if u, err := url.Parse(s.config.Origin); domain == "" && err == nil {
		domain = u.Hostname()
	}
	tags := []layout.Tag{
		{Name: "SiteName", Content: i18n.Pick(ctx, set.Site.Name).S},
		{Name: "SiteDomain", Content: domain},
		{Name: "SiteIDCode", Content: set.Site.IDCode},
	}
	if p.Column != "" {
		tags = append(tags,
			layout.Tag{Name: "ColumnName", Content: i18n.Pick(ctx, column.Name).S},
			layout.Tag{Name: "ColumnDescription", Content: i18n.Pick(ctx, column.Description).S},
			layout.Tag{Name: "ColumnKeywords", Content: i18n.Pick(ctx, column.Keywords).S},
			layout.Tag{Name: "ColumnType", Content: string(column.Type)})
	}
	if p.Content == nil {
		return tags
	}
	tags = append(tags,
		layout.Tag{Name: "ArticleTitle", Content: p.Title},
		layout.Tag{Name: "ContentSource", Content: p.Content.Source})
	published := ""
	if at := p.Content.Publication.PubDate; !at.IsZero() {
		published = i18n.Stamp(ctx, at)
	}
	for _, t := range []layout.Tag{
		{Name: "PubDate", Content: published},
		{Name: "Keywords", Content: p.Content.Keywords},
		{Name: "Author", Content: p.Content.Author},
		{Name: "Description", Content: p.Description},
		{Name: "Image", Content: p.Content.Image},
		{Name: "Url", Content: canonical},
	} {
		if t.Content != "" {
			tags = append(tags, t)
		}
	}
	return tags
}

// properties are the OpenGraph ones.
func properties(f layout.Frame, p pageInfo) []layout.Tag {
	title, kind := p.Title, "website"
	if title == "" {
		title = f.SiteName.S
	}
	if p.Content != nil && p.Content.Type != "" {
		kind = p.Content.Type
	}
	out := []layout.Tag{
		{Name: "og:type", Content: kind},
		{Name: "og:title", Content: title},
		{Name: "og:site_name", Content: f.SiteName.S},
		{Name: "og:locale", Content: strings.ReplaceAll(map[string]string{"zh-CN": "zh-CN", "en": "en-US"}[f.Lang], "-", "_")},
	}
	if f.Canonical != "" {
		out = append(out, layout.Tag{Name: "og:url", Content: f.Canonical})
	}
	if f.Description != "" {
		out = append(out, layout.Tag{Name: "og:description", Content: f.Description})
	}
	if p.Content != nil && p.Content.Image != "" {
		out = append(out, layout.Tag{Name: "og:image", Content: p.Content.Image})
	}
	return out
}

// sectionKinds are the sections of the site in order, each with what it shows;
// one without anything published is left out.
var sectionKinds = []struct {
	column string
	kind   invest.Kind
}{
	{"projects", invest.KindProject},
	{"parks", invest.KindPark},
	{"ceremonies", invest.KindCeremony},
	{"progress", invest.KindUpdate},
	{"news", invest.KindArticle},
	{"policies", invest.KindPolicy},
	{"data", invest.KindRelease},
}

func (s *Server) sections(c echo.Context, current string) []layout.Section {
	ctx, set := c.Request().Context(), siteOf(c)
	if set.Columns.Find(current).Articles {
		current = "news"
	}
	out := []layout.Section{{Label: i18n.Pick(ctx, set.Columns.Find("home").Name), Href: i18n.Path(ctx, "/"), Current: current == "home"}}
	for _, k := range sectionKinds {
		if !set.has[k.kind] {
			continue
		}
		out = append(out, layout.Section{
			Label: i18n.Pick(ctx, set.Columns.Find(k.column).Name), Href: i18n.Path(ctx, "/"+k.column), Current: current == k.column,
		})
	}
	return out
}

// crumbs lead from the home page over the column to the page.
func crumbs(c echo.Context, p pageInfo, column invest.Column) []component.Link {
	if p.Column == "home" || p.Title == "" {
		return nil
	}
	ctx, set := c.Request().Context(), siteOf(c)
	out := []component.Link{{Text: i18n.Pick(ctx, set.Columns.Find("home").Name), Href: i18n.Path(ctx, "/")}}
	if column.Articles {
		out = append(out, component.Link{Text: i18n.Pick(ctx, set.Columns.Find("news").Name), Href: i18n.Path(ctx, "/news")})
		if p.Content != nil {
			out = append(out, component.Link{Text: i18n.Pick(ctx, column.Name), Href: i18n.Path(ctx, "/news?column="+column.Key)})
		}
	} else if p.Content != nil && p.Column != "" {
		out = append(out, component.Link{Text: i18n.Pick(ctx, column.Name), Href: i18n.Path(ctx, "/"+column.Key)})
	}
	out = append(out, p.Trail...)
	return append(out, component.Link{Text: i18n.Words{S: p.Title}})
}

func (s *Server) footer(c echo.Context) layout.Footer {
	ctx, set := c.Request().Context(), siteOf(c)
	site := set.Site
	f := layout.Footer{
		Organiser: i18n.Pick(ctx, site.Organiser), Undertaker: i18n.Pick(ctx, site.Undertaker),
		Address: i18n.Pick(ctx, site.Address), Postcode: site.Postcode,
		Desk: i18n.Pick(ctx, site.Desk.Office), Phone: site.Desk.Phone, IDCode: site.IDCode,
		ICP:    component.Link{Text: i18n.Words{S: site.ICP.Number}, Href: leaveHref(ctx, site.ICP.URL)},
		Police: component.Link{Text: i18n.Words{S: site.Police.Number}, Href: leaveHref(ctx, site.Police.URL)},
	}
	f.ErrorReport = leaveHref(ctx, site.ErrorReport)
	if f.ErrorReport == "" { // until the site has its own code, errors are told to the desk
		f.ErrorReport = i18n.Path(ctx, "/contact")
	}
	for _, key := range []string{"about", "contact", "statement", "privacy", "sitemap"} {
		f.Links = append(f.Links, component.Link{Text: i18n.Pick(ctx, set.Columns.Find(key).Name), Href: i18n.Path(ctx, "/"+key)})
	}
	return f
}
