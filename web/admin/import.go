package admin

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
	"wellspring/web/form"
)

// Imports are theirs who write what a sheet can become.

// mayImport reports whether an editor may import sheets of some kind.
func mayImport(e invest.Editor) bool { return len(importKinds(e)) > 0 }

func importKinds(e invest.Editor) (kinds []sheet.Kind) {
	for _, k := range sheet.Kinds {
		if desk.MayImport(e, string(k)) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

func kindOptions(c echo.Context, chosen string, guess bool) (options []component.Option) {
	ctx := c.Request().Context()
	if guess {
		options = append(options, component.Option{Label: plain(i18n.T(ctx, "import.guess")), Chosen: chosen == ""})
	}
	for _, k := range importKinds(actor(c).Editor) {
		options = append(options, component.Option{Value: string(k), Label: plain(i18n.Label(ctx, "lists", k)), Chosen: string(k) == chosen})
	}
	return options
}

func (s *Server) importIndex(c echo.Context) error {
	return s.showImports(c, http.StatusOK, "")
}

func (s *Server) showImports(c echo.Context, status int, problem string) error {
	ctx := c.Request().Context()
	v := view.ImportsView{Action: i18n.Path(ctx, "/admin/import"), Kinds: kindOptions(c, "", true), Problem: problem}
	if len(v.Kinds) == 1 {
		v.Kinds = nil
	}
	all, err := s.desk.Imports(ctx, actor(c))
	if err != nil {
		return err
	}
	people, err := s.people(c)
	if err != nil {
		return err
	}
	for _, i := range all {
		lists, rows := "—", "—"
		if i.Lists != "" {
			lists = i18n.Label(ctx, "lists", i.Lists)
		}
		if i.Rows > 0 {
			rows = i18n.Grouped(i18n.From(ctx).Lang, int64(i.Rows))
		}
		v.Rows = append(v.Rows, view.ImportLine{
			Link: to(i.File, importPath(c, i.ID)), Lists: lists, State: importState(c, i),
			Rows: rows, Who: nameOf(ctx, people, i.Owner), At: i18n.Stamp(ctx, i.Updated),
		})
	}
	v.Exports = exports(c)
	return web.Render(c, status, view.Imports(s.frame(c, i18n.T(ctx, "import.title")), v))
}

func importPath(c echo.Context, id int64) string {
	return i18n.Path(c.Request().Context(), "/admin/import/"+strconv.FormatInt(id, 10))
}

func importState(c echo.Context, i invest.Import) component.Badge {
	b := component.Badge{Label: i18n.Label(c.Request().Context(), "import_state", i.State)}
	switch i.State {
	case invest.ImportFailed:
		b.Tone = "seal"
	case invest.ImportCancelled, invest.ImportUndone:
		b.Tone = "quiet"
	}
	return b
}

// startImport takes a file and begins to read it. The file is kept until what it
// becomes is decided: it can be read again with other columns.
func (s *Server) startImport(c echo.Context) error {
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return echo.ErrUnsupportedMediaType
	}
	lists := ""
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return s.showImports(c, http.StatusUnprocessableEntity, i18n.T(c.Request().Context(), "import.no_file"))
		}
		if err != nil {
			return cutOff(err)
		}
		if part.FormName() == "lists" {
			b, err := io.ReadAll(io.LimitReader(part, 40))
			if err != nil {
				return cutOff(err)
			}
			lists = string(b)
			continue
		}
		if part.FormName() != "file" || rawName(part) == "" {
			continue
		}
		id, err := s.imports.Begin(c.Request().Context(), actor(c), lists, importName(rawName(part)), part)
		if err != nil {
			var larger *http.MaxBytesError
			if errors.As(err, &larger) || errors.Is(err, io.ErrUnexpectedEOF) {
				return cutOff(err)
			}
			return err
		}
		return c.Redirect(http.StatusSeeOther, importPath(c, id))
	}
}

// anEnding is one that a name keeps: nothing is believed of it.
var anEnding = regexp.MustCompile(`^\.[A-Za-z0-9]{1,5}$`)

// importName is the name of a file as it is shown: nothing is stored under it.
func importName(name string) string {
	ending := path.Ext(name)
	if !anEnding.MatchString(ending) {
		return invest.FileName(name, "")
	}
	return invest.FileName(strings.TrimSuffix(name, ending), strings.ToLower(ending))
}

func (s *Server) importOf(c echo.Context) (invest.Import, error) {
	id, err := strconv.ParseInt(c.Param("n"), 10, 64)
	if err != nil || id <= 0 {
		return invest.Import{}, echo.ErrNotFound
	}
	return s.desk.Import(c.Request().Context(), actor(c), id)
}

func (s *Server) importShow(c echo.Context) error {
	i, err := s.importOf(c)
	if err != nil {
		return err
	}
	return s.showImport(c, http.StatusOK, i, importRefusal{})
}

// columns reads the file again, with what was said of its columns.
func (s *Server) importColumns(c echo.Context) error {
	i, err := s.importOf(c)
	if err != nil {
		return err
	}
	head, err := intake.ReadHead(i)
	if err != nil {
		return err
	}
	sent, err := c.FormParams()
	if err != nil {
		return err
	}
	lists := sent.Get("lists")
	if sheetName := sent.Get("sheet"); sheetName != "" && sheetName != head.Found.Sheet || lists != i.Lists {
		head.Mapping, head.Units = nil, nil // of other columns
		head.Sheet = sheetName
		head.Title, head.Source.Name.Zh = "", ""
	} else {
		units := head.Units
		head.Mapping, head.Units = map[string]sheet.Field{}, map[string]string{}
		for n, col := range head.Found.Columns {
			if f := sent.Get("field." + strconv.Itoa(n)); col.Key != "" {
				head.Mapping[col.Key] = sheet.Field(f)
				_, said := units[col.Key]
				if u := strings.TrimSpace(sent.Get("unit." + strconv.Itoa(n))); sent.Has("unit."+strconv.Itoa(n)) && (said || u != col.Unit) {
					head.Units[col.Key] = u
				}
			}
		}
	}
	if err := s.imports.Again(c.Request().Context(), actor(c), i.ID, lists, head); err != nil {
		return s.importRefused(c, i, err, nil)
	}
	return c.Redirect(http.StatusSeeOther, importPath(c, i.ID))
}

// importHead stores what holds for all rows.
func (s *Server) importHead(c echo.Context) error {
	i, err := s.importOf(c)
	if err != nil {
		return err
	}
	head, err := intake.ReadHead(i)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	sent, err := c.FormParams()
	if err != nil {
		return err
	}
	head.Title, head.Source.Name.Zh = strings.TrimSpace(sent.Get("title")), strings.TrimSpace(sent.Get("source"))
	head.Source.URL, head.Sector = strings.TrimSpace(sent.Get("url")), sent.Get("sector")
	head.Form = invest.CeremonyForm(sent.Get("form"))
	refuse := func(field, label, why string) error {
		why = i18n.T(ctx, why)
		return s.showImport(c, http.StatusUnprocessableEntity, i, importRefusal{
			problem: i18n.T(ctx, label) + i18n.T(ctx, "colon") + why, sent: sent, errors: map[string]string{field: why},
		})
	}
	if head.AsOf, err = invest.ParseDate(sent.Get("asOf")); err != nil {
		return refuse("asOf", "import.as_of", form.Wrong(err, "date"))
	}
	head.Ceremony = 0
	if text := strings.TrimSpace(sent.Get("ceremony")); text != "" {
		digits, _, _ := strings.Cut(text, " ")
		if head.Ceremony, err = strconv.ParseInt(digits, 10, 64); err != nil {
			return refuse("ceremony", "import.ceremony", "error.no_ref")
		}
		_, err = s.desk.Open(ctx, actor(c), invest.KindCeremony, head.Ceremony)
		if code := invest.CodeOf(err); code == invest.NotFound || code == invest.Forbidden {
			return refuse("ceremony", "import.ceremony", "error.no_ref")
		}
		if err != nil {
			return err
		}
	}
	if _, err := s.desk.ChangeImport(ctx, actor(c), i.ID, head.Bytes(), nil); err != nil {
		return s.importRefused(c, i, err, nil)
	}
	return backWith(c, importBare(i.ID), "saved")
}

func importBare(id int64) string { return "/admin/import/" + strconv.FormatInt(id, 10) }

// importDecide stores what was decided of rows.
func (s *Server) importDecide(c echo.Context) error {
	i, err := s.importOf(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	sent, err := c.FormParams()
	if err != nil {
		return err
	}
	if all := invest.Choice(sent.Get("all")); all != "" {
		err = s.imports.DecideAll(ctx, actor(c), i.ID, all, sent.Get("reason"))
	} else {
		err = s.imports.Decide(ctx, actor(c), i.ID, decisions(sent))
	}
	if err != nil {
		return s.importRefused(c, i, err, sent)
	}
	back := importBare(i.ID)
	if q := c.Request().URL.RawQuery; q != "" {
		back += "?" + q
	}
	return backWith(c, back, "saved")
}

func decisions(sent url.Values) (list []intake.Decision) {
	for name, values := range sent {
		row, ok := strings.CutPrefix(name, "choice.")
		n, err := strconv.Atoi(row)
		if !ok || err != nil {
			continue
		}
		list = append(list, intake.Decision{Row: n, Choice: invest.Choice(values[0]), Reason: sent.Get("reason." + row)})
	}
	return list
}

func (s *Server) importTake(c echo.Context) error {
	i, err := s.importOf(c)
	if err != nil {
		return err
	}
	note := i18n.Message(invest.Zh, "import.note", i.File)
	if err := s.imports.Take(c.Request().Context(), actor(c), i.ID, note); err != nil {
		return s.importRefused(c, i, err, nil)
	}
	return c.Redirect(http.StatusSeeOther, importPath(c, i.ID))
}

func (s *Server) importUndo(c echo.Context) error {
	i, err := s.importOf(c)
	if err != nil {
		return err
	}
	if _, err := s.desk.UndoImport(c.Request().Context(), actor(c), i.ID, i18n.Message(invest.Zh, "import.undone_note", i.File)); err != nil {
		return s.importRefused(c, i, err, nil)
	}
	return backWith(c, importBare(i.ID), "import_undone")
}

func (s *Server) importCancel(c echo.Context) error {
	i, err := s.importOf(c)
	if err != nil {
		return err
	}
	if err := s.imports.Cancel(c.Request().Context(), actor(c), i.ID); err != nil {
		return s.importRefused(c, i, err, nil)
	}
	return backWith(c, "/admin/import", "import_cancelled")
}

// importRefused says on the import's page why something was not done.
func (s *Server) importRefused(c echo.Context, i invest.Import, err error, sent url.Values) error {
	ctx := c.Request().Context()
	key, wrong := importFailure(err)
	switch {
	case wrong != nil:
		return s.showImport(c, http.StatusUnprocessableEntity, i, importRefusal{problem: i18n.N(ctx, "import.wrong_rows", len(wrong)), wrong: wrong})
	case key == "import.problem.unexpected":
		return err
	}
	s.log.Info("import refused", slog.String("id", web.RequestID(c)), slog.Any("cause", err))
	fresh, e := s.importOf(c)
	if e != nil {
		return e
	}
	return s.showImport(c, http.StatusConflict, fresh, importRefusal{problem: i18n.T(ctx, key), sent: sent})
}

// importWords gives a message of a row in words.
func importWords(c echo.Context, m sheet.Message) string {
	args := make([]any, len(m.Args))
	for i, a := range m.Args {
		args[i] = a
	}
	text := i18n.T(c.Request().Context(), "import.msg."+string(m.Code), args...)
	if m.Cell != "" {
		return fmt.Sprintf("%s · %s", m.Cell, text)
	}
	return text
}
