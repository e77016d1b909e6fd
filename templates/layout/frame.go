// Package layout is the frame around every page: head, mast, sections, footer.
package layout

import (
	"wellspring/internal/i18n"
	"wellspring/templates/component"
)

// Frame is all that a page's surroundings show.
type Frame struct {
	Lang        string // for the html element
	Title       string // of the page; the site's name is added
	SiteName    i18n.Words
	Short       i18n.Words
	Notice      string
	Description string

	Large  bool
	Scheme string // "", "light", "dark"
	Here   string // path and query on this site, for coming back after a change of mode

	Canonical  string // absolute
	Alternates []Alternate
	Other      Alternate // the same page in the other language
	NoIndex    bool
	Tags       []Tag  // government page tags and other meta names
	Properties []Tag  // OpenGraph
	Data       []any  // JSON-LD blocks
	Feeds      []Feed //
	Stylesheet string
	Scripts    []string
	Icon       string

	Sections []Section
	Crumbs   []component.Link
	Query    string // in the search box
	Footer   Footer
}

// Alternate is the page in a language.
type Alternate struct {
	Lang string
	Href string
}

// Tag is a meta element.
type Tag struct{ Name, Content string }

// Feed is a feed that follows the page.
type Feed struct{ Title, Href string }

// Section is one entry of the row of sections.
type Section struct {
	Label   i18n.Words
	Href    string
	Current bool
}

// Footer is the foot of every page.
type Footer struct {
	Organiser, Undertaker i18n.Words
	Address               i18n.Words
	Postcode              string
	Desk                  i18n.Words
	Phone                 string
	IDCode                string
	ICP, Police           component.Link
	ErrorReport           string
	Links                 []component.Link
}
