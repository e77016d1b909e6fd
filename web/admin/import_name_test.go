package admin

import (
	"strings"
	"testing"
)

func TestTheNameOfAWorkbookIsShownWithItsEndingOnce(t *testing.T) {
	for name, want := range map[string]string{
		"签约台账.xlsx":                     "签约台账.xlsx",
		"签约台账.XLS":                      "签约台账.xls",
		"一季度.csv":                       "一季度.csv",
		`C:\报表\一季度.tsv`:                 "一季度.tsv",
		"没有后缀":                          "没有后缀",
		"x." + strings.Repeat("长", 300): "x." + strings.Repeat("长", 78),
	} {
		if got := importName(name); got != want {
			t.Errorf("%q is shown as %q, want %q", name, got, want)
		}
	}
}
