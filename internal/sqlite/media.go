package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"wellspring/internal/invest"
)

const mediaColumns = `m.number, m.version, m.hash, m.upload, m.name, m.type, m.size, m.width, m.height, m.widths, m.words, m.editor, m.at`

func mediaScan(row scanner) (invest.Media, error) {
	var m invest.Media
	var widths, words string
	var at sql.NullInt64
	err := row.Scan(&m.Number, &m.Version, &m.Hash, &m.Upload, &m.Name, &m.Type, &m.Size, &m.Width, &m.Height, &widths, &words, &m.Editor, &at)
	if err != nil {
		return m, err
	}
	m.At = moment(at)
	return m, errors.Join(fromJSON(widths, &m.Widths), fromJSON(words, &m.Words))
}

// oneMedia gives the newest file that matches a condition of one argument.
func oneMedia(ctx context.Context, q querier, condition string, arg any) (invest.Media, error) {
	m, err := mediaScan(q.QueryRowContext(ctx, `
		SELECT `+mediaColumns+` FROM desk_media m WHERE `+condition+` ORDER BY m.number DESC LIMIT 1`, arg))
	if errors.Is(err, sql.ErrNoRows) {
		return m, invest.Errorf(invest.NotFound, "media %v", arg)
	}
	return m, err
}

// ShowsMedia reports whether some published text shows a file of the library.
func (s *Store) ShowsMedia(ctx context.Context, hash string) (bool, error) {
	var found bool
	err := s.pool.QueryRowContext(ctx, showsMediaSQL, hash).Scan(&found)
	return found, err
}

const showsMediaSQL = `SELECT count(*) > 0 FROM media_use WHERE hash = $1`

func (r deskReader) MediaByNumber(ctx context.Context, number int64) (invest.Media, error) {
	return oneMedia(ctx, r.q, `m.number = $1`, number)
}

func (r deskReader) MediaByHash(ctx context.Context, hash string) (invest.Media, error) {
	return oneMedia(ctx, r.q, `m.hash = $1`, hash)
}

func (r deskReader) MediaByUpload(ctx context.Context, upload string) (invest.Media, error) {
	return oneMedia(ctx, r.q, `m.upload = $1`, upload)
}

func (r deskReader) MediaHashes(ctx context.Context) ([]string, error) {
	rows, err := r.q.QueryContext(ctx, `SELECT hash FROM desk_media ORDER BY hash`)
	return collect(rows, err, func(row scanner) (hash string, err error) { return hash, row.Scan(&hash) })
}

func (r deskReader) MediaList(ctx context.Context, f invest.MediaFilter) (invest.MediaList, error) {
	var w where
	if q := strings.TrimSpace(f.Query); q != "" {
		w.and("instr(lower(m.wording), lower(" + w.arg(q) + ")) > 0")
	}
	if f.Pictures {
		w.and("m.width > 0")
	}
	if f.Files {
		w.and("m.width = 0")
	}
	if f.Wordless {
		w.and("m.width > 0 AND m.told = 0")
	}
	if f.Unused {
		w.and(`NOT EXISTS (SELECT 1 FROM desk_media_use u WHERE u.hash = m.hash)
			AND NOT EXISTS (SELECT 1 FROM media_use u WHERE u.hash = m.hash)`)
	}
	var list invest.MediaList
	err := r.q.QueryRowContext(ctx, `SELECT count(*) FROM desk_media m`+w.clause(), w.args...).Scan(&list.Total)
	if err != nil {
		return list, err
	}
	clause := w.clause()
	rows, err := r.q.QueryContext(ctx, `SELECT `+mediaColumns+` FROM desk_media m`+clause+` ORDER BY m.number DESC`+
		w.page(limitOr(f.Limit, 40), f.Offset), w.args...)
	list.Rows, err = collect(rows, err, mediaScan)
	return list, err
}

func (r deskReader) MediaUsedIn(ctx context.Context, hash string) ([]invest.DraftID, error) {
	rows, err := r.q.QueryContext(ctx, `
		SELECT kind, number FROM desk_media_use WHERE hash = $1
		UNION SELECT kind, number FROM media_use WHERE hash = $1 ORDER BY kind, number`, hash)
	return collect(rows, err, func(row scanner) (id invest.DraftID, err error) { return id, row.Scan(&id.Kind, &id.Number) })
}

func (t *deskTx) AddMedia(ctx context.Context, m *invest.Media) error {
	columns, err := mediaWords(*m)
	if err != nil {
		return err
	}
	widths, err := asJSON(m.Widths)
	if err != nil {
		return err
	}
	done, err := t.exec(ctx, `
		INSERT INTO desk_media (version, hash, upload, name, type, size, width, height, widths, editor, at, words, wording, told)
		VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		append([]any{m.Hash, m.Upload, m.Name, m.Type, m.Size, m.Width, m.Height, widths, m.Editor, seconds(m.At)}, columns...)...)
	if violates(err, uniqueViolation) {
		return invest.Errorf(invest.Conflict, "media %s is there", m.Hash)
	}
	if err != nil {
		return fmt.Errorf("new media: %w", err)
	}
	m.Version = 1
	m.Number, err = done.LastInsertId()
	return err
}

func (t *deskTx) PutMediaWords(ctx context.Context, m *invest.Media) error {
	columns, err := mediaWords(*m)
	if err != nil {
		return err
	}
	done, err := t.exec(ctx, `
		UPDATE desk_media SET words = $1, wording = $2, told = $3, name = $4, version = version + 1 WHERE number = $5 AND version = $6`,
		append(columns, m.Name, m.Number, m.Version)...)
	if err != nil {
		return fmt.Errorf("words of media %d: %w", m.Number, err)
	}
	n, err := done.RowsAffected()
	if err != nil {
		return err
	}
	if n == 0 {
		if _, err := t.MediaByNumber(ctx, m.Number); err != nil {
			return err
		}
		return invest.Errorf(invest.Stale, "media %d is not at version %d", m.Number, m.Version)
	}
	m.Version++
	return nil
}

// mediaWords are the columns words, wording and told.
func mediaWords(m invest.Media) ([]any, error) {
	words, err := asJSON(m.Words)
	wording := strings.Join([]string{
		m.Name, m.Alt.Zh, m.Alt.En, m.Caption.Zh, m.Caption.En, m.Credit.Zh, m.Credit.En, m.Place.Zh, m.Place.En,
	}, "\n")
	return []any{words, wording, m.Alt.Zh != "" && m.Credit.Zh != ""}, err
}

func (t *deskTx) DropMedia(ctx context.Context, number int64) error {
	m, err := t.MediaByNumber(ctx, number)
	if err != nil {
		return err
	}
	used, err := t.MediaUsedIn(ctx, m.Hash)
	if err != nil {
		return err
	}
	if len(used) > 0 {
		return invest.Errorf(invest.Conflict, "media %d is used in %d texts", number, len(used))
	}
	_, err = t.exec(ctx, `DELETE FROM desk_media WHERE number = $1`, number)
	return err
}

// pictureColumn is a picture as lists keep it, "" for none.
func pictureColumn(p invest.Picture) (string, error) {
	if p.Media == "" {
		return "", nil
	}
	return asJSON(p)
}

// noteMedia writes down, in one of the two tables of uses, which files a text
// shows, in place of what stood there of it; no text shows none.
func (t *deskTx) noteMedia(ctx context.Context, table string, k invest.Kind, number int64, c invest.Content) error {
	if _, err := t.exec(ctx, `DELETE FROM `+table+` WHERE kind = $1 AND number = $2`, k, number); err != nil {
		return err
	}
	if c == nil {
		return nil
	}
	for _, hash := range invest.MediaHashes(c) {
		if _, err := t.exec(ctx, `INSERT INTO `+table+` (hash, kind, number) VALUES ($1, $2, $3)`, hash, k, number); err != nil {
			return fmt.Errorf("media of %s %d: %w", k, number, err)
		}
	}
	return nil
}
