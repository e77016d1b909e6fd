package account

import (
	"context"
	"time"
)

// Status is what administrators see of how an editor signs in.
type Status struct {
	Password   bool      // has one
	MustChange bool      // and must change it at the next sign-in
	Set        time.Time // when it was
	TOTP       bool      // has a second factor
	Recovery   int       // recovery codes left
	Locked     time.Time // until when no attempt is looked at; zero: not locked
}

// Status gives that of an editor. NotFound.
func (a *Accounts) Status(ctx context.Context, editor int64) (Status, error) {
	e, err := a.store.Editor(ctx, editor)
	if err != nil {
		return Status{}, err
	}
	cred, err := credential(ctx, a.store, editor)
	if err != nil {
		return Status{}, err
	}
	t, err := a.store.Attempts(ctx, loginSubject(e.Login))
	if err != nil {
		return Status{}, err
	}
	s := Status{
		Password: cred.Hash != "", MustChange: cred.Hash != "" && a.mustChange(cred), Set: cred.Set,
		TOTP: cred.TOTPSecret != "", Recovery: len(cred.Recovery),
	}
	if t.Until.After(a.moment()) {
		s.Locked = t.Until
	}
	return s, nil
}
