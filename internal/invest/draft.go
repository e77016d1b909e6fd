package invest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Work is where a draft stands with the editors.
type Work string

const (
	WorkNone      Work = "none"      // nothing is being changed; the public text is the latest
	WorkDraft     Work = "draft"     // 草稿
	WorkReview1   Work = "review1"   // 待初审
	WorkReview2   Work = "review2"   // 待复审
	WorkReview3   Work = "review3"   // 待终审
	WorkApproved  Work = "approved"  // 待发布
	WorkScheduled Work = "scheduled" // 定时
)

// InReview gives the level that a draft waits for, 0 if it waits for none.
func (w Work) InReview() int {
	switch w {
	case WorkReview1:
		return 1
	case WorkReview2:
		return 2
	case WorkReview3:
		return 3
	}
	return 0
}

// AwaitingReview is the work state of waiting for a level from 1 to 3.
func AwaitingReview(level int) Work {
	return []Work{WorkReview1, WorkReview2, WorkReview3}[level-1]
}

// Publicity is where a draft stands with the public.
type Publicity string

const (
	NeverPublic Publicity = "never"
	Published   Publicity = "published"
	Withdrawn   Publicity = "withdrawn"
)

// Draft (草稿) is one piece of content as editors see it. It lives on when it
// is published: the public sees a revision of it.
type Draft struct {
	Kind     Kind
	Number   int64 // the same in /admin/projects/1042 and /projects/1042
	Version  int64 // raised by every change of the row; an editor saves against the one they opened
	Revision int64 // the latest saved text, from 1
	Owner    int64 // Editor.ID of who began it
	Work     Work
	Public   Publicity
	Shown    int64     // the revision the public sees, 0 if none
	PubDate  time.Time // when it was first published; set once
	ShownAt  time.Time // when the shown revision was published
	Created  time.Time
	Updated  time.Time
	SentBack bool      // a reviewer sent it back and it was not submitted since; the note is that review's
	StaleEn  []string  // fields of which the English is older than the Chinese: "title", "groups.0.label"
	Binned   time.Time // when it was put into the bin, zero where it is not there
	BinnedBy int64     // Editor.ID
	Body     Content   // the latest text
	// Origin is what the form of a new draft carries, so that one sent twice
	// begins one draft. It is looked at when a draft is saved and not given back.
	Origin string
}

// DraftID names a draft.
type DraftID struct {
	Kind   Kind
	Number int64
}

// ID is the name of the draft.
func (d Draft) ID() DraftID { return DraftID{Kind: d.Kind, Number: d.Number} }

// Revision (修订) is one saved text of a draft.
type Revision struct {
	Kind   Kind
	Number int64
	N      int64 // from 1
	Body   Content
	Hash   string // of the text, see HashContent
	Note   string
	Editor int64
	At     time.Time
}

// Verdict is what a reviewer said.
type Verdict string

const (
	Passed   Verdict = "passed"
	SentBack Verdict = "sent_back"
)

// Review (审核) is one reviewer's verdict on one text. An edit voids it.
type Review struct {
	Kind     Kind
	Number   int64
	Revision int64
	Level    int // 1 to 3
	Verdict  Verdict
	Note     string
	Editor   int64
	At       time.Time
	Hash     string // of the text reviewed
	Voided   bool
}

// schema is the number written beside each stored body. A field never changes
// its meaning; a reader of an older number upgrades it in DecodeContent.
const schema = 1

// EncodeContent writes a body for storing, with its schema number.
func EncodeContent(c Content) (body []byte, schemaNumber int, err error) {
	body, err = json.Marshal(c)
	return body, schema, err
}

// DecodeContent reads a stored body of any schema up to the program's own.
func DecodeContent(k Kind, schemaNumber int, body []byte) (Content, error) {
	c := NewContent(k)
	if c == nil || schemaNumber < 1 || schemaNumber > schema {
		return nil, fmt.Errorf("stored %s has schema %d, this program reads up to %d", k, schemaNumber, schema)
	}
	if err := json.Unmarshal(body, c); err != nil {
		return nil, fmt.Errorf("stored %s: %w", k, err)
	}
	return c, nil
}

// HashContent is the SHA-256 of a body as stored, in hex: what a reviewer signs for.
func HashContent(c Content) (string, error) {
	body, _, err := EncodeContent(c)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:]), nil
}

// SameContent reports whether two bodies are stored alike.
func SameContent(a, b Content) (bool, error) {
	x, err := HashContent(a)
	if err != nil {
		return false, err
	}
	y, err := HashContent(b)
	return x == y, err
}

// CloneContent is a deep copy, by way of the stored form.
func CloneContent(c Content) (Content, error) {
	body, n, err := EncodeContent(c)
	if err != nil {
		return nil, err
	}
	return DecodeContent(c.Kind(), n, body)
}
