package sheet

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"wellspring/internal/workbook"
)

// What can be wrong with a sheet as a whole.
var (
	ErrNoHeading = errors.New("no heading row that names known columns")
	ErrNoSheet   = errors.New("no sheet of that name")
	ErrNoRows    = errors.New("nothing under the heading row")
)

// Options is what whoever imports has said.
type Options struct {
	Kind  Kind   // "": found by the headings
	Sheet string // "": the one with the best heading
	// Mapping gives columns their field by their heading's Key, in place of what
	// the headings say.
	Mapping map[string]Field
	// Units says what bare numbers of columns count, by their heading's Key: 亿元.
	Units map[string]string
}

const (
	// headingDepth is how far down a heading is looked for.
	headingDepth = 60
	// sampleRows is how many body rows are looked at before the first is read.
	sampleRows = 300
)

// Look finds the table of a book. ErrNoSheet, ErrNoHeading (with the name of the
// sheet), ErrNoRows, and the errors of the book.
func Look(ctx context.Context, book *workbook.Book, o Options) (*Table, error) {
	var best *Table
	var sure float64
	found := false
	for i, s := range book.Sheets() {
		if o.Sheet != "" && s.Name != o.Sheet || o.Sheet == "" && s.Hidden {
			continue
		}
		found = true
		t, score, err := look(ctx, book, i, s.Name, o)
		if errors.Is(err, ErrNoHeading) && o.Sheet == "" {
			continue
		}
		if err != nil {
			return nil, err
		}
		if score > sure {
			best, sure = t, score
		}
	}
	switch {
	case !found:
		return nil, fmt.Errorf("%w: %s", ErrNoSheet, o.Sheet)
	case best == nil:
		return nil, ErrNoHeading
	}
	return best, nil
}

func look(ctx context.Context, book *workbook.Book, index int, name string, o Options) (*Table, float64, error) {
	lines, err := head(ctx, book, index)
	if err != nil {
		return nil, 0, err
	}
	merges, err := book.Merges(index)
	if err != nil {
		return nil, 0, err
	}
	slices.SortStableFunc(merges, func(a, b workbook.Merge) int { return a.FirstRow - b.FirstRow })
	var best *Table
	var sure float64
	kinds := Kinds
	if o.Kind != "" {
		kinds = []Kind{o.Kind}
	}
	for _, k := range kinds {
		t := &Table{Kind: k, Sheet: name, book: book, index: index, all: merges, merges: map[int][]*workbook.Merge{}, wide: map[[2]int]bool{}, serial: map[bool]int{}}
		t.fileMerges(lines)
		if score := t.find(lines, o); score > sure {
			best, sure = t, score
		}
	}
	if best == nil {
		return nil, 0, fmt.Errorf("%w: %s", ErrNoHeading, name)
	}
	for _, n := range book.Notes() {
		best.Notes = append(best.Notes, n.Code)
	}
	return best, sure, nil
}

// head reads as many lines as a heading and the sample need.
func head(ctx context.Context, book *workbook.Book, index int) ([]line, error) {
	var lines []line
	for row, err := range book.Rows(ctx, index) {
		if err != nil {
			return nil, err
		}
		l := line{at: row.N, hidden: row.Hidden, cells: row.Cells}
		l.settle()
		lines = append(lines, l)
		if len(lines) >= headingDepth+sampleRows {
			break
		}
	}
	return lines, nil
}

// fileMerges files the merged areas by the rows and columns at which they matter
// to the heading and the sample.
func (t *Table) fileMerges(lines []line) {
	if len(lines) == 0 {
		return
	}
	end := lines[len(lines)-1].at
	for i := range t.all {
		m := &t.all[i]
		if m.LastCol > m.FirstCol {
			t.wide[[2]int{m.FirstRow, m.FirstCol}] = true
		}
		for row := m.FirstRow + 1; row <= min(m.LastRow, end); row++ {
			t.merges[row] = append(t.merges[row], m)
		}
	}
}

// find looks for the heading rows among the lines and says how well they fit; 0
// where there are none.
func (t *Table) find(lines []line, o Options) float64 {
	best, sure := -1, 0.0
	for i, l := range lines[:min(len(lines), headingDepth)] {
		if score := t.headingScore(l); score > sure*1.2 && score >= 8 {
			best, sure = i, score
		}
	}
	if best < 0 {
		return 0
	}
	depth := t.headingRows(lines, best)
	// A line of groups over the one that names the columns is part of the heading.
	for n := 0; n < 2 && best > 0 && t.groupsOver(lines[best-1], lines[best]); n++ {
		best, depth = best-1, depth+1
	}
	t.readHeading(lines[best:best+depth], o.Mapping)
	t.readAbove(lines[:best])
	t.giveUnits(o.Units)
	t.first = lines[best+depth-1].at + 1
	body := lines[best+depth:]
	for len(body) > 0 && t.isNumbering(body[0]) {
		t.first = body[0].at + 1
		body = body[1:]
	}
	t.sample(body)
	total := 0.0
	for _, c := range t.Columns {
		if c.Field != Ignored {
			_, s := c.head.match(t.Kind)
			total += s
		}
	}
	if !t.hasKey() {
		return 0
	}
	return max(0.1, total+t.evidence())
}

// titleOf is what titles of tables of a kind say.
var titleOf = map[Kind]*regexp.Regexp{
	Signings:     regexp.MustCompile(`签约|MoU|MOU|(?i)signed|agreements`),
	Projects:     regexp.MustCompile(`招商(?:引资)?(?:推介)?项目|推介项目|储备项目|项目册|合作项目|(?i)opportunit|projects? for investment`),
	Parks:        regexp.MustCompile(`园区|开发区|经开区|高新区|集中区|产业园|(?i)\bparks?\b|\bSEZs?\b|industrial estates|industrial areas`),
	Construction: regexp.MustCompile(`建设项目|重点项目|进展|开工|在建|续建|工程|(?i)progress|ongoing projects`),
	Figures:      regexp.MustCompile(`指标|统计|情况表|完成情况|排名|主要数据|(?i)statistics|inflow|figures`),
}

// telling are the fields that only tables of a kind have.
var telling = map[Kind][]Field{
	Signings:     {FPartyA, FPartyB, FParties, FDeal},
	Projects:     {FCooperation, FBenefit, FPayback, FWanted},
	Parks:        {FIndustries, FCompanies, FArea},
	Construction: {FPlanYear, FDone, FProgress},
	Figures:      {FMetric, FValue, FRate, FGrowth, FShare},
}

// evidence is what speaks for the kind besides the number of known headings.
func (t *Table) evidence() float64 {
	e := 0.0
	if titleOf[t.Kind].MatchString(t.Title) {
		e += 10
	}
	has := 0
	for _, f := range telling[t.Kind] {
		if t.column(f) >= 0 {
			has++
		}
	}
	switch {
	case has == 0:
		return e - 20
	case has > 1:
		e += 4
	}
	return e + 4
}

// hasKey reports whether there is a column that can name a record.
func (t *Table) hasKey() bool {
	for _, f := range t.keyFields() {
		if t.column(f) >= 0 {
			return true
		}
	}
	return false
}

// keyFields are those of which one must be filled for a row to be a record.
func (t *Table) keyFields() []Field {
	switch t.Kind {
	case Figures:
		return []Field{FMetric, FRegion, FPeriod}
	case Signings:
		return []Field{FName, FPartyB, FParties}
	}
	return []Field{FName}
}
