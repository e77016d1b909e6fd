package sheet

import (
	"fmt"
	"regexp"
	"strings"

	"wellspring/internal/invest"
	"wellspring/internal/workbook"
)

// headingScore says how much a line looks like one of headings.
func (t *Table) headingScore(l line) float64 {
	filled := l.filled
	if len(filled) < 2 {
		return 0
	}
	seen := map[Field]bool{}
	score, numbers := 0.0, 0
	for _, i := range filled {
		text := l.text(i)
		if l.cells[i].Kind != workbook.Text || isNumeric(text) {
			numbers++
			continue
		}
		if len([]rune(text)) > 40 {
			continue
		}
		f, sure := newHeading(text).match(t.Kind)
		if f != Ignored && !seen[f] {
			seen[f] = true
			score += sure
		}
	}
	if len(seen) < 2 || numbers*2 > len(filled) {
		return 0
	}
	return score
}

// headingRows is how many rows the heading has from its first on.
func (t *Table) headingRows(lines []line, i int) int {
	depth := 1
	for depth < 3 && i+depth < len(lines) && t.continues(lines[i:i+depth], lines[i+depth]) {
		depth++
	}
	return depth
}

// continues reports whether a line belongs to the heading above it: by merged
// cells that reach down into it, or because it names parts of headings that have
// room to their right, and nothing else.
func (t *Table) continues(above []line, next line) bool {
	filled := next.filled
	if len(filled) == 0 {
		return false
	}
	last := above[len(above)-1]
	if next.at != last.at+1 && len(t.merges) > 0 {
		return false
	}
	for _, i := range filled {
		text := next.text(i)
		if next.cells[i].Kind != workbook.Text || isNumeric(text) || len([]rune(text)) > 24 {
			return false
		}
		if u, ok := parseUnit(strings.Trim(invest.Normal(text), "()（）")); ok && !u.none() {
			continue // (亿元) under 总投资
		}
		if !t.hasRoom(above, next, i) {
			return false
		}
	}
	return !(len(filled) == 1 && t.coversHalf(next, filled[0], last))
}

// coversHalf reports whether a cell reaches over half of the columns: no part of
// a heading, but the title of a section.
func (t *Table) coversHalf(l line, col int, heading line) bool {
	return t.span(l, col)*2 > len(heading.filled)
}

// hasRoom reports whether the heading over a column may have parts: it reaches
// over several columns, or stands further left and reaches over this one.
func (t *Table) hasRoom(above []line, next line, col int) bool {
	for n := len(above) - 1; n >= 0; n-- {
		l := above[n]
		if l.text(col) == "" {
			continue
		}
		if t.wide[[2]int{l.at, col}] {
			return true
		}
		open := next.text(col+1) != ""
		for _, lower := range above[n:] {
			open = open && lower.text(col+1) == ""
		}
		return open
	}
	for _, l := range above { // nothing over it: it is a part of what stands further left
		if col > 0 && t.left([]line{l, next}, 0, col) != "" {
			return true
		}
	}
	return false
}

// groupsOver reports whether a line holds headings over groups of columns: a few
// texts, each wide, over a fuller line.
func (t *Table) groupsOver(above, l line) bool {
	filled := above.filled
	if len(filled) < 2 || above.at+1 != l.at {
		return false
	}
	wide := 0
	for _, i := range filled {
		if above.cells[i].Kind != workbook.Text || isNumeric(above.text(i)) || len([]rune(above.text(i))) > 24 || strings.ContainsAny(above.text(i), ":：") {
			return false
		}
		if t.wide[[2]int{above.at, i}] || above.text(i+1) == "" && l.text(i) != "" && l.text(i+1) != "" {
			wide++
		}
	}
	return wide > 0
}

var columnNumber = regexp.MustCompile(`^(?:\(?\d{1,2}\)?|[甲乙丙丁ABCDEF]|\d{1,2}=[\d+\-*/×÷%()]+)$`)

// isNumbering reports whether a line numbers the columns: 甲 乙 1 2 3=1+2.
func (t *Table) isNumbering(l line) bool {
	filled := l.filled
	if len(filled) < 3 {
		return false
	}
	last, steps := 0, 0
	for _, i := range filled {
		text := invest.Normal(l.text(i))
		if !columnNumber.MatchString(text) {
			return false
		}
		n := 0
		if _, err := fmt.Sscanf(strings.Trim(text, "()"), "%d", &n); err == nil {
			if n == last+1 {
				steps++
			}
			last = n
		}
	}
	return steps >= len(filled)-3 && steps >= 2
}

// readHeading makes the columns of the heading rows.
func (t *Table) readHeading(rows []line, mapping map[string]Field) {
	width := 0
	for _, l := range rows {
		for _, i := range l.filled {
			width = max(width, i+1)
		}
	}
	for i := range width {
		var levels []string
		for n, l := range rows {
			text := l.text(i)
			if text == "" && n < len(rows)-1 && rows[n+1].text(i) != "" || text == "" && t.under(l.at, i) {
				text = t.left(rows, n, i)
			}
			if text != "" && (len(levels) == 0 || levels[len(levels)-1] != text) {
				levels = append(levels, text)
			}
		}
		if len(levels) == 0 {
			continue
		}
		shown := strings.Join(oneLine(levels), "/")
		h := newHeading(levels...)
		h.text = shown
		c := TableColumn{Index: i, Heading: h.text, head: h, unit: h.unit, Unit: h.unit.word, Key: h.key()}
		t.Columns = append(t.Columns, c)
	}
	for i := 1; i < len(t.Columns); i++ { // 其中：引资额 is of what stands before it
		c := &t.Columns[i]
		if last := c.Heading[strings.LastIndexByte(c.Heading, '/')+1:]; c.unit.none() && strings.HasPrefix(last, "其中") {
			c.unit, c.Unit = t.Columns[i-1].unit, t.Columns[i-1].Unit
		}
	}
	t.assign(mapping)
}

// oneLine gives headings without the spaces that centre them: 备　注.
func oneLine(levels []string) []string {
	out := make([]string, len(levels))
	for i, l := range levels {
		out[i] = squeeze(l)
		if isASCII(l) {
			out[i] = strings.Join(strings.Fields(l), " ")
		}
	}
	return out
}

// under reports whether a cell is inside an area that begins further left in its row.
func (t *Table) under(row, col int) bool {
	for c := col - 1; c >= 0; c-- {
		if t.wide[[2]int{row, c}] {
			return true
		}
	}
	return false
}

// left is the heading further left that reaches over a column of its row.
func (t *Table) left(rows []line, n, col int) string {
	for c := col - 1; c >= 0; c-- {
		if text := rows[n].text(c); text != "" {
			if n < len(rows)-1 && rows[n+1].text(c) == "" {
				return "" // it has no parts: the column stands alone
			}
			return text
		}
	}
	return ""
}
