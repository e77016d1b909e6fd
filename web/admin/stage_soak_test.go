package admin_test

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"wellspring/internal/invest"
)

// From the director's button to the last screen. A few screens in make test;
// WELLSPRING_SOAK_SCREENS says how many, WELLSPRING_SOAK_CHANGES how many changes.
func TestEachChangeReachesEveryScreenWithinASecond(t *testing.T) {
	screens, changes := countOf(t, "WELLSPRING_SOAK_SCREENS", 30), countOf(t, "WELLSPRING_SOAK_CHANGES", 10)
	h := newHall(t, invest.StageRehearsal)
	server := serveHall(t, h)
	server.Client().Transport.(*http.Transport).MaxIdleConns = screens
	streams := make([]*stream, screens)
	for i := range streams {
		streams[i] = listen(t, server, h.path[invest.RoleScreen]+"/events")
		streams[i].next(t)
	}
	var took []time.Duration
	for i := range changes {
		begun := time.Now()
		var wait sync.WaitGroup
		for _, s := range streams {
			wait.Go(func() { <-s.frames })
		}
		h.press(t, []string{"black on", "black off"}[i%2]).want(t, http.StatusSeeOther)
		wait.Wait()
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	worst := took[len(took)-1]
	t.Logf("%d screens, %d changes: from the button to the last screen median %v, 99 %% %v, at most %v",
		screens, changes, took[len(took)/2].Round(time.Millisecond), took[len(took)*99/100].Round(time.Millisecond), worst.Round(time.Millisecond))
	if worst > time.Second {
		t.Errorf("a change took %v", worst)
	}
	// Nothing came twice, and nobody was cut off.
	for i, s := range streams {
		select {
		case f := <-s.frames:
			t.Errorf("screen %d got revision %d once more", i, f.Revision)
		case <-s.ended:
			t.Errorf("screen %d was cut off", i)
		default:
		}
	}
	if n := fmt.Sprint(h.stage(t).Revision); n != strconv.Itoa(changes+1) {
		t.Errorf("the stage is at revision %s", n)
	}
}

// countOf reads a number from the environment.
func countOf(t *testing.T, name string, otherwise int) int {
	t.Helper()
	v := os.Getenv(name)
	if v == "" {
		return otherwise
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}
