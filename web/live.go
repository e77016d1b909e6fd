package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/ceremony"
	"wellspring/templates/component"
)

// ceremonyLive is the public page that follows a ceremony on its stage, where the
// text allows one: what was shown, and nothing of what was not. When the ceremony
// is over and its text published, that is where it leads.
func (s *Server) ceremonyLive(c echo.Context) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	_, _, err = s.catalogue.Ceremony(ctx, n)
	published := err == nil
	if err != nil && invest.CodeOf(err) != invest.NotFound {
		return err // withdrawn, or the store
	}
	live, err := s.catalogue.Live(ctx, n)
	if err != nil {
		return err
	}
	if live.Ended && published {
		return c.Redirect(http.StatusSeeOther, i18n.Path(ctx, ceremonyPath(n)))
	}
	// Whoever follows asks every few seconds: mostly nothing has changed.
	tag := `W/"` + strconv.FormatInt(live.Revision, 10) + "." + strconv.FormatInt(siteOf(c).version, 10) + `"`
	h := c.Response().Header()
	if c.Request().Header.Get("If-None-Match") == tag {
		return c.NoContent(http.StatusNotModified)
	}
	h.Set("ETag", tag)
	v := ceremony.LiveView{
		Title: i18n.Pick(ctx, live.Text.Title), TitleLine: i18n.Pick(ctx, live.Text.TitleLine), Umbrella: i18n.Pick(ctx, live.Text.Umbrella),
		When: when(ctx, live.Text.Start, live.Text.City), Ended: live.Ended, At: i18n.Stamp(ctx, live.At),
	}
	for _, g := range live.Text.Groups {
		v.Tables = append(v.Tables, liveTable(c, g))
	}
	if t := live.Text.DeclaredTotal; t.Known() {
		v.Total = i18n.Money(ctx, t)
	}
	if n := live.Text.DeclaredCount; n != nil {
		v.Count = i18n.N(ctx, "tally.count", *n)
	}
	f := s.frame(c, pageInfo{Column: "ceremonies", Title: i18n.T(ctx, "live.title", v.Title.S), NoIndex: true, Scripts: []string{"live.js"}})
	return Render(c, http.StatusOK, ceremony.Live(f, v))
}

// liveTable is a group without what is only known of a published text.
func liveTable(c echo.Context, g invest.Group) ceremony.LiveTable {
	ctx := c.Request().Context()
	t := ceremony.LiveTable{Label: i18n.Pick(ctx, g.Label), Theme: i18n.Pick(ctx, g.Theme)}
	for _, r := range g.Signings {
		t.Rows = append(t.Rows, component.SigningLine{
			Name: component.Link{Text: i18n.Pick(ctx, r.Name)}, A: partyNames(ctx, r.A), B: partyNames(ctx, r.B),
			Amount: i18n.Money(ctx, r.Amount), Known: r.Amount.Known(),
		})
	}
	return t
}
