package web

import (
	"context"
	"fmt"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/ceremony"
	"wellspring/templates/component"
)

func ceremonyRows(ctx context.Context, rows []invest.CeremonyRow) []ceremony.Row {
	out := make([]ceremony.Row, len(rows))
	for i, r := range rows {
		amount, label := declared(ctx, r.Tally)
		out[i] = ceremony.Row{
			Link: link(ctx, r.Title, ceremonyPath(r.Number)), Umbrella: i18n.Pick(ctx, r.Umbrella), TitleLine: i18n.Pick(ctx, r.TitleLine),
			Form: formBadge(ctx, r.Form), When: when(ctx, r.Start, r.City), Amount: amount, AmountLabel: label,
			Known: known(ctx, r.Tally),
		}
	}
	return out
}

func formBadge(ctx context.Context, f invest.CeremonyForm) component.Badge {
	b := component.Badge{Label: i18n.Label(ctx, "form", f), Tone: "quiet"}
	if f == invest.FormStage {
		b.Tone = "seal"
	}
	return b
}

func when(ctx context.Context, d invest.Date, city invest.Text) string {
	s := i18n.Date(ctx, d)
	if !city.IsZero() {
		s += i18n.T(ctx, "list.comma") + i18n.Pick(ctx, city).S
	}
	return s
}

// known says how many projects were declared and how many of them are listed.
func known(ctx context.Context, t invest.Tally) string {
	listed := i18n.N(ctx, "ceremonies.rows", t.Rows)
	switch {
	case t.DeclaredCount == nil:
		return listed
	case t.Rows == 0:
		return i18n.N(ctx, "tally.count", *t.DeclaredCount) + i18n.T(ctx, "list.comma") + i18n.T(ctx, "ceremonies.unlisted")
	}
	return i18n.N(ctx, "tally.count", *t.DeclaredCount) + i18n.T(ctx, "list.comma") + listed
}

// declared is the total that was declared, or what its rows say where none was,
// and which of the two it is.
func declared(ctx context.Context, t invest.Tally) (amount, label string) {
	if !t.DeclaredTotal.Known() && len(t.Known.Totals) > 0 {
		return sums(ctx, t.Known), i18n.T(ctx, "tally.known")
	}
	return i18n.Money(ctx, t.DeclaredTotal), i18n.T(ctx, "tally.declared")
}

// Sums writes a sum, per currency.
func Sums(ctx context.Context, s invest.Sum) string { return sums(ctx, s) }

func sums(ctx context.Context, s invest.Sum) string {
	if len(s.Totals) == 0 {
		return i18n.Money(ctx, invest.Money{})
	}
	out := ""
	for i, t := range s.Totals {
		if i > 0 {
			out += " + "
		}
		out += i18n.Money(ctx, t)
	}
	return out
}

// Tally words the line declared / known / not broken down as the public sees it.
func Tally(ctx context.Context, t invest.Tally) component.Tally { return tally(ctx, t) }

// tally words the line declared / known / not broken down.
func tally(ctx context.Context, t invest.Tally) component.Tally {
	v := component.Tally{
		Declared: i18n.Money(ctx, t.DeclaredTotal), Known: sums(ctx, t.Known),
		KnownNote: i18n.T(ctx, "tally.known_rows", t.Rows, t.Known.Known),
	}
	if t.Rows == 0 {
		v.KnownNote = i18n.T(ctx, "tally.known_none")
	}
	if t.DeclaredCount != nil {
		v.DeclaredCount = i18n.N(ctx, "tally.count", *t.DeclaredCount)
	}
	if t.Rest.Known() {
		v.Rest = i18n.Money(ctx, t.Rest)
		if t.DeclaredCount != nil && *t.DeclaredCount > t.Known.Known {
			v.RestNote = i18n.N(ctx, "tally.rest_rows", *t.DeclaredCount-t.Known.Known)
		}
		known := t.Known.In(t.DeclaredTotal.Currency)
		v.Chart = component.Chart{
			Title: i18n.T(ctx, "tally.chart", v.Declared, i18n.Money(ctx, known), v.Rest), Max: float64(t.DeclaredTotal.Low),
			Bars: []component.Bar{{
				Label: i18n.T(ctx, "tally.bar", share(known.Low, t.DeclaredTotal.Low)),
				Value: i18n.T(ctx, "tally.rest_bar", share(t.Rest.Low, t.DeclaredTotal.Low)),
				Parts: []component.BarPart{{Size: float64(known.Low), Tone: "1"}, {Size: float64(t.Rest.Low), Tone: "3"}},
			}},
		}
	}
	return v
}

// share is a part of a declared total in per cent.
func share(part, whole int64) string {
	p, ok := invest.Percent(part, whole, 1)
	if !ok {
		return ""
	}
	return p.String() + "%"
}

func ceremonyShowView(ctx context.Context, set *site, c *invest.Ceremony, pub invest.Publication, a aroundCeremony) ceremony.ShowView {
	v := ceremony.ShowView{
		Title: i18n.Pick(ctx, c.Title), TitleLine: i18n.Pick(ctx, c.TitleLine), Umbrella: i18n.Pick(ctx, c.Umbrella),
		Slogan: i18n.Pick(ctx, c.Slogan), Badge: formBadge(ctx, c.Form), Facts: ceremonyFacts(ctx, c),
		Tally: tally(ctx, c.Tally()), NoRows: len(c.Signings()) == 0,
		Articles: articleItems(ctx, set, a.articles), Cite: cite(ctx, pub, c.Source),
	}
	for _, g := range c.Groups {
		t := signingTable(ctx, c, g, a.projects)
		t.Sum = GroupSum(ctx, g)
		v.Tables = append(v.Tables, t)
	}
	if len(v.Tables) >= manyGroups {
		for _, t := range v.Tables {
			v.Jumps = append(v.Jumps, component.Link{Text: t.Caption, Href: "#" + t.ID})
		}
	}
	if !v.NoRows {
		v.Workbook = i18n.Path(ctx, ceremonyPath(pub.Number)+".xlsx")
		v.Outcome = outcomeView(ctx, a.outcome)
	}
	v.Body, v.BodyLang = markup(ctx, c.Body)
	v.Pictures = pictures(ctx, c.Pictures, sizesHalf)
	for _, p := range c.Programme {
		v.Programme = append(v.Programme, component.Fact{
			Label: i18n.Label(ctx, "programme", p.Kind), Values: []component.Link{{Text: i18n.Pick(ctx, p.Title)}},
		})
	}
	return v
}

// manyGroups are so many that a reader is led to each of them.
const manyGroups = 4

// GroupSum says how many rows a group has and what the public knows of their amounts.
func GroupSum(ctx context.Context, g invest.Group) string {
	var amounts []invest.Money
	for _, s := range g.Signings {
		if s.AmountHidden {
			s.Amount = invest.Money{}
		}
		amounts = append(amounts, s.Amount)
	}
	out := i18n.N(ctx, "group.rows", len(g.Signings))
	if sum := invest.SumMoney(amounts...); sum.Known > 0 {
		out += i18n.T(ctx, "list.comma") + i18n.T(ctx, "group.known", sums(ctx, sum))
	}
	return out
}

func ceremonyFacts(ctx context.Context, c *invest.Ceremony) []component.Fact {
	f := facts{ctx: ctx}
	date := i18n.Date(ctx, c.Start)
	if c.Time != "" {
		date += " " + c.Time
	}
	f.str("ceremony.date", date)
	f.text("ceremony.series", c.Series)
	f.text("ceremony.city", c.City)
	f.text("ceremony.venue", c.Venue)
	f.add("ceremony.organisers", "", wordLinks(ctx, c.Organisers)...)
	f.add("ceremony.fields", "", wordLinks(ctx, c.Fields)...)
	return f.list
}

func wordLinks(ctx context.Context, ts []invest.Text) []component.Link {
	out := make([]component.Link, len(ts))
	for i, t := range ts {
		out[i].Text = i18n.Pick(ctx, t)
	}
	return out
}

func signingTable(ctx context.Context, c *invest.Ceremony, g invest.Group, projects map[int64]invest.ProjectRow) component.SigningTable {
	t := component.SigningTable{ID: fmt.Sprintf("g%d", g.Key), Caption: i18n.Pick(ctx, g.Label), Theme: i18n.Pick(ctx, g.Theme)}
	for _, s := range g.Signings {
		l := component.SigningLine{
			ID: fmt.Sprintf("s%d", s.Key), Name: component.Link{Text: i18n.Pick(ctx, s.Name)},
			A: partyNames(ctx, s.A), B: partyNames(ctx, s.B), Amount: i18n.Money(ctx, s.Amount), Known: s.Amount.Known(),
			Cite: amountSource(ctx, s),
		}
		if row, ok := projects[s.Project]; ok {
			l.Name.Href = i18n.Path(ctx, projectPath(s.Project))
			l.Outcome = phaseBadge(ctx, row.Phase.Phase)
		}
		if !s.Date.IsZero() && s.Date != c.Start {
			t.Dates = true
			l.Date = i18n.ShortDate(ctx, s.Date)
		}
		l.Remarks = remarks(ctx, s)
		t.Rows = append(t.Rows, l)
	}
	return t
}

// remarks is what else the public may know of a signing.
func remarks(ctx context.Context, s invest.Signing) []string {
	var out []string
	if s.Agreement != "" {
		out = append(out, i18n.Label(ctx, "agreement", s.Agreement))
	}
	if s.Presence != "" && s.Presence != invest.PresenceStage {
		out = append(out, i18n.Label(ctx, "presence", s.Presence))
	}
	if !s.Origin.IsZero() {
		out = append(out, i18n.T(ctx, "signing.origin", i18n.Pick(ctx, s.Origin).S))
	}
	if s.InterProvincial != nil && *s.InterProvincial {
		out = append(out, i18n.T(ctx, "signing.inter"))
	}
	if len(s.Witness) > 0 {
		out = append(out, i18n.T(ctx, "signing.witness", partyList(ctx, s.Witness)))
	}
	return out
}

// amountSource says who made an amount public, where that was not the ceremony.
func amountSource(ctx context.Context, s invest.Signing) component.Link {
	if s.AmountSource.Name.IsZero() {
		return component.Link{}
	}
	return component.Link{
		Text: plain(i18n.T(ctx, "signing.amount_source", i18n.Pick(ctx, s.AmountSource.Name).S)), Href: leaveHref(ctx, s.AmountSource.URL),
	}
}

// PartyList names who signs on one side in one line.
func PartyList(ctx context.Context, ps []invest.Party) string { return partyList(ctx, ps) }

func partyList(ctx context.Context, ps []invest.Party) string {
	if len(ps) == 0 {
		return i18n.T(ctx, "unknown")
	}
	out := ""
	for i, p := range partyNames(ctx, ps) {
		if i > 0 {
			out += i18n.T(ctx, "list.separator")
		}
		out += p.S
	}
	return out
}
