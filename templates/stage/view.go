// Package stage is what the holders of stage links see: the screen of the hall,
// the host's prompter, and who waits behind the scenes.
package stage

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"wellspring/internal/i18n"
)

// Frame is what surrounds each of them.
type Frame struct {
	Lang    string
	Title   string
	Sheet   string
	Icon    string
	Scripts []string
	Events  string // address of the stream, "" where it is not to be followed
	Poll    string // address of the state
	Clock   string // the server's clock, Unix milliseconds
	State   string // JSON, as the stream gives it
	// Mode is "rehearsal", "live", "ended", or "" before the stage was opened.
	Mode string
}

// Name is a wording cut where a line may end: Chinese has no spaces that say so.
type Name struct {
	Parts []string
	Lang  string // for a lang attribute; "": the page's own
}

// Show writes the parts without anything between them that could be seen: a
// template would put spaces there.
func (n Name) Show() templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		lang := ""
		if n.Lang != "" {
			lang = ` lang="` + templ.EscapeString(n.Lang) + `"`
		}
		parts := make([]string, len(n.Parts))
		for i, p := range n.Parts {
			parts[i] = templ.EscapeString(p)
		}
		_, err := io.WriteString(w, `<span class="name"`+lang+`>`+strings.Join(parts, "<wbr>")+`</span>`)
		return err
	})
}

// Screen is the hall's screen with every picture of the copy in it.
type Screen struct {
	Frame
	Copy    string // of which saved text the pictures are
	Measure bool   // the page that shows it wants to know whether everything fits
	View    string // what is on: "title", "group", "all", "totals", "countdown", "" for nothing yet
	Black   bool
	Ribbons []string

	Event  Name // the exposition it belongs to
	Head   Name
	Line   Name // the title line
	When   string
	Slogan i18n.Words
	Groups []Group
	Names  bool // the picture of all groups has the names of their projects
	Totals Totals
	Until  string // end of the countdown, Unix milliseconds, "" for none
}

// Group is one group's picture.
type Group struct {
	Key     string
	Label   Name
	Theme   i18n.Words
	Rows    []Row
	N       string // how many rows are signed, as a number, for the layout
	Amounts bool   // some row has an amount for the public
	On      bool   // it is what is shown
	Left    bool   // left out
}

// Row is one signing.
type Row struct {
	Key    string
	Name   Name
	A, B   []Name
	Amount string // "" where it is not known, or not for the public
	Absent bool
}

// Totals is what the picture of the totals says.
type Totals struct {
	Count  string `json:"count"`
	Amount string `json:"amount"`
	Note   string `json:"note"` // what the amount is a sum of
}

// Prompter is what the host reads.
type Prompter struct {
	Frame
	Message string
	Black   bool
	Held    bool
	On      Part
	Next    Part
}

// Backstage is who is to come.
type Backstage struct {
	Frame
	On   Part
	Next []Part // in order
}

// Part is what is on or comes next, for people and not for the screen.
type Part struct {
	Label    string // of the group, or what else is shown; "" for nothing
	Rows     []Turn
	HostText []string // paragraphs
}

// Turn is one signing for those who stand on the stage.
type Turn struct {
	Name   i18n.Words
	A, B   []i18n.Words
	Absent bool
}

// in is the attribute of a wording that is in another language than the page.
func in(lang string) templ.Attributes {
	if lang == "" {
		return nil
	}
	return templ.Attributes{"lang": lang}
}
