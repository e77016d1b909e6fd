package workbook

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// sample is how much of a file is looked at to tell what it is, in bytes.
const sample = 64 << 10

func open(f *file, name string) (*Book, error) {
	head, err := f.head(sample)
	if err != nil {
		return nil, err
	}
	begins := func(s string) bool { return bytes.HasPrefix(head, []byte(s)) }
	switch {
	case begins("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return nil, compound(f)
	case begins("PK\x03\x04"), begins("PK\x05\x06"):
		return openArchive(f)
	case begins("\x09\x00\x04\x00"), begins("\x09\x02\x06\x00"), begins("\x09\x04\x06\x00"), begins("\x09\x08"): // BIFF 2 to 5 without a container
		return nil, ErrOldFormat
	case begins("%PDF-"), begins(`{\rtf`):
		return nil, fmt.Errorf("%w: another kind of document", ErrNotSpreadsheet)
	}
	if err := asMarkup(head); err != nil {
		return nil, err
	}
	return openText(f, name)
}

// asMarkup refuses web pages and XML. Many systems export a web page, or the XML
// of Excel 2003, under a name that ends in .xls, and Excel opens them.
func asMarkup(head []byte) error {
	s := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(string(head), "\ufeff"), " \t\r\n"))
	for _, tag := range []string{"<html", "<!doctype html", "<table", "<head", "<body", "<style", "<meta", "mime-version:"} {
		if strings.HasPrefix(s, tag) {
			return fmt.Errorf("%w: a web page", ErrOldFormat)
		}
	}
	if !strings.HasPrefix(s, "<?xml") && !strings.HasPrefix(s, "<workbook") {
		return nil
	}
	if strings.Contains(s, "urn:schemas-microsoft-com:office:spreadsheet") {
		return fmt.Errorf("%w: XML of Excel 2003", ErrOldFormat)
	}
	if strings.Contains(s, "<html") {
		return fmt.Errorf("%w: a web page", ErrOldFormat)
	}
	return fmt.Errorf("%w: XML", ErrNotSpreadsheet)
}

// compound tells apart what comes in Microsoft's older container, by the entries
// of its directory: 128 bytes each, at a multiple of that, with the name in
// UTF-16 at 0, its length in bytes at 64, and at 66 a 2 for a stream. Looking at
// every such place saves following the chains of a file that is not read anyway.
func compound(f *file) error {
	found := fmt.Errorf("%w: another kind of document", ErrNotSpreadsheet)
	b := make([]byte, 1<<16)
	for off := int64(0); off < f.size; off += int64(len(b)) {
		n, err := f.ReadAt(b, off)
		if err != nil && err != io.EOF {
			return err
		}
		for e := b[:n]; len(e) >= 128; e = e[128:] {
			switch streamName(e[:128]) {
			case "EncryptedPackage":
				return ErrEncrypted
			case "Workbook", "Book":
				found = ErrOldFormat
			}
		}
	}
	return found
}

// streamName is "" for what is no entry of a stream.
func streamName(entry []byte) string {
	length := int(binary.LittleEndian.Uint16(entry[64:]))
	if entry[66] != 2 || length < 4 || length > 64 || length%2 != 0 {
		return ""
	}
	var units []uint16
	for i := 0; i < length-2; i += 2 { // the last unit is a zero
		units = append(units, binary.LittleEndian.Uint16(entry[i:]))
	}
	return string(utf16.Decode(units))
}
