package admin

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
	"wellspring/web/form"
)

// settingParts are those of the administrator; the columns have a page of their own.
var settingParts = []invest.SettingKey{
	invest.SettingSite, invest.SettingSectors, invest.SettingIndicators, invest.SettingReviews, invest.SettingRedirects,
}

func (s *Server) settingsIndex(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	people, err := s.people(c)
	if err != nil {
		return err
	}
	v := view.SettingsView{}
	for _, key := range settingParts {
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

func (s *Server) columnsForm(c echo.Context) error {
	return s.showSetting(c, invest.SettingColumns, "/admin/columns")
}

func (s *Server) saveColumns(c echo.Context) error {
	return s.takeSetting(c, invest.SettingColumns, "/admin/columns")
}

// settingKey reads the part of an address.
func settingKey(c echo.Context) (invest.SettingKey, error) {
	for _, k := range settingParts {
		if string(k) == c.Param("part") {
			return k, nil
		}
	}
	return "", echo.ErrNotFound
}

func (s *Server) settingForm(c echo.Context) error {
	key, err := settingKey(c)
	if err != nil {
		return err
	}
	return s.showSetting(c, key, "/admin/settings/"+string(key))
}

func (s *Server) saveSetting(c echo.Context) error {
	key, err := settingKey(c)
	if err != nil {
		return err
	}
	return s.takeSetting(c, key, "/admin/settings/"+string(key))
}

func (s *Server) showSetting(c echo.Context, key invest.SettingKey, path string) error {
	ctx := c.Request().Context()
	part, version, err := s.desk.Setting(ctx, actor(c), key)
	if err != nil {
		return err
	}
	f := form.Of(ctx, form.Env{Settings: web.Settings(c)}, part)
	return s.settingPage(c, http.StatusOK, key, path, version, f, "", nil)
}

func (s *Server) settingPage(c echo.Context, status int, key invest.SettingKey, path string, version int64, f form.Form, problem string, problems []component.Problem) error {
	ctx := c.Request().Context()
	v := view.EditView{
		Record: s.settingRecord(c, key, path, "edit"), Action: i18n.Path(ctx, path), Version: strconv.FormatInt(version, 10), NoNote: true,
		Sections: f.Sections, Problem: problem, Problems: problems, Reads: i18n.Path(ctx, "/admin/reads"),
	}
	frame := s.settingFrame(c, key)
	script(c, &frame, "rows.js", "unsaved.js", "reads.js")
	return web.Render(c, status, view.Edit(frame, v))
}

// takeSetting stores a part of the settings, or changes the rows of its form.
func (s *Server) takeSetting(c echo.Context, key invest.SettingKey, path string) error {
	sent, err := values(c)
	if err != nil {
		return err
	}
	if sent.Get("whole") != "1" {
		return echo.NewHTTPError(http.StatusBadRequest, "a form that is not whole")
	}
	ctx := c.Request().Context()
	row, changed := form.Change(sent, sent.Get("do"))
	part := new(invest.Settings).Part(key)
	f := form.Read(ctx, form.Env{Settings: web.Settings(c)}, part, sent)
	opened := version(sent)
	if changed {
		c.Response().Header().Set("X-Row", row)
		return s.settingPage(c, http.StatusOK, key, path, opened, f, "", nil)
	}
	errs := f.Errors
	if len(errs) == 0 {
		err = s.desk.SaveSetting(ctx, actor(c), part, opened)
		switch invest.CodeOf(err) {
		case invest.Invalid:
			errs = invest.FieldsOf(err)
		case invest.Stale:
			now, at, err := s.desk.Setting(ctx, actor(c), key)
			if err != nil {
				return err
			}
			return s.settingConflict(c, key, path, at, f, now)
		case "":
			if err == nil {
				return backWith(c, path, "saved")
			}
			return err
		default:
			return err
		}
	}
	return s.settingPage(c, http.StatusUnprocessableEntity, key, path, opened, f, i18n.N(ctx, "edit.problems", len(errs)), f.Attach(ctx, errs))
}

// settingConflict shows the form as it was sent, with what somebody else saved
// in the meantime; saving again goes over it.
func (s *Server) settingConflict(c echo.Context, key invest.SettingKey, path string, at int64, mine form.Form, now invest.Setting) error {
	ctx := c.Request().Context()
	theirs := form.Of(ctx, form.Env{Settings: web.Settings(c)}, now)
	var problems []component.Problem
	for _, d := range form.Compare(ctx, mine, theirs) {
		problems = append(problems, component.Problem{Text: i18n.T(ctx, "conflict.line", d.Label, d.New), Href: "#f-" + d.Name})
	}
	return s.settingPage(c, http.StatusConflict, key, path, at, mine, i18n.T(ctx, "conflict.setting"), problems)
}
