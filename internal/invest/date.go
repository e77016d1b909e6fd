package invest

import (
	"encoding/json"
	"fmt"
	"time"
)

// Precision says how much of a date was told.
type Precision string

const (
	Day      Precision = "day"
	TenDays  Precision = "ten-days"  // 上旬 中旬 下旬: Part 1 to 3
	Month    Precision = "month"     //
	MonthEnd Precision = "month-end" // 8月底
	Quarter  Precision = "quarter"   // Part 1 to 4
	Half     Precision = "half"      // 上半年 下半年: Part 1 or 2
	Year     Precision = "year"
)

// Date is a day, or as much of one as was told: "8月底" is a value, not a
// guess. The zero value is no date at all.
type Date struct {
	Precision Precision `json:"precision"`
	Year      int       `json:"year,omitempty"`  // 0: no year given
	Month     int       `json:"month,omitempty"` // 1 to 12, where the precision has one
	Day       int       `json:"day,omitempty"`
	Part      int       `json:"part,omitempty"`  // which third, quarter or half
	Words     string    `json:"words,omitempty"` // as written, where that says more than the fields: "2025年底前"
}

// IsZero reports whether no date was told.
func (d Date) IsZero() bool { return d == Date{} }

// MonthOf is a whole month.
func MonthOf(year, month int) Date { return Date{Precision: Month, Year: year, Month: month} }

// Span gives the first and last day that the date covers, in UTC; ok is false
// without a year. A month-end is the month's last day.
func (d Date) Span() (first, last time.Time, ok bool) {
	if d.Year == 0 || d.IsZero() {
		return
	}
	day := func(m, dd int) time.Time { return time.Date(d.Year, time.Month(m), dd, 0, 0, 0, 0, time.UTC) }
	switch d.Precision {
	case Day:
		first = day(d.Month, d.Day)
		last = first
	case TenDays:
		first = day(d.Month, 10*d.Part-9)
		last = day(d.Month, 10*d.Part)
		if d.Part == 3 {
			last = day(d.Month+1, 0)
		}
	case MonthEnd:
		first = day(d.Month+1, 0)
		last = first
	case Month:
		first, last = day(d.Month, 1), day(d.Month+1, 0)
	case Quarter:
		first, last = day(3*d.Part-2, 1), day(3*d.Part+1, 0)
	case Half:
		first, last = day(6*d.Part-5, 1), day(6*d.Part+1, 0)
	default:
		first, last = day(1, 1), day(13, 0)
	}
	return first, last, true
}

// Key orders dates as text: the first day covered, "" for no year, which a
// store sorts last.
func (d Date) Key() string {
	first, _, ok := d.Span()
	if !ok {
		return ""
	}
	return first.Format(time.DateOnly)
}

// Before reports whether all of d lies before all of e; false where either has
// no year.
func (d Date) Before(e Date) bool {
	_, last, ok1 := d.Span()
	first, _, ok2 := e.Span()
	return ok1 && ok2 && last.Before(first)
}

// valid reports whether the fields fit the precision and name a real day.
func (d Date) valid() bool {
	month := d.Month >= 1 && d.Month <= 12
	part := func(n int) bool { return d.Part >= 1 && d.Part <= n && d.Day == 0 }
	if d.Year < 0 || d.Year > 9999 {
		return false
	}
	switch d.Precision {
	case Day:
		year := d.Year
		if year == 0 {
			year = 2000 // a leap year: 2月29日 without a year may be real
		}
		t := time.Date(year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
		return month && d.Part == 0 && int(t.Month()) == d.Month && t.Day() == d.Day
	case TenDays:
		return month && part(3)
	case Month, MonthEnd:
		return month && d.Day == 0 && d.Part == 0
	case Quarter:
		return d.Month == 0 && part(4)
	case Half:
		return d.Month == 0 && part(2)
	case Year:
		return d.Year > 0 && d.Month == 0 && d.Day == 0 && d.Part == 0
	}
	return false
}

// UnmarshalJSON also reads a string, as an editor would type it: "2023年8月底".
func (d *Date) UnmarshalJSON(b []byte) error {
	*d = Date{}
	if len(b) > 0 && b[0] == '"' {
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		var err error
		*d, err = ParseDate(s)
		return err
	}
	type plain Date
	return json.Unmarshal(b, (*plain)(d))
}

// Period (统计期间) is a run of whole months of one year, as statistics use it.
type Period struct {
	Year  int `json:"year"`
	First int `json:"first"` // month 1 to 12
	Last  int `json:"last"`  // month 1 to 12, not before First
}

// YearPeriod is a whole year.
func YearPeriod(year int) Period { return Period{Year: year, First: 1, Last: 12} }

// IsZero reports whether no period was told.
func (p Period) IsZero() bool { return p == Period{} }

// Whole reports whether the period is a full calendar year.
func (p Period) Whole() bool { return p.First == 1 && p.Last == 12 }

// String writes "2023" or "2023-01/2023-11".
func (p Period) String() string {
	if p.Whole() {
		return fmt.Sprintf("%04d", p.Year)
	}
	return fmt.Sprintf("%04d-%02d/%04d-%02d", p.Year, p.First, p.Year, p.Last)
}

// TimeProgress (序时进度) is the share of the year that had passed at the end of
// a period that began in January, in per cent; ok is false for another one.
func (p Period) TimeProgress() (Decimal, bool) {
	if p.First != 1 {
		return 0, false
	}
	return Percent(int64(p.Last), 12, 2)
}

func (p Period) valid() bool {
	return p.Year >= 1900 && p.Year <= 9999 && p.First >= 1 && p.Last <= 12 && p.First <= p.Last
}

// UnmarshalJSON also reads a string, as an editor would type it: "2023年1—11月".
func (p *Period) UnmarshalJSON(b []byte) error {
	*p = Period{}
	if len(b) > 0 && b[0] == '"' {
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		var err error
		*p, err = ParsePeriod(s)
		return err
	}
	type plain Period
	return json.Unmarshal(b, (*plain)(p))
}
