package sheet

import (
	"regexp"
	"slices"
	"strings"

	"wellspring/internal/invest"
)

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
	filled := l.filled
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
	filled := l.filled
	if t.named(l) || len(filled) > max(3, len(t.Columns)/3) {
		return false
	}
	first := l.text(filled[0])
	return !isNumeric(first) && !totalRow.MatchString(squeeze(first)) && !ordinal.MatchString(first)
}

// isHeadingAgain reports whether a line repeats the heading, as it is printed at
// the top of each page.
func (t *Table) isHeadingAgain(l line) bool {
	same, filled := 0, len(l.filled)
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
	filled := l.filled
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
	filled := l.filled
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
		name = t.nameOf(l)
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

// whole reports whether a text is all of what an expression finds.
func whole(x *regexp.Regexp, s string) bool { return s != "" && x.FindString(s) == s }

// sectionTitle gives the title of a row that heads those below it.
func (t *Table) sectionTitle(l line) (string, bool) {
	filled := l.filled
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

func (t *Table) blockAt(index int) bool {
	return slices.ContainsFunc(t.Columns, func(c TableColumn) bool {
		return c.Index == index && (c.Field == FGroup || c.block && (c.Field == FPlace || c.Field == FRegion || c.Field == FDate || c.Field == FPeriod))
	})
}

// wideAt reports whether a cell reaches over half of the columns.
func (t *Table) wideAt(l line, col int) bool {
	return t.span(l, col)*2 >= len(t.Columns)
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
