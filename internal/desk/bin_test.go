package desk_test

import (
	"slices"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

// discard throws a draft away as its writer.
func (b *bureau) discard(d invest.Draft) invest.Draft {
	b.t.Helper()
	d, err := b.Discard(b.t.Context(), b.who[invest.Writer], d.Kind, d.Number, d.Version)
	if err != nil {
		b.t.Fatal(err)
	}
	return d
}

func (b *bureau) total(role invest.Role, f invest.DraftFilter) int {
	b.t.Helper()
	list, err := b.List(b.t.Context(), b.who[role], f)
	if err != nil {
		b.t.Fatal(err)
	}
	return list.Total
}

func TestADraftThatWasNeverPublicGoesIntoTheBinAndComesBack(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	d := b.discard(b.submit(b.save(invest.Writer, invest.Draft{Body: policy("甲")})))
	if !d.Binned.Equal(b.now) || d.BinnedBy != b.who[invest.Writer].Editor.ID {
		t.Errorf("in the bin since %s by %d", d.Binned, d.BinnedBy)
	}
	if in, out := b.total(invest.Writer, invest.DraftFilter{Binned: true}), b.total(invest.Writer, invest.DraftFilter{}); in != 1 || out != 0 {
		t.Errorf("%d in the bin, %d outside", in, out)
	}
	if _, err := b.Open(ctx, b.who[invest.Writer], d.Kind, d.Number); err != nil {
		t.Errorf("it cannot be looked at: %v", err)
	}
	writer := b.who[invest.Writer]
	_, err := b.Save(ctx, writer, d, "")
	want(t, err, invest.Conflict)
	_, err = b.Submit(ctx, writer, d.Kind, d.Number, d.Version)
	want(t, err, invest.Conflict)
	_, err = b.Discard(ctx, writer, d.Kind, d.Number, d.Version)
	want(t, err, invest.Conflict)
	_, err = b.Review(ctx, b.who[invest.Reviewer1], d.Kind, d.Number, d.Version, invest.Passed, "")
	want(t, err, invest.Conflict)
	_, err = b.Publish(ctx, b.who[invest.Reviewer3], d.Kind, d.Number, d.Version)
	want(t, err, invest.Conflict)

	if d, err = b.Unbin(ctx, writer, d.Kind, d.Number, d.Version); err != nil || !d.Binned.IsZero() || d.BinnedBy != 0 {
		t.Errorf("taken out: %+v, %v", d, err)
	}
	_, err = b.Unbin(ctx, writer, d.Kind, d.Number, d.Version)
	want(t, err, invest.Conflict)
	b.publish(b.pass(b.submit(d), threeReviewers...))
}

func TestAScheduledDraftInTheBinIsNotPublished(t *testing.T) {
	b := newBureau(t)
	d := b.discard(b.schedule(b.approved(policy("甲")), time.Hour))
	if len(b.schedules(d)) != 0 {
		t.Errorf("schedules %+v", b.schedules(d))
	}
	b.now = b.now.Add(time.Hour)
	b.runDue(0)
}

func TestOfAPublishedTextTheChangesAreDropped(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	public := policy("公开的")
	public.Title.En, public.Window = "Public", invest.Text{Zh: "窗口", En: "Window"}
	d := b.save(invest.Writer, invest.Draft{Body: public})
	public.Window.Zh = "新窗口" // the English of it is old already in what is published
	d.Body = public
	d = b.publish(b.pass(b.submit(b.save(invest.Writer, d)), threeReviewers...))
	_, err := b.Discard(ctx, b.who[invest.Writer], d.Kind, d.Number, d.Version)
	want(t, err, invest.Conflict)

	changed := *public
	changed.Title.Zh = "修改的"
	d.Body = &changed
	d = b.submit(b.save(invest.Reviewer1, d))
	second := b.hire("second", invest.Reviewer1)
	if d, err = b.Review(ctx, second, d.Kind, d.Number, d.Version, invest.SentBack, "不必改"); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(time.Hour)
	d = b.discard(d)
	if d.Work != invest.WorkNone || d.Public != invest.Published || d.Body.Heading().Zh != "公开的" || d.Revision != 4 || d.SentBack {
		t.Errorf("got %+v", d)
	}
	if len(d.StaleEn) != 1 || d.StaleEn[0] != "window" {
		t.Errorf("the old English is %v", d.StaleEn)
	}
	got, pub, err := b.store.Policy(ctx, d.Number)
	if err != nil || got.Title.Zh != "公开的" || pub.Updated.Equal(b.now) {
		t.Errorf("the public sees %+v, %v", pub, err)
	}
	// Who wrote what was dropped wrote no part of what comes now.
	next := *public
	next.Title.Zh = "再修改"
	d.Body = &next
	d = b.pass(b.submit(b.save(invest.Writer, d)), invest.Reviewer1)
	if d.Work != invest.WorkReview2 {
		t.Errorf("is %s", d.Work)
	}
	// Unless it was brought back, by whomever.
	revisions, err := b.Revisions(ctx, b.who[invest.Writer], d.Kind, d.Number)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(revisions, func(r invest.Revision) bool { return r.Editor == b.who[invest.Reviewer1].Editor.ID })
	earlier, err := b.Revision(ctx, b.who[invest.Writer], d.Kind, d.Number, revisions[i].N)
	if err != nil {
		t.Fatal(err)
	}
	d.Body = earlier.Body
	d = b.submit(b.save(invest.Writer, d))
	_, err = b.Review(ctx, b.who[invest.Reviewer1], d.Kind, d.Number, d.Version, invest.Passed, "")
	want(t, err, invest.Forbidden)
	if report, err := b.store.Check(ctx, false); err != nil || !report.OK() {
		t.Errorf("check says %+v, %v", report, err)
	}
}

func TestAWithdrawnTextIsNotThrownAway(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	d := b.published(policy("甲"))
	d, err := b.Withdraw(ctx, b.who[invest.Reviewer3], d.Kind, d.Number, d.Version, "依据已废止")
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Discard(ctx, b.who[invest.Reviewer3], d.Kind, d.Number, d.Version)
	want(t, err, invest.Conflict)
}

func TestOnesOwnIsThrownAwayByAWriterAndOthersByWhoMayWithdraw(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	other := b.hire("other", invest.Writer)
	for _, role := range []invest.Role{invest.Reviewer3, invest.ColumnManager} {
		d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
		for _, who := range []desk.Actor{other, b.who[invest.Reviewer1], b.who[invest.Reviewer2], b.who[invest.Lead], b.who[invest.Director], b.who[invest.Admin]} {
			_, err := b.Discard(ctx, who, d.Kind, d.Number, d.Version)
			want(t, err, invest.Forbidden)
		}
		d, err := b.Discard(ctx, b.who[role], d.Kind, d.Number, d.Version)
		if err != nil {
			t.Fatal(err)
		}
		_, err = b.Unbin(ctx, b.who[invest.Reviewer1], d.Kind, d.Number, d.Version)
		want(t, err, invest.Forbidden)
		want(t, b.RemoveBinned(ctx, b.who[invest.Reviewer1], d.Kind, d.Number, d.Version), invest.Forbidden)
		if _, err := b.Unbin(ctx, b.who[role], d.Kind, d.Number, d.Version); err != nil {
			t.Error(err)
		}
	}
	own := b.save(invest.Reviewer1, invest.Draft{Body: policy("乙")})
	if _, err := b.Discard(ctx, b.who[invest.Reviewer1], own.Kind, own.Number, own.Version); err != nil {
		t.Errorf("a reviewer's own: %v", err)
	}
}

func TestTheBinIsEmptiedOfWhatIsTheEditorsToRemove(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	mine := b.discard(b.save(invest.Writer, invest.Draft{Body: policy("甲")}))
	theirs := b.save(invest.Reviewer1, invest.Draft{Body: policy("乙")})
	if _, err := b.Discard(ctx, b.who[invest.Reviewer1], theirs.Kind, theirs.Number, theirs.Version); err != nil {
		t.Fatal(err)
	}
	b.save(invest.Writer, invest.Draft{Body: policy("留下的")})
	park := b.discard(b.save(invest.Writer, invest.Draft{Body: &invest.Park{Name: invest.Text{Zh: "园区"}, Source: invest.Source{Name: invest.Text{Zh: "区招商局"}}}}))
	for _, role := range []invest.Role{invest.Lead, invest.Director, invest.Admin, invest.Auditor, invest.Reviewer2} {
		if n, _ := b.EmptyBin(ctx, b.who[role], invest.KindPolicy); n != 0 {
			t.Errorf("%s removed %d", role, n)
		}
	}
	if n, err := b.EmptyBin(ctx, b.who[invest.Writer], invest.KindPolicy); err != nil || n != 1 {
		t.Errorf("a writer removed %d, %v", n, err)
	}
	_, err := b.Open(ctx, b.who[invest.Writer], mine.Kind, mine.Number)
	want(t, err, invest.NotFound)
	if e := b.last(); e.Action != "empty-bin" || e.Number != mine.Number || e.Detail != "甲" {
		t.Errorf("the trail says %+v", e)
	}
	if n, err := b.EmptyBin(ctx, b.who[invest.ColumnManager], invest.KindPolicy); err != nil || n != 1 {
		t.Errorf("the column manager removed %d, %v", n, err)
	}
	if got := b.again(park); got.Binned.IsZero() {
		t.Error("the bin of another kind was emptied too")
	}
	if n := b.total(invest.Lead, invest.DraftFilter{}); n != 1 {
		t.Errorf("%d drafts are left", n)
	}
	if d := b.save(invest.Writer, invest.Draft{Body: policy("新的")}); d.Number != 4 {
		t.Errorf("the next draft has number %d", d.Number)
	}
}

func TestChosenDraftsAreRemovedFromTheBinAndNoOthers(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	writer := b.who[invest.Writer]
	first, second := b.discard(b.save(invest.Writer, invest.Draft{Body: policy("甲")})), b.discard(b.save(invest.Writer, invest.Draft{Body: policy("乙")}))
	kept := b.save(invest.Writer, invest.Draft{Body: policy("丙")})
	want(t, b.RemoveBinned(ctx, writer, first.Kind, first.Number, first.Version-1), invest.Stale)
	if err := b.RemoveBinned(ctx, writer, first.Kind, first.Number, first.Version); err != nil {
		t.Error(err)
	}
	want(t, b.RemoveBinned(ctx, writer, kept.Kind, kept.Number, kept.Version), invest.Conflict)
	want(t, b.RemoveBinned(ctx, writer, first.Kind, first.Number, first.Version), invest.NotFound)
	for _, d := range []invest.Draft{second, kept} {
		b.again(d)
	}
}
