package invest

import "time"

// Autosave (自动保存) is a form as an editor left it, not saved yet. It is kept
// for that editor alone.
type Autosave struct {
	Editor  int64
	Kind    Kind
	Number  int64 // 0: of a text that was never saved
	Version int64 // of the draft when the form was opened
	Form    []byte
	At      time.Time
}

// MaxForm is how many bytes of a form are kept.
const MaxForm = 1 << 20
