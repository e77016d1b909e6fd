package sheet

// adder sums the amounts of a body and keeps what its total rows state of them.
// A total may stand after what it sums, or before it; a 小计 is of a part, a 合计
// of all. Which is meant is known at the end: then the sum that agrees is taken,
// and where none does the likeliest.
type adder struct {
	all    map[string]int64 // by currency
	since  map[string]int64 // since the last total or section
	open   []*openTotal
	rows   int // records since the last total or section
	before int // records so far
}

type openTotal struct {
	Total
	known  bool
	sub    bool             // 小计: of a part
	above  map[string]int64 // what stood between the total or section before it and itself
	up     map[string]int64 // all that stood before it
	below  map[string]int64 // what follows until the next total or section
	closed bool
	first  bool // no record stands before it
	head   bool // the row of a section
}

func (a *adder) ready() {
	if a.all == nil {
		a.all, a.since = map[string]int64{}, map[string]int64{}
	}
}

// add counts a record.
func (a *adder) add(r *Record) {
	a.ready()
	a.rows++
	a.before++
	if r.Amount == nil || r.Currency == nil {
		return
	}
	a.all[*r.Currency] += *r.Amount
	a.since[*r.Currency] += *r.Amount
	for _, o := range a.open {
		if !o.closed {
			o.below[*r.Currency] += *r.Amount
		}
	}
}

// section begins a part.
func (a *adder) section() {
	a.ready()
	a.since, a.rows = map[string]int64{}, 0
	for _, o := range a.open {
		if !o.first || o.sub {
			o.closed = true
		}
	}
}

// total notes a total row.
func (a *adder) total(n int, stated int64, currency string, known, sub bool) {
	a.ready()
	if currency == "" {
		currency = "CNY"
	}
	o := &openTotal{
		Total: Total{Row: n, Currency: currency}, known: known, sub: sub,
		above: copyOf(a.since), up: copyOf(a.all), below: map[string]int64{}, first: a.before == 0,
	}
	if known {
		o.Stated = &stated
	}
	for _, was := range a.open {
		if was.sub || !was.first {
			was.closed = true
		}
	}
	a.open = append(a.open, o)
	a.since, a.rows = map[string]int64{}, 0
}

// heads notes the sum in the row of a section, which is of what follows.
func (a *adder) heads(n int, stated int64, currency string) {
	a.ready()
	a.open = append(a.open, &openTotal{
		Total: Total{Row: n, Currency: currency, Stated: &stated}, known: true, sub: true, head: true,
		above: map[string]int64{}, up: map[string]int64{}, below: map[string]int64{},
	})
}

func copyOf(m map[string]int64) map[string]int64 {
	out := map[string]int64{}
	for k, v := range m {
		out[k] = v
	}
	return out
}

// close decides what each total is of.
func (a *adder) close() []*openTotal {
	a.ready()
	for _, o := range a.open {
		c := o.Currency
		choices := []int64{o.above[c], o.up[c], a.all[c], o.below[c]}
		likely := o.above[c]
		switch {
		case o.head:
			choices, likely = []int64{o.below[c]}, o.below[c]
		case o.first:
			choices, likely = []int64{o.below[c], a.all[c]}, a.all[c]
			if o.sub {
				likely = o.below[c]
			}
		case !o.sub:
			likely = o.up[c]
		}
		o.Summed = likely
		for _, sum := range choices {
			if o.Stated != nil && sum == *o.Stated {
				o.Summed = sum
				break
			}
		}
	}
	return a.open
}
