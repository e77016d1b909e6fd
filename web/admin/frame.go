package admin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/account"
	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/static"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/templates/layout"
	"wellspring/web"
)

// frame makes what surrounds a page of the desk.
func (s *Server) frame(c echo.Context, title string) view.Frame {
	ctx, u := c.Request().Context(), c.Request().URL
	set := web.Settings(c)
	locale := i18n.From(ctx)
	bare := strings.TrimPrefix(u.EscapedPath(), "/en")
	other := invest.En
	if locale.Lang == invest.En {
		other = invest.Zh
	}
	query := ""
	if q := u.Query(); len(q) > 0 {
		q.Del("done")
		if len(q) > 0 {
			query = "?" + q.Encode()
		}
	}
	f := view.Frame{
		Lang: string(locale.Lang), Title: title, SiteName: i18n.Pick(ctx, set.Site.Name), Notice: i18n.Pick(ctx, set.Site.Notice).S,
		Large: web.Large(c), Scheme: web.Scheme(c), Here: i18n.Path(ctx, bare) + query,
		Other:  layout.Alternate{Lang: string(other), Href: i18n.PathIn(locale.Base, other, bare) + query},
		Sheets: []string{locale.Base + static.URL("site.css"), locale.Base + static.URL("admin.css")},
		Icon:   locale.Base + static.URL("mark.svg"), Scripts: []string{locale.Base + static.URL("focus.js")},
		Done: done(c), NotDone: slices.Contains(undone, c.QueryParam("done")),
	}
	if l := loginOf(c); l != nil {
		f.Me = l.editor.Name
		if l.session.Stage == account.StageFull {
			f.Nav = s.nav(c, bare)
		}
	}
	return f
}

// script adds one of the program's scripts to a page.
func script(c echo.Context, f *view.Frame, names ...string) {
	for _, n := range names {
		f.Scripts = append(f.Scripts, i18n.From(c.Request().Context()).Base+static.URL(n))
	}
}

// nav is the desk's navigation: only what whoever looks may enter.
func (s *Server) nav(c echo.Context, bare string) []view.NavGroup {
	ctx, e := c.Request().Context(), loginOf(c).editor
	link := func(label, path string) view.NavLink {
		return view.NavLink{
			Label: i18n.T(ctx, label), Href: i18n.Path(ctx, path),
			Current: bare == path || path != "/admin" && strings.HasPrefix(bare, path+"/"),
		}
	}
	first := view.NavGroup{Links: []view.NavLink{link("admin.work", "/admin"), link("checkup.title", "/admin/checkup")}}
	texts := view.NavGroup{Label: i18n.T(ctx, "admin.texts")}
	for _, k := range kinds {
		if e.Sees(k.kind) != invest.SeesNone {
			texts.Links = append(texts.Links, link("kind."+string(k.kind), "/admin/"+k.path))
		}
	}
	if desk.UsesLibrary(e) {
		texts.Links = append(texts.Links, link("admin.media", "/admin/media"), link("corrections.title", "/admin/corrections"))
	}
	if mayImport(e) {
		texts.Links = append(texts.Links, link("import.title", "/admin/import"))
	}
	house := view.NavGroup{Label: i18n.T(ctx, "admin.house")}
	for _, p := range []struct {
		right       invest.Right
		label, path string
	}{
		{invest.MayColumns, "admin.columns", "/admin/columns"},
		{invest.MaySettings, "admin.settings", "/admin/settings"},
		{invest.MaySettings, "admin.people", "/admin/people"},
		{invest.MayAudit, "admin.audit", "/admin/audit"},
	} {
		if e.May(p.right, "") {
			house.Links = append(house.Links, link(p.label, p.path))
		}
	}
	out := []view.NavGroup{first}
	for _, g := range []view.NavGroup{texts, house} {
		if len(g.Links) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// deeds are what a page can say has just been done, by the parameter that a
// redirect carries.
var deeds = []string{
	"saved", "submitted", "passed", "sent_back", "published", "withdrawn", "scheduled", "unscheduled", "unchanged",
	"discarded", "restored", "reverted", "emptied", "copied", "commented", "shared", "unshared", "revoked",
	"removed", "used", "overridden", "override_back", "unchecked", "import_undone", "import_cancelled", "kept", "corrected", "reconsidered", "password", "ended", "left", "unlocked", "second_off", "dropped", "drafted", "begun",
}

// undone are those of the deeds that say that something was not done.
var undone = []string{"unchecked", "used"}

func done(c echo.Context) string {
	deed := c.QueryParam("done")
	if !slices.Contains(deeds, deed) || c.Request().Method != http.MethodGet { // the form of such a page goes to its address
		return ""
	}
	return i18n.Label(c.Request().Context(), "done", deed)
}

// backWith sends whoever has done something to a page that says so.
func backWith(c echo.Context, path, deed string) error {
	u := url.URL{Path: path}
	if at, query, ok := strings.Cut(path, "?"); ok {
		u.Path, u.RawQuery = at, query
	}
	q := u.Query()
	q.Set("done", deed)
	u.RawQuery = q.Encode()
	return c.Redirect(http.StatusSeeOther, i18n.Path(c.Request().Context(), u.String()))
}

func plain(s string) i18n.Words { return i18n.Words{S: s} }

func to(label, href string) component.Link { return component.Link{Text: plain(label), Href: href} }
