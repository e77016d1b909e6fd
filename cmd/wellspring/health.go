package main

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// healthCommand is for a container that holds nothing but the program.
type healthCommand struct {
	Addr     string `default:"127.0.0.1:8080" help:"Address the portal listens on."`
	BasePath string `default:"/" help:"Path under which the site is served."`
}

func (c *healthCommand) Run(p *program) error {
	addr := strings.Replace(c.Addr, "0.0.0.0", "127.0.0.1", 1)
	request, err := http.NewRequestWithContext(p.ctx, http.MethodGet, "http://"+addr+strings.TrimSuffix(c.BasePath, "/")+"/healthz", nil)
	if err != nil {
		return err
	}
	answer, err := (&http.Client{Timeout: 2 * time.Second}).Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", addr, answer.Status)
	}
	return nil
}
