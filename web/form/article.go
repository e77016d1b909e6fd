package form

import (
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
)

func article(w *walker, a *invest.Article) {
	w.section("section.basics")
	w.column("column", &a.Column)
	w.text("kicker", "field.kicker", &a.Kicker)
	w.text("title", "field.title", &a.Title, required)
	w.text("subtitle", "field.subtitle", &a.Subtitle)
	w.blocks("summary", "field.summary", &a.Summary, tall(3), hint("hint.summary"))

	w.section("section.body")
	w.rich("body", "field.body", &a.Body, required)
	w.onePicture(&a.Picture)
	w.attachments(&a.Attachments)

	w.section("section.origin")
	w.source("source", &a.Source, required)
	w.date("firstShown", "article.first", &a.FirstShown, hint("hint.first_shown"))
	w.text("author", "article.author", &a.Author)
	w.text("photographer", "article.photographer", &a.Photographer)
	w.text("editor", "article.editor", &a.Editor)

	w.section("section.related")
	w.refs("projects", "article.projects", invest.KindProject, &a.Projects)
	w.ref("ceremony", "article.ceremony", invest.KindCeremony, &a.Ceremony)
	w.ref("park", "article.park", invest.KindPark, &a.Park)

	w.section("section.internal")
	w.internalArea("note", "field.note", &a.Note)
}

// column is one of those that take articles.
func (w *walker) column(name string, p *string) {
	var list []component.Option
	for _, c := range w.env.Settings.Columns {
		if c.Articles {
			list = append(list, component.Option{Value: c.Key, Label: i18n.Pick(w.ctx, c.Name)})
		}
	}
	pick(w, name, "field.column", p, list, []option{required})
}

func policy(w *walker, p *invest.Policy) {
	w.section("section.basics")
	w.text("title", "field.title", &p.Title, required)
	w.line("docNo", "policy.doc_no", &p.DocNo)
	w.text("issuer", "policy.issuer", &p.Issuer)
	w.date("issued", "policy.issued", &p.Issued)
	w.date("from", "policy.from", &p.From)
	w.date("to", "policy.to", &p.To)
	w.blocks("summary", "field.summary", &p.Summary, tall(3), hint("hint.summary"))

	w.section("section.validity")
	choice(w, "validity", "policy.validity", "validity", &p.Validity, invest.Validities, required)
	choice(w, "review.state", "policy.review", "fair_review", &p.Review.State, invest.ReviewStates)
	w.date("review.date", "field.review_date", &p.Review.Date)
	w.text("review.organ", "field.review_organ", &p.Review.Organ)

	w.section("section.clauses")
	rows(w, "clauses", "policy.clauses", "add.clause", &p.Clauses, clause)
	w.rich("body", "field.body", &p.Body)
	w.attachments(&p.Attachments)

	w.section("section.contact")
	w.text("window", "policy.window", &p.Window)
	w.contact("desk", &p.Desk)
	w.source("source", &p.Source, required)

	w.section("section.internal")
	w.internalArea("note", "field.note", &p.Note)
}

func clause(w *walker, c *invest.Clause) string {
	w.text("title", "field.title", &c.Title, required)
	w.blocks("text", "field.text", &c.Text, required)
	w.blocks("condition", "policy.condition", &c.Condition, tall(3))
	return i18n.Pick(w.ctx, c.Title).S
}

func update(w *walker, u *invest.Update) {
	w.section("section.basics")
	w.ref("project", "field.project", invest.KindProject, &u.Project, required)
	w.date("date", "field.date", &u.Date, required)
	w.text("title", "field.title", &u.Title, required)
	w.blocks("text", "field.text", &u.Text, required)
	w.number("physical", "field.physical", &u.Physical)
	w.number("financial", "field.financial", &u.Financial)
	w.source("source", &u.Source, required)
	w.pictures(&u.Pictures)

	w.section("section.internal")
	w.internalArea("problem", "field.problem", &u.Problem)
	w.internalArea("next", "field.next", &u.Next)
}

func release(w *walker, r *invest.Release) {
	w.section("section.basics")
	w.text("title", "field.title", &r.Title, required)
	w.period("period", "data.period", &r.Period, required)
	w.source("source", &r.Source, required)

	w.section("section.figures")
	rows(w, "figures", "field.figures", "add.figure", &r.Figures, figure)
	w.blocks("comment", "field.comment", &r.Comment)

	w.section("section.internal")
	w.internalArea("note", "field.note", &r.Note)
}

func figure(w *walker, f *invest.Figure) string {
	var list []component.Option
	for _, i := range w.env.Settings.Indicators {
		name := i18n.Pick(w.ctx, i.Name)
		name.S += i18n.T(w.ctx, "brackets", i18n.Pick(w.ctx, i.Unit).S)
		list = append(list, component.Option{Value: i.Key, Label: name})
	}
	pick(w, "indicator", "data.indicator", &f.Indicator, list, []option{required})
	w.text("region", "csv.region", &f.Region, required)
	w.number("value", "data.value", &f.Value, hint("hint.figure"))
	w.flag("atLeast", "field.at_least", &f.AtLeast)
	w.number("task", "data.task", &f.Task)
	w.flag("taskInferred", "field.task_inferred", &f.TaskInferred)
	w.number("completion", "csv.published", &f.Completion)
	w.number("yoy", "field.yoy", &f.YoY)
	ind, _ := w.env.Settings.Indicators.Find(f.Indicator)
	if f.Indicator == "" {
		return ""
	}
	return i18n.Pick(w.ctx, ind.Name).S + " · " + i18n.Pick(w.ctx, f.Region).S
}
