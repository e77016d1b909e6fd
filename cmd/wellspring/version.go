package main

import (
	"fmt"
	"runtime/debug"
)

// version is set when a release is built: -ldflags "-X main.version=v1.2.3".
var version = "dev"

type versionCommand struct{}

func (*versionCommand) Run(p *program) error {
	goVersion := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		goVersion = info.GoVersion
	}
	fmt.Fprintln(p.stdout, "wellspring", version, goVersion)
	return nil
}
