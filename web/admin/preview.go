package admin

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/templates/page"
	"wellspring/web"
)

// previewPage is a draft as the public would see it, for a frame of the desk.
func (a *records) previewPage(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", strings.Replace(h.Get("Content-Security-Policy"), "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
	return a.site.Preview(c, d, a.config.BasePath+"/admin")
}

// framed lets a page of the desk show another in a frame.
func framed(c echo.Context) {
	h := c.Response().Header()
	h.Set("Content-Security-Policy", h.Get("Content-Security-Policy")+"; frame-src 'self'")
}

// preview shows that page at the width of a phone or a desktop.
func (a *records) preview(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	framed(c)
	ctx := c.Request().Context()
	path := recordPath(a.kind, d.Number) + "/preview"
	width, lang := c.QueryParam("width"), c.QueryParam("lang")
	if width != "phone" {
		width = "desktop"
	}
	if lang != "en" {
		lang = "zh"
	}
	v := view.PreviewView{Record: a.record(c, d, "preview"), Lead: i18n.T(ctx, "preview.lead"), Width: width}
	langs := map[string]invest.Lang{"zh": invest.Zh, "en": invest.En}
	v.Shown = i18n.PathIn(a.config.BasePath, langs[lang], path+"/page")
	for _, w := range []string{"desktop", "phone"} {
		v.Widths = append(v.Widths, component.PageLink{Label: i18n.T(ctx, "preview."+w), Href: i18n.Path(ctx, path) + "?width=" + w + "&lang=" + lang, Current: w == width})
	}
	for _, l := range []string{"zh", "en"} {
		v.Langs = append(v.Langs, component.PageLink{Label: i18n.T(ctx, "preview."+l), Href: i18n.Path(ctx, path) + "?width=" + width + "&lang=" + l, Current: l == lang})
	}
	f := a.frame(c, v.Record.Title.S)
	f.Crumb = a.crumbs(ctx)
	return web.Render(c, http.StatusOK, view.Preview(f, v))
}

// previewByLink shows a draft to whoever has a link that is still good.
func (s *Server) previewByLink(c echo.Context) error {
	ctx := c.Request().Context()
	d, err := s.desk.Preview(ctx, c.Param("token"))
	if code := invest.CodeOf(err); code == invest.Gone || code == invest.NotFound {
		v := page.ErrorView{Title: i18n.T(ctx, "links.over.title"), Text: i18n.T(ctx, "links.over.text"), Code: web.StatusOf(err)}
		return web.Render(c, v.Code, page.Error(s.site.ErrorFrame(c, v.Title), v))
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("X-Robots-Tag", "noindex, nofollow")
	return s.site.Preview(c, d, s.config.BasePath+"/preview/"+c.Param("token"))
}
