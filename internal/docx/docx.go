// Package docx reads a Word document, as Word and WPS write it, into the markup
// of the site with its pictures. It keeps what the text says and how it is
// arranged; fonts, colours, headers and footers stay behind.
//
// Documents come from anywhere: whatever they hold, reading one takes bounded
// memory and time.
package docx

import (
	"errors"
	"fmt"
	"io"
)

// Why a file is not read.
var (
	ErrNotWord   = errors.New("not a Word document")
	ErrOldWord   = errors.New("a Word document of the old binary kind (.doc)")
	ErrEncrypted = errors.New("a document under a password")
	ErrMacros    = errors.New("a document with macros")
	ErrTooLarge  = errors.New("a document that is too large")
	ErrBroken    = errors.New("a document that is damaged")
)

// What is taken at most. What a document declares of itself is never believed;
// each limit is held against what is really there.
const (
	maxFile     = 128 << 20 // bytes of the file
	maxIndex    = 1 << 20   // bytes read to learn which parts there are
	maxTables   = 12 << 20  // bytes of XML, unpacked, that say how the text is set: they are kept
	maxText     = 24 << 20  // the same of the text and its notes
	maxToken    = 4 << 20   // bytes of one tag or text: Word puts whole drawings into attributes
	maxEquals   = 4 << 10   // equals signs in one tag or text, and so its attributes
	maxDepth    = 256       // elements within each other
	maxEntries  = 5_000     // styles, lists, relations: of each
	maxMarkup   = 4 << 20   // bytes, about, of what is made of it
	maxPicture  = 20 << 20  // bytes of a picture
	maxPictures = 60 << 20  // bytes of all pictures
)

// Document is what a Word document says.
type Document struct {
	// Title is the paragraph in the style Title, else the first paragraph if it
	// is a first-level heading, else empty. It does not stand in Markup.
	Title string
	// Markup is of h2 h3 p br ul ol li strong em blockquote table caption thead
	// tbody tr th td figure figcaption img a, every tag closed and all text
	// escaped. The source of a picture is "docx:N", N counting Pictures from 0.
	Markup   string
	Pictures []Picture
	Left     []Left // in the order of Kinds; each at most once
}

// Picture is a file that stood in the document.
type Picture struct {
	Name string // letters, digits, ".", "-" and "_", ending as its type does
	Type string // image/jpeg, image/png, image/gif or image/webp, by its content
	Data []byte // as it stood there: it may be broken, or huge once it is decoded
}

// Left is something that could not be brought along, and how often.
type Left struct {
	Kind  Kind
	Count int
}

// Kind is a kind of things that are left behind.
type Kind string

const (
	Chart              Kind = "chart"
	SmartArt           Kind = "smartart"
	Equation           Kind = "equation"
	Object             Kind = "object"              // an embedded file, as of Excel
	Shape              Kind = "shape"               // drawn, with neither text nor picture in it
	ExternalPicture    Kind = "external_picture"    // it stands elsewhere: nothing is fetched
	UnsupportedPicture Kind = "unsupported_picture" // EMF, WMF, TIFF, BMP and others
	LargePicture       Kind = "large_picture"       // beyond 20 MB, or beyond 60 MB with those before it
	BrokenPicture      Kind = "broken_picture"      // missing, or not to be unpacked
	Symbol             Kind = "symbol"              // a character that only some font has
	Strike             Kind = "strike"              // paragraphs with text struck out: the text is there, its line is not
	Contents           Kind = "contents"            // a table of contents
	Comment            Kind = "comment"
)

// Kinds lists every kind.
var Kinds = []Kind{
	Chart, SmartArt, Equation, Object, Shape, ExternalPicture, UnsupportedPicture, LargePicture, BrokenPicture,
	Symbol, Strike, Contents, Comment,
}

// Read reads a document of so many bytes. It takes some 40 MB beside the
// pictures it gives, and seconds where somebody means harm. Insertions that are
// tracked are taken as made, deletions too; comments are left out.
//
// ErrNotWord, ErrOldWord, ErrEncrypted, ErrMacros, ErrTooLarge, ErrBroken; else
// what r says.
func Read(r io.ReaderAt, size int64) (*Document, error) {
	f := &file{r: r, room: maxIndex}
	d, err := read(f, size)
	switch {
	case err == nil:
		return d, nil
	case f.failed != nil:
		return nil, fmt.Errorf("read document: %w", f.failed)
	case known(err):
		return nil, err
	}
	return nil, fmt.Errorf("%w: %w", ErrBroken, err)
}

func known(err error) bool {
	for _, e := range []error{ErrNotWord, ErrOldWord, ErrEncrypted, ErrMacros, ErrTooLarge, ErrBroken} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func read(f *file, size int64) (*Document, error) {
	a, err := open(f, size)
	if err != nil {
		return nil, err
	}
	main, err := a.mainPart()
	if err != nil {
		return nil, err
	}
	r := &reader{archive: a, room: maxMarkup, left: map[Kind]int{}, pictures: pictures{seen: map[string]found{}}}
	if err := r.readParts(main); err != nil {
		return nil, err
	}
	d := &Document{Pictures: r.pictures.all}
	title, blocks := takeTitle(r.body)
	d.Title, d.Markup = title, markup(blocks, r.notes)
	for _, k := range Kinds {
		if n := r.left[k]; n > 0 {
			d.Left = append(d.Left, Left{k, n})
		}
	}
	return d, nil
}
