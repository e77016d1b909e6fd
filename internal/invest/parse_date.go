package invest

import (
	"errors"
	"math/big"
	"strings"
	"time"
)

// What can be wrong with a text that should be a date or a period.
var (
	ErrNoDate        = errors.New("no date in it")
	ErrDateAmbiguous = errors.New("may be read in more than one way")
	ErrNoPeriod      = errors.New("no period in it")
)

// ParseDate reads a date to the precision it was told: "2023-11-16",
// "2023年8月底", "三季度", "November 2023". What it says beyond that is kept in Words. An
// empty text and words such as 待定 are no date at all. "11-16" is
// ErrDateAmbiguous: it may be a day or a span of months.
func ParseDate(s string) (Date, error) {
	if unknown(s) {
		return Date{}, nil
	}
	in := &scanner{rest: Normal(s)}
	d, err := in.date()
	if err != nil {
		return Date{}, err
	}
	if rest := strings.TrimSpace(in.rest); rest != "" {
		if !dateTails[rest] {
			return Date{}, ErrNoDate
		}
		d.Words = strings.TrimSpace(s)
	}
	if d.Year != 0 && (d.Year < 1900 || d.Year > 2100) || !d.valid() {
		return Date{}, ErrNoDate
	}
	return d, nil
}

// dateTails may follow a date and say more than its fields do.
var dateTails = map[string]bool{
	"上午": true, "下午": true, "晚": true, "晚上": true, "前": true, "前后": true, "左右": true, "底前": true, "底": true, "年底": true, "年底前": true,
	"末": true, "初": true, "年初": true, "年末": true, "中": true, "中旬前": true, "以前": true, "之前": true, "前完成": true, "起": true,
}

func (s *scanner) date() (Date, error) {
	if strings.HasPrefix(s.rest, "--") { // ISO 8601 without a year
		s.rest = s.rest[2:]
		return s.yearless()
	}
	if d, ok := s.english(); ok {
		return d, nil
	}
	year, sep, err := s.year()
	if err != nil {
		return Date{}, err
	}
	if d, ok := s.partOfYear(year); ok {
		return d, nil
	}
	switch {
	case year != 0 && sep == "年" && !s.digitNext():
		s.take("度") // 2023年度
		return Date{Precision: Year, Year: year}, nil
	case year != 0 && s.done():
		return Date{Precision: Year, Year: year}, nil
	case year != 0 && sep != "年":
		return s.separated(year, sep)
	}
	return s.monthAndDay(year)
}

func (s *scanner) digitNext() bool {
	s.space()
	return s.rest != "" && digit(s.rest[0])
}

// run reads the digits that stand next.
func (s *scanner) run() string {
	s.space()
	i := 0
	for i < len(s.rest) && digit(s.rest[i]) {
		i++
	}
	run := s.rest[:i]
	s.rest = s.rest[i:]
	return run
}

// year reads a year with what separates it from the rest: "年", "-", "/", ".",
// or "" where the digits run on. 0 where the text begins with a month.
func (s *scanner) year() (int, string, error) {
	before := s.rest
	switch run := s.run(); len(run) {
	case 4:
		return atoi(run), s.take("年", "-", "/", "."), nil
	case 6, 8: // 202311, 20231116
		s.rest = run[4:] + s.rest
		return atoi(run[:4]), "run", nil
	case 1, 2:
		switch {
		case strings.HasPrefix(s.rest, "月"):
			s.rest = before
			return 0, "", nil
		case strings.HasPrefix(s.rest, "-"), strings.HasPrefix(s.rest, "/"), strings.HasPrefix(s.rest, "."), strings.HasPrefix(s.rest, "年"):
			return 0, "", ErrDateAmbiguous
		}
		return 0, "", ErrNoDate
	case 0:
		return 0, "", nil
	}
	return 0, "", ErrNoDate
}

func atoi(digits string) int {
	n := 0
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n
}

// separated reads what follows a year and a separator that is no 年.
func (s *scanner) separated(year int, sep string) (Date, error) {
	if sep == "" {
		return Date{}, ErrNoDate
	}
	if sep == "run" {
		rest := s.run()
		if len(rest) == 2 {
			return Date{Precision: Month, Year: year, Month: atoi(rest)}, nil
		}
		return Date{Precision: Day, Year: year, Month: atoi(rest[:2]), Day: atoi(rest[2:])}, nil
	}
	month := s.run()
	if month == "" || len(month) > 2 {
		return Date{}, ErrNoDate
	}
	if s.take(sep) == "" {
		return Date{Precision: Month, Year: year, Month: atoi(month)}, nil
	}
	day := s.run()
	if day == "" || len(day) > 2 {
		return Date{}, ErrNoDate
	}
	return Date{Precision: Day, Year: year, Month: atoi(month), Day: atoi(day)}, nil
}

func (s *scanner) yearless() (Date, error) {
	month := s.run()
	if len(month) != 2 {
		return Date{}, ErrNoDate
	}
	if s.take("-") == "" {
		return Date{Precision: Month, Month: atoi(month)}, nil
	}
	day := s.run()
	if len(day) != 2 {
		return Date{}, ErrNoDate
	}
	return Date{Precision: Day, Month: atoi(month), Day: atoi(day)}, nil
}

// monthAndDay reads 11月16日, 8月底, 11月上旬.
func (s *scanner) monthAndDay(year int) (Date, error) {
	month := s.run()
	if month == "" || len(month) > 2 || s.take("月") == "" {
		return Date{}, ErrNoDate
	}
	d := Date{Precision: Month, Year: year, Month: atoi(month)}
	s.take("份")
	for i, part := range []string{"上旬", "中旬", "下旬"} {
		if s.take(part) != "" {
			d.Precision, d.Part = TenDays, i+1
			return d, nil
		}
	}
	if s.take("月底", "底", "末") != "" {
		d.Precision = MonthEnd
		return d, nil
	}
	if day := s.run(); day != "" {
		if len(day) > 2 || s.take("日", "号") == "" {
			return Date{}, ErrNoDate
		}
		d.Precision, d.Day = Day, atoi(day)
	}
	return d, nil
}

// partOfYear reads a quarter or a half, in Chinese or as Q3 and H1.
func (s *scanner) partOfYear(year int) (Date, bool) {
	before := s.rest
	for i, half := range []string{"上半年", "下半年"} {
		if s.take(half) != "" {
			return Date{Precision: Half, Year: year, Part: i + 1}, true
		}
	}
	if s.take("H") != "" {
		if n := s.run(); n == "1" || n == "2" {
			return Date{Precision: Half, Year: year, Part: atoi(n)}, true
		}
	} else if s.take("Q") != "" {
		if n := s.run(); len(n) == 1 && n >= "1" && n <= "4" {
			return Date{Precision: Quarter, Year: year, Part: atoi(n)}, true
		}
	} else {
		s.take("第")
		if n, ok := s.number(); ok && s.take("季度") != "" {
			if q, exact, _ := whole(n); exact && q >= 1 && q <= 4 {
				return Date{Precision: Quarter, Year: year, Part: int(q)}, true
			}
		}
	}
	s.rest = before
	return Date{}, false
}

// english reads dates such as "16 November 2023", "end of August", "Q3 2023".
func (s *scanner) english() (Date, bool) {
	before := s.rest
	d, ok := s.englishParts()
	if !ok {
		s.rest = before
	}
	return d, ok
}

func (s *scanner) englishParts() (Date, bool) {
	if d, ok := s.partOfYear(0); ok { // Q3 2023; after a year the caller reads it
		return s.englishYear(d)
	}
	for _, p := range []struct {
		words string
		of    Date
	}{
		{"first half of", Date{Precision: Half, Part: 1}},
		{"second half of", Date{Precision: Half, Part: 2}},
		{"first quarter of", Date{Precision: Quarter, Part: 1}},
		{"second quarter of", Date{Precision: Quarter, Part: 2}},
		{"third quarter of", Date{Precision: Quarter, Part: 3}},
		{"fourth quarter of", Date{Precision: Quarter, Part: 4}},
		{"end of", Date{Precision: MonthEnd}},
		{"early", Date{Precision: TenDays, Part: 1}},
		{"mid", Date{Precision: TenDays, Part: 2}},
		{"late", Date{Precision: TenDays, Part: 3}},
	} {
		if s.take(p.words) == "" {
			continue
		}
		s.take("-") // mid-November
		if p.of.Precision == Half || p.of.Precision == Quarter {
			return s.englishYear(p.of)
		}
		month, ok := s.englishMonth()
		if !ok {
			return Date{}, false
		}
		p.of.Month = month
		return s.englishYear(p.of)
	}
	day := s.run() // 16 November 2023
	month, ok := s.englishMonth()
	if !ok || len(day) > 2 {
		return Date{}, false
	}
	if day == "" { // November 16, 2023
		if day = s.run(); len(day) > 2 {
			s.rest = day + s.rest
			day = ""
		}
	}
	d := Date{Precision: Month, Month: month}
	if day != "" {
		d.Precision, d.Day = Day, atoi(day)
	}
	return s.englishYear(d)
}

func (s *scanner) englishMonth() (int, bool) {
	for m := time.January; m <= time.December; m++ {
		if s.take(m.String(), m.String()[:3]) != "" {
			if m == time.September {
				s.take("t") // Sept.
			}
			s.take(".")
			return int(m), true
		}
	}
	return 0, false
}

// englishYear reads the year after the rest of a date, if there is one.
func (s *scanner) englishYear(d Date) (Date, bool) {
	s.take(",", "of")
	if run := s.run(); len(run) == 4 {
		d.Year = atoi(run)
	} else if run != "" {
		return Date{}, false
	}
	return d, true
}

// ParsePeriod reads a run of months: "2023年1—11月", "2023-01/2023-11", "2023年上半年",
// "January–November 2023", "截至2023年11月底". A year is all of it.
func ParsePeriod(s string) (Period, error) {
	if unknown(s) {
		return Period{}, nil
	}
	in := &scanner{rest: Normal(s)}
	p, ok := in.period()
	if !ok || !in.done() || !p.valid() || p.Year > 2100 {
		return Period{}, ErrNoPeriod
	}
	return p, nil
}

func (s *scanner) period() (Period, bool) {
	if s.take("截至", "截止", "累计至") != "" {
		year, month, ok := s.yearMonth()
		s.take("底", "末")
		return Period{Year: year, First: 1, Last: month}, ok
	}
	if p, ok := s.englishPeriod(); ok {
		return p, true
	}
	run := s.run()
	if len(run) != 4 {
		return Period{}, false
	}
	year := atoi(run)
	if s.take("-") != "" { // 2023-01/2023-11
		return s.isoPeriod(year)
	}
	s.take("年", "/")
	s.take("全年", "度")
	if s.done() {
		return YearPeriod(year), true
	}
	if s.take("前") != "" {
		n, ok := s.number()
		q, exact, _ := wholeOr(n, ok)
		return Period{Year: year, First: 1, Last: int(q) * 3}, exact && s.take("季度") != ""
	}
	if d, ok := s.partOfYear(year); ok {
		first, last, _ := d.Span()
		return Period{Year: year, First: int(first.Month()), Last: int(last.Month())}, true
	}
	from := s.run()
	s.take("月份", "月")
	to := from
	if s.take("-", "~", "至", "到") != "" {
		to = s.run()
	}
	s.take("月份", "月")
	if from == "" || to == "" || len(from) > 2 || len(to) > 2 {
		return Period{}, false
	}
	return Period{Year: year, First: atoi(from), Last: atoi(to)}, true
}

func wholeOr(n *big.Rat, ok bool) (int64, bool, bool) {
	if !ok {
		return 0, false, false
	}
	return whole(n)
}

func (s *scanner) yearMonth() (year, month int, ok bool) {
	y := s.run()
	sep := s.take("年", "-", "/", ".")
	m := s.run()
	s.take("月份", "月")
	if len(y) != 4 || sep == "" || m == "" || len(m) > 2 {
		return 0, 0, false
	}
	return atoi(y), atoi(m), true
}

func (s *scanner) isoPeriod(year int) (Period, bool) {
	from := s.run()
	if len(from) != 2 || s.take("/") == "" {
		return Period{Year: year, First: atoi(from), Last: atoi(from)}, len(from) == 2
	}
	year2, last, ok := s.yearMonth()
	return Period{Year: year, First: atoi(from), Last: last}, ok && year2 == year
}

func (s *scanner) englishPeriod() (Period, bool) {
	before := s.rest
	if d, ok := s.englishParts(); ok && s.done() && d.Year != 0 && (d.Precision == Half || d.Precision == Quarter || d.Precision == Month) && d.valid() {
		first, last, _ := d.Span()
		return Period{Year: d.Year, First: int(first.Month()), Last: int(last.Month())}, true
	}
	s.rest = before
	from, ok := s.englishMonth()
	if ok && s.take("-", "to", "~") != "" {
		if to, ok := s.englishMonth(); ok {
			if run := s.run(); len(run) == 4 {
				return Period{Year: atoi(run), First: from, Last: to}, true
			}
		}
	}
	s.rest = before
	return Period{}, false
}
