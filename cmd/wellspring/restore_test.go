package main

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wellspring/internal/backup"
	"wellspring/internal/sqlite"
)

// altered runs a statement past the program, on the database of a folder.
func altered(t *testing.T, data, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

// archived is an archive of a folder that nobody serves, whatever is in it.
func archived(t *testing.T, data string, schema int64) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.tar.gz")
	_, err := backup.Create(t.Context(), path, backup.Source{
		Database: filepath.Join(data, sqlite.FileName), Data: data, Program: "test", Made: time.Now(), Schema: schema,
	})
	if err != nil {
		t.Fatal(err)
	}
	return read(t, path)
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAnArchiveThatIsNotGoodIsRefusedAndNothingIsMade(t *testing.T) {
	t.Parallel()
	data := folder(t)
	succeed(t, "backup", "-o", filepath.Join(data, "..", "a.tar.gz"), "--data", data)
	whole := read(t, filepath.Join(data, "..", "a.tar.gz"))
	changed := bytes.Clone(whole)
	changed[len(changed)/2] ^= 1
	own, err := sqlite.SchemaVersion()
	if err != nil {
		t.Fatal(err)
	}
	foreign, later, forged := t.TempDir(), t.TempDir(), folder(t)
	if err := os.WriteFile(filepath.Join(foreign, sqlite.FileName), bytes.Repeat([]byte("somebody else's "), 100), 0o600); err != nil {
		t.Fatal(err)
	}
	newer(t, later)
	altered(t, forged, `DROP TRIGGER desk_audit_no_update; UPDATE desk_audit SET login = 'nobody' WHERE seq = 1`)
	for _, c := range []struct {
		name    string
		archive []byte
		code    int
		says    []string
	}{
		{"a changed byte", changed, exitRefused, []string{sqlite.FileName}},
		{"cut in the middle", whole[:len(whole)/2], exitRefused, []string{sqlite.FileName, "is cut off"}},
		{"cut at the end", whole[:len(whole)-1], exitRefused, []string{"is cut off"}},
		{"no archive", []byte("ledger of the bureau"), exitRefused, []string{"none of this program"}},
		{"a database of another program", archived(t, foreign, own), exitRefused, []string{sqlite.FileName, "not a database of this program"}},
		{"a trail that was altered", archived(t, forged, own), exitRefused, []string{"audit entry 1 does not hold", sqlite.FileName, "not in order"}},
		{"a newer database, as its manifest says", archived(t, data, 9999), exitFailed, []string{"version 9999", "needs a newer program"}},
		{"a newer database, which its manifest hides", archived(t, later, own), exitFailed, []string{"version 9999", "needs a newer program"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "a.tar.gz"), c.archive, 0o600); err != nil {
				t.Fatal(err)
			}
			before := listing(t, dir)
			r := runProgram(t, "restore", filepath.Join(dir, "a.tar.gz"), "--data", filepath.Join(dir, "data"))
			if r.code != c.code || slices.ContainsFunc(c.says, func(s string) bool { return !strings.Contains(r.errors, s) }) {
				t.Errorf("exit %d: %s", r.code, r.errors)
			}
			if after := listing(t, dir); names(after) != names(before) || r.out != "" {
				t.Errorf("it says %s; there was\n%sand is\n%s", r.out, before, after)
			}
		})
	}
	t.Run("none at all", func(t *testing.T) {
		dir := t.TempDir()
		r := runProgram(t, "restore", filepath.Join(dir, "a.tar.gz"), "--data", filepath.Join(dir, "data"))
		if r.code != exitRefused || !strings.Contains(r.errors, "no such file") {
			t.Errorf("exit %d: %s", r.code, r.errors)
		}
	})
}

func TestAFolderInUseIsNotRestoredOver(t *testing.T) {
	t.Parallel()
	data := folder(t)
	archive := filepath.Join(data, "..", "a.tar.gz")
	succeed(t, "backup", "-o", archive, "--data", data)
	before := listing(t, data)
	r := runProgram(t, "restore", archive, "--data", data)
	if r.code != exitFailed || !strings.Contains(r.errors, "is not empty") || strings.Count(r.errors, "\n") != 1 {
		t.Errorf("exit %d: %s", r.code, r.errors)
	}
	if after := listing(t, data); after != before {
		t.Errorf("the folder was\n%sand is\n%s", before, after)
	}
	if r := runProgram(t, "restore", archive); r.code != exitUsage || !strings.Contains(r.errors, "--data") {
		t.Errorf("without a folder: exit %d: %s", r.code, r.errors)
	}
}

// rows is a store of media, each answer after the other; the last one stays.
type rows [][]string

func (r *rows) MediaHashes(context.Context) ([]string, error) {
	first := (*r)[0]
	if len(*r) > 1 {
		*r = (*r)[1:]
	}
	return first, nil
}

func TestMediaAreComparedWithTheirRows(t *testing.T) {
	data := t.TempDir()
	var hashes []string
	for _, text := range []string{"甲", "乙", "丙"} {
		hashes = append(hashes, filepath.Base(filepath.Dir(upload(t, data, text))))
	}
	slices.Sort(hashes)
	lost := strings.Repeat("f", 64)
	if err := os.MkdirAll(filepath.Join(data, "media", "ff", lost), 0o700); err != nil { // its file is gone
		t.Fatal(err)
	}
	for _, c := range []struct {
		name             string
		rows             rows
		missing, unknown []string
	}{
		{"each has its own", rows{hashes}, nil, nil},
		{"a file without a row", rows{hashes[:2]}, nil, hashes[2:]},
		{"no row at all", rows{nil}, nil, hashes},
		{"a row without a file", rows{append(slices.Clone(hashes), lost)}, []string{lost}, nil},
		{"one that was removed meanwhile, with its row", rows{append(slices.Clone(hashes), lost), hashes}, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := checkMedia(t.Context(), &c.rows, data)
			if err != nil || !slices.Equal(r.Missing, c.missing) || !slices.Equal(r.Unknown, c.unknown) || r.OK() != (c.missing == nil) {
				t.Errorf("got %+v, %v", r, err)
			}
			var said strings.Builder
			findings{media: r}.say(&said)
			for _, hash := range slices.Concat(c.missing, c.unknown) {
				if !strings.Contains(said.String(), hash) {
					t.Errorf("%s is not named in %s", hash, said.String())
				}
			}
		})
	}
}
