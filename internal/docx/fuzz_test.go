package docx

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// subset is what the markup may hold: elements with their attributes.
var subset = map[string]string{
	"h2": "", "h3": "", "p": "", "br": "", "ul": "", "ol": "", "li": "", "strong": "", "em": "", "blockquote": "",
	"table": "", "caption": "", "thead": "", "tbody": "", "tr": "", "th": "colspan rowspan", "td": "colspan rowspan",
	"figure": "", "figcaption": "", "img": "src alt", "a": "href",
}

// check holds against a document what is promised of any.
func check(t *testing.T, d *Document) {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(d.Markup), body)
	if err != nil {
		t.Fatal(err)
	}
	var again strings.Builder
	for _, n := range nodes {
		if err := html.Render(&again, n); err != nil {
			t.Fatal(err)
		}
		checkNode(t, d, n)
	}
	if again.String() != d.Markup {
		t.Errorf("not as a parser sees it:\n%s\n%s", d.Markup, again.String())
	}
	if len(d.Markup) > maxMarkup {
		t.Errorf("%d bytes of markup", len(d.Markup))
	}
	for _, l := range d.Left {
		if l.Count < 1 {
			t.Errorf("left %v", l)
		}
	}
}

func checkNode(t *testing.T, d *Document, n *html.Node) {
	t.Helper()
	if n.Type == html.ElementNode {
		attrs, ok := subset[n.Data]
		if !ok {
			t.Errorf("an element %s", n.Data)
		}
		for _, a := range n.Attr {
			if !strings.Contains(attrs, a.Key) {
				t.Errorf("%s has %s", n.Data, a.Key)
			}
			var i int
			if a.Key == "src" {
				if _, err := fmt.Sscanf(a.Val, "docx:%d", &i); err != nil || i < 0 || i >= len(d.Pictures) {
					t.Errorf("no picture %s of %d", a.Val, len(d.Pictures))
				}
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "mailto:") {
				t.Errorf("a link to %s", a.Val)
			}
		}
	} else if n.Type == html.TextNode && n.Parent == nil {
		t.Errorf("text on its own: %q", n.Data)
	}
	for c := range n.ChildNodes() {
		checkNode(t, d, c)
	}
}

// pieces are what fuzzing puts together: tags that open, and text.
var pieces = strings.Split(`<w:p>|<w:p>|<w:r>|<w:t>甲 <&amp;"'|<w:t>乙|<w:t> |<w:pPr>|<w:rPr>|<w:b>|<w:i>|<w:vanish>|<w:br>|<w:pStyle w:val="1">|<w:pStyle w:val="a3">|<w:pStyle w:val="a4">|<w:pStyle w:val="a5">|`+
	`<w:numPr>|<w:numId w:val="1">|<w:numId w:val="2">|<w:ilvl w:val="1">|<w:ilvl w:val="2">|<w:del>|<w:ins>|<w:tbl>|<w:tr>|<w:tc>|<w:trPr>|<w:tcPr>|<w:tblHeader>|<w:gridSpan w:val="3">|<w:vMerge>|<w:vMerge w:val="restart">|<w:gridBefore w:val="1">|`+
	`<w:hyperlink r:id="h">|<w:fldChar w:fldCharType="begin">|<w:fldChar w:fldCharType="separate">|<w:fldChar w:fldCharType="end">|<w:instrText>HYPERLINK http://example.org/|<w:footnoteReference w:id="1">|<w:sdt>|<w:sdtContent>|`+
	`<w:drawing>|<a:blip r:embed="p1">|<wps:wsp>|<w:txbxContent>|<mc:AlternateContent>|<mc:Choice Requires="wps">|<mc:Fallback>|<w:framePr w:dropCap="drop">|<w:object>|<m:oMath>`, "|")

// made puts pieces together as a program of bytes says: each opens a piece, or
// closes the last one that is open.
func made(program []byte) string {
	var b strings.Builder
	var opened []string
	end := func() {
		if last := len(opened) - 1; last >= 0 {
			b.WriteString("</" + opened[last] + ">")
			opened = opened[:last]
		}
	}
	for _, x := range program {
		i := int(x) % (len(pieces) + len(pieces)/2)
		if i >= len(pieces) {
			end()
			continue
		}
		b.WriteString(strings.Replace(pieces[i], "<&", "&lt;&", 1))
		name, _, _ := strings.Cut(pieces[i][1:], ">")
		name, _, _ = strings.Cut(name, " ")
		opened = append(opened, name)
	}
	for len(opened) > 0 {
		end()
	}
	return b.String()
}

func FuzzRead(f *testing.F) {
	lists := scheme1(0, "decimal", "%1.", "bullet", "·", "chineseCounting", "%1.%3") + scheme1(1, "bullet", "·") + num(1, 0, "") + num(2, 1, "")
	f.Add([]byte{0, 2, 3}, "")
	f.Add([]byte{23, 24, 25, 0, 2, 41, 42}, p("1", r("甲"))+tbl(tr("", tc("<w:vMerge/>", "丁"))))
	f.Add([]byte("a program of any bytes, as long as it may be"), li(1, 0, "甲")+li(2, 1, "丙"))
	f.Fuzz(func(t *testing.T, program []byte, body string) {
		d := withPictures(body + made(program))
		d.numbering = lists
		d.rels += relTo("h", "hyperlink", "https://example.org/")
		d.footnotes = `<w:footnote w:id="1">` + made(program) + `</w:footnote>`
		got, err := readBytes(pack(t, d.parts()))
		if err == nil {
			check(t, got)
		} else if !known(err) {
			t.Fatal(err)
		}
	})
}

func FuzzReadFile(f *testing.F) {
	f.Add(pack(f, withPictures(p("1", r("甲"), inline("p1", "乙"))).parts()))
	f.Add([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"))
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := readBytes(file)
		if err == nil {
			check(t, got)
		} else if !known(err) {
			t.Fatal(err)
		}
	})
}
