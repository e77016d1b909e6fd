package admin

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/docx"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/internal/media"
	"wellspring/internal/richtext"
	"wellspring/web"
)

// document reads a Word document that was dropped into a text: its pictures go
// into the library, its markup back to the editor. Documents are read one at a
// time: one takes up to 64 MB, and its pictures as much again.
func (s *Server) document(c echo.Context) error {
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return echo.ErrUnsupportedMediaType
	}
	ctx := c.Request().Context()
	for {
		part, err := parts.NextPart()
		if err != nil {
			return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
		}
		if part.FormName() != "file" {
			continue
		}
		up, err := s.intake.Receive(part, rawName(part))
		if key := uploadProblem(err); key != "" {
			return c.JSON(http.StatusUnprocessableEntity, map[string]string{"error": i18n.T(ctx, key)})
		}
		if errors.Is(err, media.ErrCutOff) {
			return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
		}
		if err != nil {
			return err
		}
		defer up.Drop()
		return s.readDocument(c, up)
	}
}

func (s *Server) readDocument(c echo.Context, up *media.Upload) error {
	ctx := c.Request().Context()
	select {
	case s.documents <- struct{}{}:
		defer func() { <-s.documents }()
	case <-ctx.Done():
		return ctx.Err()
	}
	file, err := up.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	doc, err := docx.Read(file, up.Size)
	if key := documentProblem(err); key != "" {
		s.log.Info("document refused", slog.String("id", web.RequestID(c)), slog.Any("cause", err))
		return c.JSON(http.StatusUnprocessableEntity, map[string]string{"error": i18n.T(ctx, key)})
	}
	if err != nil {
		return err
	}
	var left []string
	for _, l := range doc.Left {
		left = append(left, i18n.T(ctx, "document.left", i18n.Label(ctx, "left", l.Kind), l.Count))
	}
	kept := make([]*invest.Media, len(doc.Pictures))
	refused := 0
	for i, p := range doc.Pictures {
		m, err := s.store(ctx, c, bytes.NewReader(p.Data), p.Name)
		if uploadProblem(err) != "" {
			refused++
			continue
		}
		if err != nil {
			return err
		}
		kept[i] = &m
	}
	if refused > 0 {
		left = append(left, i18n.T(ctx, "document.left", i18n.Label(ctx, "left", docx.BrokenPicture), refused))
	}
	markup := richtext.Rewrite(doc.Markup, richtext.Rewriter{Image: func(img *richtext.Image) {
		n, err := strconv.Atoi(strings.TrimPrefix(img.Src, "docx:"))
		if err != nil || n >= len(kept) || kept[n] == nil {
			img.Drop = true
			return
		}
		m := kept[n]
		img.Src, img.Width, img.Height = m.Path(), m.Width, m.Height
		if img.Alt == "" {
			img.Alt = m.Alt.Zh
		}
	}})
	if left == nil {
		left = []string{}
	}
	return c.JSON(http.StatusOK, map[string]any{"title": doc.Title, "html": richtext.Sanitize(markup), "left": left})
}

// documentProblem is what to say of a document that is not read, "" where that
// is not its fault.
func documentProblem(err error) string {
	for _, p := range []struct {
		err error
		key string
	}{
		{docx.ErrNotWord, "document.not_word"},
		{docx.ErrOldWord, "document.old_word"},
		{docx.ErrEncrypted, "document.encrypted"},
		{docx.ErrMacros, "upload.macros"},
		{docx.ErrTooLarge, "document.too_large"},
		{docx.ErrBroken, "upload.broken"},
	} {
		if errors.Is(err, p.err) {
			return p.key
		}
	}
	return ""
}
