package desk_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
)

// runDue does what is due and wants so many done.
func (b *bureau) runDue(want int) time.Time {
	b.t.Helper()
	done, next, err := b.RunDue(b.t.Context())
	if err != nil || done != want {
		b.t.Errorf("done %d, want %d: %v", done, want, err)
	}
	return next
}

// last is the newest line of the audit trail.
func (b *bureau) last() invest.AuditEntry {
	b.t.Helper()
	list, err := b.store.FindAudit(b.t.Context(), invest.AuditFilter{Limit: 1})
	if err != nil {
		b.t.Fatal(err)
	}
	return list.Entries[0]
}

func TestWhatIsDueIsPublishedAtTheRealMomentInTheNameOfWhoScheduledIt(t *testing.T) {
	b := newBureau(t)
	d := b.schedule(b.approved(policy("甲")), time.Hour)
	due := b.now.Add(time.Hour)
	if next := b.runDue(0); !next.Equal(due) {
		t.Errorf("the next is due at %s", next)
	}
	b.now = due.Add(3 * time.Hour) // the program was not running
	if next := b.runDue(1); !next.IsZero() {
		t.Errorf("after it something is due at %s", next)
	}
	_, pub, err := b.store.Policy(t.Context(), d.Number)
	if err != nil || !pub.PubDate.Equal(b.now) || !pub.Updated.Equal(b.now) {
		t.Errorf("published as %+v, %v", pub, err)
	}
	if d = b.again(d); d.Work != invest.WorkNone || len(b.schedules(d)) != 0 {
		t.Errorf("is %s with %+v", d.Work, b.schedules(d))
	}
	e := b.last()
	if e.Action != "publish" || e.Login != "columns" || e.Editor != b.who[invest.ColumnManager].Editor.ID || e.Address != "" ||
		e.Detail != "scheduled, by the scheduler" || e.Result != "ok" || e.Number != d.Number {
		t.Errorf("the trail says %+v", e)
	}
	b.runDue(0)
}

func TestWhatIsDueIsWithdrawn(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	byHand := b.published(policy("甲"))
	if _, err := b.ScheduleWithdrawal(ctx, b.who[invest.Reviewer3], byHand.Kind, byHand.Number, byHand.Version, b.now.Add(time.Hour), "另有安排"); err != nil {
		t.Fatal(err)
	}
	expiring := b.published(validUntil(dayIn(12, 1)))
	b.now = time.Date(2023, 12, 1, 16, 0, 0, 0, time.UTC)
	b.runDue(2)
	if _, _, err := b.store.Policy(ctx, byHand.Number); invest.CodeOf(err) != invest.Gone {
		t.Errorf("the policy: %v", err)
	}
	if _, _, err := b.store.Project(ctx, expiring.Number); invest.CodeOf(err) != invest.Gone {
		t.Errorf("the project: %v", err)
	}
	if d := b.again(byHand); d.Public != invest.Withdrawn || d.Work != invest.WorkDraft || len(b.schedules(d)) != 0 {
		t.Errorf("is %s, %s with %+v", d.Public, d.Work, b.schedules(d))
	}
	if report, err := b.store.Check(ctx, false); err != nil || !report.OK() {
		t.Errorf("check says %+v, %v", report, err)
	}
	lines, _, err := b.Audit(ctx, b.who[invest.Auditor], invest.AuditFilter{Action: "withdraw"})
	if err != nil || len(lines) != 2 || lines[1].Detail != "scheduled, by the scheduler: 另有安排" || !strings.Contains(lines[0].Detail, "last day") {
		t.Errorf("the trail says %+v, %v", lines, err)
	}
}

func TestTheRightsOfWhoScheduledAreAskedForAtTheMoment(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	leaver := b.hire("leaver", invest.ColumnManager)
	public, waiting := b.published(policy("甲")), b.approved(policy("乙"))
	public, err := b.ScheduleWithdrawal(ctx, leaver, public.Kind, public.Number, public.Version, b.now.Add(time.Hour), "另有安排")
	if err != nil {
		t.Fatal(err)
	}
	if waiting, err = b.Schedule(ctx, leaver, waiting.Kind, waiting.Number, waiting.Version, b.now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	other := b.schedule(b.approved(policy("丙")), time.Hour)
	leaver.Editor.Disabled = true
	if _, err := b.SaveEditor(ctx, desk.Operator, leaver.Editor); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(time.Hour)
	if next := b.runDue(1); !next.IsZero() { // the other one
		t.Errorf("what failed is due again at %s", next)
	}
	for _, d := range []invest.Draft{public, waiting} {
		if plans := b.schedules(d); len(plans) != 1 || plans[0].Failed != invest.Forbidden {
			t.Errorf("of %d: %+v", d.Number, plans)
		}
	}
	if d := b.again(waiting); d.Work != invest.WorkApproved || d.Public != invest.NeverPublic {
		t.Errorf("is %s, %s", d.Work, d.Public)
	}
	if d := b.again(public); d.Public != invest.Published {
		t.Errorf("is %s", d.Public)
	}
	if d := b.again(other); d.Public != invest.Published {
		t.Errorf("the other is %s", d.Public)
	}
	lines, _, err := b.Audit(ctx, b.who[invest.Auditor], invest.AuditFilter{Login: "leaver", Result: string(invest.Forbidden)})
	if err != nil || len(lines) != 2 {
		t.Errorf("the trail says %+v, %v", lines, err)
	}
	// Whoever may takes it from there.
	if waiting = b.schedule(b.again(waiting), time.Hour); b.schedules(waiting)[0].Failed != "" {
		t.Errorf("scheduled again: %+v", b.schedules(waiting))
	}
}

func TestATextPastItsLastDayGoesWhoeverPublishedIt(t *testing.T) {
	b := newBureau(t)
	d := b.published(validUntil(dayIn(12, 1)))
	e := b.who[invest.Reviewer3].Editor
	e.Disabled = true
	if _, err := b.SaveEditor(t.Context(), desk.Operator, e); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(24 * time.Hour)
	b.runDue(1)
	if d = b.again(d); d.Public != invest.Withdrawn {
		t.Errorf("is %s", d.Public)
	}
}

func TestATextThatMayNotBePublishedAtItsMomentFailsAndIsApprovedAgain(t *testing.T) {
	b := newBureau(t)
	d := b.schedule(b.approved(validUntil(dayIn(12, 1))), time.Hour)
	b.now = b.now.Add(24 * time.Hour) // the program was not running over its last day
	b.runDue(0)
	if d = b.again(d); d.Work != invest.WorkApproved || b.schedules(d)[0].Failed != invest.Invalid {
		t.Errorf("is %s with %+v", d.Work, b.schedules(d))
	}
	if e := b.last(); e.Result != string(invest.Invalid) || e.Action != "publish" || e.Login != "columns" {
		t.Errorf("the trail says %+v", e)
	}
}

// failing is a store of which some transactions fail.
type failing struct {
	*sqlite.Store
	fail func() bool
}

var errStore = errors.New("the disk is full")

func (f *failing) InTx(ctx context.Context, g func(ctx context.Context, tx invest.DeskTx) error) error {
	if f.fail() {
		return errStore
	}
	return f.Store.InTx(ctx, g)
}

func TestWhatTheStoreFailedOverIsDoneByTheNextRunAndStopsNothing(t *testing.T) {
	b := newBureau(t)
	first := b.schedule(b.approved(policy("甲")), time.Hour)
	second := b.schedule(b.approved(policy("乙")), 2*time.Hour)
	b.now = b.now.Add(2 * time.Hour)
	calls := 0
	broken := desk.New(&failing{Store: b.store, fail: func() bool { calls++; return calls == 1 }}, func() time.Time { return b.now })
	done, next, err := broken.RunDue(t.Context())
	if done != 1 || !errors.Is(err, errStore) || !next.Equal(b.now.Add(-time.Hour)) {
		t.Errorf("done %d, next %s, %v", done, next, err)
	}
	if a, z := b.again(first), b.again(second); a.Work != invest.WorkScheduled || z.Public != invest.Published {
		t.Errorf("the first is %s, the second %s", a.Work, z.Public)
	}
	b.runDue(1)
	if d := b.again(first); d.Public != invest.Published {
		t.Errorf("the first is %s", d.Public)
	}
}

// late is a store whose list of what waits was read before another process did it.
type late struct {
	*sqlite.Store
	waiting []invest.Schedule
}

func (l *late) Waiting(context.Context, int) ([]invest.Schedule, error) { return l.waiting, nil }

func TestTwoProcessesDoADueActOnce(t *testing.T) {
	b := newBureau(t)
	d := b.schedule(b.approved(policy("甲")), time.Hour)
	moved := b.schedule(b.approved(policy("乙")), time.Hour)
	waiting, err := b.store.Waiting(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	b.schedule(moved, 5*time.Hour)
	b.now = b.now.Add(time.Hour)
	b.runDue(1)
	trail := b.last().Seq
	other := desk.New(&late{Store: b.store, waiting: waiting}, func() time.Time { return b.now.Add(time.Minute) })
	if done, _, err := other.RunDue(t.Context()); err != nil || done != 0 {
		t.Errorf("the other process did %d, %v", done, err)
	}
	if got := b.again(d); !got.PubDate.Equal(b.now) || b.last().Seq != trail {
		t.Errorf("published at %s, %d lines more", got.PubDate, b.last().Seq-trail)
	}
	if got := b.again(moved); got.Work != invest.WorkScheduled {
		t.Errorf("the one that was moved is %s", got.Work)
	}
}

func TestTheOperatorsSchedulesAreTheOperators(t *testing.T) {
	b := newBureau(t)
	d := b.approved(policy("甲"))
	if _, err := b.Schedule(t.Context(), desk.Operator, d.Kind, d.Number, d.Version, b.now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(time.Hour)
	b.runDue(1)
	if e := b.last(); e.Login != "operator" || e.Editor != 0 {
		t.Errorf("the trail says %+v", e)
	}
}
