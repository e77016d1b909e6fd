package account

import (
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
)

// Cheapen makes hashing take no time, and sets the clock of the second factor.
func (a *Accounts) Cheapen(clock func() time.Time) {
	a.cost = argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	a.clock = clock
}

// Occupy takes every place for hashing until the test ends.
func (a *Accounts) Occupy(t *testing.T) {
	for range cap(a.hashing) {
		a.hashing <- struct{}{}
	}
	t.Cleanup(func() {
		for range cap(a.hashing) {
			<-a.hashing
		}
	})
}

// NobodysCost is what it costs to refuse a name that nobody has, and Cost what
// a password does.
func (a *Accounts) NobodysCost() (argon2id.Params, error) {
	p, _, _, err := argon2id.DecodeHash(a.nobodys())
	return *p, err
}

func (a *Accounts) Cost() argon2id.Params { return a.cost }
