package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"wellspring/internal/invest"
	"wellspring/static"
)

// languages are the prefixes of addresses.
var languages = []struct {
	prefix string
	lang   invest.Lang
}{{"", invest.Zh}, {"/en", invest.En}}

// routes is every address of the public site. All of it is open to anybody;
// every page also stands under /en.
func (s *Server) routes() {
	e := s.echo
	// Before the router, so that what is refused there is guarded and logged too.
	e.Pre(s.requestID, s.accessLog, s.recoverPanic, s.secureHeaders, s.sameOrigin(), s.underBase, s.knownHost, onlyText, s.oldAddress, s.noTrailingSlash)
	e.Use(bodyLimit, compress)

	// Of no language.
	Get(e, static.Prefix+"*", echo.WrapHandler(static.Handler()))
	Get(e, "/media/:hash/:name", s.mediaShow)
	Get(e, "/robots.txt", s.robots)
	Get(e, "/sitemap.xml", s.sitemap)
	Get(e, "/healthz", s.healthz)
	Get(e, "/readyz", s.readyz)

	Get(e, "/en", s.home, s.inLanguage(invest.En))
	for _, side := range languages {
		g := e.Group(side.prefix, s.inLanguage(side.lang))
		Get(g, "/", s.home)
		Get(g, "/projects", s.projectIndex)
		Get(g, "/projects/:n", s.projectShow)
		Get(g, "/ceremonies", s.ceremonyIndex)
		Get(g, "/ceremonies/:n/live", s.ceremonyLive)
		Get(g, "/ceremonies/:n", s.ceremonyShow) // also {n}.xlsx: the workbook
		Get(g, "/parks", s.parkIndex)
		Get(g, "/parks/:n", s.parkShow)
		Get(g, "/news", s.articleIndex)
		Get(g, "/news/:n", s.articleShow)
		Get(g, "/progress", s.progressIndex)
		Get(g, "/policies", s.policyIndex)
		Get(g, "/policies/:n", s.policyShow)
		Get(g, "/data", s.dataIndex)
		Get(g, "/data/:indicator", s.dataCSV) // {indicator}.csv
		Get(g, "/search", s.searchIndex)
		Get(g, "/about", s.about)
		Get(g, "/contact", s.contact)
		Get(g, "/statement", s.statement)
		Get(g, "/privacy", s.privacy)
		Get(g, "/sitemap", s.sitemapPage)
		Get(g, "/leave", s.leave)
		Get(g, "/feed.atom", s.feedAll)
		Get(g, "/news/feed.atom", s.feedNews)
		Get(g, "/projects/feed.atom", s.feedProjects)
		g.POST("/mode", s.mode)
		// Last, so that an unknown address has a page in its language too.
		g.RouteNotFound("/*", unknown)
	}
}

// router is the part of echo.Echo and echo.Group that Get needs.
type router interface {
	Match(methods []string, path string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) []*echo.Route
}

// Get answers GET and HEAD, which echo does not join by itself.
func Get(r router, path string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) {
	r.Match([]string{http.MethodGet, http.MethodHead}, path, h, m...)
}
