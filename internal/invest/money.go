package invest

import (
	"encoding/json"
	"math"
	"slices"
)

// CNY is the currency of most amounts; others are ISO 4217 codes too.
const CNY = "CNY"

// Money is an amount somebody named: in whole yuan (or dollars, or rupees),
// perhaps a range, perhaps "约". The zero value is an unknown amount, which is
// shown as 未公布, sorts last and sums as nothing; it is never 0 yuan.
type Money struct {
	Low      int64  // whole units of Currency
	High     int64  // equal to Low unless it is a range
	Currency string // ISO 4217; empty: unknown
	Approx   bool   // 约, 余, 多, 近
}

// Yuan is an exact, known amount in CNY.
func Yuan(n int64) Money { return Money{Low: n, High: n, Currency: CNY} }

// Known reports whether an amount was named.
func (m Money) Known() bool { return m.Currency != "" }

// IsZero reports whether the amount is unknown.
func (m Money) IsZero() bool { return m == Money{} }

// IsRange reports whether two different ends were named.
func (m Money) IsRange() bool { return m.Low != m.High }

type moneyJSON struct {
	Low      int64  `json:"low"`
	High     int64  `json:"high"`
	Currency string `json:"currency"`
	Approx   bool   `json:"approx,omitempty"`
}

// MarshalJSON writes {"low","high","currency","approx"}, or null where unknown.
func (m Money) MarshalJSON() ([]byte, error) {
	if !m.Known() {
		return []byte("null"), nil
	}
	return json.Marshal(moneyJSON(m))
}

// UnmarshalJSON reads what MarshalJSON writes; a string is read as an editor
// would type it ("5亿元"), which is how data files are written.
func (m *Money) UnmarshalJSON(b []byte) error {
	*m = Money{}
	switch {
	case string(b) == "null":
		return nil
	case len(b) > 0 && b[0] == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		var err error
		*m, err = ParseMoney(s)
		return err
	}
	var j moneyJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	*m = Money(j)
	return nil
}

// Sum is what a list of amounts adds up to, per currency. A range adds its low
// end and makes the sum approximate.
type Sum struct {
	Totals []Money // one per currency, CNY first, then by code
	Known  int     // how many amounts went in
	Rows   int     // how many were looked at
}

// SumMoney adds up amounts; unknown ones count as rows and add nothing. A total
// that would not fit into 63 bits stays at the largest one that does.
func SumMoney(amounts ...Money) Sum {
	s := Sum{Rows: len(amounts)}
	for _, m := range amounts {
		if !m.Known() {
			continue
		}
		s.Known++
		i := slices.IndexFunc(s.Totals, func(t Money) bool { return t.Currency == m.Currency })
		if i < 0 {
			s.Totals = append(s.Totals, Money{Currency: m.Currency})
			i = len(s.Totals) - 1
		}
		t := &s.Totals[i]
		if t.Low > math.MaxInt64-m.Low {
			t.Low = math.MaxInt64
		} else {
			t.Low += m.Low
		}
		t.High = t.Low
		t.Approx = t.Approx || m.Approx || m.IsRange()
	}
	slices.SortFunc(s.Totals, func(a, b Money) int {
		switch {
		case a.Currency == b.Currency:
			return 0
		case a.Currency == CNY, b.Currency != CNY && a.Currency < b.Currency:
			return -1
		}
		return 1
	})
	return s
}

// In gives the total in one currency, unknown if nothing was in it.
func (s Sum) In(currency string) Money {
	for _, t := range s.Totals {
		if t.Currency == currency {
			return t
		}
	}
	return Money{}
}

// Band (规模) is a size class of total investment, for the facet of that name.
type Band string

const (
	BandUnder50M Band = "under50m" // 5000万元以下
	Band50M      Band = "50m-100m" // 5000万至1亿元
	Band100M     Band = "100m-500m"
	Band500M     Band = "500m-1b"
	BandOver1B   Band = "over1b" // 10亿元以上
	BandUnknown  Band = "unknown"
	BandForeign  Band = "foreign" // in another currency, which is never converted
)

// Bands lists the size classes in the order they are shown.
var Bands = []Band{BandUnder50M, Band50M, Band100M, Band500M, BandOver1B, BandForeign, BandUnknown}

// Band is the size class of an amount, by its low end.
func (m Money) Band() Band {
	switch {
	case !m.Known():
		return BandUnknown
	case m.Currency != CNY:
		return BandForeign
	case m.Low < 50_000_000:
		return BandUnder50M
	case m.Low < 100_000_000:
		return Band50M
	case m.Low < 500_000_000:
		return Band100M
	case m.Low < 1_000_000_000:
		return Band500M
	}
	return BandOver1B
}
