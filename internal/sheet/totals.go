package sheet

import (
	"regexp"
	"strconv"
	"strings"

	"wellspring/internal/invest"
)

// adder sums the amounts of a body and keeps what its total rows state of them.
// A total may stand after what it sums, or before it; a 小计 is of a part, a 合计
// of all. Which is meant is known at the end: then the sum that agrees is taken,
// and where none does the likeliest.
type adder struct {
	all    purse
	since  []added // since the last total or section
	sums   purse   // of since, and of what it no longer holds
	open   []*openTotal
	before int // records so far
}

// purse is sums by currency.
type purse map[string]int64

func (p purse) add(a added) {
	if a.currency != "" {
		p[a.currency] += a.amount
	}
}

type added struct {
	amount   int64
	currency string
	group    string
}

// keptRows is how many rows a 小计 can be of that is told by its group or count.
const keptRows = 5_000

type openTotal struct {
	Total
	choices []int64 // sums of what stands above it, the likeliest first
	below   purse   // of what follows until the next total or section
	closed  bool
	first   bool // no record stands before it
	sub     bool // 小计: of a part
	head    bool // the row of a section
}

func newAdder() *adder { return &adder{all: purse{}, sums: purse{}} }

// add counts a record.
func (a *adder) add(r *Record) {
	x := added{}
	if r.Amount != nil && r.Currency != nil {
		x.amount, x.currency = *r.Amount, *r.Currency
	}
	if r.Group != nil {
		x.group = *r.Group
	}
	a.before++
	a.all.add(x)
	a.sums.add(x)
	if len(a.since) == keptRows {
		a.since = a.since[1:]
	}
	a.since = append(a.since, x)
	for _, o := range a.open {
		if !o.closed {
			o.below.add(x)
		}
	}
}

// begin starts a part anew and ends what totals before it are of.
func (a *adder) begin() {
	a.since, a.sums = nil, purse{}
	for _, o := range a.open {
		o.closed = o.closed || !o.first || o.sub
	}
}

var countIn = regexp.MustCompile(`\d+`)

// total notes a total row; label is its words, which may count its rows: 小计（6个）.
func (a *adder) total(n int, stated *int64, currency, label string) {
	if currency == "" {
		currency = invest.CNY
	}
	small := strings.ToLower(label)
	o := &openTotal{
		Total: Total{Row: n, Stated: stated, Currency: currency}, below: purse{}, first: a.before == 0,
		sub: strings.Contains(small, "小计") || strings.Contains(small, "subtotal") || strings.Contains(small, "sub-total"),
	}
	if said, err := strconv.Atoi(countIn.FindString(label)); err == nil && said > 0 && said < len(a.since) {
		o.choices = append(o.choices, tail(a.since, currency, func(i int, _ added) bool { return i < said }))
	}
	if len(a.since) > 0 && o.sub {
		group := a.since[len(a.since)-1].group
		o.choices = append(o.choices, tail(a.since, currency, func(_ int, x added) bool { return x.group == group }))
	}
	above, all := a.sums[currency], a.all[currency]
	if o.sub {
		o.choices = append(o.choices, above, all)
	} else {
		o.choices = append(o.choices, all, above)
	}
	a.begin()
	a.open = append(a.open, o)
}

// tail sums the last rows for as long as they belong to it; i counts from the end.
func tail(rows []added, currency string, belongs func(i int, x added) bool) (sum int64) {
	for i := range rows {
		x := rows[len(rows)-1-i]
		if !belongs(i, x) {
			break
		}
		if x.currency == currency {
			sum += x.amount
		}
	}
	return sum
}

// heads notes the sum in the row of a section, which is of what follows.
func (a *adder) heads(n int, stated int64, currency string) {
	a.open = append(a.open, &openTotal{Total: Total{Row: n, Currency: currency, Stated: &stated}, head: true, sub: true, below: purse{}})
}

// close decides what each total is of.
func (a *adder) close() []*openTotal {
	for _, o := range a.open {
		below := o.below[o.Currency]
		switch {
		case o.head:
			o.choices = []int64{below}
		case o.first && o.sub:
			o.choices = []int64{below, a.all[o.Currency]}
		case o.first:
			o.choices = []int64{a.all[o.Currency], below}
		default:
			o.choices = append(o.choices, a.all[o.Currency], below)
		}
		o.Summed = o.choices[0]
		for _, sum := range o.choices {
			if o.Stated != nil && sum == *o.Stated {
				o.Summed = sum
				break
			}
		}
	}
	return a.open
}
