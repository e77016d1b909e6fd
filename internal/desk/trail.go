package desk

import (
	"context"

	"wellspring/internal/invest"
)

// The trail is written by every act. Here it is read, and told what is no act on
// a text: that somebody took it out of the house, looked at a person, or was
// turned away.

// Audit lists what matches of the audit trail, newest first. Forbidden.
func (d *Desk) Audit(ctx context.Context, who Actor, f invest.AuditFilter) (entries []invest.AuditEntry, total int, err error) {
	if !who.Editor.May(invest.MayAudit, "") {
		return nil, 0, invest.Errorf(invest.Forbidden, "%s may not read the audit trail", who.Editor.Login)
	}
	list, err := d.store.FindAudit(ctx, f)
	return list.Entries, list.Total, err
}

// RecordExport writes down that the trail is taken out of the house: it holds
// names and addresses of people. Forbidden.
func (d *Desk) RecordExport(ctx context.Context, who Actor) error {
	return d.act(ctx, who, "audit-export", "", func(_ context.Context, s step) (int64, string, error) {
		return 0, "", s.need(invest.MayAudit, "")
	})
}

// RecordRead writes down that somebody looks at how an editor signs in. Forbidden.
func (d *Desk) RecordRead(ctx context.Context, who Actor, e invest.Editor) error {
	return d.act(ctx, who, "people-read", "", func(_ context.Context, s step) (int64, string, error) {
		return 0, e.Login, s.need(invest.MaySettings, "")
	})
}

// RecordBackup writes down that the operator has copied the data folder: file is
// the archive's name, sum its manifest's SHA-256, by which it is known again.
func (d *Desk) RecordBackup(ctx context.Context, file, sum string) error {
	return d.act(ctx, Operator, "backup", "", func(context.Context, step) (int64, string, error) {
		return 0, file + " sha256:" + sum, nil
	})
}

// RecordRefusal writes down that an editor was refused a page or an act before
// the Desk was asked, and gives the refusal on. where is the address.
func (d *Desk) RecordRefusal(ctx context.Context, who Actor, where string, refusal error) error {
	entry := d.entry(who, "enter", "")
	entry.Detail = where
	return d.refused(ctx, entry, refusal)
}
