// Package search turns text into terms for a full-text index and what a
// visitor typed into a query on it. It knows nothing of what is stored.
//
// Chinese has no spaces between words, so a run of Chinese characters is cut
// into overlapping pairs: 光伏组件 gives 光伏 伏组 组件. A word of any length
// inside a longer name is then a phrase of its pairs, without a dictionary that
// would have to know the word. Single characters are kept in a column of their
// own, because a pair cannot find them. Latin words and numbers are whole
// terms, numbers apart from letters: 100MW gives 100 mw.
package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Limits of one query: more is cut off, so that no typed text makes a costly one.
const (
	maxQueryRunes = 200
	maxQueryRuns  = 16
)

// Index gives what a full-text index stores of a text: its terms in reading
// order, and its distinct Chinese characters one by one. Both are joined by
// spaces and hold letters and digits only.
func Index(text string) (terms, chars string) {
	var words, singles []string
	seen := map[rune]bool{}
	for _, r := range runs(text) {
		if r.class != cjk {
			words = append(words, string(r.runes))
			continue
		}
		words = append(words, pairs(r.runes)...)
		for _, c := range r.runes {
			if !seen[c] {
				seen[c] = true
				singles = append(singles, string(c))
			}
		}
	}
	return strings.Join(words, " "), strings.Join(singles, " ")
}

// Query gives an FTS5 MATCH expression that finds what holds every word of
// text, in a table whose single characters stand in a column named chars.
// Nothing in text is syntax. ok is false where there is no word in it.
func Query(text string) (match string, ok bool) {
	var parts []string
	for _, r := range runs(firstRunes(text, maxQueryRunes)) {
		if len(parts) == maxQueryRuns {
			break
		}
		// The quoted part holds letters, digits and spaces only: see runs.
		switch {
		case r.class == cjk && len(r.runes) == 1:
			parts = append(parts, `chars : "`+string(r.runes)+`"`)
		case r.class == cjk:
			parts = append(parts, `"`+strings.Join(pairs(r.runes), " ")+`"`)
		default:
			parts = append(parts, `"`+string(r.runes)+`"`)
		}
	}
	return strings.Join(parts, " AND "), len(parts) > 0
}

// class is what kind of run a character belongs to.
type class int

const (
	other class = iota // separates runs
	cjk
	letter
	digit
)

// run is a stretch of characters of one class.
type run struct {
	class class
	runes []rune
}

// runs cuts a text into its runs, normalised: full-width forms as ordinary
// ones, capitals as small letters.
func runs(text string) []run {
	var out []run
	last := other
	for _, c := range strings.ToLower(norm.NFKC.String(text)) {
		k := classOf(c)
		if k == other && unicode.IsMark(c) && last == letter {
			k = letter // an accent or vowel sign that has no composed form
		}
		switch {
		case k == other:
		case k == last:
			r := &out[len(out)-1]
			r.runes = append(r.runes, c)
		default:
			out = append(out, run{class: k, runes: []rune{c}})
		}
		last = k
	}
	return out
}

func classOf(c rune) class {
	switch {
	case !unicode.IsLetter(c) && !unicode.IsNumber(c):
		return other // scripts have signs of their own, such as the tone marks of Bopomofo
	case unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo), c == 'ー':
		return cjk
	case unicode.IsLetter(c):
		return letter
	case unicode.IsNumber(c):
		return digit
	}
	return other
}

// pairs cuts a run into overlapping pairs; one character alone stays alone.
func pairs(runes []rune) []string {
	if len(runes) == 1 {
		return []string{string(runes)}
	}
	out := make([]string, 0, len(runes)-1)
	for i := range len(runes) - 1 {
		out = append(out, string(runes[i:i+2]))
	}
	return out
}

// firstRunes is at most n characters of s.
func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
