package admin

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
	"wellspring/web/form"
)

// number reads the number of an address.
func number(c echo.Context) (int64, error) {
	s := c.Param("n")
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 || strconv.FormatInt(n, 10) != s {
		return 0, echo.ErrNotFound
	}
	return n, nil
}

func inBin(d invest.Draft) bool { return !d.Binned.IsZero() }

// draft opens the text of an address.
func (a *records) draft(c echo.Context) (invest.Draft, error) {
	n, err := number(c)
	if err != nil {
		return invest.Draft{}, err
	}
	return a.desk.Open(c.Request().Context(), actor(c), a.kind, n)
}

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
	d := invest.Draft{Kind: a.kind, Body: body, Work: invest.WorkDraft, Public: invest.NeverPublic, Origin: rand.Text()}
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
		Record: record, Action: path, Version: strconv.FormatInt(d.Version, 10), Revision: strconv.FormatInt(d.Revision, 10), Origin: d.Origin,
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
	script(c, &f, "rows.js", "unsaved.js", "autosave.js", "reads.js", "presence.js")
	return web.Render(c, status, view.Edit(f, v))
}

// before says what an editor should know before changing a text.
func (a *records) before(c echo.Context, d invest.Draft, status int) ([]view.EditNotice, error) {
	ctx, who := c.Request().Context(), actor(c)
	var out []view.EditNotice
	if status == http.StatusOK && c.Request().Method == http.MethodGet {
		kept, ok, err := a.desk.Autosaved(ctx, who, a.kind, d.Number)
		if err != nil {
			return nil, err
		}
		if ok {
			path := i18n.Path(ctx, a.path+"/new/autosave")
			if d.Number != 0 {
				path = i18n.Path(ctx, recordPath(a.kind, d.Number)+"/autosave")
			}
			out = append(out, view.EditNotice{Text: i18n.T(ctx, "autosave.found", i18n.Stamp(ctx, kept.At)), Tone: "seal", Actions: []view.EditAction{
				{Label: i18n.T(ctx, "autosave.take"), To: path, Name: "do", Value: "take"},
				{Label: i18n.T(ctx, "autosave.drop"), To: path, Name: "do", Value: "drop"},
			}})
		}
	}
	if d.Number == 0 {
		return out, nil
	}
	if d.SentBack {
		reviews, err := a.desk.Reviews(ctx, who, a.kind, d.Number)
		if err != nil {
			return nil, err
		}
		for _, r := range slices.Backward(reviews) {
			if r.Verdict == invest.SentBack {
				out = append(out, view.EditNotice{Text: i18n.T(ctx, "edit.sent_back", r.Note), Tone: "seal"})
				break
			}
		}
	}
	switch {
	case d.Work.InReview() > 0 || d.Work == invest.WorkApproved || d.Work == invest.WorkScheduled:
		out = append(out, view.EditNotice{Text: i18n.T(ctx, "edit.voids", i18n.Label(ctx, "work", d.Work)), Tone: "seal"})
	case d.Public == invest.Published && d.Work == invest.WorkNone:
		out = append(out, view.EditNotice{Text: i18n.T(ctx, "edit.on_copy")})
	}
	if len(d.StaleEn) > 0 {
		out = append(out, view.EditNotice{Text: i18n.T(ctx, "edit.stale_en", len(d.StaleEn))})
	}
	return out, nil
}

// record is what stands above every page of a text.
func (a *records) record(c echo.Context, d invest.Draft, tab string) view.RecordView {
	ctx := c.Request().Context()
	v := view.RecordView{Kind: i18n.T(ctx, "one."+string(a.kind)) + " " + strconv.FormatInt(d.Number, 10), Title: i18n.Pick(ctx, d.Body.Heading()), State: state(ctx, d)}
	if d.Number == 0 {
		v.Title, v.State = plain(i18n.T(ctx, "new."+string(a.kind))), view.State{}
		return v
	}
	if v.Title.S == "" {
		v.Title = plain(i18n.T(ctx, "record.untitled"))
	}
	path := i18n.Path(ctx, recordPath(a.kind, d.Number))
	for _, t := range []struct{ key, path string }{
		{"edit", ""}, {"preview", "/preview"}, {"reviews", "/reviews"}, {"publication", "/publication"}, {"revisions", "/revisions"},
	} {
		label := i18n.T(ctx, "tab."+t.key)
		if t.key == "edit" && !actor(c).Editor.May(invest.MayWrite, a.kind) {
			label = i18n.T(ctx, "tab.read")
		}
		v.Tabs = append(v.Tabs, component.PageLink{Label: label, Href: path + t.path, Current: t.key == tab})
	}
	if d.Public == invest.Published {
		v.Public = to(i18n.T(ctx, "record.public"), i18n.Path(ctx, web.PathOf(a.kind, d.Number)))
	}
	return v
}

// crumbs lead back to the list of the kind.
func (a *records) crumbs(ctx context.Context) []component.Link {
	return []component.Link{to(i18n.T(ctx, "kind."+string(a.kind)), i18n.Path(ctx, a.path))}
}

// showReading is a text for those who may not change it.
func (a *records) showReading(c echo.Context, d invest.Draft, f form.Form) error {
	ctx := c.Request().Context()
	v := view.ReadView{Record: a.record(c, d, "edit")}
	if inBin(d) {
		v.Notices = append(v.Notices, view.EditNotice{Text: i18n.T(ctx, "bin.in_it"), Tone: "seal"})
	}
	for i, lines := range form.Readings(ctx, f) {
		if len(lines) == 0 {
			continue
		}
		s := view.ReadSection{Title: f.Sections[i].Title}
		for _, l := range lines {
			s.Lines = append(s.Lines, view.ReadLine(l))
		}
		v.Sections = append(v.Sections, s)
	}
	frame := a.frame(c, v.Record.Title.S)
	frame.Crumb = a.crumbs(ctx)
	return web.Render(c, http.StatusOK, view.Read(frame, v))
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
	if err := a.applyPicks(c, d, sent); err != nil {
		return err
	}
	return a.take(c, d, sent)
}

// sentFor is the draft that a form was sent for, as far as the form knows it.
func (a *records) sentFor(c echo.Context, sent url.Values) (invest.Draft, error) {
	d := invest.Draft{Kind: a.kind, Body: invest.NewContent(a.kind), Work: invest.WorkDraft, Public: invest.NeverPublic}
	if c.Param("n") == "" {
		d.Origin = sent.Get("origin")
		return d, nil
	}
	d, err := a.draft(c)
	if err != nil {
		return d, err
	}
	d.Version, _ = strconv.ParseInt(sent.Get("version"), 10, 64) // one that is none is stale
	d.Revision, _ = strconv.ParseInt(sent.Get("revision"), 10, 64)
	return d, nil
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
	if saved.Work.InReview() > 0 { // sent twice
		return backWith(c, recordPath(a.kind, saved.Number)+"/reviews", "submitted")
	}
	saved, err = a.desk.Submit(ctx, actor(c), a.kind, saved.Number, saved.Version)
	if invest.CodeOf(err) == invest.Invalid {
		in.draft = saved
		in.draft.Body = body
		return a.refuse(c, env, in, invest.FieldsOf(err))
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
