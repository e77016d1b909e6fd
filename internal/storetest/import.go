package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"wellspring/internal/invest"
)

// begin stores an import that is being read.
func (s *site) begin() invest.Import {
	s.t.Helper()
	i := invest.Import{Owner: 7, Lists: "projects", File: "报送.csv", State: invest.ImportReading, Head: []byte(`{"title":"一览表"}`), Created: dawn, Updated: dawn}
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.PutImport(ctx, &i) })
	return i
}

// stageNew stages texts as new drafts, each with a number of its own.
func (s *site) stageNew(id int64, texts ...invest.Content) (ids []invest.DraftID) {
	s.t.Helper()
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
		for i, c := range texts {
			n, err := tx.TakeNumbers(ctx, c.Kind(), 1)
			if err != nil {
				return err
			}
			x := invest.StagedDraft{Row: i + 1, Draft: invest.Draft{Number: n, Body: c}, Hash: hashOf(s.t, c)}
			if err := tx.StageDrafts(ctx, id, []invest.StagedDraft{x}); err != nil {
				return err
			}
			ids = append(ids, invest.DraftID{Kind: c.Kind(), Number: n})
		}
		return nil
	})
	return ids
}

// stageChange stages the next text of a draft.
func (s *site) stageChange(id int64, row int, d invest.Draft, c invest.Content) {
	s.t.Helper()
	d.Body = c
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
		return tx.StageDrafts(ctx, id, []invest.StagedDraft{{Row: row, Draft: d, Hash: hashOf(s.t, c)}})
	})
}

func (s *site) take(id int64) (made int, err error) {
	err = s.InTx(s.t.Context(), func(ctx context.Context, tx invest.DeskTx) (err error) {
		made, err = tx.TakeStaged(ctx, id, 7, dawn.Add(time.Hour), "导入")
		return err
	})
	return made, err
}

func (s *site) undo(id int64) (undone int, err error) {
	err = s.InTx(s.t.Context(), func(ctx context.Context, tx invest.DeskTx) (err error) {
		undone, err = tx.UndoStaged(ctx, id, 8, dawn.Add(2*time.Hour), "撤销")
		return err
	})
	return undone, err
}

func testImport(t *testing.T, open func(t *testing.T) Store) {
	t.Run("an import comes back as it was put, at its next version", func(t *testing.T) {
		s := newSite(t, open)
		i := s.begin()
		equal(t, "the import", must(s.Import(t.Context(), i.ID))(t), i)
		before := i
		i.State, i.Problem, i.Rows, i.Made, i.Lists, i.Head, i.Updated = invest.ImportFailed, "damaged", 4, 3, "parks", []byte(`{"a":1}`), dawn.Add(time.Minute)
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.PutImport(ctx, &i) })
		equal(t, "version", i.Version, int64(2))
		equal(t, "the import", must(s.Import(t.Context(), i.ID))(t), i)
		wantCode(t, s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.PutImport(ctx, &before) }), invest.Stale)
		missing := invest.Import{ID: 99, Version: 1, State: invest.ImportRead}
		wantCode(t, s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.PutImport(ctx, &missing) }), invest.NotFound)
		_, err := s.Import(t.Context(), 99)
		wantCode(t, err, invest.NotFound)
		two := s.begin()
		list := must(s.Imports(t.Context(), 10))(t)
		equal(t, "the newest first", []int64{list[0].ID, list[1].ID}, []int64{two.ID, i.ID})
		equal(t, "a list has no heads", len(list[0].Head), 0)
		equal(t, "one", len(must(s.Imports(t.Context(), 1))(t)), 1)
	})

	t.Run("rows are staged in order, replaced, narrowed and paged", func(t *testing.T) {
		s := newSite(t, open)
		i, other := s.begin(), s.begin()
		var rows []invest.ImportRow
		for n := 5; n >= 1; n-- {
			rows = append(rows, invest.ImportRow{Row: n, Status: "ok", Body: []byte(fmt.Sprintf(`{"n":%d}`, n))})
		}
		rows[0].Status, rows[1].Why, rows[1].Match = "skip", "name", 12
		rows[2].Why, rows[2].Choice, rows[2].Reason = "code", invest.ChoiceSame, "追加"
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.AddImportRows(ctx, i.ID, rows) })
		all := func(f invest.ImportRowFilter) []int64 {
			t.Helper()
			list := must(s.ImportRows(t.Context(), i.ID, f))(t)
			return numbersOf(list.Rows, func(x invest.ImportRow) int64 { return int64(x.Row) })
		}
		equal(t, "all", all(invest.ImportRowFilter{}), []int64{1, 2, 3, 4, 5})
		equal(t, "like another", all(invest.ImportRowFilter{Match: true}), []int64{3, 4})
		equal(t, "to be decided", all(invest.ImportRowFilter{Open: true}), []int64{4})
		equal(t, "skipped", all(invest.ImportRowFilter{Status: "skip"}), []int64{5})
		equal(t, "after the second, two", all(invest.ImportRowFilter{After: 2, Limit: 2}), []int64{3, 4})
		equal(t, "of the other", len(must(s.ImportRows(t.Context(), other.ID, invest.ImportRowFilter{}))(t).Rows), 0)
		list := must(s.ImportRows(t.Context(), i.ID, invest.ImportRowFilter{Limit: 1}))(t)
		equal(t, "in all", list.Total, 5)
		equal(t, "a row", must(s.ImportRows(t.Context(), i.ID, invest.ImportRowFilter{After: 2, Limit: 1}))(t).Rows[0], rows[2])
		rows[1].Choice = invest.ChoiceNew
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.AddImportRows(ctx, i.ID, rows[1:2]) })
		equal(t, "decided", len(all(invest.ImportRowFilter{Open: true})), 0)
		equal(t, "still", len(all(invest.ImportRowFilter{})), 5)
		s.stageNew(i.ID, project("项目"))
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.DropStaged(ctx, i.ID) })
		equal(t, "staged drafts are dropped", len(must(s.ImportDrafts(t.Context(), i.ID, 0, 9))(t)), 0)
		equal(t, "and the rows are not", len(all(invest.ImportRowFilter{})), 5)
		s.stageNew(i.ID, project("项目"))
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.DropImportRows(ctx, i.ID) })
		equal(t, "all are dropped", len(all(invest.ImportRowFilter{}))+len(must(s.ImportDrafts(t.Context(), i.ID, 0, 9))(t)), 0)
	})

	t.Run("numbers that were taken are nobody else's", func(t *testing.T) {
		s := newSite(t, open)
		s.create(project("一"))
		var first int64
		s.inTx(func(ctx context.Context, tx invest.DeskTx) (err error) {
			first, err = tx.TakeNumbers(ctx, invest.KindProject, 10)
			return err
		})
		equal(t, "the first", first, int64(2))
		equal(t, "the next draft", s.create(project("二")).Number, int64(12))
		equal(t, "of another kind", s.create(park("园区")).Number, int64(1))
	})

	t.Run("staged texts become drafts at once and are nowhere before", func(t *testing.T) {
		s := newSite(t, open)
		i := s.begin()
		texts := samples("新")
		ids := s.stageNew(i.ID, texts...)
		equal(t, "drafts before", must(s.Drafts(t.Context(), invest.DraftFilter{}))(t).Total, 0)
		made, err := s.take(i.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "made", made, len(texts))
		equal(t, "in the order of their rows", must(s.ImportDrafts(t.Context(), i.ID, 0, 99))(t), ids)
		equal(t, "two after two", must(s.ImportDrafts(t.Context(), i.ID, 2, 2))(t), ids[2:4])
		for n, c := range texts {
			d := must(s.Draft(t.Context(), ids[n].Kind, ids[n].Number))(t)
			at := dawn.Add(time.Hour)
			equal(t, string(d.Kind), d, invest.Draft{
				Kind: d.Kind, Number: ids[n].Number, Version: 1, Revision: 1, Owner: 7, Work: invest.WorkDraft, Public: invest.NeverPublic, Created: at, Updated: at, Body: c,
			})
			rev := must(s.Revisions(t.Context(), d.Kind, d.Number))(t)
			if len(rev) != 1 || rev[0].Note != "导入" || rev[0].Editor != 7 {
				t.Errorf("revisions %+v", rev)
			}
			next := s.edit(d, c)
			equal(t, "it is saved like any", next.Revision, int64(2))
		}
	})

	t.Run("what is changed gets its next revision, whole or not at all", func(t *testing.T) {
		s := newSite(t, open)
		one, two := s.create(project("一")), s.create(project("二"))
		s.schedule(invest.Schedule{Kind: one.Kind, Number: one.Number, Act: invest.ActPublish, Due: dawn.Add(time.Hour)})
		i := s.begin()
		ids := s.stageNew(i.ID, project("新"))
		s.stageChange(i.ID, 2, one, project("一，改"))
		s.stageChange(i.ID, 3, two, project("二，改"))
		saved := s.edit(two, project("他人已存"))
		_, err := s.take(i.ID)
		wantCode(t, err, invest.Stale)
		_, err = s.Draft(t.Context(), ids[0].Kind, ids[0].Number)
		wantCode(t, err, invest.NotFound)
		equal(t, "the first", must(s.Draft(t.Context(), one.Kind, one.Number))(t), one)
		equal(t, "the second", must(s.Draft(t.Context(), two.Kind, two.Number))(t), saved)

		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.DropStaged(ctx, i.ID) })
		s.stageChange(i.ID, 2, one, project("一，改"))
		equal(t, "made", must(s.take(i.ID))(t), 1)
		d := must(s.Draft(t.Context(), one.Kind, one.Number))(t)
		if d.Version != 2 || d.Revision != 2 || d.Body.Heading().Zh != "一，改" || d.Owner != one.Owner || d.Work != invest.WorkDraft {
			t.Errorf("is %+v", d)
		}
		equal(t, "its publication is cancelled", len(must(s.Schedules(t.Context(), one.Kind, one.Number))(t)), 0)
	})

	t.Run("a draft in the bin is not changed", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("一"))
		i := s.begin()
		s.stageChange(i.ID, 1, d, project("一，改"))
		d.Binned = dawn
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.UpdateDraft(ctx, &d) })
		_, err := s.take(i.ID)
		wantCode(t, err, invest.Stale)
	})

	t.Run("an import that is undone leaves what was there before", func(t *testing.T) {
		s := newSite(t, open)
		old := s.create(project("一"))
		i := s.begin()
		ids := s.stageNew(i.ID, samples("新")...)
		s.stageChange(i.ID, 9, old, project("一，改"))
		if _, err := s.take(i.ID); err != nil {
			t.Fatal(err)
		}
		equal(t, "undone", must(s.undo(i.ID))(t), len(ids)+1)
		for _, x := range ids {
			_, err := s.Draft(t.Context(), x.Kind, x.Number)
			wantCode(t, err, invest.NotFound)
		}
		d := must(s.Draft(t.Context(), old.Kind, old.Number))(t)
		if d.Revision != 3 || d.Body.Heading().Zh != "一" {
			t.Errorf("is %+v", d)
		}
		rev := must(s.Revisions(t.Context(), old.Kind, old.Number))(t)
		equal(t, "who has undone it", rev[0].Editor+rev[len(rev)-1].Editor, int64(15))
		equal(t, "their numbers are not given again", s.create(project("三")).Number, ids[0].Number+1)
	})

	t.Run("an import of which a draft was touched is not undone", func(t *testing.T) {
		for name, touch := range map[string]func(s *site, d invest.Draft){
			"edited": func(s *site, d invest.Draft) { s.edit(d, project("改")) },
			"submitted": func(s *site, d invest.Draft) {
				d.Work = invest.WorkReview1
				s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.UpdateDraft(ctx, &d) })
			},
			"published": func(s *site, d invest.Draft) { s.show(d) },
			"binned": func(s *site, d invest.Draft) {
				d.Binned = dawn
				s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.UpdateDraft(ctx, &d) })
			},
		} {
			s := newSite(t, open)
			i := s.begin()
			ids := s.stageNew(i.ID, project("一"), project("二"))
			if _, err := s.take(i.ID); err != nil {
				t.Fatal(err)
			}
			touch(s, must(s.Draft(t.Context(), invest.KindProject, ids[1].Number))(t))
			_, err := s.undo(i.ID)
			if invest.CodeOf(err) != invest.Conflict {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := s.Draft(t.Context(), invest.KindProject, ids[0].Number); err != nil {
				t.Errorf("%s: the other is gone: %v", name, err)
			}
		}
	})

	t.Run("what was changed on behalf of an import is untouched, once", func(t *testing.T) {
		s := newSite(t, open)
		i := s.begin()
		ids := s.stageNew(i.ID, project("一"), project("二"))
		if _, err := s.take(i.ID); err != nil {
			t.Fatal(err)
		}
		note := func(id, version int64) error {
			return s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return tx.NoteStaged(ctx, id, ids[0], version) })
		}
		d := s.show(must(s.Draft(t.Context(), invest.KindProject, ids[0].Number))(t))
		wantCode(t, note(i.ID, d.Version+1), invest.Conflict)
		wantCode(t, note(i.ID+1, d.Version), invest.Conflict)
		if err := note(i.ID, d.Version); err != nil {
			t.Fatal(err)
		}
		equal(t, "those that are public", must(s.PublicImportDrafts(t.Context(), i.ID))(t), ids[:1])
		equal(t, "undone", must(s.undo(i.ID))(t), 1)
		equal(t, "what was public stays", must(s.Draft(t.Context(), invest.KindProject, ids[0].Number))(t).Version, d.Version)
	})

	t.Run("drafts are found by title and code as they are compared", func(t *testing.T) {
		s := newSite(t, open)
		coded := s.create(project("“光伏组件”项目", func(p *invest.Project) { p.Code = "WB-01" }))
		s.create(park("光伏组件项目"))
		gone := s.create(project("光伏组件项目"))
		gone.Binned = dawn
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.UpdateDraft(ctx, &gone) })
		key, code := invest.MatchKey("光伏组件项目"), invest.MatchKey("wb 01")
		want := []invest.DraftMatch{{Number: coded.Number, Title: zh("“光伏组件”项目"), Key: key, Code: code}}
		find := func(keys, codes []string) []invest.DraftMatch {
			t.Helper()
			return must(s.MatchDrafts(t.Context(), invest.KindProject, keys, codes))(t)
		}
		equal(t, "by name", find([]string{key}, nil), want)
		equal(t, "by code", find(nil, []string{code}), want)
		equal(t, "by both, once", find([]string{key}, []string{code, "x"}), want)
		equal(t, "by none", find(nil, nil), []invest.DraftMatch{})
		equal(t, "by nothing at all", find(nil, []string{""}), []invest.DraftMatch{})
		equal(t, "names", must(s.DraftNames(t.Context(), invest.KindProject, 0, 9))(t), want)
		s.edit(coded, project("别的"))
		equal(t, "after an edit", find([]string{key}, []string{code}), []invest.DraftMatch{})
		i := s.begin()
		s.stageNew(i.ID, project("乙"))
		equal(t, "what is staged is not there", find([]string{invest.MatchKey("乙")}, nil), []invest.DraftMatch{})
		must(s.take(i.ID))(t)
		equal(t, "what was taken is", len(find([]string{invest.MatchKey("乙")}, nil)), 1)
	})

	t.Run("what was said of a heading is remembered for sheets of that kind", func(t *testing.T) {
		s := newSite(t, open)
		put := func(lists, heading, field, unit string) {
			s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
				return tx.PutHeading(ctx, lists, heading, field, unit)
			})
		}
		put("projects", "投资", "amount", "亿元")
		put("projects", "投资", "amount", "万元")
		put("projects", "电话", "", "")
		put("signings", "投资", "note", "")
		equal(t, "headings", must(s.Headings(t.Context(), "projects"))(t), map[string][2]string{"投资": {"amount", "万元"}, "电话": {"", ""}})
		equal(t, "of parks", len(must(s.Headings(t.Context(), "parks"))(t)), 0)
	})
}
