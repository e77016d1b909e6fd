package desk

import (
	"context"

	"wellspring/internal/invest"
)

// Comment says something in the margin of a draft that the editor sees and has a
// part in; it is never public. Conflict if the draft is in the bin; Invalid,
// Forbidden, NotFound.
func (d *Desk) Comment(ctx context.Context, who Actor, k invest.Kind, number int64, text string) (invest.Comment, error) {
	var c invest.Comment
	err := d.act(ctx, who, "comment", k, func(ctx context.Context, s step) (int64, string, error) {
		draft, err := s.worksOn(ctx, k, number)
		if err != nil {
			return number, "", err
		}
		if err := invest.CheckComment(text).Err(); err != nil {
			return number, "", err
		}
		c = invest.Comment{Kind: k, Number: number, Revision: draft.Revision, Editor: who.Editor.ID, At: s.at, Text: text}
		return number, "", s.tx.AddComment(ctx, &c)
	})
	return c, err
}

// Comments lists what was said of a draft, oldest first. Forbidden, NotFound.
func (d *Desk) Comments(ctx context.Context, who Actor, k invest.Kind, number int64) ([]invest.Comment, error) {
	if _, err := seen(ctx, d.store, who.Editor, k, number); err != nil {
		return nil, err
	}
	return d.store.Comments(ctx, k, number)
}

// worksOn gives a draft, not in the bin, that the editor sees and has a part in,
// whatever its version is by now.
func (s step) worksOn(ctx context.Context, k invest.Kind, number int64) (invest.Draft, error) {
	draft, err := seen(ctx, s.tx, s.who.Editor, k, number)
	if err != nil {
		return draft, err
	}
	if !s.who.Editor.WorksOn(k) {
		return draft, invest.Errorf(invest.Forbidden, "%s has no part in %s", s.who.Editor.Login, k)
	}
	return draft, notBinned(draft)
}
