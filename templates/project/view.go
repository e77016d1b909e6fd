// Package project shows the list of projects and one of them.
package project

import (
	"wellspring/internal/i18n"
	"wellspring/templates/component"
)

// IndexView is the list of projects with its filters.
type IndexView struct {
	Notes   []string // filters left out, a query cut
	Query   string
	Facets  []Facet
	Min     string // as typed
	Max     string
	Chips   []component.Link // each leads to the list without that filter
	Clear   string
	Count   string
	Sorts   []Choice
	Views   []Choice
	Hidden  []Pair // filters that the facet form must carry along
	Cards   bool
	Rows    []component.ProjectCard
	Pager   component.Pager
	Drop    []component.Link // with no rows: filters to drop, with what each would give
	Nearest []component.ProjectCard
	Feed    string
}

// Facet is one group of choices.
type Facet struct {
	Name    string
	Label   string
	Open    bool
	Options []Option
}

// Option is one choice of a facet.
type Option struct {
	Value   string
	Label   i18n.Words
	N       string
	Checked bool
}

// Choice is one of a few ways to show the same list.
type Choice struct {
	Label   string
	Href    string
	Current bool
}

// Pair is a hidden field.
type Pair struct{ Name, Value string }

// ShowView is one project.
type ShowView struct {
	Title       i18n.Words
	Summary     i18n.Words
	Code        string
	Badges      []component.Badge
	Cover       component.Cover
	Steps       []component.Step
	Facts       []component.Fact
	Attachments []component.Attachment
	Pictures    []component.Picture
	Body        string
	BodyLang    string
	Sections    []Section // scale, conditions, market
	Benefits    []Benefit
	Plans       []Plan
	Funds       []FundsLine
	Milestones  []MilestoneLine
	Updates     []component.UpdateItem
	Signings    []SigningRef
	Policies    []component.Link
	Articles    []component.ArticleItem
	Related     []component.ProjectCard
	Desk        component.Desk
	Cite        component.Cite
}

// Section is a heading with plain text.
type Section struct {
	Label string
	Text  component.Prose
}

// Benefit is a promised use in numbers.
type Benefit struct {
	Value string
	Unit  i18n.Words
	What  i18n.Words
}

// Plan is a year's plan and what came of it.
type Plan struct{ Year, Planned, Completed, AsOf string }

// FundsLine is a row of funds in place.
type FundsLine struct {
	Period, Amount, Kind string
	Source               component.Link
}

// MilestoneLine is a milestone, planned against reached.
type MilestoneLine struct {
	Kind, Planned, Reached, State string
	Tone                          string // of the state's badge
	Note                          i18n.Words
}

// SigningRef is a signing the project came from.
type SigningRef struct {
	Ceremony component.Link
	Date     string
	Group    i18n.Words
	A, B     []i18n.Words
	Amount   string
	Known    bool
	Cite     component.Link // who made the amount public
}
