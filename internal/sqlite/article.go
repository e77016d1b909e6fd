package sqlite

import (
	"context"

	"wellspring/internal/invest"
)

// Article gives one published article.
func (s *Store) Article(ctx context.Context, number int64) (*invest.Article, invest.Publication, error) {
	return published[*invest.Article](ctx, s.pool, invest.KindArticle, number)
}

// Articles lists the published articles, newest first.
func (s *Store) Articles(ctx context.Context, f invest.ArticleFilter) (invest.ArticleList, error) {
	var w where
	if f.Column != "" {
		w.and("p.filed = " + w.arg(f.Column))
	}
	if f.Project != 0 {
		w.and("p.number IN (SELECT article FROM article_project WHERE project = " + w.arg(f.Project) + ")")
	}
	if f.Ceremony != 0 {
		w.and("p.ceremony = " + w.arg(f.Ceremony))
	}
	if f.Park != 0 {
		w.and("p.park = " + w.arg(f.Park))
	}
	if f.Except != 0 {
		w.and("p.number <> " + w.arg(f.Except))
	}
	var found invest.ArticleList
	err := s.snapshot(ctx, func(q querier) error {
		err := q.QueryRowContext(ctx, `SELECT count(*) FROM article p`+w.clause(), w.args...).Scan(&found.Total)
		if err != nil {
			return err
		}
		query := `SELECT ` + publicationColumns + `, p.filed, p.title_zh, p.title_en, p.kicker_zh, p.kicker_en,
				p.summary_zh, p.summary_en, p.source_zh, p.source_en, p.picture
			FROM article p` + w.clause() +
			` ORDER BY p.pub_date DESC, p.number DESC` + w.page(limitOr(f.Limit, defaultLimit), f.Offset)
		rows, err := q.QueryContext(ctx, query, w.args...)
		found.Rows, err = collect(rows, err, func(row scanner) (invest.ArticleRow, error) {
			var r invest.ArticleRow
			var picture string
			err := publicationScan(row, invest.KindArticle, &r.Publication, &r.Column, &r.Title.Zh, &r.Title.En,
				&r.Kicker.Zh, &r.Kicker.En, &r.Summary.Zh, &r.Summary.En, &r.Source.Zh, &r.Source.En, &picture)
			if err != nil || picture == "" {
				return r, err
			}
			return r, fromJSON(picture, &r.Picture)
		})
		return err
	})
	return found, err
}

// ArticleColumns counts the published articles of each column that has any.
func (s *Store) ArticleColumns(ctx context.Context) (map[string]int, error) {
	counts := map[string]int{}
	rows, err := s.pool.QueryContext(ctx, `SELECT filed, count(*) FROM article GROUP BY filed`)
	_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
		var column string
		var n int
		err = row.Scan(&column, &n)
		counts[column] = n
		return none, err
	})
	return counts, err
}

func (t *deskTx) putArticle(ctx context.Context, s shown, a *invest.Article) error {
	picture, err := pictureColumn(a.Picture)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
		INSERT INTO article (number, revision, pub_date, updated_at, filed, title_zh, title_en, kicker_zh, kicker_en,
			summary_zh, summary_en, source_zh, source_en, ceremony, park, picture, schema, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		append(s.columns(), a.Column, a.Title.Zh, a.Title.En, a.Kicker.Zh, a.Kicker.En,
			a.Summary.Zh, a.Summary.En, a.Source.Name.Zh, a.Source.Name.En, orNull(a.Ceremony), orNull(a.Park), picture, s.schema, s.body)...)
	if err != nil {
		return err
	}
	for _, project := range a.Projects {
		_, err := t.exec(ctx, `
			INSERT INTO article_project (project, article) VALUES ($1, $2) ON CONFLICT DO NOTHING`, project, s.Number)
		if err != nil {
			return err
		}
	}
	return nil
}
