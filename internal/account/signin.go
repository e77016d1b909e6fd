package account

import (
	"context"
	"strings"

	"wellspring/internal/invest"
)

// asLogin is what was typed as a login, as logins are written.
func asLogin(typed string) string { return strings.ToLower(strings.TrimSpace(typed)) }

// SignIn begins a session, at the stage it has to pass next. ErrWrong, LockedError.
func (a *Accounts) SignIn(ctx context.Context, login, password string, c Client) (Ticket, error) {
	if err := a.gate(ctx, a.store, login, c); err != nil {
		return Ticket{}, err
	}
	_, known, err := a.known(ctx, a.store, login)
	if err != nil {
		return Ticket{}, err
	}
	right, err := a.verify(ctx, password, known.Hash) // long, so before the transaction
	if err != nil {
		return Ticket{}, err
	}
	var ticket Ticket
	err = a.try(ctx, login, c, func(ctx context.Context, tx Tx) (answer, err error) {
		e, cred, err := a.known(ctx, tx, login)
		if err != nil {
			return nil, err
		}
		if !right || cred.Hash != known.Hash { // or it was changed meanwhile
			return a.fail(ctx, tx, e, login, "sign-in", "", c)
		}
		stage := a.next(e, cred, false)
		if ticket, err = a.begin(ctx, tx, e, stage, c); err != nil {
			return nil, err
		}
		// With a code to come nothing is forgotten yet: else a right password
		// would give new guesses at the code for ever.
		if stage != StageCode {
			if err := tx.DropAttempts(ctx, loginSubject(login)); err != nil {
				return nil, err
			}
		}
		return nil, tx.AppendAudit(ctx, a.line(e, c, "sign-in", string(stage)))
	})
	return ticket, err
}

// known gives who has a login, with an empty credential for who may not sign in.
func (a *Accounts) known(ctx context.Context, r Reader, login string) (invest.Editor, Credential, error) {
	e, err := r.EditorByLogin(ctx, asLogin(login))
	if invest.CodeOf(err) == invest.NotFound {
		return invest.Editor{}, Credential{}, nil
	}
	if err != nil || e.Disabled {
		return e, Credential{}, err
	}
	cred, err := credential(ctx, r, e.ID)
	return e, cred, err
}

// Code passes the stage of the code: by one of the second factor, or by a
// recovery code, which is then used up. ErrWrong, LockedError; ErrEnded;
// Conflict at another stage.
func (a *Accounts) Code(ctx context.Context, id, secret, code string, c Client) (Ticket, error) {
	s, e, err := a.at(ctx, a.store, id, hashed(secret), StageCode)
	if err != nil {
		return Ticket{}, err
	}
	var ticket Ticket
	err = a.try(ctx, e.Login, c, func(ctx context.Context, tx Tx) (answer, err error) {
		s, e, err := a.at(ctx, tx, s.ID, s.SecretHash, StageCode)
		if err != nil {
			return nil, err
		}
		before, err := credential(ctx, tx, e.ID)
		if err != nil {
			return nil, err
		}
		cred, how := a.taken(before, code)
		if how == "" {
			return a.fail(ctx, tx, e, e.Login, "sign-in", "wrong code", c)
		}
		if err := tx.PutCredential(ctx, cred); err != nil {
			return nil, err
		}
		if err := tx.DropAttempts(ctx, loginSubject(e.Login)); err != nil {
			return nil, err
		}
		if ticket, err = a.pass(ctx, tx, s, e, a.next(e, cred, true)); err != nil {
			return nil, err
		}
		return nil, tx.AppendAudit(ctx, a.line(e, c, "sign-in", how))
	})
	return ticket, err
}
