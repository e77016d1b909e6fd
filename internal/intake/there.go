package intake

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

// there is what of signings and figures is on the desk by now: they are parts of
// texts, and found by what they say.
type there struct {
	signings map[string]signed // by signingKey
	ofOne    map[int64][]invest.SigningRef
	titles   map[int64]string
	figures  map[string]int64 // number of the release, by figureKey
}

// signed is a signing that is there, and of which project.
type signed struct {
	invest.SigningRef
	project int64
}

// onDesk reads the ceremonies for a sheet of signings, the releases for one of
// figures.
func (in *Intake) onDesk(ctx context.Context, who desk.Actor, kind sheet.Kind) (*there, error) {
	t := &there{signings: map[string]signed{}, ofOne: map[int64][]invest.SigningRef{}, titles: map[int64]string{}, figures: map[string]int64{}}
	if kind != sheet.Signings && kind != sheet.Figures {
		return t, nil
	}
	k := Exports(kind)
	names, err := in.desk.Names(ctx, who, k, nearLimit)
	if err != nil {
		return nil, err
	}
	set, err := in.desk.Settings(ctx)
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		d, err := in.desk.Matched(ctx, who, k, n.Number)
		if invest.CodeOf(err) == invest.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		switch body := d.Body.(type) {
		case *invest.Ceremony:
			t.addCeremony(n.Number, body)
		case *invest.Release:
			for _, f := range body.Figures {
				of, _ := set.Indicators.Find(f.Indicator)
				t.figures[figureKey(f.Region.Zh, of.Name.Zh, body.Period)] = n.Number
			}
		}
	}
	return t, nil
}

func (t *there) addCeremony(number int64, c *invest.Ceremony) {
	t.titles[number] = c.Title.Zh
	for _, s := range c.Signings() {
		ref := invest.SigningRef{Ceremony: number, Key: s.Key}
		var b []string
		for _, p := range s.B {
			b = append(b, p.Name.Zh)
		}
		at := s.Date
		if at.IsZero() {
			at = c.Start
		}
		for _, day := range []invest.Date{at, {}} { // a row that says no day can be any
			t.signings[signingKey(s.Name.Zh, b, day)] = signed{ref, s.Project}
		}
		t.ofOne[s.Project] = append(t.ofOne[s.Project], ref)
	}
}

// signingKey is by what a signing is known: what was signed, with whom, on which day.
func signingKey(name string, b []string, at invest.Date) string {
	keys := []string{invest.MatchKey(name), at.Key()}
	for _, p := range b {
		keys = append(keys, invest.MatchKey(p))
	}
	slices.Sort(keys[2:])
	return strings.Join(keys, "\x00")
}

func figureKey(region, metric string, p invest.Period) string {
	return invest.MatchKey(region) + "\x00" + invest.MatchKey(metric) + "\x00" + p.String()
}

// same reports whether a row tells of a signing or a figure that is there, and
// gives its project or its release.
func (t *there) same(kind sheet.Kind, r *sheet.Record) (number int64, note sheet.Message, ok bool) {
	switch kind {
	case sheet.Signings:
		if ref, ok := t.signings[signingKey(name(r), r.PartyB, date(r))]; ok {
			return ref.project, sheet.Message{Code: "known_signing", Args: []string{t.titles[ref.Ceremony], strconv.FormatInt(ref.Ceremony, 10)}}, true
		}
	case sheet.Figures:
		if r.Period == nil {
			break
		}
		p, err := invest.ParsePeriod(*r.Period)
		for _, name := range metricNames(r) {
			if n, ok := t.figures[figureKey(said(r.Region), name, p)]; ok && err == nil {
				return n, sheet.Message{Code: "known_figure", Args: []string{strconv.FormatInt(n, 10)}}, true
			}
		}
	}
	return 0, note, false
}

// last is the latest signing of a project, the zero one where it has none.
func (t *there) last(project int64) invest.SigningRef {
	refs := t.ofOne[project]
	if len(refs) == 0 {
		return invest.SigningRef{}
	}
	return slices.MaxFunc(refs, func(a, b invest.SigningRef) int { return int(a.Ceremony - b.Ceremony) })
}
