package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"wellspring/internal/invest"
	"wellspring/internal/search"
)

// Search finds what holds all the words of a query, newest first.
func (s *Store) Search(ctx context.Context, query invest.SearchQuery) (invest.SearchResult, error) {
	result := invest.SearchResult{Kinds: map[invest.Kind]int{}}
	match, ok := search.Query(query.Text)
	if !ok {
		return result, nil
	}
	err := s.snapshot(ctx, func(q querier) error {
		var w where
		w.and("search MATCH " + w.arg(match))
		rows, err := q.QueryContext(ctx, `
			SELECT p.kind, count(*) FROM search JOIN search_doc p ON p.id = search.rowid`+w.clause()+` GROUP BY p.kind`, w.args...)
		_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
			var k invest.Kind
			var n int
			err = row.Scan(&k, &n)
			result.Kinds[k] = n
			return none, err
		})
		if err != nil {
			return err
		}
		if query.Kind != "" {
			w.and("p.kind = " + w.arg(query.Kind))
		}
		// The rowid of the index grows with the time of publication: see searchID.
		rows, err = q.QueryContext(ctx, `
			SELECT `+publicationColumns+`, p.kind, p.title_zh, p.title_en, p.summary_zh, p.summary_en
			FROM search JOIN search_doc p ON p.id = search.rowid`+w.clause()+
			` ORDER BY search.rowid DESC`+w.page(limitOr(query.Limit, defaultLimit), query.Offset), w.args...)
		result.Hits, err = collect(rows, err, func(row scanner) (invest.SearchHit, error) {
			var h invest.SearchHit
			var k invest.Kind
			err := publicationScan(row, "", &h.Publication, &k, &h.Title.Zh, &h.Title.En, &h.Summary.Zh, &h.Summary.En)
			h.Kind = k
			return h, err
		})
		return err
	})
	for k, n := range result.Kinds {
		if query.Kind == "" || query.Kind == k {
			result.Total += n
		}
	}
	return result, err
}

// kindCode is a kind within searchID. A code never changes its meaning.
var kindCode = map[invest.Kind]int64{
	invest.KindProject: 0, invest.KindCeremony: 1, invest.KindPark: 2, invest.KindArticle: 3,
	invest.KindPolicy: 4, invest.KindUpdate: 5, invest.KindRelease: 6,
}

// Bits of a searchID, 63 in all: 33 for the second of publication (until the
// year 2242), 3 for the kind, 27 for the number (134 million of a kind).
const (
	secondBits = 33
	kindBits   = 3
	numberBits = 27
)

// searchID is the row of a text in the search index: its first publication, its
// kind and its number in one integer. So the index itself is in the order of
// publication, a text keeps its row when it is published again, and the
// rows come out the same when the catalogue is made anew.
func searchID(p invest.Publication) (int64, error) {
	at, code := p.PubDate.Unix(), kindCode[p.Kind]
	if at < 0 || at >= 1<<secondBits || p.Number <= 0 || p.Number >= 1<<numberBits {
		return 0, fmt.Errorf("%s %d of %s has no place in the search index", p.Kind, p.Number, p.PubDate)
	}
	return at<<(kindBits+numberBits) | code<<numberBits | p.Number, nil
}

// putSearch makes a published text findable.
func (t *deskTx) putSearch(ctx context.Context, p invest.Publication, c invest.Content) error {
	id, err := searchID(p)
	if err != nil {
		return err
	}
	title, summary := c.Heading(), summaryOf(c)
	_, err = t.exec(ctx, `
		INSERT INTO search_doc (id, kind, number, revision, pub_date, updated_at, title_zh, title_en, summary_zh, summary_en)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		id, p.Kind, p.Number, p.Revision, seconds(p.PubDate), seconds(p.Updated), title.Zh, title.En, summary.Zh, summary.En)
	if err != nil {
		return err
	}
	head := title.Zh + "\n" + title.En
	text := strings.Join(searchText(c), "\n")
	titleTerms, _ := search.Index(head)
	textTerms, _ := search.Index(text)
	_, chars := search.Index(head + "\n" + text)
	_, err = t.exec(ctx, `INSERT INTO search (rowid, title, text, chars) VALUES ($1, $2, $3, $4)`, id, titleTerms, textTerms, chars)
	return err
}

// removeSearch makes a text unfindable, if it was findable.
func (t *deskTx) removeSearch(ctx context.Context, k invest.Kind, number int64) error {
	var id int64
	err := t.tx.QueryRowContext(ctx, `
		DELETE FROM search_doc WHERE kind = $1 AND number = $2 RETURNING id`, k, number).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `DELETE FROM search WHERE rowid = $1`, id)
	return err
}

// summaryOf is what a list of mixed kinds shows under a title.
func summaryOf(c invest.Content) invest.Text {
	switch c := c.(type) {
	case *invest.Project:
		return c.Summary
	case *invest.Ceremony:
		if c.Summary.IsZero() {
			return c.TitleLine
		}
		return c.Summary
	case *invest.Park:
		return c.Summary
	case *invest.Article:
		return c.Summary
	case *invest.Policy:
		return c.Summary
	case *invest.Update:
		return c.Text
	case *invest.Release:
		return c.Comment
	}
	return invest.Text{}
}

// searchText is what can be found of a public text besides its title.
func searchText(c invest.Content) []string {
	var out []string
	add := func(texts ...invest.Text) {
		for _, t := range texts {
			out = append(out, t.Zh, t.En)
		}
	}
	for _, t := range c.RichTexts() {
		out = append(out, invest.PlainText(t.Zh), invest.PlainText(t.En))
	}
	switch c := c.(type) {
	case *invest.Project:
		out = append(out, c.Code, c.Plot)
		add(c.Summary, c.Chain, c.Place, c.Scale, c.Conditions, c.Market, c.LeadAgency)
	case *invest.Ceremony:
		add(c.TitleLine, c.Umbrella, c.Series, c.Venue, c.City, c.Slogan, c.Summary)
		add(c.Organisers...)
		add(c.Fields...)
		for _, g := range c.Groups {
			add(g.Label, g.Theme)
		}
		for _, s := range c.Signings() {
			add(s.Name, s.Origin)
			for _, parties := range [][]invest.Party{s.A, s.B, s.Witness} {
				for _, p := range parties {
					add(p.Name, p.Region)
					out = append(out, p.Code)
				}
			}
		}
	case *invest.Park:
		add(c.Summary, c.Place, c.Operator, c.State)
		for _, x := range c.Plots {
			out = append(out, x.Code)
			add(x.Use)
		}
		for _, x := range c.Workshops {
			add(x.Building)
		}
	case *invest.Article:
		add(c.Kicker, c.Subtitle, c.Summary, c.Source.Name)
	case *invest.Policy:
		out = append(out, c.DocNo)
		add(c.Issuer, c.Summary, c.Window)
		for _, x := range c.Clauses {
			add(x.Title, x.Text, x.Condition)
		}
	case *invest.Update:
		add(c.Text)
	case *invest.Release:
		add(c.Comment)
		for _, f := range c.Figures {
			add(f.Region)
		}
	}
	return out
}
