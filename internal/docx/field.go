package docx

import (
	"encoding/xml"
	"net/url"
	"strings"
)

// field is one that is open: first its code is read, then what it shows.
type field struct {
	code  string
	shows bool
	href  string
}

// maxFields are those within each other, and maxCode the bytes of a code.
const (
	maxFields = 64
	maxCode   = 4 << 10
)

func (s *story) fieldCharacter(e xml.StartElement) error {
	last := len(s.fields) - 1
	switch attr(e, "w:fldCharType") {
	case "begin":
		if last++; last >= maxFields {
			return ErrTooLarge
		}
		s.fields = append(s.fields, field{})
	case "separate":
		if last >= 0 {
			s.fields[last].shows = true
			s.fields[last].href = fieldLink(s.fields[last].code)
		}
	case "end":
		if last < 0 {
			return nil
		}
		// What EQ draws, as a character in a circle, is in its code only.
		if f := s.fields[last]; !f.shows && fieldName(f.code) == "EQ" {
			s.left[Equation]++
		}
		s.fields = s.fields[:last]
	}
	return nil
}

func (s *story) fieldCode(text string) {
	if last := len(s.fields) - 1; last >= 0 && !s.fields[last].shows && len(s.fields[last].code)+len(text) <= maxCode {
		s.fields[last].code += text
	}
}

// inCode reports whether what comes is part of a field's code, and not shown.
func (s *story) inCode() bool {
	for _, f := range s.fields {
		if !f.shows {
			return true
		}
	}
	return false
}

// fieldHref is the address of the innermost link that is open as a field.
func (s *story) fieldHref() string {
	for i := len(s.fields) - 1; i >= 0; i-- {
		if s.fields[i].href != "" {
			return s.fields[i].href
		}
	}
	return ""
}

func fieldName(code string) string {
	name, _, _ := strings.Cut(strings.TrimSpace(code), " ")
	return strings.ToUpper(name)
}

// fieldLink is the address in the code of a field: HYPERLINK "address" \l
// "place in it". Empty if it is another field or leads into the document.
func fieldLink(code string) string {
	if fieldName(code) != "HYPERLINK" {
		return ""
	}
	var address, place, before string
	for _, w := range fieldWords(code)[1:] {
		switch {
		case before == `\l`:
			place = w
		case before == `\o` || before == `\t`: // a hint, a window
		case !strings.HasPrefix(w, `\`) && address == "":
			address = w
		}
		before = w
	}
	return link(address, place)
}

// fieldWords cuts a code at blanks outside of quotation marks.
func fieldWords(code string) (words []string) {
	for code = strings.TrimSpace(code); code != ""; code = strings.TrimSpace(code) {
		var w string
		if rest, ok := strings.CutPrefix(code, `"`); ok {
			w, code, _ = strings.Cut(rest, `"`)
		} else {
			w, code, _ = strings.Cut(code, " ")
		}
		words = append(words, w)
	}
	return words
}

// link is an address that a text may lead to, with a place in it; "" for one of
// another kind or none.
func link(address, place string) string {
	address = strings.TrimSpace(address)
	if place != "" && !strings.Contains(address, "#") {
		address += "#" + place
	}
	u, err := url.Parse(address)
	if err != nil || len(address) > 2000 {
		return ""
	}
	switch u.Scheme { // in lower case, however it was written
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
		if u.Opaque == "" {
			return ""
		}
	default:
		return ""
	}
	return u.String()
}
