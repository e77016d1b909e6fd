package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Restore makes a folder, missing or empty, of an archive. It unpacks beside it
// under a name ending in .partial and renames that when all is there, on the disk,
// and found good: what is at the folder's name is whole or as it was.
//
// accept sees the manifest before anything is written, and look the unpacked
// folder before it is renamed; what they fail with is given on.
//
// Damaged; ErrNewer; fs.ErrExist if the folder is not empty, or if there is
// something at the .partial.
func Restore(ctx context.Context, archive io.Reader, dir string, accept func(Manifest) error, look func(dir string) error) (m Manifest, err error) {
	if dir, err = place(dir); err != nil {
		return m, err
	}
	partial := dir + ".partial"
	if err := os.Mkdir(partial, 0o700); errors.Is(err, fs.ErrExist) {
		return m, fmt.Errorf("%s is left of one that was cut short, or one is under way: %w", partial, err)
	} else if err != nil {
		return m, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(partial))
		}
	}()
	begin := func(m Manifest) error {
		if err := accept(m); err != nil {
			return err
		}
		return roomFor(m, partial)
	}
	m, err = read(ctx, archive, begin, func(f File, content io.Reader) error {
		return unpack(filepath.Join(partial, filepath.FromSlash(f.Name)), content)
	})
	if err != nil {
		return m, err
	}
	if err := look(partial); err != nil {
		return m, err
	}
	if err := syncFolders(partial); err != nil {
		return m, err
	}
	if err := ctx.Err(); err != nil {
		return m, err
	}
	// The system call, which replaces an empty folder and no other; os.Rename
	// refuses both.
	if err := syscall.Rename(partial, dir); err != nil {
		return m, &os.LinkError{Op: "rename", Old: partial, New: dir, Err: err}
	}
	return m, syncFolder(filepath.Dir(dir))
}

// place is where a folder is made that is missing or empty.
func place(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return dir, err
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return dir, nil // and so may its parent be, which shows at the first step
	}
	if err != nil {
		return dir, err
	}
	if len(entries) > 0 {
		return dir, fmt.Errorf("%s is not empty: it holds %s: %w", dir, entries[0].Name(), fs.ErrExist)
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil { // a link is not renamed over
		return dir, err
	}
	here, err := os.Stat(dir)
	if err != nil {
		return dir, err
	}
	above, err := os.Stat(filepath.Dir(dir))
	if err != nil {
		return dir, err
	}
	if deviceOf(here) != deviceOf(above) {
		return dir, fmt.Errorf("%s is a disk of its own, which cannot be put in place: name a folder in it", dir)
	}
	return dir, nil
}

func deviceOf(info fs.FileInfo) uint64 { return uint64(info.Sys().(*syscall.Stat_t).Dev) }

// roomFor refuses an archive that would fill the disk, or says that it would: a
// small one may unpack to any size.
func roomFor(m Manifest, dir string) error {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return &fs.PathError{Op: "statfs", Path: dir, Err: err}
	}
	free := uint64(disk.Bavail) * uint64(disk.Bsize)
	for _, f := range m.Files { // one by one: their sum may be too large for a number
		if uint64(f.Size) > free {
			return fmt.Errorf("the disk has no room for the %d bytes of %s: %w", f.Size, f.Name, syscall.ENOSPC)
		}
		free -= uint64(f.Size)
	}
	return nil
}

// unpack writes a file and brings it to the disk.
func unpack(path string, content io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err = io.Copy(out, content); err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}

// syncFolders brings the names in a folder, and in all folders in it, to the disk.
func syncFolders(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return syncFolder(path)
	})
}
