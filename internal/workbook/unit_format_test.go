package workbook

import "testing"

func TestWordsThatAFormatPutsAfterANumberAreReadWithIt(t *testing.T) {
	for code, want := range map[string]string{
		`0.00"亿元"`:       "5.2亿元",
		`#,##0.0"万元"`:    "5.2万元",
		`0亿元`:            "5.2亿元",
		`0.00" 亿元";-0.0`: "5.2亿元",
		`0.00`:           "5.2",
		`#,##0`:          "5.2",
		`0.0,"千元"`:       "5.2", // shown in thousands: the number kept is none of 千元
		`0!.0,"万元"`:      "5.2",
		`0\.0,"万"`:       "5.2",
		`General"亿元"`:    "5.2",
	} {
		if got := parseFormat(code).asNumber(5.2, false); got.Text != want {
			t.Errorf("%s shows %q, want %q", code, got.Text, want)
		}
	}
	if got := parseFormat(`0.0%`).asNumber(0.052, false); got.Text != "5.2%" || got.Kind != Percent {
		t.Errorf("a percentage is %+v", got)
	}
}
