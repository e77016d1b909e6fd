package workbook

import (
	"context"
	"encoding/xml"
	"fmt"
	"strconv"
)

// tables are what the cells of all sheets refer to.
type tables struct {
	texts   texts
	formats []format // by style
}

// load reads the tables at the first use of a sheet.
func (a *archive) load(ctx context.Context) (*tables, error) {
	if a.tables != nil {
		return a.tables, nil
	}
	t := &tables{}
	err := a.readStyles(ctx, t)
	if err == nil {
		err = a.readTexts(ctx, &t.texts)
	}
	if err != nil {
		t.texts.close() // the error that is told is the one before
		return nil, err
	}
	a.tables = t
	return t, nil
}

func (a *archive) readStyles(ctx context.Context, t *tables) error {
	if a.styles == "" {
		return nil
	}
	own := map[int]format{}
	known := map[int]format{}
	return a.elements(ctx, a.styles, "styleSheet", maxTables, func(s *source, tag string, _ xml.StartElement) error {
		switch tag {
		case "numFmts":
			return s.each(func(tag string, e xml.StartElement) error {
				if id, err := strconv.Atoi(attr(e, "numFmtId")); err == nil && tag == "numFmt" {
					own[id] = parseFormat(attr(e, "formatCode"))
				}
				return enough(len(own))
			})
		case "cellXfs":
			return s.each(func(tag string, e xml.StartElement) error {
				if tag != "xf" {
					return nil
				}
				id, _ := strconv.Atoi(attr(e, "numFmtId")) // without one: General
				f, ok := own[id]
				if !ok {
					f, ok = known[id]
				}
				if !ok {
					f = parseFormat(builtin[id])
					known[id] = f
				}
				t.formats = append(t.formats, f)
				return enough(len(t.formats))
			})
		}
		return nil
	})
}

func (a *archive) readTexts(ctx context.Context, t *texts) error {
	if a.shared == "" || a.parts[a.shared] == nil { // WPS names a part that it leaves out when it is empty
		return nil
	}
	return a.elements(ctx, a.shared, "sst", maxPart, func(s *source, tag string, _ xml.StartElement) error {
		if tag != "si" {
			return nil
		}
		text, err := s.richText()
		if err != nil {
			return err
		}
		return t.add(text)
	})
}

// richText is the text of an si or is element: of itself or of its runs, without
// how it is pronounced (rPh).
func (s *source) richText() (string, error) {
	var all []byte
	add := func() (err error) {
		all, err = s.text(all)
		return err
	}
	err := s.each(func(tag string, _ xml.StartElement) error {
		switch tag {
		case "t":
			return add()
		case "r":
			return s.each(func(tag string, _ xml.StartElement) error {
				if tag != "t" {
					return nil
				}
				return add()
			})
		}
		return nil
	})
	return written(string(all)), err
}

// format of a style that a cell names, General where there is none.
func (t *tables) format(style string) format {
	n, err := strconv.Atoi(style)
	if err != nil || n < 0 || n >= len(t.formats) {
		return format{}
	}
	return t.formats[n]
}

// text that a cell names by its number.
func (t *tables) text(index string) (string, error) {
	n, err := strconv.Atoi(index)
	if err != nil || n < 0 || n >= len(t.texts.ends) {
		return "", fmt.Errorf("%w: there is no shared text %q", ErrDamaged, index)
	}
	return t.texts.at(n)
}
