package sqlite

import (
	"context"

	"wellspring/internal/invest"
)

// Park gives one published park.
func (s *Store) Park(ctx context.Context, number int64) (*invest.Park, invest.Publication, error) {
	return published[*invest.Park](ctx, s.pool, invest.KindPark, number)
}

// Parks lists the published parks, by number.
func (s *Store) Parks(ctx context.Context) ([]invest.ParkRow, error) {
	rows, err := s.pool.QueryContext(ctx, `
		SELECT `+publicationColumns+`, p.schema, p.body,
			(SELECT count(*) FROM project x WHERE x.park = p.number),
			(SELECT count(*) FROM plot x WHERE x.park = p.number AND x.state = $1),
			(SELECT count(*) FROM workshop x WHERE x.park = p.number AND x.state = $2)
		FROM park p ORDER BY p.number`, invest.PlotFree, invest.WorkshopFree)
	return collect(rows, err, func(row scanner) (invest.ParkRow, error) {
		var r invest.ParkRow
		var schema int
		var body string
		err := publicationScan(row, invest.KindPark, &r.Publication, &schema, &body, &r.Projects, &r.FreePlots, &r.FreeWorkshops)
		if err != nil {
			return r, err
		}
		r.Park, err = decode[*invest.Park](invest.KindPark, schema, body)
		return r, err
	})
}

func (t *deskTx) putPark(ctx context.Context, s shown, p *invest.Park) error {
	_, err := t.exec(ctx, `
		INSERT INTO park (number, revision, pub_date, updated_at, name_zh, name_en, schema, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		append(s.columns(), p.Name.Zh, p.Name.En, s.schema, s.body)...)
	if err != nil {
		return err
	}
	for _, x := range p.Plots {
		_, err := t.exec(ctx, `
			INSERT INTO plot (park, key, code, state) VALUES ($1, $2, $3, $4)`, s.Number, x.Key, x.Code, x.State)
		if err != nil {
			return err
		}
	}
	for _, x := range p.Workshops {
		_, err := t.exec(ctx, `INSERT INTO workshop (park, key, state) VALUES ($1, $2, $3)`, s.Number, x.Key, x.State)
		if err != nil {
			return err
		}
	}
	return nil
}
