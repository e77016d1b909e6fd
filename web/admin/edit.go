package admin

import (
	"cmp"
	"crypto/rand"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
	"wellspring/web/form"
)

// filledIn is a text in its form as it is to be shown: as stored, or as sent.
type filledIn struct {
	draft    invest.Draft // Number 0: a new one
	form     form.Form
	problem  string
	problems []component.Problem
	note     string
	notices  []view.EditNotice
}

func (a *records) fresh(c echo.Context) error {
	body := invest.NewContent(a.kind)
	env, err := a.env(c, body)
	if err != nil {
		return err
	}
	d := invest.Draft{Kind: a.kind, Body: body, Work: invest.WorkDraft, Public: invest.NeverPublic}
	return a.showForm(c, http.StatusOK, env, filledIn{draft: d, form: form.Of(c.Request().Context(), env, body)})
}

func (a *records) edit(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	env, err := a.env(c, d.Body)
	if err != nil {
		return err
	}
	f := form.Of(ctx, env, d.Body)
	if !actor(c).Editor.May(invest.MayWrite, a.kind) || inBin(d) {
		return a.showReading(c, d, f)
	}
	return a.showForm(c, http.StatusOK, env, filledIn{draft: d, form: f})
}

// showForm is the form of a text, new or stored.
func (a *records) showForm(c echo.Context, status int, env form.Env, in filledIn) error {
	ctx, d := c.Request().Context(), in.draft
	path := a.path + "/new"
	if d.Number != 0 {
		path = recordPath(a.kind, d.Number)
	}
	path = i18n.Path(ctx, path)
	for _, field := range d.StaleEn {
		in.form.Remark(field+".en", i18n.T(ctx, "field.stale_en"))
	}
	record := a.record(c, d, "edit")
	v := view.EditView{
		Record: record, Action: path, Version: strconv.FormatInt(d.Version, 10), Revision: strconv.FormatInt(d.Revision, 10), Origin: cmp.Or(d.Origin, rand.Text()),
		Sections: in.form.Sections, Suggestions: env.Suggestions(), Problem: in.problem, Problems: in.problems, Notices: in.notices,
		Note: in.note, CanSubmit: d.Number == 0 || d.Work == invest.WorkDraft || d.Work == invest.WorkNone,
		Autosave: path + "/autosave", Reads: i18n.Path(ctx, "/admin/reads"),
	}
	notices, err := a.before(c, d, status)
	if err != nil {
		return err
	}
	v.Notices = append(v.Notices, notices...)
	if d.Number != 0 {
		v.Presence, v.Preview = path+"/presence", path+"/preview"
		v.Others = a.others(ctx, d, actor(c).Editor)
	}
	f := a.frame(c, record.Title.S)
	f.Crumb = a.crumbs(ctx)
	script(c, &f, "pick.js", "rows.js", "unsaved.js", "autosave.js", "reads.js", "presence.js")
	if err := rich(c, &f, &v); err != nil {
		return err
	}
	return web.Render(c, status, view.Edit(f, v))
}

// save reads a form and stores it, or changes its rows and shows it again.
func (a *records) save(c echo.Context) error {
	sent, err := values(c)
	if err != nil {
		return err
	}
	if sent.Get("whole") != "1" { // cut off on its way: what is missing would be emptied
		return echo.NewHTTPError(http.StatusBadRequest, "a form that is not whole")
	}
	d, err := a.sentFor(c, sent)
	if err != nil {
		return err
	}
	if undecided(sent) {
		return a.conflict(c, d, sent)
	}
	if err := applyPicks(sent, func() (url.Values, error) { return a.saved(c, d) }); err != nil {
		return err
	}
	return a.take(c, d, sent)
}

// sentFor is the draft that a form was sent for, as far as the form knows it.
func (a *records) sentFor(c echo.Context, sent url.Values) (invest.Draft, error) {
	d := invest.Draft{Kind: a.kind, Body: invest.NewContent(a.kind), Work: invest.WorkDraft, Public: invest.NeverPublic}
	if c.Param("n") == "" {
		d.Origin = origin(sent)
		return d, nil
	}
	d, err := a.draft(c)
	if err != nil {
		return d, err
	}
	d.Origin = origin(sent)
	d.Version, _ = strconv.ParseInt(sent.Get("version"), 10, 64) // one that is none is stale
	d.Revision, _ = strconv.ParseInt(sent.Get("revision"), 10, 64)
	return d, nil
}

// origin is the random name of a form: what is sent or kept of it twice is one.
func origin(sent url.Values) string {
	s := sent.Get("origin")
	return s[:min(len(s), len(rand.Text()))]
}

// take does what the button of a form says.
func (a *records) take(c echo.Context, d invest.Draft, sent url.Values) error {
	ctx := c.Request().Context()
	do := sent.Get("do")
	body := invest.NewContent(a.kind)
	env, err := a.env(c, body)
	if err != nil {
		return err
	}
	row, changed := form.Change(sent, do)
	f := form.Read(ctx, env, body, sent)
	f.Errors = append(f.Errors, invest.CheckNote("change", sent.Get("change"), false)...)
	in := filledIn{draft: d, form: f, note: sent.Get("change")}
	in.draft.Body = body
	if changed || do == "form" {
		c.Response().Header().Set("X-Row", row) // for the script that puts the row in its place
		return a.showForm(c, http.StatusOK, env, in)
	}
	if errs := unread(f.Errors, body); len(errs) > 0 {
		return a.refuse(c, env, in, errs)
	}
	if err := a.bindFigures(c, body, d.Body); err != nil {
		return err
	}
	saved, err := a.desk.Save(ctx, actor(c), in.draft, in.note)
	switch invest.CodeOf(err) {
	case invest.Invalid:
		return a.refuse(c, env, in, invest.FieldsOf(err))
	case invest.Stale:
		if saved.Number != 0 { // a new text sent twice, and changed in between
			d.Number = saved.Number
		}
		return a.conflict(c, d, sent)
	}
	if err != nil {
		return err
	}
	if do != "submit" {
		return backWith(c, recordPath(a.kind, saved.Number), "saved")
	}
	if saved.Work == invest.WorkNone { // it is what the public reads
		return backWith(c, recordPath(a.kind, saved.Number), "unchanged")
	}
	if saved.Work.InReview() > 0 { // sent twice
		return backWith(c, recordPath(a.kind, saved.Number)+"/reviews", "submitted")
	}
	saved, err = a.desk.Submit(ctx, actor(c), a.kind, saved.Number, saved.Version)
	if invest.CodeOf(err) == invest.Invalid {
		in.draft = saved
		in.draft.Body = body
		return a.refuse(c, env, in, invest.FieldsOf(err))
	}
	if invest.CodeOf(err) == invest.Unchecked {
		return backWith(c, recordPath(a.kind, saved.Number)+"/checks", "unchecked")
	}
	if invest.CodeOf(err) == invest.Full { // that page would say that nothing was saved
		return backWith(c, recordPath(a.kind, saved.Number), "saved")
	}
	if err != nil {
		return err
	}
	return backWith(c, recordPath(a.kind, saved.Number)+"/reviews", "submitted")
}

// unread are the errors of a form that could not be read, with what is wrong
// with the rest of its text.
func unread(errs invest.FieldErrors, body invest.Content) invest.FieldErrors {
	if len(errs) == 0 {
		return nil
	}
	said := map[string]bool{}
	for _, e := range errs {
		said[e.Field] = true
	}
	for _, e := range body.Validate() {
		if !said[e.Field] {
			errs = append(errs, e)
		}
	}
	return errs
}

// refuse shows a form again with what is wrong with it; nothing in it is lost.
func (a *records) refuse(c echo.Context, env form.Env, in filledIn, errs invest.FieldErrors) error {
	ctx := c.Request().Context()
	in.problem = i18n.N(ctx, "edit.problems", len(errs))
	in.problems = in.form.Attach(ctx, errs)
	return a.showForm(c, http.StatusUnprocessableEntity, env, in)
}
