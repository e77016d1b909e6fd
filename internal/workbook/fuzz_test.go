package workbook

import (
	"archive/zip"
	"bufio"
	"bytes"
	stdcsv "encoding/csv"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// checkFile holds against a file what is promised of any.
func checkFile(t *testing.T, file []byte, name string) {
	t.Helper()
	b, err := Open(bytes.NewReader(file), int64(len(file)), name)
	if err != nil {
		checkError(t, err)
		return
	}
	defer b.Close()
	if len(b.Sheets()) == 0 {
		t.Fatal("no sheet")
	}
	for i := range min(3, len(b.Sheets())) {
		rows, err := allRows(b, i)
		checkError(t, err)
		again, err2 := allRows(b, i)
		if d := cmp.Diff(rows, again); d != "" || (err == nil) != (err2 == nil) {
			t.Errorf("not the same the second time: %s, %v, %v", d, err, err2)
		}
		last := 0
		for _, r := range rows {
			checkRow(t, r, last)
			last = r.N
		}
		merges, err := b.Merges(i)
		checkError(t, err)
		for _, m := range merges {
			if m.FirstRow < 1 || m.FirstCol < 0 || m.LastRow > maxRows || m.LastCol >= maxColumns || (m.LastRow-m.FirstRow)+(m.LastCol-m.FirstCol) < 1 {
				t.Errorf("%+v", m)
			}
		}
	}
}

func checkError(t *testing.T, err error) {
	t.Helper()
	if err != nil && only(err) == nil {
		t.Errorf("not one reason: %v", err)
	}
}

func checkRow(t *testing.T, r Row, last int) {
	t.Helper()
	if r.N <= last || r.N > maxRows || len(r.Cells) == 0 || len(r.Cells) > kept || r.Cells[len(r.Cells)-1] == (Cell{}) {
		t.Errorf("row %d after %d with %d cells", r.N, last, len(r.Cells))
	}
	for _, c := range r.Cells {
		if (c.Kind == Empty) != (c.Text == "") || !utf8.ValidString(c.Text) || strings.Contains(c.Text, "\r") {
			t.Errorf("%+v", c)
		}
		if c.Serial != "" && c.Kind != Date && c.Kind != Percent {
			t.Errorf("%+v", c)
		}
		if c.Kind == Number {
			if n, ok := number(c.Text); !ok || plain(n, 0) != c.Text {
				t.Errorf("%+v", c)
			}
		}
	}
}

// The markup of the parts is fuzzed, not the bytes of the zip, in which any
// change is no more than a wrong checksum.
func FuzzXLSX(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" s="1" t="s"><f>A2</f><v>0</v></c><c t="inlineStr"><is><r><t>甲_x000D_</t></r><rPh><t>x</t></rPh></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>`, `<si><t>甲</t></si>`, `<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;"/></numFmts><cellXfs><xf/><xf numFmtId="176"/></cellXfs>`, `<workbookPr date1904="1"/><sheets><sheet name="表" r:id="rId1"/></sheets>`)
	f.Add(`<row hidden="1" ht="0"><c t="d"><v>2023-03-28</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c s="2"><v>1e-7</v></c><c><v>-10.199999999999999</v></c></row></sheetData>`, `<si><r><t>a</t></r></si>`, `<cellXfs><xf/><xf numFmtId="58"/><xf numFmtId="10"/></cellXfs>`, `<sheets><sheet state="hidden" r:id="rId1"/><sheet r:id="rId1"/></sheets>`)
	f.Add(`<row/><row r="1048576"><c r="IV1048576" s="1"><v>45013.5</v></c></row></sheetData>`, ``, `<cellXfs><xf/><xf numFmtId="14"/></cellXfs>`, `<sheets><sheet r:id="rId1"/></sheets>`)
	f.Fuzz(func(t *testing.T, sheet, shared, styles, workbook string) {
		if len(sheet)+len(shared)+len(styles)+len(workbook) > 64<<10 {
			return
		}
		checkFile(t, sheetOf("", parts{
			"xl/worksheets/sheet1.xml": head + `<worksheet` + main + `><sheetData>` + sheet + `</worksheet>`,
			"xl/sharedStrings.xml":     head + `<sst` + main + `>` + shared + `</sst>`,
			"xl/styles.xml":            head + `<styleSheet` + main + `>` + styles + `</styleSheet>`,
			"xl/workbook.xml":          head + `<workbook` + main + `>` + workbook + `</workbook>`,
		}).packed(t, zip.Store), "")
	})
}

// A csv that the standard library reads without complaint is read the same.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"名称,金额\n\"甲,\n乙\",=\"0012\"\n", "a\tb\r\n'c\td", "sep=;\na;b", "\"stray,1\n\"b\",\"c\"\"d\"\n", "\xff\xfea\x00,\x00b\x00", "\xc0\xef\xb1\xea\xc7\xf8,1\n", "\"a\"  ,b\rc,\"d",
		"\"he said \"hi\" twice\",b\n", "<html>", "PK\x03\x04", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		if len(file) > 32<<10 {
			return
		}
		checkFile(t, file, "x.csv")
		if bytes.Contains(file, []byte("\r")) { // of which the library keeps some
			return
		}
		library := stdcsv.NewReader(bytes.NewReader(file))
		library.FieldsPerRecord = -1 // may differ
		want, err := library.ReadAll()
		if err != nil {
			return
		}
		in := &records{in: bufio.NewReaderSize(bytes.NewReader(file), 2*maxQuoted), separator: ','}
		var got [][]string
		for {
			fields, err := in.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(fields) > 1 || fields[0] != "" {
				got = append(got, fields)
			}
		}
		if d := cmp.Diff(notEmpty(want), got); d != "" {
			t.Errorf("(-library +ours)\n%s", d)
		}
	})
}

// notEmpty leaves out records of one empty field, which the library makes of "".
func notEmpty(records [][]string) (out [][]string) {
	for _, r := range records {
		if len(r) > 1 || r[0] != "" {
			out = append(out, r)
		}
	}
	return out
}
