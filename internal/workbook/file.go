package workbook

import (
	"context"
	"io"
)

// file is the spreadsheet as bytes. It remembers when reading it failed, which is
// no fault of the spreadsheet, and bounds what is read for an index: the number
// of entries in a zip is a claim, and each takes memory.
type file struct {
	r      io.ReaderAt
	size   int64
	bound  bool
	room   int64 // bytes that may still be read while bound
	failed error
}

func (f *file) ReadAt(p []byte, off int64) (int, error) {
	if f.bound {
		if f.room -= int64(len(p)); f.room < 0 {
			return 0, ErrTooLarge
		}
	}
	if off < 0 { // as a damaged index says
		return 0, io.ErrUnexpectedEOF
	}
	n, err := f.r.ReadAt(p, off)
	if err != nil && err != io.EOF {
		f.failed = err
	}
	return n, err
}

// head is the beginning of the file, of at most n bytes.
func (f *file) head(n int) ([]byte, error) {
	b := make([]byte, min(int64(n), f.size))
	read, err := f.ReadAt(b, 0)
	if err == io.EOF {
		err = nil
	}
	return b[:read], err
}

// bounded is a stream that ends with an error when it gives more than it may, or
// when nobody waits for it any more.
type bounded struct {
	r      io.Reader
	ctx    context.Context
	room   int64 // bytes that may still come
	packed int64 // bytes that it is unpacked from, 0 if it is not
	given  int64
	err    error // why it ended, other than by its end
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.err = b.ctx.Err(); b.err != nil {
		return 0, b.err
	}
	n, err := b.r.Read(p)
	b.given += int64(n)
	if b.given > b.room || b.packed > 0 && b.given > free && b.given/ratio > b.packed {
		err = ErrTooLarge
	}
	if err != nil && err != io.EOF {
		b.err = err
		return 0, err
	}
	return n, err
}

// A sheet of text shrinks to a tenth, one of empty cells to a fortieth. What
// shrinks further is looked at once it is large.
const (
	free  = 64 << 20 // bytes
	ratio = 200
)
