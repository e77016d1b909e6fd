package backup_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wellspring/internal/backup"
)

// moment is when the archives of these tests are made.
var moment = time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)

// hash is the one under which a text is kept.
func hash(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

// kept is the name of a media file.
func kept(hash, name string) string { return "media/" + hash[:2] + "/" + hash + "/" + name }

// noise is so many bytes that do not become smaller, the same for the same number.
func noise(n int) string {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{1}).Read(b)
	return string(b)
}

// write makes files, by their names below a folder.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// contents is every file below a folder, and every folder as "".
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		if d.IsDir() {
			out[name] = ""
			return nil
		}
		b, err := os.ReadFile(path)
		out[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// bureau is a data folder with media, and what an archive of it is made from. The
// database is any text: this package does not look into it.
func bureau(t *testing.T) (source backup.Source, media map[string]string) {
	t.Helper()
	data := t.TempDir()
	media = map[string]string{
		kept(hash("照片"), "厂房.jpg"):          "照片",
		kept(hash("照片"), "480.webp"):        "小照片",
		kept(hash("手册"), "手册 (2026年).pdf"):  strings.Repeat("手册", 20_000),
		kept(hash("噪"), "noise.png"):        noise(70_000),
		kept(hash("空"), "empty.txt"):        "",
		kept(hash("长"), nameOfBytes(255-4)): "长",
	}
	write(t, data, media)
	write(t, data, map[string]string{"wellspring.db": "the database that is written", "session.keys": "keys", "media/tmp/upload": "not whole yet", "snapshot": "the database"})
	return backup.Source{
		Database: filepath.Join(data, "snapshot"), Data: data, Program: "v1.2.3", Made: moment, Schema: 4,
		Needed: []string{hash("照片"), hash("手册")},
	}, media
}

// nameOfBytes is a Chinese file name of about so many bytes.
func nameOfBytes(n int) string { return strings.Repeat("字", n/3) + ".txt" }

// nudged is a context that acts when it is asked for the nth time: files are read
// in pieces, and it is asked before each.
type nudged struct {
	context.Context
	left *int
	act  func()
}

func (c nudged) Err() error {
	if *c.left--; *c.left == 0 {
		c.act()
	}
	return c.Context.Err()
}

// eachMoment runs f with an act at the first piece that is read, at the second,
// and so on, until there are no more.
func eachMoment(t *testing.T, f func(t *testing.T, at func(act func()) context.Context)) {
	t.Helper()
	for n := 1; ; n++ {
		left := n
		t.Run(fmt.Sprint("at piece ", n), func(t *testing.T) {
			f(t, func(act func()) context.Context { return nudged{t.Context(), &left, act} })
		})
		if left > 0 || t.Failed() {
			if n < 20 {
				t.Errorf("there were only %d pieces: nothing is shown by this", n)
			}
			return
		}
	}
}
