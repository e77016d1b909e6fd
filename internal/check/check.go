// Package check looks a text over before people do: for words of the list, for
// figures that say otherwise than the record, for links that lead nowhere, for
// sources and descriptions that are missing. It only reads: what it finds, a
// writer mends or a reviewer answers for.
package check

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"wellspring/internal/invest"
)

// Finding is one thing that was found.
type Finding struct {
	Rule  invest.CheckRule
	Level invest.CheckLevel
	Field string // of the form: "body.zh"
	// Words are what was found, Before and After what stands around them.
	Words, Before, After string
	Reason               invest.Text // of a word of the list; else Why says it
	Why                  Why
	Args                 []any  // of Why
	Instead              string // what to write
	Ref, Value, Now      string // of a bound figure: what it is bound to, its value here, and the one of now
}

// Why is the reason of a finding that no list has words for.
type Why string

const (
	OtherFigure     Why = "other_figure"     // args: what the record says
	OldFigure       Why = "old_figure"       // args: what the record says by now
	LostFigure      Why = "lost_figure"      // its record is not public any more
	LinkMissing     Why = "link_missing"     // nothing was ever there
	LinkUnpublished Why = "link_unpublished" // what is there is not public
	NoAlt           Why = "no_alt"
	NoCredit        Why = "no_credit"
	NoSourceAddress Why = "no_source_address" // no address and no day that it was taken
	NoFundsSource   Why = "no_funds_source"
)

// Whys lists them all.
var Whys = []Why{
	OtherFigure, OldFigure, LostFigure, LinkMissing, LinkUnpublished, NoAlt, NoCredit, NoSourceAddress, NoFundsSource,
}

// Key tells a finding from all others of a text for as long as what was found
// stands in the same sentence of the same field.
func (f Finding) Key() string {
	sentence := lastClause(f.Before) + "\x00" + f.Words + "\x00" + firstClause(f.After)
	why := fmt.Sprint(f.Why, f.Ref, f.Args) // of another correction it is another finding
	sum := sha256.Sum256([]byte(string(f.Rule) + "\x00" + f.Field + "\x00" + sentence + "\x00" + why))
	return hex.EncodeToString(sum[:12])
}

// Answered reports whether a reviewer must answer for it.
func (f Finding) Answered() bool { return f.Level == invest.LevelOverride }

const clauseEnds = "。！？；\n"

func lastClause(s string) string {
	if i := strings.LastIndexAny(s, clauseEnds); i >= 0 {
		return s[i:]
	}
	return s
}

func firstClause(s string) string {
	if i := strings.IndexAny(s, clauseEnds); i >= 0 {
		return s[:i]
	}
	return s
}

// LinkState is where a link within the site leads.
type LinkState string

const (
	LinkGood          LinkState = ""
	LinkIsMissing     LinkState = "missing"
	LinkIsUnpublished LinkState = "unpublished"
)

// Facts is what the checks must know besides the text.
type Facts struct {
	Words      invest.WordList
	Record     func(id invest.DraftID) LinkState          // how a record stands with the public
	Redirected func(path string) bool                     // whether an old address leads on
	Figure     func(ref string) (now string, public bool) // the value that a figure is bound to
	Project    *invest.Project                            // the one project that a text is about, nil for none or several
}

// Run looks a text over. Findings come in the order of the fields.
func Run(c invest.Content, f Facts) []Finding {
	wordings := invest.Wordings(c)
	found := listedWords(wordings, f.Words)
	found = append(found, figures(c, wordings, f)...)
	found = append(found, links(c, f)...)
	found = append(found, sources(c)...)
	found = append(found, Pictures(c)...)
	place := map[string]int{}
	for i, w := range wordings {
		place[w.Field] = i + 1
	}
	slices.SortStableFunc(found, func(a, b Finding) int { return place[a.Field] - place[b.Field] })
	return found
}

// Around is how many characters before and after what was found are given: where
// there are so many, there are more.
const Around = 40

// around gives so much of a text before and after a part of it as says where it
// stands: its clause and a little more.
func around(text string, from, to int) (before, after string) {
	before, after = text[:from], text[to:]
	before = before[strings.LastIndexByte(before, '\n')+1:] // of its own paragraph
	after, _, _ = strings.Cut(after, "\n")
	b, a := []rune(before), []rune(after)
	return string(b[max(0, len(b)-Around):]), string(a[:min(Around, len(a))])
}
