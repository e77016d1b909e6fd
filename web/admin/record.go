package admin

import (
	"context"
	"net/http"
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

// record is what stands above every page of a text.
func (a *records) record(c echo.Context, d invest.Draft, tab string) view.RecordView {
	ctx := c.Request().Context()
	v := view.RecordView{Kind: i18n.T(ctx, "one."+string(a.kind)) + " " + strconv.FormatInt(d.Number, 10), Title: i18n.Pick(ctx, d.Body.Heading()), State: state(ctx, d)}
	if d.Number == 0 {
		return view.RecordView{Title: plain(i18n.T(ctx, "new."+string(a.kind)))}
	}
	if v.Title.S == "" {
		v.Title = plain(i18n.T(ctx, "record.untitled"))
	}
	path := i18n.Path(ctx, recordPath(a.kind, d.Number))
	for _, key := range a.tabs(c) {
		label := i18n.T(ctx, "tab."+key)
		if key == "edit" && !actor(c).Editor.May(invest.MayWrite, a.kind) {
			label = i18n.T(ctx, "tab.read")
		}
		href := path
		if key != "edit" {
			href += "/" + key
		}
		v.Tabs = append(v.Tabs, component.PageLink{Label: label, Href: href, Current: key == tab})
	}
	if text, ok := d.Body.(*invest.Ceremony); ok && text.Form == invest.FormStage {
		v.Tabs = append(v.Tabs, component.PageLink{Label: i18n.T(ctx, "tab.console"), Href: path + "/console", Current: tab == "console"})
	}
	if d.Public == invest.Published {
		v.Public = to(i18n.T(ctx, "record.public"), i18n.Path(ctx, web.PathOf(a.kind, d.Number)))
	}
	return v
}

// tabs are the pages of a text, by the last part of their addresses.
func (a *records) tabs(c echo.Context) []string {
	all := []string{"edit", "preview", "checks", "reviews", "publication", "revisions"}
	if a.kind != invest.KindCeremony {
		return all
	}
	all = slices.Insert(all, 5, "afterwards")
	if actor(c).Editor.May(invest.MayWrite, a.kind) {
		all = slices.Insert(all, 1, "composer")
	}
	return all
}

// crumbs lead back to the list of the kind.
func (a *records) crumbs(ctx context.Context) []component.Link {
	return []component.Link{to(i18n.T(ctx, "kind."+string(a.kind)), i18n.Path(ctx, a.path))}
}

// before says what an editor should know before changing a text.
func (a *records) before(c echo.Context, d invest.Draft, status int) ([]view.EditNotice, error) {
	ctx, who := c.Request().Context(), actor(c)
	var out []view.EditNotice
	if status == http.StatusOK && c.Request().Method == http.MethodGet {
		var err error
		if out, err = a.keptForms(ctx, who, d); err != nil {
			return nil, err
		}
	}
	if d.Number == 0 {
		return out, nil
	}
	correct, err := a.toCorrect(c, d)
	if err != nil {
		return nil, err
	}
	if correct.Href != "" {
		out = append(out, view.EditNotice{Link: correct, Tone: "seal"})
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
