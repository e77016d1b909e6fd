package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
	"wellspring/templates/layout"
	"wellspring/templates/page"
)

// StatusOf decides the fate of an error, here alone.
func StatusOf(err error) int {
	switch invest.CodeOf(err) {
	case invest.NotFound:
		return http.StatusNotFound
	case invest.Gone:
		return http.StatusGone
	case invest.Invalid, invest.Unchecked:
		return http.StatusUnprocessableEntity
	case invest.Stale, invest.Conflict:
		return http.StatusConflict
	case invest.Forbidden:
		return http.StatusForbidden
	case invest.Full:
		return http.StatusInsufficientStorage
	}
	var he *echo.HTTPError
	if errors.As(err, &he) {
		return he.Code
	}
	return http.StatusInternalServerError
}

// fail answers with a page in the reader's language. The cause goes to the log
// and never to the reader.
func (s *Server) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	status := StatusOf(err)
	if errors.Is(err, context.Canceled) && c.Request().Context().Err() != nil {
		return // the reader left: nobody to tell, and no fault of ours
	}
	if status >= 500 {
		s.log.Error("failed", slog.String("id", RequestID(c)), slog.String("path", LoggedPath(c.Request())), slog.Any("cause", err))
	}
	s.inErrorLanguage(c)
	ctx := c.Request().Context()
	v := page.ErrorView{
		Code: status, Title: i18n.T(ctx, errorKey(status)+".title"), Text: i18n.T(ctx, errorKey(status)+".text"),
	}
	for _, l := range []struct{ path, key string }{{"/", "error.home"}, {"/search", "error.search"}, {"/sitemap", "error.sitemap"}} {
		v.Links = append(v.Links, component.Link{Href: i18n.Path(ctx, l.path), Text: i18n.Words{S: i18n.T(ctx, l.key)}})
	}
	if status >= 500 {
		v.Request = RequestID(c)
		v.Links = v.Links[:1]
	}
	f := s.frame(c, pageInfo{Title: v.Title, NoIndex: true, Error: true, Bare: status >= 500})
	if err := Render(c, status, page.Error(f, v)); err != nil {
		s.log.Error("error page", slog.String("id", RequestID(c)), slog.Any("cause", err))
		_ = c.String(http.StatusInternalServerError, i18n.T(ctx, "error.500.title"))
	}
}

// ErrorFrame is the frame of a page that says why something cannot be shown.
func (s *Server) ErrorFrame(c echo.Context, title string) layout.Frame {
	return s.frame(c, pageInfo{Title: title, NoIndex: true, Error: true})
}

// errorKey is the wording of a status.
func errorKey(status int) string {
	switch status {
	case 400, 404, 405, 410, 413:
		return fmt.Sprintf("error.%d", status)
	}
	if status < 500 {
		return "error.4xx"
	}
	return "error.500"
}

// inErrorLanguage words an error that struck before inLanguage did.
func (s *Server) inErrorLanguage(c echo.Context) {
	ctx := c.Request().Context()
	if c.Get(siteKey) != nil {
		return
	}
	locale := i18n.Locale{Lang: invest.Zh, Base: s.config.BasePath}
	if p := c.Request().URL.Path; p == "/en" || strings.HasPrefix(p, "/en/") {
		locale.Lang = invest.En
	}
	now, err := s.currentSite(ctx)
	if err != nil { // the store is what failed: the page must do without
		now = &site{Settings: invest.DefaultSettings()}
	}
	locale.Zone = now.Site.Location()
	c.Set(siteKey, now)
	c.SetRequest(c.Request().WithContext(i18n.With(ctx, locale)))
}

// unknown answers an address that is none, or is not to be asked in this way.
func unknown(c echo.Context) error {
	if m := c.Request().Method; m != http.MethodGet && m != http.MethodHead {
		c.Response().Header().Set(echo.HeaderAllow, "GET, HEAD")
		return echo.ErrMethodNotAllowed
	}
	return echo.ErrNotFound
}
