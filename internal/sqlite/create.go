package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
)

// create makes the file with its mark, whole and on the disk before it is there
// under its name. One that were marked in its place could lose the mark again:
// SQLite takes back what a power failure, or a kill, cut short.
func create(ctx context.Context, path string) error {
	// The folder itself is the lock: of programs that start at once one makes the
	// file. The system lets go of it however the program ends.
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return unusable(err, "%s cannot be made", path)
	}
	defer dir.Close()
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX); err != nil {
		return unusable(err, "%s cannot be made", path)
	}
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		return nil // another program has made it meanwhile
	}
	// The dot: a folder with nothing else in it is still taken for a fresh one.
	temp := filepath.Join(filepath.Dir(path), "."+FileName)
	err = createMarked(ctx, temp)
	if err == nil {
		err = os.Rename(temp, path)
	}
	if err == nil {
		err = dir.Sync()
	}
	if err != nil {
		return unusable(err, "%s cannot be made", path)
	}
	return nil
}

// createMarked makes an empty database with the mark, on the disk.
func createMarked(ctx context.Context, path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) { // one that was cut short
		return err
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	db, err := sql.Open("sqlite", dsn(path, url.Values{"_pragma": {"journal_mode(MEMORY)"}}))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	return errors.Join(err, db.Close(), file.Sync())
}
