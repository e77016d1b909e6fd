package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"time"

	"wellspring/internal/invest"
)

// Attempts is what failed under one subject: a login, or a network address.
// It is stored, so that neither a restart nor a second process forgets it.
type Attempts struct {
	Subject  string
	Failures int
	Last     time.Time // the last failure
	Until    time.Time // no attempt is looked at before
}

// patience is how many failures on a login cost no waiting.
const patience = 2

// failed is the attempts after one more failure; locked reports whether it was
// one too many. A failure is forgotten when lockFor has passed without another,
// which is also when a lock ends.
func (t Attempts) failed(at time.Time, limit int, lockFor time.Duration, waits bool) (after Attempts, locked bool) {
	if at.Sub(t.Last) >= lockFor {
		t.Failures = 0
	}
	t.Failures++
	t.Last = at
	switch {
	case t.Failures >= limit:
		t.Until, locked = at.Add(lockFor), true
	case waits && t.Failures > patience:
		wait := time.Second << min(t.Failures-patience, 20) // 2, 4, 8 … s
		t.Until = at.Add(min(wait, lockFor))
	}
	return t, locked
}

// loginSubject names a login's attempts. Hashed, for among the logins that
// nobody has there will be passwords, typed into the wrong field.
func loginSubject(login string) string {
	sum := sha256.Sum256([]byte(asLogin(login)))
	return "login:" + hex.EncodeToString(sum[:])
}

// addressSubject names an address's attempts, "" where there is none.
func addressSubject(address string) string {
	if address == "" {
		return ""
	}
	return "address:" + Whose(address)
}

// Whose is what is held against whoever has an address: the address itself, or
// of an IPv6 one its network, for who has one has 2⁶⁴ of them.
func Whose(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return plain(address, maxAgent)
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	network, _ := ip.Prefix(64) // fails for IPv4 only
	return network.String()
}

// tally is one kind of subject with its own limit.
type tally struct {
	subject string
	limit   int
	waits   bool
}

// tallies are what a failure counts for.
func (a *Accounts) tallies(login string, c Client) []tally {
	ts := []tally{{subject: loginSubject(login), limit: a.limits.Attempts, waits: true}}
	if s := addressSubject(c.Address); s != "" {
		// No waiting here: behind one address there may be a whole bureau.
		ts = append(ts, tally{subject: s, limit: a.limits.AddressAttempts})
	}
	return ts
}

// gate refuses an attempt while its login or its address is locked. LockedError.
func (a *Accounts) gate(ctx context.Context, r Reader, login string, c Client) error {
	var until time.Time
	for _, y := range a.tallies(login, c) {
		t, err := r.Attempts(ctx, y.subject)
		if err != nil {
			return err
		}
		if t.Until.After(until) {
			until = t.Until
		}
	}
	if until.After(a.moment()) {
		return LockedError{Until: until}
	}
	return nil
}

// fail counts a failure, with its line in the audit trail. wrong is what the
// client is to hear: ErrWrong, or LockedError from the failure that locks. A
// login that nobody has stays out of the trail, which keeps what it has for
// ever: it may be a password, typed into the wrong field.
func (a *Accounts) fail(ctx context.Context, tx Tx, of invest.Editor, login, action, detail string, c Client) (wrong, err error) {
	at := a.moment()
	wrong = ErrWrong
	entry := a.line(invest.Editor{Login: of.Login}, c, action, detail)
	if of.ID == 0 {
		entry.Detail = "unknown login"
	}
	entry.Result = string(invest.Forbidden)
	for _, y := range a.tallies(login, c) {
		before, err := tx.Attempts(ctx, y.subject)
		if err != nil {
			return nil, err
		}
		after, locked := before.failed(at, y.limit, a.limits.LockFor, y.waits)
		if err := tx.PutAttempts(ctx, after); err != nil {
			return nil, err
		}
		if locked {
			wrong, entry.Detail = LockedError{Until: after.Until}, "locked"
		}
	}
	return wrong, tx.AppendAudit(ctx, entry)
}

// try runs an attempt in one transaction that is kept whether the attempt
// succeeds or not: a failure that were rolled back would not count. f gives
// what the client is to hear, apart from what went wrong with the store.
//
// The gate is asked here again: of a hundred attempts sent at once, all came
// through it before the first had failed.
func (a *Accounts) try(ctx context.Context, login string, c Client, f func(ctx context.Context, tx Tx) (answer, err error)) error {
	var answer error
	// A client that has left by now has had its guess, and it counts.
	err := a.store.InAccountTx(context.WithoutCancel(ctx), func(ctx context.Context, tx Tx) error {
		if err := a.gate(ctx, tx, login, c); err != nil {
			return err
		}
		var err error
		answer, err = f(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return answer
}
