package account

import (
	"context"
	"time"

	"wellspring/internal/invest"
)

// Reader reads the accounts. A method that fails for a reason not named in its
// comment returns an error without a Code.
type Reader interface {
	// Editor and EditorByLogin give one. NotFound.
	Editor(ctx context.Context, id int64) (invest.Editor, error)
	EditorByLogin(ctx context.Context, login string) (invest.Editor, error)
	// Session gives one, over or not. NotFound.
	Session(ctx context.Context, id string) (Session, error)
	// Sessions lists those of an editor, over or not, newest first, then by ID.
	Sessions(ctx context.Context, editor int64) ([]Session, error)
	// Credential gives what an editor signs in with. NotFound for one without.
	Credential(ctx context.Context, editor int64) (Credential, error)
	// Attempts gives the failures of a subject, none for one that has none.
	Attempts(ctx context.Context, subject string) (Attempts, error)
}

// Tx is the accounts inside one write transaction, of the same kind as the
// desk's: its changes are seen by its own reads at once, by others after the
// commit, or never.
type Tx interface {
	Reader
	// PutSession stores a session, in place of the one with its ID if there is
	// one. NotFound if there is no such editor.
	PutSession(ctx context.Context, s Session) error
	// EndSession removes a session if it is there, EndSessions all of an editor's.
	EndSession(ctx context.Context, id string) error
	EndSessions(ctx context.Context, editor int64) error
	// PutCredential stores what an editor signs in with. NotFound if there is no
	// such editor.
	PutCredential(ctx context.Context, c Credential) error
	// PutAttempts stores the failures of a subject, DropAttempts forgets them.
	PutAttempts(ctx context.Context, t Attempts) error
	DropAttempts(ctx context.Context, subject string) error
	// Sweep removes the sessions last seen or made at those times or before, and
	// the attempts of which the last failed then or before.
	Sweep(ctx context.Context, seen, created, failed time.Time) error
	// AppendAudit writes the next entry of the trail; it sets Seq, Prev and Hash.
	AppendAudit(ctx context.Context, e invest.AuditEntry) error
}

// Store is the whole store as the accounts hold it.
type Store interface {
	Reader
	invest.SettingsReader
	// InAccountTx runs f in one write transaction, as invest.DeskStore.InTx does.
	InAccountTx(ctx context.Context, f func(ctx context.Context, tx Tx) error) error
}
