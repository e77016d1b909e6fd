package sheet

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"wellspring/internal/invest"
	"wellspring/internal/workbook"
)

const (
	CodeNoDate        Code = "no_date"        // words without a date
	CodeDateAmbiguous Code = "date_ambiguous" // may be read in more than one way: left open
	CodeSeveralDates  Code = "several_dates"
)

// told is what a date cell says.
type told struct {
	date string // as in Record.Date, "" where unknown
	text string // the cell, where it says more
	code Code
}

var (
	dateIn      = regexp.MustCompile(`(?:(?:19|20)\d\d年(?:度)?\s*(?:\d{1,2}月(?:份)?\s*(?:\d{1,2}[日号]|[上中下]旬|底|末)?)?|(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?|\d{1,2}月\s*(?:\d{1,2}[日号]|[上中下]旬|底|末)?)`)
	shortYear   = regexp.MustCompile(`^'?(\d\d)年`)
	monthDay    = regexp.MustCompile(`^(\d{1,2})[./](\d{1,2})$`)
	monthYear   = regexp.MustCompile(`^(\d{1,2})[/.-](\d{4})$`)
	threeParts  = regexp.MustCompile(`^(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})$`)
	dayMonYear  = regexp.MustCompile(`(?i)^(\d{1,2})(?:st|nd|rd|th)?[-/. ]([a-z]{3,9})[-/., ]+(\d{4}|\d{2})$`)
	chineseYear = regexp.MustCompile(`[〇零○oO一二三四五六七八九]{4}年`)
	chineseNum  = regexp.MustCompile(`([一二三四五六七八九十]{1,3})(月|日|号)`)
)

// daysFirst reports whether dates such as 17/02/2023 stand among those of the
// column, and none such as 02/17/2023.
func (t *Table) daysFirst(body []line) bool {
	first, second := false, false
	for _, l := range body {
		if m := threeParts.FindStringSubmatch(invest.Normal(t.value(l, FDate))); m != nil && len(m[3]) == 4 {
			first = first || len(m[1]) == 2 && m[1] > "12"
			second = second || len(m[2]) == 2 && m[2] > "12"
		}
	}
	return first && !second
}

// readDate reads a date to the precision at which it is told.
func readDate(c workbook.Cell, dayFirst bool) told {
	text := clean(c.Text)
	if blank(text) {
		return told{}
	}
	if m := weekday.FindString(text); m != "" && c.Kind == workbook.Text {
		t := readDate(workbook.Cell{Text: strings.Replace(text, m, "", 1), Kind: workbook.Text}, dayFirst)
		t.text = text
		return t
	}
	if c.Kind == workbook.Date {
		day, _, _ := strings.Cut(text, " ")
		if strings.Contains(day, ":") {
			return told{text: text, code: CodeNoDate}
		}
		return told{date: day}
	}
	plain := strings.ReplaceAll(invest.Normal(text), " ", "")
	if c.Kind == workbook.Number || isNumeric(plain) {
		if t, ok := numericDate(plain, c.Kind == workbook.Number); ok {
			if t.text == "" && t.date == "" {
				t.text = text
			}
			return t
		}
	}
	if t, ok := spelled(invest.Normal(text), dayFirst); ok {
		return t
	}
	plain = chineseDigitsOf(plain)
	plain = shortYear.ReplaceAllString(plain, "20${1}年")
	if d, err := invest.ParseDate(plain); err == nil && !d.IsZero() {
		return fromDate(d, text)
	}
	found := dateIn.FindAllString(plain, -1)
	var dates []told
	for _, f := range found {
		if d, err := invest.ParseDate(f); err == nil && !d.IsZero() {
			dates = append(dates, fromDate(d, text))
		}
	}
	switch {
	case len(dates) == 0:
		return told{text: text, code: CodeNoDate}
	case len(dates) == 1 || ranged(plain, found):
		dates[0].text = text
		return dates[0]
	}
	return told{text: text, code: CodeSeveralDates}
}

// ranged reports whether two dates are the ends of one time.
func ranged(s string, found []string) bool {
	if len(found) != 2 {
		return false
	}
	_, after, _ := strings.Cut(s, found[0])
	return strings.HasPrefix(after, "-") || strings.HasPrefix(after, "至") || strings.HasPrefix(after, "~") || strings.HasPrefix(after, "到")
}

// numericDate reads what is written in digits only: a spreadsheet's serial number
// of a day, a year, 202311, 20231116, 2023.11.
func numericDate(s string, stored bool) (told, bool) {
	whole, frac, dotted := strings.Cut(s, ".")
	n, err := strconv.Atoi(whole)
	if err != nil {
		return told{}, false
	}
	switch {
	case len(whole) == 5 && n >= 18_264 && n < 73_051: // 1950 to 2099; a time of day may follow
		return told{date: time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n).Format(time.DateOnly)}, true
	case len(whole) == 4 && n >= 1900 && n <= 2100 && !dotted:
		return told{date: whole}, true
	case len(whole) == 4 && n >= 1900 && n <= 2100 && len(frac) <= 2:
		m, _ := strconv.Atoi(frac)
		if stored && frac == "1" { // January, or October without its zero
			return told{date: whole, text: s, code: CodeDateAmbiguous}, true
		}
		if m >= 1 && m <= 12 {
			return told{date: fmt.Sprintf("%s-%02d", whole, m)}, true
		}
	case !dotted && (len(whole) == 6 || len(whole) == 8):
		if d, err := invest.ParseDate(whole); err == nil && !d.IsZero() {
			return fromDate(d, ""), true
		}
	}
	if m := monthDay.FindStringSubmatch(s); m != nil {
		return yearless(m[1], m[2], s, stored), true
	}
	return told{}, false
}

// yearless reads 11.16 and 11/16 as a month and a day.
func yearless(month, day, s string, stored bool) told {
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	date := invest.Date{Precision: invest.Day, Month: m, Day: d}
	if m < 1 || m > 12 || d < 1 || d > 31 {
		return told{text: s, code: CodeNoDate}
	}
	if stored && len(day) == 1 && d <= 3 { // 11.1 may be 11.10
		return told{date: fmt.Sprintf("--%02d", m), text: s, code: CodeDateAmbiguous}
	}
	return fromDate(date, s)
}

// spelled reads 16/11/2023, 16-Nov-2023 and the like; of 3/4/2023 alone only the
// year is sure.
func spelled(s string, dayFirst bool) (told, bool) {
	if m := dayMonYear.FindStringSubmatch(s); m != nil {
		if len(m[3]) == 2 {
			m[3] = "20" + m[3]
		}
		if d, err := invest.ParseDate(m[1] + " " + m[2] + " " + m[3]); err == nil && !d.IsZero() {
			return fromDate(d, s), true
		}
	}
	if m := monthDay.FindStringSubmatch(s); m != nil && strings.Contains(s, "/") {
		return yearless(m[1], m[2], s, false), true
	}
	if m := monthYear.FindStringSubmatch(s); m != nil {
		if n, _ := strconv.Atoi(m[1]); n >= 1 && n <= 12 {
			return told{date: fmt.Sprintf("%s-%02d", m[2], n)}, true
		}
	}
	m := threeParts.FindStringSubmatch(s)
	if m == nil {
		return told{}, false
	}
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	year := m[3]
	if len(year) == 2 {
		if a > 12 && a >= 15 && b <= 12 { // 23.3.28 is a year first
			c, _ := strconv.Atoi(year)
			return told{date: fmt.Sprintf("20%02d-%02d-%02d", a, b, c), text: s}, c >= 1 && c <= 31
		}
		return told{text: s, code: CodeDateAmbiguous}, true
	}
	switch {
	case a > 12 && b <= 12 && a <= 31, b <= 12 && a <= 31 && (dayFirst || strings.Contains(s, ".")): // with dots the day is always first
		return told{date: fmt.Sprintf("%s-%02d-%02d", year, b, a)}, true
	case b > 12 && a <= 12 && b <= 31, a == b && a <= 12:
		return told{date: fmt.Sprintf("%s-%02d-%02d", year, a, b)}, true
	}
	return told{date: year, text: s, code: CodeDateAmbiguous}, true
}

// fromDate writes a date as a record has it, and keeps the words where they say more.
func fromDate(d invest.Date, text string) told {
	t := told{}
	year := fmt.Sprintf("%04d", d.Year)
	if d.Year == 0 {
		year = "-"
	}
	switch d.Precision {
	case invest.Day:
		t.date = fmt.Sprintf("%s-%02d-%02d", year, d.Month, d.Day)
	case invest.Month, invest.MonthEnd, invest.TenDays:
		t.date = fmt.Sprintf("%s-%02d", year, d.Month)
	default:
		if d.Year != 0 {
			t.date = year
		}
	}
	if d.Words != "" || d.Precision != invest.Day && d.Precision != invest.Month && d.Precision != invest.Year {
		t.text = text
	}
	return t
}

var digitOf = map[rune]rune{'〇': '0', '零': '0', '○': '0', 'o': '0', 'O': '0', '一': '1', '二': '2', '三': '3', '四': '4', '五': '5', '六': '6', '七': '7', '八': '8', '九': '9'}

// chineseDigitsOf writes 二〇二三年十一月十六日 in digits.
func chineseDigitsOf(s string) string {
	if !strings.ContainsAny(s, "年月日号") {
		return s
	}
	s = chineseYear.ReplaceAllStringFunc(s, func(y string) string {
		return strings.Map(func(r rune) rune {
			if d, ok := digitOf[r]; ok {
				return d
			}
			return r
		}, y)
	})
	return chineseNum.ReplaceAllStringFunc(s, func(m string) string {
		parts := chineseNum.FindStringSubmatch(m)
		n := 0
		for _, r := range parts[1] {
			switch {
			case r == '十' && n == 0:
				n = 10
			case r == '十':
				n *= 10
			default:
				n += int(digitOf[r] - '0')
			}
		}
		return strconv.Itoa(n) + parts[2]
	})
}

var spanInWords = regexp.MustCompile(`(?i)\b([a-z]{3,9}),? (\d{4}) (?:to|till|-) ([a-z]{3,9}),? (\d{4})\b`)

// englishSpan reads "April, 2022 to March, 2023" in a title.
func englishSpan(s string) (string, bool) {
	m := spanInWords.FindStringSubmatch(invest.Normal(s))
	if m == nil {
		in := monthsInYear.FindStringSubmatch(invest.Normal(s))
		if in == nil {
			return "", false
		}
		m = []string{"", in[1], in[3], in[2], in[3]}
	}
	from, err1 := invest.ParseDate(m[1] + " " + m[2])
	to, err2 := invest.ParseDate(m[3] + " " + m[4])
	if err1 != nil || err2 != nil || from.Precision != invest.Month || to.Precision != invest.Month {
		return "", false
	}
	return fmt.Sprintf("%04d-%02d/%04d-%02d", from.Year, from.Month, to.Year, to.Month), true
}

var (
	weekday      = regexp.MustCompile(`(?i)\s*[（(](?:周|星期)[一二三四五六日天][)）]|^(?:mon|tues|wednes|thurs|fri|satur|sun)day,? `)
	monthsInYear = regexp.MustCompile(`(?i)\b([a-z]{3,9}) ?(?:-|to) ?([a-z]{3,9}),? (\d{4})\b`)
)

var monthSpan = regexp.MustCompile(`^(20\d\d)[年./-](\d{1,2})月?(?:-|~)(20\d\d)[年./-](\d{1,2})月?$`)

var yearSpan = regexp.MustCompile(`^(20\d\d)年?(?:-|至|~)(20\d\d)年?$`)

// readPeriod reads the time that figures cover: 2023-01/2023-11, 2023-11, 2023.
func readPeriod(s string) (string, bool) {
	s0 := s
	s = strings.ReplaceAll(chineseDigitsOf(invest.Normal(s)), " ", "")
	s = strings.NewReplacer("1至", "1-", "月至", "月-", "月份", "月").Replace(s)
	if m := monthSpan.FindStringSubmatch(s); m != nil {
		from, _ := strconv.Atoi(m[2])
		to, _ := strconv.Atoi(m[4])
		return fmt.Sprintf("%s-%02d/%s-%02d", m[1], from, m[3], to), m[1]+m[2] <= m[3]+m[4] && from >= 1 && from <= 12 && to >= 1 && to <= 12
	}
	if span, ok := englishSpan(s0); ok {
		return span, true
	}
	if m := yearSpan.FindStringSubmatch(s); m != nil {
		return m[1] + "/" + m[2], true
	}
	p, err := invest.ParsePeriod(s)
	if err != nil || p.IsZero() {
		if t := readDate(workbook.Cell{Text: s, Kind: workbook.Text}, false); t.date != "" && t.code == "" && !strings.HasPrefix(t.date, "--") && len(t.date) <= 7 && t.text == "" {
			return t.date, true
		}
		return "", false
	}
	if p.First == p.Last {
		return fmt.Sprintf("%04d-%02d", p.Year, p.First), true
	}
	if p.Whole() && (strings.Contains(s, "月") || monthsInYear.MatchString(s0)) { // said by its months
		return fmt.Sprintf("%04d-01/%04d-12", p.Year, p.Year), true
	}
	return p.String(), true
}
