package admin

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/account"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

func (s *Server) peopleIndex(c echo.Context) error {
	ctx := c.Request().Context()
	people, err := s.people(c)
	if err != nil {
		return err
	}
	v := view.PeopleView{New: to(i18n.T(ctx, "people.new"), i18n.Path(ctx, "/admin/people/new"))}
	for _, e := range sortedPeople(people) {
		st, err := s.accounts.Status(ctx, e.ID)
		if err != nil {
			return err
		}
		v.Rows = append(v.Rows, view.PersonRow{
			Link: to(e.Name, i18n.Path(ctx, "/admin/people/"+strconv.FormatInt(e.ID, 10))), Login: e.Login, Roles: roleWords(ctx, e.Roles),
			States: s.personStates(ctx, e, st), Second: secondWords(ctx, st),
		})
	}
	return web.Render(c, http.StatusOK, view.People(s.frame(c, i18n.T(ctx, "admin.people")), v))
}

func roleWords(ctx context.Context, roles []invest.Role) string {
	var out []string
	for _, r := range roles {
		out = append(out, i18n.Label(ctx, "role", r))
	}
	return strings.Join(out, i18n.T(ctx, "list.separator"))
}

func secondWords(ctx context.Context, st account.Status) string {
	if !st.TOTP {
		return i18n.T(ctx, "people.second_off")
	}
	return i18n.N(ctx, "people.second_on", st.Recovery)
}

func (s *Server) personStates(ctx context.Context, e invest.Editor, st account.Status) []component.Badge {
	var out []component.Badge
	if e.Disabled {
		out = append(out, component.Badge{Label: i18n.T(ctx, "people.disabled"), Tone: "seal"})
	}
	switch {
	case !st.Password:
		out = append(out, component.Badge{Label: i18n.T(ctx, "people.no_password"), Tone: "quiet"})
	case st.MustChange:
		out = append(out, component.Badge{Label: i18n.T(ctx, "people.must_change"), Tone: "quiet"})
	}
	if st.Locked.After(s.desk.Now()) {
		out = append(out, component.Badge{Label: i18n.T(ctx, "people.locked", i18n.Stamp(ctx, st.Locked)), Tone: "seal"})
	}
	return out
}

// person finds the editor of an address; a new one without a number.
func (s *Server) person(c echo.Context) (invest.Editor, error) {
	if c.Param("n") == "" {
		return invest.Editor{}, nil
	}
	n, err := number(c)
	if err != nil {
		return invest.Editor{}, err
	}
	people, err := s.people(c)
	if err != nil {
		return invest.Editor{}, err
	}
	e, ok := people[n]
	if !ok {
		return e, echo.ErrNotFound
	}
	return e, nil
}

func (s *Server) personForm(c echo.Context) error {
	e, err := s.person(c)
	if err != nil {
		return err
	}
	if e.ID != 0 {
		if err := s.desk.RecordRead(c.Request().Context(), actor(c), e); err != nil {
			return err
		}
	}
	return s.showPerson(c, http.StatusOK, e, nil, "")
}

func (s *Server) showPerson(c echo.Context, status int, e invest.Editor, errs invest.FieldErrors, secret string) error {
	ctx := c.Request().Context()
	v := view.PersonView{Title: i18n.T(ctx, "people.new"), Action: i18n.Path(ctx, "/admin/people/new"), Secret: secret}
	roles := component.Field{Name: "roles", Label: i18n.T(ctx, "people.roles"), Hint: i18n.T(ctx, "people.roles_hint"), Kind: "checks", Required: true}
	for _, r := range invest.Roles {
		roles.Options = append(roles.Options, component.Option{Value: string(r), Label: plain(i18n.Label(ctx, "role", r)), Chosen: slices.Contains(e.Roles, r)})
	}
	v.Fields = []component.Field{
		{Name: "name", Label: i18n.T(ctx, "people.name"), Hint: i18n.T(ctx, "people.name_hint"), Kind: "line", Value: e.Name, Required: true},
		{Name: "login", Label: i18n.T(ctx, "people.login"), Hint: i18n.T(ctx, "people.login_hint"), Kind: "line", Value: e.Login, Required: true},
		roles,
	}
	if e.ID != 0 {
		disabled := component.Field{Name: "disabled", Label: i18n.T(ctx, "people.disable"), Kind: "check", Wide: true}
		if e.Disabled {
			disabled.Value = "1"
		}
		v.Fields = append(v.Fields, disabled)
		if err := s.accountOf(c, e, &v); err != nil {
			return err
		}
	}
	for _, x := range errs {
		field := x.Field
		if cut, _, ok := strings.Cut(field, "."); ok {
			field = cut
		}
		x.Field = field
		v.Problems = append(v.Problems, problemAt(ctx, x, &v.Fields[0], &v.Fields[1], &v.Fields[2]))
	}
	if len(errs) > 0 {
		v.Problem = i18n.N(ctx, "edit.problems", len(errs))
	}
	f := s.frame(c, v.Title)
	f.Crumb = []component.Link{to(i18n.T(ctx, "admin.people"), i18n.Path(ctx, "/admin/people"))}
	script(c, &f, "unsaved.js")
	return web.Render(c, status, view.Person(f, v))
}

// accountOf adds how an editor signs in, and what can be done about it.
func (s *Server) accountOf(c echo.Context, e invest.Editor, v *view.PersonView) error {
	ctx := c.Request().Context()
	st, err := s.accounts.Status(ctx, e.ID)
	if err != nil {
		return err
	}
	path := i18n.Path(ctx, "/admin/people/"+strconv.FormatInt(e.ID, 10))
	v.Title, v.Action = e.Name, path
	fact := func(key, value string) {
		v.Facts = append(v.Facts, component.Fact{Label: i18n.T(ctx, key), Values: []component.Link{{Text: plain(value)}}})
	}
	if st.Password {
		fact("people.password_set", i18n.Stamp(ctx, st.Set))
	} else {
		fact("people.password_set", i18n.T(ctx, "people.no_password"))
	}
	fact("people.second", secondWords(ctx, st))
	act := func(do, to string) {
		v.Forms = append(v.Forms, view.ActForm{
			ID: "act-" + do, Title: i18n.T(ctx, "people."+do+".title"), Text: i18n.T(ctx, "people."+do+".text"), Action: path + to,
			Button: i18n.T(ctx, "people."+do+".go"), Value: do,
		})
	}
	act("reset", "/password")
	if st.TOTP {
		act("totp", "/unlock")
	}
	if st.Locked.After(s.desk.Now()) {
		act("unlock", "/unlock")
	}
	return nil
}

func (s *Server) savePerson(c echo.Context) error {
	e, err := s.person(c)
	if err != nil {
		return err
	}
	sent, err := values(c)
	if err != nil {
		return err
	}
	fresh := e.ID == 0
	fill(&e, sent)
	ctx := c.Request().Context()
	saved, err := s.desk.SaveEditor(ctx, actor(c), e)
	switch invest.CodeOf(err) {
	case invest.Invalid:
		return s.showPerson(c, http.StatusUnprocessableEntity, e, invest.FieldsOf(err), "")
	case invest.Conflict:
		wrong, err := s.whyConflict(c, e)
		if err != nil {
			return err
		}
		return s.showPerson(c, http.StatusUnprocessableEntity, e, invest.FieldErrors{wrong}, "")
	}
	if err != nil {
		return err
	}
	if !fresh {
		return backWith(c, "/admin/people/"+strconv.FormatInt(saved.ID, 10), "saved")
	}
	return s.giveSecret(c, saved)
}

// whyConflict says which of the two it was: the login is another's, or nobody
// could administer any more.
func (s *Server) whyConflict(c echo.Context, e invest.Editor) (invest.FieldError, error) {
	people, err := s.people(c)
	for _, other := range people {
		if other.Login == e.Login && other.ID != e.ID {
			return invest.FieldError{Field: "login", Key: "error.login_taken"}, err
		}
	}
	return invest.FieldError{Field: "roles", Key: "error.last_admin"}, err
}

func fill(e *invest.Editor, sent url.Values) {
	e.Name, e.Login = strings.TrimSpace(sent.Get("name")), strings.TrimSpace(sent.Get("login"))
	e.Disabled = e.ID != 0 && sent.Get("disabled") == "1"
	e.Roles = nil
	for _, r := range sent["roles"] {
		e.Roles = append(e.Roles, invest.Role(r))
	}
}

func (s *Server) setPassword(c echo.Context) error {
	e, err := s.person(c)
	if err != nil {
		return err
	}
	return s.giveSecret(c, e)
}

// giveSecret makes a password that is shown once and must be changed at the
// first sign-in: nobody but its owner is to know the one that stays.
func (s *Server) giveSecret(c echo.Context, e invest.Editor) error {
	secret := account.NewPassword()
	if err := s.accounts.SetPassword(c.Request().Context(), loginOf(c).editor, e.ID, secret, false, client(c)); err != nil {
		return err
	}
	return s.showPerson(c, http.StatusOK, e, nil, secret)
}

// unlock ends a lock-out, or takes off a second factor that was lost.
func (s *Server) unlock(c echo.Context) error {
	e, err := s.person(c)
	if err != nil {
		return err
	}
	ctx, me := c.Request().Context(), loginOf(c).editor
	switch do := c.FormValue("do"); do {
	case "totp":
		err = s.accounts.DropTOTP(ctx, me, e.ID, client(c))
	case "unlock":
		err = s.accounts.Unlock(ctx, me, e.ID, client(c))
	default:
		err = noSuch(do)
	}
	if err != nil {
		return err
	}
	return backWith(c, "/admin/people/"+strconv.FormatInt(e.ID, 10), "unlocked")
}
