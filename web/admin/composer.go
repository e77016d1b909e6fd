package admin

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/check"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
	"wellspring/web/form"
)

// arranging is a ceremony in the composer: the text that the form was begun from,
// and how it is to be arranged.
type arranging struct {
	draft  invest.Draft // Version and Revision as the form knows them
	base   *invest.Ceremony
	plan   plan
	origin string
	note   string
	focus  string // id of what has been moved
	wrong  invest.FieldErrors
}

func (a arranging) text() *invest.Ceremony { return a.base.Arrange(a.plan.groups, a.plan.presence) }

// composer is the page on which all of a ceremony's groups are arranged.
func (a *records) composer(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	if inBin(d) {
		return c.Redirect(http.StatusSeeOther, i18n.Path(c.Request().Context(), recordPath(a.kind, d.Number)))
	}
	base, ok := d.Body.(*invest.Ceremony)
	if !ok {
		return echo.ErrNotFound
	}
	return a.showComposer(c, http.StatusOK, arranging{draft: d, base: base, plan: planOf(base)})
}

// arrangedIn reads the form of the composer.
func (a *records) arrangedIn(c echo.Context, sent url.Values) (arranging, error) {
	if sent.Get("whole") != "1" { // cut off on its way: what is missing would be moved
		return arranging{}, echo.NewHTTPError(http.StatusBadRequest, "a form that is not whole")
	}
	d, err := a.sentFor(c, sent)
	if err != nil {
		return arranging{}, err
	}
	text, err := a.baseOf(c, d, d.Revision)
	if err != nil {
		return arranging{}, err
	}
	base, ok := text.(*invest.Ceremony)
	if !ok {
		return arranging{}, echo.ErrNotFound
	}
	in := arranging{draft: d, base: base, plan: readPlan(sent), origin: d.Origin, note: sent.Get("change")}
	if len(in.plan.groups) == 0 { // nothing is said of any: they stay as they are
		in.plan = planOf(base)
	}
	return in, nil
}

// compose changes the arrangement and shows it again, or saves it.
func (a *records) compose(c echo.Context) error {
	sent, err := values(c)
	if err != nil {
		return err
	}
	in, err := a.arrangedIn(c, sent)
	if err != nil {
		return err
	}
	do := sent.Get("do")
	if focus, ok := in.plan.change(do, sent); ok {
		in.focus = focus
		return a.showComposer(c, http.StatusOK, in)
	}
	if do != "save" {
		return noSuch(do)
	}
	ctx, d := c.Request().Context(), in.draft
	d.Body = in.text()
	note := cmp.Or(in.note, i18n.T(ctx, "composer.note"))
	saved, err := a.desk.Save(ctx, actor(c), d, note)
	switch invest.CodeOf(err) {
	case invest.Invalid:
		in.wrong = invest.FieldsOf(err)
		return a.showComposer(c, http.StatusUnprocessableEntity, in)
	case invest.Stale:
		form, err := a.asForm(c, in)
		if err != nil {
			return err
		}
		return a.conflict(c, in.draft, form)
	}
	if err != nil {
		return err
	}
	return backWith(c, recordPath(a.kind, saved.Number)+"/composer", "saved")
}

// asForm is what was arranged as the form of the whole text would say it: so that
// a conflict shows it, and so that it can be kept.
func (a *records) asForm(c echo.Context, in arranging) (url.Values, error) {
	env, err := a.env(c, in.base)
	if err != nil {
		return nil, err
	}
	v := form.Of(c.Request().Context(), env, in.text()).Values
	v.Set("version", strconv.FormatInt(in.draft.Version, 10))
	v.Set("revision", strconv.FormatInt(in.draft.Revision, 10))
	v.Set("origin", in.origin)
	v.Set("change", in.note)
	v.Set("whole", "1")
	return v, nil
}

// keepComposed keeps an arrangement that was not saved yet, as the text's own form.
func (a *records) keepComposed(c echo.Context) error {
	sent, err := values(c)
	if err != nil {
		return err
	}
	in, err := a.arrangedIn(c, sent)
	if err != nil {
		return err
	}
	form, err := a.asForm(c, in)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := a.desk.Autosave(ctx, actor(c), invest.Autosave{
		Origin: in.origin, Kind: a.kind, Number: in.draft.Number, Version: in.draft.Version, Form: []byte(form.Encode()),
	}); err != nil {
		return err
	}
	return c.String(http.StatusOK, i18n.T(ctx, "autosave.at", i18n.Stamp(ctx, a.desk.Now())))
}

func (a *records) showComposer(c echo.Context, status int, in arranging) error {
	ctx, d := c.Request().Context(), in.draft
	text := in.text()
	path := i18n.Path(ctx, recordPath(a.kind, d.Number))
	v := view.ComposerView{
		Record: a.record(c, d, "composer"), Action: path + "/composer", Autosave: path + "/composer/autosave", Presence: path + "/presence",
		Version: strconv.FormatInt(d.Version, 10), Revision: strconv.FormatInt(d.Revision, 10), Origin: cmp.Or(in.origin, rand.Text()),
		Note: in.note, Tally: web.Tally(ctx, text.Tally()), Others: a.others(ctx, d, actor(c).Editor), Script: path + "/script",
	}
	v.Absent = absentWords(ctx, text)
	notices, err := a.before(c, d, status)
	if err != nil {
		return err
	}
	v.Notices = notices
	snags := check.Ceremony(text)
	for i, g := range text.Groups {
		v.Groups = append(v.Groups, in.group(ctx, path, i, g))
	}
	in.attach(ctx, &v)
	for _, s := range snags {
		v.Snags = append(v.Snags, in.snag(ctx, path, text, s))
	}
	if n := len(snags); n > 0 {
		v.SnagCount = i18n.N(ctx, "composer.snags", n)
	}
	f := a.frame(c, v.Record.Title.S)
	f.Crumb = a.crumbs(ctx)
	script(c, &f, "composer.js", "unsaved.js", "autosave.js", "presence.js")
	return web.Render(c, status, view.Composer(f, v))
}

// absentWords says how many rows are absent, whose amounts the sums still hold.
func absentWords(ctx context.Context, c *invest.Ceremony) string {
	var amounts []invest.Money
	for _, s := range c.Signings() {
		if s.Presence == invest.PresenceAbsent {
			amounts = append(amounts, s.Amount)
		}
	}
	if len(amounts) == 0 {
		return ""
	}
	return i18n.T(ctx, "composer.absent", len(amounts), web.Sums(ctx, invest.SumMoney(amounts...)))
}

// group is one group of the page.
func (in arranging) group(ctx context.Context, path string, i int, g invest.Group) view.ComposeGroup {
	key := in.plan.groups[i].Key
	id := groupID(key)
	out := view.ComposeGroup{
		ID: id, N: strconv.Itoa(i + 1), First: i == 0, Last: i == len(in.plan.groups)-1, Focus: in.focus == id,
		Name: cmp.Or(i18n.Pick(ctx, g.Label).S, i18n.T(ctx, "composer.unnamed")), Sum: web.GroupSum(ctx, g), Empty: len(g.Signings) == 0,
		Fields: []component.Field{
			{Name: id + ".label.zh", Label: i18n.T(ctx, "field.group_label"), Kind: "line", Value: g.Label.Zh, Lang: "zh", Required: true, Focus: in.focus == id && key < 0},
			{Name: id + ".theme.zh", Label: i18n.T(ctx, "field.theme"), Kind: "line", Value: g.Theme.Zh, Lang: "zh"},
		},
		More: []component.Field{
			{Name: id + ".label.en", Label: i18n.T(ctx, "field.group_label"), Kind: "line", Value: g.Label.En, Lang: "en"},
			{Name: id + ".theme.en", Label: i18n.T(ctx, "field.theme"), Kind: "line", Value: g.Theme.En, Lang: "en"},
			{Name: id + ".host", Label: i18n.T(ctx, "field.host_text"), Hint: i18n.T(ctx, "hint.internal"), Kind: "area", Rows: 4, Wide: true, Value: g.HostText},
		},
		MoreLabel: i18n.T(ctx, "composer.more"),
	}
	if g.HostText != "" {
		out.MoreLabel = i18n.T(ctx, "composer.more_host")
	}
	for j, s := range g.Signings {
		row := view.ComposeRow{
			ID: rowID(s.Key), N: strconv.Itoa(j + 1), Name: i18n.Pick(ctx, s.Name), A: web.PartyList(ctx, s.A), B: web.PartyList(ctx, s.B),
			Amount: i18n.Money(ctx, s.Amount), Known: s.Amount.Known(), Absent: s.Presence == invest.PresenceAbsent, Focus: in.focus == rowID(s.Key),
			First: i == 0 && j == 0, Last: i == len(in.plan.groups)-1 && j == len(g.Signings)-1, To: id,
			Presences: presences(ctx, s.Presence), Edit: path + "#f-" + in.stored(s.Key) + "name.zh",
		}
		if s.AmountHidden {
			row.Amount += i18n.T(ctx, "brackets", i18n.T(ctx, "field.amount_hidden"))
		}
		out.Rows = append(out.Rows, row)
	}
	for k, other := range in.plan.groups {
		label := strconv.Itoa(k+1) + ". " + cmp.Or(i18n.Pick(ctx, other.Label).S, i18n.T(ctx, "composer.unnamed"))
		out.Choices = append(out.Choices, component.Option{Value: groupID(other.Key), Label: plain(label), Chosen: other.Key == key})
	}
	return out
}

// presences are the choices of a row. Nothing said counts as on stage, and stays
// so until somebody says otherwise: looking at a row does not change it.
func presences(ctx context.Context, now invest.Presence) []component.Option {
	var out []component.Option
	for _, p := range invest.Presences {
		o := component.Option{Value: string(p), Label: plain(i18n.Label(ctx, "presence", p)), Chosen: p == now}
		if p == invest.PresenceStage && now == "" {
			o.Value, o.Chosen = "", true
		}
		out = append(out, o)
	}
	return out
}

// stored is where a row stands in the stored text: "groups.0.signings.2.".
func (in arranging) stored(row int) string {
	for i, g := range in.base.Groups {
		for j, s := range g.Signings {
			if s.Key == row {
				return fmt.Sprintf("groups.%d.signings.%d.", i, j)
			}
		}
	}
	return ""
}

// placedField is a field of a group or of a row in it, by where it stands: 0 1 "name.zh".
var placedField = regexp.MustCompile(`^groups\.(\d+)\.(?:signings\.(\d+)\.)?(.*)$`)

// place reads a field's name: which group, which row of it (below 0 for none),
// and the rest; group is below 0 for a field of the ceremony itself.
func place(field string) (group, row int, rest string) {
	m := placedField.FindStringSubmatch(field)
	if m == nil {
		return -1, -1, field
	}
	group, _ = strconv.Atoi(m[1])
	row = -1
	if m[2] != "" {
		row, _ = strconv.Atoi(m[2])
	}
	return group, row, m[3]
}

// problemField gives the composer's own field of an error, "" where it has none.
func (in arranging) problemField(field string) string {
	group, row, rest := place(field)
	if group < 0 || row >= 0 || group >= len(in.plan.groups) {
		return ""
	}
	return groupID(in.plan.groups[group].Key) + "." + strings.Replace(rest, "hostText", "host", 1)
}

// attach puts errors to the fields of the groups, opens what they are in, and
// lists them for the top of the page.
func (in arranging) attach(ctx context.Context, v *view.ComposerView) {
	if len(in.wrong) == 0 {
		return
	}
	var fields []*component.Field
	for i := range v.Groups {
		for _, list := range [][]component.Field{v.Groups[i].Fields, v.Groups[i].More} {
			for j := range list {
				fields = append(fields, &list[j])
			}
		}
	}
	v.Problem = i18n.N(ctx, "edit.problems", len(in.wrong))
	for _, e := range in.wrong {
		e.Field = in.problemField(e.Field)
		v.Problems = append(v.Problems, problemAt(ctx, e, fields...))
	}
	for i := range v.Groups {
		v.Groups[i].Open = slices.ContainsFunc(v.Groups[i].More, func(f component.Field) bool { return f.Error != "" })
	}
}

// snag is a line of the proof list. It leads to the field: of a group here, of all
// else in the form of the whole text, where the row stands as it is stored.
func (in arranging) snag(ctx context.Context, path string, c *invest.Ceremony, s check.Snag) view.SnagLine {
	group, row, rest := place(s.Field)
	args := make([]any, len(s.Args))
	for i, x := range s.Args {
		if m, ok := x.(invest.Money); ok {
			x = i18n.Money(ctx, m)
		}
		args[i] = x
	}
	l := view.SnagLine{Wrong: s.Rule.Wrong(), Words: s.Words, Text: i18n.T(ctx, "snag."+string(s.Rule), args...), Where: i18n.T(ctx, "one.ceremony"), Mend: path + "#f-" + s.Field}
	if group < 0 {
		return l
	}
	g := c.Groups[group]
	l.Where = cmp.Or(i18n.Pick(ctx, g.Label).S, i18n.T(ctx, "composer.unnamed"))
	switch {
	case row >= 0:
		x := g.Signings[row]
		l.Where += i18n.T(ctx, "composer.place", row+1, i18n.Pick(ctx, x.Name).S)
		l.Mend = path + "#f-" + in.stored(x.Key) + rest
	case rest == "signings":
		l.Mend = "#" + groupID(in.plan.groups[group].Key)
	default:
		l.Mend = "#f-" + in.problemField(s.Field)
	}
	return l
}
