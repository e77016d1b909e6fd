package account

import (
	"maps"
	"sync"
	"time"
)

// unwritten remembers when sessions were used, where the store could not.
type unwritten struct {
	mu sync.Mutex
	at map[string]time.Time // by Session.ID
}

// seen is when a session was last used, by the store or by what it lacks.
func (u *unwritten) seen(s Session) time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	if at := u.at[s.ID]; at.After(s.Seen) {
		return at
	}
	return s.Seen
}

// keep remembers a use, and forgets those that are of no use any more.
func (u *unwritten) keep(id string, at time.Time, idle time.Duration) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.at == nil {
		u.at = map[string]time.Time{}
	}
	maps.DeleteFunc(u.at, func(_ string, before time.Time) bool { return at.Sub(before) >= idle })
	u.at[id] = at
}

// uses gives what is remembered.
func (u *unwritten) uses() map[string]time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	return maps.Clone(u.at)
}
