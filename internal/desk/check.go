package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wellspring/internal/check"
	"wellspring/internal/invest"
)

// Checked is what a check has found, with the word of a reviewer that it may
// stand, where one has given it.
type Checked struct {
	check.Finding
	Override *invest.Override
}

// Open reports whether a reviewer still has to answer for it.
func (c Checked) Open() bool { return c.Answered() && c.Override == nil }

// Checks looks a draft's latest text over. Forbidden, NotFound.
func (d *Desk) Checks(ctx context.Context, who Actor, k invest.Kind, number int64) ([]Checked, error) {
	draft, err := seen(ctx, d.store, who.Editor, k, number)
	if err != nil {
		return nil, err
	}
	return checked(ctx, d.store, draft)
}

func checked(ctx context.Context, r invest.DeskReader, draft invest.Draft) ([]Checked, error) {
	facts, err := factsFor(ctx, r, draft.Body)
	if err != nil {
		return nil, err
	}
	overrides, err := r.Overrides(ctx, draft.Kind, draft.Number)
	if err != nil {
		return nil, err
	}
	kept, err := r.KeptFigures(ctx)
	if err != nil {
		return nil, err
	}
	var out []Checked
	for _, f := range check.Run(draft.Body, facts.Facts) {
		if f.Why == check.OldFigure && isKept(kept, invest.FigureUse{DraftID: draft.ID(), Ref: f.Ref, Value: f.Value}, f.Now) {
			continue // decided already, see KeepFigure
		}
		c := Checked{Finding: f}
		if i := slices.IndexFunc(overrides, func(o invest.Override) bool { return o.Finding == f.Key() }); i >= 0 {
			c.Override = &overrides[i]
		}
		out = append(out, c)
	}
	return out, facts.err
}

// factsOf are a check's facts as the desk reads them; err is the first error of
// a reading that a check asked for.
type factsOf struct {
	check.Facts
	err error
}

func factsFor(ctx context.Context, r invest.DeskReader, body invest.Content) (*factsOf, error) {
	words, _, err := r.Setting(ctx, invest.SettingWords)
	if err != nil {
		return nil, err
	}
	redirects, _, err := r.Setting(ctx, invest.SettingRedirects)
	if err != nil {
		return nil, err
	}
	f := &factsOf{}
	f.Words = *words.(*invest.WordList)
	f.Redirected = redirects.(*invest.Redirects).Has
	f.Record = func(id invest.DraftID) check.LinkState {
		state, err := linkState(ctx, r, id)
		if err != nil {
			f.err = err
		}
		return state
	}
	f.Figure = func(ref string) (string, bool) {
		value, public, err := boundTo(ctx, r, ref)
		if err != nil {
			f.err = err
		}
		return value, public
	}
	if f.Project, err = projectOf(ctx, r, body); err != nil {
		return nil, err
	}
	return f, nil
}

// linkState is where a link to a record leads.
func linkState(ctx context.Context, r invest.DeskReader, id invest.DraftID) (check.LinkState, error) {
	draft, err := r.Draft(ctx, id.Kind, id.Number)
	switch {
	case invest.CodeOf(err) == invest.NotFound:
		return check.LinkIsMissing, nil
	case err == nil && draft.Public != invest.Published:
		return check.LinkIsUnpublished, nil
	}
	return check.LinkGood, err
}

// projectOf is the one project that a text is about, as the public knows it: its
// author may not see more. Of a project's own text it is that itself.
func projectOf(ctx context.Context, r invest.DeskReader, body invest.Content) (*invest.Project, error) {
	var numbers []int64
	switch t := body.(type) {
	case *invest.Project:
		return t, nil
	case *invest.Update:
		numbers = []int64{t.Project}
	case *invest.Article:
		numbers = mentioned(t)
	}
	if len(numbers) != 1 {
		return nil, nil
	}
	public, err := publicText(ctx, r, invest.DraftID{Kind: invest.KindProject, Number: numbers[0]})
	p, _ := public.(*invest.Project)
	return p, err
}

// mentioned are the projects that an article names, shows as cards, or takes
// figures from.
func mentioned(a *invest.Article) []int64 {
	numbers := slices.Clone(a.Projects)
	for _, l := range check.InnerLinks(a) {
		if id, ok := invest.ParseDraftID(l.Href); ok && id.Kind == invest.KindProject {
			numbers = append(numbers, id.Number)
		}
	}
	for _, b := range invest.BoundFigures(a) {
		if to, ok := invest.ParseBound(b.Ref); ok && to.Kind == invest.KindProject {
			numbers = append(numbers, to.Number)
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// publicText is what the public reads of a record, nil where that is nothing.
func publicText(ctx context.Context, r invest.DeskReader, id invest.DraftID) (invest.Content, error) {
	draft, err := r.Draft(ctx, id.Kind, id.Number)
	if invest.CodeOf(err) == invest.NotFound || err == nil && draft.Public != invest.Published {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	revision, err := r.Revision(ctx, id.Kind, id.Number, draft.Shown)
	if err != nil {
		return nil, err
	}
	return revision.Body.Public(), nil
}

// boundTo is the value that a bound figure has by now, as the public knows it.
func boundTo(ctx context.Context, r invest.DeskReader, ref string) (value string, public bool, err error) {
	to, ok := invest.ParseBound(ref)
	if !ok {
		return "", false, nil
	}
	text, err := publicText(ctx, r, to.DraftID)
	if err != nil || text == nil {
		return "", false, err
	}
	value = invest.BoundValue(to, text)
	return value, value != "", nil
}

// unanswered refuses a text with findings that a reviewer has not answered for.
func (s step) unanswered(ctx context.Context, draft invest.Draft) error {
	all, err := checked(ctx, s.tx, draft)
	if err != nil {
		return err
	}
	var open []string
	for _, c := range all {
		if c.Open() {
			open = append(open, string(c.Rule)+" "+c.Field)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return invest.Errorf(invest.Unchecked, "%s %d: %s", draft.Kind, draft.Number, strings.Join(open, ", "))
}

// wordless are the pictures of a text that cannot be published so.
func wordless(c invest.Content) invest.FieldErrors {
	var errs invest.FieldErrors
	for _, f := range check.Pictures(c) {
		errs = append(errs, invest.FieldError{Field: f.Field, Key: "error." + string(f.Why)})
	}
	return errs
}

// Plead submits a draft of which a check has found what only a reviewer can let
// stand, with the writer's reason: it stands in the margin for the reviewers.
// Else as Submit; Invalid without a reason.
func (d *Desk) Plead(ctx context.Context, who Actor, k invest.Kind, number, version int64, reason string) (invest.Draft, error) {
	return d.submit(ctx, who, k, number, version, &reason)
}

// Overrides lists what reviewers let stand of a text, oldest first. Forbidden, NotFound.
func (d *Desk) Overrides(ctx context.Context, who Actor, k invest.Kind, number int64) ([]invest.Override, error) {
	if _, err := seen(ctx, d.store, who.Editor, k, number); err != nil {
		return nil, err
	}
	return d.store.Overrides(ctx, k, number)
}

// plead writes a writer's reason into the margin.
func (s step) plead(ctx context.Context, draft invest.Draft, reason string) error {
	if err := invest.CheckNote("plea", reason, true).Err(); err != nil {
		return err
	}
	return s.tx.AddComment(ctx, &invest.Comment{
		Kind: draft.Kind, Number: draft.Number, Revision: draft.Revision, Editor: s.who.Editor.ID, At: s.at, Text: reason,
	})
}

// Override lets stand what checks have found in the text that waits for a review
// of this editor, by the keys of the findings, with the reason in writing. One
// that is not there any more, or was answered for, is passed over.
//
// Invalid without a reason; Conflict if the draft waits for no review, or
// nothing is left to answer for; Forbidden, Stale, NotFound.
func (d *Desk) Override(ctx context.Context, who Actor, k invest.Kind, number, version int64, findings []string, note string) error {
	return d.act(ctx, who, "override", k, func(ctx context.Context, s step) (int64, string, error) {
		draft, err := s.open(ctx, k, number, version)
		if err != nil {
			return number, "", err
		}
		level := draft.Work.InReview()
		if level == 0 {
			return number, "", invest.Errorf(invest.Conflict, "%s %d waits for no review", k, number)
		}
		if err := s.mayReview(ctx, draft, level); err != nil {
			return number, "", err
		}
		errs := invest.CheckNote("override", note, true)
		if len(findings) == 0 {
			errs = append(errs, invest.FieldError{Field: "finding", Key: "error.required"})
		}
		if err := errs.Err(); err != nil {
			return number, "", err
		}
		all, err := checked(ctx, s.tx, draft)
		if err != nil {
			return number, "", err
		}
		var said []string
		for _, c := range all {
			if !c.Open() || !slices.Contains(findings, c.Key()) {
				continue
			}
			o := invest.Override{
				DraftID: draft.ID(), Finding: c.Key(), Rule: c.Rule, Words: c.Words, Note: note,
				Revision: draft.Revision, Editor: who.Editor.ID, At: s.at,
			}
			if err := s.tx.AddOverride(ctx, o); err != nil {
				return number, "", err
			}
			said = append(said, fmt.Sprintf("%s %q", c.Rule, c.Words))
		}
		if len(said) == 0 {
			return number, "", invest.Errorf(invest.Conflict, "%s %d has no such finding open", k, number)
		}
		return number, strings.Join(said, ", ") + ": " + note, nil
	})
}

// TakeBackOverride takes back what the editor has let stand, while the text waits
// for their review; the trail keeps both. Conflict if it waits for no review, or
// the word is not the editor's own; Forbidden, Stale, NotFound.
func (d *Desk) TakeBackOverride(ctx context.Context, who Actor, k invest.Kind, number, version int64, finding string) error {
	return d.act(ctx, who, "override-back", k, func(ctx context.Context, s step) (int64, string, error) {
		draft, err := s.open(ctx, k, number, version)
		if err != nil {
			return number, "", err
		}
		level := draft.Work.InReview()
		if level == 0 {
			return number, "", invest.Errorf(invest.Conflict, "%s %d waits for no review", k, number)
		}
		if err := s.mayReview(ctx, draft, level); err != nil {
			return number, "", err
		}
		overrides, err := s.tx.Overrides(ctx, k, number)
		if err != nil {
			return number, "", err
		}
		i := slices.IndexFunc(overrides, func(o invest.Override) bool { return o.Finding == finding && o.Editor == who.Editor.ID })
		if i < 0 {
			return number, "", invest.Errorf(invest.Conflict, "%s let nothing of the kind stand in %s %d", who.Editor.Login, k, number)
		}
		return number, fmt.Sprintf("%s %q", overrides[i].Rule, overrides[i].Words), s.tx.DropOverride(ctx, k, number, finding)
	})
}
