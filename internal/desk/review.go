package desk

import (
	"context"
	"fmt"
	"slices"

	"wellspring/internal/invest"
)

// reviewSteps are the levels a text passes for a number of reviews: the last is
// always the final one (终审), for whoever signs answers for it.
var reviewSteps = map[int][]int{1: {3}, 2: {1, 3}, 3: {1, 2, 3}}

// nextLevel is the review after a level, 0 when the text has passed them all.
func nextLevel(levels, after int) int {
	for _, l := range reviewSteps[levels] {
		if l > after {
			return l
		}
	}
	return 0
}

// Submit sends a draft to its first review. Conflict if it is no draft;
// Invalid if the text could not be published; Unchecked if a check has found
// what a reviewer must answer for, see Plead; Forbidden, Stale, NotFound.
func (d *Desk) Submit(ctx context.Context, who Actor, k invest.Kind, number, version int64) (invest.Draft, error) {
	return d.submit(ctx, who, k, number, version, nil)
}

// submit is Submit, or with a reason Plead.
func (d *Desk) submit(ctx context.Context, who Actor, k invest.Kind, number, version int64, reason *string) (invest.Draft, error) {
	var draft invest.Draft
	err := d.act(ctx, who, "submit", k, func(ctx context.Context, s step) (int64, string, error) {
		err := s.need(invest.MayWrite, k)
		if err != nil {
			return number, "", err
		}
		if draft, err = s.open(ctx, k, number, version); err != nil {
			return number, "", err
		}
		if draft.Work != invest.WorkDraft {
			return number, "", invest.Errorf(invest.Conflict, "%s %d is %s, not a draft", k, number, draft.Work)
		}
		if err := s.publishable(ctx, draft.Body, s.at); err != nil {
			return number, "", err
		}
		if reason != nil {
			err = s.plead(ctx, draft, *reason)
		} else {
			err = s.unanswered(ctx, draft)
		}
		if err != nil {
			return number, "", err
		}
		settings, err := s.settings(ctx)
		if err != nil {
			return number, "", err
		}
		draft.Work = invest.AwaitingReview(nextLevel(settings.Levels(draft.Body), 0))
		draft.SentBack, draft.Updated = false, s.at
		// A text that was sent back, or withdrawn, may come again unchanged: then
		// it needs all its reviews anew, by the same people if need be.
		if err := s.tx.VoidReviews(ctx, k, number); err != nil {
			return number, "", err
		}
		return number, string(draft.Work), s.tx.UpdateDraft(ctx, &draft)
	})
	return draft, err
}

// Review records a verdict on the text that waits for it, and moves the draft
// on or sends it back. Whoever wrote any of what is reviewed, or has reviewed
// this text already, may not. It cannot be passed while a check has found what
// nobody has answered for (Unchecked, see Override). Conflict if the draft waits
// for no review; Forbidden, Stale, NotFound; Invalid if it is sent back without a note.
func (d *Desk) Review(ctx context.Context, who Actor, k invest.Kind, number, version int64, verdict invest.Verdict, note string) (invest.Draft, error) {
	var draft invest.Draft
	err := d.act(ctx, who, "review", k, func(ctx context.Context, s step) (int64, string, error) {
		var err error
		if draft, err = s.open(ctx, k, number, version); err != nil {
			return number, "", err
		}
		level := draft.Work.InReview()
		if level == 0 {
			return number, "", invest.Errorf(invest.Conflict, "%s %d waits for no review", k, number)
		}
		if err := s.mayReview(ctx, draft, level); err != nil {
			return number, "", err
		}
		if verdict == invest.Passed {
			if err := s.unanswered(ctx, draft); err != nil {
				return number, "", err
			}
		}
		errs := invest.CheckNote("note", note, verdict == invest.SentBack)
		if verdict != invest.Passed && verdict != invest.SentBack {
			errs = append(errs, invest.FieldError{Field: "verdict", Key: "error.choice", Args: []any{verdict}})
		}
		if err := errs.Err(); err != nil {
			return number, "", err
		}
		hash, err := invest.HashContent(draft.Body)
		if err != nil {
			return number, "", err
		}
		err = s.tx.AddReview(ctx, invest.Review{
			Kind: k, Number: number, Revision: draft.Revision, Level: level, Verdict: verdict, Note: note,
			Editor: who.Editor.ID, At: s.at, Hash: hash,
		})
		if err != nil {
			return number, "", err
		}
		if draft.Work, err = s.after(ctx, draft, level, verdict); err != nil {
			return number, "", err
		}
		draft.SentBack, draft.Updated = verdict == invest.SentBack, s.at
		return number, fmt.Sprintf("level %d %s %s", level, verdict, hash), s.tx.UpdateDraft(ctx, &draft)
	})
	return draft, err
}

// after is where a verdict takes a draft.
func (s step) after(ctx context.Context, draft invest.Draft, level int, verdict invest.Verdict) (invest.Work, error) {
	if verdict == invest.SentBack {
		return invest.WorkDraft, nil
	}
	settings, err := s.settings(ctx)
	if err != nil {
		return "", err
	}
	if next := nextLevel(settings.Levels(draft.Body), level); next > 0 {
		return invest.AwaitingReview(next), nil
	}
	return invest.WorkApproved, nil
}

// mayReview holds the separation of duties: the right level, not one's own
// text (any revision since the public one, see Barred), and one review each.
func (s step) mayReview(ctx context.Context, draft invest.Draft, level int) error {
	me := s.who.Editor
	if err := s.need(invest.ReviewRight(level), draft.Kind); err != nil {
		return err
	}
	revisions, err := s.tx.Revisions(ctx, draft.Kind, draft.Number)
	if err != nil {
		return err
	}
	reviews, err := s.tx.Reviews(ctx, draft.Kind, draft.Number)
	if err != nil {
		return err
	}
	switch Barred(draft, me.ID, revisions, reviews) {
	case BarOwn:
		return invest.Errorf(invest.Forbidden, "%s wrote part of %s %d and may not review it", me.Login, draft.Kind, draft.Number)
	case BarTwice:
		return invest.Errorf(invest.Forbidden, "%s has reviewed this text of %s %d already", me.Login, draft.Kind, draft.Number)
	}
	return nil
}

// Bar is why somebody with the right to review may not review this text.
type Bar string

const (
	BarOwn   Bar = "own"   // they wrote part of it
	BarTwice Bar = "twice" // they have passed it
)

// Barred says why an editor may not review a draft, "" where they may: of its
// revisions, newest first, and its reviews. The store's list of what waits for
// somebody (DraftFilter.ReviewableBy) holds the same rule.
func Barred(draft invest.Draft, editor int64, newestFirst []invest.Revision, reviews []invest.Review) Bar {
	texts := map[string]bool{}
	for _, r := range fresh(draft, newestFirst) {
		texts[r.Hash] = true
	}
	// By the text, since one that was dropped may have been restored by another.
	if slices.ContainsFunc(newestFirst, func(r invest.Revision) bool { return r.Editor == editor && texts[r.Hash] }) {
		return BarOwn
	}
	if slices.ContainsFunc(reviews, func(r invest.Review) bool {
		return r.Revision == draft.Revision && !r.Voided && r.Verdict == invest.Passed && r.Editor == editor
	}) {
		return BarTwice
	}
	return ""
}

// fresh gives the revisions that the latest text was made of since the public
// one, newest first. Where changes were dropped, the text is the public one
// again, and who wrote what was dropped wrote no part of what came later.
func fresh(draft invest.Draft, newestFirst []invest.Revision) []invest.Revision {
	public := slices.IndexFunc(newestFirst, func(r invest.Revision) bool { return r.N == draft.Shown })
	if public < 0 {
		return newestFirst
	}
	for i, r := range newestFirst {
		if r.N < draft.Revision && r.Hash == newestFirst[public].Hash {
			return newestFirst[:i]
		}
	}
	return newestFirst
}
