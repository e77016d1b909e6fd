package admin

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	stageview "wellspring/templates/stage"
	"wellspring/web"
)

func (a *records) console(c echo.Context) error {
	return a.showConsole(c, http.StatusOK, "", nil)
}

// freshLink is a stage link that was just made: it is shown once.
type freshLink struct {
	role  invest.StageRole
	token string
}

// showConsole is the director's desk, with why the last command came to nothing.
func (a *records) showConsole(c echo.Context, status int, problem string, fresh *freshLink) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	v, err := a.consoleView(c, d)
	if err != nil {
		return err
	}
	v.Problem = problem
	if fresh != nil {
		v.FreshRole = i18n.Label(c.Request().Context(), "stage_role", fresh.role)
		v.Fresh = a.config.Origin + i18n.Path(c.Request().Context(), stageLinkPath(fresh.role, fresh.token))
	}
	f := a.frame(c, i18n.T(c.Request().Context(), "console.title", v.Title.S))
	f.Here = i18n.Path(c.Request().Context(), recordPath(a.kind, d.Number)+"/console")
	script(c, &f, "console.js")
	return web.Render(c, status, view.Console(f, v))
}

// direct does what a button of the console says.
func (a *records) direct(c echo.Context) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	sent, err := values(c)
	if err != nil {
		return err
	}
	command, ok := commandOf(sent)
	if !ok {
		return noSuch(sent.Get("do"))
	}
	_, err = a.desk.Direct(c.Request().Context(), actor(c), n, command)
	return a.directed(c, n, err)
}

// openStage opens a stage in a mode, or ends it.
func (a *records) openStage(c echo.Context) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	sent, err := values(c)
	if err != nil {
		return err
	}
	ctx, who, revision := c.Request().Context(), actor(c), stageRevision(sent)
	switch mode := invest.StageMode(sent.Get("mode")); mode {
	case invest.StageRehearsal, invest.StageLive:
		_, err = a.desk.OpenStage(ctx, who, n, revision, mode)
	case invest.StageEnded:
		_, err = a.desk.EndStage(ctx, who, n, revision)
	default:
		return noSuch(string(mode))
	}
	return a.directed(c, n, err)
}

// directed answers a command: by the console as it is now, and where nothing came
// of it with why.
func (a *records) directed(c echo.Context, n int64, err error) error {
	ctx := c.Request().Context()
	switch code := invest.CodeOf(err); {
	case err == nil:
		a.hub.Changed(n)
		return c.Redirect(http.StatusSeeOther, i18n.Path(ctx, recordPath(a.kind, n)+"/console"))
	case code == invest.Stale, code == invest.Conflict, code == invest.Invalid:
		return a.showConsole(c, web.StatusOf(err), i18n.T(ctx, "console.problem."+string(code)), nil)
	}
	return err
}

func stageRevision(sent url.Values) int64 {
	n, err := strconv.ParseInt(sent.Get("revision"), 10, 64)
	if err != nil {
		return -1 // no stage is there
	}
	return n
}

// commandOf reads the command on a button: "arm group 3", "skip 3 on", "go".
func commandOf(sent url.Values) (invest.StageCommand, bool) {
	c := invest.StageCommand{Revision: stageRevision(sent)}
	words := strings.Fields(sent.Get("do"))
	word := func(i int) string {
		if i < len(words) {
			return words[i]
		}
		return ""
	}
	key := func(i int) int { n, _ := strconv.Atoi(word(i)); return n } // 0 is no key
	switch word(0) {
	case "arm":
		c.Act, c.Shot = invest.ActArm, invest.Shot{View: invest.StageView(word(1)), Group: key(2)}
	case "countdown":
		minutes, _ := strconv.Atoi(sent.Get("minutes")) // none is refused by the Desk
		c.Act, c.Shot = invest.ActArm, invest.Shot{View: invest.ViewCountdown, Seconds: minutes * 60}
	case "go", "undo":
		c.Act = invest.StageAct(word(0))
	case "black", "freeze", "live_page":
		c.Act, c.On = invest.StageAct(word(0)), word(1) == "on"
	case "skip":
		c.Act, c.Group, c.On = invest.ActSkip, key(1), word(2) == "on"
	case "absent":
		c.Act, c.Signing, c.On = invest.ActAbsent, key(1), word(2) == "on"
	case "move":
		c.Act, c.Group, c.By = invest.ActMove, key(1), map[string]int{"up": -1, "down": 1}[word(2)]
	case "message":
		c.Act, c.Text = invest.ActMessage, strings.TrimSpace(sent.Get("text"))
	case "hush":
		c.Act = invest.ActMessage
	default:
		return c, false
	}
	return c, true
}

// stageLinks makes a stage link, shown once, or revokes one.
func (a *records) stageLinks(c echo.Context) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	sent, err := values(c)
	if err != nil {
		return err
	}
	ctx, who := c.Request().Context(), actor(c)
	if id, err := strconv.ParseInt(sent.Get("revoke"), 10, 64); err == nil {
		if err := a.desk.RevokeStageLink(ctx, who, n, id); err != nil {
			return err
		}
		a.hub.Changed(n)
		return backWith(c, recordPath(a.kind, n)+"/console", "revoked")
	}
	role := invest.StageRole(sent.Get("role"))
	token, err := a.desk.NewStageLink(ctx, who, n, role)
	if err != nil {
		return err
	}
	return a.showConsole(c, http.StatusOK, "", &freshLink{role: role, token: token})
}

// consoleState is what the console asks for by itself.
func (s *Server) consoleState(c echo.Context) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	st, err := s.desk.Stage(ctx, actor(c), n)
	if err != nil {
		return err
	}
	// Whoever waits out the speeches at an open stage is at work: they must not be
	// asked to sign in when they press the button.
	if st.Mode.Open() && actor(c).Editor.May(invest.MayStage, invest.KindCeremony) {
		if _, err := s.resume(c, s.accounts.Resume); err != nil {
			return err
		}
	}
	listening := map[string]string{}
	links, err := s.desk.StageLinks(ctx, actor(c), n)
	if err != nil {
		return err
	}
	count := s.hub.Listening(n)
	for _, l := range links {
		listening[strconv.FormatInt(l.ID, 10)] = i18n.N(ctx, "console.listening", count[l.ID])
	}
	return c.JSON(http.StatusOK, map[string]any{"revision": st.Revision, "listening": listening})
}

// consoleScreen is the screen for a look from the console: as it is on the stage,
// else as the latest text would be. It does not follow.
func (a *records) consoleScreen(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	st, err := a.desk.Stage(c.Request().Context(), actor(c), d.Number)
	if err != nil {
		return err
	}
	if text, ok := d.Body.(*invest.Ceremony); ok && st.Copy == nil {
		st.Copy, st.CopyRevision = text, d.Revision
		st.State = st.Reopened(text, a.desk.Now())
	}
	v, err := a.screenView(c, st, false)
	if err != nil {
		return err
	}
	v.Measure = true
	h := c.Response().Header()
	h.Set("Content-Security-Policy", strings.Replace(h.Get("Content-Security-Policy"), "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
	return web.Render(c, http.StatusOK, stageview.Show(v))
}

// fitShapes are the screens that halls have.
var fitShapes = []view.FitShape{
	{Name: "16:9", Width: "1920", Height: "1080", Class: "fit-wide"},
	{Name: "32:9", Width: "3840", Height: "1080", Class: "fit-ultra"},
	{Name: "4:3", Width: "1024", Height: "768", Class: "fit-old"},
}

// consoleFit shows whether everything can be read at the shapes of screens.
func (a *records) consoleFit(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	framed(c)
	ctx := c.Request().Context()
	path := i18n.Path(ctx, recordPath(a.kind, d.Number)) + "/console"
	v := view.FitView{
		Trail: []component.Link{to(i18n.T(ctx, "tab.console"), path)}, Title: i18n.Pick(ctx, d.Body.Heading()), Screen: path + "/screen", Shapes: fitShapes,
	}
	for _, x := range invest.StageViews {
		v.Views = append(v.Views, component.Option{Value: string(x), Label: plain(i18n.Label(ctx, "stage_view", x))})
	}
	f := a.frame(c, i18n.T(ctx, "fit.title"))
	script(c, &f, "fit.js")
	return web.Render(c, http.StatusOK, view.Fit(f, v))
}
