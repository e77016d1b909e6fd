package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"wellspring/internal/invest"
)

func testDraft(t *testing.T, open func(t *testing.T) Store) {
	t.Run("a new draft has a number, version 1 and its first text", func(t *testing.T) {
		s := newSite(t, open)
		for _, c := range samples("新") {
			d := s.create(c)
			if d.Number != 1 || d.Version != 1 || d.Revision != 1 {
				t.Errorf("%s: number %d, version %d, revision %d", d.Kind, d.Number, d.Version, d.Revision)
			}
			equal(t, string(d.Kind), must(s.Draft(t.Context(), d.Kind, d.Number))(t), d)
		}
	})

	t.Run("every field of the row comes back, times in UTC to the second", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("项目"))
		shanghai := time.FixedZone("", 8*60*60)
		d.Owner, d.Work, d.Public, d.Shown = 9, invest.WorkScheduled, invest.Published, 1
		d.PubDate = time.Date(2023, 12, 2, 9, 0, 0, 0, shanghai)
		d.ShownAt, d.Updated = d.PubDate.Add(time.Hour), d.PubDate.Add(2*time.Hour)
		d.SentBack, d.StaleEn, d.Binned, d.BinnedBy = true, []string{"title", "groups.0.label"}, d.PubDate.Add(3*time.Hour), 4
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.UpdateDraft(ctx, &d) })
		want := d
		want.PubDate, want.ShownAt, want.Updated, want.Binned = d.PubDate.UTC(), d.ShownAt.UTC(), d.Updated.UTC(), d.Binned.UTC()
		got := must(s.Draft(t.Context(), d.Kind, d.Number))(t)
		equal(t, "the draft", got, want)
		if got.PubDate.Location() != time.UTC {
			t.Errorf("PubDate is in %v", got.PubDate.Location())
		}
	})

	t.Run("numbers run by kind and are never given twice", func(t *testing.T) {
		s := newSite(t, open)
		for want := range int64(3) {
			d := s.publish(project("项目"))
			equal(t, "number", d.Number, want+1)
			s.withdraw(d)
		}
		equal(t, "the next project", s.create(project("项目")).Number, int64(4))
		equal(t, "the first park", s.create(park("园区")).Number, int64(1))
	})

	t.Run("a draft of one kind with a text of another is refused", func(t *testing.T) {
		s := newSite(t, open)
		err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
			d := invest.Draft{Kind: invest.KindPark, Work: invest.WorkDraft, Public: invest.NeverPublic, Body: project("项目")}
			return tx.CreateDraft(ctx, &d, "", "", 7)
		})
		wantCode(t, err, "")
	})

	t.Run("a draft that is not there is not found", func(t *testing.T) {
		s := newSite(t, open)
		s.create(project("项目"))
		for _, id := range []struct {
			kind   invest.Kind
			number int64
		}{{invest.KindProject, 2}, {invest.KindPark, 1}, {"nothing", 1}, {invest.KindProject, 0}, {invest.KindProject, -1}} {
			_, err := s.Draft(t.Context(), id.kind, id.number)
			wantCode(t, err, invest.NotFound)
		}
		err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
			return tx.UpdateDraft(ctx, &invest.Draft{Kind: invest.KindProject, Number: 2, Version: 1})
		})
		wantCode(t, err, invest.NotFound)
	})

	t.Run("saving a text raises version and revision and keeps the rest", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("旧"))
		next := s.edit(d, project("新"))
		if next.Version != 2 || next.Revision != 2 {
			t.Errorf("version %d, revision %d", next.Version, next.Revision)
		}
		equal(t, "the draft", must(s.Draft(t.Context(), d.Kind, d.Number))(t), next)
	})

	t.Run("updating the row raises the version and keeps the text", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("项目"))
		changed := d
		changed.Work, changed.Body = invest.WorkReview1, nil
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.UpdateDraft(ctx, &changed) })
		if changed.Version != 2 || changed.Revision != 1 {
			t.Errorf("version %d, revision %d", changed.Version, changed.Revision)
		}
		changed.Body = d.Body
		equal(t, "the draft", must(s.Draft(t.Context(), d.Kind, d.Number))(t), changed)
	})

	t.Run("a stale version is refused and changes nothing", func(t *testing.T) {
		s := newSite(t, open)
		opened := s.create(project("打开时"))
		saved := s.edit(opened, project("他人已存"))
		for name, write := range map[string]func(ctx context.Context, tx invest.DeskTx, d *invest.Draft) error{
			"SaveRevision": func(ctx context.Context, tx invest.DeskTx, d *invest.Draft) error {
				return tx.SaveRevision(ctx, d, "", "", 7)
			},
			"UpdateDraft": func(ctx context.Context, tx invest.DeskTx, d *invest.Draft) error { return tx.UpdateDraft(ctx, d) },
		} {
			for _, version := range []int64{opened.Version, saved.Version + 1, 0} {
				d := opened
				d.Version, d.Work = version, invest.WorkApproved
				before := d
				err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error { return write(ctx, tx, &d) })
				wantCode(t, err, invest.Stale)
				equal(t, name+": the caller's draft", d, before)
			}
		}
		equal(t, "the draft", must(s.Draft(t.Context(), saved.Kind, saved.Number))(t), saved)
		equal(t, "revisions", len(must(s.Revisions(t.Context(), saved.Kind, saved.Number))(t)), 2)
	})

	t.Run("the work list shows title, column and place of the latest text", func(t *testing.T) {
		s := newSite(t, open)
		d := s.create(project("旧名", in("chem")))
		d = s.edit(d, project("新名", in("solar", "chem"), func(p *invest.Project) { p.Title.En, p.Place = "New", zh("马营镇") }))
		s.create(article("新闻", "notices"))
		rows := must(s.Drafts(t.Context(), invest.DraftFilter{}))(t).Rows
		d.Body = nil
		equal(t, "the project", rows[1], invest.DraftRow{
			Draft: d, Title: invest.Text{Zh: "新名", En: "New"}, Column: "solar", Place: "马营镇",
		})
		equal(t, "the article's column", rows[0].Column, "notices")
	})

	t.Run("the work list is narrowed by kind, work, publicity and owner", func(t *testing.T) {
		s := newSite(t, open)
		s.create(park("园区"))
		s.publish(project("已发布"))
		s.withdraw(s.publish(project("已撤回")))
		mine := s.create(project("我的"))
		mine.Owner, mine.Work = 42, invest.WorkReview2
		s.inTx(func(ctx context.Context, tx invest.DeskTx) error { return tx.UpdateDraft(ctx, &mine) })
		for _, tc := range []struct {
			name string
			f    invest.DraftFilter
			want []int64
		}{
			{"kind", invest.DraftFilter{Kind: invest.KindProject}, []int64{3, 2, 1}},
			{"published", invest.DraftFilter{Public: invest.Published}, []int64{1}},
			{"withdrawn", invest.DraftFilter{Public: invest.Withdrawn}, []int64{2}},
			{"in review", invest.DraftFilter{Work: invest.WorkReview2}, []int64{3}},
			{"owner", invest.DraftFilter{Owner: 42}, []int64{3}},
			{"all at once", invest.DraftFilter{Kind: invest.KindPark, Owner: 42}, []int64{}},
		} {
			list := must(s.Drafts(t.Context(), tc.f))(t)
			equal(t, tc.name, numbersOf(list.Rows, draftNumber), tc.want)
			equal(t, tc.name+": total", list.Total, len(tc.want))
		}
	})

	t.Run("the work list is in one order, last changed first, on pages that repeat nothing", func(t *testing.T) {
		s := newSite(t, open)
		for i := range 5 { // all in one second
			s.clock = dawn
			s.create(project(fmt.Sprint("项目", i)))
			s.clock = dawn
			s.create(park(fmt.Sprint("园区", i)))
		}
		s.clock = dawn.Add(time.Hour)
		s.create(policy("最后改的", invest.InForce))
		var seen []string
		for offset := 0; offset < 12; offset += 3 {
			list := must(s.Drafts(t.Context(), invest.DraftFilter{Limit: 3, Offset: offset}))(t)
			equal(t, "total", list.Total, 11)
			for _, r := range list.Rows {
				seen = append(seen, fmt.Sprint(r.Kind, r.Number))
			}
		}
		equal(t, "the order", seen, []string{
			"policy1", "park5", "park4", "park3", "park2", "park1", "project5", "project4", "project3", "project2", "project1",
		})
	})
}

func draftNumber(r invest.DraftRow) int64 { return r.Number }
