package backup_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"wellspring/internal/backup"
)

// small is an archive of a database and one picture.
func small(t *testing.T) []byte {
	t.Helper()
	data := t.TempDir()
	write(t, data, map[string]string{"snapshot": strings.Repeat("the database ", 100), kept(hash("噪"), "noise.png"): noise(500)})
	path := filepath.Join(t.TempDir(), "a.tar.gz")
	create(t, path, backup.Source{Database: filepath.Join(data, "snapshot"), Data: data, Made: moment, Schema: 4})
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// refused wants an archive to be refused as damaged, and nothing to come of it.
func refused(t *testing.T, archive io.Reader) *backup.Damaged {
	t.Helper()
	dir := t.TempDir()
	_, err := backup.Restore(t.Context(), archive, filepath.Join(dir, "data"), taken, good)
	var damaged *backup.Damaged
	if !errors.As(err, &damaged) {
		t.Errorf("got %v, want that it is damaged", err)
	}
	if got := contents(t, dir); len(got) != 0 {
		t.Errorf("it leaves %v", got)
	}
	return damaged
}

func TestAChangedByteIsRefused(t *testing.T) {
	t.Parallel()
	whole := small(t)
	for i := range whole {
		if i >= 4 && i <= 9 {
			continue // time and system in the head of gzip, which mean nothing
		}
		changed := bytes.Clone(whole)
		changed[i] ^= 0xff
		var damaged *backup.Damaged
		if _, err := backup.Verify(t.Context(), bytes.NewReader(changed)); !errors.As(err, &damaged) {
			t.Errorf("byte %d of %d is changed: %v", i, len(whole), err)
		}
		if i%100 == 0 {
			refused(t, bytes.NewReader(changed))
		}
	}
}

func TestACutArchiveIsRefused(t *testing.T) {
	t.Parallel()
	whole := small(t)
	for i := range whole {
		var damaged *backup.Damaged
		if _, err := backup.Verify(t.Context(), bytes.NewReader(whole[:i])); !errors.As(err, &damaged) {
			t.Errorf("of %d bytes there are %d: %v", len(whole), i, err)
		}
		if i%100 == 0 {
			refused(t, bytes.NewReader(whole[:i]))
		}
	}
}

// entry is a file of an archive that is made by hand.
type entry struct {
	tar.Header
	text string
}

func file(name, text string) entry { return entry{tar.Header{Name: name}, text} }

// listed is a manifest of files, each with the text that it says they have.
func listed(files ...entry) entry {
	m := backup.Manifest{Format: backup.Format, Program: "v1", Made: moment, Schema: 4}
	for _, f := range files {
		m.Files = append(m.Files, backup.File{Name: f.Name, Size: int64(len(f.text)), SHA256: hash(f.text)})
	}
	return manifest(m)
}

func manifest(m backup.Manifest) entry {
	b, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return file("manifest.json", string(b))
}

// forged is an archive of entries as they stand there.
func forged(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	zipped := gzip.NewWriter(&b)
	w := tar.NewWriter(zipped)
	for _, e := range entries {
		if e.Size == 0 {
			e.Size = int64(len(e.text))
		}
		if e.Typeflag == 0 {
			e.Typeflag = tar.TypeReg
		}
		if err := w.WriteHeader(&e.Header); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// unzipped is the tar in an archive.
func unzipped(t *testing.T, archive []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAnArchiveMadeByHandIsRefused(t *testing.T) {
	t.Parallel()
	db := file("wellspring.db", "the database")
	picture, second := kept(hash("照片"), "a.jpg"), kept(hash("照片"), "b.jpg")
	plain := forged(t, listed(db), db)
	if m, err := backup.Verify(t.Context(), bytes.NewReader(plain)); err != nil || len(m.Files) != 1 {
		t.Fatalf("the one that the others are made from: %v", err)
	}
	// named is an archive in which a file of that name is listed and there.
	named := func(name string) []byte { return forged(t, listed(db, file(name, "x")), db, file(name, "x")) }
	link := func(flag byte) []byte {
		return forged(t, listed(db, file(picture, "")), db, entry{tar.Header{Name: picture, Typeflag: flag, Linkname: "/etc/passwd"}, ""})
	}
	lie := func(f func(m *backup.Manifest)) []byte {
		m := backup.Manifest{Format: backup.Format, Files: []backup.File{{Name: db.Name, Size: int64(len(db.text)), SHA256: hash(db.text)}}}
		f(&m)
		return forged(t, manifest(m), db)
	}
	for _, c := range []struct {
		name    string
		archive []byte
		file    string // in which it shows
		says    string
	}{
		{"nothing", nil, "", "cut off"},
		{"a text", []byte("ledger of the bureau"), "", "none of this program"},
		{"a zipped text", zipped(t, strings.Repeat("ledger of the bureau", 100)), "", "none of this program"},
		{"another program's", forged(t, file("etc/hosts", "x")), "", `begins with "etc/hosts"`},
		{"without a manifest", forged(t, db), "", `begins with "wellspring.db"`},
		{"a manifest that is none", forged(t, file("manifest.json", "<html>")), "manifest.json", "cannot be read"},
		{"a manifest of nothing", forged(t, listed()), "manifest.json", "not one of a backup"},
		{"a manifest without a format", lie(func(m *backup.Manifest) { m.Format = 0 }), "manifest.json", "not one of a backup"},
		{"a manifest without a database", forged(t, listed(file(picture, "x")), file(picture, "x")), "manifest.json", "not one of a backup"},
		{"a manifest that is a link", forged(t, entry{tar.Header{Name: "manifest.json", Typeflag: tar.TypeSymlink, Linkname: "x"}, ""}), "", "none of this program"},

		{"a name above the folder", named("../evil"), "manifest.json", `"../evil"`},
		{"a name above the media", named("media/ab/" + hash("照片") + "/../../../evil"), "manifest.json", "no place"},
		{"a name from the root", named("/etc/cron.d/evil"), "manifest.json", "no place"},
		{"a name of dots", named("media/" + hash("照片")[:2] + "/" + hash("照片") + "/.."), "manifest.json", "no place"},
		{"a name of another system", named(kept(hash("照片"), `..\evil`)), "manifest.json", "no place"},
		{"a name with a line end", named(kept(hash("照片"), "a\nb")), "manifest.json", "no place"},
		{"a name that is too long", named(kept(hash("照片"), strings.Repeat("a", 256))), "manifest.json", "no place"},
		{"the keys of cookies", named("session.keys"), "manifest.json", "no place"},
		{"a log for the database", named("wellspring.db-wal"), "manifest.json", "no place"},
		{"a file in the folder of another hash", named("media/00/" + hash("照片") + "/a.jpg"), "manifest.json", "no place"},
		{"a hash in capitals", named("media/AB/" + strings.Repeat("AB", 32) + "/a.jpg"), "manifest.json", "no place"},
		{"a second database", named("wellspring.db"), "manifest.json", "no place"},
		{"a file listed twice", forged(t, listed(db, file(picture, "x"), file(picture, "x")), db, file(picture, "x"), file(picture, "x")), "manifest.json", "twice"},
		{"a link", link(tar.TypeSymlink), picture, "a link or a device"},
		{"a hard link", link(tar.TypeLink), picture, "a link or a device"},
		{"a device", link(tar.TypeChar), picture, "a link or a device"},
		{"a folder", link(tar.TypeDir), picture, "a link or a device"},

		{"a file that is missing at the end", forged(t, listed(db, file(picture, "x")), db), picture, "is missing"},
		{"a file that is missing in between", forged(t, listed(db, file(picture, "x"), file(second, "y")), db, file(second, "y")), picture, "is missing"},
		{"a file that is not listed", forged(t, listed(db), db, file("../evil", "x")), "", `more in it than its manifest lists: "../evil"`},
		{"a file under another name", forged(t, listed(db, file(picture, "x")), db, file("../evil", "x")), picture, `"../evil" stands in its place`},
		{"a file with another content", forged(t, listed(db, file(picture, "x")), db, file(picture, "y")), picture, "altered"},
		{"a file that is longer", forged(t, listed(db, file(picture, "x")), db, file(picture, strings.Repeat("x", 1<<20))), picture, "has 1048576 bytes, not 1"},
		{"a file that is shorter", forged(t, listed(db, file(picture, "xxx")), db, file(picture, "x")), picture, "has 1 bytes, not 3"},
		{"a size below nothing", lie(func(m *backup.Manifest) { m.Files[0].Size = -1 }), "manifest.json", "size or hash"},
		{"a hash that is none", lie(func(m *backup.Manifest) { m.Files[0].SHA256 = "../evil" }), "manifest.json", "size or hash"},
		{"a hash of something else", lie(func(m *backup.Manifest) { m.Files[0].SHA256 = hash("x") }), "wellspring.db", "altered"},

		{"a hundred megabytes of nothing at the end", zipped(t, unzipped(t, plain)+strings.Repeat("\x00", 100<<20)), "", "goes on after its end"},
		{"a second archive behind it", append(bytes.Clone(plain), plain...), "", "goes on after its end"},
		{"a byte behind it", append(bytes.Clone(plain), 0), "", "goes on after its end"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := refused(t, bytes.NewReader(c.archive)); d != nil && (d.File != c.file || !strings.Contains(d.Error(), c.says) || strings.Contains(d.Error(), "\n")) {
				t.Errorf("it says of %q: %v", d.File, d)
			}
		})
	}
}

// bomb is a reader that packs a file of a quarter of a gigabyte behind the entries.
type bomb struct {
	io.Reader
	unpacked atomic.Int64 // bytes that were asked for, or are about to be
}

func newBomb(t *testing.T, entries ...entry) *bomb {
	t.Helper()
	r, w := io.Pipe()
	b := &bomb{Reader: r}
	t.Cleanup(func() { r.Close() })
	go func() {
		zipped := gzip.NewWriter(w)
		files := tar.NewWriter(zipped)
		err := error(nil)
		for _, e := range entries {
			if e.Size == 0 {
				e.Size = int64(len(e.text))
			}
			if err == nil {
				err = files.WriteHeader(&e.Header)
			}
			if err == nil {
				_, err = io.WriteString(files, e.text)
			}
		}
		for nothing := make([]byte, 1<<16); err == nil && b.unpacked.Load() < 256<<20; {
			_, err = zipped.Write(nothing)
			b.unpacked.Add(int64(len(nothing)))
		}
		w.CloseWithError(err)
	}()
	return b
}

// wantUnexploded wants a few megabytes of a bomb to have been unpacked at most, and
// not more than a manifest may have. Packed, a megabyte is a thousand bytes: what
// was asked for in one piece is some of them.
func (b *bomb) wantUnexploded(t *testing.T) {
	t.Helper()
	if n := b.unpacked.Load(); n > 100<<20 {
		t.Errorf("%d bytes of it were unpacked", n)
	}
}

func TestABombIsRefusedBeforeItUnpacks(t *testing.T) {
	t.Parallel()
	db := file("wellspring.db", "the database")
	huge := entry{Header: tar.Header{Name: "wellspring.db", Size: 1 << 50}}
	for _, c := range []struct {
		name    string
		entries []entry
	}{
		{"a manifest without end", []entry{{Header: tar.Header{Name: "manifest.json", Size: 1 << 40}}}},
		{"a file longer than the manifest says", []entry{listed(db), huge}},
		{"an end that goes on", []entry{listed(db), db}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBomb(t, c.entries...)
			refused(t, b)
			b.wantUnexploded(t)
		})
	}
	t.Run("a file as long as the manifest says, and as no disk is", func(t *testing.T) {
		m := backup.Manifest{Format: backup.Format, Files: []backup.File{
			{Name: "wellspring.db", Size: 1 << 50, SHA256: hash("")}, {Name: kept(hash("照片"), "a.jpg"), Size: 1<<63 - 1, SHA256: hash("")},
		}}
		b := newBomb(t, manifest(m), huge)
		dir := t.TempDir()
		_, err := backup.Restore(t.Context(), b, filepath.Join(dir, "data"), taken, good)
		if got := contents(t, dir); !errors.Is(err, syscall.ENOSPC) || len(got) != 0 {
			t.Errorf("it ends with %v and leaves %v", err, got)
		}
		b.wantUnexploded(t)
	})
}

func TestALaterFormIsNotCalledDamaged(t *testing.T) {
	t.Parallel()
	later := file("manifest.json", `{"format": 2, "program": "v9", "files": {"wellspring.db": {}}}`)
	m := backup.Manifest{Format: 2, Program: "v9"}
	for name, e := range map[string]entry{"one with other lists": manifest(m), "one of another shape": later} {
		_, err := backup.Verify(t.Context(), bytes.NewReader(forged(t, e)))
		var damaged *backup.Damaged
		if !errors.Is(err, backup.ErrNewer) || errors.As(err, &damaged) || !strings.Contains(err.Error(), "v9") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAFolderIsMadeWhereItIsMissingOrEmpty(t *testing.T) {
	t.Parallel()
	archive := small(t)
	for _, c := range []struct {
		name string
		make func(t *testing.T, dir string) (data string)
		at   string // where it then is
	}{
		{"missing", func(_ *testing.T, dir string) string { return filepath.Join(dir, "data") }, "data"},
		{"missing, with a slash", func(_ *testing.T, dir string) string { return filepath.Join(dir, "data") + "/" }, "data"},
		{"empty", func(t *testing.T, dir string) string {
			if err := os.Mkdir(filepath.Join(dir, "data"), 0o755); err != nil {
				t.Fatal(err)
			}
			return filepath.Join(dir, "data")
		}, "data"},
		{"a link to an empty one", func(t *testing.T, dir string) string {
			if err := errors.Join(os.Mkdir(filepath.Join(dir, "real"), 0o700), os.Symlink("real", filepath.Join(dir, "data"))); err != nil {
				t.Fatal(err)
			}
			return filepath.Join(dir, "data")
		}, "real"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			data := c.make(t, dir)
			looked := ""
			_, err := backup.Restore(t.Context(), bytes.NewReader(archive), data, taken, func(dir string) error {
				looked = contents(t, dir)[backup.Database]
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			info, err := os.Lstat(filepath.Join(dir, c.at))
			if err != nil || !info.IsDir() || info.Mode().Perm() != 0o700 {
				t.Errorf("%s: %v, %v", c.at, info, err)
			}
			if looked != strings.Repeat("the database ", 100) || contents(t, filepath.Join(dir, c.at))[backup.Database] != looked {
				t.Errorf("it was looked at %q", looked)
			}
		})
	}
}

func TestNothingIsRestoredOverAnything(t *testing.T) {
	t.Parallel()
	archive := small(t)
	for _, c := range []struct {
		name string
		make func(t *testing.T, dir string) error
		want error
	}{
		{"a folder that is not empty", func(t *testing.T, dir string) error {
			write(t, dir, map[string]string{"data/ledger.xlsx": "x"})
			return nil
		}, fs.ErrExist},
		{"a folder with a hidden file", func(t *testing.T, dir string) error {
			write(t, dir, map[string]string{"data/.hidden": "x"})
			return nil
		}, fs.ErrExist},
		{"a folder that was cut short", func(_ *testing.T, dir string) error { return os.Mkdir(filepath.Join(dir, "data.partial"), 0o700) }, fs.ErrExist},
		{"a file", func(t *testing.T, dir string) error {
			write(t, dir, map[string]string{"data": "x"})
			return nil
		}, syscall.ENOTDIR},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := c.make(t, dir); err != nil {
				t.Fatal(err)
			}
			before := contents(t, dir)
			_, err := backup.Restore(t.Context(), bytes.NewReader(archive), filepath.Join(dir, "data"), taken, good)
			if after := contents(t, dir); !errors.Is(err, c.want) || fmt.Sprint(after) != fmt.Sprint(before) {
				t.Errorf("it ends with %v and leaves %v of %v", err, after, before)
			}
		})
	}
	t.Run("into a folder that is not there", func(t *testing.T) {
		_, err := backup.Restore(t.Context(), bytes.NewReader(archive), filepath.Join(t.TempDir(), "no", "data"), taken, good)
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("that came meanwhile", func(t *testing.T) {
		dir := t.TempDir()
		_, err := backup.Restore(t.Context(), bytes.NewReader(archive), filepath.Join(dir, "data"), taken, func(string) error {
			write(t, dir, map[string]string{"data/ledger.xlsx": "x"})
			return nil
		})
		if got := contents(t, dir); err == nil || len(got) != 2 || got["data/ledger.xlsx"] != "x" {
			t.Errorf("it ends with %v and leaves %v", err, got)
		}
	})
}

func TestWhatTheCallerRefusesIsNotRestored(t *testing.T) {
	t.Parallel()
	archive := small(t)
	no := errors.New("no")
	dir := t.TempDir()
	_, err := backup.Restore(t.Context(), bytes.NewReader(archive), filepath.Join(dir, "data"), func(m backup.Manifest) error {
		if m.Schema != 4 || len(m.Files) != 2 {
			t.Errorf("the manifest is %+v", m)
		}
		return no
	}, func(string) error { t.Error("it was unpacked"); return nil })
	if got := contents(t, dir); !errors.Is(err, no) || len(got) != 0 {
		t.Errorf("by its manifest: %v; there is %v", err, got)
	}
	_, err = backup.Restore(t.Context(), bytes.NewReader(archive), filepath.Join(dir, "data"), taken, func(string) error { return no })
	if got := contents(t, dir); !errors.Is(err, no) || len(got) != 0 {
		t.Errorf("as a folder: %v; there is %v", err, got)
	}
}

func TestARestoreThatIsInterruptedLeavesNothing(t *testing.T) {
	t.Parallel()
	from, _ := bureau(t)
	write(t, from.Data, map[string]string{kept(hash("噪"), "large.png"): noise(8 << 20)})
	path := filepath.Join(t.TempDir(), "a.tar.gz")
	create(t, path, from)
	eachMoment(t, func(t *testing.T, at func(func()) context.Context) {
		archive, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer archive.Close()
		dir := t.TempDir()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		nudge := at(cancel).(nudged)
		nudge.Context = ctx
		_, err = backup.Restore(nudge, archive, filepath.Join(dir, "data"), taken, good)
		if *nudge.left > 0 {
			return // it was done before
		}
		if got := contents(t, dir); !errors.Is(err, context.Canceled) || len(got) != 0 {
			t.Errorf("it ends with %v and leaves %v", err, len(got))
		}
	})
}

// A disk that fails says nothing of the archive.
func TestAnArchiveThatCannotBeReadIsNotCalledDamaged(t *testing.T) {
	t.Parallel()
	folder, err := os.Open(t.TempDir()) // reading a folder fails, as a disk does
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	_, err = backup.Verify(t.Context(), folder)
	var damaged *backup.Damaged
	if err == nil || errors.As(err, &damaged) {
		t.Errorf("got %v", err)
	}
}
