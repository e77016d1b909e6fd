package invest

import (
	"strings"
	"unicode"
)

// MatchKey is a name as it is compared: without spaces, brackets, quotation
// marks and other signs, in small letters. Two names with the same key are the
// same name, written in two ways.
func MatchKey(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, Normal(name))
}
