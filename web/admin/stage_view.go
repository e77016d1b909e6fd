package admin

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/static"
	view "wellspring/templates/stage"
)

// stageFrame surrounds what a holder sees; follow says whether the page follows
// the stage by itself.
func (s *Server) stageFrame(c echo.Context, st invest.Stage, role invest.StageRole, follow bool, scripts ...string) (view.Frame, error) {
	ctx := c.Request().Context()
	state, err := json.Marshal(toldOf(ctx, st, role))
	if err != nil {
		return view.Frame{}, err
	}
	base := i18n.From(ctx).Base
	f := view.Frame{
		Lang: string(i18n.From(ctx).Lang), Title: i18n.T(ctx, "stage.waiting"), Sheet: base + static.URL("stage.css"), Icon: base + static.URL("mark.svg"),
		Clock: strconv.FormatInt(s.stageClock().UnixMilli(), 10), State: string(state), Mode: string(st.Mode),
	}
	if st.Copy != nil {
		f.Title = i18n.Pick(ctx, st.Copy.Title).S
	}
	if follow {
		path := i18n.Path(ctx, "/stage/"+c.Param("token"))
		f.Events, f.Poll = path+"/events", path+"/state"
		scripts = append(scripts, "stage-follow.js")
	}
	for _, name := range scripts {
		f.Scripts = append(f.Scripts, base+static.URL(name))
	}
	return f, nil
}

// mostNames is how many projects can be read in one picture. With more the
// picture of all groups has the groups alone.
const mostNames = 24

// screenView is the screen with every picture of the copy, in public form.
func (s *Server) screenView(c echo.Context, st invest.Stage, follow bool) (view.Screen, error) {
	ctx := c.Request().Context()
	f, err := s.stageFrame(c, st, invest.RoleScreen, follow, "stage.js")
	v := view.Screen{Frame: f, Copy: strconv.FormatInt(st.CopyRevision, 10)}
	for _, name := range []string{"ribbon-1.svg", "ribbon-2.svg", "ribbon-3.svg"} {
		v.Ribbons = append(v.Ribbons, i18n.From(ctx).Base+static.URL(name))
	}
	if err != nil || st.Copy == nil {
		return v, err
	}
	text, p := st.Copy.Public().(*invest.Ceremony), st.State.Picture()
	v.View, v.Black, v.Totals = string(p.View), st.State.Black, stageTotals(ctx, st)
	v.Event, v.Head, v.Line = wording(ctx, text.Umbrella), wording(ctx, text.Title), wording(ctx, text.TitleLine)
	v.Slogan, v.When = i18n.Pick(ctx, text.Slogan), stageWhen(ctx, text)
	if !p.Until.IsZero() {
		v.Until = strconv.FormatInt(p.Until.UnixMilli(), 10)
	}
	v.Names = len(text.Signings()) <= mostNames
	for _, g := range inOrder(text, st.State.Groups) {
		x := stageGroup(ctx, g, p)
		x.On = p.View == invest.ViewGroup && p.Group == g.Key
		v.Groups = append(v.Groups, x)
	}
	return v, nil
}

// inOrder is the groups of a text in the order of the stage.
func inOrder(text *invest.Ceremony, order []int) []invest.Group {
	var out []invest.Group
	for _, key := range order {
		if g, ok := groupOf(text, key); ok {
			out = append(out, g)
		}
	}
	return out
}

func groupOf(text *invest.Ceremony, key int) (invest.Group, bool) {
	i := slices.IndexFunc(text.Groups, func(g invest.Group) bool { return g.Key == key })
	if i < 0 {
		return invest.Group{}, false
	}
	return text.Groups[i], true
}

func stageGroup(ctx context.Context, g invest.Group, p invest.StagePicture) view.Group {
	out := view.Group{
		Key: strconv.Itoa(g.Key), Label: wording(ctx, g.Label), Theme: i18n.Pick(ctx, g.Theme), Left: !slices.Contains(p.Groups, g.Key),
	}
	n := 0
	for _, r := range g.Signings {
		row := view.Row{Key: strconv.Itoa(r.Key), Name: wording(ctx, r.Name), Absent: slices.Contains(p.Absent, r.Key)}
		for _, x := range r.A {
			row.A = append(row.A, wording(ctx, x.Name))
		}
		for _, x := range r.B {
			row.B = append(row.B, wording(ctx, x.Name))
		}
		if r.Amount.Known() {
			row.Amount, out.Amounts = i18n.Money(ctx, r.Amount), true
		}
		if !row.Absent {
			n++
		}
		out.Rows = append(out.Rows, row)
	}
	out.N = strconv.Itoa(n)
	return out
}

// stageTotals is what was declared; where nothing was, what the rows on the stage
// say, with of how many of them.
func stageTotals(ctx context.Context, st invest.Stage) view.Totals {
	var amounts []invest.Money
	p := st.State.Picture()
	text := st.Copy.Public().(*invest.Ceremony)
	for _, g := range inOrder(text, p.Groups) {
		for _, r := range g.Signings {
			if !slices.Contains(p.Absent, r.Key) {
				amounts = append(amounts, r.Amount)
			}
		}
	}
	sum := invest.SumMoney(amounts...)
	t := view.Totals{Count: i18n.N(ctx, "stage.projects", len(amounts)), Amount: i18n.Money(ctx, invest.Money{})}
	if text.DeclaredCount != nil {
		t.Count = i18n.N(ctx, "stage.projects", *text.DeclaredCount)
	}
	switch {
	case text.DeclaredTotal.Known():
		t.Amount = i18n.Money(ctx, text.DeclaredTotal)
	case len(sum.Totals) > 0:
		var parts []string
		for _, m := range sum.Totals {
			parts = append(parts, i18n.Money(ctx, m))
		}
		t.Amount = strings.Join(parts, " + ")
		t.Note = i18n.T(ctx, "stage.sum_of", sum.Known, sum.Rows)
	}
	return t
}

func stageWhen(ctx context.Context, text *invest.Ceremony) string {
	parts := []string{strings.TrimSpace(i18n.Date(ctx, text.Start) + " " + text.Time)}
	for _, t := range []invest.Text{text.City, text.Venue} {
		if s := i18n.Pick(ctx, t).S; s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

// wording is a wording with the places where a line may end.
func wording(ctx context.Context, t invest.Text) view.Name {
	w := i18n.Pick(ctx, t)
	if w.S == "" {
		return view.Name{}
	}
	if w.Lang == "" && i18n.From(ctx).Lang != invest.Zh {
		return view.Name{Parts: []string{w.S}}
	}
	return view.Name{Parts: breaks(w.S), Lang: w.Lang}
}

func (s *Server) prompterView(c echo.Context, st invest.Stage) (view.Prompter, error) {
	ctx := c.Request().Context()
	f, err := s.stageFrame(c, st, invest.RolePrompter, true, "stage-swap.js")
	v := view.Prompter{Frame: f}
	if err != nil || st.Copy == nil {
		return v, err
	}
	v.Message, v.Black, v.Held = st.State.Message, st.State.Black, st.State.Held != nil
	v.On = shotPart(ctx, st, st.State.Picture().Shot, true)
	v.Next = nextPart(ctx, st)
	return v, nil
}

// nextPart is what is armed, else the next group.
func nextPart(ctx context.Context, st invest.Stage) view.Part {
	if st.State.Armed != (invest.Shot{}) {
		return shotPart(ctx, st, st.State.Armed, true)
	}
	if next := st.State.Upcoming(); len(next) > 0 {
		return shotPart(ctx, st, invest.Shot{View: invest.ViewGroup, Group: next[0]}, true)
	}
	return view.Part{}
}

func (s *Server) backstageView(c echo.Context, st invest.Stage) (view.Backstage, error) {
	ctx := c.Request().Context()
	f, err := s.stageFrame(c, st, invest.RoleBackstage, true, "stage-swap.js")
	v := view.Backstage{Frame: f}
	if err != nil || st.Copy == nil {
		return v, err
	}
	v.On = shotPart(ctx, st, st.State.Picture().Shot, false)
	for _, key := range st.State.Upcoming() {
		v.Next = append(v.Next, shotPart(ctx, st, invest.Shot{View: invest.ViewGroup, Group: key}, false))
	}
	return v, nil
}

// shotPart is a picture in words, for people.
func shotPart(ctx context.Context, st invest.Stage, shot invest.Shot, host bool) view.Part {
	g, ok := groupOf(st.Copy, shot.Group)
	if shot.View != invest.ViewGroup || !ok {
		return view.Part{Label: shotWords(ctx, st.Copy, shot)}
	}
	p := view.Part{Label: shotWords(ctx, st.Copy, shot)}
	if host {
		p.HostText = paragraphs(g.HostText)
	}
	for _, r := range g.Signings {
		p.Rows = append(p.Rows, view.Turn{
			Name: i18n.Pick(ctx, r.Name), A: picked(ctx, r.A), B: picked(ctx, r.B), Absent: slices.Contains(st.State.Absent, r.Key),
		})
	}
	return p
}

// shotWords is what a picture is called.
func shotWords(ctx context.Context, text *invest.Ceremony, shot invest.Shot) string {
	g, ok := groupOf(text, shot.Group)
	switch {
	case shot == invest.Shot{}:
		return ""
	case shot.View == invest.ViewGroup && ok:
		return i18n.Pick(ctx, g.Label).S
	}
	return i18n.Label(ctx, "stage_view", shot.View)
}

func picked(ctx context.Context, ps []invest.Party) []i18n.Words {
	var out []i18n.Words
	for _, p := range ps {
		out = append(out, i18n.Pick(ctx, p.Name))
	}
	return out
}
