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

// add puts text at the end and gives what it takes at most. Blank text looks like
// what stands before it: a bold blank is no bold text.
func (l *line) add(m mark, text string) (cost int) {
	if text == "" {
		return 0
	}
	last := len(*l) - 1
	if strings.TrimSpace(text) == "" {
		m.strong, m.em = last >= 0 && (*l)[last].strong, last >= 0 && (*l)[last].em
	}
	if last < 0 || (*l)[last].mark != m {
		if last >= 0 && !m.strong && !m.em { // nor is a blank at the end of bold text
			before := &(*l)[last]
			kept := bytes.TrimRight(before.text, " ")
			text = string(before.text[len(kept):]) + text
			before.text = kept
		}
		*l = append(*l, span{mark: m})
		last++
		cost = spanCost + len(html.EscapeString(m.href))
	}
	(*l)[last].text = append((*l)[last].text, text...)
	return cost + len(html.EscapeString(text))
}

// trim is the line without blanks at its ends: indents of full-width spaces,
// and breaks that made room.
func (l line) trim() line {
	for len(l) > 0 {
		if l[0].text = bytes.TrimLeftFunc(l[0].text, unicode.IsSpace); len(l[0].text) > 0 {
			break
		}
		l = l[1:]
	}
	for last := len(l) - 1; last >= 0; last-- {
		if l[last].text = bytes.TrimRightFunc(l[last].text, unicode.IsSpace); len(l[last].text) > 0 {
			break
		}
		l = l[:last]
	}
	return l
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
