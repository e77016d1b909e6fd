package stage

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"wellspring/internal/invest"
)

// row is a source: one stage with its links.
type row struct {
	mu       sync.Mutex
	revision int64
	links    []int64
	fails    error
	loads    int
}

func (r *row) StageNow(_ context.Context, ceremony int64) (invest.Stage, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.loads++
	return invest.Stage{Ceremony: ceremony, Revision: r.revision}, r.fails
}

func (r *row) StagePulse(context.Context, int64) (invest.StagePulse, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return invest.StagePulse{Revision: r.revision, Links: r.links}, r.fails
}

func (r *row) set(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f()
}

func newHub(t *testing.T) (*Hub, *row) {
	t.Helper()
	source := &row{revision: 1, links: []int64{1, 2}}
	draw := func(s invest.Stage, a Audience) ([]byte, error) {
		return fmt.Appendf(nil, `{"revision":%d,"role":%q}`, s.Revision, a.Role), nil
	}
	h := NewHub(source, draw, slog.New(slog.DiscardHandler))
	t.Cleanup(h.Close)
	return h, source
}

var screens = Audience{Role: invest.RoleScreen, Lang: invest.Zh}

func listen(t *testing.T, h *Hub, link int64, a Audience, last int64) *Listener {
	t.Helper()
	l, err := h.Listen(invest.StageLink{ID: link, Ceremony: 5}, a, "192.0.2.1", last)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// get is the next frame that a listener is given.
func get(t *testing.T, l *Listener) Frame {
	t.Helper()
	select {
	case f := <-l.Mail():
		return f
	case <-time.After(5 * time.Second):
		t.Fatal("no frame")
		return Frame{}
	}
}

func TestWhoeverComesGetsTheWholeStateAndThenEachChange(t *testing.T) {
	h, source := newHub(t)
	l := listen(t, h, 1, screens, -1)
	if f := get(t, l); f.Revision != 1 || string(f.Event) != "id: 1\nevent: state\ndata: {\"revision\":1,\"role\":\"screen\"}\n\n" {
		t.Errorf("the first is %s", f.Event)
	}
	source.set(func() { source.revision = 2 })
	h.Changed(5)
	if f := get(t, l); f.Revision != 2 {
		t.Errorf("the next is %d", f.Revision)
	}
	source.set(func() { source.revision = 3 }) // by another process: nobody says so
	if f := get(t, l); f.Revision != 3 {
		t.Errorf("the one of another process is %d", f.Revision)
	}
}

func TestWhoeverHasTheRevisionIsNotGivenItAgain(t *testing.T) {
	h, source := newHub(t)
	same, older := listen(t, h, 1, screens, 1), listen(t, h, 1, screens, 0)
	if f := get(t, older); f.Revision != 1 {
		t.Errorf("who had an older one gets %d", f.Revision)
	}
	source.set(func() { source.revision = 2 })
	h.Changed(5)
	if f := get(t, same); f.Revision != 2 {
		t.Errorf("who had it gets %d", f.Revision)
	}
}

func TestWhoeverDoesNotFetchHoldsUpNobodyAndFindsTheNewest(t *testing.T) {
	h, source := newHub(t)
	stalled, quick := listen(t, h, 1, screens, -1), listen(t, h, 1, screens, -1)
	get(t, quick)
	for n := int64(2); n <= 50; n++ {
		source.set(func() { source.revision = n })
		h.Changed(5)
		if f := get(t, quick); f.Revision != n {
			t.Fatalf("revision %d comes as %d", n, f.Revision)
		}
	}
	// The hall may be at work on the stalled one still.
	for f := get(t, stalled); f.Revision != 50; f = get(t, stalled) {
		if f.Revision < 49 {
			t.Fatalf("the stalled one finds %d", f.Revision)
		}
	}
}

func TestAFrameIsMadeOnceForEachAudience(t *testing.T) {
	h, source := newHub(t)
	var all []*Listener
	for range 100 {
		all = append(all, listen(t, h, 1, screens, -1), listen(t, h, 2, Audience{Role: invest.RolePrompter}, -1))
	}
	for i, l := range all {
		f := get(t, l)
		if want := []string{"screen", "prompter"}[i%2]; !strings.Contains(string(f.Body), want) {
			t.Errorf("a listener of another role is told %s", f.Body)
		}
	}
	if _, err := h.Now(t.Context(), 5, screens); err != nil {
		t.Fatal(err)
	}
	if source.set(func() {}); source.loads != 2 {
		t.Errorf("the stage was read %d times", source.loads)
	}
	if n := h.Listening(5); n[1] != 100 || n[2] != 100 {
		t.Errorf("listening: %v", n)
	}
}

func TestARevokedLinkEndsItsStreamsAndNoOther(t *testing.T) {
	h, source := newHub(t)
	revoked, other := listen(t, h, 1, screens, -1), listen(t, h, 2, screens, -1)
	get(t, revoked)
	get(t, other)
	source.set(func() { source.links = []int64{2} })
	begun := time.Now()
	<-revoked.Done()
	if took := time.Since(begun); took > time.Second {
		t.Errorf("it took %v", took)
	}
	source.set(func() { source.revision = 2 })
	h.Changed(5)
	if f := get(t, other); f.Revision != 2 {
		t.Errorf("the other gets %d", f.Revision)
	}
	revoked.Leave() // ended already
	if n := h.Listening(5); n[1] != 0 || n[2] != 1 {
		t.Errorf("listening: %v", n)
	}
}

func TestAStoreThatFailsLeavesWhatIsThere(t *testing.T) {
	h, source := newHub(t)
	l := listen(t, h, 1, screens, -1)
	get(t, l)
	source.set(func() { source.fails = errors.New("disk") })
	h.Changed(5)
	time.Sleep(2 * beat)
	select {
	case <-l.Done():
		t.Fatal("the stream ended")
	default:
	}
	source.set(func() { source.fails, source.revision = nil, 2 })
	if f := get(t, l); f.Revision != 2 {
		t.Errorf("after that comes %d", f.Revision)
	}
}

func TestCloseEndsEveryStream(t *testing.T) {
	h, _ := newHub(t)
	l := listen(t, h, 1, screens, -1)
	h.Close()
	<-l.Done()
	if _, err := h.Listen(invest.StageLink{ID: 1, Ceremony: 5}, screens, "192.0.2.1", -1); !errors.Is(err, ErrBusy) {
		t.Errorf("a closed hub lets in: %v", err)
	}
}

func TestStreamsAreBoundedAndTheirPlacesGivenBack(t *testing.T) {
	h, _ := newHub(t)
	add := func(address string) (*Listener, error) {
		return h.Listen(invest.StageLink{ID: 1, Ceremony: 5}, screens, address, -1)
	}
	var one []*Listener
	for range MaxPerAddress {
		l, err := add("192.0.2.7")
		if err != nil {
			t.Fatal(err)
		}
		one = append(one, l)
	}
	if _, err := add("192.0.2.7"); !errors.Is(err, ErrBusy) {
		t.Errorf("one address has more than its share: %v", err)
	}
	for range MaxStreams - MaxPerAddress {
		if _, err := add("127.0.0.1"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := add("192.0.2.8"); !errors.Is(err, ErrBusy) {
		t.Errorf("there are more than the most: %v", err)
	}
	one[0].Leave()
	if _, err := add("192.0.2.7"); err != nil {
		t.Errorf("a place given back is not given: %v", err)
	}
}

func TestAHallIsLeftWhenNobodyListens(t *testing.T) {
	h, _ := newHub(t)
	l := listen(t, h, 1, screens, -1)
	get(t, l)
	l.Leave()
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.halls) != 0 || h.streams != 0 || len(h.from) != 0 {
		t.Errorf("left are %v, %d, %v", h.halls, h.streams, h.from)
	}
}
