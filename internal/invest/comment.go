package invest

import "time"

// Comment (批注) is what an editor said in the margin of a draft.
type Comment struct {
	ID       int64
	Kind     Kind
	Number   int64
	Revision int64 // the latest when it was said
	Editor   int64
	At       time.Time
	Text     string
}

// maxComment is how long a comment may be, in characters.
const maxComment = 2_000

// CheckComment reports what is wrong with a comment's text.
func CheckComment(text string) FieldErrors {
	c := newChecker()
	c.str("text", text, maxComment, true)
	return *c.errs
}
