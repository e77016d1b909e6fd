package backup

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// maxPadding is how many bytes may follow the last file, unpacked; tar fills up its
// last block.
const maxPadding = 1 << 20

// Verify reads an archive to its end, compares it with its manifest and writes
// nothing. Damaged; ErrNewer.
func Verify(ctx context.Context, archive io.Reader) (Manifest, error) {
	return read(ctx, archive,
		func(Manifest) error { return nil },
		func(_ File, content io.Reader) error { _, err := io.Copy(io.Discard, content); return err })
}

// read reads an archive to its end. begin is told its manifest before anything
// else is read, put gets each file, of which it must read all; what they fail with
// is given on. No file is longer than the manifest says, whatever the archive
// unpacks to.
func read(ctx context.Context, archive io.Reader, begin func(Manifest) error, put func(f File, content io.Reader) error) (m Manifest, err error) {
	// A reader that gives single bytes: gzip then takes none beyond its end.
	packed := bufio.NewReaderSize(reader{ctx, archive}, 1<<18)
	unzipped, err := gzip.NewReader(packed)
	if err != nil {
		return m, damaged("", "is none of this program", err)
	}
	unzipped.Multistream(false)
	files := tar.NewReader(unzipped)
	if m, err = readManifest(files); err != nil {
		return m, err
	}
	if err := begin(m); err != nil {
		return m, err
	}
	for _, f := range m.Files {
		if err := readFile(files, f, put); err != nil {
			return m, err
		}
	}
	return m, readEnd(files, unzipped, packed)
}

func readManifest(files *tar.Reader) (Manifest, error) {
	h, err := files.Next()
	if err != nil {
		return Manifest{}, damaged("", "is none of this program", err)
	}
	if h.Name != manifestName || h.Typeflag != tar.TypeReg || h.Size > maxManifest {
		return Manifest{}, &Damaged{Why: fmt.Sprintf("is none of this program: it begins with %q", h.Name)}
	}
	b, err := io.ReadAll(files)
	if err != nil {
		return Manifest{}, damaged(manifestName, "cannot be read", err)
	}
	return decode(b)
}

// readFile reads the next file, which must be f.
func readFile(files *tar.Reader, f File, put func(f File, content io.Reader) error) error {
	h, err := files.Next()
	if errors.Is(err, io.EOF) {
		return &Damaged{File: f.Name, Why: "is missing"}
	}
	if err != nil {
		return damaged(f.Name, "cannot be read", err)
	}
	switch {
	case h.Name != f.Name:
		return &Damaged{File: f.Name, Why: fmt.Sprintf("is missing: %q stands in its place", h.Name)}
	case h.Typeflag != tar.TypeReg:
		return &Damaged{File: f.Name, Why: "is no file, but a link or a device"}
	case h.Size != f.Size:
		return &Damaged{File: f.Name, Why: fmt.Sprintf("has %d bytes, not %d as the manifest says", h.Size, f.Size)}
	}
	sum := sha256.New()
	body := &content{Reader: io.TeeReader(files, sum)}
	if err := put(f, body); body.failed != nil {
		return damaged(f.Name, "cannot be read", body.failed)
	} else if err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != f.SHA256 {
		return &Damaged{File: f.Name, Why: "is not what the manifest says: it was altered"}
	}
	return nil
}

// content remembers how reading failed: putting may fail by itself, which says
// nothing of the archive.
type content struct {
	io.Reader
	failed error
}

func (c *content) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	if err != nil && err != io.EOF {
		c.failed = err
	}
	return n, err
}

// readEnd wants nothing more, and reads as far as the sum at the end of gzip.
func readEnd(files *tar.Reader, unzipped, packed io.Reader) error {
	h, err := files.Next()
	if err == nil {
		return &Damaged{Why: fmt.Sprintf("has more in it than its manifest lists: %q", h.Name)}
	}
	if !errors.Is(err, io.EOF) {
		return damaged("", "cannot be read to its end", err)
	}
	// Where there is more than that, gzip has not come to its end either.
	if _, err := io.Copy(io.Discard, io.LimitReader(unzipped, maxPadding)); err != nil {
		return damaged("", "cannot be read to its end", err)
	}
	rest, err := io.ReadFull(packed, make([]byte, 1))
	if err != nil && !errors.Is(err, io.EOF) {
		return damaged("", "cannot be read to its end", err)
	}
	if rest > 0 {
		return &Damaged{Why: "goes on after its end"}
	}
	return nil
}

// damaged is what a failure to read says of the archive: nothing where its disk
// failed or the reading was given up.
func damaged(file, why string, err error) error {
	var disk *fs.PathError
	if errors.As(err, &disk) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		why, err = "is cut off", nil
	}
	return &Damaged{File: file, Why: why, Err: err}
}
