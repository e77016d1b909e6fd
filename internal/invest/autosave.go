package invest

import "time"

// Autosave (自动保存) is a form as an editor left it, not saved yet. It is kept
// for that editor alone.
type Autosave struct {
	Editor  int64
	Origin  string // the form, by the random name it was opened with: two tabs are two
	Kind    Kind
	Number  int64 // 0: of a text that was never saved
	Version int64 // of the draft when the form was opened
	Form    []byte
	At      time.Time
}

const (
	MaxForm      = 1 << 20 // bytes of a form that are kept
	MaxAutosaves = 10      // forms of one draft that are kept for an editor: the latest
)
