package account_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"wellspring/internal/account"
	"wellspring/internal/invest"
)

func TestAnEditorSignsInAndIsKnownByTheCookie(t *testing.T) {
	o := newOffice(t)
	e := o.staff("lin.writer", invest.Writer)
	ticket := o.signIn("lin.writer", here)
	if ticket.Stage != account.StageFull || ticket.Editor.ID != e.ID {
		t.Errorf("ticket %+v", ticket)
	}
	if len(ticket.ID) < 22 || len(ticket.Secret) < 43 { // 128 and 256 bits
		t.Errorf("ID of %d and secret of %d characters", len(ticket.ID), len(ticket.Secret))
	}
	s, known, err := o.Resume(t.Context(), ticket.ID, ticket.Secret)
	o.ok(err)
	if known.Login != "lin.writer" || s.Editor != e.ID || s.Address != here.Address || s.Agent != here.Agent {
		t.Errorf("session %+v of %s", s, known.Login)
	}
	if s.SecretHash == "" || strings.Contains(s.SecretHash, ticket.Secret) {
		t.Error("the secret itself is stored")
	}
	o.wantLines([]string{"sign-in"}, line{"lin.writer", here.Address, "sign-in", "ok", ""})
}

func TestALoginIsTakenInAnyCaseAndWithSpacesAround(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	o.signIn(" Lin.Writer\n", here)
}

func TestAPasswordIsComparedAsTyped(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	for _, typed := range []string{right + " ", " " + right, strings.ToUpper(right)} {
		_, err := o.SignIn(t.Context(), "lin.writer", typed, account.Client{})
		wantWrong(t, err)
		o.ok(o.Unlock(t.Context(), operator, 1, account.Client{}))
	}
}

func TestNobodyLearnsWhichLoginsThereAre(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	gone := o.staff("qin.writer", invest.Writer)
	gone.Disabled = true
	o.put(gone)
	o.hire("new.writer", invest.Writer)
	logins := []string{"lin.writer", "qin.writer", "new.writer", "nobody"}
	for _, login := range logins {
		password := right
		if login == "lin.writer" {
			password = other
		}
		_, err := o.SignIn(t.Context(), login, password, here)
		wantWrong(t, err)
	}
	o.wantLines([]string{"sign-in"}, // which is for the auditor's eyes
		line{"lin.writer", here.Address, "sign-in", "forbidden", ""},
		line{"qin.writer", here.Address, "sign-in", "forbidden", ""},
		line{"new.writer", here.Address, "sign-in", "forbidden", ""},
		line{"", here.Address, "sign-in", "forbidden", "unknown login"})
	t.Run("each of them costs a hash of the same cost", func(t *testing.T) {
		if cost, err := o.NobodysCost(); err != nil || cost != o.Cost() {
			t.Errorf("a name that nobody has costs %+v, %v; a password %+v", cost, err, o.Cost())
		}
		o.Occupy(t)
		ctx, leave := context.WithCancel(t.Context())
		leave()
		for _, login := range logins {
			if _, err := o.SignIn(ctx, login, right, there); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: error %v, want one of waiting for a place to hash", login, err)
			}
		}
	})
}

func TestWhatNobodyHasAsALoginIsNotKept(t *testing.T) {
	o := newOffice(t)
	for _, typed := range []string{right, "a\x00b\xff" + strings.Repeat("登", 100)} { // a password in the wrong field
		_, err := o.SignIn(t.Context(), typed, right, here)
		wantWrong(t, err)
	}
	unknown := line{"", here.Address, "sign-in", "forbidden", "unknown login"}
	o.wantLines([]string{"sign-in"}, unknown, unknown)
}

func TestACodeIsAskedForBeforeAnythingElse(t *testing.T) {
	o := newOffice(t, func(l *account.Limits) { l.AdminTOTP = true })
	admin := o.hire("wang.admin", invest.Admin)
	o.ok(o.SetPassword(t.Context(), operator, admin.ID, right, false, account.Client{}))

	// Without a second factor: it is set up, then the password is changed.
	ticket := o.signIn("wang.admin", here)
	if ticket.Stage != account.StageEnrol {
		t.Fatalf("stage %q", ticket.Stage)
	}
	secret, _, err := o.Enrol(t.Context(), o.session(ticket))
	o.ok(err)
	_, enrolled, err := o.Confirm(t.Context(), o.session(ticket), right, o.code(secret), here)
	o.ok(err)
	if enrolled.Stage != account.StagePassword {
		t.Errorf("stage %q after the enrolment", enrolled.Stage)
	}
	o.wantEnded(ticket) // by its former secret

	// With one: the code, then the password, then all.
	o.tick()
	ticket = o.signIn("wang.admin", here)
	if ticket.Stage != account.StageCode {
		t.Fatalf("stage %q", ticket.Stage)
	}
	coded, err := o.Code(t.Context(), ticket.ID, ticket.Secret, o.code(secret), here)
	o.ok(err)
	if coded.Stage != account.StagePassword || coded.ID != ticket.ID || coded.Secret == ticket.Secret {
		t.Errorf("from %+v to %+v", ticket, coded)
	}
	o.wantEnded(ticket)
	full, err := o.ChangePassword(t.Context(), o.session(coded), right, other, here)
	o.ok(err)
	if full.Stage != account.StageFull {
		t.Errorf("stage %q at the end", full.Stage)
	}
	o.wantEnded(coded)
	o.wantLines([]string{"sign-in", "totp", "password"},
		line{"wang.admin", here.Address, "sign-in", "ok", "enrol"},
		line{"wang.admin", here.Address, "totp", "ok", "on"},
		line{"wang.admin", here.Address, "sign-in", "ok", "code"},
		line{"wang.admin", here.Address, "sign-in", "ok", "code given"},
		line{"wang.admin", here.Address, "password", "ok", ""})
}

func TestOnlyAdministratorsMustHaveASecondFactor(t *testing.T) {
	o := newOffice(t, func(l *account.Limits) { l.AdminTOTP = true })
	o.staff("lin.writer", invest.Writer)
	if stage := o.signIn("lin.writer", here).Stage; stage != account.StageFull {
		t.Errorf("a writer's stage is %q", stage)
	}
}

func TestNoStageDoesTheWorkOfAnother(t *testing.T) {
	o := newOffice(t)
	e := o.staff("lin.writer", invest.Writer)
	secret, _ := o.enrol("lin.writer")
	o.tick()
	ticket := o.signIn("lin.writer", here)
	s := o.session(ticket)
	_, err := o.ChangePassword(t.Context(), s, right, other, here)
	wantCode(t, err, invest.Conflict)
	_, _, err = o.Enrol(t.Context(), s)
	wantCode(t, err, invest.Conflict)
	_, _, err = o.Confirm(t.Context(), s, right, o.code(secret), here)
	wantCode(t, err, invest.Conflict)
	wantCode(t, o.RemoveTOTP(t.Context(), s, right, here), invest.Conflict)

	o.ok(o.DropTOTP(t.Context(), operator, e.ID, account.Client{}))
	o.ok(o.SetPassword(t.Context(), operator, e.ID, right, false, account.Client{}))
	ticket = o.signIn("lin.writer", here)
	s = o.session(ticket)
	if ticket.Stage != account.StagePassword {
		t.Fatalf("stage %q", ticket.Stage)
	}
	_, err = o.Code(t.Context(), ticket.ID, ticket.Secret, "123456", here)
	wantCode(t, err, invest.Conflict)
	_, _, err = o.Enrol(t.Context(), s)
	wantCode(t, err, invest.Conflict)
	wantCode(t, o.RemoveTOTP(t.Context(), s, right, here), invest.Conflict)
}

func TestAnAdministratorWithoutTheSecondFactorSetsItUpAtTheNextRequest(t *testing.T) {
	o := newOffice(t, func(l *account.Limits) { l.AdminTOTP = true })
	o.staff("wang.admin", invest.Admin)
	secret, _ := o.enrol("wang.admin")
	o.tick()
	ticket := o.signIn("wang.admin", here)
	ticket, err := o.Code(t.Context(), ticket.ID, ticket.Secret, o.code(secret), here)
	o.ok(err)
	s := o.session(ticket)
	if s.Stage != account.StageFull {
		t.Fatalf("stage %q", s.Stage)
	}
	o.ok(o.RemoveTOTP(t.Context(), s, right, here))
	if stage := o.session(ticket).Stage; stage != account.StageEnrol {
		t.Errorf("stage %q without the second factor that is required", stage)
	}
	_, err = o.ChangePassword(t.Context(), s, right, other, here)
	wantCode(t, err, invest.Conflict)
}
