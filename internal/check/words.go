package check

import (
	"regexp"
	"strings"
	"unicode"

	"wellspring/internal/invest"
)

// listedWords finds the words of the list.
func listedWords(wordings []invest.Wording, list invest.WordList) []Finding {
	// Nearly every word is in no text: what it begins with is looked for first,
	// which is fifty times as fast as its pattern.
	beginnings := make([]string, len(list))
	for i, w := range list {
		beginnings[i], _, _ = strings.Cut(strings.ToLower(squeezed(w.Word)), "*")
	}
	var out []Finding
	for _, w := range wordings {
		text := squeezed(plain(w))
		lower := strings.ToLower(text)
		for i := range list {
			if !strings.Contains(lower, beginnings[i]) {
				continue
			}
			for _, at := range pattern(list[i].Word).FindAllStringIndex(text, -1) {
				f := Finding{
					Rule: list[i].Rule, Level: list[i].Level, Field: w.Field, Words: text[at[0]:at[1]],
					Reason: list[i].Reason, Instead: list[i].Instead,
				}
				f.Before, f.After = around(text, at[0], at[1])
				out = append(out, f)
			}
		}
	}
	return out
}

// plain is what a reader reads of a wording.
func plain(w invest.Wording) string {
	if w.Markup {
		// Nothing is found across paragraphs; alt texts are read to some.
		return strings.Join(append(invest.PlainParagraphs(w.Text), invest.AltTexts(w.Text)...), "\n")
	}
	return w.Text
}

// pattern finds a listed word: small or capital, "*" for up to twelve
// characters of the same clause.
func pattern(word string) *regexp.Regexp {
	parts := strings.Split(squeezed(word), "*")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile(`(?i)` + strings.Join(parts, `[^，,。！？；\n]{0,12}?`))
}

// squeezed leaves out what hides a word from a search and not from a reader:
// spaces within Chinese and signs of no width.
func squeezed(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		if unicode.Is(unicode.Cf, r) {
			continue
		}
		if r != '\n' && unicode.IsSpace(r) && !(i > 0 && i+1 < len(runes) && runes[i-1] < 0x2e80 && runes[i+1] < 0x2e80) {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
