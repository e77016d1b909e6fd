package invest

import (
	"errors"
	"math/big"
	"strings"
)

// What can be wrong with a text that should be an amount, an area or a date.
var (
	ErrNoAmount = errors.New("no amount in it")
	ErrNoUnit   = errors.New("a number without a unit")
	ErrTooLarge = errors.New("too large")
	ErrFraction = errors.New("finer than a whole unit")
	ErrRange    = errors.New("ends before it begins")
	ErrNegative = errors.New("negative")
)

// MoneyUnit is what a bare number counts, as in a heading: 总投资（亿元）. The
// zero value is none: then a bare number is an error, for nothing is guessed.
type MoneyUnit struct {
	Scale    int64
	Currency string // ISO 4217
}

// unknowns are the ways to say that there is no figure.
var unknowns = map[string]bool{
	"": true, "-": true, "--": true, "/": true, "\\": true, "无": true, "未公布": true, "未披露": true, "未公开": true, "不详": true, "未知": true,
	"待定": true, "未定": true, "面议": true, "n/a": true, "na": true, "tbd": true, "unknown": true, "not disclosed": true, "undisclosed": true,
}

func unknown(s string) bool { return unknowns[strings.ToLower(Normal(s))] }

// currencies are the words for them, longer ones before their beginnings.
var currencies = []struct{ word, code string }{
	{"人民币元", CNY},
	{"元人民币", CNY},
	{"人民币", CNY},
	{"元整", CNY},
	{"美元", "USD"},
	{"美金", "USD"},
	{"欧元", "EUR"},
	{"港元", "HKD"},
	{"港币", "HKD"},
	{"日元", "JPY"},
	{"英镑", "GBP"},
	{"韩元", "KRW"},
	{"澳元", "AUD"},
	{"加元", "CAD"},
	{"瑞士法郎", "CHF"},
	{"新台币", "TWD"},
	{"澳门元", "MOP"},
	{"卢布", "RUB"},
	{"泰铢", "THB"},
	{"林吉特", "MYR"},
	{"迪拉姆", "AED"},
	{"新加坡元", "SGD"},
	{"新元", "SGD"},
	{"卢比", "INR"},
	{"元", CNY},
	{"圆", CNY},
	{"US$", "USD"},
	{"HK$", "HKD"},
	{"A$", "AUD"},
	{"S$", "SGD"},
	{"$", "USD"},
	{"¥", CNY},
	{"€", "EUR"},
	{"£", "GBP"},
	{"₹", "INR"},
	{"US dollars", "USD"},
	{"U.S. dollars", "USD"},
	{"dollars", "USD"},
	{"euros", "EUR"},
	{"yuan", CNY},
	{"rupees", "INR"},
	{"Rs.", "INR"},
	{"Rs", "INR"},
	{"RMB", CNY},
	{"CNY", CNY},
	{"USD", "USD"},
	{"EUR", "EUR"},
	{"HKD", "HKD"},
	{"JPY", "JPY"},
	{"GBP", "GBP"},
	{"KRW", "KRW"},
	{"AUD", "AUD"},
	{"SGD", "SGD"},
	{"INR", "INR"},
	{"CHF", "CHF"},
}

func (s *scanner) currency() string {
	s.space()
	for _, c := range currencies {
		if s.take(c.word) != "" {
			if c.code == CNY {
				s.take("整") // 人民币5000万元整
			}
			return c.code
		}
	}
	return ""
}

// scales are the words that multiply, longer ones before their beginnings.
var scales = []struct {
	word string
	by   int64
}{
	{"万亿", 1e12},
	{"千亿", 1e11},
	{"百亿", 1e10},
	{"十亿", 1e9},
	{"亿", 1e8},
	{"千万", 1e7},
	{"百万", 1e6},
	{"十万", 1e5},
	{"万", 1e4},
	{"千", 1e3},
	{"trillion", 1e12},
	{"billion", 1e9},
	{"million", 1e6},
	{"thousand", 1e3},
	{"crores", 1e7},
	{"crore", 1e7},
	{"cr.", 1e7},
	{"cr", 1e7},
	{"lakhs", 1e5},
	{"lakh", 1e5},
	{"lacs", 1e5},
	{"lac", 1e5},
	{"bn", 1e9},
	{"mn", 1e6},
	{"m", 1e6},
}

func (s *scanner) scale() int64 {
	s.space()
	for _, x := range scales {
		before := s.rest
		if s.take(x.word) == "" {
			continue
		}
		if x.word == "m" && s.rest != "" && (digit(s.rest[0]) || s.rest[0]|0x20 >= 'a' && s.rest[0]|0x20 <= 'z') {
			s.rest = before // m2, mu
			continue
		}
		return x.by
	}
	return 0
}

// Words before an amount that say what it is, and words around it that say
// that it is not exact.
var (
	amountNames = []string{"项目总投资", "计划总投资", "预计总投资", "总投资额", "总投资", "投资总额", "投资额", "引资额", "招商引资", "引资", "投资", "预计", "计划", "拟", "共", "为", ":", "约合"}
	aboutBefore = []string{"大约", "约为", "约", "近", "超过", "超", "不低于", "不少于", "至少", "逾", "about ", "approx. ", "approximately ", "over ", "more than ", "nearly ", "~", "≥", ">"}
	aboutInside = []string{"余", "多", "来"}
	aboutAfter  = []string{"左右", "以上", "上下", "多", "余", "+"}
)

// ParseMoney reads an amount as people write one, in whole units of its
// currency: "5000万", "约3-5亿元", "1亿8千万元", "2亿美元", "CNY 30–50 million". An empty
// text and words such as 未公布 are the unknown amount. A number without a unit
// is ErrNoUnit.
func ParseMoney(s string) (Money, error) { return ParseMoneyUnit(s, MoneyUnit{}) }

// ParseMoneyUnit is ParseMoney with what a bare number counts; a unit in the
// text wins over it.
func ParseMoneyUnit(s string, unit MoneyUnit) (Money, error) {
	if unknown(s) {
		return Money{}, nil
	}
	in := &scanner{rest: Normal(s)}
	var m Money
	for in.takeAll(amountNames...) || in.about(&m, aboutBefore) {
	}
	if strings.HasPrefix(in.rest, "-") {
		return Money{}, ErrNegative
	}
	before := in.currency()
	in.about(&m, aboutBefore)
	low, err := in.amount()
	if err != nil {
		return Money{}, err
	}
	m.Approx = m.Approx || low.about
	high := low
	if in.take("-", "~", "至", "到", "to ") != "" {
		in.currency() // CNY 3 billion to CNY 5 billion
		if high, err = in.amount(); err != nil {
			return Money{}, err
		}
		m.Approx = m.Approx || high.about
	}
	if err := in.rightEnd(&m); err != nil {
		return Money{}, err
	}
	return m.between(low, high, before, unit)
}

func (s *scanner) about(m *Money, words []string) bool {
	if !s.takeAll(words...) {
		return false
	}
	m.Approx = true
	return true
}

// rightEnd reads what may follow an amount: words that it is about so much,
// brackets, and a clause about another amount.
func (s *scanner) rightEnd(m *Money) error {
	s.about(m, aboutAfter)
	s.brackets()
	s.take("人民币")
	if s.done() || strings.HasPrefix(s.rest, ",其中") || strings.HasPrefix(s.rest, "其中") {
		return nil
	}
	return ErrNoAmount
}

// figure is a number with the scale and currency written after it.
type figure struct {
	n        *big.Rat
	scale    int64 // 0: none was written
	currency string
	about    bool
}

// amount reads one amount: "5", "5亿", "1亿8千万元", "1100余万元".
func (s *scanner) amount() (figure, error) {
	f := figure{n: new(big.Rat)}
	for last := int64(0); ; {
		n, ok := s.number()
		if !ok {
			if last == 0 {
				return f, ErrNoAmount
			}
			break
		}
		f.about = s.takeAll(aboutInside...) || f.about
		by := s.scale()
		if last != 0 && (by == 0 || by >= last) {
			return f, ErrNoAmount // "1亿8" and "1万2亿" are no amounts
		}
		if by != 0 {
			n.Mul(n, ratOf(by))
		}
		f.n.Add(f.n, n)
		f.scale, last = by, by
		if by == 0 || !s.goesOn() {
			break
		}
	}
	f.about = s.takeAll(aboutInside...) || f.about
	f.currency = s.currency()
	return f, nil
}

// goesOn reports whether a smaller part of the same amount follows: the 8千万 of 1亿8千万.
func (s *scanner) goesOn() bool {
	for _, r := range s.rest {
		_, chinese := chineseDigits[r]
		return chinese || r >= '0' && r <= '9'
	}
	return false
}

// between makes an amount of its two ends: what is written once counts for both.
func (m Money) between(low, high figure, before string, unit MoneyUnit) (Money, error) {
	currency := first(high.currency, low.currency, before)
	scale := high.scale
	if scale == 0 {
		scale = low.scale
	}
	if currency == "" && scale == 0 {
		if unit.Scale == 0 {
			return Money{}, ErrNoUnit
		}
		low.n.Mul(low.n, ratOf(unit.Scale))
		if high.n != low.n {
			high.n.Mul(high.n, ratOf(unit.Scale))
		}
	} else if low.scale == 0 && high.scale != 0 {
		low.n.Mul(low.n, ratOf(high.scale)) // 3-5亿
	}
	m.Currency = first(currency, unit.Currency, CNY)
	for _, end := range []struct {
		of *big.Rat
		to *int64
	}{{low.n, &m.Low}, {high.n, &m.High}} {
		v, exact, fits := whole(end.of)
		switch {
		case !exact:
			return Money{}, ErrFraction
		case !fits:
			return Money{}, ErrTooLarge
		}
		*end.to = v
	}
	if m.High < m.Low {
		return Money{}, ErrRange
	}
	return m, nil
}

func first(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// ParseMoneyUnitName reads the unit of a heading or a unit line: "亿元",
// "万美元", "CNY million". ok is false where it is none.
func ParseMoneyUnitName(s string) (unit MoneyUnit, ok bool) {
	in := &scanner{rest: Normal(s)}
	currency := in.currency()
	unit.Scale = in.scale()
	unit.Currency = first(in.currency(), currency)
	if !in.done() || unit.Scale == 0 && unit.Currency == "" {
		return MoneyUnit{}, false
	}
	unit.Scale = max(unit.Scale, 1)
	unit.Currency = first(unit.Currency, CNY)
	return unit, true
}
