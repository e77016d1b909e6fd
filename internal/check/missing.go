package check

import (
	"fmt"
	"regexp"
	"strings"

	"wellspring/internal/invest"
)

// sources finds figures and texts whose source cannot be looked up.
func sources(c invest.Content) []Finding {
	var out []Finding
	if s := c.Citation(); s.URL == "" && s.Taken.IsZero() && c.Kind() != invest.KindArticle {
		out = append(out, Finding{
			Rule: invest.RuleSource, Level: invest.LevelAdvice, Field: "source.url", Words: s.Name.Zh, Why: NoSourceAddress,
		})
	}
	if p, ok := c.(*invest.Project); ok {
		for i, f := range p.Funds {
			if f.Source.Name.Zh == "" {
				out = append(out, Finding{
					Rule: invest.RuleSource, Level: invest.LevelAdvice, Field: fmt.Sprintf("funds.%d.source.name.zh", i), Why: NoFundsSource,
				})
			}
		}
	}
	return out
}

var (
	figure   = regexp.MustCompile(`(?s)<figure>(.*?)</figure>`)
	image    = regexp.MustCompile(`<img [^>]*>`)
	altOf    = regexp.MustCompile(` alt="([^"]*)"`)
	creditOf = regexp.MustCompile(`(?s)<figcaption>.*<small>(.*?)</small>`)
)

// Pictures finds pictures without an alt text or a credit: they cannot be published.
func Pictures(c invest.Content) []Finding {
	var out []Finding
	add := func(field, words string, why Why) {
		out = append(out, Finding{Rule: invest.RuleAlt, Level: invest.LevelMust, Field: field, Words: words, Why: why})
	}
	i := 0
	invest.EachPicture(c, func(p *invest.Picture) {
		at := fmt.Sprintf("pictures.%d.", i)
		if c.Kind() == invest.KindArticle {
			at = "picture."
		}
		if strings.TrimSpace(p.Alt.Zh) == "" {
			add(at+"alt.zh", p.Caption.Zh, NoAlt)
		}
		if strings.TrimSpace(p.Credit.Zh) == "" {
			add(at+"credit.zh", p.Caption.Zh, NoCredit)
		}
		i++
	})
	for _, f := range invest.RichFields(c) {
		loose := f.Markup
		for _, framed := range figure.FindAllString(f.Markup, -1) {
			loose = strings.Replace(loose, framed, "", 1)
			credit := creditOf.FindStringSubmatch(framed)
			for _, img := range image.FindAllString(framed, -1) {
				described(img, invest.PlainText(framed), f.Name, add)
				if credit == nil || invest.PlainText(credit[1]) == "" {
					add(f.Name, invest.PlainText(framed), NoCredit)
				}
			}
		}
		for _, img := range image.FindAllString(loose, -1) { // in no figure, which alone has a credit
			described(img, "", f.Name, add)
			add(f.Name, "", NoCredit)
		}
	}
	return out
}

// described finds a picture without an alt text; caption is what it is known by.
func described(img, caption, field string, add func(field, words string, why Why)) {
	if m := altOf.FindStringSubmatch(img); m == nil || strings.TrimSpace(m[1]) == "" {
		add(field, caption, NoAlt)
	}
}
