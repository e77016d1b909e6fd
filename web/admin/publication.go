package admin

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

func (a *records) publication(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	return a.showPublication(c, http.StatusOK, d, nil, url.Values{}, "")
}

// showPublication is the page on which a text comes before the public, leaves
// it, and is shared among editors. fresh is the address of a preview link just made.
func (a *records) showPublication(c echo.Context, status int, d invest.Draft, errs invest.FieldErrors, sent url.Values, fresh string) error {
	ctx, who := c.Request().Context(), actor(c)
	people, err := a.people(c)
	if err != nil {
		return err
	}
	schedules, err := a.desk.SchedulesOf(ctx, who, a.kind, d.Number)
	if err != nil {
		return err
	}
	v := view.PublicationView{
		Record: a.record(c, d, "publication"), Version: strconv.FormatInt(d.Version, 10), Fresh: fresh,
		Facts: publicationFacts(ctx, d, schedules, people), Forms: a.actForms(c, d, schedules, sent),
	}
	if a.kind == invest.KindArticle {
		v.Wechat = i18n.Path(ctx, recordPath(a.kind, d.Number)) + "/wechat"
	}
	if v.Correct, err = a.toCorrect(c, d); err != nil {
		return err
	}
	var fields []*component.Field // of the form that was sent
	for i := range v.Forms {
		for j := range v.Forms[i].Fields {
			if v.Forms[i].Value == sent.Get("do") {
				fields = append(fields, &v.Forms[i].Fields[j])
			}
		}
	}
	for _, e := range errs {
		v.Problems = append(v.Problems, problemAt(ctx, e, fields...))
	}
	if len(errs) > 0 {
		v.Problem = i18n.N(ctx, "edit.problems", len(errs))
	}
	if err := a.linksAndShares(c, d, people, &v); err != nil {
		return err
	}
	f := a.frame(c, v.Record.Title.S)
	f.Crumb = a.crumbs(ctx)
	script(c, &f, "confirm.js")
	return web.Render(c, status, view.Publication(f, v))
}

func publicationFacts(ctx context.Context, d invest.Draft, schedules []invest.Schedule, people map[int64]invest.Editor) []component.Fact {
	fact := func(key, value string) component.Fact {
		return component.Fact{Label: i18n.T(ctx, key), Values: []component.Link{{Text: plain(value)}}}
	}
	out := []component.Fact{fact("list.state", waits(ctx, d)), fact("publication.public", i18n.Label(ctx, "publicity", d.Public))}
	if !d.PubDate.IsZero() {
		out = append(out, fact("cite.published", i18n.Stamp(ctx, d.PubDate)))
	}
	if !d.ShownAt.IsZero() && !d.ShownAt.Equal(d.PubDate) {
		out = append(out, fact("cite.updated", i18n.Stamp(ctx, d.ShownAt)))
	}
	if d.Shown > 0 {
		out = append(out, fact("publication.shown", i18n.T(ctx, "revision.n", d.Shown)))
	}
	for _, s := range schedules {
		f := fact("schedule."+string(s.Act), i18n.Stamp(ctx, s.Due))
		f.Note = i18n.T(ctx, "schedule.by", nameOf(ctx, people, s.Editor))
		switch {
		case s.Failed != "":
			f.Note = i18n.T(ctx, "schedule.failed."+string(s.Failed))
		case s.Automatic:
			f.Note = i18n.T(ctx, "schedule.auto")
		}
		out = append(out, f)
	}
	return out
}

// actForms are the things that whoever looks may do to the text now.
func (a *records) actForms(c echo.Context, d invest.Draft, schedules []invest.Schedule, sent url.Values) []view.ActForm {
	ctx, e := c.Request().Context(), actor(c).Editor
	path := i18n.Path(ctx, recordPath(a.kind, d.Number))
	clock := i18n.T(ctx, "publication.clock", i18n.Stamp(ctx, a.desk.Now()))
	form := func(id, action, key string, fields ...component.Field) view.ActForm {
		for i := range fields {
			fields[i].Form, fields[i].Label = id, i18n.T(ctx, fields[i].Label)
			if sent.Get("do") == id {
				fields[i].Value = sent.Get(fields[i].Name)
			}
		}
		return view.ActForm{
			ID: "act-" + id, Title: i18n.T(ctx, key+".title"), Text: i18n.T(ctx, key+".text"), Action: path + action, Button: i18n.T(ctx, key+".go"),
			Value: id, Fields: fields, Main: id == "publish",
		}
	}
	when := component.Field{Name: "at", Label: "schedule.at", Hint: clock, Kind: "time", Required: true}
	reason := component.Field{Name: "reason", Label: "withdraw.reason", Kind: "area", Rows: 2, Wide: true, Required: true}
	publishes, withdraws := e.May(invest.MayPublish, a.kind), e.May(invest.MayWithdraw, a.kind)
	var out []view.ActForm
	if publishes && (d.Work == invest.WorkApproved || d.Work == invest.WorkScheduled) {
		if d.Work == invest.WorkApproved {
			out = append(out, form("publish", "/publication", "publish"))
		}
		out = append(out, form("schedule", "/schedule", "schedule", when))
	}
	if publishes && d.Work == invest.WorkScheduled {
		out = append(out, form("unschedule", "/schedule", "unschedule"))
	}
	if withdraws && d.Public == invest.Published {
		out = append(out, form("end", "/schedule", "end", when, reason))
		for _, s := range schedules {
			if s.Act == invest.ActWithdraw {
				out = append(out, form("unend", "/schedule", "unend"))
			}
		}
		w := form("withdraw", "/publication", "withdraw", reason)
		w.Danger = true
		out = append(out, w)
	}
	if e.May(invest.MayWrite, a.kind) && !inBin(d) {
		out = append(out, form("copy", "/copy", "copy"))
	}
	if !inBin(d) && e.Disposes(d) {
		switch {
		case d.Public == invest.NeverPublic:
			b := form("bin", "/bin", "bin")
			b.Danger = true
			out = append(out, b)
		case d.Public == invest.Published && d.Work != invest.WorkNone:
			b := form("drop", "/bin", "drop")
			b.Danger = true
			out = append(out, b)
		}
	}
	return out
}

// moment reads a time as a browser's field gives it, in the site's zone.
func moment(c echo.Context, s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02T15:04", s, i18n.From(c.Request().Context()).Zone)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// badPublication shows the page of the publication with what was wrong.
func (a *records) badPublication(c echo.Context, d invest.Draft, errs invest.FieldErrors, sent url.Values) error {
	return a.showPublication(c, http.StatusUnprocessableEntity, d, errs, sent, "")
}

func (a *records) publish(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	do := c.FormValue("do")
	deed, known := map[string]string{"publish": "published", "withdraw": "withdrawn"}[do]
	if !known {
		return noSuch(do)
	}
	return a.act(c, deed, "/publication", func(n int64, sent url.Values) (err error) {
		if do == "withdraw" {
			_, err = a.desk.Withdraw(ctx, who, a.kind, n, version(sent), sent.Get("reason"))
		} else {
			_, err = a.desk.Publish(ctx, who, a.kind, n, version(sent))
		}
		return err
	}, a.badPublication)
}

func (a *records) schedule(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	do := c.FormValue("do")
	deed, known := map[string]string{"schedule": "scheduled", "unschedule": "unscheduled", "end": "scheduled", "unend": "unscheduled"}[do]
	if !known {
		return noSuch(do)
	}
	return a.act(c, deed, "/publication", func(n int64, sent url.Values) (err error) {
		at := moment(c, sent.Get("at"))
		if at.IsZero() && (do == "schedule" || do == "end") {
			return invest.FieldErrors{{Field: "at", Key: "error.no_time"}}.Err()
		}
		switch do {
		case "unschedule":
			_, err = a.desk.Unschedule(ctx, who, a.kind, n, version(sent))
		case "end":
			_, err = a.desk.ScheduleWithdrawal(ctx, who, a.kind, n, version(sent), at, sent.Get("reason"))
		case "unend":
			_, err = a.desk.CancelWithdrawal(ctx, who, a.kind, n, version(sent))
		default:
			_, err = a.desk.Schedule(ctx, who, a.kind, n, version(sent), at)
		}
		return err
	}, a.badPublication)
}

// linksAndShares add the preview links and the editors that a draft is shared with.
func (a *records) linksAndShares(c echo.Context, d invest.Draft, people map[int64]invest.Editor, v *view.PublicationView) error {
	ctx, who := c.Request().Context(), actor(c)
	path := i18n.Path(ctx, recordPath(a.kind, d.Number))
	if who.Editor.WorksOn(a.kind) && !inBin(d) {
		links, err := a.desk.PreviewLinks(ctx, who, a.kind, d.Number)
		if err != nil {
			return err
		}
		v.NewLink = path + "/links"
		for _, l := range links {
			line := view.PreviewLink{
				ID: strconv.FormatInt(l.ID, 10), Who: nameOf(ctx, people, l.Editor), Made: i18n.Stamp(ctx, l.Made), Until: i18n.Stamp(ctx, l.Expires),
				Live: l.Open(a.desk.Now()) && !people[l.Editor].Disabled, State: component.Badge{Label: i18n.T(ctx, "links.live"), Tone: "blue"},
			}
			switch {
			case !l.Revoked.IsZero():
				line.State = component.Badge{Label: i18n.T(ctx, "links.revoked"), Tone: "quiet"}
			case !line.Live:
				line.State = component.Badge{Label: i18n.T(ctx, "links.expired"), Tone: "quiet"}
			}
			v.Links = append(v.Links, line)
		}
	}
	if !who.Editor.May(invest.MayWrite, a.kind) || inBin(d) {
		return nil
	}
	shares, err := a.desk.Shares(ctx, who, a.kind, d.Number)
	if err != nil {
		return err
	}
	v.ShareTo = path + "/shares"
	shared := map[int64]bool{d.Owner: true}
	for _, id := range shares {
		shared[id] = true
		v.Shares = append(v.Shares, view.ShareLine{ID: strconv.FormatInt(id, 10), Name: nameOf(ctx, people, id)})
	}
	f := component.Field{Name: "editor", Label: i18n.T(ctx, "shares.editor"), Kind: "choice"}
	for _, e := range sortedPeople(people) {
		if e.Sees(a.kind) == invest.SeesOwn && e.May(invest.MayWrite, a.kind) && !shared[e.ID] {
			f.Options = append(f.Options, component.Option{Value: strconv.FormatInt(e.ID, 10), Label: plain(e.Name)})
		}
	}
	if len(f.Options) > 0 {
		v.Share = &f
	}
	return nil
}

// links makes a preview link, shown once, or ends one.
func (a *records) links(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	sent, err := values(c)
	if err != nil {
		return err
	}
	if id, err := strconv.ParseInt(sent.Get("revoke"), 10, 64); err == nil {
		if err := a.desk.RevokePreview(ctx, who, id); err != nil {
			return err
		}
		return backWith(c, recordPath(a.kind, d.Number)+"/publication", "revoked")
	}
	days, _ := strconv.Atoi(sent.Get("days")) // none is refused by the Desk
	token, err := a.desk.SharePreview(ctx, who, a.kind, d.Number, time.Duration(days)*24*time.Hour)
	if err != nil {
		return err
	}
	return a.showPublication(c, http.StatusOK, d, nil, url.Values{}, a.config.Origin+i18n.Path(ctx, "/preview/"+token))
}

func (a *records) share(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	deed, field, on := "shared", "editor", true
	if c.FormValue("off") != "" {
		deed, field, on = "unshared", "off", false
	}
	return a.act(c, deed, "/publication", func(n int64, sent url.Values) error {
		editor, _ := strconv.ParseInt(sent.Get(field), 10, 64) // nobody has the number 0
		return a.desk.Share(ctx, who, a.kind, n, editor, on)
	}, a.badPublication)
}

func (a *records) duplicate(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	body, err := invest.Duplicate(d.Body)
	if err != nil {
		return err
	}
	made, err := a.desk.Save(ctx, who, invest.Draft{Kind: a.kind, Body: body}, i18n.T(ctx, "copy.note", d.Number))
	if invest.CodeOf(err) == invest.Invalid {
		return a.showPublication(c, http.StatusUnprocessableEntity, d, invest.FieldsOf(err), url.Values{}, "")
	}
	if err != nil {
		return err
	}
	return backWith(c, recordPath(a.kind, made.Number), "copied")
}

func (a *records) discard(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	sent, err := values(c)
	if err != nil {
		return err
	}
	if _, err := a.desk.Discard(ctx, who, a.kind, d.Number, version(sent)); err != nil {
		return err
	}
	if d.Public == invest.NeverPublic {
		return backWith(c, a.path, "discarded")
	}
	return backWith(c, recordPath(a.kind, d.Number), "reverted")
}
