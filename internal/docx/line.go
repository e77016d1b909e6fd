package docx

import (
	"bytes"
	"html"
	"strings"
	"unicode"
)

// mark is how a stretch of text differs from its paragraph.
type mark struct {
	href       string
	strong, em bool
}

// tags are the elements of a mark, from the outside in; "" for none.
func (m mark) tags(unbold bool) (t [3]string) {
	if m.href != "" {
		t[0] = `a href="` + html.EscapeString(m.href) + `"`
	}
	if m.strong && !unbold {
		t[1] = "strong"
	}
	if m.em {
		t[2] = "em"
	}
	return t
}

type span struct {
	mark
	text []byte // "\n" is a line break
}

// spanCost is what a span takes beside its text, in memory and in markup.
const spanCost = 64

// line is the text of a paragraph. Stretches beside each other differ.
type line []span

// add puts text at the end and gives what it takes at most.
func (l *line) add(m mark, text string) (cost int) {
	if text == "" {
		return 0
	}
	last := len(*l) - 1
	if last < 0 || (*l)[last].mark != m {
		*l = append(*l, span{mark: m})
		last++
		cost = spanCost + len(html.EscapeString(m.href))
	}
	(*l)[last].text = append((*l)[last].text, text...)
	return cost + len(html.EscapeString(text))
}

// settled is the line without blanks at its ends, which are indents of
// full-width spaces and breaks that made room. A blank within it looks as the
// text on both its sides does: bold text has no bold blank behind it.
func (l line) settled() line {
	var out line
	var before mark
	var blank []byte
	for _, s := range l {
		text := bytes.TrimLeftFunc(s.text, unicode.IsSpace)
		blank = append(blank, s.text[:len(s.text)-len(text)]...)
		if len(text) == 0 {
			continue
		}
		if len(out) > 0 {
			out.add(before.and(s.mark), string(blank))
		}
		kept := bytes.TrimRightFunc(text, unicode.IsSpace)
		out.add(s.mark, string(kept))
		before, blank = s.mark, append(blank[:0], text[len(kept):]...)
	}
	return out
}

// and is what two marks have in common.
func (m mark) and(other mark) mark {
	if m.href != other.href {
		m.href = ""
	}
	return mark{m.href, m.strong && other.strong, m.em && other.em}
}

// plain is the line as text. A break in a title is one of its lay-out only.
func (l line) plain() string {
	var b strings.Builder
	for _, s := range l {
		b.Write(s.text)
	}
	return b.String()
}

// write puts the line out as markup. unbold leaves out strong where all is bold.
func (l line) write(b *strings.Builder, unbold bool) {
	var open [3]string
	turn := func(to [3]string) {
		same := 0
		for same < len(open) && open[same] == to[same] {
			same++
		}
		for i := len(open) - 1; i >= same; i-- {
			if name, _, _ := strings.Cut(open[i], " "); name != "" {
				b.WriteString("</" + name + ">")
			}
		}
		for i := same; i < len(to); i++ {
			if to[i] != "" {
				b.WriteString("<" + to[i] + ">")
			}
		}
		open = to
	}
	for _, s := range l {
		turn(s.tags(unbold))
		b.WriteString(strings.ReplaceAll(html.EscapeString(string(s.text)), "\n", "<br/>"))
	}
	turn([3]string{})
}

// readable makes one blank of any run of blanks, takes away what is not to be
// seen, and gives the signs of symbol fonts as characters. unknown counts those
// that have none.
func readable(text string) (clean string, unknown int) {
	var b strings.Builder
	blank := false
	for _, r := range text {
		switch {
		case r == ' ' || r == '\t' || r == '\r' || r == '\n':
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		case r == '\u00ad' || r == '\ufeff' || r == '\u200b': // soft hyphen, byte order mark, zero-width space
			continue
		case r >= 0xe000 && r <= 0xf8ff:
			sign, ok := signs[r]
			if !ok {
				unknown++
				continue
			}
			r = sign
		}
		blank = false
		b.WriteRune(r)
	}
	return b.String(), unknown
}

// signs are those of Wingdings that forms and lists use, at the places in the
// private area where Word puts them.
var signs = map[rune]rune{
	0xf06c: '●', 0xf06e: '■', 0xf06f: '□', 0xf071: '❑', 0xf075: '◆', 0xf076: '❖', 0xf09f: '•', 0xf0a7: '▪',
	0xf0a8: '□', 0xf0b7: '•', 0xf0d8: '➢', 0xf0e0: '→', 0xf0fb: '✗', 0xf0fc: '✓', 0xf0fd: '☒', 0xf0fe: '☑',
}

var (
	raised  = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹", "+", "⁺", "-", "⁻", "(", "⁽", ")", "⁾")
	lowered = strings.NewReplacer("0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄", "5", "₅", "6", "₆", "7", "₇", "8", "₈", "9", "₉", "+", "₊", "-", "₋", "(", "₍", ")", "₎")
)

// placed writes raised and lowered figures as characters of their own, as in m²
// and CO₂. Other text is left: there is no markup for it.
func placed(text, position string) string {
	switch position {
	case "superscript":
		return raised.Replace(text)
	case "subscript":
		return lowered.Replace(text)
	}
	return text
}
