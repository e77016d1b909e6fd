package desk

import (
	"context"
	"errors"
	"time"

	"wellspring/internal/invest"
)

// dueAtOnce is how many schedules one run looks at; what is left comes next.
const dueAtOnce = 500

// byScheduler is what the audit trail says of an act that nobody was present at.
const byScheduler = "scheduled, by the scheduler"

// RunDue does everything that is due, each in a transaction of its own and in
// the name of who scheduled it, whose rights are asked for anew. What may not be
// done is marked as failed and not tried again; a failure of the store leaves it
// for the next run. Neither stops the rest. It gives how many were done and when
// the next is due, zero where nothing waits. Several processes may run it at once.
func (d *Desk) RunDue(ctx context.Context) (done int, next time.Time, err error) {
	plans, err := d.store.Waiting(ctx, dueAtOnce)
	if err != nil {
		return 0, time.Time{}, err
	}
	var failures []error
	for _, plan := range plans {
		if plan.Due.After(d.moment()) || ctx.Err() != nil {
			break
		}
		ran, err := d.runDue(ctx, plan)
		if err != nil {
			failures = append(failures, err)
		}
		if ran {
			done++
		}
	}
	rest, err := d.store.Waiting(ctx, 1)
	if len(rest) > 0 {
		next = rest[0].Due
	}
	return done, next, errors.Join(append(failures, err)...)
}

// runDue does one act that is due. It fails only with the store: what the rules
// forbid is written down.
func (d *Desk) runDue(ctx context.Context, plan invest.Schedule) (ran bool, err error) {
	var entry invest.AuditEntry
	still := false
	err = d.store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error {
		s, plan, waits, err := d.stillDue(ctx, tx, plan)
		if err != nil || !waits {
			return err
		}
		still, entry = true, s.entryOf(plan)
		if err := s.carryOut(ctx, plan); err != nil {
			return err
		}
		return tx.AppendAudit(ctx, entry)
	})
	switch code := invest.CodeOf(err); code {
	case invest.Invalid, invest.Forbidden, invest.Conflict:
		return false, d.giveUp(ctx, plan, code)
	}
	return still && err == nil, err
}

// stillDue reads a schedule again inside the transaction that is to do it:
// another process may have done it, or an editor moved it. It gives the step in
// which it is done, by who set it.
func (d *Desk) stillDue(ctx context.Context, tx invest.DeskTx, read invest.Schedule) (s step, plan invest.Schedule, still bool, err error) {
	s = step{tx: tx, who: Operator, at: d.moment()}
	plan, found, err := s.scheduled(ctx, read.Kind, read.Number, read.Act)
	if err != nil || !found || plan.Failed != "" || plan.Due.After(s.at) {
		return s, plan, false, err
	}
	if plan.Editor != 0 {
		editor, err := tx.Editor(ctx, plan.Editor)
		if err != nil {
			return s, plan, false, err
		}
		s.who = Actor{Editor: editor}
	}
	return s, plan, true, nil
}

// entryOf is the line of the audit trail for a scheduled act.
func (s step) entryOf(plan invest.Schedule) invest.AuditEntry {
	detail := byScheduler
	switch {
	case plan.Automatic:
		detail += ": its last day has passed"
	case plan.Reason != "":
		detail += ": " + plan.Reason
	}
	return invest.AuditEntry{
		At: s.at, Editor: s.who.Editor.ID, Login: s.who.Editor.Login, Action: string(plan.Act),
		Kind: plan.Kind, Number: plan.Number, Result: "ok", Detail: detail,
	}
}

// carryOut publishes or withdraws as scheduled.
func (s step) carryOut(ctx context.Context, plan invest.Schedule) error {
	draft, err := s.tx.Draft(ctx, plan.Kind, plan.Number)
	if err != nil {
		return err
	}
	if plan.Act == invest.ActPublish {
		if err := s.need(invest.MayPublish, plan.Kind); err != nil {
			return err
		}
		if draft.Work != invest.WorkScheduled {
			return invest.Errorf(invest.Conflict, "%s %d is %s, not scheduled", plan.Kind, plan.Number, draft.Work)
		}
		return s.publish(ctx, &draft)
	}
	// A text whose last day has passed goes, whoever published it and may do
	// nothing any more: nobody's right is used, the text says so itself.
	if !plan.Automatic {
		if err := s.need(invest.MayWithdraw, plan.Kind); err != nil {
			return err
		}
	}
	if draft.Public != invest.Published {
		return invest.Errorf(invest.Conflict, "%s %d is not public", plan.Kind, plan.Number)
	}
	return s.withdraw(ctx, &draft)
}

// giveUp marks a schedule as failed, for editors to see, and makes a text that
// was to be published an approved one again.
func (d *Desk) giveUp(ctx context.Context, plan invest.Schedule, code invest.Code) error {
	return d.store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error {
		s, plan, still, err := d.stillDue(ctx, tx, plan)
		if err != nil || !still {
			return err
		}
		plan.Failed = code
		if err := tx.PutSchedule(ctx, plan); err != nil {
			return err
		}
		draft, err := tx.Draft(ctx, plan.Kind, plan.Number)
		if err != nil {
			return err
		}
		if plan.Act == invest.ActPublish && draft.Work == invest.WorkScheduled {
			draft.Work, draft.Updated = invest.WorkApproved, s.at
			if err := tx.UpdateDraft(ctx, &draft); err != nil {
				return err
			}
		}
		entry := s.entryOf(plan)
		entry.Result = string(code)
		return tx.AppendAudit(ctx, entry)
	})
}
