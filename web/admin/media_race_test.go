package admin_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"wellspring/internal/invest"
)

func TestTheSameFileSentAtOnceIsOneRow(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	editors := []*browser{h.as(t, "writer"), h.as(t, "writer2"), h.as(t, "columns"), h.as(t, "reviewer1")}
	for round := range 5 {
		data := photo(t, 10+round)
		if round%2 == 1 {
			data = fmt.Appendf(nil, "%s%d", aPDF, round)
		}
		answers := make([]page, len(editors))
		var wait sync.WaitGroup
		for i, b := range editors {
			wait.Go(func() {
				answers[i] = b.upload(t, "application/json", sending{fmt.Sprintf("%d.jpg", i), data})
			})
		}
		wait.Wait()
		numbers := map[int64]bool{}
		for _, p := range answers {
			var u uploaded
			if err := json.Unmarshal([]byte(p.want(t, http.StatusOK).body), &u); err != nil {
				t.Fatal(err)
			}
			numbers[u.Number] = true
		}
		list, err := h.store.MediaList(t.Context(), invest.MediaFilter{})
		if err != nil || len(numbers) != 1 || list.Total != 3+round { // with the two that every house has
			t.Errorf("it has the numbers %v, and %d are kept, %v", numbers, list.Total, err)
		}
	}
}

// A text is saved with a file, shown and linked to in its markup, as its picture
// and by bringing back a revision, while somebody takes that file out of the library.
func TestATextNeverShowsAFileThatWasRemoved(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	writer, manager := h.as(t, "writer"), h.as(t, "columns")
	saved, removed := 0, 0
	for i := range 100 {
		u := writer.put(t, "a.gif", drawing(t, i))
		a := least(invest.KindArticle, "开工").(*invest.Article)
		if i%4 == 2 {
			a.Picture.Media = u.Hash
		}
		d := h.write(t, a)
		f := writer.opened(t, d.Kind, d.Number)
		switch i % 4 {
		case 0:
			f.set(t, "body.zh", `<figure><img src="`+u.Src+`" alt="厂房"/></figure>`)
		case 1:
			f.set(t, "picture.media", strconv.FormatInt(u.Number, 10))
		case 2:
			f.set(t, "picture.media", "")
			f.press(t, "save").want(t, http.StatusSeeOther)
			f = writer.get(t, at(d)+"/revisions?from=1&to=2").form(t, "/revisions", "1")
		case 3:
			f.set(t, "body.zh", `<p>见<a href="`+u.Src+`">附图</a></p>`)
		}
		var save, removal page
		var wait sync.WaitGroup
		wait.Go(func() {
			if i%4 == 2 {
				save = f.press(t, "1")
				return
			}
			save = f.press(t, "save")
		})
		wait.Go(func() { removal = manager.post(t, fmt.Sprintf("/admin/media/%d/removal", u.Number), nil) })
		wait.Wait()
		taken := strings.Contains(removal.want(t, http.StatusSeeOther).Header.Get("Location"), "removed")
		switch {
		case save.StatusCode == http.StatusSeeOther && !taken:
			saved++
			visible := h.draft(t, d.Kind, d.Number)
			if _, err := h.store.MediaByHash(t.Context(), u.Hash); err != nil || !slices.Contains(invest.MediaHashes(visible.Body), u.Hash) {
				t.Errorf("the text shows %v, %v", invest.MediaHashes(visible.Body), err)
			}
			writer.get(t, "/admin"+u.Src).want(t, http.StatusOK)
		case save.StatusCode == http.StatusUnprocessableEntity && taken:
			removed++
			if !strings.Contains(save.says(), "媒体库中没有这个文件") {
				t.Errorf("way %d: the editor reads %s", i%4, save.says())
			}
		default:
			t.Errorf("way %d: saving is answered with %d %s, and the file is removed: %v", i%4, save.StatusCode, save.says(), taken)
		}
	}
	t.Logf("%d texts were saved, %d files removed", saved, removed)
	if saved == 0 || removed == 0 {
		t.Error("one of them was always first: nothing is shown by this")
	}
}

// drawing is a small picture, one of its own for each number.
func drawing(t *testing.T, n int) []byte {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, 64, 48), color.Palette{color.Black, color.White})
	for bit := range 16 { // blocks that outlast being made a JPEG
		draw.Draw(m, image.Rect(bit*4, 0, bit*4+4, 48), image.NewUniform(m.Palette[n>>bit&1]), image.Point{}, draw.Src)
	}
	var b bytes.Buffer
	if err := gif.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
