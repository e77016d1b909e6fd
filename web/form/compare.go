package form

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
)

// Difference is a field in which two texts differ, or a list whose rows are not
// the same ones in the same order. Old and New are in words.
type Difference struct {
	Name     string
	Label    string
	Kind     string // of the field; "rows" of a list
	Old, New string
}

// Compare gives what differs between two forms of the same kind of text, in the
// order of the form.
func Compare(ctx context.Context, before, after Form) []Difference {
	c := comparison{ctx: ctx, labels: after.labels, whole: func(string) bool { return false }}
	return c.forms(before, after)
}

type comparison struct {
	ctx    context.Context
	labels []label
	whole  func(list string) bool // a list without keys that is one difference
	found  []Difference
}

func (c *comparison) forms(before, after Form) []Difference {
	for i := range after.Sections {
		c.items(before.Sections[i].Items, after.Sections[i].Items)
	}
	return c.found
}

func (c *comparison) items(before, after []component.FormItem) {
	for i := range after {
		a, b := before[i], after[i]
		switch {
		case b.Field != nil:
			if b.Field.Kind == "hidden" {
				continue
			}
			c.add(b.Field.Name, b.Field.Kind, words(*a.Field), words(*b.Field))
		case c.paired(*a.Rows, *b.Rows):
			for r := range b.Rows.Rows {
				c.items(a.Rows.Rows[r].Items, b.Rows.Rows[r].Items)
			}
		default:
			c.add(b.Rows.Name, "rows", c.rowWords(*a.Rows), c.rowWords(*b.Rows))
		}
	}
}

// paired reports whether the rows of two lists belong together one by one. Rows
// with keys do where the keys are the same: a value must not come to stand at
// the key of another row.
func (c *comparison) paired(a, b component.Rows) bool {
	keys, keyed := keysOf(a)
	others, _ := keysOf(b)
	return len(a.Rows) == len(b.Rows) && slices.Equal(keys, others) && (keyed || !c.whole(b.Name))
}

// keysOf are the keys that the rows of a list go by; false for rows without.
func keysOf(r component.Rows) (keys []string, keyed bool) {
	for _, row := range r.Rows {
		for _, item := range row.Items {
			if item.Field != nil && strings.HasSuffix(item.Field.Name, ".key") {
				keys, keyed = append(keys, item.Field.Value), true
				break
			}
		}
	}
	return keys, keyed
}

func (c *comparison) add(name, kind, before, after string) {
	if before == after {
		return
	}
	d := Difference{Name: name, Kind: kind, Old: before, New: after}
	for _, l := range c.labels {
		if l.name == name {
			d.Label = l.words
		}
	}
	c.found = append(c.found, d)
}

// words is a field's value as an editor reads it.
func words(f component.Field) string {
	switch f.Kind {
	case "choice", "checks":
		var chosen []string
		for _, o := range f.Options {
			if o.Chosen && o.Value != "" {
				chosen = append(chosen, o.Label.S)
			}
		}
		return strings.Join(chosen, "、")
	case "check":
		if f.Value == "1" {
			return "✓"
		}
		return ""
	case "ref":
		if f.Read != "" && !strings.HasSuffix(f.Value, f.Read) {
			return f.Value + "（" + f.Read + "）" // numbers alone say nothing
		}
	}
	return strings.TrimSpace(strings.ReplaceAll(f.Value, "\r\n", "\n"))
}

// rowWords writes the rows of a list out, one line a field that has a value.
func (c *comparison) rowWords(r component.Rows) string {
	var b strings.Builder
	for _, row := range r.Rows {
		b.WriteString(row.Title + "\n")
		for _, item := range row.Items {
			switch {
			case item.Rows != nil:
				b.WriteString(c.rowWords(*item.Rows))
			case item.Field.Kind != "hidden" && words(*item.Field) != "":
				b.WriteString("　" + item.Field.Label + i18n.T(c.ctx, "colon") + words(*item.Field) + "\n")
			}
		}
	}
	return b.String()
}

// Reading is one line of a text that is only read.
type Reading struct {
	Label string
	Text  string
	Lang  string
}

// Readings writes a form out for those who may not change it, a list a section.
func Readings(ctx context.Context, f Form) [][]Reading {
	c := comparison{ctx: ctx}
	out := make([][]Reading, len(f.Sections))
	for i, s := range f.Sections {
		for _, item := range s.Items {
			r := Reading{}
			if item.Rows != nil {
				r.Label, r.Text = item.Rows.Label, strings.TrimSpace(c.rowWords(*item.Rows))
			} else if item.Field.Kind != "hidden" {
				r.Label, r.Text, r.Lang = item.Field.Label, words(*item.Field), item.Field.Lang
				if item.Field.Kind == "rich" {
					r.Text = invest.PlainText(r.Text)
				}
			}
			if r.Text != "" {
				out[i] = append(out[i], r)
			}
		}
	}
	return out
}

// Take copies a field, or a list with all its rows, from one set of values to
// another in place of what stood there.
func Take(to, from url.Values, name string) {
	inside := func(n string) bool { return n == name || strings.HasPrefix(n, name+".") }
	for n := range to {
		if inside(n) {
			delete(to, n)
		}
	}
	for n, vs := range from {
		if inside(n) {
			to[n] = vs
		}
	}
}

// Part is a run of characters of two texts laid over each other.
type Part struct {
	Text string
	Sign string // "same", "gone", "new"
}

// Words lays two texts over each other, by words. Markup is compared as it is
// read, unless nothing but the markup differs.
func Words(kind, before, after string) []Part {
	if kind == "rich" && invest.PlainText(before) != invest.PlainText(after) {
		before, after = readable(before), readable(after)
	}
	d := diffmatchpatch.New()
	d.DiffTimeout = 0 // the same two texts give the same answer, however busy the machine
	if len(before)+len(after) > maxByCharacter {
		a, b, lines := d.DiffLinesToRunes(before, after)
		return parts(d.DiffCharsToLines(d.DiffMainRunes(a, b, false), lines))
	}
	return parts(d.DiffCleanupSemantic(d.DiffMain(before, after, false)))
}

// maxByCharacter bounds the time of a comparison, which grows with the square;
// beyond it whole lines are compared.
const maxByCharacter = 60_000

func parts(diffs []diffmatchpatch.Diff) []Part {
	sign := map[diffmatchpatch.Operation]string{
		diffmatchpatch.DiffEqual: "same", diffmatchpatch.DiffDelete: "gone", diffmatchpatch.DiffInsert: "new",
	}
	var out []Part
	for _, x := range diffs {
		out = append(out, Part{Text: x.Text, Sign: sign[x.Type]})
	}
	return out
}

// readable is markup as its paragraphs are read, one a line.
func readable(markup string) string {
	for _, end := range []string{"</p>", "</h2>", "</h3>", "</li>", "</tr>", "</figure>", "<br>", "<br/>"} {
		markup = strings.ReplaceAll(markup, end, end+"\n")
	}
	lines := strings.Split(markup, "\n")
	for i, l := range lines {
		lines[i] = invest.PlainText(l)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
