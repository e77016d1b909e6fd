package desk_test

import (
	"errors"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

// approved is a text that has passed its reviews.
func (b *bureau) approved(c invest.Content) invest.Draft {
	b.t.Helper()
	return b.pass(b.submit(b.save(invest.Writer, invest.Draft{Body: c})), threeReviewers...)
}

// published is a text that the public sees.
func (b *bureau) published(c invest.Content) invest.Draft {
	b.t.Helper()
	return b.publish(b.approved(c))
}

// schedule has an approved text published after a while.
func (b *bureau) schedule(d invest.Draft, after time.Duration) invest.Draft {
	b.t.Helper()
	d, err := b.Schedule(b.t.Context(), b.who[invest.ColumnManager], d.Kind, d.Number, d.Version, b.now.Add(after))
	if err != nil {
		b.t.Fatal(err)
	}
	return d
}

// schedules are those of a draft.
func (b *bureau) schedules(d invest.Draft) []invest.Schedule {
	b.t.Helper()
	plans, err := b.SchedulesOf(b.t.Context(), b.who[invest.Lead], d.Kind, d.Number)
	if err != nil {
		b.t.Fatal(err)
	}
	return plans
}

// again is a draft as it is now.
func (b *bureau) again(d invest.Draft) invest.Draft {
	b.t.Helper()
	d, err := b.store.Draft(b.t.Context(), d.Kind, d.Number)
	if err != nil {
		b.t.Fatal(err)
	}
	return d
}

// wantField checks that an error is about one field and says one thing of it.
func wantField(t *testing.T, err error, field, key string) {
	t.Helper()
	var e *invest.Error
	if !errors.As(err, &e) || e.Code != invest.Invalid || len(e.Fields) != 1 || e.Fields[0].Field != field || e.Fields[0].Key != key {
		t.Errorf("got %v, want %s at %s", err, key, field)
	}
}

// validUntil is a project with a last day.
func validUntil(d invest.Date) *invest.Project {
	p := project(invest.Promoted)
	p.ValidUntil = d
	return p
}

func dayIn(month, day int) invest.Date {
	return invest.Date{Precision: invest.Day, Year: 2023, Month: month, Day: day}
}

func TestAnApprovedTextIsScheduledMovedAndUnscheduled(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	d := b.schedule(b.approved(policy("甲")), time.Hour)
	if plans := b.schedules(d); d.Work != invest.WorkScheduled || len(plans) != 1 || !plans[0].Due.Equal(b.now.Add(time.Hour)) ||
		plans[0].Editor != b.who[invest.ColumnManager].Editor.ID {
		t.Errorf("is %s with %+v", d.Work, plans)
	}
	d = b.schedule(d, 2*time.Hour)
	if plans := b.schedules(d); d.Work != invest.WorkScheduled || len(plans) != 1 || !plans[0].Due.Equal(b.now.Add(2*time.Hour)) {
		t.Errorf("moved, it is %s with %+v", d.Work, plans)
	}
	_, err := b.Publish(ctx, b.who[invest.Reviewer3], d.Kind, d.Number, d.Version)
	want(t, err, invest.Conflict)
	d, err = b.Unschedule(ctx, b.who[invest.Reviewer3], d.Kind, d.Number, d.Version)
	if err != nil || d.Work != invest.WorkApproved || len(b.schedules(d)) != 0 {
		t.Errorf("is %s with %+v, %v", d.Work, b.schedules(d), err)
	}
	_, err = b.Unschedule(ctx, b.who[invest.Reviewer3], d.Kind, d.Number, d.Version)
	want(t, err, invest.Conflict)
	b.publish(d)
}

func TestATextIsScheduledForATimeThatComesWithinAYear(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	who := b.who[invest.ColumnManager]
	d := b.approved(policy("甲"))
	public := b.published(policy("乙"))
	for after, key := range map[time.Duration]string{
		0: "error.time_past", -time.Hour: "error.time_past", 366*24*time.Hour + time.Second: "error.time_far",
	} {
		_, err := b.Schedule(ctx, who, d.Kind, d.Number, d.Version, b.now.Add(after))
		wantField(t, err, "at", key)
		_, err = b.ScheduleWithdrawal(ctx, who, public.Kind, public.Number, public.Version, b.now.Add(after), "到期")
		wantField(t, err, "at", key)
	}
	b.schedule(d, 366*24*time.Hour)
}

func TestOnlyWhatIsApprovedIsScheduledAndOnlyByWhoMayPublish(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	d := b.submit(b.save(invest.Writer, invest.Draft{Body: policy("甲")}))
	_, err := b.Schedule(ctx, b.who[invest.Reviewer3], d.Kind, d.Number, d.Version, b.now.Add(time.Hour))
	want(t, err, invest.Conflict)
	d = b.pass(d, threeReviewers...)
	for _, role := range []invest.Role{invest.Writer, invest.Reviewer1, invest.Reviewer2, invest.Director, invest.Statistician, invest.Lead, invest.Admin, invest.Auditor} {
		_, err := b.Schedule(ctx, b.who[role], d.Kind, d.Number, d.Version, b.now.Add(time.Hour))
		want(t, err, invest.Forbidden)
		_, err = b.Unschedule(ctx, b.who[role], d.Kind, d.Number, d.Version)
		want(t, err, invest.Forbidden)
		_, err = b.ScheduleWithdrawal(ctx, b.who[role], d.Kind, d.Number, d.Version, b.now.Add(time.Hour), "到期")
		want(t, err, invest.Forbidden)
		_, err = b.CancelWithdrawal(ctx, b.who[role], d.Kind, d.Number, d.Version)
		want(t, err, invest.Forbidden)
	}
	_, err = b.Schedule(ctx, b.who[invest.Reviewer3], d.Kind, d.Number, d.Version-1, b.now.Add(time.Hour))
	want(t, err, invest.Stale)
}

func TestANewTextCancelsThePublicationOfTheOld(t *testing.T) {
	b := newBureau(t)
	d := b.schedule(b.approved(policy("甲")), time.Hour)
	d.Body = policy("乙")
	d = b.save(invest.Writer, d)
	if d.Work != invest.WorkDraft || len(b.schedules(d)) != 0 {
		t.Errorf("is %s with %+v", d.Work, b.schedules(d))
	}
}

func TestAWithdrawalIsScheduledOfWhatIsPublicAndOutlivesEdits(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	who := b.who[invest.ColumnManager]
	d := b.approved(policy("甲"))
	_, err := b.ScheduleWithdrawal(ctx, who, d.Kind, d.Number, d.Version, b.now.Add(time.Hour), "到期")
	want(t, err, invest.Conflict)
	_, err = b.CancelWithdrawal(ctx, who, d.Kind, d.Number, d.Version)
	want(t, err, invest.Conflict)
	d = b.publish(d)
	_, err = b.ScheduleWithdrawal(ctx, who, d.Kind, d.Number, d.Version, b.now.Add(time.Hour), "")
	wantField(t, err, "reason", "error.required")
	if d, err = b.ScheduleWithdrawal(ctx, who, d.Kind, d.Number, d.Version, b.now.Add(time.Hour), "到期"); err != nil {
		t.Fatal(err)
	}
	d.Body = policy("乙")
	d = b.save(invest.Writer, d)
	if plans := b.schedules(d); len(plans) != 1 || plans[0].Act != invest.ActWithdraw || plans[0].Reason != "到期" || plans[0].Automatic {
		t.Errorf("after an edit: %+v", plans)
	}
	if d, err = b.CancelWithdrawal(ctx, who, d.Kind, d.Number, d.Version); err != nil || len(b.schedules(d)) != 0 {
		t.Errorf("cancelled: %+v, %v", b.schedules(d), err)
	}
}

func TestAWithdrawalEndsEverythingThatWasToHappenByItself(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	who := b.who[invest.ColumnManager]
	d := b.published(policy("甲"))
	d, err := b.ScheduleWithdrawal(ctx, who, d.Kind, d.Number, d.Version, b.now.Add(time.Hour), "到期")
	if err != nil {
		t.Fatal(err)
	}
	d = b.schedule(b.pass(b.submit(b.save(invest.Writer, changed(t, d))), threeReviewers...), 2*time.Hour)
	d, err = b.Withdraw(ctx, who, d.Kind, d.Number, d.Version, "依据已废止")
	if err != nil || d.Work != invest.WorkApproved || len(b.schedules(d)) != 0 {
		t.Errorf("is %s with %+v, %v", d.Work, b.schedules(d), err)
	}
}

func TestAProjectIsWithdrawnByItselfAfterItsLastDayWhereTheSiteIs(t *testing.T) {
	b := newBureau(t)
	d := b.published(validUntil(dayIn(12, 20)))
	plans := b.schedules(d)
	end := time.Date(2023, 12, 20, 16, 0, 0, 0, time.UTC) // midnight in Shanghai
	if len(plans) != 1 || plans[0].Act != invest.ActWithdraw || !plans[0].Automatic || !plans[0].Due.Equal(end) {
		t.Fatalf("schedules %+v", plans)
	}
	site := invest.Site{Name: invest.Text{Zh: "站点"}, TimeZone: "UTC"}
	if err := b.SaveSetting(t.Context(), desk.Operator, &site, 0); err != nil {
		t.Fatal(err)
	}
	d.Body = validUntil(dayIn(12, 25))
	d = b.publish(b.pass(b.submit(b.save(invest.Writer, d)), threeReviewers...))
	if plans := b.schedules(d); len(plans) != 1 || !plans[0].Due.Equal(time.Date(2023, 12, 26, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("with another last day elsewhere: %+v", plans)
	}
	d.Body = project(invest.Promoted)
	d = b.publish(b.pass(b.submit(b.save(invest.Writer, d)), threeReviewers...))
	if plans := b.schedules(d); len(plans) != 0 {
		t.Errorf("without a last day: %+v", plans)
	}
	for _, c := range []invest.Content{policy("甲"), ceremony("签约", d.Number), validUntil(invest.Date{Precision: invest.Day, Month: 6, Day: 30})} {
		if plans := b.schedules(b.published(c)); len(plans) != 0 {
			t.Errorf("%s has %+v", c.Kind(), plans)
		}
	}
}

func TestAnEarlierWithdrawalSetByHandStays(t *testing.T) {
	b := newBureau(t)
	republish := func(d invest.Draft) invest.Draft {
		return b.publish(b.pass(b.submit(b.save(invest.Writer, changed(t, d))), threeReviewers...))
	}
	for after, automatic := range map[time.Duration]bool{24 * time.Hour: false, 60 * 24 * time.Hour: true} {
		d := b.published(validUntil(dayIn(12, 20)))
		d, err := b.ScheduleWithdrawal(t.Context(), b.who[invest.Reviewer3], d.Kind, d.Number, d.Version, b.now.Add(after), "另有安排")
		if err != nil {
			t.Fatal(err)
		}
		d = republish(d)
		if plans := b.schedules(d); len(plans) != 1 || plans[0].Automatic != automatic {
			t.Errorf("set by hand for %s later: %+v", after, plans)
		}
	}
}

func TestWithoutAWithdrawalSetByHandTheLastDayCountsAgain(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	who := b.who[invest.ColumnManager]
	d := b.published(validUntil(dayIn(12, 20)))
	automatic := b.schedules(d)
	d, err := b.ScheduleWithdrawal(ctx, who, d.Kind, d.Number, d.Version, b.now.Add(time.Hour), "另有安排")
	if err != nil {
		t.Fatal(err)
	}
	d.Body = validUntil(dayIn(12, 30)) // not public yet: it does not count
	d = b.save(invest.Writer, d)
	if d, err = b.CancelWithdrawal(ctx, who, d.Kind, d.Number, d.Version); err != nil {
		t.Fatal(err)
	}
	if plans := b.schedules(d); len(plans) != 1 || !plans[0].Automatic || !plans[0].Due.Equal(automatic[0].Due) {
		t.Errorf("schedules %+v", plans)
	}
	// Cancelled itself, it is gone: somebody wants the project to stay.
	if d, err = b.CancelWithdrawal(ctx, who, d.Kind, d.Number, d.Version); err != nil || len(b.schedules(d)) != 0 {
		t.Errorf("schedules %+v, %v", b.schedules(d), err)
	}
}

func TestAProjectPastItsLastDayIsNeitherSubmittedNorPublishedNorScheduled(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	past := b.save(invest.Writer, invest.Draft{Body: validUntil(dayIn(11, 30))})
	_, err := b.Submit(ctx, b.who[invest.Writer], past.Kind, past.Number, past.Version)
	wantField(t, err, "validUntil", "error.valid_until_past")

	d := b.approved(validUntil(dayIn(12, 20)))
	_, err = b.Schedule(ctx, b.who[invest.Reviewer3], d.Kind, d.Number, d.Version, time.Date(2023, 12, 20, 16, 0, 0, 0, time.UTC))
	wantField(t, err, "validUntil", "error.valid_until_past")
	b.now = time.Date(2023, 12, 20, 16, 0, 0, 0, time.UTC)
	_, err = b.Publish(ctx, b.who[invest.Reviewer3], d.Kind, d.Number, d.Version)
	wantField(t, err, "validUntil", "error.valid_until_past")
	_, err = b.Batch(ctx, desk.Operator, []invest.Content{validUntil(dayIn(12, 20))}, true, "")
	want(t, err, invest.Invalid)

	b.now = b.now.Add(-time.Second)
	b.publish(d)
	numbers, err := b.Batch(ctx, desk.Operator, []invest.Content{validUntil(dayIn(12, 20))}, true, "")
	if err != nil {
		t.Fatal(err)
	}
	if plans := b.schedules(invest.Draft{Kind: invest.KindProject, Number: numbers[0]}); len(plans) != 1 || !plans[0].Automatic || plans[0].Editor != 0 {
		t.Errorf("of one imported: %+v", plans)
	}
}
