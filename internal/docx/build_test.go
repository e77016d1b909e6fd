package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// doc is a document in the making: the markup of its parts.
type doc struct {
	body      string
	styles    string // "" for those of wordStyles
	numbering string
	footnotes string
	rels      string            // of the body, beside those of the parts above
	files     map[string][]byte // others, which may take the place of one of the above
}

const namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"`

// wordStyles are as a Chinese Word writes them: ids are numbers, the names of
// built-in styles English.
const wordStyles = `<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 3"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="caption"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="Quote"/><w:basedOn w:val="a"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="character" w:styleId="a6"><w:name w:val="Strong"/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>`

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

func part(root, inner string) string {
	return xmlHead + "<" + root + " " + namespaces + ">" + inner + "</" + root + ">"
}

// relTo is a relation of the body; external ones have an address for a target.
func relTo(id, kind, target string) string {
	mode := ""
	if strings.Contains(target, ":") {
		mode = ` TargetMode="External"`
	}
	return fmt.Sprintf(`<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"%s/>`, id, kind, target, mode)
}

func (d doc) parts() map[string][]byte {
	const rels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>`
	styles := d.styles
	if styles == "" {
		styles = wordStyles
	}
	out := map[string][]byte{
		"[Content_Types].xml": []byte(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`),
		"_rels/.rels":       fmt.Appendf(nil, rels, relTo("rId1", "officeDocument", "word/document.xml")),
		"word/document.xml": []byte(part("w:document", "<w:body>"+d.body+"<w:sectPr/></w:body>")),
		"word/styles.xml":   []byte(part("w:styles", styles)),
		"word/_rels/document.xml.rels": fmt.Appendf(nil, rels, relTo("s1", "styles", "styles.xml")+relTo("s2", "numbering", "numbering.xml")+
			relTo("s3", "footnotes", "/word/footnotes.xml")+d.rels),
	}
	if d.numbering != "" {
		out["word/numbering.xml"] = []byte(part("w:numbering", d.numbering))
	}
	if d.footnotes != "" {
		out["word/footnotes.xml"] = []byte(part("w:footnotes", d.footnotes))
	}
	maps.Copy(out, d.files)
	return out
}

// pack makes the file.
func pack(t testing.TB, parts map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		if parts[name] == nil {
			continue
		}
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readBytes(b []byte) (*Document, error) {
	return Read(bytes.NewReader(b), int64(len(b)))
}

func (d doc) read(t testing.TB) *Document {
	t.Helper()
	got, err := readBytes(pack(t, d.parts()))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// p is a paragraph of a style with some runs.
func p(style string, runs ...string) string {
	props := ""
	if style != "" {
		props = `<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`
	}
	return "<w:p>" + props + strings.Join(runs, "") + "</w:p>"
}

// r is a run of plain text.
func r(text string) string { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }

// rp is a run with properties.
func rp(props, text string) string {
	return `<w:r><w:rPr>` + props + `</w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
}

// li is a paragraph in a list.
func li(list, level int, text string) string {
	return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr>%s</w:p>`, level, list, r(text))
}

// scheme1 defines a list by the format and the text of its levels, in turn.
func scheme1(id int, levels ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="multilevel"/>`, id)
	for i := 0; i+1 < len(levels); i += 2 {
		fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/></w:lvl>`, i/2, levels[i], levels[i+1])
	}
	return b.String() + `</w:abstractNum>`
}

func num(id, scheme int, more string) string {
	return fmt.Sprintf(`<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>%s</w:num>`, id, scheme, more)
}

// tc is a cell with properties and one paragraph.
func tc(props, text string) string {
	return `<w:tc><w:tcPr>` + props + `</w:tcPr>` + p("", r(text)) + `</w:tc>`
}

func tr(props string, cells ...string) string {
	return `<w:tr><w:trPr>` + props + `</w:trPr>` + strings.Join(cells, "") + `</w:tr>`
}

func tbl(rows ...string) string {
	return `<w:tbl><w:tblPr/><w:tblGrid/>` + strings.Join(rows, "") + `</w:tbl>`
}

// inline is a picture in a run, as Word writes it.
func inline(id, alt string) string {
	return `<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="图片 1" descr="` + alt + `"/><a:graphic>
<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="x"/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="` + id + `"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`
}

// png is what begins as a PNG does.
var png = []byte("\x89PNG\r\n\x1a\n and so on")

// withPictures is a document with a body that may use the relations p1 and p2.
func withPictures(body string) doc {
	return doc{
		body:  body,
		rels:  relTo("p1", "image", "media/image1.png") + relTo("p2", "image", "../word/media/image2.jpeg"),
		files: map[string][]byte{"word/media/image1.png": png, "word/media/image2.jpeg": []byte("\xff\xd8\xff\xe0 and so on, long")},
	}
}
