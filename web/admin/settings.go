package admin

import (
	"cmp"
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

func (s *Server) settingsIndex(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	people, err := s.people(c)
	if err != nil {
		return err
	}
	v := view.SettingsView{}
	for _, key := range adminParts {
		p := view.SettingPart{
			Link: to(i18n.T(ctx, "setting."+string(key)), i18n.Path(ctx, "/admin/settings/"+string(key))), Note: i18n.T(ctx, "setting_note."+string(key)),
		}
		saved, err := s.desk.SettingRevisions(ctx, who, key)
		if err != nil {
			return err
		}
		if len(saved) > 0 {
			p.Last = i18n.T(ctx, "settings.last", nameOf(ctx, people, saved[0].Editor), i18n.Stamp(ctx, saved[0].At), len(saved))
		}
		v.Parts = append(v.Parts, p)
	}
	for _, l := range s.config.Shown {
		v.Shown = append(v.Shown, component.Fact{Label: l.Name, Values: []component.Link{{Text: plain(l.Value)}}})
	}
	return web.Render(c, http.StatusOK, view.Settings(s.frame(c, i18n.T(ctx, "admin.settings")), v))
}

// settingPart is the desk's part for one part of the settings.
type settingPart struct {
	*Server
	key  invest.SettingKey
	path string // "/admin/settings/site"
}

// env is what its forms must know.
func (p *settingPart) env(c echo.Context) form.Env { return form.Env{Settings: web.Settings(c)} }

func (p *settingPart) form(c echo.Context) error {
	ctx := c.Request().Context()
	part, version, err := p.desk.Setting(ctx, actor(c), p.key)
	if err != nil {
		return err
	}
	f := form.Of(ctx, p.env(c), part)
	return p.page(c, http.StatusOK, version, f, "", nil)
}

func (p *settingPart) page(c echo.Context, status int, version int64, f form.Form, problem string, problems []component.Problem) error {
	ctx := c.Request().Context()
	v := view.EditView{
		Record: p.record(c, "edit"), Action: i18n.Path(ctx, p.path), Version: strconv.FormatInt(version, 10), NoNote: true,
		Sections: f.Sections, Problem: problem, Problems: problems, Reads: i18n.Path(ctx, "/admin/reads"),
	}
	frame := p.frameOf(c)
	script(c, &frame, "rows.js", "unsaved.js", "reads.js")
	if err := rich(c, &frame, &v); err != nil {
		return err
	}
	v.Rich.Media, v.Rich.Document = "", "" // its texts have no pictures and no figures
	return web.Render(c, status, view.Edit(frame, v))
}

// save stores a part of the settings, or changes the rows of its form.
func (p *settingPart) save(c echo.Context) error {
	sent, err := values(c)
	if err != nil {
		return err
	}
	if sent.Get("whole") != "1" {
		return echo.NewHTTPError(http.StatusBadRequest, "a form that is not whole")
	}
	ctx := c.Request().Context()
	row, changed := form.Change(sent, sent.Get("do"))
	opened := version(sent)
	part := new(invest.Settings).Part(p.key)
	if undecided(sent) {
		return p.conflict(c, opened, form.Read(ctx, p.env(c), part, sent), sent)
	}
	if err := applyPicks(sent, func() (url.Values, error) { return p.saved(c, opened) }); err != nil {
		return err
	}
	f := form.Read(ctx, p.env(c), part, sent)
	if changed || sent.Get("do") == "form" {
		c.Response().Header().Set("X-Row", row)
		return p.page(c, http.StatusOK, opened, f, "", nil)
	}
	errs := f.Errors
	if len(errs) == 0 {
		err = p.desk.SaveSetting(ctx, actor(c), part, opened)
		switch invest.CodeOf(err) {
		case invest.Invalid:
			errs = invest.FieldsOf(err)
		case invest.Stale:
			return p.conflict(c, opened, f, sent)
		case "":
			if err == nil {
				return backWith(c, p.path, "saved")
			}
			return err
		default:
			return err
		}
	}
	return p.page(c, http.StatusUnprocessableEntity, opened, f, i18n.N(ctx, "edit.problems", len(errs)), f.Attach(ctx, errs))
}

// conflict is the page where an editor chooses between what they sent and what
// somebody else saved in the meantime, of a form begun from the version opened.
func (p *settingPart) conflict(c echo.Context, opened int64, mine form.Form, sent url.Values) error {
	ctx, who := c.Request().Context(), actor(c)
	saved, err := p.desk.SettingRevisions(ctx, who, p.key)
	if err != nil {
		return err
	}
	people, err := p.people(c)
	if err != nil {
		return err
	}
	now := saved[0]
	base, ok := savedAs(saved, p.key, opened)
	if !ok {
		base = now.Part
	}
	v := conflictView(ctx, form.Of(ctx, p.env(c), base), form.Of(ctx, p.env(c), now.Part), mine, sent)
	v.Record, v.Action, v.Version = p.record(c, "edit"), i18n.Path(ctx, p.path), strconv.FormatInt(now.Version, 10)
	v.Lead = cmp.Or(v.Lead, savedBy(ctx, people, who, now.Editor, now.At))
	return p.chooseFrom(c, p.frameOf(c), v)
}

// saved are the values of the form of a version.
func (p *settingPart) saved(c echo.Context, version int64) (url.Values, error) {
	ctx := c.Request().Context()
	all, err := p.desk.SettingRevisions(ctx, actor(c), p.key)
	if err != nil {
		return nil, err
	}
	part, ok := savedAs(all, p.key, version)
	if !ok {
		return nil, echo.ErrNotFound
	}
	return form.Of(ctx, p.env(c), part).Values, nil
}

// savedAs is a part as it stood in a version: 0 is what it is before anybody has
// saved it.
func savedAs(all []invest.SettingRevision, key invest.SettingKey, version int64) (invest.Setting, bool) {
	if version == 0 {
		defaults := invest.DefaultSettings()
		return defaults.Part(key), true
	}
	i := slices.IndexFunc(all, func(r invest.SettingRevision) bool { return r.Version == version })
	if i < 0 {
		return nil, false
	}
	return all[i].Part, true
}
