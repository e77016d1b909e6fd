package account_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"wellspring/internal/account"
	"wellspring/internal/invest"
)

func TestFailuresOnALoginCostMoreAndMoreWaitingAndThenLockIt(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	try := func(password string) error {
		_, err := o.SignIn(t.Context(), "lin.writer", password, here)
		return err
	}
	wantWrong(t, try(other))
	wantWrong(t, try(other))
	for _, seconds := range []time.Duration{2, 4} {
		wantWrong(t, try(other))
		until := o.now.Add(seconds * time.Second)
		wantLocked(t, try(right), until) // the right one is not looked at either
		o.now = until.Add(-time.Second)
		wantLocked(t, try(other), until)
		o.now = until
	}
	until := o.now.Add(15 * time.Minute)
	wantLocked(t, try(other), until)
	o.now = until.Add(-time.Second)
	wantLocked(t, try(right), until)

	failed := line{"lin.writer", here.Address, "sign-in", "forbidden", ""}
	locking := failed
	locking.detail = "locked"
	o.wantLines([]string{"sign-in"}, failed, failed, failed, failed, locking) // and none while it was locked

	o.now = until
	wantWrong(t, try(other)) // the first of a new count
	wantWrong(t, try(other))
	if err := try(right); err != nil {
		t.Errorf("after the lock: %v", err)
	}
}

func TestARightPasswordForgetsTheFailures(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	for range 10 {
		_, err := o.SignIn(t.Context(), "lin.writer", other, account.Client{})
		wantWrong(t, err)
		o.signIn("lin.writer", account.Client{})
	}
}

func TestAFailureIsForgottenAfterAQuietQuarterOfAnHour(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	for range 10 {
		_, err := o.SignIn(t.Context(), "lin.writer", other, here)
		wantWrong(t, err)
		o.now = o.now.Add(15 * time.Minute)
	}
}

func TestALoginThatNobodyHasIsLockedLikeAnyOther(t *testing.T) {
	o := newOffice(t)
	for i, login := range []string{"Nobody", "nobody", " NOBODY", "nobody", "nobody"} {
		_, err := o.SignIn(t.Context(), login, right, account.Client{Address: fmt.Sprintf("192.0.2.%d", i)})
		if i < 4 {
			wantWrong(t, err)
			o.now = o.now.Add(10 * time.Second)
		} else {
			wantLocked(t, err, o.now.Add(15*time.Minute))
		}
	}
}

func TestAnAddressIsLockedWhateverLoginsItTries(t *testing.T) {
	for _, c := range []struct {
		name    string
		address func(i int) string
		outside string
	}{
		{"IPv4", func(int) string { return "192.0.2.7" }, "192.0.2.8"},
		{"IPv4 written as IPv6", func(i int) string { return []string{"192.0.2.7", "::ffff:192.0.2.7"}[i%2] }, "::ffff:192.0.2.8"},
		{"an IPv6 network of 64 bits", func(i int) string { return fmt.Sprintf("2001:db8:0:1::%x", i) }, "2001:db8:0:2::1"},
		{"no address at all", func(int) string { return "somewhere" }, "elsewhere"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			o.staff("lin.writer", invest.Writer)
			for i := range 19 {
				_, err := o.SignIn(t.Context(), fmt.Sprintf("guess%d", i), right, account.Client{Address: c.address(i)})
				wantWrong(t, err)
			}
			o.signIn("lin.writer", account.Client{Address: c.address(0)}) // which makes the address no better
			_, err := o.SignIn(t.Context(), "guess", right, account.Client{Address: c.address(19)})
			wantLocked(t, err, o.now.Add(15*time.Minute))
			_, err = o.SignIn(t.Context(), "lin.writer", right, account.Client{Address: c.address(20)})
			wantLocked(t, err, o.now.Add(15*time.Minute))
			o.signIn("lin.writer", account.Client{Address: c.outside})
		})
	}
}

func TestARestartAndASecondProcessKnowTheLock(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	_, second := o.open()
	for i := range 5 {
		a := []*account.Accounts{o.Accounts, second}[i%2]
		_, _ = a.SignIn(t.Context(), "lin.writer", other, here)
		o.now = o.now.Add(10 * time.Second)
	}
	_, third := o.open()
	_, err := third.SignIn(t.Context(), "lin.writer", right, here)
	wantLocked(t, err, o.now.Add(15*time.Minute-10*time.Second))
}

func TestGuessesSentAtOnceAreNoMoreThanOneAfterAnother(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	results := make([]error, 50)
	var wg sync.WaitGroup
	for i := range results {
		wg.Go(func() { _, results[i] = o.SignIn(t.Context(), "lin.writer", other, account.Client{}) })
	}
	wg.Wait()
	looked := 0
	for _, err := range results {
		if errors.Is(err, account.ErrWrong) {
			looked++
		} else if !errors.As(err, new(account.LockedError)) {
			t.Error(err)
		}
	}
	if looked != 3 { // after the third one waits
		t.Errorf("%d of %d guesses were looked at", looked, len(results))
	}
}

func TestAnAdministratorUnlocksAnother(t *testing.T) {
	o := newOffice(t)
	admin, e := o.staff("wang.admin", invest.Admin), o.staff("lin.writer", invest.Writer)
	for range 5 {
		_, _ = o.SignIn(t.Context(), "lin.writer", other, there)
		o.now = o.now.Add(10 * time.Second)
	}
	if s, err := o.Status(t.Context(), e.ID); err != nil || !s.Locked.Equal(o.now.Add(15*time.Minute-10*time.Second)) {
		t.Errorf("status %+v, %v", s, err)
	}
	wantCode(t, o.Unlock(t.Context(), e, e.ID, here), invest.Forbidden)
	wantCode(t, o.Unlock(t.Context(), admin, admin.ID, here), invest.Forbidden) // a stolen session guesses no further
	wantCode(t, o.Unlock(t.Context(), admin, 99, here), invest.NotFound)
	o.ok(o.Unlock(t.Context(), admin, e.ID, here))
	o.signIn("lin.writer", there)
	if s, err := o.Status(t.Context(), e.ID); err != nil || !s.Locked.IsZero() {
		t.Errorf("status %+v, %v", s, err)
	}
	o.wantLines([]string{"unlock"},
		line{"lin.writer", here.Address, "unlock", "forbidden", ""},
		line{"wang.admin", here.Address, "unlock", "forbidden", ""},
		line{"wang.admin", here.Address, "unlock", "ok", "lin.writer"})
}
