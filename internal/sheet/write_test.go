package sheet

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// reopened is what a spreadsheet program finds in some books.
func reopened(t *testing.T, books ...Book) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, books...); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

var list = Book{
	Name: "签约一览表", Title: "签约仪式", Line: "单位：万元", Columns: []Column{{"项目", 30}, {"金额", 12}, {"时间", 12}},
	Rows: [][]Cell{
		{{Text: "甲项目"}, {Number: "50000"}, {Date: time.Date(2023, 11, 16, 23, 30, 0, 0, time.FixedZone("", 8*3600))}},
		{{Text: "=HYPERLINK(\"x\")"}, {Text: "未公布"}, {Text: "2023年8月底"}},
	},
	Totals: []Cell{{Text: "合计"}, {Number: "50000"}, {}}, Notes: []string{"来源：区招商局"},
}

func TestNumbersAndDaysAreRealOnes(t *testing.T) {
	f := reopened(t, list)
	for cell, want := range map[string]struct {
		kind excelize.CellType
		raw  string
	}{
		"B4": {excelize.CellTypeUnset, "50000"}, "C4": {excelize.CellTypeUnset, "45246"}, // 2023-11-16, whatever the zone
		"A5": {excelize.CellTypeInlineString, "=HYPERLINK(\"x\")"}, "B5": {excelize.CellTypeInlineString, "未公布"}, "B6": {excelize.CellTypeUnset, "50000"},
	} {
		kind, err := f.GetCellType(list.Name, cell)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := f.GetCellValue(list.Name, cell, excelize.Options{RawCellValue: true})
		if err != nil || kind != want.kind || raw != want.raw {
			t.Errorf("%s is %q of type %d, want %q of type %d (%v)", cell, raw, kind, want.raw, want.kind, err)
		}
	}
	if shown, err := f.GetCellValue(list.Name, "C4"); err != nil || shown != "2023-11-16" {
		t.Errorf("the day is shown as %q, %v", shown, err)
	}
	if formula, err := f.GetCellFormula(list.Name, "A5"); err != nil || formula != "" {
		t.Errorf("a text has become the formula %q, %v", formula, err)
	}
}

func TestTheHeadingsAreOnEveryPrintedPage(t *testing.T) {
	second := list
	second.Name = "it's later"
	f := reopened(t, list, second)
	if got := f.GetSheetList(); !slices.Equal(got, []string{"签约一览表", "it's later"}) {
		t.Fatalf("sheets %v", got)
	}
	var titles []string
	for _, n := range f.GetDefinedName() {
		titles = append(titles, n.Name+" "+n.RefersTo)
	}
	slices.Sort(titles)
	if want := []string{"_xlnm.Print_Titles 'it''s later'!$3:$3", "_xlnm.Print_Titles '签约一览表'!$3:$3"}; !slices.Equal(titles, want) {
		t.Errorf("print titles %q", titles)
	}
	layout, err := f.GetPageLayout(list.Name)
	if err != nil || *layout.Orientation != "landscape" || *layout.Size != 9 || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
		t.Errorf("the paper is %+v, %v", layout, err)
	}
	if props, err := f.GetSheetProps(list.Name); err != nil || !*props.FitToPage {
		t.Errorf("it is not fitted to the paper: %+v, %v", props, err)
	}
	if foot, err := f.GetHeaderFooter(list.Name); err != nil || foot.OddFooter != "&C&P / &N" {
		t.Errorf("pages are not numbered: %+v, %v", foot, err)
	}
	panes, err := f.GetPanes(list.Name)
	if err != nil || !panes.Freeze || panes.YSplit != headingRow {
		t.Errorf("the headings do not stay: %+v, %v", panes, err)
	}
}

func TestTheSameBooksAreTheSameFile(t *testing.T) {
	second, third := list, list
	second.Name, third.Name = "second", "third"
	var first bytes.Buffer
	if err := Write(&first, list, second, third); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		var again bytes.Buffer
		if err := Write(&again, list, second, third); err != nil || !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Fatalf("it is another file, %v", err)
		}
	}
}
