package account

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"wellspring/internal/invest"
)

// What authenticator apps take without asking.
const (
	totpPeriod  = 30 * time.Second
	totpBytes   = 20
	totpSkew    = 1  // codes before and after the present one, for clocks that differ
	recoveryFew = 10 // recovery codes at an enrolment
)

var unpadded = base32.StdEncoding.WithPadding(base32.NoPadding)

// step gives the step of a code, if it is one that may be taken: right, of now,
// and later than the last one taken. Whoever looked over a shoulder must not
// sign in with what was just typed.
func step(secret, code string, at time.Time, last int64) (int64, bool) {
	now := at.Unix() / int64(totpPeriod/time.Second)
	for n := now - totpSkew; n <= now+totpSkew; n++ {
		right, err := hotp.ValidateCustom(code, uint64(n), secret, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && right && n > last {
			return n, true
		}
	}
	return 0, false
}

// typedCode is a code without what people put between its parts.
func typedCode(code string) string {
	return strings.NewReplacer(" ", "", "-", "", "\u3000", "").Replace(strings.ToLower(strings.TrimSpace(code)))
}

// taken is the credential after a code, and what kind of code it was; "" if it
// was wrong.
func (a *Accounts) taken(cred Credential, code string) (after Credential, how string) {
	code = typedCode(code)
	if n, ok := step(cred.TOTPSecret, code, a.clock(), cred.TOTPLastStep); ok {
		cred.TOTPLastStep = n
		return cred, "code given"
	}
	if i := slices.Index(cred.Recovery, hashed(code)); i >= 0 {
		cred.Recovery = slices.Delete(slices.Clone(cred.Recovery), i, i+1)
		return cred, "recovery code given"
	}
	return cred, ""
}

// Enrol gives a second factor for the editor of a session to put into their
// phone: its secret, to type, and an address, to show as a picture. It does not
// hold before Confirm; until then the same session gets the same one. ErrEnded;
// Conflict at another stage, or where there is a second factor already.
func (a *Accounts) Enrol(ctx context.Context, s Session) (secret, uri string, err error) {
	all, err := a.store.Settings(ctx)
	if err != nil {
		return "", "", err
	}
	var e invest.Editor
	err = a.store.InAccountTx(ctx, func(ctx context.Context, tx Tx) error {
		var cred Credential
		if s, e, cred, err = a.enrolling(ctx, tx, s); err != nil {
			return err
		}
		if cred.TOTPSecret != "" {
			return invest.Errorf(invest.Conflict, "%s has a second factor", e.Login)
		}
		if s.Enrolling != "" { // the page was loaded again: what was scanned holds
			return nil
		}
		b := make([]byte, totpBytes)
		rand.Read(b) // never fails: it ends the program instead
		s.Enrolling = unpadded.EncodeToString(b)
		return tx.PutSession(ctx, s)
	})
	if err != nil {
		return "", "", err
	}
	uri, err = totpURI(all.Site, e, s.Enrolling)
	return s.Enrolling, uri, err
}

// totpURI is what an authenticator app reads. A colon would end the issuer.
func totpURI(site invest.Site, e invest.Editor, secret string) (string, error) {
	b, err := unpadded.DecodeString(secret)
	if err != nil {
		return "", err
	}
	issuer := site.Short.Zh
	if issuer == "" {
		issuer = site.Name.Zh
	}
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: strings.ReplaceAll(issuer, ":", " "), AccountName: e.Login, Secret: b,
	})
	if err != nil {
		return "", err
	}
	return key.URL(), nil
}

func (a *Accounts) enrolling(ctx context.Context, tx Tx, s Session) (Session, invest.Editor, Credential, error) {
	s, e, err := a.at(ctx, tx, s.ID, s.SecretHash, StageFull, StageEnrol)
	if err != nil {
		return s, e, Credential{}, err
	}
	cred, err := credential(ctx, tx, e.ID)
	return s, e, cred, err
}

// Confirm makes the second factor hold that Enrol gave, by the password and a
// first code of it, and ends the editor's other sessions, which began without
// it. It gives the recovery codes, which are not kept and shown only now.
// ErrWrong, LockedError for the password; ErrCode; ErrEnded; Conflict at another
// stage, before Enrol, or where there is a second factor already.
func (a *Accounts) Confirm(ctx context.Context, s Session, password, code string, c Client) (recovery []string, t Ticket, err error) {
	if _, err := a.prove(ctx, s, password, "totp", c, StageFull, StageEnrol); err != nil {
		return nil, Ticket{}, err
	}
	err = a.store.InAccountTx(ctx, func(ctx context.Context, tx Tx) error {
		s, e, cred, err := a.enrolling(ctx, tx, s)
		if err != nil {
			return err
		}
		if s.Enrolling == "" || cred.TOTPSecret != "" {
			return invest.Errorf(invest.Conflict, "%s has no second factor to confirm", e.Login)
		}
		n, ok := step(s.Enrolling, typedCode(code), a.clock(), 0)
		if !ok {
			return ErrCode // not counted: there is nothing to guess
		}
		cred.TOTPSecret, cred.TOTPLastStep, cred.Recovery = s.Enrolling, n, nil
		for range recoveryFew {
			r := readable()
			recovery = append(recovery, r)
			cred.Recovery = append(cred.Recovery, hashed(typedCode(r)))
		}
		if err := tx.PutCredential(ctx, cred); err != nil {
			return err
		}
		if err := tx.EndSessions(ctx, e.ID); err != nil {
			return err
		}
		if t, err = a.begin(ctx, tx, e, a.next(e, cred, true), c); err != nil {
			return err
		}
		return tx.AppendAudit(ctx, a.line(e, c, "totp", "on"))
	})
	if err != nil {
		return nil, Ticket{}, err
	}
	return recovery, t, nil
}

// RemoveTOTP takes away the second factor of a session's own editor. ErrWrong,
// LockedError for the password; ErrEnded; Conflict at a stage before full.
func (a *Accounts) RemoveTOTP(ctx context.Context, s Session, password string, c Client) error {
	if _, err := a.prove(ctx, s, password, "totp", c, StageFull); err != nil {
		return err
	}
	return a.store.InAccountTx(ctx, func(ctx context.Context, tx Tx) error {
		_, e, err := a.at(ctx, tx, s.ID, s.SecretHash, StageFull)
		if err != nil {
			return err
		}
		cred, err := credential(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if err := tx.PutCredential(ctx, cred.withoutTOTP()); err != nil {
			return err
		}
		return tx.AppendAudit(ctx, a.line(e, c, "totp", "off"))
	})
}

// DropTOTP takes away the second factor of another editor, who has lost it, and
// ends their sessions: one that waits for a code would wait for ever. Forbidden;
// NotFound, also where there is no second factor.
func (a *Accounts) DropTOTP(ctx context.Context, by invest.Editor, editor int64, c Client) error {
	return a.administer(ctx, by, []int64{editor}, "totp-drop", c, func(ctx context.Context, tx Tx, e invest.Editor) error {
		cred, err := tx.Credential(ctx, editor)
		if err == nil && cred.TOTPSecret == "" {
			err = invest.Errorf(invest.NotFound, "second factor of %s", e.Login)
		}
		if err != nil {
			return err
		}
		if err := tx.PutCredential(ctx, cred.withoutTOTP()); err != nil {
			return err
		}
		return tx.EndSessions(ctx, editor)
	})
}
