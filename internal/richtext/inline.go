package richtext

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// styles are what the editor of 公众号 keeps: it drops classes and sheets.
var styles = map[atom.Atom]string{
	atom.P:          "margin:0 0 1em;font-size:16px;line-height:1.8;text-align:justify;",
	atom.H2:         "margin:1.6em 0 .8em;font-size:18px;line-height:1.5;font-weight:bold;border-left:4px solid #0b4f93;padding-left:10px;",
	atom.H3:         "margin:1.4em 0 .6em;font-size:16px;line-height:1.5;font-weight:bold;",
	atom.Ul:         "margin:0 0 1em;padding-left:1.4em;list-style:disc;",
	atom.Ol:         "margin:0 0 1em;padding-left:1.6em;list-style:decimal;",
	atom.Li:         "margin:0 0 .4em;font-size:16px;line-height:1.8;",
	atom.Blockquote: "margin:0 0 1em;padding:.2em 1em;border-left:3px solid #c9d3dd;color:#4a5763;",
	atom.Table:      "width:100%;border-collapse:collapse;margin:0 0 1em;font-size:14px;",
	atom.Caption:    "padding:0 0 .4em;color:#4a5763;font-size:14px;",
	atom.Th:         "border:1px solid #c9d3dd;padding:6px 8px;background:#f2f5f8;font-weight:bold;text-align:left;",
	atom.Td:         "border:1px solid #c9d3dd;padding:6px 8px;",
	atom.Figure:     "margin:0 0 1em;text-align:center;",
	atom.Figcaption: "margin:.4em 0 0;color:#4a5763;font-size:14px;line-height:1.6;",
	atom.Em:         "font-style:normal;font-weight:bold;",
}

// Inline gives sanitised markup as it can be pasted where only inline styles
// are kept: each tag with its own, links as their words with a number that stands
// before their address at the end, each picture as what place says of it.
func Inline(markup, linksTitle string, place func(img Image) string) string {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	for _, n := range parse(markup) {
		body.AppendChild(n)
	}
	var links []string
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		var children []*html.Node
		for c := range n.ChildNodes() {
			children = append(children, c)
		}
		for _, c := range children {
			walk(c)
		}
		switch {
		case n.DataAtom == atom.Img:
			replace(n, `<strong style="color:#b3261e;">`+html.EscapeString(place(imageOf(n)))+`</strong>`)
		case n.DataAtom == atom.A:
			links = append(links, attr(n, "href"))
			replace(n, html.EscapeString(text(n))+"<sup>["+strconv.Itoa(len(links))+"]</sup>")
		case n.DataAtom == atom.Span:
			replace(n, html.EscapeString(text(n)))
		case styles[n.DataAtom] != "":
			n.Attr = append(n.Attr, html.Attribute{Key: "style", Val: styles[n.DataAtom]})
		}
	}
	walk(body)
	var b strings.Builder
	for n := range body.ChildNodes() {
		if err := html.Render(&b, n); err != nil {
			return "" // a builder does not fail
		}
	}
	if len(links) > 0 {
		b.WriteString(`<p style="` + styles[atom.P] + `font-size:14px;color:#4a5763;">` + html.EscapeString(linksTitle))
		for i, l := range links {
			b.WriteString("<br/>[" + strconv.Itoa(i+1) + "] " + html.EscapeString(l))
		}
		b.WriteString("</p>")
	}
	return b.String()
}
