package check

import (
	"html"
	"regexp"
	"strings"

	"wellspring/internal/invest"
)

// Link is a link of a text that stays within the site, or a record that it
// shows as a card.
type Link struct {
	Field, Href, Words string
}

var (
	anchor = regexp.MustCompile(`(?s)<a href="([^"]*)"[^>]*>(.*?)</a>`)
	card   = regexp.MustCompile(`<span data-record="([^"]*)">([^<]*)</span>`)
)

// InnerLinks lists them, a card by its name: "project:12".
func InnerLinks(c invest.Content) []Link {
	var out []Link
	for _, f := range invest.RichFields(c) {
		for _, m := range anchor.FindAllStringSubmatch(f.Markup, -1) {
			href := html.UnescapeString(m[1])
			if strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "/media/") {
				out = append(out, Link{f.Name, href, invest.PlainText(m[2])})
			}
		}
		for _, m := range card.FindAllStringSubmatch(f.Markup, -1) {
			out = append(out, Link{f.Name, m[1], html.UnescapeString(m[2])})
		}
	}
	return out
}

// State is where a link leads: record tells how a record stands, redirected
// whether an old address is known.
func (l Link) State(record func(invest.DraftID) LinkState, redirected func(path string) bool) LinkState {
	id, ok := invest.ParseDraftID(l.Href)
	if !ok {
		id, ok = invest.ReadPath(l.Href)
	}
	switch {
	case ok && id.Number > 0:
		return record(id)
	case ok || redirected(l.Href):
		return LinkGood
	}
	return LinkIsMissing
}

func links(c invest.Content, facts Facts) []Finding {
	var out []Finding
	for _, l := range InnerLinks(c) {
		f := Finding{Rule: invest.RuleDeadLink, Level: invest.LevelOverride, Field: l.Field, Words: l.Words, After: " → " + l.Href}
		switch l.State(facts.Record, facts.Redirected) {
		case LinkIsMissing:
			f.Why = LinkMissing
		case LinkIsUnpublished: // it may be about to be published with this text
			f.Why, f.Level = LinkUnpublished, invest.LevelAdvice
		default:
			continue
		}
		out = append(out, f)
	}
	return out
}
