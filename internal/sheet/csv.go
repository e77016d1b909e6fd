package sheet

import (
	"encoding/csv"
	"io"
	"strings"
	"time"
)

// WriteCSV writes a book's heading, rows and totals as UTF-8 with a byte order
// mark, which is how spreadsheet programs know it. A text that such a program
// would run as a formula gets an apostrophe before it; a number stays one.
func WriteCSV(w io.Writer, b Book) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	heading := make([]string, len(b.Columns))
	for i, c := range b.Columns {
		heading[i] = c.Heading
	}
	rows := [][]string{heading}
	for _, r := range append(b.Rows[:len(b.Rows):len(b.Rows)], b.Totals) {
		if r == nil {
			continue
		}
		line := make([]string, len(r))
		for i, c := range r {
			line[i] = c.plain()
		}
		rows = append(rows, line)
	}
	return out.WriteAll(rows)
}

func (c Cell) plain() string {
	switch {
	case c.Number != "":
		return c.Number
	case !c.Date.IsZero():
		return c.Date.Format(time.DateOnly)
	case strings.IndexAny(c.Text, "=+-@\t\r") == 0 && c.Text != "-":
		return "'" + c.Text
	}
	return c.Text
}
