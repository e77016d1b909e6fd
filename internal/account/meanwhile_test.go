package account_test

import (
	"context"
	"testing"
	"time"

	"wellspring/internal/account"
	"wellspring/internal/invest"
)

// meanwhile is a store in which something happens between what is read and the
// next transaction.
type meanwhile struct {
	account.Store
	happens func()
}

func (m *meanwhile) InAccountTx(ctx context.Context, f func(ctx context.Context, tx account.Tx) error) error {
	if happens := m.happens; happens != nil {
		m.happens = nil
		happens()
	}
	return m.Store.InAccountTx(ctx, f)
}

// interrupted gives accounts whose next transaction comes after something else.
func (o *office) interrupted(happens func()) *account.Accounts {
	a := account.New(&meanwhile{o.store, happens}, account.DefaultLimits(), func() time.Time { return o.now })
	a.Cheapen(func() time.Time { return o.phone })
	return a
}

func TestAPasswordReplacedWhileItIsLookedAtIsWrong(t *testing.T) {
	o := newOffice(t)
	e := o.staff("lin.writer", invest.Writer)
	a := o.interrupted(func() { o.ok(o.SetPassword(t.Context(), operator, e.ID, other, true, account.Client{})) })
	_, err := a.SignIn(t.Context(), "lin.writer", right, here)
	wantWrong(t, err)
}

func TestAnEditorDisabledWhileTheySignInIsRefused(t *testing.T) {
	o := newOffice(t)
	e := o.staff("lin.writer", invest.Writer)
	a := o.interrupted(func() { e.Disabled = true; o.put(e) })
	_, err := a.SignIn(t.Context(), "lin.writer", right, here)
	wantWrong(t, err)
}

func TestAGuessCountsThoughTheClientHasLeft(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	for range 5 {
		ctx, leave := context.WithCancel(t.Context())
		_, _ = o.interrupted(leave).SignIn(ctx, "lin.writer", other, here)
		o.now = o.now.Add(10 * time.Second)
	}
	_, err := o.SignIn(t.Context(), "lin.writer", right, here)
	wantLocked(t, err, o.now.Add(15*time.Minute-10*time.Second))
}

func TestBeingSeenDoesNotUndoWhatHappensMeanwhile(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	secret, _ := o.enrol("lin.writer")
	o.tick()
	ticket := o.signIn("lin.writer", here)
	o.now = o.now.Add(2 * time.Minute)
	var full account.Ticket
	a := o.interrupted(func() {
		var err error
		full, err = o.Code(t.Context(), ticket.ID, ticket.Secret, o.code(secret), here)
		o.ok(err)
	})
	_, _, err := a.Resume(t.Context(), ticket.ID, ticket.Secret) // a second page loads at the same time
	o.ok(err)
	if s := o.session(full); s.Stage != account.StageFull {
		t.Errorf("stage %q", s.Stage)
	}
	o.wantEnded(ticket)

	o.now = o.now.Add(2 * time.Minute)
	a = o.interrupted(func() { o.ok(o.SignOut(t.Context(), o.session(full), here)) })
	_, _, err = a.Resume(t.Context(), full.ID, full.Secret)
	o.ok(err)
	o.wantEnded(full)
}

func TestAChangeOfPasswordEndsWithTheSessionThatAsksForIt(t *testing.T) {
	o := newOffice(t)
	e := o.staff("lin.writer", invest.Writer)
	s := o.session(o.signIn("lin.writer", here))
	a := o.interrupted(func() { o.ok(o.SetPassword(t.Context(), operator, e.ID, other, true, account.Client{})) })
	if _, err := a.ChangePassword(t.Context(), s, right, "nine quiet wagtails 3", here); err == nil {
		t.Error("it was changed by a session that was over")
	}
	if _, err := o.SignIn(t.Context(), "lin.writer", other, here); err != nil {
		t.Errorf("the password set meanwhile: %v", err)
	}
}
