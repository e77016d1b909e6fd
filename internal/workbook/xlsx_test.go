package workbook

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

const formats = head + `<styleSheet` + main + `><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="58"/><xf numFmtId="9"/></cellXfs></styleSheet>`

// cellsOf the only row of a sheet with this markup.
func cellsOf(t *testing.T, cells string, other parts) []Cell {
	t.Helper()
	rows := mustRows(t, opened(t, sheetOf(`<row r="1">`+cells+`</row>`, other).zip(t), ""), 0)
	if len(rows) != 1 {
		t.Fatalf("%d rows", len(rows))
	}
	return rows[0].Cells
}

func TestEachTypeOfCellIsRead(t *testing.T) {
	for _, c := range []struct {
		name, cell string
		want       Cell
	}{
		{"a number", `<c><v>10.199999999999999</v></c>`, Cell{Text: "10.2", Kind: Number}},
		{"a number that says so", `<c t="n"><v> 5 </v></c>`, Cell{Text: "5", Kind: Number}},
		{"a shared text", `<c t="s"><v>0</v></c>`, Cell{Text: "名 称\n（全称）", Kind: Text}},
		{"a text of runs", `<c t="s"><v>1</v></c>`, Cell{Text: "重庆北路", Kind: Text}},
		{"an inline text", `<c t="inlineStr"><is><t>甲</t></is></c>`, Cell{Text: "甲", Kind: Text}},
		{"an inline text of runs", `<c t="inlineStr"><is><r><rPr><b/></rPr><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r></is></c>`, Cell{Text: "甲 乙", Kind: Text}},
		{"an inline text in a value", `<c t="inlineStr"><v>甲</v></c>`, Cell{Text: "甲", Kind: Text}},
		{"a text in CDATA", `<c t="inlineStr"><is><t><![CDATA[A&B]]></t></is></c>`, Cell{Text: "A&B", Kind: Text}},
		{"a text without a type", `<c><v>约3亿</v></c>`, Cell{Text: "约3亿", Kind: Text}},
		{"a text of digits", `<c t="str"><v>0012</v></c>`, Cell{Text: "0012", Kind: Text}},
		{"yes", `<c t="b"><v>1</v></c>`, Cell{Text: "TRUE", Kind: Bool}},
		{"no", `<c t="b"><v>0</v></c>`, Cell{Text: "FALSE", Kind: Bool}},
		{"an error", `<c t="e"><f>1/0</f><v>#DIV/0!</v></c>`, Cell{Text: "#DIV/0!", Kind: Error, Formula: true}},
		{"a computed number", `<c><f>1+1</f><v>2</v></c>`, Cell{Text: "2", Kind: Number, Formula: true}},
		{"a computed text", `<c t="str"><f>A1&amp;"x"</f><v>甲x</v></c>`, Cell{Text: "甲x", Kind: Text, Formula: true}},
		{"a computed date", `<c s="1"><f t="shared" si="0"/><v>45013</v></c>`, Cell{Text: "2023-03-28", Kind: Date, Serial: "45013", Formula: true}},
		{"a formula without its value", `<c><f>1+1</f></c>`, Cell{Formula: true}},
		{"a formula with an empty value", `<c t="str"><f>""</f><v></v></c>`, Cell{Formula: true}},
		{"a date", `<c s="1"><v>45013</v></c>`, Cell{Text: "2023-03-28", Kind: Date, Serial: "45013"}},
		{"a month", `<c s="2"><v>45013</v></c>`, Cell{Text: "2023-03", Kind: Date, Serial: "45013"}},
		{"a day of the Chinese edition", `<c s="3"><v>45013</v></c>`, Cell{Text: "--03-28", Kind: Date, Serial: "45013"}},
		{"a percentage", `<c s="4"><v>1.0776</v></c>`, Cell{Text: "107.76%", Kind: Percent, Serial: "1.0776"}},
		{"a date of the strict standard", `<c t="d"><v>2023-03-28T14:30:00</v></c>`, Cell{Text: "2023-03-28 14:30:00", Kind: Date}},
		{"the same shown to the month", `<c t="d" s="2"><v>2023-03-28T00:00:00.000Z</v></c>`, Cell{Text: "2023-03", Kind: Date}},
		{"a time of the strict standard", `<c t="d"><v>14:30:00</v></c>`, Cell{Text: "14:30:00", Kind: Date}},
		{"a style that there is not", `<c s="99"><v>45013</v></c>`, Cell{Text: "45013", Kind: Number}},
		{"a text in a date's style", `<c s="1" t="inlineStr"><is><t>8月底</t></is></c>`, Cell{Text: "8月底", Kind: Text}},
	} {
		t.Run(c.name, func(t *testing.T) {
			same(t, cellsOf(t, c.cell, parts{
				"xl/styles.xml": formats,
				"xl/sharedStrings.xml": head + `<sst` + main + `><si><t>名 称_x000D_
（全称）</t></si><si><r><t>重庆</t></r><rPh sb="0" eb="2"><t>チョンチン</t></rPh><r><rPr><b/></rPr><t>北路</t></r><phoneticPr fontId="1"/></si></sst>`,
			}), []Cell{c.want})
		})
	}
}

func TestRowsAndCellsFindTheirPlaces(t *testing.T) {
	for _, c := range []struct {
		name, rows string
		want       []Row
	}{
		{"by their numbers", `<row r="3"><c r="B3"><v>1</v></c></row><row r="7"><c r="A7"><v>2</v></c></row>`, []Row{{N: 3, Cells: []Cell{{}, {Text: "1", Kind: Number}}}, {N: 7, Cells: []Cell{{Text: "2", Kind: Number}}}}},
		{"without any", `<row><c><v>1</v></c></row><row><c/><c><v>2</v></c></row>`, []Row{{N: 1, Cells: []Cell{{Text: "1", Kind: Number}}}, {N: 2, Cells: []Cell{{}, {Text: "2", Kind: Number}}}}},
		{"by those of their cells", `<row><c r="B5"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>`, []Row{{N: 5, Cells: []Cell{{}, {Text: "1", Kind: Number}, {Text: "2", Kind: Number}}}, {N: 6, Cells: []Cell{{Text: "3", Kind: Number}}}}},
		{"in small letters", `<row r="1"><c r="b1"><v>1</v></c></row>`, []Row{{N: 1, Cells: []Cell{{}, {Text: "1", Kind: Number}}}}},
		{"when empty ones stand between", `<row r="1" s="1"/><row r="2"><c r="A2"/></row><row r="3"><c r="A3"><v>1</v></c><c r="ZZ3" s="1"/></row>`, []Row{{N: 3, Cells: []Cell{{Text: "1", Kind: Number}}}}},
		{"when a formula has no value", `<row r="1"><c r="B1"><f>A1</f></c></row>`, []Row{{N: 1, Cells: []Cell{{}, {Formula: true}}}}},
		{"hidden or without height", `<row r="1" hidden="1"><c><v>1</v></c></row><row r="2" ht="0" customHeight="1"><c><v>1</v></c></row><row r="3" hidden="0" ht="15"><c><v>1</v></c></row>`, []Row{
			{N: 1, Hidden: true, Cells: []Cell{{Text: "1", Kind: Number}}},
			{N: 2, Hidden: true, Cells: []Cell{{Text: "1", Kind: Number}}},
			{N: 3, Cells: []Cell{{Text: "1", Kind: Number}}},
		}},
		{"up to the last column that is read", `<row r="1"><c r="IV1"><v>1</v></c><c r="IW1"/><c r="XFD1" t="inlineStr"><is><t> </t></is></c></row>`, []Row{{N: 1, Cells: append(make([]Cell, 255), Cell{Text: "1", Kind: Number})}}},
		{"down to the last row", `<row r="1048576"><c><v>1</v></c></row>`, []Row{{N: 1048576, Cells: []Cell{{Text: "1", Kind: Number}}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			same(t, mustRows(t, opened(t, sheetOf(c.rows, nil).zip(t), ""), 0), c.want)
		})
	}
}

func TestASheetThatContradictsItselfIsDamaged(t *testing.T) {
	for name, rows := range map[string]string{
		"a row twice":                   `<row r="1"><c><v>1</v></c></row><row r="1"><c><v>2</v></c></row>`,
		"rows that go back":             `<row r="5"/><row r="4"/>`,
		"a row without a proper number": `<row r="x"/>`,
		"row zero":                      `<row r="0"><c><v>1</v></c></row><row r="-3"/>`,
		"a cell twice":                  `<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>`,
		"a cell of another row":         `<row r="1"><c r="A2"><v>1</v></c></row>`,
		"a cell nowhere":                `<row r="1"><c r="1"><v>1</v></c></row>`,
		"a cell right of all":           `<row r="1"><c r="XFE1"><v>1</v></c></row>`,
		"a shared text that is not":     `<row r="1"><c t="s"><v>0</v></c></row>`,
		"a shared text below zero":      `<row r="1"><c t="s"><v>-1</v></c></row>`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := allRows(opened(t, sheetOf(rows, nil).zip(t), ""), 0)
			if only(err) != ErrDamaged || !strings.Contains(err.Error(), "xl/worksheets/sheet1.xml") {
				t.Error(err)
			}
		})
	}
}

// only is the one error of this package that err is, nil if it is none or several.
func only(err error) (found error) {
	for _, e := range []error{ErrNotSpreadsheet, ErrOldFormat, ErrEncrypted, ErrTooLarge, ErrDamaged, ErrEmpty} {
		if errors.Is(err, e) {
			if found != nil {
				return nil
			}
			found = e
		}
	}
	return found
}

func TestWhatIsTooWideOrTooLongIsRefusedWhereSomethingStandsThere(t *testing.T) {
	long := strings.Repeat("长", 32_767)
	for name, rows := range map[string]string{
		"a value in column 257": `<row r="1"><c r="IW1"><v>1</v></c></row>`,
		"a row too many":        `<row r="1048577"/>`,
		"a text too long":       `<row r="1"><c t="str"><v>` + strings.Repeat(long, 3) + `</v></c></row>`,
		"a row of long texts":   `<row r="1">` + strings.Repeat(`<c t="str"><v>`+long+`</v></c>`, 100) + `</row>`,
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := allRows(opened(t, sheetOf(rows, nil).zip(t), ""), 0); only(err) != ErrTooLarge {
				t.Error(err)
			}
		})
	}
	same(t, len(cellsOf(t, `<c t="str"><v>`+long+`</v></c>`, nil)[0].Text), len(long)) // the longest that Excel writes
}

func TestDatesCountFrom1904WhereTheWorkbookSaysSo(t *testing.T) {
	p := parts{"xl/styles.xml": formats}
	p["xl/workbook.xml"] = strings.Replace(sheetOf("", nil)["xl/workbook.xml"], "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
	same(t, cellsOf(t, `<c s="1"><v>43551</v></c>`, p), []Cell{{Text: "2023-03-28", Kind: Date, Serial: "43551"}})
}

func TestFilesOfAllWritersAreRead(t *testing.T) {
	row := `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`
	shared := head + `<sst` + main + `><si><t>甲</t></si></sst>`
	prefixed := strings.NewReplacer(`<?`, `<?`, `</`, `</x:`, `<`, `<x:`, ` xmlns=`, ` xmlns:x=`)
	strict := strings.NewReplacer("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
	changed := func(by *strings.Replacer, names ...string) func() parts {
		return func() parts {
			p := sheetOf(row, parts{"xl/sharedStrings.xml": shared})
			for name := range p {
				if len(names) == 0 || strings.Contains(strings.Join(names, " "), name) {
					p[name] = by.Replace(p[name])
				}
			}
			return p
		}
	}
	for name, make := range map[string]func() parts{
		"plain":                     changed(strings.NewReplacer()),
		"strict":                    changed(strict),
		"with prefixes":             changed(prefixed, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"),
		"with a mark of byte order": changed(strings.NewReplacer(head, "\ufeff"+head)),
		"targets from the root":     changed(strings.NewReplacer(`Target="xl/`, `Target="/xl/`, `Target="worksheets`, `Target="/xl/worksheets`, `Target="shared`, `Target="/xl/shared`)),
		"targets in another case":   changed(strings.NewReplacer(`worksheets/sheet1.xml`, `Worksheets/Sheet1.XML`)),
		"targets with backslashes":  changed(strings.NewReplacer(`worksheets/`, `worksheets\`)),
		"targets that climb":        changed(strings.NewReplacer(`Target="worksheets`, `Target="../../../xl/worksheets`)),
		"no relations of the archive": func() parts {
			p := changed(strings.NewReplacer())()
			delete(p, "_rels/.rels")
			return p
		},
		"names of parts in another case": func() parts {
			p := parts{}
			for name, content := range changed(strings.NewReplacer())() {
				p[strings.ToUpper(strings.ReplaceAll(name, "/", `\`))] = content
			}
			return p
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := opened(t, make().zip(t), "")
			same(t, b.Sheets(), []Sheet{{Name: "表"}})
			same(t, mustRows(t, b, 0), []Row{{N: 1, Cells: []Cell{{Text: "甲", Kind: Text}}}})
		})
	}
}

func TestAWorkbookWithoutSharedTextsIsRead(t *testing.T) {
	p := sheetOf(`<row><c><v>1</v></c></row>`, nil)
	delete(p, "xl/sharedStrings.xml")
	same(t, mustRows(t, opened(t, p.zip(t), ""), 0), []Row{{N: 1, Cells: []Cell{{Text: "1", Kind: Number}}}})
}

func TestSheetsAreThoseWithCellsAndSayWhetherTheyAreHidden(t *testing.T) {
	file := excel(t, func(f *excelize.File) error {
		_, err := f.NewSheet("隐藏")
		_, err2 := f.NewSheet("最后")
		return errors.Join(
			err, err2,
			f.SetSheetVisible("隐藏", false, true),
			f.AddChartSheet("图", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Name: "x", Values: "Sheet1!$A$1:$A$2"}}}),
			f.SetCellStr("最后", "A1", "末"),
		)
	})
	b := opened(t, file, "")
	same(t, b.Sheets(), []Sheet{{Name: "Sheet1"}, {Name: "隐藏", Hidden: true}, {Name: "最后"}})
	same(t, mustRows(t, b, 2), []Row{{N: 1, Cells: []Cell{{Text: "末", Kind: Text}}}})
	same(t, mustRows(t, b, 0), []Row(nil))
	if _, err := allRows(b, 3); err == nil {
		t.Error("a sheet that is not there is read")
	}
}

func TestMacrosAndLinksToOtherFilesAreNoted(t *testing.T) {
	p := sheetOf("", nil)
	p["xl/_rels/workbook.xml.rels"] = strings.Replace(p["xl/_rels/workbook.xml.rels"], "</Relationships>", `<Relationship Id="rId8" Type="`+rel+`externalLink" Target="externalLinks/externalLink1.xml"/><Relationship Id="rId9" Type="`+rel+`externalLink" Target="externalLinks/externalLink2.xml"/></Relationships>`, 1)
	p["xl/vbaProject.bin"] = "x"
	same(t, opened(t, p.zip(t), "").Notes(), []Note{{Code: "external_links"}, {Code: "macros"}})
	same(t, opened(t, sheetOf("", nil).zip(t), "").Notes(), []Note(nil))
}

func TestMergedAreasAreReadBehindTheRows(t *testing.T) {
	for _, c := range []struct {
		name, sheet string
		want        []Merge
	}{
		{"several", `<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells count="9"><mergeCell ref="A1:C2"/><mergeCell ref="$IV$1:$XFD$1048576"/><mergeCell ref="B5"/><mergeCell ref="B6:B6"/></mergeCells>`, []Merge{{1, 2, 0, 2}, {1, 1048576, 255, 16383}}},
		{"without rows", `<sheetData/><mergeCells><mergeCell ref="A1:A2"/></mergeCells>`, []Merge{{1, 2, 0, 0}}},
		{"none", `<sheetData><row/></sheetData>`, nil},
		{"with controls behind them", `<sheetData><row/></sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells><controls><from><row>5</row></from></controls>`, []Merge{{1, 2, 0, 0}}},
		{"after texts that look like the end", `<sheetData><row><c t="str"><v>/sheetData></v></c><c t="str"><v>` + strings.Repeat("长", 40_000) + `</v></c></row></sheetData ><mergeCells><mergeCell ref="A1:A2"/></mergeCells>`, []Merge{{1, 2, 0, 0}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			merges, err := opened(t, sheetOf("", parts{"xl/worksheets/sheet1.xml": head + `<worksheet` + main + `>` + c.sheet + `</worksheet>`}).zip(t), "").Merges(0)
			if err != nil {
				t.Fatal(err)
			}
			same(t, merges, c.want)
		})
	}
	for name, ref := range map[string]string{"upside down": "A2:A1", "nowhere": "x", "below all": "A1:A1048577"} {
		t.Run(name, func(t *testing.T) {
			p := sheetOf("", parts{"xl/worksheets/sheet1.xml": head + `<worksheet` + main + `><sheetData/><mergeCells><mergeCell ref="` + ref + `"/></mergeCells></worksheet>`})
			if m, err := opened(t, p.zip(t), "").Merges(0); only(err) != ErrDamaged {
				t.Error(m, err)
			}
		})
	}
}

func TestReadingStopsWhenNobodyWaits(t *testing.T) {
	b := opened(t, sheetOf(strings.Repeat(`<row><c><v>1</v></c></row>`, 100_000), nil).zip(t), "")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	rows, last := 0, error(nil)
	for _, err := range b.Rows(ctx, 0) {
		if rows++; rows == 10 {
			cancel()
		}
		last = err
	}
	if !errors.Is(last, context.Canceled) || rows > 50_000 {
		t.Errorf("%d rows, %v", rows, last)
	}
	for range b.Rows(context.Background(), 0) {
		break
	}
	if d := cmp.Diff(100_000, len(mustRows(t, b, 0))); d != "" { // and a sheet can be read again
		t.Error(d)
	}
}
