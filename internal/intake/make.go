package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

// WrongRows is an import that cannot be made: fields that are wrong, by row.
type WrongRows map[int]invest.FieldErrors

func (w WrongRows) Error() string { return fmt.Sprintf("%d rows cannot become drafts", len(w)) }

// ErrUndecided is an import with rows of which it is not decided whether they are
// what is there already; ErrNothing one that makes nothing.
var (
	ErrUndecided = errors.New("some rows are to be decided")
	ErrNothing   = errors.New("no row becomes a draft")
)

// signingsPerCeremony is how many rows a register holds; a longer sheet becomes
// several. A ceremony is one text: its reviewers read it whole.
const signingsPerCeremony = 1_000

// Make makes drafts of the staged rows, whole or not at all. Texts are made and
// kept beside the drafts in small steps first. It gives how many drafts were made
// or changed. ErrUndecided, ErrNothing, WrongRows: then the import is to be looked
// over as before. Conflict if it was cancelled or is in another state; Stale.
func (in *Intake) Make(ctx context.Context, who desk.Actor, id int64, note string) (int, error) {
	if err := in.desk.BeginMaking(ctx, who, id); err != nil {
		return 0, err
	}
	return in.makeBegun(ctx, who, id, note)
}

// makeBegun is Make of an import that is in the state of being made.
func (in *Intake) makeBegun(ctx context.Context, who desk.Actor, id int64, note string) (int, error) {
	made, err := in.make(ctx, who, id, note)
	if err != nil && invest.CodeOf(err) != invest.Conflict {
		err = errors.Join(err, in.desk.BackToRead(context.WithoutCancel(ctx), who, id))
	}
	return made, err
}

func (in *Intake) make(ctx context.Context, who desk.Actor, id int64, note string) (int, error) {
	imp, err := in.desk.Import(ctx, who, id)
	if err != nil {
		return 0, err
	}
	head, err := ReadHead(imp)
	if err != nil {
		return 0, err
	}
	set, err := in.desk.Settings(ctx)
	if err != nil {
		return 0, err
	}
	m := &maker{
		in: in, who: who, id: id, wrong: WrongRows{},
		converter: converter{kind: sheet.Kind(imp.Lists), head: head, set: set}, numbers: map[int]int64{}, changed: map[invest.DraftID]bool{},
	}
	if err := m.count(ctx); err != nil {
		return 0, err
	}
	if err := m.all(ctx); err != nil {
		return 0, err
	}
	if len(m.wrong) > 0 {
		return 0, m.wrong
	}
	if m.made == 0 {
		return 0, ErrNothing
	}
	return in.desk.TakeImport(ctx, who, id, note)
}

// maker makes the texts of one import.
type maker struct {
	converter
	in   *Intake
	who  desk.Actor
	id   int64
	made int

	next     int64         // number of the next new project or park
	numbers  map[int]int64 // by row: its project or park
	changed  map[invest.DraftID]bool
	updates  int64 // number of the next update
	texts    []invest.StagedDraft
	wrong    WrongRows
	ceremony *ceremonyMaker
	releases []*invest.Release
	rowOf    map[*invest.Release]int
	corrects []correction
}

// eachRow gives the staged rows that are records, each with the rows that are
// parts of it.
func (m *maker) eachRow(ctx context.Context, f func(x invest.ImportRow, r *sheet.Record, parts []*sheet.Record) error) error {
	var held invest.ImportRow
	var record *sheet.Record
	var parts []*sheet.Record
	flush := func() error {
		if record == nil {
			return nil
		}
		return f(held, record, parts)
	}
	for after := 0; ; {
		list, err := m.in.desk.ImportRows(ctx, m.who, m.id, invest.ImportRowFilter{After: after, Limit: batch})
		if err != nil {
			return err
		}
		for _, x := range list.Rows {
			after = x.Row
			if x.Choice == invest.ChoiceIgnore && x.Match > 0 {
				m.numbers[x.Row] = x.Match // its twins are of that record too
			}
			if x.Status == string(sheet.Skip) || x.Status == string(sheet.Error) || x.Choice == invest.ChoiceIgnore {
				continue
			}
			body, err := ReadRow(x)
			if err != nil {
				return err
			}
			if IsPart(m.kind, body.Record) {
				if record != nil && held.Row == *body.Record.PartOf {
					parts = append(parts, body.Record)
				}
				continue
			}
			if err := flush(); err != nil {
				return err
			}
			held, record, parts = x, body.Record, nil
		}
		if len(list.Rows) < batch {
			return flush()
		}
	}
}

// isNew reports whether a row makes a record of its own: so does one that is the
// same as a row that was left out.
func (m *maker) isNew(x invest.ImportRow) bool {
	return x.Why == "" || x.Choice == invest.ChoiceNew || x.Match < 0 && m.numbers[int(-x.Match)] == 0
}

// number notes which record a row is, and its twins with it.
func (m *maker) number(x invest.ImportRow, n int64) {
	m.numbers[x.Row] = n
	if first := int(-x.Match); first > 0 && m.numbers[first] == 0 {
		m.numbers[first] = n
	}
}

// count takes the numbers of the drafts that will be made, and sees that nothing
// is left to be decided.
func (m *maker) count(ctx context.Context) error {
	fresh, notes, open := 0, 0, 0
	err := m.eachRow(ctx, func(x invest.ImportRow, r *sheet.Record, _ []*sheet.Record) error {
		if x.Why != "" && x.Choice == invest.ChoiceOpen {
			open++
		}
		if m.isNew(x) {
			fresh++
		}
		m.number(x, 1)
		if m.update(r, 1, "") != nil && x.Choice != invest.ChoiceSame {
			notes++
		}
		return nil
	})
	clear(m.numbers) // there was one for each row that has a record
	if err != nil {
		return err
	}
	if open > 0 {
		return fmt.Errorf("%w: %d", ErrUndecided, open)
	}
	if m.kind == sheet.Figures {
		return nil
	}
	if m.next, err = m.in.desk.TakeNumbers(ctx, m.who, Makes(m.kind), fresh); err != nil {
		return err
	}
	m.updates, err = m.in.desk.TakeNumbers(ctx, m.who, invest.KindUpdate, notes)
	return err
}

// all makes every text and stages them.
func (m *maker) all(ctx context.Context) error {
	if m.kind == sheet.Signings {
		c, err := m.beginCeremony(ctx)
		if err != nil {
			return err
		}
		m.ceremony = c
	}
	err := m.eachRow(ctx, func(x invest.ImportRow, r *sheet.Record, parts []*sheet.Record) error {
		switch m.kind {
		case sheet.Figures:
			return m.addFigure(ctx, x, r)
		case sheet.Parks:
			return m.addPark(ctx, x, r)
		}
		return m.addProject(ctx, x, r, parts)
	})
	if err != nil {
		return err
	}
	if m.ceremony != nil {
		if err := m.ceremony.end(ctx, m); err != nil {
			return err
		}
	}
	if err := m.addReleases(ctx); err != nil {
		return err
	}
	return m.flush(ctx)
}

// stage keeps a text until there are enough of them.
func (m *maker) stage(ctx context.Context, row int, number int64, body invest.Content) error {
	m.texts = append(m.texts, invest.StagedDraft{Row: row, Draft: invest.Draft{Number: number, Body: body}})
	return m.flushIf(ctx)
}

// change keeps the next text of a draft, which one row can give it. One that says
// what is there already is none, as when it is saved by hand.
func (m *maker) change(ctx context.Context, row int, d invest.Draft, body invest.Content) error {
	if m.changed[d.ID()] {
		m.wrong[row] = append(m.wrong[row], invest.FieldError{Field: "title", Key: "error.duplicate"})
		return nil
	}
	m.changed[d.ID()] = true
	same, err := invest.SameContent(d.Body, body)
	if err != nil || same {
		return err
	}
	d.Body = body
	m.texts = append(m.texts, invest.StagedDraft{Row: row, Draft: d})
	return m.flushIf(ctx)
}

func (m *maker) flushIf(ctx context.Context) error {
	if len(m.texts) < batch {
		return nil
	}
	return m.flush(ctx)
}

func (m *maker) flush(ctx context.Context) error {
	if len(m.texts) == 0 {
		return nil
	}
	wrong, err := m.in.desk.StageDrafts(ctx, m.who, m.id, m.set, m.texts)
	for row, errs := range wrong {
		m.wrong[row] = append(m.wrong[row], errs...)
	}
	m.made += len(m.texts)
	m.texts = nil
	return err
}

// matched is the draft of the record that a row is like; a row that is like
// another row has that one's.
func (m *maker) matched(ctx context.Context, x invest.ImportRow, k invest.Kind) (invest.Draft, error) {
	n := x.Match
	if n < 0 {
		n = m.numbers[int(-n)]
	}
	return m.in.desk.Matched(ctx, m.who, k, n)
}

func (m *maker) addProject(ctx context.Context, x invest.ImportRow, r *sheet.Record, parts []*sheet.Record) error {
	number, title := x.Match, name(r)
	switch {
	case m.isNew(x):
		number = m.next
		m.next++
		p := m.project(r, parts)
		if err := m.stage(ctx, x.Row, number, p); err != nil {
			return err
		}
	case x.Match < 0:
		number = m.numbers[int(-x.Match)] // the row before made it, or found it
	default:
		d, err := m.matched(ctx, x, invest.KindProject)
		if err != nil {
			return err
		}
		title = d.Body.Heading().Zh
		if x.Choice == invest.ChoiceUpdate {
			if seen, err := m.sees(ctx, x, invest.KindProject); err != nil || !seen {
				return err
			}
			if err := m.updateProject(ctx, x, d, r); err != nil {
				return err
			}
		}
	}
	m.number(x, number)
	if m.ceremony != nil {
		return m.ceremony.add(ctx, m, x.Row, r, m.signing(r, number, parts, x.Reason))
	}
	if u := m.update(r, number, title); u != nil && x.Choice != invest.ChoiceSame {
		m.updates++
		return m.stage(ctx, x.Row, m.updates-1, u)
	}
	return nil
}

// sees reports whether who imports sees the draft that a row is to change, and
// says so of the row where they do not.
func (m *maker) sees(ctx context.Context, x invest.ImportRow, k invest.Kind) (bool, error) {
	_, err := m.in.desk.Open(ctx, m.who, k, x.Match)
	if code := invest.CodeOf(err); code == invest.Forbidden || code == invest.NotFound {
		m.wrong[x.Row] = append(m.wrong[x.Row], invest.FieldError{Field: "match", Key: "error.not_seen", Args: []any{x.Match}})
		return false, nil
	}
	return err == nil, err
}

// updateProject puts what a row says into the project that is there, and the
// phase that it tells where that is further than before.
func (m *maker) updateProject(ctx context.Context, x invest.ImportRow, d invest.Draft, r *sheet.Record) error {
	body, err := invest.CloneContent(d.Body)
	if err != nil {
		return err
	}
	p := body.(*invest.Project)
	m.merge(p, r)
	if e := m.phase(r); !e.Date.IsZero() && e.Phase.Step() > p.Phase().Step() && p.Phase().Step() >= 0 && m.kind != sheet.Projects {
		e.Reason = "导入：" + m.head.Source.Name.Zh
		p.Phases = append(p.Phases, e)
	}
	return m.change(ctx, x.Row, d, p)
}

func (m *maker) addPark(ctx context.Context, x invest.ImportRow, r *sheet.Record) error {
	if m.isNew(x) {
		m.number(x, m.next)
		m.next++
		return m.stage(ctx, x.Row, m.next-1, m.park(r))
	}
	number := x.Match
	if x.Match < 0 {
		number = m.numbers[int(-x.Match)]
	}
	m.number(x, number)
	if x.Choice != invest.ChoiceUpdate || x.Match < 0 {
		return nil
	}
	if seen, err := m.sees(ctx, x, invest.KindPark); err != nil || !seen {
		return err
	}
	d, err := m.matched(ctx, x, invest.KindPark)
	if err != nil {
		return err
	}
	body, err := invest.CloneContent(d.Body)
	if err != nil {
		return err
	}
	m.mergePark(body.(*invest.Park), r)
	return m.change(ctx, x.Row, d, body)
}

// addFigure puts a figure into the release of its period; one that is there
// already changes nothing, or is put right where it is.
func (m *maker) addFigure(ctx context.Context, x invest.ImportRow, r *sheet.Record) error {
	if x.Choice == invest.ChoiceSame || x.Choice == invest.ChoiceUpdate && x.Match < 0 {
		return nil
	}
	wrong := func(field, key string, args ...any) error {
		m.wrong[x.Row] = append(m.wrong[x.Row], invest.FieldError{Field: field, Key: key, Args: args})
		return nil
	}
	if r.Period == nil {
		return wrong("period", "error.required")
	}
	period, err := invest.ParsePeriod(*r.Period)
	if err != nil {
		return wrong("period", "error.period")
	}
	f, ok := m.figure(r)
	if !ok {
		return wrong("indicator", "error.indicator_unknown", said(r.Metric))
	}
	if x.Choice == invest.ChoiceUpdate && x.Match > 0 {
		return m.correct(ctx, x, f)
	}
	for _, rel := range m.releases {
		if rel.Period == period {
			rel.Figures = append(rel.Figures, f)
			return nil
		}
	}
	rel := &invest.Release{Title: invest.Text{Zh: clip(strings.TrimSpace(m.head.Title+" "+*r.Period), 200)}, Period: period, Figures: []invest.Figure{f}, Source: m.head.Source}
	if m.rowOf == nil {
		m.rowOf = map[*invest.Release]int{}
	}
	m.releases, m.rowOf[rel] = append(m.releases, rel), x.Row
	return nil
}

// correction is the next text of a release of which a row says a figure anew.
type correction struct {
	row   int
	draft invest.Draft
	text  *invest.Release
}

// correct puts what a row says of a figure into the release that has it.
func (m *maker) correct(ctx context.Context, x invest.ImportRow, f invest.Figure) error {
	i := slices.IndexFunc(m.corrects, func(c correction) bool { return c.draft.Number == x.Match })
	if i < 0 {
		if seen, err := m.sees(ctx, x, invest.KindRelease); err != nil || !seen {
			return err
		}
		d, err := m.matched(ctx, x, invest.KindRelease)
		if err != nil {
			return err
		}
		body, err := invest.CloneContent(d.Body)
		if err != nil {
			return err
		}
		m.corrects = append(m.corrects, correction{x.Row, d, body.(*invest.Release)})
		i = len(m.corrects) - 1
	}
	text := m.corrects[i].text
	j := slices.IndexFunc(text.Figures, func(g invest.Figure) bool {
		return g.Indicator == f.Indicator && invest.MatchKey(g.Region.Zh) == invest.MatchKey(f.Region.Zh)
	})
	if j < 0 { // somebody has taken it out since
		text.Figures = append(text.Figures, f)
		return nil
	}
	g := &text.Figures[j]
	for to, from := range map[**invest.Decimal]*invest.Decimal{&g.Value: f.Value, &g.Task: f.Task, &g.Completion: f.Completion, &g.YoY: f.YoY} {
		if from != nil {
			*to = from
		}
	}
	return nil
}

func (m *maker) addReleases(ctx context.Context) error {
	for _, c := range m.corrects {
		if err := m.change(ctx, c.row, c.draft, c.text); err != nil {
			return err
		}
	}
	first, err := m.in.desk.TakeNumbers(ctx, m.who, invest.KindRelease, len(m.releases))
	if err != nil {
		return err
	}
	for i, r := range m.releases {
		if err := m.stage(ctx, m.rowOf[r], first+int64(i), r); err != nil {
			return err
		}
	}
	return nil
}
