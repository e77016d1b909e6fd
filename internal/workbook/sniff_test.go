package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// container is one of Microsoft's older kind with an entry of this name: a stream,
// of kind 2, or a folder of streams, of kind 1.
func container(stream string, kind byte) string {
	b := make([]byte, 2048)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	entry := b[1024+128:]
	for i, u := range utf16.Encode([]rune(stream)) {
		binary.LittleEndian.PutUint16(entry[2*i:], u)
	}
	binary.LittleEndian.PutUint16(entry[64:], uint16(2*len(stream)+2))
	entry[66] = kind
	return string(b)
}

func TestAFileIsToldByItsContentAndSaysWhyItIsNotRead(t *testing.T) {
	locked := func() string {
		f := excelize.NewFile()
		defer f.Close()
		var b bytes.Buffer
		if _, err := f.WriteTo(&b, excelize.Options{Password: "x"}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	zipped := func(p parts) string { return string(p.zip(t)) }
	whole := zipped(sheetOf("<row><c><v>1</v></c></row>", nil))
	for _, c := range []struct {
		name, file string
		want       error
		says       string
	}{
		{"nothing", "", ErrEmpty, ""},
		{"a workbook under a password", locked(), ErrEncrypted, ""},
		{"an .xls", container("Workbook", 2), ErrOldFormat, ""},
		{"an older .xls", container("Book", 2), ErrOldFormat, ""},
		{"a .doc", container("WordDocument", 2), ErrNotSpreadsheet, ""},
		{"a .doc that speaks of a Workbook", strings.Replace(container("WordDocument", 2), strings.Repeat("\x00", 40), "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00"+strings.Repeat("\x00", 24), 1), ErrNotSpreadsheet, ""},
		{"a container with a folder of that name", container("Workbook", 1), ErrNotSpreadsheet, ""},
		{"an .xls without a container", "\x09\x04\x06\x00\x00\x00\x10\x00", ErrOldFormat, ""},
		{"a web page", "\ufeff\r\n<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>1</td></tr></table>", ErrOldFormat, "web page"},
		{"a table of a web page", "<TABLE border=1>", ErrOldFormat, "web page"},
		{"XML of Excel 2003", "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", ErrOldFormat, "2003"},
		{"other XML", "<?xml version=\"1.0\"?><rss/>", ErrNotSpreadsheet, "XML"},
		{"a PDF", "%PDF-1.7\n", ErrNotSpreadsheet, ""},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ErrNotSpreadsheet, ""},
		{"noise", strings.Repeat("\x80\xff\x01", 1000), ErrNotSpreadsheet, ""},
		{"an .xlsb", zipped(parts{"_rels/.rels": relations(`<Relationship Id="a" Type="` + rel + `officeDocument" Target="xl/workbook.bin"/>`), "xl/workbook.bin": "x"}), ErrNotSpreadsheet, ".xlsb"},
		{"an .ods", zipped(parts{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>", "META-INF/manifest.xml": "<x/>"}), ErrNotSpreadsheet, ".ods"},
		{"a .docx", zipped(parts{"_rels/.rels": relations(`<Relationship Id="a" Type="` + rel + `officeDocument" Target="word/document.xml"/>`), "word/document.xml": `<w:document xmlns:w="x"/>`}), ErrNotSpreadsheet, "document"},
		{"another archive", zipped(parts{"a.txt": "x"}), ErrNotSpreadsheet, "archive"},
		{"an empty archive", zipped(parts{}), ErrNotSpreadsheet, "archive"},
		{"a workbook cut short", whole[:len(whole)-100], ErrDamaged, "index"},
		{"a workbook without its main part", zipped(parts{"_rels/.rels": relations(`<Relationship Id="a" Type="` + rel + `officeDocument" Target="xl/workbook.xml"/>`)}), ErrDamaged, "xl/workbook.xml"},
		{"a workbook without a sheet", zipped(sheetOf("", parts{"xl/workbook.xml": head + `<workbook` + main + `><sheets/></workbook>`})), ErrEmpty, ""},
		{"a main part that is empty", zipped(sheetOf("", parts{"xl/workbook.xml": ""})), ErrDamaged, "xl/workbook.xml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := Open(strings.NewReader(c.file), int64(len(c.file)), "x.xlsx")
			if b != nil || only(err) != c.want || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestASpreadsheetUnderAnotherNameIsRead(t *testing.T) {
	same(t, words(mustRows(t, opened(t, sheetOf("<row><c><v>1</v></c></row>", nil).zip(t), "x.csv"), 0)), [][]string{{"1"}})
	b := opened(t, []byte("a,b\n"), `C:\报表\一季度.xlsx`)
	same(t, b.Sheets(), []Sheet{{Name: "一季度"}})
	same(t, words(mustRows(t, b, 0)), [][]string{{"a", "b"}})
}

// failing is a disk that fails behind a place.
type failing struct {
	io.ReaderAt
	from int64
}

var errDisk = errors.New("the disk fails")

func (f *failing) ReadAt(p []byte, off int64) (int, error) {
	if off+int64(len(p)) > f.from {
		return 0, errDisk
	}
	return f.ReaderAt.ReadAt(p, off)
}

func TestADiskThatFailsIsNoFaultOfTheFile(t *testing.T) {
	for name, file := range map[string]string{
		"an .xlsx": string(sheetOf(strings.Repeat("<row><c><v>1</v></c></row>", 1000), nil).zip(t)),
		"a csv":    strings.Repeat("a,b\n", 100_000),
		"an .xls":  container("Workbook", 2),
	} {
		t.Run(name, func(t *testing.T) {
			for from := 0; from < len(file); from += 1 + len(file)/50 {
				b, err := Open(&failing{strings.NewReader(file), int64(from)}, int64(len(file)), "")
				if err == nil {
					_, err = allRows(b, 0)
				}
				if !errors.Is(err, errDisk) || only(err) != nil {
					t.Fatalf("from %d: %v", from, err)
				}
			}
		})
	}
}

func TestADiskThatFailsLaterIsNoFaultOfTheFileEither(t *testing.T) {
	for name, file := range map[string]string{
		"an .xlsx": string(sheetOf(strings.Repeat("<row><c><v>1</v></c></row>", 20_000), nil).packed(t, zip.Store)),
		"a csv":    strings.Repeat("a,b\n", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			for _, from := range []int{0, len(file) / 2} { // the second is amid the rows
				disk := &failing{strings.NewReader(file), 1 << 30}
				b, err := Open(disk, int64(len(file)), "")
				if err != nil {
					t.Fatal(err)
				}
				disk.from = int64(from)
				if _, err = allRows(b, 0); !errors.Is(err, errDisk) || only(err) != nil {
					t.Error(from, err)
				}
			}
		})
	}
}
