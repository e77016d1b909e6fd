package workbook

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// number reads a number as a workbook keeps it, and no other words that mean one
// to the computer, as Inf or 0x1p4.
func number(v string) (float64, bool) {
	for i := range len(v) {
		if c := v[i]; (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(v, 64)
	return f, err == nil
}

// plain is a number in digits, of which at most 15 signify, times ten to the
// power of shift.
func plain(f float64, shift int) string {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(math.Abs(f), 'e', 14, 64), "e")
	digits := strings.TrimRight(strings.Replace(mantissa, ".", "", 1), "0")
	if digits == "" {
		return "0"
	}
	e, _ := strconv.Atoi(exponent)
	point := 1 + e + shift // digits before it
	switch {
	case point <= 0:
		digits = "0." + strings.Repeat("0", -point) + digits
	case point >= len(digits):
		digits += strings.Repeat("0", point-len(digits))
	default:
		digits = digits[:point] + "." + digits[point:]
	}
	if f < 0 {
		return "-" + digits
	}
	return digits
}

// asNumber is a cell with a number, of the kind that its format shows.
func (f format) asNumber(n float64, from1904 bool) Cell {
	text := plain(n, 0)
	if f.percent {
		return Cell{Kind: Percent, Text: plain(n, 2) + "%", Serial: text}
	}
	if f.date {
		if date, ok := f.asDate(n, from1904); ok {
			return Cell{Kind: Date, Text: date, Serial: text}
		}
	}
	if f.after != "" {
		return Cell{Kind: Text, Text: text + f.after}
	}
	return Cell{Kind: Number, Text: text}
}

const (
	day       = 24 * 60 * 60 // seconds
	lastDate  = 2_958_465    // 9999-12-31, in days from 1899-12-30
	epoch1904 = 1462         // 1904-01-01, the same
)

// asDate is a number of days as the format shows it. What is no date is not ok:
// numbers below zero, past the year 9999, and the 0 that an empty cell leaves.
func (f format) asDate(n float64, from1904 bool) (string, bool) {
	if n < 0 || n > lastDate+1 {
		return "", false
	}
	seconds := int64(math.Round(n * day))
	days, clock := seconds/day, seconds%day
	if f.clockOnly() {
		if f.duration {
			clock = seconds
		}
		return hours(clock), true
	}
	if from1904 {
		days += epoch1904
	} else if days == 0 {
		return hours(clock), clock > 0
	}
	if days > lastDate {
		return "", false
	}
	return f.shown(date(days), clock), true
}

// clockOnly reports whether the format shows a time or duration and no date.
func (f format) clockOnly() bool {
	return f.date && !f.year && !f.month && !f.day && !f.weekday
}

// date is a day of Excel's calendar, which has a 29 February 1900.
func date(days int64) string {
	if days == 60 {
		return "1900-02-29"
	}
	if days < 60 {
		days++
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days)).Format(time.DateOnly)
}

// shown leaves away what the format does not show of a date. With a time, or
// without a month, there is no shorter form.
func (f format) shown(date string, clock int64) string {
	if !f.clock && !f.weekday {
		switch {
		case f.year && !f.month && !f.day:
			return date[:len("2006")]
		case f.year && f.month && !f.day:
			return date[:len("2006-01")]
		case !f.year && f.month && f.day:
			return "--" + date[len("2006-"):]
		case !f.year && f.month:
			return "--" + date[len("2006-"):len("2006-01")]
		}
	}
	if clock == 0 {
		return date
	}
	return date + " " + hours(clock)
}

func hours(seconds int64) string {
	return fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

// isoDate reads a date that is kept as text, and seconds after midnight. A time
// without a date has none.
func isoDate(v string) (date string, clock int64, ok bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly, time.TimeOnly} {
		t, err := time.Parse(layout, v)
		if err != nil {
			continue
		}
		if layout != time.TimeOnly {
			date = t.Format(time.DateOnly)
		}
		return date, int64(t.Hour()*3600 + t.Minute()*60 + t.Second()), true
	}
	return "", 0, false
}

// written is a text as a person wrote it: what XML cannot hold is kept as
// _xHHHH_ and control characters other than tabs and line ends are dropped.
func written(s string) string {
	if strings.Contains(s, "_x") {
		s = unescape(s)
	}
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return s
}

func unescape(s string) string {
	var out strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:i])
		s = s[i:]
		unit, ok := escaped(s)
		if !ok {
			out.WriteString("_x")
			s = s[len("_x"):]
			continue
		}
		s = s[len("_xHHHH_"):]
		r := rune(unit)
		if low, ok := escaped(s); ok && utf16.DecodeRune(r, rune(low)) != '\ufffd' {
			r = utf16.DecodeRune(r, rune(low))
			s = s[len("_xHHHH_"):]
		}
		if r >= ' ' || r == '\t' || r == '\n' || r == '\r' {
			out.WriteRune(r)
		}
	}
}

// escaped is the code unit that s begins with, written _xHHHH_.
func escaped(s string) (uint16, bool) {
	if len(s) < len("_xHHHH_") || s[:2] != "_x" || s[6] != '_' {
		return 0, false
	}
	unit, err := strconv.ParseUint(s[2:6], 16, 16)
	return uint16(unit), err == nil
}
