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
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Source is what an archive is made of.
type Source struct {
	Database string   // path of a database that nobody writes: a snapshot
	Data     string   // data folder, for its media
	Needed   []string // hashes of media that the snapshot knows: they must be there
	Program  string
	Made     time.Time
	Schema   int64
}

// Made is an archive that was made.
type Made struct {
	Manifest
	Strange []string // what lay among the media and was left out
}

// Create makes an archive at a path where nothing is yet, readable by its owner
// only. It is written beside that path under a name ending in .partial, read back
// and brought to the disk before it is there. Where that fails, or ctx ends,
// nothing is left of it.
//
// fs.ErrExist if there is something at the path, or at the .partial.
func Create(ctx context.Context, path string, from Source) (made Made, err error) {
	if err := absent(path); err != nil {
		return made, err
	}
	partial := path + ".partial"
	out, err := os.OpenFile(partial, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return made, fmt.Errorf("%s is left of a backup that was cut short, or one is being made: %w", partial, err)
	}
	if err != nil {
		return made, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(partial))
		}
	}()
	made, err = from.writeTo(ctx, out)
	if err == nil {
		err = readBack(ctx, out, made.Manifest)
	}
	if err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return made, err
	}
	if err := absent(path); err != nil { // it took a while
		return made, err
	}
	if err := os.Rename(partial, path); err != nil {
		return made, err
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		partial = path // it might not outlast a power failure: it is not made
		return made, err
	}
	return made, nil
}

// absent gives fs.ErrExist if there is something at a path.
func absent(path string) error {
	_, err := os.Lstat(path)
	if err == nil {
		return fmt.Errorf("%s: %w", path, fs.ErrExist)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// readBack wants a file to be the archive that was just written to it.
func readBack(ctx context.Context, out io.ReadSeeker, m Manifest) error {
	if _, err := out.Seek(0, io.SeekStart); err != nil {
		return err
	}
	got, err := Verify(ctx, out)
	if err == nil && got.Sum != m.Sum {
		err = errors.New("it is another")
	}
	if err != nil {
		return fmt.Errorf("what was written cannot be read back: %w", err)
	}
	return nil
}

// errVanished is a file that was listed and is not there any more.
var errVanished = errors.New("media are being removed while they are copied")

// writeTo writes the archive. The manifest stands first, so that each file is read
// twice; one that vanishes in between, and that the database does not need, means
// to begin again.
func (from Source) writeTo(ctx context.Context, out *os.File) (made Made, err error) {
	for range 3 {
		if err := out.Truncate(0); err != nil {
			return made, err
		}
		if _, err := out.Seek(0, io.SeekStart); err != nil {
			return made, err
		}
		if made, err = from.write(ctx, out); !errors.Is(err, errVanished) {
			break
		}
	}
	return made, err
}

func (from Source) write(ctx context.Context, w io.Writer) (made Made, err error) {
	media, err := ListMedia(from.Data)
	if err != nil {
		return made, err
	}
	made.Strange = media.Strange
	made.Manifest = Manifest{Format: Format, Program: from.Program, Made: from.Made.UTC().Truncate(time.Second), Schema: from.Schema}
	for _, name := range append([]string{Database}, media.Files...) {
		f, err := from.describe(ctx, name)
		if errors.Is(err, fs.ErrNotExist) && !from.needs(name) {
			continue
		}
		if err != nil {
			return made, err
		}
		made.Files = append(made.Files, f)
	}
	if err := from.complete(made.Files); err != nil {
		return made, err
	}
	manifest, err := made.encode()
	if err != nil {
		return made, err
	}
	buffered := bufio.NewWriterSize(w, 1<<18) // gzip writes in small pieces
	// The fastest level: most bytes are pictures, which do not become smaller.
	zipped, err := gzip.NewWriterLevel(buffered, gzip.BestSpeed)
	if err != nil {
		return made, err
	}
	archive := tar.NewWriter(zipped)
	if err := writeHeader(archive, manifestName, int64(len(manifest)), made.Made); err != nil {
		return made, err
	}
	if _, err := archive.Write(manifest); err != nil {
		return made, err
	}
	for _, f := range made.Files {
		if err := from.copyTo(ctx, archive, f); err != nil {
			return made, err
		}
	}
	return made, errors.Join(archive.Close(), zipped.Close(), buffered.Flush())
}

// path is where a file of the archive comes from.
func (from Source) path(name string) string {
	if name == Database {
		return from.Database
	}
	return filepath.Join(from.Data, filepath.FromSlash(name))
}

// needs reports whether the archive is not whole without a file.
func (from Source) needs(name string) bool {
	hash, isMedia := hashOf(name)
	return !isMedia || slices.Contains(from.Needed, hash)
}

// complete wants a file for each hash that the database knows.
func (from Source) complete(files []File) error {
	there := map[string]bool{}
	for _, f := range files {
		hash, _ := hashOf(f.Name)
		there[hash] = true
	}
	for _, hash := range from.Needed {
		if !there[hash] {
			return fmt.Errorf("media %s: the database has it, the folder has no file of it: %w", hash, fs.ErrNotExist)
		}
	}
	return nil
}

// describe reads a file for the manifest.
func (from Source) describe(ctx context.Context, name string) (File, error) {
	in, err := os.Open(from.path(name))
	if err != nil {
		return File{}, err
	}
	defer in.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, reader{ctx, in})
	return File{Name: name, Size: size, SHA256: hex.EncodeToString(sum.Sum(nil))}, err
}

// copyTo writes a file into the archive as it was described.
func (from Source) copyTo(ctx context.Context, archive *tar.Writer, f File) error {
	in, err := os.Open(from.path(f.Name))
	if errors.Is(err, fs.ErrNotExist) && !from.needs(f.Name) {
		return fmt.Errorf("%s: %w", f.Name, errVanished)
	}
	if err != nil {
		return err
	}
	defer in.Close()
	if err := writeHeader(archive, f.Name, f.Size, from.Made); err != nil {
		return err
	}
	sum := sha256.New()
	_, err = io.Copy(io.MultiWriter(archive, sum), reader{ctx, in})
	// Of one that has grown the archive takes no more than its header says.
	if errors.Is(err, tar.ErrWriteTooLong) || err == nil && hex.EncodeToString(sum.Sum(nil)) != f.SHA256 {
		return fmt.Errorf("%s was changed while it was copied", f.Name)
	}
	return err
}

func writeHeader(archive *tar.Writer, name string, size int64, at time.Time) error {
	return archive.WriteHeader(&tar.Header{
		Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: at.UTC().Truncate(time.Second),
	})
}

// reader is a file that is read until ctx ends.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r reader) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(b)
}

// syncFolder brings the names in a folder to the disk.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
