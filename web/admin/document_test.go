package admin_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// wordFile is a Word document of a title, a paragraph and two pictures, of which
// the second cannot be read.
func wordFile(t *testing.T, picture []byte) []byte {
	t.Helper()
	drawing := func(id string) string {
		return `<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="图" descr="厂房外景"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="` + id + `"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
	}
	parts := map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="jpg" ContentType="image/jpeg"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":         `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml": `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>项目开工</w:t></w:r></w:p><w:p><w:r><w:t>昨日，项目开工。</w:t></w:r></w:p>` +
			drawing("rId1") + drawing("rId2") + `</w:body></w:document>`,
		"word/styles.xml":              `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style></w:styles>`,
		"word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image1.jpg"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/image2.jpg"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
		"word/media/image1.jpg":        string(picture),
		"word/media/image2.jpg":        string(picture[:200]),
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// drop sends a document to be read into a text.
func (b *browser) drop(t *testing.T, name string, data []byte) page {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.send(t, http.MethodPost, "/admin/media/document", url.Values{}, func(r *http.Request) {
		r.Header.Set("Content-Type", w.FormDataContentType())
		r.Header.Set("Accept", "application/json")
		r.Body, r.ContentLength = readCloser{&body}, int64(body.Len())
	})
}

func TestAWordDocumentComesInWithItsPicturesAndSaysWhatItLeaves(t *testing.T) {
	h := newHouse(t)
	b := h.as(t, "writer")
	p := b.drop(t, "昨夜的稿子.docx", wordFile(t, photo(t, 9))).want(t, http.StatusOK)
	var got struct {
		Title, HTML string
		Left        []string
	}
	if err := json.Unmarshal([]byte(p.body), &got); err != nil {
		t.Fatal(err)
	}
	if got.Title != "项目开工" || !strings.Contains(got.HTML, "<p>昨日，项目开工。</p>") || strings.Count(got.HTML, `<img src="/media/`) != 1 || !strings.Contains(got.HTML, `alt="厂房外景"`) {
		t.Errorf("got %+v", got)
	}
	if len(got.Left) != 1 || !strings.Contains(got.Left[0], "损坏的图片") {
		t.Errorf("left %q", got.Left)
	}
	hash := got.HTML[strings.Index(got.HTML, "/media/")+7:][:64]
	b.get(t, "/admin/media/"+hash+"/whole").want(t, http.StatusOK)
	if m, err := h.store.MediaByHash(t.Context(), hash); err != nil || !strings.Contains(got.HTML, `width="600"`) || m.Width != 600 {
		t.Errorf("the library has %+v, %v", m, err)
	}
}

func TestWhatIsNoWordDocumentIsNotRead(t *testing.T) {
	h := newHouse(t)
	b := h.as(t, "writer")
	for name, data := range map[string][]byte{
		"旧版":  append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 600)...),
		"网页":  []byte("<html><body>正文</body></html>"),
		"照片":  photo(t, 2),
		"空文件": nil,
	} {
		p := b.drop(t, name+".docx", data).want(t, http.StatusUnprocessableEntity)
		var got struct{ Error string }
		if err := json.Unmarshal([]byte(p.body), &got); err != nil || got.Error == "" {
			t.Errorf("%s: %s", name, p.body)
		}
	}
	h.browser().drop(t, "a.docx", wordFile(t, photo(t, 2))).want(t, http.StatusUnauthorized)
	h.as(t, "lead").drop(t, "a.docx", wordFile(t, photo(t, 2))).want(t, http.StatusForbidden)
}
