package main

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// The largest pictures that are taken, 24 million pixels, and files that are
// more than they say.

const largeWidth, largeHeight = 6000, 4000

// noisyJPEG is a large one, baseline, with noise in it.
func noisyJPEG(t *testing.T) []byte {
	t.Helper()
	m := image.NewYCbCr(image.Rect(0, 0, largeWidth, largeHeight), image.YCbCrSubsampleRatio444)
	random := rand.New(rand.NewPCG(1, 2))
	for _, plane := range [][]byte{m.Y, m.Cb, m.Cr} {
		for i := range plane {
			plane[i] = byte(i/97) + byte(random.Uint32()&15)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 60}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// remarked gives a JPEG a remark, so that it is another file.
func remarked(file []byte, remark string) []byte {
	part := append([]byte{0xff, 0xfe, 0, byte(len(remark) + 2)}, remark...)
	return append(append(bytes.Clone(file[:2]), part...), file[2:]...)
}

// progressiveJPEG is a large grey one of so many components. Go writes none: it
// is one scan with nothing but zeros, which costs as much memory as any.
func progressiveJPEG(components int) []byte {
	b := []byte{0xff, 0xd8}
	part := func(marker byte, content ...byte) {
		b = append(b, 0xff, marker)
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(content)+2)), content...)
	}
	part(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...) // quantisation
	frame := []byte{8, largeHeight >> 8, largeHeight & 255, largeWidth >> 8, largeWidth & 255, byte(components)}
	scan := []byte{byte(components)}
	for c := range byte(components) {
		frame, scan = append(frame, c+1, 0x11, 0), append(scan, c+1, 0)
	}
	if components == 4 {
		part(0xee, append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), 0)...) // CMYK
	}
	part(0xc2, frame...)
	part(0xc4, append([]byte{0, 1}, make([]byte, 16)...)...) // the code 0 means: no difference
	part(0xda, append(scan, 0, 0, 0)...)
	blocks := (largeWidth / 8) * (largeHeight / 8) * components // one bit each
	return append(append(b, make([]byte, blocks/8+1)...), 0xff, 0xd9)
}

// pngFile is a PNG with a remark, of so many bits a colour, whose header says
// w × h and whose data are rows of another number and length, mostly smooth.
func pngFile(t *testing.T, remark string, w, h uint32, bits byte, rows, rowBytes int) []byte {
	t.Helper()
	var pixels bytes.Buffer
	z, err := zlib.NewWriterLevel(&pixels, zlib.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	row, random := make([]byte, 1+rowBytes), rand.New(rand.NewPCG(3, 4))
	for i := range rows {
		for j := 1; j < len(row); j++ {
			row[j] = byte(i / 16)
		}
		for range rowBytes / 50 { // some noise, for 20 MB are all that is taken
			row[1+random.IntN(rowBytes)] = byte(random.Uint32())
		}
		if _, err := z.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	header = append(header, bits, 6, 0, 0, 0) // colour with a degree of cover
	return bytes.Join([][]byte{
		[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", header), chunk("tEXt", []byte("Comment\x00"+remark)), chunk("IDAT", pixels.Bytes()), chunk("IEND", nil),
	}, nil)
}

func chunk(name string, content []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	b = append(append(b, name...), content...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// largePNG is one of 24 million pixels of so many bits a colour.
func largePNG(t *testing.T, bits byte, remark string) []byte {
	t.Helper()
	return pngFile(t, remark, largeWidth, largeHeight, bits, largeHeight, largeWidth*4*int(bits)/8)
}

// countless is a ZIP file whose table names so many files, all of them its first.
func countless(many int) []byte {
	var b bytes.Buffer
	local := make([]byte, 30)
	copy(local, "PK\x03\x04")
	binary.LittleEndian.PutUint16(local[26:], 4)
	b.Write(append(local, "file"...))
	table := b.Len()
	entry := make([]byte, 46)
	copy(entry, "PK\x01\x02")
	binary.LittleEndian.PutUint16(entry[28:], 4)
	for range many {
		b.Write(entry)
		b.WriteString("file")
	}
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	binary.LittleEndian.PutUint16(end[8:], uint16(many))
	binary.LittleEndian.PutUint16(end[10:], uint16(many))
	binary.LittleEndian.PutUint32(end[12:], uint32(b.Len()-table))
	binary.LittleEndian.PutUint32(end[16:], uint32(table))
	b.Write(end)
	return b.Bytes()
}

// The least of a Word document around its text.
const (
	wordTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	wordHead = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>`
	wordTail    = `</w:body></w:document>`
	wordPicture = `<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="r1"/></pic:blipFill></pic:pic>` +
		`</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
)

// relation is the one relation of a part of a document, by the last word of its type.
func relation(kind, target string) io.Reader {
	return strings.NewReader(`<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + target + `"/></Relationships>`)
}

// bomb is a Word document of few bytes that unpacks to 400 MB.
func bomb(t *testing.T) []byte {
	t.Helper()
	return wordDocument(t, map[string]io.Reader{
		"word/document.xml": io.MultiReader(strings.NewReader(wordHead), io.LimitReader(&again{text: `<w:p><w:r><w:t>满</w:t></w:r></w:p>`}, 400<<20), strings.NewReader(wordTail)),
	})
}

// again reads a text without end.
type again struct {
	text string
	at   int
}

func (a *again) Read(p []byte) (n int, err error) {
	for n < len(p) {
		c := copy(p[n:], a.text[a.at:])
		n, a.at = n+c, (a.at+c)%len(a.text)
	}
	return n, nil
}

// wordDocument is one of some parts, beside those that every one has.
func wordDocument(t *testing.T, parts map[string]io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name string, content io.Reader) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.Copy(w, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	add("[Content_Types].xml", strings.NewReader(wordTypes))
	add("_rels/.rels", relation("officeDocument", "word/document.xml"))
	for name, content := range parts {
		add(name, content)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// illustrated is a Word document with one picture.
func illustrated(t *testing.T, picture []byte) []byte {
	t.Helper()
	return wordDocument(t, map[string]io.Reader{
		"word/document.xml":            strings.NewReader(wordHead + wordPicture + wordTail),
		"word/_rels/document.xml.rels": relation("image", "media/image1.jpeg"),
		"word/media/image1.jpeg":       bytes.NewReader(picture),
	})
}
