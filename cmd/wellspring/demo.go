package main

import (
	"fmt"

	"wellspring/internal/demo"
	"wellspring/internal/sqlite"
)

type demoCommand struct {
	serving
	Data string `default:"./demo" help:"Folder of the demonstration; made or resumed."`
}

func (c *demoCommand) Run(p *program) error {
	if err := demoFolder(c.Data); err != nil {
		return err
	}
	listener, err := c.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	store, err := sqlite.Open(p.ctx, c.Data)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := demo.Load(p.ctx, store); err != nil {
		return fmt.Errorf("the demonstration could not be loaded: %w", err)
	}
	return c.serve(p, listener, store, "渭滨区演示站 / demo district: %s\n")
}
