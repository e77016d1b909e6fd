package workbook

import (
	"errors"
	"fmt"
	"os"
)

// texts are many strings in little memory: their bytes in pages, of which the
// first stay in memory and the others go into a file without a name.
type texts struct {
	ends  []uint32 // where each text ends, counted over all pages
	pages [][]byte // full, in memory
	tail  []byte   // the page that is being filled
	full  int      // pages, in memory and in the file
	file  *os.File
	read  [16]struct { // pages of the file that were read last, each at its place modulo the length
		page int // 0 is none: the first page is never in the file
		data []byte
	}
}

// errRoom says that it is no fault of the workbook.
var errRoom = errors.New("room for texts")

const (
	pageSize = 64 << 10
	inMemory = 1024 // pages: 64 MB
)

func (t *texts) add(s string) error {
	if len(t.ends) == maxShared {
		return ErrTooLarge
	}
	end := uint32(len(s))
	if n := len(t.ends); n > 0 {
		end += t.ends[n-1]
	}
	t.ends = append(t.ends, end)
	for len(s) > 0 {
		if t.tail == nil {
			t.tail = make([]byte, 0, pageSize)
		}
		n := min(len(s), pageSize-len(t.tail))
		t.tail = append(t.tail, s[:n]...)
		s = s[n:]
		if len(t.tail) == pageSize {
			if err := t.put(); err != nil {
				return err
			}
		}
	}
	return nil
}

// put lays the full page away.
func (t *texts) put() error {
	t.full++
	if len(t.pages) < inMemory {
		t.pages = append(t.pages, t.tail)
		t.tail = nil
		return nil
	}
	if t.file == nil {
		f, err := os.CreateTemp("", "workbook-*")
		if err != nil {
			return fmt.Errorf("%w: %w", errRoom, err)
		}
		t.file = f
		// Its name goes at once, so that nothing is left when the program is killed.
		if err := os.Remove(f.Name()); err != nil {
			return fmt.Errorf("%w: %w", errRoom, err)
		}
	}
	if _, err := t.file.Write(t.tail); err != nil {
		return fmt.Errorf("%w: %w", errRoom, err)
	}
	t.tail = t.tail[:0]
	return nil
}

// at is the text with this number, which there is.
func (t *texts) at(n int) (string, error) {
	var from uint32
	if n > 0 {
		from = t.ends[n-1]
	}
	out := make([]byte, 0, t.ends[n]-from)
	for from < t.ends[n] {
		page, err := t.page(int(from / pageSize))
		if err != nil {
			return "", err
		}
		start := from % pageSize
		part := page[start:min(uint32(len(page)), start+t.ends[n]-from)]
		out = append(out, part...)
		from += uint32(len(part))
	}
	return string(out), nil
}

func (t *texts) page(n int) ([]byte, error) {
	switch {
	case n < len(t.pages):
		return t.pages[n], nil
	case n == t.full:
		return t.tail, nil
	}
	slot := &t.read[n%len(t.read)]
	if slot.page == n {
		return slot.data, nil
	}
	if slot.data == nil {
		slot.data = make([]byte, pageSize)
	}
	slot.page = 0
	if _, err := t.file.ReadAt(slot.data, int64(n-len(t.pages))*pageSize); err != nil {
		return nil, fmt.Errorf("%w: %w", errRoom, err)
	}
	slot.page = n
	return slot.data, nil
}

func (t *texts) close() error {
	if t.file == nil {
		return nil
	}
	return t.file.Close()
}
