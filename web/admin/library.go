package admin

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
	"wellspring/web/form"
)

const mediaPerPage = 40

// mediaKinds are the choices of what the library lists, each as it narrows the list.
var mediaKinds = []struct {
	key    string
	narrow func(*invest.MediaFilter)
}{
	{"pictures", func(f *invest.MediaFilter) { f.Pictures = true }},
	{"files", func(f *invest.MediaFilter) { f.Files = true }},
	{"wordless", func(f *invest.MediaFilter) { f.Wordless = true }},
	{"unused", func(f *invest.MediaFilter) { f.Unused = true }},
}

// mediaIndex lists the library, for people and for scripts.
func (s *Server) mediaIndex(c echo.Context) error {
	q, kind, page := strings.TrimSpace(c.QueryParam("q")), c.QueryParam("kind"), 1
	if n, err := strconv.Atoi(c.QueryParam("page")); err == nil && n > 1 && n < 10_000 {
		page = n
	}
	if kind == "" && wantsJSON(c) { // a script that does not say otherwise wants what pages can show
		kind = "pictures"
	}
	f := invest.MediaFilter{Query: q, Limit: mediaPerPage, Offset: (page - 1) * mediaPerPage}
	for _, k := range mediaKinds {
		if k.key == kind {
			k.narrow(&f)
		}
	}
	list, err := s.desk.MediaList(c.Request().Context(), actor(c), f)
	if err != nil {
		return err
	}
	if wantsJSON(c) {
		items := []item{}
		for _, m := range list.Rows {
			items = append(items, mediaItem(m))
		}
		return c.JSON(http.StatusOK, map[string]any{"items": items, "more": list.Total > page*mediaPerPage})
	}
	if page > 1 && len(list.Rows) == 0 {
		return echo.ErrNotFound
	}
	return s.showLibrary(c, http.StatusOK, libraryPage{q: q, kind: kind, page: page, list: list})
}

// libraryPage is what a page of the library is made of.
type libraryPage struct {
	q, kind string
	page    int
	list    invest.MediaList
	sent    []sentFile
	problem string
}

func (s *Server) showLibrary(c echo.Context, status int, p libraryPage) error {
	ctx := c.Request().Context()
	path := i18n.Path(ctx, "/admin/media")
	v := view.LibraryView{
		Action: path, Upload: desk.MayUpload(actor(c).Editor), Query: p.q, Count: i18n.N(ctx, "media.count", p.list.Total),
		Chosen: p.q != "" || p.kind != "", Problem: p.problem,
	}
	kinds := component.Field{Name: "kind", Label: i18n.T(ctx, "media.kind"), Kind: "choice", Options: []component.Option{{Label: plain(i18n.T(ctx, "list.all"))}}}
	for _, k := range mediaKinds {
		kinds.Options = append(kinds.Options, component.Option{Value: k.key, Label: plain(i18n.Label(ctx, "media_kind", k.key)), Chosen: k.key == p.kind})
	}
	v.Filters = []component.Field{{Name: "q", Label: i18n.T(ctx, "media.search"), Kind: "line", Value: p.q}, kinds}
	for _, m := range p.list.Rows {
		v.Files = append(v.Files, s.mediaCard(ctx, m))
	}
	var fresh []string
	for _, f := range p.sent {
		line := view.SentLine{Name: f.name, Problem: f.problem}
		if f.problem == "" {
			fresh = append(fresh, strconv.FormatInt(f.media.Number, 10))
			line.Link, line.Known = to(f.media.Name, mediaPath(ctx, f.media.Number)), f.known
		}
		v.Sent = append(v.Sent, line)
	}
	if len(fresh) > 0 {
		v.Words = i18n.Path(ctx, "/admin/media/words") + "?n=" + strings.Join(fresh, ",")
	}
	values := url.Values{}
	for name, value := range map[string]string{"q": p.q, "kind": p.kind} {
		if value != "" {
			values.Set(name, value)
		}
	}
	v.Pager = web.Pager(ctx, max(p.page, 1), mediaPerPage, p.list.Total, func(n int) string {
		values.Set("page", strconv.Itoa(n))
		return path + "?" + values.Encode()
	}, "")
	f := s.frame(c, i18n.T(ctx, "admin.media"))
	script(c, &f, "media.js")
	return web.Render(c, status, view.Library(f, v))
}

func mediaPath(ctx context.Context, number int64) string {
	return i18n.Path(ctx, "/admin/media/"+strconv.FormatInt(number, 10))
}

// mediaCard is a file as the library lists it.
func (s *Server) mediaCard(ctx context.Context, m invest.Media) view.MediaCard {
	v := view.MediaCard{
		Number: strconv.FormatInt(m.Number, 10), Href: mediaPath(ctx, m.Number), Name: m.Name, Alt: m.Alt.Zh,
		Kind: strings.ToUpper(m.Name[strings.LastIndexByte(m.Name, '.')+1:]), Size: i18n.FileSize(ctx, m.Size),
	}
	if m.IsPicture() {
		v.Thumb = s.deskMedia(m.Hash, thumbName(m))
		v.Pixels = strconv.Itoa(m.Width) + " × " + strconv.Itoa(m.Height)
		if m.Alt.Zh == "" || m.Credit.Zh == "" {
			v.Missing = i18n.T(ctx, "media.wordless")
		}
	}
	return v
}

// thumbName is the smallest copy of a picture.
func thumbName(m invest.Media) string {
	if len(m.Widths) > 0 {
		return strconv.Itoa(m.Widths[0]) + ".webp"
	}
	return "whole"
}

// deskMedia is where the desk shows a file, published or not.
func (s *Server) deskMedia(hash, name string) string {
	return s.config.BasePath + "/admin" + invest.MediaPath(hash, url.PathEscape(name))
}

// showUploaded says what became of the files of a form.
func (s *Server) showUploaded(c echo.Context, sent []sentFile, broken error) error {
	list, err := s.desk.MediaList(c.Request().Context(), actor(c), invest.MediaFilter{Limit: mediaPerPage})
	if err != nil {
		return err
	}
	p, status := libraryPage{list: list, sent: sent}, http.StatusOK
	switch {
	case broken != nil:
		status = web.StatusOf(broken)
		p.problem = i18n.T(c.Request().Context(), problemKey(status)+".text")
	case len(sent) == 0:
		status, p.problem = http.StatusUnprocessableEntity, i18n.T(c.Request().Context(), "upload.none")
	case slices.ContainsFunc(sent, func(f sentFile) bool { return f.problem != "" }):
		status = http.StatusUnprocessableEntity
	}
	return s.showLibrary(c, status, p)
}

// askEachTime has the browser ask before it shows again what it has: the one
// before the screen may have signed out, or the link may be revoked.
const askEachTime = "private, no-cache"

// mediaFile sends a file of the library to whoever works here.
func (s *Server) mediaFile(c echo.Context) error {
	return web.SendMedia(c, s.config.Media, c.Param("hash"), c.Param("name"), askEachTime)
}

// mediaByLink sends a file to whoever has a link to a draft that shows it.
func (s *Server) mediaByLink(c echo.Context) error {
	d, err := s.desk.Preview(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	hash := c.Param("hash")
	if _, shown := slices.BinarySearch(invest.MediaHashes(d.Body.Public()), hash); !shown {
		shown, err := s.catalogue.ShowsMedia(c.Request().Context(), hash) // around it on the page
		if err != nil {
			return err
		}
		if !shown {
			return echo.ErrNotFound
		}
	}
	return web.SendMedia(c, s.config.Media, hash, c.Param("name"), askEachTime)
}

// mediaPage is one file: its words, and where it is used.
func (s *Server) mediaPage(c echo.Context) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	m, err := s.desk.Media(c.Request().Context(), actor(c), n)
	if err != nil {
		return err
	}
	list := []invest.Media{m}
	f := form.Of(c.Request().Context(), form.Env{}, &list)
	return s.showMedia(c, http.StatusOK, list, f, nil)
}

// mediaWordsForm is the words of several files in one form.
func (s *Server) mediaWordsForm(c echo.Context) error {
	list, err := s.mediaNamed(c, c.QueryParam("n"))
	if err != nil {
		return err
	}
	f := form.Of(c.Request().Context(), form.Env{}, &list)
	return s.showMedia(c, http.StatusOK, list, f, nil)
}

// maxMediaForm is how many files one form has: as many as one upload from a phone.
const maxMediaForm = 60

// mediaNamed gives the files of some numbers, joined by commas.
func (s *Server) mediaNamed(c echo.Context, numbers string) ([]invest.Media, error) {
	var out []invest.Media
	for _, word := range strings.Split(numbers, ",") {
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil || len(out) == maxMediaForm {
			return nil, echo.ErrNotFound
		}
		m, err := s.desk.Media(c.Request().Context(), actor(c), n)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

func (s *Server) showMedia(c echo.Context, status int, list []invest.Media, f form.Form, problems []component.Problem) error {
	ctx := c.Request().Context()
	v := view.MediaView{
		Action: i18n.Path(ctx, "/admin/media/words"), CanSave: desk.MayUpload(actor(c).Editor), Problems: problems,
		Suggest: len(list) > 1,
	}
	if len(problems) > 0 {
		v.Problem = i18n.N(ctx, "edit.problems", len(problems))
	}
	var numbers []string
	for i, m := range list {
		numbers = append(numbers, strconv.FormatInt(m.Number, 10))
		v.Files = append(v.Files, view.MediaFields{Card: s.mediaCard(ctx, m), Items: f.Sections[i].Items})
	}
	v.Numbers = strings.Join(numbers, ",")
	title := i18n.T(ctx, "media.words")
	if len(list) == 1 {
		title = list[0].Name
		if err := s.aboutMedia(c, list[0], &v); err != nil {
			return err
		}
	}
	frame := s.frame(c, title)
	frame.Crumb = []component.Link{to(i18n.T(ctx, "admin.media"), i18n.Path(ctx, "/admin/media"))}
	script(c, &frame, "media.js", "unsaved.js", "reads.js", "confirm.js")
	return web.Render(c, status, view.Media(frame, v))
}

// aboutMedia adds what is known of one file alone.
func (s *Server) aboutMedia(c echo.Context, m invest.Media, v *view.MediaView) error {
	ctx, who := c.Request().Context(), actor(c)
	used, others, err := s.desk.MediaUsedIn(ctx, who, m.Hash)
	if err != nil {
		return err
	}
	for _, d := range used {
		v.Used = append(v.Used, view.UsedLine{
			Kind: i18n.T(ctx, "one."+string(d.Kind)), Link: component.Link{Text: i18n.Pick(ctx, d.Body.Heading()), Href: i18n.Path(ctx, recordPath(d.Kind, d.Number))}, State: state(ctx, d),
		})
	}
	if others > 0 {
		v.Others = i18n.N(ctx, "media.used_others", others)
	}
	people, err := s.people(c)
	if err != nil {
		return err
	}
	v.Sent = i18n.T(ctx, "media.sent_by", people[m.Editor].Name, i18n.Stamp(ctx, m.At))
	v.Whole = s.deskMedia(m.Hash, m.Name)
	if m.IsPicture() {
		v.Shown = s.deskMedia(m.Hash, largestCopy(m))
	}
	if desk.MayRemoveMedia(who.Editor, m) {
		v.Remove = mediaPath(ctx, m.Number) + "/removal"
	}
	return nil
}

func largestCopy(m invest.Media) string {
	if len(m.Widths) > 0 {
		return strconv.Itoa(m.Widths[len(m.Widths)-1]) + ".webp"
	}
	return "whole"
}

// saveMediaWords stores the words of the files of a form: those that were
// changed in it. Where somebody else has changed the same file meanwhile, their
// words are shown, and saving once more puts these in place of them.
func (s *Server) saveMediaWords(c echo.Context) error {
	sent, err := values(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	list, err := s.mediaNamed(c, sent.Get("n"))
	if err != nil {
		return err
	}
	stored := slices.Clone(list)
	f := form.Read(ctx, form.Env{}, &list, sent)
	errs := f.Errors
	var changed []invest.Media
	for i, m := range list {
		name := fmt.Sprintf("media.%d.", i)
		if form.MediaMark(m) == sent.Get(name+"opened") {
			continue
		}
		if m.Version != stored[i].Version {
			errs = append(errs, invest.FieldError{Field: name + "alt.zh", Key: "error.media_stale", Args: []any{mediaSays(ctx, stored[i])}})
			sent.Set(name+"version", strconv.FormatInt(stored[i].Version, 10))
		}
		changed = append(changed, m)
	}
	if len(errs) == 0 && len(changed) > 0 {
		err = s.desk.SaveMediaWords(ctx, actor(c), changed)
		if invest.CodeOf(err) == invest.Invalid {
			errs, err = placed(invest.FieldsOf(err), changed, list), nil
		}
	}
	if err != nil {
		return err
	}
	if len(errs) > 0 {
		f = form.Read(ctx, form.Env{}, &list, sent) // with the versions of now
		return s.showMedia(c, http.StatusUnprocessableEntity, list, f, f.Attach(ctx, errs))
	}
	if len(list) == 1 {
		return backWith(c, "/admin/media/"+strconv.FormatInt(list[0].Number, 10), "saved")
	}
	return backWith(c, "/admin/media", "saved")
}

// mediaSays is what is said of a file, for who is told that it was changed.
func mediaSays(ctx context.Context, m invest.Media) string {
	var out []string
	for _, s := range []string{m.Alt.Zh, m.Caption.Zh, m.Credit.Zh} {
		if s != "" {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return m.Name
	}
	return strings.Join(out, i18n.T(ctx, "list.separator"))
}

// placed names the fields of some files as in the form of all.
func placed(errs invest.FieldErrors, some, all []invest.Media) invest.FieldErrors {
	out := slices.Clone(errs)
	for i := range out {
		parts := strings.SplitN(out[i].Field, ".", 3) // "media", the place, the rest
		n, err := strconv.Atoi(parts[1])
		if err != nil || n >= len(some) {
			continue
		}
		at := slices.IndexFunc(all, func(m invest.Media) bool { return m.Number == some[n].Number })
		out[i].Field = fmt.Sprintf("media.%d.%s", at, parts[2])
	}
	return out
}

// removeMedia takes a file out of the library.
func (s *Server) removeMedia(c echo.Context) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	m, err := s.desk.Media(c.Request().Context(), actor(c), n)
	if err != nil {
		return err
	}
	// Before its row goes: a program that is killed between must not leave a file
	// that is swept while a backup copies it.
	if err := s.config.Media.Forget(m.Hash); err != nil {
		return err
	}
	_, err = s.desk.RemoveMedia(c.Request().Context(), actor(c), n)
	if invest.CodeOf(err) == invest.Conflict {
		return backWith(c, "/admin/media/"+strconv.FormatInt(n, 10), "used")
	}
	if err != nil {
		return err
	}
	return backWith(c, "/admin/media", "removed")
}
