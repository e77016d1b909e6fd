package invest

import (
	"math/big"
	"strings"
	"unicode"
)

// Normal gives text as the parsers read it: full-width forms as half-width,
// every kind of dash and space as one, no space at the ends.
func Normal(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '！' && r <= '～': // the full-width twins of ASCII
			r -= '！' - '!'
		case r == '\u3000' || unicode.IsSpace(r):
			r = ' '
		case strings.ContainsRune("—–―－−‐‑", r):
			r = '-'
		case r == '～' || r == '〜' || r == '∼':
			r = '~'
		case r == '￥':
			r = '¥'
		case r == '㎡':
			b.WriteString("m2")
			continue
		case r == '²':
			r = '2'
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// scanner reads normalised text from the left.
type scanner struct{ rest string }

func (s *scanner) space() { s.rest = strings.TrimLeft(s.rest, " ") }

func (s *scanner) done() bool { return s.rest == "" }

// take reads the first of some words that stands next, letters in either case;
// "" if none does. Longer words must come before their beginnings.
func (s *scanner) take(words ...string) string {
	s.space()
	for _, w := range words {
		if len(s.rest) >= len(w) && strings.EqualFold(s.rest[:len(w)], w) {
			s.rest = s.rest[len(w):]
			return w
		}
	}
	return ""
}

// takeAll drops words for as long as any of them stands next.
func (s *scanner) takeAll(words ...string) (some bool) {
	for s.take(words...) != "" {
		some = true
	}
	return some
}

// brackets drops what stands in brackets next.
func (s *scanner) brackets() {
	s.space()
	for strings.HasPrefix(s.rest, "(") {
		_, after, ok := strings.Cut(s.rest, ")")
		if !ok {
			return
		}
		s.rest = strings.TrimLeft(after, " ")
	}
}

var chineseDigits = map[rune]int64{
	'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
	'壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9, // as on agreements
}

var chineseTens = map[rune]int64{'十': 10, '百': 100, '千': 1000, '拾': 10, '佰': 100, '仟': 1000}

// number reads the number that stands next, in digits with commas and a dot or
// in Chinese numerals below 万; ok is false where none does. It is exact.
func (s *scanner) number() (n *big.Rat, ok bool) {
	s.space()
	if n, ok := s.digits(); ok {
		return n, true
	}
	return s.chinese()
}

func (s *scanner) digits() (*big.Rat, bool) {
	i, dot := 0, false
	var plain strings.Builder
	for ; i < len(s.rest); i++ {
		c := s.rest[i]
		switch {
		case digit(c):
		case c == ',' && i > 0 && !dot && groupFollows(s.rest[i+1:]):
			continue
		case c == '.' && i > 0 && !dot && i+1 < len(s.rest) && digit(s.rest[i+1]):
			dot = true
		default:
			return s.digitsEnd(i, plain.String())
		}
		plain.WriteByte(c)
	}
	return s.digitsEnd(i, plain.String())
}

func (s *scanner) digitsEnd(i int, plain string) (*big.Rat, bool) {
	// Forty digits are more than any amount; big numbers cost time to multiply.
	if plain == "" || len(plain) > 40 {
		return nil, false
	}
	n, ok := new(big.Rat).SetString(plain)
	s.rest = s.rest[i:]
	return n, ok
}

// groupFollows reports whether exactly three digits stand next: "1,276" has a
// separator, "1,27" and a list such as "1,2345" have not. In India, groups of
// two stand before the last: "2,50,000".
func groupFollows(rest string) bool {
	for len(rest) > 3 && digit(rest[0]) && digit(rest[1]) && rest[2] == ',' {
		rest = rest[3:]
	}
	return len(rest) >= 3 && digit(rest[0]) && digit(rest[1]) && digit(rest[2]) && (len(rest) == 3 || !digit(rest[3]))
}

func (s *scanner) chinese() (*big.Rat, bool) {
	total, current, seen := int64(0), int64(-1), false
	end := 0
	for i, r := range s.rest {
		if d, ok := chineseDigits[r]; ok {
			if current > 0 {
				return nil, false // digits read out one by one are no amount
			}
			current = d
		} else if ten, ok := chineseTens[r]; ok {
			if current < 0 {
				current = 1 // 十五
			}
			total += current * ten
			current = -1
		} else {
			break
		}
		seen = true
		end = i + len(string(r))
	}
	if !seen {
		return nil, false
	}
	s.rest = s.rest[end:]
	return new(big.Rat).SetInt64(total + max(current, 0)), true
}

// whole gives a number as an int64; fits is false beyond 63 bits, exact where
// it has a fraction.
func whole(n *big.Rat) (v int64, exact, fits bool) {
	if !n.IsInt() {
		return 0, false, true
	}
	return n.Num().Int64(), true, n.Num().IsInt64()
}

func ratOf(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }
