package account_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"wellspring/internal/account"
	"wellspring/internal/invest"
)

func TestWhatAPasswordMustBe(t *testing.T) {
	asvs, djb := newOffice(t), newOffice(t, func(l *account.Limits) { l.Profile = account.DJB })
	e := invest.Editor{Login: "lin.writer", Name: "林晚舟"}
	for _, c := range []struct {
		password  string
		asvs, djb string // the keys of what is wrong with it
	}{
		{"", "short", "short"},
		{"k7#pQz-mm2x", "short", "short"},
		{"k7#pQz-mm2xx", "", ""},
		{"渭水晨雾里七只灰鹭飞", "short", "short"}, // ten characters, thirty bytes
		{"渭水晨雾里七只灰鹭飞过塬", "", "classes"},
		{"渭水晨雾里七只灰鹭飞aB", "", ""},
		{strings.Repeat("k7#pQz-mm2xx9L!v", 8), "", ""},
		{strings.Repeat("k7#pQz-mm2xx9L!v", 8) + "x", "long", "long"},
		{"k7#pQz-mm2\x00xx", "nul", "nul"},
		{"k7#pQz-mm2\xffxx", "utf8", "utf8"},
		{"password1234", "common", "common classes"},
		{"Password123456!", "common", "common"},
		{"1qaz2wsx3edc4rfv", "common", "common classes"},
		{"aaaaaaaaaaaaaaaa", "common", "common classes"},
		{"seven Lin.Writer herons", "name", "name"},
		{"七只灰鹭林晚舟飞过塬上的雾", "name", "name classes"},
		{"seven grey herons", "", "classes"},
		{"seven grey herons 52", "", ""},
		{"SevenGreyHerons", "", "classes"},
	} {
		for profile, want := range map[*office]string{asvs: c.asvs, djb: c.djb} {
			if got := reasons(profile.CheckPassword(c.password, e)); got != want {
				t.Errorf("%q: refused for %q, want %q", c.password, got, want)
			}
		}
	}
}

// reasons are the keys for which a password is refused, without what they share.
func reasons(err error) string {
	var e *invest.Error
	if !errors.As(err, &e) {
		return ""
	}
	var keys []string
	for _, f := range e.Fields {
		keys = append(keys, strings.TrimPrefix(strings.TrimPrefix(f.Key, "error."), "password_"))
	}
	return strings.Join(keys, " ")
}

func TestALoginOfThreeLettersMayStandInAWord(t *testing.T) {
	o := newOffice(t)
	o.ok(o.CheckPassword("seven carolina herons", invest.Editor{Login: "lin", Name: "Lin"}))
}

func TestARandomPasswordPassesEveryProfileAndIsAlwaysAnother(t *testing.T) {
	o := newOffice(t, func(l *account.Limits) { l.Profile = account.DJB })
	seen := map[string]bool{}
	for range 200 {
		p := account.NewPassword()
		if err := o.CheckPassword(p, invest.Editor{Login: "lin.writer", Name: "林"}); err != nil || seen[p] {
			t.Errorf("%s: %v", p, err)
		}
		seen[p] = true
	}
}

func TestAPasswordIsKeptAsAHashOfItsFullCost(t *testing.T) {
	o := newOffice(t)
	e := o.hire("lin.writer", invest.Writer)
	uncheapened := account.New(o.store, account.DefaultLimits(), func() time.Time { return o.now })
	o.ok(uncheapened.SetPassword(t.Context(), operator, e.ID, right, true, account.Client{}))
	cred, err := o.store.Credential(t.Context(), e.ID)
	if err != nil || !strings.HasPrefix(cred.Hash, "$argon2id$v=19$m=65536,t=3,p=4$") {
		t.Errorf("the hash is %s, %v", cred.Hash, err)
	}
	if cost, err := uncheapened.NobodysCost(); err != nil || cost != uncheapened.Cost() {
		t.Errorf("a name that nobody has costs %+v, %v", cost, err)
	}
	if stage := o.signIn("lin.writer", here).Stage; stage != account.StageFull { // at whatever cost it was made
		t.Errorf("stage %q", stage)
	}
}

func TestAPasswordHoldsANameWhateverStandsBetweenItsLetters(t *testing.T) {
	o := newOffice(t)
	e := invest.Editor{Login: "wang.min", Name: "王敏"}
	for _, password := range []string{"wangmin 4 purple kites", "Wang-Min 4 purple kites", "四只紫色的风筝 王·敏 17"} {
		wantField(t, o.CheckPassword(password, e), "password_name")
	}
	o.ok(o.CheckPassword("four purple kites 17", e))
}

func TestAnEditorChangesTheirPassword(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	mine, elsewhere := o.signIn("lin.writer", here), o.signIn("lin.writer", there)
	s := o.session(mine)

	_, err := o.ChangePassword(t.Context(), s, other, "nine quiet wagtails 3", here)
	wantWrong(t, err)
	_, err = o.ChangePassword(t.Context(), s, right, "short", here)
	wantField(t, err, "password_short")
	_, err = o.ChangePassword(t.Context(), s, right, right, here)
	wantField(t, err, "password_same")
	o.session(mine)
	o.session(elsewhere)

	ticket, err := o.ChangePassword(t.Context(), s, right, other, here)
	o.ok(err)
	if ticket.Stage != account.StageFull || ticket.ID == mine.ID {
		t.Errorf("ticket %+v", ticket)
	}
	o.session(ticket)
	o.wantEnded(mine)
	o.wantEnded(elsewhere)
	_, err = o.SignIn(t.Context(), "lin.writer", right, here)
	wantWrong(t, err)
	_, err = o.SignIn(t.Context(), "lin.writer", other, here)
	o.ok(err)
	o.wantLines([]string{"password"},
		line{"lin.writer", here.Address, "password", "forbidden", ""},
		line{"lin.writer", here.Address, "password", "ok", ""})
}

func TestGuessesAtTheOldPasswordLockTheLogin(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	s := o.session(o.signIn("lin.writer", here))
	for range 4 {
		_, err := o.ChangePassword(t.Context(), s, "guess", other, here)
		wantWrong(t, err)
		o.now = o.now.Add(10 * time.Second)
	}
	_, err := o.ChangePassword(t.Context(), s, "guess", other, here)
	wantLocked(t, err, o.now.Add(15*time.Minute))
	_, err = o.ChangePassword(t.Context(), s, right, other, here)
	wantLocked(t, err, o.now.Add(15*time.Minute))
	// Nor does the answer about a password used before tell a right guess.
	_, err = o.ChangePassword(t.Context(), s, right, right, here)
	wantLocked(t, err, o.now.Add(15*time.Minute))
}

func TestByDJBAPasswordIsNotTakenAgainAndGrowsOld(t *testing.T) {
	o := newOffice(t, func(l *account.Limits) { l.Profile = account.DJB })
	o.staff("lin.writer", invest.Writer)
	ticket := o.signIn("lin.writer", here)
	passwords := []string{right, other, "nine quiet wagtails 3", "three amber foxes 88", "eleven river stones 4", "nineteen dull otters 7"}
	for i := 1; i < len(passwords); i++ {
		var err error
		ticket, err = o.ChangePassword(t.Context(), o.session(ticket), passwords[i-1], passwords[i], here)
		o.ok(err)
	}
	last := passwords[len(passwords)-1]
	for _, used := range passwords[:len(passwords)-1] { // five
		_, err := o.ChangePassword(t.Context(), o.session(ticket), last, used, here)
		wantField(t, err, "password_used")
	}
	ticket, err := o.ChangePassword(t.Context(), o.session(ticket), last, "two lazy kestrels 61", here)
	o.ok(err)
	_, err = o.ChangePassword(t.Context(), o.session(ticket), "two lazy kestrels 61", right, here) // the sixth before
	o.ok(err)

	o.now = o.now.Add(90 * 24 * time.Hour)
	if stage := o.signIn("lin.writer", here).Stage; stage != account.StageFull {
		t.Errorf("stage %q on the last day", stage)
	}
	o.now = o.now.Add(time.Second)
	old := o.signIn("lin.writer", here)
	if old.Stage != account.StagePassword {
		t.Errorf("stage %q on the day after", old.Stage)
	}
	full, err := o.ChangePassword(t.Context(), o.session(old), right, "six marsh harriers 20", here)
	if err != nil || full.Stage != account.StageFull {
		t.Errorf("stage %q, %v", full.Stage, err)
	}
}

func TestByASVSAPasswordDoesNotGrowOldAndMayComeBack(t *testing.T) {
	o := newOffice(t)
	o.staff("lin.writer", invest.Writer)
	o.now = o.now.Add(1000 * 24 * time.Hour)
	ticket := o.signIn("lin.writer", here)
	ticket, err := o.ChangePassword(t.Context(), o.session(ticket), right, other, here)
	o.ok(err)
	_, err = o.ChangePassword(t.Context(), o.session(ticket), other, right, here)
	o.ok(err)
}

func TestAnAdministratorSetsAnothersPassword(t *testing.T) {
	o := newOffice(t)
	admin, e := o.staff("wang.admin", invest.Admin), o.staff("lin.writer", invest.Writer)
	ticket := o.signIn("lin.writer", there)
	for range 5 {
		_, _ = o.SignIn(t.Context(), "lin.writer", "guess", there)
		o.now = o.now.Add(10 * time.Second)
	}
	wantCode(t, o.SetPassword(t.Context(), e, admin.ID, other, true, here), invest.Forbidden)
	wantCode(t, o.SetPassword(t.Context(), admin, admin.ID, other, true, here), invest.Forbidden)
	wantCode(t, o.SetPassword(t.Context(), admin, 99, other, true, here), invest.NotFound)
	wantField(t, o.SetPassword(t.Context(), admin, e.ID, "seven lin.writer herons", true, here), "password_name")
	o.session(ticket)

	o.ok(o.SetPassword(t.Context(), admin, e.ID, other, false, here))
	o.wantEnded(ticket)
	if s, err := o.Status(t.Context(), e.ID); err != nil || !s.Password || !s.MustChange || !s.Set.Equal(o.now) || !s.Locked.IsZero() {
		t.Errorf("status %+v, %v", s, err)
	}
	ticket, err := o.SignIn(t.Context(), "lin.writer", other, there)
	if err != nil || ticket.Stage != account.StagePassword {
		t.Errorf("stage %q, %v", ticket.Stage, err)
	}
	_, err = o.ChangePassword(t.Context(), o.session(ticket), other, other, there)
	wantField(t, err, "password_same") // the administrator knows it
	o.wantLines([]string{"password-set"},
		line{"operator", "", "password-set", "ok", "wang.admin"},
		line{"operator", "", "password-set", "ok", "lin.writer"},
		line{"lin.writer", here.Address, "password-set", "forbidden", ""},
		line{"wang.admin", here.Address, "password-set", "forbidden", ""},
		line{"wang.admin", here.Address, "password-set", "ok", "lin.writer"})
}

func TestManyAreGivenOnePasswordTogetherOrNotAtAll(t *testing.T) {
	o := newOffice(t)
	lin, qin := o.hire("lin.writer", invest.Writer), o.hire("qin.writer", invest.Writer)
	wantCode(t, o.SetPasswords(t.Context(), operator, []int64{lin.ID, 99}, right, account.Client{}), invest.NotFound)
	wantField(t, o.SetPasswords(t.Context(), operator, []int64{lin.ID, qin.ID}, "seven qin.writer herons", account.Client{}), "password_name")
	if s, err := o.Status(t.Context(), lin.ID); err != nil || s.Password {
		t.Errorf("status %+v, %v", s, err)
	}
	o.ok(o.SetPasswords(t.Context(), operator, []int64{lin.ID, qin.ID}, right, account.Client{}))
	for _, login := range []string{"lin.writer", "qin.writer"} {
		if stage := o.signIn(login, here).Stage; stage != account.StageFull {
			t.Errorf("%s: stage %q", login, stage)
		}
	}
	o.wantLines([]string{"password-set"}, line{"operator", "", "password-set", "ok", "lin.writer, qin.writer"})
}

func TestAStatusIsThatOfAnEditor(t *testing.T) {
	o := newOffice(t)
	e := o.hire("lin.writer", invest.Writer)
	if s, err := o.Status(t.Context(), e.ID); err != nil || s != (account.Status{}) {
		t.Errorf("without a password: %+v, %v", s, err)
	}
	_, err := o.Status(t.Context(), 99)
	wantCode(t, err, invest.NotFound)
}
