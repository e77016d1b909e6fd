package invest

import (
	"slices"
	"time"
)

// Live (现场直播) is as much of a ceremony's stage as the public may see while its
// text is not published: what was shown, and nothing of what was not.
type Live struct {
	Ceremony int64
	Revision int64 // of the stage
	Ended    bool
	At       time.Time // of the last change
	// Text has the groups that were shown, in the order in which they were, without
	// rows that were not signed on the stage; the totals once they were shown.
	Text *Ceremony
}

// LiveText is what the public live page may tell; ok is false where there is to
// be none: the text does not allow it, the director has closed it, or the stage
// was only rehearsed. It picks what may be told one by one: a field that is
// added to a ceremony does not get there by itself.
func (s Stage) LiveText() (text *Ceremony, ok bool) {
	if s.LiveAt.IsZero() || s.Mode == StageRehearsal || s.State.PageOff || !s.Copy.LivePage {
		return nil, false
	}
	c := s.Copy.Public().(*Ceremony)
	text = &Ceremony{
		Form: c.Form, Title: c.Title, TitleLine: c.TitleLine, Umbrella: c.Umbrella,
		Start: c.Start, Time: c.Time, Venue: c.Venue, City: c.City, LivePage: true, Groups: []Group{},
	}
	for _, x := range s.State.Seen {
		switch x.View {
		case ViewTotals:
			text.DeclaredCount, text.DeclaredTotal = c.DeclaredCount, c.DeclaredTotal
		case ViewGroup:
			if i := slices.IndexFunc(c.Groups, func(g Group) bool { return g.Key == x.Group }); i >= 0 {
				text.Groups = append(text.Groups, s.liveGroup(c.Groups[i]))
			}
		}
	}
	return text, true
}

// liveGroup is a group in public form as the live page has it.
func (s Stage) liveGroup(g Group) Group {
	out := Group{Key: g.Key, Label: g.Label, Theme: g.Theme, Signings: []Signing{}}
	for _, r := range g.Signings {
		if !slices.Contains(s.State.Absent, r.Key) {
			out.Signings = append(out.Signings, Signing{Key: r.Key, Name: r.Name, A: names(r.A), B: names(r.B), Amount: r.Amount})
		}
	}
	return out
}

// names is parties with their names alone.
func names(ps []Party) []Party {
	var out []Party
	for _, p := range ps {
		out = append(out, Party{Name: p.Name})
	}
	return out
}
