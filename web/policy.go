package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
	"wellspring/templates/policy"
)

func (s *Server) policyIndex(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	q := newQuery(c)
	q.strangers()
	rows, err := s.catalogue.Policies(ctx)
	if err != nil {
		return err
	}
	v := policy.IndexView{Notes: q.Notes}
	for _, r := range rows {
		v.Rows = append(v.Rows, policy.Row{
			Link: link(ctx, r.Policy.Title, policyPath(r.Number)), Summary: i18n.Pick(ctx, r.Policy.Summary),
			Validity: validityBadge(ctx, r.Policy.Validity), Issuer: i18n.Pick(ctx, r.Policy.Issuer), Date: i18n.DayStamp(ctx, r.PubDate),
		})
	}
	f := s.frame(c, pageInfo{Column: "policies", Title: i18n.Pick(ctx, set.Columns.Find("policies").Name).S})
	return Render(c, http.StatusOK, policy.Index(f, v))
}

func validityBadge(ctx context.Context, v invest.Validity) component.Badge {
	b := component.Badge{Label: i18n.Label(ctx, "validity", v), Tone: "seal"}
	if v == invest.InForce {
		b.Tone = "blue"
	}
	return b
}

func (s *Server) policyShow(c echo.Context) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	ctx, set := c.Request().Context(), siteOf(c)
	p, pub, err := s.catalogue.Policy(ctx, n)
	if err != nil {
		return err
	}
	v := policy.ShowView{
		Title: i18n.Pick(ctx, p.Title), Summary: i18n.Pick(ctx, p.Summary), Validity: validityBadge(ctx, p.Validity),
		Facts: policyFacts(ctx, p), Desk: contactDesk(ctx, p.Desk, set.Site.Desk, set.Site.Address), Cite: cite(ctx, pub, p.Source),
	}
	if p.Validity != invest.InForce {
		v.Warning = i18n.Label(ctx, "validity_warning", p.Validity)
	}
	v.Body, v.BodyLang = markup(ctx, p.Body)
	v.Attachments = attachments(ctx, p.Attachments)
	for _, x := range p.Clauses {
		v.Clauses = append(v.Clauses, policy.Clause{Title: i18n.Pick(ctx, x.Title), Text: prose(ctx, x.Text), Condition: prose(ctx, x.Condition)})
	}
	f := s.frame(c, pageInfo{
		Column: "policies", Title: v.Title.S, Description: v.Summary.S,
		Content: &contentInfo{Publication: pub, Source: i18n.Pick(ctx, p.Source.Name).S},
	})
	return Render(c, http.StatusOK, policy.Show(f, v))
}

func policyFacts(ctx context.Context, p *invest.Policy) []component.Fact {
	f := facts{ctx: ctx}
	f.str("policy.validity", i18n.Label(ctx, "validity", p.Validity))
	review := i18n.T(ctx, "policy.review_unknown")
	if p.Review.State != "" {
		review = i18n.Label(ctx, "fair_review", p.Review.State)
	}
	f.add("policy.review", i18n.Pick(ctx, p.Review.Organ).S, component.Link{Text: plain(review)})
	f.str("policy.doc_no", p.DocNo)
	f.text("policy.issuer", p.Issuer)
	f.str("policy.issued", i18n.Date(ctx, p.Issued))
	f.str("policy.from", i18n.Date(ctx, p.From))
	f.str("policy.to", i18n.Date(ctx, p.To))
	f.text("policy.window", p.Window)
	return f.list
}
