// Package richtext keeps markup that people write to the subset that pages
// show. What it lets through is canonical: every tag closed, every attribute
// double-quoted, "<" and "&" escaped in text, so that others may read it simply.
package richtext

import (
	"regexp"
	"slices"
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
	p.AllowAttrs("data-figure").Matching(regexp.MustCompile(`^[A-Za-z0-9:._-]+$`)).OnElements("span")
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
	Link   func(href string) string                // of the address of each link
	Image  func(img *Image)                        // of each picture
	Figure func(f *Figure)                         // of each bound figure
	Record func(ref, title string) (markup string) // for each record's card, in place of its mark
}

// Figure is a bound figure in markup.
type Figure struct {
	Ref, Value string
	Was, On    string // the words before a correction and the day of it; empty without one
	Words      string
	Markup     string // in place of the mark, if it is not empty
}

// Image is a picture in markup. Width and Height are its own, in pixels.
type Image struct {
	Src, Alt      string
	Width, Height int
	Srcset, Sizes string
	Lazy          bool // fetched when it comes near
	Drop          bool // leave it out, with the figure that it is in
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
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	for _, n := range parse(markup) {
		body.AppendChild(n)
	}
	r.walk(body)
	var b strings.Builder
	for n := range body.ChildNodes() {
		if err := html.Render(&b, n); err != nil {
			return ""
		}
	}
	return b.String()
}

// walk changes what is in a node; the nodes are listed first, since some go.
func (r Rewriter) walk(n *html.Node) {
	for _, c := range slices.Collect(n.ChildNodes()) {
		switch {
		case c.DataAtom == atom.A && r.Link != nil:
			for i := range c.Attr {
				if c.Attr[i].Key == "href" {
					c.Attr[i].Val = r.Link(c.Attr[i].Val)
				}
			}
		case c.DataAtom == atom.Img && r.Image != nil:
			m := imageOf(c)
			r.Image(&m)
			c.Attr = m.attributes()
			if m.Drop {
				drop(c)
			}
		case c.DataAtom == atom.Span && attr(c, "data-figure") != "" && r.Figure != nil:
			r.figure(c)
			continue
		case c.DataAtom == atom.Span && attr(c, "data-record") != "" && r.Record != nil:
			if markup := r.Record(attr(c, "data-record"), text(c)); markup != "" {
				replace(c, markup)
			}
			continue
		}
		r.walk(c)
	}
}

// figure changes a bound figure; its words are plain text.
func (r Rewriter) figure(n *html.Node) {
	f := Figure{Ref: attr(n, "data-figure"), Value: attr(n, "data-value"), Was: attr(n, "data-was"), On: attr(n, "data-on"), Words: text(n)}
	r.Figure(&f)
	if f.Markup != "" {
		replace(n, f.Markup)
		return
	}
	n.Attr = []html.Attribute{{Key: "data-figure", Val: f.Ref}}
	for _, a := range []html.Attribute{{Key: "data-value", Val: f.Value}, {Key: "data-was", Val: f.Was}, {Key: "data-on", Val: f.On}} {
		if a.Val != "" {
			n.Attr = append(n.Attr, a)
		}
	}
	for _, c := range slices.Collect(n.ChildNodes()) {
		n.RemoveChild(c)
	}
	n.AppendChild(&html.Node{Type: html.TextNode, Data: f.Words})
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// text is what is written in a node.
func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func replace(n *html.Node, markup string) {
	for _, c := range parse(markup) {
		n.Parent.InsertBefore(c, n)
	}
	n.Parent.RemoveChild(n)
}

// drop takes a picture out, with its figure where it is in one.
func drop(n *html.Node) {
	for p := n; p != nil; p = p.Parent {
		if p.DataAtom == atom.Figure {
			n = p
			break
		}
	}
	n.Parent.RemoveChild(n)
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
