package form_test

import (
	"testing"

	"wellspring/internal/invest"
	"wellspring/web/form"
)

// signed is a ceremony whose signings have the keys 1, 2 ….
func signed(names ...string) *invest.Ceremony {
	c := &invest.Ceremony{Groups: []invest.Group{{Key: 1}}}
	for i, n := range names {
		c.Groups[0].Signings = append(c.Groups[0].Signings, invest.Signing{Key: i + 1, Name: invest.Text{Zh: n}, Amount: invest.Yuan(50_000_000)})
	}
	return c
}

func merged(was, theirs, mine any) []form.Choice {
	of := func(text any) form.Form { return form.Of(inChinese(), env(), text) }
	return form.Merge(inChinese(), of(was), of(theirs), of(mine))
}

func TestWhatTwoMadeOfATextSaysWhoChangedWhat(t *testing.T) {
	theirs, mine := signed("光伏", "储能"), signed("光伏", "储能")
	theirs.Groups[0].Signings[0].Name.Zh = "光伏二期"
	theirs.Groups[0].Signings[1].Name.Zh = "他的储能"
	mine.Groups[0].Signings[1].Name.Zh = "我的储能"
	mine.City.Zh = "西安"
	got := map[string][2]bool{}
	for _, c := range merged(signed("光伏", "储能"), theirs, mine) {
		got[c.Name] = [2]bool{c.They, c.I}
	}
	want := map[string][2]bool{"city.zh": {false, true}, "groups.0.signings.0.name.zh": {true, false}, "groups.0.signings.1.name.zh": {true, true}}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
	for name, who := range want {
		if got[name] != who {
			t.Errorf("%s: %v", name, got[name])
		}
	}
}

func TestRowsThatWereMovedAreNotMixed(t *testing.T) {
	theirs, mine := signed("光伏", "储能"), signed("光伏", "储能")
	rows := theirs.Groups[0].Signings
	rows[0], rows[1] = rows[1], rows[0]
	mine.Groups[0].Signings[1].Amount = invest.Yuan(77_770_000)
	got := merged(signed("光伏", "储能"), theirs, mine)
	if len(got) != 1 || got[0].Name != "groups.0.signings" || !got[0].They || !got[0].I {
		t.Errorf("rows with keys: %+v", got)
	}

	phases := func(a, b invest.Phase) *invest.Project {
		return &invest.Project{Phases: []invest.PhaseEntry{{Phase: a}, {Phase: b}}}
	}
	was := phases(invest.Signed, invest.Started)
	swapped, dated := phases(invest.Started, invest.Signed), phases(invest.Signed, invest.Started)
	dated.Phases[1].Reason = "我的说明"
	if got := merged(was, swapped, dated); len(got) != 1 || got[0].Name != "phases" {
		t.Errorf("rows without keys: %+v", got)
	}
	if got := merged(was, was, dated); len(got) != 1 || got[0].Name != "phases.1.reason" || got[0].They {
		t.Errorf("rows that one changed: %+v", got)
	}
}
