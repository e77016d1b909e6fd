package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
)

// The display mode is kept by the reader, in two cookies that say nothing else.
const (
	typeCookie   = "type"
	schemeCookie = "scheme"
)

func cookie(c echo.Context, name string) string {
	ck, err := c.Cookie(name)
	if err != nil {
		return ""
	}
	return ck.Value
}

// schemeOf is "light", "dark", or "" for as the reader's system has it.
func schemeOf(c echo.Context) string {
	if v := cookie(c, schemeCookie); v == "light" || v == "dark" {
		return v
	}
	return ""
}

// Large reports whether the reader asked for large type, and Scheme gives the
// chosen colours, for pages outside this package.
func Large(c echo.Context) bool    { return cookie(c, typeCookie) == "large" }
func Scheme(c echo.Context) string { return schemeOf(c) }

// mode sets large type or the colour scheme and goes back to where the reader was.
func (s *Server) mode(c echo.Context) error {
	form, err := c.FormParams()
	var limit *echo.HTTPError
	if errors.As(err, &limit) {
		return limit // a form beyond what bodyLimit lets through
	}
	if err != nil {
		return echo.ErrBadRequest
	}
	for name, values := range map[string][]string{typeCookie: {"normal", "large"}, schemeCookie: {"auto", "light", "dark"}} {
		for _, v := range values {
			if form.Get(name) == v {
				s.setCookie(c, name, v)
			}
		}
	}
	return c.Redirect(http.StatusSeeOther, s.backTo(c, form.Get("back")))
}

func (s *Server) setCookie(c echo.Context, name, value string) {
	c.SetCookie(&http.Cookie{
		Name: name, Value: value, Path: s.config.BasePath + "/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(s.config.Origin, "https://"),
	})
}

// backTo gives the address to go back to if it is one of this site, else the home page.
func (s *Server) backTo(c echo.Context, back string) string {
	u, err := url.Parse(back)
	inside := err == nil && u.Scheme == "" && u.Host == "" && u.User == nil &&
		strings.HasPrefix(u.Path, s.config.BasePath+"/") && !strings.HasPrefix(u.Path, "//") && !strings.ContainsAny(back, "\\\r\n\t")
	if !inside {
		return i18n.Path(c.Request().Context(), "/")
	}
	return u.RequestURI()
}
