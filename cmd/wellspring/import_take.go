package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
	"wellspring/internal/sqlite"
	"wellspring/internal/workbook"
)

// take reads the file into drafts: whole or not at all. What was staged of an
// import that is refused goes.
func (c *importCommand) take(p *program, file io.ReaderAt, size int64) error {
	head, err := c.head()
	if err != nil {
		return usageError{err}
	}
	book, err := workbook.Open(file, size, filepath.Base(c.File))
	if err != nil { // before there is a folder
		return c.refuse(err)
	}
	if err := book.Close(); err != nil {
		return err
	}
	if err := siteFolder(c.Data); err != nil {
		return err
	}
	store, err := sqlite.Open(p.ctx, c.Data)
	if err != nil {
		return err
	}
	defer store.Close()
	d := desk.New(store, time.Now)
	imp := invest.Import{Lists: c.Kind, File: filepath.Base(c.File), Head: head.Bytes()}
	if err := d.BeginImport(p.ctx, desk.Operator, &imp); err != nil {
		return err
	}
	made, err := c.takeInto(p, d, imp.ID, file, size)
	if errors.Is(err, intake.ErrNothing) {
		fmt.Fprintln(p.stdout, i18n.Message(invest.Zh, "import.nothing"))
		return d.CancelImport(p.ctx, desk.Operator, imp.ID)
	}
	if err != nil {
		if cancelled := d.CancelImport(context.WithoutCancel(p.ctx), desk.Operator, imp.ID); invest.CodeOf(cancelled) != invest.Conflict {
			err = errors.Join(err, cancelled)
		}
		return err
	}
	fmt.Fprintf(p.stdout, "import %d: %d drafts\n", imp.ID, made)
	if !c.Publish {
		return nil
	}
	return c.publish(p, d, imp.ID)
}

func (c *importCommand) head() (h intake.Head, err error) {
	h = intake.Head{Sheet: c.Sheet, Sector: c.Sector}
	h.Source.Name.Zh = c.Source
	if h.AsOf, err = invest.ParseDate(c.AsOf); err != nil {
		return h, fmt.Errorf("--as-of: %w", err)
	}
	if h.AsOf.IsZero() {
		y, m, d := time.Now().Date()
		h.AsOf = invest.Date{Precision: invest.Day, Year: y, Month: int(m), Day: d}
	}
	switch {
	case c.Ceremony == "new":
		h.Form = invest.FormStage
	case c.Ceremony != "":
		if h.Ceremony, err = strconv.ParseInt(c.Ceremony, 10, 64); err != nil || h.Ceremony <= 0 {
			return h, errors.New("--ceremony takes a number, or new")
		}
	}
	return h, nil
}

// takeInto stages, decides what is open, and makes the drafts.
func (c *importCommand) takeInto(p *program, d *desk.Desk, id int64, file io.ReaderAt, size int64) (int, error) {
	in := intake.New(d)
	if err := in.Read(p.ctx, desk.Operator, id, file, size); err != nil {
		return 0, err
	}
	imp, err := d.Import(p.ctx, desk.Operator, id)
	if err != nil {
		return 0, err
	}
	if imp.State == invest.ImportFailed {
		return 0, refusal{fmt.Errorf("%s: %s", imp.File, i18n.Message(invest.Zh, "import.problem."+imp.Problem))}
	}
	if c.Report != "" {
		if err := c.reportStaged(p.ctx, d, imp); err != nil {
			return 0, err
		}
	}
	if err := in.DecideAll(p.ctx, desk.Operator, id, invest.Choice(c.Matches), c.Reason); err != nil {
		return 0, c.worded(p, err)
	}
	made, err := in.Make(p.ctx, desk.Operator, id, i18n.Message(invest.Zh, "import.note", imp.File))
	return made, c.worded(p, err)
}

// worded says of an import that cannot be made which rows are in the way.
func (c *importCommand) worded(p *program, err error) error {
	var wrong intake.WrongRows
	switch {
	case errors.As(err, &wrong):
		ctx := i18n.With(p.ctx, i18n.Locale{Lang: invest.Zh})
		var lines []string
		rows := make([]int, 0, len(wrong))
		for row := range wrong {
			rows = append(rows, row)
		}
		slices.Sort(rows)
		for _, row := range rows[:min(20, len(rows))] {
			for _, e := range wrong[row] {
				lines = append(lines, i18n.T(ctx, "import.wrong_row", row, e.Field, i18n.T(ctx, e.Key, e.Args...)))
			}
		}
		if len(rows) > 20 {
			lines = append(lines, "…")
		}
		return refusal{fmt.Errorf("%s\n%s", i18n.T(ctx, "import.wrong_rows", len(rows)), strings.Join(lines, "\n"))}
	case invest.CodeOf(err) == invest.NotFound && c.Ceremony != "":
		return refusal{fmt.Errorf("--ceremony %s: %w", c.Ceremony, err)}
	case errors.Is(err, intake.ErrReason):
		return refusal{errors.New(i18n.Message(invest.Zh, "import.reason_needed"))}
	}
	return err
}

// reportStaged writes the report of an import that was staged.
func (c *importCommand) reportStaged(ctx context.Context, d *desk.Desk, imp invest.Import) error {
	head, err := intake.ReadHead(imp)
	if err != nil {
		return err
	}
	return writeFile(c.Report, func(out io.Writer) error {
		w := &jsonWriter{out: out}
		w.value(`{"file":`, imp.File)
		w.value(`,"kind":`, imp.Lists)
		w.value(`,"sheet":`, head.Found.Sheet)
		columns := []sheet.ReportColumn{}
		for _, col := range head.Found.Columns {
			columns = append(columns, col.ReportColumn)
		}
		w.value(`,"columns":`, columns)
		before := `,"rows":[` + "\n"
		for after := 0; ; {
			list, err := d.ImportRows(ctx, desk.Operator, imp.ID, invest.ImportRowFilter{After: after, Limit: 500})
			if err != nil {
				return err
			}
			for _, x := range list.Rows {
				after = x.Row
				body, err := intake.ReadRow(x)
				if err != nil {
					return err
				}
				w.value(before, reportRow(ctx, sheet.Row{N: x.Row, Status: sheet.Status(x.Status), Record: body.Record, Messages: body.Messages}))
				before = ",\n"
			}
			if len(list.Rows) < 500 {
				break
			}
		}
		w.value(`],"totals":`, head.Found.Totals)
		w.value(`,"summary":`, head.Found.Summary)
		w.text("}\n")
		return w.err
	})
}

// publish shows the new drafts of an import in steps, so that others save in
// between. Signings come alive with their projects.
func (c *importCommand) publish(p *program, d *desk.Desk, id int64) error {
	shown, left := 0, 0
	for offset := 0; ; {
		ids, err := d.ImportDrafts(p.ctx, desk.Operator, id, offset, 200)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			break
		}
		offset += len(ids)
		cannot, err := d.PublishImported(p.ctx, desk.Operator, id, ids)
		if err != nil {
			return fmt.Errorf("%d published, then: %w", shown, err)
		}
		shown, left = shown+len(ids)-len(cannot), left+len(cannot)
	}
	fmt.Fprintf(p.stdout, "%d published without review\n", shown)
	if left > 0 {
		fmt.Fprintf(p.stdout, "%d stay drafts: a project without a sector, for one, cannot be published\n", left)
	}
	return nil
}
