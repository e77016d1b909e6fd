package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
)

// Snapshot writes the database as it is at one moment into a new file, readable
// by its owner only, while others go on writing. The file is not synced. Where it
// fails, nothing is left of it. Full; fs.ErrExist if there is a file of that name.
func (s *Store) Snapshot(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	// SQLite writes into an empty file, and would make one that others may read.
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	if err = file.Close(); err == nil {
		err = s.vacuumInto(ctx, path)
	}
	if err != nil {
		return errors.Join(asFull(fmt.Errorf("snapshot: %w", err)), os.Remove(path))
	}
	return nil
}

// vacuumInto uses a connection of its own: for those of the read pool even another
// file is a write, and the writer's would keep this program's editors waiting.
func (s *Store) vacuumInto(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(s.path, url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(5000)"}}))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `VACUUM INTO $1`, path)
	return errors.Join(err, db.Close())
}
