// Package sheet writes workbooks in the form that bureaus use.
package sheet

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Book is a workbook of one sheet in bureau form: a title over all columns, a
// line under it (period, unit), a heading row, the rows, and notes below.
type Book struct {
	Name    string // of the sheet
	Title   string
	Line    string
	Columns []Column
	Rows    [][]Cell
	Notes   []string
}

// Column is a heading with its width in characters.
type Column struct {
	Heading string
	Width   float64
}

// Cell is a number, exact as its digits say, or a text.
type Cell struct {
	Number string
	Text   string
}

// Write makes the .xlsx. Every text is written as text, never as a formula,
// whatever it begins with.
func Write(w io.Writer, b Book) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	if err := f.SetSheetName("Sheet1", b.Name); err != nil {
		return fmt.Errorf("sheet name: %w", err)
	}
	styles, err := newStyles(f)
	if err != nil {
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
	if err := printSetup(f, b.Name); err != nil {
		return err
	}
	return f.Write(w)
}

type styles struct{ title, line, heading, text, number, note int }

func newStyles(f *excelize.File) (s styles, err error) {
	border := []excelize.Border{
		{Type: "left", Color: "8592A0", Style: 1},
		{Type: "right", Color: "8592A0", Style: 1},
		{Type: "top", Color: "8592A0", Style: 1},
		{Type: "bottom", Color: "8592A0", Style: 1},
	}
	number := "#,##0.####"
	for _, x := range []struct {
		to *int
		of excelize.Style
	}{
		{&s.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}, Alignment: &excelize.Alignment{Horizontal: "center"}}},
		{&s.line, excelize.Style{Alignment: &excelize.Alignment{Horizontal: "right"}}},
		{&s.heading, excelize.Style{Font: &excelize.Font{Bold: true}, Border: border, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}},
		{&s.text, excelize.Style{Border: border, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
		{&s.number, excelize.Style{Border: border, CustomNumFmt: &number, Alignment: &excelize.Alignment{Vertical: "center"}}},
		{&s.note, excelize.Style{Alignment: &excelize.Alignment{WrapText: true}}},
	} {
		if *x.to, err = f.NewStyle(&x.of); err != nil {
			return s, fmt.Errorf("style: %w", err)
		}
	}
	return s, nil
}

func (b Book) stream(out *excelize.StreamWriter, s styles) error {
	for i, c := range b.Columns {
		if err := out.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
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
		var cells []any
		for _, c := range r {
			cells = append(cells, s.cell(c))
		}
		if err := line(cells); err != nil {
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

func (s styles) cell(c Cell) excelize.Cell {
	if c.Number == "" {
		return excelize.Cell{Value: c.Text, StyleID: s.text}
	}
	var v float64
	if _, err := fmt.Sscan(c.Number, &v); err != nil {
		return excelize.Cell{Value: c.Number, StyleID: s.text}
	}
	return excelize.Cell{Value: v, StyleID: s.number}
}

func printSetup(f *excelize.File, sheet string) error {
	landscape, a4, fit := "landscape", 9, 1
	tall := 0
	if err := f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &fit, FitToHeight: &tall}); err != nil {
		return err
	}
	yes := true
	return f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes})
}
