package form

import (
	"strconv"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
)

func project(w *walker, p *invest.Project) {
	w.section("section.basics")
	w.text("title", "field.title", &p.Title, required)
	w.blocks("summary", "field.summary", &p.Summary, tall(3), hint("hint.summary"))
	w.sectors(&p.Sectors, required)
	w.line("code", "project.code", &p.Code)
	choice(w, "level", "facet.level", "level", &p.Level, invest.Levels)
	w.text("chain", "project.chain", &p.Chain)
	choice(w, "chainRole", "field.chain_role", "chain", &p.ChainRole, invest.ChainRoles)

	w.section("section.phases")
	rows(w, "phases", "project.phases", "add.phase", &p.Phases, phaseEntry)

	w.section("section.place")
	w.text("place", "project.place", &p.Place)
	w.ref("park", "project.park", invest.KindPark, &p.Park)
	w.line("plot", "project.plot", &p.Plot)
	w.blocks("scale", "project.scale", &p.Scale)
	w.blocks("conditions", "project.conditions", &p.Conditions)
	w.blocks("market", "project.market", &p.Market)

	w.section("section.money")
	w.money("total", "project.total", &p.Total)
	w.money("fixedAssets", "project.fixed", &p.FixedAssets)
	checks(w, "modes", "project.modes", "mode", &p.Modes, invest.Modes)
	choice(w, "capital", "project.capital", "capital", &p.Capital, invest.Capitals)
	choice(w, "readiness", "project.readiness", "readiness", &p.Readiness, invest.Readinesses)
	w.money("yearlyOutput", "project.output", &p.YearlyOutput)
	w.money("yearlyTax", "project.tax", &p.YearlyTax)
	w.number("payback", "field.payback", &p.Payback)
	w.number("irr", "field.irr", &p.IRR)
	w.count("jobs", "field.jobs", &p.Jobs)
	rows(w, "benefits", "project.benefits", "add.benefit", &p.Benefits, benefit)

	w.section("section.progress")
	w.date("start", "project.start", &p.Start)
	w.date("end", "project.end", &p.End)
	w.number("physical", "field.physical", &p.Physical)
	w.number("financial", "field.financial", &p.Financial)
	rows(w, "milestones", "project.milestones", "add.milestone", &p.Milestones, milestone)
	rows(w, "plans", "project.plans", "add.plan", &p.Plans, yearPlan)
	rows(w, "funds", "project.funds", "add.funds", &p.Funds, funds)

	w.section("section.body")
	w.rich("body", "field.body", &p.Body)
	w.refs("policies", "project.policies", invest.KindPolicy, &p.Policies)
	w.pictures(&p.Pictures)
	w.attachments(&p.Attachments)

	w.section("section.contact")
	w.text("leadAgency", "project.lead_agency", &p.LeadAgency)
	w.contact("desk", &p.Desk)
	w.source("source", &p.Source, required)
	w.date("validUntil", "project.valid_until", &p.ValidUntil, hint("hint.valid_until"))

	w.section("section.internal")
	w.internalArea("note", "field.note", &p.Note)
	w.internalArea("problem", "field.problem", &p.Problem)
}

func phaseEntry(w *walker, e *invest.PhaseEntry) string {
	choice(w, "phase", "field.phase", "phase", &e.Phase, invest.Phases, required)
	w.date("date", "field.date", &e.Date, required)
	w.area("reason", "field.reason", &e.Reason, hint("hint.reason"), tall(2))
	return dated(w, i18n.Label(w.ctx, "phase", e.Phase), e.Date)
}

// dated is a row's title with its date.
func dated(w *walker, title string, d invest.Date) string {
	if title == "" || d.IsZero() {
		return title
	}
	return title + " · " + i18n.Date(w.ctx, d)
}

func benefit(w *walker, b *invest.Benefit) string {
	w.exact("value", "field.value", &b.Value)
	w.text("unit", "csv.unit", &b.Unit, required)
	w.text("what", "field.what", &b.What)
	if b.Unit.Zh == "" {
		return ""
	}
	return b.Value.String() + b.Unit.Zh
}

func milestone(w *walker, m *invest.Milestone) string {
	choice(w, "kind", "milestone.kind", "milestone", &m.Kind, invest.MilestoneKinds, required)
	w.date("planned", "milestone.planned", &m.Planned)
	w.date("reached", "milestone.reached", &m.Reached)
	w.flag("ongoing", "field.ongoing", &m.Ongoing)
	w.date("asOf", "plan.as_of", &m.AsOf)
	w.text("note", "field.remark", &m.Note)
	w.area("evidence", "field.evidence", &m.Evidence, hint("hint.internal"), tall(2))
	date := m.Planned
	if !m.Reached.IsZero() {
		date = m.Reached
	}
	return dated(w, i18n.Label(w.ctx, "milestone", m.Kind), date)
}

func yearPlan(w *walker, y *invest.YearPlan) string {
	w.count("year", "plan.year", &y.Year, required)
	w.money("planned", "plan.planned", &y.Planned)
	w.money("completed", "plan.completed", &y.Completed)
	w.date("asOf", "plan.as_of", &y.AsOf)
	if y.Year == 0 {
		return ""
	}
	return strconv.Itoa(y.Year)
}

func funds(w *walker, f *invest.Funds) string {
	w.period("period", "funds.period", &f.Period, required)
	w.money("amount", "funds.amount", &f.Amount)
	w.flag("interProvincial", "field.inter_provincial", &f.InterProvincial)
	w.source("source", &f.Source)
	w.area("evidence", "field.evidence", &f.Evidence, hint("hint.internal"), tall(2))
	if f.Period.IsZero() {
		return ""
	}
	return i18n.Period(w.ctx, f.Period) + " · " + i18n.Money(w.ctx, f.Amount)
}

// sectors are ticked from the bureau's list.
func (w *walker) sectors(p *[]string, options ...option) {
	var list []component.Option
	for _, s := range w.env.Settings.Sectors {
		list = append(list, component.Option{Value: s.Key, Label: i18n.Pick(w.ctx, s.Name)})
	}
	tick(w, "sectors", "project.sectors", p, list, options)
}

// source says where a record comes from.
func (w *walker) source(name string, s *invest.Source, options ...option) {
	w.sourceOf(name, "field.source", s, options...)
}

// sourceOf says where a part of a record comes from.
func (w *walker) sourceOf(name, label string, s *invest.Source, options ...option) {
	w.text(name+".name", label, &s.Name, options...)
	w.line(name+".url", "field.source_url", &s.URL)
	w.date(name+".taken", "cite.taken", &s.Taken)
}

// contact is an office that answers.
func (w *walker) contact(name string, d *invest.ContactDesk) {
	w.text(name+".office", "field.office", &d.Office, hint("hint.office"))
	w.line(name+".phone", "desk.phone", &d.Phone)
	w.text(name+".hours", "desk.hours", &d.Hours)
	w.text(name+".languages", "desk.languages", &d.Languages)
}
