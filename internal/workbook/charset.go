package workbook

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// charset is how a text is written down.
type charset struct {
	encoding.Encoding
	mark int64 // bytes of the mark at its beginning
}

// reader gives the text in UTF-8; what cannot be read is U+FFFD.
func (c charset) reader(f *file) io.Reader {
	return transform.NewReader(io.NewSectionReader(f, c.mark, f.size-c.mark), c.NewDecoder())
}

// charset of a text: by its mark, else UTF-8 if what stands from the first
// character beyond ASCII on is that, else GB18030, as Excel and WPS write in China.
func (f *file) charset() (charset, error) {
	head, err := f.head(4)
	if err != nil {
		return charset{}, err
	}
	for _, m := range []struct {
		mark string
		of   encoding.Encoding
	}{
		{"\xef\xbb\xbf", unicode.UTF8},
		{"\xff\xfe", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{"\xfe\xff", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
		{"\x84\x31\x95\x33", simplifiedchinese.GB18030},
	} {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			return charset{m.of, int64(len(m.mark))}, nil
		}
	}
	b, err := f.beyondASCII()
	if err != nil {
		return charset{}, err
	}
	if utf8.Valid(b) {
		return charset{Encoding: unicode.UTF8}, nil
	}
	decoded, _, _ := transform.Bytes(simplifiedchinese.GB18030.NewDecoder(), b) // never fails: it writes U+FFFD
	if bad := bytes.Count(decoded, []byte("\ufffd")); bad > 2+len(b)/50 {
		return charset{}, fmt.Errorf("%w: neither text in UTF-8 nor in GB18030", ErrNotSpreadsheet)
	}
	return charset{Encoding: simplifiedchinese.GB18030}, nil
}

// beyondASCII is a sample of the text from the first byte on that is not ASCII,
// cut between characters of UTF-8. What holds a NUL there or before is no text.
func (f *file) beyondASCII() ([]byte, error) {
	b := make([]byte, sample)
	for off := int64(0); ; {
		n, err := f.ReadAt(b, off)
		if err != nil && err != io.EOF {
			return nil, err
		}
		if bytes.IndexByte(b[:n], 0) >= 0 {
			return nil, fmt.Errorf("%w: not a text", ErrNotSpreadsheet)
		}
		i := bytes.IndexFunc(b[:n], func(r rune) bool { return r >= utf8.RuneSelf })
		switch {
		case i < 0 && n < len(b):
			return nil, nil
		case i <= 0:
			if i == 0 {
				return whole(b[:n], n == len(b)), nil
			}
			off += int64(n)
		default:
			off += int64(i)
		}
	}
}

// whole leaves out the character that the end of a sample may have cut.
func whole(b []byte, cut bool) []byte {
	for i := 1; cut && i < utf8.UTFMax && i < len(b); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}
