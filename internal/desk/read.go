package desk

import (
	"context"

	"wellspring/internal/invest"
)

// What editors read of the desk, they read here, and only what they may see. A
// refused reading leaves no line in the audit trail.

// Open gives a draft with its latest text, one in the bin too. Forbidden, NotFound.
func (d *Desk) Open(ctx context.Context, who Actor, k invest.Kind, number int64) (invest.Draft, error) {
	return seen(ctx, d.store, who.Editor, k, number)
}

// List lists the drafts that the editor sees. Forbidden if it asks for a kind of
// which they see nothing; unasked, such kinds are absent.
func (d *Desk) List(ctx context.Context, who Actor, f invest.DraftFilter) (invest.DraftList, error) {
	if f.Kind != "" && who.Editor.Sees(f.Kind) == invest.SeesNone {
		return invest.DraftList{}, invest.Errorf(invest.Forbidden, "%s sees no %s", who.Editor.Login, f.Kind)
	}
	f, ok := narrowed(who.Editor, f)
	if !ok {
		return invest.DraftList{}, nil
	}
	return d.store.Drafts(ctx, f)
}

// Revisions lists the saved texts of a draft without their bodies, newest
// first. Forbidden, NotFound.
func (d *Desk) Revisions(ctx context.Context, who Actor, k invest.Kind, number int64) ([]invest.Revision, error) {
	if _, err := seen(ctx, d.store, who.Editor, k, number); err != nil {
		return nil, err
	}
	return d.store.Revisions(ctx, k, number)
}

// Revision gives one saved text. Forbidden, NotFound.
func (d *Desk) Revision(ctx context.Context, who Actor, k invest.Kind, number, revision int64) (invest.Revision, error) {
	if _, err := seen(ctx, d.store, who.Editor, k, number); err != nil {
		return invest.Revision{}, err
	}
	return d.store.Revision(ctx, k, number, revision)
}

// Reviews lists the verdicts on a draft, oldest first, voided ones too.
// Forbidden, NotFound.
func (d *Desk) Reviews(ctx context.Context, who Actor, k invest.Kind, number int64) ([]invest.Review, error) {
	if _, err := seen(ctx, d.store, who.Editor, k, number); err != nil {
		return nil, err
	}
	return d.store.Reviews(ctx, k, number)
}

// Editors lists all editors by login, for any of them: their names stand on
// reviews and revisions. Forbidden.
func (d *Desk) Editors(ctx context.Context, who Actor) ([]invest.Editor, error) {
	if err := active(who.Editor); err != nil {
		return nil, err
	}
	return d.store.Editors(ctx)
}
