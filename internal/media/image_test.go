package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	xwebp "golang.org/x/image/webp"
)

// halves is red on the left and blue on the right.
func halves(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{R: 220, A: 255}
			if x >= w/2 {
				c = color.RGBA{B: 220, A: 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func asJPEG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withEXIF puts an EXIF part into a JPEG, with an orientation and a place.
func withEXIF(file []byte, turn uint16) []byte {
	tiff := append([]byte("MM\x00\x2a\x00\x00\x00\x08"), 0, 1)
	tiff = binary.BigEndian.AppendUint16(tiff, 0x0112)
	tiff = append(tiff, 0, 3, 0, 0, 0, 1)
	tiff = binary.BigEndian.AppendUint16(tiff, turn)
	tiff = append(tiff, 0, 0, 0, 0, 0, 0)
	part := append([]byte("Exif\x00\x00"), append(tiff, "GPS 34.36N 107.14E"...)...)
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(part)+2))...)
	return append(append(head, part...), file[2:]...)
}

func TestAPictureIsKeptInTheSizesThatPagesNeed(t *testing.T) {
	got, err := PrepareImage("image/jpeg", asJPEG(t, halves(3000, 1500)))
	if err != nil {
		t.Fatal(err)
	}
	if got.Type != "image/jpeg" || got.Width != 2560 || got.Height != 1280 {
		t.Errorf("kept as %s of %d × %d", got.Type, got.Width, got.Height)
	}
	for _, width := range Widths {
		m, err := xwebp.Decode(bytes.NewReader(got.Copies[width]))
		if err != nil {
			t.Fatalf("the copy %d wide: %v", width, err)
		}
		if m.Bounds().Dx() != width || m.Bounds().Dy() != width/2 {
			t.Errorf("the copy %d wide is %v", width, m.Bounds().Size())
		}
		if r, _, b, _ := m.At(width/4, width/4).RGBA(); r>>8 < 180 || b>>8 > 60 {
			t.Errorf("the copy %d wide has lost its red half", width)
		}
	}
	small, err := PrepareImage("image/jpeg", asJPEG(t, halves(480, 300)))
	if err != nil || len(small.Copies) != 0 || small.Width != 480 {
		t.Errorf("a small picture is made larger: %v, %d copies", err, len(small.Copies))
	}
}

func TestNothingOfTheCameraIsLeftAndThePictureStandsUpright(t *testing.T) {
	// Where the left half of the file is seen once it is turned.
	left := map[uint16]image.Point{1: {10, 30}, 2: {90, 30}, 3: {90, 30}, 4: {10, 30}, 5: {30, 10}, 6: {30, 10}, 7: {30, 90}, 8: {30, 90}}
	for turn, at := range left {
		sent := withEXIF(asJPEG(t, halves(100, 60)), turn)
		got, err := PrepareImage("image/jpeg", sent)
		if err != nil {
			t.Fatal(err)
		}
		m, err := jpeg.Decode(bytes.NewReader(got.Whole))
		if err != nil {
			t.Fatal(err)
		}
		if r, _, b, _ := m.At(at.X, at.Y).RGBA(); r < b {
			t.Errorf("orientation %d: the red half is not at %v of %v", turn, at, m.Bounds().Size())
		}
		if bytes.Contains(got.Whole, []byte("Exif")) || bytes.Contains(got.Whole, []byte("GPS")) {
			t.Errorf("orientation %d: what the camera wrote is still there", turn)
		}
	}
}

func TestWhatCanBeSeenThroughStaysSo(t *testing.T) {
	m := halves(600, 600)
	for y := range 300 {
		for x := range 600 {
			m.SetRGBA(x, y, color.RGBA{})
			m.Set(x, 300+y, color.NRGBA{R: 220, A: 128})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	got, err := PrepareImage("image/png", b.Bytes())
	if err != nil || got.Type != "image/png" {
		t.Fatalf("%v, %v", got, err)
	}
	whole, err := png.Decode(bytes.NewReader(got.Whole))
	if err != nil {
		t.Fatal(err)
	}
	smaller, err := xwebp.Decode(bytes.NewReader(got.Copies[480]))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []image.Image{whole, smaller} {
		at := m.Bounds().Dy() / 4
		if _, _, _, a := m.At(at, at).RGBA(); a != 0 {
			t.Errorf("what was clear covers what is behind it by %d", a)
		}
		c := color.NRGBAModel.Convert(m.At(at, 3*at)).(color.NRGBA)
		if c.R < 200 || c.A < 120 || c.A > 136 {
			t.Errorf("what was half clear and red is %v", c)
		}
	}
}

func TestPicturesThatLieAreRefused(t *testing.T) {
	var small bytes.Buffer
	if err := png.Encode(&small, halves(2, 2)); err != nil {
		t.Fatal(err)
	}
	bomb := bytes.Clone(small.Bytes())
	binary.BigEndian.PutUint32(bomb[16:], 30_000)
	binary.BigEndian.PutUint32(bomb[20:], 30_000)
	var moving bytes.Buffer
	frame := image.NewPaletted(image.Rect(0, 0, 6_000, 6_000), color.Palette{color.Black, color.White})
	if err := gif.Encode(&moving, frame, nil); err != nil {
		t.Fatal(err)
	}
	whole := asJPEG(t, halves(300, 300))
	profile := []byte("\xff\xe2\x00\x06\xff\xc0\xff\xc0") // what it says of itself is no frame
	for _, c := range []struct {
		name, kind string
		data       []byte
		want       error
	}{
		{"a header of 30,000 × 30,000", "image/png", fixed(bomb), ErrTooManyPixels},
		{"a real 36 megapixels", "image/gif", moving.Bytes(), ErrTooManyPixels},
		{"markup by the name of a picture", "image/jpeg", []byte("<html><script>alert(1)</script>"), ErrBroken},
		{"a print in several scans, which takes 24 bytes a pixel", "image/jpeg", inScans(4, 5_000, 4_000, 1), ErrTooManyPixels},
		{"the same, hidden behind fill bytes", "image/jpeg", slices.Concat([]byte("\xff\xd8\xff"), inScans(4, 5_000, 4_000, 1)[2:]), ErrTooManyPixels},
		{"the same, hidden behind a profile", "image/jpeg", slices.Concat([]byte("\xff\xd8"), profile, inScans(4, 5_000, 4_000, 1)[2:]), ErrTooManyPixels},
		{"more scans than there is time for", "image/jpeg", inScans(1, 800, 800, maxScans+1), ErrBroken},
		{"half a file", "image/jpeg", whole[:len(whole)/2], ErrBroken},
		{"nothing", "image/png", nil, ErrBroken},
		{"a drawing with script in it", "image/svg+xml", []byte("<svg/>"), ErrUnknownType},
	} {
		if _, err := PrepareImage(c.kind, c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestPicturesInSeveralScansAreTaken(t *testing.T) {
	for _, components := range []byte{1, 3, 4} {
		if got, err := PrepareImage("image/jpeg", inScans(components, 1_000, 800, 5)); err != nil || got.Width != 1_000 {
			t.Errorf("of %d colours: %v", components, err)
		}
	}
}

// inScans is a progressive JPEG of so many colours and scans. Go writes none: each
// scan is nothing but zeros.
func inScans(components byte, w, h uint16, scans int) []byte {
	b := []byte{0xff, 0xd8}
	part := func(marker byte, content ...byte) {
		b = append(b, 0xff, marker)
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(content)+2)), content...)
	}
	part(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)
	part(0xee, append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), byte(components/3&1))...) // YCbCr of three, CMYK of four
	frame, scan := []byte{8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), components}, []byte{components}
	for c := range components {
		frame, scan = append(frame, c+1, 0x11, 0), append(scan, c+1, 0)
	}
	part(0xc2, frame...)
	part(0xc4, append([]byte{0, 1}, make([]byte, 16)...)...) // the code 0 means: no difference
	bits := int(components) * int((w+7)/8) * int((h+7)/8)
	for i := range scans {
		approximation := byte(0) // the first scan gives all bits, the others the last once more
		if i > 0 {
			approximation = 0x10
		}
		part(0xda, append(scan, 0, 0, approximation)...)
		b = append(b, make([]byte, bits/8+1)...)
	}
	return append(b, 0xff, 0xd9)
}

// fixed gives the header of a PNG the checksum of what it says.
func fixed(file []byte) []byte {
	binary.BigEndian.PutUint32(file[29:], crc32.ChecksumIEEE(file[12:29]))
	return file
}
