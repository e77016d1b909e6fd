package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// file is the document as bytes. It remembers when reading it failed, which is
// no fault of the document, and bounds how much is read for its index: the
// number of entries in a zip is a claim, and each takes memory.
type file struct {
	r      io.ReaderAt
	room   int64
	failed error
}

func (f *file) ReadAt(p []byte, off int64) (int, error) {
	if f.room -= int64(len(p)); f.room < 0 {
		return 0, ErrTooLarge
	}
	if off < 0 { // as a damaged index says
		return 0, zip.ErrFormat
	}
	n, err := f.r.ReadAt(p, off)
	if err != nil && err != io.EOF {
		f.failed = err
	}
	return n, err
}

// archive is a document's parts by name, in lower case and without a slash in
// front. Names serve to find parts and for nothing else.
type archive struct {
	parts map[string]*zip.File
	room  int64 // bytes of XML that may still be unpacked
}

func open(f *file, size int64) (*archive, error) {
	if size > maxFile {
		return nil, ErrTooLarge
	}
	var head [8]byte
	if n, err := f.ReadAt(head[:], 0); err != nil && err != io.EOF {
		return nil, err
	} else if n == len(head) && string(head[:]) == "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" {
		return nil, compound(f, size)
	}
	z, err := zip.NewReader(f, size)
	if errors.Is(err, zip.ErrFormat) {
		return nil, fmt.Errorf("%w: %w", ErrNotWord, err)
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, err
	}
	f.room = 4 * maxFile // parts may lie over each other; nothing true needs as much
	a := &archive{parts: map[string]*zip.File{}, room: maxTables}
	for _, p := range z.File {
		if p.Flags&1 != 0 {
			return nil, ErrEncrypted
		}
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(p.Name, `\`, "/"), "/"))
		if path.Base(name) == "vbaproject.bin" {
			return nil, ErrMacros
		}
		if a.parts[name] == nil {
			a.parts[name] = p
		}
	}
	return a, nil
}

// compound tells apart what comes in Microsoft's older container: a document
// under a password stands in it whole, as a stream of this name.
func compound(f *file, size int64) error {
	name := utf16LE("EncryptedPackage")
	f.room = size + size/8 + 1<<17
	b := make([]byte, 1<<16)
	for off := int64(0); off < size; off += int64(len(b) - len(name)) {
		n, err := f.ReadAt(b, off)
		if err != nil && err != io.EOF {
			return err
		}
		if bytes.Contains(b[:n], name) {
			return ErrEncrypted
		}
	}
	return ErrOldWord
}

func utf16LE(ascii string) []byte {
	var b []byte
	for i := range len(ascii) {
		b = append(b, ascii[i], 0)
	}
	return b
}

// relation is what a part says of another, or of an address elsewhere.
type relation struct {
	kind     string // the last word of its type: image, hyperlink, styles …
	target   string // the name of a part, or an address
	external bool
}

// relations are those of a part, by their ids; none if it has none.
func (a *archive) relations(part string) (map[string]relation, error) {
	out := map[string]relation{}
	folder, base := path.Split(part)
	name := folder + "_rels/" + base + ".rels"
	if a.parts[name] == nil {
		return out, nil
	}
	return out, a.each(name, "rel:Relationships", func(_ *source, tag string, e xml.StartElement) error {
		if tag != "rel:Relationship" {
			return nil
		}
		r := relation{
			kind:     path.Base(attr(e, "Type")),
			target:   strings.TrimSpace(attr(e, "Target")),
			external: attr(e, "TargetMode") == "External",
		}
		if !r.external {
			r.target = partName(part, r.target)
		}
		out[attr(e, "Id")] = r
		return enough(len(out))
	})
}

// partName is the part that a target names, seen from another part. Climbing
// above the root stays there.
func partName(from, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = path.Join("/", path.Dir(from), target)
	}
	return strings.ToLower(strings.TrimPrefix(path.Clean(target), "/"))
}

// mainPart is the name of the part with the text.
func (a *archive) mainPart() (string, error) {
	kinds, err := a.contentTypes()
	if err != nil {
		return "", err
	}
	top, err := a.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range top {
		if r.kind != "officeDocument" || r.external {
			continue
		}
		kind := kinds["/"+r.target]
		if kind == "" {
			kind = kinds[path.Ext(r.target)]
		}
		if strings.Contains(kind, "wordprocessingml") {
			return r.target, nil
		}
	}
	return "", ErrNotWord
}

// contentTypes are those of parts, under "/name", and of endings, under ".xml".
func (a *archive) contentTypes() (map[string]string, error) {
	const name = "[content_types].xml"
	if a.parts[name] == nil {
		return nil, ErrNotWord
	}
	out := map[string]string{}
	return out, a.each(name, "ct:Types", func(_ *source, tag string, e xml.StartElement) error {
		kind := attr(e, "ContentType")
		if strings.Contains(kind, "macroEnabled") || strings.Contains(kind, "vbaProject") {
			return ErrMacros
		}
		switch tag {
		case "ct:Override":
			out[strings.ToLower(attr(e, "PartName"))] = kind
		case "ct:Default":
			out["."+strings.ToLower(attr(e, "Extension"))] = kind
		}
		return enough(len(out))
	})
}

// enough refuses more entries of a kind than any true document has.
func enough(entries int) error {
	if entries > maxEntries {
		return ErrTooLarge
	}
	return nil
}
