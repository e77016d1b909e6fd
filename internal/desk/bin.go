package desk

import (
	"context"
	"slices"
	"time"

	"wellspring/internal/invest"
)

// Discard throws away what the public never saw: a draft that was never
// published goes into the bin, and of a published text the changes are dropped,
// by a next revision that is the public one again. It takes who began the draft,
// or the right to withdraw.
//
// Conflict if there is nothing to discard: the text was withdrawn and its address
// has to answer for it, or is public as it is. Forbidden, Stale, NotFound.
func (d *Desk) Discard(ctx context.Context, who Actor, k invest.Kind, number, version int64) (invest.Draft, error) {
	var draft invest.Draft
	err := d.act(ctx, who, "discard", k, func(ctx context.Context, s step) (int64, string, error) {
		var err error
		if draft, err = s.open(ctx, k, number, version); err != nil {
			return number, "", err
		}
		if err := s.mayDispose(draft); err != nil {
			return number, "", err
		}
		if err := s.tx.DropSchedule(ctx, k, number, invest.ActPublish); err != nil {
			return number, "", err
		}
		switch {
		case draft.Public == invest.NeverPublic:
			draft.Work, draft.Updated = invest.WorkDraft, s.at
			draft.Binned, draft.BinnedBy = s.at, who.Editor.ID
			return number, "to the bin", s.tx.UpdateDraft(ctx, &draft)
		case draft.Public == invest.Published && draft.Work != invest.WorkNone:
			return number, "changes", s.dropChanges(ctx, &draft)
		}
		return number, "", invest.Errorf(invest.Conflict, "%s %d is %s without changes", k, number, draft.Public)
	})
	return draft, err
}

// dropChanges makes the public revision the latest text again.
func (s step) dropChanges(ctx context.Context, draft *invest.Draft) error {
	shown, err := s.tx.Revision(ctx, draft.Kind, draft.Number, draft.Shown)
	if err != nil {
		return err
	}
	hash, err := invest.HashContent(shown.Body)
	if err != nil {
		return err
	}
	if draft.StaleEn, err = s.staleEnglishOf(ctx, *draft, draft.Shown); err != nil {
		return err
	}
	draft.Body, draft.Work, draft.SentBack, draft.Updated = shown.Body, invest.WorkNone, false, s.at
	return s.tx.SaveRevision(ctx, draft, hash, "", s.who.Editor.ID)
}

// staleEnglishOf works out anew, text by text, what English of a revision was
// older than the Chinese: the draft remembers it of the latest text alone.
func (s step) staleEnglishOf(ctx context.Context, draft invest.Draft, revision int64) (stale []string, err error) {
	var before invest.Content
	for n := int64(1); n <= revision; n++ {
		r, err := s.tx.Revision(ctx, draft.Kind, draft.Number, n)
		if err != nil {
			return nil, err
		}
		if stale, err = invest.StaleEnglish(before, r.Body, stale); err != nil {
			return nil, err
		}
		before = r.Body
	}
	return stale, nil
}

// Unbin takes a draft out of the bin. Conflict if it is not there; Forbidden,
// Stale, NotFound.
func (d *Desk) Unbin(ctx context.Context, who Actor, k invest.Kind, number, version int64) (invest.Draft, error) {
	var draft invest.Draft
	err := d.act(ctx, who, "restore", k, func(ctx context.Context, s step) (int64, string, error) {
		var err error
		if draft, err = s.openAnywhere(ctx, k, number, version); err != nil {
			return number, "", err
		}
		if err := s.mayDispose(draft); err != nil {
			return number, "", err
		}
		if err := binned(draft); err != nil {
			return number, "", err
		}
		draft.Binned, draft.BinnedBy, draft.Updated = time.Time{}, 0, s.at
		return number, "", s.tx.UpdateDraft(ctx, &draft)
	})
	return draft, err
}

// RemoveBinned removes drafts in the bin for good, with all that belongs to
// them; their numbers are not given again. It gives how many, one by one: those
// before a refusal are gone. Conflict if one is not in the bin; Forbidden, NotFound.
func (d *Desk) RemoveBinned(ctx context.Context, who Actor, drafts []invest.DraftID) (removed int, err error) {
	for _, id := range drafts {
		if err := d.remove(ctx, who, id); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// EmptyBin removes everything in the bin that the editor may remove. It gives
// how many. Forbidden if they may remove nothing ever.
func (d *Desk) EmptyBin(ctx context.Context, who Actor) (removed int, err error) {
	may := func(k invest.Kind) bool {
		return who.Editor.May(invest.MayWrite, k) || who.Editor.May(invest.MayWithdraw, k)
	}
	if !slices.ContainsFunc(invest.Kinds, may) {
		err := invest.Errorf(invest.Forbidden, "%s may not empty the bin", who.Editor.Login)
		return 0, d.refused(ctx, d.entry(who, "empty-bin", ""), err)
	}
	drafts, err := d.disposable(ctx, who)
	if err != nil {
		return 0, err
	}
	for _, id := range drafts {
		err := d.remove(ctx, who, id)
		if code := invest.CodeOf(err); code == invest.NotFound || code == invest.Conflict {
			continue // somebody removed it or took it out meanwhile
		}
		if err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// disposable lists what is in the bin and the editor's to remove.
func (d *Desk) disposable(ctx context.Context, who Actor) (drafts []invest.DraftID, err error) {
	const page = 500
	for offset := 0; ; offset += page {
		list, err := d.List(ctx, who, invest.DraftFilter{Binned: true, Sort: invest.SortNumber, Limit: page, Offset: offset})
		if err != nil {
			return nil, err
		}
		for _, row := range list.Rows {
			if disposes(who.Editor, row.Draft) {
				drafts = append(drafts, row.ID())
			}
		}
		if len(list.Rows) < page {
			return drafts, nil
		}
	}
}

// remove removes one draft in the bin for good.
func (d *Desk) remove(ctx context.Context, who Actor, id invest.DraftID) error {
	return d.act(ctx, who, "empty-bin", id.Kind, func(ctx context.Context, s step) (int64, string, error) {
		draft, err := seen(ctx, s.tx, who.Editor, id.Kind, id.Number)
		if err != nil {
			return id.Number, "", err
		}
		if err := s.mayDispose(draft); err != nil {
			return id.Number, "", err
		}
		if err := binned(draft); err != nil {
			return id.Number, "", err
		}
		return id.Number, draft.Body.Heading().Zh, s.tx.PurgeDraft(ctx, id.Kind, id.Number)
	})
}

// disposes reports whether an editor may throw a draft away: their own, or with
// the right to withdraw anybody's.
func disposes(e invest.Editor, draft invest.Draft) bool {
	return draft.Owner == e.ID && e.May(invest.MayWrite, draft.Kind) || e.May(invest.MayWithdraw, draft.Kind)
}

func (s step) mayDispose(draft invest.Draft) error {
	if disposes(s.who.Editor, draft) {
		return nil
	}
	return invest.Errorf(invest.Forbidden, "%s may not throw away %s %d", s.who.Editor.Login, draft.Kind, draft.Number)
}

// binned refuses a draft that is not in the bin.
func binned(draft invest.Draft) error {
	if draft.Binned.IsZero() {
		return invest.Errorf(invest.Conflict, "%s %d is not in the bin", draft.Kind, draft.Number)
	}
	return nil
}
