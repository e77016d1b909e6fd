package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"wellspring/internal/account"
	"wellspring/internal/invest"
)

// inAccountTx runs f in a transaction that has to succeed.
func (s *site) inAccountTx(f func(ctx context.Context, tx account.Tx) error) {
	s.t.Helper()
	if err := s.InAccountTx(s.t.Context(), f); err != nil {
		s.t.Fatal(err)
	}
}

// hire makes an editor.
func (s *site) hire(login string) invest.Editor {
	s.t.Helper()
	e := invest.Editor{Login: login, Name: login, Roles: []invest.Role{invest.Writer}}
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.PutEditor(ctx, &e) })
	return e
}

// session is one of an editor's, begun now.
func (s *site) session(id string, e invest.Editor) account.Session {
	at := s.tick()
	return account.Session{
		ID: id, Editor: e.ID, SecretHash: "hash of " + id, Stage: account.StageCode, Enrolling: "secret", Created: at, Seen: at,
		Address: "192.0.2.1", Agent: "浏览器/1.0",
	}
}

func (s *site) putSessions(sessions ...account.Session) {
	s.t.Helper()
	s.inAccountTx(func(ctx context.Context, tx account.Tx) error {
		for _, x := range sessions {
			if err := tx.PutSession(ctx, x); err != nil {
				return err
			}
		}
		return nil
	})
}

// wantSessions checks which sessions an editor has.
func wantSessions(t *testing.T, s *site, e invest.Editor, ids ...string) {
	t.Helper()
	var got []string
	for _, x := range must(s.Sessions(t.Context(), e.ID))(t) {
		got = append(got, x.ID)
	}
	if strings.Join(got, " ") != strings.Join(ids, " ") {
		t.Errorf("%s has sessions %v, want %v", e.Login, got, ids)
	}
}

func testSession(t *testing.T, open func(t *testing.T) Store) {
	t.Run("a session is kept as it is, and changed in place", func(t *testing.T) {
		s := newSite(t, open)
		x := s.session("a", s.hire("lin"))
		s.putSessions(x)
		equal(t, "the session", must(s.Session(t.Context(), "a"))(t), x)
		x.SecretHash, x.Stage, x.Enrolling, x.Seen = "another", account.StageFull, "", s.tick()
		s.putSessions(x)
		equal(t, "the session", must(s.Session(t.Context(), "a"))(t), x)
	})

	t.Run("an editor's sessions are listed newest first, those of one moment by ID", func(t *testing.T) {
		s := newSite(t, open)
		lin, qin := s.hire("lin"), s.hire("qin")
		b, c, other, newest := s.session("b", lin), s.session("c", lin), s.session("other", qin), s.session("a", lin)
		c.Created = b.Created
		s.putSessions(newest, c, b, other)
		wantSessions(t, s, lin, "a", "b", "c")
		wantSessions(t, s, qin, "other")
	})

	t.Run("one session is ended, or all of an editor's and nobody else's", func(t *testing.T) {
		s := newSite(t, open)
		lin, qin := s.hire("lin"), s.hire("qin")
		s.putSessions(s.session("a", lin), s.session("b", lin), s.session("c", lin), s.session("d", qin))
		s.inAccountTx(func(ctx context.Context, tx account.Tx) error {
			return errors.Join(tx.EndSession(ctx, "a"), tx.EndSession(ctx, "never was"))
		})
		_, err := s.Session(t.Context(), "a")
		wantCode(t, err, invest.NotFound)
		wantSessions(t, s, lin, "c", "b")
		s.inAccountTx(func(ctx context.Context, tx account.Tx) error { return tx.EndSessions(ctx, lin.ID) })
		wantSessions(t, s, lin)
		wantSessions(t, s, qin, "d")
	})

	t.Run("the desk ends an editor's sessions in its own transaction", func(t *testing.T) {
		s := newSite(t, open)
		lin := s.hire("lin")
		s.putSessions(s.session("a", lin))
		_ = s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
			return errors.Join(tx.EndSessions(ctx, lin.ID), errors.New("no"))
		})
		wantSessions(t, s, lin, "a")
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.EndSessions(ctx, lin.ID) })
		wantSessions(t, s, lin)
	})

	t.Run("nobody has no session", func(t *testing.T) {
		s := newSite(t, open)
		_, err := s.Session(t.Context(), "")
		wantCode(t, err, invest.NotFound)
		err = s.InAccountTx(t.Context(), func(ctx context.Context, tx account.Tx) error {
			return tx.PutSession(ctx, s.session("a", invest.Editor{ID: 5}))
		})
		wantCode(t, err, invest.NotFound)
	})

	t.Run("a sweep takes what was last seen, made or failed at its times or before", func(t *testing.T) {
		s := newSite(t, open)
		lin := s.hire("lin")
		at := s.tick().Add(24 * time.Hour)
		with := func(id string, created, seen time.Time) account.Session {
			x := s.session(id, lin)
			x.Created, x.Seen = created, seen
			return x
		}
		s.putSessions(
			with("in use", at.Add(time.Second), at.Add(time.Second)),
			with("idle", at.Add(time.Second), at),
			with("old", at, at.Add(time.Hour)),
		)
		s.inAccountTx(func(ctx context.Context, tx account.Tx) error {
			return errors.Join(
				tx.PutAttempts(ctx, account.Attempts{Subject: "stale", Failures: 1, Last: at}),
				tx.PutAttempts(ctx, account.Attempts{Subject: "fresh", Failures: 1, Last: at.Add(time.Second)}),
				tx.Sweep(ctx, at, at, at))
		})
		wantSessions(t, s, lin, "in use")
		equal(t, "stale", must(s.Attempts(t.Context(), "stale"))(t).Failures, 0)
		equal(t, "fresh", must(s.Attempts(t.Context(), "fresh"))(t).Failures, 1)
	})
}

func testCredential(t *testing.T, open func(t *testing.T) Store) {
	t.Run("a credential is kept as it is, and changed in place", func(t *testing.T) {
		s := newSite(t, open)
		c := account.Credential{
			Editor: s.hire("lin").ID, Hash: "hash", Set: s.tick(), MustChange: true, Old: []string{"newer", "older"},
			TOTPSecret: "secret", TOTPLastStep: 56_666_666, Recovery: []string{"one", "two"},
		}
		put := func() {
			s.inAccountTx(func(ctx context.Context, tx account.Tx) error { return tx.PutCredential(ctx, c) })
			equal(t, "the credential", must(s.Credential(t.Context(), c.Editor))(t), c)
		}
		put()
		c = account.Credential{Editor: c.Editor, Hash: "another", Set: s.tick()}
		put()
	})

	t.Run("who has none, or is not there, is not found", func(t *testing.T) {
		s := newSite(t, open)
		_, err := s.Credential(t.Context(), s.hire("lin").ID)
		wantCode(t, err, invest.NotFound)
		err = s.InAccountTx(t.Context(), func(ctx context.Context, tx account.Tx) error {
			return tx.PutCredential(ctx, account.Credential{Editor: 5})
		})
		wantCode(t, err, invest.NotFound)
	})
}

func testAttempts(t *testing.T, open func(t *testing.T) Store) {
	t.Run("failures are kept by their subject, changed in place, and forgotten", func(t *testing.T) {
		s := newSite(t, open)
		a := account.Attempts{Subject: "login:lin", Failures: 1, Last: s.tick()}
		put := func() {
			s.inAccountTx(func(ctx context.Context, tx account.Tx) error { return tx.PutAttempts(ctx, a) })
			equal(t, "the attempts", must(s.Attempts(t.Context(), a.Subject))(t), a)
		}
		put()
		a.Failures, a.Last, a.Until = 2, s.tick(), s.tick()
		put()
		equal(t, "another's", must(s.Attempts(t.Context(), "login:qin"))(t), account.Attempts{Subject: "login:qin"})
		s.inAccountTx(func(ctx context.Context, tx account.Tx) error { return tx.DropAttempts(ctx, a.Subject) })
		equal(t, "the attempts", must(s.Attempts(t.Context(), a.Subject))(t), account.Attempts{Subject: a.Subject})
	})
}

func testAccountTx(t *testing.T, open func(t *testing.T) Store) {
	t.Run("an error rolls everything back, the audit entry too", func(t *testing.T) {
		s := newSite(t, open)
		lin := s.hire("lin")
		fail := errors.New("not this time")
		err := s.InAccountTx(t.Context(), func(ctx context.Context, tx account.Tx) error {
			return errors.Join(
				tx.PutSession(ctx, s.session("a", lin)),
				tx.PutCredential(ctx, account.Credential{Editor: lin.ID, Hash: "hash"}),
				tx.PutAttempts(ctx, account.Attempts{Subject: "login:lin", Failures: 1, Last: dawn}),
				tx.AppendAudit(ctx, invest.AuditEntry{At: dawn, Action: "sign-in"}),
				fail)
		})
		if !errors.Is(err, fail) {
			t.Errorf("error %v, want %v", err, fail)
		}
		wantSessions(t, s, lin)
		_, err = s.Credential(t.Context(), lin.ID)
		wantCode(t, err, invest.NotFound)
		equal(t, "attempts", must(s.Attempts(t.Context(), "login:lin"))(t).Failures, 0)
		equal(t, "audit", must(s.Audit(t.Context(), 1, 10))(t), []invest.AuditEntry{})
	})

	t.Run("its own reads see its changes at once, a second store's after the commit", func(t *testing.T) {
		s, other := newSite(t, open), newSite(t, open)
		lin := s.hire("lin")
		s.inAccountTx(func(ctx context.Context, tx account.Tx) error {
			if err := tx.PutSession(ctx, s.session("a", lin)); err != nil {
				return err
			}
			if _, err := tx.Session(ctx, "a"); err != nil {
				t.Errorf("the transaction does not see its session: %v", err)
			}
			wantSessions(t, other, lin)
			return nil
		})
		wantSessions(t, other, lin, "a")
	})
}
