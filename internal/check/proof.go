package check

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"wellspring/internal/invest"
)

// Mark is what a proof-reader compares with the source.
type Mark string

const (
	MarkNone   Mark = ""
	MarkFigure Mark = "figure"
	MarkDate   Mark = "date"
	MarkName   Mark = "name"
	MarkQuote  Mark = "quote"
)

// Marks lists those there are.
var Marks = []Mark{MarkFigure, MarkDate, MarkName, MarkQuote}

// Part is a piece of text with its mark.
type Part struct {
	Text string
	Mark Mark
}

// marking are the patterns of marks, first things first: what one has taken the
// next ones leave alone.
var marking = []struct {
	mark Mark
	is   *regexp.Regexp
}{
	{MarkQuote, regexp.MustCompile(`《[^》]{1,80}》|“[^”]{1,200}”`)},
	{MarkDate, regexp.MustCompile(`\d{2,4}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号]|[上中下]旬|底|初)?|[上下]半年|第?[一二三四1-4]季度|[底初])?|\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号]|[上中下]旬|底|初)|\d{4}-\d{1,2}-\d{1,2}|(?:今|去|明|前|本|上)年|(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2},)?(?: \d{4})?|“?[一二三四五六七八九十]+五”?(?:时期|规划)`)},
	{MarkFigure, regexp.MustCompile(`(?:约|近|超|逾)?[-+]?\d+(?:[,，.]\d+)*(?:\s?(?:%|％|个百分点|[万亿千百]+|元|亩|平方米|㎡|公里|个|家|人|户|吨|倍|项|年|天))*(?:美元|元|亩|平方米|公顷|千瓦|户|人|家|吨)?|[一二三四五六七八九十百千万两]+(?:个|家|项|亿|万|亩|倍|成)(?:元|人)?`)},
	{MarkName, regexp.MustCompile(`[\p{Han}A-Za-z0-9（）()·]{2,24}?(?:集团(?:股份)?(?:有限(?:责任)?公司|公司)?|(?:股份)?有限(?:责任)?公司|公司|研究院|研究所|大学|学院|银行|委员会|管委会|人民政府|招商局|[\p{Han}]{1,4}局|产业园区?|工业园区?|科技园区?|开发区|高新区)`)},
}

// MarkUp parts a text by what a proof-reader looks at. names are marked
// wherever they stand.
func MarkUp(text string, names Names) []Part {
	parts := []Part{{Text: text}}
	if names.is != nil {
		parts = mark(parts, MarkName, names.is)
	}
	for _, m := range marking {
		parts = mark(parts, m.mark, m.is)
	}
	return parts
}

func mark(parts []Part, as Mark, is *regexp.Regexp) []Part {
	var out []Part
	for _, p := range parts {
		if p.Mark != MarkNone {
			out = append(out, p)
			continue
		}
		rest := 0
		for _, at := range is.FindAllStringIndex(p.Text, -1) {
			if at[0] > rest {
				out = append(out, Part{Text: p.Text[rest:at[0]]})
			}
			out = append(out, Part{Text: p.Text[at[0]:at[1]], Mark: as})
			rest = at[1]
		}
		if rest < len(p.Text) {
			out = append(out, Part{Text: p.Text[rest:]})
		}
	}
	return out
}

// Names are the names of parties, places, offices and sources that a text itself
// gives, to be looked for in all of it.
type Names struct{ is *regexp.Regexp }

// NewNames gathers the names of a text.
func NewNames(c invest.Content) Names {
	var found []string
	for _, w := range invest.Wordings(c) {
		parts := strings.Split(strings.TrimSuffix(strings.TrimSuffix(w.Field, ".zh"), ".en"), ".")
		if slices.Contains(nameFields, parts[len(parts)-1]) && len([]rune(w.Text)) > 1 {
			found = append(found, regexp.QuoteMeta(w.Text))
		}
	}
	if len(found) == 0 {
		return Names{}
	}
	// The longest first, since one may be a part of another.
	slices.SortFunc(found, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return Names{regexp.MustCompile(strings.Join(slices.Compact(found), "|"))}
}

// nameFields are the last parts of the names of fields that hold a name.
var nameFields = []string{
	"name", "place", "city", "venue", "office", "leadAgency", "operator", "issuer", "author", "photographer", "editor", "credit", "organ", "building",
}
