package desk

import (
	"context"
	"html"
	"slices"

	"wellspring/internal/invest"
	"wellspring/internal/richtext"
)

// Bound is the value that a bound figure has by now, as the public knows it;
// public is false where it knows none.
func (d *Desk) Bound(ctx context.Context, ref string) (value string, public bool, err error) {
	return boundTo(ctx, d.store, ref)
}

// Correction is a bound figure in a text that its record tells otherwise by now.
type Correction struct {
	invest.FigureUse
	Draft  invest.Draft // the text that quotes it
	Now    string       // "" where the public is told nothing any more
	Public bool
	// Kept marks one that somebody has decided to leave as it is.
	Kept bool
	// Waits marks one that is corrected in the latest text, and not yet in what
	// the public reads.
	Waits bool
}

// Corrections lists the bound figures of the texts that the editor sees which
// were corrected since: of all, or with about only those in that text and those
// that are bound to it.
func (d *Desk) Corrections(ctx context.Context, who Actor, about invest.DraftID) ([]Correction, error) {
	uses, err := d.store.FigureUses(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := d.store.KeptFigures(ctx)
	if err != nil {
		return nil, err
	}
	l := correctionList{kept: kept, known: map[string]bound{}}
	drafts := map[invest.DraftID]bool{} // whose public text was looked at
	for _, u := range uses {
		if to, _ := invest.ParseBound(u.Ref); about.Number > 0 && u.DraftID != about && to.DraftID != about {
			continue
		}
		draft, err := seen(ctx, d.store, who.Editor, u.Kind, u.Number)
		if invest.CodeOf(err) == invest.Forbidden {
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := l.add(ctx, d.store, u, draft, false); err != nil {
			return nil, err
		}
		if drafts[u.DraftID] || draft.Public != invest.Published || draft.Shown == draft.Revision {
			continue
		}
		drafts[u.DraftID] = true
		public, err := publicText(ctx, d.store, u.DraftID)
		if err != nil {
			return nil, err
		}
		for _, b := range invest.BoundFigures(public) {
			if err := l.add(ctx, d.store, invest.FigureUse{DraftID: u.DraftID, Ref: b.Ref, Value: b.Value}, draft, true); err != nil {
				return nil, err
			}
		}
	}
	return l.list, nil
}

// bound is what a figure is bound to by now.
type bound struct {
	value  string
	public bool
}

// Undecided counts those of some corrections that nobody has decided to keep.
func Undecided(list []Correction) int {
	n := 0
	for _, c := range list {
		if !c.Kept {
			n++
		}
	}
	return n
}

// correctionList gathers corrections, asking for each value once.
type correctionList struct {
	list  []Correction
	kept  []invest.KeptFigure
	known map[string]bound
}

// add lists a use if it was corrected and is not listed yet.
func (l *correctionList) add(ctx context.Context, r invest.DeskReader, u invest.FigureUse, draft invest.Draft, waits bool) error {
	now, asked := l.known[u.Ref]
	if !asked {
		var err error
		if now.value, now.public, err = boundTo(ctx, r, u.Ref); err != nil {
			return err
		}
		l.known[u.Ref] = now
	}
	if now.value == u.Value || slices.ContainsFunc(l.list, func(c Correction) bool { return c.FigureUse == u }) {
		return nil
	}
	l.list = append(l.list, Correction{
		FigureUse: u, Draft: draft, Now: now.value, Public: now.public, Waits: waits, Kept: isKept(l.kept, u, now.value),
	})
	return nil
}

// isKept reports whether somebody has decided that a figure stays as it is
// though it is another by now.
func isKept(kept []invest.KeptFigure, u invest.FigureUse, now string) bool {
	return slices.ContainsFunc(kept, func(k invest.KeptFigure) bool { return k.FigureUse == u && k.Now == now })
}

// fillFigures holds the bound figures of a text to what is true, whoever sends
// it: one with a value that neither stood in the text before nor is its record's
// of now becomes plain text.
func (s step) fillFigures(ctx context.Context, body, before invest.Content) error {
	var stood []invest.Bound
	if before != nil {
		stood = invest.BoundFigures(before)
	}
	var failed error
	hold := richtext.Rewriter{Figure: func(f *richtext.Figure) {
		if slices.ContainsFunc(stood, func(b invest.Bound) bool { return b.Ref == f.Ref && b.Value == f.Value }) {
			return
		}
		value, public, err := boundTo(ctx, s.tx, f.Ref)
		if err != nil {
			failed = err
		}
		if !public || value != f.Value {
			f.Markup = html.EscapeString(f.Words)
		}
	}}
	if len(invest.BoundFigures(body)) > 0 {
		for _, t := range body.RichTexts() {
			t.Zh, t.En = richtext.Rewrite(t.Zh, hold), richtext.Rewrite(t.En, hold)
		}
	}
	return failed
}

// KeepFigure decides that a bound figure stays as it is in a text though it was
// corrected to now. Forbidden, NotFound; Conflict if it is not there so, or has
// another value by now.
func (d *Desk) KeepFigure(ctx context.Context, who Actor, use invest.FigureUse, now string) error {
	return d.act(ctx, who, "figure-keep", use.Kind, func(ctx context.Context, s step) (int64, string, error) {
		detail := use.Ref + " " + use.Value
		if err := s.need(invest.MayWrite, use.Kind); err != nil {
			return use.Number, detail, err
		}
		draft, err := seen(ctx, s.tx, who.Editor, use.Kind, use.Number)
		if err != nil {
			return use.Number, detail, err
		}
		value, _, err := boundTo(ctx, s.tx, use.Ref)
		if err != nil {
			return use.Number, detail, err
		}
		there := slices.ContainsFunc(invest.BoundFigures(draft.Body), func(b invest.Bound) bool { return b.Ref == use.Ref && b.Value == use.Value })
		if value != now || !there {
			return use.Number, detail, invest.Errorf(invest.Conflict, "%s of %s %d is another by now", use.Ref, use.Kind, use.Number)
		}
		return use.Number, detail, s.tx.KeepFigure(ctx, invest.KeptFigure{FigureUse: use, Now: now, Editor: who.Editor.ID}, s.at)
	})
}

// ReconsiderFigure takes back the decision to keep a figure. Forbidden, NotFound.
func (d *Desk) ReconsiderFigure(ctx context.Context, who Actor, use invest.FigureUse, now string) error {
	return d.act(ctx, who, "figure-reconsider", use.Kind, func(ctx context.Context, s step) (int64, string, error) {
		detail := use.Ref + " " + use.Value
		if err := s.need(invest.MayWrite, use.Kind); err != nil {
			return use.Number, detail, err
		}
		if _, err := seen(ctx, s.tx, who.Editor, use.Kind, use.Number); err != nil {
			return use.Number, detail, err
		}
		return use.Number, detail, s.tx.DropKeptFigure(ctx, invest.KeptFigure{FigureUse: use, Now: now})
	})
}
