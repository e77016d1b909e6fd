package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
	"time"
)

func worksheet(inner string) string { return head + `<worksheet` + main + `>` + inner + `</worksheet>` }

// readAll opens a file and reads all that it has.
func readAll(file []byte) error {
	b, err := Open(bytes.NewReader(file), int64(len(file)), "")
	if err != nil {
		return err
	}
	defer b.Close()
	for i := range b.Sheets() {
		if _, err := b.Merges(i); err != nil {
			return err
		}
		for _, err := range b.Rows(context.Background(), i) {
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func TestAHostileWorkbookIsReadOrRefusedInBoundedMemory(t *testing.T) {
	// What is large is made of a piece, again and again, when it is needed: the
	// more memory a test holds, the later is the collector.
	type many struct {
		before, piece string
		times         int
		after         string
	}
	with := func(name string, m many) func() []byte {
		return func() []byte {
			return sheetOf(`<row><c t="s"><v>0</v></c></row>`, parts{name: m.before + strings.Repeat(m.piece, m.times) + m.after}).zip(t)
		}
	}
	sheet := func(m many) func() []byte {
		m.before, m.after = head+`<worksheet`+main+`><sheetData>`+m.before, m.after+`</sheetData></worksheet>`
		return with("xl/worksheets/sheet1.xml", m)
	}
	for _, c := range []struct {
		name string
		file func() []byte
		want error
	}{
		{"a sheet that unpacks without end", sheet(many{"", "<x>" + strings.Repeat(" ", 100_000) + "</x>", free/100_000 + 1, ""}), ErrTooLarge},
		{"a sheet of rows without end", sheet(many{"", `<row/>`, maxRows + 1, ""}), ErrTooLarge},
		{"a space that unpacks without end", sheet(many{"", " ", 10 << 20, ""}), ErrTooLarge},
		{"a text that unpacks without end", with("xl/sharedStrings.xml", many{head + `<sst` + main + `><si><t>`, "x", 10 << 20, `</t></si></sst>`}), ErrTooLarge},
		{"a text of many runs", with("xl/sharedStrings.xml", many{head + `<sst` + main + `><si>`, `<r><t>xxxxxxxx</t></r>`, 50_000, `</si></sst>`}), ErrTooLarge},
		{"a name that unpacks without end", sheet(many{"<", "x", 10 << 20, ""}), ErrTooLarge},
		{"attributes without end", sheet(many{`<row `, `a="" `, 1 << 20, `/>`}), ErrTooLarge},
		{"styles without end", with("xl/styles.xml", many{head + `<styleSheet` + main + `><cellXfs>`, `<xf/>`, maxEntries + 1, `</cellXfs></styleSheet>`}), ErrTooLarge},
		{"number formats without end", with("xl/styles.xml", many{head + `<styleSheet` + main + `><numFmts>` + numbered(`<numFmt numFmtId="%d"/>`, maxEntries+1), "", 0, `</numFmts></styleSheet>`}), ErrTooLarge},
		{"relations without end", with("xl/_rels/workbook.xml.rels", many{before: relations(numbered(`<Relationship Id="%d"/>`, maxEntries+1))}), ErrTooLarge},
		{"sheets without end", with("xl/workbook.xml", many{head + `<workbook` + main + `><sheets>`, `<sheet r:id="rId1"/>`, maxEntries + 1, `</sheets></workbook>`}), ErrTooLarge},
		{"merged areas without end", with("xl/worksheets/sheet1.xml", many{head + `<worksheet` + main + `><sheetData/><mergeCells>`, `<mergeCell ref="A1:B2"/>`, maxMerges + 1, `</mergeCells></worksheet>`}), ErrTooLarge},
		{"elements within each other", sheet(many{"", "<row>", 1000, ""}), ErrTooLarge},
		{"elements within each other, behind the rows", with("xl/worksheets/sheet1.xml", many{head + `<worksheet` + main + `><sheetData/>`, "<x>", 1000, ""}), ErrTooLarge},
		{"one long text in many cells", func() []byte {
			return sheetOf(strings.Repeat(`<row>`+strings.Repeat(`<c t="s"><v>0</v></c>`, 40)+`</row>`, 200),
				parts{"xl/sharedStrings.xml": head + `<sst` + main + `><si><t>` + strings.Repeat("x", 200_000) + `</t></si></sst>`}).zip(t)
		}, ErrTooLarge},
		{"a document type", with("xl/worksheets/sheet1.xml", many{before: `<!DOCTYPE x [<!ENTITY a "b">]>` + worksheet(`<sheetData><row><c><v>1</v></c></row></sheetData>`)}), ErrDamaged},
		{"entities", sheet(many{before: `<row><c t="str"><v>&lol;</v></c></row>`}), ErrDamaged},
		{"bytes that are no text", sheet(many{before: "<row><c t=\"str\"><v>\xff\xfe</v></c></row>"}), ErrDamaged},
		{"tags that cross", sheet(many{before: `<row><c></row></c>`}), ErrDamaged},
		{"a sheet cut short", with("xl/worksheets/sheet1.xml", many{before: worksheet("")[:len(worksheet(""))-5]}), ErrDamaged},
		{"a sheet of another kind", with("xl/worksheets/sheet1.xml", many{before: head + `<html/>`}), ErrDamaged},
		{"a sheet that is nothing", with("xl/worksheets/sheet1.xml", many{before: ""}), ErrDamaged},
		{"a sheet that is not there", with("xl/_rels/workbook.xml.rels", many{before: relations(`<Relationship Id="rId1" Type="` + rel + `worksheet" Target="worksheets/sheet9.xml"/>`)}), ErrDamaged},
		{"a sheet that is the workbook", with("xl/_rels/workbook.xml.rels", many{before: relations(`<Relationship Id="rId1" Type="` + rel + `worksheet" Target="workbook.xml"/>`)}), ErrDamaged},
		{"a sheet elsewhere", with("xl/_rels/workbook.xml.rels", many{before: relations(`<Relationship Id="rId1" Type="` + rel + `worksheet" Target="file:///etc/passwd" TargetMode="External"/>`)}), ErrDamaged},
		{"a sheet that climbs out", with("xl/_rels/workbook.xml.rels", many{before: relations(`<Relationship Id="rId1" Type="` + rel + `worksheet" Target="../../../../etc/passwd"/>`)}), ErrDamaged},
		{"names that climb", func() []byte {
			return sheetOf("", parts{"../../etc/passwd": "x", `..\..\x`: "x", "/": "", "": ""}).zip(t)
		}, nil},
		{"a million rows", sheet(many{"", `<row r=""/>`, 1_000_000, ""}), nil},
		{"a million empty cells", sheet(many{`<row>`, `<c s="1"/>`, 1_000_000, `</row>`}), nil},
		{"an index without end", func() []byte {
			p := parts{}
			for i := range 40_000 {
				p[strings.Repeat("x", 100)+fmt.Sprint(i)] = ""
			}
			return p.zip(t)
		}, ErrTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := c.file()
			var err error
			begun := time.Now()
			most := peak(func() { err = readAll(file) })
			if only(err) != c.want || c.want == nil && err != nil {
				t.Error(err)
			}
			t.Logf("%.1f MB, %v", float64(most)/1e6, time.Since(begun).Round(time.Millisecond))
			if most > 128<<20 {
				t.Errorf("%d MB", most>>20)
			}
		})
	}
}

func numbered(form string, count int) string {
	var b strings.Builder
	for i := range count {
		fmt.Fprintf(&b, form, i)
	}
	return b.String()
}

// A part that says of itself what is not so.
func TestAZipThatLiesIsDamaged(t *testing.T) {
	p := sheetOf(`<row><c><v>1</v></c></row>`, nil)
	const name = "xl/worksheets/sheet1.xml"
	for _, c := range []struct {
		name string
		lie  func(h *zip.FileHeader)
		want error
	}{
		{"of nothing", func(*zip.FileHeader) {}, nil},
		{"of its checksum", func(h *zip.FileHeader) { h.CRC32++ }, ErrDamaged},
		{"of its size, that it is smaller", func(h *zip.FileHeader) { h.UncompressedSize64 -= 9 }, ErrDamaged},
		{"of its size, that it is larger", func(h *zip.FileHeader) { h.UncompressedSize64 += 1 << 40 }, ErrDamaged},
		{"of its packed size, that it is smaller", func(h *zip.FileHeader) { h.CompressedSize64 -= 9 }, ErrDamaged},
		{"of its method", func(h *zip.FileHeader) { h.Method = zip.Deflate }, ErrDamaged},
		{"of a method that nobody knows", func(h *zip.FileHeader) { h.Method = 99 }, ErrDamaged},
		{"under a password", func(h *zip.FileHeader) { h.Flags |= 1 }, ErrEncrypted},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			for n, content := range p {
				h := &zip.FileHeader{Name: n, CRC32: crc32.ChecksumIEEE([]byte(content)), UncompressedSize64: uint64(len(content)), CompressedSize64: uint64(len(content))}
				if n == name {
					c.lie(h)
				}
				w, err := z.CreateRaw(h)
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
			if err := readAll(b.Bytes()); only(err) != c.want || c.want == nil && err != nil {
				t.Error(err)
			}
		})
	}
}

func TestOfPartsOfTheSameNameTheFirstIsRead(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	write := func(name, content string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range sheetOf(`<row><c><v>1</v></c></row>`, nil) {
		write(name, content)
	}
	write("xl/worksheets/Sheet1.xml", worksheet(`<sheetData><row><c><v>2</v></c></row></sheetData>`))
	write("xl/worksheets/sheet1.xml", worksheet(`<sheetData><row><c><v>3</v></c></row></sheetData>`))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	same(t, words(mustRows(t, opened(t, b.Bytes(), ""), 0)), [][]string{{"1"}})
}

// Cut or changed anywhere, a file is read to its end or refused for one reason.
func TestEveryByteOfAFileMayBeWrong(t *testing.T) {
	file := sheetOf(`<row r="1"><c r="A1" t="s"><v>0</v></c><c><v>45013</v></c></row>`, parts{"xl/sharedStrings.xml": head + `<sst` + main + `><si><t>甲</t></si></sst>`}).zip(t)
	for i := range file {
		changed := bytes.Clone(file)
		changed[i] ^= 0xff
		for _, f := range [][]byte{changed, file[:i]} {
			if err := readAll(f); err != nil && only(err) == nil {
				t.Fatalf("byte %d: %v", i, err)
			}
		}
	}
}
