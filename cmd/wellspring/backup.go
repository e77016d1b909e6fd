package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"wellspring/internal/backup"
	"wellspring/internal/desk"
	"wellspring/internal/sqlite"
)

type backupCommand struct {
	Data   string `default:"./data" help:"Data folder."`
	Output string `short:"o" required:"" placeholder:"FILE" help:"Archive to make, a .tar.gz. A file that is there is not replaced."`
}

func (c *backupCommand) Run(p *program) (err error) {
	if _, err := os.Lstat(c.Output); err == nil { // before an hour is spent
		return refusal{fmt.Errorf("%s is there already; nothing was written", c.Output)}
	}
	store, err := openData(p, c.Data)
	if err != nil {
		return err
	}
	defer store.Close()
	made, err := c.make(p, store)
	switch {
	case p.ctx.Err() != nil && err != nil:
		return errors.New("interrupted: no backup was made")
	case errors.Is(err, fs.ErrExist):
		return refusal{err}
	case err != nil:
		return fmt.Errorf("backup of %s: %w", c.Data, err)
	}
	for _, name := range made.Strange {
		fmt.Fprintf(p.stderr, "%q is no upload and was left out\n", name)
	}
	// Whoever interrupts now has a backup, and the trail is to know of it.
	err = desk.New(store, time.Now).RecordBackup(context.WithoutCancel(p.ctx), filepath.Base(c.Output), made.Sum)
	if err != nil {
		return fmt.Errorf("%s was made, and could not be recorded: %w", c.Output, err)
	}
	fmt.Fprintf(p.stdout, "made:            %s\n", c.Output)
	sayManifest(p, made.Manifest)
	return nil
}

// make makes the archive, by way of a snapshot that is removed again.
func (c *backupCommand) make(p *program, store *sqlite.Store) (made backup.Made, err error) {
	work, done, err := workFolder(c.Data)
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, done()) }()
	output, err := filepath.Abs(c.Output)
	if err != nil {
		return made, err
	}
	if filepath.Base(filepath.Dir(output)) == workName {
		return made, fmt.Errorf("%s would be removed with all that is in %s", c.Output, workName)
	}
	at := time.Now()
	snapshot := filepath.Join(work, sqlite.FileName)
	if err := store.Snapshot(p.ctx, snapshot); err != nil {
		return made, err
	}
	needed, err := mediaIn(p.ctx, work)
	if err != nil {
		return made, err
	}
	schema, err := sqlite.SchemaVersion()
	if err != nil {
		return made, err
	}
	return backup.Create(p.ctx, output, backup.Source{
		Database: snapshot, Data: c.Data, Needed: needed, Program: version, Made: at, Schema: schema,
	})
}

// mediaIn lists the media that a snapshot knows: uploads go on meanwhile.
func mediaIn(ctx context.Context, dir string) ([]string, error) {
	store, err := sqlite.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	hashes, err := store.MediaHashes(ctx)
	return hashes, errors.Join(err, store.Close())
}

// workName is a folder in the data folder, there only while a backup is made. The
// dot: see siteFolder.
const workName = ".backup"

// workFolder makes the folder in which one backup at a time is prepared, without
// what a killed one left. done removes it.
func workFolder(data string) (path string, done func() error, err error) {
	path = filepath.Join(data, workName)
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return path, nil, err
	}
	// The system lets go of the lock however the program ends.
	lock, err := os.Open(path)
	if err != nil {
		return path, nil, err
	}
	defer func() {
		if err != nil {
			lock.Close()
		}
	}()
	if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil || !isStill(lock, path) {
		return path, nil, fmt.Errorf("another backup of %s is being made", data)
	}
	left, err := os.ReadDir(path)
	for _, e := range left {
		err = errors.Join(err, os.RemoveAll(filepath.Join(path, e.Name())))
	}
	return path, func() error { return errors.Join(os.RemoveAll(path), lock.Close()) }, err
}

// isStill reports whether a file that was opened is the one at a path: another
// program may have removed it before the lock was taken.
func isStill(file *os.File, path string) bool {
	opened, err := file.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(path)
	return err == nil && os.SameFile(opened, named)
}

// sayManifest prints what an archive holds.
func sayManifest(p *program, m backup.Manifest) {
	fmt.Fprintf(p.stdout, "of:              %s, by version %s\n", m.Made.Format(time.RFC3339), m.Program)
	fmt.Fprintf(p.stdout, "files:           %d, of %d bytes\n", len(m.Files), m.Size())
	fmt.Fprintf(p.stdout, "schema:          %d\nmanifest:        sha256:%s\n", m.Schema, m.Sum)
}
