package admin_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wellspring/internal/invest"
	"wellspring/static"
)

func TestAFormTellsTheEditorOfRichTextWhatItAsksFor(t *testing.T) {
	h := newHouse(t)
	form := h.blank(t, invest.KindArticle).node
	if form.Find("textarea[data-rich][name='body.zh']").Length() != 1 {
		t.Error("no field for those without script")
	}
	words, given := form.Attr("data-words")
	if given != static.Has("editor.js") {
		t.Fatalf("given words: %v", given)
	}
	if !given { // the program was built without it
		return
	}
	for name, want := range map[string]string{"data-media": "/admin/media", "data-find": "/admin/find", "data-document": "/admin/media/document", "data-pictures": "/admin"} {
		if got := form.AttrOr(name, ""); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	var known map[string]string
	if err := json.Unmarshal([]byte(words), &known); err != nil {
		t.Fatal(err)
	}
	for _, key := range askedFor(t) {
		if known[key] == "" {
			t.Errorf("no word for %s", key)
		}
	}
}

// askedFor are the keys by which the editor's script asks for its words.
func askedFor(t *testing.T) []string {
	t.Helper()
	var source strings.Builder
	err := filepath.WalkDir("../../static/editor/src", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		source.Write(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, m := range regexp.MustCompile(`word\("([a-z0-9._]+)"[,)]`).FindAllStringSubmatch(source.String(), -1) {
		keys = append(keys, m[1])
	}
	if len(keys) < 40 {
		t.Fatalf("only %d words were found", len(keys))
	}
	return keys
}
