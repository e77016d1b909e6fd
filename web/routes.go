package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"wellspring/internal/invest"
	"wellspring/static"
)

// routes is every address of the public site. All of it is open to anybody;
// every page also stands under /en.
func (s *Server) routes() {
	e := s.echo
	// Before the router, so that what is refused there is guarded and logged too.
	e.Pre(s.requestID, s.accessLog, s.recoverPanic, s.secureHeaders, s.sameOrigin(), s.underBase, s.knownHost, onlyText, s.oldAddress, s.noTrailingSlash)
	e.Use(bodyLimit, compress)

	// Of no language.
	get(e, static.Prefix+"*", echo.WrapHandler(static.Handler()))
	get(e, "/robots.txt", s.robots)
	get(e, "/sitemap.xml", s.sitemap)
	get(e, "/healthz", s.healthz)
	get(e, "/readyz", s.readyz)

	get(e, "/en", s.home, s.inLanguage(invest.En))
	for _, side := range []struct {
		prefix string
		lang   invest.Lang
	}{{"", invest.Zh}, {"/en", invest.En}} {
		g := e.Group(side.prefix, s.inLanguage(side.lang))
		get(g, "/", s.home)
		get(g, "/projects", s.projectIndex)
		get(g, "/projects/:n", s.projectShow)
		get(g, "/ceremonies", s.ceremonyIndex)
		get(g, "/ceremonies/:n", s.ceremonyShow) // also {n}.xlsx: the workbook
		get(g, "/parks", s.parkIndex)
		get(g, "/parks/:n", s.parkShow)
		get(g, "/news", s.articleIndex)
		get(g, "/news/:n", s.articleShow)
		get(g, "/progress", s.progressIndex)
		get(g, "/policies", s.policyIndex)
		get(g, "/policies/:n", s.policyShow)
		get(g, "/data", s.dataIndex)
		get(g, "/data/:indicator", s.dataCSV) // {indicator}.csv
		get(g, "/search", s.searchIndex)
		get(g, "/about", s.about)
		get(g, "/contact", s.contact)
		get(g, "/statement", s.statement)
		get(g, "/privacy", s.privacy)
		get(g, "/sitemap", s.sitemapPage)
		get(g, "/leave", s.leave)
		get(g, "/feed.atom", s.feedAll)
		get(g, "/news/feed.atom", s.feedNews)
		get(g, "/projects/feed.atom", s.feedProjects)
		g.POST("/mode", s.mode)
		// Last, so that an unknown address has a page in its language too.
		g.RouteNotFound("/*", unknown)
	}
}

// router is the part of echo.Echo and echo.Group that get needs.
type router interface {
	Match(methods []string, path string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) []*echo.Route
}

// get answers GET and HEAD, which echo does not join by itself.
func get(r router, path string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) {
	r.Match([]string{http.MethodGet, http.MethodHead}, path, h, m...)
}
