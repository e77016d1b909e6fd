package admin_test

import (
	"testing"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

func zh(s string) invest.Text { return invest.Text{Zh: s} }

func day(y, m, d int) invest.Date {
	return invest.Date{Precision: invest.Day, Year: y, Month: m, Day: d}
}

// paths are the parts of the desk by kind.
var paths = map[invest.Kind]string{
	invest.KindProject: "projects", invest.KindCeremony: "ceremonies", invest.KindPark: "parks", invest.KindArticle: "articles",
	invest.KindPolicy: "policies", invest.KindUpdate: "updates", invest.KindRelease: "releases",
}

// least is the least text of a kind that can be published, with a word in it.
// The update and the ceremony are of the project 1.
func least(k invest.Kind, word string) invest.Content {
	source := invest.Source{Name: zh("区招商局")}
	switch k {
	case invest.KindProject:
		return &invest.Project{
			Title: zh(word), Sectors: []string{"new-energy"}, Phases: []invest.PhaseEntry{{Phase: invest.Signed, Date: day(2023, 8, 1)}}, Source: source,
		}
	case invest.KindCeremony:
		return &invest.Ceremony{
			Form: invest.FormStage, Title: zh(word), Start: day(2023, 11, 8), Source: source,
			Groups: []invest.Group{{Label: zh("第一组"), Signings: []invest.Signing{{Project: 1, Name: zh("签约项目")}}}},
		}
	case invest.KindPark:
		return &invest.Park{Name: zh(word), Source: source}
	case invest.KindArticle:
		return &invest.Article{Column: "bulletin", Title: zh(word), Body: zh("<p>正文</p>"), Source: source}
	case invest.KindPolicy:
		return &invest.Policy{Title: zh(word), Validity: invest.InForce, Source: source}
	case invest.KindUpdate:
		return &invest.Update{Project: 1, Date: day(2023, 10, 1), Title: zh(word), Text: zh("主体封顶"), Source: source}
	}
	value := invest.Dec(155)
	return &invest.Release{
		Title: zh(word), Period: invest.YearPeriod(2023), Figures: []invest.Figure{{Indicator: "funds", Region: zh("渭滨区"), Value: &value}}, Source: source,
	}
}

// actor is one of the house's editors at work.
func (h *house) actor(t *testing.T, login string) desk.Actor {
	t.Helper()
	e, err := h.store.EditorByLogin(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	return desk.Actor{Editor: e}
}

// author is who begins texts of a kind: figures are the statistician's.
func author(k invest.Kind) string {
	if k == invest.KindRelease {
		return "statistician"
	}
	return "writer"
}

// write saves a text as its author's draft.
func (h *house) write(t *testing.T, c invest.Content) invest.Draft {
	t.Helper()
	d, err := h.desk.Save(t.Context(), h.actor(t, author(c.Kind())), invest.Draft{Kind: c.Kind(), Body: c}, "")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// shelf writes one record of each kind that a text can refer to: number 1.
func (h *house) shelf(t *testing.T) {
	t.Helper()
	for _, k := range []invest.Kind{invest.KindPark, invest.KindPolicy, invest.KindProject, invest.KindCeremony} {
		h.write(t, least(k, "已有的"))
	}
}

// bring takes a draft to a state of work, through as many hands as that needs;
// WorkNone is published.
func (h *house) bring(t *testing.T, d invest.Draft, to invest.Work) invest.Draft {
	t.Helper()
	ctx := t.Context()
	for d.Work != to {
		var err error
		switch level := d.Work.InReview(); {
		case level > 0:
			d, err = h.desk.Review(ctx, h.actor(t, string(invest.Roles[level])), d.Kind, d.Number, d.Version, invest.Passed, "")
		case d.Work == invest.WorkDraft:
			d, err = h.desk.Submit(ctx, h.actor(t, author(d.Kind)), d.Kind, d.Number, d.Version)
		default:
			d, err = h.desk.Publish(ctx, h.actor(t, "columns"), d.Kind, d.Number, d.Version)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// draft is how a text stands by now.
func (h *house) draft(t *testing.T, k invest.Kind, n int64) invest.Draft {
	t.Helper()
	d, err := h.store.Draft(t.Context(), k, n)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// rewrite saves another text of a draft.
func (h *house) rewrite(t *testing.T, d invest.Draft, c invest.Content) invest.Draft {
	t.Helper()
	d.Body = c
	d, err := h.desk.Save(t.Context(), h.actor(t, author(d.Kind)), d, "")
	if err != nil {
		t.Fatal(err)
	}
	return d
}
