package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"wellspring/internal/invest"
)

func TestOpen(t *testing.T) {
	t.Run("makes a database that only its owner may read", func(t *testing.T) {
		dir := t.TempDir()
		openStore(t, dir)
		names, err := os.ReadDir(dir)
		if err != nil || len(names) == 0 {
			t.Fatal(names, err)
		}
		for _, name := range names { // the log's files too
			info, err := name.Info()
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s has mode %v, %v", name.Name(), info.Mode(), err)
			}
		}
	})

	t.Run("opens a folder again with what is in it", func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, dir)
		publishProject(t, s, &invest.Project{Title: invest.Text{Zh: "光伏项目"}})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if _, _, err := openStore(t, dir).Project(t.Context(), 1); err != nil {
			t.Error(err)
		}
	})

	t.Run("opens a folder whose name has characters that mean something in an address", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "a b%20c#d?e&f=中文;")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		openStore(t, dir)
		if _, err := os.Stat(filepath.Join(dir, FileName)); err != nil {
			t.Error(err)
		}
	})

	t.Run("goes on where making the database was cut short", func(t *testing.T) {
		for name, begin := range map[string]func(path string) error{
			"an empty file":                 func(path string) error { return os.WriteFile(path, nil, 0o600) },
			"a marked file without a table": func(path string) error { return create(t.Context(), path) },
			"a file not yet under its name": func(path string) error {
				return os.WriteFile(filepath.Join(filepath.Dir(path), "."+FileName), []byte("SQLite"), 0o600)
			},
		} {
			dir := t.TempDir()
			if err := begin(filepath.Join(dir, FileName)); err != nil {
				t.Fatal(name, err)
			}
			openStore(t, dir)
		}
	})

	t.Run("lets several programs open a fresh folder at once", func(t *testing.T) {
		dir := t.TempDir()
		stores := make([]*Store, 6)
		errs := make([]error, len(stores))
		var wg sync.WaitGroup
		for i := range stores {
			wg.Go(func() { stores[i], errs[i] = Open(t.Context(), dir) })
		}
		wg.Wait()
		for i, s := range stores {
			if errs[i] != nil {
				t.Error(errs[i])
				continue
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	})

	t.Run("sets the pragmas on every connection", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		for _, tc := range []struct {
			db           *sql.DB
			pragma, want string
		}{
			{s.write, "journal_mode", "wal"},
			{s.write, "foreign_keys", "1"},
			{s.write, "synchronous", "2"},
			{s.write, "busy_timeout", "5000"},
			{s.read, "query_only", "1"},
			{s.read, "busy_timeout", "5000"},
		} {
			var conns []*sql.Conn
			for range tc.db.Stats().MaxOpenConnections {
				conn, err := tc.db.Conn(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				conns = append(conns, conn)
				var got string
				if err := conn.QueryRowContext(t.Context(), "PRAGMA "+tc.pragma).Scan(&got); err != nil || got != tc.want {
					t.Errorf("%s is %s, want %s, %v", tc.pragma, got, tc.want, err)
				}
			}
			for _, conn := range conns {
				if err := conn.Close(); err != nil {
					t.Error(err)
				}
			}
		}
	})

	t.Run("is not possible after the caller has left", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if s, err := Open(ctx, t.TempDir()); err == nil {
			s.Close()
			t.Error("it was opened")
		}
	})
}

func TestOpenRefusesAndChangesNothing(t *testing.T) {
	// raise makes a database newer than this program, over an open connection.
	raise := func(t *testing.T, db *sql.DB) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`); err != nil {
			t.Fatal(err)
		}
	}
	for _, tc := range []struct {
		name string
		says string
		dir  func(t *testing.T) string
	}{
		{"a folder that is not there", "is not a folder", func(t *testing.T) string {
			return filepath.Join(t.TempDir(), "none")
		}},
		{"a folder that is a file", "is not a folder", func(t *testing.T) string {
			path := filepath.Join(t.TempDir(), "file")
			write(t, path, "text")
			return path
		}},
		{"a database that is a folder", "cannot be written", func(t *testing.T) string {
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, FileName), 0o700); err != nil {
				t.Fatal(err)
			}
			return dir
		}},
		{"a folder that nobody can write", "cannot be made", func(t *testing.T) string {
			if runtime.GOOS != "linux" {
				t.Skip("needs /proc")
			}
			return "/proc/self" // not even root makes a file there
		}},
		{"a text of that name", "is not a database of this program", func(t *testing.T) string {
			dir := t.TempDir()
			write(t, filepath.Join(dir, FileName), strings.Repeat("not a database\n", 100))
			return dir
		}},
		{"a very short file of that name", "is not a database of this program", func(t *testing.T) string {
			dir := t.TempDir()
			write(t, filepath.Join(dir, FileName), "SQLite format 3\x00")
			return dir
		}},
		{"another program's database", "is not a database of this program", func(t *testing.T) string {
			dir := t.TempDir()
			db := raw(t, filepath.Join(dir, FileName))
			if _, err := db.ExecContext(t.Context(), `CREATE TABLE theirs (x)`); err != nil {
				t.Fatal(err)
			}
			db.Close()
			return dir
		}},
		{"a newer database", "needs a newer program", func(t *testing.T) string {
			dir := t.TempDir()
			s := open(t, dir)
			raise(t, s.write)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			return dir
		}},
		{"a newer database in use", "needs a newer program", func(t *testing.T) string {
			dir := t.TempDir()
			raise(t, openStore(t, dir).write)
			return dir
		}},
		{"a newer database left by a crash, its version in the log alone", "needs a newer program", func(t *testing.T) string {
			from, dir := t.TempDir(), t.TempDir()
			raise(t, openStore(t, from).write)
			for _, name := range []string{FileName, FileName + "-wal", FileName + "-shm"} {
				b, err := os.ReadFile(filepath.Join(from, name))
				if err != nil {
					t.Fatal(err)
				}
				write(t, filepath.Join(dir, name), string(b))
			}
			return dir
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := tc.dir(t)
			before := contents(t, dir)
			s, err := Open(t.Context(), dir)
			if err == nil {
				s.Close()
				t.Fatal("it was opened")
			}
			if invest.CodeOf(err) != invest.Unusable || !strings.Contains(err.Error(), tc.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q, want one line that says it %s", err, tc.says)
			}
			if after := contents(t, dir); after != before {
				t.Errorf("the folder was changed, before\n%s\nafter\n%s", before, after)
			}
		})
	}
}

// open opens a store that the test closes itself.
func open(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// raw opens a file as SQLite does by itself.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, url.Values{}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// contents says what is in a folder: every file with its time and its digest.
func contents(t *testing.T, dir string) string {
	t.Helper()
	if strings.HasPrefix(dir, "/proc/") {
		return ""
	}
	names, err := os.ReadDir(dir)
	if err != nil {
		return err.Error()
	}
	var out strings.Builder
	for _, name := range names {
		info, err := name.Info()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(&out, name.Name(), " ", info.Mode())
		// A reader leaves its mark in the index of the log, and nothing else.
		if !info.IsDir() && !strings.HasSuffix(name.Name(), "-shm") {
			b, err := os.ReadFile(filepath.Join(dir, name.Name()))
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&out, " %s %x", info.ModTime(), sha256.Sum256(b))
		}
		fmt.Fprintln(&out)
	}
	return out.String()
}
