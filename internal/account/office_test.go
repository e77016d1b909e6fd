package account_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"wellspring/internal/account"
	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
)

// office is accounts over a real store, on a clock that a test can move; phone
// is the clock of the second factor.
type office struct {
	*account.Accounts
	t          *testing.T
	dir        string
	store      *sqlite.Store
	desk       *desk.Desk
	now, phone time.Time
}

func newOffice(t *testing.T, change ...func(l *account.Limits)) *office {
	t.Helper()
	o := &office{
		t: t, dir: t.TempDir(),
		now: time.Date(2023, 12, 1, 9, 0, 0, 0, time.UTC), phone: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
	}
	o.store, o.Accounts = o.open(change...)
	o.desk = desk.New(o.store, func() time.Time { return o.now })
	return o
}

// open gives accounts over a store of their own on the office's folder, as
// another process has them.
func (o *office) open(change ...func(l *account.Limits)) (*sqlite.Store, *account.Accounts) {
	o.t.Helper()
	store, err := sqlite.Open(o.t.Context(), o.dir)
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { store.Close() })
	limits := account.DefaultLimits()
	for _, f := range change {
		f(&limits)
	}
	a := account.New(store, limits, func() time.Time { return o.now })
	a.Cheapen(func() time.Time { return o.phone })
	return store, a
}

var (
	operator = desk.Operator.Editor
	here     = account.Client{Address: "192.0.2.7", Agent: "Browser/1.0"}
	there    = account.Client{Address: "198.51.100.9", Agent: "Phone/2.0"}
)

// right is everybody's password, and other another one.
const (
	right = "wei river at dawn 17"
	other = "seven grey herons 52"
)

// hire makes an editor without a password.
func (o *office) hire(login string, roles ...invest.Role) invest.Editor {
	o.t.Helper()
	e, err := o.desk.SaveEditor(o.t.Context(), desk.Operator, invest.Editor{Login: login, Name: "演示 " + login, Roles: roles})
	if err != nil {
		o.t.Fatal(err)
	}
	return e
}

// staff makes an editor with the right password.
func (o *office) staff(login string, roles ...invest.Role) invest.Editor {
	o.t.Helper()
	e := o.hire(login, roles...)
	o.ok(o.SetPassword(o.t.Context(), operator, e.ID, right, true, account.Client{}))
	return e
}

// signIn is a sign-in that has to succeed.
func (o *office) signIn(login string, c account.Client) account.Ticket {
	o.t.Helper()
	ticket, err := o.SignIn(o.t.Context(), login, right, c)
	o.ok(err)
	return ticket
}

// session is what a ticket opens.
func (o *office) session(ticket account.Ticket) account.Session {
	o.t.Helper()
	s, _, err := o.Resume(o.t.Context(), ticket.ID, ticket.Secret)
	o.ok(err)
	return s
}

func (o *office) ok(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) wantEnded(ticket account.Ticket) {
	o.t.Helper()
	if _, _, err := o.Resume(o.t.Context(), ticket.ID, ticket.Secret); !errors.Is(err, account.ErrEnded) {
		o.t.Errorf("the session: error %v, want %v", err, account.ErrEnded)
	}
}

func wantWrong(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, account.ErrWrong) {
		t.Errorf("error %v, want %v", err, account.ErrWrong)
	}
}

// wantLocked checks that an attempt is refused until a time.
func wantLocked(t *testing.T, err error, until time.Time) {
	t.Helper()
	var locked account.LockedError
	if !errors.As(err, &locked) || !locked.Until.Equal(until) {
		t.Errorf("error %v, want a lock until %v", err, until)
	}
}

func wantCode(t *testing.T, err error, code invest.Code) {
	t.Helper()
	if err == nil || invest.CodeOf(err) != code {
		t.Errorf("error %v, want code %s", err, code)
	}
}

// wantField checks that a password is refused for a reason and no other.
func wantField(t *testing.T, err error, key string) {
	t.Helper()
	var e *invest.Error
	if !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Field != "password" || e.Fields[0].Key != "error."+key {
		t.Errorf("error %v, want %s", err, key)
	}
}

// line is an entry of the audit trail without what every entry has.
type line struct {
	login, address, action, result, detail string
}

// lines are the entries of some actions, in order.
func (o *office) lines(actions ...string) []line {
	o.t.Helper()
	trail, err := o.store.Audit(o.t.Context(), 1, 1000)
	o.ok(err)
	var out []line
	for _, e := range trail {
		for _, a := range actions {
			if e.Action == a {
				out = append(out, line{e.Login, e.Address, e.Action, e.Result, e.Detail})
			}
		}
	}
	return out
}

func (o *office) wantLines(actions []string, want ...line) {
	o.t.Helper()
	got := o.lines(actions...)
	if len(got) != len(want) {
		o.t.Fatalf("the trail has %+v, want %+v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			o.t.Errorf("line %d is %+v, want %+v", i, got[i], want[i])
		}
	}
}

// put stores an editor past the desk, which would end their sessions.
func (o *office) put(e invest.Editor) {
	o.t.Helper()
	o.ok(o.store.InTx(o.t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.PutEditor(ctx, &e) }))
}
