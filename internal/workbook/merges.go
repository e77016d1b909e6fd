package workbook

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// merges reads the part of a sheet behind its rows, which are passed over without
// looking at them.
func (a *archive) merges(sheet int) ([]Merge, error) {
	var out []Merge
	err := a.unpack(context.Background(), a.sheets[sheet], maxPart, func(in *bufio.Reader) error {
		m := &meter{Reader: in}
		d := xml.NewDecoder(m)
		behind := false // the rows: controls that stand there have rows of their own
		for {
			m.token = 0
			// Raw, since the tags around the rows are not seen to open and close.
			t, err := d.RawToken()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			e, ok := t.(xml.StartElement)
			if !ok {
				continue
			}
			switch {
			case e.Name.Local == "row" && !behind:
				if err := pastRows(in); err != nil {
					return err
				}
				behind = true
				d = xml.NewDecoder(m) // the old one is still within a row
			case e.Name.Local == "mergeCell":
				area, err := parseMerge(attr(e, "ref"))
				if err != nil {
					return err
				}
				if len(out) == maxMerges {
					return ErrTooLarge
				}
				if area.FirstRow != area.LastRow || area.FirstCol != area.LastCol {
					out = append(out, area)
				}
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// pastRows reads to behind the tag that closes the rows.
func pastRows(in *bufio.Reader) error {
	for {
		tag, err := in.ReadSlice('>')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return io.ErrUnexpectedEOF
		}
		if !bytes.HasSuffix(bytes.TrimRight(tag, "> \t\r\n"), []byte("sheetData")) {
			continue
		}
		if i := bytes.LastIndexByte(tag, '<'); i >= 0 && tag[i+1] == '/' {
			return nil
		}
	}
}

func parseMerge(ref string) (Merge, error) {
	first, last, _ := strings.Cut(ref, ":")
	if last == "" {
		last = first
	}
	var m Merge
	var ok, also bool
	m.FirstRow, m.FirstCol, ok = reference(first)
	m.LastRow, m.LastCol, also = reference(last)
	if !ok || !also || m.FirstRow > m.LastRow || m.FirstCol > m.LastCol || m.LastRow > maxRows || m.LastCol >= maxColumns {
		return m, fmt.Errorf("%w: merged cells %q", ErrDamaged, ref)
	}
	return m, nil
}
