package docx

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// heapDuring is by how much the heap grows at most while f runs, in bytes.
func heapDuring(f func()) uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before, most := m.HeapInuse, m.HeapInuse
	done, sampled := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(sampled)
		for {
			select {
			case <-done:
				return
			case <-time.After(2 * time.Millisecond):
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
		}
	}()
	f()
	close(done)
	<-sampled
	return most - before
}

func TestAHostileDocumentIsRefusedInLittleMemory(t *testing.T) {
	many := strings.Repeat
	text := func(part, text string) doc { return doc{files: map[string][]byte{part: []byte(text)}} }
	for _, c := range []struct {
		name string
		doc  func() doc
		want error
	}{
		{"a part that unpacks to more than any text", func() doc { return doc{body: p("", r("甲")) + many(" ", 26<<20)} }, ErrTooLarge},
		{"nothing but passing over", func() doc { return doc{body: many("<w:x/>", 300_000)} }, nil},
		{"a million paragraphs", func() doc { return doc{body: many("<w:p/>", 1_000_000)} }, ErrTooLarge},
		{"countless paragraphs with text", func() doc { return doc{body: many(p("", r("甲")), 200_000)} }, ErrTooLarge},
		{"a million cells", func() doc { return doc{body: `<w:tbl><w:tr>` + many("<w:tc/>", 1_000_000) + `</w:tr></w:tbl>`} }, ErrTooLarge},
		{"a million rows", func() doc { return doc{body: `<w:tbl>` + many("<w:tr><w:tc/></w:tr>", 1_000_000) + `</w:tbl>`} }, ErrTooLarge},
		{"a text that is one", func() doc { return doc{body: p("", r(many("甲", 3_000_000)))} }, ErrTooLarge},
		{"a text of many pieces", func() doc { return doc{body: p("", many(r("甲"), 50_000))} }, nil},
		{"a text of pieces that differ", func() doc { return doc{body: p("", many(rp("<w:b/>", "甲")+r("乙"), 100_000))} }, ErrTooLarge},
		{"a text that grows when it is escaped", func() doc { return doc{body: p("", r(many("&#34;", 1_000_000)))} }, ErrTooLarge},
		{"an attribute without end", func() doc { return doc{body: `<w:p w:x="` + many("甲", 3_000_000) + `"/>`} }, ErrTooLarge},
		{"a million attributes", func() doc { return doc{body: `<w:p ` + many("a='' ", 1_000_000) + `/>`} }, ErrTooLarge},
		{"elements in each other without end", func() doc { return doc{body: many("<w:sdt><w:sdtContent>", 100_000)} }, ErrTooLarge},
		{"tables in each other without end", func() doc { return doc{body: many("<w:tbl><w:tr><w:tc>", 100_000)} }, ErrTooLarge},
		{"elements that are passed over, in each other without end", func() doc { return doc{body: many("<x>", 100_000)} }, ErrTooLarge},
		{"fields in each other without end", func() doc {
			return doc{body: many(`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r></w:p>`, 1000)}
		}, ErrTooLarge},
		{"one long link at many places", func() doc {
			return doc{
				rels: relTo("h", "hyperlink", "https://example.org/"+many("a", 1900)),
				body: p("", many(`<w:hyperlink r:id="h">`+r("甲")+`</w:hyperlink>`+r("乙"), 100_000)),
			}
		}, ErrTooLarge},
		{"countless styles", func() doc {
			var b strings.Builder
			for i := range 300_000 {
				fmt.Fprintf(&b, `<w:style w:styleId="%d"/>`, i)
			}
			return doc{styles: b.String()}
		}, ErrTooLarge},
		{"tables that are as full as is taken, and the longest text", func() doc {
			var styles, schemes, lists strings.Builder
			for i := range maxEntries - 10 {
				fmt.Fprintf(&styles, `<w:style w:styleId="%d"><w:name w:val="%d"/></w:style>`, i, i)
				fmt.Fprintf(&schemes, `<w:abstractNum w:abstractNumId="%d"/>`, i)
				fmt.Fprintf(&lists, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>`, i, i)
				for l := range levels {
					fmt.Fprintf(&lists, `<w:lvlOverride w:ilvl="%d"><w:startOverride w:val="2"/><w:lvl w:ilvl="%d"/></w:lvlOverride>`, l, l)
				}
				lists.WriteString("</w:num>")
			}
			return doc{styles: styles.String(), numbering: schemes.String() + lists.String(), body: many(p("", rp("<w:b/>", many("甲", 30))+r("乙")), 9000)}
		}, nil},
		{"styles with endless names", func() doc { return doc{styles: many(`<w:style w:styleId="`+many("a", 3<<20)+`"/>`, 5)} }, ErrTooLarge},
		{"a style based on itself", func() doc {
			return doc{styles: `<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:basedOn w:val="a"/></w:style>`, body: p("", r("甲"))}
		}, nil},
		{"an external entity", func() doc {
			return text("word/document.xml", `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>`+part("w:document", "<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>"))
		}, ErrBroken},
		{"entities that grow", func() doc {
			return text("word/styles.xml", `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`+part("w:styles", "&b;"))
		}, ErrBroken},
		{"an entity that nobody knows", func() doc { return doc{body: p("", r("&x;"))} }, ErrBroken},
		{"markup that does not close", func() doc {
			return text("word/document.xml", strings.TrimSuffix(part("w:document", "<w:body>"), "</w:document>"))
		}, ErrBroken},
		{"a part without markup", func() doc { return text("word/document.xml", "") }, ErrBroken},
		{"another root", func() doc { return text("word/document.xml", part("w:styles", "")) }, ErrNotWord},
		{"a part that is missing", func() doc { return doc{files: map[string][]byte{"word/document.xml": nil}} }, ErrBroken},
		{"no relations", func() doc { return doc{files: map[string][]byte{"_rels/.rels": nil}} }, ErrNotWord},
		{"no types", func() doc { return doc{files: map[string][]byte{"[Content_Types].xml": nil}} }, ErrNotWord},
		{"names that climb", func() doc {
			return doc{body: p("", r("甲")), files: map[string][]byte{"../../etc/passwd": []byte("x"), `..\..\x`: []byte("x"), "/": nil}}
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := pack(t, c.doc().parts())
			var err error
			begun := time.Now()
			grown := heapDuring(func() { _, err = readBytes(file) })
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if grown >= 64<<20 {
				t.Errorf("took %d MB", grown>>20)
			}
			t.Logf("%d MB, %v", grown>>20, time.Since(begun).Round(time.Millisecond))
		})
	}
}

func TestWhatIsNoWordDocumentIsCalledByItsName(t *testing.T) {
	parts := doc{body: p("", r("甲"))}.parts()
	with := func(name string, replace ...string) []byte {
		other := doc{body: p("", r("甲"))}.parts()
		if len(replace) == 0 {
			other[name] = []byte("x")
		} else {
			other[name] = []byte(strings.NewReplacer(replace...).Replace(string(parts[name])))
		}
		return pack(t, other)
	}
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	underPassword := pack(t, parts)
	for i := range len(underPassword) - 4 { // the flag of each entry in the index
		if string(underPassword[i:i+4]) == "PK\x01\x02" {
			underPassword[i+8] |= 1
		}
	}
	for _, c := range []struct {
		name string
		file []byte
		want error
	}{
		{"nothing", nil, ErrNotWord},
		{"a text", []byte("渭滨区"), ErrNotWord},
		{"a picture", png, ErrNotWord},
		{"an empty archive", pack(t, nil), ErrNotWord},
		{"a workbook", with("[Content_Types].xml", "wordprocessingml.document", "spreadsheetml.sheet"), ErrNotWord},
		{"a document of old", []byte(ole + strings.Repeat("\x00", 4096)), ErrOldWord},
		{"a short document of old", []byte(ole), ErrOldWord},
		{"a document under a password", []byte(ole + strings.Repeat("\x00", 1<<16-20) + string(utf16LE("EncryptedPackage")) + strings.Repeat("\x00", 1<<16)), ErrEncrypted},
		{"an archive under a password", underPassword, ErrEncrypted},
		{"a document with macros", with("word/vbaProject.bin"), ErrMacros},
		{"a document with macros under another name", with("word/_rels/document.xml.rels", "relationships/styles", "relationships/vbaProject"), ErrMacros},
		{"a document that may have macros", with("[Content_Types].xml", "openxmlformats-officedocument.wordprocessingml.document.main", "ms-word.document.macroEnabled.main"), ErrMacros},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := readBytes(c.file); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
	t.Run("a huge file", func(t *testing.T) {
		if _, err := Read(strings.NewReader(""), maxFile+1); !errors.Is(err, ErrTooLarge) {
			t.Errorf("got %v", err)
		}
	})
}

func TestAnIndexOfCountlessPartsIsRefused(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 30_000 {
		if _, err := z.Create(fmt.Sprintf("%05d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := readBytes(b.Bytes()); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

// lie changes the unpacked size that the index of an archive says of a part.
func lie(t *testing.T, file []byte, part string, size uint32) []byte {
	t.Helper()
	file = bytes.Clone(file)
	for i := 0; i+46 < len(file); i++ {
		if string(file[i:i+4]) == "PK\x01\x02" && strings.HasPrefix(string(file[i+46:]), part) {
			binary.LittleEndian.PutUint32(file[i+24:], size)
			return file
		}
	}
	t.Fatalf("no part %s", part)
	return nil
}

func TestASizeThatLiesIsFoundOut(t *testing.T) {
	file := pack(t, withPictures(p("", r("甲"), inline("p1", ""), inline("p2", ""))).parts())
	for _, size := range []uint32{0, 10, 30 << 20, 1<<32 - 2} {
		if _, err := readBytes(lie(t, file, "word/document.xml", size)); !errors.Is(err, ErrBroken) {
			t.Errorf("a text that says it has %d bytes: %v", size, err)
		}
	}
	for size, want := range map[uint32]Kind{13: BrokenPicture, 30: BrokenPicture, maxPicture: BrokenPicture, maxPicture + 1: LargePicture, 1<<32 - 2: LargePicture} {
		got, err := readBytes(lie(t, file, "word/media/image1.png", size))
		if err != nil {
			t.Errorf("a picture that says it has %d bytes: %v", size, err)
			continue
		}
		if len(got.Left) != 1 || got.Left[0] != (Left{want, 1}) || len(got.Pictures) != 1 || !strings.Contains(got.Markup, `"docx:0"`) {
			t.Errorf("a picture that says it has %d bytes: left %v, %d pictures, %s", size, got.Left, len(got.Pictures), got.Markup)
		}
	}
}

func TestPicturesAreTakenUpToTheirLimits(t *testing.T) {
	d := doc{files: map[string][]byte{}}
	for i, mb := range []int{20, 21, 20, 19, 2, 1} {
		id := fmt.Sprintf("i%d", i)
		d.rels += relTo(id, "image", "media/"+id+".png")
		d.files["word/media/"+id+".png"] = append(bytes.Clone(png), make([]byte, mb<<20-len(png))...)
		d.body += p("", inline(id, ""))
	}
	got := d.read(t)
	total := 0
	for _, p := range got.Pictures {
		total += len(p.Data)
	}
	if len(got.Pictures) != 4 || total != maxPictures || len(got.Left) != 1 || got.Left[0] != (Left{LargePicture, 2}) {
		t.Errorf("%d pictures of %d bytes, left %v", len(got.Pictures), total, got.Left)
	}
}

func TestADamagedFileIsNeverMoreThanRefused(t *testing.T) {
	d := withPictures(p("1", r("甲")) + li(1, 0, "乙") + tbl(tr("", tc("", "丙"))) + p("", inline("p1", "丁"), `<w:r><w:footnoteReference w:id="1"/></w:r>`))
	d.numbering = scheme1(0, "decimal", "%1.") + num(1, 0, "")
	d.footnotes = `<w:footnote w:id="1">` + p("", r("注")) + `</w:footnote>`
	file := pack(t, d.parts())
	for n := range len(file) {
		if _, err := readBytes(file[:n]); !known(err) {
			t.Fatalf("the first %d bytes: %v", n, err)
		}
	}
	for i := range file {
		file[i] ^= 0xff
		if _, err := readBytes(file); err != nil && !known(err) {
			t.Fatalf("byte %d turned round: %v", i, err)
		}
		file[i] ^= 0xff
	}
}

// failing reads up to a place, and then not any more.
type failing struct {
	io.ReaderAt
	after int64
}

func (f failing) ReadAt(p []byte, off int64) (int, error) {
	if off < f.after {
		return 0, iotest.ErrTimeout
	}
	return f.ReaderAt.ReadAt(p, off)
}

func TestADiskThatFailsIsNoFaultOfTheDocument(t *testing.T) {
	file := pack(t, withPictures(p("", inline("p1", ""))).parts())
	for _, after := range []int64{1, int64(len(file)) - 30} {
		_, err := Read(failing{bytes.NewReader(file), after}, int64(len(file)))
		if !errors.Is(err, iotest.ErrTimeout) || known(err) {
			t.Errorf("got %v", err)
		}
	}
}
