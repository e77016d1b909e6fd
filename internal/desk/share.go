package desk

import (
	"context"

	"wellspring/internal/invest"
)

// Share lets another editor see a draft and write in it, or ends that; who wrote
// in it meanwhile goes on seeing it. It takes who began the draft, or sees them
// all and may write.
//
// Invalid if the other may not write that kind; Conflict if the draft is in the
// bin; Forbidden, NotFound.
func (d *Desk) Share(ctx context.Context, who Actor, k invest.Kind, number, editor int64, on bool) error {
	return d.act(ctx, who, "share", k, func(ctx context.Context, s step) (int64, string, error) {
		if err := s.need(invest.MayWrite, k); err != nil {
			return number, "", err
		}
		draft, err := seen(ctx, s.tx, who.Editor, k, number)
		if err != nil {
			return number, "", err
		}
		if draft.Owner != who.Editor.ID && who.Editor.Sees(k) != invest.SeesAll {
			return number, "", invest.Errorf(invest.Forbidden, "%s %d is not %s's to share", k, number, who.Editor.Login)
		}
		if err := notBinned(draft); err != nil {
			return number, "", err
		}
		other, err := s.tx.Editor(ctx, editor)
		if err != nil && invest.CodeOf(err) != invest.NotFound {
			return number, "", err
		}
		if err != nil || on && !other.May(invest.MayWrite, k) {
			return number, "", invest.FieldErrors{{Field: "editor", Key: "error.choice", Args: []any{editor}}}.Err()
		}
		detail := "no longer with " + other.Login
		if on {
			detail = "with " + other.Login
		}
		return number, detail, s.tx.SetShare(ctx, k, number, editor, on)
	})
}

// Shares lists the editors whom a draft is shared with, by ID. Forbidden, NotFound.
func (d *Desk) Shares(ctx context.Context, who Actor, k invest.Kind, number int64) ([]int64, error) {
	if _, err := seen(ctx, d.store, who.Editor, k, number); err != nil {
		return nil, err
	}
	return d.store.Shares(ctx, k, number)
}
