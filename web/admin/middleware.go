package admin

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

// bodyLimit: the longest form is a ceremony with some hundred rows.
var bodyLimit = middleware.BodyLimit("8M")

// private keeps pages of the desk out of every cache.
func private(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		c.Response().Header().Set("Referrer-Policy", "same-origin")
		return next(c)
	}
}

// onlyForms refuses bodies of other kinds than forms, and reads a form whole
// before anybody asks for a field of it: one that broke off on its way would
// else be taken for what it carried, and a button's value comes last.
func onlyForms(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method == http.MethodPost && r.ContentLength != 0 {
			kind, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
			if err != nil || kind != "application/x-www-form-urlencoded" && kind != "multipart/form-data" {
				return echo.ErrUnsupportedMediaType
			}
			if _, err := values(c); err != nil {
				return err
			}
		}
		return next(c)
	}
}

// values gives what a form sent.
func values(c echo.Context) (url.Values, error) {
	v, err := c.FormParams()
	var limit *echo.HTTPError
	if errors.As(err, &limit) {
		return nil, limit
	}
	if err != nil {
		return nil, echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
	}
	return v, nil
}

// noSuch refuses a button that no form of ours has: what is not known is not done.
func noSuch(button string) error {
	return echo.NewHTTPError(http.StatusBadRequest, fmt.Sprintf("no button %q", button))
}

// may lets those in who have a right over a kind. The Desk asks again: here the
// question keeps people from pages on which they could do nothing.
func (s *Server) may(right invest.Right, k invest.Kind) echo.MiddlewareFunc {
	return s.only(fmt.Sprintf("%s %s", right, k), func(e invest.Editor) bool { return e.May(right, k) })
}

// sees lets those in who see any texts of a kind.
func (s *Server) sees(k invest.Kind) echo.MiddlewareFunc {
	return s.only("see "+string(k), func(e invest.Editor) bool { return e.Sees(k) != invest.SeesNone })
}

func (s *Server) only(what string, ok func(invest.Editor) bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if e := loginOf(c).editor; !ok(e) {
				refusal := invest.Errorf(invest.Forbidden, "%s may not %s", e.Login, what)
				return s.desk.RecordRefusal(c.Request().Context(), actor(c), c.Request().Method+" "+c.Request().URL.Path, refusal)
			}
			return next(c)
		}
	}
}

// answer turns an error into a page of the desk.
func (s *Server) answer(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := next(c)
		if err == nil || c.Response().Committed || errors.Is(err, context.Canceled) && c.Request().Context().Err() != nil {
			return err
		}
		status := web.StatusOf(err)
		attrs := []any{slog.String("id", web.RequestID(c)), slog.String("path", web.LoggedPath(c.Request())), slog.Any("cause", err)}
		switch {
		case status >= 500:
			s.log.Error("failed", attrs...)
		case status == http.StatusForbidden:
			s.log.Warn("refused", attrs...)
		}
		ctx := c.Request().Context()
		key := problemKey(status)
		var links []component.Link
		if path := i18n.Path(ctx, textOf(c)); path != i18n.Path(ctx, c.Request().URL.Path) && textOf(c) != "" && status != http.StatusNotFound {
			links = append(links, component.Link{Text: i18n.Words{S: i18n.T(ctx, "problem.open")}, Href: path})
		}
		links = append(links, component.Link{Text: i18n.Words{S: i18n.T(ctx, "admin.work")}, Href: i18n.Path(ctx, "/admin")})
		request := ""
		if status >= 500 {
			request = web.RequestID(c)
		}
		f := s.frame(c, i18n.T(ctx, key+".title"))
		return web.Render(c, status, view.Message(f, f.Title, i18n.T(ctx, key+".text"), request, links))
	}
}

// textOf is the path of the text that an address is about, "" for none.
func textOf(c echo.Context) string {
	n, err := number(c)
	if err != nil {
		return ""
	}
	for _, k := range kinds {
		if strings.Contains(c.Path(), "/admin/"+k.path+"/:n") {
			return recordPath(k.kind, n)
		}
	}
	return ""
}

// problemKey is the wording of a status on the editors' side.
func problemKey(status int) string {
	switch status {
	case 401, 403, 404, 409, 413, 415, 429, 507:
		return fmt.Sprintf("problem.%d", status)
	}
	if status < 500 {
		return "problem.4xx"
	}
	return "problem.500"
}
