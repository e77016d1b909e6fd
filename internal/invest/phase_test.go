package invest

import (
	"slices"
	"testing"
)

func history(entries ...PhaseEntry) []PhaseEntry { return entries }

func entry(p Phase, date string, reason ...string) PhaseEntry {
	d, err := ParseDate(date)
	if err != nil {
		panic(err)
	}
	e := PhaseEntry{Phase: p, Date: d, Editor: "writer"}
	if len(reason) > 0 {
		e.Reason = reason[0]
	}
	return e
}

func TestAHistoryOfPhases(t *testing.T) {
	for _, c := range []struct {
		name string
		of   []PhaseEntry
		want []string // fields in error
	}{
		{"may begin anywhere on the ladder", history(entry(Signed, "2023-11-16")), nil},
		{"goes on step by step without reasons", history(entry(Planned, "2022"), entry(Promoted, "2023-01"), entry(Negotiating, "2023-02")), nil},
		{"needs a reason to skip", history(entry(Planned, "2022"), entry(Signed, "2023")), []string{"phases.1.reason"}},
		{"may skip with a reason", history(entry(Planned, "2022"), entry(Signed, "2023", "现场补录")), nil},
		{"needs a reason to go back", history(entry(Started, "2022"), entry(LandSecured, "2023")), []string{"phases.1.reason"}},
		{"needs a reason to stay", history(entry(Started, "2022"), entry(Started, "2023")), []string{"phases.1.reason"}},
		{"needs a reason to pause", history(entry(Started, "2022"), entry(Paused, "2023")), []string{"phases.1.reason"}},
		{"goes on after a pause where it stood", history(entry(Started, "2022"), entry(Paused, "2023-01", "冬季"), entry(Started, "2023-03")), nil},
		{"goes on after a pause one step further", history(entry(Started, "2022"), entry(Paused, "2023-01", "冬季"), entry(UnderConstruction, "2023-03")), nil},
		{"needs a reason to jump after a pause", history(entry(Started, "2022"), entry(Paused, "2023-01", "冬季"), entry(InProduction, "2023-03")), []string{"phases.2.reason"}},
		{"needs a reason to come back from an ending", history(entry(Started, "2022"), entry(Terminated, "2023-01", "撤资"), entry(UnderConstruction, "2023-03")), []string{"phases.2.reason"}},
		{"does not run backwards in time", history(entry(Planned, "2023-05"), entry(Promoted, "2023-01")), []string{"phases.1.date"}},
		{"does not quarrel over dates without a year", history(entry(Planned, "2023-05"), entry(Promoted, "1月")), nil},
		{"has no unknown phases", history(PhaseEntry{Phase: "flying", Date: MonthOf(2023, 1)}), []string{"phases.0.phase"}},
		{"has dates", history(PhaseEntry{Phase: Planned}), []string{"phases.0.date"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			check := newChecker()
			checkPhases(check, c.of)
			var got []string
			for _, e := range *check.errs {
				if !slices.Contains(got, e.Field) {
					got = append(got, e.Field)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("fields in error: %v, want %v", got, c.want)
			}
		})
	}
}

func TestThePublicSeesOfAHistory(t *testing.T) {
	for _, c := range []struct {
		name string
		of   []PhaseEntry
		want Phase
	}{
		{"the last phase", history(entry(Planned, "2022"), entry(Promoted, "2023")), Promoted},
		{"nothing of negotiations, but what was before", history(entry(Promoted, "2022"), entry(Negotiating, "2023")), Promoted},
		{"nothing at all where there were only negotiations", history(entry(Negotiating, "2023")), ""},
		{"no exit before signing", history(entry(Promoted, "2022"), entry(Dropped, "2023", "x")), Promoted},
		{"an ending after signing", history(entry(Signed, "2022"), entry(Terminated, "2023", "x")), Terminated},
		{"signing after negotiations", history(entry(Negotiating, "2022"), entry(Signed, "2023")), Signed},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _ := (&Project{Phases: c.of}).PublicPhase()
			if got.Phase != c.want {
				t.Errorf("got %s, want %s", got.Phase, c.want)
			}
			for _, e := range publicPhases(c.of) {
				if e.Reason != "" || e.Editor != "" || e.Phase == Negotiating {
					t.Errorf("internal fields are left: %+v", e)
				}
			}
		})
	}
}
