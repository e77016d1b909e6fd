package admin

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

func (s *Server) sessionIndex(c echo.Context) error { return s.showSessions(c, http.StatusOK, "") }

// showSessions is where an editor is signed in, and how.
func (s *Server) showSessions(c echo.Context, status int, problem string) error {
	ctx, l := c.Request().Context(), loginOf(c)
	list, err := s.accounts.Sessions(ctx, l.editor.ID)
	if err != nil {
		return err
	}
	st, err := s.accounts.Status(ctx, l.editor.ID)
	if err != nil {
		return err
	}
	v := view.SessionsView{Second: secondWords(ctx, st), Problem: problem}
	if st.TOTP {
		v.Remove = &component.Field{Name: "password", Label: i18n.T(ctx, "password.old"), Kind: "password", Auto: "current-password", Required: true}
	} else {
		v.Enrol = i18n.Path(ctx, "/admin/enrol")
	}
	for _, x := range list {
		v.Rows = append(v.Rows, view.SessionRow{
			ID: x.ID, Agent: agentWords(c, x.Agent), Address: x.Address, Created: i18n.Stamp(ctx, x.Created), Seen: i18n.Stamp(ctx, x.Seen),
			Here: x.ID == l.session.ID,
		})
	}
	return web.Render(c, status, view.Sessions(s.frame(c, i18n.T(ctx, "admin.sessions")), v))
}

// agentWords says what a browser calls itself, as briefly as tells it apart.
func agentWords(c echo.Context, agent string) string {
	ctx := c.Request().Context()
	browser, system := "", ""
	for _, b := range []string{"MicroMessenger", "Edg", "Firefox", "Chrome", "Safari", "curl"} {
		if strings.Contains(agent, b) {
			browser = map[string]string{"MicroMessenger": "WeChat", "Edg": "Edge"}[b]
			if browser == "" {
				browser = b
			}
			break
		}
	}
	for _, o := range []string{"Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux"} {
		if strings.Contains(agent, o) {
			system = o
			break
		}
	}
	switch {
	case browser == "" && system == "":
		return i18n.T(ctx, "sessions.unknown")
	case system == "":
		return browser
	}
	return browser + " · " + system
}

func (s *Server) sessionEnd(c echo.Context) error {
	form, err := values(c)
	if err != nil {
		return err
	}
	l := loginOf(c)
	if err := s.accounts.End(c.Request().Context(), l.editor, form.Get("id"), client(c)); err != nil {
		return err
	}
	if form.Get("id") == l.session.ID {
		return backWith(c, "/admin/login", "left")
	}
	return backWith(c, "/admin/sessions", "ended")
}
