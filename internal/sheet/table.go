package sheet

import (
	"context"
	"iter"
	"slices"

	"wellspring/internal/workbook"
)

// TableColumn is a column of a table that was read.
type TableColumn struct {
	Index   int    // from 0
	Heading string // of two rows: 投资情况/总投资
	Key     string // the heading as Options.Mapping knows it
	Field   Field
	Unit    string // what a bare number counts, "" where nothing says so

	unit   unit
	head   heading
	block  bool // filled on the first row of a block only: carried down
	merged bool // has cells merged downwards
}

// Table is a sheet of which is known where its heading stands and what its
// columns hold.
type Table struct {
	Kind    Kind
	Sheet   string
	Title   string   // the lines above the heading
	Notes   []string // codes of what the file holds besides: macros, external_links
	Columns []TableColumn

	name     string // the first line above the heading
	book     *workbook.Book
	index    int                       // of the sheet
	first    int                       // row of the sheet where the body begins
	all      []workbook.Merge          // merged areas, by their first row
	merges   map[int][]*workbook.Merge // those that reach down into a row, for the rows of the sample
	wide     map[[2]int]bool           // row and column of the beginning of areas that are several columns wide
	dayFirst bool                      // dates such as 10/02/2023 begin with the day: others of the column can only be read so
	above    []unit                    // that the lines above the heading state
	year     string                    // the one year that the title names: 2023年
	period   string                    // of figures, where the title names one
	serial   map[bool]int              // how many serial numbers of the sample are Arabic, and how many Chinese
	extra    int                       // a column beside the name's under the same heading, -1 for none
	totals   []*openTotal
}

// Name is what the table is called: the first line above its heading, without
// what it says of units, else the name of the sheet.
func (t *Table) Name() string {
	if t.name != "" {
		return t.name
	}
	return t.Sheet
}

func (t *Table) nameField() Field {
	if t.Kind == Figures {
		return FMetric
	}
	return FName
}

// column is the place of a field among the columns, -1 where it has none.
func (t *Table) column(f Field) int {
	return slices.IndexFunc(t.Columns, func(c TableColumn) bool { return c.Field == f })
}

func (t *Table) columnAt(index int) Field {
	for _, c := range t.Columns {
		if c.Index == index {
			return c.Field
		}
	}
	return Ignored
}

// value is the text of a field's cell.
func (t *Table) value(l line, f Field) string {
	if i := t.column(f); i >= 0 {
		return l.text(t.Columns[i].Index)
	}
	return ""
}

// take gives a field to a column and takes it from any other.
func (t *Table) take(f Field, i int) {
	for j := range t.Columns {
		if t.Columns[j].Field == f {
			t.Columns[j].Field = Ignored
		}
	}
	t.Columns[i].Field = f
}

// named reports whether a line has what a record of the kind is named by.
func (t *Table) named(l line) bool {
	switch t.Kind {
	case Figures:
		if i := t.column(FMetric); i >= 0 {
			return !blank(t.value(l, FMetric))
		}
		return !blank(t.value(l, FRegion)) || !blank(t.value(l, FPeriod))
	}
	if t.column(FName) >= 0 {
		return !blank(t.nameOf(l))
	}
	return !blank(t.value(l, FPartyB)) || !blank(t.value(l, FParties))
}

// nameOf is the name of a line: what stands under its heading, in one column or
// the one beside it.
func (t *Table) nameOf(l line) string {
	name := t.value(l, FName)
	if part, ok := t.beside(l); ok && (blank(name) || whole(partRow, name)) {
		return part
	}
	return name
}

// beside is what stands in the column beside the name, under the same heading.
func (t *Table) beside(l line) (string, bool) {
	if t.extra < 0 {
		return "", false
	}
	text := l.text(t.extra)
	return text, !blank(text)
}

// span is over how many columns a cell reaches, 0 for one that is not merged.
func (t *Table) span(l line, col int) int {
	i := slices.IndexFunc(t.all, func(m workbook.Merge) bool { return m.FirstRow == l.at && m.FirstCol == col })
	if i < 0 {
		return 0
	}
	return t.all[i].LastCol - t.all[i].FirstCol + 1
}

// Totals gives what the total rows of the body state, after it was read.
func (t *Table) Totals() []Total {
	out := make([]Total, len(t.totals))
	for i, o := range t.totals {
		out[i] = o.Total
	}
	return out
}

// lines reads the lines of the body.
func (t *Table) lines(ctx context.Context) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		for row, err := range t.book.Rows(ctx, t.index) {
			if err != nil {
				yield(line{}, err)
				return
			}
			if row.N < t.first {
				continue
			}
			if !yield(line{at: row.N, hidden: row.Hidden, cells: row.Cells}, nil) {
				return
			}
		}
	}
}
