package workbook

import (
	"context"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// recordsOf a csv, as texts.
func recordsOf(t *testing.T, file, name string) [][]string {
	t.Helper()
	return words(mustRows(t, opened(t, []byte(file), name), 0))
}

func TestACSVIsReadInTheEncodingThatItHas(t *testing.T) {
	text := "名称,金额\n渭滨区㐀𠀀,5亿€\n"
	want := [][]string{{"名称", "金额"}, {"渭滨区㐀𠀀", "5亿€"}}
	encoded := func(e encoding.Encoding, mark string) string {
		s, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return mark + s
	}
	for name, file := range map[string]string{
		"UTF-8":                      text,
		"UTF-8 with a mark":          "\ufeff" + text,
		"UTF-16 with the low first":  encoded(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "\xff\xfe"),
		"UTF-16 with the high first": encoded(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "\xfe\xff"),
		"GB18030":                    encoded(simplifiedchinese.GB18030, ""),
		"GB18030 with a mark":        encoded(simplifiedchinese.GB18030, "\x84\x31\x95\x33"),
	} {
		t.Run(name, func(t *testing.T) { same(t, recordsOf(t, file, "x.csv"), want) })
	}
}

func TestTheEncodingIsToldFromTheFirstCharacterBeyondASCIIOn(t *testing.T) {
	ascii := strings.Repeat("abc,def\n", 40_000)
	gb, _ := simplifiedchinese.GB18030.NewEncoder().String("渭滨区,五亿\n")
	for name, end := range map[string]string{"UTF-8": "渭滨区,五亿\n", "GB18030": gb} {
		t.Run(name, func(t *testing.T) {
			rows := recordsOf(t, ascii+end, "")
			same(t, rows[len(rows)-1], []string{"渭滨区", "五亿"})
		})
	}
	for shift := range 3 { // a sample may end within a character
		text := strings.Repeat("x", shift) + strings.Repeat("渭", 30_000) + ",乙\n"
		same(t, recordsOf(t, text, ""), [][]string{{strings.TrimSuffix(text, ",乙\n"), "乙"}})
	}
	same(t, recordsOf(t, "甲,"+strings.Repeat("渭", 30_000)+"\n\xff,乙\n", "")[1], []string{"\ufffd", "乙"}) // one bad byte far behind makes no other encoding
}

func TestTheSeparatorIsTheOneThatFitsBest(t *testing.T) {
	for _, c := range []struct {
		name, file, called string
		want               []string // the last record
	}{
		{"commas", "a,b,c\n1,2;3,4\n", "", []string{"1", "2;3", "4"}},
		{"tabs around commas", "名称\t金额\t备注\n甲\t1,234\t一,二\n乙\t5,678\t三\n", "", []string{"乙", "5,678", "三"}},
		{"tabs with a comma in each line", "名称\t金额,万元\n甲\t1,234\n乙\t5,678\n", "", []string{"乙", "5,678"}},
		{"semicolons", "a;b;c\n1;2,5;3\n1;2;3\n", "", []string{"1", "2", "3"}},
		{"titles without any", "二〇二三年招商项目表\n单位：万元\n\n名称,金额\n甲,1\n", "", []string{"甲", "1"}},
		{"commas in quotes", "a;b\n\"1,2,3\";4\n\"1,2,3\";5\n", "", []string{"1,2,3", "5"}},
		{"the separator that the file names", "sep=|\na,b|c\n1,2|3\n", "", []string{"1,2", "3"}},
		{"the same with the line ends of DOS", "SEP=;\r\na,b;c\r\n", "", []string{"a,b", "c"}},
		{"the one of more fields", "甲\t一,1,2\n乙\t二,3,4\n", "", []string{"乙\t二", "3", "4"}},
		{"one column", "甲\n乙\n", "", []string{"乙"}},
		{"a single line", "a,b", "", []string{"a", "b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := recordsOf(t, c.file, c.called)
			same(t, got[len(got)-1], c.want)
		})
	}
}

func TestALineThatNamesTheSeparatorIsNoRow(t *testing.T) {
	same(t, mustRows(t, opened(t, []byte("sep=;\na;b\n"), ""), 0), []Row{{N: 1, Cells: []Cell{{Text: "a", Kind: Text}, {Text: "b", Kind: Text}}}})
}

func TestQuotesAreReadAsTheyWereMeant(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       [][]string
	}{
		{"separators and line ends within", "\"a,b\",\"c\r\nd\"\r\ne,f\r\n", [][]string{{"a,b", "c\nd"}, {"e", "f"}}},
		{"double ones", `"a ""b"" c",d`, [][]string{{`a "b" c`, "d"}}},
		{"empty ones", `"",a` + "\n" + `b,""`, [][]string{{"", "a"}, {"b"}}},
		{"blanks behind", "\"a\"  ,b\n\"c\" \n", [][]string{{"a", "b"}, {"c"}}},
		{"in the middle of a field", "5\" pipe,a\nb,c\"\n", [][]string{{`5" pipe`, "a"}, {"b", `c"`}}},
		{"single ones within", `"he said "hi" twice",b`, [][]string{{`he said "hi" twice`, "b"}}},
		{"one that is never closed", "\"甲,1\n乙,2\n丙,3\n", [][]string{{`"甲`, "1"}, {"乙", "2"}, {"丙", "3"}}},
		{"one that is never closed, before others", "\"甲,1,\"x\"\n\"乙\",2,y\n", [][]string{{`"甲`, "1", "x"}, {"乙", "2", "y"}}},
		{"one that is never closed, before a later line with some", "a,\"甲\nb,\"乙\"\n", [][]string{{"a", `"甲`}, {"b", "乙"}}},
		{"one that is never closed, before empty ones", "\"甲,\"\",1\n", [][]string{{`"甲`, "", "1"}}},
		{"one alone", `"`, [][]string{{`"`}}},
		{"at the end of the file", `a,"b"`, [][]string{{"a", "b"}}},
		{"marks of texts", "=\"0012\",'0034,\"=\"\"0056\"\"\",'quoted',=1+1\n", [][]string{{"0012", "0034", "0056", "'quoted'", "=1+1"}}},
	} {
		t.Run(c.name, func(t *testing.T) { same(t, recordsOf(t, "h,h\nh,h\nh,h\n"+c.file, "")[3:], c.want) })
	}
}

func TestAStrayQuoteSwallowsNoMoreThanItsField(t *testing.T) {
	line := strings.Repeat("x", 100) + ",y\n"
	rows := recordsOf(t, line+"\"stray,y\n"+strings.Repeat(line, 2_000)+"last\",y\n", "")
	same(t, len(rows), 2_003)
	same(t, rows[1], []string{`"stray`, "y"})
}

func TestLineEndsOfAllKindsEndARecord(t *testing.T) {
	for name, end := range map[string]string{"LF": "\n", "CRLF": "\r\n", "CR": "\r"} {
		t.Run(name, func(t *testing.T) {
			b := opened(t, []byte("a,b"+end+end+"c,d"), "")
			same(t, mustRows(t, b, 0), []Row{
				{N: 1, Cells: []Cell{{Text: "a", Kind: Text}, {Text: "b", Kind: Text}}},
				{N: 3, Cells: []Cell{{Text: "c", Kind: Text}, {Text: "d", Kind: Text}}},
			})
		})
	}
}

func TestACSVThatIsTooWideOrTooLongIsRefused(t *testing.T) {
	for name, file := range map[string]string{
		"a value in column 257": strings.Repeat(",", 256) + "x\n",
		"fields beyond all":     strings.Repeat(",", maxColumns+1),
		"a record without end":  strings.Repeat("x", maxRowText+1),
		"a record too many":     strings.Repeat("a\n", maxRows+1),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := allRows(opened(t, []byte(file), ""), 0); only(err) != ErrTooLarge {
				t.Error(err)
			}
		})
	}
	same(t, recordsOf(t, "a,b"+strings.Repeat(",", 300)+"\n", ""), [][]string{{"a", "b"}})
}

// Each quote here opens a field that is searched for its end in vain.
func TestAFileOfStrayQuotesTakesNoLongerThanAnother(t *testing.T) {
	for name, file := range map[string]string{
		"at every line":       strings.Repeat("\"\"a\n", 500_000),
		"at every field":      strings.Repeat("\"a,", 200) + "\n" + strings.Repeat("\"a\"\"b,c\n", 300_000),
		"three at every line": strings.Repeat("\"\"\"a\n", 500_000),
		"and nothing else":    strings.Repeat("\"", 2_000_000),
		"before double ones":  strings.Repeat(strings.Repeat("\"\"b,", 200)+strings.Repeat("x", 60_000)+"\n", 100),
		"and separators":      strings.Repeat("\"\",\"", 500_000),
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			for _, err := range opened(t, []byte(file), "").Rows(ctx, 0) {
				if err != nil && only(err) != ErrTooLarge {
					t.Fatal(err)
				}
			}
		})
	}
}
