package desk

import (
	"context"

	"wellspring/internal/invest"
	"wellspring/internal/richtext"
)

// Save stores a text as the next revision of its draft: a new draft where
// Number is 0, else the one of that number, if it is still at d.Version. Any
// edit voids the reviews of the text before and cancels its publication. The
// form that was kept for the editor is dropped.
//
// What is stored already is not stored again: a text that is the same as the
// stored one, at whatever version, is given back as it is with its reviews. So
// is a new text whose Origin has begun a draft: what is sent twice is saved once.
//
// Invalid with all field errors; Forbidden; Stale; NotFound.
func (d *Desk) Save(ctx context.Context, who Actor, draft invest.Draft, note string) (invest.Draft, error) {
	kind, origin, saved := draft.Body.Kind(), draft.Origin, draft
	err := d.act(ctx, who, "save", kind, func(ctx context.Context, s step) (int64, string, error) {
		if err := s.need(invest.MayWrite, kind); err != nil {
			return draft.Number, "", err
		}
		draft, err := s.begun(ctx, draft)
		if err != nil {
			return draft.Number, note, err
		}
		if saved, err = s.save(ctx, draft, note); err != nil {
			return draft.Number, note, err
		}
		return saved.Number, note, s.tx.DropAutosave(ctx, who.Editor.ID, origin)
	})
	return saved, err
}

// begun gives a new text the number of the draft that its form has begun, where
// it was sent before.
func (s step) begun(ctx context.Context, draft invest.Draft) (invest.Draft, error) {
	if draft.Number != 0 || draft.Origin == "" {
		return draft, nil
	}
	id, err := s.tx.BegunBy(ctx, s.who.Editor.ID, draft.Origin)
	if invest.CodeOf(err) == invest.NotFound || err == nil && id.Kind != draft.Body.Kind() {
		return draft, nil
	}
	draft.Number, draft.Version = id.Number, 1 // as its form was begun from
	return draft, err
}

// save is Save without its question of rights.
func (s step) save(ctx context.Context, draft invest.Draft, note string) (invest.Draft, error) {
	var stored invest.Draft
	var stale error
	if draft.Number != 0 {
		if stored, stale = s.open(ctx, draft.Body.Kind(), draft.Number, draft.Version); stale != nil && invest.CodeOf(stale) != invest.Stale {
			return draft, stale
		}
	}
	body, err := s.stamp(draft.Body, stored.Body)
	if err != nil {
		return draft, err
	}
	noMedia, err := s.fillMedia(ctx, body)
	if err != nil {
		return draft, err
	}
	if err := s.fillFigures(ctx, body, stored.Body); err != nil {
		return draft, err
	}
	wrongNote := invest.CheckNote("note", note, false)
	if stored.Number != 0 && len(wrongNote) == 0 {
		if same, err := invest.SameContent(body, stored.Body); err != nil || same {
			return stored, err
		}
	}
	if stale != nil {
		return draft, stale
	}
	errs := append(append(body.Validate(), noMedia...), wrongNote...)
	unknown, err := s.unknown(ctx, body)
	if err != nil {
		return draft, err
	}
	if err := append(errs, unknown...).Err(); err != nil {
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
		if err := s.tx.CreateDraft(ctx, &fresh, hash, note, s.who.Editor.ID); err != nil || draft.Origin == "" {
			return fresh, err
		}
		return fresh, s.tx.NoteOrigin(ctx, s.who.Editor.ID, draft.Origin, fresh.ID())
	}
	if err := s.tx.DropSchedule(ctx, stored.Kind, stored.Number, invest.ActPublish); err != nil {
		return draft, err
	}
	if stored.StaleEn, err = invest.StaleEnglish(stored.Body, body, stored.StaleEn); err != nil {
		return draft, err
	}
	stored.Body, stored.Work, stored.Updated = body, invest.WorkDraft, s.at
	return stored, s.tx.SaveRevision(ctx, &stored, hash, note, s.who.Editor.ID)
}

// unknown reports what a text names that there is not: a column, a sector or an
// indicator of the settings, and the records that it refers to.
func (s step) unknown(ctx context.Context, body invest.Content) (invest.FieldErrors, error) {
	set, err := s.settings(ctx)
	if err != nil {
		return nil, err
	}
	errs := set.Unknown(body)
	for _, r := range invest.References(body) {
		_, err := s.tx.Draft(ctx, r.Kind, r.Number)
		if invest.CodeOf(err) == invest.NotFound {
			errs = append(errs, invest.FieldError{Field: r.Field, Key: "error.choice", Args: []any{r.Number}})
		} else if err != nil {
			return nil, err
		}
	}
	return errs, nil
}

// stamp gives the text as it will be stored: a copy with its markup sanitised,
// keys given to new rows, and new phases signed by who entered them. Neither is
// the caller's to say: what was given before comes from the text before.
func (s step) stamp(c, before invest.Content) (invest.Content, error) {
	body, err := invest.CloneContent(c)
	if err != nil {
		return nil, err
	}
	for _, t := range body.RichTexts() {
		t.Zh, t.En = richtext.Sanitize(t.Zh), richtext.Sanitize(t.En)
	}
	switch b := body.(type) {
	case *invest.Project:
		var old []invest.PhaseEntry
		if p, ok := before.(*invest.Project); ok {
			old = p.Phases
		}
		for i := range b.Phases {
			e := &b.Phases[i]
			e.Editor = s.who.Editor.Login
			if i < len(old) && old[i].Phase == e.Phase && old[i].Date == e.Date {
				e.Editor = old[i].Editor
			}
		}
	case *invest.Ceremony:
		b.LastKey = 0
		if c, ok := before.(*invest.Ceremony); ok {
			b.LastKey = c.LastKey
		}
		b.GiveKeys()
	case *invest.Park:
		b.LastKey = 0
		if p, ok := before.(*invest.Park); ok {
			b.LastKey = p.LastKey
		}
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
