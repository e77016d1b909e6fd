// Package sqlite is the store on SQLite: the desk and the catalogue in one file,
// so that one transaction holds both. It implements what invest and account say
// of a store (invest.Reader, invest.DeskStore, account.Store), and storetest is
// how it is held to that.
//
// One file a noun. The desk's tables are named desk_*; the catalogue's have
// plain names and are written only by Show and Hide (show.go).
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"wellspring/internal/invest"
)

const (
	// FileName is the database's name in the data folder.
	FileName = "wellspring.db"
	// applicationID stands in the header of the file and marks it as ours: "Well".
	applicationID = 0x57656c6c
	// readConns is how many pages can be read at once.
	readConns = 8
)

// ErrForeign is in the Unusable of a file that is not a database of ours.
var ErrForeign = errors.New("it is not a database of this program")

//go:embed migration/*.sql
var migrations embed.FS

// Store is an open database. It is safe for use by many goroutines, and several
// Stores, in one process or in several, may be open on one folder.
type Store struct {
	deskReader // over the read pool

	path  string
	write *sql.DB // one connection: SQLite has one writer at a time
	read  *sql.DB
	pool  hotPool // over read
}

var (
	_ invest.Reader    = (*Store)(nil)
	_ invest.DeskStore = (*Store)(nil)
)

// Open opens the database in an existing folder, and makes it if it is not
// there. A folder that cannot be used is Unusable and is left as it was: one
// that cannot be written, holds a file of that name which is not ours, or a
// database newer than this program.
func Open(ctx context.Context, dir string) (*Store, error) {
	path, err := filepath.Abs(filepath.Join(dir, FileName))
	if err != nil {
		return nil, err
	}
	// Programs that open a fresh folder at once get into each other's way: going
	// over to a write-ahead log does not wait for its turn, and the later one
	// finds the tables made that it was about to make. It begins again.
	for range 20 {
		var s *Store
		s, err = openOnce(ctx, path)
		if err == nil {
			return s, nil
		}
		if _, fromSQLite := codeOf(err); !fromSQLite || isFull(err) || ctx.Err() != nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, err
}

func openOnce(ctx context.Context, path string) (*Store, error) {
	if err := inspect(ctx, path); err != nil {
		return nil, err
	}
	s := &Store{path: path}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) (err error) {
	if s.write, err = sql.Open("sqlite", dsn(s.path, writerParams)); err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	if err := migrate(ctx, s.write, s.path); err != nil {
		return err
	}
	if s.read, err = sql.Open("sqlite", dsn(s.path, readerParams)); err != nil {
		return err
	}
	s.read.SetMaxOpenConns(readConns)
	s.read.SetMaxIdleConns(readConns) // else a burst closes and prepares anew
	s.pool.db = s.read
	if s.pool.hot, err = prepareHot(ctx, s.read); err != nil {
		return err
	}
	s.deskReader = deskReader{q: s.pool}
	return nil
}

// Close ends all use of the store.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} { // the writer last: it tidies the log away
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Pragmas stand in the DSN because they hold for one connection only. FULL, for
// NORMAL loses acknowledged writes when the power fails.
var (
	writerParams = url.Values{
		"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "foreign_keys(1)", "synchronous(FULL)"},
		"_txlock": {"immediate"},
	}
	readerParams = url.Values{"_pragma": {"busy_timeout(5000)", "query_only(1)"}}
)

func dsn(path string, params url.Values) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: params.Encode()}
	return u.String()
}

// inspect refuses a folder that cannot be used, before anything in it is
// touched, and makes the file with its mark if there is none.
func inspect(ctx context.Context, path string) error {
	dir := filepath.Dir(path)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return unusable(err, "%s is not a folder", dir)
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return create(ctx, path)
	}
	if err != nil {
		return unusable(err, "%s cannot be written", path)
	}
	defer file.Close()
	// The header is read without SQLite, which would write beside the file.
	var header [72]byte
	switch _, err := io.ReadFull(file, header[:]); {
	case errors.Is(err, io.EOF): // empty: making it was cut short
		return create(ctx, path)
	case errors.Is(err, io.ErrUnexpectedEOF), string(header[:16]) != "SQLite format 3\x00",
		binary.BigEndian.Uint32(header[68:72]) != applicationID:
		return unusable(ErrForeign, "%s", path)
	case err != nil:
		return unusable(err, "%s cannot be read", path)
	}
	return refuseNewer(ctx, path)
}

// refuseNewer reads the version of an existing database without changing
// anything. Where no log stands beside it, it is opened as immutable: SQLite
// would else make the log's files. (Beside a log that was copied here without
// its index, it makes the index.)
func refuseNewer(ctx context.Context, path string) error {
	params := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(5000)"}}
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() == 0 {
		params.Set("immutable", "1")
	}
	db, err := sql.Open("sqlite", dsn(path, params))
	if err != nil {
		return err
	}
	defer db.Close()
	return compareVersion(ctx, db, path)
}

// compareVersion refuses a database that a newer program has migrated.
func compareVersion(ctx context.Context, db *sql.DB, path string) error {
	var tables int
	err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name = 'goose_db_version'`).Scan(&tables)
	if err != nil {
		return unusable(err, "%s cannot be read", path)
	}
	if tables == 0 {
		return nil // making it was cut short
	}
	var stored int64
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&stored)
	if err != nil {
		return unusable(err, "%s cannot be read", path)
	}
	known, err := SchemaVersion()
	if err != nil {
		return err
	}
	if stored > known {
		return unusable(nil, "%s is at version %d, this program knows up to %d: it needs a newer program", path, stored, known)
	}
	return nil
}

// SchemaVersion is the number of the last migration in this program: that of
// every database which it has opened.
func SchemaVersion() (int64, error) {
	names, err := fs.Glob(migrations, "migration/*.sql")
	if err != nil {
		return 0, err
	}
	return goose.NumericComponent(filepath.Base(names[len(names)-1]))
}

// migrate brings the database to this program's version.
func migrate(ctx context.Context, db *sql.DB, path string) error {
	if err := db.PingContext(ctx); err != nil {
		return unusable(err, "%s cannot be opened", path)
	}
	files, err := fs.Sub(migrations, "migration")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files,
		goose.WithDisableGlobalRegistry(true), goose.WithVerbose(false))
	if err != nil {
		return err
	}
	if err := compareVersion(ctx, db, path); err != nil {
		return err
	}
	switch _, err := provider.Up(ctx); {
	case isFull(err):
		return unusable(err, "%s cannot be migrated", path)
	case err != nil:
		return fmt.Errorf("migrate %s: %w", path, err)
	}
	return nil
}

// unusable is the error for a data folder that cannot be used.
func unusable(cause error, format string, args ...any) error {
	what := fmt.Sprintf(format, args...)
	if isFull(cause) {
		what += ": the disk is full"
	}
	return &invest.Error{Code: invest.Unusable, What: what, Err: cause}
}

// codeOf is SQLite's extended result code of an error that has one.
func codeOf(err error) (code int, ok bool) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0, false
	}
	return e.Code(), true
}

// violates reports whether the database refused a write by a kind of constraint.
func violates(err error, constraint int) bool {
	code, ok := codeOf(err)
	return ok && code == constraint
}

const (
	uniqueViolation     = sqlite3.SQLITE_CONSTRAINT_UNIQUE
	foreignViolation    = sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY
	primaryKeyViolation = sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
)
