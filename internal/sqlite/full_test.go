package sqlite

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"wellspring/internal/invest"
)

// A database that may not grow stands for a disk that is full; the program on
// such a disk is in cmd/wellspring.
func TestAWriteThatFindsNoRoomIsFullAndLeavesNothing(t *testing.T) {
	s := openStore(t, t.TempDir())
	first := publishProject(t, s, &invest.Project{Title: invest.Text{Zh: "光伏"}})
	limit := func(pages int) {
		t.Helper()
		if _, err := s.write.ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(1) // no fewer than it has
	body := &invest.Project{Title: invest.Text{Zh: "钛材"}, Body: invest.Text{Zh: strings.Repeat("长", 100_000)}}
	create := func(ctx context.Context, tx invest.DeskTx) error {
		d := invest.Draft{Kind: invest.KindProject, Work: invest.WorkDraft, Public: invest.NeverPublic, Created: time.Unix(0, 0), Updated: time.Unix(0, 0), Body: body}
		return tx.CreateDraft(ctx, &d, hashOf(t, body), "", 1)
	}
	for range 2 { // the first leaves the connection fit for the second
		if err := s.InTx(t.Context(), create); invest.CodeOf(err) != invest.Full {
			t.Errorf("got %v, want full", err)
		}
	}
	list, err := s.Drafts(t.Context(), invest.DraftFilter{})
	if err != nil || list.Total != 1 || list.Rows[0].Number != first.Number {
		t.Errorf("the drafts are %+v, %v", list, err)
	}
	limit(1 << 30)
	if err := s.InTx(t.Context(), create); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if r, err := s.Check(t.Context(), false); err != nil || !r.OK() {
		t.Errorf("check: %+v, %v", r, err)
	}
}
