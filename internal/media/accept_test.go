package media

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"wellspring/internal/invest"
)

// archive is a ZIP file with files of some names in it.
func archive(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		w, err := z.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, n); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// countless is a ZIP file whose table names so many files, all of them its first.
func countless(many int) []byte {
	local, entry, end := append(make([]byte, 30), "file"...), append(make([]byte, 46), "file"...), make([]byte, 22)
	copy(local, "PK\x03\x04")
	local[26] = 4 // bytes of the name
	copy(entry, "PK\x01\x02")
	entry[28] = 4
	copy(end, "PK\x05\x06")
	binary.LittleEndian.PutUint16(end[10:], uint16(many)) // as many as fit there; the table goes on
	binary.LittleEndian.PutUint32(end[12:], uint32(many*len(entry)))
	binary.LittleEndian.PutUint32(end[16:], uint32(len(local)))
	return slices.Concat(local, bytes.Repeat(entry, many), end)
}

const aPDF = "%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

// take gives an upload all the way into a folder.
func take(t *testing.T, in *Intake, data []byte, name string) (hash, kept string, err error) {
	t.Helper()
	up, err := in.Receive(bytes.NewReader(data), name)
	if err != nil {
		return "", "", err
	}
	defer up.Drop()
	m, err := in.Keep(t.Context(), up)
	return m.Hash, m.Name, err
}

// emptyTemp checks that nothing is left of what was refused or done.
func emptyTemp(t *testing.T, f *Folder) {
	t.Helper()
	left, err := os.ReadDir(filepath.Join(f.dir, "tmp"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) || len(left) > 0 {
		t.Errorf("%d are left in the temporary folder, %v", len(left), err)
	}
}

func TestFilesAreKnownByTheirContentAndNotByTheirName(t *testing.T) {
	script := "<html><script>alert(1)</script></html>"
	for _, c := range []struct {
		name, file string
		data       []byte
		want       error
		kept       string
	}{
		{"a photo", "厂房.jpg", asJPEG(t, halves(30, 20)), nil, "厂房.jpg"},
		{"a photo with another ending", "厂房.txt", asJPEG(t, halves(30, 20)), nil, "厂房.txt.jpg"},
		{"a picture that will be another type", "a.gif", asGIF(t, halves(30, 20)), nil, "a.jpg"},
		{"a page called a photo", "a.jpg", []byte(script), ErrUnknownType, ""},
		{"a drawing with script in it", "a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), ErrUnknownType, ""},
		{"a drawing called a photo", "a.png", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`), ErrUnknownType, ""},
		{"a document", "方案.pdf", []byte(aPDF), nil, "方案.pdf"},
		{"a document with something before it", "a.pdf", []byte(script + aPDF), ErrBroken, ""},
		{"a Word document", "a.docx", archive(t, "[Content_Types].xml", "word/document.xml"), nil, "a.docx"},
		{"a Word document whose parts come in another order", "a.bin", archive(t, "docProps/app.xml", "word/document.xml"), nil, "a.bin.docx"},
		{"a workbook", "台账.xlsx", archive(t, "[Content_Types].xml", "xl/workbook.xml"), nil, "台账.xlsx"},
		{"a workbook with macros", "a.xlsx", archive(t, "[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), ErrMacros, ""},
		{"an archive", "资料.zip", archive(t, "说明.txt"), nil, "资料.zip"},
		{"an archive that is cut", "a.zip", archive(t, "说明.txt")[:40], ErrBroken, ""},
		{"an archive of countless files", "a.zip", countless(100_000), ErrBroken, ""},
		{"a program", "a.jpg", []byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00"), ErrUnknownType, ""},
		{"a photo that is cut", "a.jpg", asJPEG(t, halves(300, 200))[:900], ErrBroken, ""},
		{"nothing", "a.jpg", nil, ErrEmpty, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := In(t.TempDir())
			hash, kept, err := take(t, NewIntake(f), c.data, c.file)
			if !errors.Is(err, c.want) || kept != c.kept {
				t.Errorf("kept %q, %v; want %q, %v", kept, err, c.kept, c.want)
			}
			emptyTemp(t, f)
			hashes, err := f.Hashes()
			if err != nil || c.want != nil && len(hashes) > 0 || c.want == nil && (len(hashes) != 1 || hashes[0] != hash) {
				t.Errorf("the folder holds %v, %v", hashes, err)
			}
		})
	}
}

func TestWhatHidesBehindAPictureIsNotKept(t *testing.T) {
	hidden := "<script>alert(document.cookie)</script>"
	for name, data := range map[string][]byte{
		"after a photo": append(asJPEG(t, halves(30, 20)), hidden...),
		"after a GIF":   append(asGIF(t, halves(30, 20)), hidden...),
	} {
		f := In(t.TempDir())
		hash, _, err := take(t, NewIntake(f), data, "a.jpg")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		file, err := f.Open(hash, "whole")
		if err != nil {
			t.Fatal(err)
		}
		kept, err := io.ReadAll(file)
		file.Close()
		if err != nil || bytes.Contains(kept, []byte("script")) {
			t.Errorf("%s: it is still there, %v", name, err)
		}
	}
}

func TestNamesAreSafeWhereverTheyGo(t *testing.T) {
	for in, want := range map[string]string{
		"../../etc/passwd":                "passwd.jpg",
		`C:\照片\厂房.jpg`:                    "厂房.jpg",
		"a\x00b.jpg":                      "ab.jpg",
		"..":                              "file.jpg",
		"":                                "file.jpg",
		".jpg":                            "jpg.jpg",
		"厂房\u202egpj.exe":                 "厂房gpj.exe.jpg",
		`a"b;c%d?.jpeg`:                   "a_b_c_d.jpg",
		"2024.11.30 现场":                   "2024.11.30_现场.jpg",
		strings.Repeat("厂", 300) + ".jpg": strings.Repeat("厂", 76) + ".jpg",
		strings.Repeat("厂", 75) + ".厂厂":   strings.Repeat("厂", 75) + ".jpg",
		strings.Repeat("x", 5<<20):        strings.Repeat("x", 76) + ".jpg", // a header may be so long
		strings.Repeat("/", 10_000):       "file.jpg",
		"a\xff\xfeb.jpg":                  "ab.jpg",
		"<script>alert(1)</script>.jpg":   "script.jpg",
	} {
		if got := invest.FileName(in, ".jpg"); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestAnUploadThatBreaksOffOrIsTooLargeLeavesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		r    io.Reader
		want error
	}{
		"broken off": {io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errors.New("connection reset"))), ErrCutOff},
		"too large":  {io.LimitReader(zeros{}, MaxFile+1), ErrTooLarge},
	} {
		f := In(t.TempDir())
		if _, err := NewIntake(f).Receive(c.r, "a.jpg"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		emptyTemp(t, f)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestTheSamePictureSentAtOnceIsKeptOnce(t *testing.T) {
	f := In(t.TempDir())
	in, data := NewIntake(f), asJPEG(t, halves(600, 400))
	var wait sync.WaitGroup
	for range 6 {
		wait.Go(func() {
			if _, _, err := take(t, in, data, "a.jpg"); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	hashes, err := f.Hashes()
	if err != nil || len(hashes) != 1 {
		t.Errorf("kept %v, %v", hashes, err)
	}
	emptyTemp(t, f)
}

func TestAPictureIsOpenedByTheNamesOfItsCopies(t *testing.T) {
	f := In(t.TempDir())
	hash, _, err := take(t, NewIntake(f), asJPEG(t, halves(1000, 500)), "厂房.jpg")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]struct {
		kind  string
		width int
	}{
		"480.webp": {"image/webp", 480}, "960.webp": {"image/webp", 960}, "whole": {"image/jpeg", 1000},
		"厂房.jpg": {"image/jpeg", 1000}, "500.webp": {"image/jpeg", 1000}, "../480.webp": {"image/jpeg", 1000},
	} {
		file, err := f.Open(hash, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		config, _, err := image.DecodeConfig(file)
		if err != nil || file.Type != want.kind || config.Width != want.width || !file.Picture {
			t.Errorf("%s is %s of width %d, %v", name, file.Type, config.Width, err)
		}
		file.Close()
	}
	for _, c := range [][2]string{{hash, "1600.webp"}, {strings.Repeat("a", 64), "whole"}, {"..", "whole"}, {"", ""}} {
		if file, err := f.Open(c[0], c[1]); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v: %v, %v", c, file, err)
		}
	}
}

func TestTheSweepTakesWhatHasNoRowAndLeavesWhatIsNew(t *testing.T) {
	f := In(t.TempDir())
	in := NewIntake(f)
	var hashes []string
	for i := range 3 {
		hash, _, err := take(t, in, []byte(fmt.Sprintf("%s%d", aPDF, i)), "a.pdf")
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, hash)
	}
	known, orphan, fresh := hashes[0], hashes[1], hashes[2]
	if _, err := in.Receive(strings.NewReader("never finished"), "a.jpg"); err != nil {
		t.Fatal(err)
	}
	sweep := func(now time.Time) []string {
		t.Helper()
		removed, err := f.Sweep(now, []string{known})
		if err != nil {
			t.Fatal(err)
		}
		return removed
	}
	if removed := sweep(time.Now()); len(removed) > 0 {
		t.Errorf("removed %v at once", removed)
	}
	old := time.Now().Add(-2 * Grace)
	for _, h := range []string{known, orphan} {
		if err := os.Chtimes(f.path(h), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if removed := sweep(time.Now()); len(removed) != 1 || removed[0] != orphan {
		t.Errorf("removed %v, want %s", removed, orphan)
	}
	if missing, err := f.Missing([]string{known, orphan, fresh}); err != nil || len(missing) != 1 || missing[0] != orphan {
		t.Errorf("missing %v, %v", missing, err)
	}
	if err := f.Forget(known); err != nil {
		t.Fatal(err)
	}
	if removed, err := f.Sweep(time.Now(), nil); err != nil || len(removed) > 0 {
		t.Errorf("what was just taken out is removed at once: %v, %v", removed, err)
	}
	sweep(time.Now().Add(2 * Grace))
	emptyTemp(t, f)
}

func asGIF(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
