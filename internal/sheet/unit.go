package sheet

import (
	"math/big"
	"regexp"
	"strings"

	"wellspring/internal/invest"
)

// unit is what a bare number counts, where a cell, a heading or a line above the
// table says so. The zero value is none.
type unit struct {
	money   invest.MoneyUnit
	area    int64 // in hundredths of a square metre
	percent bool
	word    string // any other: 个, 户, 万吨
}

func (u unit) none() bool { return u == unit{} }

// String is the unit as a report shows it.
func (u unit) String() string { return u.word }

var (
	unitWords  = regexp.MustCompile(`^(?:百|千|万|百万|千万|亿|十亿)?(?:个|户|家|项|宗|人|名|次|座|条|件|套|台|辆|吨|公里|千米|米|千瓦|兆瓦|千瓦时|万千瓦|亩均|处|栋|平方|立方米|标准立方米|头|只|株|亩次|人次|床|学位|mw|kw|gw|nos?\.?|number|numbers|persons|people|tonnes|tons)$`)
	unitIn     = regexp.MustCompile(`(?i)\bin\b|单位|金额|:`)
	countFirst = regexp.MustCompile(`^(.*?)(\d[\d,]*) ?(.*)$`)
)

// parseUnit reads a unit by itself: 亿元, 万美元, 亩, %, 个, "Rs. in crore". ok is
// false where the text is none.
func parseUnit(s string) (unit, bool) {
	word := strings.TrimSpace(invest.Normal(s))
	plain := strings.Join(strings.Fields(unitIn.ReplaceAllString(word, " ")), " ")
	if plain == "" || len(plain) > 60 {
		return unit{}, false
	}
	switch strings.ToLower(plain) {
	case "%", "百分比", "百分数", "percent", "per cent", "±%", "+-%", "+/-%", "个百分点%":
		return unit{percent: true, word: "%"}, true
	}
	if m, ok := moneyUnit(plain); ok {
		return unit{money: m, word: plain}, true
	}
	if a, ok := invest.ParseAreaUnitName(plain); ok {
		return unit{area: a, word: plain}, true
	}
	if unitWords.MatchString(strings.ToLower(plain)) {
		return unit{word: plain}, true
	}
	return unit{}, false
}

// moneyUnit reads 亿元, 亿, US$ million, "100 million yuan", 10,000 yuan.
func moneyUnit(s string) (invest.MoneyUnit, bool) {
	if m, ok := invest.ParseMoneyUnitName(s); ok {
		return m, true
	}
	m := countFirst.FindStringSubmatch(s)
	if m == nil {
		return invest.MoneyUnit{}, false
	}
	n, ok := new(big.Int).SetString(strings.ReplaceAll(m[2], ",", ""), 10)
	if !ok || !n.IsInt64() || n.Int64() > 1e6 || n.Sign() == 0 {
		return invest.MoneyUnit{}, false
	}
	of, ok := invest.ParseMoneyUnitName(strings.TrimSpace(m[1] + " " + m[3]))
	of.Scale *= n.Int64()
	return of, ok
}

// splitUnits reads a list of them: "万元、亩、个".
func splitUnits(s string) (list []unit) {
	if u, ok := parseUnit(s); ok {
		return []unit{u}
	}
	signs := "、，,;；/"
	if !isASCII(s) {
		signs += " "
	}
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(signs, r) }) {
		if u, ok := parseUnit(part); ok {
			list = append(list, u)
		}
	}
	return list
}

// unitLines are the ways in which a line above a table states units.
var unitLines = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(?:计量单位|金额单位|货币单位|单位|units?)\s*[:：]\s*([^()（）]+)`),
	regexp.MustCompile(`(?:单位|金额)[^:：。；]{0,10}(?:为|是|以)\s*([^()（）,，。；计]+)`),
	regexp.MustCompile(`[（(]\s*(?:单位)?([^()（）:：]{1,30})\s*[）)]\s*$`),
	regexp.MustCompile(`(?i)^\s*[（(]?((?:rs\.?|inr|us\$|usd|amount|figures?|all figures)[^()]*\bin\b[^()]*|in (?:rs|inr|us)[^()]*)[）)]?\s*$`),
}

// unitsAbove reads the units that a line above the table states; none where it
// states none.
func unitsAbove(line string) []unit {
	if u, ok := parseUnit(line); ok && (u.money.Scale != 0 || u.area != 0) {
		return []unit{u} // nothing but a unit
	}
	for _, form := range unitLines {
		for _, m := range form.FindAllStringSubmatch(invest.Normal(line), -1) {
			if list := splitUnits(m[1]); len(list) > 0 {
				return list
			}
		}
	}
	return nil
}
