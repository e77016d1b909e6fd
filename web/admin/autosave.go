package admin

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/web/form"
)

// autosave keeps a form that was not saved yet, gives it back, or drops it.
func (a *records) autosave(c echo.Context) error {
	sent, err := values(c)
	if err != nil {
		return err
	}
	ctx, who := c.Request().Context(), actor(c)
	d, err := a.sentFor(c, sent)
	if err != nil {
		return err
	}
	switch sent.Get("do") {
	case "drop":
		if err := a.desk.DropAutosave(ctx, who, a.kind, d.Number); err != nil {
			return err
		}
		path := a.path + "/new"
		if d.Number != 0 {
			path = recordPath(a.kind, d.Number)
		}
		return backWith(c, path, "dropped")
	case "take":
		return a.takeAutosaved(c, d)
	}
	if sent.Get("whole") != "1" {
		return echo.NewHTTPError(http.StatusBadRequest, "a form that is not whole")
	}
	sent.Del("token")
	if err := a.desk.Autosave(ctx, who, a.kind, d.Number, d.Version, []byte(sent.Encode())); err != nil {
		return err
	}
	return c.String(http.StatusOK, i18n.T(ctx, "autosave.at", i18n.Stamp(ctx, a.desk.Now())))
}

// takeAutosaved shows the form as it was kept, at the version it was begun from.
func (a *records) takeAutosaved(c echo.Context, d invest.Draft) error {
	ctx := c.Request().Context()
	kept, ok, err := a.desk.Autosaved(ctx, actor(c), a.kind, d.Number)
	if err != nil {
		return err
	}
	if !ok {
		return echo.ErrNotFound
	}
	sent, err := url.ParseQuery(string(kept.Form))
	if err != nil {
		return err
	}
	if d, err = a.sentFor(c, sent); err != nil {
		return err
	}
	body := invest.NewContent(a.kind)
	env, err := a.env(c, body)
	if err != nil {
		return err
	}
	f := form.Read(ctx, env, body, sent)
	d.Body = body
	in := filledIn{draft: d, form: f, note: sent.Get("change"), notices: []view.EditNotice{{Text: i18n.T(ctx, "autosave.taken")}}}
	return a.showForm(c, http.StatusOK, env, in)
}

// others words who else has a text open.
func (a *records) others(ctx context.Context, d invest.Draft, me invest.Editor) string {
	names := a.open.enter(a.kind, d.Number, me)
	if len(names) == 0 {
		return ""
	}
	return i18n.T(ctx, "edit.others", joined(ctx, names))
}

func joined(ctx context.Context, words []string) string {
	s := ""
	for i, w := range words {
		if i > 0 {
			s += i18n.T(ctx, "list.separator")
		}
		s += w
	}
	return s
}

func (a *records) presence(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	return c.String(http.StatusOK, a.others(c.Request().Context(), d, actor(c).Editor))
}
