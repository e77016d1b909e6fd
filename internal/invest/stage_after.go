package invest

import "slices"

// None reports whether nothing is different.
func (ch StageChanges) None() bool {
	return len(ch.Groups) == 0 && len(ch.Skipped) == 0 && len(ch.Absent) == 0 && len(ch.Joined) == 0
}

// Onto gives a copy of a text with what was different on the stage: the order of
// the groups, and who was before the cameras. Rows of a group that was left out
// were not signed there either. What the text no longer has is passed over.
func (ch StageChanges) Onto(c *Ceremony) *Ceremony {
	presence := map[int]Presence{}
	for _, g := range c.Groups {
		for _, s := range g.Signings {
			switch {
			case slices.Contains(ch.Absent, s.Key):
				presence[s.Key] = PresenceAbsent
			case slices.Contains(ch.Skipped, g.Key): // who joined such a group has not signed in it
				if s.OnStage() {
					presence[s.Key] = PresenceAbsent
				}
			case slices.Contains(ch.Joined, s.Key):
				presence[s.Key] = PresenceStage
			}
		}
	}
	groups := c.Arrangement()
	if len(ch.Groups) > 0 {
		at := func(key int) int {
			if i := slices.Index(ch.Groups, key); i >= 0 {
				return i
			}
			return len(ch.Groups) // a group that came later stands at the end
		}
		slices.SortStableFunc(groups, func(a, b ArrangedGroup) int { return at(a.Key) - at(b.Key) })
	}
	return c.Arrange(groups, presence)
}
