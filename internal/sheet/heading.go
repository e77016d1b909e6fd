package sheet

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"wellspring/internal/invest"
)

// heading is the text over a column, with what it says of its numbers.
type heading struct {
	text string // as shown: 投资情况/总投资
	keys []string
	unit unit
	year string // that it gives to dates under it: 签约日期（2023年）
}

var (
	bracketed  = regexp.MustCompile(`\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】`)
	timePrefix = regexp.MustCompile(`^(?:截至|截止|至)?(?:(?:20\d\d|'?\d\d)年?(?:度)?)?(?:第?[一二三四1-4](?:至[一二三四1-4])?季度|前[一二三四1-4]季度|[1-9]\d?(?:-[1-9]\d?)?月份?(?:末|底)?|上半年|下半年|全年|年底|年末|目前|当前)?`)
	trailing   = regexp.MustCompile(`(?:亿元|万元|千元|百万元|元|亿|万美元|亿美元|美元|平方公里|公顷|亩|平方米|m2|km2|%)$`)
	ofParty    = regexp.MustCompile(`甲方|乙方|投资方|客商`)
	timeWord   = regexp.MustCompile(`^(?:\d{1,2}-\d{1,2}月)?(?:本月|当月|本期|本季|当季|累计|累计数|本月数|本年累计|全年累计|年累计|\d{1,2}-\d{1,2}月)$`)
	notHanUnit = regexp.MustCompile(`[A-Z]{3} [\d, ]*(?:thousand|million|billion)?.*$`)
	yearInside = regexp.MustCompile(`[（(](20\d\d)年?[)）]`)
	notHan     = regexp.MustCompile(`[A-Za-z][A-Za-z .'&/-]+`)
	thisMonth  = regexp.MustCompile(`本月|当月|本季|当季|上月|上年|去年`)
	decoration = strings.NewReplacer(" ", "", "\n", "", "*", "", ":", "", "、", "", "·", "", ".", "", "_", "", "“", "", "”", "", "'", "", "#", "", "?", "", "\"", "")
)

// newHeading reads a heading of one or more levels, from the top.
func newHeading(levels ...string) heading {
	h := heading{text: strings.Join(levels, "/")}
	for i, level := range levels {
		var u unit
		levels[i], u = headingUnit(invest.Normal(strings.ReplaceAll(level, "\n", "")))
		if !u.none() {
			h.unit = u // the lowest wins
		}
	}
	last := levels[len(levels)-1]
	if m := yearInside.FindStringSubmatch(last); m != nil {
		h.year = m[1]
	}
	add := func(s string) {
		if k := strings.ToLower(decoration.Replace(s)); k != "" {
			h.keys = append(h.keys, k)
		}
	}
	above := strings.Join(levels[:len(levels)-1], "")
	if !ofParty.MatchString(above) && !(above != "" && timeWord.MatchString(decoration.Replace(last))) { // 所在地 under 乙方 is not the project's
		add(last)
		add(bracketed.ReplaceAllString(last, ""))
		add(timePrefix.ReplaceAllString(strings.ReplaceAll(last, " ", ""), ""))
		add(notHan.ReplaceAllString(bracketed.ReplaceAllString(last, ""), "")) // 行业 Sector
	}
	if part := slantedPart(h.text); part != "" && len(levels) == 1 {
		add(part)
	}
	if len(levels) > 1 {
		add(above + last)
		add(bracketed.ReplaceAllString(above+last, ""))
		switch decoration.Replace(last) {
		case "", "合计", "小计", "总计", "总额", "总数", "金额", "数额", "总量", "total", "Total":
			add(above)
		default:
			if timeWord.MatchString(decoration.Replace(last)) && !thisMonth.MatchString(last) {
				add(above)
			}
			add(last + bracketed.ReplaceAllString(levels[len(levels)-2], "")) // 规划 under 面积
		}
	}
	return h
}

var slanted = regexp.MustCompile(`^\s*([\p{Han}（）()、]{2,8})\s*[\\/／＼|]\s*[\p{Han}（）()、]{2,8}\s*$`)

// slantedPart is what a heading in a cell with a slanted line calls the rows:
// 区域\指标. Where it is two words apart, the lower one does.
func slantedPart(text string) string {
	if m := slanted.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	if words := strings.Fields(text); len(words) == 2 && len([]rune(squeeze(text))) > 2 && len([]rune(words[0])) > 1 && len([]rune(words[1])) > 1 {
		return words[1]
	}
	return ""
}

// headingUnit takes the unit out of one level: 总投资(亿元), 总投资/万元, 同比%.
func headingUnit(s string) (rest string, u unit) {
	s = strings.NewReplacer("（", "(", "）", ")").Replace(s)
	rest = bracketed.ReplaceAllStringFunc(s, func(m string) string {
		inside := strings.Trim(m, "()[]【】")
		if han := strings.TrimSpace(notHanUnit.ReplaceAllString(inside, "")); han != "" {
			if _, ok := parseUnit(han); ok {
				inside = han // 亿元 RMB 100 million
			}
		}
		if got := splitUnits(inside); len(got) > 0 {
			// Of several, 亿元/万美元, none is the one.
			if u.none() && (len(got) == 1 || got[0].word == inside) {
				u = got[0]
			} else if len(got) > 1 {
				u = unit{word: inside}
			}
			return ""
		}
		return m
	})
	if !u.none() {
		return rest, u
	}
	for _, sep := range []string{"/", ":", ",", "-", " in "} {
		if before, after, ok := strings.Cut(rest, sep); ok && before != "" {
			if got, ok := parseUnit(after); ok {
				return before, got
			}
		}
	}
	if m := trailing.FindString(rest); m != "" && m != rest && !strings.HasSuffix(rest, "单"+m) {
		if got, ok := parseUnit(m); ok && len([]rune(rest)) > len([]rune(m))+1 {
			return strings.TrimRight(strings.TrimSuffix(rest, m), "±+-/ "), got
		}
	}
	return rest, u
}

// alias says by which headings a field is known. exact is the whole heading,
// near is what it may end with or hold; both are regular expressions over a
// heading in small letters without spaces, years and units.
type alias struct {
	field Field
	kinds []Kind // none: all
	exact string
	near  string
	not   string // a heading that holds this is something else
}

type compiledAlias struct {
	alias
	exact, near, not *regexp.Regexp
}

var compiled = compileAliases()

func compileAliases() []compiledAlias {
	out := make([]compiledAlias, len(aliases))
	for i, a := range aliases {
		out[i] = compiledAlias{alias: a, exact: regexp.MustCompile(`^(?:` + a.exact + `)$`)}
		if a.near != "" {
			out[i].near = regexp.MustCompile(a.near)
		}
		if a.not != "" {
			out[i].not = regexp.MustCompile(a.not)
		}
	}
	return out
}

// match gives the field that a heading names in a table of a kind, and how sure
// that is: 0 none, up to 6 by a part of it, up to 10 by the whole.
func (h heading) match(k Kind) (best Field, sure float64) {
	for rank, a := range compiled {
		if len(a.kinds) > 0 && !slices.Contains(a.kinds, k) {
			continue
		}
		for i, key := range h.keys {
			if a.not != nil && a.not.MatchString(key) {
				continue
			}
			s := 0.0
			switch {
			case a.exact.MatchString(key):
				s = 10
			case a.near != nil && len(key) < 120 && a.near.MatchString(key):
				s = 6
			default:
				continue
			}
			if thisMonth.MatchString(key) {
				s -= 3 // beside it stands what has come together since
			}
			// Of what fits as well, the alias that stands first, and the plainer heading.
			if s -= float64(rank)*0.002 + float64(i)*0.05; s > sure {
				best, sure = a.field, s
			}
		}
	}
	return best, sure
}

// key is a heading as the remembered mapping knows it.
func (h heading) key() string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, invest.Normal(h.text)))
}
