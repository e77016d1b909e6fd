package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"wellspring/internal/invest"
)

// Session (登录会话) is an editor signed in, from one browser.
type Session struct {
	ID         string // of no meaning; may be shown to its editor
	Editor     int64
	SecretHash string // SHA-256 of the secret in the cookie, in hex
	Stage      Stage
	Enrolling  string    // base32: a second factor shown and not yet confirmed
	Created    time.Time // of the sign-in
	Seen       time.Time // of the last request, to the minute
	Address    string    // at the sign-in
	Agent      string    // at the sign-in
}

// Stage is what a session still lacks. Until it is full, the editor may use the
// page of its stage only, and sign out.
type Stage string

const (
	StageFull     Stage = ""
	StageCode     Stage = "code"     // the code of the second factor
	StageEnrol    Stage = "enrol"    // a second factor at all, where one is required
	StagePassword Stage = "password" // a password of their own choice
)

// Ticket is what goes into the cookie after a step that went well.
type Ticket struct {
	ID, Secret string
	Stage      Stage
	Editor     invest.Editor
}

const maxAgent = 200 // characters

// over reports whether a session has timed out.
func (l Limits) over(s Session, at time.Time) bool {
	return at.Sub(s.Seen) >= l.Idle || at.Sub(s.Created) >= l.Absolute
}

// token is a random value for a cookie.
func token(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}

func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// plain is what somebody sent, as it can be kept: text, and not too long.
func plain(s string, most int) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most])
	}
	return s
}

// begin makes a session.
func (a *Accounts) begin(ctx context.Context, tx Tx, e invest.Editor, stage Stage, c Client) (Ticket, error) {
	at := a.moment()
	s := Session{
		ID: token(16), Editor: e.ID, Created: at, Address: plain(c.Address, maxAgent), Agent: plain(c.Agent, maxAgent),
	}
	return a.pass(ctx, tx, s, e, stage)
}

// pass brings a session to a stage, with a new secret.
func (a *Accounts) pass(ctx context.Context, tx Tx, s Session, e invest.Editor, stage Stage) (Ticket, error) {
	t := Ticket{ID: s.ID, Secret: token(32), Stage: stage, Editor: e}
	s.SecretHash, s.Stage, s.Enrolling, s.Seen = hashed(t.Secret), stage, "", a.moment()
	return t, tx.PutSession(ctx, s)
}

// live gives a session that is not over, with its editor, to whoever has its
// secret. ErrEnded.
func (a *Accounts) live(ctx context.Context, r Reader, id, secretHash string) (Session, invest.Editor, error) {
	s, err := r.Session(ctx, id)
	if invest.CodeOf(err) == invest.NotFound {
		return Session{}, invest.Editor{}, ErrEnded
	}
	if err != nil {
		return Session{}, invest.Editor{}, err
	}
	s.Seen = a.unwritten.seen(s)
	if subtle.ConstantTimeCompare([]byte(s.SecretHash), []byte(secretHash)) != 1 || a.limits.over(s, a.moment()) {
		return Session{}, invest.Editor{}, ErrEnded
	}
	e, err := r.Editor(ctx, s.Editor)
	if err == nil && e.Disabled {
		err = ErrEnded
	}
	if err == nil {
		s.Stage, err = a.lacks(ctx, r, s.Stage, e)
	}
	if err != nil {
		return Session{}, invest.Editor{}, err
	}
	return s, e, nil
}

// lacks is the stage of a session: a full one of an administrator lacks the
// second factor that has become required, or was taken off, since it began.
func (a *Accounts) lacks(ctx context.Context, r Reader, stage Stage, e invest.Editor) (Stage, error) {
	if stage != StageFull || !a.needsTOTP(e) {
		return stage, nil
	}
	cred, err := credential(ctx, r, e.ID)
	if err == nil && cred.TOTPSecret == "" {
		stage = StageEnrol
	}
	return stage, err
}

// at is live for a step that belongs to some stages. Conflict at another one: a
// password alone must not do what needs the second factor.
func (a *Accounts) at(ctx context.Context, r Reader, id, secretHash string, stages ...Stage) (Session, invest.Editor, error) {
	s, e, err := a.live(ctx, r, id, secretHash)
	if err == nil && !slices.Contains(stages, s.Stage) {
		err = invest.Errorf(invest.Conflict, "the session of %s is at stage %q", e.Login, s.Stage)
	}
	return s, e, err
}

// Look gives the session of a cookie, whatever its stage, and its editor as they
// are now, without counting as use of it: for what a page asks by itself. ErrEnded.
func (a *Accounts) Look(ctx context.Context, id, secret string) (Session, invest.Editor, error) {
	return a.live(ctx, a.store, id, hashed(secret))
}

// Resume is Look for a request of the editor's own: the session goes on. The
// client's address is not held against it: phones move between networks. ErrEnded.
func (a *Accounts) Resume(ctx context.Context, id, secret string) (Session, invest.Editor, error) {
	s, e, err := a.Look(ctx, id, secret)
	if err == nil && a.moment().Sub(s.Seen) >= time.Minute {
		s.Seen = a.touch(ctx, s)
	}
	return s, e, err
}

// touch records that a session was used. The request goes on without it: where
// the disk is full, pages are still read, and where a long job writes, they do
// not wait for it. This process remembers what it could not write: else whoever
// works while the disk is full would be signed out, and could not sign in again.
func (a *Accounts) touch(ctx context.Context, s Session) time.Time {
	ctx, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	at := a.moment()
	err := a.store.InAccountTx(ctx, func(ctx context.Context, tx Tx) error { return see(ctx, tx, s.ID, at) })
	if err != nil {
		a.unwritten.keep(s.ID, at, a.limits.Idle)
	}
	return at
}

// see writes down that a session was used, if it has not ended.
func see(ctx context.Context, tx Tx, id string, at time.Time) error {
	s, err := tx.Session(ctx, id) // as stored: it may have passed a stage
	if invest.CodeOf(err) == invest.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	s.Seen = at
	return tx.PutSession(ctx, s)
}

// Sessions lists the sessions of an editor that are not over, newest first.
func (a *Accounts) Sessions(ctx context.Context, editor int64) ([]Session, error) {
	all, err := a.store.Sessions(ctx, editor)
	at := a.moment()
	return slices.DeleteFunc(all, func(s Session) bool { return a.limits.over(s, at) }), err
}

// SignOut ends the session that asks for it. One that is over already is no error.
func (a *Accounts) SignOut(ctx context.Context, s Session, c Client) error {
	return a.store.InAccountTx(ctx, func(ctx context.Context, tx Tx) error {
		stored, err := tx.Session(ctx, s.ID)
		if invest.CodeOf(err) == invest.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		e, err := tx.Editor(ctx, stored.Editor)
		if err != nil {
			return err
		}
		if err := tx.EndSession(ctx, s.ID); err != nil {
			return err
		}
		return tx.AppendAudit(ctx, a.line(e, c, "sign-out", ""))
	})
}

// End ends another session of an editor's own, one on another machine. NotFound
// where they have no such session.
func (a *Accounts) End(ctx context.Context, who invest.Editor, id string, c Client) error {
	return a.store.InAccountTx(ctx, func(ctx context.Context, tx Tx) error {
		s, err := tx.Session(ctx, id)
		if err == nil && s.Editor != who.ID {
			err = invest.Errorf(invest.NotFound, "session of %s", who.Login)
		}
		if err != nil {
			return err
		}
		if err := tx.EndSession(ctx, id); err != nil {
			return err
		}
		return tx.AppendAudit(ctx, a.line(who, c, "session-end", ""))
	})
}
