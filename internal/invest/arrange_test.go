package invest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// arranged has groups with rows of these keys; the groups' keys are 101, 102 …
func arranged(groups ...[]int) *Ceremony {
	c := &Ceremony{}
	for i, keys := range groups {
		g := Group{Key: 101 + i, Label: Text{Zh: fmt.Sprint("第", i+1, "组")}, HostText: "有请"}
		for _, k := range keys {
			g.Signings = append(g.Signings, Signing{Key: k, Name: Text{Zh: fmt.Sprint("项目", k)}, Amount: Yuan(int64(k)), Note: "内部"})
		}
		c.Groups = append(c.Groups, g)
	}
	return c
}

// keysOf shows the rows of each group by their keys.
func keysOf(c *Ceremony) string {
	out := ""
	for _, a := range c.Arrangement() {
		out += fmt.Sprintf("%d%v ", a.Key, a.Rows)
	}
	return out
}

func TestRowsAndGroupsAreArrangedAsAsked(t *testing.T) {
	c := arranged([]int{1, 2, 3}, []int{4})
	for name, tc := range map[string]struct {
		groups []ArrangedGroup
		want   string
	}{
		"another order":               {[]ArrangedGroup{{Key: 102, Rows: []int{4, 2}}, {Key: 101, Rows: []int{3, 1}}}, "102[4 2] 101[3 1] "},
		"a new group":                 {[]ArrangedGroup{{Key: 101, Rows: []int{1}}, {Key: -1, Rows: []int{2, 3}}, {Key: 102, Rows: []int{4}}}, "101[1] 0[2 3] 102[4] "},
		"a row named twice":           {[]ArrangedGroup{{Key: 101, Rows: []int{1, 2, 1}}, {Key: 102, Rows: []int{2, 3, 4}}}, "101[1 2] 102[3 4] "},
		"rows that are not named":     {[]ArrangedGroup{{Key: 102, Rows: []int{2}}, {Key: 101}}, "102[2 4] 101[1 3] "},
		"a group that is not named":   {[]ArrangedGroup{{Key: 102, Rows: []int{4}}}, "102[4 1 2 3] "},
		"a key of no row":             {[]ArrangedGroup{{Key: 101, Rows: []int{9, 1, 2, 3}}, {Key: 102, Rows: []int{4, -4, 0}}}, "101[1 2 3] 102[4] "},
		"nothing at all":              {nil, "101[1 2 3] 102[4] "},
		"an empty group that is kept": {[]ArrangedGroup{{Key: 101, Rows: []int{1, 2, 3, 4}}, {Key: 102}}, "101[1 2 3 4] 102[] "},
	} {
		if got := keysOf(c.Arrange(tc.groups, nil)); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
	if keysOf(c) != "101[1 2 3] 102[4] " {
		t.Errorf("the ceremony itself has become %s", keysOf(c))
	}
}

func TestNoRowIsEverLostDoubledOrChanged(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for range 2_000 {
		c := arranged([]int{1, 2, 3, 4, 5}, nil, []int{6, 7}, []int{8})
		var groups []ArrangedGroup
		for range dice.IntN(5) {
			g := ArrangedGroup{Key: dice.IntN(8) + 98}
			for range dice.IntN(7) {
				g.Rows = append(g.Rows, dice.IntN(12)-1)
			}
			groups = append(groups, g)
		}
		got := c.Arrange(groups, nil).Signings()
		slices.SortFunc(got, func(a, b Signing) int { return a.Key - b.Key })
		if fmt.Sprint(got) != fmt.Sprint(c.Signings()) {
			t.Fatalf("asked for %v, got %v", groups, got)
		}
	}
}

func TestARowIsSkippedWithoutLosingIt(t *testing.T) {
	c := arranged([]int{1, 2})
	got := c.Arrange(c.Arrangement(), map[int]Presence{2: PresenceAbsent, 9: PresenceAfter})
	if s := got.Groups[0].Signings[1]; s.Presence != PresenceAbsent || s.Amount != Yuan(2) || s.Note != "内部" {
		t.Errorf("the row is %+v", s)
	}
	if c.Groups[0].Signings[1].Presence != "" || got.Groups[0].Signings[0].Presence != "" {
		t.Error("another row, or the ceremony itself, was changed too")
	}
}
