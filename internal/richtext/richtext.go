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

// policy is the subset. Pictures and bound figures join it when there are any.
var policy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("h2", "h3", "p", "br", "ul", "ol", "li", "strong", "em", "blockquote",
		"table", "caption", "thead", "tbody", "tr", "th", "td")
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
func Sanitize(markup string) string {
	if markup == "" {
		return ""
	}
	return strings.TrimSpace(Rewrite(policy.Sanitize(markup), func(href string) string {
		if strings.HasPrefix(href, "//") { // of no scheme: another site all the same
			return "https:" + href
		}
		return href
	}))
}

// Rewrite gives the canonical form of sanitised markup with the address of
// each link passed through href; a nil href leaves them.
func Rewrite(markup string, href func(string) string) string {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(markup), body)
	if err != nil {
		return "" // only a reader's error, which a string has not
	}
	var b strings.Builder
	for _, n := range nodes {
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
	if n.DataAtom == atom.A {
		for i := range n.Attr {
			if n.Attr[i].Key == "href" {
				n.Attr[i].Val = href(n.Attr[i].Val)
			}
		}
	}
	for c := range n.ChildNodes() {
		eachLink(c, href)
	}
}
