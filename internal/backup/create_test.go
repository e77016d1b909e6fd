package backup_test

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wellspring/internal/backup"
)

func taken(backup.Manifest) error { return nil }

func good(string) error { return nil }

// create makes an archive that must succeed.
func create(t *testing.T, path string, from backup.Source) backup.Made {
	t.Helper()
	made, err := backup.Create(t.Context(), path, from)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// restored gives what is in an archive, by way of a folder.
func restored(t *testing.T, path string) (backup.Manifest, map[string]string) {
	t.Helper()
	archive, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	dir := filepath.Join(t.TempDir(), "data")
	m, err := backup.Restore(t.Context(), archive, dir, taken, good)
	if err != nil {
		t.Fatal(err)
	}
	files := contents(t, dir)
	maps.DeleteFunc(files, func(name, _ string) bool {
		info, err := os.Stat(filepath.Join(dir, name))
		mode := fs.FileMode(0o600)
		if err == nil && info.IsDir() {
			mode = 0o700
		}
		if err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s has mode %v, %v", name, info.Mode(), err)
		}
		return info.IsDir()
	})
	return m, files
}

func TestWhatIsRestoredIsWhatWasThere(t *testing.T) {
	t.Parallel()
	from, want := bureau(t)
	write(t, from.Data, map[string]string{
		"media/.DS_Store": "x", "media/zz/" + hash("照片") + "/a.jpg": "x", kept(hash("照片"), ".hidden"): "x", "media/ab/short/a.jpg": "x",
	})
	if err := os.Symlink("/etc/passwd", filepath.Join(from.Data, kept(hash("照片"), "link.jpg"))); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.tar.gz")
	made := create(t, path, from)
	wantStrange := []string{"media/.DS_Store", "media/ab/short", kept(hash("照片"), ".hidden"), kept(hash("照片"), "link.jpg"), "media/zz"}
	slices.Sort(wantStrange)
	slices.Sort(made.Strange)
	if diff := cmp.Diff(wantStrange, made.Strange); diff != "" {
		t.Errorf("left out:\n%s", diff)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the archive: %v, %v", info.Mode(), err)
	}
	m, got := restored(t, path)
	want["wellspring.db"] = "the database" // the snapshot
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("restored:\n%s", diff)
	}
	if diff := cmp.Diff(made.Manifest, m); diff != "" || m.Program != "v1.2.3" || !m.Made.Equal(moment) || m.Schema != 4 || len(m.Sum) != 64 {
		t.Errorf("the manifest is %+v, was made as %+v", m, made.Manifest)
	}
}

func TestAFolderWithoutMediaIsArchivedToo(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	write(t, data, map[string]string{"snapshot": "the database"})
	path := filepath.Join(t.TempDir(), "a.tar.gz")
	create(t, path, backup.Source{Database: filepath.Join(data, "snapshot"), Data: data, Made: moment})
	if _, got := restored(t, path); len(got) != 1 || got[backup.Database] != "the database" {
		t.Errorf("restored: %v", got)
	}
}

func TestMediaOnAnotherDiskAreArchived(t *testing.T) {
	t.Parallel()
	from, want := bureau(t)
	elsewhere := filepath.Join(t.TempDir(), "disk")
	if err := errors.Join(os.Rename(filepath.Join(from.Data, "media"), elsewhere), os.Symlink(elsewhere, filepath.Join(from.Data, "media"))); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.tar.gz")
	create(t, path, from)
	if _, got := restored(t, path); len(got) != len(want)+1 {
		t.Errorf("restored %d files, want %d", len(got), len(want)+1)
	}
}

func TestAnArchiveReplacesNothing(t *testing.T) {
	t.Parallel()
	from, _ := bureau(t)
	for _, name := range []string{"a.tar.gz", "a.tar.gz.partial"} {
		dir := t.TempDir()
		write(t, dir, map[string]string{name: "somebody's"})
		if _, err := backup.Create(t.Context(), filepath.Join(dir, "a.tar.gz"), from); !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), name) {
			t.Errorf("over %s: %v", name, err)
		}
		if got := contents(t, dir); len(got) != 1 || got[name] != "somebody's" {
			t.Errorf("with %s there: %v", name, got)
		}
	}
}

func TestAnArchiveDoesNotReplaceWhatCameMeanwhile(t *testing.T) {
	t.Parallel()
	from, _ := bureau(t)
	dir := t.TempDir()
	path, left := filepath.Join(dir, "a.tar.gz"), 10
	ctx := nudged{t.Context(), &left, func() { write(t, dir, map[string]string{"a.tar.gz": "somebody's"}) }}
	if _, err := backup.Create(ctx, path, from); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v", err)
	}
	if got := contents(t, dir); len(got) != 1 || got["a.tar.gz"] != "somebody's" {
		t.Errorf("there is %v", got)
	}
}

func TestMediaThatTheDatabaseHasMustBeThere(t *testing.T) {
	t.Parallel()
	from, _ := bureau(t)
	from.Needed = append(from.Needed, hash("没有"))
	dir := t.TempDir()
	if _, err := backup.Create(t.Context(), filepath.Join(dir, "a.tar.gz"), from); err == nil || !strings.Contains(err.Error(), hash("没有")) {
		t.Errorf("got %v", err)
	}
	if got := contents(t, dir); len(got) != 0 {
		t.Errorf("there is %v", got)
	}
}

func TestAnArchiveThatIsInterruptedLeavesNothing(t *testing.T) {
	t.Parallel()
	from, _ := bureau(t)
	eachMoment(t, func(t *testing.T, at func(func()) context.Context) {
		dir := t.TempDir()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		nudge := at(cancel).(nudged)
		nudge.Context = ctx
		_, err := backup.Create(nudge, filepath.Join(dir, "a.tar.gz"), from)
		if *nudge.left > 0 {
			return // it was done before
		}
		if got := contents(t, dir); !errors.Is(err, context.Canceled) || len(got) != 0 {
			t.Errorf("it ends with %v and leaves %v", err, got)
		}
	})
}

// lists reports whether an archive, which has been read back, has a file.
func lists(made backup.Made, name string) bool {
	return slices.ContainsFunc(made.Files, func(f backup.File) bool { return f.Name == name })
}

// A file that an editor removes meanwhile is no loss where the snapshot does not
// know it; where it does, an archive without it would be one.
func TestAFileThatVanishesMeanwhile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		needed     bool
	}{
		{"unknown to the snapshot", kept(hash("噪"), "noise.png"), false},
		{"known to the snapshot", kept(hash("手册"), "手册 (2026年).pdf"), true},
		{"one of several that are known", kept(hash("照片"), "480.webp"), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachMoment(t, func(t *testing.T, at func(func()) context.Context) {
				from, _ := bureau(t)
				dir := t.TempDir()
				made, err := backup.Create(at(func() {
					if err := os.Remove(filepath.Join(from.Data, c.file)); err != nil {
						t.Error(err)
					}
				}), filepath.Join(dir, "a.tar.gz"), from)
				if err != nil {
					if got := contents(t, dir); !c.needed || !errors.Is(err, fs.ErrNotExist) || len(got) != 0 {
						t.Errorf("it ends with %v and leaves %v", err, got)
					}
					return
				}
				if c.needed && !lists(made, c.file) {
					t.Error("the archive is without it")
				}
			})
		})
	}
}

func TestAFileThatChangesMeanwhileIsNotArchived(t *testing.T) {
	t.Parallel()
	const name = "手册 (2026年).pdf"
	text := strings.Repeat("手册", 20_000)
	for what, other := range map[string]string{
		"it grows": text + "更多", "it shrinks": text[:len(text)/2], "it becomes another": strings.Repeat("册手", 20_000),
	} {
		t.Run(what, func(t *testing.T) {
			from, _ := bureau(t)
			changes := 0
			eachMoment(t, func(t *testing.T, at func(func()) context.Context) {
				write(t, from.Data, map[string]string{kept(hash("手册"), name): text})
				dir := t.TempDir()
				made, err := backup.Create(at(func() {
					write(t, from.Data, map[string]string{kept(hash("手册"), name): other})
				}), filepath.Join(dir, "a.tar.gz"), from)
				if err == nil {
					if !lists(made, kept(hash("手册"), name)) {
						t.Error("the archive is without it")
					}
					return
				}
				changes++
				if got := contents(t, dir); !strings.Contains(err.Error(), name+" was changed") || len(got) != 0 {
					t.Errorf("it ends with %v and leaves %v", err, got)
				}
			})
			if changes == 0 {
				t.Error("no change was seen")
			}
		})
	}
}

// A disk that does not keep what is written to it shows when it is read back.
func TestAnArchiveIsReadBackBeforeItIsThere(t *testing.T) {
	t.Parallel()
	from, _ := bureau(t)
	seen := 0
	eachMoment(t, func(t *testing.T, at func(func()) context.Context) {
		dir := t.TempDir()
		path := filepath.Join(dir, "a.tar.gz")
		_, err := backup.Create(at(func() {
			f, err := os.OpenFile(path+".partial", os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if info, err := f.Stat(); err != nil || info.Size() < 10_000 {
				return // too little is written yet
			}
			if _, err := f.WriteAt(make([]byte, 100), 1000); err != nil {
				t.Error(err)
			}
		}), path, from)
		var damaged *backup.Damaged
		switch got := contents(t, dir); {
		case err == nil:
		case !errors.As(err, &damaged) || len(got) != 0:
			t.Errorf("it ends with %v and leaves %v", err, len(got))
		default:
			seen++
		}
	})
	if seen == 0 {
		t.Error("no damage was seen")
	}
}
