package web

import (
	"context"
	"html"
	"log/slog"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/internal/richtext"
)

// FigureWords is how the value of a bound figure is written: amounts as on the
// record's own page, others with their unit. "" where the reference is none.
func FigureWords(ctx context.Context, set invest.Settings, ref, value string) string {
	to, ok := invest.ParseBound(ref)
	if !ok {
		return ""
	}
	if to.Kind == invest.KindRelease {
		d, err := invest.ParseDecimal(value)
		if err != nil {
			return ""
		}
		x, _ := set.Indicators.Find(to.Field) // one that is gone has no unit
		return withUnit(ctx, i18n.Decimal(ctx, d), i18n.Pick(ctx, x.Unit).S)
	}
	switch to.Field {
	case "jobs", "declaredCount", "rows", "physical", "financial":
		d, err := invest.ParseDecimal(value)
		if err != nil {
			return ""
		}
		if to.Field == "physical" || to.Field == "financial" {
			return i18n.Percent(ctx, d)
		}
		return i18n.Decimal(ctx, d)
	}
	m, err := invest.ParseMoney(value)
	if err != nil {
		return ""
	}
	return i18n.Money(ctx, m)
}

// withUnit puts a unit behind a number, in English with a space.
func withUnit(ctx context.Context, number, unit string) string {
	if i18n.From(ctx).Lang == invest.En && unit != "%" {
		return number + " " + unit
	}
	return number + unit
}

// ShownFigure readies a bound figure for the reader: its words, and after a
// correction what they were and since when.
func ShownFigure(ctx context.Context) func(*richtext.Figure) {
	return func(f *richtext.Figure) {
		f.Markup = "<span>" + html.EscapeString(f.Words) + "</span>"
		if f.Was == "" {
			return
		}
		day, err := invest.ParseDate(f.On)
		on := i18n.Date(ctx, day)
		if err != nil {
			on = f.On
		}
		f.Markup += `<small>` + html.EscapeString(i18n.T(ctx, "figure.corrected", f.Was, on)) + `</small>`
	}
}

// titlesOf is the key of who knows the titles of published records.
type titlesOf struct{}

// titles gives the title of a published record.
type titles func(ctx context.Context, id invest.DraftID) (invest.Text, bool)

func withTitles(ctx context.Context, t titles) context.Context {
	return context.WithValue(ctx, titlesOf{}, t)
}

// publishedTitle asks the catalogue. Where it cannot answer, a page shows the
// words that stand in the text.
func (s *Server) publishedTitle(ctx context.Context, id invest.DraftID) (invest.Text, bool) {
	known, err := s.catalogue.Titles(ctx, id.Kind, []int64{id.Number})
	if err != nil {
		s.log.Error("title of a card", slog.Any("cause", err))
		return invest.Text{}, false
	}
	t, ok := known[id.Number]
	return t, ok
}

// recordCard shows a record as a card while it is published, and as its words
// in the text when it is not.
func recordCard(ctx context.Context) func(ref, title string) string {
	return func(ref, title string) string {
		id, ok := invest.ParseDraftID(ref)
		find, known := ctx.Value(titlesOf{}).(titles)
		if !ok || !known {
			return html.EscapeString(title)
		}
		t, published := find(ctx, id)
		if !published {
			return html.EscapeString(title)
		}
		return `<a class="record-card" href="` + html.EscapeString(i18n.Path(ctx, PathOf(id.Kind, id.Number))) + `"><small>` +
			html.EscapeString(i18n.T(ctx, "one."+string(id.Kind))) + `</small><strong>` + html.EscapeString(i18n.Pick(ctx, t).S) + `</strong></a>`
	}
}
