package desk

import (
	"context"
	"time"

	"wellspring/internal/invest"
)

// furthest is how far ahead an act can be scheduled: a year, a leap one too.
const furthest = 366 * 24 * time.Hour

// Schedule has an approved text published by itself at a moment, or moves that
// moment. A new text cancels it.
//
// Conflict if the draft is neither approved nor scheduled; Invalid for a moment
// that has passed, is too far off, or at which the text may not be published;
// Forbidden, Stale, NotFound.
func (d *Desk) Schedule(ctx context.Context, who Actor, k invest.Kind, number, version int64, at time.Time) (invest.Draft, error) {
	var draft invest.Draft
	at = at.UTC().Truncate(time.Second)
	err := d.act(ctx, who, "schedule", k, func(ctx context.Context, s step) (int64, string, error) {
		err := s.need(invest.MayPublish, k)
		if err != nil {
			return number, "", err
		}
		if err := s.ahead("at", at).Err(); err != nil {
			return number, "", err
		}
		if draft, err = s.open(ctx, k, number, version); err != nil {
			return number, "", err
		}
		if draft.Work != invest.WorkApproved && draft.Work != invest.WorkScheduled {
			return number, "", invest.Errorf(invest.Conflict, "%s %d is %s, not approved", k, number, draft.Work)
		}
		if err := s.publishable(ctx, draft.Body, at); err != nil {
			return number, "", err
		}
		draft.Work, draft.Updated = invest.WorkScheduled, s.at
		if err := s.tx.UpdateDraft(ctx, &draft); err != nil {
			return number, "", err
		}
		return number, at.Format(time.RFC3339), s.tx.PutSchedule(ctx, invest.Schedule{
			Kind: k, Number: number, Act: invest.ActPublish, Due: at, Editor: who.Editor.ID, Set: s.at,
		})
	})
	return draft, err
}

// Unschedule makes a scheduled text an approved one again. Conflict if it is not
// scheduled; Forbidden, Stale, NotFound.
func (d *Desk) Unschedule(ctx context.Context, who Actor, k invest.Kind, number, version int64) (invest.Draft, error) {
	var draft invest.Draft
	err := d.act(ctx, who, "unschedule", k, func(ctx context.Context, s step) (int64, string, error) {
		err := s.need(invest.MayPublish, k)
		if err != nil {
			return number, "", err
		}
		if draft, err = s.open(ctx, k, number, version); err != nil {
			return number, "", err
		}
		if draft.Work != invest.WorkScheduled {
			return number, "", invest.Errorf(invest.Conflict, "%s %d is %s, not scheduled", k, number, draft.Work)
		}
		draft.Work, draft.Updated = invest.WorkApproved, s.at
		if err := s.tx.UpdateDraft(ctx, &draft); err != nil {
			return number, "", err
		}
		return number, "", s.tx.DropSchedule(ctx, k, number, invest.ActPublish)
	})
	return draft, err
}

// ScheduleWithdrawal has a public text withdrawn by itself at a moment, in place
// of what was scheduled of that before, by the text's own last day too. It
// outlives edits and goes with a withdrawal.
//
// Conflict if the text is not public; Invalid for the moment or without a
// reason; Forbidden, Stale, NotFound.
func (d *Desk) ScheduleWithdrawal(ctx context.Context, who Actor, k invest.Kind, number, version int64, at time.Time, reason string) (invest.Draft, error) {
	var draft invest.Draft
	at = at.UTC().Truncate(time.Second)
	err := d.act(ctx, who, "schedule-withdrawal", k, func(ctx context.Context, s step) (int64, string, error) {
		err := s.need(invest.MayWithdraw, k)
		if err != nil {
			return number, "", err
		}
		if err := append(s.ahead("at", at), invest.CheckNote("reason", reason, true)...).Err(); err != nil {
			return number, "", err
		}
		if draft, err = s.open(ctx, k, number, version); err != nil {
			return number, "", err
		}
		if draft.Public != invest.Published {
			return number, "", invest.Errorf(invest.Conflict, "%s %d is not public", k, number)
		}
		draft.Updated = s.at
		if err := s.tx.UpdateDraft(ctx, &draft); err != nil {
			return number, "", err
		}
		return number, at.Format(time.RFC3339) + " " + reason, s.tx.PutSchedule(ctx, invest.Schedule{
			Kind: k, Number: number, Act: invest.ActWithdraw, Due: at, Editor: who.Editor.ID, Set: s.at, Reason: reason,
		})
	})
	return draft, err
}

// CancelWithdrawal leaves a text public that would have been withdrawn by
// itself, or clears away that this failed. In the place of a withdrawal set by
// hand the text's own last day counts again, if it is still to come. Conflict if
// nothing of the kind is scheduled; Forbidden, Stale, NotFound.
func (d *Desk) CancelWithdrawal(ctx context.Context, who Actor, k invest.Kind, number, version int64) (invest.Draft, error) {
	var draft invest.Draft
	err := d.act(ctx, who, "cancel-withdrawal", k, func(ctx context.Context, s step) (int64, string, error) {
		err := s.need(invest.MayWithdraw, k)
		if err != nil {
			return number, "", err
		}
		if draft, err = s.open(ctx, k, number, version); err != nil {
			return number, "", err
		}
		plan, found, err := s.scheduled(ctx, k, number, invest.ActWithdraw)
		if err != nil {
			return number, "", err
		}
		if !found {
			return number, "", invest.Errorf(invest.Conflict, "no withdrawal of %s %d is scheduled", k, number)
		}
		draft.Updated = s.at
		if err := s.tx.UpdateDraft(ctx, &draft); err != nil {
			return number, "", err
		}
		if err := s.tx.DropSchedule(ctx, k, number, invest.ActWithdraw); err != nil || plan.Automatic {
			return number, "", err
		}
		shown, err := s.tx.Revision(ctx, k, number, draft.Shown)
		if err != nil {
			return number, "", err
		}
		due, expires, err := s.expiry(ctx, shown.Body)
		if err != nil || !expires || !due.After(s.at) {
			return number, "", err
		}
		return number, "", s.putExpiry(ctx, draft, due)
	})
	return draft, err
}

// SchedulesOf lists what is to happen to a draft by itself, and what of it
// failed. Forbidden, NotFound.
func (d *Desk) SchedulesOf(ctx context.Context, who Actor, k invest.Kind, number int64) ([]invest.Schedule, error) {
	if _, err := seen(ctx, d.store, who.Editor, k, number); err != nil {
		return nil, err
	}
	return d.store.Schedules(ctx, k, number)
}

// ahead reports what is wrong with a moment that something is scheduled for.
func (s step) ahead(field string, at time.Time) invest.FieldErrors {
	switch {
	case !at.After(s.at):
		return invest.FieldErrors{{Field: field, Key: "error.time_past"}}
	case at.After(s.at.Add(furthest)):
		return invest.FieldErrors{{Field: field, Key: "error.time_far"}}
	}
	return nil
}

// scheduled gives the schedule of an act on a draft, if there is one.
func (s step) scheduled(ctx context.Context, k invest.Kind, number int64, act invest.ScheduledAct) (plan invest.Schedule, found bool, err error) {
	plans, err := s.tx.Schedules(ctx, k, number)
	for _, p := range plans {
		if p.Act == act {
			return p, true, nil
		}
	}
	return invest.Schedule{}, false, err
}

// scheduleExpiry has a text that was just published withdrawn by itself after
// its last day. That takes the place of what an earlier text of it asked for, but
// not of a withdrawal set by hand that comes no later.
func (s step) scheduleExpiry(ctx context.Context, draft invest.Draft) error {
	if draft.Kind != invest.KindProject {
		return nil // no other kind has a last day, and a batch is long
	}
	plan, found, err := s.scheduled(ctx, draft.Kind, draft.Number, invest.ActWithdraw)
	if err != nil {
		return err
	}
	due, expires, err := s.expiry(ctx, draft.Body)
	switch {
	case err != nil:
		return err
	case !expires && found && plan.Automatic:
		return s.tx.DropSchedule(ctx, draft.Kind, draft.Number, invest.ActWithdraw)
	case !expires || found && !plan.Automatic && plan.Failed == "" && !plan.Due.After(due):
		return nil
	}
	return s.putExpiry(ctx, draft, due)
}

func (s step) putExpiry(ctx context.Context, draft invest.Draft, due time.Time) error {
	return s.tx.PutSchedule(ctx, invest.Schedule{
		Kind: draft.Kind, Number: draft.Number, Act: invest.ActWithdraw, Due: due, Editor: s.who.Editor.ID, Set: s.at, Automatic: true,
	})
}

// expiry is invest.Expiry in the site's time zone.
func (s step) expiry(ctx context.Context, c invest.Content) (at time.Time, ok bool, err error) {
	if _, dated := invest.Expiry(c, time.UTC); !dated {
		return time.Time{}, false, nil
	}
	settings, err := s.settings(ctx)
	if err != nil {
		return time.Time{}, false, err
	}
	at, ok = invest.Expiry(c, settings.Site.Location())
	return at, ok, nil
}
