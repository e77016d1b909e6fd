package check

import (
	"regexp"
	"strings"

	"wellspring/internal/invest"
)

// figures finds amounts that say otherwise than the record, and bound figures
// that have been corrected since they were put in.
func figures(c invest.Content, wordings []invest.Wording, f Facts) []Finding {
	out := boundFigures(c, f.Figure)
	if f.Project == nil {
		return out
	}
	for _, w := range wordings {
		if !strings.HasSuffix(w.Field, ".zh") {
			continue
		}
		out = append(out, spokenAmounts(w, f.Project)...)
	}
	return out
}

func boundFigures(c invest.Content, now func(string) (string, bool)) []Finding {
	var out []Finding
	for _, field := range invest.RichFields(c) {
		for _, b := range invest.BoundIn(field.Markup) {
			finding := Finding{Rule: invest.RuleFigure, Level: invest.LevelOverride, Field: field.Name, Words: b.Words, Ref: b.Ref, Value: b.Value}
			value, public := now(b.Ref)
			switch {
			case !public:
				finding.Why = LostFigure
			case value != b.Value:
				finding.Why, finding.Args, finding.Now = OldFigure, []any{value}, value
			default:
				continue
			}
			// A sign that no text has marks the place while the tags are taken out.
			text := strings.Join(invest.PlainParagraphs(field.Markup[:b.Start]+"\x01"+field.Markup[b.End:]), "\n")
			before, after, _ := strings.Cut(text, "\x01")
			finding.Before, finding.After = around(before+after, len(before), len(before))
			out = append(out, finding)
		}
	}
	return out
}

// spoken is what a text calls an amount of the record, with the amount behind
// it and what shows that the amount is no plain one.
var spoken = regexp.MustCompile(`(固定资产投资|总投资额?|投资总额)(?:为|约为|达到|达|：|:|\s)*((?:约|近)?[0-9]+(?:\.[0-9]+)?(?:亿|万)(?:元|美元))(余|多|以上|左右)?`)

// notWhole are words before an amount, in its clause, of a part of a project, of
// a time, or of many projects.
var notWhole = regexp.MustCompile(`[一二三四]期|首期|全区|全市|全县|全省|园区|合计|累计|共|完成|今年|去年|本年|年度|[0-9]年|[0-9十百]+[个项批家]|其中|平均`)

// spokenAmounts finds amounts that a text about one project gives otherwise than
// its record: by name, since a text has amounts of other things too. It is
// advice: what a sentence means, people know.
func spokenAmounts(w invest.Wording, p *invest.Project) []Finding {
	var out []Finding
	text := plain(w)
	for _, m := range spoken.FindAllStringSubmatchIndex(text, -1) {
		if m[6] >= 0 || notWhole.MatchString(clauseBefore(text[:m[0]])) {
			continue
		}
		name, typed := text[m[2]:m[3]], text[m[4]:m[5]]
		record := p.Total
		if name == "固定资产投资" {
			record = p.FixedAssets
		}
		said, err := invest.ParseMoney(strings.Replace(typed, "近", "约", 1))
		if err != nil || !record.Known() || agree(said, record, rounding(typed)) {
			continue
		}
		f := Finding{Rule: invest.RuleFigure, Level: invest.LevelAdvice, Field: w.Field, Words: text[m[0]:m[1]], Why: OtherFigure, Args: []any{record}}
		f.Before, f.After = around(text, m[0], m[1])
		out = append(out, f)
	}
	return out
}

// clauseBefore is what stands in the same clause before a place: commas part them too.
func clauseBefore(s string) string {
	if i := strings.LastIndexAny(s, clauseEnds+"，,"); i >= 0 {
		return s[i:]
	}
	return s
}

// rounding is half of the last digit that was said, in units of the currency:
// 10.23亿元 stands for anything from 10.225 on.
func rounding(typed string) int64 {
	unit := int64(10_000)
	if strings.Contains(typed, "亿") {
		unit = 100_000_000
	}
	_, decimals, _ := strings.Cut(typed, ".")
	for _, r := range decimals {
		if r < '0' || r > '9' {
			break
		}
		unit /= 10
	}
	return unit / 2
}

// agree reports whether what is said can be the record's amount: within its
// range, rounded to it, or near it where either is given as about.
func agree(said, record invest.Money, rounding int64) bool {
	if said.Currency != record.Currency {
		return false
	}
	low, high := record.Low-rounding, record.High+rounding
	if said.Approx || record.Approx {
		low, high = low-low/20, high+high/20
	}
	return said.High >= low && said.Low <= high
}
