package invest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"
)

// AuditEntry is one line of the audit trail: who, when, from where, what, on
// what, with what result. Entries are never changed; each carries the hash of
// the one before, so that a change of any shows.
type AuditEntry struct {
	Seq     int64 // from 1, without gaps
	At      time.Time
	Editor  int64  // 0: nobody signed in
	Login   string // as it was then
	Address string // of the client; empty for the program's own commands
	Action  string // "save", "submit", "review", "publish", "withdraw", "settings", …
	Kind    Kind   // "" where it is not about content
	Number  int64
	Result  string // "ok" or a Code
	Detail  string
	Prev    string // hash of the entry before, "" for the first
	Hash    string
}

// AuditFilter narrows the audit trail. The zero value is all of it.
type AuditFilter struct {
	Editor int64
	Login  string
	Action string
	Kind   Kind
	Number int64
	Result string    // "ok" or a Code
	From   time.Time // at that moment or later
	To     time.Time // before that moment
	Before int64     // entries older than the one of that Seq: how the next page begins
	Limit  int       // 0: 50
}

// AuditList is one page of the audit trail, newest first.
type AuditList struct {
	Entries []AuditEntry
	Total   int // how many match in all, whatever Before says
}

// Sum is the hash an entry must carry, over all its other fields. Every field
// is written with its length, so that no two entries write the same bytes.
func (e AuditEntry) Sum() string {
	h := sha256.New()
	for _, f := range []string{
		fmt.Sprint(e.Seq), e.At.UTC().Format(time.RFC3339), fmt.Sprint(e.Editor), e.Login, e.Address,
		e.Action, string(e.Kind), fmt.Sprint(e.Number), e.Result, e.Detail, e.Prev,
	} {
		fmt.Fprintf(h, "%d:", len(f))
		io.WriteString(h, f)
	}
	return hex.EncodeToString(h.Sum(nil))
}
