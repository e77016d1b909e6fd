package admin

import (
	"fmt"
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

// The saved states of a part of the settings: the same list and the same
// comparison as of a text.

func (p *settingPart) revisions(c echo.Context) error {
	ctx := c.Request().Context()
	saved, err := p.desk.SettingRevisions(ctx, actor(c), p.key)
	if err != nil {
		return err
	}
	people, err := p.people(c)
	if err != nil {
		return err
	}
	find := func(name string) (invest.SettingRevision, bool) {
		n, _ := strconv.ParseInt(c.QueryParam(name), 10, 64) // none has the number 0
		i := slices.IndexFunc(saved, func(r invest.SettingRevision) bool { return r.Version == n })
		if i < 0 {
			return invest.SettingRevision{}, false
		}
		return saved[i], true
	}
	from, ok1 := find("from")
	to, ok2 := find("to")
	if ok1 && ok2 {
		if from.Version > to.Version {
			from, to = to, from
		}
		return p.diff(c, saved[0].Version, from, to, people)
	}
	here := i18n.Path(ctx, p.path+"/revisions")
	v := view.RevisionsView{Record: p.record(c, "revisions"), Action: here}
	for i, r := range saved {
		row := view.RevisionRow{
			N: strconv.FormatInt(r.Version, 10), Who: nameOf(ctx, people, r.Editor), At: i18n.Stamp(ctx, r.At), New: i == 0, Old: i == 1,
			Diff: component.Link{Text: plain(i18n.T(ctx, "revision.n", r.Version))},
		}
		if r.Version > 1 {
			row.Diff.Href = fmt.Sprintf("%s?from=%d&to=%d", here, r.Version-1, r.Version)
		}
		v.Rows = append(v.Rows, row)
	}
	return web.Render(c, http.StatusOK, view.Revisions(p.frameOf(c), v))
}

// record is what stands above the pages of a part of the settings.
func (p *settingPart) record(c echo.Context, tab string) view.RecordView {
	ctx := c.Request().Context()
	v := view.RecordView{Title: plain(i18n.T(ctx, "setting."+string(p.key)))}
	for _, t := range []struct{ key, path string }{{"edit", p.path}, {"revisions", p.path + "/revisions"}} {
		v.Tabs = append(v.Tabs, component.PageLink{Label: i18n.T(ctx, "tab."+t.key), Href: i18n.Path(ctx, t.path), Current: t.key == tab})
	}
	return v
}

func (p *settingPart) frameOf(c echo.Context) view.Frame {
	ctx := c.Request().Context()
	f := p.frame(c, i18n.T(ctx, "setting."+string(p.key)))
	if p.key != invest.SettingColumns {
		f.Crumb = []component.Link{to(i18n.T(ctx, "admin.settings"), i18n.Path(ctx, "/admin/settings"))}
	}
	return f
}

func (p *settingPart) diff(c echo.Context, version int64, from, to invest.SettingRevision, people map[int64]invest.Editor) error {
	ctx := c.Request().Context()
	env := p.env(c)
	v := view.DiffView{
		Record: p.record(c, "revisions"), Title: i18n.T(ctx, "diff.title", from.Version, to.Version), Version: strconv.FormatInt(version, 10),
		Old:   i18n.T(ctx, "diff.side", from.Version, nameOf(ctx, people, from.Editor), i18n.Stamp(ctx, from.At)),
		New:   i18n.T(ctx, "diff.side", to.Version, nameOf(ctx, people, to.Editor), i18n.Stamp(ctx, to.At)),
		Lines: diffLines(ctx, form.Of(ctx, env, from.Part), form.Of(ctx, env, to.Part)),
	}
	if len(v.Lines) == 0 {
		v.Same = i18n.T(ctx, "diff.same")
	}
	for _, r := range []invest.SettingRevision{from, to} {
		if r.Version != version {
			v.Restore = append(v.Restore, view.EditAction{
				Label: i18n.T(ctx, "diff.restore", r.Version), To: i18n.Path(ctx, p.path+"/revisions"), Name: "restore", Value: strconv.FormatInt(r.Version, 10),
			})
		}
	}
	return web.Render(c, http.StatusOK, view.Diff(p.frameOf(c), v))
}

// restore saves an earlier state as the latest.
func (p *settingPart) restore(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	sent, err := values(c)
	if err != nil {
		return err
	}
	saved, err := p.desk.SettingRevisions(ctx, who, p.key)
	if err != nil {
		return err
	}
	n, _ := strconv.ParseInt(sent.Get("restore"), 10, 64) // none has the number 0
	for _, r := range saved {
		if r.Version != n {
			continue
		}
		err := p.desk.SaveSetting(ctx, who, r.Part, version(sent))
		if invest.CodeOf(err) == invest.Invalid { // a state of other times: it is shown in its form
			f := form.Of(ctx, p.env(c), r.Part)
			errs := invest.FieldsOf(err)
			return p.page(c, http.StatusUnprocessableEntity, version(sent), f, i18n.N(ctx, "edit.problems", len(errs)), f.Attach(ctx, errs))
		}
		if err != nil {
			return err
		}
		return backWith(c, p.path, "restored")
	}
	return echo.ErrNotFound
}
