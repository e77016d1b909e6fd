package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"wellspring/internal/invest"
)

const settingsSQL = `SELECT key, body FROM desk_setting`

// Settings gives all parts of the settings.
func (s *Store) Settings(ctx context.Context) (invest.Settings, error) {
	all := invest.DefaultSettings()
	rows, err := s.pool.QueryContext(ctx, settingsSQL)
	type stored struct {
		key  invest.SettingKey
		body string
	}
	parts, err := collect(rows, err, func(row scanner) (stored, error) {
		var p stored
		err := row.Scan(&p.key, &p.body)
		return p, err
	})
	if err != nil {
		return all, err
	}
	for _, p := range parts {
		part, err := decodeSetting(p.key, p.body)
		if err != nil {
			return all, err
		}
		all.Set(part)
	}
	return all, nil
}

func (r deskReader) Setting(ctx context.Context, k invest.SettingKey) (invest.Setting, int64, error) {
	defaults := invest.DefaultSettings()
	part := defaults.Part(k)
	if part == nil {
		return nil, 0, fmt.Errorf("there is no part of the settings named %q", k)
	}
	var version int64
	var body string
	err := r.q.QueryRowContext(ctx, `SELECT version, body FROM desk_setting WHERE key = $1`, k).Scan(&version, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return part, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	part, err = decodeSetting(k, body)
	return part, version, err
}

func (r deskReader) SettingRevisions(ctx context.Context, k invest.SettingKey) ([]invest.SettingRevision, error) {
	rows, err := r.q.QueryContext(ctx, `
		SELECT version, editor, at, body FROM desk_setting_revision WHERE key = $1 ORDER BY version DESC`, k)
	return collect(rows, err, func(row scanner) (invest.SettingRevision, error) {
		var rev invest.SettingRevision
		var at sql.NullInt64
		var body string
		if err := row.Scan(&rev.Version, &rev.Editor, &at, &body); err != nil {
			return rev, err
		}
		rev.At = moment(at)
		var err error
		rev.Part, err = decodeSetting(k, body)
		return rev, err
	})
}

// decodeSetting reads a stored part into an empty one: a field that was saved
// empty must not come back as the default's.
func decodeSetting(k invest.SettingKey, body string) (invest.Setting, error) {
	part := new(invest.Settings).Part(k)
	if part == nil {
		return nil, fmt.Errorf("stored settings have a part %q that this program does not know", k)
	}
	return part, fromJSON(body, part)
}

func (t *deskTx) PutSetting(ctx context.Context, part invest.Setting, version, editor int64, at time.Time) error {
	key := part.Key()
	var stored int64
	err := t.tx.QueryRowContext(ctx, `SELECT version FROM desk_setting WHERE key = $1`, key).Scan(&stored)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if stored != version {
		return invest.Errorf(invest.Stale, "settings %s are at version %d, not %d", key, stored, version)
	}
	body, err := asJSON(part)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
		INSERT INTO desk_setting (key, version, body) VALUES ($1, $2, $3)
		ON CONFLICT (key) DO UPDATE SET version = excluded.version, body = excluded.body`, key, version+1, body)
	if err != nil {
		return fmt.Errorf("settings %s: %w", key, err)
	}
	_, err = t.exec(ctx, `
		INSERT INTO desk_setting_revision (key, version, editor, at, body) VALUES ($1, $2, $3, $4, $5)`,
		key, version+1, editor, seconds(at), body)
	if err != nil {
		return fmt.Errorf("settings %s: %w", key, err)
	}
	return t.raise(ctx, "settings")
}
