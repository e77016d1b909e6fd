package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"wellspring/internal/account"
	"wellspring/internal/desk"
	"wellspring/internal/intake"
	"wellspring/internal/jobs"
	"wellspring/internal/media"
	"wellspring/internal/sqlite"
	"wellspring/web"
	"wellspring/web/admin"
)

type serveCommand struct {
	serving
	Data string `default:"./data" help:"Data folder; its last element is made if missing."`
}

func (c *serveCommand) Run(p *program) error {
	if err := siteFolder(c.Data); err != nil {
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
	return c.serve(p, listener, house{store: store, data: c.Data, now: time.Now})
}

// house is what is served: a data folder, on a clock.
type house struct {
	store  *sqlite.Store
	data   string
	now    func() time.Time
	banner func(address string) string // printed once the address is known; nil for none
}

// listen takes the address, before anything is written for it.
func (s *serving) listen() (net.Listener, error) {
	listener, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", s.Addr, err)
	}
	return listener, nil
}

// serve answers until the program is told to stop.
func (s *serving) serve(p *program, listener net.Listener, h house) error {
	address := "http://" + reachable(listener.Addr())
	origin := s.Origin
	if origin == "" {
		origin = address
	}
	log := s.logger(p.stderr)
	boundMemory(p)
	folder := media.In(h.data)
	site := web.New(h.store, web.Config{BasePath: s.BasePath, Origin: origin, Proxies: s.Proxies, Hosts: s.Hosts, Media: folder}, log)
	editors, stopWork, err := s.serveEditors(p.ctx, site, h, folder, origin, log)
	if err != nil {
		return err
	}
	defer stopWork()
	stopMetrics, err := s.serveMetrics(log)
	if err != nil {
		return err
	}
	defer stopMetrics()
	server := newHTTPServer(site.Handler(), log)
	server.RegisterOnShutdown(editors.CloseStreams)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if h.banner != nil {
		fmt.Fprint(p.stdout, h.banner(address+strings.TrimSuffix(s.BasePath, "/")+"/"))
	}
	log.Info("serving", slog.String("address", address), slog.String("origin", origin), slog.String("base", s.BasePath))
	select {
	case err := <-failed:
		return err
	case <-p.ctx.Done():
	}
	log.Info("stopping")
	// The requests under way get ten seconds; new ones are refused already.
	grace, cancel := context.WithTimeout(context.WithoutCancel(p.ctx), 10*time.Second)
	defer cancel()
	return server.Shutdown(grace)
}

// memoryLimit is where the garbage collector no longer waits for the memory in
// use to double, in bytes. One picture takes up to 360 MB while it is decoded, and
// what the one before it has left would stand beside it.
const memoryLimit = 350 << 20

// boundMemory sets the limit, where GOMEMLIMIT does not set another.
func boundMemory(p *program) {
	if p.getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// serveEditors adds the editors' side to a site and does what comes due until
// it is stopped.
func (s *serving) serveEditors(ctx context.Context, site *web.Server, h house, folder *media.Folder, origin string, log *slog.Logger) (_ *admin.Server, stop func(), err error) {
	limits := s.limits()
	keys, err := account.LoadKeys(h.data, time.Now(), limits.Absolute)
	if err != nil {
		return nil, nil, err
	}
	d, accounts := desk.New(h.store, h.now), account.New(h.store, limits, h.now)
	ctx, cancel := context.WithCancel(ctx)
	imports := intake.NewOffice(ctx, d, filepath.Join(h.data, "imports"), log)
	editors := admin.Mount(site, h.store, d, accounts, admin.Config{
		BasePath: s.BasePath, Origin: origin, Keys: keys, Limits: limits, LoginRate: s.LoginRate, Shown: s.shown(), Media: folder, Imports: imports, Clock: h.now,
	}, log)
	renew := func(context.Context) error {
		keys, err := account.LoadKeys(h.data, time.Now(), limits.Absolute)
		if err == nil {
			editors.UseKeys(keys)
		}
		return err
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		jobs.Run(ctx, d, log, 2*time.Second, every(time.Hour, h.now, accounts.Sweep), every(account.KeyReload, time.Now, renew),
			every(time.Minute, h.now, d.CheckLinksNightly), every(time.Hour, time.Now, jobs.Sweep(d, folder)), every(time.Hour, time.Now, imports.Sweep))
	}()
	return editors, func() { cancel(); <-ended; imports.Wait() }, nil
}

// every makes a job that is asked every few seconds run now and then. Between
// its runs it tells of the last one, so that a failure is not logged as mended.
func every(wait time.Duration, now func() time.Time, job func(context.Context) error) func(context.Context) error {
	var last time.Time
	var err error
	return func(ctx context.Context) error {
		if at := now(); at.Sub(last) >= wait {
			last, err = at, job(ctx)
		}
		return err
	}
}

// shown is how the program was started, for the screen of the settings.
func (s *serving) shown() []admin.Line {
	line := func(flag string, v any) admin.Line { return admin.Line{Name: "--" + flag, Value: fmt.Sprint(v)} }
	list := func(flag string, vs any) admin.Line { return line(flag, strings.Trim(fmt.Sprint(vs), "[]")) }
	return []admin.Line{
		line("addr", s.Addr), line("origin", s.Origin), line("base-path", s.BasePath), list("trusted-proxies", s.Proxies), list("allowed-hosts", s.Hosts),
		line("session-idle", s.SessionIdle), line("session-absolute", s.SessionAbsolute), line("login-attempts", s.LoginAttempts),
		line("login-address-attempts", s.LoginAddressAttempts), line("login-rate", s.LoginRate), line("login-lock", s.LoginLock), line("password-rules", s.PasswordRules),
		line("admin-totp", s.AdminTOTP), line("metrics-addr", s.MetricsAddr), line("log-level", s.LogLevel), line("log-format", s.LogFormat),
	}
}

// reachable is an address that a browser on this machine can open: one that
// means every interface is none.
func reachable(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("localhost", port)
	}
	return a.String()
}

// newHTTPServer bounds how long a client may take. Slow headers are cut at five
// seconds: without that, a few hundred of them hold the site.
func newHTTPServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: 60 * time.Second, MaxHeaderBytes: 256 << 10, // 10,000 Chinese characters in an address are 90 kB
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// serveMetrics answers /metrics on an address of its own, if one is set.
func (s *serving) serveMetrics(log *slog.Logger) (stop func(), err error) {
	if s.MetricsAddr == "" {
		return func() {}, nil
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	listener, err := net.Listen("tcp", s.MetricsAddr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s for metrics: %w", s.MetricsAddr, err)
	}
	server := newHTTPServer(mux, log)
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics", slog.Any("cause", err))
		}
	}()
	return func() { _ = server.Close() }, nil
}
