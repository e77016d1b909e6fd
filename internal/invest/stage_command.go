package invest

import (
	"slices"
	"time"
)

// StageAct is one thing a director does.
type StageAct string

const (
	ActArm      StageAct = "arm"       // Shot goes on next; the zero Shot: nothing does
	ActGo       StageAct = "go"        // what is armed goes on
	ActBlack    StageAct = "black"     // the screens go black, or come back
	ActFreeze   StageAct = "freeze"    // the picture stays whatever is done, or follows again
	ActMessage  StageAct = "message"   // Text is shown to the host
	ActSkip     StageAct = "skip"      // Group is left out, or comes back
	ActAbsent   StageAct = "absent"    // the row Signing is left out, or comes back
	ActMove     StageAct = "move"      // Group goes up (By -1) or down (By 1)
	ActLivePage StageAct = "live_page" // the public page is closed, or opened again as far as the text allows one
	ActUndo     StageAct = "undo"      // back to the state before the last command
)

// StageActs lists them all.
var StageActs = []StageAct{
	ActArm, ActGo, ActBlack, ActFreeze, ActMessage, ActSkip, ActAbsent, ActMove, ActLivePage, ActUndo,
}

// StageCommand is what a director asks for. Revision is the one they saw: on
// another the command is Stale, so that two directors do not work against each other.
type StageCommand struct {
	Act      StageAct  `json:"act,omitempty"`
	Mode     StageMode `json:"mode,omitempty"` // of the log's lines of openings and ends
	Revision int64     `json:"-"`
	Shot     Shot      `json:"shot,omitzero"`
	Group    int       `json:"group,omitempty"`
	Signing  int       `json:"signing,omitempty"`
	By       int       `json:"by,omitempty"`
	On       bool      `json:"on,omitempty"` // with black, freeze, skip, absent and live_page
	Text     string    `json:"text,omitempty"`
}

const (
	longestMessage   = 200          // characters that a host takes in at a glance
	longestCountdown = 24 * 60 * 60 // seconds
)

// Apply gives the state that a command makes of the stage's at a moment. It
// changes nothing itself, and knows no undo, which needs the log: see Undone.
//
// Stale where the command is for another revision; Conflict where the stage is
// not open, nothing is armed, or the group is left out; Invalid for what the
// ceremony does not have.
func (s Stage) Apply(c StageCommand, at time.Time) (StageState, error) {
	next := s.State
	if err := s.takes(c); err != nil {
		return next, err
	}
	next.Before = s.Revision
	if err := s.do(c, &next, at); err != nil {
		return s.State, err
	}
	next.see(at)
	return next, nil
}

// takes refuses a command that the stage, as it stands, does not take.
func (s Stage) takes(c StageCommand) error {
	switch {
	case !s.Mode.Open() && (c.Act != ActLivePage || s.Mode != StageEnded): // what the public sees can be closed afterwards too
		return Errorf(Conflict, "the stage of ceremony %d is not open", s.Ceremony)
	case c.Revision != s.Revision:
		return Errorf(Stale, "the stage of ceremony %d is at revision %d, not %d", s.Ceremony, s.Revision, c.Revision)
	}
	return nil
}

func (s Stage) do(c StageCommand, next *StageState, at time.Time) error {
	k := newChecker()
	switch c.Act {
	case ActArm:
		s.checkShot(k, c.Shot)
		if c.Shot.View == ViewGroup && slices.Contains(next.Skipped, c.Shot.Group) {
			return Errorf(Conflict, "group %d is left out", c.Shot.Group)
		}
		next.Armed = c.Shot
	case ActGo:
		if next.Armed == (Shot{}) {
			return Errorf(Conflict, "nothing is armed")
		}
		next.Shown, next.Armed, next.Until = next.Armed, Shot{}, time.Time{}
		if next.Shown.View == ViewCountdown {
			next.Until = at.Add(time.Duration(next.Shown.Seconds) * time.Second)
		}
	case ActBlack:
		next.Black = c.On
	case ActFreeze:
		held := next.Picture()
		next.Held = nil
		if c.On {
			next.Held = &held
		}
	case ActMessage:
		k.str("text", c.Text, longestMessage, false)
		next.Message = c.Text
	case ActSkip:
		s.checkGroup(k, c.Group)
		next.Skipped = toggled(next.Skipped, c.Group, c.On)
		if c.On && next.Armed.View == ViewGroup && next.Armed.Group == c.Group {
			next.Armed = Shot{}
		}
	case ActAbsent:
		if _, there := onStage(s.Copy)[c.Signing]; !there {
			k.fail("signing", "choice", c.Signing)
		}
		next.Absent = toggled(next.Absent, c.Signing, c.On)
	case ActMove:
		s.checkGroup(k, c.Group)
		next.Groups = moved(next.Groups, c.Group, c.By)
	case ActLivePage:
		next.PageOff = !c.On
	default:
		k.fail("act", "choice", string(c.Act))
	}
	return k.errs.Err()
}

func (s Stage) checkShot(k checker, shot Shot) {
	if shot == (Shot{}) {
		return
	}
	oneOf(k, "view", shot.View, StageViews, true)
	switch {
	case shot.View == ViewGroup:
		s.checkGroup(k, shot.Group)
	case shot.Group != 0:
		k.fail("group", "choice", shot.Group)
	}
	if shot.View == ViewCountdown && (shot.Seconds < 1 || shot.Seconds > longestCountdown) || shot.View != ViewCountdown && shot.Seconds != 0 {
		k.fail("seconds", "choice", shot.Seconds)
	}
}

func (s Stage) checkGroup(k checker, key int) {
	if !slices.Contains(s.State.Groups, key) {
		k.fail("group", "choice", key)
	}
}

// toggled is a list with a key or without it. Lists of a state are shared with
// the one before, and so are never changed in place.
func toggled(list []int, key int, on bool) []int {
	out := without(list, []int{key})
	if on {
		out = append(out, key)
	}
	return out
}

// moved is a list with a key one place further up or down, as far as there is one.
func moved(list []int, key, by int) []int {
	out := slices.Clone(list)
	from := slices.Index(out, key)
	to := from + max(-1, min(by, 1))
	if from >= 0 && to >= 0 && to < len(out) {
		out[from], out[to] = out[to], out[from]
	}
	return out
}

// Undone gives the state that takes the last command back: the one before, which
// the caller has from the log at State.Before. What was seen stays seen, and a
// public page that was closed stays closed. Stale, Conflict as Apply; Conflict
// too where there is nothing to take back.
func (s Stage) Undone(c StageCommand, before StageState, at time.Time) (StageState, error) {
	if err := s.takes(c); err != nil {
		return s.State, err
	}
	if s.State.Before == 0 {
		return s.State, Errorf(Conflict, "there is nothing to take back")
	}
	next := before
	next.Seen, next.PageOff = s.State.Seen, s.State.PageOff
	next.see(at)
	return next, nil
}
