package invest

import "fmt"

// Typed forms are how an editor would type a value. They lose nothing: what is
// typed is read back as the same value, where the wordings of pages round.

// currencyWords are what currencies are typed as; others by their code.
var currencyWords = map[string]string{
	CNY: "元", "USD": "美元", "EUR": "欧元", "HKD": "港元", "JPY": "日元", "GBP": "英镑", "KRW": "韩元", "AUD": "澳元", "SGD": "新加坡元", "INR": "卢比",
}

// Typed gives "67.47亿元", "约3亿元—5亿元", "2亿美元"; "" where unknown.
func (m Money) Typed() string {
	if !m.Known() {
		return ""
	}
	currency, ok := currencyWords[m.Currency]
	if !ok {
		currency = m.Currency
	}
	s := typedAmount(m.Low) + currency
	if m.IsRange() {
		s += "—" + typedAmount(m.High) + currency
	}
	if m.Approx {
		s = "约" + s
	}
	return s
}

// typedAmount counts in the largest unit that four decimal places hold exactly.
func typedAmount(n int64) string {
	switch {
	case n >= 1e8 && n%1e4 == 0:
		return Decimal(n/1e4).String() + "亿"
	case n >= 1e4:
		// 10,000 yuan are one Decimal unit, so that n is the decimal of 万 as it stands.
		return Decimal(n).String() + "万"
	}
	return fmt.Sprint(n)
}

// Typed gives "2023年8月底", "2023年第三季度", or the words as they were written.
func (d Date) Typed() string {
	if back, err := ParseDate(d.Words); d.Words != "" && err == nil && back == d {
		return d.Words
	}
	year := ""
	if d.Year != 0 {
		year = fmt.Sprintf("%d年", d.Year)
	}
	switch d.Precision {
	case Day:
		return fmt.Sprintf("%s%d月%d日", year, d.Month, d.Day)
	case TenDays:
		return fmt.Sprintf("%s%d月%s", year, d.Month, []string{"上旬", "中旬", "下旬"}[d.Part-1])
	case Month:
		return fmt.Sprintf("%s%d月", year, d.Month)
	case MonthEnd:
		return fmt.Sprintf("%s%d月底", year, d.Month)
	case Quarter:
		return fmt.Sprintf("%s第%s季度", year, []string{"一", "二", "三", "四"}[d.Part-1])
	case Half:
		return year + []string{"上半年", "下半年"}[d.Part-1]
	}
	return year
}

// Typed gives "2000亩", "约6平方公里", "1234.56平方米"; "" where unknown.
func (a Area) Typed() string {
	if !a.Known() {
		return ""
	}
	about := ""
	if a.Approx {
		about = "约"
	}
	for _, u := range []struct {
		size int64
		word string
	}{{Mu, "亩"}, {SquareKilometre, "平方公里"}, {Hectare, "公顷"}} {
		s := about + a.In(u.size).String() + u.word
		if back, err := ParseArea(s); err == nil && back == a {
			return s
		}
	}
	return about + a.In(SquareMetre).String() + "平方米"
}

// Typed gives "2023年1—11月"; "" where none was told.
func (p Period) Typed() string {
	switch {
	case p.IsZero():
		return ""
	case p.Whole():
		return fmt.Sprintf("%d年", p.Year)
	case p.First == p.Last:
		return fmt.Sprintf("%d年%d月", p.Year, p.First)
	}
	return fmt.Sprintf("%d年%d—%d月", p.Year, p.First, p.Last)
}
