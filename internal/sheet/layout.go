package sheet

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"

	"wellspring/internal/invest"
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
	extra    int                       // a column beside the name\'s under the same heading, -1 for none
	totals   []*openTotal
}

const (
	// headingDepth is how far down a heading is looked for.
	headingDepth = 60
	// sampleRows is how many body rows are looked at before the first is read.
	sampleRows = 300
)

// line is a row of the sheet with the texts of merged cells where they begin.
type line struct {
	at     int
	hidden bool
	cells  []workbook.Cell
	texts  []string // of the cells, in one line each
	cols   []int    // of those that hold something
}

// settle reads the texts of the cells, which do not change from then on.
func (l *line) settle() {
	l.texts, l.cols = make([]string, len(l.cells)), make([]int, 0, len(l.cells))
	for i, c := range l.cells {
		if l.texts[i] = clean(c.Text); l.texts[i] != "" {
			l.cols = append(l.cols, i)
		}
	}
}

func (l line) text(i int) string {
	if i < 0 || i >= len(l.texts) {
		return ""
	}
	return l.texts[i]
}

// filled lists the columns that hold something.
func (l line) filled() []int { return l.cols }

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

// column is the place of a field among the columns, -1 where it has none.
func (t *Table) column(f Field) int {
	return slices.IndexFunc(t.Columns, func(c TableColumn) bool { return c.Field == f })
}

// headingScore says how much a line looks like one of headings.
func (t *Table) headingScore(l line) float64 {
	filled := l.filled()
	if len(filled) < 2 {
		return 0
	}
	seen := map[Field]bool{}
	score, numbers := 0.0, 0
	for _, i := range filled {
		text := l.text(i)
		if l.cells[i].Kind != workbook.Text || isNumeric(text) {
			numbers++
			continue
		}
		if len([]rune(text)) > 40 {
			continue
		}
		f, sure := newHeading(text).match(t.Kind)
		if f != Ignored && !seen[f] {
			seen[f] = true
			score += sure
		}
	}
	if len(seen) < 2 || numbers*2 > len(filled) {
		return 0
	}
	return score
}

// headingRows is how many rows the heading has from its first on.
func (t *Table) headingRows(lines []line, i int) int {
	depth := 1
	for depth < 3 && i+depth < len(lines) && t.continues(lines[i:i+depth], lines[i+depth]) {
		depth++
	}
	return depth
}

// continues reports whether a line belongs to the heading above it: by merged
// cells that reach down into it, or because it names parts of headings that have
// room to their right, and nothing else.
func (t *Table) continues(above []line, next line) bool {
	filled := next.filled()
	if len(filled) == 0 {
		return false
	}
	last := above[len(above)-1]
	if next.at != last.at+1 && len(t.merges) > 0 {
		return false
	}
	for _, i := range filled {
		text := next.text(i)
		if next.cells[i].Kind != workbook.Text || isNumeric(text) || len([]rune(text)) > 24 {
			return false
		}
		if u, ok := parseUnit(strings.Trim(invest.Normal(text), "()（）")); ok && !u.none() {
			continue // (亿元) under 总投资
		}
		if !t.hasRoom(above, next, i) {
			return false
		}
	}
	return !(len(filled) == 1 && t.coversHalf(next, filled[0], last))
}

// coversHalf reports whether a cell reaches over half of the columns: no part of
// a heading, but the title of a section.
func (t *Table) coversHalf(l line, col int, heading line) bool {
	i := slices.IndexFunc(t.all, func(m workbook.Merge) bool { return m.FirstRow == l.at && m.FirstCol == col })
	return i >= 0 && (t.all[i].LastCol-t.all[i].FirstCol+1)*2 > len(heading.filled())
}

// hasRoom reports whether the heading over a column may have parts: it reaches
// over several columns, or stands further left and reaches over this one.
func (t *Table) hasRoom(above []line, next line, col int) bool {
	for n := len(above) - 1; n >= 0; n-- {
		l := above[n]
		if l.text(col) == "" {
			continue
		}
		if t.wide[[2]int{l.at, col}] {
			return true
		}
		open := next.text(col+1) != ""
		for _, lower := range above[n:] {
			open = open && lower.text(col+1) == ""
		}
		return open
	}
	for _, l := range above { // nothing over it: it is a part of what stands further left
		if col > 0 && t.left([]line{l, next}, 0, col) != "" {
			return true
		}
	}
	return false
}

// groupsOver reports whether a line holds headings over groups of columns: a few
// texts, each wide, over a fuller line.
func (t *Table) groupsOver(above, l line) bool {
	filled := above.filled()
	if len(filled) < 2 || above.at+1 != l.at {
		return false
	}
	wide := 0
	for _, i := range filled {
		if above.cells[i].Kind != workbook.Text || isNumeric(above.text(i)) || len([]rune(above.text(i))) > 24 || strings.ContainsAny(above.text(i), ":：") {
			return false
		}
		if t.wide[[2]int{above.at, i}] || above.text(i+1) == "" && l.text(i) != "" && l.text(i+1) != "" {
			wide++
		}
	}
	return wide > 0
}

// readHeading makes the columns of the heading rows.
func (t *Table) readHeading(rows []line, mapping map[string]Field) {
	width := 0
	for _, l := range rows {
		for _, i := range l.filled() {
			width = max(width, i+1)
		}
	}
	for i := range width {
		var levels []string
		for n, l := range rows {
			text := l.text(i)
			if text == "" && n < len(rows)-1 && rows[n+1].text(i) != "" || text == "" && t.under(l.at, i) {
				text = t.left(rows, n, i)
			}
			if text != "" && (len(levels) == 0 || levels[len(levels)-1] != text) {
				levels = append(levels, text)
			}
		}
		if len(levels) == 0 {
			continue
		}
		shown := strings.Join(oneLine(levels), "/")
		h := newHeading(levels...)
		h.text = shown
		c := TableColumn{Index: i, Heading: h.text, head: h, unit: h.unit, Unit: h.unit.word, Key: h.key()}
		t.Columns = append(t.Columns, c)
	}
	for i := 1; i < len(t.Columns); i++ { // 其中：引资额 is of what stands before it
		c := &t.Columns[i]
		if last := c.Heading[strings.LastIndexByte(c.Heading, '/')+1:]; c.unit.none() && strings.HasPrefix(last, "其中") {
			c.unit, c.Unit = t.Columns[i-1].unit, t.Columns[i-1].Unit
		}
	}
	t.assign(mapping)
}

// oneLine gives headings without the spaces that centre them: 备　注.
func oneLine(levels []string) []string {
	out := make([]string, len(levels))
	for i, l := range levels {
		out[i] = squeeze(l)
		if isASCII(l) {
			out[i] = strings.Join(strings.Fields(l), " ")
		}
	}
	return out
}

// under reports whether a cell is inside an area that begins further left in its row.
func (t *Table) under(row, col int) bool {
	for c := col - 1; c >= 0; c-- {
		if t.wide[[2]int{row, c}] {
			return true
		}
	}
	return false
}

// left is the heading further left that reaches over a column of its row.
func (t *Table) left(rows []line, n, col int) string {
	for c := col - 1; c >= 0; c-- {
		if text := rows[n].text(c); text != "" {
			if n < len(rows)-1 && rows[n+1].text(c) == "" {
				return "" // it has no parts: the column stands alone
			}
			return text
		}
	}
	return ""
}

// assign gives the columns their fields: each field to the column that fits best.
func (t *Table) assign(mapping map[string]Field) {
	type claim struct {
		col  int
		sure float64
	}
	best := map[Field]claim{}
	for i := range t.Columns {
		c := &t.Columns[i]
		if f, said := mapping[c.Key]; said {
			best[f] = claim{i, 100}
			continue
		}
		f, sure := c.head.match(t.Kind)
		if f == Ignored {
			continue
		}
		if was, taken := best[f]; !taken || sure > was.sure {
			best[f] = claim{i, sure}
		}
	}
	for f, c := range best {
		if f != Ignored {
			t.Columns[c.col].Field = f
		}
	}
	if mapping != nil {
		for i := range t.Columns {
			if f, said := mapping[t.Columns[i].Key]; said && f == Ignored {
				t.Columns[i].Field = Ignored
			}
		}
	}
	if t.Kind == Projects && t.column(FAmount) < 0 {
		if i := t.column(FWanted); i >= 0 && strings.Contains(t.Columns[i].Heading, "投资") {
			t.Columns[i].Field = FAmount
		}
	}
}

// giveUnits puts the units that were said in place of those that were read.
func (t *Table) giveUnits(said map[string]string) {
	for i := range t.Columns {
		if u, ok := parseUnit(said[t.Columns[i].Key]); ok {
			t.Columns[i].unit, t.Columns[i].Unit = u, u.word
		}
	}
}

// unitsFromAbove gives columns without a unit the one that the lines above the
// table state for their kind.
func (t *Table) unitsFromAbove() {
	for i := range t.Columns {
		c := &t.Columns[i]
		if !c.unit.none() {
			continue
		}
		for _, u := range t.above {
			if c.Field.isMoney() && u.money.Scale != 0 || c.Field == FArea && u.area != 0 ||
				(c.Field == FValue || c.Field == FTask) && (u.money.Scale != 0 || u.word != "") {
				c.unit, c.Unit = u, u.word
				break
			}
		}
	}
}

// Name is what the table is called: the first line above its heading, without
// what it says of units, else the name of the sheet.
func (t *Table) Name() string {
	if t.name != "" {
		return t.name
	}
	return t.Sheet
}

// readAbove keeps the title and the units that the lines above the heading state.
func (t *Table) readAbove(lines []line) {
	t.above = nil
	for _, l := range lines {
		for _, i := range l.filled() {
			text := l.text(i)
			got := unitsAbove(text)
			t.above = append(t.above, got...)
			if len(got) == 0 && t.name == "" && len([]rune(text)) > 4 {
				t.name = text
			}
			if len(got) == 0 || len([]rune(text)) > 12 {
				t.Title = strings.TrimSpace(t.Title + " " + text)
			}
		}
	}
	t.unitsFromAbove()
	t.year = ""
	if all := titleYear.FindAllString(t.Title, -1); len(slices.Compact(all)) == 1 {
		t.year = all[0]
	}
	if p, ok := englishSpan(t.Title); ok {
		t.period = p
	} else if m := titlePeriod.FindString(strings.ReplaceAll(invest.Normal(t.Title), " ", "")); m != "" {
		if p, ok := readPeriod(m); ok {
			t.period = p
		}
	}
}

var titleYear = regexp.MustCompile(`20\d\d年`)

var titlePeriod = regexp.MustCompile(`20\d\d年(?:\d{1,2}-\d{1,2}月|前[一二三四123]季度|第?[一二三四1234]季度|上半年|下半年|\d{1,2}月(?:份|底)?|度|全年)?`)

var columnNumber = regexp.MustCompile(`^(?:\(?\d{1,2}\)?|[甲乙丙丁ABCDEF]|\d{1,2}=[\d+\-*/×÷%()]+)$`)

// isNumbering reports whether a line numbers the columns: 甲 乙 1 2 3=1+2.
func (t *Table) isNumbering(l line) bool {
	filled := l.filled()
	if len(filled) < 3 {
		return false
	}
	last, steps := 0, 0
	for _, i := range filled {
		text := invest.Normal(l.text(i))
		if !columnNumber.MatchString(text) {
			return false
		}
		n := 0
		if _, err := fmt.Sscanf(strings.Trim(text, "()"), "%d", &n); err == nil {
			if n == last+1 {
				steps++
			}
			last = n
		}
	}
	return steps >= len(filled)-3 && steps >= 2
}

// sample learns from the first body rows: which columns are filled on the first
// row of a block only, what a heading 单位 counts, how rows are numbered.
func (t *Table) sample(body []line) {
	if len(body) > sampleRows {
		body = body[:sampleRows]
	}
	for i := range t.Columns {
		c := &t.Columns[i]
		var values []string
		alike, last := false, ""
		for _, l := range body {
			if len(l.filled()) < 2 {
				continue
			}
			text := l.text(c.Index)
			values = append(values, text)
			alike = alike || text != "" && text == last
			last = text
		}
		full := 0
		for _, v := range values {
			if v != "" {
				full++
			}
		}
		c.block = !alike && full > 0 && len(values) > 1 && values[0] != "" && full*10 < len(values)*7
		for _, l := range body {
			for _, m := range t.merges[l.at] {
				c.merged = c.merged || m.FirstCol <= c.Index && c.Index <= m.LastCol && m.FirstRow >= t.first
			}
		}
	}
	t.findSerial(body)
	t.countSerials(body)
	t.settleColumns(body)
	t.findExtra()
	t.dayFirst = t.daysFirst(body)
}

// settleColumns decides between readings of a heading by what stands under it.
func (t *Table) settleColumns(body []line) {
	share := func(c TableColumn, is func(string) bool) (yes, all int) {
		for _, l := range body {
			if text := l.text(c.Index); text != "" && len(l.filled()) > 1 {
				all++
				if is(text) {
					yes++
				}
			}
		}
		return yes, all
	}
	isUnit := func(s string) bool { _, ok := parseUnit(s); return ok }
	for i := range t.Columns {
		c := &t.Columns[i]
		// 编号 is a code where no plain numbers stand under it.
		if c.Field == FSerial && strings.HasSuffix(c.Key, "编号") && t.column(FCode) < 0 {
			if yes, all := share(*c, func(s string) bool { return strings.ContainsAny(s, "0123456789") && !isNumeric(s) && isASCII(s) }); all > 0 && yes*10 >= all*9 {
				c.Field = FCode
				continue
			}
		}
		// 单位 is what the numbers count where units stand under it.
		if strings.HasSuffix(c.Key, "单位") || c.Field == FUnit {
			if yes, all := share(*c, isUnit); all > 0 && yes*10 >= all*8 {
				t.take(FUnit, i)
			} else if c.Field == FUnit {
				c.Field = Ignored
			}
		}
	}
	if t.Kind == Figures {
		t.settleFigures(body)
		t.unitsFromAbove()
		t.settleRatios()
		t.periodFromHeading()
	}
}

// periodFromHeading takes the time that the heading over the value names, where
// no line above the table does: 到位资金（2023年1—11月，亿元）.
func (t *Table) periodFromHeading() {
	i := t.column(FValue)
	if t.period != "" || i < 0 {
		return
	}
	if m := titlePeriod.FindString(strings.ReplaceAll(invest.Normal(t.Columns[i].Heading), " ", "")); m != "" {
		if p, ok := readPeriod(m); ok {
			t.period = p
		}
	}
}

// findSerial finds serial numbers under no heading, left of all others.
func (t *Table) findSerial(body []line) {
	if t.column(FSerial) >= 0 || len(t.Columns) == 0 {
		return
	}
	for col := range t.Columns[0].Index {
		serial, all := 0, 0
		for _, l := range body {
			if text := l.text(col); text != "" && len(l.filled()) > 1 {
				all++
				if serialNumber.MatchString(invest.Normal(text)) || chineseN.MatchString(text) {
					serial++
				}
			}
		}
		if all > 0 && serial*10 >= all*7 {
			t.Columns = slices.Insert(t.Columns, 0, TableColumn{Index: col, Field: FSerial, head: heading{}})
			return
		}
	}
}

// findExtra notes the column that stands under the same heading as the name, to
// its right: the names of parts are often there.
func (t *Table) findExtra() {
	t.extra = -1
	i := t.column(FName)
	if i < 0 || i+1 >= len(t.Columns) && !t.open(t.Columns[i].Index+1) {
		return
	}
	if next := t.Columns[i].Index + 1; t.open(next) {
		t.extra = next
	}
}

// open reports whether a column has no heading of its own.
func (t *Table) open(index int) bool {
	return !slices.ContainsFunc(t.Columns, func(c TableColumn) bool { return c.Index == index }) ||
		slices.ContainsFunc(t.Columns, func(c TableColumn) bool {
			return c.Index == index && c.Field == Ignored && t.column(FName) >= 0 && c.Heading == t.Columns[t.column(FName)].Heading
		})
}

// settleRatios takes, of several columns of growth and the like, those that
// stand under the same heading as the value.
func (t *Table) settleRatios() {
	v := t.column(FValue)
	if v < 0 {
		return
	}
	over := func(c TableColumn) string { before, _, _ := strings.Cut(c.Heading, "/"); return before }
	for _, f := range []Field{FGrowth, FShare, FRate, FTask} {
		for i, c := range t.Columns {
			if of, _ := c.head.match(t.Kind); of == f && strings.Contains(c.Heading, "/") && over(c) == over(t.Columns[v]) {
				t.take(f, i)
				break
			}
		}
	}
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

// settleFigures finds the column of the values where its heading names what they
// are: a table with 到位资金(亿元) over the numbers has no column of indicators.
func (t *Table) settleFigures(body []line) {
	if t.column(FValue) >= 0 && (t.column(FMetric) >= 0 || t.column(FCount) < 0) {
		return
	}
	numbers := func(c TableColumn) bool {
		yes, all := 0, 0
		for _, l := range body {
			if text := l.text(c.Index); text != "" {
				all++
				if startsNumeric(text) {
					yes++
				}
			}
		}
		return all > 0 && yes*10 >= all*6
	}
	best, rate := -1, 0
	for i, c := range t.Columns {
		r := 0
		switch {
		case c.Field == FValue:
			r = 5
		case c.Field != Ignored || !numbers(c):
			continue
		case thisMonth.MatchString(c.Key):
			r = 1
		case c.unit.money.Scale != 0:
			r = 4
		case c.unit.none():
			r = 2
		case c.unit.percent:
			continue
		default:
			r = 3
		}
		if r > rate {
			best, rate = i, r
		}
	}
	if best >= 0 {
		t.take(FValue, best)
	} else if i := t.column(FCount); i >= 0 && t.column(FValue) < 0 {
		t.Columns[i].Field = FValue
	}
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
