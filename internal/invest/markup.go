package invest

import (
	"html"
	"net/url"
	"slices"
	"strings"
)

// PlainText is what a reader sees of sanitised markup: tags out, entities
// read, blocks apart by a space. It relies on the sanitiser's canonical form,
// in which "<" and ">" stand for nothing but tags.
func PlainText(markup string) string { return strings.Join(PlainParagraphs(markup), " ") }

// PlainParagraphs is PlainText with each block by itself.
func PlainParagraphs(markup string) []string {
	var out []string
	var b strings.Builder
	end := func() {
		if s := strings.Join(strings.Fields(html.UnescapeString(b.String())), " "); s != "" {
			out = append(out, s)
		}
		b.Reset()
	}
	for markup != "" {
		text, rest, found := strings.Cut(markup, "<")
		b.WriteString(text)
		if !found {
			break
		}
		tag, after, _ := strings.Cut(rest, ">")
		if !inline(tag) {
			end()
		}
		markup = after
	}
	end()
	return out
}

// AltTexts gives what is said of the pictures in sanitised markup to those who do
// not see them.
func AltTexts(markup string) []string {
	var out []string
	for _, part := range strings.Split(markup, ` alt="`)[1:] {
		if alt, _, _ := strings.Cut(part, `"`); alt != "" {
			out = append(out, html.UnescapeString(alt))
		}
	}
	return out
}

// inline reports whether a tag stands inside a line of text.
func inline(tag string) bool {
	name, _, _ := strings.Cut(strings.TrimPrefix(tag, "/"), " ")
	return name == "a" || name == "strong" || name == "em" || name == "span"
}

// Links gives the addresses on other sites that a text links to, in its markup
// and as its sources, each once. The page that warns of leaving knows only these.
func Links(c Content) []string {
	sources := []string{c.Citation().URL}
	switch c := c.(type) {
	case *Project:
		for _, f := range c.Funds {
			sources = append(sources, f.Source.URL)
		}
	case *Ceremony:
		for _, s := range c.Signings() {
			sources = append(sources, s.AmountSource.URL)
		}
	}
	return markupLinks(sources, c.RichTexts())
}

// markupLinks gives those of some addresses, and of the links in markup, that
// lead to other sites.
func markupLinks(addresses []string, texts []*Text) []string {
	for _, t := range texts {
		for _, markup := range []string{t.Zh, t.En} {
			for _, part := range strings.Split(markup, `href="`)[1:] {
				href, _, _ := strings.Cut(part, `"`)
				addresses = append(addresses, html.UnescapeString(href))
			}
		}
	}
	var out []string
	for _, a := range addresses {
		u, err := url.Parse(a)
		if err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}
