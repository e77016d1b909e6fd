package main

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"github.com/alecthomas/kong"
)

// commands is the command line. Each flag has a variable of its name:
// --base-path is WELLSPRING_BASE_PATH.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the portal."`
	Demo    demoCommand    `cmd:"" help:"Serve a demonstration district; makes its data folder at first."`
	User    userCommand    `cmd:"" help:"Make and look after the editors who sign in."`
	Import  importCommand  `cmd:"" help:"Read a bureau's workbook into drafts."`
	Export  exportCommand  `cmd:"" help:"Write what is on the desk as a workbook that can be imported again."`
	Backup  backupCommand  `cmd:"" help:"Copy a data folder, also one that is served, into one archive."`
	Restore restoreCommand `cmd:"" help:"Make a data folder of an archive."`
	Check   checkCommand   `cmd:"" help:"Compare the published catalogue with the desk and the media with their rows, and verify the audit trail."`
	Health  healthCommand  `cmd:"" hidden:"" help:"Ask a running portal whether it answers."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// parse reads the command line; nil where it only asked for help.
func parse(cli *commands, args []string, getenv func(string) string, stdout io.Writer) (*kong.Context, error) {
	done := false
	parser, err := kong.New(cli,
		kong.Name("wellspring"),
		kong.Description("源头活水: an investment-promotion portal in one binary with one data folder."),
		kong.Writers(stdout, io.Discard),
		kong.Exit(func(int) { done = true }),
		kong.Resolvers(environment(getenv)),
	)
	if err != nil {
		return nil, fmt.Errorf("command line: %w", err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if done {
		return nil, nil
	}
	if err != nil {
		return nil, usageError{err}
	}
	return command, nil
}

// environment resolves a flag from its variable. kong would read the process's
// environment by itself, past the getenv that tests give.
func environment(getenv func(string) string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if flag.Name == "help" {
			return nil, nil
		}
		if v := getenv("WELLSPRING_" + strings.ReplaceAll(strings.ToUpper(flag.Name), "-", "_")); v != "" {
			return v, nil
		}
		return nil, nil
	})
}

// serving is the flags of everything that serves.
type serving struct {
	Addr        string         `default:"127.0.0.1:8080" help:"Address to listen on."`
	BasePath    string         `default:"/" help:"Path under which the site is served."`
	Origin      string         `help:"Scheme and host of absolute addresses, such as https://invest.example.gov.cn; by default the address listened on."`
	Proxies     []netip.Prefix `name:"trusted-proxies" help:"Networks whose X-Forwarded-For is believed, such as 10.0.0.0/8."`
	Hosts       []string       `name:"allowed-hosts" help:"Hosts, without ports, that the site answers for; others get 421. By default any."`
	MetricsAddr string         `help:"Address for /metrics, apart from the site; none by default."`
	LogFormat   string         `default:"text" enum:"text,json" help:"text or json."`
	LogLevel    slog.Level     `default:"INFO" help:"DEBUG, INFO, WARN or ERROR."`
	signIn
}

// Validate is called by kong.
func (s *serving) Validate() error {
	if !strings.HasPrefix(s.BasePath, "/") || strings.ContainsAny(s.BasePath, "?#\\ ") || strings.Contains(s.BasePath, "//") {
		return fmt.Errorf("--base-path must be a path that begins with /, not %q", s.BasePath)
	}
	if err := s.signIn.validate(); err != nil {
		return err
	}
	for _, h := range s.Hosts {
		if h == "" || strings.ContainsAny(h, "/[] ") || strings.Contains(h, ":") && net.ParseIP(h) == nil {
			return fmt.Errorf("--allowed-hosts must be names or addresses without scheme and port, not %q", h)
		}
	}
	if s.Origin == "" {
		return nil
	}
	u, err := url.Parse(s.Origin)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return fmt.Errorf("--origin must be a scheme and a host such as https://invest.example.gov.cn, not %q", s.Origin)
	}
	return nil
}

func (s *serving) logger(w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: s.LogLevel}
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}
