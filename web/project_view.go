package web

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
	"wellspring/templates/project"
)

func projectIndexView(ctx context.Context, set *site, p projectQuery, list invest.ProjectList, facets invest.ProjectFacets) project.IndexView {
	v := project.IndexView{
		Notes: p.notes, Query: p.filter.Query, Min: p.min, Max: p.max, Cards: p.cards,
		Count: i18n.N(ctx, "projects.count", list.Total), Rows: projectCards(ctx, set, list.Rows),
		Facets: projectFacets(ctx, set, p, facets), Feed: feedAddress(ctx, p),
	}
	for _, ch := range projectChips(ctx, set, p, facets) {
		v.Chips = append(v.Chips, component.Link{Text: ch.text, Href: p.without(ch.name, ch.value).address(ctx)})
	}
	if len(v.Chips) > 0 {
		v.Clear = projectQuery{page: 1, cards: p.cards, filter: invest.ProjectFilter{Sort: p.filter.Sort}}.address(ctx)
	}
	for _, sort := range []invest.ProjectSort{invest.SortNew, invest.SortAmount} {
		to := p.onPage(1)
		to.filter.Sort = sort
		current := sort == p.filter.Sort || sort == invest.SortNew && p.filter.Sort != invest.SortAmount
		v.Sorts = append(v.Sorts, project.Choice{Label: i18n.Label(ctx, "sort", sort), Href: to.address(ctx), Current: current})
	}
	for _, view := range []string{"rows", "cards"} {
		to := p
		to.cards = view == "cards"
		v.Views = append(v.Views, project.Choice{Label: i18n.Label(ctx, "view", view), Href: to.address(ctx), Current: to.cards == p.cards})
	}
	if p.filter.Sort != "" {
		v.Hidden = append(v.Hidden, project.Pair{Name: "sort", Value: string(p.filter.Sort)})
	}
	if p.cards {
		v.Hidden = append(v.Hidden, project.Pair{Name: "view", Value: "cards"})
	}
	if p.filter.After == "" {
		after := p
		after.filter.After = list.Next
		v.Pager = Pager(ctx, p.page, projectsPerPage, list.Total, func(n int) string { return p.onPage(n).address(ctx) }, after.address(ctx))
	} else if list.Next != "" {
		after := p
		after.filter.After = list.Next
		v.Pager = component.Pager{Next: after.address(ctx)}
	}
	return v
}

// feedAddress is the feed of the list with its filters.
func feedAddress(ctx context.Context, p projectQuery) string {
	q := p.onPage(1)
	q.cards = false
	address := i18n.Path(ctx, "/projects/feed.atom")
	if v := q.values(); len(v) > 0 {
		address += "?" + v.Encode()
	}
	return address
}

// facetOpen says which facets show their choices before one is chosen.
var facetOpen = map[string]bool{"phase": true, "sector": true}

func projectFacets(ctx context.Context, set *site, p projectQuery, f invest.ProjectFacets) []project.Facet {
	counts := map[string][]invest.Count{
		"phase": f.Phases, "sector": f.Sectors, "park": f.Parks, "place": f.Places, "band": f.Bands, "mode": f.Modes,
		"level": f.Levels, "year": f.Years,
	}
	var out []project.Facet
	for _, name := range facetNames {
		if len(counts[name]) == 0 {
			continue
		}
		chosen := p.chosen(name)
		g := project.Facet{Name: name, Label: i18n.T(ctx, "facet."+name), Open: facetOpen[name] || len(chosen) > 0}
		for _, n := range counts[name] {
			g.Options = append(g.Options, project.Option{
				Value: n.Value, Label: facetLabel(ctx, set, name, n), N: i18n.Grouped(i18n.From(ctx).Lang, int64(n.N)),
				Checked: slices.Contains(chosen, n.Value),
			})
		}
		out = append(out, g)
	}
	return out
}

func facetLabel(ctx context.Context, set *site, facet string, n invest.Count) i18n.Words {
	switch {
	case !n.Label.IsZero():
		return i18n.Pick(ctx, n.Label)
	case facet == "sector":
		return i18n.Pick(ctx, set.Sectors.Find(n.Value).Name)
	case facet == "year", facet == "place", facet == "park":
		return plain(n.Value)
	}
	return plain(i18n.Label(ctx, facet, n.Value))
}

// chip is one filter that is set.
type chip struct {
	name, value string
	text        i18n.Words
}

func projectChips(ctx context.Context, set *site, p projectQuery, facets invest.ProjectFacets) []chip {
	var out []chip
	if p.filter.Query != "" {
		out = append(out, chip{"q", "", plain(i18n.T(ctx, "chip.q", p.filter.Query))})
	}
	for _, name := range facetNames {
		for _, value := range p.chosen(name) {
			n := invest.Count{Value: value}
			for _, list := range [][]invest.Count{facets.Parks, facets.Places} {
				if i := slices.IndexFunc(list, func(c invest.Count) bool { return c.Value == value }); i >= 0 && (name == "park" || name == "place") {
					n = list[i]
				}
			}
			label := facetLabel(ctx, set, name, n)
			label.S = i18n.T(ctx, "facet."+name) + i18n.T(ctx, "colon") + label.S
			out = append(out, chip{name, value, label})
		}
	}
	if p.min != "" {
		out = append(out, chip{"min", "", plain(i18n.T(ctx, "chip.min", i18n.Money(ctx, invest.Yuan(p.filter.Min))))})
	}
	if p.max != "" {
		out = append(out, chip{"max", "", plain(i18n.T(ctx, "chip.max", i18n.Money(ctx, invest.Yuan(p.filter.Max))))})
	}
	return out
}

func projectShowView(ctx context.Context, set *site, p *invest.Project, pub invest.Publication, a aroundProject) project.ShowView {
	v := project.ShowView{
		Title: i18n.Pick(ctx, p.Title), Summary: i18n.Pick(ctx, p.Summary), Code: p.Code, Cover: cover(set, pub.Number, p.Sectors),
		Badges: projectBadges(ctx, set, p), Steps: steps(ctx, p.Phases), Facts: projectFacts(ctx, set, p, a),
		Updates: updateItems(ctx, a.updates, false), Signings: signingRefs(ctx, a.signings),
		Articles: articleItems(ctx, set, a.articles), Related: projectCards(ctx, set, a.related),
		Desk: contactDesk(ctx, p.Desk, set.Site.Desk, set.Site.Address), Cite: cite(ctx, pub, p.Source),
		Milestones: milestones(ctx, p.Milestones), Funds: fundsLines(ctx, p.Funds), Plans: plans(ctx, p.Plans),
	}
	v.Body, v.BodyLang = markup(ctx, p.Body)
	v.Cover.Photo, v.Pictures = photos(ctx, p.Pictures)
	v.Attachments = attachments(ctx, p.Attachments)
	for _, part := range []struct {
		key  string
		text invest.Text
	}{{"project.scale", p.Scale}, {"project.conditions", p.Conditions}, {"project.market", p.Market}} {
		if text := prose(ctx, part.text); len(text.Paragraphs) > 0 {
			v.Sections = append(v.Sections, project.Section{Label: i18n.T(ctx, part.key), Text: text})
		}
	}
	for _, b := range p.Benefits {
		v.Benefits = append(v.Benefits, project.Benefit{Value: i18n.Decimal(ctx, b.Value), Unit: i18n.Pick(ctx, b.Unit), What: i18n.Pick(ctx, b.What)})
	}
	for _, n := range p.Policies {
		if l := titled(ctx, a.policies, n, policyPath(n)); l.Href != "" {
			v.Policies = append(v.Policies, l)
		}
	}
	return v
}

func projectBadges(ctx context.Context, set *site, p *invest.Project) []component.Badge {
	var out []component.Badge
	if e, ok := p.PublicPhase(); ok {
		out = append(out, phaseBadge(ctx, e.Phase))
	}
	if p.Level != "" {
		out = append(out, component.Badge{Label: i18n.T(ctx, "project.key", i18n.Label(ctx, "level", p.Level))})
	}
	for _, s := range sectorNames(ctx, set, p.Sectors) {
		out = append(out, component.Badge{Label: s.S, Lang: s.Lang, Tone: "quiet"})
	}
	return out
}

// steps draws a history as a line with the next step of the ladder at its end.
func steps(ctx context.Context, history []invest.PhaseEntry) []component.Step {
	var out []component.Step
	for i, e := range history {
		s := component.Step{Label: i18n.Label(ctx, "phase", e.Phase), Date: i18n.Date(ctx, e.Date), State: "done"}
		if i == len(history)-1 {
			s.State = "now"
		}
		out = append(out, s)
	}
	if len(history) == 0 {
		return out
	}
	// Negotiations are internal: the public's next step after promotion is signing.
	next := history[len(history)-1].Phase.Step() + 1
	if next > 0 && next < len(invest.Ladder) {
		if invest.Ladder[next] == invest.Negotiating {
			next++
		}
		out = append(out, component.Step{Label: i18n.Label(ctx, "phase", invest.Ladder[next]), State: "next"})
	}
	return out
}

// projectFacts is the fact table, in the same order for all projects. The total
// investment always stands in it, known or not.
func projectFacts(ctx context.Context, set *site, p *invest.Project, a aroundProject) []component.Fact {
	f := facts{ctx: ctx}
	f.str("project.total", i18n.Money(ctx, p.Total))
	f.money("project.fixed", p.FixedAssets)
	f.add("project.sectors", sectorCodes(ctx, set, p.Sectors), sectorLinks(ctx, set, p.Sectors)...)
	if !p.Chain.IsZero() {
		f.add("project.chain", i18n.Label(ctx, "chain", p.ChainRole), component.Link{Text: i18n.Pick(ctx, p.Chain)})
	}
	f.text("project.place", p.Place)
	if p.Park != 0 {
		f.add("project.park", "", titled(ctx, a.park, p.Park, parkPath(p.Park)))
	}
	f.str("project.plot", p.Plot)
	f.strs("project.modes", labels(ctx, "mode", p.Modes))
	f.str("project.capital", i18n.Label(ctx, "capital", p.Capital))
	f.str("project.readiness", i18n.Label(ctx, "readiness", p.Readiness))
	f.money("project.output", p.YearlyOutput)
	f.money("project.tax", p.YearlyTax)
	if p.Payback != nil {
		f.str("project.payback", i18n.T(ctx, "years", i18n.Decimal(ctx, *p.Payback)))
	}
	if p.IRR != nil {
		f.str("project.irr", i18n.Percent(ctx, *p.IRR))
	}
	if p.Jobs > 0 {
		f.str("project.jobs", i18n.N(ctx, "people", p.Jobs))
	}
	f.str("project.start", i18n.Date(ctx, p.Start))
	f.str("project.end", i18n.Date(ctx, p.End))
	if p.Physical != nil {
		f.str("project.physical", i18n.Percent(ctx, *p.Physical))
	}
	if p.Financial != nil {
		f.str("project.financial", i18n.Percent(ctx, *p.Financial))
	}
	f.text("project.lead_agency", p.LeadAgency)
	f.str("project.code", p.Code)
	f.str("project.valid_until", i18n.Date(ctx, p.ValidUntil))
	return f.list
}

// sectorLinks lead from a project's sectors to all projects of each.
func sectorLinks(ctx context.Context, set *site, keys []string) []component.Link {
	out := make([]component.Link, len(keys))
	for i, k := range keys {
		out[i] = link(ctx, set.Sectors.Find(k).Name, "/projects?sector="+k)
	}
	return out
}

// sectorCodes names the national classes that the sectors belong to.
func sectorCodes(ctx context.Context, set *site, keys []string) string {
	var codes []string
	for _, k := range keys {
		if gb := set.Sectors.Find(k).GB; gb != "" && !slices.Contains(codes, gb) {
			codes = append(codes, gb)
		}
	}
	if len(codes) == 0 {
		return ""
	}
	return i18n.T(ctx, "project.gb", strings.Join(codes, i18n.T(ctx, "list.separator")))
}

func milestones(ctx context.Context, ms []invest.Milestone) []project.MilestoneLine {
	out := make([]project.MilestoneLine, len(ms))
	for i, m := range ms {
		l := project.MilestoneLine{
			Kind: i18n.Label(ctx, "milestone", m.Kind), Planned: i18n.Date(ctx, m.Planned), Reached: i18n.Date(ctx, m.Reached),
			Note: i18n.Pick(ctx, m.Note),
		}
		switch {
		case !m.Reached.IsZero():
			l.State, l.Tone = i18n.T(ctx, "milestone.met"), "blue"
		case m.Ongoing:
			l.State, l.Tone = i18n.T(ctx, "milestone.ongoing"), "seal"
		case !m.Planned.IsZero():
			l.State, l.Tone = i18n.T(ctx, "milestone.ahead"), "quiet"
		}
		if !m.AsOf.IsZero() {
			l.Reached = strings.TrimSpace(l.Reached + " " + i18n.T(ctx, "milestone.as_of", i18n.ShortDate(ctx, m.AsOf)))
		}
		out[i] = l
	}
	return out
}

func fundsLines(ctx context.Context, rows []invest.Funds) []project.FundsLine {
	out := make([]project.FundsLine, len(rows))
	for i, r := range rows {
		key := "funds.all"
		if r.InterProvincial {
			key = "funds.inter"
		}
		out[i] = project.FundsLine{
			Period: i18n.Period(ctx, r.Period), Amount: i18n.Money(ctx, r.Amount), Kind: i18n.T(ctx, key), Source: sourceLink(ctx, r.Source),
		}
	}
	return out
}

func plans(ctx context.Context, rows []invest.YearPlan) []project.Plan {
	out := make([]project.Plan, len(rows))
	for i, r := range rows {
		out[i] = project.Plan{
			Year: strconv.Itoa(r.Year), Planned: i18n.Money(ctx, r.Planned), Completed: i18n.Money(ctx, r.Completed), AsOf: i18n.Date(ctx, r.AsOf),
		}
	}
	return out
}

func signingRefs(ctx context.Context, rows []invest.SigningRow) []project.SigningRef {
	out := make([]project.SigningRef, len(rows))
	for i, r := range rows {
		date := r.Signing.Date
		if date.IsZero() {
			date = r.Start
		}
		ref := project.SigningRef{
			Ceremony: link(ctx, r.Title, ceremonyPath(r.Ceremony)+"#s"+strconv.Itoa(r.Signing.Key)), Date: i18n.Date(ctx, date),
			Group: i18n.Pick(ctx, r.Group), A: partyNames(ctx, r.Signing.A), B: partyNames(ctx, r.Signing.B),
			Amount: i18n.Money(ctx, r.Signing.Amount), Known: r.Signing.Amount.Known(), Cite: amountSource(ctx, r.Signing),
		}
		out[i] = ref
	}
	return out
}

func partyNames(ctx context.Context, ps []invest.Party) []i18n.Words {
	out := make([]i18n.Words, len(ps))
	for i, p := range ps {
		out[i] = i18n.Pick(ctx, p.Name)
	}
	return out
}
