package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// opened is a book of these bytes, closed when the test ends.
func opened(t testing.TB, file []byte, name string) *Book {
	t.Helper()
	b, err := Open(bytes.NewReader(file), int64(len(file)), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// allRows of a sheet.
func allRows(b *Book, sheet int) (rows []Row, err error) {
	for r, err := range b.Rows(context.Background(), sheet) {
		if err != nil {
			return rows, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func mustRows(t testing.TB, b *Book, sheet int) []Row {
	t.Helper()
	rows, err := allRows(b, sheet)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// texts of the cells of all rows.
func words(rows []Row) (out [][]string) {
	for _, r := range rows {
		var line []string
		for _, c := range r.Cells {
			line = append(line, c.Text)
		}
		out = append(out, line)
	}
	return out
}

func same(t testing.TB, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// excel is a file that excelize writes.
func excel(t testing.TB, make func(f *excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	var b bytes.Buffer
	if err := errors.Join(make(f), f.Write(&b), f.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parts are those of an .xlsx by hand.
type parts map[string]string

const (
	head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	main = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	rel  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

func relations(inner string) string {
	return head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + inner + `</Relationships>`
}

// sheetOf is a workbook with one sheet of this markup, with other parts in
// addition or in place of its own.
func sheetOf(rows string, other parts) parts {
	p := parts{
		"_rels/.rels":                relations(`<Relationship Id="rId1" Type="` + rel + `officeDocument" Target="xl/workbook.xml"/>`),
		"xl/workbook.xml":            head + `<workbook` + main + `><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": relations(`<Relationship Id="rId1" Type="` + rel + `worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + rel + `styles" Target="styles.xml"/><Relationship Id="rId3" Type="` + rel + `sharedStrings" Target="sharedStrings.xml"/>`),
		"xl/styles.xml":              head + `<styleSheet` + main + `/>`,
		"xl/sharedStrings.xml":       head + `<sst` + main + `/>`,
		"xl/worksheets/sheet1.xml":   head + `<worksheet` + main + `><sheetData>` + rows + `</sheetData></worksheet>`,
	}
	for name, content := range other {
		p[name] = content
	}
	return p
}

func (p parts) zip(t testing.TB) []byte { return p.packed(t, zip.Deflate) }

func (p parts) packed(t testing.TB, method uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range p {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAWorkbookOfExcelizeIsReadAsItWasWritten(t *testing.T) {
	file := excel(t, func(f *excelize.File) error {
		percent, err := f.NewStyle(&excelize.Style{NumFmt: 10})
		date, err2 := f.NewStyle(&excelize.Style{NumFmt: 14})
		return errors.Join(
			err, err2,
			f.SetSheetRow("Sheet1", "A2", &[]any{"项目名称", 12.5, true, "0012"}),
			f.SetCellFloat("Sheet1", "B4", 1.0776, -1, 64), f.SetCellStyle("Sheet1", "B4", "B4", percent),
			f.SetCellInt("Sheet1", "C4", 45013), f.SetCellStyle("Sheet1", "C4", "C4", date),
			f.SetCellFormula("Sheet1", "D4", "SUM(B2:B3)"),
			f.MergeCell("Sheet1", "A1", "D1"),
		)
	})
	b := opened(t, file, "x.xlsx")
	same(t, b.Sheets(), []Sheet{{Name: "Sheet1"}})
	same(t, mustRows(t, b, 0), []Row{
		{N: 2, Cells: []Cell{{Text: "项目名称", Kind: Text}, {Text: "12.5", Kind: Number}, {Text: "TRUE", Kind: Bool}, {Text: "0012", Kind: Text}}},
		{N: 4, Cells: []Cell{{}, {Text: "107.76%", Kind: Percent, Serial: "1.0776"}, {Text: "2023-03-28", Kind: Date, Serial: "45013"}, {Formula: true}}},
	})
	merges, err := b.Merges(0)
	if err != nil {
		t.Fatal(err)
	}
	same(t, merges, []Merge{{1, 1, 0, 3}})
}

func TestACSVIsReadAsRowsOfText(t *testing.T) {
	b := opened(t, []byte("招商项目表\r\n名称,金额\r\n\r\n\"甲,\r\n乙\",=\"0012\"\r\n丙,'5\r\n"), "目录/台账.csv")
	same(t, b.Sheets(), []Sheet{{Name: "台账"}})
	same(t, mustRows(t, b, 0), []Row{
		{N: 1, Cells: []Cell{{Text: "招商项目表", Kind: Text}}},
		{N: 2, Cells: []Cell{{Text: "名称", Kind: Text}, {Text: "金额", Kind: Text}}},
		{N: 4, Cells: []Cell{{Text: "甲,\n乙", Kind: Text}, {Text: "0012", Kind: Text}}},
		{N: 5, Cells: []Cell{{Text: "丙", Kind: Text}, {Text: "5", Kind: Text}}},
	})
}
