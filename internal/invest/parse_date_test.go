package invest

import (
	"errors"
	"testing"
)

func day(y, m, d int) Date { return Date{Precision: Day, Year: y, Month: m, Day: d} }

var dateSpellings = []struct {
	text string
	want Date
}{
	{"2023-11-16", day(2023, 11, 16)},
	{"2023/11/16", day(2023, 11, 16)},
	{"2023.11.16", day(2023, 11, 16)},
	{"2023.3.28", day(2023, 3, 28)},
	{"2023-3-8", day(2023, 3, 8)},
	{"20231116", day(2023, 11, 16)},
	{"2023年11月16日", day(2023, 11, 16)},
	{"2023年3月28日", day(2023, 3, 28)},
	{"2023年03月28日", day(2023, 3, 28)},
	{"2023 年 11 月 16 日", day(2023, 11, 16)},
	{"２０２３年１１月１６日", day(2023, 11, 16)},
	{"2023年11月16号", day(2023, 11, 16)},
	{"2024年2月29日", day(2024, 2, 29)},
	{"16 November 2023", day(2023, 11, 16)},
	{"November 16, 2023", day(2023, 11, 16)},
	{"16 Nov 2023", day(2023, 11, 16)},
	{"Nov. 16, 2023", day(2023, 11, 16)},
	{"2023年11月16日上午", Date{Precision: Day, Year: 2023, Month: 11, Day: 16, Words: "2023年11月16日上午"}},
	{"2023年11月", MonthOf(2023, 11)},
	{"２０２３年１１月", MonthOf(2023, 11)},
	{"2023年11月份", MonthOf(2023, 11)},
	{"2023-11", MonthOf(2023, 11)},
	{"2023.11", MonthOf(2023, 11)},
	{"2023/11", MonthOf(2023, 11)},
	{"202311", MonthOf(2023, 11)},
	{"November 2023", MonthOf(2023, 11)},
	{"Nov 2023", MonthOf(2023, 11)},
	{"2022年2月", MonthOf(2022, 2)},
	{"2023年", Date{Precision: Year, Year: 2023}},
	{"2023", Date{Precision: Year, Year: 2023}},
	{"2023年度", Date{Precision: Year, Year: 2023}},
	{"2023年8月底", Date{Precision: MonthEnd, Year: 2023, Month: 8}},
	{"2023年8月末", Date{Precision: MonthEnd, Year: 2023, Month: 8}},
	{"8月底", Date{Precision: MonthEnd, Month: 8}},
	{"end of August 2023", Date{Precision: MonthEnd, Year: 2023, Month: 8}},
	{"2023年11月上旬", Date{Precision: TenDays, Year: 2023, Month: 11, Part: 1}},
	{"2023年11月中旬", Date{Precision: TenDays, Year: 2023, Month: 11, Part: 2}},
	{"11月下旬", Date{Precision: TenDays, Month: 11, Part: 3}},
	{"early November 2023", Date{Precision: TenDays, Year: 2023, Month: 11, Part: 1}},
	{"mid-November 2023", Date{Precision: TenDays, Year: 2023, Month: 11, Part: 2}},
	{"late March 2024", Date{Precision: TenDays, Year: 2024, Month: 3, Part: 3}},
	{"2023年第三季度", Date{Precision: Quarter, Year: 2023, Part: 3}},
	{"2023年三季度", Date{Precision: Quarter, Year: 2023, Part: 3}},
	{"2023年3季度", Date{Precision: Quarter, Year: 2023, Part: 3}},
	{"2023Q3", Date{Precision: Quarter, Year: 2023, Part: 3}},
	{"2023年Q3", Date{Precision: Quarter, Year: 2023, Part: 3}},
	{"Q3 2023", Date{Precision: Quarter, Year: 2023, Part: 3}},
	{"第四季度", Date{Precision: Quarter, Part: 4}},
	{"2023年上半年", Date{Precision: Half, Year: 2023, Part: 1}},
	{"2024年下半年", Date{Precision: Half, Year: 2024, Part: 2}},
	{"上半年", Date{Precision: Half, Part: 1}},
	{"2023H2", Date{Precision: Half, Year: 2023, Part: 2}},
	{"first half of 2023", Date{Precision: Half, Year: 2023, Part: 1}},
	{"second half of 2024", Date{Precision: Half, Year: 2024, Part: 2}},
	{"7月26日", Date{Precision: Day, Month: 7, Day: 26}},
	{"12月9日", Date{Precision: Day, Month: 12, Day: 9}},
	{"2月29日", Date{Precision: Day, Month: 2, Day: 29}},
	{"11月", Date{Precision: Month, Month: 11}},
	{"--11-16", Date{Precision: Day, Month: 11, Day: 16}},
	{"--11", Date{Precision: Month, Month: 11}},
	{"26 July", Date{Precision: Day, Month: 7, Day: 26}},
	{"2023年8月底前", Date{Precision: MonthEnd, Year: 2023, Month: 8, Words: "2023年8月底前"}},
	{"2025年底前", Date{Precision: Year, Year: 2025, Words: "2025年底前"}},
	{"2024年底", Date{Precision: Year, Year: 2024, Words: "2024年底"}},
	{"2024年初", Date{Precision: Year, Year: 2024, Words: "2024年初"}},
	{"2023年11月前后", Date{Precision: Month, Year: 2023, Month: 11, Words: "2023年11月前后"}},
	{"2024年9月前", Date{Precision: Month, Year: 2024, Month: 9, Words: "2024年9月前"}},
	{"", Date{}},
	{"待定", Date{}},
	{"-", Date{}},
	{"无", Date{}},
}

func TestDatesAsPeopleWriteThem(t *testing.T) {
	if len(dateSpellings) < 60 {
		t.Fatalf("only %d spellings", len(dateSpellings))
	}
	for _, c := range dateSpellings {
		if got, err := ParseDate(c.text); err != nil || got != c.want {
			t.Errorf("%q: got %+v, %v, want %+v", c.text, got, err, c.want)
		}
	}
}

func TestWhatIsNoDateSaysWhy(t *testing.T) {
	for text, want := range map[string]error{
		"11-16":           ErrDateAmbiguous, // a day, or two months?
		"11/16":           ErrDateAmbiguous,
		"3.28":            ErrDateAmbiguous,
		"23年11月":          ErrDateAmbiguous, // of which century?
		"2023年13月":        ErrNoDate,
		"2023年2月29日":      ErrNoDate,
		"2023-02-30":      ErrNoDate,
		"2023年11月31日":     ErrNoDate,
		"20231301":        ErrNoDate,
		"2023年五季度":        ErrNoDate,
		"0000-00-00":      ErrNoDate,
		"1023年":           ErrNoDate,
		"9999年":           ErrNoDate,
		"明年":              ErrNoDate,
		"45246":           ErrNoDate, // a spreadsheet's serial day: the sheet must say so
		"2023年11月16日和17日": ErrNoDate,
		"2023-11-16T":     ErrNoDate,
		"16/11/2023":      ErrDateAmbiguous,
		"2023\x00":        ErrNoDate,
		"Smarch 2023":     ErrNoDate,
	} {
		if got, err := ParseDate(text); !errors.Is(err, want) {
			t.Errorf("%q: got %+v, %v, want %v", text, got, err, want)
		}
	}
}

func TestPeriodsAsPeopleWriteThem(t *testing.T) {
	toNovember := Period{2023, 1, 11}
	for text, want := range map[string]Period{
		"2023年1—11月": toNovember, "2023年1-11月": toNovember, "2023年1～11月": toNovember, "2023年1月至11月": toNovember,
		"2023年1月—11月": toNovember, "2023-01/2023-11": toNovember, "January–November 2023": toNovember, "截至2023年11月底": toNovember,
		"２０２３年１—１１月": toNovember, "2023年": YearPeriod(2023), "2023": YearPeriod(2023), "2023年全年": YearPeriod(2023), "2023年度": YearPeriod(2023),
		"2023年上半年": {2023, 1, 6}, "2023年下半年": {2023, 7, 12}, "2023年三季度": {2023, 7, 9}, "2023年前三季度": {2023, 1, 9},
		"2023年11月": {2023, 11, 11}, "2023-11": {2023, 11, 11}, "first half of 2024": {2024, 1, 6}, "2024年1—6月": {2024, 1, 6}, "2022年1—10月": {2022, 1, 10},
		"": {}, "待定": {},
	} {
		if got, err := ParsePeriod(text); err != nil || got != want {
			t.Errorf("%q: got %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"1—11月", "2023年11—1月", "2023年1—13月", "11月", "近年", "2023年1—11月累", "2022-01/2023-11", "2023年0月", "23年1—11月"} {
		if got, err := ParsePeriod(text); err == nil {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
}
