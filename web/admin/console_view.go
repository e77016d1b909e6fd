package admin

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
)

// countdowns are the minutes that can be counted down.
var countdowns = []int{1, 2, 3, 5, 10, 15, 20, 30}

// logShown is how many lines of the log the console shows.
const logShown = 50

func (a *records) consoleView(c echo.Context, d invest.Draft) (view.ConsoleView, error) {
	ctx, who := c.Request().Context(), actor(c)
	st, err := a.desk.Stage(ctx, who, d.Number)
	if err != nil {
		return view.ConsoleView{}, err
	}
	people, err := a.people(c)
	if err != nil {
		return view.ConsoleView{}, err
	}
	path := i18n.Path(ctx, recordPath(a.kind, d.Number))
	v := view.ConsoleView{
		Trail: []component.Link{to(i18n.T(ctx, "console.back"), path)}, Title: i18n.Pick(ctx, d.Body.Heading()),
		Revision: strconv.FormatInt(st.Revision, 10), Home: path + "/console", State: path + "/console/state", Mode: string(st.Mode),
		ModeText: i18n.T(ctx, "stage.closed"), ModeNote: i18n.T(ctx, "console.closed"),
		Screen: path + "/console/screen", Fit: path + "/console/fit", Minutes: countdowns,
	}
	if st.Mode != "" {
		v.ModeText, v.ModeNote = i18n.Label(ctx, "stage_mode", st.Mode), i18n.T(ctx, "console.mode."+string(st.Mode))
	}
	if who.Editor.May(invest.MayStage, a.kind) {
		v.Act, v.Opening, v.LinksTo = path+"/console", path+"/console/opening", path+"/console/links"
		openings(ctx, &v, d, st)
	}
	if st.Copy != nil {
		v.Title = i18n.Pick(ctx, st.Copy.Title)
		nowOn(ctx, &v, st)
		v.Views, v.Groups = views(ctx, st.State), consoleGroups(ctx, st)
		livePage(ctx, &v, d, st)
	}
	if err := a.consoleLinks(c, d.Number, people, &v); err != nil {
		return v, err
	}
	log, err := a.desk.StageLog(ctx, who, d.Number, logShown)
	for _, e := range log {
		v.Log = append(v.Log, view.ConsoleLine{At: i18n.Stamp(ctx, e.At), Who: nameOf(ctx, people, e.Editor), What: deedWords(ctx, st.Copy, e)})
	}
	return v, err
}

// openings are the ways in which the stage can be opened now, and its end.
func openings(ctx context.Context, v *view.ConsoleView, d invest.Draft, st invest.Stage) {
	for _, mode := range desk.CanOpen(d, st) {
		key := "console.open." + string(mode)
		if mode == st.Mode {
			key += "_again"
		}
		v.Openings = append(v.Openings, view.ConsoleButton{Value: string(mode), Label: i18n.T(ctx, key), Note: i18n.T(ctx, key+".note", d.Revision)})
	}
	if st.Mode.Open() {
		key := "console.end." + string(st.Mode)
		v.End = &view.ConsoleButton{Value: string(invest.StageEnded), Label: i18n.T(ctx, key), Note: i18n.T(ctx, key+".note")}
	}
	if len(v.Openings) == 0 && !st.Mode.Open() {
		v.ModeNote = i18n.T(ctx, "console.cannot")
	}
}

// nowOn is what the screens show, what is beneath it, and what comes next.
func nowOn(ctx context.Context, v *view.ConsoleView, st invest.Stage) {
	s := st.State
	v.Black, v.Frozen, v.Message, v.CanUndo = s.Black, s.Held != nil, s.Message, s.Before > 0
	v.Shown, v.Armed = shotWords(ctx, st.Copy, s.Picture().Shot), shotWords(ctx, st.Copy, s.Armed)
	if s.Armed.View == invest.ViewCountdown {
		v.Armed += " " + i18n.N(ctx, "console.minutes", s.Armed.Seconds/60)
	}
	switch {
	case s.Black:
		v.Beneath, v.Shown = i18n.T(ctx, "console.beneath", v.Shown), i18n.T(ctx, "console.black")
	case v.Frozen:
		v.Beneath = i18n.T(ctx, "console.frozen", shotWords(ctx, st.Copy, s.Shown))
	}
}

// views are the pictures that are of no group.
func views(ctx context.Context, s invest.StageState) []view.ConsoleShot {
	var out []view.ConsoleShot
	for _, x := range []invest.StageView{invest.ViewTitle, invest.ViewAll, invest.ViewTotals} {
		out = append(out, consoleShot(s, invest.Shot{View: x}, "arm "+string(x), i18n.Label(ctx, "stage_view", x)))
	}
	return out
}

func consoleShot(s invest.StageState, shot invest.Shot, value, label string) view.ConsoleShot {
	return view.ConsoleShot{Value: value, Label: label, Shown: s.Picture().Shot == shot, Armed: s.Armed == shot}
}

func consoleGroups(ctx context.Context, st invest.Stage) []view.ConsoleGroup {
	var out []view.ConsoleGroup
	s := st.State
	for i, g := range inOrder(st.Copy, s.Groups) {
		shot := invest.Shot{View: invest.ViewGroup, Group: g.Key}
		x := view.ConsoleGroup{
			ConsoleShot: consoleShot(s, shot, "arm group "+strconv.Itoa(g.Key), i18n.Pick(ctx, g.Label).S),
			Key:         strconv.Itoa(g.Key), Theme: i18n.Pick(ctx, g.Theme).S, Skipped: slices.Contains(s.Skipped, g.Key),
			First: i == 0, Last: i == len(s.Groups)-1,
		}
		for _, seen := range s.Seen {
			if seen.Shot == shot {
				x.Seen = i18n.T(ctx, "console.seen", i18n.Stamp(ctx, seen.At))
			}
		}
		for _, r := range g.Signings {
			x.Rows = append(x.Rows, view.ConsoleRow{
				Key: strconv.Itoa(r.Key), Name: i18n.Pick(ctx, r.Name).S, Parties: sides(ctx, r), Absent: slices.Contains(s.Absent, r.Key),
			})
		}
		out = append(out, x)
	}
	return out
}

// sides names who signs a row, in one line.
func sides(ctx context.Context, r invest.Signing) string {
	var out []string
	for _, p := range append(slices.Clone(r.A), r.B...) {
		out = append(out, i18n.Pick(ctx, p.Name).S)
	}
	return strings.Join(out, i18n.T(ctx, "list.separator"))
}

// livePage says what the public sees meanwhile.
func livePage(ctx context.Context, v *view.ConsoleView, d invest.Draft, st invest.Stage) {
	_, open := st.LiveText()
	switch {
	case !st.Copy.LivePage:
		v.Page = i18n.T(ctx, "console.page_none")
		return
	case open:
		v.Page, v.PageHref = i18n.T(ctx, "console.page_on"), i18n.Path(ctx, "/ceremonies/"+strconv.FormatInt(d.Number, 10)+"/live")
	case st.State.PageOff:
		v.Page = i18n.T(ctx, "console.page_off")
	default:
		v.Page = i18n.T(ctx, "console.page_waits")
	}
	if !st.LiveAt.IsZero() {
		v.PageDo = &view.ConsoleButton{Value: "live_page off", Label: i18n.T(ctx, "console.page_close")}
		if st.State.PageOff {
			v.PageDo = &view.ConsoleButton{Value: "live_page on", Label: i18n.T(ctx, "console.page_again")}
		}
	}
}

func (a *records) consoleLinks(c echo.Context, ceremony int64, people map[int64]invest.Editor, v *view.ConsoleView) error {
	ctx := c.Request().Context()
	links, err := a.desk.StageLinks(ctx, actor(c), ceremony)
	if err != nil {
		return err
	}
	listening := a.hub.Listening(ceremony)
	for _, l := range links {
		v.Links = append(v.Links, view.ConsoleLink{
			ID: strconv.FormatInt(l.ID, 10), Role: i18n.Label(ctx, "stage_role", l.Role), Who: nameOf(ctx, people, l.Editor), Made: i18n.Stamp(ctx, l.Made),
			Listening: i18n.N(ctx, "console.listening", listening[l.ID]), Live: l.Revoked.IsZero(),
		})
	}
	for _, role := range invest.StageRoles {
		v.Roles = append(v.Roles, component.Option{Value: string(role), Label: plain(i18n.Label(ctx, "stage_role", role))})
	}
	return nil
}

// deedWords is a line of the log in words.
func deedWords(ctx context.Context, text *invest.Ceremony, e invest.StageEntry) string {
	c := e.Command
	if c.Act == "" {
		return i18n.T(ctx, "stage_deed."+string(c.Mode))
	}
	what := ""
	switch c.Act {
	case invest.ActArm:
		what = shotWords(ctx, text, c.Shot)
	case invest.ActGo:
		what = shotWords(ctx, text, e.State.Shown)
	case invest.ActSkip, invest.ActMove:
		what = shotWords(ctx, text, invest.Shot{View: invest.ViewGroup, Group: c.Group})
	case invest.ActAbsent:
		for _, r := range text.Signings() {
			if r.Key == c.Signing {
				what = i18n.Pick(ctx, r.Name).S
			}
		}
	case invest.ActMessage:
		what = c.Text
	}
	key := "stage_deed." + string(c.Act)
	if slices.Contains([]invest.StageAct{invest.ActBlack, invest.ActFreeze, invest.ActSkip, invest.ActAbsent, invest.ActLivePage}, c.Act) && !c.On {
		key += "_off"
	}
	if what == "" {
		return i18n.T(ctx, key)
	}
	return i18n.T(ctx, key) + i18n.T(ctx, "colon") + what
}
