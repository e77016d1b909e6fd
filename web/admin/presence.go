package admin

import (
	"slices"
	"sync"
	"time"

	"wellspring/internal/invest"
)

// presence remembers who has which text open. It lives in memory: it is a
// courtesy among editors, and what keeps them from overwriting each other is
// the version.
type presence struct {
	now func() time.Time
	mu  sync.Mutex
	at  map[invest.DraftID]map[int64]visit // text -> editor -> the last sign
}

type visit struct {
	name string
	at   time.Time
}

// hereFor is how long somebody counts as there after the last sign of it.
const hereFor = 90 * time.Second

func newPresence(now func() time.Time) *presence {
	return &presence{now: now, at: map[invest.DraftID]map[int64]visit{}}
}

// enter notes that an editor has a text open and gives the others who have.
func (p *presence) enter(k invest.Kind, number int64, me invest.Editor) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	for text, who := range p.at { // few: only what is open
		for id, v := range who {
			if now.Sub(v.at) > hereFor {
				delete(who, id)
			}
		}
		if len(who) == 0 {
			delete(p.at, text)
		}
	}
	text := invest.DraftID{Kind: k, Number: number}
	if p.at[text] == nil {
		p.at[text] = map[int64]visit{}
	}
	p.at[text][me.ID] = visit{me.Name, now}
	var others []string
	for id, v := range p.at[text] {
		if id != me.ID {
			others = append(others, v.name)
		}
	}
	slices.Sort(others)
	return others
}
