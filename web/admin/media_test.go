package admin_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wellspring/internal/invest"
)

// photo is a small picture, one of its own for each number.
func photo(t *testing.T, n int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 600, 400))
	for i := range m.Pix {
		m.Pix[i] = uint8(i * n)
	}
	m.Set(0, 0, color.White)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sending is a file as a form carries it.
type sending struct {
	name string
	data []byte
}

// upload sends files as a browser does.
func (b *browser) upload(t *testing.T, accept string, files ...sending) page {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, f := range files {
		h := textproto.MIMEHeader{"Content-Type": {"application/octet-stream"}}
		h.Set("Content-Disposition", fmt.Sprintf(`form-data; name="file"; filename="%s"`, strings.NewReplacer(`\`, `\\`, `"`, "%22").Replace(f.name)))
		part, err := w.CreatePart(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(f.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.send(t, http.MethodPost, b.base+"/admin/media", url.Values{}, func(r *http.Request) {
		r.Header.Set("Content-Type", w.FormDataContentType())
		r.Header.Set("Accept", accept)
		r.Body, r.ContentLength = http.NoBody, int64(body.Len())
		r.Body = readCloser{&body}
	})
}

type readCloser struct{ *bytes.Buffer }

func (readCloser) Close() error { return nil }

// uploaded is a file that was taken.
type uploaded struct {
	Number int64
	Hash   string
	Src    string
	Width  int
	Name   string
	Error  string
}

func (b *browser) put(t *testing.T, name string, data []byte) uploaded {
	t.Helper()
	p := b.upload(t, "application/json", sending{name, data}).want(t, http.StatusOK)
	var u uploaded
	if err := json.Unmarshal([]byte(p.body), &u); err != nil {
		t.Fatal(err)
	}
	return u
}

func TestAFileIsSeenByTheDeskAtOnceAndByThePublicWhenATextShowsIt(t *testing.T) {
	h := newHouse(t)
	b := h.as(t, "writer")
	u := b.put(t, "厂房.jpg", photo(t, 3))
	public, inside := h.base+u.Src, h.base+"/admin"+u.Src
	visitor := h.browser()
	visitor.get(t, public).want(t, http.StatusNotFound)
	if p := visitor.get(t, inside); p.StatusCode == http.StatusOK {
		t.Error("the desk shows it to anybody")
	}
	p := b.get(t, inside).want(t, http.StatusOK)
	if p.Header.Get("Content-Type") != "image/jpeg" || p.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(p.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("headers %v", p.Header)
	}

	a := least(invest.KindArticle, "开工").(*invest.Article)
	a.Body = zh(`<figure><img src="` + u.Src + `" alt="厂房"/><figcaption><small>本局</small></figcaption></figure>`)
	a.Picture = invest.Picture{Media: u.Hash, Words: invest.Words{Alt: zh("厂房"), Credit: zh("本局")}}
	d := h.write(t, a)
	link := h.preview(t, d)
	visitor.get(t, public).want(t, http.StatusNotFound)
	shared := visitor.get(t, link).want(t, http.StatusOK)
	src, _ := shared.doc().Find("img[src*='" + u.Hash + "']").Attr("src")
	visitor.get(t, src).want(t, http.StatusOK)
	d = h.bring(t, d, invest.WorkNone)
	got := visitor.get(t, public).want(t, http.StatusOK)
	if got.Header.Get("Cache-Control") != "private, max-age=3600" || got.Header.Get("ETag") == "" {
		t.Errorf("headers %v", got.Header)
	}
	visitor.send(t, http.MethodGet, public, nil, func(r *http.Request) { r.Header.Set("If-None-Match", got.Header.Get("ETag")) }).want(t, http.StatusNotModified)
	page := visitor.get(t, fmt.Sprintf("%s/news/%d", h.base, d.Number)).want(t, http.StatusOK)
	if image, _ := page.doc().Find("meta[name=Image]").Attr("content"); image != h.origin+public {
		t.Errorf("the page names its picture as %s", image)
	}
	if n := page.doc().Find("img[src*='" + u.Hash + "'][srcset]").Length(); n != 2 {
		t.Errorf("%d pictures in the article", n)
	}
	if _, err := h.desk.Withdraw(t.Context(), h.actor(t, "columns"), d.Kind, d.Number, d.Version, "误发"); err != nil {
		t.Fatal(err)
	}
	visitor.get(t, public).want(t, http.StatusNotFound)
}

// preview is the address of a new link to a draft.
func (h *house) preview(t *testing.T, d invest.Draft) string {
	t.Helper()
	token, err := h.desk.SharePreview(t.Context(), h.actor(t, author(d.Kind)), d.Kind, d.Number, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return h.base + "/preview/" + token
}

func TestOfElevenFilesTheOneThatIsRefusedIsNamedAndTheOthersAreKept(t *testing.T) {
	h := newHouse(t)
	b := h.as(t, "writer")
	var files []sending
	for i := range 11 {
		f := sending{fmt.Sprintf("现场%d.jpg", i+1), photo(t, i+1)}
		if i == 4 {
			f.data = []byte("<script>alert(1)</script>")
		}
		files = append(files, f)
	}
	p := b.upload(t, "text/html", files...).want(t, http.StatusUnprocessableEntity)
	if wrong := p.doc().Find(".sent-wrong"); wrong.Length() != 1 || !strings.Contains(wrong.Text(), "现场5.jpg") {
		t.Errorf("it says %s", p.doc().Find(".sent").Text())
	}
	list, err := h.store.MediaList(t.Context(), invest.MediaFilter{})
	if err != nil || list.Total != 12 { // with the two that every house has
		t.Errorf("%d are kept, %v", list.Total, err)
	}
	next, _ := p.doc().Find(".notice a.button").Attr("href")
	if n := b.get(t, next).want(t, http.StatusOK).doc().Find("[data-media-row]").Length(); n != 10 {
		t.Errorf("%d in the form for their words", n)
	}
}

func TestWhatIsSentTwiceIsKeptOnce(t *testing.T) {
	h := newHouse(t)
	b := h.as(t, "writer")
	first := b.put(t, "a.jpg", photo(t, 7))
	if again := h.as(t, "columns").put(t, "b.jpg", photo(t, 7)); again.Number != first.Number {
		t.Errorf("numbers %d and %d", first.Number, again.Number)
	}
}

func TestWordsOfSeveralPicturesAreSavedTogetherAndStayWhenSomebodyElseWasFaster(t *testing.T) {
	h := newHouse(t)
	b := h.as(t, "writer")
	x, y := b.put(t, "a.jpg", photo(t, 2)), b.put(t, "b.jpg", photo(t, 3))
	address := fmt.Sprintf("%s/admin/media/words?n=%d,%d", h.base, x.Number, y.Number)
	mine, theirs := b.get(t, address).form(t, "/media/words"), h.as(t, "columns").get(t, address).form(t, "/media/words")
	theirs.set(t, "media.0.alt.zh", "别人写的")
	theirs.press(t, "").want(t, http.StatusSeeOther)
	mine.set(t, "media.0.alt.zh", "厂房外景")
	mine.set(t, "media.1.credit.zh", "本局")
	mine.set(t, "media.1.focus", "30 80")
	mine.set(t, "media.1.taken", "2023年3月")
	p := mine.press(t, "").want(t, http.StatusUnprocessableEntity)
	if !strings.Contains(p.says(), "其他人刚刚改为：别人写的") {
		t.Errorf("theirs is not shown: %s", p.says())
	}
	again := p.form(t, "/media/words")
	if again.values.Get("media.0.alt.zh") != "厂房外景" {
		t.Error("what was typed is lost")
	}
	again.press(t, "").want(t, http.StatusSeeOther)
	m, err := h.store.MediaByNumber(t.Context(), y.Number)
	if err != nil || m.Credit != zh("本局") || m.Focus != (invest.Focus{X: -20, Y: 30}) || m.Taken.Year != 2023 {
		t.Errorf("kept %+v, %v", m.Words, err)
	}
	// Who changes one leaves alone what another has said of the other.
	late, quick := b.get(t, address).form(t, "/media/words"), h.as(t, "columns").get(t, address).form(t, "/media/words")
	quick.set(t, "media.0.alt.zh", "又有人写")
	quick.press(t, "").want(t, http.StatusSeeOther)
	late.set(t, "media.1.alt.zh", "第二张")
	late.press(t, "").want(t, http.StatusSeeOther)
	if m, err := h.store.MediaByNumber(t.Context(), x.Number); err != nil || m.Alt != zh("又有人写") {
		t.Errorf("the other's words are %v, %v", m.Alt, err)
	}
	wrong := b.get(t, address).form(t, "/media/words")
	wrong.set(t, "media.0.focus", "200 0")
	wrong.set(t, "media.1.alt.zh", "留着")
	if p := wrong.press(t, "").want(t, http.StatusUnprocessableEntity); !strings.Contains(p.says(), "0 到 100") || p.form(t, "/media/words").values.Get("media.1.alt.zh") != "留着" {
		t.Errorf("says %s", p.says())
	}
}

func TestAFileStaysWhileATextShowsItAndNamesOnlyTextsThatAreSeen(t *testing.T) {
	h := newHouse(t)
	b := h.as(t, "writer")
	u := b.put(t, "a.jpg", photo(t, 2))
	a := least(invest.KindArticle, "不给人看的标题").(*invest.Article)
	a.Picture = invest.Picture{Media: u.Hash}
	h.write(t, a)
	page := fmt.Sprintf("%s/admin/media/%d", h.base, u.Number)
	if p := b.get(t, page).want(t, http.StatusOK); !strings.Contains(p.text(), "不给人看的标题") || p.doc().Find("form[action$=removal]").Length() > 0 {
		t.Errorf("the writer reads %s", p.text())
	}
	p := h.as(t, "statistician").get(t, page).want(t, http.StatusOK)
	if strings.Contains(p.text(), "不给人看的标题") || !strings.Contains(p.text(), "1 篇您无权查看的稿件") {
		t.Errorf("another reads %s", p.text())
	}
	if p := b.post(t, page+"/removal", nil).follow(t); !strings.Contains(p.text(), "未移除") {
		t.Errorf("after removal: %s", p.text())
	}
	h.as(t, "statistician").post(t, page+"/removal", nil).want(t, http.StatusForbidden)
	free := b.put(t, "b.jpg", photo(t, 3))
	b.get(t, fmt.Sprintf("%s/admin/media/%d", h.base, free.Number)).form(t, "/removal").press(t, "").follow(t)
	b.get(t, fmt.Sprintf("%s/admin/media/%d", h.base, free.Number)).want(t, http.StatusNotFound)
}

func TestARenamedPictureStaysInItsTextsAndKeepsASafeName(t *testing.T) {
	h := newHouse(t)
	b := h.as(t, "writer")
	u := b.put(t, "a.jpg", photo(t, 2))
	a := least(invest.KindArticle, "标题").(*invest.Article)
	a.Body = zh(`<figure><img src="` + u.Src + `" alt="厂房"/></figure>`)
	d := h.write(t, a)
	f := b.get(t, fmt.Sprintf("/admin/media/%d", u.Number)).form(t, "/media/words")
	f.set(t, "media.0.name", `厂房 1/2 50%.png`)
	f.press(t, "").follow(t)
	m, err := h.store.MediaByNumber(t.Context(), u.Number)
	if err != nil || m.Name != "2_50.jpg" {
		t.Errorf("it is called %q, %v", m.Name, err)
	}
	a.Title = zh("改过的标题")
	d = h.rewrite(t, d, a)
	if !strings.Contains(d.Body.(*invest.Article).Body.Zh, u.Hash) {
		t.Errorf("the text has lost it: %s", d.Body.(*invest.Article).Body.Zh)
	}
	b.post(t, fmt.Sprintf("/admin/media/%d/removal", u.Number), nil).follow(t)
	b.get(t, fmt.Sprintf("/admin/media/%d", u.Number)).want(t, http.StatusOK)
}

func TestAFileThatATextLinksToIsShownToThePublicAndStays(t *testing.T) {
	h := newHouse(t)
	b := h.as(t, "writer")
	u := b.put(t, "申报 表.pdf", []byte("%PDF-1.7\n另一份\n%%EOF"))
	a := least(invest.KindArticle, "标题").(*invest.Article)
	a.Body = zh(`<p>见<a href="` + u.Src + `">申报表</a></p>`)
	d := h.bring(t, h.write(t, a), invest.WorkNone)
	href, _ := h.browser().get(t, fmt.Sprintf("/news/%d", d.Number)).doc().Find("a[href*='" + u.Hash + "']").Attr("href")
	p := h.browser().get(t, href).want(t, http.StatusOK)
	if how, name := disposition(t, p); how != "attachment" || name != "申报_表.pdf" {
		t.Errorf("it is sent as %s %q", how, name)
	}
	if got := h.browser().get(t, "/media/"+u.Hash+"/update.exe").want(t, http.StatusOK).Header.Get("Content-Disposition"); !strings.HasSuffix(got, "update.exe.pdf") {
		t.Errorf("under another name it is sent as %s", got)
	}
	b.post(t, fmt.Sprintf("/admin/media/%d/removal", u.Number), nil).follow(t)
	b.get(t, fmt.Sprintf("/admin/media/%d", u.Number)).want(t, http.StatusOK)
}

func TestAFileThatIsLostIsWrittenAgainWhenItIsSentAgain(t *testing.T) {
	h := newHouse(t)
	b := h.as(t, "writer")
	u := b.put(t, "a.jpg", photo(t, 2))
	if err := os.RemoveAll(filepath.Join(h.folder, "media", u.Hash[:2], u.Hash)); err != nil {
		t.Fatal(err)
	}
	b.get(t, "/admin"+u.Src).want(t, http.StatusNotFound)
	if again := b.put(t, "a.jpg", photo(t, 2)); again.Number != u.Number {
		t.Errorf("it has become %d", again.Number)
	}
	b.get(t, "/admin"+u.Src).want(t, http.StatusOK)
}

func TestOnlyPicturesStandWherePicturesDo(t *testing.T) {
	h := newHouse(t)
	u := h.as(t, "writer").put(t, "a.pdf", []byte("%PDF-1.7\n又一份\n%%EOF"))
	for name, change := range map[string]func(a *invest.Article){
		"beside the text": func(a *invest.Article) { a.Picture = invest.Picture{Media: u.Hash} },
		"in the text":     func(a *invest.Article) { a.Body = zh(`<p><img src="/media/` + u.Hash + `/whole" alt="x"/></p>`) },
	} {
		a := least(invest.KindArticle, "标题").(*invest.Article)
		change(a)
		_, err := h.desk.Save(t.Context(), h.actor(t, "writer"), invest.Draft{Kind: a.Kind(), Body: a}, "")
		if invest.CodeOf(err) != invest.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestATextIsNotSavedWithAFileThatTheLibraryHasNot(t *testing.T) {
	h := newHouse(t)
	f := h.blank(t, invest.KindArticle)
	f.fill(t, map[string]string{"title.zh": "标题", "column": "bulletin", "body.zh": "正文", "source.name.zh": "本局"})
	f.set(t, "picture.media", "77")
	if p := f.press(t, "save").want(t, http.StatusUnprocessableEntity); !strings.Contains(p.says(), "媒体库中没有这个文件") {
		t.Errorf("says %s", p.says())
	}
}
