package account

import (
	"context"
	"strings"

	"wellspring/internal/invest"
)

// prove holds the editor of a session to their password once more: an unlocked
// screen must not be enough. It is an attempt like a sign-in. ErrWrong,
// LockedError; ErrEnded; Conflict at a stage that is not among them.
func (a *Accounts) prove(ctx context.Context, s Session, password, action string, c Client, stages ...Stage) (Credential, error) {
	_, e, err := a.at(ctx, a.store, s.ID, s.SecretHash, stages...)
	if err != nil {
		return Credential{}, err
	}
	if err := a.gate(ctx, a.store, e.Login, c); err != nil {
		return Credential{}, err
	}
	cred, err := credential(ctx, a.store, e.ID)
	if err != nil {
		return Credential{}, err
	}
	right, err := a.verify(ctx, password, cred.Hash) // long, so before the transaction
	if err != nil {
		return Credential{}, err
	}
	return cred, a.try(ctx, e.Login, c, func(ctx context.Context, tx Tx) (answer, err error) {
		if !right {
			return a.fail(ctx, tx, e, e.Login, action, "", c)
		}
		return nil, tx.DropAttempts(ctx, loginSubject(e.Login))
	})
}

// ChangePassword gives the editor of a session another password, ends all their
// sessions and begins a new one. Invalid with the field "password"; ErrWrong,
// LockedError for the old one; ErrEnded; Conflict at another stage.
func (a *Accounts) ChangePassword(ctx context.Context, s Session, old, password string, c Client) (Ticket, error) {
	stages := []Stage{StageFull, StagePassword}
	_, e, err := a.at(ctx, a.store, s.ID, s.SecretHash, stages...)
	if err != nil {
		return Ticket{}, err
	}
	if err := a.CheckPassword(password, e); err != nil {
		return Ticket{}, err
	}
	cred, err := a.prove(ctx, s, old, "password", c, stages...)
	if err != nil {
		return Ticket{}, err
	}
	if err := a.checkUnused(ctx, password, cred); err != nil {
		return Ticket{}, err
	}
	hash, err := a.hash(ctx, password)
	if err != nil {
		return Ticket{}, err
	}
	var ticket Ticket
	err = a.store.InAccountTx(ctx, func(ctx context.Context, tx Tx) error {
		// Had the password been changed meanwhile, the session would be over.
		_, e, err := a.at(ctx, tx, s.ID, s.SecretHash, stages...)
		if err != nil {
			return err
		}
		cred, err := credential(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		cred = cred.withPassword(hash, a.moment(), false)
		if err := tx.PutCredential(ctx, cred); err != nil {
			return err
		}
		if err := tx.EndSessions(ctx, e.ID); err != nil {
			return err
		}
		if ticket, err = a.begin(ctx, tx, e, a.next(e, cred, true), c); err != nil {
			return err
		}
		return tx.AppendAudit(ctx, a.line(e, c, "password", ""))
	})
	return ticket, err
}

// checkUnused refuses the present password as the next, and with DJB those
// before it. Invalid.
func (a *Accounts) checkUnused(ctx context.Context, password string, cred Credential) error {
	refused := invest.FieldError{Field: "password", Key: "error.password_same"}
	same, err := a.verify(ctx, password, cred.Hash)
	if a.limits.Profile == DJB {
		for i := 0; !same && err == nil && i < len(cred.Old); i++ {
			refused = invest.FieldError{Field: "password", Key: "error.password_used", Args: []any{remembered}}
			same, err = a.verify(ctx, password, cred.Old[i])
		}
	}
	if same {
		err = invest.FieldErrors{refused}.Err()
	}
	return err
}

// administer runs an act on other editors, with its line in the audit trail; a
// refusal leaves one too. Nobody does it to themselves: it would be the way round
// their own password and lock. Forbidden, NotFound.
func (a *Accounts) administer(ctx context.Context, by invest.Editor, editors []int64, action string, c Client,
	f func(ctx context.Context, tx Tx, e invest.Editor) error,
) error {
	refused := func(who string) error {
		entry := a.line(by, c, action, "")
		entry.Result = string(invest.Forbidden)
		err := a.store.InAccountTx(ctx, func(ctx context.Context, tx Tx) error { return tx.AppendAudit(ctx, entry) })
		if err != nil {
			return err
		}
		return invest.Errorf(invest.Forbidden, "%s may not do %s to %s", by.Login, action, who)
	}
	if !by.May(invest.MaySettings, "") {
		return refused("others")
	}
	for _, id := range editors {
		if id == by.ID {
			return refused("themselves")
		}
	}
	return a.store.InAccountTx(ctx, func(ctx context.Context, tx Tx) error {
		var logins []string
		for _, id := range editors {
			e, err := tx.Editor(ctx, id)
			if err != nil {
				return err
			}
			if err := f(ctx, tx, e); err != nil {
				return err
			}
			logins = append(logins, e.Login)
		}
		return tx.AppendAudit(ctx, a.line(by, c, action, strings.Join(logins, ", ")))
	})
}

// SetPassword gives another editor a password, ends their sessions and their
// lock. Unless it is to be kept, they must change it first thing. Whether they
// have had it before is not asked: the answer is not for others. Invalid,
// Forbidden, NotFound.
func (a *Accounts) SetPassword(ctx context.Context, by invest.Editor, editor int64, password string, keep bool, c Client) error {
	return a.setPasswords(ctx, by, []int64{editor}, password, keep, c)
}

// SetPasswords gives many editors one password, to keep: for the demonstration.
// Errors as for SetPassword.
func (a *Accounts) SetPasswords(ctx context.Context, by invest.Editor, editors []int64, password string, c Client) error {
	return a.setPasswords(ctx, by, editors, password, true, c)
}

func (a *Accounts) setPasswords(ctx context.Context, by invest.Editor, editors []int64, password string, keep bool, c Client) error {
	var hash string
	if by.May(invest.MaySettings, "") { // else administer refuses, before anything is hashed
		for _, id := range editors {
			e, err := a.store.Editor(ctx, id)
			if err != nil {
				return err
			}
			if err := a.CheckPassword(password, e); err != nil {
				return err
			}
		}
		var err error
		if hash, err = a.hash(ctx, password); err != nil {
			return err
		}
	}
	return a.administer(ctx, by, editors, "password-set", c, func(ctx context.Context, tx Tx, e invest.Editor) error {
		cred, err := credential(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if err := tx.PutCredential(ctx, cred.withPassword(hash, a.moment(), !keep)); err != nil {
			return err
		}
		if err := tx.EndSessions(ctx, e.ID); err != nil {
			return err
		}
		return tx.DropAttempts(ctx, loginSubject(e.Login))
	})
}

// Unlock forgets the failures on another editor's login. Forbidden, NotFound.
func (a *Accounts) Unlock(ctx context.Context, by invest.Editor, editor int64, c Client) error {
	return a.administer(ctx, by, []int64{editor}, "unlock", c, func(ctx context.Context, tx Tx, e invest.Editor) error {
		return tx.DropAttempts(ctx, loginSubject(e.Login))
	})
}
