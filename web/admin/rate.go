package admin

import (
	"sync"

	"wellspring/internal/account"

	"golang.org/x/time/rate"
)

// rates bounds how fast one address may try to sign in, before any password is
// looked at: looking at one costs a tenth of a second and 64 MiB.
type rates struct {
	perSecond rate.Limit
	mu        sync.Mutex
	of        map[string]*rate.Limiter
}

const (
	triesAtOnce = 10
	ratesKept   = 10_000
)

func newRates(perSecond float64) *rates {
	if perSecond <= 0 {
		perSecond = 1
	}
	return &rates{perSecond: rate.Limit(perSecond), of: map[string]*rate.Limiter{}}
}

// allow reports whether an address may try now.
func (r *rates) allow(address string) bool {
	address = account.Whose(address)
	r.mu.Lock()
	defer r.mu.Unlock()
	l, ok := r.of[address]
	if !ok {
		if len(r.of) >= ratesKept {
			for other := range r.of { // the memory is bounded: any of them makes room
				delete(r.of, other)
				break
			}
		}
		l = rate.NewLimiter(r.perSecond, triesAtOnce)
		r.of[address] = l
	}
	return l.Allow()
}
