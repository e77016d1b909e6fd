package media

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"wellspring/internal/invest"
)

// Folder is where the files are: a folder DIR/ab/HASH for each, named by the
// SHA-256 of the file that is kept, in which stand "whole" and the copies by
// width, with the ending of their type. It is written beside, made lasting and
// then renamed to its name: it is there whole or not at all, and never changed.
type Folder struct {
	dir string
}

// Grace is how long a folder without a row in the library is left alone: its
// row may be about to be written, or a backup may still be copying it.
const Grace = 24 * time.Hour

// In is the folder of a data folder; it is made with the first file.
func In(data string) *Folder { return &Folder{dir: filepath.Join(data, "media")} }

// types are the endings of what is kept, by type.
var types = map[string]string{
	"image/jpeg":      ".jpg",
	"image/png":       ".png",
	"image/webp":      ".webp",
	"application/pdf": ".pdf",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       ".xlsx",
	"application/zip": ".zip",
}

// typeOf is the type of a file that is kept, by its ending.
func typeOf(ending string) string {
	for t, e := range types {
		if e == ending {
			return t
		}
	}
	return ""
}

func (f *Folder) path(hash string) string { return filepath.Join(f.dir, hash[:2], hash) }

// File is one that is open to be sent.
type File struct {
	*os.File
	Type    string
	Ending  string // ".pdf"
	Picture bool
	Size    int64
}

// Open opens a file by its hash and the name in its address: "480.webp" is the
// copy of that width, any other name the whole. The caller closes it.
// fs.ErrNotExist where there is none.
func (f *Folder) Open(hash, name string) (*File, error) {
	if !invest.IsMediaHash(hash) {
		return nil, fs.ErrNotExist
	}
	dir := f.path(hash)
	if width, ok := strings.CutSuffix(name, ".webp"); ok {
		if n, err := strconv.Atoi(width); err == nil && slices.Contains(Widths, n) {
			return open(filepath.Join(dir, strconv.Itoa(n)+".webp"))
		}
	}
	for _, ending := range types {
		file, err := open(filepath.Join(dir, "whole"+ending))
		if !errors.Is(err, fs.ErrNotExist) {
			return file, err
		}
	}
	return nil, fs.ErrNotExist
}

func open(path string) (*File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	kind := typeOf(filepath.Ext(path))
	return &File{File: file, Type: kind, Ending: filepath.Ext(path), Picture: strings.HasPrefix(kind, "image/"), Size: info.Size()}, nil
}

// place puts files into the folder of a hash, by what writes each. One that is
// there already is the same, and is only made to look new.
func (f *Folder) place(hash string, write map[string]func(io.Writer) error) (err error) {
	defer func() { err = asFull(err) }()
	to := f.path(hash)
	if err = touch(to); errors.Is(err, fs.ErrNotExist) {
		err = f.make(to, write)
	}
	if err != nil {
		return err
	}
	// Up to the data folder: the folders above may be new as well. Also of one that
	// is there: whoever has put it there may not have come so far.
	for _, dir := range []string{filepath.Dir(to), f.dir, filepath.Dir(f.dir)} {
		if err := syncDir(dir); err != nil {
			return err
		}
	}
	return nil
}

// make writes a folder beside and gives it its name.
func (f *Folder) make(to string, write map[string]func(io.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	tmp, err := f.temp()
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp) // nothing after the rename
	for name, w := range write {
		if err := writeFile(filepath.Join(tmp, name), w); err != nil {
			return fmt.Errorf("%s of %s: %w", name, filepath.Base(to), err)
		}
	}
	if err := syncDir(tmp); err != nil {
		return err
	}
	if err := os.Rename(tmp, to); err != nil {
		if touch(to) == nil { // put there by another that was sent at the same time
			return nil
		}
		return err
	}
	return nil
}

// Has reports whether a file is there.
func (f *Folder) Has(hash string) bool {
	_, err := os.Stat(f.path(hash))
	return err == nil
}

// temp makes a folder to write in, on the same disk.
func (f *Folder) temp() (string, error) {
	dir := filepath.Join(f.dir, "tmp")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	return os.MkdirTemp(dir, "")
}

// asFull gives the error of a disk that takes no more its code.
func asFull(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return &invest.Error{Code: invest.Full, Err: err}
	}
	return err
}

// touch makes a folder look new. It looks whether it still has its name: a sweep
// may have taken that between the call's looking for it and its setting the time.
func touch(path string) error {
	now := time.Now()
	if err := os.Chtimes(path, now, now); err != nil {
		return err
	}
	_, err := os.Stat(path)
	return err
}

// writeFile writes a file that lasts.
func writeFile(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := write(file); err != nil {
		return errors.Join(err, file.Close())
	}
	return errors.Join(file.Sync(), file.Close())
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Forget is for a file that is about to be taken out of the library: from now on
// Sweep counts its grace.
func (f *Folder) Forget(hash string) error {
	err := touch(f.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Hashes lists what is there, ascending.
func (f *Folder) Hashes() ([]string, error) {
	var out []string
	heads, err := os.ReadDir(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, head := range heads {
		if len(head.Name()) != 2 {
			continue
		}
		entries, err := os.ReadDir(filepath.Join(f.dir, head.Name()))
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if invest.IsMediaHash(e.Name()) {
				out = append(out, e.Name())
			}
		}
	}
	return out, err
}

// Sweep removes what has no row and is past its grace, and what uploads that
// broke off have left; it gives the hashes removed. rows are the hashes of the
// library, ascending: a row that is written after they were read is of a folder
// that was made, or looked new again, since.
func (f *Folder) Sweep(now time.Time, rows []string) (removed []string, err error) {
	hashes, err := f.Hashes()
	if err != nil {
		return nil, err
	}
	for _, hash := range hashes {
		if _, known := slices.BinarySearch(rows, hash); known || !older(f.path(hash), now) {
			continue
		}
		gone, err := f.remove(hash, now)
		if err != nil {
			return removed, err
		}
		if gone {
			removed = append(removed, hash)
		}
	}
	tmp := filepath.Join(f.dir, "tmp")
	left, err := os.ReadDir(tmp)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return removed, err
	}
	for _, e := range left {
		if path := filepath.Join(tmp, e.Name()); older(path, now) {
			if err := os.RemoveAll(path); err != nil {
				return removed, err
			}
		}
	}
	return removed, nil
}

// remove takes the name from a folder first: what is half removed must not be
// taken for kept by whoever sends the same file again. One that was sent again
// since it was looked at gets its name back.
func (f *Folder) remove(hash string, now time.Time) (gone bool, err error) {
	// Moved and not copied: the disk may be full. A program of the same number may
	// have been killed here before.
	path, aside := f.path(hash), filepath.Join(f.dir, "tmp", hash+"."+strconv.Itoa(os.Getpid()))
	if err := errors.Join(os.MkdirAll(filepath.Dir(aside), 0o700), os.RemoveAll(aside)); err != nil {
		return false, err
	}
	err = os.Rename(path, aside)
	switch {
	case errors.Is(err, fs.ErrNotExist): // another process was faster
		return false, nil
	case err != nil:
		return false, err
	case older(aside, now):
		return true, os.RemoveAll(aside)
	}
	if err := os.Rename(aside, path); err != nil {
		if _, there := os.Stat(path); there != nil {
			return false, err
		}
		return false, os.RemoveAll(aside) // it was put there anew meanwhile
	}
	return false, nil
}

// older reports whether a path was last changed longer ago than the grace.
func older(path string, now time.Time) bool {
	info, err := os.Stat(path)
	return err == nil && now.Sub(info.ModTime()) > Grace
}

// Missing gives those of some hashes, ascending, of which there is no folder.
func (f *Folder) Missing(rows []string) ([]string, error) {
	hashes, err := f.Hashes()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, hash := range rows {
		if _, there := slices.BinarySearch(hashes, hash); !there {
			out = append(out, hash)
		}
	}
	return out, nil
}
