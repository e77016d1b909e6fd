package workbook

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"path"
	"strings"
)

// csv is a file of text, one record a row.
type csv struct {
	file      *file
	encoding  charset
	separator byte
	skip      int // records before the first row
}

func openText(f *file, name string) (*Book, error) {
	c := &csv{file: f}
	var err error
	if c.encoding, err = f.charset(); err != nil {
		return nil, err
	}
	if err := c.separate(name); err != nil {
		return nil, err
	}
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	return &Book{sheets: []Sheet{{Name: strings.TrimSuffix(base, path.Ext(base))}}, in: c}, nil
}

func (c *csv) merges(int) ([]Merge, error) { return nil, nil }
func (c *csv) close() error                { return nil }

func (c *csv) rows(ctx context.Context, _ int, each func(Row) error) error {
	limit := &bounded{r: c.encoding.reader(c.file), ctx: ctx, room: maxPart}
	in := &records{in: bufio.NewReaderSize(limit, 2*maxQuoted), separator: c.separator}
	for n := 1 - c.skip; ; n++ {
		fields, err := in.next()
		switch {
		case c.file.failed != nil:
			return c.file.failed
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("record %d: %w", n, err)
		case n > maxRows:
			return fmt.Errorf("%w: record %d", ErrTooLarge, n)
		case n < 1:
			continue
		}
		row := Row{N: n}
		for i, f := range fields {
			if t := unmarked(f); t != "" {
				if err := row.put(i, text(t)); err != nil {
					return err
				}
			}
		}
		if len(row.Cells) == 0 {
			continue
		}
		if err := each(row); err != nil {
			return err
		}
	}
}

// unmarked takes off what people write so that Excel does not make a number of a
// text: ="0012" and '0012.
func unmarked(s string) string {
	if inner, ok := strings.CutPrefix(s, `="`); ok {
		if inner, ok = strings.CutSuffix(inner, `"`); ok && !strings.Contains(inner, `"`) {
			return inner
		}
	}
	inner, ok := strings.CutPrefix(s, "'")
	if ok && (!strings.HasSuffix(inner, "'") || strings.IndexAny(inner, "=+-@") == 0) { // else it is a quotation
		return inner
	}
	return s
}

// separate finds the separator: the one that gives the most records of the
// same number of fields. A title has none of it, and does not count.
func (c *csv) separate(name string) error {
	text := make([]byte, sample)
	n, err := io.ReadFull(c.encoding.reader(c.file), text)
	whole := err == io.EOF || err == io.ErrUnexpectedEOF
	if err != nil && !whole {
		return err
	}
	text = text[:n]
	first, _, _ := strings.Cut(string(text[:min(n, 8)]), "\n")
	if s, ok := strings.CutPrefix(strings.ToLower(strings.TrimRight(first, "\r")), "sep="); ok && len(s) == 1 && strings.Contains("\t,;|", s) { // as Excel writes for itself
		c.separator, c.skip = s[0], 1
		return nil
	}
	candidates := "\t,;"
	c.separator = ','
	if strings.EqualFold(path.Ext(name), ".tsv") {
		c.separator = '\t'
	}
	best := steadiness{}
	for _, s := range []byte(candidates) {
		if found := steady(string(text), s, whole); found.better(best) {
			best, c.separator = found, s
		}
	}
	return nil
}

// steadiness of a separator: how many of the first records have the number of
// fields that most have, and that number.
type steadiness struct{ records, fields int }

func (s steadiness) better(than steadiness) bool {
	return s.records > than.records || s.records == than.records && s.fields > than.fields
}

func steady(text string, separator byte, whole bool) steadiness {
	in := &records{in: bufio.NewReaderSize(strings.NewReader(text), 2*maxQuoted), separator: separator}
	counts := map[int]int{}
	last := 0
	for range 200 {
		fields, err := in.next()
		if err != nil {
			if err == io.EOF && !whole && counts[last] > 1 { // it is cut off
				counts[last]--
			}
			break
		}
		if last = len(fields); last > 1 {
			counts[last]++
		}
	}
	var best steadiness
	for fields, records := range counts {
		if s := (steadiness{records, fields}); s.better(best) {
			best = s
		}
	}
	return best
}
