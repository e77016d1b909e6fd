package sqlite

import (
	"context"
	"fmt"
)

const versionSQL = `SELECT n FROM version WHERE scope = 'catalogue'`

// Version is raised by each change of the catalogue, settings included.
func (s *Store) Version(ctx context.Context) (int64, error) {
	var n int64
	err := s.pool.QueryRowContext(ctx, versionSQL).Scan(&n)
	return n, err
}

// Ping says whether the store answers: by a real read, since opening a
// connection alone touches no page of the file.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.Version(ctx)
	return err
}

// raise raises the version of the catalogue and of each scope within it by one.
func (t *deskTx) raise(ctx context.Context, scopes ...string) error {
	for _, scope := range append(scopes, "catalogue") {
		_, err := t.exec(ctx, `
			INSERT INTO version (scope, n) VALUES ($1, 1) ON CONFLICT (scope) DO UPDATE SET n = n + 1`, scope)
		if err != nil {
			return fmt.Errorf("raise the version of %s: %w", scope, err)
		}
	}
	return nil
}
