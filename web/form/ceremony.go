package form

import (
	"strconv"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
)

func ceremony(w *walker, c *invest.Ceremony) {
	w.section("section.basics")
	choice(w, "form", "field.form", "form", &c.Form, invest.CeremonyForms, required)
	w.text("title", "field.title", &c.Title, required)
	w.text("titleLine", "field.title_line", &c.TitleLine)
	w.text("umbrella", "field.umbrella", &c.Umbrella)
	w.text("series", "ceremony.series", &c.Series)
	w.text("slogan", "field.slogan", &c.Slogan)

	w.section("section.when")
	w.date("start", "ceremony.date", &c.Start, required)
	w.line("time", "field.clock", &c.Time, hint("hint.clock"))
	w.text("venue", "ceremony.venue", &c.Venue)
	w.text("city", "field.city", &c.City)
	w.flag("livePage", "ceremony.live_page", &c.LivePage)
	rows(w, "organisers", "ceremony.organisers", "add.organiser", &c.Organisers, name)
	rows(w, "fields", "ceremony.fields", "add.field", &c.Fields, name)
	rows(w, "programme", "ceremony.programme", "add.programme", &c.Programme, programmeItem)

	w.section("section.declared")
	w.maybe("declaredCount", "field.declared_count", &c.DeclaredCount)
	w.money("declaredTotal", "field.declared_total", &c.DeclaredTotal, hint("hint.declared"))

	w.section("section.groups")
	rows(w, "groups", "field.groups", "add.group", &c.Groups, group)

	w.section("section.body")
	w.blocks("summary", "field.summary", &c.Summary, tall(3), hint("hint.summary"))
	w.rich("body", "field.body", &c.Body)
	w.source("source", &c.Source, required)
	w.pictures(&c.Pictures)

	w.section("section.internal")
	w.internalArea("note", "field.note", &c.Note)
}

// name is a row that is a text and nothing else.
func name(w *walker, t *invest.Text) string {
	w.text("name", "field.name", t, required)
	return i18n.Pick(w.ctx, *t).S
}

func programmeItem(w *walker, p *invest.ProgrammeItem) string {
	choice(w, "kind", "field.programme_kind", "programme", &p.Kind, invest.ProgrammeKinds, required)
	w.text("title", "field.title", &p.Title)
	w.count("minutes", "field.minutes", &p.Minutes)
	return i18n.Label(w.ctx, "programme", p.Kind)
}

func group(w *walker, g *invest.Group) string {
	w.key(&g.Key)
	w.text("label", "field.group_label", &g.Label, required)
	w.text("theme", "field.theme", &g.Theme)
	w.area("hostText", "field.host_text", &g.HostText, hint("hint.internal"), tall(3))
	rows(w, "signings", "ceremony.rows", "add.signing", &g.Signings, signing)
	return i18n.Pick(w.ctx, g.Label).S
}

func signing(w *walker, s *invest.Signing) string {
	w.key(&s.Key)
	w.ref("project", "field.project", invest.KindProject, &s.Project, required)
	w.text("name", "field.signed_name", &s.Name, required)
	rows(w, "a", "signing.a", "add.party_a", &s.A, party)
	rows(w, "b", "signing.b", "add.party_b", &s.B, party)
	w.money("amount", "signing.amount", &s.Amount)
	w.flag("amountHidden", "field.amount_hidden", &s.AmountHidden)
	choice(w, "agreement", "field.agreement", "agreement", &s.Agreement, invest.Agreements)
	choice(w, "presence", "field.presence", "presence", &s.Presence, invest.Presences)
	w.date("date", "signing.date", &s.Date, hint("hint.signing_date"))
	w.text("origin", "field.origin", &s.Origin)
	w.unsure("interProvincial", "field.from_outside", &s.InterProvincial)
	rows(w, "witness", "field.witness", "add.witness", &s.Witness, party)
	w.sourceOf("amountSource", "field.amount_source", &s.AmountSource)
	w.earlier(&s.Earlier)
	w.area("resignReason", "field.resign_reason", &s.ResignReason, hint("hint.resign"), tall(2))
	w.area("note", "field.note", &s.Note, hint("hint.internal"), tall(2))
	title := i18n.Pick(w.ctx, s.Name).S
	if title != "" && s.Amount.Known() {
		title += " · " + i18n.Money(w.ctx, s.Amount)
	}
	return title
}

// earlier points at a signing of the same project in another ceremony.
func (w *walker) earlier(r *invest.SigningRef) {
	w.ref("earlier.ceremony", "field.earlier_ceremony", invest.KindCeremony, &r.Ceremony)
	w.field(component.Field{Name: "earlier.key", Label: "field.earlier_key", Kind: "line", Hint: "hint.earlier_key"}, func() string {
		if r.Key == 0 {
			return ""
		}
		return "s" + strconv.Itoa(r.Key)
	}, func(s string) string {
		if s == "" {
			return ""
		}
		if s[0] == 's' {
			s = s[1:]
		}
		n, err := strconv.Atoi(s)
		if err != nil || n <= 0 {
			return "error.earlier_key"
		}
		r.Key = n
		return ""
	})
}

func party(w *walker, p *invest.Party) string {
	w.text("name", "field.party_name", &p.Name, required)
	w.text("role", "field.party_role", &p.Role)
	w.text("region", "field.party_region", &p.Region)
	w.line("code", "field.credit_code", &p.Code)
	return i18n.Pick(w.ctx, p.Name).S
}
