package docx

import (
	"encoding/xml"
	"strconv"
)

// Word has no more columns than maxColumns. A span beyond maxRows rows is not
// let through by what cleans the markup: it is cut there.
const (
	maxColumns = 63
	maxRows    = 99
)

type table struct {
	rows []row
	head int // rows at the top that are headings
}

type row struct {
	cells []*cell
	next  int // the column after the last cell
}

type cell struct {
	blocks     []block
	cols, rows int
	heading    bool
}

// grid is a table in the making, with the cells of the last row that go on
// below, by their first column.
type grid struct {
	table
	above map[int]*cell
}

// table reads one into blocks. In a cell of another it gives the paragraphs of
// its own cells.
func (s *story) table(to *flow) error {
	g := &grid{above: map[int]*cell{}}
	if err := s.rows(to, g); err != nil {
		return err
	}
	if g.head == len(g.rows) { // headings of nothing
		g.head = 0
	}
	if len(g.rows) > 0 {
		to.blocks = append(to.blocks, block{table: &g.table})
		s.inContent = false
	}
	return nil
}

func (s *story) rows(to *flow, g *grid) error {
	return s.source.each(func(tag string, _ xml.StartElement) error {
		switch tag {
		case "w:tr":
			if to.place == inCell {
				return s.loose(to)
			}
			return s.row(g)
		case "w:sdt":
			return s.control(func() error { return s.rows(to, g) })
		case "w:customXml", "w:ins", "w:moveTo":
			return s.rows(to, g)
		}
		return nil
	})
}

// rowProperties are what a row says of itself.
type rowProperties struct {
	heading, deleted bool
	before, after    int // columns left out
}

func (s *story) rowProperties() (rowProperties, error) {
	var p rowProperties
	return p, s.source.each(func(tag string, e xml.StartElement) error {
		switch tag {
		case "w:tblHeader":
			p.heading = on(e)
		case "w:del":
			p.deleted = true
		case "w:gridBefore":
			p.before = columns(e)
		case "w:gridAfter":
			p.after = columns(e)
		}
		return nil
	})
}

// columns is a number of them, from 0.
func columns(e xml.StartElement) int {
	n, err := strconv.Atoi(attr(e, "w:val"))
	if err != nil {
		return 0
	}
	return min(max(n, 0), maxColumns)
}

// loose reads the cells of a row in a cell as paragraphs of that one.
func (s *story) loose(to *flow) error {
	var deleted bool
	var read func(tag string, e xml.StartElement) error
	read = func(tag string, _ xml.StartElement) error {
		switch {
		case tag == "w:trPr":
			p, err := s.rowProperties()
			deleted = p.deleted
			return err
		case deleted:
		case tag == "w:tc":
			return s.blocks(to)
		case tag == "w:sdt":
			return s.control(func() error { return s.source.each(read) })
		case tag == "w:customXml":
			return s.source.each(read)
		}
		return nil
	}
	return s.source.each(read)
}

func (s *story) row(g *grid) error {
	var r row
	var p rowProperties
	below := map[int]*cell{}
	fill := func(cols int) { // with an empty cell
		if cols > 0 {
			r.cells = append(r.cells, &cell{cols: cols, rows: 1})
			r.next += cols
		}
	}
	var read func(tag string, e xml.StartElement) error
	read = func(tag string, _ xml.StartElement) (err error) {
		switch {
		case tag == "w:trPr":
			p, err = s.rowProperties()
			p.heading = p.heading && g.head == len(g.rows)
			fill(p.before)
			return err
		case p.deleted:
		case tag == "w:tc":
			return s.cell(&r, p.heading, g.above, below)
		case tag == "w:sdt":
			return s.control(func() error { return s.source.each(read) })
		case tag == "w:customXml":
			return s.source.each(read)
		}
		return nil
	}
	if err := s.source.each(read); err != nil {
		return err
	}
	fill(p.after)
	if p.deleted || r.next == 0 {
		return nil
	}
	if p.heading {
		g.head++
	}
	g.rows, g.above = append(g.rows, r), below
	return s.spend(blockCost)
}

// cell reads one into its row, or lets that above go on in its place.
func (s *story) cell(r *row, heading bool, above, below map[int]*cell) error {
	c := &cell{cols: 1, rows: 1, heading: heading}
	f := &flow{place: inCell}
	p := cellProperties{cols: 1}
	err := s.source.each(func(tag string, _ xml.StartElement) (err error) {
		switch {
		case tag == "w:tcPr":
			if p, err = s.cellProperties(); err != nil {
				return err
			}
			c.cols = p.cols
			// No cell reaches from the head of a table into the rest.
			if up := above[r.next]; p.goesOn && up != nil && up.heading == heading && up.rows < maxRows {
				up.rows++
				c, p.hidden = up, true
			}
		case !p.hidden:
			return s.block(f, tag)
		}
		return nil
	})
	if err != nil || p.deleted {
		return err
	}
	if p.goesOn || p.begins {
		below[r.next] = c
	}
	if r.next += p.cols; p.hidden {
		return nil
	}
	if err := s.flush(f); err != nil {
		return err
	}
	c.blocks = f.blocks
	r.cells = append(r.cells, c)
	return s.spend(blockCost)
}

// cellProperties are what a cell says of itself. hidden means that its own
// blocks are not shown.
type cellProperties struct {
	cols            int
	begins, goesOn  bool // a cell over several rows
	deleted, hidden bool
}

func (s *story) cellProperties() (cellProperties, error) {
	p := cellProperties{cols: 1}
	return p, s.source.each(func(tag string, e xml.StartElement) error {
		switch tag {
		case "w:gridSpan":
			p.cols = max(1, columns(e))
		case "w:vMerge":
			p.begins = attr(e, "w:val") == "restart"
			p.goesOn = !p.begins
		case "w:cellDel":
			p.deleted, p.hidden = true, true
		}
		return nil
	})
}
