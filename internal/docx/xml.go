package docx

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// prefixes are the short names of the namespaces that are read, those of the
// transitional and of the strict standard alike.
var prefixes = map[string]string{
	"":                                     "",
	"http://www.w3.org/XML/1998/namespace": "xml:",
	"http://schemas.openxmlformats.org/package/2006/content-types":           "ct:",
	"http://schemas.openxmlformats.org/package/2006/relationships":           "rel:",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":            "mc:",
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":           "w:",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                       "w:",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships":    "r:",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":                "r:",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":             "m:",
	"http://purl.oclc.org/ooxml/officeDocument/math":                         "m:",
	"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
	"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing":             "wp:",
	"http://schemas.openxmlformats.org/drawingml/2006/main":                  "a:",
	"http://purl.oclc.org/ooxml/drawingml/main":                              "a:",
	"http://schemas.openxmlformats.org/drawingml/2006/picture":               "pic:",
	"http://purl.oclc.org/ooxml/drawingml/picture":                           "pic:",
	"http://schemas.openxmlformats.org/drawingml/2006/chart":                 "c:",
	"http://purl.oclc.org/ooxml/drawingml/chart":                             "c:",
	"http://schemas.microsoft.com/office/drawing/2014/chartex":               "cx:",
	"http://schemas.openxmlformats.org/drawingml/2006/diagram":               "dgm:",
	"http://purl.oclc.org/ooxml/drawingml/diagram":                           "dgm:",
	"http://schemas.microsoft.com/office/word/2010/wordprocessingShape":      "wps:",
	"urn:schemas-microsoft-com:vml":                                          "v:",
	"urn:schemas-microsoft-com:office:office":                                "o:",
}

// short is a name with its short prefix, and with "?:" in an unknown namespace.
func short(n xml.Name) string {
	p, ok := prefixes[n.Space]
	if !ok {
		p = "?:"
	}
	return p + n.Local
}

// attr is the value of an attribute by its short name, "" without it.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if short(a.Name) == name {
			return a.Value
		}
	}
	return ""
}

// on reads a property that is there or not: there, unless it says no.
func on(e xml.StartElement) bool {
	switch attr(e, "w:val") {
	case "0", "false", "off":
		return false
	}
	return true
}

// meter bounds what the decoder is given. The decoder itself keeps a tag or a
// text whole, with all its attributes, however long it is.
type meter struct {
	*bufio.Reader
	room   *int64 // bytes of XML left, over all parts
	token  int    // bytes since the last token
	equals int
	full   bool
}

func (m *meter) ReadByte() (byte, error) {
	b, err := m.Reader.ReadByte()
	if err != nil {
		return 0, err
	}
	*m.room--
	m.token++
	if b == '=' {
		m.equals++
	}
	if *m.room < 0 || m.token > maxToken || m.equals > maxEquals {
		m.full = true
		return 0, ErrTooLarge
	}
	return b, nil
}

// source gives the elements of a part one after the other.
type source struct {
	meter *meter
	xml   *xml.Decoder
	depth int
}

// each calls do for every element in the root of a part, which must have this
// name: ErrNotWord if it has not.
func (a *archive) each(part, root string, do func(s *source, tag string, e xml.StartElement) error) error {
	f := a.parts[part]
	if f == nil {
		return fmt.Errorf("%w: %s is missing", ErrBroken, part)
	}
	unpacked, err := f.Open()
	if err != nil {
		return fmt.Errorf("%s: %w", part, err)
	}
	defer unpacked.Close() // nothing is written
	m := &meter{Reader: bufio.NewReader(unpacked), room: &a.room}
	s := &source{meter: m, xml: xml.NewDecoder(m)}
	empty := true
	err = s.each(func(tag string, _ xml.StartElement) error {
		empty = false
		if tag != root {
			return ErrNotWord
		}
		return s.each(func(tag string, e xml.StartElement) error { return do(s, tag, e) })
	})
	if err == nil && empty {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return fmt.Errorf("%s: %w", part, err)
	}
	return nil
}

func (s *source) token() (xml.Token, error) {
	s.meter.token, s.meter.equals = 0, 0
	t, err := s.xml.Token()
	if s.meter.full { // the decoder may make another error of it, as of a character cut in half
		return nil, ErrTooLarge
	}
	if err != nil {
		return nil, err
	}
	switch t.(type) {
	case xml.StartElement:
		if s.depth++; s.depth > maxDepth {
			return nil, ErrTooLarge
		}
	case xml.EndElement:
		s.depth--
	case xml.Directive: // a DOCTYPE: no office program writes one, and entities come with it
		return nil, fmt.Errorf("%w: a document type stands in it", ErrBroken)
	}
	return t, nil
}

// each calls do for every element directly in the present one. What do leaves
// unread of it is passed over.
func (s *source) each(do func(tag string, e xml.StartElement) error) error {
	within := s.depth
	for {
		t, err := s.token()
		if err == io.EOF && within == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := do(short(t.Name), t); err != nil {
				return err
			}
			for s.depth > within {
				if _, err := s.token(); err != nil {
					return err
				}
			}
		case xml.EndElement:
			return nil
		}
	}
}

// text is what stands in the present element as text, without its elements.
func (s *source) text() (string, error) {
	within := s.depth
	var b strings.Builder
	for s.depth >= within {
		t, err := s.token()
		if err != nil {
			return "", err
		}
		if c, ok := t.(xml.CharData); ok && s.depth == within {
			b.Write(c)
		}
	}
	return b.String(), nil
}

// alternate reads one of several forms of the same thing: the first that is
// understood, else the last resort.
func (s *source) alternate(read func() error) error {
	taken := false
	return s.each(func(tag string, e xml.StartElement) error {
		if taken || tag != "mc:Fallback" && (tag != "mc:Choice" || !understood(attr(e, "Requires"))) {
			return nil
		}
		taken = true
		return read()
	})
}

// understood reports whether all these prefixes are of extensions that are
// read. Prefixes are names of the document's own choice, but all writers
// choose these.
func understood(requires string) bool {
	for p := range strings.FieldsSeq(requires) {
		switch p {
		case "wps", "wpg", "wpc", "wp14", "wp15", "w14", "w15", "w16", "w16se", "a14", "a16":
		default:
			return false
		}
	}
	return true
}
