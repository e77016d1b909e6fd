package i18n

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wellspring/internal/invest"
)

// Grouped writes a whole number: with thousands separators in English, without
// in Chinese, where 亿 and 万 do that work.
func Grouped(lang invest.Lang, n int64) string {
	s := strconv.FormatInt(n, 10)
	if lang != invest.En {
		return s
	}
	return group(s)
}

// group puts a comma before every third digit of the whole part.
func group(s string) string {
	whole, rest, dot := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if dot {
		rest = "." + rest
	}
	return sign + whole + rest
}

// Decimal writes a number as Grouped does.
func Decimal(ctx context.Context, d invest.Decimal) string {
	if From(ctx).Lang == invest.En {
		return group(d.String())
	}
	return d.String()
}

// Percent writes a ratio with its sign: "107.76%".
func Percent(ctx context.Context, d invest.Decimal) string { return Decimal(ctx, d) + "%" }

// scaled is n in units of size, to at most four places, half up. The unit must
// be chosen after rounding: see moneyUnit.
func scaled(n, size int64) string {
	whole, rest := n/size, n%size
	// rest < size ≤ 10^9, so that times 10,000 stays far below 2^63.
	ten4 := (rest*10_000 + size/2) / size
	if ten4 == 10_000 {
		whole, ten4 = whole+1, 0
	}
	s := strconv.FormatInt(whole, 10)
	if ten4 > 0 {
		s += "." + strings.TrimRight(fmt.Sprintf("%04d", ten4), "0")
	}
	return s
}

// sized is a unit of money in a language.
type sized struct {
	size int64
	name string
}

var (
	zhUnits = []sized{{100_000_000, "亿"}, {10_000, "万"}, {1, ""}}
	enUnits = []sized{{1_000_000_000, " billion"}, {1_000_000, " million"}, {1, ""}}
)

// moneyUnit is the largest unit that n fills once it is rounded as the next
// smaller unit would show it: 999.999999 million is 1 billion, not 1,000 million.
func moneyUnit(units []sized, n int64) sized {
	last := len(units) - 1
	for i, u := range units[:last] {
		step := max(units[i+1].size/10_000, 1)
		if (n+step/2)/step*step >= u.size {
			return u
		}
	}
	return units[last]
}

// Money writes an amount: "5亿元", "约3—5亿元", "2亿美元", "CNY 500 million";
// an unknown one as 未公布.
func Money(ctx context.Context, m invest.Money) string {
	return MoneyIn(From(ctx).Lang, m)
}

// MoneyIn is Money for a language.
func MoneyIn(lang invest.Lang, m invest.Money) string {
	if !m.Known() {
		return Message(lang, "money.unknown")
	}
	if lang == invest.En {
		return moneyEn(m)
	}
	return moneyZh(m)
}

func moneyZh(m invest.Money) string {
	currency := currencyName(invest.Zh, m.Currency)
	low, high := moneyUnit(zhUnits, m.Low), moneyUnit(zhUnits, m.High)
	s := scaled(m.Low, low.size)
	if m.IsRange() {
		if low != high {
			s += low.name + currency
		}
		s += "—" + scaled(m.High, high.size)
	}
	s += high.name + currency
	if m.Approx {
		s = "约" + s
	}
	return s
}

// currencyName is the word for a currency, its code where there is none.
func currencyName(lang invest.Lang, code string) string {
	if name, ok := messages[lang]["currency."+code]; ok {
		return name
	}
	return code
}

func moneyEn(m invest.Money) string {
	low, high := moneyUnit(enUnits, m.Low), moneyUnit(enUnits, m.High)
	s := group(scaled(m.Low, low.size))
	if m.IsRange() {
		if low != high {
			s += low.name
		}
		s += "–" + group(scaled(m.High, high.size))
	}
	s = currencyName(invest.En, m.Currency) + "\u00a0" + s + strings.Replace(high.name, " ", "\u00a0", 1)
	if m.Approx {
		s = "about " + s
	}
	return s
}

// Date writes a date in words, to the precision it has.
func Date(ctx context.Context, d invest.Date) string {
	if From(ctx).Lang == invest.En {
		return dateEn(d)
	}
	return dateZh(d)
}

// ShortDate writes a full day as 2023-11-16, for tables; others as Date does.
func ShortDate(ctx context.Context, d invest.Date) string {
	if d.Precision == invest.Day && d.Year != 0 {
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	return Date(ctx, d)
}

var zhPart = map[invest.Precision][]string{
	invest.TenDays: {"上旬", "中旬", "下旬"},
	invest.Quarter: {"第一季度", "第二季度", "第三季度", "第四季度"},
	invest.Half:    {"上半年", "下半年"},
}

func dateZh(d invest.Date) string {
	if d.IsZero() {
		return ""
	}
	if d.Words != "" {
		return d.Words
	}
	year := ""
	if d.Year != 0 {
		year = fmt.Sprintf("%d年", d.Year)
	}
	switch d.Precision {
	case invest.Day:
		return fmt.Sprintf("%s%d月%d日", year, d.Month, d.Day)
	case invest.Month:
		return fmt.Sprintf("%s%d月", year, d.Month)
	case invest.MonthEnd:
		return fmt.Sprintf("%s%d月底", year, d.Month)
	case invest.TenDays:
		return fmt.Sprintf("%s%d月%s", year, d.Month, zhPart[d.Precision][d.Part-1])
	case invest.Quarter, invest.Half:
		return year + zhPart[d.Precision][d.Part-1]
	}
	return year
}

// tails are what follows a date in Chinese and says more than its fields do,
// longer ones before their endings.
var tails = []struct{ zh, en string }{
	{"底前", "by the end of "},
	{"年底", "end of "},
	{"年末", "end of "},
	{"年初", "early "},
	{"底", "end of "},
	{"末", "end of "},
	{"初", "early "},
	{"前后", "around "},
	{"左右", "around "},
	{"以前", "before "},
	{"之前", "before "},
	{"前完成", "by "},
	{"前", "before "},
	{"起", "from "},
}

func dateEn(d invest.Date) string {
	if d.IsZero() {
		return ""
	}
	for _, tail := range tails {
		if strings.HasSuffix(d.Words, tail.zh) {
			d.Words = ""
			return tail.en + dateEn(d)
		}
	}
	year := ""
	if d.Year != 0 {
		year = fmt.Sprintf(" %d", d.Year)
	}
	month := time.Month(d.Month).String() + year
	switch d.Precision {
	case invest.Day:
		return fmt.Sprintf("%d %s", d.Day, month)
	case invest.Month:
		return month
	case invest.MonthEnd:
		return "end of " + month
	case invest.TenDays:
		return []string{"early ", "mid-", "late "}[d.Part-1] + month
	case invest.Quarter:
		return fmt.Sprintf("Q%d%s", d.Part, year)
	case invest.Half:
		half := []string{"first half", "second half"}[d.Part-1]
		if year == "" {
			return half + " of the year"
		}
		return half + " of" + year
	}
	return strings.TrimSpace(year)
}

// Period writes "2023年1—11月" or "January–November 2023".
func Period(ctx context.Context, p invest.Period) string {
	en := From(ctx).Lang == invest.En
	first, last := time.Month(p.First).String(), time.Month(p.Last).String()
	switch {
	case p.IsZero():
		return ""
	case p.Whole() && en:
		return strconv.Itoa(p.Year)
	case p.Whole():
		return fmt.Sprintf("%d年", p.Year)
	case p.First == p.Last && en:
		return fmt.Sprintf("%s %d", first, p.Year)
	case p.First == p.Last:
		return fmt.Sprintf("%d年%d月", p.Year, p.First)
	case en:
		return fmt.Sprintf("%s–%s %d", first, last, p.Year)
	}
	return fmt.Sprintf("%d年%d—%d月", p.Year, p.First, p.Last)
}

// Stamp writes a moment as 2023-12-05 09:30 in the site's zone, as the rules
// for government pages ask, in either language.
func Stamp(ctx context.Context, t time.Time) string {
	zone := From(ctx).Zone
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone).Format("2006-01-02 15:04")
}

// DayStamp writes the day of a moment as 2023-12-05 in the site's zone.
func DayStamp(ctx context.Context, t time.Time) string {
	s, _, _ := strings.Cut(Stamp(ctx, t), " ")
	return s
}

// Land writes a piece of land in 亩 and hectares; "" where unknown.
func Land(ctx context.Context, a invest.Area) string {
	if !a.Known() {
		return ""
	}
	mu, ha := a.In(invest.Mu).Round(2), a.In(invest.Hectare).Round(2)
	if From(ctx).Lang == invest.En {
		return about(ctx, a) + fmt.Sprintf("%s mu (%s ha)", group(mu.String()), group(ha.String()))
	}
	return about(ctx, a) + fmt.Sprintf("%s亩（%s公顷）", mu, ha)
}

// LandParts is Land in two: 亩 alone and hectares alone.
func LandParts(ctx context.Context, a invest.Area) (mu, ha string) {
	if !a.Known() {
		return "", ""
	}
	m, h := a.In(invest.Mu).Round(2).String(), a.In(invest.Hectare).Round(2).String()
	if From(ctx).Lang == invest.En {
		return about(ctx, a) + group(m) + " mu", group(h) + " ha"
	}
	return about(ctx, a) + m + "亩", h + "公顷"
}

// Floor writes a floor area in square metres, from 10,000 on in 万㎡ in Chinese.
func Floor(ctx context.Context, a invest.Area) string {
	if !a.Known() {
		return ""
	}
	if From(ctx).Lang == invest.En {
		return about(ctx, a) + group(a.In(invest.SquareMetre).String()) + " m²"
	}
	if a.Hundredths >= 10_000*invest.SquareMetre {
		return about(ctx, a) + scaled(a.Hundredths, 10_000*invest.SquareMetre) + "万㎡"
	}
	return about(ctx, a) + a.In(invest.SquareMetre).String() + "㎡"
}

func about(ctx context.Context, a invest.Area) string {
	if !a.Approx {
		return ""
	}
	return T(ctx, "about.prefix")
}

// FileSize writes how large a file is, in bytes, as operating systems show it.
func FileSize(ctx context.Context, bytes int64) string {
	for _, unit := range []sized{{size: 1 << 20, name: "MB"}, {size: 1 << 10, name: "KB"}} {
		if bytes >= unit.size {
			tenths := (bytes*10 + unit.size/2) / unit.size
			if tenths >= 100 {
				return Grouped(From(ctx).Lang, (tenths+5)/10) + " " + unit.name
			}
			return fmt.Sprintf("%d.%d %s", tenths/10, tenths%10, unit.name)
		}
	}
	return strconv.FormatInt(bytes, 10) + " B"
}
