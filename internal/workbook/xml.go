package workbook

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
)

// meter bounds what the decoder is given for one token, which it keeps whole.
type meter struct {
	*bufio.Reader
	token int // bytes since the last token
	full  bool
}

func (m *meter) ReadByte() (byte, error) {
	if m.token++; m.token > maxToken {
		m.full = true
		return 0, ErrTooLarge
	}
	return m.Reader.ReadByte()
}

// source gives the elements of a part one after the other. Names are taken
// without their namespace: the transitional and the strict standard differ in
// it, and what is read has no other element of the same name at its place.
type source struct {
	meter *meter
	xml   *xml.Decoder
	depth int
}

func newSource(in *bufio.Reader) *source {
	m := &meter{Reader: in}
	return &source{meter: m, xml: xml.NewDecoder(m)}
}

func (s *source) token() (xml.Token, error) {
	s.meter.token = 0
	t, err := s.xml.Token()
	if s.meter.full {
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
	case xml.Directive: // a DOCTYPE: no spreadsheet program writes one, and entities come with it
		return nil, errors.New("a document type stands in it")
	}
	return t, nil
}

// each calls do for every element directly in the present one. What do leaves
// unread of it is passed over.
func (s *source) each(do func(tag string, e xml.StartElement) error) error {
	within := s.depth
	empty := true
	for {
		t, err := s.token()
		if err == io.EOF && within == 0 && !empty {
			return nil
		}
		if err == io.EOF {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			empty = false
			if err := do(t.Name.Local, t); err != nil {
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

// text adds what stands in the present element as text, without its elements.
func (s *source) text(to []byte) ([]byte, error) {
	within := s.depth
	for s.depth >= within {
		t, err := s.token()
		if err != nil {
			return nil, err
		}
		if c, ok := t.(xml.CharData); ok && s.depth == within {
			if to = append(to, c...); len(to) > maxText {
				return nil, ErrTooLarge
			}
		}
	}
	return to, nil
}

// attr is the value of an attribute, "" without it.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on reads a yes or no of XML.
func on(v string) bool { return v == "1" || v == "true" || v == "on" }
