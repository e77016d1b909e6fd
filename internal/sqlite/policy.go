package sqlite

import (
	"context"

	"wellspring/internal/invest"
)

// Policy gives one published policy.
func (s *Store) Policy(ctx context.Context, number int64) (*invest.Policy, invest.Publication, error) {
	return published[*invest.Policy](ctx, s.pool, invest.KindPolicy, number)
}

// Policies lists the published policies: those in force first, then newest first.
func (s *Store) Policies(ctx context.Context) ([]invest.PolicyRow, error) {
	rows, err := s.pool.QueryContext(ctx, `
		SELECT `+publicationColumns+`, p.schema, p.body FROM policy p
		ORDER BY p.validity = $1 DESC, p.pub_date DESC, p.number DESC`, invest.InForce)
	return collect(rows, err, func(row scanner) (invest.PolicyRow, error) {
		var r invest.PolicyRow
		var schema int
		var body string
		err := publicationScan(row, invest.KindPolicy, &r.Publication, &schema, &body)
		if err != nil {
			return r, err
		}
		r.Policy, err = decode[*invest.Policy](invest.KindPolicy, schema, body)
		return r, err
	})
}

func (t *deskTx) putPolicy(ctx context.Context, s shown, p *invest.Policy) error {
	_, err := t.exec(ctx, `
		INSERT INTO policy (number, revision, pub_date, updated_at, title_zh, title_en, validity, schema, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		append(s.columns(), p.Title.Zh, p.Title.En, p.Validity, s.schema, s.body)...)
	if err != nil {
		return err
	}
	for i, c := range p.Clauses {
		_, err := t.exec(ctx, `
			INSERT INTO clause (policy, position, title_zh, title_en) VALUES ($1, $2, $3, $4)`,
			s.Number, i, c.Title.Zh, c.Title.En)
		if err != nil {
			return err
		}
	}
	return nil
}
