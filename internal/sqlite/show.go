package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"wellspring/internal/invest"
)

// catalogueTable is where the texts of each kind stand in the catalogue.
var catalogueTable = map[invest.Kind]string{
	invest.KindProject:  "project",
	invest.KindCeremony: "ceremony",
	invest.KindPark:     "park",
	invest.KindArticle:  "article",
	invest.KindPolicy:   "policy",
	invest.KindUpdate:   "progress",
	invest.KindRelease:  "release",
}

// textSQL reads one published text from its table.
func textSQL(table string) string {
	return `SELECT revision, pub_date, updated_at, schema, body FROM ` + table + ` WHERE number = $1`
}

const tombstoneSQL = `SELECT count(*) FROM tombstone WHERE kind = $1 AND number = $2`

// published gives one published text. NotFound if it never was, Gone if it was withdrawn.
func published[T invest.Content](ctx context.Context, q querier, k invest.Kind, number int64) (T, invest.Publication, error) {
	var none T
	p := invest.Publication{Kind: k, Number: number}
	var pubDate, updated sql.NullInt64
	var schema int
	var body string
	err := q.QueryRowContext(ctx, textSQL(catalogueTable[k]), number).Scan(&p.Revision, &pubDate, &updated, &schema, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return none, invest.Publication{}, absent(ctx, q, k, number)
	}
	if err != nil {
		return none, invest.Publication{}, err
	}
	p.PubDate, p.Updated = moment(pubDate), moment(updated)
	text, err := decode[T](k, schema, body)
	return text, p, err
}

// absent tells what was withdrawn from what never was.
func absent(ctx context.Context, q querier, k invest.Kind, number int64) error {
	var n int
	if err := q.QueryRowContext(ctx, tombstoneSQL, k, number).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return invest.Errorf(invest.Gone, "%s %d", k, number)
	}
	return invest.Errorf(invest.NotFound, "%s %d", k, number)
}

// publicationColumns are read by publicationScan, from a table named p.
const publicationColumns = `p.number, p.revision, p.pub_date, p.updated_at`

// publicationScan reads publicationColumns and what follows them.
func publicationScan(row scanner, k invest.Kind, p *invest.Publication, more ...any) error {
	var pubDate, updated sql.NullInt64
	err := row.Scan(append([]any{&p.Number, &p.Revision, &pubDate, &updated}, more...)...)
	p.Kind, p.PubDate, p.Updated = k, moment(pubDate), moment(updated)
	return err
}

// shown is a text on its way into the catalogue.
type shown struct {
	invest.Publication
	schema int
	body   string
}

// columns are the columns that every kind's table begins with.
func (s shown) columns() []any {
	return []any{s.Number, s.Revision, seconds(s.PubDate), seconds(s.Updated)}
}

func (t *deskTx) Show(ctx context.Context, p invest.Publication, public invest.Content) error {
	return t.ShowAll(ctx, []invest.Publication{p}, []invest.Content{public})
}

func (t *deskTx) ShowAll(ctx context.Context, ps []invest.Publication, public []invest.Content) error {
	if len(ps) != len(public) {
		return fmt.Errorf("%d publications of %d texts", len(ps), len(public))
	}
	var scopes []string
	for i, p := range ps {
		if err := t.put(ctx, p, public[i]); err != nil {
			return fmt.Errorf("show %s %d: %w", p.Kind, p.Number, err)
		}
		if scope := scopeOf(p.Kind); !slices.Contains(scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	if len(ps) == 0 {
		return nil
	}
	return t.raise(ctx, scopes...)
}

func (t *deskTx) Hide(ctx context.Context, k invest.Kind, number int64, at time.Time) error {
	was, err := t.remove(ctx, k, number)
	if err != nil {
		return fmt.Errorf("hide %s %d: %w", k, number, err)
	}
	if !was {
		return fmt.Errorf("hide %s %d: it is not shown", k, number)
	}
	if err := t.bury(ctx, k, number, at); err != nil {
		return err
	}
	// On the desk too, so that the tombstone can be made again from there.
	_, err = t.exec(ctx, `
		UPDATE desk_draft SET withdrawn_at = $1 WHERE kind = $2 AND number = $3`, seconds(at), k, number)
	if err != nil {
		return fmt.Errorf("hide %s %d: %w", k, number, err)
	}
	return t.raise(ctx, scopeOf(k))
}

// scopeOf is the version scope of all of a kind.
func scopeOf(k invest.Kind) string { return "kind:" + string(k) }

// put writes all that the catalogue holds of a text, in place of what it held.
func (t *deskTx) put(ctx context.Context, p invest.Publication, c invest.Content) error {
	if c == nil || p.Kind != c.Kind() {
		return fmt.Errorf("a publication of %s with a text of type %T", p.Kind, c)
	}
	// Public once more: that nothing internal gets here is not left to callers.
	c = c.Public()
	if _, err := t.remove(ctx, p.Kind, p.Number); err != nil {
		return err
	}
	body, schema, err := invest.EncodeContent(c)
	if err != nil {
		return err
	}
	s := shown{Publication: p, schema: schema, body: string(body)}
	switch c := c.(type) {
	case *invest.Project:
		err = t.putProject(ctx, s, c)
	case *invest.Ceremony:
		err = t.putCeremony(ctx, s, c)
	case *invest.Park:
		err = t.putPark(ctx, s, c)
	case *invest.Article:
		err = t.putArticle(ctx, s, c)
	case *invest.Policy:
		err = t.putPolicy(ctx, s, c)
	case *invest.Update:
		err = t.putUpdate(ctx, s, c)
	case *invest.Release:
		err = t.putRelease(ctx, s, c)
	default:
		err = fmt.Errorf("the catalogue has no place for a %T", c)
	}
	if err != nil {
		return err
	}
	if err := t.putLinks(ctx, p, c); err != nil {
		return err
	}
	if err := t.noteMedia(ctx, "media_use", p.Kind, p.Number, c); err != nil {
		return err
	}
	return t.putSearch(ctx, p, c)
}

// remove takes all that the catalogue holds of a text out of it, its tombstone
// too, and reports whether the text was shown. Child rows go by their foreign keys.
func (t *deskTx) remove(ctx context.Context, k invest.Kind, number int64) (was bool, err error) {
	table, ok := catalogueTable[k]
	if !ok {
		return false, fmt.Errorf("there is no kind %q", k)
	}
	done, err := t.exec(ctx, `DELETE FROM `+table+` WHERE number = $1`, number)
	if err != nil {
		return false, err
	}
	n, err := done.RowsAffected()
	if err != nil {
		return false, err
	}
	if _, err := t.exec(ctx, `DELETE FROM link WHERE kind = $1 AND number = $2`, k, number); err != nil {
		return false, err
	}
	if _, err := t.exec(ctx, `DELETE FROM tombstone WHERE kind = $1 AND number = $2`, k, number); err != nil {
		return false, err
	}
	if err := t.noteMedia(ctx, "media_use", k, number, nil); err != nil {
		return false, err
	}
	return n > 0, t.removeSearch(ctx, k, number)
}

// bury leaves Gone in the place of a text.
func (t *deskTx) bury(ctx context.Context, k invest.Kind, number int64, at time.Time) error {
	_, err := t.exec(ctx, `INSERT INTO tombstone (kind, number, at) VALUES ($1, $2, $3)`, k, number, seconds(at))
	if err != nil {
		return fmt.Errorf("tombstone of %s %d: %w", k, number, err)
	}
	return nil
}

// putLinks notes the addresses on other sites that a text links to.
func (t *deskTx) putLinks(ctx context.Context, p invest.Publication, c invest.Content) error {
	for _, url := range invest.Links(c) {
		if _, err := t.exec(ctx, `INSERT INTO link (url, kind, number) VALUES ($1, $2, $3)`, url, p.Kind, p.Number); err != nil {
			return err
		}
	}
	return nil
}

// LinksTo reports whether some published text links to that address on another site.
func (s *Store) LinksTo(ctx context.Context, url string) (bool, error) {
	var found bool
	err := s.pool.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM link WHERE url = $1)`, url).Scan(&found)
	return found, err
}

// Titles gives the titles of what is published among the numbers.
func (s *Store) Titles(ctx context.Context, k invest.Kind, numbers []int64) (map[int64]invest.Text, error) {
	titles := map[int64]invest.Text{}
	for chunk := range slices.Chunk(numbers, chunkSize) {
		var w where
		w.and("kind = " + w.arg(k))
		w.and("number IN " + list(&w, chunk))
		rows, err := s.pool.QueryContext(ctx, `SELECT number, title_zh, title_en FROM search_doc`+w.clause(), w.args...)
		_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
			var number int64
			var title invest.Text
			err = row.Scan(&number, &title.Zh, &title.En)
			titles[number] = title
			return none, err
		})
		if err != nil {
			return nil, err
		}
	}
	return titles, nil
}

// Published lists what is published of a kind, by number.
func (s *Store) Published(ctx context.Context, k invest.Kind, after int64, limit int) ([]invest.Publication, error) {
	if limit <= 0 {
		return nil, nil
	}
	rows, err := s.pool.QueryContext(ctx, `
		SELECT `+publicationColumns+` FROM search_doc p
		WHERE p.kind = $1 AND p.number > $2 ORDER BY p.number LIMIT $3`, k, after, limit)
	return collect(rows, err, func(row scanner) (invest.Publication, error) {
		var p invest.Publication
		err := publicationScan(row, k, &p)
		return p, err
	})
}
