package web

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/static"
)

// Keys of what a request carries along.
const (
	siteKey    = "site"
	requestKey = "request"
)

// underBase takes the base path off, so that routes need not know it. Outside
// of it there is nothing.
func (s *Server) underBase(next echo.HandlerFunc) echo.HandlerFunc {
	base := s.config.BasePath
	if base == "" {
		return next
	}
	return func(c echo.Context) error {
		u := c.Request().URL
		rest, ok := strings.CutPrefix(u.Path, base)
		if !ok || rest != "" && rest[0] != '/' {
			return echo.ErrNotFound
		}
		if rest == "" {
			rest = "/"
		}
		u.Path = rest
		if raw, ok := strings.CutPrefix(u.RawPath, base); ok {
			u.RawPath = raw
		}
		return next(c)
	}
}

// sameOrigin refuses requests by which another site would change something
// here; on the public side that is the choice of display mode.
func (s *Server) sameOrigin() echo.MiddlewareFunc {
	protection := http.NewCrossOriginProtection()
	// Behind a proxy the Host header may be another than what the reader sees.
	if err := protection.AddTrustedOrigin(s.config.Origin); err != nil {
		panic(err) // an origin that the configuration should have refused
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := protection.Check(c.Request()); err != nil {
				return echo.ErrForbidden
			}
			return next(c)
		}
	}
}

// onlyText refuses addresses that are no text.
func onlyText(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u := c.Request().URL
		query, err := url.ParseQuery(u.RawQuery)
		if err != nil || !isText(u.Path) {
			return echo.ErrBadRequest
		}
		for name, values := range query {
			if !isText(name) || !isText(strings.Join(values, "")) {
				return echo.ErrBadRequest
			}
		}
		return next(c)
	}
}

// oldAddress sends the addresses of the bureau's old site to their new ones. It
// comes before all routes: an old "/news/20231116.html" looks like one of ours.
func (s *Server) oldAddress(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method != http.MethodGet && r.Method != http.MethodHead || strings.HasPrefix(r.URL.Path, static.Prefix) {
			return next(c)
		}
		now, err := s.currentSite(r.Context())
		if err != nil {
			return next(c) // whatever needs the store will say so
		}
		if to, ok := now.Redirects.Find(r.URL.Path, r.URL.RawQuery); ok {
			return c.Redirect(http.StatusMovedPermanently, s.config.BasePath+to)
		}
		return next(c)
	}
}

// noTrailingSlash sends an address with a slash too many to the page it means.
func (s *Server) noTrailingSlash(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		p := r.URL.Path
		if len(p) < 2 || !strings.HasSuffix(p, "/") || r.Method == http.MethodPost {
			return next(c)
		}
		// One leading slash and no backslash: else it would name another site.
		to := url.URL{Path: s.config.BasePath + "/" + strings.Trim(p, "/\\"), RawQuery: r.URL.RawQuery}
		return c.Redirect(http.StatusMovedPermanently, to.String())
	}
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// requestID gives each request a name for the log and for the reader of an
// error page. One that came from outside is not believed: it would let anybody
// write into the log.
func (s *Server) requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		var b [8]byte
		rand.Read(b[:])
		id := hex.EncodeToString(b[:])
		c.Set(requestKey, id)
		c.Response().Header().Set("X-Request-Id", id)
		return next(c)
	}
}

func RequestID(c echo.Context) string {
	id, _ := c.Get(requestKey).(string)
	return id
}

// keyed are the addresses that have a key in them: a preview link opens a draft to
// whoever reads it, a stage link the stage.
var keyed = []string{"/preview/", "/stage/"}

// LoggedPath is the path of a request as the log keeps it, without such a key.
func LoggedPath(r *http.Request) string {
	for _, part := range keyed {
		if before, key, ok := strings.Cut(r.URL.Path, part); ok && !strings.Contains(before, "/admin/") {
			_, after, _ := strings.Cut(key, "/")
			return strings.TrimSuffix(before+part+"…/"+after, "/")
		}
	}
	return r.URL.Path
}

// accessLog writes one line a request.
func (s *Server) accessLog(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start, path := time.Now(), LoggedPath(c.Request())
		if err := next(c); err != nil {
			c.Error(err) // answered here, so that the line below knows its status
		}
		r, w := c.Request(), c.Response()
		s.log.LogAttrs(r.Context(), slog.LevelInfo, "request",
			slog.String("id", RequestID(c)), slog.String("method", r.Method), slog.String("path", path),
			slog.Int("status", w.Status), slog.Int64("bytes", w.Size), slog.Duration("took", time.Since(start)),
			slog.String("from", c.RealIP()))
		return nil
	}
}

// recoverPanic turns a panic into a 500 like any other.
func (s *Server) recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler:
				panic(p) // net/http's own way to cut a connection
			default:
				err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}()
		return next(c)
	}
}

// policyHeader allows a page its own files and nothing else. There is no
// inline script or style anywhere; a JSON-LD block is data and not affected.
const policyHeader = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func (s *Server) secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	https := strings.HasPrefix(s.config.Origin, "https://")
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policyHeader)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if https {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		return next(c)
	}
}

// bodyLimit: the public side takes nothing larger than a form with two fields.
// What editors send has a limit of its own.
var bodyLimit = middleware.BodyLimitWithConfig(middleware.BodyLimitConfig{
	Limit:   "64K",
	Skipper: func(c echo.Context) bool { return strings.HasPrefix(barePath(c.Path()), "/admin") },
})

// compress what is worth it. Level 5: more costs twice the time for two per cent.
var compress = middleware.GzipWithConfig(middleware.GzipConfig{
	Level: 5, MinLength: 1024,
	Skipper: func(c echo.Context) bool {
		// A stream would be kept back until there is enough of it to press.
		return strings.HasSuffix(c.Path(), "/events") || !takesGzip(c.Request().Header.Get(echo.HeaderAcceptEncoding))
	},
})

// takesGzip reads an Accept-Encoding header; the library looks only for the word.
func takesGzip(header string) bool {
	for coding := range strings.SplitSeq(strings.ToLower(header), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(coding), ";")
		if strings.TrimSpace(name) != "gzip" {
			continue
		}
		q, weighted := strings.CutPrefix(strings.ReplaceAll(weight, " ", ""), "q=")
		return !weighted || strings.Trim(q, "0.") != ""
	}
	return false
}

// inLanguage words everything below it for a language and loads the site.
func (s *Server) inLanguage(lang invest.Lang) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			ctx := c.Request().Context()
			now, err := s.currentSite(ctx)
			if err != nil {
				return fmt.Errorf("settings: %w", err)
			}
			locale := i18n.Locale{Lang: lang, Base: s.config.BasePath, Zone: now.Site.Location()}
			c.SetRequest(c.Request().WithContext(withTitles(i18n.With(ctx, locale), s.publishedTitle)))
			c.Set(siteKey, now)
			return next(c)
		}
	}
}

// Settings gives the settings of the site that a request below Mount is for.
func Settings(c echo.Context) invest.Settings { return siteOf(c).Settings }

// siteOf gives the site of a request below inLanguage; a bare one outside.
func siteOf(c echo.Context) *site {
	if s, ok := c.Get(siteKey).(*site); ok {
		return s
	}
	return &site{Settings: invest.DefaultSettings()}
}

// clientAddress says where a request comes from: what a proxy says counts only
// if the proxy is one of ours.
func clientAddress(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}
