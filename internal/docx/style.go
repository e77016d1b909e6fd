package docx

import (
	"cmp"
	"encoding/xml"
	"strconv"
	"strings"
)

// role is what a paragraph is in the text, by its style.
type role int

const (
	unsaid role = iota
	plain
	title
	heading1 // the levels differ only for the title: both show as h2
	heading2
	heading3
	caption
	quote
	contents // of a table of contents
)

// byLevel is the role of an outline level, counted from 1; beyond 9 is text.
func byLevel(n int) role {
	switch {
	case n < 1 || n > 9:
		return plain
	case n < 3:
		return heading1 + role(n-1)
	}
	return heading3
}

// named is the role that the name of a built-in style tells, in English or
// Chinese. The ids of styles tell it too where the table of styles is missing.
func named(name string) role {
	name = strings.ToLower(strings.ReplaceAll(name, " ", ""))
	switch name {
	case "title", "标题":
		return title
	case "caption", "题注":
		return caption
	case "quote", "intensequote", "blocktext", "引用", "明显引用", "文本块":
		return quote
	case "tocheading", "toc标题", "tableoffigures", "图表目录":
		return contents
	}
	for prefix, of := range map[string]func(int) role{
		"heading": byLevel, "标题": byLevel,
		"toc": func(int) role { return contents }, "目录": func(int) role { return contents },
	} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && len(rest) == 1 && rest >= "1" && rest <= "9" {
			return of(int(rest[0] - '0'))
		}
	}
	return unsaid
}

// toggle is a property that may be said or left to what stands above it.
type toggle int

const (
	unset toggle = iota
	off
	set
)

func toToggle(e xml.StartElement) toggle {
	if on(e) {
		return set
	}
	return off
}

func (t toggle) or(above bool) bool {
	if t == unset {
		return above
	}
	return t == set
}

// look is how characters are set, as far as it is kept.
type look struct {
	bold, italic, hidden toggle
	struck               toggle
	position             string // superscript, subscript, or ""
	style                string // the id of a style of characters
}

// readLook reads rPr. What it was before a tracked change stands within it too,
// in an rPr of its own, and is passed over.
func (s *source) readLook() (look, error) {
	var l look
	return l, s.each(func(tag string, e xml.StartElement) error {
		switch tag {
		case "w:rStyle":
			l.style = attr(e, "w:val")
		case "w:b":
			l.bold = toToggle(e)
		case "w:i":
			l.italic = toToggle(e)
		case "w:vanish":
			l.hidden = toToggle(e)
		case "w:strike", "w:dstrike":
			if l.struck != set {
				l.struck = toToggle(e)
			}
		case "w:vertAlign":
			l.position = attr(e, "w:val")
		}
		return nil
	})
}

// style is one of the table of styles, without what it is based on.
type style struct {
	id, base string
	role     role
	look     look
	number   numbering
}

// styles are the table of styles.
type styles struct {
	byID      map[string]style
	paragraph string // the id of the style of paragraphs that name none
	look      look   // of everything that says nothing
}

// readStyles reads the table; without one all is plain.
func (a *archive) readStyles(part string) (styles, error) {
	out := styles{byID: map[string]style{}}
	if a.parts[part] == nil {
		return out, nil
	}
	return out, a.each(part, "w:styles", func(s *source, tag string, e xml.StartElement) error {
		switch tag {
		case "w:docDefaults":
			return s.each(func(tag string, _ xml.StartElement) error {
				if tag != "w:rPrDefault" {
					return nil
				}
				return s.each(func(string, xml.StartElement) (err error) {
					out.look, err = s.readLook()
					return err
				})
			})
		case "w:style":
			st, err := s.readStyle(e)
			if err != nil {
				return err
			}
			out.byID[st.id] = st
			if attr(e, "w:type") == "paragraph" && attr(e, "w:default") != "" && attr(e, "w:default") != "0" {
				out.paragraph = st.id
			}
			return enough(len(out.byID))
		}
		return nil
	})
}

func (s *source) readStyle(e xml.StartElement) (style, error) {
	st := style{id: attr(e, "w:styleId")}
	return st, s.each(func(tag string, e xml.StartElement) (err error) {
		switch tag {
		case "w:name":
			st.role = named(attr(e, "w:val"))
		case "w:basedOn":
			st.base = attr(e, "w:val")
		case "w:rPr":
			st.look, err = s.readLook()
		case "w:pPr":
			var p properties
			p, err = s.readProperties()
			st.role, st.number = cmp.Or(st.role, p.outline), p.number // the name stands before it
		}
		return err
	})
}

// chain calls do for a style and what it is based on, until do is content. A
// style may be based on itself, some way round.
func (t styles) chain(id string, do func(style) (enough bool)) {
	for range 32 {
		st, ok := t.byID[id]
		if !ok || do(st) {
			return
		}
		id = st.base
	}
}

// role is that of a style of paragraphs.
func (t styles) role(id string) role {
	if _, ok := t.byID[id]; !ok {
		return max(plain, named(id))
	}
	r := plain
	t.chain(id, func(st style) bool {
		r = max(r, st.role)
		return st.role != unsaid
	})
	return r
}

// number is the numbering that a style of paragraphs brings with it.
func (t styles) number(id string) (n numbering) {
	t.chain(id, func(st style) bool {
		if n.level == nil {
			n.level = st.number.level
		}
		if n.list == nil {
			n.list, n.style = st.number.list, st.id
		}
		return n.list != nil
	})
	return n
}

// lookOf is how a style sets characters: the nearest that says something.
func (t styles) lookOf(id string) (l look) {
	t.chain(id, func(st style) bool {
		for _, x := range []struct {
			to *toggle
			of toggle
		}{{&l.bold, st.look.bold}, {&l.italic, st.look.italic}, {&l.hidden, st.look.hidden}, {&l.struck, st.look.struck}} {
			if *x.to == unset {
				*x.to = x.of
			}
		}
		return false
	})
	return l
}

// properties are those of a paragraph.
type properties struct {
	style   string
	outline role // unsaid without one
	number  numbering
	joined  bool // with the next: its mark is deleted, or it is a large initial
}

// readProperties reads pPr.
func (s *source) readProperties() (properties, error) {
	var p properties
	return p, s.each(func(tag string, e xml.StartElement) (err error) {
		switch tag {
		case "w:pStyle":
			p.style = attr(e, "w:val")
		case "w:outlineLvl":
			if n, err := strconv.Atoi(attr(e, "w:val")); err == nil {
				p.outline = byLevel(n + 1)
			}
		case "w:numPr":
			p.number, err = s.readNumbering()
		case "w:framePr":
			switch attr(e, "w:dropCap") {
			case "drop", "margin":
				p.joined = true
			}
		case "w:rPr": // of the mark at its end
			err = s.each(func(tag string, _ xml.StartElement) error {
				if tag == "w:del" || tag == "w:moveFrom" {
					p.joined = true
				}
				return nil
			})
		}
		return err
	})
}
