package workbook

import (
	"bufio"
	"io"
	"strings"
)

// maxQuoted bounds a field in quotes, in bytes. A quote that opens more is no
// opening quote: it must not swallow the rest of the file.
const maxQuoted = 64 << 10

// records reads a csv record by record. A field in quotes may hold separators
// and line ends. Where quotes are not as they should be they are text.
type records struct {
	in        *bufio.Reader // of at least maxQuoted bytes
	separator byte
	room      int // bytes that this record may still take
}

// next gives the fields of the next record, io.EOF after the last. An empty line
// is a record of one empty field.
func (r *records) next() ([]string, error) {
	if _, err := r.in.Peek(1); err != nil {
		return nil, err
	}
	r.room = maxRowText
	var fields []string
	for {
		field, more, err := r.field()
		if err != nil {
			return nil, err
		}
		if len(fields) == maxColumns {
			return nil, ErrTooLarge
		}
		fields = append(fields, field)
		if !more {
			return fields, nil
		}
	}
}

// field reads a field with the separator or line end behind it, and says whether
// another field follows in this record.
func (r *records) field() (field string, more bool, err error) {
	quoted := false
	if b, err := r.in.Peek(1); err == nil && b[0] == '"' {
		if field, quoted, err = r.quoted(); err != nil {
			return "", false, err
		}
	}
	var b []byte
	for {
		c, err := r.in.ReadByte()
		if err != nil && err != io.EOF {
			return "", false, err
		}
		switch {
		case err == io.EOF || c == '\n' || c == '\r' || c == r.separator:
			if c == '\r' {
				if next, err := r.in.Peek(1); err == nil && next[0] == '\n' {
					_, _ = r.in.Discard(1) // it was peeked at
				}
			}
			if !quoted {
				field = string(b)
			}
			if r.room -= len(field); r.room < 0 {
				return "", false, ErrTooLarge
			}
			return field, err == nil && c == r.separator, nil
		case quoted: // blanks, by which the closing quote was told
		case len(b) == r.room:
			return "", false, ErrTooLarge
		default:
			b = append(b, c)
		}
	}
}

// quoted reads a field in quotes to behind the closing one. Without one, not ok,
// nothing is read.
func (r *records) quoted() (field string, ok bool, err error) {
	for _, strict := range []bool{true, false} {
		for n := 512; ; n *= 2 {
			b, err := r.in.Peek(n)
			if err != nil && err != io.EOF {
				return "", false, err
			}
			field, used, verdict := r.closing(b, strict, err == io.EOF)
			if verdict == unclear && err == nil && n < maxQuoted {
				continue
			}
			if verdict == closed {
				_, _ = r.in.Discard(used) // it was peeked at
				return field, true, nil
			}
			break
		}
	}
	return "", false, nil
}

type verdict int

const (
	unclear verdict = iota // more must be seen
	closed
	unclosed
)

// closing looks for the quote that closes the field at the beginning of b: one
// with a separator or a line end behind it, blanks aside. Strictly, all others
// are double. Else they may be single, but the field stays in its line, and a
// quote right behind a separator opens another field. Either way a search ends
// where another could begin, so that a file of stray quotes is not searched once
// for each.
func (r *records) closing(b []byte, strict, last bool) (field string, used int, v verdict) {
	var text strings.Builder
	for i := 1; i < len(b); i++ {
		c := b[i]
		if !strict && (c == '\n' || c == '\r' || c == '"' && b[i-1] == r.separator) {
			return "", 0, unclosed
		}
		if c != '"' {
			text.WriteByte(c)
			continue
		}
		if i+1 < len(b) && b[i+1] == '"' {
			text.WriteByte('"')
			i++
			continue
		}
		end := i + 1
		for end < len(b) && b[end] == ' ' {
			end++
		}
		switch {
		case end < len(b) && (b[end] == r.separator || b[end] == '\n' || b[end] == '\r'), end == len(b) && last:
			return strings.ReplaceAll(strings.ReplaceAll(text.String(), "\r\n", "\n"), "\r", "\n"), end, closed
		case end == len(b):
			return "", 0, unclear
		case strict:
			return "", 0, unclosed
		}
		text.WriteByte('"')
	}
	if last {
		return "", 0, unclosed
	}
	return "", 0, unclear
}
