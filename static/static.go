// Package static holds the files a page needs besides itself. Each is served
// under a name with a hash of its content, so that it can be cached for ever.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// editor/dist is filled by the build of static/editor; without it there is no editor.
//
//go:embed css js img all:editor/dist
var files embed.FS

// sheets are the parts of site.css, in the order of their layers.
var sheets = []string{
	"css/tokens.css", "css/base.css", "css/layout.css", "css/component.css", "css/page.css", "css/print.css",
}

// Prefix is the path below which the files are served.
const Prefix = "/static/"

type asset struct {
	name string // with hash
	kind string
	body []byte
}

// byName and byAddress hold every file under its plain and its hashed name.
var byName, byAddress = build()

func build() (names, addresses map[string]asset) {
	names, addresses = map[string]asset{}, map[string]asset{}
	add := func(name string, body []byte) {
		sum := sha256.Sum256(body)
		ext := path.Ext(name)
		a := asset{
			name: strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext,
			kind: mime.TypeByExtension(ext),
			body: body,
		}
		if ext == ".js" { // some systems' tables say otherwise, and nosniff would then block it
			a.kind = "text/javascript; charset=utf-8"
		}
		names[name], addresses[a.name] = a, a
	}
	var css []byte
	for _, s := range sheets {
		css = append(css, read(s)...)
	}
	add("site.css", css)
	add("admin.css", append(read("css/admin.css"), read("css/editor.css")...)) // after site.css: visitors need not load it
	add("stage.css", read("css/stage.css"))                                    // alone: the screens have nothing else of the site
	for _, dir := range []string{"js", "img", "editor/dist"} {
		entries, err := fs.ReadDir(files, dir)
		if err != nil {
			panic(err) // embedded: cannot be missing
		}
		for _, e := range entries {
			if e.Name() == ".keep" { // an empty folder can't be embedded
				continue
			}
			add(e.Name(), read(dir+"/"+e.Name()))
		}
	}
	return names, addresses
}

func read(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(err) // embedded: cannot be missing
	}
	return b
}

// URL is the address of a file below the base path: URL("site.css") is
// "/static/site.0123456789.css". A file that does not exist is a mistake in
// the program.
func URL(name string) string {
	a, ok := byName[name]
	if !ok {
		panic("static: no file " + name)
	}
	return Prefix + a.name
}

// Has reports whether there is a file: the editor may not have been built.
func Has(name string) bool {
	_, ok := byName[name]
	return ok
}

// Handler serves the files by their hashed names; it expects paths below Prefix.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := byAddress[strings.TrimPrefix(r.URL.Path, Prefix)]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Vary", "Accept-Encoding")
		_, _ = w.Write(a.body) // the client may be gone: nobody to tell
	})
}
