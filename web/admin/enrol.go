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

func (s *Server) enrolForm(c echo.Context) error { return s.showEnrol(c, http.StatusOK, nil, "") }

// showEnrol is the set-up of the second factor: at sign-in where it is
// required, else whenever an editor wants one.
func (s *Server) showEnrol(c echo.Context, status int, errs invest.FieldErrors, problem string) error {
	ctx, l := c.Request().Context(), loginOf(c)
	if st := l.session.Stage; st != account.StageEnrol && st != account.StageFull {
		return c.Redirect(http.StatusSeeOther, i18n.Path(ctx, stagePath(st)))
	}
	secret, address, err := s.accounts.Enrol(ctx, l.session)
	if err != nil {
		return err
	}
	picture, err := qr(address)
	if err != nil {
		return err
	}
	v := view.EnrolView{
		Title: i18n.T(ctx, "enrol.title"), Lead: i18n.T(ctx, "enrol.lead"), QR: picture, Secret: secret, Problem: problem, To: c.FormValue("to"),
		Fields: []component.Field{
			{Name: "code", Label: i18n.T(ctx, "code.field"), Kind: "line", Auto: "one-time-code", Value: c.Request().PostFormValue("code"), Required: true, Wide: true},
			{Name: "password", Label: i18n.T(ctx, "login.password"), Hint: i18n.T(ctx, "enrol.password"), Kind: "password", Auto: "current-password", Required: true, Wide: true},
		},
		Leave: l.session.Stage == account.StageEnrol,
	}
	if len(errs) > 0 {
		v.Problem, v.Problems = problemsAt(ctx, errs, v.Fields)
	}
	return web.Render(c, status, view.Enrol(s.frame(c, v.Title), v))
}

func (s *Server) enrol(c echo.Context) error {
	ctx, l := c.Request().Context(), loginOf(c)
	form, err := values(c)
	if err != nil {
		return err
	}
	codes, ticket, err := s.accounts.Confirm(ctx, l.session, form.Get("password"), form.Get("code"), client(c))
	switch {
	case errors.Is(err, account.ErrCode):
		return s.showEnrol(c, http.StatusUnprocessableEntity, invest.FieldErrors{{Field: "code", Key: "code.wrong"}}, "")
	case errors.Is(err, account.ErrWrong):
		return s.showEnrol(c, http.StatusUnprocessableEntity, invest.FieldErrors{{Field: "password", Key: "error.password_old"}}, "")
	}
	if problem := s.signInProblem(c, err); problem != "" {
		return s.showEnrol(c, http.StatusUnprocessableEntity, nil, problem)
	}
	if err != nil {
		return err
	}
	if err := s.keep(c, ticket); err != nil {
		return err
	}
	next := i18n.Path(ctx, stagePath(ticket.Stage))
	if ticket.Stage == account.StageFull {
		next = s.inside(form.Get("to"))
	}
	v := view.CodesView{Title: i18n.T(ctx, "enrol.codes"), Lead: i18n.T(ctx, "enrol.codes_lead"), Codes: codes, Next: to(i18n.T(ctx, "enrol.next"), next)}
	return web.Render(c, http.StatusOK, view.Codes(s.frame(c, v.Title), v))
}

// removeSecond takes off an editor's own second factor, for their password.
func (s *Server) removeSecond(c echo.Context) error {
	form, err := values(c)
	if err != nil {
		return err
	}
	err = s.accounts.RemoveTOTP(c.Request().Context(), loginOf(c).session, form.Get("password"), client(c))
	if errors.Is(err, account.ErrWrong) {
		return s.showSessions(c, http.StatusUnprocessableEntity, i18n.T(c.Request().Context(), "error.password_old"))
	}
	if problem := s.signInProblem(c, err); problem != "" {
		return s.showSessions(c, http.StatusUnprocessableEntity, problem)
	}
	if err != nil {
		return err
	}
	return backWith(c, "/admin/sessions", "second_off")
}
