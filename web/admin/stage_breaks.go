package admin

import (
	"slices"
	"unicode"
)

// Chinese has no spaces, so a browser ends a line anywhere: "有限公|司" across two
// lines is read twice from the back of a hall. These are the places where a line
// of a project's or a firm's name may end.

// headWords begin a part of a name, tailWords end one.
var (
	headWords = breakWords(
		"股份有限公司", "有限责任公司", "有限公司", "人民政府", "管理委员会", "招商引资", "产业园", "工业园", "科技园", "示范区", "开发区", "高新区", "生产线", "生产基地", "基地", "项目",
		"建设", "生产", "制造", "文化", "旅游", "科技", "实业", "新能源", "工程", "商贸", "物流", "加工", "发电", "研发", "智能", "新材料", "装备", "中心", "学院", "合作", "推介", "签约", "专场",
	)
	tailWords = breakWords(
		"股份有限公司", "有限责任公司", "有限公司", "集团", "人民政府", "管理委员会", "管委会", "招商局", "产业园", "工业园", "园区", "开发区", "高新区", "示范区", "项目", "基地",
		"生产线", "中心", "大学", "学院", "研究院", "博览会", "洽谈会", "暨", "及", "和", "与",
	)
)

func breakWords(list ...string) [][]rune {
	var out [][]rune
	for _, w := range list {
		out = append(out, []rune(w))
	}
	return out
}

const (
	opening = "（(《〈「『【“‘"
	closing = "）)》〉」』】”’，。、；：！？,;:!?—·…"
	// leastPart is how many characters stand alone on a line at least, and
	// mostPart how many stand together, counting what is not Chinese as a half:
	// within more a line may end anywhere.
	leastPart = 2
	mostPart  = 9
)

// breaks cuts a Chinese name into parts between which a line may end. Put
// together again they are the name.
func breaks(name string) []string {
	text := []rune(name)
	var parts []string
	from := 0
	cut := func(at int) {
		if at > from {
			parts = append(parts, piecemeal(text[from:at])...)
			from = at
		}
	}
	for i := 1; i < len(text); i++ {
		switch {
		case slices.Contains([]rune(closing), text[i]):
			// never before what closes
		case slices.Contains([]rune(opening), text[i]), slices.Contains([]rune(closing), text[i-1]), unicode.IsSpace(text[i-1]):
			cut(i)
		case slices.Contains([]rune(opening), text[i-1]):
			// never after what opens
		case i-from > leastPart && endsPlace(text[i-1], text[i]) && len(text)-i >= leastPart:
			cut(i)
		case endsWord(text[from:i]) && len(text)-i >= leastPart:
			cut(i)
		case i-from >= 4 && startsWord(text[i:]):
			cut(i)
		case i-from >= leastPart && unicode.Is(unicode.Han, text[i-1]) && latin(text[i]):
			cut(i)
		}
	}
	cut(len(text))
	return parts
}

// endsPlace reports whether a character ends the name of a place, as it does in
// 渭滨区招商局 and not in 城市更新.
func endsPlace(last, next rune) bool {
	return slices.Contains([]rune("省市区县镇组"), last) && !slices.Contains([]rune("场政域级内块间长化更人合成"), next)
}

func latin(r rune) bool { return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

func endsWord(text []rune) bool {
	return slices.ContainsFunc(tailWords, func(w []rune) bool {
		return len(text) >= max(len(w), leastPart) && slices.Equal(text[len(text)-len(w):], w)
	})
}

func startsWord(text []rune) bool {
	return slices.ContainsFunc(headWords, func(w []rune) bool { return len(text) >= len(w) && slices.Equal(text[:len(w)], w) })
}

// piecemeal cuts a part that is too long to stand in one line further, between
// any two Chinese characters but the first and the last ones.
func piecemeal(part []rune) []string {
	halves, from := 0, 0
	for _, r := range part {
		halves++
		if unicode.Is(unicode.Han, r) {
			halves++
		}
	}
	if halves <= 2*mostPart {
		return []string{string(part)}
	}
	first := leastPart // a number keeps its unit
	for first-leastPart < len(part) && latin(part[first-leastPart]) {
		first++
	}
	var out []string
	for i := first; i <= len(part)-leastPart; i++ {
		if unicode.Is(unicode.Han, part[i-1]) && unicode.Is(unicode.Han, part[i]) {
			out = append(out, string(part[from:i]))
			from = i
		}
	}
	return append(out, string(part[from:]))
}
