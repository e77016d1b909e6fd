package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"wellspring/internal/invest"
)

func testTx(t *testing.T, open func(t *testing.T) Store) {
	fail := errors.New("not this time")

	t.Run("an error rolls everything back and comes out as it is", func(t *testing.T) {
		s := newSite(t, open)
		before := must(s.Version(t.Context()))(t)
		err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
			writeEverything(ctx, s, tx)
			return fail
		})
		if !errors.Is(err, fail) {
			t.Errorf("error %v, want %v", err, fail)
		}
		wantNothingWritten(t, s, before)
	})

	t.Run("a panic rolls everything back and goes on", func(t *testing.T) {
		s := newSite(t, open)
		before := must(s.Version(t.Context()))(t)
		func() {
			defer func() {
				if got := recover(); got != fail {
					t.Errorf("recovered %v, want %v", got, fail)
				}
			}()
			_ = s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
				writeEverything(ctx, s, tx)
				panic(fail)
			})
		}()
		wantNothingWritten(t, s, before)
		s.publish(project("之后的项目")) // the store is usable as before
	})

	t.Run("its own reads see its changes at once, others after the commit", func(t *testing.T) {
		s := newSite(t, open)
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
			d, err := s.createIn(ctx, tx, project("新项目"))
			if err != nil {
				return err
			}
			if _, err := tx.Draft(ctx, d.Kind, d.Number); err != nil {
				t.Errorf("the transaction does not see its draft: %v", err)
			}
			if list := must(tx.Drafts(ctx, invest.DraftFilter{}))(t); list.Total != 1 {
				t.Errorf("the transaction sees %d drafts", list.Total)
			}
			_, err = s.Draft(t.Context(), d.Kind, d.Number)
			wantCode(t, err, invest.NotFound)
			p, err := s.markShown(ctx, tx, &d)
			if err != nil {
				return err
			}
			if err := tx.Show(ctx, p, d.Body.Public()); err != nil {
				return err
			}
			_, _, err = s.Project(t.Context(), d.Number)
			wantCode(t, err, invest.NotFound)
			return nil
		})
		if _, _, err := s.Project(t.Context(), 1); err != nil {
			t.Errorf("after the commit: %v", err)
		}
	})

	t.Run("a client that leaves does not stop it once begun", func(t *testing.T) {
		s := newSite(t, open)
		ctx, leave := context.WithCancel(t.Context())
		err := s.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error {
			leave()
			if ctx.Err() != nil {
				t.Error("the context inside is cancelled")
			}
			_, err := s.createIn(ctx, tx, project("新项目"))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Draft(t.Context(), invest.KindProject, 1); err != nil {
			t.Errorf("what was written is not there: %v", err)
		}
	})

	t.Run("a client that has left does not begin one", func(t *testing.T) {
		s := newSite(t, open)
		ctx, leave := context.WithCancel(t.Context())
		leave()
		err := s.InTx(ctx, func(context.Context, invest.DeskTx) error {
			t.Error("the transaction has begun")
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want %v", err, context.Canceled)
		}
	})

	t.Run("transactions run one at a time", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("众人修改的项目"))
		const editors = 20
		var wg sync.WaitGroup
		for range editors {
			wg.Go(func() {
				err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
					d, err := tx.Draft(ctx, d.Kind, d.Number)
					if err != nil {
						return err
					}
					return tx.UpdateDraft(ctx, &d)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := must(s.Draft(t.Context(), d.Kind, d.Number))(t); got.Version != d.Version+editors {
			t.Errorf("version %d after %d changes of version %d", got.Version, editors, d.Version)
		}
	})
}

// writeEverything calls every method of a transaction that writes.
func writeEverything(ctx context.Context, s *site, tx invest.DeskTx) {
	d, err := s.createIn(ctx, tx, project("不该留下的项目"))
	check := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Error(err)
		}
	}
	check(err)
	check(tx.SaveRevision(ctx, &d, "hash", "", 7))
	check(tx.AddReview(ctx, invest.Review{
		Kind: d.Kind, Number: d.Number, Revision: d.Revision, Level: 1, Verdict: invest.Passed, At: dawn,
	}))
	check(tx.VoidReviews(ctx, d.Kind, d.Number))
	check(tx.NoteOrigin(ctx, 7, "不该留下", d.ID()))
	check(tx.SetShare(ctx, d.Kind, d.Number, 8, true))
	check(tx.PutAutosave(ctx, invest.Autosave{Editor: 7, Kind: d.Kind, Number: d.Number, Form: []byte("title=不该留下"), At: dawn}))
	check(tx.DropAutosave(ctx, 8, "none"))
	check(tx.AddComment(ctx, &invest.Comment{Kind: d.Kind, Number: d.Number, Revision: 1, Text: "不该留下的批注", At: dawn}))
	link := invest.PreviewLink{Kind: d.Kind, Number: d.Number, Expires: dawn}
	check(tx.AddPreview(ctx, &link, "a hash"))
	check(tx.RevokePreview(ctx, link.ID, dawn))
	check(tx.DropSchedule(ctx, d.Kind, d.Number, invest.ActPublish))
	check(tx.PutSchedule(ctx, invest.Schedule{Kind: d.Kind, Number: d.Number, Act: invest.ActPublish, Due: dawn}))
	check(tx.PutSetting(ctx, &invest.Site{Name: zh("不该留下的站点")}, 0, 7, dawn))
	check(tx.PutEditor(ctx, &invest.Editor{Login: "nobody", Roles: []invest.Role{invest.Writer}}))
	check(tx.EndSessions(ctx, 7))
	check(tx.AppendAudit(ctx, invest.AuditEntry{At: dawn, Action: "save"}))
	p, err := s.markShown(ctx, tx, &d)
	check(err)
	check(tx.Show(ctx, p, d.Body.Public()))
	check(tx.Hide(ctx, d.Kind, d.Number, dawn))
	check(tx.Show(ctx, p, d.Body.Public()))
	binned, err := s.createIn(ctx, tx, project("扔掉的项目"))
	check(err)
	binned.Binned = dawn
	check(tx.UpdateDraft(ctx, &binned))
	check(tx.PurgeDraft(ctx, binned.Kind, binned.Number))
}

func wantNothingWritten(t *testing.T, s *site, version int64) {
	t.Helper()
	ctx := t.Context()
	_, err := s.Draft(ctx, invest.KindProject, 1)
	wantCode(t, err, invest.NotFound)
	_, err = s.Revision(ctx, invest.KindProject, 1, 1)
	wantCode(t, err, invest.NotFound)
	equal(t, "reviews", must(s.Reviews(ctx, invest.KindProject, 1))(t), []invest.Review{})
	equal(t, "forms", must(s.Autosaves(ctx, 7, invest.KindProject, 1))(t), []invest.Autosave{})
	equal(t, "comments", must(s.Comments(ctx, invest.KindProject, 1))(t), []invest.Comment{})
	_, err = s.PreviewByHash(ctx, "a hash")
	wantCode(t, err, invest.NotFound)
	equal(t, "schedules", must(s.Waiting(ctx, 10))(t), []invest.Schedule{})
	equal(t, "shares", must(s.Shares(ctx, invest.KindProject, 1))(t), []int64{})
	_, n, err := s.Setting(ctx, invest.SettingSite)
	if err != nil || n != 0 {
		t.Errorf("settings at version %d, %v", n, err)
	}
	_, err = s.EditorByLogin(ctx, "nobody")
	wantCode(t, err, invest.NotFound)
	equal(t, "audit", must(s.Audit(ctx, 1, 10))(t), []invest.AuditEntry{})
	_, _, err = s.Project(ctx, 1)
	wantCode(t, err, invest.NotFound)
	equal(t, "hits", must(s.Search(ctx, invest.SearchQuery{Text: "不该留下"}))(t).Total, 0)
	equal(t, "version", must(s.Version(ctx))(t), version)
}
