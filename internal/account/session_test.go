package account_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"wellspring/internal/account"
	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

func TestASessionHoldsForItsSecretOnly(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	o.staff("qin.writer", invest.Writer)
	mine, theirs := o.signIn("lin.writer", here), o.signIn("qin.writer", there)
	for what, c := range map[string]struct{ id, secret string }{
		"no cookie":               {"", ""},
		"no secret":               {mine.ID, ""},
		"another's secret":        {mine.ID, theirs.Secret},
		"the hash for the secret": {mine.ID, o.session(mine).SecretHash},
		"a session never begun":   {"never", mine.Secret},
		"a NUL":                   {mine.ID + "\x00", mine.Secret},
	} {
		if _, _, err := o.Resume(t.Context(), c.id, c.secret); !errors.Is(err, account.ErrEnded) {
			t.Errorf("%s: error %v", what, err)
		}
	}
}

func TestASessionTimesOut(t *testing.T) {
	t.Run("when it is idle", func(t *testing.T) {
		o := newOffice(t)
		o.staff("lin.writer", invest.Writer)
		ticket := o.signIn("lin.writer", here)
		for range 3 { // each request begins the time anew
			o.now = o.now.Add(30*time.Minute - time.Second)
			o.session(ticket)
		}
		o.now = o.now.Add(30 * time.Minute)
		o.wantEnded(ticket)
	})

	t.Run("half a day after the sign-in, however it is used", func(t *testing.T) {
		o := newOffice(t)
		o.staff("lin.writer", invest.Writer)
		ticket := o.signIn("lin.writer", here)
		for range 12*60/20 - 1 {
			o.now = o.now.Add(20 * time.Minute)
			o.session(ticket)
		}
		o.now = o.now.Add(20 * time.Minute)
		o.wantEnded(ticket)
	})
}

func TestASessionInUseDoesNotTimeOutWhileNothingCanBeWritten(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	used, idle := o.signIn("lin.writer", here), o.signIn("lin.writer", there)
	o.ok(o.store.InTx(t.Context(), func(context.Context, invest.DeskTx) error { // as a full disk would, it keeps others from writing
		for range 3 {
			o.now = o.now.Add(20 * time.Minute)
			o.session(used)
		}
		return nil
	}))
	o.now = o.now.Add(20 * time.Minute)
	o.ok(o.Sweep(t.Context())) // it goes by what the store knows
	o.session(used)
	o.wantEnded(idle)
	o.now = o.now.Add(30 * time.Minute)
	o.wantEnded(used)
}

func TestBeingSeenIsWrittenOnceAMinute(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	ticket := o.signIn("lin.writer", here)
	begun := o.now
	stored := func() time.Time {
		s, err := o.store.Session(t.Context(), ticket.ID)
		o.ok(err)
		return s.Seen
	}
	o.now = begun.Add(59 * time.Second)
	o.session(ticket)
	if !stored().Equal(begun) {
		t.Errorf("seen at %v within the first minute", stored())
	}
	o.now = begun.Add(time.Minute)
	if s := o.session(ticket); !stored().Equal(o.now) || !s.Seen.Equal(o.now) {
		t.Errorf("seen at %v after a minute, %v in the session", stored(), s.Seen)
	}
}

func TestPagesAreReadWhereNothingCanBeWritten(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	ticket := o.signIn("lin.writer", here)
	o.now = o.now.Add(5 * time.Minute)
	o.ok(o.store.InTx(t.Context(), func(context.Context, invest.DeskTx) error { // a long job has the store
		o.session(ticket)
		return nil
	}))
}

func TestASessionIsOverAtOnceWhenItsEditor(t *testing.T) {
	for what, change := range map[string]func(e *invest.Editor){
		"is disabled":        func(e *invest.Editor) { e.Disabled = true },
		"loses a role":       func(e *invest.Editor) { e.Roles = []invest.Role{invest.Reviewer1} },
		"is given a role":    func(e *invest.Editor) { e.Roles = append(e.Roles, invest.Reviewer1) },
		"is given a new one": func(e *invest.Editor) { e.Roles = []invest.Role{invest.Lead, invest.Writer} },
	} {
		t.Run(what, func(t *testing.T) {
			o := newOffice(t)
			e := o.staff("lin.writer", invest.Writer, invest.Reviewer2)
			ticket := o.signIn("lin.writer", here)
			change(&e)
			_, err := o.desk.SaveEditor(t.Context(), desk.Operator, e)
			o.ok(err)
			o.wantEnded(ticket)
		})
	}

	t.Run("is disabled past the desk", func(t *testing.T) {
		o := newOffice(t)
		e := o.staff("lin.writer", invest.Writer)
		ticket := o.signIn("lin.writer", here)
		e.Disabled = true
		o.put(e)
		o.wantEnded(ticket)
	})

	t.Run("but not when they are only renamed", func(t *testing.T) {
		o := newOffice(t)
		e := o.staff("lin.writer", invest.Writer, invest.Reviewer2)
		ticket := o.signIn("lin.writer", here)
		e.Name, e.Roles = "林", []invest.Role{invest.Reviewer2, invest.Writer}
		_, err := o.desk.SaveEditor(t.Context(), desk.Operator, e)
		o.ok(err)
		o.session(ticket)
	})
}

func TestAnEditorSeesAndEndsTheirOwnSessionsOnly(t *testing.T) {
	o := newOffice(t)
	lin, qin := o.staff("lin.writer", invest.Writer), o.staff("qin.writer", invest.Writer)
	old := o.signIn("lin.writer", account.Client{Address: "192.0.2.1", Agent: strings.Repeat("火", 300) + "\x00"})
	o.now = o.now.Add(20 * time.Minute)
	mid := o.signIn("lin.writer", there)
	o.now = o.now.Add(15 * time.Minute) // the old one is idle for too long
	last := o.signIn("lin.writer", here)
	theirs := o.signIn("qin.writer", here)

	all, err := o.Sessions(t.Context(), lin.ID)
	o.ok(err)
	if len(all) != 2 || all[0].ID != last.ID || all[1].ID != mid.ID {
		t.Errorf("sessions %+v", all)
	}
	if s, err := o.store.Session(t.Context(), old.ID); err != nil || len([]rune(s.Agent)) != 200 {
		t.Errorf("the agent is %q, %v", s.Agent, err)
	}
	wantCode(t, o.End(t.Context(), qin, mid.ID, here), invest.NotFound)
	wantCode(t, o.End(t.Context(), lin, "never was", here), invest.NotFound)
	o.session(mid)
	o.ok(o.End(t.Context(), lin, mid.ID, here))
	o.wantEnded(mid)
	o.session(last)
	o.session(theirs)
	o.wantLines([]string{"session-end"}, line{"lin.writer", here.Address, "session-end", "ok", ""})
}

func TestSigningOutEndsOneSessionAndTwiceIsNoError(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	one, two := o.signIn("lin.writer", here), o.signIn("lin.writer", there)
	s := o.session(one)
	o.ok(o.SignOut(t.Context(), s, here))
	o.ok(o.SignOut(t.Context(), s, here))
	o.wantEnded(one)
	o.session(two)
	o.wantLines([]string{"sign-out"}, line{"lin.writer", here.Address, "sign-out", "ok", ""})
}

func TestASweepRemovesWhatIsOverAndNothingElse(t *testing.T) {
	o := newOffice(t)
	e := o.staff("lin.writer", invest.Writer)
	o.signIn("lin.writer", here)
	_, err := o.SignIn(t.Context(), "nobody", right, here)
	wantWrong(t, err)
	o.now = o.now.Add(30 * time.Minute)
	live := o.signIn("lin.writer", here)
	for range 5 {
		_, _ = o.SignIn(t.Context(), "lin.writer", other, there)
		o.now = o.now.Add(10 * time.Second)
	}
	o.ok(o.Sweep(t.Context()))
	all, err := o.store.Sessions(t.Context(), e.ID)
	if err != nil || len(all) != 1 || all[0].ID != live.ID {
		t.Errorf("sessions %+v, %v", all, err)
	}
	if s, err := o.Status(t.Context(), e.ID); err != nil || s.Locked.IsZero() {
		t.Errorf("a lock was swept away: %+v, %v", s, err)
	}
}
