package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/internal/richtext"
	"wellspring/templates/component"
	"wellspring/templates/page"
)

// leaveHref is the address for a link that may go to another site: government
// sites directly, others by way of a page that says so.
func leaveHref(ctx context.Context, to string) string {
	u, err := url.Parse(to)
	if to == "" || err != nil || u.Host == "" {
		return to
	}
	host := strings.ToLower(u.Hostname())
	if host == "gov.cn" || strings.HasSuffix(host, ".gov.cn") {
		return to
	}
	return i18n.Path(ctx, "/leave") + "?to=" + url.QueryEscape(to)
}

// markup readies sanitised markup for the reader: links on this site in their
// language, links to others by way of the page that says so. It gives the
// language it is in where that is not the page's.
func markup(ctx context.Context, t invest.Text) (html, lang string) {
	w := i18n.Pick(ctx, t)
	if w.S == "" {
		return "", ""
	}
	return richtext.Rewrite(w.S, richtext.Rewriter{Image: inMarkup(ctx), Figure: ShownFigure(ctx), Record: recordCard(ctx), Link: func(href string) string {
		if hash, name, ok := strings.Cut(strings.TrimPrefix(href, "/media/"), "/"); ok && invest.IsMediaHash(hash) {
			if plain, err := url.PathUnescape(name); err == nil {
				name = plain
			}
			return mediaHref(ctx, hash, name)
		}
		if strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "//") {
			return i18n.Path(ctx, href)
		}
		return leaveHref(ctx, href)
	}}), w.Lang
}

// noEnglish reports whether an English reader is shown a Chinese text.
func noEnglish(ctx context.Context, t invest.Text) bool { return i18n.Pick(ctx, t).Lang != "" }

// leave warns that a link goes elsewhere. It knows only the links that stand
// in what is published, so that nobody can borrow it for theirs.
func (s *Server) leave(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	to := c.QueryParam("to")
	known := slices.Contains(set.Site.Links(), to)
	if !known {
		var err error
		if known, err = s.catalogue.LinksTo(ctx, to); err != nil {
			return err
		}
	}
	u, err := url.Parse(to)
	if !known || err != nil {
		return echo.ErrNotFound
	}
	f := s.frame(c, pageInfo{Title: i18n.T(ctx, "leave.title"), NoIndex: true, Query: url.Values{"to": {to}}})
	return Render(c, http.StatusOK, page.Leave(f, page.LeaveView{To: to, Host: u.Host, Back: i18n.Path(ctx, "/")}))
}

// sourceLink is a source as a link, plain where it has no address.
func sourceLink(ctx context.Context, s invest.Source) component.Link {
	return component.Link{Text: i18n.Pick(ctx, s.Name), Href: leaveHref(ctx, s.URL)}
}
