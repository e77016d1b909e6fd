package docx

import "encoding/xml"

// note is a foot- or endnote by the element that refers to it and its id.
type note struct{ tag, id string }

// note is the number of one, given when it is first met; 0 where none count,
// which is in notes.
func (s *story) note(tag, id string) int {
	if !s.noting {
		return 0
	}
	n, ok := s.noted[note{tag, id}]
	if !ok {
		n = len(s.noted) + 1
		s.noted[note{tag, id}] = n
	}
	return n
}

// readNotes reads the notes that the body refers to, in the order in which it
// does. One that is missing stays empty: the others keep their numbers.
func (r *reader) readNotes(parts map[string]string) error {
	r.notes = make([][]block, len(r.noted))
	for _, of := range []struct{ kind, tag, reference string }{
		{"footnotes", "w:footnote", "w:footnoteReference"},
		{"endnotes", "w:endnote", "w:endnoteReference"},
	} {
		part := parts[of.kind]
		if r.parts[part] == nil || len(r.noted) == 0 {
			continue
		}
		rels, err := r.relations(part)
		if err != nil {
			return err
		}
		err = r.archive.each(part, "w:"+of.kind, func(src *source, tag string, e xml.StartElement) error {
			n := r.noted[note{of.reference, attr(e, "w:id")}]
			if tag != of.tag || n == 0 {
				return nil
			}
			s := &story{reader: r, source: src, rels: rels}
			r.notes[n-1], err = s.flow(inBox)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
