package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
	"wellspring/web"
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
	return c.serve(p, listener, store, "")
}

// listen takes the address, before anything is written for it.
func (s *serving) listen() (net.Listener, error) {
	listener, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w", s.Addr, err)
	}
	return listener, nil
}

// serve answers until the program is told to stop. banner is printed once the
// address is known, with the address in place of %s.
func (s *serving) serve(p *program, listener net.Listener, store invest.Reader, banner string) error {
	address := "http://" + reachable(listener.Addr())
	origin := s.Origin
	if origin == "" {
		origin = address
	}
	log := s.logger(p.stderr)
	site := web.New(store, web.Config{BasePath: s.BasePath, Origin: origin, Proxies: s.Proxies, Hosts: s.Hosts}, log)
	stopMetrics, err := s.serveMetrics(log)
	if err != nil {
		return err
	}
	defer stopMetrics()
	server := newHTTPServer(site.Handler(), log)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if banner != "" {
		fmt.Fprintf(p.stdout, banner, address+strings.TrimSuffix(s.BasePath, "/")+"/")
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
