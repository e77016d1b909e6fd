package sheet

import (
	"strings"

	"wellspring/internal/workbook"
)

// line is a row of the sheet with the texts of merged cells where they begin.
type line struct {
	at     int
	hidden bool
	cells  []workbook.Cell
	texts  []string // of the cells, in one line each
	filled []int    // the columns that hold something
}

// settle reads the texts of the cells, which do not change from then on.
func (l *line) settle() {
	l.texts, l.filled = make([]string, len(l.cells)), make([]int, 0, len(l.cells))
	for i, c := range l.cells {
		if l.texts[i] = clean(c.Text); l.texts[i] != "" {
			l.filled = append(l.filled, i)
		}
	}
}

func (l line) text(i int) string {
	if i < 0 || i >= len(l.texts) {
		return ""
	}
	return l.texts[i]
}

// squeeze drops all spaces: 合　计.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
