// Package stage is who listens to a ceremony's stage, and how they hear of a
// change. It knows no state of its own: that is a row of the store, so that a
// restart changes nothing but the connections.
package stage

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"wellspring/internal/invest"
)

// Source is where the stages are.
type Source interface {
	// StageNow gives a stage whole; one that was never opened has Revision 0.
	StageNow(ctx context.Context, ceremony int64) (invest.Stage, error)
	// StagePulse says cheaply whether anything of it has changed.
	StagePulse(ctx context.Context, ceremony int64) (invest.StagePulse, error)
}

// Audience is those who see the same of a stage.
type Audience struct {
	Role invest.StageRole
	Lang invest.Lang
}

// Draw makes what an audience is told of a stage, as one line of JSON.
type Draw func(s invest.Stage, a Audience) ([]byte, error)

// Frame is a stage at a revision as one audience sees it, made once for all of it.
type Frame struct {
	Revision int64
	Body     []byte // JSON
	Event    []byte // the same as a server-sent event
}

const (
	// MaxStreams is how many streams there are at most. A stream costs some 20 kB;
	// who gets none asks every second instead, and misses nothing.
	MaxStreams = 2_000
	// MaxPerAddress is how many of them one address has, so that one holder of a
	// link cannot take all. The machine's own address, which every visitor of a proxy
	// beside the program has, is not counted.
	MaxPerAddress = 256
	// beat is how often a stage is looked at that anybody listens to: other
	// processes may change it.
	beat = 500 * time.Millisecond
)

// ErrBusy is the answer to one stream too many.
var ErrBusy = errors.New("too many streams")

// Hub tells those who listen to stages of every change. It is safe for use by
// many goroutines. Nobody who listens can hold up another: each has one place for
// the latest frame, in which a newer one takes the place of an older.
type Hub struct {
	source Source
	draw   Draw
	log    *slog.Logger
	ctx    context.Context
	close  context.CancelFunc

	drawing sync.Mutex // one at a time, so that what many ask for is made once

	mu      sync.Mutex
	halls   map[int64]*hall
	frames  map[place]Frame
	streams int
	from    map[string]int // streams by address
}

type place struct {
	ceremony int64
	Audience
}

// hall is one ceremony's listeners. Its fields are under the hub's lock.
type hall struct {
	ceremony  int64
	listeners map[*Listener]struct{}
	poke      chan struct{}
	leave     context.CancelFunc
}

// NewHub makes a hub over a source.
func NewHub(source Source, draw Draw, log *slog.Logger) *Hub {
	h := &Hub{
		source: source, draw: draw, log: log, halls: map[int64]*hall{}, frames: map[place]Frame{}, from: map[string]int{},
	}
	h.ctx, h.close = context.WithCancel(context.Background())
	return h
}

// Close ends all streams: a server does not stop while one is open.
func (h *Hub) Close() { h.close() }

// Changed has a stage looked at now and not at the next beat.
func (h *Hub) Changed(ceremony int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if room, ok := h.halls[ceremony]; ok {
		room.wake()
	}
}

func (r *hall) wake() {
	select {
	case r.poke <- struct{}{}:
	default: // it is awake already
	}
}

// Listening counts the streams of this process by link.
func (h *Hub) Listening(ceremony int64) map[int64]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := map[int64]int{}
	if room, ok := h.halls[ceremony]; ok {
		for l := range room.listeners {
			out[l.link]++
		}
	}
	return out
}

// Now gives the frame of this moment, for those who ask and do not listen.
func (h *Hub) Now(ctx context.Context, ceremony int64, a Audience) (Frame, error) {
	pulse, err := h.source.StagePulse(ctx, ceremony)
	if err != nil {
		return Frame{}, err
	}
	return h.frame(ctx, ceremony, a, pulse.Revision)
}

// framesKept is of how many audiences the last frame is kept.
const framesKept = 256

// frame gives the frame of a revision, or of a later one.
func (h *Hub) frame(ctx context.Context, ceremony int64, a Audience, revision int64) (Frame, error) {
	p := place{ceremony, a}
	if f, ok := h.known(p, revision); ok {
		return f, nil
	}
	h.drawing.Lock()
	defer h.drawing.Unlock()
	if f, ok := h.known(p, revision); ok {
		return f, nil
	}
	s, err := h.source.StageNow(ctx, ceremony)
	if err != nil {
		return Frame{}, err
	}
	body, err := h.draw(s, a)
	if err != nil {
		return Frame{}, err
	}
	f := Frame{Revision: s.Revision, Body: body, Event: event(s.Revision, body)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.frames) >= framesKept {
		clear(h.frames)
	}
	h.frames[p] = f
	return f, nil
}

func (h *Hub) known(p place, revision int64) (Frame, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f, ok := h.frames[p]
	return f, ok && f.Revision == revision
}

func event(revision int64, body []byte) []byte {
	b := append([]byte("id: "), strconv.FormatInt(revision, 10)...)
	b = append(b, "\nevent: state\ndata: "...)
	return append(append(b, body...), "\n\n"...)
}

// Listener is one stream.
type Listener struct {
	hub      *Hub
	room     *hall
	link     int64
	audience Audience
	address  string
	given    int64 // the revision last put into mail, or had from before
	mail     chan Frame
	done     chan struct{}
}

// Listen begins a stream for the holder of a link. last is the revision they have
// already, -1 for none: on another they get the whole state at once. ErrBusy for
// one stream too many. Leave ends it.
func (h *Hub) Listen(link invest.StageLink, a Audience, address string, last int64) (*Listener, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	counted := !isLoopback(address)
	if h.streams >= MaxStreams || counted && h.from[address] >= MaxPerAddress || h.ctx.Err() != nil {
		return nil, ErrBusy
	}
	room, ok := h.halls[link.Ceremony]
	if !ok {
		room = &hall{ceremony: link.Ceremony, listeners: map[*Listener]struct{}{}, poke: make(chan struct{}, 1)}
		ctx, leave := context.WithCancel(h.ctx)
		room.leave = leave
		h.halls[link.Ceremony] = room
		go h.run(ctx, room)
	}
	l := &Listener{
		hub: h, room: room, link: link.ID, audience: a, given: last, mail: make(chan Frame, 1), done: make(chan struct{}),
	}
	if counted {
		l.address = address
		h.from[address]++
	}
	h.streams++
	room.listeners[l] = struct{}{}
	room.wake()
	return l, nil
}

func isLoopback(address string) bool {
	ip, err := netip.ParseAddr(address)
	return err == nil && ip.Unmap().IsLoopback()
}

// Mail gives the frames as they come; of several that came meanwhile the newest.
func (l *Listener) Mail() <-chan Frame { return l.mail }

// Done is closed when the stream is to end: its link was revoked, or the hub closed.
func (l *Listener) Done() <-chan struct{} { return l.done }

// Leave ends a stream. It may have ended already.
func (l *Listener) Leave() {
	l.hub.mu.Lock()
	defer l.hub.mu.Unlock()
	l.hub.drop(l)
}

// drop takes a listener out, under the lock.
func (h *Hub) drop(l *Listener) {
	if _, here := l.room.listeners[l]; !here {
		return
	}
	delete(l.room.listeners, l)
	close(l.done)
	h.streams--
	if l.address != "" {
		if h.from[l.address]--; h.from[l.address] == 0 {
			delete(h.from, l.address)
		}
	}
	if len(l.room.listeners) == 0 {
		l.room.leave()
		delete(h.halls, l.room.ceremony)
	}
}
