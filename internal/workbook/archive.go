package workbook

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"strings"
)

// archive is an .xlsx: its parts by name, in lower case and without a slash in
// front. Names serve to find parts and for nothing else.
type archive struct {
	file     *file
	parts    map[string]*zip.File
	sheets   []string // the parts of the sheets, in the order of Book.Sheets
	styles   string   // the part, "" without one
	shared   string
	from1904 bool
	tables   *tables // once they are loaded
}

func openArchive(f *file) (*Book, error) {
	f.bound, f.room = true, maxIndex
	z, err := zip.NewReader(f, f.size)
	f.bound = false
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, damaged("the index", err)
	}
	a := &archive{file: f, parts: map[string]*zip.File{}}
	for _, p := range z.File {
		if p.Flags&1 != 0 {
			return nil, ErrEncrypted
		}
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(p.Name, `\`, "/"), "/"))
		if a.parts[name] == nil {
			a.parts[name] = p
		}
	}
	book := &Book{in: a}
	return book, a.workbook(book)
}

// damaged says of an error in a part that the file is to blame, unless the error
// says something else.
func damaged(part string, err error) error {
	for _, other := range []error{ErrDamaged, ErrTooLarge, ErrNotSpreadsheet, ErrEmpty, errStop, errRoom, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, other) {
			return fmt.Errorf("%s: %w", part, err)
		}
	}
	return fmt.Errorf("%s: %w: %w", part, ErrDamaged, err)
}

func (a *archive) close() error {
	if a.tables == nil {
		return nil
	}
	return a.tables.texts.close()
}

// unpack calls read with a part from its beginning, and then reads on to its
// end: only there the checksum shows that nothing was lost.
func (a *archive) unpack(ctx context.Context, part string, room int64, read func(*bufio.Reader) error) error {
	p := a.parts[part]
	if p == nil {
		return fmt.Errorf("%w: %s is missing", ErrDamaged, part)
	}
	unpacked, err := p.Open()
	if a.file.failed != nil {
		return a.file.failed
	}
	if err != nil {
		return damaged(part, err)
	}
	defer unpacked.Close() // nothing is written
	limit := &bounded{r: unpacked, ctx: ctx, room: room, packed: max(1, min(int64(p.CompressedSize64), a.file.size))}
	in := bufio.NewReaderSize(limit, 1<<16)
	if err = read(in); err == nil {
		_, err = in.WriteTo(discard{})
	}
	switch {
	case err == nil || errors.Is(err, errStop):
		return err
	case a.file.failed != nil:
		return a.file.failed
	case limit.err != nil: // the decoder may have made another error of it, as of a character cut in half
		err = limit.err
	}
	return damaged(part, err)
}

// discard is an io.Writer and, other than io.Discard, nothing more, so that
// bufio hands it its own buffer.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// elements calls do for every element in the root of a part, which must have this
// name.
func (a *archive) elements(ctx context.Context, part, root string, room int64, do func(s *source, tag string, e xml.StartElement) error) error {
	return a.unpack(ctx, part, room, func(in *bufio.Reader) error {
		s := newSource(in)
		return s.each(func(tag string, _ xml.StartElement) error {
			if tag != root {
				return fmt.Errorf("%w, %q", errOther, tag)
			}
			return s.each(func(tag string, e xml.StartElement) error { return do(s, tag, e) })
		})
	})
}

var errOther = errors.New("it is of another kind")

// relation is what a part says of another, or of an address elsewhere.
type relation struct {
	kind   string // the last word of its type: worksheet, styles …
	target string // the name of a part, "" for an address elsewhere
}

// relations are those of a part, by their ids; none if it has none.
func (a *archive) relations(part string) (map[string]relation, error) {
	out := map[string]relation{}
	folder, base := path.Split(part)
	name := folder + "_rels/" + base + ".rels"
	if a.parts[name] == nil {
		return out, nil
	}
	return out, a.elements(context.Background(), name, "Relationships", maxContents, func(_ *source, tag string, e xml.StartElement) error {
		if tag != "Relationship" {
			return nil
		}
		r := relation{kind: path.Base(attr(e, "Type"))}
		if attr(e, "TargetMode") != "External" {
			r.target = partName(part, strings.TrimSpace(attr(e, "Target")))
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

// enough refuses more entries of a kind than any true workbook has.
func enough(entries int) error {
	if entries > maxEntries {
		return ErrTooLarge
	}
	return nil
}
