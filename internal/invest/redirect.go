package invest

import (
	"net/url"
	"slices"
	"strings"
)

// Redirect sends an old address of the bureau's to its new one.
type Redirect struct {
	From string `json:"from"` // a path on this site, perhaps with a query: "/zsyz/123.html", "/show.aspx?id=1"
	To   string `json:"to"`   // a path on this site
}

// Redirects is the list of them.
type Redirects []Redirect

// Find gives the new address of an old one, as it stands in a header. A row
// without a query fits its path with any.
func (rs Redirects) Find(path, query string) (to string, ok bool) {
	for _, r := range rs {
		if r.From == path || query != "" && r.From == path+"?"+query {
			u, err := url.Parse(r.To)
			if err != nil {
				return "", false
			}
			return u.String(), true
		}
	}
	return "", false
}

func (rs *Redirects) Validate() FieldErrors {
	c := newChecker()
	var ks []string
	for i, x := range *rs {
		row := c.at("redirects", i)
		ks = append(ks, x.From)
		for _, p := range []struct{ field, path string }{{"from", x.From}, {"to", x.To}} {
			row.str(p.field, p.path, maxLine, true)
			// A path that begins with two slashes, or has a backslash, leaves the site.
			if !strings.HasPrefix(p.path, "/") || strings.HasPrefix(p.path, "//") || strings.ContainsAny(p.path, "\\\r\n\t") {
				row.fail(p.field, "path")
			}
		}
	}
	for i, x := range *rs {
		if own(x.From) {
			c.at("redirects", i).fail("from", "redirect_own")
		}
		if slices.Contains(ks, x.To) { // to itself, or on to the next and round about
			c.at("redirects", i).fail("to", "redirect_chain")
		}
	}
	keys(c, "redirects", ks)
	return *c.errs
}

// Has reports whether an old path leads on.
func (rs *Redirects) Has(path string) bool {
	return slices.ContainsFunc(*rs, func(x Redirect) bool { return x.From == path })
}

// The first parts of addresses that the program answers at itself: all that is
// below some of them, and the others as they stand or with a number.
var (
	ownTrees = []string{"admin", "api", "healthz", "media", "metrics", "preview", "readyz", "stage", "static"}
	ownPages = []string{
		"", "about", "ceremonies", "contact", "data", "feed.atom", "leave", "mode", "news", "parks", "policies", "privacy", "progress", "projects",
		"robots.txt", "search", "sitemap", "sitemap.xml", "statement",
	}
)

// own reports whether a path is one of the program's own pages. A redirect from
// there would hide it, and one from the desk nobody could take back. Home with a
// query is not: that is how many old sites numbered their pages.
func own(from string) bool {
	path, _, query := strings.Cut(from, "?")
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if parts[0] == "en" {
		parts = append(parts[1:], "")
	}
	first, rest := parts[0], strings.Trim(strings.Join(parts[1:], "/"), "/")
	switch {
	case slices.Contains(ownTrees, first):
		return true
	case !slices.Contains(ownPages, first):
		return false
	case first == "":
		return !query
	}
	return rest == "" || rest == "feed.atom" || strings.Trim(rest, "0123456789") == "" || first == "data" && strings.HasSuffix(rest, ".csv")
}
