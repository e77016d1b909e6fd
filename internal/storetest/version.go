package storetest

import (
	"testing"

	"wellspring/internal/invest"
)

func testVersion(t *testing.T, open func(t *testing.T) Store) {
	t.Run("each publication, batch and withdrawal raises it once, editing does not", func(t *testing.T) {
		s := newSite(t, open)
		version := func() int64 { return must(s.Version(t.Context()))(t) }
		start := version()
		d := s.create(project("项目"))
		d = s.edit(d, project("改"))
		s.record(invest.AuditEntry{At: dawn})
		equal(t, "after editing", version(), start)
		d = s.show(d)
		equal(t, "after a publication", version(), start+1)
		publishTogether[invest.Content](s, project("甲"), park("乙"), article("丙", "news"))
		equal(t, "after a batch", version(), start+2)
		s.withdraw(d)
		equal(t, "after a withdrawal", version(), start+3)
	})
}
