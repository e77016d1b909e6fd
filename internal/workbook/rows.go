package workbook

import (
	"context"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// sheetReader reads the rows of one sheet.
type sheetReader struct {
	*source
	tables   *tables
	from1904 bool
	last     int // the number of the row before
	texts    int // bytes of all cells so far
}

func (a *archive) rows(ctx context.Context, sheet int, each func(Row) error) error {
	t, err := a.load(ctx)
	if err != nil {
		return err
	}
	r := &sheetReader{tables: t, from1904: a.from1904}
	return a.elements(ctx, a.sheets[sheet], "worksheet", maxPart, func(s *source, tag string, _ xml.StartElement) error {
		r.source = s
		if tag != "sheetData" {
			return nil
		}
		return s.each(func(tag string, e xml.StartElement) error {
			if tag != "row" {
				return nil
			}
			row, err := r.row(e)
			if err != nil || len(row.Cells) == 0 {
				return err
			}
			return each(row)
		})
	})
}

// row reads a row. One that does not say its number takes it from its first cell
// that does, else it is the next one.
func (r *sheetReader) row(e xml.StartElement) (Row, error) {
	row := Row{Hidden: hidden(e)}
	if v := attr(e, "r"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			return row, fmt.Errorf("%w: row %q", ErrDamaged, v)
		}
		row.N = n
	}
	col, before := 0, r.texts
	err := r.each(func(tag string, e xml.StartElement) error {
		if tag != "c" {
			return nil
		}
		if v := attr(e, "r"); v != "" {
			n, c, ok := reference(v)
			if row.N == 0 {
				row.N = n
			}
			if !ok || n != row.N {
				return fmt.Errorf("%w: cell %q in row %d", ErrDamaged, v, row.N)
			}
			col = c
		}
		cell, err := r.cell(e)
		if err == nil && cell != (Cell{}) {
			err = row.put(col, cell)
		}
		col++
		if r.texts += len(cell.Text); r.texts-before > maxRowText || r.texts > maxAllText {
			return ErrTooLarge
		}
		return err
	})
	if row.N == 0 {
		row.N = r.last + 1
	}
	switch {
	case err != nil:
		return row, err
	case row.N > maxRows:
		return row, fmt.Errorf("%w: row %d", ErrTooLarge, row.N)
	case row.N <= r.last:
		return row, fmt.Errorf("%w: row %d after row %d", ErrDamaged, row.N, r.last)
	}
	r.last = row.N
	return row, nil
}

// put sets a cell that is not empty.
func (row *Row) put(col int, c Cell) error {
	switch {
	case col >= maxColumns:
		return fmt.Errorf("%w: column %d", ErrDamaged, col+1)
	case col >= kept:
		if strings.TrimSpace(c.Text) == "" {
			return nil
		}
		return fmt.Errorf("%w: row %d holds something in column %d", ErrTooLarge, row.N, col+1)
	case col < len(row.Cells) && row.Cells[col] != (Cell{}):
		return fmt.Errorf("%w: row %d has two cells in column %d", ErrDamaged, row.N, col+1)
	}
	for len(row.Cells) <= col {
		row.Cells = append(row.Cells, Cell{})
	}
	row.Cells[col] = c
	return nil
}

// hidden rows are said to be, as filtered ones are, or have no height.
func hidden(e xml.StartElement) bool {
	if on(attr(e, "hidden")) {
		return true
	}
	height, err := strconv.ParseFloat(attr(e, "ht"), 64)
	return err == nil && height == 0
}

func (r *sheetReader) cell(e xml.StartElement) (Cell, error) {
	kind, style := attr(e, "t"), attr(e, "s")
	var value []byte
	var inline string
	formula := false
	err := r.each(func(tag string, _ xml.StartElement) (err error) {
		switch tag {
		case "v":
			value, err = r.text(value[:0])
		case "is":
			inline, err = r.richText()
		case "f":
			formula = true
		}
		return err
	})
	if err != nil {
		return Cell{}, err
	}
	c, err := r.value(kind, style, string(value), inline)
	c.Formula = formula
	return c, err
}

func (r *sheetReader) value(kind, style, value, inline string) (Cell, error) {
	var err error
	switch kind {
	case "s":
		if inline, err = "", nil; value != "" {
			inline, err = r.tables.text(strings.TrimSpace(value))
		}
		return text(inline), err
	case "str", "inlineStr":
		if inline == "" {
			inline = written(value)
		}
		return text(inline), nil
	}
	if value = strings.TrimSpace(value); value == "" {
		return text(inline), nil
	}
	switch kind {
	case "b":
		if on(value) {
			return Cell{Kind: Bool, Text: "TRUE"}, nil
		}
		return Cell{Kind: Bool, Text: "FALSE"}, nil
	case "e":
		return Cell{Kind: Error, Text: value}, nil
	case "d":
		return r.date(style, value), nil
	}
	n, ok := number(value)
	if !ok { // as careless programs write a text
		return text(written(value)), nil
	}
	return r.tables.format(style).asNumber(n, r.from1904), nil
}

// date is a cell that keeps a date as text, which the strict standard allows.
func (r *sheetReader) date(style, value string) Cell {
	date, clock, ok := isoDate(value)
	if !ok {
		return text(value)
	}
	f := r.tables.format(style)
	if date == "" || f.clockOnly() {
		return Cell{Kind: Date, Text: hours(clock)}
	}
	return Cell{Kind: Date, Text: f.shown(date, clock)}
}

func text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{Kind: Text, Text: s}
}

// reference reads the address of a cell, as B12, into its row from 1 and its
// column from 0.
func reference(s string) (row, col int, ok bool) {
	s = strings.ReplaceAll(s, "$", "")
	i := 0
	for ; i < len(s) && i < 4 && 'a' <= lower(s[i]) && lower(s[i]) <= 'z'; i++ {
		col = col*26 + int(lower(s[i])-'a') + 1
	}
	row, err := strconv.Atoi(s[i:])
	return row, col - 1, i > 0 && err == nil && row > 0
}
