package sheet

import (
	"regexp"
	"slices"
	"strings"

	"wellspring/internal/invest"
)

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

// readAbove keeps the title and the units that the lines above the heading state.
func (t *Table) readAbove(lines []line) {
	t.above = nil
	for _, l := range lines {
		for _, i := range l.filled {
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
			if len(l.filled) < 2 {
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
			if text := l.text(c.Index); text != "" && len(l.filled) > 1 {
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
			if text := l.text(col); text != "" && len(l.filled) > 1 {
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

// serialised reports whether most rows have a serial number.
func (t *Table) serialised() bool { return t.serial[false] > 0 && t.serial[false] >= t.serial[true] }
