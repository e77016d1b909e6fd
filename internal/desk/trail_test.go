package desk_test

import (
	"testing"

	"wellspring/internal/invest"
)

func TestABackupIsOnRecordAsTheOperators(t *testing.T) {
	b := newBureau(t)
	if err := b.RecordBackup(t.Context(), "2026-11-25.tar.gz", "ab12"); err != nil {
		t.Fatal(err)
	}
	lines, _, err := b.Audit(t.Context(), b.who[invest.Auditor], invest.AuditFilter{Limit: 1})
	if err != nil || len(lines) != 1 {
		t.Fatal(lines, err)
	}
	if l := lines[0]; l.Action != "backup" || l.Login != "operator" || l.Detail != "2026-11-25.tar.gz sha256:ab12" || l.Result != "ok" || l.Kind != "" {
		t.Errorf("the trail says %+v", l)
	}
}
