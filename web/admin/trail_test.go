package admin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"wellspring/internal/invest"
)

func TestReadingWhatIsPersonalIsOnRecord(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	of := h.actor(t, "writer").Editor
	h.as(t, "admin").get(t, fmt.Sprintf("/admin/people/%d", of.ID)).want(t, http.StatusOK)
	h.as(t, "writer2").get(t, fmt.Sprintf("/admin/people/%d", of.ID)).want(t, http.StatusForbidden)
	h.as(t, "auditor").get(t, "/admin/audit/audit.csv").want(t, http.StatusOK)
	for _, want := range []invest.AuditEntry{
		{Action: "people-read", Login: "admin", Detail: "writer"},
		{Action: "audit-export", Login: "auditor"},
	} {
		trail, err := h.store.FindAudit(t.Context(), invest.AuditFilter{Action: want.Action})
		if err != nil || trail.Total != 1 || trail.Entries[0].Login != want.Login || trail.Entries[0].Detail != want.Detail || trail.Entries[0].Result != "ok" {
			t.Errorf("%s: %+v, %v", want.Action, trail.Entries, err)
		}
	}
}

func TestWhoIsRefusedAPageIsOnRecord(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	b.get(t, "/admin/settings/site").want(t, http.StatusForbidden)
	b.post(t, "/admin/people/new", url.Values{"login": {"mallory"}}).want(t, http.StatusForbidden)
	trail, err := h.store.FindAudit(t.Context(), invest.AuditFilter{Action: "enter", Result: "forbidden"})
	if err != nil || trail.Total != 2 || trail.Entries[0].Login != "writer" || trail.Entries[0].Detail != "POST /admin/people/new" {
		t.Errorf("the trail says %+v, %v", trail.Entries, err)
	}
}
