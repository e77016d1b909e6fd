package media

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"wellspring/internal/invest"
)

// Largest uploads, in bytes.
const (
	MaxImage = 20 << 20
	MaxFile  = 50 << 20
)

// More of what is wrong with an upload that is refused.
var (
	ErrTooLarge = errors.New("larger than is taken")
	ErrEmpty    = errors.New("without content")
	ErrMacros   = errors.New("with macros in it")
	// ErrCutOff is for one that did not come whole.
	ErrCutOff = errors.New("broken off on its way")
)

// Intake takes uploads, several at once, and decodes one picture at a time.
type Intake struct {
	folder *Folder
	turn   chan struct{} // holds whoever is decoding
}

// NewIntake takes uploads into a folder.
func NewIntake(f *Folder) *Intake { return &Intake{folder: f, turn: make(chan struct{}, 1)} }

// Upload is a file as it was sent, on disk, not yet looked into.
type Upload struct {
	Hash string // SHA-256
	Name string // as it was sent
	Size int64
	path string
}

// Receive writes what is sent to disk, at most MaxFile bytes of it. The caller
// drops it in the end. ErrTooLarge, ErrEmpty, ErrCutOff; Full where the disk is.
func (in *Intake) Receive(r io.Reader, name string) (*Upload, error) {
	tmp, err := in.folder.temp()
	if err != nil {
		return nil, asFull(err)
	}
	u := &Upload{Name: name, path: filepath.Join(tmp, "upload")}
	h := sha256.New()
	var cutOff error
	err = writeFile(u.path, func(w io.Writer) error {
		from := &failing{r: io.LimitReader(r, MaxFile+1)}
		n, err := io.Copy(io.MultiWriter(w, h), from)
		u.Size, cutOff = n, from.err
		return err
	})
	switch {
	case cutOff != nil:
		err = fmt.Errorf("%w: %w", ErrCutOff, cutOff)
	case err == nil && u.Size > MaxFile:
		err = ErrTooLarge
	case err == nil && u.Size == 0:
		err = ErrEmpty
	}
	if err != nil {
		u.Drop()
		return nil, asFull(err)
	}
	u.Hash = hex.EncodeToString(h.Sum(nil))
	return u, nil
}

// failing keeps the error of reading apart from one of writing.
type failing struct {
	r   io.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && err != io.EOF {
		f.err = err
	}
	return n, err
}

// Open opens what was received. The caller closes it.
func (u *Upload) Open() (*os.File, error) { return os.Open(u.path) }

// Drop removes what was received. What cannot be removed the sweep will.
func (u *Upload) Drop() { os.RemoveAll(filepath.Dir(u.path)) }

// Keep makes what was received a file of the folder and gives what the library
// must know of it. It waits for its turn.
//
// ErrUnknownType, ErrTooLarge, ErrTooManyPixels, ErrBroken, ErrMacros.
func (in *Intake) Keep(ctx context.Context, u *Upload) (invest.Media, error) {
	// One at a time: a picture takes up to 400 MB while it is decoded.
	select {
	case in.turn <- struct{}{}:
		defer func() { <-in.turn }()
	case <-ctx.Done():
		return invest.Media{}, ctx.Err()
	}
	kind, err := sniff(u.path)
	if err != nil {
		return invest.Media{}, err
	}
	if _, picture := decoders[kind]; picture {
		// What this one leaves would stand in memory beside the next.
		defer debug.FreeOSMemory()
		return in.keepPicture(u, kind)
	}
	return in.keepFile(u, kind)
}

func (in *Intake) keepFile(u *Upload, kind string) (invest.Media, error) {
	m := invest.Media{Hash: u.Hash, Upload: u.Hash, Name: invest.FileName(u.Name, types[kind]), Type: kind, Size: u.Size}
	return m, in.folder.place(m.Hash, map[string]func(io.Writer) error{
		"whole" + types[kind]: func(w io.Writer) error {
			r, err := os.Open(u.path)
			if err != nil {
				return err
			}
			defer r.Close()
			_, err = io.Copy(w, r)
			return err
		},
	})
}

func (in *Intake) keepPicture(u *Upload, kind string) (invest.Media, error) {
	if u.Size > MaxImage {
		return invest.Media{}, ErrTooLarge
	}
	data, err := os.ReadFile(u.path)
	if err != nil {
		return invest.Media{}, err
	}
	img, err := PrepareImage(kind, data)
	if err != nil {
		return invest.Media{}, err
	}
	sum := sha256.Sum256(img.Whole)
	m := invest.Media{
		Hash: hex.EncodeToString(sum[:]), Upload: u.Hash, Name: invest.FileName(u.Name, types[img.Type]), Type: img.Type, Size: int64(len(img.Whole)),
		Width: img.Width, Height: img.Height,
	}
	write := map[string]func(io.Writer) error{"whole" + types[img.Type]: writes(img.Whole)}
	for _, width := range Widths {
		if b, ok := img.Copies[width]; ok {
			m.Widths = append(m.Widths, width)
			write[fmt.Sprintf("%d.webp", width)] = writes(b)
		}
	}
	return m, in.folder.place(m.Hash, write)
}

func writes(b []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
}

// sniff tells the type of a file by its content. ErrUnknownType where it is
// none that is taken, ErrBroken, ErrMacros.
func sniff(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	found, err := mimetype.DetectReader(file)
	if err != nil {
		return "", err
	}
	kind, _, _ := strings.Cut(found.String(), ";")
	_, picture := decoders[kind]
	switch {
	case picture:
		return kind, nil
	case kind == "application/pdf":
		return kind, checkPDF(path)
	case types[kind] != "":
		return sniffZIP(path)
	}
	return "", fmt.Errorf("%w: %s", ErrUnknownType, kind)
}

// sniffZIP tells documents from other ZIP files by the part that makes them
// one; by their first bytes alone those of some programs cannot be told.
func sniffZIP(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	z, err := zip.NewReader(&bounded{r: file, room: maxIndex}, info.Size())
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrBroken, err)
	}
	kind := "application/zip"
	for _, f := range z.File {
		switch name := strings.ToLower(f.Name); {
		case filepath.Base(name) == "vbaproject.bin":
			return "", ErrMacros
		case name == "word/document.xml":
			kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		case name == "xl/workbook.xml":
			kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		}
	}
	return kind, nil
}

// maxIndex is how many bytes are read of a ZIP file to learn what is in it,
// enough for 50,000 files. Each takes 200 bytes of memory: a table of 50 MB would
// take 200 MB.
const maxIndex = 4 << 20

// bounded reads so many bytes and no more.
type bounded struct {
	r    io.ReaderAt
	room int64
}

func (b *bounded) ReadAt(p []byte, off int64) (int, error) {
	if b.room -= int64(len(p)); b.room < 0 {
		return 0, errors.New("too much to read")
	}
	return b.r.ReadAt(p, off)
}

// checkPDF wants the header at the very beginning: readers take one that comes
// later too, and what stands before it could make the file something else.
func checkPDF(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	head := make([]byte, 5)
	if _, err := io.ReadFull(file, head); err != nil || !bytes.Equal(head, []byte("%PDF-")) {
		return fmt.Errorf("%w: no PDF header", ErrBroken)
	}
	return nil
}
