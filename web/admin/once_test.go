package admin_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"wellspring/internal/invest"
)

func TestAFormSentTwiceMakesOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.write(t, least(invest.KindPark, "高新园"))
	b, admin := h.as(t, "writer"), h.as(t, "admin")
	d := h.draft(t, invest.KindPark, 1)
	count := map[string]func() int{
		"comments": func() int {
			all, err := h.store.Comments(t.Context(), d.Kind, d.Number)
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		},
		"copies": func() int {
			list, err := h.store.Drafts(t.Context(), invest.DraftFilter{Kind: d.Kind})
			if err != nil {
				t.Fatal(err)
			}
			return list.Total - 1
		},
		"links": func() int {
			all, err := h.store.PreviewLinks(t.Context(), d.Kind, d.Number)
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		},
		"people": func() int {
			all, err := h.store.Editors(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		},
	}
	forms := map[string]func() (f *filledForm, button string){
		"comments": func() (*filledForm, string) {
			return b.get(t, "/admin/parks/1/reviews").form(t, "/comments").fill(t, map[string]string{"text": "请核对面积"}), ""
		},
		"copies": func() (*filledForm, string) {
			return b.get(t, "/admin/parks/1/publication").form(t, "/copy", "copy"), "copy"
		},
		"links": func() (*filledForm, string) {
			f := b.get(t, "/admin/parks/1/publication").form(t, "/links", "make")
			return f, "make"
		},
		"people": func() (*filledForm, string) {
			f := admin.get(t, "/admin/people/new").form(t, "/people/new").fill(t, map[string]string{"name": "新人", "login": fmt.Sprintf("new%d", count["people"]())})
			f.tick(t, "roles", "writer")
			return f, ""
		},
	}
	for what, form := range forms {
		before := count[what]()
		f, button := form()
		var wait sync.WaitGroup
		answers := make([]page, 2)
		for i := range answers { // a double click
			wait.Go(func() { answers[i] = f.press(t, button) })
		}
		wait.Wait()
		again := f.press(t, button) // the page loaded again
		for _, p := range answers {
			if p.StatusCode >= http.StatusBadRequest || p.StatusCode != again.StatusCode || p.Header.Get("Location") != again.Header.Get("Location") || p.body != again.body {
				t.Errorf("%s: answered with %d %s and %d %s", what, p.StatusCode, p.says(), again.StatusCode, again.says())
			}
		}
		if n := count[what]() - before; n != 1 {
			t.Errorf("%s: %d were made", what, n)
		}
		f, button = form() // meant once more
		f.press(t, button)
		if n := count[what]() - before; n != 2 {
			t.Errorf("%s: %d were made of two forms", what, n)
		}
	}
}
