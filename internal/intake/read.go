package intake

import (
	"context"
	"errors"
	"io"

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

// New is the intake of a desk; without one it can only tell what rows are like
// each other.
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
	m, err := in.Matcher(ctx, who, table.Kind, *head)
	if err != nil {
		return err
	}
	var rows []sheet.Row
	stage := func() error {
		staged, err := m.Rows(ctx, rows)
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
	if m.Summary == (sheet.Summary{}) {
		return sheet.ErrNoRows
	}
	head.Found.Totals, head.Found.Summary = table.Totals(), m.Summary
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
