// Package richtext keeps markup that people write to the subset that pages
// show. What it lets through is canonical: every tag closed, every attribute
// double-quoted, "<" and "&" escaped in text, so that others may read it simply.
package richtext

import (
	"regexp"
	"strconv"
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
	return strings.TrimSpace(Rewrite(paragraphs(policy.Sanitize(markup)), Rewriter{Link: func(href string) string {
		if strings.HasPrefix(href, "//") { // of no scheme: another site all the same
			return "https:" + href
		}
		return href
	}}))
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

// Rewriter changes parts of sanitised markup; what is nil is left alone.
type Rewriter struct {
	Link  func(href string) string // of the address of each link
	Image func(img *Image)         // of each picture
}

// Image is a picture in markup. Width and Height are its own, in pixels.
type Image struct {
	Src, Alt      string
	Width, Height int
	Srcset, Sizes string
	Lazy          bool // fetched when it comes near
}

// Hash is the picture's in the library, "" where the address is none of its.
func (m Image) Hash() string {
	rest, ok := strings.CutPrefix(m.Src, "/media/")
	hash, _, found := strings.Cut(rest, "/")
	if !ok || !found {
		return ""
	}
	return hash
}

// Rewrite gives the canonical form of sanitised markup, changed.
func Rewrite(markup string, r Rewriter) string {
	var b strings.Builder
	for _, n := range parse(markup) {
		r.walk(n)
		if err := html.Render(&b, n); err != nil {
			return ""
		}
	}
	return b.String()
}

func (r Rewriter) walk(n *html.Node) {
	switch {
	case n.DataAtom == atom.A && r.Link != nil:
		for i := range n.Attr {
			if n.Attr[i].Key == "href" {
				n.Attr[i].Val = r.Link(n.Attr[i].Val)
			}
		}
	case n.DataAtom == atom.Img && r.Image != nil:
		m := imageOf(n)
		r.Image(&m)
		n.Attr = m.attributes()
	}
	for c := range n.ChildNodes() {
		r.walk(c)
	}
}

func imageOf(n *html.Node) Image {
	var m Image
	for _, a := range n.Attr {
		switch a.Key {
		case "src":
			m.Src = a.Val
		case "alt":
			m.Alt = a.Val
		case "width":
			m.Width, _ = strconv.Atoi(a.Val) // the filter lets digits through alone
		case "height":
			m.Height, _ = strconv.Atoi(a.Val)
		}
	}
	return m
}

func (m Image) attributes() []html.Attribute {
	list := []html.Attribute{{Key: "src", Val: m.Src}, {Key: "alt", Val: m.Alt}}
	add := func(key, val string, there bool) {
		if there {
			list = append(list, html.Attribute{Key: key, Val: val})
		}
	}
	add("width", strconv.Itoa(m.Width), m.Width > 0)
	add("height", strconv.Itoa(m.Height), m.Height > 0)
	add("srcset", m.Srcset, m.Srcset != "")
	add("sizes", m.Sizes, m.Sizes != "")
	add("loading", "lazy", m.Lazy)
	return list
}
