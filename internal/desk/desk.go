// Package desk is the only way content changes. Each call asks: may this
// editor, is the text valid, is it still the one they opened; then it writes,
// with its line in the audit trail, in one transaction.
package desk

import (
	"context"
	"fmt"
	"time"

	"wellspring/internal/invest"
)

// Desk holds the store of drafts and the rules for changing it.
type Desk struct {
	store invest.DeskStore
	now   func() time.Time
}

// New is a desk over a store, on the clock now.
func New(store invest.DeskStore, now func() time.Time) *Desk {
	return &Desk{store: store, now: now}
}

// Actor is who does something, and from which network address.
type Actor struct {
	Editor  invest.Editor
	Address string // empty for the program's own commands
}

// Operator is whoever runs the program's commands on the data folder.
var Operator = Actor{Editor: invest.Editor{Login: "operator", Name: "operator", Roles: []invest.Role{invest.Operator}}}

// Now is the desk's time.
func (d *Desk) Now() time.Time { return d.moment() }

// moment is the desk's time, as it is stored: UTC to the second.
func (d *Desk) moment() time.Time { return d.now().UTC().Truncate(time.Second) }

// step is one act inside its transaction.
type step struct {
	tx  invest.DeskTx
	who Actor
	at  time.Time
}

// act runs an act with its audit line in one transaction. A refusal leaves a
// line too, in a transaction of its own since the first was rolled back.
func (d *Desk) act(ctx context.Context, who Actor, action string, kind invest.Kind, f func(context.Context, step) (number int64, detail string, err error)) error {
	entry := d.entry(who, action, kind)
	err := d.store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error {
		number, detail, err := f(ctx, step{tx: tx, who: who, at: entry.At})
		entry.Number, entry.Detail = number, detail
		if err != nil {
			return err
		}
		return tx.AppendAudit(ctx, entry)
	})
	if invest.CodeOf(err) == invest.Forbidden {
		return d.refused(ctx, entry, err)
	}
	return err
}

// entry begins the audit line of an act of this moment.
func (d *Desk) entry(who Actor, action string, kind invest.Kind) invest.AuditEntry {
	return invest.AuditEntry{
		At: d.moment(), Editor: who.Editor.ID, Login: who.Editor.Login, Address: who.Address, Action: action, Kind: kind, Result: "ok",
	}
}

// refused records a refusal and gives it on.
func (d *Desk) refused(ctx context.Context, entry invest.AuditEntry, refusal error) error {
	entry.Result = string(invest.Forbidden)
	err := d.store.InTx(ctx, func(ctx context.Context, tx invest.DeskTx) error { return tx.AppendAudit(ctx, entry) })
	if err != nil {
		return fmt.Errorf("%w (and the refusal could not be recorded: %v)", refusal, err)
	}
	return refusal
}

// need refuses an act to an editor without a right over a kind.
func (s step) need(r invest.Right, k invest.Kind) error {
	if s.who.Editor.May(r, k) {
		return nil
	}
	return invest.Errorf(invest.Forbidden, "%s may not %s %s", s.who.Editor.Login, r, k)
}

// open gives a draft that the editor sees and that is still at the version they
// opened. Forbidden, NotFound, Stale; Conflict if it is in the bin.
func (s step) open(ctx context.Context, k invest.Kind, number, version int64) (invest.Draft, error) {
	draft, err := s.openAnywhere(ctx, k, number, version)
	if err == nil {
		err = notBinned(draft)
	}
	return draft, err
}

// openAnywhere is open for a draft that may be in the bin.
func (s step) openAnywhere(ctx context.Context, k invest.Kind, number, version int64) (invest.Draft, error) {
	draft, err := seen(ctx, s.tx, s.who.Editor, k, number)
	if err == nil && draft.Version != version {
		err = invest.Errorf(invest.Stale, "%s %d is at version %d, not %d", k, number, draft.Version, version)
	}
	return draft, err
}

// notBinned refuses to work on a draft that was thrown away.
func notBinned(draft invest.Draft) error {
	if draft.Binned.IsZero() {
		return nil
	}
	return invest.Errorf(invest.Conflict, "%s %d is in the bin", draft.Kind, draft.Number)
}

// settings gives every part of the settings as the transaction sees them.
func (s step) settings(ctx context.Context) (invest.Settings, error) {
	var all invest.Settings
	for _, key := range invest.SettingKeys {
		part, _, err := s.tx.Setting(ctx, key)
		if err != nil {
			return all, err
		}
		all.Set(part)
	}
	return all, nil
}
