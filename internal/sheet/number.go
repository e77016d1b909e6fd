package sheet

import (
	"math/big"
	"regexp"
	"strings"

	"wellspring/internal/invest"
)

// plainNumber gives the digits of a number without separators and needless
// zeros; ok is false where a text is none.
func plainNumber(s string) (number, bool) {
	s = grouped(invest.Normal(s))
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	s = strings.ReplaceAll(strings.TrimPrefix(s, "+"), ",", "")
	if s == "" || len(s) > 40 || strings.Trim(s, "0123456789.") != "" || strings.Count(s, ".") > 1 || s[0] == '.' && len(s) == 1 {
		return "", false
	}
	whole, frac, _ := strings.Cut(s, ".")
	whole = strings.TrimLeft(whole, "0")
	frac = strings.TrimRight(frac, "0")
	if whole == "" {
		whole = "0"
	}
	if frac != "" {
		frac = "." + frac
	}
	if whole == "0" && frac == "" {
		sign = ""
	}
	return number(sign + whole + frac), true
}

var (
	percentText = regexp.MustCompile(`^(约|近|超过?|增长|上升|增加|提高|上涨|增|升|下降|减少|降低|下滑|降|减|负增长|↑|↓|▲|▼|△)?([-+]?[\d,]*\.?\d+) ?%?$`)
	growthText  = regexp.MustCompile(`(?:同比|比上年|较上年|比去年|较去年|比上期|较上期)?(?:同期)?(增长|增加|上升|提高|增幅|增速|增|下降|减少|降低|下滑|降|负增长|减)(?:了|为|达|约)?([\d.]+)%`)
	shareText   = regexp.MustCompile(`占[^，,;；。%\d]{0,20}?(?:比重)?(?:为|达|的)?([\d.]+)%`)
	countText   = regexp.MustCompile(`^(?:共|计|项目|合计)?(\d+)(?:个|项|宗|家)(?:项目|企业)?(?:$|[，,;；。、(（])`)
	leadNumber  = regexp.MustCompile(`^[^\d(（]{0,8}?(\d[\d,]*(?:\.\d+)?)`)
)

// percent reads a ratio in per cent: 107.76%, -3.2, 下降3.2%, 增长19.8%.
func percent(s string) (number, bool) {
	s = strings.TrimSpace(outside(invest.Normal(s)))
	m := percentText.FindStringSubmatch(strings.ReplaceAll(s, " ", ""))
	if m == nil {
		return "", false
	}
	n, ok := plainNumber(m[2])
	if ok && strings.ContainsAny(m[1], "降减滑↓▼") || m[1] == "负增长" || m[1] == "△" {
		if strings.HasPrefix(string(n), "-") {
			return "", false
		}
		n = "-" + n
	}
	return n, ok
}

// growthOf finds a growth in a note: 较上年增长19.8%.
func growthOf(note string) (number, bool) {
	m := growthText.FindStringSubmatch(strings.ReplaceAll(invest.Normal(note), " ", ""))
	if m == nil {
		return "", false
	}
	n, ok := plainNumber(m[2])
	if strings.ContainsAny(m[1], "降减滑负") {
		n = "-" + n
	}
	return n, ok
}

// count reads how many: 39, 39户（规上14户）, 103家.
func count(s string) (int64, bool) {
	s = grouped(invest.Normal(s))
	m := leadNumber.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	n, ok := new(big.Rat).SetString(strings.ReplaceAll(m[1], ",", ""))
	if !ok {
		return 0, false
	}
	if _, after, _ := strings.Cut(s, m[1]); strings.HasPrefix(strings.TrimSpace(after), "万") {
		n.Mul(n, big.NewRat(10_000, 1))
	}
	return n.Num().Int64(), n.IsInt() && n.Num().IsInt64()
}

// years reads a time in years: 5年, 3.5年, 18个月. A heading says years for a bare number.
func years(s string) (number, bool) {
	s = strings.TrimSpace(outside(invest.Normal(s)))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "约"), "预计")
	for _, unit := range []string{"years", "year", "年左右", "年"} {
		if rest, ok := strings.CutSuffix(s, unit); ok {
			return plainNumber(strings.TrimSpace(rest))
		}
	}
	if rest, ok := strings.CutSuffix(s, "个月"); ok {
		n, ok := new(big.Rat).SetString(strings.TrimSpace(rest))
		if !ok {
			return "", false
		}
		n.Quo(n, big.NewRat(12, 1))
		return plainNumber(n.FloatString(2))
	}
	return plainNumber(s)
}

// area reads a surface in whole m²; bare counts a number without a unit.
func area(s string, bare int64) (number, bool) {
	s = grouped(invest.Normal(s))
	a, err := invest.ParseAreaUnit(s, bare)
	if err != nil {
		a, err = invest.ParseAreaUnit(outside(s), bare)
	}
	if err != nil { // 规划面积10平方公里，建成区3平方公里
		first := splitOutside(s, func(r rune) bool { return strings.ContainsRune(",;；，。、", r) })
		if len(first) > 1 {
			a, err = invest.ParseAreaUnit(outside(first[0]), bare)
		}
	}
	if err != nil { // 规划12平方公里，建成5平方公里
		first, _, _ := strings.Cut(strings.NewReplacer("；", ",", "，", ",", ";", ",").Replace(outside(s)), ",")
		a, err = invest.ParseAreaUnit(strings.TrimLeft(first, "规划批复核准认定总占地用面积园区约为共"), bare)
		a.Approx = a.Approx || strings.Contains(first, "约")
	}
	if err != nil || !a.Known() {
		return "", false
	}
	return plainNumber(big.NewRat(a.Hundredths, 100).FloatString(0))
}

// roundTo rounds the digits of a number half up to so many decimal places.
func roundTo(n string, places int) string {
	r, ok := new(big.Rat).SetString(strings.ReplaceAll(n, ",", ""))
	if !ok {
		return n
	}
	return r.FloatString(places)
}
