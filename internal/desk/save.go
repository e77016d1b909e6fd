package desk

import (
	"context"

	"wellspring/internal/invest"
	"wellspring/internal/richtext"
)

// Save stores a text as the next revision of its draft: a new draft where
// Number is 0, else the one of that number, if it is still at d.Version. Any
// edit voids the reviews of the text before.
//
// Invalid with all field errors; Forbidden; Stale; NotFound.
func (d *Desk) Save(ctx context.Context, who Actor, draft invest.Draft, note string) (invest.Draft, error) {
	kind := draft.Body.Kind()
	err := d.act(ctx, who, "save", kind, func(ctx context.Context, s step) (int64, string, error) {
		if err := s.need(invest.MayWrite, kind); err != nil {
			return draft.Number, "", err
		}
		var err error
		draft, err = s.save(ctx, draft, note)
		return draft.Number, note, err
	})
	return draft, err
}

// save is Save without its question of rights.
func (s step) save(ctx context.Context, draft invest.Draft, note string) (invest.Draft, error) {
	body, err := s.stamp(draft.Body)
	if err != nil {
		return draft, err
	}
	if err := body.Validate().Err(); err != nil {
		return draft, err
	}
	hash, err := invest.HashContent(body)
	if err != nil {
		return draft, err
	}
	if draft.Number == 0 {
		fresh := invest.Draft{
			Kind: body.Kind(), Owner: s.who.Editor.ID, Work: invest.WorkDraft, Public: invest.NeverPublic,
			Created: s.at, Updated: s.at, Body: body,
		}
		return fresh, s.tx.CreateDraft(ctx, &fresh, hash, note, s.who.Editor.ID)
	}
	stored, err := s.open(ctx, body.Kind(), draft.Number, draft.Version)
	if err != nil {
		return draft, err
	}
	stored.Body, stored.Work, stored.Updated = body, invest.WorkDraft, s.at
	return stored, s.tx.SaveRevision(ctx, &stored, hash, note, s.who.Editor.ID)
}

// stamp gives the text as it will be stored: a copy with its markup sanitised,
// keys given to new rows, and new phases signed by who entered them.
func (s step) stamp(c invest.Content) (invest.Content, error) {
	body, err := invest.CloneContent(c)
	if err != nil {
		return nil, err
	}
	for _, t := range body.RichTexts() {
		t.Zh, t.En = richtext.Sanitize(t.Zh), richtext.Sanitize(t.En)
	}
	switch b := body.(type) {
	case *invest.Project:
		for i := range b.Phases {
			if b.Phases[i].Editor == "" {
				b.Phases[i].Editor = s.who.Editor.Login
			}
		}
	case *invest.Ceremony:
		b.GiveKeys()
	case *invest.Park:
		b.GiveKeys()
	}
	return body, nil
}

// BatchError says which text of a batch was refused and why.
type BatchError struct {
	Row int // from 0
	Err error
}

func (e *BatchError) Error() string { return e.Err.Error() }
func (e *BatchError) Unwrap() error { return e.Err }

// Batch saves many new texts whole or not at all: the same validity and rights
// as Save, one line in the audit trail. With publish, which is the operator's,
// they are published without review and recorded as such. It gives the numbers
// of the new drafts, in the order of the texts.
//
// A BatchError wraps Invalid or Forbidden.
func (d *Desk) Batch(ctx context.Context, who Actor, bodies []invest.Content, publish bool, note string) ([]int64, error) {
	var numbers []int64
	action := "batch"
	if publish {
		action = "batch-publish"
	}
	err := d.act(ctx, who, action, "", func(ctx context.Context, s step) (int64, string, error) {
		var shown []invest.Publication
		var public []invest.Content
		for i, body := range bodies {
			draft, p, err := s.batched(ctx, body, publish, note)
			if err != nil {
				return 0, note, &BatchError{Row: i, Err: err}
			}
			numbers = append(numbers, draft.Number)
			if publish {
				shown, public = append(shown, p), append(public, draft.Body.Public())
			}
		}
		if len(shown) == 0 {
			return 0, note, nil
		}
		return 0, note, s.tx.ShowAll(ctx, shown, public)
	})
	return numbers, err
}

// batched saves one text of a batch and, with publish, marks it as public.
func (s step) batched(ctx context.Context, body invest.Content, publish bool, note string) (invest.Draft, invest.Publication, error) {
	var none invest.Publication
	if err := s.need(invest.MayWrite, body.Kind()); err != nil {
		return invest.Draft{}, none, err
	}
	draft, err := s.save(ctx, invest.Draft{Body: body}, note)
	if err != nil || !publish {
		return draft, none, err
	}
	if err := s.need(invest.MayImport, body.Kind()); err != nil {
		return draft, none, err
	}
	p, err := s.markPublished(ctx, &draft)
	return draft, p, err
}
