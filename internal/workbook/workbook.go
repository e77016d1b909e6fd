// Package workbook reads spreadsheet files, .xlsx and .csv, as rows of cells.
//
// Files come from anywhere: whatever they hold, reading one takes bounded
// memory, and time in proportion to what is really there.
package workbook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
)

// Why a file is not read.
var (
	ErrNotSpreadsheet = errors.New("not a spreadsheet that is read")
	ErrOldFormat      = errors.New("a spreadsheet of the old kind (.xls)")
	ErrEncrypted      = errors.New("a spreadsheet under a password")
	ErrTooLarge       = errors.New("a spreadsheet that is too large")
	ErrDamaged        = errors.New("a spreadsheet that is damaged")
	ErrEmpty          = errors.New("a spreadsheet without a sheet")
)

// What is taken at most. What a file declares of itself is never believed; each
// limit is held against what is really there.
const (
	maxFile     = 1 << 30   // bytes of the file
	maxIndex    = 4 << 20   // bytes read to learn which parts a zip has
	maxPart     = 1 << 30   // bytes of a sheet or the shared texts, unpacked, or of a csv
	maxContents = 32 << 20  // bytes of a part that says which others there are, unpacked
	maxTables   = 64 << 20  // the same of the styles
	maxEntries  = 100_000   // relations, sheets, number formats, styles: of each
	maxToken    = 1 << 20   // bytes of one tag or text of XML
	maxDepth    = 64        // elements within each other
	maxText     = 256 << 10 // bytes of a cell's text; Excel stops at 32,767 characters
	maxRowText  = 8 << 20   // bytes of a row's texts
	maxAllText  = 1 << 30   // bytes of a sheet's texts: a shared one may be named again and again
	maxShared   = 4_000_000 // shared texts
	maxMerges   = 200_000   // merged areas of a sheet
	maxRows     = 1_048_576 // as Excel
	maxColumns  = 16_384    // as Excel
	kept        = 256       // columns that are read
)

// Book is an opened file. It is for one goroutine at a time.
type Book struct {
	sheets []Sheet
	notes  []Note
	in     content
}

// content is what the kinds of files have in common.
type content interface {
	rows(ctx context.Context, sheet int, each func(Row) error) error
	merges(sheet int) ([]Merge, error)
	close() error
}

// Sheet is a sheet with cells; sheets that are a chart are not counted.
type Sheet struct {
	Name   string
	Hidden bool
}

// Note is something in the file that is not read and that a person may want to
// know of.
type Note struct {
	Code string // "macros" or "external_links"
}

// Merge is an area of merged cells, of at least two and of up to a whole sheet.
// Its value stands in the first cell.
type Merge struct {
	FirstRow, LastRow int // from 1
	FirstCol, LastCol int // from 0
}

// Row is a row of a sheet.
type Row struct {
	// N is its number as Excel shows it, from 1. In a csv it counts records, the
	// empty ones too, and not lines: a record may have several.
	N      int
	Hidden bool
	Cells  []Cell // by column from 0, to the last that is not empty; the caller's to keep
}

// Cell is what a cell shows. The zero Cell is an empty one.
type Cell struct {
	// Text is, by Kind:
	//
	//	Text     as written, line ends as LF
	//	Number   decimal digits without an exponent, of which at most 15 signify,
	//	         as Excel shows them: 10.199999999999999 is 10.2
	//	Date     2006-01-02, with " 15:04:05" behind it where it is not midnight;
	//	         2006-01, 2006, --01-02 or --01 where the cell shows no more;
	//	         15:04:05 for a time, with hours past 24 for a duration
	//	         words that the format puts after a number make a Text of it: 5.2亿元
	//	Percent  digits as those of a Number with the sign: 107.76% of 1.0776
	//	Bool     TRUE or FALSE
	//	Error    as the file has it: #N/A
	Text    string
	Kind    Kind
	Serial  string // of Date and Percent: the number in the cell, as Number has it; else "", and with a Date that is kept as text
	Formula bool   // computed. The value is what the file keeps; without one, Kind is Empty
}

// Kind is how a cell's value is kept and shown. In a csv all that is not Empty
// is Text.
type Kind uint8

const (
	Empty Kind = iota
	Text
	Number
	Date
	Percent
	Bool
	Error
)

// Open looks at a file of this size by what it holds. The name of the file names
// the sheet of a csv, and its ending decides where the separator is not clear.
// The reader must stay usable until Close, and must not change.
//
// ErrNotSpreadsheet, ErrOldFormat, ErrEncrypted, ErrTooLarge, ErrDamaged,
// ErrEmpty, and what the reader fails with.
func Open(r io.ReaderAt, size int64, name string) (*Book, error) {
	if size == 0 {
		return nil, ErrEmpty
	}
	if size > maxFile {
		return nil, ErrTooLarge
	}
	f := &file{r: r, size: size}
	book, err := open(f, name)
	if f.failed != nil {
		err = f.failed
	}
	if err != nil {
		return nil, err
	}
	return book, nil
}

// Close gives back what reading took beside memory. It does not close the reader.
func (b *Book) Close() error { return b.in.close() }

// Sheets are the sheets in the order of their tabs, at least one. A csv has one.
func (b *Book) Sheets() []Sheet { return b.sheets }

// Notes are each given once.
func (b *Book) Notes() []Note { return b.notes }

// Merges are the merged areas of the sheet with this index in Sheets, in the
// order of the file. ErrTooLarge, ErrDamaged.
func (b *Book) Merges(sheet int) ([]Merge, error) {
	if err := b.has(sheet); err != nil {
		return nil, err
	}
	return b.in.merges(sheet)
}

// Rows reads the sheet with this index in Sheets from its top. Rows without a
// value or formula are left out. An error comes last, with an empty Row:
// ErrTooLarge (also where something stands right of column 256), ErrDamaged,
// the context's. Only at the end of a part its checksum shows whether all that
// was given is true. Each use of the sequence reads anew.
func (b *Book) Rows(ctx context.Context, sheet int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		err := b.has(sheet)
		if err == nil {
			err = b.in.rows(ctx, sheet, func(r Row) error {
				if !yield(r, nil) {
					return errStop
				}
				return nil
			})
		}
		if err != nil && !errors.Is(err, errStop) {
			yield(Row{}, err)
		}
	}
}

// errStop comes back to Rows when the caller wants no more.
var errStop = errors.New("stop")

func (b *Book) has(sheet int) error {
	if sheet < 0 || sheet >= len(b.sheets) {
		return fmt.Errorf("there is no sheet %d of %d", sheet, len(b.sheets))
	}
	return nil
}
