package admin

import (
	"bytes"
	"crypto/sha256"
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"
)

// A form that makes something without a version to hold it to (a comment, a
// copy, a link, a person) and is sent twice, by a double click, a page loaded
// again or the way back, does it once: the second is answered as the first was.
// Its field "once" tells it from the same form opened anew. This process
// remembers it; what must outlive it, a new text, is the Desk's to know.

// answers are what forms were answered, the latest answersKept of them.
type answers struct {
	mu    sync.Mutex
	of    map[formKey]*answer
	order []formKey
}

const answersKept = 1_000

type formKey [sha256.Size]byte // it holds what was typed

// answer is final once done is closed; good where there is something to repeat.
type answer struct {
	done        chan struct{}
	good        bool
	status      int
	contentType string
	location    string
	body        []byte
}

func newAnswers() *answers { return &answers{of: map[formKey]*answer{}} }

// begin gives the answer of a form, and whether it is the caller's to make.
func (s *answers) begin(key formKey) (a *answer, mine bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, ok := s.of[key]; ok {
		return a, false
	}
	if len(s.order) >= answersKept {
		delete(s.of, s.order[0])
		s.order = s.order[1:]
	}
	a = &answer{done: make(chan struct{})}
	s.of[key] = a
	s.order = append(s.order, key)
	return a, true
}

// once does what a form asks for one time.
func (s *Server) once(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		sent, err := values(c)
		if err != nil {
			return err
		}
		if sent.Get("once") == "" {
			return next(c)
		}
		key := sha256.Sum256([]byte(loginOf(c).session.ID + " " + c.Request().URL.Path + " " + sent.Encode()))
		a, mine := s.answers.begin(key)
		if mine {
			return a.make(c, next)
		}
		select {
		case <-a.done:
		case <-c.Request().Context().Done():
			return c.Request().Context().Err()
		}
		if !a.good { // nothing came of it: it may be tried again
			return next(c)
		}
		if a.location != "" {
			return c.Redirect(a.status, a.location)
		}
		return c.Blob(a.status, a.contentType, a.body)
	}
}

// make has a form answered, and remembers how.
func (a *answer) make(c echo.Context, next echo.HandlerFunc) error {
	defer close(a.done) // after a panic too
	w := &copied{ResponseWriter: c.Response().Writer}
	c.Response().Writer = w
	defer func() { c.Response().Writer = w.ResponseWriter }()
	err := next(c)
	if h := c.Response().Header(); err == nil && c.Response().Status < http.StatusBadRequest {
		a.good, a.status, a.body = true, c.Response().Status, w.body.Bytes()
		a.contentType, a.location = h.Get(echo.HeaderContentType), h.Get(echo.HeaderLocation)
	}
	return err
}

// copied keeps what is written.
type copied struct {
	http.ResponseWriter
	body bytes.Buffer
}

func (w *copied) Write(b []byte) (int, error) {
	w.body.Write(b)
	return w.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (w *copied) Unwrap() http.ResponseWriter { return w.ResponseWriter }
