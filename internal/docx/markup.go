package docx

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

// takeTitle takes the title out of the text. A title that was broken by hand is
// several paragraphs on each other; they are put together again.
func takeTitle(blocks []block) (string, []block) {
	at := slices.IndexFunc(blocks, func(b block) bool { return b.role == title })
	if at < 0 {
		if len(blocks) > 0 && blocks[0].role == heading1 {
			return oneLine(blocks[0].line.plain()), blocks[1:]
		}
		return "", blocks
	}
	end := at
	var lines []string
	for ; end < len(blocks) && blocks[end].role == title; end++ {
		lines = append(lines, blocks[end].line.plain())
	}
	return oneLine(strings.Join(lines, "\n")), slices.Delete(blocks, at, end)
}

// oneLine puts the lines of a title one after the other, with a blank between
// them where letters that need one meet.
func oneLine(text string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
	out := ""
	for _, l := range lines {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		if out != "" && out[len(out)-1] < 0x80 && l[0] < 0x80 {
			out += " "
		}
		out += l
	}
	return out
}

// captioned gives the captions among blocks to the pictures and tables that
// they belong to.
func captioned(blocks []block) []block {
	var out []block
	for i := 0; i < len(blocks); i++ {
		b := blocks[i]
		if b.role == caption {
			if to := owner(out, blocks[i+1:], b); to != nil {
				to.line = b.line
				continue
			}
		}
		out = append(out, b)
	}
	return out
}

// owner is the block beside a caption that it belongs to: a picture before it,
// or a table after or before it. A word in front decides where both are there.
// Between two tables it is that of the second, as is the custom, unless that
// has one below it.
func owner(before, after []block, c block) *block {
	bare := func(b *block) bool { return len(b.line) == 0 }
	text := strings.ToLower(c.line.plain())
	var last, next *block
	if len(before) > 0 {
		last = &before[len(before)-1]
	}
	if len(after) > 0 {
		next = &after[0]
	}
	tableNext := next != nil && next.table != nil
	tableLast := last != nil && last.table != nil && bare(last)
	switch {
	case last != nil && last.figure != nil && bare(last) && !(tableNext && ofTable(text)):
		return last
	case tableNext && !(tableLast && len(after) > 1 && after[1].role == caption):
		return next
	case tableLast:
		return last
	}
	return nil
}

func ofTable(text string) bool {
	return strings.HasPrefix(text, "表") || strings.HasPrefix(text, "table") || strings.HasPrefix(text, "tab.")
}

// markup writes the text, with its notes as a list at the end.
func markup(blocks []block, notes [][]block) string {
	w := &writer{written: map[int]bool{}}
	w.findWritten(blocks)
	for _, n := range notes {
		w.findWritten(n)
	}
	w.flow(blocks)
	if len(notes) > 0 {
		w.WriteString("<ol>")
		for _, n := range notes {
			w.WriteString("<li>")
			w.inner(n, false)
			w.WriteString("</li>")
		}
		w.WriteString("</ol>")
	}
	return w.String()
}

type writer struct {
	strings.Builder
	written map[int]bool // lists whose numbers stand in the text
}

// flow writes blocks one after the other.
func (w *writer) flow(blocks []block) {
	blocks = captioned(blocks)
	for i := 0; i < len(blocks); i++ {
		b := blocks[i]
		switch {
		case b.figure != nil:
			w.figure(b)
		case b.table != nil:
			w.table(b)
		case w.listed(b):
			end := i
			for end < len(blocks) && w.listed(blocks[end]) {
				end++
			}
			w.list(blocks[i:end])
			i = end - 1
		case b.role == quote:
			w.WriteString("<blockquote>")
			for ; i < len(blocks) && blocks[i].role == quote && !w.listed(blocks[i]); i++ {
				w.text("p", blocks[i])
			}
			i--
			w.WriteString("</blockquote>")
		case b.role == title, b.role == heading1, b.role == heading2:
			w.text("h2", b)
		case b.role == heading3:
			w.text("h3", b)
		default:
			w.text("p", b)
		}
	}
}

// inner writes what stands in a cell or a note: one paragraph without its tags.
func (w *writer) inner(blocks []block, unbold bool) {
	if len(blocks) == 1 && blocks[0].figure == nil && blocks[0].table == nil && blocks[0].item == nil {
		blocks[0].line.write(&w.Builder, unbold)
		return
	}
	w.flow(blocks)
}

func (w *writer) text(tag string, b block) {
	line := b.line
	if b.item != nil && !b.item.bullet {
		line = labelled(b.item.label, line)
	}
	w.WriteString("<" + tag + ">")
	line.write(&w.Builder, tag != "p")
	w.WriteString("</" + tag + ">")
}

func (w *writer) figure(b block) {
	fmt.Fprintf(w, `<figure><img src="docx:%d" alt="%s"/>`, b.figure.picture, html.EscapeString(b.figure.alt))
	if len(b.line) > 0 {
		w.WriteString("<figcaption>")
		b.line.write(&w.Builder, true)
		w.WriteString("</figcaption>")
	}
	w.WriteString("</figure>")
}

func (w *writer) table(b block) {
	w.WriteString("<table>")
	if len(b.line) > 0 {
		w.WriteString("<caption>")
		b.line.write(&w.Builder, true)
		w.WriteString("</caption>")
	}
	w.rows("thead", "th", b.table.rows[:b.table.head])
	w.rows("tbody", "td", b.table.rows[b.table.head:])
	w.WriteString("</table>")
}

func (w *writer) rows(group, tag string, rows []row) {
	if len(rows) == 0 {
		return
	}
	w.WriteString("<" + group + ">")
	for _, r := range rows {
		w.WriteString("<tr>")
		for _, c := range r.cells {
			w.WriteString("<" + tag)
			if c.cols > 1 {
				fmt.Fprintf(w, ` colspan="%d"`, c.cols)
			}
			if c.rows > 1 {
				fmt.Fprintf(w, ` rowspan="%d"`, c.rows)
			}
			w.WriteString(">")
			w.inner(c.blocks, tag == "th")
			w.WriteString("</" + tag + ">")
		}
		w.WriteString("</tr>")
	}
	w.WriteString("</" + group + ">")
}
