package account

import (
	"context"
	"time"

	"wellspring/internal/invest"
)

// remembered is how many passwords of an editor are kept besides the present one.
const remembered = 5

// Credential is what an editor signs in with.
type Credential struct {
	Editor     int64
	Hash       string    // of the password, with the cost of making it: argon2id's usual form
	Set        time.Time // when the password was
	MustChange bool      // it was chosen by somebody else
	Old        []string  // hashes of the passwords before, newest first

	TOTPSecret   string   // base32; "": no second factor
	TOTPLastStep int64    // the last code that was taken: neither it nor an earlier one is taken again
	Recovery     []string // SHA-256 of the recovery codes not yet used, in hex
}

// withPassword is the credential with another password.
func (c Credential) withPassword(hash string, at time.Time, mustChange bool) Credential {
	if c.Hash != "" {
		c.Old = append([]string{c.Hash}, c.Old...)
		c.Old = c.Old[:min(len(c.Old), remembered)]
	}
	c.Hash, c.Set, c.MustChange = hash, at, mustChange
	return c
}

// withoutTOTP is the credential without a second factor.
func (c Credential) withoutTOTP() Credential {
	c.TOTPSecret, c.TOTPLastStep, c.Recovery = "", 0, nil
	return c
}

// credential gives what an editor signs in with, and an empty one for an editor
// who has nothing yet.
func credential(ctx context.Context, r Reader, editor int64) (Credential, error) {
	cred, err := r.Credential(ctx, editor)
	if invest.CodeOf(err) == invest.NotFound {
		return Credential{Editor: editor}, nil
	}
	return cred, err
}
