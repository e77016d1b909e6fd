package docx

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// numbering is what a paragraph or a style says of its place in a list. What is
// nil is left to the style.
type numbering struct {
	list  *int // 0 takes it out of every list
	level *int
	style string // the style that said it: a level may belong to a style
}

func (s *source) readNumbering() (numbering, error) {
	var n numbering
	return n, s.each(func(tag string, e xml.StartElement) error {
		v, err := strconv.Atoi(attr(e, "w:val"))
		if err != nil {
			return nil // as if it were not there
		}
		switch tag {
		case "w:numId":
			n.list = &v
		case "w:ilvl":
			n.level = &v
		}
		return nil
	})
}

const levels = 9 // of a list, by the standard

// level is how the items at one level of a list are numbered.
type level struct {
	format  string // a word of the standard, as decimal, bullet, chineseCounting
	text    string // with %1 for the number at the first level, and so on
	start   int
	goesOn  bool   // the count does not begin anew under each item above
	legal   bool   // all numbers in digits
	tight   bool   // nothing between label and text
	style   string // the id of the style that belongs to it
	present bool
}

// scheme is a list as it is defined. Lists may share one, and then count on.
type scheme struct {
	levels [levels]level
	link   string // the name of another one that it stands for
}

// list is one that paragraphs name.
type list struct {
	scheme   int
	restarts map[int]int // by level, the number from which it counts anew
	own      map[int]level
}

// numberings are all lists, and where their counts stand.
type numberings struct {
	schemes map[int]*scheme
	links   map[string]int // the scheme that answers to a name
	lists   map[int]list

	counts    map[int]*[levels]count
	restarted map[[2]int]bool // list and level
}

type count struct {
	n     int
	begun bool
}

// readNumberings reads the lists; there may be none.
func (a *archive) readNumberings(part string) (*numberings, error) {
	out := &numberings{
		schemes: map[int]*scheme{}, links: map[string]int{}, lists: map[int]list{},
		counts: map[int]*[levels]count{}, restarted: map[[2]int]bool{},
	}
	if a.parts[part] == nil {
		return out, nil
	}
	return out, a.each(part, "w:numbering", func(s *source, tag string, e xml.StartElement) error {
		switch tag {
		case "w:abstractNum":
			id, err := strconv.Atoi(attr(e, "w:abstractNumId"))
			if err != nil {
				return nil
			}
			sc, name, err := s.readScheme()
			if err != nil {
				return err
			}
			out.schemes[id] = sc
			if name != "" {
				out.links[name] = id
			}
			return enough(len(out.schemes))
		case "w:num":
			id, err := strconv.Atoi(attr(e, "w:numId"))
			if err != nil {
				return nil
			}
			if out.lists[id], err = s.readList(); err != nil {
				return err
			}
			return enough(len(out.lists))
		}
		return nil
	})
}

func (s *source) readScheme() (sc *scheme, name string, err error) {
	sc = new(scheme)
	return sc, name, s.each(func(tag string, e xml.StartElement) error {
		switch tag {
		case "w:styleLink":
			name = attr(e, "w:val")
		case "w:numStyleLink":
			sc.link = attr(e, "w:val")
		case "w:lvl":
			i, l, err := s.readLevel(e)
			if err == nil && i >= 0 && i < levels {
				sc.levels[i] = l
			}
			return err
		}
		return nil
	})
}

func (s *source) readLevel(e xml.StartElement) (int, level, error) {
	l := level{start: 1, format: "decimal", present: true}
	i, err := strconv.Atoi(attr(e, "w:ilvl"))
	if err != nil {
		i = -1
	}
	var read func(tag string, e xml.StartElement) error
	read = func(tag string, e xml.StartElement) error {
		v := attr(e, "w:val")
		switch tag {
		case "w:start":
			if n, err := strconv.Atoi(v); err == nil {
				l.start = n
			}
		case "w:numFmt":
			l.format = v
		case "w:lvlText":
			if r := []rune(v); len(r) > 64 { // it will stand before every item
				v = string(r[:64])
			}
			l.text = v
		case "w:lvlRestart":
			l.goesOn = v == "0"
		case "w:isLgl":
			l.legal = on(e)
		case "w:suff":
			l.tight = v == "nothing"
		case "w:pStyle":
			l.style = v
		case "mc:AlternateContent":
			return s.alternate(func() error { return s.each(read) })
		}
		return nil
	}
	return i, l, s.each(read)
}

func (s *source) readList() (list, error) {
	l := list{restarts: map[int]int{}, own: map[int]level{}}
	return l, s.each(func(tag string, e xml.StartElement) error {
		switch tag {
		case "w:abstractNumId":
			n, err := strconv.Atoi(attr(e, "w:val"))
			if err != nil {
				n = -1
			}
			l.scheme = n
		case "w:lvlOverride":
			i, err := strconv.Atoi(attr(e, "w:ilvl"))
			if err != nil || i < 0 || i >= levels {
				return nil
			}
			return s.each(func(tag string, e xml.StartElement) error {
				switch tag {
				case "w:startOverride":
					if n, err := strconv.Atoi(attr(e, "w:val")); err == nil {
						l.restarts[i] = n
					}
				case "w:lvl":
					_, own, err := s.readLevel(e)
					l.own[i] = own
					return err
				}
				return nil
			})
		}
		return nil
	})
}

// item is a paragraph's place in a list.
type item struct {
	list    int // the scheme: what counts together
	level   int
	bullet  bool
	value   int
	label   string // as it stands before the text, with a blank where one is between
	written bool   // its label says more than its place: "第一条", "1.1"
}

// next counts a paragraph. ok is false if it is in no list.
func (ns *numberings) next(n numbering) (it item, ok bool) {
	if n.list == nil {
		return it, false
	}
	li, ok := ns.lists[*n.list]
	if !ok {
		return it, false
	}
	sc := ns.schemes[li.scheme]
	if sc != nil && sc.link != "" {
		if id, ok := ns.links[sc.link]; ok {
			li.scheme, sc = id, ns.schemes[id]
		}
	}
	if sc == nil {
		return it, false
	}
	all := sc.levels
	for i, own := range li.own {
		all[i] = own
	}
	at := 0
	if n.level != nil {
		at = min(max(*n.level, 0), levels-1)
	} else if n.style != "" {
		at = max(0, slices.IndexFunc(all[:], func(l level) bool { return l.style == n.style }))
	}
	l := all[at]
	if !l.present {
		return it, false
	}
	it = item{list: li.scheme, level: at, bullet: l.format == "bullet"}
	if it.bullet {
		return it, true
	}
	it.value = ns.count(*n.list, li, all, at)
	it.label, it.written = l.label(all, ns.counts[li.scheme], at)
	return it, it.label != ""
}

// count moves a list on by one at a level, and gives where it stands.
func (ns *numberings) count(id int, li list, all [levels]level, at int) int {
	c := ns.counts[li.scheme]
	if c == nil {
		c = new([levels]count)
		ns.counts[li.scheme] = c
	}
	for i := range at { // what was passed over counts as begun
		if !c[i].begun {
			c[i] = count{all[i].start, true}
		}
	}
	from, anew := li.restarts[at]
	switch used := [2]int{id, at}; {
	case anew && !ns.restarted[used]:
		ns.restarted[used] = true
		c[at] = count{from, true}
	case c[at].begun:
		c[at].n++
	default:
		c[at] = count{all[at].start, true}
	}
	for i := at + 1; i < levels; i++ {
		if !all[i].goesOn {
			c[i] = count{}
		}
	}
	return c[at].n
}

// label writes what stands before an item. written says that it is more than
// one number between signs, so that a list of the markup cannot show it.
func (l level) label(all [levels]level, c *[levels]count, at int) (label string, written bool) {
	var b strings.Builder
	places := 0
	for rest := l.text; rest != ""; {
		if rest[0] == '%' && len(rest) > 1 && rest[1] >= '1' && rest[1] <= '9' {
			of := int(rest[1] - '1')
			format := all[of].format
			if l.legal {
				format = "decimal"
			}
			b.WriteString(numeral(format, c[of].n))
			rest = rest[2:]
			if places++; of != at {
				written = true
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(rest)
		b.WriteRune(r)
		rest = rest[size:]
		written = written || unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	label = strings.TrimSpace(b.String())
	if last, _ := utf8.DecodeLastRuneInString(label); label != "" && !l.tight && (last < 0x80 || !unicode.IsPunct(last)) {
		label += " " // after 第一条 and 1., not after 一、 which brings its own
	}
	return label, written || places != 1
}
