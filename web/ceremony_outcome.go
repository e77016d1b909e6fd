package web

import (
	"context"
	"strconv"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/ceremony"
	"wellspring/templates/component"
)

// outcomeView words what became of the projects; every number says of how many.
func outcomeView(ctx context.Context, o invest.Outcome) ceremony.OutcomeView {
	if o.Projects == 0 {
		return ceremony.OutcomeView{}
	}
	v := ceremony.OutcomeView{Note: i18n.T(ctx, "outcome.note", o.Signed, o.Projects, i18n.DayStamp(ctx, o.AsOf)), Line: outcomeChart(ctx, o)}
	for _, s := range o.Steps {
		v.Lines = append(v.Lines, stepLine(ctx, o, s))
	}
	v.Lines = append(v.Lines, fundsLine(ctx, o))
	if len(o.Ended) > 0 {
		v.Lines = append(v.Lines, ceremony.OutcomeLine{
			Label: i18n.T(ctx, "outcome.ended"), Value: strconv.Itoa(len(o.Ended)), Of: i18n.N(ctx, "outcome.of", o.Signed),
		})
	}
	for _, e := range o.Ended {
		l := ceremony.EndedLine{Name: i18n.Pick(ctx, e.Name), Phase: phaseBadge(ctx, e.Phase), Date: i18n.Date(ctx, e.Date)}
		v.Ended = append(v.Ended, l)
	}
	if o.Undated > 0 && len(v.Line.Periods) > 0 {
		v.Undated = i18n.N(ctx, "outcome.undated", o.Undated)
	}
	return v
}

// stepKey names a step as something that projects have come to.
func stepKey(p invest.Phase) string { return "outcome." + string(p) }

func stepLine(ctx context.Context, o invest.Outcome, s invest.StepCount) ceremony.OutcomeLine {
	l := ceremony.OutcomeLine{Label: i18n.T(ctx, stepKey(s.Phase)), Value: strconv.Itoa(s.N), Of: i18n.N(ctx, "outcome.of", o.Signed)}
	if s.N == 0 { // nobody has said that none has
		l.Value, l.None = i18n.T(ctx, "outcome.none"), true
		return l
	}
	l.Share = share(int64(s.N), int64(o.Signed))
	l.Bar = shareBar(ctx, l.Label, l.Share, float64(s.N), float64(o.Signed))
	l.Note = i18n.T(ctx, "outcome.amount_unknown")
	if s.Agreed.Known > 0 {
		l.Note = i18n.T(ctx, "outcome.amount", s.Agreed.Known, sums(ctx, s.Agreed))
	}
	return l
}

func shareBar(ctx context.Context, label, percent string, part, whole float64) component.Chart {
	return component.Chart{
		Title: label + i18n.T(ctx, "colon") + percent, Max: whole,
		Bars: []component.Bar{{Parts: []component.BarPart{{Size: part, Tone: "1"}}}},
	}
}

// fundsLine gives what arrived, and the rate only of projects of which both
// sides are known.
func fundsLine(ctx context.Context, o invest.Outcome) ceremony.OutcomeLine {
	l := ceremony.OutcomeLine{Label: i18n.T(ctx, "outcome.funds"), Value: sums(ctx, o.Funds), Of: i18n.T(ctx, "outcome.funds_of", o.FundsRows, o.Signed)}
	if o.FundsRows == 0 {
		l.Value, l.Of, l.None = i18n.T(ctx, "outcome.none"), i18n.N(ctx, "outcome.of", o.Signed), true
		return l
	}
	if o.Paired == 0 {
		l.Note = i18n.T(ctx, "outcome.no_rate")
		return l
	}
	l.Note = i18n.T(ctx, "outcome.rate", o.Paired, sums(ctx, o.Agreed), sums(ctx, o.Arrived))
	if len(o.Agreed.Totals) == 1 && len(o.Arrived.Totals) == 1 {
		part, whole := o.Arrived.Totals[0].Low, o.Agreed.Totals[0].Low
		if rate := share(part, whole); rate != "" {
			l.Share = i18n.T(ctx, "outcome.rate_is", rate)
			l.Bar = shareBar(ctx, l.Label, l.Share, float64(part), float64(whole))
		}
	}
	return l
}

// outcomeChart draws how many had come to each step by then; nothing where no
// project has, or there is but one point.
func outcomeChart(ctx context.Context, o invest.Outcome) component.LineChart {
	if len(o.Line) < 2 || o.Steps[0].N == 0 {
		return component.LineChart{}
	}
	c := component.LineChart{Max: o.Signed, Top: i18n.N(ctx, "outcome.top", o.Signed), Head: i18n.T(ctx, "outcome.by"), Table: i18n.T(ctx, "outcome.table")}
	for _, p := range o.Line {
		c.Periods = append(c.Periods, i18n.Date(ctx, p.Period))
	}
	for i, step := range invest.OutcomeSteps {
		line := component.ChartLine{Label: i18n.T(ctx, stepKey(step))}
		for _, p := range o.Line {
			line.Values = append(line.Values, p.N[i])
		}
		c.Lines = append(c.Lines, line)
	}
	c.Title = i18n.T(ctx, "outcome.chart", c.Periods[0], c.Periods[len(c.Periods)-1])
	return c
}
