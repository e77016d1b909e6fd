package sqlite

import (
	"context"
	"math"
	"slices"

	"wellspring/internal/invest"
)

// Project gives one published project.
func (s *Store) Project(ctx context.Context, number int64) (*invest.Project, invest.Publication, error) {
	return published[*invest.Project](ctx, s.pool, invest.KindProject, number)
}

// projectColumns are read by projectScan, from projectFrom: a park that is not
// published joins to nothing.
const (
	projectColumns = publicationColumns + `, p.title_zh, p.title_en, p.summary_zh, p.summary_en, p.sectors, p.modes,
		p.phase, p.phase_date, p.level, coalesce(park.number, 0), coalesce(park.name_zh, ''), coalesce(park.name_en, ''),
		p.place_zh, p.place_en, p.amount_low, p.amount_high, p.currency, p.approx, p.picture`
	projectFrom = ` FROM project p LEFT JOIN park ON park.number = p.park`
)

// projectScan reads projectColumns and what follows them.
func projectScan(row scanner, more ...any) (invest.ProjectRow, error) {
	var r invest.ProjectRow
	var sectors, modes, date, picture string
	var total moneyColumns
	err := publicationScan(row, invest.KindProject, &r.Publication, append([]any{
		&r.Title.Zh, &r.Title.En, &r.Summary.Zh, &r.Summary.En, &sectors, &modes,
		&r.Phase.Phase, &date, &r.Level, &r.Park, &r.ParkName.Zh, &r.ParkName.En,
		&r.Place.Zh, &r.Place.En, &total.low, &total.high, &total.currency, &total.approx, &picture,
	}, more...)...)
	if err != nil {
		return r, err
	}
	r.Total = total.money()
	if picture != "" {
		if err := fromJSON(picture, &r.Picture); err != nil {
			return r, err
		}
	}
	if err := fromJSON(sectors, &r.Sectors); err != nil {
		return r, err
	}
	if err := fromJSON(modes, &r.Modes); err != nil {
		return r, err
	}
	return r, fromJSON(date, &r.Phase.Date)
}

// ProjectRows gives the rows of what is published among the numbers.
func (s *Store) ProjectRows(ctx context.Context, numbers []int64) (map[int64]invest.ProjectRow, error) {
	found := map[int64]invest.ProjectRow{}
	for chunk := range slices.Chunk(numbers, chunkSize) {
		var w where
		w.and("p.number IN " + list(&w, chunk))
		rows, err := s.pool.QueryContext(ctx, `SELECT `+projectColumns+projectFrom+w.clause(), w.args...)
		_, err = collect(rows, err, func(row scanner) (invest.ProjectRow, error) {
			r, err := projectScan(row)
			found[r.Number] = r
			return r, err
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// RelatedProjects gives the projects that share most with one: each sector,
// the park and each ceremony they have in common counts as one.
func (s *Store) RelatedProjects(ctx context.Context, number int64, limit int) ([]invest.ProjectRow, error) {
	if limit <= 0 {
		return nil, nil
	}
	rows, err := s.pool.QueryContext(ctx, `
		WITH shared (project) AS (
			SELECT theirs.project FROM project_sector mine JOIN project_sector theirs ON theirs.sector = mine.sector
			WHERE mine.project = $1
			UNION ALL
			SELECT theirs.number FROM project mine JOIN park ON park.number = mine.park JOIN project theirs ON theirs.park = park.number
			WHERE mine.number = $1
			UNION ALL
			SELECT * FROM (
				SELECT theirs.project FROM signing mine JOIN signing theirs ON theirs.ceremony = mine.ceremony
				WHERE mine.project = $1 AND EXISTS (SELECT 1 FROM project WHERE number = $1)
				GROUP BY theirs.ceremony, theirs.project
			)
		),
		near (project, n) AS (
			SELECT project, count(*) FROM shared WHERE project <> $1 GROUP BY project
		)
		SELECT `+projectColumns+projectFrom+` JOIN near ON near.project = p.number
		ORDER BY near.n DESC, p.pub_date DESC, p.number DESC LIMIT $2`, number, limit)
	return collect(rows, err, func(row scanner) (invest.ProjectRow, error) { return projectScan(row) })
}

func (t *deskTx) putProject(ctx context.Context, s shown, p *invest.Project) error {
	phase, _ := p.PublicPhase()
	date, err := asJSON(phase.Date)
	if err != nil {
		return err
	}
	sectors, err := asJSON(p.Sectors)
	if err != nil {
		return err
	}
	modes, err := asJSON(p.Modes)
	if err != nil {
		return err
	}
	var arrived []invest.Money
	for _, f := range p.Funds {
		arrived = append(arrived, f.Amount)
	}
	funds, err := asJSON(arrived)
	if err != nil {
		return err
	}
	var first invest.Picture
	if len(p.Pictures) > 0 {
		first = p.Pictures[0]
	}
	picture, err := pictureColumn(first)
	if err != nil {
		return err
	}
	total := columnsOf(p.Total)
	_, err = t.exec(ctx, `
		INSERT INTO project (number, revision, pub_date, updated_at, title_zh, title_en, summary_zh, summary_en,
			sectors, modes, phase, phase_date, phase_year, level, park, place_zh, place_en,
			amount_low, amount_high, currency, approx, amount_order, band, funds, picture, schema, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)`,
		append(s.columns(), p.Title.Zh, p.Title.En, p.Summary.Zh, p.Summary.En,
			sectors, modes, phase.Phase, date, orNull(int64(phase.Date.Year)), p.Level, orNull(p.Park), p.Place.Zh, p.Place.En,
			total.low, total.high, total.currency, total.approx, amountOrder(p.Total), p.Total.Band(), funds, picture, s.schema, s.body)...)
	if err != nil {
		return err
	}
	for _, sector := range p.Sectors {
		_, err := t.exec(ctx, `
			INSERT INTO project_sector (sector, project) VALUES ($1, $2) ON CONFLICT DO NOTHING`, sector, s.Number)
		if err != nil {
			return err
		}
	}
	for _, mode := range p.Modes {
		_, err := t.exec(ctx, `
			INSERT INTO project_mode (mode, project) VALUES ($1, $2) ON CONFLICT DO NOTHING`, mode, s.Number)
		if err != nil {
			return err
		}
	}
	return nil
}

// amountOrder puts amounts in one line for sorting, largest first: those in CNY
// by their low end, below them those in other currencies (never converted, so
// never among them), below all the unknown.
func amountOrder(m invest.Money) int64 {
	const foreign = math.MinInt64 / 2
	switch {
	case !m.Known():
		return math.MinInt64
	case m.Currency != invest.CNY:
		return foreign + min(m.Low, -foreign-1)
	}
	return m.Low
}
