package main

import (
	"errors"
	"fmt"
	"os"

	"wellspring/internal/backup"
	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
)

type restoreCommand struct {
	File string `arg:"" help:"Archive that backup has made."`
	Data string `required:"" placeholder:"DIR" help:"Data folder to make: missing or empty."`
}

func (c *restoreCommand) Run(p *program) error {
	archive, err := os.Open(c.File)
	if err != nil {
		return refusal{err}
	}
	defer archive.Close()
	var found findings
	m, err := backup.Restore(p.ctx, archive, c.Data, ownSchema, func(dir string) (err error) {
		found, err = c.look(p, dir)
		return err
	})
	var damaged *backup.Damaged
	switch {
	case p.ctx.Err() != nil && err != nil:
		return errors.New("interrupted: nothing was restored")
	case errors.As(err, &damaged):
		return refusal{fmt.Errorf("%s: %w; nothing was restored", c.File, err)}
	case err != nil:
		return fmt.Errorf("restore %s: %w", c.File, err)
	}
	fmt.Fprintf(p.stdout, "restored:        %s\n", c.Data)
	sayManifest(p, m)
	found.say(p.stdout)
	fmt.Fprintln(p.stdout, "in order")
	return nil
}

// ownSchema refuses an archive whose database this program would not open.
func ownSchema(m backup.Manifest) error {
	known, err := sqlite.SchemaVersion()
	if err == nil && m.Schema > known {
		err = invest.Errorf(invest.Unusable, "its database is at version %d, this program knows up to %d: it needs a newer program", m.Schema, known)
	}
	return err
}

// look opens the database that was unpacked, which brings it to this program's
// version, and checks it.
func (c *restoreCommand) look(p *program, dir string) (findings, error) {
	store, err := sqlite.Open(p.ctx, dir)
	if errors.Is(err, sqlite.ErrForeign) {
		err = &backup.Damaged{File: backup.Database, Why: "is not a database of this program"}
	}
	if err != nil {
		return findings{}, err
	}
	found, err := checkFolder(p, store, dir, false)
	if err = errors.Join(err, store.Close()); err != nil {
		return found, err
	}
	if !found.OK() {
		found.say(p.stderr)
		err = &backup.Damaged{File: backup.Database, Why: "is not in order"}
	}
	return found, err
}
