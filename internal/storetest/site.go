package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"wellspring/internal/invest"
)

// dawn is when the clock of a test begins.
var dawn = time.Date(2023, time.December, 1, 1, 0, 0, 0, time.UTC)

// site is a store with a clock, and as much of a desk as the tests need.
type site struct {
	t *testing.T
	Store
	clock time.Time
}

func newSite(t *testing.T, open func(t *testing.T) Store) *site {
	t.Helper()
	return &site{t: t, Store: open(t), clock: dawn}
}

// tick gives the time and moves the clock on by a minute.
func (s *site) tick() time.Time {
	at := s.clock
	s.clock = at.Add(time.Minute)
	return at
}

// inTx runs f in a transaction that has to succeed.
func (s *site) inTx(f func(ctx context.Context, tx invest.DeskTx) error) {
	s.t.Helper()
	if err := s.InTx(s.t.Context(), f); err != nil {
		s.t.Fatal(err)
	}
}

// create makes a draft of a text.
func (s *site) create(c invest.Content) invest.Draft {
	s.t.Helper()
	var d invest.Draft
	s.inTx(func(ctx context.Context, tx invest.DeskTx) (err error) {
		d, err = s.createIn(ctx, tx, c)
		return err
	})
	return d
}

func (s *site) createIn(ctx context.Context, tx invest.DeskTx, c invest.Content) (invest.Draft, error) {
	s.t.Helper()
	if err := c.Validate().Err(); err != nil {
		s.t.Fatalf("the sample is not valid: %v", err)
	}
	at := s.tick()
	d := invest.Draft{
		Kind: c.Kind(), Owner: 7, Work: invest.WorkDraft, Public: invest.NeverPublic, Created: at, Updated: at, Body: c,
	}
	return d, tx.CreateDraft(ctx, &d, hashOf(s.t, c), "", 7)
}

// edit saves a next text of a draft.
func (s *site) edit(d invest.Draft, c invest.Content) invest.Draft {
	s.t.Helper()
	d.Body, d.Work, d.Updated = c, invest.WorkDraft, s.tick()
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
		return tx.SaveRevision(ctx, &d, hashOf(s.t, c), "", 7)
	})
	return d
}

// show publishes the latest text of a draft.
func (s *site) show(d invest.Draft) invest.Draft {
	s.t.Helper()
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
		p, err := s.markShown(ctx, tx, &d)
		if err != nil {
			return err
		}
		return tx.Show(ctx, p, d.Body.Public())
	})
	return d
}

// markShown marks a draft as published and gives its publication.
func (s *site) markShown(ctx context.Context, tx invest.DeskTx, d *invest.Draft) (invest.Publication, error) {
	at := s.tick()
	if d.PubDate.IsZero() {
		d.PubDate = at
	}
	d.Work, d.Public, d.Shown, d.ShownAt, d.Updated = invest.WorkNone, invest.Published, d.Revision, at, at
	return publicationOf(*d), tx.UpdateDraft(ctx, d)
}

// publish makes a draft of a text and publishes it.
func (s *site) publish(c invest.Content) invest.Draft {
	s.t.Helper()
	return s.show(s.create(c))
}

// publishTogether publishes texts in one transaction and at one moment.
func publishTogether[C invest.Content](s *site, texts ...C) []invest.Draft {
	s.t.Helper()
	var drafts []invest.Draft
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
		var ps []invest.Publication
		var public []invest.Content
		at := s.tick()
		for _, c := range texts {
			d, err := s.createIn(ctx, tx, c)
			if err != nil {
				return err
			}
			s.clock = at
			p, err := s.markShown(ctx, tx, &d)
			if err != nil {
				return err
			}
			drafts, ps, public = append(drafts, d), append(ps, p), append(public, c.Public())
		}
		return tx.ShowAll(ctx, ps, public)
	})
	return drafts
}

// withdraw takes a published draft back.
func (s *site) withdraw(d invest.Draft) invest.Draft {
	s.t.Helper()
	at := s.tick()
	d.Public, d.Shown, d.Work, d.Updated = invest.Withdrawn, 0, invest.WorkDraft, at
	s.inTx(func(ctx context.Context, tx invest.DeskTx) error {
		if err := tx.UpdateDraft(ctx, &d); err != nil {
			return err
		}
		return tx.Hide(ctx, d.Kind, d.Number, at)
	})
	return d
}

// publicationOf is what the catalogue should know of a published draft.
func publicationOf(d invest.Draft) invest.Publication {
	return invest.Publication{Kind: d.Kind, Number: d.Number, Revision: d.Shown, PubDate: d.PubDate, Updated: d.ShownAt}
}

// text reads one published text of any kind.
func (s *site) text(k invest.Kind, number int64) (invest.Content, invest.Publication, error) {
	return textOf(s.t.Context(), s.Store, k, number)
}

func textOf(ctx context.Context, s Store, k invest.Kind, number int64) (invest.Content, invest.Publication, error) {
	switch k {
	case invest.KindProject:
		return s.Project(ctx, number)
	case invest.KindCeremony:
		return s.Ceremony(ctx, number)
	case invest.KindPark:
		return s.Park(ctx, number)
	case invest.KindArticle:
		return s.Article(ctx, number)
	case invest.KindPolicy:
		return s.Policy(ctx, number)
	case invest.KindUpdate:
		return s.Update(ctx, number)
	case invest.KindRelease:
		return s.Release(ctx, number)
	}
	return nil, invest.Publication{}, errors.New("no such kind")
}

func hashOf(t *testing.T, c invest.Content) string {
	t.Helper()
	return must(invest.HashContent(c))(t)
}

// must is the value of a call that has to succeed.
func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// wantCode checks the code of an error; "" stands for an error without one.
func wantCode(t *testing.T, err error, code invest.Code) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want code %q", code)
	} else if got := invest.CodeOf(err); got != code {
		t.Errorf("error %q has code %q, want %q", err, got, code)
	}
}

// numbersOf is the number of each row, in order.
func numbersOf[R any](rows []R, number func(R) int64) []int64 {
	out := []int64{}
	for _, r := range rows {
		out = append(out, number(r))
	}
	return out
}
