package main

import (
	"fmt"
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
	if _, err := os.Stat(filepath.Join(c.Data, sqlite.FileName)); err != nil {
		return invest.Errorf(invest.Unusable, "%s is not a data folder: %v", c.Data, err)
	}
	store, err := sqlite.Open(p.ctx, c.Data)
	if err != nil {
		return err
	}
	defer store.Close()
	r, err := store.Check(p.ctx, c.Rebuild)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "published texts: %d\naudit entries:   %d\n", r.Shown, r.Audit)
	for _, problem := range r.Corrupt {
		fmt.Fprintf(p.stdout, "database:        %s\n", problem)
	}
	for _, n := range r.Broken {
		fmt.Fprintf(p.stdout, "audit entry %d does not hold\n", n)
	}
	for _, text := range r.Altered {
		fmt.Fprintf(p.stdout, "%s is not the text that was saved\n", text)
	}
	if len(r.Differing) > 0 {
		fmt.Fprintf(p.stdout, "catalogue tables that differ from the desk: %s\n", strings.Join(r.Differing, ", "))
	}
	if r.Rebuilt {
		fmt.Fprintln(p.stdout, "the catalogue was made anew from the desk")
	}
	if !r.OK() && !(r.Rebuilt && len(r.Broken) == 0 && len(r.Altered) == 0 && len(r.Corrupt) == 0) {
		return invest.Errorf(invest.Conflict, "the data folder %s is not in order", c.Data)
	}
	fmt.Fprintln(p.stdout, "in order")
	return nil
}
