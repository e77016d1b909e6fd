package desk_test

import (
	"context"
	"testing"

	"wellspring/internal/account"
	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

// signIn gives an editor a login session and tells whether it still is one.
func (b *bureau) signIn(e invest.Editor) (signedIn func() bool) {
	b.t.Helper()
	s := account.Session{ID: "of " + e.Login, Editor: e.ID, Created: b.now, Seen: b.now}
	err := b.store.InAccountTx(b.t.Context(), func(ctx context.Context, tx account.Tx) error { return tx.PutSession(ctx, s) })
	if err != nil {
		b.t.Fatal(err)
	}
	return func() bool {
		_, err := b.store.Session(b.t.Context(), s.ID)
		return err == nil
	}
}

func TestAnEditorsSessionsEndWithTheirRoles(t *testing.T) {
	b := newBureau(t)
	lin, qin := b.hire("lin", invest.Writer, invest.Reviewer1), b.hire("qin", invest.Writer)
	linsSession, qinsSession := b.signIn(lin.Editor), b.signIn(qin.Editor)
	save := func(e invest.Editor) {
		t.Helper()
		if _, err := b.SaveEditor(t.Context(), b.who[invest.Admin], e); err != nil {
			t.Fatal(err)
		}
	}

	e := lin.Editor
	e.Name, e.Roles = "林", []invest.Role{invest.Reviewer1, invest.Writer}
	save(e)
	if !linsSession() {
		t.Error("another name ended a session")
	}
	e.Roles = []invest.Role{invest.Writer}
	save(e)
	if linsSession() {
		t.Error("a session outlived the roles it began with")
	}
	linsSession = b.signIn(e)
	e.Disabled = true
	save(e)
	if linsSession() {
		t.Error("a disabled editor is still signed in")
	}
	if !qinsSession() {
		t.Error("another editor's session was ended")
	}
}

func TestAChangeThatIsRefusedEndsNoSession(t *testing.T) {
	b := newBureau(t)
	lin, writer := b.hire("lin", invest.Writer), b.who[invest.Writer]
	signedIn := b.signIn(lin.Editor)
	e := lin.Editor
	e.Roles, e.Login = []invest.Role{invest.Lead}, writer.Editor.Login
	_, err := b.SaveEditor(t.Context(), b.who[invest.Admin], e)
	want(t, err, invest.Conflict)
	if !signedIn() {
		t.Error("the session was ended")
	}
}

func TestSomebodyAlwaysAdministers(t *testing.T) {
	b := newBureau(t)
	admin := b.who[invest.Admin]
	for what, change := range map[string]func(e *invest.Editor){
		"disabled":         func(e *invest.Editor) { e.Disabled = true },
		"given other work": func(e *invest.Editor) { e.Roles = []invest.Role{invest.Lead} },
	} {
		last := admin.Editor
		change(&last)
		if _, err := b.SaveEditor(t.Context(), admin, last); invest.CodeOf(err) != invest.Conflict {
			t.Errorf("the last administrator is %s: error %v", what, err)
		}
	}

	second := b.hire("wang", invest.Admin)
	last := admin.Editor
	last.Disabled = true
	if _, err := b.SaveEditor(t.Context(), second, last); err != nil {
		t.Errorf("with a second one: %v", err)
	}

	none := second.Editor
	none.Disabled = true
	if _, err := b.SaveEditor(t.Context(), desk.Operator, none); err != nil {
		t.Errorf("by the operator, who can make another: %v", err)
	}
}

func TestAnEditorWhoIsNotThereIsNotChanged(t *testing.T) {
	b := newBureau(t)
	_, err := b.SaveEditor(t.Context(), desk.Operator, invest.Editor{ID: 99, Login: "lin", Name: "林", Roles: []invest.Role{invest.Writer}})
	want(t, err, invest.NotFound)
}

func TestTheTrailTellsWhatBecameOfAnEditor(t *testing.T) {
	b := newBureau(t)
	e := invest.Editor{Login: "lin", Name: "林", Roles: []invest.Role{invest.Writer, invest.Director}}
	for _, step := range []struct {
		change func()
		says   string
	}{
		{func() {}, "lin new +writer +director"},
		{func() { e.Roles = []invest.Role{invest.Writer, invest.Reviewer1} }, "lin +reviewer1 -director"},
		{func() { e.Name, e.Disabled = "林某", true }, "lin renamed disabled"},
		{func() { e.Login, e.Disabled = "lin.y", false }, "lin.y was:lin enabled"},
	} {
		step.change()
		var err error
		if e, err = b.SaveEditor(t.Context(), b.who[invest.Admin], e); err != nil {
			t.Fatal(err)
		}
		if got := b.last(); got.Action != "people" || got.Detail != step.says {
			t.Errorf("the trail says %q, not %q", got.Detail, step.says)
		}
	}
}
