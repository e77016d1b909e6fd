package web

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
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

// sums writes a sum, per currency.
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
		v.Tables = append(v.Tables, signingTable(ctx, c, g, a.projects))
	}
	if !v.NoRows {
		v.Workbook = i18n.Path(ctx, ceremonyPath(pub.Number)+".xlsx")
		v.Outcome, v.OutcomeNote = outcome(ctx, a.outcome)
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
	t := component.SigningTable{Caption: i18n.Pick(ctx, g.Label), Theme: i18n.Pick(ctx, g.Theme)}
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

// outcome words what became of the projects; every number says of how many.
func outcome(ctx context.Context, o invest.Outcome) ([]ceremony.OutcomeLine, string) {
	if o.Projects == 0 {
		return nil, ""
	}
	line := func(key string, n int) ceremony.OutcomeLine {
		l := ceremony.OutcomeLine{Label: i18n.T(ctx, key), Value: strconv.Itoa(n), Of: i18n.N(ctx, "outcome.of", o.Projects)}
		if n == 0 { // nobody has said that none has
			l.Value = i18n.T(ctx, "outcome.none")
		}
		return l
	}
	lines := []ceremony.OutcomeLine{
		line("outcome.registered", o.Registered), line("outcome.started", o.Started),
		line("outcome.completed", o.Completed), line("outcome.in_production", o.InProduction),
	}
	if o.Ended > 0 {
		lines = append(lines, line("outcome.ended", o.Ended))
	}
	funds := ceremony.OutcomeLine{Label: i18n.T(ctx, "outcome.funds"), Value: sums(ctx, o.Funds), Of: i18n.T(ctx, "outcome.funds_of", o.FundsRows, o.Projects)}
	if o.FundsRows == 0 {
		funds.Value, funds.Of = i18n.T(ctx, "outcome.none"), i18n.N(ctx, "outcome.of", o.Projects)
	}
	return append(lines, funds), i18n.T(ctx, "outcome.note", i18n.DayStamp(ctx, o.AsOf))
}

// signingList is the workbook of a ceremony (签约一览表).
func signingList(ctx context.Context, c *invest.Ceremony, pub invest.Publication, projects map[int64]invest.ProjectRow) sheet.Book {
	t := func(key string) string { return i18n.T(ctx, key) }
	book := sheet.Book{
		Name: t("workbook.sheet"), Title: i18n.Pick(ctx, c.Title).S,
		Line: i18n.T(ctx, "workbook.line", i18n.Date(ctx, c.Start), i18n.Stamp(ctx, pub.Updated)),
		Columns: []sheet.Column{
			{Heading: t("workbook.no"), Width: 6},
			{Heading: t("signing.group"), Width: 18},
			{Heading: t("signing.project"), Width: 44},
			{Heading: t("signing.a"), Width: 30},
			{Heading: t("signing.b"), Width: 34},
			{Heading: t("workbook.amount"), Width: 16},
			{Heading: t("workbook.currency"), Width: 10},
			{Heading: t("workbook.amount_source"), Width: 30},
			{Heading: t("signing.date"), Width: 16},
			{Heading: t("signing.remarks"), Width: 24},
			{Heading: t("signing.now"), Width: 12},
		},
	}
	n := 0
	for _, g := range c.Groups {
		for _, s := range g.Signings {
			n++
			date, now := s.Date, ""
			if date.IsZero() {
				date = c.Start
			}
			if row, ok := projects[s.Project]; ok {
				now = i18n.Label(ctx, "phase", row.Phase.Phase)
			}
			book.Rows = append(book.Rows, []sheet.Cell{
				{Number: strconv.Itoa(n)},
				{Text: i18n.Pick(ctx, g.Label).S},
				{Text: i18n.Pick(ctx, s.Name).S},
				{Text: partyList(ctx, s.A)},
				{Text: partyList(ctx, s.B)},
				amountCell(ctx, s.Amount),
				{Text: s.Amount.Currency},
				{Text: i18n.Pick(ctx, s.AmountSource.Name).S},
				{Text: i18n.ShortDate(ctx, date)},
				{Text: strings.Join(remarks(ctx, s), i18n.T(ctx, "list.comma"))},
				{Text: now},
			})
		}
	}
	v := tally(ctx, c.Tally())
	book.Notes = []string{
		t("tally.declared") + t("colon") + v.Declared + " " + v.DeclaredCount,
		t("tally.known") + t("colon") + v.Known + " " + v.KnownNote,
	}
	if v.Rest != "" {
		book.Notes = append(book.Notes, t("tally.rest")+t("colon")+v.Rest)
	}
	book.Notes = append(book.Notes, t("cite.source")+t("colon")+i18n.Pick(ctx, c.Source.Name).S)
	return book
}

// amountCell writes an amount as a real number in 万元 (or ten thousands of its
// currency), a range, an approximate or an unknown one in words.
func amountCell(ctx context.Context, m invest.Money) sheet.Cell {
	switch {
	case !m.Known():
		return sheet.Cell{Text: i18n.Money(ctx, m)}
	case m.IsRange() || m.Approx:
		return sheet.Cell{Text: i18n.Money(ctx, m)}
	}
	// A Decimal counts ten-thousandths: whole yuan read as one are 万元.
	return sheet.Cell{Number: invest.Decimal(m.Low).String()}
}

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
