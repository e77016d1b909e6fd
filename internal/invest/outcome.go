package invest

import (
	"slices"
	"time"
)

// Outcome is what became of the projects that a ceremony's rows point at, as far
// as their published records tell. A rate is a number of it over Signed: 开工率 is
// started over signed. A project counts as it stands now: one that has ended
// counts as ended and as nothing else.
type Outcome struct {
	Rows     int         // rows known by name
	Signed   int         // distinct projects among them
	Projects int         // those of them that have a published record
	Steps    []StepCount // in the order of OutcomeSteps
	Ended    []Ending    // in the order of the rows

	FundsRows int // projects with funds in place on record
	Funds     Sum // what arrived at all of them

	// 资金到位率 is Arrived over Agreed: only of the Paired projects, of which both
	// what was agreed and what arrived is known, in one currency.
	Paired          int
	Arrived, Agreed Sum

	AsOf    time.Time      // when the latest of these records was published
	Line    []OutcomePoint // from the signing to AsOf; empty where either has no date
	Undated int            // projects that count in the last point only: their dates are too coarse, or none
}

// StepCount is how many projects have come to a step or beyond it.
type StepCount struct {
	Phase  Phase
	N      int
	Agreed Sum // what was agreed with those N: Rows is N, Known those with an amount
}

// Ending is a project that was paused, dropped or terminated after signing.
type Ending struct {
	Project int64
	Name    Text // as signed
	Phase   Phase
	Date    Date
}

// OutcomePoint is how many projects had come to each step by the end of a period.
type OutcomePoint struct {
	Period Date  // a month, a quarter or a year
	N      []int // in the order of OutcomeSteps
}

// OutcomeSteps are the steps that an outcome tells of.
var OutcomeSteps = []Phase{Registered, Started, Completed, InProduction}

// StandingProject is a published project with the time its text was published.
type StandingProject struct {
	*Project
	Updated time.Time
}

// stepOf is the step that a milestone is evidence of.
var stepOf = map[MilestoneKind]Phase{
	Registration: Registered, GroundBreaking: Started, CompletionCheck: Completed,
	StartProduction: InProduction, Opening: InProduction, FullCapacity: AtCapacity,
}

// StoodBy is how far a project had come by the end of a day: the last entry of
// its history by then, or a milestone reached that says more. A date counts from
// the last day it covers, one without a year not at all; the zero time asks for
// all that is on record. "" where nothing is.
func (p *Project) StoodBy(day time.Time) PhaseEntry {
	by := func(d Date) bool {
		_, last, ok := d.Span()
		return day.IsZero() || ok && !last.After(day)
	}
	var at PhaseEntry
	for _, e := range p.Phases {
		if by(e.Date) {
			at = PhaseEntry{Phase: e.Phase, Date: e.Date}
		}
	}
	if slices.Contains(Exits, at.Phase) {
		return at
	}
	for _, m := range p.Milestones {
		if step, ok := stepOf[m.Kind]; ok && !m.Reached.IsZero() && by(m.Reached) && step.Step() > at.Phase.Step() {
			at = PhaseEntry{Phase: step, Date: m.Reached}
		}
	}
	return at
}

// OutcomeOf tells what became of a ceremony's projects, given those of them that
// are published.
func OutcomeOf(c *Ceremony, published map[int64]StandingProject) Outcome {
	rows := c.Signings()
	o := Outcome{Rows: len(rows)}
	agreed := map[int64][]Money{}
	var numbers []int64
	names := map[int64]Text{}
	for _, s := range rows {
		if _, known := agreed[s.Project]; !known {
			numbers, names[s.Project] = append(numbers, s.Project), s.Name
		}
		if s.AmountHidden {
			s.Amount = Money{}
		}
		agreed[s.Project] = append(agreed[s.Project], s.Amount)
	}
	if o.Signed = len(numbers); o.Signed == 0 {
		return o
	}
	stepAgreed := make([][]Money, len(OutcomeSteps))
	var arrived, pairArrived, pairAgreed []Money
	var standing []*Project
	for _, n := range numbers {
		p, ok := published[n]
		if !ok {
			continue
		}
		standing = append(standing, p.Project)
		if p.Updated.After(o.AsOf) {
			o.AsOf = p.Updated
		}
		promised := agreedOf(agreed[n])
		at := p.StoodBy(time.Time{})
		for i, step := range OutcomeSteps {
			if at.Phase.Reached(step) {
				stepAgreed[i] = append(stepAgreed[i], promised)
			}
		}
		if slices.Contains(Exits, at.Phase) {
			o.Ended = append(o.Ended, Ending{Project: n, Name: names[n], Phase: at.Phase, Date: at.Date})
		}
		if len(p.Funds) == 0 {
			continue
		}
		o.FundsRows++
		var came []Money
		for _, f := range p.Funds {
			came = append(came, f.Amount)
		}
		arrived = append(arrived, came...)
		if m := SumMoney(came...).In(promised.Currency); promised.Known() && m.Known() {
			o.Paired++
			pairArrived, pairAgreed = append(pairArrived, m), append(pairAgreed, promised)
		}
	}
	o.Projects = len(standing)
	for i, step := range OutcomeSteps {
		o.Steps = append(o.Steps, StepCount{Phase: step, N: len(stepAgreed[i]), Agreed: SumMoney(stepAgreed[i]...)})
	}
	o.Funds, o.Arrived, o.Agreed = SumMoney(arrived...), SumMoney(pairArrived...), SumMoney(pairAgreed...)
	o.Line, o.Undated = outcomeLine(c.Start, o.AsOf, standing)
	return o
}

// agreedOf is what was agreed of a project in all its rows: unknown if any of them
// is, or if they are in several currencies.
func agreedOf(amounts []Money) Money {
	if len(amounts) == 1 {
		return amounts[0]
	}
	s := SumMoney(amounts...)
	if s.Known < s.Rows || len(s.Totals) != 1 {
		return Money{}
	}
	return s.Totals[0]
}

// outcomeLine counts at the end of each month, or where that would be too many
// points, of each quarter or year. The last point is how things stand.
func outcomeLine(start Date, asOf time.Time, projects []*Project) (line []OutcomePoint, undated int) {
	begin, _, ok := start.Span()
	if !ok || asOf.Before(begin) {
		return nil, 0
	}
	for _, p := range projects {
		if p.StoodBy(asOf) != p.StoodBy(time.Time{}) {
			undated++
		}
	}
	const points = 18
	size := 1 // months
	switch months := 12*(asOf.Year()-begin.Year()) + int(asOf.Month()-begin.Month()); {
	case months > 4*points:
		size = 12
	case months >= points:
		size = 3
	}
	first := time.Date(begin.Year(), begin.Month()-time.Month((int(begin.Month())-1)%size), 1, 0, 0, 0, 0, time.UTC)
	for ; !first.After(asOf); first = first.AddDate(0, size, 0) {
		end := first.AddDate(0, size, -1)
		if first.AddDate(0, size, 0).After(asOf) { // the last: as things stand
			end = time.Time{}
		}
		point := OutcomePoint{Period: periodFrom(first, size), N: make([]int, len(OutcomeSteps))}
		for _, p := range projects {
			at := p.StoodBy(end).Phase
			for i, step := range OutcomeSteps {
				if at.Reached(step) {
					point.N[i]++
				}
			}
		}
		line = append(line, point)
	}
	return line, undated
}

// periodFrom is the month, quarter or year that begins on a day.
func periodFrom(first time.Time, months int) Date {
	switch months {
	case 1:
		return MonthOf(first.Year(), int(first.Month()))
	case 3:
		return Date{Precision: Quarter, Year: first.Year(), Part: (int(first.Month()) + 2) / 3}
	}
	return Date{Precision: Year, Year: first.Year()}
}
