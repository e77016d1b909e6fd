package sheet

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"wellspring/internal/invest"
	"wellspring/internal/workbook"
)

// read makes the record of a line.
func (t *Table) read(s *state, l line, row *Row) *Record {
	r := &Record{PartyA: []string{}, PartyB: []string{}, Cooperation: []string{}, Industries: []string{}}
	for _, c := range t.Columns {
		if c.Field == Ignored {
			continue
		}
		cell := workbook.Cell{}
		if c.Index < len(l.cells) {
			cell = l.cells[c.Index]
		}
		say := func(code Code, args ...string) {
			row.Messages = append(row.Messages, Message{Cell: cellName(c.Index, l.at), Code: code, Args: args})
		}
		cell = t.carried(s, c, cell)
		text := clean(cell.Text)
		switch {
		case cell.Formula && cell.Kind == workbook.Empty:
			say(CodeFormula)
			continue
		case cell.Kind == workbook.Error:
			say(CodeErrorCell, text)
			continue
		}
		if s.sharedAt(l, c.Index) && !t.spreads(c.Index) && c.Field != FName && c.Field != FSerial && c.Field != FCode && c.Field != FMetric && text != "" {
			say(CodeShared, text)
			continue
		}
		t.field(r, c, cell, text, l, say)
	}
	if t.column(FGroup) < 0 && s.section != "" {
		r.Group = ptr(sectionName(s.section))
	}
	if t.Kind == Figures {
		t.readFigure(r, l)
	}
	r.PaybackAlso = r.Payback
	if r.Currency != nil && *r.Currency == invest.CNY {
		r.WantedAlso = r.Wanted
	}
	if r.Name != nil && utf8.RuneCountInString(*r.Name) > longestName {
		row.Messages = append(row.Messages, Message{Code: CodeNameLong})
	}
	return r
}

var zero = regexp.MustCompile(`^0(?:\.0+)?$`)

// yearlessPeriod is a time that is told without its year.
var yearlessPeriod = regexp.MustCompile(`^(?:\d{1,2}\s*(?:月份?)?\s*(?:-|~|至)\s*\d{1,2}月份?|\d{1,2}月份?|前?第?[一二三四1-4]季度|[上下]半年|全年)$`)

// carried is a cell, or what its block said on its first row.
func (t *Table) carried(s *state, c TableColumn, cell workbook.Cell) workbook.Cell {
	if c.merged || !t.carries(c) {
		return cell
	}
	if clean(cell.Text) == "" {
		return s.carry[c.Index]
	}
	s.carry[c.Index] = cell
	return cell
}

// carries reports whether blanks of a column mean the value above them: a group,
// or what stands before the name and is filled on the first row of a block only.
func (t *Table) carries(c TableColumn) bool {
	if !c.block {
		return false
	}
	if c.Field == FGroup {
		return true
	}
	key := len(t.Columns)
	for _, f := range []Field{FName, FMetric, FSerial, FPartyB, FRegion} {
		if i := t.column(f); i >= 0 && t.Columns[i].Field != c.Field {
			key = min(key, t.Columns[i].Index)
		}
	}
	if i := t.column(FName); i >= 0 && t.Kind != Figures {
		key = t.Columns[i].Index
	}
	if i := t.column(FMetric); i >= 0 && t.Kind == Figures {
		key = t.Columns[i].Index
	}
	switch c.Field {
	case FPlace, FRegion, FSector, FPeriod, FDate, FOrigin, FLevel:
		return c.Index < key
	}
	return false
}

// field reads one cell into its field.
func (t *Table) field(r *Record, c TableColumn, cell workbook.Cell, text string, l line, say func(Code, ...string)) {
	whole := cell.Text // with its line breaks
	if whole == "" {
		whole = text
	}
	switch c.Field {
	case FCode:
		if !blank(text) {
			r.Code = text
		}
	case FName:
		r.Name = ptr(t.nameOf(l))
	case FPartyA:
		r.PartyA = parties(whole)
	case FPartyB:
		r.PartyB = parties(whole)
	case FParties:
		a, b := bothParties(whole)
		r.PartyA, r.PartyB = append(r.PartyA, a...), append(r.PartyB, b...)
	case FPlace:
		r.Place = ptr(text)
	case FSector:
		r.Sector = ptr(text)
	case FGroup:
		r.Group = ptr(text)
	case FDate:
		d := readDate(cell, t.dayFirst)
		if strings.HasPrefix(d.date, "--") && c.head.year != "" {
			d.date = c.head.year + d.date[1:]
		}
		r.Date, r.DateText = ptr(d.date), ptr(d.text)
		if d.code != "" {
			say(d.code, text)
		}
	case FAmount:
		t.amount(r, c, text, l, say)
	case FForeign:
		if r.Amount == nil && r.AmountLow == nil && !blank(text) {
			t.amount(r, c, text, l, say)
		}
	case FWanted:
		got := amounts(text, t.bareUnit(l, c).money)
		if got.money.Known() && got.money.Low >= 0 {
			r.Wanted = &got.money.Low
			if r.Currency == nil {
				r.Currency = &got.money.Currency
			}
		} else if got.code != "" {
			say(got.code, text)
		}
	case FPlanYear:
		r.PlanYear = t.yuan(c, text, l, say)
	case FDone:
		r.Done = t.yuan(c, text, l, say)
	case FCooperation:
		r.Cooperation = cooperation(whole)
	case FArea:
		if blank(text) {
			return
		}
		if n, ok := area(text, c.unit.area); ok {
			r.AreaM2 = &n
		} else {
			say(CodeUnread, text)
		}
	case FIndustries:
		r.Industries = wordList(whole)
	case FCompanies:
		if blank(text) {
			return
		}
		if n, ok := count(text); ok {
			r.Companies = &n
		} else {
			say(CodeUnread, text)
		}
	case FOwner:
		r.Owner = ptr(text)
	case FPayback:
		if n, ok := years(text); ok {
			r.Payback = &n
		} else if !blank(text) {
			say(CodeUnread, text)
		}
	case FProgress:
		r.Progress = ptr(text)
	case FContent:
		r.Content = ptr(text)
	case FBenefit:
		r.Benefit = ptr(text)
	case FNote:
		r.Note = ptr(text)
	case FOrigin:
		r.Origin = ptr(text)
	case FLevel:
		r.Level = ptr(text)
	case FDeal:
		r.Deal = ptr(text)
	case FRegion:
		r.Region = ptr(text)
	case FMetric:
		r.Metric = ptr(text)
	case FPeriod:
		if blank(text) {
			return
		}
		if p, ok := readPeriod(t.year + text); ok && t.year != "" && yearlessPeriod.MatchString(invest.Normal(text)) {
			r.Period = &p // the title says of which year
		} else if p, ok := readPeriod(text); ok {
			r.Period = &p
		} else if d := readDate(cell, t.dayFirst); d.date != "" && d.code == "" && !strings.HasPrefix(d.date, "--") {
			r.Period = &d.date
		} else {
			say(CodeUnread, text)
		}
	case FRate, FGrowth, FShare:
		t.ratio(r, c, text, say)
	case FCount:
		if n, ok := count(text); ok && !blank(text) {
			r.Count = &n
		} else if !blank(text) {
			say(CodeUnread, text)
		}
	}
}

// amount reads the main amount of a row.
func (t *Table) amount(r *Record, c TableColumn, text string, l line, say func(Code, ...string)) {
	got := amounts(text, t.bareUnit(l, c).money)
	if got.code != "" {
		say(got.code, text)
	}
	m := got.money
	if !m.Known() {
		return
	}
	r.Currency, r.Approx = &m.Currency, m.Approx
	switch {
	case m.Low < 0:
		r.AmountHigh = &m.High
	case m.IsRange():
		r.AmountLow, r.AmountHigh = &m.Low, &m.High
	default:
		r.Amount = &m.Low
	}
	if got.wanted.Known() && got.wanted.Currency == m.Currency {
		r.Wanted = &got.wanted.Low
	}
}

// yuan reads an amount that a record has in 元 only.
func (t *Table) yuan(c TableColumn, text string, l line, say func(Code, ...string)) *int64 {
	if zero.MatchString(text) {
		return new(int64) // nothing is nothing in any unit
	}
	got := amounts(text, t.bareUnit(l, c).money)
	if got.code != "" {
		say(got.code, text)
	}
	switch {
	case !got.money.Known() || got.money.Low < 0 || got.money.IsRange():
		return nil
	case got.money.Currency != invest.CNY:
		say(CodeNotYuan, text)
		return nil
	}
	return &got.money.Low
}

func (t *Table) ratio(r *Record, c TableColumn, text string, say func(Code, ...string)) {
	if blank(text) {
		return
	}
	n, ok := percent(text)
	if !ok {
		say(CodeUnread, text)
		return
	}
	switch c.Field {
	case FRate:
		r.Rate = &n
	case FGrowth:
		r.Growth = &n
	default:
		r.Share = &n
	}
}

// cellName is the address of a cell: F7.
func cellName(col, row int) string {
	name := ""
	for col++; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name + strconv.Itoa(row)
}
