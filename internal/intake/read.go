package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
	"wellspring/internal/workbook"
)

// errNotTheirs is a sheet of which was found that it lists what the editor does
// not write.
var errNotTheirs = errors.New("a sheet of what the editor does not write")

// batch is how many rows are staged in one step: some fifty milliseconds.
const batch = 1_500

// Intake brings imports to a desk.
type Intake struct {
	desk *desk.Desk
}

// New is the intake of a desk.
func New(d *desk.Desk) *Intake { return &Intake{desk: d} }

// Read reads a file and stages its rows under an import that was begun. What is
// wrong with the file as a whole ends the import as failed, with no error here;
// an import that was cancelled meanwhile is a Conflict.
func (in *Intake) Read(ctx context.Context, who desk.Actor, id int64, file io.ReaderAt, size int64) error {
	imp, err := in.desk.Import(ctx, who, id)
	if err != nil {
		return err
	}
	head, err := ReadHead(imp)
	if err != nil {
		return err
	}
	lists := imp.Lists
	err = in.read(ctx, who, imp, &head, &lists, file, size)
	problem := Problem(err)
	if err != nil && problem == "" {
		if code := invest.CodeOf(err); code == invest.Conflict || code == invest.NotFound || ctx.Err() != nil {
			return err
		}
		return errors.Join(err, in.desk.EndReading(context.WithoutCancel(ctx), who, id, lists, head.Bytes(), "unexpected"))
	}
	return in.desk.EndReading(ctx, who, id, lists, head.Bytes(), problem)
}

func (in *Intake) read(ctx context.Context, who desk.Actor, imp invest.Import, head *Head, lists *string, file io.ReaderAt, size int64) error {
	book, err := workbook.Open(file, size, imp.File)
	if err != nil {
		return err
	}
	defer book.Close()
	for _, s := range book.Sheets() {
		if !s.Hidden {
			head.Found.Sheets = append(head.Found.Sheets, s.Name)
		}
	}
	options, err := in.options(ctx, imp, *head)
	if err != nil {
		return err
	}
	table, err := sheet.Look(ctx, book, options)
	if err != nil {
		return err
	}
	if imp.Lists == "" { // now it is known which headings were spoken of before
		imp.Lists = string(table.Kind)
		if options, err = in.options(ctx, imp, *head); err != nil {
			return err
		}
		if table, err = sheet.Look(ctx, book, options); err != nil {
			return err
		}
	}
	if !desk.MayImport(who.Editor, string(table.Kind)) {
		return errNotTheirs
	}
	*lists = string(table.Kind)
	head.found(table)
	m, err := in.newMatcher(ctx, who, table.Kind, *head)
	if err != nil {
		return err
	}
	var rows []sheet.Row
	stage := func() error {
		staged, err := m.rows(ctx, rows)
		if err == nil && len(staged) > 0 {
			err = in.desk.StageRows(ctx, who, imp.ID, staged)
		}
		rows = rows[:0]
		return err
	}
	for row, err := range table.Rows(ctx) {
		if err != nil {
			return err
		}
		head.sample(row)
		if rows = append(rows, row); len(rows) == batch {
			if err := stage(); err != nil {
				return err
			}
		}
	}
	if err := stage(); err != nil {
		return err
	}
	if m.summary == (sheet.Summary{}) {
		return sheet.ErrNoRows
	}
	head.Found.Totals, head.Found.Summary = table.Totals(), m.summary
	return nil
}

// options are how the sheet is to be read: as was said of it, else as was said
// of its headings before.
func (in *Intake) options(ctx context.Context, imp invest.Import, head Head) (sheet.Options, error) {
	o := sheet.Options{Kind: sheet.Kind(imp.Lists), Sheet: head.Sheet, Mapping: map[string]sheet.Field{}, Units: map[string]string{}}
	if imp.Lists != "" {
		known, err := in.desk.Headings(ctx, imp.Lists)
		if err != nil {
			return o, err
		}
		for heading, x := range known {
			o.Mapping[heading] = sheet.Field(x[0])
			if x[1] != "" {
				o.Units[heading] = x[1]
			}
		}
	}
	for key, f := range head.Mapping {
		o.Mapping[key] = f
	}
	for key, u := range head.Units {
		o.Units[key] = u
	}
	return o, nil
}

// found keeps what was understood of the table as a whole.
func (h *Head) found(t *sheet.Table) {
	h.Found.Sheet, h.Found.Above, h.Found.Notes = t.Sheet, t.Title, t.Notes
	h.Found.Columns = nil
	for i, c := range Columns(t) {
		h.Found.Columns = append(h.Found.Columns, FoundColumn{ReportColumn: c, Key: t.Columns[i].Key})
	}
	if h.Title == "" {
		h.Title = t.Name()
	}
	if h.Source.Name.Zh == "" {
		h.Source.Name.Zh = h.Title
	}
}

// sample keeps some of what stands under each heading.
func (h *Head) sample(row sheet.Row) {
	for i := range h.Found.Columns {
		c := &h.Found.Columns[i]
		if i < len(row.Cells) && row.Status != sheet.Skip && row.Cells[i] != "" && len(c.Samples) < 3 {
			c.Samples = append(c.Samples, clip(row.Cells[i], 60))
		}
	}
}

// matcher finds what rows are like: each other, and what is on the desk.
type matcher struct {
	in      *Intake
	who     desk.Actor
	kind    sheet.Kind
	head    Head
	twins   *Twins
	near    *nearNames // nil where there are too many names, or none
	set     invest.Settings
	there   *there // signings and figures that are on the desk
	summary sheet.Summary
}

func (in *Intake) newMatcher(ctx context.Context, who desk.Actor, kind sheet.Kind, head Head) (*matcher, error) {
	m := &matcher{in: in, who: who, kind: kind, head: head, twins: NewTwins()}
	var err error
	if m.set, err = in.desk.Settings(ctx); err != nil {
		return nil, err
	}
	if m.there, err = in.onDesk(ctx, who, kind); err != nil || kind == sheet.Figures {
		return m, err
	}
	names, err := in.desk.Names(ctx, who, Makes(kind), nearLimit+1)
	if err == nil && len(names) <= nearLimit {
		m.near = newNearNames(names)
	}
	return m, err
}

// unchanged reports whether a row says of the draft that it is like nothing that
// is not in it.
func (m *matcher) unchanged(ctx context.Context, x invest.ImportRow, r *sheet.Record) (bool, error) {
	if m.kind == sheet.Signings || m.kind == sheet.Figures || r.Progress != nil {
		return false, nil
	}
	d, err := m.in.desk.Matched(ctx, m.who, Makes(m.kind), x.Match)
	if err != nil {
		return false, err
	}
	body, err := invest.CloneContent(d.Body)
	if err != nil {
		return false, err
	}
	c := converter{kind: m.kind, head: m.head, set: m.set}
	switch b := body.(type) {
	case *invest.Project:
		c.merge(b, r)
	case *invest.Park:
		c.mergePark(b, r)
	}
	before, err := invest.HashContent(d.Body)
	if err != nil {
		return false, err
	}
	after, err := invest.HashContent(body)
	return before == after, err
}

// rows makes staged rows of read ones, with what they are like.
func (m *matcher) rows(ctx context.Context, rows []sheet.Row) ([]invest.ImportRow, error) {
	known, err := m.known(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := make([]invest.ImportRow, 0, len(rows))
	for _, row := range rows {
		x := invest.ImportRow{Row: row.N}
		if row.Record != nil && !IsPart(m.kind, row.Record) {
			m.like(&x, &row, known)
			if x.Match > 0 && x.Choice == invest.ChoiceOpen {
				same, err := m.unchanged(ctx, x, row.Record)
				if err != nil {
					return nil, err
				}
				if same {
					x.Choice = invest.ChoiceSame
				}
			}
		}
		m.summary.Add(row.Status)
		x.Status = string(row.Status)
		if x.Body, err = json.Marshal(RowBody{Record: row.Record, Messages: row.Messages, Cells: row.Cells}); err != nil {
			return nil, fmt.Errorf("row %d: %w", row.N, err)
		}
		out = append(out, x)
	}
	return out, nil
}

// known gives the drafts that have the names or codes of some rows.
func (m *matcher) known(ctx context.Context, rows []sheet.Row) ([]invest.DraftMatch, error) {
	if m.kind == sheet.Figures {
		return nil, nil
	}
	var keys, codes []string
	for _, row := range rows {
		if row.Record == nil {
			continue
		}
		if key := invest.MatchKey(name(row.Record)); key != "" {
			keys = append(keys, key)
		}
		if row.Record.Code != "" {
			codes = append(codes, invest.MatchKey(row.Record.Code))
		}
	}
	return m.in.desk.Matches(ctx, m.who, Makes(m.kind), keys, codes)
}

// like says of a row what it is like, the surest first: a row before it, a draft
// by its code or name, a draft with a name that is much the same.
func (m *matcher) like(x *invest.ImportRow, row *sheet.Row, known []invest.DraftMatch) {
	if was, why := m.twins.Of(m.kind, row.N, row.Record); was != 0 {
		MarkTwin(row, was, why)
		x.Match, x.Why = int64(-was), "row_"+string(why)
		if m.kind == sheet.Signings && why == ByName {
			x.Choice = invest.ChoiceSame // one project, signed with two investors
		}
		return
	}
	if number, note, ok := m.there.same(m.kind, row.Record); ok {
		x.Match, x.Why, x.Choice = number, string(ByParty), invest.ChoiceIgnore
		row.Messages = append(row.Messages, note)
		row.Status = sheet.Warn
		return
	}
	mark := func(d invest.DraftMatch, why Why, code sheet.Code) {
		x.Match, x.Why = d.Number, string(why)
		row.Messages = append(row.Messages, sheet.Message{Code: code, Args: []string{d.Title.Zh, strconv.FormatInt(d.Number, 10)}})
		if row.Status == sheet.OK {
			row.Status = sheet.Warn
		}
	}
	code, key := invest.MatchKey(row.Record.Code), invest.MatchKey(name(row.Record))
	if i := slices.IndexFunc(known, func(d invest.DraftMatch) bool { return code != "" && d.Code == code }); i >= 0 {
		mark(known[i], ByCode, "known_code")
		return
	}
	if i := slices.IndexFunc(known, func(d invest.DraftMatch) bool { return key != "" && d.Key == key }); i >= 0 {
		if code == "" || known[i].Code == "" {
			mark(known[i], ByName, "known_name")
			return
		}
		mark(known[i], ByNear, "known_near") // two codes are two projects
		x.Choice = invest.ChoiceNew
		return
	}
	if m.near == nil {
		return
	}
	if d, ok := m.near.like(name(row.Record)); ok {
		mark(d, ByNear, "known_near")
		x.Choice = invest.ChoiceNew // a likeness is a suggestion
	}
}
