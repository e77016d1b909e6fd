package docx

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// reader is what is known of a document while it is read.
type reader struct {
	*archive
	styles    styles
	numbers   *numberings
	pictures  pictures
	left      map[Kind]int
	room      int // bytes of markup that may still be made
	body      []block
	notes     [][]block // by the number of their marks, from 1
	noted     map[note]int
	inContent bool // of a table of contents, whose paragraphs count once
}

// spend takes from the room that is left.
func (r *reader) spend(n int) error {
	if r.room -= n; r.room < 0 {
		return ErrTooLarge
	}
	return nil
}

// story is a part with text: the body or the notes of one kind.
type story struct {
	*reader
	*source
	rels   map[string]relation
	fields []field
	noting bool // marks of notes are taken
}

// block is a piece of text on its own.
type block struct {
	role   role
	line   line
	item   *item   // of a list
	table  *table  // with its caption in line
	figure *figure // with its caption in line
}

// blockCost is what a block takes beside its text.
const blockCost = 128

// place is where blocks stand. Headings and titles are such in the body only.
type place int

const (
	inBody place = iota
	inBox        // of text, or a note
	inCell
)

// flow is a row of blocks in the making.
type flow struct {
	place  place
	blocks []block
	joined *paragraph // goes on with the next one
}

// readParts reads the tables first, then the text: it is never kept as XML.
func (r *reader) readParts(main string) error {
	rels, err := r.relations(main)
	if err != nil {
		return err
	}
	parts := map[string]string{}
	for _, x := range rels {
		if x.kind == "vbaProject" {
			return ErrMacros
		}
		parts[x.kind] = cmp.Or(parts[x.kind], x.target)
	}
	if r.styles, err = r.readStyles(parts["styles"]); err != nil {
		return err
	}
	if r.numbers, err = r.readNumberings(parts["numbering"]); err != nil {
		return err
	}
	r.archive.room += maxText
	r.noted = map[note]int{}
	err = r.archive.each(main, "w:document", func(src *source, tag string, _ xml.StartElement) error {
		if tag != "w:body" {
			return nil
		}
		s := &story{reader: r, source: src, rels: rels, noting: true}
		r.body, err = s.flow(inBody)
		return err
	})
	if err != nil {
		return err
	}
	return r.readNotes(parts)
}

// flow reads the blocks in the present element.
func (s *story) flow(at place) ([]block, error) {
	f := &flow{place: at}
	if err := s.blocks(f); err != nil {
		return nil, err
	}
	err := s.flush(f)
	return f.blocks, err
}

// flush ends a paragraph that was to go on, where nothing follows it.
func (s *story) flush(f *flow) error {
	if f.joined == nil {
		return nil
	}
	return s.finish(f.joined, f)
}

func (s *story) blocks(to *flow) error {
	return s.source.each(func(tag string, _ xml.StartElement) error { return s.block(to, tag) })
}

func (s *story) block(to *flow, tag string) error {
	switch tag {
	case "w:p":
		return s.paragraph(to)
	case "w:tbl":
		return s.table(to)
	case "w:sdt":
		return s.control(func() error { return s.blocks(to) })
	case "w:customXml", "w:ins", "w:moveTo":
		return s.blocks(to)
	case "mc:AlternateContent":
		return s.alternate(func() error { return s.blocks(to) })
	case "m:oMathPara", "m:oMath":
		s.left[Equation]++
	case "w:altChunk":
		s.left[Object]++
	}
	return nil
}

// control reads what stands in a content control, unless it is the hint to
// write something there.
func (s *story) control(read func() error) error {
	hint := false
	return s.source.each(func(tag string, _ xml.StartElement) error {
		switch tag {
		case "w:sdtPr":
			return s.source.each(func(tag string, e xml.StartElement) error {
				hint = hint || tag == "w:showingPlcHdr" && on(e)
				return nil
			})
		case "w:sdtContent":
			if !hint {
				return read()
			}
		}
		return nil
	})
}

// paragraph is one in the making.
type paragraph struct {
	properties properties
	look       look // of its style
	line       line
	after      []block // pictures and boxes that are anchored in it
	struck     bool
	in         place
}

func (s *story) paragraph(to *flow) error {
	p := &paragraph{in: to.place}
	if to.joined != nil {
		p.line, p.after, p.struck = to.joined.line, to.joined.after, to.joined.struck
		to.joined = nil
	}
	s.dress(p)
	if err := s.content(p, ""); err != nil {
		return err
	}
	// A code that has not ended yet never will: what follows is text.
	s.fields = slices.DeleteFunc(s.fields, func(f field) bool { return !f.shows })
	if p.properties.joined {
		to.joined = p
		return s.spend(blockCost)
	}
	return s.finish(p, to)
}

// dress gives a paragraph the look of its style.
func (s *story) dress(p *paragraph) {
	p.properties.style = cmp.Or(p.properties.style, s.styles.paragraph)
	p.look = s.styles.lookOf(p.properties.style)
}

// content reads what stands in a paragraph, or in something within it.
func (s *story) content(p *paragraph, href string) error {
	return s.source.each(func(tag string, e xml.StartElement) (err error) {
		switch tag {
		case "w:pPr":
			if p.properties, err = s.readProperties(); err != nil {
				return err
			}
			s.dress(p)
		case "w:r":
			return s.run(p, href)
		case "w:hyperlink":
			return s.content(p, cmp.Or(s.hyperlink(e), href))
		case "w:fldSimple":
			return s.content(p, cmp.Or(fieldLink(attr(e, "w:instr")), href))
		case "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:dir", "w:bdo":
			return s.content(p, href)
		case "w:sdt":
			return s.control(func() error { return s.content(p, href) })
		case "mc:AlternateContent":
			return s.alternate(func() error { return s.content(p, href) })
		case "m:oMathPara", "m:oMath":
			s.left[Equation]++
		case "w:subDoc":
			s.left[Object]++
		}
		return nil
	})
}

// hyperlink is the address of one by relation; empty if it leads into the
// document itself.
func (s *story) hyperlink(e xml.StartElement) string {
	r := s.rels[attr(e, "r:id")]
	if !r.external {
		return ""
	}
	return link(r.target, attr(e, "w:anchor"))
}

// run reads characters of one look.
func (s *story) run(p *paragraph, href string) error {
	var l look
	var read func(tag string, e xml.StartElement) error
	read = func(tag string, e xml.StartElement) (err error) {
		switch tag {
		case "w:rPr":
			l, err = s.readLook()
			return err
		case "w:fldChar":
			return s.fieldCharacter(e)
		case "w:instrText":
			code, err := s.text()
			s.fieldCode(code)
			return err
		case "w:commentReference":
			s.left[Comment]++
			return nil
		case "mc:AlternateContent":
			return s.alternate(func() error { return s.source.each(read) })
		}
		if s.inCode() || s.hidden(p, l) {
			return nil
		}
		switch tag {
		case "w:t":
			text, err := s.text()
			if err != nil {
				return err
			}
			if attr(e, "xml:space") != "preserve" {
				text = strings.Trim(text, " \t\r\n")
			}
			return s.write(p, l, href, placed(text, l.position))
		case "w:tab", "w:ptab":
			return s.write(p, l, href, " ")
		case "w:br", "w:cr":
			if kind := attr(e, "w:type"); kind == "page" || kind == "column" {
				return s.write(p, l, href, " ")
			}
			return s.spend(p.line.add(s.mark(p, l, href), "\n"))
		case "w:noBreakHyphen":
			return s.write(p, l, href, "\u2011")
		case "w:sym":
			if n, err := strconv.ParseUint(attr(e, "w:char"), 16, 16); err == nil {
				return s.write(p, l, href, string(rune(n)))
			}
		case "w:footnoteReference", "w:endnoteReference":
			if n := s.note(tag, attr(e, "w:id")); n > 0 {
				return s.write(p, l, href, fmt.Sprintf("[%d]", n))
			}
		case "w:ruby": // the reading above the text is no text
			return s.source.each(func(tag string, _ xml.StartElement) error {
				if tag == "w:rubyBase" {
					return s.content(p, href)
				}
				return nil
			})
		case "w:drawing", "w:pict":
			return s.drawing(p, new(string))
		case "w:object":
			return s.object()
		}
		return nil
	}
	return s.source.each(read)
}

// write adds text to a paragraph.
func (s *story) write(p *paragraph, l look, href, text string) error {
	clean, unknown := readable(text)
	s.left[Symbol] += unknown
	p.struck = p.struck || l.struck.or(s.styles.lookOf(l.style).struck.or(p.look.struck == set))
	return s.spend(p.line.add(s.mark(p, l, href), clean))
}

// mark is how characters differ from the style of their paragraph. A style of
// characters turns round what that of the paragraph says; what is said of the
// characters themselves holds.
func (s *story) mark(p *paragraph, l look, href string) mark {
	of := s.styles.lookOf(l.style)
	differs := func(own, style, paragraph, all toggle) bool {
		base := paragraph.or(all == set)
		return own.or(base != (style == set)) && !base
	}
	return mark{
		href:   cmp.Or(s.fieldHref(), href),
		strong: differs(l.bold, of.bold, p.look.bold, s.styles.look.bold),
		em:     differs(l.italic, of.italic, p.look.italic, s.styles.look.italic),
	}
}

func (s *story) hidden(p *paragraph, l look) bool {
	return l.hidden.or(s.styles.lookOf(l.style).hidden.or(p.look.hidden == set))
}

// finish makes blocks of a paragraph that is read.
func (s *story) finish(p *paragraph, to *flow) error {
	number := p.properties.number
	if styled := s.styles.number(p.properties.style); number.list == nil {
		number.list, number.style = styled.list, styled.style
		number.level = cmp.Or(number.level, styled.level)
	}
	it, listed := s.numbers.next(number)
	b := block{role: s.role(p), line: p.line.settled()}
	if b.role == contents {
		if !s.inContent {
			s.left[Contents]++
		}
		s.inContent = true
		return nil
	}
	switch {
	case !listed || b.role == title:
	case b.role == plain && (it.bullet || to.place != inCell):
		b.item = &it
	case !it.bullet && (len(b.line) > 0 || to.place == inCell):
		b.line = labelled(it.label, b.line)
	}
	if err := s.spend(blockCost + len(it.label)); err != nil {
		return err
	}
	if p.struck {
		s.left[Strike]++
	}
	if len(b.line) > 0 {
		s.inContent = false
		to.blocks = append(to.blocks, b)
	}
	to.blocks = append(to.blocks, p.after...)
	return nil
}

// role is what a paragraph is where it stands.
func (s *story) role(p *paragraph) role {
	r := s.styles.role(p.properties.style)
	if p.properties.outline != unsaid && (r == plain || r >= heading1 && r <= heading3) {
		r = p.properties.outline
	}
	if p.in != inBody && (r == title || r >= heading1 && r <= heading3) {
		return plain
	}
	return r
}

// labelled is a line with its number before it, as text.
func labelled(label string, l line) line {
	if len(l) == 0 {
		label = strings.TrimSpace(label)
	}
	out := line{}
	out.add(mark{}, label)
	return append(out, l...)
}
