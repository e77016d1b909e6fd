package desk

import (
	"context"
	"time"

	"wellspring/internal/invest"
)

// publishable refuses a text that would show nothing true in public at a
// moment: a project of which no phase may be seen, or whose last day has passed.
func (s step) publishable(ctx context.Context, c invest.Content, at time.Time) error {
	errs := wordless(c)
	if p, ok := c.(*invest.Project); ok {
		if len(p.Sectors) == 0 { // a draft of an import may have none yet
			errs = append(errs, invest.FieldError{Field: "sectors", Key: "error.required"})
		}
		if _, public := p.PublicPhase(); !public {
			errs = append(errs, invest.FieldError{Field: "phases", Key: "error.phase_not_public"})
		}
	}
	if p, ok := c.(*invest.Policy); ok && p.Validity == invest.InForce {
		if _, last, told := p.To.Span(); told && at.After(last.AddDate(0, 0, 1)) {
			errs = append(errs, invest.FieldError{Field: "validity", Key: "error.not_in_force"})
		}
	}
	end, expires, err := s.expiry(ctx, c)
	if err != nil {
		return err
	}
	if expires && !at.Before(end) {
		errs = append(errs, invest.FieldError{Field: "validUntil", Key: "error.valid_until_past"})
	}
	return errs.Err()
}

// Publish puts an approved text before the public: in its catalogue, its lists
// and the search, at once and together. The first time sets PubDate.
//
// Conflict if the draft is not approved; Invalid, Forbidden, Stale, NotFound.
func (d *Desk) Publish(ctx context.Context, who Actor, k invest.Kind, number, version int64) (invest.Draft, error) {
	var draft invest.Draft
	err := d.act(ctx, who, "publish", k, func(ctx context.Context, s step) (int64, string, error) {
		err := s.need(invest.MayPublish, k)
		if err != nil {
			return number, "", err
		}
		if draft, err = s.open(ctx, k, number, version); err != nil {
			return number, "", err
		}
		if draft.Work != invest.WorkApproved {
			return number, "", invest.Errorf(invest.Conflict, "%s %d is %s, not approved", k, number, draft.Work)
		}
		return number, "", s.publish(ctx, &draft)
	})
	return draft, err
}

// publish is Publish without its questions.
func (s step) publish(ctx context.Context, draft *invest.Draft) error {
	p, err := s.markPublished(ctx, draft)
	if err != nil {
		return err
	}
	return s.tx.Show(ctx, p, draft.Body.Public())
}

// markPublished turns the draft's row public and gives what the catalogue must
// know of it.
func (s step) markPublished(ctx context.Context, draft *invest.Draft) (invest.Publication, error) {
	if err := s.publishable(ctx, draft.Body, s.at); err != nil {
		return invest.Publication{}, err
	}
	if draft.PubDate.IsZero() {
		draft.PubDate = s.at
	}
	draft.Work, draft.Public = invest.WorkNone, invest.Published
	draft.Shown, draft.ShownAt, draft.Updated = draft.Revision, s.at, s.at
	p := invest.Publication{
		Kind: draft.Kind, Number: draft.Number, Revision: draft.Revision, PubDate: draft.PubDate, Updated: s.at,
	}
	if err := s.tx.UpdateDraft(ctx, draft); err != nil {
		return p, err
	}
	if err := s.tx.DropSchedule(ctx, draft.Kind, draft.Number, invest.ActPublish); err != nil {
		return p, err
	}
	return p, s.scheduleExpiry(ctx, *draft)
}

// Withdraw takes a text back at once and leaves 410 in its place; it can be
// published again, with its old PubDate. Conflict if it is not public; Invalid
// without a reason; Forbidden, Stale, NotFound.
func (d *Desk) Withdraw(ctx context.Context, who Actor, k invest.Kind, number, version int64, reason string) (invest.Draft, error) {
	var draft invest.Draft
	err := d.act(ctx, who, "withdraw", k, func(ctx context.Context, s step) (int64, string, error) {
		err := s.need(invest.MayWithdraw, k)
		if err != nil {
			return number, "", err
		}
		if err := invest.CheckNote("reason", reason, true).Err(); err != nil {
			return number, "", err
		}
		if draft, err = s.open(ctx, k, number, version); err != nil {
			return number, "", err
		}
		if draft.Public != invest.Published {
			return number, "", invest.Errorf(invest.Conflict, "%s %d is not public", k, number)
		}
		return number, reason, s.withdraw(ctx, &draft)
	})
	return draft, err
}

// withdraw is Withdraw without its questions. Nothing is then done to the text
// by itself any more: it would come back to the public unasked.
func (s step) withdraw(ctx context.Context, draft *invest.Draft) error {
	draft.Public, draft.Shown, draft.Updated = invest.Withdrawn, 0, s.at
	switch draft.Work {
	case invest.WorkNone:
		draft.Work = invest.WorkDraft
	case invest.WorkScheduled:
		draft.Work = invest.WorkApproved
	}
	if err := s.tx.UpdateDraft(ctx, draft); err != nil {
		return err
	}
	for _, act := range []invest.ScheduledAct{invest.ActPublish, invest.ActWithdraw} {
		if err := s.tx.DropSchedule(ctx, draft.Kind, draft.Number, act); err != nil {
			return err
		}
	}
	return s.tx.Hide(ctx, draft.Kind, draft.Number, s.at)
}
