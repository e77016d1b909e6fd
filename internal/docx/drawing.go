package docx

import (
	"archive/zip"
	"cmp"
	"compress/flate"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
	"unicode"
)

// figure is a picture where it stands.
type figure struct {
	picture int
	alt     string
}

// drawing reads one of either kind, DrawingML or VML: its pictures and the text
// in it come after the paragraph. alt is what has been said of it so far.
func (s *story) drawing(p *paragraph, alt *string) error {
	return s.source.each(func(tag string, e xml.StartElement) error {
		switch tag {
		case "wp:docPr", "pic:cNvPr":
			*alt = cmp.Or(description(attr(e, "descr")), *alt)
		case "pic:pic": // one of several in a group
			own := *alt
			return s.drawing(p, &own)
		case "a:blip":
			return s.picture(p, cmp.Or(attr(e, "r:embed"), attr(e, "r:link")), *alt)
		case "v:imagedata":
			return s.picture(p, cmp.Or(attr(e, "r:id"), attr(e, "r:href"), attr(e, "o:relid")), *alt)
		case "c:chart", "cx:chart":
			s.left[Chart]++
		case "dgm:relIds":
			s.left[SmartArt]++
		case "w:txbxContent":
			return s.box(p)
		case "wps:wsp", "v:shape", "v:rect", "v:roundrect", "v:oval", "v:line", "v:polyline", "v:arc", "v:curve":
			own := cmp.Or(description(attr(e, "alt")), *alt)
			had, lost := len(p.after), s.lost()
			err := s.drawing(p, &own)
			if len(p.after) == had && s.lost() == lost {
				s.left[Shape]++
			}
			return err
		case "mc:AlternateContent":
			return s.alternate(func() error { return s.drawing(p, alt) })
		default:
			return s.drawing(p, alt)
		}
		return nil
	})
}

// lost counts what was left behind so far.
func (r *reader) lost() (n int) {
	for _, of := range r.left {
		n += of
	}
	return n
}

// box reads the text in a shape. It has fields of its own.
func (s *story) box(p *paragraph) error {
	outer := s.fields
	s.fields = nil
	blocks, err := s.flow(max(p.in, inBox))
	s.fields = outer
	p.after = append(p.after, blocks...)
	return err
}

// object is what another program made; its preview is mostly a WMF.
func (s *story) object() error {
	kind := Object
	err := s.source.each(func(tag string, e xml.StartElement) error {
		if tag == "o:OLEObject" && strings.HasPrefix(attr(e, "ProgID"), "Equation") {
			kind = Equation
		}
		return nil
	})
	s.left[kind]++
	return err
}

// picture puts one by its relation after the paragraph.
func (s *story) picture(p *paragraph, id, alt string) error {
	if id == "" { // an empty frame
		return nil
	}
	r, ok := s.rels[id]
	if ok && r.external {
		s.left[ExternalPicture]++
		return nil
	}
	n, without, err := s.pictures.take(s.parts[r.target], r.target)
	if err != nil {
		return err
	}
	if without != "" {
		s.left[without]++
		return nil
	}
	p.after = append(p.after, block{figure: &figure{picture: n, alt: alt}})
	return s.spend(blockCost + 6*len(alt)) // escaped
}

// description is what is said of a picture for those who do not see it. Word
// and WPS put the name of the file there by themselves: that says nothing.
func description(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	switch strings.ToLower(path.Ext(s)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".emf", ".wmf":
		return ""
	}
	if r := []rune(s); len(r) > 500 {
		s = string(r[:500])
	}
	return s
}

// pictures are the files of a document's pictures, each unpacked once.
type pictures struct {
	all  []Picture
	size int64
	seen map[string]found
}

// found is the number of a picture, or why it is left behind.
type found struct {
	n       int
	without Kind
}

// take gives the number of the picture in a part, or why there is none.
func (ps *pictures) take(part *zip.File, name string) (n int, without Kind, err error) {
	if f, ok := ps.seen[name]; ok {
		return f.n, f.without, nil
	}
	f := found{n: len(ps.all)}
	if f.without, err = ps.unpack(part, name); err != nil {
		return 0, "", err
	}
	ps.seen[name] = f
	return f.n, f.without, nil
}

// unpack reads the picture in a part. The size in the header is a claim: zip
// gives an error for what turns out longer or shorter.
func (ps *pictures) unpack(part *zip.File, name string) (without Kind, err error) {
	if part == nil {
		return BrokenPicture, nil
	}
	r, err := part.Open()
	if err != nil {
		return damaged(err)
	}
	defer r.Close() // nothing is written
	var head [12]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return damaged(err)
	}
	kind := pictureType(head)
	if kind == "" {
		return UnsupportedPicture, nil
	}
	size := int64(min(part.UncompressedSize64, maxPictures+1))
	if size > maxPicture || ps.size+size > maxPictures {
		return LargePicture, nil
	}
	ps.size += size // even if it is broken: unpacking it took its time
	data := make([]byte, size)
	rest := data[copy(data, head[:]):]
	if _, err := io.ReadFull(r, rest); err != nil {
		return damaged(err)
	}
	if _, err := r.Read(head[:1]); err != io.EOF { // the end is where the sum is compared
		return damaged(cmp.Or(err, zip.ErrFormat))
	}
	ps.all = append(ps.all, Picture{Name: pictureName(name, kind), Type: kind, Data: data})
	return "", nil
}

// damaged tells a picture that cannot be unpacked from a file that cannot be read.
func damaged(err error) (Kind, error) {
	var corrupt flate.CorruptInputError
	for _, e := range []error{zip.ErrFormat, zip.ErrAlgorithm, zip.ErrChecksum, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, e) {
			return BrokenPicture, nil
		}
	}
	if errors.As(err, &corrupt) {
		return BrokenPicture, nil
	}
	return "", err
}

// pictureType is the type of a file by its first bytes, "" if pages cannot show
// it. The names in documents lie often: WPS writes JPEG under .png.
func pictureType(head [12]byte) string {
	h := string(head[:])
	switch {
	case strings.HasPrefix(h, "\xff\xd8\xff"):
		return "image/jpeg"
	case strings.HasPrefix(h, "\x89PNG\r\n\x1a\n"):
		return "image/png"
	case strings.HasPrefix(h, "GIF87a"), strings.HasPrefix(h, "GIF89a"):
		return "image/gif"
	case strings.HasPrefix(h, "RIFF") && strings.HasSuffix(h, "WEBP"):
		return "image/webp"
	}
	return ""
}

// pictureName makes a name of that of a part: it may hold anything.
func pictureName(part, kind string) string {
	base := path.Base(part)
	base = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' {
			return r
		}
		return -1
	}, strings.TrimSuffix(base, path.Ext(base)))
	if r := []rune(base); len(r) > 60 {
		base = string(r[:60])
	}
	return cmp.Or(base, "picture") + map[string]string{
		"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp",
	}[kind]
}
