package sqlite

import (
	"context"
	"database/sql"

	"wellspring/internal/invest"
)

// Ceremony gives one published ceremony.
func (s *Store) Ceremony(ctx context.Context, number int64) (*invest.Ceremony, invest.Publication, error) {
	return published[*invest.Ceremony](ctx, s.pool, invest.KindCeremony, number)
}

// Ceremonies lists the published ceremonies, latest start first.
func (s *Store) Ceremonies(ctx context.Context, f invest.CeremonyFilter) (invest.CeremonyList, error) {
	var w where
	if f.Form != "" {
		w.and("p.form = " + w.arg(f.Form))
	}
	if f.Year != 0 {
		w.and("p.start_year = " + w.arg(f.Year))
	}
	var found invest.CeremonyList
	err := s.snapshot(ctx, func(q querier) error {
		err := q.QueryRowContext(ctx, `SELECT count(*) FROM ceremony p`+w.clause(), w.args...).Scan(&found.Total)
		if err != nil {
			return err
		}
		query := `SELECT ` + publicationColumns + `, p.form, p.title_zh, p.title_en, p.title_line_zh, p.title_line_en,
				p.umbrella_zh, p.umbrella_en, p.city_zh, p.city_en, p.start, p.tally
			FROM ceremony p` + w.clause() +
			` ORDER BY p.start_key DESC, p.number DESC` + w.page(limitOr(f.Limit, defaultLimit), f.Offset)
		rows, err := q.QueryContext(ctx, query, w.args...)
		if found.Rows, err = collect(rows, err, ceremonyScan); err != nil {
			return err
		}
		rows, err = q.QueryContext(ctx, `SELECT DISTINCT start_year FROM ceremony WHERE start_year IS NOT NULL ORDER BY start_year DESC`)
		found.Years, err = collect(rows, err, func(row scanner) (year int, err error) { return year, row.Scan(&year) })
		return err
	})
	return found, err
}

func ceremonyScan(row scanner) (invest.CeremonyRow, error) {
	var r invest.CeremonyRow
	var start, tally string
	err := publicationScan(row, invest.KindCeremony, &r.Publication,
		&r.Form, &r.Title.Zh, &r.Title.En, &r.TitleLine.Zh, &r.TitleLine.En,
		&r.Umbrella.Zh, &r.Umbrella.En, &r.City.Zh, &r.City.En, &start, &tally)
	if err != nil {
		return r, err
	}
	if err := fromJSON(start, &r.Start); err != nil {
		return r, err
	}
	return r, fromJSON(tally, &r.Tally)
}

// SigningsOf lists the published signings of a project, latest ceremony first.
func (s *Store) SigningsOf(ctx context.Context, project int64) ([]invest.SigningRow, error) {
	rows, err := s.pool.QueryContext(ctx, `
		SELECT c.number, c.title_zh, c.title_en, c.start, g.label_zh, g.label_en, s.body
		FROM signing s
		JOIN ceremony c ON c.number = s.ceremony
		JOIN ceremony_group g ON g.ceremony = s.ceremony AND g.key = s.group_key
		WHERE s.project = $1
		ORDER BY c.start_key DESC, c.number DESC, s.position`, project)
	return collect(rows, err, func(row scanner) (invest.SigningRow, error) {
		var r invest.SigningRow
		var start, signing string
		err := row.Scan(&r.Ceremony, &r.Title.Zh, &r.Title.En, &start, &r.Group.Zh, &r.Group.En, &signing)
		if err != nil {
			return r, err
		}
		if err := fromJSON(start, &r.Start); err != nil {
			return r, err
		}
		return r, fromJSON(signing, &r.Signing)
	})
}

// Outcome says what became of the projects a ceremony's rows point at. It reads
// their whole texts: a history and its milestones are what it is made of.
func (s *Store) Outcome(ctx context.Context, number int64) (invest.Outcome, error) {
	var o invest.Outcome
	err := s.snapshot(ctx, func(q querier) error {
		c, _, err := published[*invest.Ceremony](ctx, q, invest.KindCeremony, number)
		if code := invest.CodeOf(err); code == invest.NotFound || code == invest.Gone {
			return nil
		}
		if err != nil {
			return err
		}
		standing := map[int64]invest.StandingProject{}
		rows, err := q.QueryContext(ctx, `
			SELECT number, updated_at, schema, body FROM project
			WHERE number IN (SELECT project FROM signing WHERE ceremony = $1)`, number)
		_, err = collect(rows, err, func(row scanner) (none struct{}, err error) {
			var n int64
			var updated sql.NullInt64
			var schema int
			var body string
			if err := row.Scan(&n, &updated, &schema, &body); err != nil {
				return none, err
			}
			p, err := decode[*invest.Project](invest.KindProject, schema, body)
			standing[n] = invest.StandingProject{Project: p, Updated: moment(updated)}
			return none, err
		})
		o = invest.OutcomeOf(c, standing)
		return err
	})
	return o, err
}

func (t *deskTx) putCeremony(ctx context.Context, s shown, c *invest.Ceremony) error {
	start, err := asJSON(c.Start)
	if err != nil {
		return err
	}
	tally, err := asJSON(c.Tally())
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `
		INSERT INTO ceremony (number, revision, pub_date, updated_at, form, title_zh, title_en, title_line_zh, title_line_en,
			umbrella_zh, umbrella_en, city_zh, city_en, start, start_key, start_year, tally, schema, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		append(s.columns(), c.Form, c.Title.Zh, c.Title.En, c.TitleLine.Zh, c.TitleLine.En,
			c.Umbrella.Zh, c.Umbrella.En, c.City.Zh, c.City.En,
			start, c.Start.Key(), orNull(int64(c.Start.Year)), tally, s.schema, s.body)...)
	if err != nil {
		return err
	}
	position := 0
	for i, g := range c.Groups {
		_, err := t.exec(ctx, `
			INSERT INTO ceremony_group (ceremony, key, position, label_zh, label_en) VALUES ($1, $2, $3, $4, $5)`,
			s.Number, g.Key, i, g.Label.Zh, g.Label.En)
		if err != nil {
			return err
		}
		for _, x := range g.Signings {
			body, err := asJSON(x)
			if err != nil {
				return err
			}
			_, err = t.exec(ctx, `
				INSERT INTO signing (ceremony, key, group_key, position, project, body) VALUES ($1, $2, $3, $4, $5, $6)`,
				s.Number, x.Key, g.Key, position, x.Project, body)
			if err != nil {
				return err
			}
			position++
		}
	}
	return nil
}
