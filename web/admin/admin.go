// Package admin is the editors' side of the site: they sign in, write, review
// and publish. It holds a Desk and no store, so that nothing goes round the
// Desk's questions.
package admin

import (
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gorilla/sessions"

	"wellspring/internal/account"
	"wellspring/internal/desk"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/media"
	"wellspring/internal/stage"
	"wellspring/web"
)

// Config is what the editors' side must know besides its content.
type Config struct {
	BasePath string // "" or "/invest"
	Origin   string // scheme and host of the site
	Keys     [][]byte
	Limits   account.Limits
	// LoginRate is how many sign-ins a second one address may try; 0: one.
	LoginRate float64
	Media     *media.Folder // the files of the library
	Imports   *intake.Office
	// Clock is the desk's time, not cut to the second: screens count down by it.
	Clock func() time.Time
	Shown []Line // the program's own settings, to be read only
}

// Line is one of the program's settings as it was started.
type Line struct{ Name, Value string }

// Server answers for the editors' side.
type Server struct {
	site      *web.Server
	catalogue invest.Reader
	desk      *desk.Desk
	accounts  *account.Accounts
	config    Config
	log       *slog.Logger
	cookies   atomic.Pointer[sessions.CookieStore]
	open      *presence
	tries     *rates
	guesses   *rates // at the tokens of stage links
	hub       *stage.Hub
	answers   *answers
	intake    *media.Intake
	imports   *intake.Office
	documents chan struct{} // holds whoever is reading a Word document
}

// Mount puts the editors' side below /admin of a site.
func Mount(site *web.Server, catalogue invest.Reader, d *desk.Desk, accounts *account.Accounts, config Config, log *slog.Logger) *Server {
	config.BasePath = strings.TrimSuffix(config.BasePath, "/")
	config.Origin = strings.TrimSuffix(config.Origin, "/")
	s := &Server{site: site, catalogue: catalogue, desk: d, accounts: accounts, config: config, log: log}
	s.UseKeys(config.Keys)
	s.open = newPresence(d.Now)
	s.tries, s.answers = newRates(config.LoginRate), newAnswers()
	s.guesses, s.hub = newRates(1), stage.NewHub(d, s.drawStage, log)
	s.intake = media.NewIntake(config.Media)
	s.imports = config.Imports
	s.documents = make(chan struct{}, 1)
	site.Mount("/admin", s.routes)
	site.Mount("/preview", s.previewRoutes)
	site.Mount("/stage", s.stageRoutes)
	return s
}

// CloseStreams ends what does not end by itself: a server that is to stop waits
// for every request.
func (s *Server) CloseStreams() { s.hub.Close() }

// UseKeys takes the keys of the cookies as they are by now (account.LoadKeys).
func (s *Server) UseKeys(keys [][]byte) { s.cookies.Store(cookieStore(s.config, keys)) }
