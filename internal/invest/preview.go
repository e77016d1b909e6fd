package invest

import "time"

// PreviewLink (预览链接) shows a draft's latest text, in its public form, to
// whoever has its token. The token itself is not kept.
type PreviewLink struct {
	ID      int64
	Kind    Kind
	Number  int64
	Editor  int64 // who made it
	Made    time.Time
	Expires time.Time
	Revoked time.Time // zero where it was not
}

// Open reports whether the link can be used at a moment.
func (l PreviewLink) Open(at time.Time) bool { return l.Revoked.IsZero() && at.Before(l.Expires) }
