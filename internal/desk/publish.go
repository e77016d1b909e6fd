package desk

import (
	"context"

	"wellspring/internal/invest"
)

// publishable refuses a text that would show nothing true in public: a project
// of which no phase may be seen.
func publishable(c invest.Content) error {
	if p, ok := c.(*invest.Project); ok {
		if _, public := p.PublicPhase(); !public {
			return invest.FieldErrors{{Field: "phases", Key: "error.phase_not_public"}}.Err()
		}
	}
	return nil
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
		p, err := s.markPublished(ctx, &draft)
		if err != nil {
			return number, "", err
		}
		return number, "", s.tx.Show(ctx, p, draft.Body.Public())
	})
	return draft, err
}

// markPublished turns the draft's row public and gives what the catalogue must
// know of it.
func (s step) markPublished(ctx context.Context, draft *invest.Draft) (invest.Publication, error) {
	if err := publishable(draft.Body); err != nil {
		return invest.Publication{}, err
	}
	if draft.PubDate.IsZero() {
		draft.PubDate = s.at
	}
	draft.Work, draft.Public = invest.WorkNone, invest.Published
	draft.Shown, draft.ShownAt, draft.Updated = draft.Revision, s.at, s.at
	return invest.Publication{
		Kind: draft.Kind, Number: draft.Number, Revision: draft.Revision, PubDate: draft.PubDate, Updated: s.at,
	}, s.tx.UpdateDraft(ctx, draft)
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
		draft.Public, draft.Shown, draft.Updated = invest.Withdrawn, 0, s.at
		if draft.Work == invest.WorkNone {
			draft.Work = invest.WorkDraft
		}
		if err := s.tx.UpdateDraft(ctx, &draft); err != nil {
			return number, "", err
		}
		return number, reason, s.tx.Hide(ctx, k, number, s.at)
	})
	return draft, err
}
