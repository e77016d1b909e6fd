package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
	"wellspring/templates/page"
)

// textPage shows one of the pages whose text is a setting.
func (s *Server) textPage(c echo.Context, key string, text invest.Text, v page.TextView) error {
	ctx, set := c.Request().Context(), siteOf(c)
	v.Body, v.BodyLang = markup(ctx, text)
	v.NoEnglish = noEnglish(ctx, text)
	if v.Body == "" && v.Desk == nil && len(v.Facts) == 0 {
		v.Empty = i18n.T(ctx, "page.empty")
	}
	f := s.frame(c, pageInfo{Column: key, Title: i18n.Pick(ctx, set.Columns.Find(key).Name).S})
	return Render(c, http.StatusOK, page.Text(f, v))
}

func (s *Server) about(c echo.Context) error {
	site := siteOf(c).Site
	f := facts{ctx: c.Request().Context()}
	f.text("foot.organiser", site.Organiser)
	f.text("foot.undertaker", site.Undertaker)
	return s.textPage(c, "about", site.About, page.TextView{Facts: f.list})
}

func (s *Server) contact(c echo.Context) error {
	site := siteOf(c).Site
	desk := contactDesk(c.Request().Context(), site.Desk, invest.ContactDesk{}, site.Address)
	return s.textPage(c, "contact", site.Contact, page.TextView{Desk: &desk})
}

func (s *Server) statement(c echo.Context) error {
	return s.textPage(c, "statement", siteOf(c).Site.Statement, page.TextView{})
}

func (s *Server) privacy(c echo.Context) error {
	return s.textPage(c, "privacy", siteOf(c).Site.Privacy, page.TextView{})
}

// sitemapPage is the site map for people.
func (s *Server) sitemapPage(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	column := func(key string) component.Link {
		path := "/" + key
		if key == "home" {
			path = "/"
		}
		return link(ctx, set.Columns.Find(key).Name, path)
	}
	v := page.MapView{Groups: []page.MapGroup{{Head: column("home")}}}
	for _, k := range sectionKinds {
		if !set.has[k.kind] {
			continue
		}
		links, err := s.mapLinks(ctx, set, k.kind)
		if err != nil {
			return err
		}
		v.Groups = append(v.Groups, page.MapGroup{Head: column(k.column), Links: links})
	}
	rest := page.MapGroup{Head: component.Link{Text: plain(i18n.T(ctx, "foot.links"))}}
	for _, key := range []string{"search", "about", "contact", "statement", "privacy"} {
		rest.Links = append(rest.Links, column(key))
	}
	v.Groups = append(v.Groups, rest)
	f := s.frame(c, pageInfo{Column: "sitemap", Title: i18n.Pick(ctx, set.Columns.Find("sitemap").Name).S})
	return Render(c, http.StatusOK, page.Map(f, v))
}

// mapLinks are the first pages of a section, so that the map stays readable
// however much there is; of the news, its columns.
func (s *Server) mapLinks(ctx context.Context, set *site, kind invest.Kind) ([]component.Link, error) {
	var links []component.Link
	switch kind {
	case invest.KindArticle:
		for _, col := range set.Columns {
			if set.columns[col.Key] > 0 {
				links = append(links, link(ctx, col.Name, "/news?column="+col.Key))
			}
		}
		return links, nil
	case invest.KindProject:
		for _, sector := range set.Sectors {
			links = append(links, link(ctx, sector.Name, "/projects?sector="+sector.Key))
		}
		return links, nil
	case invest.KindUpdate, invest.KindRelease:
		return nil, nil
	}
	pubs, err := s.catalogue.Published(ctx, kind, 0, 50)
	if err != nil {
		return nil, err
	}
	var numbers []int64
	for _, p := range pubs {
		numbers = append(numbers, p.Number)
	}
	titles, err := s.catalogue.Titles(ctx, kind, numbers)
	for _, n := range numbers {
		links = append(links, link(ctx, titles[n], PathOf(kind, n)))
	}
	return links, err
}
