package sqlite

import (
	"context"

	"wellspring/internal/invest"
)

// Update gives one published note of progress.
func (s *Store) Update(ctx context.Context, number int64) (*invest.Update, invest.Publication, error) {
	return published[*invest.Update](ctx, s.pool, invest.KindUpdate, number)
}

// Updates lists the published notes of progress, latest date first.
func (s *Store) Updates(ctx context.Context, f invest.UpdateFilter) (invest.UpdateList, error) {
	var w where
	if f.Project != 0 {
		w.and("p.project = " + w.arg(f.Project))
	}
	var found invest.UpdateList
	err := s.snapshot(ctx, func(q querier) error {
		err := q.QueryRowContext(ctx, `SELECT count(*) FROM progress p`+w.clause(), w.args...).Scan(&found.Total)
		if err != nil {
			return err
		}
		query := `SELECT ` + publicationColumns + `, p.schema, p.body, coalesce(project.title_zh, ''), coalesce(project.title_en, '')
			FROM progress p LEFT JOIN project ON project.number = p.project` + w.clause() +
			` ORDER BY p.date_key DESC, p.number DESC` + w.page(limitOr(f.Limit, defaultLimit), f.Offset)
		rows, err := q.QueryContext(ctx, query, w.args...)
		found.Rows, err = collect(rows, err, func(row scanner) (invest.UpdateRow, error) {
			var r invest.UpdateRow
			var schema int
			var body string
			err := publicationScan(row, invest.KindUpdate, &r.Publication, &schema, &body, &r.Project.Zh, &r.Project.En)
			if err != nil {
				return r, err
			}
			r.Update, err = decode[*invest.Update](invest.KindUpdate, schema, body)
			return r, err
		})
		return err
	})
	return found, err
}

func (t *deskTx) putUpdate(ctx context.Context, s shown, u *invest.Update) error {
	_, err := t.exec(ctx, `
		INSERT INTO progress (number, revision, pub_date, updated_at, project, title_zh, title_en, date_key, schema, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		append(s.columns(), u.Project, u.Title.Zh, u.Title.En, u.Date.Key(), s.schema, s.body)...)
	return err
}
