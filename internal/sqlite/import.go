package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"wellspring/internal/invest"
)

const importColumns = `id, version, owner, lists, file, state, problem, rows, made, created_at, updated_at`

func importScan(row scanner, i *invest.Import, more ...any) error {
	var created, updated sql.NullInt64
	err := row.Scan(append([]any{
		&i.ID, &i.Version, &i.Owner, &i.Lists, &i.File, &i.State, &i.Problem, &i.Rows, &i.Made, &created, &updated,
	}, more...)...)
	i.Created, i.Updated = moment(created), moment(updated)
	return err
}

func (r deskReader) Import(ctx context.Context, id int64) (invest.Import, error) {
	var i invest.Import
	var head string
	err := importScan(r.q.QueryRowContext(ctx, `SELECT `+importColumns+`, head FROM desk_import WHERE id = $1`, id), &i, &head)
	if errors.Is(err, sql.ErrNoRows) {
		return i, invest.Errorf(invest.NotFound, "import %d", id)
	}
	i.Head = []byte(head)
	return i, err
}

func (r deskReader) Imports(ctx context.Context, limit int) ([]invest.Import, error) {
	rows, err := r.q.QueryContext(ctx, `SELECT `+importColumns+` FROM desk_import ORDER BY id DESC LIMIT $1`, limit)
	return collect(rows, err, func(row scanner) (i invest.Import, err error) { return i, importScan(row, &i) })
}

func (r deskReader) ImportRows(ctx context.Context, id int64, f invest.ImportRowFilter) (invest.ImportRowList, error) {
	var w where
	w.and("import = " + w.arg(id))
	if f.Status != "" {
		w.and("status = " + w.arg(f.Status))
	}
	if f.Match {
		w.and("why <> ''")
	}
	if f.Open {
		w.and("why <> '' AND choice = '' AND status <> 'skip'")
	}
	var list invest.ImportRowList
	if f.After == 0 {
		err := r.q.QueryRowContext(ctx, `SELECT count(*) FROM desk_import_row`+w.clause(), w.args...).Scan(&list.Total)
		if err != nil {
			return list, err
		}
	}
	w.and("row > " + w.arg(f.After))
	rows, err := r.q.QueryContext(ctx, `
		SELECT row, status, choice, match, why, reason, body FROM desk_import_row`+w.clause()+` ORDER BY row`+w.page(limitOr(f.Limit, 50), 0), w.args...)
	list.Rows, err = collect(rows, err, func(row scanner) (x invest.ImportRow, err error) {
		var body string
		err = row.Scan(&x.Row, &x.Status, &x.Choice, &x.Match, &x.Why, &x.Reason, &body)
		x.Body = []byte(body)
		return x, err
	})
	return list, err
}

func (r deskReader) ImportDrafts(ctx context.Context, id int64, offset, limit int) ([]invest.DraftID, error) {
	rows, err := r.q.QueryContext(ctx, `
		SELECT kind, number FROM desk_import_draft WHERE import = $1 ORDER BY row, kind, number LIMIT $2 OFFSET $3`, id, limit, offset)
	return collect(rows, err, func(row scanner) (d invest.DraftID, err error) { return d, row.Scan(&d.Kind, &d.Number) })
}

func (r deskReader) PublicImportDrafts(ctx context.Context, id int64) ([]invest.DraftID, error) {
	rows, err := r.q.QueryContext(ctx, `
		SELECT i.kind, i.number FROM desk_import_draft i JOIN desk_draft d ON d.kind = i.kind AND d.number = i.number
		WHERE i.import = $1 AND d.public = $2 ORDER BY i.row, i.kind, i.number`, id, invest.Published)
	return collect(rows, err, func(row scanner) (d invest.DraftID, err error) { return d, row.Scan(&d.Kind, &d.Number) })
}

func (r deskReader) MatchDrafts(ctx context.Context, k invest.Kind, keys, codes []string) ([]invest.DraftMatch, error) {
	var w where
	kind := w.arg(k)
	byKey := "d.match_key IN " + list(&w, append(keys, "\x00")) // no key has that: the list is never empty
	byCode := "d.code <> '' AND d.code IN " + list(&w, append(codes, "\x00"))
	query := `SELECT number, title_zh, title_en, match_key, code FROM desk_draft d WHERE kind = ` + kind + ` AND binned_at IS NULL AND `
	rows, err := r.q.QueryContext(ctx, query+byKey+` UNION `+query+byCode+` ORDER BY number`, w.args...)
	return collect(rows, err, matchScan)
}

func (r deskReader) DraftNames(ctx context.Context, k invest.Kind, editor int64, limit int) ([]invest.DraftMatch, error) {
	var w where
	w.and("d.kind = " + w.arg(k))
	w.and("d.binned_at IS NULL")
	if editor != 0 {
		w.and("(d.public = 'published' OR " + seenBy(&w, editor, nil) + ")")
	}
	rows, err := r.q.QueryContext(ctx, `
		SELECT number, title_zh, title_en, match_key, code FROM desk_draft d`+w.clause()+` ORDER BY number`+w.page(limit, 0), w.args...)
	return collect(rows, err, matchScan)
}

func matchScan(row scanner) (m invest.DraftMatch, err error) {
	return m, row.Scan(&m.Number, &m.Title.Zh, &m.Title.En, &m.Key, &m.Code)
}

func (r deskReader) Headings(ctx context.Context, lists string) (map[string][2]string, error) {
	rows, err := r.q.QueryContext(ctx, `SELECT heading, field, unit FROM desk_import_heading WHERE lists = $1`, lists)
	out := map[string][2]string{}
	_, err = collect(rows, err, func(row scanner) (struct{}, error) {
		var heading, field, unit string
		err := row.Scan(&heading, &field, &unit)
		out[heading] = [2]string{field, unit}
		return struct{}{}, err
	})
	return out, err
}

func (t *deskTx) PutHeading(ctx context.Context, lists, heading, field, unit string) error {
	_, err := t.exec(ctx, `
		INSERT INTO desk_import_heading (lists, heading, field, unit) VALUES ($1, $2, $3, $4)
		ON CONFLICT (lists, heading) DO UPDATE SET field = excluded.field, unit = excluded.unit`, lists, heading, field, unit)
	return err
}

func (t *deskTx) PutImport(ctx context.Context, i *invest.Import) error {
	head := string(i.Head)
	if head == "" {
		head = "{}"
	}
	if i.ID == 0 {
		i.Version = 1
		return t.tx.QueryRowContext(ctx, `
			INSERT INTO desk_import (version, owner, lists, file, state, problem, rows, made, head, created_at, updated_at)
			VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
			i.Owner, i.Lists, i.File, i.State, i.Problem, i.Rows, i.Made, head, seconds(i.Created), seconds(i.Updated)).Scan(&i.ID)
	}
	done, err := t.exec(ctx, `
		UPDATE desk_import SET version = version + 1, lists = $1, state = $2, problem = $3, rows = $4, made = $5, head = $6, updated_at = $7
		WHERE id = $8 AND version = $9`, i.Lists, i.State, i.Problem, i.Rows, i.Made, head, seconds(i.Updated), i.ID, i.Version)
	if err != nil {
		return fmt.Errorf("import %d: %w", i.ID, err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		if err == nil {
			_, err = t.Import(ctx, i.ID)
		}
		if err == nil {
			err = invest.Errorf(invest.Stale, "import %d is no longer at version %d", i.ID, i.Version)
		}
		return err
	}
	i.Version++
	return nil
}

func (t *deskTx) AddImportRows(ctx context.Context, id int64, rows []invest.ImportRow) error {
	for _, x := range rows {
		_, err := t.exec(ctx, `
			INSERT INTO desk_import_row (import, row, status, choice, match, why, reason, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (import, row) DO UPDATE SET status = excluded.status, choice = excluded.choice, match = excluded.match,
				why = excluded.why, reason = excluded.reason, body = excluded.body`,
			id, x.Row, x.Status, x.Choice, x.Match, x.Why, x.Reason, string(x.Body))
		if err != nil {
			return fmt.Errorf("row %d of import %d: %w", x.Row, id, err)
		}
	}
	return nil
}

func (t *deskTx) DropImportRows(ctx context.Context, id int64) error {
	if _, err := t.exec(ctx, `DELETE FROM desk_import_draft WHERE import = $1`, id); err != nil {
		return err
	}
	_, err := t.exec(ctx, `DELETE FROM desk_import_row WHERE import = $1`, id)
	return err
}

func (t *deskTx) DropStaged(ctx context.Context, id int64) error {
	_, err := t.exec(ctx, `DELETE FROM desk_import_draft WHERE import = $1`, id)
	return err
}

func (t *deskTx) TakeNumbers(ctx context.Context, k invest.Kind, n int) (first int64, err error) {
	err = t.tx.QueryRowContext(ctx, `UPDATE desk_number SET last = last + $1 WHERE kind = $2 RETURNING last`, n, k).Scan(&first)
	return first - int64(n) + 1, err
}

func (t *deskTx) StageDrafts(ctx context.Context, id int64, drafts []invest.StagedDraft) error {
	for _, s := range drafts {
		body, schema, err := invest.EncodeContent(s.Draft.Body)
		if err != nil {
			return err
		}
		w := workColumns(s.Draft.Body)
		_, err = t.exec(ctx, `
			INSERT INTO desk_import_draft (import, kind, number, row, was, became, before, hash, schema, body, title_zh, title_en, filed, place, code, match_key)
			VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
			id, s.Draft.Body.Kind(), s.Draft.Number, s.Row, s.Draft.Version, s.Draft.Revision, s.Hash, schema, string(body),
			w.title.Zh, w.title.En, w.filed, w.place, w.code, w.key)
		if err != nil {
			return fmt.Errorf("text of row %d of import %d: %w", s.Row, id, err)
		}
	}
	return nil
}

// TakeStaged is a few statements for however many drafts, so that others wait
// for moments only. What is changed goes the way of any saved text.
func (t *deskTx) TakeStaged(ctx context.Context, id, owner int64, at time.Time, note string) (int, error) {
	when := seconds(at)
	done, err := t.exec(ctx, `
		INSERT INTO desk_draft (kind, number, version, revision, owner, work, public, created_at, updated_at, sent_back, stale_en,
			title_zh, title_en, filed, place, code, match_key)
		SELECT kind, number, 1, 1, $1, 'draft', 'never', $2, $3, 0, '[]', title_zh, title_en, filed, place, code, match_key
		FROM desk_import_draft WHERE import = $4 AND was = 0`, owner, when, when, id)
	if err != nil {
		return 0, fmt.Errorf("drafts of import %d: %w", id, err)
	}
	made, err := done.RowsAffected()
	if err != nil {
		return 0, err
	}
	_, err = t.exec(ctx, `
		INSERT INTO desk_revision (kind, number, n, hash, note, editor, at, schema, body)
		SELECT kind, number, 1, hash, $1, $2, $3, schema, body FROM desk_import_draft WHERE import = $4 AND was = 0`, note, owner, when, id)
	if err != nil {
		return 0, fmt.Errorf("texts of import %d: %w", id, err)
	}
	if _, err := t.exec(ctx, `UPDATE desk_import_draft SET became = 1 WHERE import = $1 AND was = 0`, id); err != nil {
		return 0, err
	}
	changes, err := t.staged(ctx, id, "was > 0")
	if err != nil {
		return 0, err
	}
	for _, c := range changes {
		if err := t.saveStaged(ctx, c, c.was, c.body, owner, at, note); err != nil {
			return 0, err
		}
		_, err := t.exec(ctx, `UPDATE desk_import_draft SET became = was + 1 WHERE import = $1 AND kind = $2 AND number = $3`, id, c.Kind, c.Number)
		if err != nil {
			return 0, err
		}
	}
	return int(made) + len(changes), nil
}

// stagedRow is a staged text that changes a draft.
type stagedRow struct {
	invest.DraftID
	was, became, before int64
	body                invest.Content
}

func (t *deskTx) staged(ctx context.Context, id int64, which string) ([]stagedRow, error) {
	rows, err := t.tx.QueryContext(ctx, `
		SELECT kind, number, was, became, before, schema, body FROM desk_import_draft WHERE import = $1 AND `+which+` ORDER BY kind, number`, id)
	return collect(rows, err, func(row scanner) (s stagedRow, err error) {
		var schema int
		var body string
		if err := row.Scan(&s.Kind, &s.Number, &s.was, &s.became, &s.before, &schema, &body); err != nil {
			return s, err
		}
		s.body, err = invest.DecodeContent(s.Kind, schema, []byte(body))
		return s, err
	})
}

// saveStaged gives a draft that is still at a version its next text.
func (t *deskTx) saveStaged(ctx context.Context, s stagedRow, version int64, body invest.Content, editor int64, at time.Time, note string) error {
	d, err := t.Draft(ctx, s.Kind, s.Number)
	if err != nil {
		return err
	}
	if d.Version != version || !d.Binned.IsZero() {
		return invest.Errorf(invest.Stale, "%s %d is at version %d, not %d", s.Kind, s.Number, d.Version, version)
	}
	if d.StaleEn, err = invest.StaleEnglish(d.Body, body, d.StaleEn); err != nil {
		return err
	}
	hash, err := invest.HashContent(body)
	if err != nil {
		return err
	}
	if err := t.DropSchedule(ctx, s.Kind, s.Number, invest.ActPublish); err != nil {
		return err
	}
	d.Body, d.Work, d.Updated = body, invest.WorkDraft, at
	return t.SaveRevision(ctx, &d, hash, note, editor)
}

func (t *deskTx) NoteStaged(ctx context.Context, id int64, d invest.DraftID, version int64) error {
	done, err := t.exec(ctx, `
		UPDATE desk_import_draft SET became = $1 WHERE import = $2 AND kind = $3 AND number = $4 AND became = $5`, version, id, d.Kind, d.Number, version-1)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, invest.Errorf(invest.Conflict, "%s %d was changed since import %d", d.Kind, d.Number, id))
	}
	return nil
}

func (t *deskTx) UndoStaged(ctx context.Context, id, editor int64, at time.Time, note string) (int, error) {
	var touched int
	err := t.tx.QueryRowContext(ctx, `
		SELECT count(*) FROM desk_import_draft i LEFT JOIN desk_draft d ON d.kind = i.kind AND d.number = i.number
		WHERE i.import = $1 AND (d.number IS NULL OR d.version <> i.became OR d.binned_at IS NOT NULL)`, id).Scan(&touched)
	if err != nil {
		return 0, err
	}
	if touched > 0 {
		return 0, invest.Errorf(invest.Conflict, "%d drafts of import %d were changed since", touched, id)
	}
	changes, err := t.staged(ctx, id, "was > 0")
	if err != nil {
		return 0, err
	}
	for _, c := range changes {
		before, err := t.Revision(ctx, c.Kind, c.Number, c.before)
		if err != nil {
			return 0, err
		}
		if err := t.saveStaged(ctx, c, c.became, before.Body, editor, at, note); err != nil {
			return 0, err
		}
	}
	gone := `(SELECT i.kind, i.number FROM desk_import_draft i JOIN desk_draft d ON d.kind = i.kind AND d.number = i.number
		WHERE i.import = $1 AND i.was = 0 AND d.public = 'never')`
	removed := int64(0)
	for _, table := range ofOneDraft { // the drafts themselves are last
		done, err := t.exec(ctx, `DELETE FROM `+table+` WHERE (kind, number) IN `+gone, id)
		if err == nil {
			removed, err = done.RowsAffected()
		}
		if err != nil {
			return 0, fmt.Errorf("%s of import %d: %w", table, id, err)
		}
	}
	return int(removed) + len(changes), nil
}
