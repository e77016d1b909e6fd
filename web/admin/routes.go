package admin

import (
	"github.com/labstack/echo/v4"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/web"
)

// kinds are the parts of the desk that texts are in.
var kinds = []struct {
	kind invest.Kind
	path string
}{
	{invest.KindProject, "projects"},
	{invest.KindCeremony, "ceremonies"},
	{invest.KindPark, "parks"},
	{invest.KindArticle, "articles"},
	{invest.KindPolicy, "policies"},
	{invest.KindUpdate, "updates"},
	{invest.KindRelease, "releases"},
}

// adminParts are the parts of the settings that are the administrator's.
var adminParts = []invest.SettingKey{
	invest.SettingSite, invest.SettingSectors, invest.SettingIndicators, invest.SettingReviews, invest.SettingWords, invest.SettingRedirects,
}

// routes is every address below /admin with who may enter. Every change is a
// POST; the Desk asks for rights once more.
func (s *Server) routes(g *echo.Group) {
	g.Use(s.answer, private)
	s.uploadRoutes(g.Group("", s.uploading))
	g = g.Group("", bodyLimit, onlyForms, s.genuine)

	// Anybody.
	web.Get(g, "/login", s.loginForm, s.anonymous)
	g.POST("/login", s.login, s.anonymous)

	// Whoever has given the password, whatever is still to come.
	g.POST("/logout", s.logout, s.begun)
	web.Get(g, "/code", s.codeForm, s.begun)
	g.POST("/code", s.code, s.begun)
	web.Get(g, "/enrol", s.enrolForm, s.begun)
	g.POST("/enrol", s.enrol, s.begun)
	web.Get(g, "/password", s.passwordForm, s.begun)
	g.POST("/password", s.password, s.begun)

	// Whoever is signed in.
	in := g.Group("", s.signedIn)
	web.Get(in, "", s.work)
	web.Get(in, "/sessions", s.sessionIndex)
	in.POST("/sessions", s.sessionEnd)
	in.POST("/second", s.removeSecond)
	web.Get(in, "/find", s.find) // what can be put into a text
	web.Get(in, "/checkup", s.checkup)
	web.Get(in, "/corrections", s.corrections)
	in.POST("/corrections", s.correct)
	web.Get(in, "/reads", s.reads) // how what was typed is understood

	// The library is theirs who have to do with texts.
	library := in.Group("/media", s.only("see the library", desk.UsesLibrary))
	web.Get(library, "", s.mediaIndex)
	web.Get(library, "/words", s.mediaWordsForm)
	library.POST("/words", s.saveMediaWords, s.only("change the library", desk.MayUpload))
	web.Get(library, "/:n", s.mediaPage)
	library.POST("/:n/removal", s.removeMedia, s.only("change the library", desk.MayUpload))
	web.Get(library, "/:hash/:name", s.mediaFile)

	// Imports are theirs who write what sheets become.
	imports := in.Group("/import", s.only("import", mayImport))
	web.Get(imports, "", s.importIndex)
	web.Get(imports, "/:n", s.importShow)
	imports.POST("/:n/columns", s.importColumns)
	imports.POST("/:n/head", s.importHead)
	imports.POST("/:n/rows", s.importDecide)
	imports.POST("/:n/taking", s.importTake)
	imports.POST("/:n/undo", s.importUndo)
	imports.POST("/:n/cancel", s.importCancel)

	web.Get(in, "/export/:file", s.export) // the Desk says what of it

	for _, k := range kinds {
		// Whoever sees texts of the kind; the Desk says which.
		r := in.Group("/"+k.path, s.sees(k.kind))
		a := &records{Server: s, kind: k.kind, path: "/admin/" + k.path}
		web.Get(r, "", a.index)
		web.Get(r, "/:n", a.edit)
		web.Get(r, "/:n/preview", a.preview)
		web.Get(r, "/:n/preview/page", a.previewPage)
		web.Get(r, "/:n/revisions", a.revisions)
		web.Get(r, "/:n/reviews", a.reviews)
		web.Get(r, "/:n/reviews/sheet", a.sheet)
		web.Get(r, "/:n/checks", a.checks)
		web.Get(r, "/:n/proof", a.proof)
		if k.kind == invest.KindArticle {
			web.Get(r, "/:n/wechat", a.wechat)
		}
		if k.kind == invest.KindCeremony {
			web.Get(r, "/:n/cards", a.cards)
			web.Get(r, "/:n/script", a.script)
			web.Get(r, "/:n/list.xlsx", a.draftList)
			web.Get(r, "/:n/afterwards", a.afterwards)
			r.POST("/:n/corrections", a.correctAfterStage, s.may(invest.MayWrite, invest.KindCeremony))
			r.POST("/:n/afterwards", a.writeArticle, s.may(invest.MayWrite, invest.KindArticle), s.once)
		}
		web.Get(r, "/:n/publication", a.publication)
		if k.kind == invest.KindCeremony {
			web.Get(r, "/:n/console", a.console)
			web.Get(r, "/:n/console/fit", a.consoleFit)
			web.Get(r, "/:n/console/screen", a.consoleScreen)
			directs := s.may(invest.MayStage, k.kind)
			r.POST("/:n/console", a.direct, directs)
			r.POST("/:n/console/opening", a.openStage, directs)
			r.POST("/:n/console/links", a.stageLinks, directs, s.once)
		}
		// Reviewers, those who publish, and those who write.
		r.POST("/:n/comments", a.comment, s.once)
		r.POST("/:n/reviews", a.review)
		r.POST("/:n/overrides", a.override)
		r.POST("/:n/overrides/back", a.takeBack)
		r.POST("/:n/publication", a.publish)
		r.POST("/:n/schedule", a.schedule)
		r.POST("/:n/links", a.links, s.once)
		r.POST("/:n/bin", a.discard)
		r.POST("/bulk", a.bulk)
		// Those who write.
		w := in.Group("/"+k.path, s.sees(k.kind), s.may(invest.MayWrite, k.kind))
		web.Get(w, "/new", a.fresh)
		w.POST("/new", a.save)
		w.POST("/new/autosave", a.autosave)
		w.POST("/:n", a.save)
		w.POST("/:n/autosave", a.autosave)
		if k.kind == invest.KindCeremony {
			web.Get(w, "/:n/composer", a.composer)
			w.POST("/:n/composer", a.compose)
			w.POST("/:n/composer/autosave", a.keepComposed)
		}
		w.POST("/:n/submission", a.submit)
		w.POST("/:n/plea", a.plead)
		w.POST("/:n/copy", a.duplicate, s.once)
		w.POST("/:n/revisions", a.restore)
		w.POST("/:n/shares", a.share)
		web.Get(r, "/bin", a.bin)
		r.POST("/bin", a.changeBin)
	}

	// What a page asks by itself while it is open.
	quiet := g.Group("", s.stillSignedIn)
	web.Get(quiet, "/ceremonies/:n/console/state", s.consoleState, s.sees(invest.KindCeremony))
	for _, k := range kinds {
		a := &records{Server: s, kind: k.kind, path: "/admin/" + k.path}
		quiet.POST("/"+k.path+"/:n/presence", a.presence, s.sees(k.kind), s.may(invest.MayWrite, k.kind))
	}

	// Columns are the column manager's, the rest of the settings and people the
	// administrator's, the trail the auditor's.
	settingRoutes(in.Group("/columns", s.may(invest.MayColumns, "")), &settingPart{Server: s, key: invest.SettingColumns, path: "/admin/columns"})
	settings := in.Group("/settings", s.may(invest.MaySettings, ""))
	web.Get(settings, "", s.settingsIndex)
	for _, key := range adminParts {
		settingRoutes(settings.Group("/"+string(key)), &settingPart{Server: s, key: key, path: "/admin/settings/" + string(key)})
	}
	people := in.Group("/people", s.may(invest.MaySettings, ""))
	web.Get(people, "", s.peopleIndex)
	web.Get(people, "/new", s.personForm)
	people.POST("/new", s.savePerson, s.once)
	web.Get(people, "/:n", s.personForm)
	people.POST("/:n", s.savePerson)
	people.POST("/:n/password", s.setPassword, s.once)
	people.POST("/:n/unlock", s.unlock)
	audit := in.Group("/audit", s.may(invest.MayAudit, ""))
	web.Get(audit, "", s.auditIndex)
	web.Get(audit, "/audit.csv", s.auditCSV)
}

// uploadRoutes are the addresses that files are sent to.
func (s *Server) uploadRoutes(g *echo.Group) {
	may := s.only("add to the library", desk.MayUpload)
	g.POST("/media", s.upload, s.signedIn, may)
	g.POST("/media/document", s.document, s.signedIn, may)
	g.POST("/import", s.startImport, s.signedIn, s.only("import", mayImport))
}

// settingRoutes are the addresses of one part of the settings.
func settingRoutes(g *echo.Group, p *settingPart) {
	web.Get(g, "", p.form)
	g.POST("", p.save)
	web.Get(g, "/revisions", p.revisions)
	g.POST("/revisions", p.restore)
}

// previewRoutes are for whoever has a link: a draft as it would be published.
func (s *Server) previewRoutes(g *echo.Group) {
	web.Get(g, "/:token", s.previewByLink, private)
	web.Get(g, "/:token/media/:hash/:name", s.mediaByLink, private)
}
