package account_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"wellspring/internal/account"
	"wellspring/internal/invest"
)

// code is what the phone shows now.
func (o *office) code(secret string) string {
	o.t.Helper()
	code, err := totp.GenerateCode(secret, o.phone)
	o.ok(err)
	return code
}

// tick goes on to the next code.
func (o *office) tick() { o.phone = o.phone.Add(30 * time.Second) }

// enrol gives an editor a second factor.
func (o *office) enrol(login string) (secret string, recovery []string) {
	o.t.Helper()
	ticket := o.signIn(login, here)
	secret, _, err := o.Enrol(o.t.Context(), o.session(ticket))
	o.ok(err)
	recovery, _, err = o.Confirm(o.t.Context(), o.session(ticket), right, o.code(secret), here)
	o.ok(err)
	return secret, recovery
}

func TestASecondFactorHoldsOnceItIsConfirmed(t *testing.T) {
	o := newOffice(t)
	e := o.staff("lin.writer", invest.Writer)
	ticket := o.signIn("lin.writer", here)
	_, _, err := o.Confirm(t.Context(), o.session(ticket), right, "123456", here)
	wantCode(t, err, invest.Conflict) // nothing to confirm

	secret, uri, err := o.Enrol(t.Context(), o.session(ticket))
	o.ok(err)
	again, _, err := o.Enrol(t.Context(), o.session(ticket))
	o.ok(err)
	if again != secret {
		t.Error("the page loaded again shows another secret")
	}
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/招商引资网:lin.writer" ||
		u.Query().Get("secret") != secret || u.Query().Get("issuer") != "招商引资网" {
		t.Errorf("the address is %s, %v", uri, err)
	}
	if stage := o.signIn("lin.writer", there).Stage; stage != account.StageFull {
		t.Errorf("a second factor not confirmed is asked for: stage %q", stage)
	}

	_, _, err = o.Confirm(t.Context(), o.session(ticket), right, "000000", here)
	if !errors.Is(err, account.ErrCode) {
		t.Errorf("a code of nothing: %v", err)
	}
	code := o.code(secret)
	_, _, err = o.Confirm(t.Context(), o.session(ticket), other, code, here)
	wantWrong(t, err) // an unlocked screen is not enough
	elsewhere := o.signIn("lin.writer", there)
	recovery, confirmed, err := o.Confirm(t.Context(), o.session(ticket), right, code[:3]+" "+code[3:], here)
	o.ok(err)
	if confirmed.Stage != account.StageFull || len(recovery) != 10 {
		t.Errorf("stage %q, %d recovery codes", confirmed.Stage, len(recovery))
	}
	o.wantEnded(ticket)
	o.wantEnded(elsewhere) // which began without it
	if s := o.session(confirmed); s.Enrolling != "" {
		t.Error("the session keeps the secret")
	}
	if s, err := o.Status(t.Context(), e.ID); err != nil || !s.TOTP || s.Recovery != 10 {
		t.Errorf("status %+v, %v", s, err)
	}
	_, _, err = o.Enrol(t.Context(), o.session(confirmed))
	wantCode(t, err, invest.Conflict) // it would replace the one there is, without a password
	if stage := o.signIn("lin.writer", there).Stage; stage != account.StageCode {
		t.Errorf("stage %q", stage)
	}
}

func TestOfTwoEnrolmentsTheFirstConfirmedHolds(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	one, two := o.session(o.signIn("lin.writer", here)), o.session(o.signIn("lin.writer", there))
	first, _, err := o.Enrol(t.Context(), one)
	o.ok(err)
	second, _, err := o.Enrol(t.Context(), two)
	o.ok(err)
	_, _, err = o.Confirm(t.Context(), one, right, o.code(first), here)
	o.ok(err)
	_, _, err = o.Confirm(t.Context(), two, right, o.code(second), there)
	if !errors.Is(err, account.ErrEnded) {
		t.Errorf("the second: %v", err)
	}
	o.tick()
	ticket := o.signIn("lin.writer", here)
	_, err = o.Code(t.Context(), ticket.ID, ticket.Secret, o.code(first), here)
	o.ok(err)
}

func TestACodeIsTakenOnce(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	secret, _ := o.enrol("lin.writer")
	try := func(code string) error {
		ticket := o.signIn("lin.writer", here)
		_, err := o.Code(t.Context(), ticket.ID, ticket.Secret, code, here)
		return err
	}
	wantWrong(t, try(o.code(secret))) // it confirmed the enrolment
	o.tick()
	early := o.code(secret)
	o.tick()
	o.ok(try(o.code(secret)))
	wantWrong(t, try(o.code(secret)))
	wantWrong(t, try(early)) // not taken yet, but before one that was
	o.now = o.now.Add(time.Minute)
	o.tick()
	o.ok(try(o.code(secret)))
}

func TestAPhoneMayBeHalfAMinuteOff(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	secret, _ := o.enrol("lin.writer")
	o.phone = o.phone.Add(time.Hour)
	for _, c := range []struct {
		off   time.Duration
		right bool
	}{{-60 * time.Second, false}, {60 * time.Second, false}, {-30 * time.Second, true}, {30 * time.Second, true}} {
		code, err := totp.GenerateCode(secret, o.phone.Add(c.off))
		o.ok(err)
		ticket := o.signIn("lin.writer", here)
		if _, err = o.Code(t.Context(), ticket.ID, ticket.Secret, code, here); (err == nil) != c.right {
			t.Errorf("%v off: error %v", c.off, err)
		}
	}
}

func TestARecoveryCodeIsTakenOnceAndHoweverItIsTyped(t *testing.T) {
	o := newOffice(t)
	e := o.staff("lin.writer", invest.Writer)
	_, recovery := o.enrol("lin.writer")
	for i, typed := range []string{recovery[3], strings.ToUpper(recovery[4]), " " + strings.ReplaceAll(recovery[5], "-", " ")} {
		ticket := o.signIn("lin.writer", here)
		full, err := o.Code(t.Context(), ticket.ID, ticket.Secret, typed, here)
		o.ok(err)
		if full.Stage != account.StageFull {
			t.Errorf("stage %q", full.Stage)
		}
		if s, err := o.Status(t.Context(), e.ID); err != nil || s.Recovery != 9-i {
			t.Errorf("status %+v, %v", s, err)
		}
	}
	ticket := o.signIn("lin.writer", here)
	_, err := o.Code(t.Context(), ticket.ID, ticket.Secret, recovery[3], here)
	wantWrong(t, err)
}

func TestWrongCodesLockTheLoginThoughThePasswordIsRight(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	secret, _ := o.enrol("lin.writer")
	o.tick()
	var ticket account.Ticket
	for range 4 {
		ticket = o.signIn("lin.writer", here) // again and again, which must not give new guesses
		_, err := o.Code(t.Context(), ticket.ID, ticket.Secret, "000000", here)
		wantWrong(t, err)
		o.now = o.now.Add(10 * time.Second)
	}
	_, err := o.Code(t.Context(), ticket.ID, ticket.Secret, "000000", here)
	wantLocked(t, err, o.now.Add(15*time.Minute))
	_, err = o.Code(t.Context(), ticket.ID, ticket.Secret, o.code(secret), here)
	wantLocked(t, err, o.now.Add(15*time.Minute))
	_, err = o.SignIn(t.Context(), "lin.writer", right, here)
	wantLocked(t, err, o.now.Add(15*time.Minute))
}

func TestASecondFactorIsRemovedByItsOwnerWithThePassword(t *testing.T) {
	o := newOffice(t)
	e := o.staff("lin.writer", invest.Writer)
	secret, _ := o.enrol("lin.writer")
	o.tick()
	ticket := o.signIn("lin.writer", here)
	full, err := o.Code(t.Context(), ticket.ID, ticket.Secret, o.code(secret), here)
	o.ok(err)
	s := o.session(full)
	wantWrong(t, o.RemoveTOTP(t.Context(), s, other, here))
	o.ok(o.RemoveTOTP(t.Context(), s, right, here))
	o.session(full)
	if s, err := o.Status(t.Context(), e.ID); err != nil || s.TOTP || s.Recovery != 0 {
		t.Errorf("status %+v, %v", s, err)
	}
	if stage := o.signIn("lin.writer", here).Stage; stage != account.StageFull {
		t.Errorf("stage %q", stage)
	}
	got := o.lines("totp")
	if want := (line{"lin.writer", here.Address, "totp", "ok", "off"}); got[len(got)-1] != want {
		t.Errorf("the trail has %+v", got)
	}
}

func TestAnAdministratorDropsAnothersSecondFactor(t *testing.T) {
	o := newOffice(t)
	admin, e := o.staff("wang.admin", invest.Admin), o.staff("lin.writer", invest.Writer)
	wantCode(t, o.DropTOTP(t.Context(), admin, e.ID, here), invest.NotFound)
	o.enrol("lin.writer")
	waiting := o.signIn("lin.writer", here)
	wantCode(t, o.DropTOTP(t.Context(), e, admin.ID, here), invest.Forbidden)
	wantCode(t, o.DropTOTP(t.Context(), admin, 99, here), invest.NotFound)
	o.ok(o.DropTOTP(t.Context(), admin, e.ID, here))
	o.wantEnded(waiting)
	if stage := o.signIn("lin.writer", here).Stage; stage != account.StageFull {
		t.Errorf("stage %q", stage)
	}
	o.wantLines([]string{"totp-drop"},
		line{"lin.writer", here.Address, "totp-drop", "forbidden", ""},
		line{"wang.admin", here.Address, "totp-drop", "ok", "lin.writer"})
}
