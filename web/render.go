package web

import (
	"bytes"
	"net/http"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render sends a page. It is rendered whole before a byte is sent, so that a
// failure in the middle is still a 500.
func Render(c echo.Context, status int, page templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := page.Render(c.Request().Context(), b); err != nil {
		return err
	}
	h := c.Response().Header()
	// The display mode is a cookie, so that one address has several pages.
	h.Add("Vary", "Cookie")
	if h.Get("Cache-Control") == "" { // what is for one reader alone has said so before
		h.Set("Cache-Control", "no-cache")
	}
	h.Set("Content-Language", langOf(c))
	return c.HTMLBlob(status, b.Bytes())
}

// send sends a file that is no page.
func send(c echo.Context, contentType string, body []byte) error {
	if h := c.Response().Header(); h.Get("Cache-Control") == "" { // what is for one reader alone has said so before
		h.Set("Cache-Control", "no-cache")
	}
	return c.Blob(http.StatusOK, contentType, body)
}
