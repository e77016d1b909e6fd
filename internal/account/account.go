// Package account is how editors sign in: their passwords, their login sessions,
// the second factor, and what is held against those who guess. It says who
// somebody is; what they may do is invest's to say and the desk's to ask.
//
// A password is typed, then the session passes its stages (see Stage), each by
// its own call. With each stage the secret in the cookie changes, so that one
// that was seen on the way is worth nothing afterwards.
package account

import (
	"context"
	"slices"
	"time"

	"github.com/alexedwards/argon2id"

	"wellspring/internal/invest"
)

// Accounts holds the rules of signing in over a store.
type Accounts struct {
	store  Store
	limits Limits
	now    func() time.Time
	// clock is for the codes of the second factor alone: an editor's phone shows
	// the true time, also where now stands in the past, as in the demonstration.
	clock func() time.Time

	cost    argon2id.Params
	hashing chan struct{} // a place for each hash at work: one takes 64 MiB

	unwritten unwritten
}

// New is the accounts of a store, on the clock now.
func New(store Store, limits Limits, now func() time.Time) *Accounts {
	return &Accounts{
		store: store, limits: limits, now: now, clock: time.Now,
		// The second choice of RFC 9106, for machines that do much else.
		cost:    argon2id.Params{Memory: 64 << 10, Iterations: 3, Parallelism: 4, SaltLength: 16, KeyLength: 32},
		hashing: make(chan struct{}, 2),
	}
}

// Limits is how long and how often.
type Limits struct {
	Idle     time.Duration // without a request, then the session is over
	Absolute time.Duration // from the sign-in, then the session is over

	Attempts        int           // failures on a login, then it is locked
	AddressAttempts int           // failures from an address, then it is locked
	LockFor         time.Duration // how long a lock holds, and after which a failure is forgotten

	Profile   Profile
	MaxAge    time.Duration // of a password, with DJB
	AdminTOTP bool          // administrators must have the second factor
}

// Profile is a set of rules for passwords.
type Profile string

const (
	// ASVS is OWASP's: long and not easily guessed, whatever it is made of, and
	// changed when there is a reason.
	ASVS Profile = "asvs"
	// DJB (等保) is that of the classified protection of information systems:
	// beyond ASVS, of mixed characters, changed regularly, and not taken again.
	DJB Profile = "djb"
)

// DefaultLimits are those of a site that sets none.
func DefaultLimits() Limits {
	return Limits{
		Idle: 30 * time.Minute, Absolute: 12 * time.Hour,
		Attempts: 5, AddressAttempts: 20, LockFor: 15 * time.Minute,
		Profile: ASVS, MaxAge: 90 * 24 * time.Hour,
	}
}

// Client is where a request comes from.
type Client struct {
	Address string // network address; empty for the program's own commands
	Agent   string // User-Agent
}

// moment is the time as it is stored: UTC to the second.
func (a *Accounts) moment() time.Time { return a.now().UTC().Truncate(time.Second) }

// line is what the audit trail says of an act that went well. An act on another
// editor has their login as its detail.
func (a *Accounts) line(who invest.Editor, c Client, action, detail string) invest.AuditEntry {
	return invest.AuditEntry{
		At: a.moment(), Editor: who.ID, Login: who.Login, Address: c.Address, Action: action, Result: "ok", Detail: detail,
	}
}

// next is the stage of a session whose password, and second factor where code
// says so, was right.
func (a *Accounts) next(e invest.Editor, cred Credential, code bool) Stage {
	switch {
	case cred.TOTPSecret != "" && !code:
		return StageCode
	case cred.TOTPSecret == "" && a.needsTOTP(e):
		return StageEnrol
	case a.mustChange(cred):
		return StagePassword
	}
	return StageFull
}

func (a *Accounts) needsTOTP(e invest.Editor) bool {
	return a.limits.AdminTOTP && slices.Contains(e.Roles, invest.Admin)
}

// mustChange reports whether a password is to be changed before anything else.
func (a *Accounts) mustChange(cred Credential) bool {
	return cred.MustChange || a.limits.Profile == DJB && a.moment().Sub(cred.Set) > a.limits.MaxAge
}

// Sweep removes the sessions that are over and the failures that are forgotten.
func (a *Accounts) Sweep(ctx context.Context) error {
	at := a.moment()
	return a.store.InAccountTx(ctx, func(ctx context.Context, tx Tx) error {
		for id, used := range a.unwritten.uses() { // else they would be over by what the store knows
			if err := see(ctx, tx, id, used); err != nil {
				return err
			}
		}
		return tx.Sweep(ctx, at.Add(-a.limits.Idle), at.Add(-a.limits.Absolute), at.Add(-a.limits.LockFor))
	})
}
