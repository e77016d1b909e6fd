package sheet

import (
	"regexp"
	"strings"
	"unicode"

	"wellspring/internal/invest"
)

// clean is a cell's text in one line: a line break inside Chinese text is dropped,
// elsewhere it is a space; no space at the ends, none doubled.
func clean(s string) string {
	if strings.IndexFunc(s, untidy) < 0 {
		return s
	}
	var b strings.Builder
	var last rune
	gap := ""
	for _, r := range s {
		switch {
		case r == '\u200b' || r == '\ufeff' || r == '\u00ad' || unicode.IsControl(r) && !unicode.IsSpace(r):
			continue
		case r == '\n' || r == '\r' || r == '\u2028':
			if gap == "" {
				gap = "\n"
			}
			continue
		case unicode.IsSpace(r):
			gap = " "
			continue
		}
		if gap != "" && b.Len() > 0 && !(gap == "\n" && (wide(last) || wide(r))) {
			b.WriteByte(' ')
		}
		gap, last = "", r
		b.WriteRune(r)
	}
	return b.String()
}

// untidy are the characters that clean has to look at.
func untidy(r rune) bool {
	return r <= ' ' || r >= 0x7f && (r == '\u200b' || r == '\ufeff' || r == '\u00ad' || r == '\u2028' || unicode.IsSpace(r) || unicode.IsControl(r))
}

// wide reports whether a character is Chinese, or a sign as Chinese text has it.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef || strings.ContainsRune("“”‘’—…·", r)
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > 0x7e }) < 0
}

var (
	numeric      = regexp.MustCompile(`^[-+]?[\d,]*\.?\d+%?$`)
	leadsNumeric = regexp.MustCompile(`^(?:约|近|超|逾|-|\+)?[\d,]*\.?\d+`)
)

func isNumeric(s string) bool     { return numeric.MatchString(invest.Normal(s)) }
func startsNumeric(s string) bool { return leadsNumeric.MatchString(invest.Normal(s)) }

// blank are the ways to write that there is nothing.
func blank(s string) bool {
	if len(s) > 16 { // longer than any of them
		return false
	}
	switch strings.ToLower(invest.Normal(s)) {
	case "", "-", "--", "---", "/", "\\", "//", "无", "n/a", "na", "nil", "null", "none", "…", "……", "...", "*", "·", ".", "略", "(略)", "空":
		return true
	}
	return false
}

// ptr is the text, nil where a cell says nothing.
func ptr(s string) *string {
	if blank(s) {
		return nil
	}
	return &s
}

// outside gives a text without what stands in brackets, of either width.
func outside(s string) string {
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '(', '（', '[', '【', '〔':
			depth++
		case ')', '）', ']', '】', '〕':
			depth = max(0, depth-1)
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	return strings.TrimSpace(b.String())
}

// splitOutside splits a text at signs that do not stand in brackets or quotation
// marks; empty pieces are left out.
func splitOutside(s string, at func(rune) bool) []string {
	var out []string
	depth, from := 0, 0
	add := func(piece string) {
		if piece = strings.TrimSpace(piece); piece != "" {
			out = append(out, piece)
		}
	}
	for i, r := range s {
		switch {
		case strings.ContainsRune("(（[【〔“《", r):
			depth++
		case strings.ContainsRune(")）]】〕”》", r):
			depth = max(0, depth-1)
		case depth == 0 && at(r):
			add(s[from:i])
			from = i + len(string(r))
		}
	}
	add(s[from:])
	return out
}

// wordList reads a list of words: 装备制造、新材料等. Its last two may be joined by 和.
func wordList(s string) []string {
	out := []string{}
	if blank(s) {
		return out
	}
	parts := splitOutside(strings.ReplaceAll(s, "以及", "、"), func(r rune) bool { return strings.ContainsRune("、，,;；/／|\n", r) })
	for i, p := range parts {
		p = strings.TrimRight(p, "。.等 ")
		p = strings.TrimSuffix(strings.TrimSuffix(p, "等产业"), "等")
		if i == len(parts)-1 && len(parts) > 1 {
			if a, b, ok := strings.Cut(p, "和"); ok && len([]rune(a)) > 2 && len([]rune(b)) > 2 {
				out = append(out, a)
				p = b
			}
		}
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}

var cooperationWords = regexp.MustCompile(`^(?:独资|合资|合作|合伙|参股|控股|租赁|并购|收购|入股|股份制|BOT|PPP|BOO|TOT|EPC)`)

// spaced are digits in groups with spaces between them: 12 500.
var spaced = regexp.MustCompile(`(^|[^\d.,])(\d{1,3}(?: \d{3})+)($|[^\d])`)

// grouped closes such groups.
func grouped(s string) string {
	for spaced.MatchString(s) { // two that stand side by side share the sign between them
		s = spaced.ReplaceAllStringFunc(s, func(m string) string {
			p := spaced.FindStringSubmatch(m)
			return p[1] + strings.ReplaceAll(p[2], " ", "") + p[3]
		})
	}
	return s
}

var allOf = regexp.MustCompile(`(?:均可|皆可|都可以?|等方式|等形式|等)$`)

// cooperation reads the ways of taking part: 独资、合资或合作.
func cooperation(s string) []string {
	out := []string{}
	if blank(s) {
		return out
	}
	signs := "、，,;；/／|或\n。"
	if !isASCII(s) {
		signs += " "
	}
	for _, p := range splitOutside(s, func(r rune) bool { return strings.ContainsRune(signs, r) }) {
		for rest := allOf.ReplaceAllString(p, ""); rest != ""; {
			word := cooperationWords.FindString(rest)
			if word == "" || word != rest && cooperationWords.FindString(rest[len(word):]) == "" {
				out = append(out, rest) // as it stands, with whatever else it says
				break
			}
			out, rest = append(out, word), rest[len(word):]
		}
	}
	return out
}
