package desk

import (
	"context"
	"time"

	"wellspring/internal/invest"
)

const (
	workRows = 50                  // of each list, at most
	soon     = 30 * 24 * time.Hour // what expires within it is listed
)

// WorkList gives what waits for the editor; whoever sees no content has empty
// lists. Forbidden to nobody and the disabled.
func (d *Desk) WorkList(ctx context.Context, who Actor) (invest.WorkList, error) {
	var w invest.WorkList
	if err := active(who.Editor); err != nil {
		return w, err
	}
	me := who.Editor.ID
	inWork := []invest.Work{
		invest.WorkDraft, invest.WorkReview1, invest.WorkReview2, invest.WorkReview3, invest.WorkApproved, invest.WorkScheduled,
	}
	for _, list := range []struct {
		into *invest.DraftList
		f    invest.DraftFilter
		none bool
	}{
		{
			&w.Waiting,
			invest.DraftFilter{Works: waitingFor(who.Editor), ReviewableBy: me, Sort: invest.SortOldest},
			len(waitingFor(who.Editor)) == 0,
		},
		{&w.SentBack, invest.DraftFilter{SentBack: true, SeenBy: me, Sort: invest.SortOldest}, me == 0},
		{&w.Scheduled, invest.DraftFilter{Work: invest.WorkScheduled, Sort: invest.SortDue}, false},
		{&w.Expiring, invest.DraftFilter{Expiring: d.moment().Add(soon), Sort: invest.SortDue}, false},
		{&w.Mine, invest.DraftFilter{Works: inWork, SeenBy: me}, me == 0}, // nothing is the operator's, who is nobody
	} {
		if list.none {
			continue
		}
		list.f.Limit = workRows
		var err error
		if *list.into, err = d.List(ctx, who, list.f); err != nil {
			return w, err
		}
	}
	return w, nil
}

// waitingFor is the states of work in which a draft may wait for this editor.
// Rights to review and to publish hold for every kind.
func waitingFor(e invest.Editor) (works []invest.Work) {
	for level := 1; level <= 3; level++ {
		if e.May(invest.ReviewRight(level), "") {
			works = append(works, invest.AwaitingReview(level))
		}
	}
	if e.May(invest.MayPublish, "") {
		works = append(works, invest.WorkApproved)
	}
	return works
}
