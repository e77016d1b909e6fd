package web

import (
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"wellspring/internal/invest"
	"wellspring/internal/media"
)

// mediaShow sends a file of the library that some published text shows.
func (s *Server) mediaShow(c echo.Context) error {
	shows, err := s.catalogue.ShowsMedia(c.Request().Context(), c.Param("hash"))
	if err != nil {
		return err
	}
	if !shows {
		return echo.ErrNotFound
	}
	// For an hour and in no cache between: what is withdrawn must not stay where
	// nobody can remove it.
	return SendMedia(c, s.config.Media, c.Param("hash"), c.Param("name"), "private, max-age=3600")
}

// SendMedia sends a file of the library, pictures to be shown and all else to be
// kept. Who may have it has been asked before, and how long an answer stays
// good with one reader is the caller's to say.
func SendMedia(c echo.Context, folder *media.Folder, hash, name, cache string) error {
	file, err := folder.Open(hash, name)
	if errors.Is(err, fs.ErrNotExist) {
		return echo.ErrNotFound
	}
	if err != nil {
		return err
	}
	defer file.Close()
	h := c.Response().Header()
	h.Set("Cache-Control", cache)
	h.Set(echo.HeaderContentType, file.Type)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("ETag", strconv.Quote(hash[:32]+"-"+strconv.FormatInt(file.Size, 36)))
	if !file.Picture {
		// Whoever wrote the address chose the name: a PDF must not be saved as a page.
		h.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": invest.FileName(name, file.Ending)}))
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	http.ServeContent(c.Response(), c.Request(), "", info.ModTime(), file)
	return nil
}
