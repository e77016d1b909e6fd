package sqlite

import (
	"context"
	"sync"
	"testing"
	"time"

	"wellspring/internal/invest"
	"wellspring/internal/storetest"
)

func TestStore(t *testing.T) {
	var mu sync.Mutex
	dirs := map[*testing.T]string{}
	storetest.Run(t, func(t *testing.T) storetest.Store {
		mu.Lock()
		dir, known := dirs[t]
		if !known {
			dir = t.TempDir()
			dirs[t] = dir
		}
		mu.Unlock()
		return openStore(t, dir)
	})
}

// openStore opens a store that is closed when the test ends.
func openStore(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func hashOf(t testing.TB, c invest.Content) string {
	t.Helper()
	hash, err := invest.HashContent(c)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

// publishProject publishes a project, by as much of a desk as that takes.
func publishProject(t testing.TB, s *Store, p *invest.Project) invest.Draft {
	t.Helper()
	at := time.Date(2023, 12, 1, 0, 0, 0, 0, time.UTC)
	d := invest.Draft{Kind: invest.KindProject, Work: invest.WorkNone, Public: invest.NeverPublic, Created: at, Updated: at, Body: p}
	err := s.InTx(t.Context(), func(ctx context.Context, tx invest.DeskTx) error {
		if err := tx.CreateDraft(ctx, &d, hashOf(t, p), "", 1); err != nil {
			return err
		}
		return show(ctx, tx, &d, at)
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// show publishes a draft's latest text.
func show(ctx context.Context, tx invest.DeskTx, d *invest.Draft, at time.Time) error {
	d.Public, d.Shown, d.PubDate, d.ShownAt = invest.Published, d.Revision, at, at
	if err := tx.UpdateDraft(ctx, d); err != nil {
		return err
	}
	return tx.Show(ctx, invest.Publication{
		Kind: d.Kind, Number: d.Number, Revision: d.Shown, PubDate: at, Updated: at,
	}, d.Body.Public())
}
