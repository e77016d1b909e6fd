package invest

import (
	"crypto/sha256"
	"encoding/hex"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Bound (绑定数字) is a figure in markup that is bound to a field of a record or to
// a published figure, so that a correction of that one knows where it is quoted.
type Bound struct {
	Ref   string // "project:12:total", "ceremony:4:rows", "release:3:funds:1a2b3c4d"
	Value string // as it stands there, see BoundValue
	Words string
	// What it was before a correction, and the day of that; empty without one.
	Was, On string

	Start, End int // of its mark in the markup
}

// A mark of the sanitiser's canonical form, whatever the order of its attributes.
var (
	boundMark  = regexp.MustCompile(`<span [^>]*data-figure="[^>]*>[^<]*</span>`)
	boundRef   = regexp.MustCompile(`data-figure="([^"]*)"`)
	boundValue = regexp.MustCompile(`data-value="([^"]*)"`)
	boundWas   = regexp.MustCompile(`data-was="([^"]*)"`)
	boundOn    = regexp.MustCompile(`data-on="([^"]*)"`)
	boundWords = regexp.MustCompile(`>([^<]*)</span>`)
)

// BoundIn lists the bound figures of some sanitised markup.
func BoundIn(markup string) []Bound {
	var out []Bound
	part := func(p *regexp.Regexp, s string) string {
		if m := p.FindStringSubmatch(s); m != nil {
			return html.UnescapeString(m[1])
		}
		return ""
	}
	for _, at := range boundMark.FindAllStringIndex(markup, -1) {
		s := markup[at[0]:at[1]]
		out = append(out, Bound{
			Ref: part(boundRef, s), Value: part(boundValue, s), Words: part(boundWords, s),
			Was: part(boundWas, s), On: part(boundOn, s), Start: at[0], End: at[1],
		})
	}
	return out
}

// BoundFigures lists the bound figures of a text, each value of each once.
func BoundFigures(c Content) []Bound {
	var out []Bound
	for _, f := range RichFields(c) {
		for _, b := range BoundIn(f.Markup) {
			if !slices.ContainsFunc(out, func(x Bound) bool { return x.Ref == b.Ref && x.Value == b.Value }) {
				out = append(out, b)
			}
		}
	}
	return out
}

// ProjectFigures are the fields of a project that figures can be bound to.
var ProjectFigures = []string{"total", "fixedAssets", "yearlyOutput", "yearlyTax", "jobs", "physical", "financial"}

// CeremonyFigures are those of a ceremony: what was declared, and what its rows
// say in public. A known total in several currencies is none.
var CeremonyFigures = []string{"declaredCount", "declaredTotal", "knownTotal", "rows"}

// BoundTo is what a reference names: a record, and in it a field of a project or
// a ceremony, or an indicator and a region of a release.
type BoundTo struct {
	DraftID
	Field  string // of a project or a ceremony, or the indicator
	Region string // RegionMark, of a release
}

// ParseBound reads a reference.
func ParseBound(ref string) (BoundTo, bool) {
	parts := strings.Split(ref, ":")
	if len(parts) < 3 {
		return BoundTo{}, false
	}
	id, ok := ParseDraftID(parts[0] + ":" + parts[1])
	b := BoundTo{DraftID: id, Field: parts[2]}
	switch {
	case !ok:
		return b, false
	case id.Kind == KindProject:
		return b, len(parts) == 3 && slices.Contains(ProjectFigures, b.Field)
	case id.Kind == KindCeremony:
		return b, len(parts) == 3 && slices.Contains(CeremonyFigures, b.Field)
	case id.Kind == KindRelease && len(parts) == 4:
		b.Region = parts[3]
		return b, true
	}
	return b, false
}

// RegionMark stands for the name of a region in a reference, which is of ASCII.
func RegionMark(region Text) string {
	sum := sha256.Sum256([]byte(region.Zh))
	return hex.EncodeToString(sum[:4])
}

// BoundValue is the value of a reference in its record, as it is kept: as amounts
// and numbers are typed into forms. "" where the record does not have it.
func BoundValue(b BoundTo, c Content) string {
	switch t := c.(type) {
	case *Project:
		return t.figure(b.Field)
	case *Ceremony:
		return t.figure(b.Field)
	case *Release:
		for _, f := range t.Figures {
			if f.Indicator == b.Field && RegionMark(f.Region) == b.Region && f.Value != nil {
				return f.Value.String()
			}
		}
	}
	return ""
}

func (p *Project) figure(field string) string {
	decimal := func(d *Decimal) string {
		if d == nil {
			return ""
		}
		return d.String()
	}
	switch field {
	case "total":
		return p.Total.Typed()
	case "fixedAssets":
		return p.FixedAssets.Typed()
	case "yearlyOutput":
		return p.YearlyOutput.Typed()
	case "yearlyTax":
		return p.YearlyTax.Typed()
	case "physical":
		return decimal(p.Physical)
	case "financial":
		return decimal(p.Financial)
	case "jobs":
		if p.Jobs > 0 {
			return strconv.Itoa(p.Jobs)
		}
	}
	return ""
}

func (c *Ceremony) figure(field string) string {
	t := c.Tally()
	switch field {
	case "declaredCount":
		if t.DeclaredCount != nil {
			return strconv.Itoa(*t.DeclaredCount)
		}
	case "declaredTotal":
		return t.DeclaredTotal.Typed()
	case "knownTotal":
		if len(t.Known.Totals) == 1 {
			return t.Known.Totals[0].Typed()
		}
	case "rows":
		if t.Rows > 0 {
			return strconv.Itoa(t.Rows)
		}
	}
	return ""
}

// FigureUse is a bound figure in the latest text of a draft.
type FigureUse struct {
	DraftID
	Ref, Value string
}

// KeptFigure is a decision to leave a bound figure as it was though what it is
// bound to was corrected.
type KeptFigure struct {
	FigureUse
	Now    string // the value that was not taken over
	Editor int64
}
