// Package intake brings the rows of a bureau's workbook to the desk: what a row
// is the twin of, the drafts that rows become, and an import as a whole, which
// takes effect at once or not at all and can be undone.
package intake

import (
	"hash/maphash"
	"strconv"
	"strings"

	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

// Why says by what two records are the same, or may be.
type Why string

const (
	ByCode  Why = "code"
	ByParty Why = "name_party" // name and a party
	ByName  Why = "name"
	ByNear  Why = "near" // names that are alike: a suggestion, no more
)

// Twins finds rows of one sheet that tell of the same thing. It keeps a hash of
// each name, 100,000 rows take a few megabytes.
type Twins struct {
	seed maphash.Seed
	seen map[uint64]twin
}

// twin is a row that has a key, and its code: two codes are two things, whatever
// they are called.
type twin struct {
	row  int
	code uint64 // hash, 0 without a code
}

// NewTwins is one that has seen nothing.
func NewTwins() *Twins { return &Twins{seed: maphash.MakeSeed(), seen: map[uint64]twin{}} }

// Of gives the earlier row that a row is the same as, and by what; 0 for none.
// Figures are the same by region, indicator and period together.
func (t *Twins) Of(kind sheet.Kind, n int, r *sheet.Record) (row int, why Why) {
	if r == nil || IsPart(kind, r) {
		return 0, ""
	}
	var code uint64
	if r.Code != "" {
		code = maphash.String(t.seed, invest.MatchKey(r.Code))
	}
	for _, k := range keysOf(kind, r) {
		h := maphash.String(t.seed, k.key)
		was, known := t.seen[h]
		if !known {
			t.seen[h] = twin{n, code}
		} else if row == 0 && (k.why == ByCode || was.code == 0 || code == 0) {
			row, why = was.row, k.why
		}
	}
	return row, why
}

type twinKey struct {
	why Why
	key string
}

// keysOf are the keys by which a record is known, the surest first.
func keysOf(kind sheet.Kind, r *sheet.Record) (keys []twinKey) {
	add := func(why Why, parts ...string) {
		keys = append(keys, twinKey{why, string(why) + "\x00" + strings.Join(parts, "\x00")})
	}
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return invest.MatchKey(*s)
	}
	if kind == sheet.Figures {
		add(ByName, text(r.Region), text(r.Metric), text(r.Period), text(r.Unit), strconv.FormatBool(r.Amount != nil))
		return keys
	}
	if r.Code != "" {
		add(ByCode, invest.MatchKey(r.Code))
	}
	name := text(r.Name)
	for _, p := range r.PartyB {
		if name != "" || len(r.PartyB) == 1 {
			add(ByParty, name, invest.MatchKey(p))
		}
	}
	if name != "" {
		add(ByName, name)
	}
	return keys
}
