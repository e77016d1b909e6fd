// Package sheet writes workbooks in the form that bureaus use.
package sheet

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Book is one sheet of a workbook in bureau form: a title over all columns, a
// line under it (period, unit), a heading row, the rows, their totals, and notes
// below.
type Book struct {
	Name    string // of the sheet
	Title   string
	Line    string
	Columns []Column
	Rows    [][]Cell
	Totals  []Cell // the last row, set off from the others; nil for none
	Notes   []string
}

// Column is a heading with its width in characters.
type Column struct {
	Heading string
	Width   float64
}

// Cell is a number, exact as its digits say, a day, or a text: the first of them
// that is given.
type Cell struct {
	Number string
	Date   time.Time // the day of it, in its own zone
	Text   string
}

// Write makes the .xlsx, a sheet for each book. Every text is written as text,
// never as a formula, whatever it begins with.
func Write(w io.Writer, books ...Book) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	styles, err := newStyles(f)
	if err != nil {
		return err
	}
	for i, b := range books {
		if i == 0 {
			err = f.SetSheetName("Sheet1", b.Name)
		} else {
			_, err = f.NewSheet(b.Name)
		}
		if err != nil {
			return fmt.Errorf("sheet %q: %w", b.Name, err)
		}
		// Before the stream, which writes what is set up by then and nothing later.
		if err := printSetup(f, b.Name); err != nil {
			return err
		}
		out, err := f.NewStreamWriter(b.Name)
		if err != nil {
			return err
		}
		if err := b.stream(out, styles); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	var file bytes.Buffer
	if err := f.Write(&file); err != nil {
		return err
	}
	return inOrder(w, file.Bytes())
}

// inOrder writes an archive with its parts in the order of their names, except
// for the first, which says what the others are. Excelize writes sheets in any
// order, and the same workbook must be the same file: else whoever compares two
// of them sees a change where there is none.
func inOrder(w io.Writer, file []byte) error {
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return fmt.Errorf("the workbook as written: %w", err)
	}
	rank := func(f *zip.File) int {
		if f.Name == "[Content_Types].xml" {
			return 0
		}
		return 1
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int {
		return cmp.Or(rank(a)-rank(b), strings.Compare(a.Name, b.Name))
	})
	out := zip.NewWriter(w)
	for _, part := range in.File {
		if err := out.Copy(part); err != nil {
			return err
		}
	}
	return out.Close()
}

type styles struct{ title, line, heading, text, number, date, total, totalNumber, note int }

func newStyles(f *excelize.File) (s styles, err error) {
	border := []excelize.Border{
		{Type: "left", Color: "8592A0", Style: 1},
		{Type: "right", Color: "8592A0", Style: 1},
		{Type: "top", Color: "8592A0", Style: 1},
		{Type: "bottom", Color: "8592A0", Style: 1},
	}
	number, date, bold := "#,##0.####", "yyyy-mm-dd", &excelize.Font{Bold: true}
	middle := &excelize.Alignment{Vertical: "center"}
	for _, x := range []struct {
		to *int
		of excelize.Style
	}{
		{&s.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}, Alignment: &excelize.Alignment{Horizontal: "center"}}},
		{&s.line, excelize.Style{Alignment: &excelize.Alignment{Horizontal: "right"}}},
		{&s.heading, excelize.Style{Font: bold, Border: border, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}},
		{&s.text, excelize.Style{Border: border, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
		{&s.number, excelize.Style{Border: border, CustomNumFmt: &number, Alignment: middle}},
		{&s.date, excelize.Style{Border: border, CustomNumFmt: &date, Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "center"}}},
		{&s.total, excelize.Style{Font: bold, Border: border, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
		{&s.totalNumber, excelize.Style{Font: bold, Border: border, CustomNumFmt: &number, Alignment: middle}},
		{&s.note, excelize.Style{Alignment: &excelize.Alignment{WrapText: true}}},
	} {
		if *x.to, err = f.NewStyle(&x.of); err != nil {
			return s, fmt.Errorf("style: %w", err)
		}
	}
	return s, nil
}

// headingRow is where the headings stand, below the title and its line.
const headingRow = 3

func (b Book) stream(out *excelize.StreamWriter, s styles) error {
	for i, c := range b.Columns {
		if err := out.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
	}
	below, _ := excelize.CoordinatesToCellName(1, headingRow+1)
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: headingRow, TopLeftCell: below, ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	row := 0
	wide := func(text string, style int) error { // one text over all columns
		row++
		first, _ := excelize.CoordinatesToCellName(1, row)
		last, _ := excelize.CoordinatesToCellName(max(1, len(b.Columns)), row)
		if err := out.SetRow(first, []any{excelize.Cell{Value: text, StyleID: style}}); err != nil {
			return err
		}
		return out.MergeCell(first, last)
	}
	line := func(cells []any) error {
		row++
		first, _ := excelize.CoordinatesToCellName(1, row)
		return out.SetRow(first, cells)
	}
	if err := wide(b.Title, s.title); err != nil {
		return err
	}
	if err := wide(b.Line, s.line); err != nil {
		return err
	}
	var heading []any
	for _, c := range b.Columns {
		heading = append(heading, excelize.Cell{Value: c.Heading, StyleID: s.heading})
	}
	if err := line(heading); err != nil {
		return err
	}
	for _, r := range b.Rows {
		if err := line(s.cells(r, s.text, s.number)); err != nil {
			return err
		}
	}
	if b.Totals != nil {
		if err := line(s.cells(b.Totals, s.total, s.totalNumber)); err != nil {
			return err
		}
	}
	for _, n := range b.Notes {
		if err := wide(n, s.note); err != nil {
			return err
		}
	}
	return nil
}

func (s styles) cells(row []Cell, text, number int) []any {
	var out []any
	for _, c := range row {
		out = append(out, s.cell(c, text, number))
	}
	return out
}

func (s styles) cell(c Cell, text, number int) excelize.Cell {
	switch {
	case c.Number != "":
		var v float64
		if _, err := fmt.Sscan(c.Number, &v); err != nil {
			return excelize.Cell{Value: c.Number, StyleID: text}
		}
		return excelize.Cell{Value: v, StyleID: number}
	case !c.Date.IsZero():
		y, m, d := c.Date.Date()
		return excelize.Cell{Value: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), StyleID: s.date}
	}
	return excelize.Cell{Value: c.Text, StyleID: text}
}

// printSetup lays a sheet out for A4: as wide as the paper, its headings on
// every page, the pages numbered.
func printSetup(f *excelize.File, sheet string) error {
	landscape, a4, fit := "landscape", 9, 1
	tall := 0
	if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &fit, FitToHeight: &tall}); err != nil {
		return err
	}
	quoted := "'" + strings.ReplaceAll(sheet, "'", "''") + "'"
	if err := f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: sheet, RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted, headingRow, headingRow),
	}); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&C&P / &N"}); err != nil {
		return err
	}
	yes := true
	return f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes})
}
