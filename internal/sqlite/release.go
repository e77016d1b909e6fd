package sqlite

import (
	"context"

	"wellspring/internal/invest"
)

// Release gives one published release.
func (s *Store) Release(ctx context.Context, number int64) (*invest.Release, invest.Publication, error) {
	return published[*invest.Release](ctx, s.pool, invest.KindRelease, number)
}

// latestPeriod orders releases by the end of their period; of those that end
// together the one that began first leads, for it is the cumulative one.
const latestPeriod = `p.year DESC, p.last DESC, p.first, p.number DESC`

// Releases lists the published releases, latest end of period first.
func (s *Store) Releases(ctx context.Context) ([]invest.ReleaseRow, error) {
	rows, err := s.pool.QueryContext(ctx, `
		SELECT `+publicationColumns+`, p.schema, p.body FROM release p ORDER BY `+latestPeriod)
	return collect(rows, err, func(row scanner) (invest.ReleaseRow, error) {
		var r invest.ReleaseRow
		var schema int
		var body string
		err := publicationScan(row, invest.KindRelease, &r.Publication, &schema, &body)
		if err != nil {
			return r, err
		}
		r.Release, err = decode[*invest.Release](invest.KindRelease, schema, body)
		return r, err
	})
}

// Figures gives every published figure of an indicator, latest period first.
func (s *Store) Figures(ctx context.Context, indicator string) ([]invest.FigureRow, error) {
	return figures(ctx, s.pool, indicator, -1) // to SQLite: all of them
}

// LatestFigures gives, for each indicator named, its figure of the latest period.
func (s *Store) LatestFigures(ctx context.Context, indicators []string) (map[string]invest.FigureRow, error) {
	latest := map[string]invest.FigureRow{}
	err := s.snapshot(ctx, func(q querier) error {
		for _, indicator := range indicators {
			rows, err := figures(ctx, q, indicator, 1)
			if err != nil {
				return err
			}
			if len(rows) > 0 {
				latest[indicator] = rows[0]
			}
		}
		return nil
	})
	return latest, err
}

func figures(ctx context.Context, q querier, indicator string, limit int) ([]invest.FigureRow, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT `+publicationColumns+`, p.year, p.first, p.last, p.source, f.body
		FROM figure f JOIN release p ON p.number = f.release
		WHERE f.indicator = $1
		ORDER BY `+latestPeriod+`, f.position LIMIT $2`, indicator, limit)
	return collect(rows, err, func(row scanner) (invest.FigureRow, error) {
		var r invest.FigureRow
		var source, figure string
		err := publicationScan(row, invest.KindRelease, &r.Publication,
			&r.Period.Year, &r.Period.First, &r.Period.Last, &source, &figure)
		if err != nil {
			return r, err
		}
		if err := fromJSON(source, &r.Source); err != nil {
			return r, err
		}
		return r, fromJSON(figure, &r.Figure)
	})
}

func (t *deskTx) putRelease(ctx context.Context, s shown, r *invest.Release) error {
	source, err := asJSON(r.Source)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
		INSERT INTO release (number, revision, pub_date, updated_at, title_zh, title_en, year, first, last, source, schema, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		append(s.columns(), r.Title.Zh, r.Title.En, r.Period.Year, r.Period.First, r.Period.Last, source, s.schema, s.body)...)
	if err != nil {
		return err
	}
	for i, f := range r.Figures {
		body, err := asJSON(f)
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, `
			INSERT INTO figure (release, position, indicator, region_zh, region_en, body) VALUES ($1, $2, $3, $4, $5, $6)`,
			s.Number, i, f.Indicator, f.Region.Zh, f.Region.En, body)
		if err != nil {
			return err
		}
	}
	return nil
}
