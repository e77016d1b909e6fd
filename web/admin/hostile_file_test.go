package admin_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"mime"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"wellspring/internal/invest"
)

const hidden = "<script>alert(document.cookie)</script>"

// moving is a GIF.
func moving(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, image.NewPaletted(image.Rect(0, 0, 30, 20), color.Palette{color.Black, color.White}), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const aPDF = "%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

func TestFilesThatAreTwoThingsAtOnceAreRefusedOrSentAsTheOneTheyAreKeptAs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	for _, c := range []struct {
		what, name string
		data       []byte
		kind       string // it is sent as; "" where it is refused
	}{
		{"a page called a photo", "a.jpg", []byte("<!DOCTYPE html><html>" + hidden), ""},
		{"a drawing with script, called a picture", "a.png", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), ""},
		{"a document with a page before it", "a.pdf", []byte("<html>" + hidden + aPDF), ""},
		{"a page that begins as a GIF does", "a.gif", []byte("GIF89a/*" + hidden + "*/=1;"), ""},
		{"a GIF with script after it", "a.gif", append(moving(t), hidden...), "image/jpeg"},
		{"a photo with script after it", "a.html", append(photo(t, 2), hidden...), "image/jpeg"},
		{"a document with a page in it", "a.html", []byte(aPDF + hidden), "application/pdf"},
	} {
		p := b.upload(t, "application/json", sending{c.name, c.data})
		if c.kind == "" {
			if p.StatusCode != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d %s", c.what, p.StatusCode, p.body)
			}
			continue
		}
		u := b.put(t, c.name, c.data)
		for _, name := range []string{u.Name, "whole", "a.html"} {
			got := b.get(t, "/admin/media/"+u.Hash+"/"+name).want(t, http.StatusOK)
			if got.Header.Get("Content-Type") != c.kind || got.Header.Get("X-Content-Type-Options") != "nosniff" ||
				got.Header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" {
				t.Errorf("%s as %s: %v", c.what, name, got.Header)
			}
			if picture := strings.HasPrefix(c.kind, "image/"); picture && strings.Contains(got.body, "script") {
				t.Errorf("%s as %s still holds it", c.what, name)
			} else if how, as := disposition(t, got); !picture && (how != "attachment" || !strings.HasSuffix(as, ".pdf")) {
				t.Errorf("%s as %s is sent as %s %q", c.what, name, how, as)
			}
		}
	}
}

// disposition is how a file is sent: to be kept, or to be shown; and its name.
func disposition(t *testing.T, p page) (how, name string) {
	t.Helper()
	header := p.Header.Get("Content-Disposition")
	if header == "" {
		return "", ""
	}
	how, params, err := mime.ParseMediaType(header)
	if err != nil {
		t.Errorf("%q: %v", header, err)
	}
	return how, params["filename"]
}

func TestAFileKeepsItsNameWithoutWhatIsDangerousInIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	b.upload(t, "application/json", sending{"a\x00b.pdf", []byte(aPDF)}).want(t, http.StatusBadRequest) // no header holds it
	for i, c := range [][2]string{
		{"渭滨区2023年招商引资项目册.pdf", "渭滨区2023年招商引资项目册.pdf"},
		{"../../../etc/cron.d/项目册", "项目册.pdf"},
		{`C:\资料\项目册.pdf`, "项目册.pdf"},
		{`关于"三个年"活动的'方案'; filename=a.html.pdf`, "关于_三个年_活动的'方案'__filename=a.html.pdf"},
		{"a\tb.pdf", "ab.pdf"},
		{"\u202efdp.exe", "fdp.exe.pdf"},
		{strings.Repeat("长", 300) + ".pdf", strings.Repeat("长", 76) + ".pdf"},
		{strings.Repeat("x", 10_000) + ".pdf", strings.Repeat("x", 76) + ".pdf"},
		{"<img src=x onerror=alert(1)>.pdf", "img_src=x_onerror=alert(1).pdf"},
	} {
		data := fmt.Appendf(nil, "%s%d", aPDF, i)
		listed := b.upload(t, "text/html", sending{c[0], data}).want(t, http.StatusOK)
		if !utf8.ValidString(listed.body) || len(c[0]) > 2_000 && strings.Contains(listed.body, c[0]) || strings.Contains(listed.body, "<img src=x") {
			t.Errorf("%.60q stands on the page as it was sent", c[0])
		}
		u := b.put(t, c[0], data)
		if u.Name != c[1] {
			t.Errorf("%.60q is kept as %q, want %q", c[0], u.Name, c[1])
		}
		link, ok := b.get(t, fmt.Sprintf("/admin/media/%d", u.Number)).want(t, http.StatusOK).doc().Find("a[href*='" + u.Hash + "']").Attr("href")
		if !ok {
			t.Fatalf("%q is not offered on its page", u.Name)
		}
		got := b.get(t, link).want(t, http.StatusOK)
		if how, name := disposition(t, got); how != "attachment" || name != c[1] || got.body != string(data) {
			t.Errorf("%q is sent as %s %q", u.Name, how, name)
		}
	}
}

func TestAFileThatIsGivenAnotherNameStaysWhatItIs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	u := b.put(t, "厂房.jpg", photo(t, 4))
	f := b.get(t, fmt.Sprintf("/admin/media/%d", u.Number)).form(t, "/media/words")
	f.set(t, "media.0.name", "外景/东门?.html")
	f.press(t, "").want(t, http.StatusSeeOther)
	m, err := h.store.MediaByNumber(t.Context(), u.Number)
	if err != nil || m.Name != "东门_.html.jpg" {
		t.Errorf("it is called %q, %v", m.Name, err)
	}
	a := least(invest.KindArticle, "开工").(*invest.Article)
	a.Body = zh(`<figure><img src="` + u.Src + `" alt="厂房"/><figcaption><small>本局</small></figcaption></figure>`)
	d := h.bring(t, h.write(t, a), invest.WorkNone)
	src, _ := b.get(t, fmt.Sprintf("/news/%d", d.Number)).want(t, http.StatusOK).doc().Find("main img").Attr("src")
	b.get(t, src).want(t, http.StatusOK)
}
