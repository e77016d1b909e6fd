// Package richtext keeps markup that people write to the subset that pages
// show. What it lets through is canonical: every tag closed, every attribute
// double-quoted, "<" and "&" escaped in text, so that others may read it simply.
package richtext

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// policy is the subset: text, tables, our own pictures with caption and credit (small), and marks that stand for
// a record's card (data-record) or a bound figure (data-figure).
var policy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("h2", "h3", "p", "br", "ul", "ol", "li", "strong", "em", "blockquote",
		"table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "small")
	p.AllowAttrs("src").Matching(regexp.MustCompile(`^/media/[0-9a-f]{64}/[^/?#]+$`)).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(regexp.MustCompile(`^[1-9][0-9]{0,4}$`)).OnElements("img")
	p.AllowAttrs("data-record").Matching(regexp.MustCompile(`^[a-z]+:[1-9][0-9]*$`)).OnElements("span")
	p.AllowAttrs("data-figure").Matching(regexp.MustCompile(`^[a-z0-9:._-]+$`)).OnElements("span")
	// The value that a figure had when it was bound, what it was before, and when that was.
	p.AllowAttrs("data-value", "data-was").Matching(regexp.MustCompile(`^[^<>"\x00-\x1f]{1,100}$`)).OnElements("span")
	p.AllowAttrs("data-on").Matching(regexp.MustCompile(`^[0-9TZ:.+-]{4,35}$`)).OnElements("span")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(row|col)$`)).OnElements("th")
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[1-9][0-9]?$`)).OnElements("th", "td")
	return p
}()

// Sanitize gives the allowed part of some markup in canonical form. It is
// parsed once more after the filter, which does not close open tags by itself.
// Lines that stand in no paragraph become one each: so plain text can be typed.
func Sanitize(markup string) string {
	if markup == "" {
		return ""
	}
	return strings.TrimSpace(Rewrite(paragraphs(policy.Sanitize(markup)), func(href string) string {
		if strings.HasPrefix(href, "//") { // of no scheme: another site all the same
			return "https:" + href
		}
		return href
	}))
}

// paragraphs puts each line that stands outside of a block into one of its own.
// What is open at the end of a line is closed by the parser.
func paragraphs(markup string) string {
	var b, loose strings.Builder
	flush := func() {
		for line := range strings.Lines(strings.ReplaceAll(loose.String(), "<br/>", "\n")) {
			if line = strings.TrimSpace(line); line != "" {
				b.WriteString("<p>" + line + "</p>")
			}
		}
		loose.Reset()
	}
	for _, n := range parse(markup) {
		to := &loose
		if isBlock(n) {
			flush()
			to = &b
		}
		if err := html.Render(to, n); err != nil {
			return "" // a builder does not fail
		}
	}
	flush()
	return b.String()
}

// isBlock reports whether a node is a part of a text on its own.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.H2, atom.H3, atom.Ul, atom.Ol, atom.Li, atom.Blockquote, atom.Table, atom.Figure, atom.Figcaption:
		return true
	}
	return false
}

func parse(markup string) []*html.Node {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(markup), body)
	if err != nil {
		return nil // only a reader's error, which a string has not
	}
	return nodes
}

// Rewrite gives the canonical form of sanitised markup with the address of each
// link and picture passed through href; a nil href leaves them.
func Rewrite(markup string, href func(string) string) string {
	var b strings.Builder
	for _, n := range parse(markup) {
		if href != nil {
			eachLink(n, href)
		}
		if err := html.Render(&b, n); err != nil {
			return ""
		}
	}
	return b.String()
}

func eachLink(n *html.Node, href func(string) string) {
	if n.DataAtom == atom.A || n.DataAtom == atom.Img {
		for i := range n.Attr {
			if n.Attr[i].Key == "href" || n.Attr[i].Key == "src" {
				n.Attr[i].Val = href(n.Attr[i].Val)
			}
		}
	}
	for c := range n.ChildNodes() {
		eachLink(c, href)
	}
}
