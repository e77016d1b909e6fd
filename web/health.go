package web

import (
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"
)

// healthz says that the process answers.
func (s *Server) healthz(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.String(http.StatusOK, "ok\n")
}

// readyz says that the store answers too.
func (s *Server) readyz(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	if err := s.catalogue.Ping(c.Request().Context()); err != nil {
		s.log.Error("not ready", slog.Any("cause", err))
		return c.String(http.StatusServiceUnavailable, "store does not answer\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
