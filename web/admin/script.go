package admin

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

// cardNames are the parties of a side that come, each once, in the order of their
// rows: who signed before or signs after the event sits in the hall with a card too.
func cardNames(ctx context.Context, c *invest.Ceremony, side string) []string {
	var out []string
	for _, s := range c.Signings() {
		if s.Presence == invest.PresenceAbsent {
			continue
		}
		var parties []invest.Party
		if side != "b" {
			parties = append(parties, s.A...)
		}
		if side != "a" {
			parties = append(parties, s.B...)
		}
		for _, p := range parties {
			if name := i18n.Pick(ctx, p.Name).S; !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// draftMark says that a text is not signed for, "" where it is.
func draftMark(ctx context.Context, d invest.Draft) string {
	signed := d.Work == invest.WorkApproved || d.Work == invest.WorkScheduled || d.Work == invest.WorkNone && d.Public == invest.Published
	if signed {
		return ""
	}
	return i18n.T(ctx, "printed.draft")
}

// script is the host's text (主持词) of a ceremony, for printing: the latest draft,
// for whoever sees it.
func (a *records) script(c echo.Context) error {
	d, text, err := a.ceremony(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	v := view.ScriptView{
		Record: a.record(c, d, "afterwards"), Draft: draftMark(ctx, d), When: scriptWhen(ctx, text), TitleLine: i18n.Pick(ctx, text.TitleLine),
		Opening: openingWords(ctx, text), Printed: i18n.Stamp(ctx, a.desk.Now()),
	}
	for _, p := range text.Programme {
		line := i18n.Label(ctx, "programme", p.Kind)
		if title := i18n.Pick(ctx, p.Title).S; title != "" {
			line += i18n.T(ctx, "colon") + title
		}
		if p.Minutes > 0 {
			line += i18n.T(ctx, "brackets", i18n.N(ctx, "script.minutes", p.Minutes))
		}
		v.Programme = append(v.Programme, line)
	}
	for i, g := range text.Groups {
		v.Groups = append(v.Groups, scriptGroup(ctx, i, g))
		for _, s := range g.Signings {
			if !s.OnStage() {
				v.Left = append(v.Left, view.ScriptLeft{
					Name: i18n.Pick(ctx, s.Name), Group: i18n.Pick(ctx, g.Label).S, Why: i18n.Label(ctx, "presence", s.Presence),
					Parties: web.PartyList(ctx, s.A) + " → " + web.PartyList(ctx, s.B),
				})
			}
		}
	}
	f := a.frame(c, i18n.T(ctx, "script.title")+" - "+v.Record.Title.S)
	f.Crumb = a.crumbs(ctx)
	script(c, &f, "print.js")
	return web.Render(c, http.StatusOK, view.Script(f, v))
}

func scriptWhen(ctx context.Context, c *invest.Ceremony) string {
	parts := []string{i18n.Date(ctx, c.Start)}
	for _, s := range []string{c.Time, i18n.Pick(ctx, c.City).S, i18n.Pick(ctx, c.Venue).S} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "　")
}

// openingWords are neutral: they name the occasion and promise nothing.
func openingWords(ctx context.Context, c *invest.Ceremony) component.Prose {
	title := i18n.Pick(ctx, c.Title).S
	if line := i18n.Pick(ctx, c.TitleLine).S; line != "" {
		title += i18n.T(ctx, "brackets", line)
	}
	out := []string{i18n.T(ctx, "script.welcome", title)}
	var hosts []string
	for _, o := range c.Organisers {
		hosts = append(hosts, i18n.Pick(ctx, o).S)
	}
	if len(hosts) > 0 {
		out = append(out, i18n.T(ctx, "script.organised", strings.Join(hosts, i18n.T(ctx, "list.separator"))))
	}
	groups := 0 // that anybody comes up for
	for _, g := range c.Groups {
		if slices.ContainsFunc(g.Signings, invest.Signing.OnStage) {
			groups++
		}
	}
	if groups > 0 {
		out = append(out, i18n.N(ctx, "script.groups", groups))
	}
	return component.Prose{Paragraphs: out}
}

// scriptGroup is what is said of one group: what was written for the host, or
// else its rows in plain words, which says so.
func scriptGroup(ctx context.Context, i int, g invest.Group) view.ScriptGroup {
	out := view.ScriptGroup{
		N: strconv.Itoa(i + 1), Label: i18n.Pick(ctx, g.Label), Theme: i18n.Pick(ctx, g.Theme),
		Text: component.Prose{Paragraphs: paragraphs(g.HostText)},
	}
	if len(out.Text.Paragraphs) > 0 && i18n.From(ctx).Lang != invest.Zh {
		out.Text.Lang = string(invest.Zh) // the host's text is in one language
	}
	var calls []string
	for _, s := range g.Signings {
		if !s.OnStage() {
			continue
		}
		row := view.ScriptRow{N: strconv.Itoa(len(out.Rows) + 1), Name: i18n.Pick(ctx, s.Name), A: web.PartyList(ctx, s.A), B: web.PartyList(ctx, s.B)}
		if len(s.Witness) > 0 {
			row.Witness = i18n.T(ctx, "signing.witness", web.PartyList(ctx, s.Witness))
		}
		out.Rows = append(out.Rows, row)
		switch {
		case len(s.A) > 0 && len(s.B) > 0:
			calls = append(calls, i18n.T(ctx, "script.row", row.N, row.Name.S, row.A, row.B))
		case len(s.A)+len(s.B) > 0:
			calls = append(calls, i18n.T(ctx, "script.row_one", row.N, row.Name.S, web.PartyList(ctx, slices.Concat(s.A, s.B))))
		default:
			calls = append(calls, i18n.T(ctx, "script.row_none", row.N, row.Name.S))
		}
	}
	if len(out.Text.Paragraphs) > 0 || len(out.Rows) == 0 {
		return out
	}
	out.Made = true
	opening := i18n.T(ctx, "script.group", out.Label.S, i18n.N(ctx, "group.rows", len(out.Rows)))
	if out.Theme.S != "" {
		opening = i18n.T(ctx, "script.group_theme", out.Label.S, out.Theme.S, i18n.N(ctx, "group.rows", len(out.Rows)))
	}
	out.Text.Paragraphs = append(append([]string{opening}, calls...), i18n.T(ctx, "script.sign"))
	return out
}
