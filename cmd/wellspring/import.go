package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
	"wellspring/internal/sqlite"
	"wellspring/internal/workbook"
)

// importCommand reads a bureau's workbook into drafts.
type importCommand struct {
	Data     string `default:"./data" help:"Data folder; its last element is made if missing, but not by a dry run."`
	Kind     string `required:"" enum:"projects,signings,parks,construction,figures" help:"What the sheet lists: projects, signings, parks, construction or figures."`
	Sheet    string `help:"Name of the sheet; by default the one whose heading is understood best."`
	Ceremony string `help:"Number of the ceremony that signings go into, or new for a ceremony on a stage; by default a register is made."`
	Matches  string `default:"same" enum:"same,update,new,ignore" help:"What becomes of a row that is on the desk already: same (nothing but a reference), update, new or ignore."`
	Reason   string `help:"Why projects are signed once more, where they were signed before."`
	Source   string `help:"Who the figures are from; by default the title of the sheet."`
	AsOf     string `name:"as-of" help:"Day of what the rows do not date; by default today."`
	Sector   string `help:"Key of the sector of rows whose own is none of the bureau's."`
	DryRun   bool   `help:"Read, compare and report; write nothing but the report."`
	Publish  bool   `help:"Publish without review, which is recorded as the operator's."`
	Report   string `help:"File for what was understood, as JSON."`
	File     string `arg:"" help:"The .xlsx or .csv file."`
}

func (c *importCommand) Run(p *program) error {
	file, err := os.Open(c.File)
	if err != nil {
		return refusal{err}
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if c.DryRun {
		return c.dryRun(p, file, info.Size())
	}
	return c.take(p, file, info.Size())
}

// refuse words what is wrong with a file as a whole.
func (c *importCommand) refuse(err error) error {
	key := intake.Problem(err)
	if key == "" {
		return err
	}
	return refusal{fmt.Errorf("%s: %s (%w)", filepath.Base(c.File), i18n.Message(invest.Zh, "import.problem."+key), err)}
}

// dryRun writes the report row by row, as they are read.
func (c *importCommand) dryRun(p *program, file io.ReaderAt, size int64) (err error) {
	book, err := workbook.Open(file, size, filepath.Base(c.File))
	if err != nil {
		return c.refuse(err)
	}
	defer book.Close()
	table, err := sheet.Look(p.ctx, book, sheet.Options{Kind: sheet.Kind(c.Kind), Sheet: c.Sheet})
	if err != nil {
		return c.refuse(err)
	}
	in, done, err := c.onDesk(p)
	if err != nil {
		return err
	}
	defer done()
	matcher, err := in.Matcher(p.ctx, desk.Operator, table.Kind, intake.Head{})
	if err != nil {
		return err
	}
	var totals []sheet.Total
	err = writeFile(c.Report, func(out io.Writer) (err error) {
		totals, err = writeReport(p.ctx, out, filepath.Base(c.File), table, matcher)
		return err
	})
	summary := matcher.Summary
	if err != nil {
		return c.refuse(err)
	}
	fmt.Fprintf(p.stdout, "%s: %s, %d ok, %d to look at, %d skipped, %d with errors\n", table.Sheet, table.Kind, summary.OK, summary.Warn, summary.Skip, summary.Error)
	for _, t := range totals {
		if t.Stated != nil && *t.Stated != t.Summed {
			fmt.Fprintf(p.stdout, "row %d states %d %s, its rows sum to %d\n", t.Row, *t.Stated, t.Currency, t.Summed)
		}
	}
	return nil
}

// onDesk is the intake of the data folder, where there is one: what is on the desk
// is then compared with, and nothing is written.
func (c *importCommand) onDesk(p *program) (*intake.Intake, func(), error) {
	if _, err := os.Stat(filepath.Join(c.Data, sqlite.FileName)); errors.Is(err, fs.ErrNotExist) {
		return intake.New(nil), func() {}, nil
	}
	store, err := sqlite.Open(p.ctx, c.Data)
	if err != nil {
		return nil, nil, err
	}
	return intake.New(desk.New(store, time.Now)), func() { _ = store.Close() }, nil
}

// writeFile writes a file through a buffer; without a name it writes nothing.
// What could not be written to its end is removed.
func writeFile(name string, write func(io.Writer) error) (err error) {
	if name == "" {
		return write(io.Discard)
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		info, _ := file.Stat()
		if err = errors.Join(err, file.Close()); err != nil && info != nil && info.Mode().IsRegular() { // and no device
			err = errors.Join(err, os.Remove(name))
		}
	}()
	buffer := bufio.NewWriter(file)
	if err := write(buffer); err != nil {
		return err
	}
	return buffer.Flush()
}

// reportBatch is how many rows are compared with the desk at once.
const reportBatch = 500

// writeReport writes what a dry run tells as JSON: file, kind, sheet, columns, rows,
// totals and summary. The rows come and go in batches; a file may hold a million.
func writeReport(ctx context.Context, out io.Writer, name string, table *sheet.Table, m *intake.Matcher) (totals []sheet.Total, err error) {
	w := &jsonWriter{out: out}
	w.value(`{"file":`, name)
	w.value(`,"kind":`, table.Kind)
	w.value(`,"sheet":`, table.Sheet)
	w.value(`,"columns":`, intake.Columns(table))
	before := `,"rows":[` + "\n"
	var rows []sheet.Row
	flush := func() error {
		if _, err := m.Rows(ctx, rows); err != nil {
			return err
		}
		for _, row := range rows {
			w.value(before, reportRow(ctx, row))
			before = ",\n"
		}
		rows = rows[:0]
		return w.err
	}
	for row, err := range table.Rows(ctx) {
		if err != nil {
			return nil, err
		}
		if rows = append(rows, row); len(rows) == reportBatch {
			if err := flush(); err != nil {
				return nil, err
			}
		}
	}
	if err := flush(); err != nil {
		return nil, err
	}
	if m.Summary == (sheet.Summary{}) {
		return nil, sheet.ErrNoRows
	}
	totals = table.Totals()
	w.value(`],"totals":`, totals)
	w.value(`,"summary":`, m.Summary)
	w.text("}\n")
	return totals, w.err
}

// jsonWriter writes parts of a document; after an error it writes nothing.
type jsonWriter struct {
	out io.Writer
	err error
}

func (w *jsonWriter) text(s string) {
	if w.err == nil {
		_, w.err = io.WriteString(w.out, s)
	}
}

func (w *jsonWriter) value(before string, v any) {
	w.text(before)
	b, err := json.Marshal(v)
	w.err = errors.Join(w.err, err)
	w.text(string(b))
}

func reportRow(ctx context.Context, row sheet.Row) sheet.ReportRow {
	r := sheet.ReportRow{Row: row.N, Status: row.Status, Record: row.Record, Messages: []sheet.ReportMessage{}}
	for _, m := range row.Messages {
		r.Messages = append(r.Messages, sheet.ReportMessage{Cell: m.Cell, Code: m.Code, Text: messageText(ctx, m)})
	}
	return r
}

func messageText(ctx context.Context, m sheet.Message) string {
	args := make([]any, len(m.Args))
	for i, a := range m.Args {
		args[i] = a
	}
	return i18n.T(ctx, "import.msg."+string(m.Code), args...)
}
