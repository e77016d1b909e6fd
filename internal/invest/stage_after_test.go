package invest

import (
	"slices"
	"testing"
)

func TestWhatChangedOnTheStageIsPutIntoTheTextWithoutLosingARow(t *testing.T) {
	c := &Ceremony{Groups: []Group{
		{Key: 1, Label: Text{Zh: "第一组"}, Signings: []Signing{{Key: 11}, {Key: 12, Presence: PresenceBefore}}},
		{Key: 2, Label: Text{Zh: "第二组"}, Signings: []Signing{{Key: 21}, {Key: 22}, {Key: 23, Presence: PresenceBefore}}},
		{Key: 3, Label: Text{Zh: "后加的一组"}, Signings: []Signing{{Key: 31}}},
	}}
	got := StageChanges{Groups: []int{2, 1}, Skipped: []int{2}, Absent: []int{11}, Joined: []int{12, 23, 99}}.Onto(c)
	var groups, rows []int
	presence := map[int]Presence{}
	for _, g := range got.Groups {
		groups = append(groups, g.Key)
		for _, s := range g.Signings {
			rows = append(rows, s.Key)
			presence[s.Key] = s.Presence
		}
	}
	if !slices.Equal(groups, []int{2, 1, 3}) || !slices.Equal(rows, []int{21, 22, 23, 11, 12, 31}) {
		t.Errorf("groups %v, rows %v", groups, rows)
	}
	for key, want := range map[int]Presence{11: PresenceAbsent, 12: PresenceStage, 21: PresenceAbsent, 22: PresenceAbsent, 23: PresenceBefore, 31: ""} {
		if presence[key] != want {
			t.Errorf("row %d is %q, want %q", key, presence[key], want)
		}
	}
	if c.Groups[0].Signings[0].Presence != "" {
		t.Error("the text that was given is changed")
	}
}
