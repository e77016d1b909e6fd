package admin

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"wellspring/internal/account"
	"wellspring/internal/i18n"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

func (s *Server) loginForm(c echo.Context) error {
	if l, err := s.resume(c, s.accounts.Resume); err != nil {
		return err
	} else if l != nil {
		return c.Redirect(http.StatusSeeOther, i18n.Path(c.Request().Context(), stagePath(l.session.Stage)))
	}
	return s.showLogin(c, http.StatusOK, c.QueryParam("to"), "", "", nil)
}

// showLogin is the way in. kept is a form that was sent after its login session
// had ended: it goes along, and is sent again afterwards.
func (s *Server) showLogin(c echo.Context, status int, to, name, problem string, kept url.Values) error {
	ctx := c.Request().Context()
	v := view.LoginView{
		Title: i18n.T(ctx, "login.title"), Action: i18n.Path(ctx, "/admin/login"), Problem: problem, Button: i18n.T(ctx, "login.go"),
		Fields: []component.Field{
			{Name: "login", Label: i18n.T(ctx, "login.name"), Kind: "line", Value: name, Auto: "username", Required: true, Wide: true},
			{Name: "password", Label: i18n.T(ctx, "login.password"), Kind: "password", Auto: "current-password", Required: true, Wide: true},
			{Name: "to", Kind: "hidden", Value: to},
		},
		Notes: []string{i18n.T(ctx, "login.forgotten")},
	}
	if len(kept) > 0 {
		v.Lead = i18n.T(ctx, "login.again")
		v.Fields = append(v.Fields, component.Field{Name: "kept", Kind: "hidden", Value: kept.Encode()})
	}
	return web.Render(c, status, view.Login(s.frame(c, v.Title), v))
}

// loginAgain answers a form whose login session has ended, without losing it.
func (s *Server) loginAgain(c echo.Context, to string) error {
	sent, err := values(c)
	if err != nil {
		return err
	}
	kept := url.Values{}
	for name, vs := range sent {
		if name != "token" && !strings.HasPrefix(name, "password") {
			kept[name] = vs
		}
	}
	return s.anonymous(func(c echo.Context) error {
		return s.showLogin(c, http.StatusUnauthorized, to, "", "", kept)
	})(c)
}

func (s *Server) login(c echo.Context) error {
	ctx := c.Request().Context()
	form, err := values(c)
	if err != nil {
		return err
	}
	kept := keptIn(form)
	to, name := form.Get("to"), strings.TrimSpace(form.Get("login"))
	if !s.tries.allow(c.RealIP()) {
		return s.showLogin(c, http.StatusTooManyRequests, to, name, i18n.T(ctx, "login.rate"), kept)
	}
	ticket, err := s.accounts.SignIn(ctx, name, form.Get("password"), client(c))
	if problem := s.signInProblem(c, err); problem != "" {
		return s.showLogin(c, http.StatusUnprocessableEntity, to, name, problem, kept)
	}
	if err != nil {
		return err
	}
	return s.enter(c, ticket, to, kept)
}

// keptIn is the form that waits to be sent again, none where there is none.
func keptIn(form url.Values) url.Values {
	kept, err := url.ParseQuery(form.Get("kept"))
	if err != nil {
		return nil
	}
	return kept
}

// signInProblem words why somebody was not let in, "" for anything else.
func (s *Server) signInProblem(c echo.Context, err error) string {
	ctx := c.Request().Context()
	var locked account.LockedError
	switch {
	case errors.As(err, &locked):
		wait := locked.Until.Sub(s.desk.Now()).Round(time.Second)
		if wait < time.Minute {
			return i18n.N(ctx, "login.wait", max(1, int(wait.Seconds())))
		}
		return i18n.N(ctx, "login.locked", int((wait + time.Minute - 1).Minutes()))
	case errors.Is(err, account.ErrWrong):
		return i18n.T(ctx, "login.wrong")
	}
	return ""
}

// enter gives the cookie and goes on: to the next step, to a form that waits to
// be sent again, or to where the editor wanted to go.
func (s *Server) enter(c echo.Context, t account.Ticket, to string, kept url.Values) error {
	if err := s.keep(c, t); err != nil {
		return err
	}
	ctx := c.Request().Context()
	to = s.inside(to)
	if t.Stage == account.StageCode && len(kept) > 0 { // no redirect carries a form
		c.SetRequest(c.Request().WithContext(view.WithToken(ctx, formToken(t.Secret))))
		return s.showCode(c, http.StatusOK, "")
	}
	if t.Stage != account.StageFull {
		return c.Redirect(http.StatusSeeOther, i18n.Path(ctx, stagePath(t.Stage))+"?to="+url.QueryEscape(to))
	}
	if len(kept) > 0 {
		v := view.AgainView{Title: i18n.T(ctx, "again.title"), Text: i18n.T(ctx, "again.text", t.Editor.Name), Action: to, Button: i18n.T(ctx, "again.go")}
		for name, vs := range kept {
			for _, value := range vs {
				v.Hidden = append(v.Hidden, view.HiddenValue{Name: name, Value: value})
			}
		}
		c.SetRequest(c.Request().WithContext(view.WithToken(ctx, formToken(t.Secret))))
		return web.Render(c, http.StatusOK, view.Again(s.frame(c, v.Title), v))
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// inside gives an address of the desk to go to, its first page for any other.
func (s *Server) inside(to string) string {
	base := s.config.BasePath
	u, err := url.Parse(to)
	ok := err == nil && u.Scheme == "" && u.Host == "" && u.User == nil && !strings.ContainsAny(to, "\\\r\n\t")
	if ok {
		path := strings.TrimPrefix(u.Path, base)
		path = strings.TrimPrefix(path, "/en")
		ok = strings.HasPrefix(u.Path, base) && (path == "/admin" || strings.HasPrefix(path, "/admin/")) && !strings.HasPrefix(u.Path, "//")
	}
	if !ok {
		return base + "/admin"
	}
	return u.RequestURI()
}

func (s *Server) logout(c echo.Context) error {
	if err := s.accounts.SignOut(c.Request().Context(), loginOf(c).session, client(c)); err != nil {
		return err
	}
	if err := s.forget(c); err != nil {
		return err
	}
	return backWith(c, "/admin/login", "left")
}

func (s *Server) codeForm(c echo.Context) error { return s.showCode(c, http.StatusOK, "") }

func (s *Server) showCode(c echo.Context, status int, problem string) error {
	ctx := c.Request().Context()
	v := view.LoginView{
		Title: i18n.T(ctx, "code.title"), Lead: i18n.T(ctx, "code.lead"), Action: i18n.Path(ctx, "/admin/code"), Problem: problem,
		Button: i18n.T(ctx, "login.go"), Leave: true,
		Fields: []component.Field{
			{Name: "code", Label: i18n.T(ctx, "code.field"), Kind: "line", Auto: "one-time-code", Required: true, Wide: true},
			{Name: "to", Kind: "hidden", Value: c.FormValue("to")},
		},
		Notes: []string{i18n.T(ctx, "code.recovery")},
	}
	if kept := c.Request().PostFormValue("kept"); kept != "" { // never of an address, which anybody may have made
		v.Fields = append(v.Fields, component.Field{Name: "kept", Kind: "hidden", Value: kept})
	}
	return web.Render(c, status, view.Login(s.frame(c, v.Title), v))
}

func (s *Server) code(c echo.Context) error {
	l := loginOf(c)
	form, err := values(c)
	if err != nil {
		return err
	}
	ticket, err := s.accounts.Code(c.Request().Context(), l.session.ID, l.secret, form.Get("code"), client(c))
	if problem := s.signInProblem(c, err); problem != "" {
		if errors.Is(err, account.ErrWrong) {
			problem = i18n.T(c.Request().Context(), "code.wrong")
		}
		return s.showCode(c, http.StatusUnprocessableEntity, problem)
	}
	if err != nil {
		return err
	}
	return s.enter(c, ticket, form.Get("to"), keptIn(form))
}
