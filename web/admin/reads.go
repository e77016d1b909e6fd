package admin

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/web/form"
)

// reads says how something typed is understood, for the line under its field.
func (s *Server) reads(c echo.Context) error {
	ctx, typed := c.Request().Context(), c.QueryParam("value")
	if len(typed) > 500 {
		return echo.ErrBadRequest
	}
	var words string
	var err error
	kind := c.QueryParam("kind")
	switch kind {
	case "money":
		var m invest.Money
		if m, err = invest.ParseMoney(typed); err == nil {
			words = i18n.Money(ctx, m)
		}
	case "date":
		var d invest.Date
		if d, err = invest.ParseDate(typed); err == nil {
			words = form.DateWords(ctx, d)
		}
	case "land":
		var a invest.Area
		if a, err = invest.ParseArea(typed); err == nil {
			words = i18n.Land(ctx, a)
		}
	case "period":
		var p invest.Period
		if p, err = invest.ParsePeriod(typed); err == nil {
			words = i18n.Period(ctx, p)
		}
	case "number":
		if typed != "" {
			_, err = invest.ParseDecimal(typed)
		}
	case "focus":
		// Shown on the picture.
	case "media":
		if typed != "" {
			m, ok := s.mediaFinder(c)(typed)
			if !ok {
				return c.JSON(http.StatusOK, map[string]any{"words": i18n.T(ctx, "error.no_media"), "wrong": true})
			}
			words = m.Name
		}
	default:
		return echo.ErrNotFound
	}
	if err != nil {
		words = i18n.T(ctx, form.Wrong(err, kind))
	}
	return c.JSON(http.StatusOK, map[string]any{"words": words, "wrong": err != nil})
}
