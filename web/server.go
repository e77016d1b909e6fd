// Package web is the public site: requests in, pages out.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"

	"github.com/labstack/echo/v4"

	"wellspring/internal/invest"
	"wellspring/internal/media"
)

// Config is what the site must know besides its content.
type Config struct {
	BasePath string         // "" or "/invest": the path under which the site is served
	Origin   string         // scheme and host of absolute addresses; the Host header is never used for them
	Proxies  []netip.Prefix // whose X-Forwarded-For is believed
	Media    *media.Folder  // the files of the library
	Hosts    []string       // names and addresses of the site, without ports; none: any
}

// Server answers for the public site.
type Server struct {
	catalogue invest.Reader
	config    Config
	log       *slog.Logger
	echo      *echo.Echo
	site      atomic.Pointer[site]
	preview   string // key of what the pages of a preview say; "" on the site itself
}

// New is the public site over a catalogue.
func New(catalogue invest.Reader, config Config, log *slog.Logger) *Server {
	config.BasePath = strings.TrimSuffix(config.BasePath, "/")
	config.Origin = strings.TrimSuffix(config.Origin, "/")
	s := &Server{catalogue: catalogue, config: config, log: log, echo: echo.New()}
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.HTTPErrorHandler = s.fail
	s.echo.IPExtractor = clientAddress(config.Proxies)
	s.routes()
	return s
}

// Mount adds addresses below a path, in both languages, to the site: they have
// its settings and wording and everything that surrounds a request.
func (s *Server) Mount(path string, add func(*echo.Group)) {
	for _, side := range languages {
		add(s.echo.Group(side.prefix+path, s.inLanguage(side.lang)))
	}
}

// Handler is the whole site with what surrounds every request.
func (s *Server) Handler() http.Handler { return s.echo }

// site is what every page shows of the settings, made once for a version of
// the catalogue.
type site struct {
	invest.Settings
	version int64
	has     map[invest.Kind]bool // whether anything of a kind is published
	columns map[string]int       // published articles of each column
}

// currentSite gives the site as of now.
func (s *Server) currentSite(ctx context.Context) (*site, error) {
	version, err := s.catalogue.Version(ctx)
	if err != nil {
		return nil, err
	}
	if known := s.site.Load(); known != nil && known.version == version {
		return known, nil
	}
	fresh, err := s.loadSite(ctx, version)
	if err != nil {
		return nil, err
	}
	s.site.Store(fresh)
	return fresh, nil
}

func (s *Server) loadSite(ctx context.Context, version int64) (*site, error) {
	settings, err := s.catalogue.Settings(ctx)
	if err != nil {
		return nil, err
	}
	columns, err := s.catalogue.ArticleColumns(ctx)
	if err != nil {
		return nil, err
	}
	fresh := &site{Settings: settings, version: version, columns: columns, has: map[invest.Kind]bool{}}
	for _, k := range invest.Kinds {
		some, err := s.catalogue.Published(ctx, k, 0, 1)
		if err != nil {
			return nil, err
		}
		fresh.has[k] = len(some) > 0
	}
	return fresh, nil
}
