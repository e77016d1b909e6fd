package admin

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/web"
	"wellspring/web/form"
)

// Two editors changed one text. The second to save sees both, field by field:
// what only one of them changed is chosen already, what both changed is theirs
// to decide, and nothing is stored until they have.

// conflict shows the form that was sent beside the text that was saved in the
// meantime. d carries the version and revision that the form was begun from.
func (a *records) conflict(c echo.Context, d invest.Draft, sent url.Values) error {
	ctx, who := c.Request().Context(), actor(c)
	now, err := a.desk.Open(ctx, who, a.kind, d.Number)
	if err != nil {
		return err
	}
	base, err := a.baseOf(c, now, d.Revision)
	if err != nil {
		return err
	}
	env, err := a.env(c, now.Body)
	if err != nil {
		return err
	}
	// Kept as if it were not saved yet: whoever turns back finds it again.
	if d.Origin != "" {
		form := maps.Clone(sent)
		form.Del("token")
		err := a.desk.Autosave(ctx, who, invest.Autosave{Origin: d.Origin, Kind: a.kind, Number: d.Number, Version: d.Version, Form: []byte(form.Encode())})
		if code := invest.CodeOf(err); err != nil && code != invest.Invalid && code != invest.Full {
			return err
		}
	}
	mine := form.Read(ctx, env, invest.NewContent(a.kind), sent)
	people, err := a.people(c)
	if err != nil {
		return err
	}
	revisions, err := a.desk.Revisions(ctx, who, a.kind, d.Number)
	if err != nil {
		return err
	}
	v := conflictView(ctx, form.Of(ctx, env, base), form.Of(ctx, env, now.Body), mine, sent)
	v.Record, v.Action, v.Version = a.record(c, now, "edit"), i18n.Path(ctx, recordPath(a.kind, d.Number)), strconv.FormatInt(now.Version, 10)
	v.Hidden = append(v.Hidden, view.HiddenValue{Name: "revision", Value: strconv.FormatInt(now.Revision, 10)})
	v.Lead = cmp.Or(v.Lead, savedBy(ctx, people, who, revisions[0].Editor, revisions[0].At))
	f := a.frame(c, v.Record.Title.S)
	f.Crumb = a.crumbs(ctx)
	return a.chooseFrom(c, f, v)
}

// chooseFrom is the page of a conflict.
func (s *Server) chooseFrom(c echo.Context, f view.Frame, v view.ConflictView) error {
	script(c, &f, "unsaved.js", "picks.js")
	return web.Render(c, http.StatusConflict, view.Conflict(f, v))
}

// inWords gives both sides as people read them: markup without its tags, unless
// the tags are all that differs.
func inWords(x form.Choice) (theirs, mine string) {
	if x.Kind != "rich" {
		return x.Old, x.New
	}
	theirs, mine = strings.Join(invest.PlainParagraphs(x.Old), "\n"), strings.Join(invest.PlainParagraphs(x.New), "\n")
	if theirs == mine {
		return x.Old, x.New
	}
	return theirs, mine
}

// conflictView lays a form as it was sent beside the one that was saved in the
// meantime; both were begun from what was.
func conflictView(ctx context.Context, was, theirs, mine form.Form, sent url.Values) view.ConflictView {
	v := view.ConflictView{Hidden: carried(sent)}
	for _, x := range form.Merge(ctx, was, theirs, mine) {
		l := view.ConflictLine{
			Name: x.Name, Label: x.Label,
			Merge: x.Kind == "line" || x.Kind == "area" || x.Kind == "rich",
		}
		l.Theirs, l.Mine = inWords(x)
		switch {
		case x.They && x.I || slices.Contains(sent["both"], x.Name): // theirs to say: nothing is chosen for them
			l.Both = true
			v.Hidden = append(v.Hidden, view.HiddenValue{Name: "both", Value: x.Name})
		case x.They:
			l.Pick = "theirs"
		default:
			l.Pick = "mine"
		}
		l.Pick = cmp.Or(sent.Get("pick:"+x.Name), l.Pick)
		v.Lines = append(v.Lines, l)
	}
	slices.SortStableFunc(v.Lines, func(x, y view.ConflictLine) int { return order(y.Both) - order(x.Both) })
	if len(v.Lines) == 0 { // both typed the same
		v.Lead = i18n.T(ctx, "conflict.same")
	}
	return v
}

// savedBy says who saved in the meantime, and when.
func savedBy(ctx context.Context, people map[int64]invest.Editor, who desk.Actor, editor int64, at time.Time) string {
	if editor == who.Editor.ID {
		return i18n.T(ctx, "conflict.self", i18n.Stamp(ctx, at))
	}
	return i18n.T(ctx, "conflict.lead", nameOf(ctx, people, editor), i18n.Stamp(ctx, at))
}

func order(b bool) int {
	if b {
		return 1
	}
	return 0
}

// baseOf is the text that a form was begun from; the stored one where that is
// not known.
func (a *records) baseOf(c echo.Context, now invest.Draft, revision int64) (invest.Content, error) {
	if revision <= 0 || revision > now.Revision {
		return now.Body, nil
	}
	r, err := a.desk.Revision(c.Request().Context(), actor(c), a.kind, now.Number, revision)
	return r.Body, err
}

// carried are the values of a form that go through the page of a conflict.
func carried(sent url.Values) []view.HiddenValue {
	var out []view.HiddenValue
	for name, vs := range sent {
		switch name {
		case "token", "version", "revision", "do", "whole", "open", "both":
			continue
		}
		if strings.HasPrefix(name, "pick:") || strings.HasPrefix(name, "own:") {
			continue
		}
		for _, v := range vs {
			out = append(out, view.HiddenValue{Name: name, Value: v})
		}
	}
	slices.SortStableFunc(out, func(a, b view.HiddenValue) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// undecided reports whether a form comes from the page of a conflict with
// something that both changed and nobody has chosen.
func undecided(sent url.Values) bool {
	return slices.ContainsFunc(sent["both"], func(name string) bool { return !sent.Has("pick:"+name) && !written(sent, name) })
}

// written reports whether there is a text of one's own for a field.
func written(sent url.Values, name string) bool {
	return sent.Has("own:"+name) && !sameWords(sent.Get("own:"+name), sent.Get(name))
}

// applyPicks puts what was chosen on the page of a conflict into the form: theirs
// gives the values that were laid beside it. A text of one's own counts where it
// was written, even if its button was not pressed.
func applyPicks(sent url.Values, theirs func() (url.Values, error)) error {
	var picked []string
	for name := range sent {
		if field, ok := strings.CutPrefix(name, "own:"); ok && sent.Get("pick:"+field) != "theirs" && written(sent, field) {
			sent.Set("pick:"+field, "own")
		}
	}
	for name := range sent {
		if field, ok := strings.CutPrefix(name, "pick:"); ok {
			picked = append(picked, field)
		}
	}
	if len(picked) == 0 {
		return nil
	}
	values, err := theirs()
	if err != nil {
		return err
	}
	for _, name := range picked {
		switch sent.Get("pick:" + name) {
		case "theirs":
			form.Take(sent, values, name)
		case "own":
			sent.Set(name, sent.Get("own:"+name))
		}
		sent.Del("pick:" + name)
		sent.Del("own:" + name)
	}
	return nil
}

// saved are the values of the form of a revision.
func (a *records) saved(c echo.Context, d invest.Draft) (url.Values, error) {
	r, err := a.desk.Revision(c.Request().Context(), actor(c), a.kind, d.Number, d.Revision)
	if err != nil {
		return nil, err
	}
	env, err := a.env(c, r.Body)
	return form.Of(c.Request().Context(), env, r.Body).Values, err
}

// sameWords compares two texts of a form whatever their line ends: a browser
// sends CR LF where it was given LF.
func sameWords(a, b string) bool {
	return strings.ReplaceAll(a, "\r\n", "\n") == strings.ReplaceAll(b, "\r\n", "\n")
}
