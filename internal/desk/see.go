package desk

import (
	"context"
	"slices"

	"wellspring/internal/invest"
)

// seen gives a draft if the editor may see it. Forbidden, NotFound.
func seen(ctx context.Context, r invest.DeskReader, e invest.Editor, k invest.Kind, number int64) (invest.Draft, error) {
	scope := e.Sees(k)
	if scope == invest.SeesNone {
		return invest.Draft{}, invest.Errorf(invest.Forbidden, "%s sees no %s", e.Login, k)
	}
	draft, err := r.Draft(ctx, k, number)
	if err != nil || scope == invest.SeesAll || draft.Owner == e.ID {
		return draft, err
	}
	shares, err := r.Shares(ctx, k, number)
	if err != nil || slices.Contains(shares, e.ID) {
		return draft, err
	}
	revisions, err := r.Revisions(ctx, k, number)
	if err != nil || slices.ContainsFunc(revisions, func(rev invest.Revision) bool { return rev.Editor == e.ID }) {
		return draft, err
	}
	// Nothing of the draft goes with the refusal.
	return invest.Draft{}, invest.Errorf(invest.Forbidden, "%s does not see %s %d", e.Login, k, number)
}

// narrowed limits a filter to what the editor sees; ok is false where that is
// nothing at all.
func narrowed(e invest.Editor, f invest.DraftFilter) (_ invest.DraftFilter, ok bool) {
	var kinds, whole []invest.Kind
	for _, k := range invest.Kinds {
		if f.Kind != "" && f.Kind != k || len(f.Kinds) > 0 && !slices.Contains(f.Kinds, k) {
			continue
		}
		switch e.Sees(k) {
		case invest.SeesAll:
			kinds, whole = append(kinds, k), append(whole, k)
		case invest.SeesOwn:
			kinds = append(kinds, k)
		}
	}
	f.Kinds, f.Whole = kinds, nil // Whole is not the caller's to say
	if len(whole) < len(kinds) && f.SeenBy != e.ID {
		f.SeenBy, f.Whole = e.ID, whole
	}
	return f, len(kinds) > 0
}

// active refuses whoever is not signed in, or is disabled.
func active(e invest.Editor) error {
	if e.Active() {
		return nil
	}
	return invest.Errorf(invest.Forbidden, "%q is nobody who works here", e.Login)
}
