package web

import (
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// knownHost refuses requests meant for another host, where the site says which
// are its own: a name that somebody else points here must not become another
// address of it. The probes of the machine it runs on know no name.
func (s *Server) knownHost(next echo.HandlerFunc) echo.HandlerFunc {
	if len(s.config.Hosts) == 0 {
		return next
	}
	return func(c echo.Context) error {
		r := c.Request()
		if p := r.URL.Path; p == "/healthz" || p == "/readyz" {
			return next(c)
		}
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if !slices.ContainsFunc(s.config.Hosts, func(own string) bool { return strings.EqualFold(own, strings.Trim(host, "[]")) }) {
			return echo.NewHTTPError(http.StatusMisdirectedRequest)
		}
		return next(c)
	}
}
