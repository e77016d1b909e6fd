package admin

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

// preview shows a draft as the public would see it, in a frame of the width of
// a phone or a desktop; with page in its address it is that page alone.
func (a *records) preview(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	policy := h.Get("Content-Security-Policy")
	if c.QueryParam("page") == "1" {
		h.Set("Content-Security-Policy", strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
		return a.site.Preview(c, d)
	}
	h.Set("Content-Security-Policy", policy+"; frame-src 'self'")
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
	v.Shown = i18n.PathIn(a.config.BasePath, langs[lang], path) + "?page=1"
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
	d, err := s.desk.Preview(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	c.Response().Header().Set("X-Robots-Tag", "noindex, nofollow")
	return s.site.Preview(c, d)
}
