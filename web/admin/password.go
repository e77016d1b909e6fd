package admin

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"wellspring/internal/account"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

func (s *Server) passwordForm(c echo.Context) error { return s.showPassword(c, http.StatusOK, nil, "") }

func (s *Server) showPassword(c echo.Context, status int, errs invest.FieldErrors, problem string) error {
	ctx, l := c.Request().Context(), loginOf(c)
	v := view.LoginView{
		Title: i18n.T(ctx, "password.title"), Action: i18n.Path(ctx, "/admin/password"), Button: i18n.T(ctx, "password.go"), Problem: problem,
		Fields: []component.Field{
			{Name: "login", Kind: "hidden", Value: l.editor.Login},
			{Name: "password.old", Label: i18n.T(ctx, "password.old"), Kind: "password", Auto: "current-password", Required: true, Wide: true},
			{Name: "password.new", Label: i18n.T(ctx, "password.new"), Hint: i18n.T(ctx, passwordHint(s.config.Limits)), Kind: "password", Auto: "new-password", Required: true, Wide: true},
			{Name: "password.again", Label: i18n.T(ctx, "password.again"), Kind: "password", Auto: "new-password", Required: true, Wide: true},
			{Name: "to", Kind: "hidden", Value: c.FormValue("to")},
		},
		Notes: []string{i18n.T(ctx, "password.ends")},
	}
	if l.session.Stage == account.StagePassword {
		v.Lead, v.Leave = i18n.T(ctx, "password.must"), true
	}
	if len(errs) > 0 {
		v.Problem, v.Problems = problemsAt(ctx, errs, v.Fields)
	}
	return web.Render(c, status, view.Login(s.frame(c, v.Title), v))
}

func passwordHint(l account.Limits) string {
	if l.Profile == account.DJB {
		return "password.hint_djb"
	}
	return "password.hint"
}

func (s *Server) password(c echo.Context) error {
	ctx, l := c.Request().Context(), loginOf(c)
	if st := l.session.Stage; st != account.StagePassword && st != account.StageFull {
		return c.Redirect(http.StatusSeeOther, i18n.Path(ctx, stagePath(st)))
	}
	form, err := values(c)
	if err != nil {
		return err
	}
	if form.Get("password.new") != form.Get("password.again") {
		return s.showPassword(c, http.StatusUnprocessableEntity, invest.FieldErrors{{Field: "password.again", Key: "error.password_again"}}, "")
	}
	ticket, err := s.accounts.ChangePassword(ctx, l.session, form.Get("password.old"), form.Get("password.new"), client(c))
	switch {
	case errors.Is(err, account.ErrWrong):
		return s.showPassword(c, http.StatusUnprocessableEntity, invest.FieldErrors{{Field: "password.old", Key: "error.password_old"}}, "")
	case invest.CodeOf(err) == invest.Invalid:
		errs := invest.FieldsOf(err)
		for i := range errs {
			errs[i].Field = "password.new"
		}
		return s.showPassword(c, http.StatusUnprocessableEntity, errs, "")
	case s.signInProblem(c, err) != "":
		return s.showPassword(c, http.StatusUnprocessableEntity, nil, s.signInProblem(c, err))
	case err != nil:
		return err
	}
	if err := s.keep(c, ticket); err != nil {
		return err
	}
	if ticket.Stage != account.StageFull {
		return c.Redirect(http.StatusSeeOther, i18n.Path(ctx, stagePath(ticket.Stage)))
	}
	return backWith(c, "/admin", "password")
}
