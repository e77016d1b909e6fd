package desk

import (
	"context"
	"time"

	"wellspring/internal/invest"
)

// Discard throws away what the public never saw: a draft that was never
// published goes into the bin, and of a published text the changes are dropped,
// by a next revision that is the public one again. It takes who began the draft,
// or the right to withdraw.
//
// Conflict if there is nothing to discard: the text was withdrawn and its address
// has to answer for it, is public as it is, or was shown live on a stage. Forbidden, Stale, NotFound.
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
		if err := s.neverLive(ctx, draft); err != nil {
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

// neverLive refuses to put a ceremony into the bin that was live on its stage.
func (s step) neverLive(ctx context.Context, draft invest.Draft) error {
	if draft.Kind != invest.KindCeremony || draft.Public != invest.NeverPublic {
		return nil
	}
	stage, err := stageOf(ctx, s.tx, draft.Number)
	if err == nil && !stage.LiveAt.IsZero() {
		err = invest.Errorf(invest.Conflict, "ceremony %d was shown live", draft.Number)
	}
	return err
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

// RemoveBinned removes a draft in the bin for good, with all that belongs to it;
// its number is not given again. Conflict if it is not in the bin; Forbidden,
// Stale, NotFound.
func (d *Desk) RemoveBinned(ctx context.Context, who Actor, k invest.Kind, number, version int64) error {
	return d.act(ctx, who, "empty-bin", k, func(ctx context.Context, s step) (int64, string, error) {
		draft, err := s.openAnywhere(ctx, k, number, version)
		if err != nil {
			return number, "", err
		}
		if err := s.mayDispose(draft); err != nil {
			return number, "", err
		}
		if err := binned(draft); err != nil {
			return number, "", err
		}
		return number, draft.Body.Heading().Zh, s.tx.PurgeDraft(ctx, k, number)
	})
}

// EmptyBin removes everything of a kind in the bin that the editor may remove,
// each with its line in the trail. It gives how many. Forbidden if they see none.
func (d *Desk) EmptyBin(ctx context.Context, who Actor, k invest.Kind) (removed int, err error) {
	drafts, err := d.disposable(ctx, who, k)
	if err != nil {
		return 0, err
	}
	for _, x := range drafts {
		err := d.RemoveBinned(ctx, who, k, x.Number, x.Version)
		switch invest.CodeOf(err) {
		case invest.NotFound, invest.Conflict, invest.Stale:
			continue // somebody removed it or took it out meanwhile
		}
		if err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// disposable lists what of a kind is in the bin and the editor's to remove.
func (d *Desk) disposable(ctx context.Context, who Actor, k invest.Kind) (drafts []invest.Draft, err error) {
	const page = 500
	for offset := 0; ; offset += page {
		list, err := d.List(ctx, who, invest.DraftFilter{Kind: k, Binned: true, Sort: invest.SortNumber, Limit: page, Offset: offset})
		if err != nil {
			return nil, err
		}
		for _, row := range list.Rows {
			if who.Editor.Disposes(row.Draft) {
				drafts = append(drafts, row.Draft)
			}
		}
		if len(list.Rows) < page {
			return drafts, nil
		}
	}
}

func (s step) mayDispose(draft invest.Draft) error {
	if s.who.Editor.Disposes(draft) {
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
