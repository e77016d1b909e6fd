package invest

import "slices"

// ArrangedGroup is a group as it is arranged (编排): its words, and the keys of
// the rows in it, in order. A Key below 1 is a new group's.
type ArrangedGroup struct {
	Key      int
	Label    Text
	Theme    Text
	HostText string
	Rows     []int
}

// Arrangement gives the ceremony's groups as they are.
func (c *Ceremony) Arrangement() []ArrangedGroup {
	var out []ArrangedGroup
	for _, g := range c.Groups {
		a := ArrangedGroup{Key: g.Key, Label: g.Label, Theme: g.Theme, HostText: g.HostText}
		for _, s := range g.Signings {
			a.Rows = append(a.Rows, s.Key)
		}
		out = append(out, a)
	}
	return out
}

// Arrange gives a copy of the ceremony with its rows in other groups and another
// order. Every row is in it exactly once, whatever is asked for: one named twice
// stands where it is named first, one not named at the end of its old group, or
// of the last where that is gone; a key of no row is passed over. presence says
// of the rows named in it whether they were signed before the cameras.
func (c *Ceremony) Arrange(groups []ArrangedGroup, presence map[int]Presence) *Ceremony {
	out := *c
	if len(groups) == 0 {
		groups = c.Arrangement()
	}
	rows := map[int]Signing{}
	for _, s := range c.Signings() {
		if p, ok := presence[s.Key]; ok {
			s.Presence = p
		}
		rows[s.Key] = s
	}
	out.Groups = nil
	for _, a := range groups {
		g := Group{Key: max(a.Key, 0), Label: a.Label, Theme: a.Theme, HostText: a.HostText}
		for _, key := range a.Rows {
			if s, ok := rows[key]; ok {
				g.Signings = append(g.Signings, s)
				delete(rows, key)
			}
		}
		out.Groups = append(out.Groups, g)
	}
	for _, g := range c.Groups { // those that nobody has named, in their old order
		at := slices.IndexFunc(out.Groups, func(x Group) bool { return x.Key == g.Key })
		if at < 0 {
			at = len(out.Groups) - 1
		}
		for _, s := range g.Signings {
			if left, ok := rows[s.Key]; ok {
				out.Groups[at].Signings = append(out.Groups[at].Signings, left)
				delete(rows, s.Key)
			}
		}
	}
	return &out
}
