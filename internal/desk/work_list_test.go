package desk_test

import (
	"fmt"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

// work is an editor's work list by the titles of what is on it.
func (b *bureau) work(who desk.Actor) map[string]string {
	b.t.Helper()
	w, err := b.WorkList(b.t.Context(), who)
	if err != nil {
		b.t.Fatal(err)
	}
	out := map[string]string{}
	for name, list := range map[string]invest.DraftList{
		"waiting": w.Waiting, "sent back": w.SentBack, "scheduled": w.Scheduled, "expiring": w.Expiring, "mine": w.Mine,
	} {
		if list.Total != len(list.Rows) {
			b.t.Errorf("%s: total %d of %d rows", name, list.Total, len(list.Rows))
		}
		for _, row := range list.Rows {
			out[name] += row.Title.Zh
		}
	}
	return out
}

func TestEachEditorsWorkListHasWhatWaitsForThem(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	b.save(invest.Writer, invest.Draft{Body: policy("稿")})
	b.submit(b.save(invest.Writer, invest.Draft{Body: policy("初")}))
	b.pass(b.submit(b.save(invest.Writer, invest.Draft{Body: policy("复")})), invest.Reviewer1)
	b.approved(policy("批"))
	b.schedule(b.approved(policy("定")), time.Hour)
	back := b.submit(b.save(invest.Writer, invest.Draft{Body: policy("退")}))
	if _, err := b.Review(ctx, b.who[invest.Reviewer1], back.Kind, back.Number, back.Version, invest.SentBack, "来源不清"); err != nil {
		t.Fatal(err)
	}
	for title, end := range map[string]time.Duration{"近": 29 * 24 * time.Hour, "远": 31 * 24 * time.Hour} {
		d := b.published(policy(title))
		if _, err := b.ScheduleWithdrawal(ctx, b.who[invest.Reviewer3], d.Kind, d.Number, d.Version, b.now.Add(end), "另有安排"); err != nil {
			t.Fatal(err)
		}
	}
	b.discard(b.submit(b.save(invest.Writer, invest.Draft{Body: policy("弃")})))
	everyone := map[string]string{"scheduled": "定", "expiring": "近"}
	for role, own := range map[invest.Role]map[string]string{
		invest.Reviewer1: {"waiting": "初"}, invest.Reviewer2: {"waiting": "复"}, invest.Reviewer3: {"waiting": "批"},
		invest.ColumnManager: {"waiting": "批"}, invest.Lead: {},
		invest.Writer: {"sent back": "退", "mine": "退定批复初稿"},
	} {
		for name, titles := range everyone {
			own[name] = titles
		}
		if got := b.work(b.who[role]); fmt.Sprint(got) != fmt.Sprint(own) {
			t.Errorf("%s has %v, want %v", role, got, own)
		}
	}
	for _, role := range []invest.Role{invest.Director, invest.Statistician, invest.Admin, invest.Auditor} {
		if got := b.work(b.who[role]); len(got) != 0 {
			t.Errorf("%s has %v", role, got)
		}
	}
	if got := b.work(b.hire("other", invest.Writer)); len(got) != 0 {
		t.Errorf("another writer has %v", got)
	}
	for _, who := range []desk.Actor{{}, {Editor: invest.Editor{ID: 1, Roles: invest.Roles, Disabled: true}}} {
		_, err := b.WorkList(ctx, who)
		want(t, err, invest.Forbidden)
	}
	if got := b.work(desk.Operator); got["mine"] != "" || got["waiting"] != "批" {
		t.Errorf("the operator has %v", got)
	}
}

// The store leaves out what a reviewer may not review by a condition of its own:
// it has to say what the desk says.
func TestWhatWaitsForAReviewerIsWhatTheyMayReview(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	all := b.hire("all", invest.Writer, invest.Reviewer1, invest.Reviewer2, invest.Reviewer3)
	b.submit(b.save(invest.Writer, invest.Draft{Body: policy("甲")}))
	passed := b.submit(b.save(invest.Writer, invest.Draft{Body: policy("乙")}))
	if _, err := b.Review(ctx, all, passed.Kind, passed.Number, passed.Version, invest.Passed, ""); err != nil {
		t.Fatal(err)
	}
	mended := b.save(invest.Writer, invest.Draft{Body: policy("丙")})
	mended, err := b.Save(ctx, all, changed(t, mended), "错字")
	if err != nil {
		t.Fatal(err)
	}
	b.submit(mended)
	dropped := b.published(policy("丁"))
	dropped.Body = policy("丁，改")
	if dropped, err = b.Save(ctx, all, dropped, ""); err != nil {
		t.Fatal(err)
	}
	if dropped, err = b.Discard(ctx, b.who[invest.ColumnManager], dropped.Kind, dropped.Number, dropped.Version); err != nil {
		t.Fatal(err)
	}
	dropped.Body = policy("丁，再改")
	b.submit(b.save(invest.Writer, dropped))
	same := b.published(policy("戊"))
	if same, err = b.Save(ctx, all, changed(t, same), ""); err != nil {
		t.Fatal(err)
	}
	b.submit(same)

	list, err := b.List(ctx, all, invest.DraftFilter{
		Works: []invest.Work{invest.WorkReview1, invest.WorkReview2, invest.WorkReview3}, Sort: invest.SortNumber,
	})
	if err != nil || list.Total != 5 {
		t.Fatalf("%d wait, %v", list.Total, err)
	}
	waiting, err := b.WorkList(ctx, all)
	if err != nil {
		t.Fatal(err)
	}
	listed := map[int64]bool{}
	for _, row := range waiting.Waiting.Rows {
		listed[row.Number] = true
	}
	for _, row := range list.Rows {
		_, err := b.Review(ctx, all, row.Kind, row.Number, row.Version, invest.Passed, "")
		if allowed := err == nil; allowed != listed[row.Number] {
			t.Errorf("%s: listed %v, reviewed %v", row.Title.Zh, listed[row.Number], err)
		}
	}
	if len(listed) != 2 {
		t.Errorf("%d wait for them", len(listed))
	}
}

func TestAFailedScheduleIsOnTheWorkList(t *testing.T) {
	b := newBureau(t)
	b.schedule(b.approved(validUntil(dayIn(12, 1))), time.Hour)
	b.now = b.now.Add(24 * time.Hour)
	b.runDue(0)
	w, err := b.WorkList(t.Context(), b.who[invest.ColumnManager])
	if err != nil || w.Expiring.Total != 1 || w.Expiring.Rows[0].Failed != invest.Invalid || w.Scheduled.Total != 0 || w.Waiting.Total != 1 {
		t.Errorf("the work list is %+v, %v", w, err)
	}
}

func TestALongWorkListIsCutAndCounted(t *testing.T) {
	b := newBureau(t)
	for range 51 {
		b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	}
	w, err := b.WorkList(t.Context(), b.who[invest.Writer])
	if err != nil || w.Mine.Total != 51 || len(w.Mine.Rows) != 50 {
		t.Errorf("%d of %d, %v", len(w.Mine.Rows), w.Mine.Total, err)
	}
}
