package invest

import "time"

// Schedule (定时) is an act on a draft that will be done by itself.
type Schedule struct {
	Kind   Kind
	Number int64
	Act    ScheduledAct
	Due    time.Time
	Editor int64     // who set it, and in whose name it is done; 0: the operator
	Set    time.Time // when it was set
	Reason string    // of a withdrawal
	// Automatic marks a withdrawal that comes of the text's own last day.
	Automatic bool
	Failed    Code // what it failed with; it is not tried again. "" while it waits
}

// ScheduledAct is what can be scheduled.
type ScheduledAct string

const (
	ActPublish  ScheduledAct = "publish"
	ActWithdraw ScheduledAct = "withdraw"
)

// Expiry is the first moment at which a text is past its own last day, in the
// site's time zone; ok is false for a text that has none.
func Expiry(c Content, zone *time.Location) (at time.Time, ok bool) {
	p, isProject := c.(*Project)
	if !isProject {
		return time.Time{}, false
	}
	_, last, ok := p.ValidUntil.Span()
	if !ok {
		return time.Time{}, false
	}
	return time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, zone).UTC(), true
}
