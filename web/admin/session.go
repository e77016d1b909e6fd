package admin

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"wellspring/internal/account"
	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
)

// The cookie carries the id and the secret of a login session and nothing
// else; all that is known of it is a row in the store.

func cookieStore(config Config, keys [][]byte) *sessions.CookieStore {
	s := sessions.NewCookieStore(keys...)
	s.Options = &sessions.Options{
		Path: config.BasePath + "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure(config),
		MaxAge: int(config.Limits.Absolute.Seconds()),
	}
	s.MaxAge(s.Options.MaxAge) // of the codecs too
	return s
}

func secure(config Config) bool { return strings.HasPrefix(config.Origin, "https://") }

// cookieName has the prefix by which a browser guards it best: __Host- asks for
// https and the whole site, which a site under a path cannot give.
func cookieName(config Config, name string) string {
	switch {
	case !secure(config):
		return name
	case config.BasePath != "":
		return "__Secure-" + name
	}
	return "__Host-" + name
}

// login is who is signed in for a request.
type login struct {
	session account.Session
	secret  string
	editor  invest.Editor
}

const loginKey = "login"

// loginOf gives who is signed in below signedIn and begun.
func loginOf(c echo.Context) *login {
	l, _ := c.Get(loginKey).(*login)
	return l
}

// actor is who does what this request asks for.
func actor(c echo.Context) desk.Actor {
	return desk.Actor{Editor: loginOf(c).editor, Address: c.RealIP()}
}

func client(c echo.Context) account.Client {
	return account.Client{Address: c.RealIP(), Agent: c.Request().UserAgent()}
}

// finder finds the login session of an id and a secret: Accounts.Resume or Look.
type finder func(ctx context.Context, id, secret string) (account.Session, invest.Editor, error)

// resume finds the login session of a request; nil where there is none.
func (s *Server) resume(c echo.Context, find finder) (*login, error) {
	kept, err := s.cookies.Load().Get(c.Request(), cookieName(s.config, "desk"))
	if err != nil {
		return nil, nil // a cookie of another key, or none of ours: as if there were none
	}
	id, _ := kept.Values["id"].(string)
	secret, _ := kept.Values["secret"].(string)
	if id == "" {
		return nil, nil
	}
	session, editor, err := find(c.Request().Context(), id, secret)
	if errors.Is(err, account.ErrEnded) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &login{session: session, secret: secret, editor: editor}, nil
}

// keep gives the browser the cookie of a login session.
func (s *Server) keep(c echo.Context, t account.Ticket) error {
	kept, _ := s.cookies.Load().New(c.Request(), cookieName(s.config, "desk")) // an old cookie that cannot be read is replaced
	kept.Values = map[any]any{"id": t.ID, "secret": t.Secret}
	return kept.Save(c.Request(), c.Response())
}

// forget takes the cookie away.
func (s *Server) forget(c echo.Context) error {
	kept, _ := s.cookies.Load().New(c.Request(), cookieName(s.config, "desk"))
	kept.Values, kept.Options.MaxAge = map[any]any{}, -1
	return kept.Save(c.Request(), c.Response())
}

// signedIn lets those in who are signed in with all steps done.
func (s *Server) signedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return s.found(s.accounts.Resume, allSteps(next))
}

// stillSignedIn is signedIn for what a page asks by itself: it does not keep
// alive the session of an editor who has left.
func (s *Server) stillSignedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return s.found(s.accounts.Look, allSteps(next))
}

// allSteps sends those who are not through with signing in to their next step.
func allSteps(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if l := loginOf(c); l.session.Stage != account.StageFull {
			return c.Redirect(http.StatusSeeOther, i18n.Path(c.Request().Context(), stagePath(l.session.Stage)))
		}
		return next(c)
	}
}

// begun lets those in who have given their password, whatever is still to come.
func (s *Server) begun(next echo.HandlerFunc) echo.HandlerFunc {
	return s.found(s.accounts.Resume, next)
}

func (s *Server) found(find finder, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		l, err := s.resume(c, find)
		if err != nil {
			return err
		}
		if l == nil {
			return s.toLogin(c)
		}
		c.Set(loginKey, l)
		c.SetRequest(c.Request().WithContext(view.WithToken(c.Request().Context(), formToken(l.secret))))
		return next(c)
	}
}

// stagePath is the page of a step of signing in.
func stagePath(stage account.Stage) string {
	switch stage {
	case account.StageCode:
		return "/admin/code"
	case account.StageEnrol:
		return "/admin/enrol"
	case account.StagePassword:
		return "/admin/password"
	}
	return "/admin"
}

// toLogin asks for a sign-in and comes back to where the request wanted to go.
// What a form held comes back too: a session that ran out loses no work.
func (s *Server) toLogin(c echo.Context) error {
	if c.Get(isUpload) != nil {
		return echo.ErrUnauthorized
	}
	r := c.Request()
	to := s.config.BasePath + r.URL.RequestURI() // the site took its path off before
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return c.Redirect(http.StatusSeeOther, i18n.Path(r.Context(), "/admin/login")+"?to="+url.QueryEscape(to))
	}
	return s.loginAgain(c, to)
}

// formToken is what a form of a login session must carry.
func formToken(secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("form"))
	return hex.EncodeToString(mac.Sum(nil))
}

// anonymous gives forms before sign-in a token: a cookie's own value.
func (s *Server) anonymous(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		name := cookieName(s.config, "form")
		value := ""
		if ck, err := c.Cookie(name); err == nil && len(ck.Value) == 43 {
			value = ck.Value
		} else {
			value = rand.Text() + rand.Text()[:17]
			c.SetCookie(&http.Cookie{
				Name: name, Value: value, Path: s.config.BasePath + "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure(s.config),
			})
		}
		c.SetRequest(c.Request().WithContext(view.WithToken(c.Request().Context(), formToken(value))))
		return next(c)
	}
}

// genuine refuses a change that no page of ours asked for. A browser says where
// a request comes from, and the site has asked it; where it says nothing, the
// form must carry the token of its login session, or of its cookie before one.
func (s *Server) genuine(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Header.Get("Sec-Fetch-Site") != "" || r.Header.Get("Origin") != "" {
			return next(c)
		}
		sent := r.PostFormValue("token")
		for _, secret := range s.secrets(c) {
			if subtle.ConstantTimeCompare([]byte(sent), []byte(formToken(secret))) == 1 {
				return next(c)
			}
		}
		return invest.Errorf(invest.Forbidden, "a form without its token")
	}
}

// secrets are those whose token a form of this browser may carry.
func (s *Server) secrets(c echo.Context) []string {
	var out []string
	if kept, err := s.cookies.Load().Get(c.Request(), cookieName(s.config, "desk")); err == nil {
		if secret, _ := kept.Values["secret"].(string); secret != "" {
			out = append(out, secret)
		}
	}
	if ck, err := c.Cookie(cookieName(s.config, "form")); err == nil && ck.Value != "" {
		out = append(out, ck.Value)
	}
	return out
}
