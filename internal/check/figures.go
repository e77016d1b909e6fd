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
			finding := Finding{Rule: invest.RuleFigure, Level: invest.LevelOverride, Field: field.Name, Words: b.Words}
			value, public := now(b.Ref)
			switch {
			case !public:
				finding.Why = LostFigure
			case value != b.Value:
				finding.Why, finding.Args = OldFigure, []any{value}
			default:
				continue
			}
			text := invest.PlainText(field.Markup)
			if at := strings.Index(text, b.Words); at >= 0 {
				finding.Before, finding.After = around(text, at, at+len(b.Words))
			}
			out = append(out, finding)
		}
	}
	return out
}

// spoken is what a text calls an amount of the record, with the amount behind it.
var spoken = regexp.MustCompile(`(固定资产投资|总投资额?|投资总额|计划投资|拟投资)(?:为|约为|达到|达|约|共|：|:|\s)*((?:约|近|超)?[0-9][0-9.,，]*(?:万|亿|千万|百万)(?:元|美元)?)`)

// spokenAmounts finds amounts that a text about one project gives otherwise than
// its record: by name, since a text has amounts of other things too.
func spokenAmounts(w invest.Wording, p *invest.Project) []Finding {
	var out []Finding
	text := plain(w)
	for _, m := range spoken.FindAllStringSubmatchIndex(text, -1) {
		name, typed := text[m[2]:m[3]], text[m[4]:m[5]]
		record := p.Total
		if name == "固定资产投资" {
			record = p.FixedAssets
		}
		said, err := invest.ParseMoney(strings.NewReplacer("超", "", "近", "约", ",", "", "，", "").Replace(typed))
		if err != nil || !record.Known() || agree(said, record) {
			continue
		}
		f := Finding{Rule: invest.RuleFigure, Level: invest.LevelOverride, Field: w.Field, Words: text[m[0]:m[1]], Why: OtherFigure, Args: []any{record}}
		f.Before, f.After = around(text, m[0], m[1])
		out = append(out, f)
	}
	return out
}

// agree reports whether what is said can be the record's amount: within its
// range, or rounded to it where either is given as about.
func agree(said, record invest.Money) bool {
	if said.Currency != record.Currency {
		return false
	}
	low, high := record.Low, record.High
	if said.Approx || record.Approx {
		low, high = low-low/20, high+high/20
	}
	return said.High >= low && said.Low <= high
}
