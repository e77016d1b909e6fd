package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
)

type checkCommand struct {
	Data    string `default:"./data" help:"Data folder."`
	Rebuild bool   `help:"Make the catalogue anew from the desk where it differs."`
}

func (c *checkCommand) Run(p *program) error {
	store, err := openData(p, c.Data)
	if err != nil {
		return err
	}
	defer store.Close()
	found, err := checkFolder(p, store, c.Data, c.Rebuild)
	if err != nil {
		return err
	}
	found.say(p.stdout)
	if !found.OK() {
		return invest.Errorf(invest.Conflict, "the data folder %s is not in order", c.Data)
	}
	fmt.Fprintln(p.stdout, "in order")
	return nil
}

// openData opens the database of a data folder that is there.
func openData(p *program, data string) (*sqlite.Store, error) {
	if _, err := os.Stat(filepath.Join(data, sqlite.FileName)); err != nil {
		return nil, invest.Errorf(invest.Unusable, "%s is not a data folder: %v", data, err)
	}
	return sqlite.Open(p.ctx, data)
}

// findings is what a check has found in a data folder.
type findings struct {
	database invest.CheckReport
	media    mediaReport
}

func checkFolder(p *program, store *sqlite.Store, data string, rebuild bool) (findings, error) {
	var f findings
	var err error
	if f.database, err = store.Check(p.ctx, rebuild); err != nil {
		return f, err
	}
	f.media, err = checkMedia(p.ctx, store, data)
	return f, err
}

// OK reports whether all is well, if only by now.
func (f findings) OK() bool {
	r := f.database
	if r.Rebuilt {
		r.Differing = nil
	}
	return r.OK() && f.media.OK()
}

func (f findings) say(w io.Writer) {
	r, m := f.database, f.media
	fmt.Fprintf(w, "published texts: %d\naudit entries:   %d\n", r.Shown, r.Audit)
	fmt.Fprintf(w, "media:           %d\n", m.Rows)
	for _, problem := range r.Corrupt {
		fmt.Fprintf(w, "database:        %s\n", problem)
	}
	for _, n := range r.Broken {
		fmt.Fprintf(w, "audit entry %d does not hold\n", n)
	}
	for _, text := range r.Altered {
		fmt.Fprintf(w, "%s is not the text that was saved\n", text)
	}
	if len(r.Differing) > 0 {
		fmt.Fprintf(w, "catalogue tables that differ from the desk: %s\n", strings.Join(r.Differing, ", "))
	}
	if r.Rebuilt {
		fmt.Fprintln(w, "the catalogue was made anew from the desk")
	}
	for _, hash := range m.Missing {
		fmt.Fprintf(w, "media %s has a row and no file\n", hash)
	}
	for _, hash := range m.Unknown {
		fmt.Fprintf(w, "media %s has a file and no row, which does no harm\n", hash)
	}
	for _, name := range m.Strange {
		fmt.Fprintf(w, "%q is no upload, and no backup takes it along\n", name)
	}
}
