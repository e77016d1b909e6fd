package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	sqlite3 "modernc.org/sqlite/lib"

	"wellspring/internal/invest"
)

// derived lists every table of the catalogue that the desk determines, children
// before their parents, with the columns that order it. It leaves out version,
// which counts changes and is derived from nothing.
var derived = []struct{ table, order string }{
	{"project_sector", "sector, project"},
	{"project_mode", "mode, project"},
	{"project", "number"},
	{"signing", "ceremony, key"},
	{"ceremony_group", "ceremony, key"},
	{"ceremony", "number"},
	{"plot", "park, key"},
	{"workshop", "park, key"},
	{"park", "number"},
	{"article_project", "project, article"},
	{"article", "number"},
	{"clause", "policy, position"},
	{"policy", "number"},
	{"progress", "number"},
	{"figure", "release, position"},
	{"release", "number"},
	{"tombstone", "kind, number"},
	{"link", "url, kind, number"},
	{"media_use", "hash, kind, number"},
	{"live", "number"},
	{"search_doc", "id"},
	{"search", ""}, // see digest
}

// errLeave ends Check's transaction without keeping what it did.
var errLeave = errors.New("leave the catalogue as it was")

// Check makes the catalogue anew from the desk, in a transaction that is rolled
// back unless a rebuild is asked for and needed, and compares it with what was
// there. Editors' saves wait for it: about a second a thousand texts.
func (s *Store) Check(ctx context.Context, rebuild bool) (invest.CheckReport, error) {
	var report invest.CheckReport
	var err error
	if report.Corrupt, err = s.integrity(ctx); err != nil {
		return report, err
	}
	cancelled := ctx.Err // a transaction's own context is not; Check may be given up
	err = s.inTx(ctx, func(ctx context.Context, t *deskTx) error {
		if err := t.checkAudit(ctx, &report); err != nil {
			return err
		}
		if err := t.checkTexts(ctx, &report); err != nil {
			return err
		}
		before, err := t.digests(ctx)
		if err != nil {
			return err
		}
		readable, err := t.rebuild(ctx, &report, cancelled)
		if err != nil {
			return err
		}
		after, err := t.digests(ctx)
		if err != nil {
			return err
		}
		for i, d := range derived {
			if before[i] != after[i] {
				report.Differing = append(report.Differing, d.table)
			}
		}
		// A published text that cannot be read would vanish from the site, and one
		// that somebody altered past the program would get onto it.
		if !rebuild || !readable || len(report.Altered) > 0 || len(report.Differing) == 0 {
			return errLeave
		}
		report.Rebuilt = true
		var scopes []string
		for _, k := range invest.Kinds {
			scopes = append(scopes, scopeOf(k))
		}
		return t.raise(ctx, scopes...)
	})
	if errors.Is(err, errLeave) {
		err = nil
	}
	report.Rebuilt = report.Rebuilt && err == nil
	return report, err
}

// integrity gives what the database's own checks complain of. It asks on a
// connection of its own: FTS5 checks by what its connection remembers of the
// index, and one of the pool may remember it as it was before another's write.
func (s *Store) integrity(ctx context.Context) ([]string, error) {
	fresh, err := sql.Open("sqlite", dsn(s.path, readerParams))
	if err != nil {
		return nil, err
	}
	defer fresh.Close()
	rows, err := fresh.QueryContext(ctx, `PRAGMA integrity_check`)
	lines, err := collect(rows, err, func(row scanner) (line string, err error) {
		return line, row.Scan(&line)
	})
	if err != nil {
		return nil, err
	}
	if len(lines) == 1 && lines[0] == "ok" {
		lines = nil
	}
	rows, err = fresh.QueryContext(ctx, `SELECT "table", coalesce(rowid, 0), parent FROM pragma_foreign_key_check`)
	orphans, err := collect(rows, err, func(row scanner) (string, error) {
		var table, parent string
		var id int64
		err := row.Scan(&table, &id, &parent)
		return fmt.Sprintf("row %d of %s belongs to no %s", id, table, parent), err
	})
	return append(lines, orphans...), err
}

// checkAudit follows the audit trail: every entry's own hash, the hash of the
// one before, no gap.
func (t *deskTx) checkAudit(ctx context.Context, report *invest.CheckReport) error {
	rows, err := t.tx.QueryContext(ctx, auditSelect+`ORDER BY seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var before invest.AuditEntry
	for rows.Next() {
		e, err := auditScan(rows)
		if err != nil {
			return err
		}
		report.Audit++
		if e.Seq != before.Seq+1 || e.Prev != before.Hash || e.Hash != e.Sum() {
			report.Broken = append(report.Broken, e.Seq)
		}
		before = e
	}
	if err := rows.Err(); err != nil {
		return err
	}
	var head invest.AuditEntry
	err = t.tx.QueryRowContext(ctx, `SELECT seq, hash FROM desk_audit_head`).Scan(&head.Seq, &head.Hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if last := max(head.Seq, before.Seq); (head.Seq != before.Seq || head.Hash != before.Hash) && !slices.Contains(report.Broken, last) {
		report.Broken = append(report.Broken, last) // entries were cut off at the end, or added past the program
	}
	return nil
}

// checkTexts compares every saved text, and what each reviewer signed for, with
// the hash that was written down for it.
func (t *deskTx) checkTexts(ctx context.Context, report *invest.CheckReport) error {
	rows, err := t.tx.QueryContext(ctx, `
		SELECT r.kind, r.number, r.n, r.hash, r.body, coalesce((
			SELECT count(*) FROM desk_review v
			WHERE v.kind = r.kind AND v.number = r.number AND v.revision = r.n AND v.hash <> r.hash), 0)
		FROM desk_revision r ORDER BY r.kind, r.number, r.n`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var kind, hash, body string
		var number, revision, reviews int64
		if err := rows.Scan(&kind, &number, &revision, &hash, &body, &reviews); err != nil {
			return err
		}
		sum := sha256.Sum256([]byte(body))
		if hex.EncodeToString(sum[:]) != hash || reviews > 0 {
			report.Altered = append(report.Altered, fmt.Sprintf("%s %d, revision %d", kind, number, revision))
		}
	}
	return rows.Err()
}

// digests gives the digest of each derived table.
func (t *deskTx) digests(ctx context.Context) ([]string, error) {
	out := make([]string, len(derived))
	for i, d := range derived {
		query := `SELECT * FROM ` + d.table + ` ORDER BY ` + d.order
		if d.table == "search" {
			// The index keeps no texts: it is compared term by term. Within a
			// term it gives rows in the order of document, column and position.
			query = `SELECT * FROM search_term ORDER BY term`
		}
		var err error
		if out[i], err = digest(ctx, t.tx, query); err != nil {
			if !isCorrupt(err) {
				return nil, fmt.Errorf("digest of %s: %w", d.table, err)
			}
			out[i] = "unreadable" // and so different from what the desk makes
		}
	}
	return out, nil
}

// digest is the SHA-256 of all rows of a query, every value with its type and length.
func digest(ctx context.Context, q querier, query string) (string, error) {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	values, dest := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		dest[i] = &values[i]
	}
	h := sha256.New()
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return "", err
		}
		for _, v := range values {
			switch v := v.(type) {
			case nil:
				fmt.Fprint(h, "n")
			case int64:
				fmt.Fprintf(h, "i%d;", v)
			case string:
				fmt.Fprintf(h, "s%d:%s", len(v), v)
			default:
				return "", fmt.Errorf("a column holds a %T", v)
			}
		}
	}
	return string(h.Sum(nil)), rows.Err()
}

// isCorrupt reports whether the database says that what it holds is damaged.
func isCorrupt(err error) bool {
	code, ok := codeOf(err)
	return ok && code&0xff == sqlite3.SQLITE_CORRUPT
}

// rebuild empties the catalogue and makes it anew from the desk. readable is
// false where a published text could not be read; the report then names it.
func (t *deskTx) rebuild(ctx context.Context, report *invest.CheckReport, cancelled func() error) (readable bool, err error) {
	for _, d := range derived {
		empty := `DELETE FROM ` + d.table
		if d.table == "search" {
			empty = `INSERT INTO search (search) VALUES ('delete-all')`
		}
		if _, err := t.exec(ctx, empty); err != nil {
			return false, fmt.Errorf("empty %s: %w", d.table, err)
		}
	}
	rows, err := t.tx.QueryContext(ctx, `
		SELECT kind, number, shown, pub_date, shown_at FROM desk_draft WHERE public = 'published' ORDER BY kind, number`)
	texts, err := collect(rows, err, func(row scanner) (invest.Publication, error) {
		var p invest.Publication
		var pubDate, shownAt sql.NullInt64
		err := row.Scan(&p.Kind, &p.Number, &p.Revision, &pubDate, &shownAt)
		p.PubDate, p.Updated = moment(pubDate), moment(shownAt)
		return p, err
	})
	if err != nil {
		return false, err
	}
	readable = true
	for _, p := range texts {
		if err := cancelled(); err != nil {
			return false, err
		}
		report.Shown++
		r, err := t.Revision(ctx, p.Kind, p.Number, p.Revision)
		if err != nil {
			readable = false
			report.Corrupt = append(report.Corrupt, fmt.Sprintf("published %s %d: %v", p.Kind, p.Number, err))
			continue
		}
		if err := t.put(ctx, p, r.Body); err != nil {
			return false, fmt.Errorf("make %s %d anew: %w", p.Kind, p.Number, err)
		}
	}
	staged, err := t.rebuildLive(ctx, report)
	if err != nil {
		return false, err
	}
	readable = readable && staged
	_, err = t.exec(ctx, `
		INSERT INTO tombstone (kind, number, at)
		SELECT kind, number, coalesce(withdrawn_at, updated_at, 0) FROM desk_draft WHERE public = 'withdrawn'`)
	return readable, err
}
