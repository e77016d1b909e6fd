package docx

import (
	"strconv"
	"strings"
)

// numeral writes a number in a format of the standard; in digits where the
// format has no sign for it, or is none that Chinese documents use.
func numeral(format string, n int) string {
	if format == "none" {
		return ""
	}
	if n < 1 || n > 9999 {
		return strconv.Itoa(n)
	}
	switch format {
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperLetter":
		return strings.Repeat(string(rune('A'+(n-1)%26)), (n-1)/26+1)
	case "lowerLetter":
		return strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
	// Chinese Word writes 一、二、三 as japaneseCounting.
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand":
		return chinese(n, "零一二三四五六七八九", "十百千")
	case "chineseLegalSimplified", "ideographLegalTraditional":
		return chinese(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟")
	case "ideographTraditional":
		if n <= 10 {
			return string([]rune("甲乙丙丁戊己庚辛壬癸")[n-1])
		}
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n <= 20 {
			return string('①' + rune(n-1))
		}
	case "decimalEnclosedParen":
		if n <= 20 {
			return string('⑴' + rune(n-1))
		}
	case "decimalEnclosedFullstop":
		if n <= 20 {
			return string('⒈' + rune(n-1))
		}
	}
	return strconv.Itoa(n)
}

func roman(n int) string {
	var b strings.Builder
	for _, x := range []struct {
		of   int
		sign string
	}{
		{1000, "M"},
		{900, "CM"},
		{500, "D"},
		{400, "CD"},
		{100, "C"},
		{90, "XC"},
		{50, "L"},
		{40, "XL"},
		{10, "X"},
		{9, "IX"},
		{5, "V"},
		{4, "IV"},
		{1, "I"},
	} {
		for n >= x.of {
			b.WriteString(x.sign)
			n -= x.of
		}
	}
	return b.String()
}

// chinese writes 1 to 9999 with the signs for the digits and for 10, 100, 1000:
// 十二, 二十, 一百零五.
func chinese(n int, digits, units string) string {
	d, u := []rune(digits), []rune(units)
	var b strings.Builder
	gap := false
	for place, of := 3, 1000; place >= 0; place, of = place-1, of/10 {
		x := n / of % 10
		if x == 0 {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteRune(d[0])
			gap = false
		}
		if place != 1 || x != 1 || b.Len() > 0 || string(u[0]) != "十" { // 十二, not 一十二; but 壹拾贰
			b.WriteRune(d[x])
		}
		if place > 0 {
			b.WriteRune(u[place-1])
		}
	}
	return b.String()
}
