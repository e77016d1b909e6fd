package sheet

import (
	"context"
	"iter"
	"slices"

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
			if len(l.filled) == 0 {
				continue
			}
			if (t.isNoteLine(l) || (len(held) > 0 || s.total && len(l.filled) == 1) && t.goesOnNote(l)) && len(held) < 200 {
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
		if len(l.filled) > 1 { // what it says is shown, but nobody knows of what
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
		switch {
		case m.Code == CodeNameLong || m.Code == CodeTooLarge:
			r.Status = Error
		case m.Code != CodeRounded && m.Code != CodeHidden && r.Status != Error:
			r.Status = Warn
		}
	}
	return r
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

func (t *Table) amountColumn() int {
	if t.Kind == Figures {
		return t.column(FValue)
	}
	return t.column(FAmount)
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
