// Command wellspring is the portal: one binary, one data folder.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a server without a time-zone database must not fall back to UTC

	"wellspring/internal/invest"
)

// Exit codes, as promised to scripts.
const (
	exitFailed  = 1
	exitUsage   = 2
	exitRefused = 3
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "wellspring: "+err.Error())
		os.Exit(exitCode(err))
	}
}

// usageError is a command line that means nothing.
type usageError struct{ error }

// refusal is input that is not taken, in words for whoever gave it. Nothing was
// written.
type refusal struct{ error }

func exitCode(err error) int {
	var usage usageError
	var refused refusal
	switch {
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &refused), invest.CodeOf(err) == invest.Invalid:
		return exitRefused
	}
	return exitFailed
}

// run is the program without its process.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	var cli commands
	command, err := parse(&cli, args, getenv, stdout)
	if err != nil || command == nil {
		return err
	}
	return command.Run(&program{ctx: ctx, getenv: getenv, stdin: stdin, stdout: stdout, stderr: stderr})
}

// program is what every command runs with.
type program struct {
	ctx            context.Context
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
}
