package stage

import (
	"context"
	"log/slog"
	"slices"
	"time"
)

// run looks at a stage while anybody listens to it.
func (h *Hub) run(ctx context.Context, room *hall) {
	every := time.NewTicker(beat)
	defer every.Stop()
	failing := ""
	for {
		select {
		case <-ctx.Done():
			h.empty(room)
			return
		case <-every.C:
		case <-room.poke:
		}
		text := ""
		if err := h.look(ctx, room); err != nil {
			text = err.Error()
		}
		// What the screens have stays; the next beat may be better. It is said when
		// it begins, not twice a second.
		if text != failing && text != "" && ctx.Err() == nil {
			h.log.Error("stage", slog.Int64("ceremony", room.ceremony), slog.String("cause", text))
		}
		failing = text
	}
}

// empty ends the streams that are left when the hub closes.
func (h *Hub) empty(room *hall) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range room.listeners {
		h.drop(l)
	}
}

// look gives everybody in the room the frame of now, unless they have it, and
// ends the streams of links that are revoked.
func (h *Hub) look(ctx context.Context, room *hall) error {
	pulse, err := h.source.StagePulse(ctx, room.ceremony)
	if err != nil {
		return err
	}
	frames := map[Audience]Frame{}
	for _, a := range h.waiting(room, pulse.Links, pulse.Revision) {
		if frames[a], err = h.frame(ctx, room.ceremony, a, pulse.Revision); err != nil {
			return err
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range room.listeners {
		f, made := frames[l.audience]
		if !made || f.Revision == l.given {
			continue
		}
		select {
		case <-l.mail: // not fetched yet, and older
		default:
		}
		l.mail <- f // there is room: nobody else puts anything there
		l.given = f.Revision
	}
	return nil
}

// waiting drops whose link is none of those that open, and gives the audiences
// with anybody who does not have a revision.
func (h *Hub) waiting(room *hall, links []int64, revision int64) []Audience {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []Audience
	for l := range room.listeners {
		if !slices.Contains(links, l.link) {
			h.drop(l)
			continue
		}
		if l.given != revision && !slices.Contains(out, l.audience) {
			out = append(out, l.audience)
		}
	}
	return out
}
