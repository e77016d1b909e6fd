package workbook

import "testing"

func TestANumberFormatSaysWhatIsShown(t *testing.T) {
	var (
		number  = format{}
		percent = format{percent: true}
		days    = format{date: true, year: true, month: true, day: true}
		months  = format{date: true, year: true, month: true}
		noYear  = format{date: true, month: true, day: true}
		clock   = format{date: true, clock: true}
		moment  = format{date: true, year: true, month: true, day: true, clock: true}
		elapsed = format{date: true, clock: true, duration: true}
	)
	for code, want := range map[string]format{
		"":                       number,
		"General":                number,
		"G/通用格式":                 number,
		`[DBNum1][$-804]General`: number,
		"@":                      number,
		";;;":                    number,
		"0":                      number,
		"#,##0.00":               number,
		"0.00E+00":               number,
		"# ?/?":                  number,
		`0"年"`:                   {after: "年"},
		`0"day"`:                 {after: "day"},
		`0.00"亿元"`:               {after: "亿元"},
		`0!.0,"万"`:               number,
		`#,##0\d`:                number,
		`0_d`:                    number,
		`[Red]0.00`:              number,
		`_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ `: number,
		`0;yyyy-mm-dd`:                     number,
		"0%":                               percent,
		`[Red]0.00%;-0%`:                   percent,
		`0"%"`:                             {after: "%"},
		`0\%`:                              number,
		"yyyy-mm-dd":                       days,
		"YYYY/M/D":                         days,
		"yyyy年m月d日":                        days,
		`yyyy"年"m"月"d"日";@`:                days,
		`[$-804]yyyy\-mm\-dd`:              days,
		`[DBNum1][$-804]yyyy"年"m"月"d"日";@`: days,
		`[$-411]ge.m.d`:                    days,
		`[$-404]e/m/d`:                     days,
		`m/d/yy`:                           days,
		`d-mmm-yy`:                         days,
		`yyyy"年"m"月"`:                      months,
		`mmm-yy`:                           months,
		`yyyy"年"`:                          {date: true, year: true},
		`m"月"d"日"`:                         noYear,
		`m"月"`:                             {date: true, month: true},
		`[$-804]aaaa;@`:                    {date: true, weekday: true},
		`dddd`:                             {date: true, weekday: true},
		`[$-F800]dddd\,\ mmmm\ dd\,\ yyyy`: {date: true, year: true, month: true, day: true, weekday: true},
		"h:mm":                             clock,
		"mm:ss.0":                          clock,
		"h:mm AM/PM":                       clock,
		`上午/下午h"时"mm"分"`:                   clock,
		"[h]:mm:ss":                        elapsed,
		"[mm]:ss":                          elapsed,
		"[m]":                              elapsed,
		"[ss]":                             elapsed,
		"yyyy-m-d h:mm":                    moment,
		`yyyy"年"m"月"d"日" h"时"mm"分"`:        moment,
		`"`:                                number,
		`[`:                                number,
		`\`:                                number,
	} {
		if got := parseFormat(code); got != want {
			t.Errorf("%s: %+v, want %+v", code, got, want)
		}
	}
}

func TestTheBuiltInFormatsOfTheChineseEditionAreDates(t *testing.T) {
	for _, ids := range [][2]int{{14, 22}, {27, 36}, {45, 47}, {50, 58}} {
		for id := ids[0]; id <= ids[1]; id++ {
			if !parseFormat(builtin[id]).date {
				t.Errorf("%d is no date", id)
			}
		}
	}
	for _, id := range []int{0, 1, 4, 11, 23, 37, 44, 48, 49, 59} {
		if f := parseFormat(builtin[id]); f != (format{}) {
			t.Errorf("%d is %+v", id, f)
		}
	}
}

func TestANumberIsWrittenAsExcelShowsIt(t *testing.T) {
	for v, want := range map[string]string{
		"0": "0", "-0": "0", "5": "5", "-5.50": "-5.5", "100": "100", "1E3": "1000", "1.5e-3": "0.0015",
		"10.199999999999999":     "10.2",
		"0.30000000000000004":    "0.3",
		"1.0775999999999999":     "1.0776",
		"123456789012345":        "123456789012345",
		"110101199003074258":     "110101199003074000",
		"1E+20":                  "100000000000000000000",
		"4.9406564584124654E-10": "0.000000000494065645841247",
		"999999999999999.9":      "1000000000000000",
		".5":                     "0.5",
	} {
		n, ok := number(v)
		if got := plain(n, 0); !ok || got != want {
			t.Errorf("%s: %s, want %s", v, got, want)
		}
	}
	for _, v := range []string{"", "-", "NaN", "Inf", "0x1p4", "1_000", "1,5", "1e999", "五"} {
		if n, ok := number(v); ok {
			t.Errorf("%q is taken for %v", v, n)
		}
	}
}

func TestAPercentageIsExact(t *testing.T) {
	for v, want := range map[string]string{
		"1.0776": "107.76%", "1.0775999999999999": "107.76%", "0": "0%", "1": "100%", "0.05": "5%", "-0.005": "-0.5%",
		"0.00001": "0.001%", "12": "1200%", "0.123456789": "12.3456789%",
	} {
		n, _ := number(v)
		if got := (format{percent: true}).asNumber(n, false); got.Text != want || got.Kind != Percent {
			t.Errorf("%s: %+v, want %s", v, got, want)
		}
	}
}

func TestADateIsWrittenAsFarAsItIsShown(t *testing.T) {
	for _, c := range []struct {
		code   string
		serial float64
		from   bool // 1904
		want   string
	}{
		{"yyyy-mm-dd", 45013, false, "2023-03-28"},
		{"yyyy-mm-dd", 45013.5, false, "2023-03-28 12:00:00"},
		{"yyyy-mm-dd", 45013.0000000001, false, "2023-03-28"},
		{"yyyy-mm-dd", 45012.9999999999, false, "2023-03-28"},
		{"yyyy-mm-dd h:mm:ss", 45013.999988425925, false, "2023-03-28 23:59:59"},
		{"yyyy-mm-dd h:mm", 45013, false, "2023-03-28"},
		{`yyyy"年"m"月"`, 45013, false, "2023-03"},
		{`yyyy"年"`, 45013, false, "2023"},
		{`m"月"d"日"`, 45013, false, "--03-28"},
		{`m"月"`, 45013, false, "--03"},
		{`m/d h:mm`, 45013.25, false, "2023-03-28 06:00:00"},
		{`aaaa`, 45013, false, "2023-03-28"},
		{`d`, 45013, false, "2023-03-28"},
		{"h:mm", 0.75, false, "18:00:00"},
		{"h:mm", 45013.75, false, "18:00:00"},
		{"h:mm", 0, false, "00:00:00"},
		{"[h]:mm", 1.25, false, "30:00:00"},
		{"yyyy-mm-dd h:mm", 0.75, false, "18:00:00"},
		{"yyyy-mm-dd", 1, false, "1900-01-01"},
		{"yyyy-mm-dd", 59, false, "1900-02-28"},
		{"yyyy-mm-dd", 60, false, "1900-02-29"}, // Excel's calendar has it
		{"yyyy-mm-dd", 61, false, "1900-03-01"},
		{"yyyy-mm-dd", 2958465, false, "9999-12-31"},
		{"yyyy-mm-dd", 0, true, "1904-01-01"},
		{"yyyy-mm-dd", 43551, true, "2023-03-28"},
	} {
		if got := parseFormat(c.code).asNumber(c.serial, c.from); got.Text != c.want || got.Kind != Date || got.Serial != plain(c.serial, 0) {
			t.Errorf("%s of %v: %+v, want %s", c.code, c.serial, got, c.want)
		}
	}
}

func TestWhatIsNoDateStaysANumber(t *testing.T) {
	for _, c := range []struct {
		serial float64
		from   bool
	}{{0, false}, {-1, false}, {2958466, false}, {1e300, false}, {2957004, true}} {
		if got := parseFormat("yyyy-mm-dd").asNumber(c.serial, c.from); got.Kind != Number {
			t.Errorf("%v: %+v", c.serial, got)
		}
	}
}

func TestEscapesOfTextsAreReadOnce(t *testing.T) {
	for s, want := range map[string]string{
		"甲_x000D_\n乙":      "甲\n乙",
		"甲\r\n乙\r丙":        "甲\n乙\n丙",
		"_x005F_x000D_":    "_x000D_",
		"_x4E2D_":          "中",
		"_xD83D__xDE00_":   "😀",
		"_x0000_甲_x0007_":  "甲",
		"_xZZZZ_ _x12_ _x": "_xZZZZ_ _x12_ _x",
		"a_xb":             "a_xb",
	} {
		if got := written(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
