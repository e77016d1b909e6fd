package workbook

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// format is what a number format says of a cell. The zero format is General.
type format struct {
	percent           bool
	date              bool // any of those below is shown
	year, month, day  bool
	clock             bool
	weekday, duration bool
	// after is the words that stand after the number, as 亿元 in 0.00"亿元".
	after string
}

// builtin are the formats without a code in the file that are no plain numbers.
// 27 to 36 and 50 to 58 are those of the Chinese edition (ECMA-376, 18.8.30).
var builtin = map[int]string{
	9: "0%", 10: "0.00%",
	14: "yyyy-m-d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
	18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-m-d h:mm",
	27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日",
	32: "h时mm分", 33: "h时mm分ss秒", 34: "上午/下午h时mm分", 35: "上午/下午h时mm分ss秒", 36: "yyyy年m月",
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
	50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日",
	55: "上午/下午h时mm分", 56: "上午/下午h时mm分ss秒", 57: "yyyy年m月", 58: "m月d日",
}

// parseFormat reads the first section of a format's code, which is that of
// positive numbers.
func parseFormat(code string) format {
	var f format
	whole := code
	var marks []byte // of dates, in their order: y m d h s, a for a day of the week
	digits := false  // seen before any mark
	for len(code) > 0 && code[0] != ';' {
		n := 1
		switch c := lower(code[0]); {
		case c == '"':
			n = through(code, '"')
		case c == '\\' || c == '!' || c == '_' || c == '*': // the next character is shown, or its width is left free, or fills the cell
			_, width := utf8.DecodeRuneInString(code[1:])
			n += width
		case c == '[':
			n = through(code, ']')
			if unit := elapsed(code[1:n]); unit != 0 {
				f.duration = true
				marks = append(marks, unit)
			}
		case hasFold(code, "general"), hasFold(code, "g/通用格式"):
			n = len("general")
			if hasFold(code, "g/") {
				n = len("g/通用格式")
			}
			digits = true
		case hasFold(code, "am/pm"):
			n = len("am/pm")
		case hasFold(code, "a/p"):
			n = len("a/p")
		case c == 'e' && digits: // of an exponent, as in 0.00E+00; else it is a year
		case strings.IndexByte("ymdhseba", c) >= 0:
			for n < len(code) && lower(code[n]) == c {
				n++
			}
			switch {
			case c == 'e' || c == 'b':
				c = 'y'
			case c == 'd' && n > 2:
				c = 'a'
			}
			marks = append(marks, c)
		case c == '0' || c == '#' || c == '?':
			digits = digits || len(marks) == 0
		case c == '%':
			f.percent = true
		}
		code = code[n:]
	}
	if digits || len(marks) == 0 {
		f = format{percent: f.percent}
		if digits && !f.percent {
			f.after = wordsAfter(whole)
		}
		return f
	}
	f.percent = false
	f.date = true
	for i, m := range marks {
		switch m {
		case 'y':
			f.year = true
		case 'd':
			f.day = true
		case 'a':
			f.weekday = true
		case 'h', 's':
			f.clock = true
		case 'm': // minutes after hours and before seconds, else months
			minutes := f.duration && len(marks) == 1 || i > 0 && marks[i-1] == 'h' || i+1 < len(marks) && marks[i+1] == 's'
			f.clock = f.clock || minutes
			f.month = f.month || !minutes
		}
	}
	return f
}

// unitFormat is a plain number with words after it. A comma at the end of the
// digits divides what is shown by a thousand, and a point that is escaped is a
// trick to divide by ten thousand: then the words are not of the number kept.
var unitFormat = regexp.MustCompile(`^[#0?]+(?:,[#0?]{3})*(?:\.[#0?]+)?[_ ]*(?:"([^";]*)"|([^"\\!;\[\]*@0#?.,]*[^\x00-\x7f][^"\\!;\[\]*@0#?.,]*))\s*(?:;.*)?$`)

func wordsAfter(code string) string {
	m := unitFormat.FindStringSubmatch(code)
	if m == nil {
		return ""
	}
	return strings.TrimSpace(m[1] + m[2])
}

// through is how far a code reaches to the end of what its first character opens.
func through(code string, end byte) int {
	if i := strings.IndexByte(code[1:], end); i >= 0 {
		return i + 2
	}
	return len(code)
}

// elapsed is the unit of a duration, as in [h], 0 for other things in brackets.
func elapsed(bracket string) byte {
	s := strings.ToLower(strings.TrimSuffix(bracket, "]"))
	if s == "" || strings.IndexByte("hms", s[0]) < 0 || strings.Trim(s, s[:1]) != "" {
		return 0
	}
	return s[0]
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
