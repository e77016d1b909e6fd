package admin

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/internal/media"
	"wellspring/web"
)

// Uploads are read as they come and never whole into memory, and may take as
// long as a slow line needs: so they stand outside of what other forms go through.

// longestUpload is how long one request may take: 50 MB at 1 Mbit/s is 7 minutes.
const longestUpload = 15 * time.Minute

// uploadLimit is of one request: a form may send several files.
const uploadLimit = 400 << 20

// isUpload marks a request whose body must not be read as a form.
const isUpload = "upload"

// uploading readies a request that carries files: what it may weigh and how long
// it may take. It refuses one that no page of ours has sent: browsers say where a
// request comes from, and the site has looked at that. A script is told in JSON
// what is wrong.
func (s *Server) uploading(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Set(isUpload, true)
		err := readyForFiles(c)
		if err == nil {
			err = next(c)
		}
		if err == nil || !wantsJSON(c) {
			return err
		}
		status := web.StatusOf(err)
		if status >= http.StatusInternalServerError && !errors.Is(err, context.Canceled) { // who goes away is no failure
			s.log.Error("upload failed", slog.String("id", web.RequestID(c)), slog.Any("cause", err))
		}
		return c.JSON(status, map[string]string{"error": i18n.T(c.Request().Context(), problemKey(status)+".text")})
	}
}

func readyForFiles(c echo.Context) error {
	r := c.Request()
	if r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "" {
		return invest.Errorf(invest.Forbidden, "an upload that says not where it comes from")
	}
	if r.ContentLength > uploadLimit {
		return echo.ErrStatusRequestEntityTooLarge
	}
	r.Body = http.MaxBytesReader(c.Response(), r.Body, uploadLimit)
	control, end := http.NewResponseController(c.Response()), time.Now().Add(longestUpload)
	if err := errors.Join(control.SetReadDeadline(end), control.SetWriteDeadline(end)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// sentFile is what became of one file of a request.
type sentFile struct {
	name    string
	media   invest.Media
	known   bool   // it was there before
	problem string // why it was refused, "" where it was not
}

// receive takes the files of a request one after the other, as many as the form
// of their words has. One that is refused does not hold up the others; an error is
// one after which there are no more.
func (s *Server) receive(c echo.Context) ([]sentFile, error) {
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return nil, echo.ErrUnsupportedMediaType
	}
	var out []sentFile
	for len(out) < maxMediaForm {
		part, err := parts.NextPart()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, cutOff(err)
		}
		if part.FormName() != "file" || rawName(part) == "" { // a field, or a choice of no file
			continue
		}
		f, err := s.takeFile(c, part)
		if err != nil {
			return out, err
		}
		out = append(out, f)
	}
	return out, nil
}

// cutOff is the answer to a request that has not come whole: it was broken off,
// or is larger than is taken.
func cutOff(err error) error {
	var larger *http.MaxBytesError
	if errors.As(err, &larger) {
		return echo.NewHTTPError(http.StatusRequestEntityTooLarge).SetInternal(err)
	}
	return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
}

// longestName is how much is read of the name of a file, in bytes: no disk has
// one of more than 255 characters.
const longestName = 1_024

// rawName is the name that a file was sent under: the library's own reading
// drops what stands before a slash, and cleaning it is ours. Browsers write a
// quotation mark as %22.
func rawName(part *multipart.Part) string {
	_, params, err := mime.ParseMediaType(part.Header.Get(echo.HeaderContentDisposition))
	if err != nil {
		return part.FileName()
	}
	name := strings.ReplaceAll(params["filename"], "%22", `"`)
	return strings.ToValidUTF8(name[max(0, len(name)-longestName):], "")
}

func (s *Server) takeFile(c echo.Context, part *multipart.Part) (sentFile, error) {
	ctx, out := c.Request().Context(), sentFile{name: rawName(part)}
	asked := s.desk.Now().Truncate(time.Second)
	m, err := s.store(ctx, c, part, out.name)
	if key := uploadProblem(err); key != "" {
		s.log.Info("upload refused", slog.String("id", web.RequestID(c)), slog.Any("cause", err))
		out.problem = i18n.T(ctx, key)
		return out, nil
	}
	out.media, out.known = m, m.At.Before(asked)
	return out, err
}

// store makes what is sent a file of the library, or finds the one that it has
// become before.
func (s *Server) store(ctx context.Context, c echo.Context, r io.Reader, name string) (invest.Media, error) {
	up, err := s.intake.Receive(r, name)
	if errors.Is(err, media.ErrCutOff) {
		return invest.Media{}, cutOff(err)
	}
	if err != nil {
		return invest.Media{}, err
	}
	defer up.Drop()
	known, err := s.desk.MediaByUpload(ctx, actor(c), up.Hash)
	if err != nil && invest.CodeOf(err) != invest.NotFound {
		return known, err
	}
	if err == nil && s.config.Media.Has(known.Hash) { // one that is lost is written again
		return known, nil
	}
	m, err := s.intake.Keep(ctx, up)
	if err != nil {
		return invest.Media{}, err
	}
	return s.desk.AddMedia(ctx, actor(c), m)
}

// uploadProblem is what to say of a file that was refused, "" where that was
// not the file's fault.
func uploadProblem(err error) string {
	for _, p := range []struct {
		err error
		key string
	}{
		{media.ErrUnknownType, "upload.unknown_type"},
		{media.ErrTooLarge, "upload.too_large"},
		{media.ErrTooManyPixels, "upload.too_many_pixels"},
		{media.ErrBroken, "upload.broken"},
		{media.ErrMacros, "upload.macros"},
		{media.ErrEmpty, "upload.empty"},
	} {
		if errors.Is(err, p.err) {
			return p.key
		}
	}
	return ""
}

// upload is where files are sent: by a script one at a time, which is answered
// in JSON, or by a form several at once.
func (s *Server) upload(c echo.Context) error {
	files, err := s.receive(c)
	if err != nil && (len(files) == 0 || wantsJSON(c)) {
		return err
	}
	if wantsJSON(c) {
		return uploadAnswer(c, files)
	}
	return s.showUploaded(c, files, err)
}

func wantsJSON(c echo.Context) bool {
	return strings.Contains(c.Request().Header.Get(echo.HeaderAccept), echo.MIMEApplicationJSON)
}

// uploadAnswer says what became of the one file of a request.
func uploadAnswer(c echo.Context, files []sentFile) error {
	switch {
	case len(files) == 0:
		return c.JSON(http.StatusBadRequest, map[string]string{"error": i18n.T(c.Request().Context(), "upload.none")})
	case files[0].problem != "":
		return c.JSON(http.StatusUnprocessableEntity, map[string]string{"error": files[0].problem})
	}
	one := mediaItem(files[0].media)
	one.Known = files[0].known
	return c.JSON(http.StatusOK, one)
}

// item is a file of the library as scripts know it.
type item struct {
	Number  int64  `json:"number"`
	Hash    string `json:"hash"`
	Src     string `json:"src"`
	Thumb   string `json:"thumb"` // a small copy, below the same prefix
	Width   int    `json:"width"`
	Height  int    `json:"height"`
	Alt     string `json:"alt"`
	Caption string `json:"caption"`
	Credit  string `json:"credit"`
	Name    string `json:"name"`
	Known   bool   `json:"known"` // it was in the library before it was sent
}

func mediaItem(m invest.Media) item {
	return item{
		Number: m.Number, Hash: m.Hash, Src: m.Path(), Thumb: invest.MediaPath(m.Hash, thumbName(m)), Width: m.Width, Height: m.Height,
		Alt: m.Alt.Zh, Caption: m.Caption.Zh, Credit: m.Credit.Zh, Name: m.Name,
	}
}
