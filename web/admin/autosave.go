package admin

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/desk"
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
	do, which, _ := strings.Cut(sent.Get("do"), ":")
	switch do {
	case "drop":
		if err := a.desk.DropAutosave(ctx, who, which); err != nil {
			return err
		}
		path := a.path + "/new"
		if d.Number != 0 {
			path = recordPath(a.kind, d.Number)
		}
		return backWith(c, path, "dropped")
	case "take":
		return a.takeAutosaved(c, d, which)
	}
	if sent.Get("whole") != "1" {
		return echo.NewHTTPError(http.StatusBadRequest, "a form that is not whole")
	}
	sent.Del("token")
	if err := a.desk.Autosave(ctx, who, invest.Autosave{
		Origin: d.Origin, Kind: a.kind, Number: d.Number, Version: d.Version, Form: []byte(sent.Encode()),
	}); err != nil {
		return err
	}
	return c.String(http.StatusOK, i18n.T(ctx, "autosave.at", i18n.Stamp(ctx, a.desk.Now())))
}

// takeAutosaved shows the form as it was kept, at the version it was begun from.
func (a *records) takeAutosaved(c echo.Context, d invest.Draft, origin string) error {
	ctx := c.Request().Context()
	all, err := a.desk.Autosaves(ctx, actor(c), a.kind, d.Number)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(x invest.Autosave) bool { return x.Origin == origin })
	if i < 0 {
		return echo.ErrNotFound
	}
	sent, err := url.ParseQuery(string(all[i].Form))
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

// keptForms offers what was not saved, each form by itself.
func (a *records) keptForms(ctx context.Context, who desk.Actor, d invest.Draft) ([]view.EditNotice, error) {
	all, err := a.desk.Autosaves(ctx, who, a.kind, d.Number)
	if err != nil {
		return nil, err
	}
	path := i18n.Path(ctx, a.path+"/new/autosave")
	if d.Number != 0 {
		path = i18n.Path(ctx, recordPath(a.kind, d.Number)+"/autosave")
	}
	var out []view.EditNotice
	for _, kept := range all {
		out = append(out, view.EditNotice{Text: i18n.T(ctx, "autosave.found", i18n.Stamp(ctx, kept.At)), Tone: "seal", Actions: []view.EditAction{
			{Label: i18n.T(ctx, "autosave.take"), To: path, Name: "do", Value: "take:" + kept.Origin},
			{Label: i18n.T(ctx, "autosave.drop"), To: path, Name: "do", Value: "drop:" + kept.Origin},
		}})
	}
	return out, nil
}

// others words who else has a text open.
func (a *records) others(ctx context.Context, d invest.Draft, me invest.Editor) string {
	names := a.open.enter(a.kind, d.Number, me)
	if len(names) == 0 {
		return ""
	}
	return i18n.T(ctx, "edit.others", strings.Join(names, i18n.T(ctx, "list.separator")))
}

func (a *records) presence(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	return c.String(http.StatusOK, a.others(c.Request().Context(), d, actor(c).Editor))
}
