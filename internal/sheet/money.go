package sheet

import (
	"regexp"
	"slices"
	"strings"

	"wellspring/internal/invest"
)

// sums is what a cell says of money.
type sums struct {
	money  invest.Money
	wanted invest.Money // 引资, where another total stands beside it
	code   Code         // what there is to say of the reading, "" where it was plain
}

const (
	CodeNoUnit         Code = "no_unit"         // a number without a unit: the amount stays unknown
	CodeSeveralAmounts Code = "several_amounts" // none of them is the total
	CodeNoAmount       Code = "no_amount"       // words without an amount
	CodeTooLarge       Code = "too_large"
	CodeRounded        Code = "rounded" // to whole units
	CodeBounded        Code = "bounded" // 不超过: an upper end only
)

var (
	// mention is an amount in running text with the word before it.
	mention        = regexp.MustCompile(`(?i)([\p{Han}a-z.]{0,14})\s*[:：]?\s*((?:约|近|超|逾|不低于|rs\.? ?|inr ?|us\$ ?|usd ?|\$ ?|₹ ?|￥|¥)*\d[\d,]*(?:\.\d+)?(?:\s*[-~至到]\s*\d[\d,]*(?:\.\d+)?)?\s*(?:余|多)?\s*(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|crores?|cr\.?|lakhs?|million|billion|mn|bn)?\s*(?:余|多)?\s*(?:人民币|美元|美金|欧元|港元|港币|日元|英镑|韩元|卢比|元)?)`)
	wantedWord     = regexp.MustCompile(`(?:引资|引进资金|招商引资|融资|需引资|吸引投资)(?:额|金额)?$`)
	totalWord      = regexp.MustCompile(`(?i)(?:总投资额?|投资总额|投资额|计划投资|拟投资|投资|总额|共计|合计|合同金额|协议金额|金额|总规模|投资约|investment|total|cost)(?:约|为|达|共|:)?$`)
	strongTotal    = regexp.MustCompile(`(?:总投资额?|投资总额|总额|共计|合计|总规模)(?:约|为|达|共)?$`)
	otherWord      = regexp.MustCompile(`(?:[一二三四首]期|其中|固定资产|固投|设备|流动资金|注册资本|注册资金|年产值|产值|利税|税收|利润|收入|年度|建设投资|土地|已完成|完成|到位|外资|贷款|自筹|其余|另|折合|约合|合)(?:投资|工程)?(?:约|为|达)?$`)
	currencyInside = regexp.MustCompile(`\((美元|欧元|港元|港币|日元|英镑|韩元|人民币|澳元|加元|新加坡元)\)`) // 500万（美元）
	perUnit        = regexp.MustCompile(`\d[\d.,-]*\s*[万亿]?元\s*(?:/|每)\s*(?:亩|平方米|m2|㎡|吨|人|月)`)
	upTo           = regexp.MustCompile(`^(?:不超过|不高于|最高|至多|up to |less than )`)
	endsUpTo       = regexp.MustCompile(`(?:以内|以下|之内)$`)
)

// amounts reads a cell of money; bare counts a number without a unit. What is not
// clearly the amount leaves it unknown, with a code.
func amounts(s string, bare invest.MoneyUnit) sums {
	text := currencyInside.ReplaceAllString(grouped(invest.Normal(clean(s))), "$1")
	if blank(text) {
		return sums{}
	}
	if perUnit.MatchString(text) { // 10-12万元/亩 is a price
		if text = perUnit.ReplaceAllString(text, ""); !strings.ContainsAny(text, "0123456789") {
			return sums{code: CodeNoAmount}
		}
	}
	if upTo.MatchString(text) || endsUpTo.MatchString(outside(text)) {
		inner := endsUpTo.ReplaceAllString(upTo.ReplaceAllString(outside(text), ""), "")
		if m, err := invest.ParseMoneyUnit(inner, bare); err == nil && m.Known() {
			return sums{money: invest.Money{High: m.High, Low: -1, Currency: m.Currency}, code: CodeBounded}
		}
	}
	noUnit := false
	for _, try := range []string{text, outside(text), strings.TrimRight(outside(text), "。;,、 ")} {
		m, err := invest.ParseMoneyUnit(try, bare)
		switch {
		case err == nil && (m.Known() || try == text):
			if wantedBeside(text) {
				return mentioned(text, bare, sums{money: m})
			}
			return sums{money: m}
		case err == invest.ErrNoUnit:
			noUnit = true
		case err == invest.ErrTooLarge:
			return sums{code: CodeTooLarge}
		case err == invest.ErrFraction:
			if m, ok := rounded(try, bare); ok {
				return sums{money: m, code: CodeRounded}
			}
		}
	}
	if noUnit {
		return sums{code: CodeNoUnit}
	}
	return mentioned(text, bare, sums{})
}

// wantedBeside reports whether a text names what is wanted from investors beside
// the total: 总投资200000万元，其中招商引资200000万元.
func wantedBeside(text string) bool {
	i := strings.Index(text, "引资")
	return i > 0 && strings.IndexAny(text, "0123456789") < i
}

// mentioned looks for the amounts in running text and takes the one that is the
// total; got is what is known already.
func mentioned(text string, bare invest.MoneyUnit, got sums) sums {
	type said struct {
		word  string
		money invest.Money
	}
	var all []said
	for _, m := range mention.FindAllStringSubmatch(outside(text), -1) {
		word, about := m[1], ""
		for _, w := range []string{"约", "近", "超过", "超", "逾", "不低于"} {
			if rest, ok := strings.CutSuffix(word, w); ok {
				word, about = rest, w
			}
		}
		money, err := invest.ParseMoney(about + strings.TrimSpace(m[2]))
		if err == nil && money.Known() {
			all = append(all, said{word, money})
		}
	}
	pick := func(is func(said) bool) []said {
		return slices.DeleteFunc(slices.Clone(all), func(s said) bool { return !is(s) })
	}
	wanted := pick(func(s said) bool { return wantedWord.MatchString(s.word) })
	if got.money.Known() {
		if len(wanted) == 1 {
			got.wanted = wanted[0].money
		}
		return got
	}
	for _, is := range []func(said) bool{
		func(s said) bool { return strongTotal.MatchString(s.word) },
		func(s said) bool {
			return totalWord.MatchString(s.word) && !otherWord.MatchString(s.word) && !wantedWord.MatchString(s.word)
		},
		func(s said) bool { return !otherWord.MatchString(s.word) && !wantedWord.MatchString(s.word) },
	} {
		switch found := pick(is); {
		case len(found) == 1 || len(found) > 1 && found[0].money == found[1].money:
			got.money = found[0].money
			if len(wanted) == 1 {
				got.wanted = wanted[0].money
			}
			return got
		case len(found) > 1:
			return sums{code: CodeSeveralAmounts}
		}
	}
	if len(wanted) == 1 && len(all) == 1 {
		got.money = wanted[0].money
		return got
	}
	if len(all) > 0 {
		return sums{code: CodeSeveralAmounts}
	}
	return sums{code: CodeNoAmount}
}

var fraction = regexp.MustCompile(`\d[\d,]*\.\d+`)

// rounded reads an amount that is finer than a whole unit, as a computed cell
// gives it: 33.333333333 万元 is 333,333 元.
func rounded(s string, bare invest.MoneyUnit) (invest.Money, bool) {
	for places := 8; places >= 0; places-- {
		short := fraction.ReplaceAllStringFunc(s, func(n string) string { return roundTo(n, places) })
		if m, err := invest.ParseMoneyUnit(short, bare); err == nil {
			return m, true
		}
	}
	return invest.Money{}, false
}
