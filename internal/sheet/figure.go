package sheet

import (
	"regexp"
	"strconv"
	"strings"

	"wellspring/internal/invest"
)

var planOf = regexp.MustCompile(`(?:年度|全年|年)计划(?:投资|任务)?(?:为|达)?([\d.,]+(?:万|亿)?元)`)

// readFigure completes the record of a table of figures: the value with what it
// counts, what stands in the heading or the title because it holds for all rows,
// and what a note adds.
func (t *Table) readFigure(r *Record, l line) {
	if i := t.column(FValue); i >= 0 {
		t.readValue(r, t.Columns[i], l)
		if r.Metric == nil && t.column(FMetric) < 0 {
			r.Metric = ptr(metricOf(t.Columns[i].head))
		}
	}
	if r.Metric == nil && t.column(FMetric) < 0 {
		if i := t.column(FRate); i >= 0 {
			r.Metric = ptr(t.Columns[i].Heading)
		}
	}
	if i := t.column(FTask); i >= 0 {
		c := t.Columns[i]
		if c.unit.none() && t.column(FValue) >= 0 {
			c.unit = t.Columns[t.column(FValue)].unit
		}
		text := l.text(c.Index)
		if m := amounts(text, t.bareUnit(l, c).money).money; m.Known() && m.Low >= 0 {
			n := number(strconv.FormatInt(m.Low, 10))
			r.Task = &n
		} else if n, ok := plainNumber(text); ok {
			r.Task = &n
		}
	}
	if r.Period == nil && t.column(FPeriod) < 0 && t.period != "" {
		r.Period = &t.period
	}
	note := ""
	if r.Note != nil {
		note = *r.Note
	}
	if n, ok := growthOf(note); ok && r.Growth == nil {
		r.Growth = &n
	}
	if m := shareText.FindStringSubmatch(note); m != nil && r.Share == nil && !strings.Contains(note, "任务") {
		if n, ok := plainNumber(m[1]); ok {
			r.Share = &n
		}
	}
	if m := countText.FindStringSubmatch(invest.Normal(note)); m != nil && r.Count == nil {
		if n, err := strconv.ParseInt(m[1], 10, 64); err == nil {
			r.Count = &n
		}
	}
	if m := planOf.FindStringSubmatch(invest.Normal(note)); m != nil && r.PlanYear == nil {
		if got, err := invest.ParseMoney(m[1]); err == nil && got.Known() {
			r.PlanYear = &got.Low
		}
	}
}

// readValue reads a figure: money gives an amount, any other a value and its unit.
func (t *Table) readValue(r *Record, c TableColumn, l line) {
	text := l.text(c.Index)
	u := t.bareUnit(l, c)
	if said := t.value(l, FUnit); said != "" && u.none() {
		u = unit{word: invest.Normal(said)}
	}
	if u.word != "" && u.money.Scale == 0 {
		r.Unit = ptr(u.word)
	}
	if blank(text) {
		return
	}
	if m := amounts(text, u.money); m.money.Known() && m.money.Low >= 0 {
		r.Currency, r.Approx, r.Unit = &m.money.Currency, m.money.Approx, nil
		if m.money.IsRange() {
			r.AmountLow, r.AmountHigh = &m.money.Low, &m.money.High
		} else {
			r.Amount = &m.money.Low
		}
		return
	}
	if n, ok := plainNumber(text); ok {
		r.Value = &n
		return
	}
	if n, ok := percent(text); ok && strings.HasSuffix(invest.Normal(text), "%") {
		percentSign := "%"
		r.Value, r.Unit = &n, &percentSign
		return
	}
	n, rest, ok := valueAndUnit(text)
	if !ok {
		return
	}
	r.Value = &n
	if rest != "" {
		r.Unit = &rest
	}
}

var valueWithUnit = regexp.MustCompile(`^(?:约|近|超过?|逾)?(-?[\d,]*\.?\d+)\s*(万|亿)?(余|多)?\s*([\p{Han}a-zA-Z²³/·]{0,8})$`)

// valueAndUnit reads 71个, 30余次, 1.2万人.
func valueAndUnit(s string) (number, string, bool) {
	m := valueWithUnit.FindStringSubmatch(strings.TrimSpace(outside(invest.Normal(s))))
	if m == nil {
		return "", "", false
	}
	n, ok := plainNumber(m[1])
	return n, m[2] + m[4], ok
}

// metricOf is what a heading counts: 到位资金 of 2023年到位资金（亿元）/完成.
func metricOf(h heading) string {
	for _, part := range strings.Split(h.text, "/") {
		plain, _ := headingUnit(invest.Normal(part))
		plain = strings.TrimSpace(timePrefix.ReplaceAllString(plain, ""))
		if plain == "" {
			continue
		}
		key := heading{keys: []string{strings.ToLower(decoration.Replace(plain))}}
		if f, sure := key.match(Figures); f == FValue && sure > 9 && strings.Contains(h.text, "/") {
			continue
		}
		return plain
	}
	return ""
}
