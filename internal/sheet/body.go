package sheet

import (
	"context"
	"iter"
	"regexp"
	"slices"
	"strings"

	"wellspring/internal/invest"
	"wellspring/internal/workbook"
)

const (
	CodeSection     Code = "section" // 一、续建项目
	CodeTotal       Code = "total"   // 小计, 合计
	CodeNoName      Code = "no_name"
	CodeHeading     Code = "heading_again"
	CodeUnitLine    Code = "unit_line" // 单位：万美元, of what follows
	CodeNote        Code = "note_row"
	CodePartOfTotal Code = "part_of_total"  // 其中 under a total
	CodeFormula     Code = "formula_empty"  // a formula whose value the file does not keep
	CodeErrorCell   Code = "error_cell"     // #REF!
	CodeShared      Code = "shared_amount"  // one amount over several rows: of none of them
	CodeUnread      Code = "not_understood" // the cell's words were not understood as what the column holds
	CodeNameLong    Code = "name_long"
	CodeHidden      Code = "hidden_row"
	CodeNotYuan     Code = "not_yuan" // a plan or what was done, in another currency
)

// longestName is how long a record's name may be, in characters, as invest has it.
const longestName = 200

// state is what the reading of a body carries from row to row.
type state struct {
	n       int                   // rows so far
	carry   map[int]workbook.Cell // by column: what a block column said last
	active  []activeMerge         // merged areas that reach further down
	next    int                   // of t.all
	record  int                   // N of the last record that is no part
	part    bool                  // the row before was a part
	total   bool                  // the row before was a total, or a part of one
	section string
	sums    *adder
}

type activeMerge struct {
	workbook.Merge
	cell workbook.Cell
}

// Rows reads the body. Note lines at its end are no rows; whether a line is at
// the end is known only after it, so a few are held back.
func (t *Table) Rows(ctx context.Context) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		asRead := slices.Clone(t.Columns)
		defer func() { t.Columns = asRead }() // units may change on the way
		s := &state{carry: map[int]workbook.Cell{}, sums: newAdder()}
		t.totals = nil
		var held []line // note lines, and what follows them so far
		for l, err := range t.lines(ctx) {
			if err != nil {
				yield(Row{}, err)
				return
			}
			t.spread(s, &l)
			if len(l.filled()) == 0 {
				continue
			}
			if (t.isNoteLine(l) || (len(held) > 0 || s.total && len(l.filled()) == 1) && t.goesOnNote(l)) && len(held) < 200 {
				held = append(held, l)
				continue
			}
			for _, h := range held {
				if !yield(t.row(s, h), nil) {
					return
				}
			}
			held = held[:0]
			if !yield(t.row(s, l), nil) {
				return
			}
		}
		t.totals = s.sums.close()
	}
}

// spread gives the cells of merged areas that began above the line their text:
// those of words; an amount over several rows is of none of them.
func (t *Table) spread(s *state, l *line) {
	s.active = slices.DeleteFunc(s.active, func(a activeMerge) bool { return a.LastRow < l.at })
	for _, a := range s.active {
		if a.FirstRow == l.at {
			continue
		}
		for col := a.FirstCol; col <= a.LastCol && col < 256; col++ {
			for len(l.cells) <= col {
				l.cells = append(l.cells, workbook.Cell{})
			}
			if l.cells[col].Kind == workbook.Empty && col == a.FirstCol && t.spreads(col) {
				l.cells[col] = a.cell
			}
		}
	}
	l.settle()
	for s.next < len(t.all) && t.all[s.next].FirstRow <= l.at {
		m := t.all[s.next]
		s.next++
		if m.FirstRow == l.at && m.LastRow > l.at && m.FirstCol < len(l.cells) {
			s.active = append(s.active, activeMerge{m, l.cells[m.FirstCol]})
		}
	}
}

// spreads reports whether a merged cell of a column says the same of all its rows.
func (t *Table) spreads(col int) bool {
	i := slices.IndexFunc(t.Columns, func(c TableColumn) bool { return c.Index == col })
	if i < 0 {
		return false
	}
	switch t.Columns[i].Field {
	case FName, FSerial, FMetric, FCode, FAmount, FWanted, FFixed, FPlanYear, FDone, FFunds, FValue, FCount, FRate, FGrowth, FShare, FTask, FCompanies, FArea:
		return t.Kind == Figures && t.Columns[i].Field == FMetric
	}
	return true
}

// sharedAt reports whether a cell is the beginning of an area of several rows.
func (s *state) sharedAt(l line, col int) bool {
	return slices.ContainsFunc(s.active, func(a activeMerge) bool { return a.FirstRow == l.at && a.FirstCol == col && a.LastRow > l.at })
}

var (
	noteLine       = regexp.MustCompile(`(?i)^(?:[*※＊#]|[（(]?(?:附?注|备注|说明|附注|填表说明|备注说明|更新时间|更新日期|数据截止|统计时间|截止时间|填报|制表|审核|复核|填表|报送|编制|数据来源|资料来源|来源|单位负责人|负责人|统计负责人|联系人|联系电话|签字|盖章|领导签字|报表|notes?|source|sources|remarks?|prepared|disclaimer|compiled)\s*(?:notes?|sources?|remarks?)?\s*(?:单位|人|日期|时间|部门)?(?:签章|签字|盖章)?(?:\d{0,2}|[一二三四])\s*(?:[:：.、]|$|\s*\())`)
	bracketedWhole = regexp.MustCompile(`^[（(][^（）()]+[）)]$`)
	labelled       = regexp.MustCompile(`^[^：:\s]{2,12}\s*[：:]`)
	totalRow       = regexp.MustCompile(`(?i)^(?:[一二三四五六七八九十]、|[（(][一二三四五六七八九十][)）])?(?:本页|本表|全部|总|各项|项目|全市|全区|全县|全省|分项|年度)?(?:小计|合计|总计|共计|累计|总合计|汇总|sub-?total|grandtotal|total|sum)(?:[（(:：,，\d].*|项目.*|[一-龥]{0,4}个.*)?$`)
	totalEnd       = regexp.MustCompile(`(?i)^.{1,20}(?:小计|合计|总计|共计|subtotal|total)(?:[（(:：].*)?$`)
	ordinal        = regexp.MustCompile(`^(?:[（(]?[一二三四五六七八九十]{1,3}[)）]?\s*[、.．,，:：]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十\d]{1,3}(?:组|批|类|部分|篇|场)|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ][、.．]?|[IVX]{1,4}[、.．])`)
	chineseN       = regexp.MustCompile(`^[（(]?(?:[一二三四五六七八九十]{1,3}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+|[IVX]{1,4}|[A-Z])[)）]?[、.．]?$`)
	partRow        = regexp.MustCompile(`(?i)^(?:[-—]*\s*)?(?:#|其中|其 中|of which|including)\s*[:：,，、]?\s*`)
	phaseRow       = regexp.MustCompile(`^[（(]?(?:第?[一二三四五六]期|[一二三四五六]标段|[一二三四五六]标)`)
	dashPart       = regexp.MustCompile(`^(?:—{1,2}|-{1,2}|└─*|├─*)\s*`)
	serialNumber   = regexp.MustCompile(`^[（(]?\d{1,6}(?:[-.]\d{1,4})*[)）.、]?$`)
	bullet         = regexp.MustCompile(`^[■●◆★▲□◎○▶►◇•]\s*`)
	tallied        = regexp.MustCompile(`(?:[（(]\s*(?:共)?\d+\s*[个项家户].*[)）]|\d+个)$`)
)

// isNoteLine reports whether a line is one of words about the table: 注：…, 填报人：….
func (t *Table) isNoteLine(l line) bool {
	filled := l.filled()
	if len(filled) == 0 {
		return false
	}
	first := l.text(filled[0])
	if totalRow.MatchString(squeeze(first)) {
		return false
	}
	if noteLine.MatchString(first) {
		// 备注 in the column of serial numbers, with a record beside it, is none.
		return t.value(l, FName) == "" || len(filled) <= 3 || t.columnAt(filled[0]) == FName
	}
	if len(filled) > 1 || t.columnAt(filled[0]) == FName {
		return false
	}
	// A long sentence over all columns, or one with a word before it: 补充资料：….
	if bracketedWhole.MatchString(first) && !ordinal.MatchString(first) && len([]rune(first)) > 6 {
		return true // （据…整理）
	}
	return len([]rune(first)) > 40 && strings.ContainsAny(first, "。；") || labelled.MatchString(first) && !ordinal.MatchString(first) && !partRow.MatchString(first)
}

// goesOnNote reports whether a line after a note belongs to it: 2.数据来源…, or who
// has made the table, and when.
func (t *Table) goesOnNote(l line) bool {
	filled := l.filled()
	if t.named(l) || len(filled) > max(3, len(t.Columns)/3) {
		return false
	}
	first := l.text(filled[0])
	return !isNumeric(first) && !totalRow.MatchString(squeeze(first)) && !ordinal.MatchString(first)
}

// squeeze drops all spaces: 合　计.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

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

// row reads one line.
func (t *Table) row(s *state, l line) Row {
	s.n++
	r := Row{N: s.n, At: l.at, Status: OK}
	for _, c := range t.Columns {
		r.Cells = append(r.Cells, l.text(c.Index))
	}
	skip := func(code Code, args ...string) Row {
		r.Status = Skip
		r.Messages = append(r.Messages, Message{Code: code, Args: args})
		s.part = false
		return r
	}
	if t.isHeadingAgain(l) {
		t.headingAgain(l)
		return skip(CodeHeading)
	}
	if t.saysUnits(l) {
		return skip(CodeUnitLine)
	}
	if label, ok := t.totalLabel(l); ok {
		s.total = true
		t.addTotal(s, r.N, l, label)
		return skip(CodeTotal)
	}
	part, isPart := t.partName(s, l)
	if isPart && s.total {
		return skip(CodePartOfTotal)
	}
	if !isPart {
		if title, ok := t.sectionTitle(l); ok {
			s.section, s.total = title, false
			s.sums.begin()
			t.addSection(s, r.N, l)
			clear(s.carry)
			return skip(CodeSection)
		}
		if t.isNoteLine(l) {
			return skip(CodeNote)
		}
	}
	s.total = false
	if !t.named(l) {
		if len(l.filled()) > 1 { // what it says is shown, but nobody knows of what
			r.Record = t.read(s, l, &r)
			r.Messages = nil
		}
		return skip(CodeNoName)
	}
	r.Record = t.read(s, l, &r)
	if isPart {
		t.makePart(s, r.Record, part)
	} else {
		s.record = r.N
		s.sums.add(r.Record)
	}
	s.part = isPart
	if l.hidden {
		r.Messages = append(r.Messages, Message{Code: CodeHidden})
	}
	for _, m := range r.Messages {
		if m.Code != CodeRounded && m.Code != CodeHidden {
			r.Status = max2(r.Status, Warn)
		}
		if m.Code == CodeNameLong || m.Code == CodeTooLarge {
			r.Status = Error
		}
	}
	return r
}

func max2(a, b Status) Status {
	if a == Error || b == OK {
		return a
	}
	return b
}

// makePart marks a record as part of the one above it.
func (t *Table) makePart(s *state, r *Record, name string) {
	if s.record > 0 {
		of := s.record
		r.PartOf = &of
	}
	if name == "" {
		return
	}
	if t.Kind == Figures {
		r.Metric = &name
	} else {
		r.Name = &name
	}
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
		return !blank(t.name1(l))
	}
	return !blank(t.value(l, FPartyB)) || !blank(t.value(l, FParties))
}

// isHeadingAgain reports whether a line repeats the heading, as it is printed at
// the top of each page.
func (t *Table) isHeadingAgain(l line) bool {
	same, filled := 0, len(l.filled())
	for _, c := range t.Columns {
		text := squeeze(l.text(c.Index))
		if text != "" && (text == squeeze(c.Heading) || strings.HasSuffix(squeeze(c.Heading), "/"+text) || strings.HasPrefix(squeeze(c.Heading), text+"/")) {
			same++
		}
	}
	return same >= 2 && same*3 >= filled*2
}

// headingAgain takes the units that a repeated heading says, of another part of
// the table.
func (t *Table) headingAgain(l line) {
	for i := range t.Columns {
		c := &t.Columns[i]
		if text := l.text(c.Index); text != "" {
			if h := newHeading(text); !h.unit.none() {
				c.unit = h.unit
			}
		}
	}
}

// saysUnits takes the units of a line that says them of what follows: 单位：万美元.
func (t *Table) saysUnits(l line) bool {
	filled := l.filled()
	if len(filled) > 2 || t.named(l) {
		return false
	}
	var units []unit
	for _, i := range filled {
		if text := l.text(i); strings.Contains(text, "单位") || strings.Contains(strings.ToLower(text), "unit") {
			units = append(units, unitsAbove(text)...)
		}
	}
	for i := range t.Columns {
		for _, u := range units {
			c := &t.Columns[i]
			if c.Field.isMoney() && u.money.Scale != 0 && c.head.unit.none() || c.Field == FArea && u.area != 0 && c.head.unit.none() {
				c.unit = u
			}
		}
	}
	return len(units) > 0
}

// labels are the texts at the beginning of a line, where totals and sections
// are named: up to its name, and no numbers.
func (t *Table) labels(l line) []int {
	filled := l.filled()
	var out []int
	for _, i := range filled[:min(3, len(filled))] {
		switch f := t.columnAt(i); {
		case f == FSerial, f == FGroup, f == FName, f == FCode, f == FRegion, f == FMetric, f == FPlace, f == FPartyB, f == FSector, f == FPeriod,
			len(out) == 0, f == FDate && i < 3:
			out = append(out, i)
		}
	}
	return out
}

// totalLabel gives the words of a row that states a sum.
func (t *Table) totalLabel(l line) (string, bool) {
	for _, i := range t.labels(l) {
		text := squeeze(l.text(i))
		if len([]rune(text)) > 40 {
			continue
		}
		if totalRow.MatchString(text) {
			return text, true
		}
		if totalEnd.MatchString(text) && (t.columnAt(i) != FName || t.value(l, FSerial) == "") && t.columnAt(i) != FMetric {
			return text, true
		}
	}
	return "", false
}

// partName tells a row that is part of the one above it, and its name without
// 其中. Rows without a serial number that follow such a row are parts too.
func (t *Table) partName(s *state, l line) (string, bool) {
	key := FName
	if t.Kind == Figures {
		key = FMetric
	}
	name := t.value(l, key)
	if key == FName {
		if part, ok := t.beside(l); ok && (name == "" && s.part || whole(partRow, name)) {
			return part, true
		}
		name = t.name1(l)
	}
	for _, f := range []Field{FSerial, FGroup, key} {
		text := t.value(l, f)
		if text == "" {
			continue
		}
		m := partRow.FindString(text)
		if m == "" && f == key {
			m = dashPart.FindString(text)
		}
		if m == "" || m == text && f == key && m != partRow.FindString(text) {
			continue
		}
		rest := strings.TrimSpace(text[len(m):])
		if f != key {
			return name, true
		}
		if rest == "" {
			return text, true
		}
		return rest, true
	}
	if t.column(FSerial) >= 0 && t.value(l, FSerial) == "" && name != "" && t.serialised() {
		if s.part || phaseRow.MatchString(name) && s.record > 0 {
			return name, true
		}
	}
	return "", false
}

// beside is what stands in the column beside the name, under the same heading.
func (t *Table) beside(l line) (string, bool) {
	if t.extra < 0 {
		return "", false
	}
	text := l.text(t.extra)
	return text, !blank(text)
}

// name1 is the name of a line: what stands under its heading, in one column or
// the one beside it.
func (t *Table) name1(l line) string {
	name := t.value(l, FName)
	if part, ok := t.beside(l); ok && (blank(name) || whole(partRow, name)) {
		return part
	}
	return name
}

// whole reports whether a text is all of what an expression finds.
func whole(x *regexp.Regexp, s string) bool { return s != "" && x.FindString(s) == s }

// serialised reports whether most rows have a serial number.
func (t *Table) serialised() bool { return t.serial[false] > 0 && t.serial[false] >= t.serial[true] }

// countSerials learns how the rows of the sample are numbered.
func (t *Table) countSerials(body []line) {
	i := t.column(FSerial)
	if i < 0 {
		return
	}
	for _, l := range body {
		text := l.text(t.Columns[i].Index)
		switch {
		case serialNumber.MatchString(invest.Normal(text)):
			t.serial[false]++
		case chineseN.MatchString(text):
			t.serial[true]++
		}
	}
}

// sectionTitle gives the title of a row that heads those below it.
func (t *Table) sectionTitle(l line) (string, bool) {
	filled := l.filled()
	labels := t.labels(l)
	if len(labels) == 0 {
		return "", false
	}
	first := l.text(labels[0])
	where := t.columnAt(labels[0])
	named := t.named(l)
	numbers := 0
	for _, i := range filled {
		if isNumeric(l.text(i)) && t.columnAt(i) != FSerial {
			numbers++
		}
	}
	switch {
	case where == FSerial && named && t.serialised() && chineseN.MatchString(first):
		return t.value(l, t.nameField()), true // 一 | 工业项目
	case serialNumber.MatchString(invest.Normal(first)) && where == FSerial:
		return "", false
	case where == FSerial && named && ordinal.MatchString(first) && t.serialised() && len([]rune(first)) > 2:
		return first, true
	case !named && ordinal.MatchString(first) && len([]rune(first)) <= 60:
		return first, true
	case len(filled) == 1 && !named && len([]rune(first)) <= 60 && !t.isNoteLine(l) && !t.blockAt(labels[0]):
		return first, true
	case len(filled) == 1 && named && (t.wideAt(l, filled[0]) || bullet.MatchString(first) || whole(partRow, first) || sectionNumber.MatchString(first)):
		return first, true
	case len(filled) == 1 && named && t.column(FSerial) >= 0 && t.serialised() && (where == FName || where == FMetric) && (ordinal.MatchString(first) || tallied.MatchString(first) || t.serial[false] > 3):
		return first, true
	case named && t.value(l, FSerial) == "" && t.serialised() && ordinal.MatchString(t.value(l, t.nameField())) && t.Kind != Figures:
		return t.value(l, t.nameField()), true // with a sum of its own
	case named && t.value(l, FSerial) == "" && t.serialised() && tallied.MatchString(t.value(l, t.nameField())) && numbers > 0 && t.Kind != Figures:
		return t.value(l, t.nameField()), true
	}
	return "", false
}

func (t *Table) nameField() Field {
	if t.Kind == Figures {
		return FMetric
	}
	return FName
}

func (t *Table) blockAt(index int) bool {
	return slices.ContainsFunc(t.Columns, func(c TableColumn) bool {
		return c.Index == index && (c.Field == FGroup || c.block && (c.Field == FPlace || c.Field == FRegion || c.Field == FDate || c.Field == FPeriod))
	})
}

// wideAt reports whether a cell reaches over half of the columns.
func (t *Table) wideAt(l line, col int) bool {
	i := slices.IndexFunc(t.all, func(m workbook.Merge) bool { return m.FirstRow == l.at && m.FirstCol == col })
	return i >= 0 && (t.all[i].LastCol-t.all[i].FirstCol+1)*2 >= len(t.Columns)
}

var sectionNumber = regexp.MustCompile(`^(?:[（(]?[一二三四五六七八九十]{1,3}[)）]?\s*[、.．,，:：]|[（(][一二三四五六七八九十]{1,3}[)）])\s*`)

// sectionName is a section's title without its number and its count.
func sectionName(title string) string {
	name := strings.TrimSpace(bullet.ReplaceAllString(sectionNumber.ReplaceAllString(title, ""), ""))
	if at := tallied.FindStringIndex(name); at != nil && at[0] > 0 {
		name = strings.TrimSpace(name[:at[0]])
	}
	return name
}

// addTotal notes what a total row states of the amounts.
func (t *Table) addTotal(s *state, n int, l line, label string) {
	if t.amountColumn() < 0 {
		return
	}
	var stated *int64
	amount, currency, ok := t.statedAmount(l)
	if ok {
		stated = &amount
	}
	s.sums.total(n, stated, currency, label)
}

// addSection notes the sum that a section's own row states of what follows.
func (t *Table) addSection(s *state, n int, l line) {
	if stated, currency, ok := t.statedAmount(l); ok {
		s.sums.heads(n, stated, currency)
	}
}

func (t *Table) amountColumn() int {
	if t.Kind == Figures {
		return t.column(FValue)
	}
	return t.column(FAmount)
}

// statedAmount reads the amount of a total row.
func (t *Table) statedAmount(l line) (amount int64, currency string, ok bool) {
	i := t.amountColumn()
	if i < 0 {
		return 0, "", false
	}
	c := t.Columns[i]
	got := amounts(l.text(c.Index), t.bareUnit(l, c).money)
	if !got.money.Known() || got.money.IsRange() || got.money.Low < 0 {
		return 0, invest.CNY, false
	}
	return got.money.Low, got.money.Currency, true
}

// bareUnit is what a bare number of a column counts in a row: what the row's
// own unit or currency says, else the heading or the line above the table.
func (t *Table) bareUnit(l line, c TableColumn) unit {
	u := c.unit
	if said, ok := parseUnit(t.value(l, FUnit)); ok && (c.Field == FAmount || c.Field == FValue || c.Field == FTask || c.Field == FWanted) {
		u = said
	}
	if code := currencyCode(t.value(l, FCurrency)); code != "" && u.money.Scale != 0 {
		u.money.Currency = code
	}
	return u
}

// currencyCode reads a cell of a column 币种.
func currencyCode(s string) string {
	if m, ok := invest.ParseMoneyUnitName(s); ok {
		return m.Currency
	}
	return ""
}
