package sqlite

import (
	"sync"
	"testing"

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
