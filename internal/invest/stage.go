package invest

import (
	"slices"
	"time"
)

// Stage (大屏) is a ceremony's screen while it is rehearsed and while it is on:
// one saved text of the ceremony, and what the director does with it. None of
// that is an edit of the text, and no review is voided by it.
type Stage struct {
	Ceremony int64
	// Revision is raised by every change, also by an opening, from 1; it never goes
	// back. 0: the stage was never opened.
	Revision int64
	Mode     StageMode
	// CopyRevision is the saved text that stands on the stage. Saved texts never
	// change, so that it is a copy whatever is edited afterwards.
	CopyRevision int64
	Copy         *Ceremony // that text, with all that is internal
	LiveAt       time.Time // when it first went live, zero where it was only rehearsed
	State        StageState
	At           time.Time // of the last change
	Editor       int64     // whose it was
}

// StageMode says whether what is shown counts.
type StageMode string

const (
	StageRehearsal StageMode = "rehearsal" // 彩排: nothing of it reaches the public
	StageLive      StageMode = "live"      // 正式
	StageEnded     StageMode = "ended"     // the screens keep their last picture
)

// Open reports whether the stage takes commands.
func (m StageMode) Open() bool { return m == StageRehearsal || m == StageLive }

// StageView is a kind of picture on the screen.
type StageView string

const (
	ViewTitle     StageView = "title"
	ViewGroup     StageView = "group"
	ViewAll       StageView = "all"    // every group with the names of its projects
	ViewTotals    StageView = "totals" // what was declared, else what the rows say
	ViewCountdown StageView = "countdown"
)

// StageViews lists them all.
var StageViews = []StageView{ViewTitle, ViewGroup, ViewAll, ViewTotals, ViewCountdown}

// Shot is one picture that can be put on the screen. The zero value is none.
type Shot struct {
	View    StageView `json:"view,omitempty"`
	Group   int       `json:"group,omitempty"`   // key, with ViewGroup
	Seconds int       `json:"seconds,omitempty"` // to count down from when it goes on, with ViewCountdown
}

// StageState is what a director has made of the stage.
type StageState struct {
	Shown   Shot          `json:"shown"`
	Until   time.Time     `json:"until,omitzero"` // end of the countdown that went on last
	Armed   Shot          `json:"armed,omitzero"` // goes on next
	Black   bool          `json:"black,omitempty"`
	Held    *StagePicture `json:"held,omitempty"`    // while the picture is frozen (定格): that picture
	Message string        `json:"message,omitempty"` // to the host
	Groups  []int         `json:"groups"`            // keys of all groups, in the order of the stage
	Skipped []int         `json:"skipped,omitempty"` // keys of groups that are left out
	// Absent is the keys of rows that are not signed on the stage. They are left out
	// on the screen, and told to the host and behind the scenes.
	Absent  []int  `json:"absent,omitempty"`
	Seen    []Seen `json:"seen,omitempty"`    // in the order of being first shown
	PageOff bool   `json:"pageOff,omitempty"` // the director has closed the public live page
	Before  int64  `json:"before,omitempty"`  // the revision that an undo goes back to, 0 for none
}

// Seen is a shot with the moment it was first to be seen.
type Seen struct {
	Shot
	At time.Time `json:"at"`
}

// StagePicture is all that decides what a screen shows, but for Black, which
// goes before it.
type StagePicture struct {
	Shot
	Until  time.Time `json:"until,omitzero"`
	Groups []int     `json:"groups"` // in order, without those left out
	Absent []int     `json:"absent,omitempty"`
}

// Picture is what the screens show now, unless they are black.
func (s StageState) Picture() StagePicture {
	if s.Held != nil {
		return *s.Held
	}
	return StagePicture{Shot: s.Shown, Until: s.Until, Groups: s.playing(), Absent: s.Absent}
}

// playing is the groups that are not left out, in order.
func (s StageState) playing() []int {
	out := []int{}
	for _, g := range s.Groups {
		if !slices.Contains(s.Skipped, g) {
			out = append(out, g)
		}
	}
	return out
}

// Upcoming gives the groups still to come, in the order in which they will: what
// is armed, then those after the group shown, then those passed over before it.
func (s StageState) Upcoming() []int {
	playing := s.playing()
	if at := slices.Index(playing, s.Shown.Group); s.Shown.View == ViewGroup && at >= 0 {
		playing = append(slices.Clone(playing[at+1:]), playing[:at]...)
	}
	var out []int
	if s.Armed.View == ViewGroup {
		out = append(out, s.Armed.Group)
	}
	for _, g := range playing {
		if !s.seen(Shot{View: ViewGroup, Group: g}) && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

func (s StageState) seen(shot Shot) bool {
	return slices.ContainsFunc(s.Seen, func(x Seen) bool { return x.Shot == shot })
}

// see notes what is to be seen at a moment.
func (s *StageState) see(at time.Time) {
	shot := s.Picture().Shot
	shot.Seconds = 0
	if !s.Black && !s.seen(shot) {
		s.Seen = append(slices.Clone(s.Seen), Seen{Shot: shot, At: at})
	}
}

// Reopened is the state in which a stage goes on with a text: from the beginning
// where it was only rehearsed, else as it stood, as far as the text still has it.
// Where the text now says otherwise than the copy before whether a row is signed
// on the stage, the text counts.
func (s Stage) Reopened(text *Ceremony, at time.Time) StageState {
	before := s.Copy
	if s.LiveAt.IsZero() {
		s.State, before = StageState{}, nil
	}
	old, next := s.State, StageState{Shown: Shot{View: ViewTitle}}
	was := onStage(before)
	var groups []int
	for _, g := range text.Groups {
		groups = append(groups, g.Key)
		for _, r := range g.Signings {
			absent := !r.OnStage()
			if on, there := was[r.Key]; there && on == r.OnStage() {
				absent = slices.Contains(old.Absent, r.Key)
			}
			if absent {
				next.Absent = append(next.Absent, r.Key)
			}
		}
	}
	there := func(shot Shot) bool { return shot.View != ViewGroup || slices.Contains(groups, shot.Group) }
	next.Groups = append(kept(old.Groups, groups), without(groups, old.Groups)...)
	next.Skipped = kept(old.Skipped, groups)
	if old.Shown != (Shot{}) && there(old.Shown) {
		next.Shown, next.Until = old.Shown, old.Until
	}
	if there(old.Armed) {
		next.Armed = old.Armed
	}
	for _, x := range old.Seen {
		if there(x.Shot) {
			next.Seen = append(next.Seen, x)
		}
	}
	next.Black, next.Message, next.PageOff = old.Black, old.Message, old.PageOff
	next.see(at)
	return next
}

// onStage says of each row of a text, by its key, whether it is signed on the stage.
func onStage(c *Ceremony) map[int]bool {
	out := map[int]bool{}
	if c != nil {
		for _, r := range c.Signings() {
			out[r.Key] = r.OnStage()
		}
	}
	return out
}

// kept is what of a list is also in another, in its order; without is the rest.
func kept(list, in []int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(k int) bool { return !slices.Contains(in, k) })
}

func without(list, out []int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(k int) bool { return slices.Contains(out, k) })
}

// OnStage reports whether the text says that a row is signed before the cameras.
func (s Signing) OnStage() bool { return s.Presence == "" || s.Presence == PresenceStage }

// StageChanges is what the stage did otherwise than its text.
type StageChanges struct {
	Groups  []int // the order of the groups, where it is another one
	Skipped []int // groups that were left out
	Absent  []int // rows that the text has on the stage and that were not signed there
	Joined  []int // rows that were signed there though the text has them elsewhere
}

// Changes says what is different on the stage from the text it has a copy of.
func (s Stage) Changes() StageChanges {
	var order []int
	var out StageChanges
	for _, g := range s.Copy.Groups {
		order = append(order, g.Key)
		for _, r := range g.Signings {
			switch absent := slices.Contains(s.State.Absent, r.Key); {
			case absent && r.OnStage():
				out.Absent = append(out.Absent, r.Key)
			case !absent && !r.OnStage():
				out.Joined = append(out.Joined, r.Key)
			}
		}
	}
	if !slices.Equal(order, s.State.Groups) {
		out.Groups = s.State.Groups
	}
	out.Skipped = s.State.Skipped
	return out
}

// StageEntry is one line of the stage's log: a revision with all that it was.
// Lines are never changed.
type StageEntry struct {
	Ceremony     int64
	Revision     int64
	Mode         StageMode
	CopyRevision int64
	State        StageState
	Command      StageCommand // what made it; an opening or an end has no Act but its Mode
	At           time.Time
	Editor       int64
}

// StageRole is what the holder of a stage link sees.
type StageRole string

const (
	RoleScreen    StageRole = "screen"    // 大屏
	RolePrompter  StageRole = "prompter"  // 主持人提示
	RoleBackstage StageRole = "backstage" // 候场
)

// StageRoles lists them all.
var StageRoles = []StageRole{RoleScreen, RolePrompter, RoleBackstage}

// StageLink (大屏链接) lets whoever has its token look at the stage in one role.
// The token itself is not kept. It holds until it is revoked, whatever becomes of
// who made it: a screen must not go dark because somebody has left.
type StageLink struct {
	ID       int64
	Ceremony int64
	Role     StageRole
	Editor   int64 // who made it
	Made     time.Time
	Revoked  time.Time // zero where it was not
}

// StagePulse is as much of a stage as says whether anything has changed.
type StagePulse struct {
	Revision int64
	Links    []int64 // IDs of the links that open, ascending: none while the ceremony is in the bin
}
