package admin

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"wellspring/internal/i18n"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
	"wellspring/templates/component"
)

// understood words what was understood of a row.
func understood(ctx context.Context, r *sheet.Record) (name string, facts []component.Fact) {
	add := func(f sheet.Field, s string) {
		if s != "" {
			facts = append(facts, component.Fact{Label: i18n.Label(ctx, "import_field", f), Values: []component.Link{{Text: plain(s)}}})
		}
	}
	text := func(f sheet.Field, s *string) {
		if s != nil {
			add(f, *s)
		}
	}
	list := func(f sheet.Field, words []string) { add(f, strings.Join(words, i18n.T(ctx, "list.separator"))) }
	yuan := func(f sheet.Field, n *int64) {
		if n != nil {
			add(f, i18n.Money(ctx, invest.Yuan(*n)))
		}
	}
	percent := func(f sheet.Field, n interface{ Decimal() (invest.Decimal, bool) }) {
		if d, ok := n.Decimal(); ok {
			add(f, d.String()+"%")
		}
	}
	switch {
	case r.Name != nil:
		name = *r.Name
	case r.Metric != nil:
		name = *r.Metric
	default:
		name = strings.Join(r.PartyB, i18n.T(ctx, "list.separator"))
	}
	text(sheet.FRegion, r.Region)
	if r.Period != nil {
		if p, err := invest.ParsePeriod(*r.Period); err == nil {
			add(sheet.FPeriod, i18n.Period(ctx, p))
		} else {
			add(sheet.FPeriod, *r.Period)
		}
	}
	add(sheet.FCode, r.Code)
	text(sheet.FGroup, r.Group)
	list(sheet.FPartyA, r.PartyA)
	list(sheet.FPartyB, r.PartyB)
	if m := r.Money(); m.Known() {
		f := sheet.FAmount
		if r.Metric != nil {
			f = sheet.FValue
		}
		add(f, i18n.Money(ctx, m))
	}
	if r.Value != nil {
		unit := ""
		if r.Unit != nil {
			unit = " " + *r.Unit
		}
		add(sheet.FValue, string(*r.Value)+unit)
	}
	if r.Wanted != nil && r.Currency != nil {
		add(sheet.FWanted, i18n.Money(ctx, invest.Money{Low: *r.Wanted, High: *r.Wanted, Currency: *r.Currency}))
	}
	yuan(sheet.FPlanYear, r.PlanYear)
	yuan(sheet.FDone, r.Done)
	if r.Rate != nil {
		percent(sheet.FRate, r.Rate)
	}
	if r.Growth != nil {
		percent(sheet.FGrowth, r.Growth)
	}
	if r.Share != nil {
		percent(sheet.FShare, r.Share)
	}
	if r.Date != nil {
		if d, err := invest.ParseDate(*r.Date); err == nil {
			add(sheet.FDate, i18n.Date(ctx, d))
		}
	}
	if r.DateText != nil {
		add(sheet.FDate, *r.DateText)
	}
	text(sheet.FPlace, r.Place)
	text(sheet.FSector, r.Sector)
	list(sheet.FCooperation, r.Cooperation)
	list(sheet.FIndustries, r.Industries)
	if r.AreaM2 != nil {
		add(sheet.FArea, string(*r.AreaM2)+" ㎡")
	}
	if r.Companies != nil {
		add(sheet.FCompanies, strconv.FormatInt(*r.Companies, 10))
	}
	text(sheet.FOwner, r.Owner)
	text(sheet.FProgress, r.Progress)
	if r.PartOf != nil {
		add("partOf", i18n.T(ctx, "import.row_n", *r.PartOf))
	}
	return name, facts
}

// importFailure is what to say of a making that came to nothing; rows where
// those are to blame.
func importFailure(err error) (key string, rows intake.WrongRows) {
	switch {
	case err == nil:
		return "", nil
	case errors.As(err, &rows):
		return "", rows
	case errors.Is(err, intake.ErrUndecided):
		return "import.undecided", nil
	case errors.Is(err, intake.ErrReason):
		return "import.needs_reason", nil
	case errors.Is(err, intake.ErrNothing):
		return "import.nothing", nil
	case invest.CodeOf(err) == invest.Conflict:
		return "import.conflict", nil
	case invest.CodeOf(err) == invest.Stale:
		return "import.stale", nil
	}
	return "import.problem.unexpected", nil
}

// fieldWords calls a field of a text what the import page calls it, where it
// does.
func fieldWords(ctx context.Context, field string) string {
	last := field[strings.LastIndexByte(field, '.')+1:]
	if last == "zh" || last == "key" {
		return fieldWords(ctx, strings.TrimSuffix(field, "."+last))
	}
	for _, f := range []struct {
		of sheet.Field
		is string
	}{
		{sheet.FSector, "sectors"},
		{sheet.FName, "title"},
		{sheet.FName, "name"},
		{sheet.FAmount, "total"},
		{sheet.FDate, "date"},
		{sheet.FMetric, "indicator"},
		{sheet.FPeriod, "period"},
		{sheet.FContent, "scale"},
	} {
		if f.is == last {
			return i18n.Label(ctx, "import_field", f.of)
		}
	}
	return field
}
