package form

import (
	"strconv"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
)

func site(w *walker, s *invest.Site) {
	w.section("section.site_name")
	w.text("name", "field.site_name", &s.Name, required)
	w.text("short", "field.short", &s.Short)
	w.text("promise", "field.promise", &s.Promise, wide)
	w.text("notice", "field.notice", &s.Notice, hint("hint.notice"))
	rows(w, "examples", "field.examples", "add.example", &s.Examples, exampleQuery)
	w.homeFigures(&s.HomeFigures)
	rows(w, "services", "field.services", "add.service", &s.Services, service)

	w.section("section.codes")
	w.line("domain", "field.domain", &s.Domain, hint("hint.domain"))
	w.line("idCode", "foot.id_code", &s.IDCode)
	w.line("icp.number", "foot.icp", &s.ICP.Number)
	w.line("icp.url", "field.icp_url", &s.ICP.URL)
	w.line("police.number", "foot.police", &s.Police.Number)
	w.line("police.url", "field.police_url", &s.Police.URL)
	w.line("errorReport", "field.error_report", &s.ErrorReport, wide)
	w.line("timeZone", "field.time_zone", &s.TimeZone, hint("hint.time_zone"))

	w.section("section.footer")
	w.text("organiser", "foot.organiser", &s.Organiser)
	w.text("undertaker", "foot.undertaker", &s.Undertaker)
	w.text("address", "foot.address", &s.Address)
	w.line("postcode", "foot.postcode", &s.Postcode)
	w.contact("desk", &s.Desk)

	w.section("section.pages")
	w.rich("about", "field.about", &s.About)
	w.rich("contact", "field.contact", &s.Contact)
	w.rich("statement", "field.statement", &s.Statement)
	w.rich("privacy", "field.privacy", &s.Privacy)
}

func exampleQuery(w *walker, t *invest.Text) string {
	w.text("text", "field.example", t, required)
	return i18n.Pick(w.ctx, *t).S
}

func service(w *walker, x *invest.Service) string {
	w.text("name", "field.name", &x.Name, required)
	w.blocks("text", "field.text", &x.Text, tall(2))
	return i18n.Pick(w.ctx, x.Name).S
}

func (w *walker) homeFigures(p *[]string) {
	var list []component.Option
	for _, i := range w.env.Settings.Indicators {
		list = append(list, component.Option{Value: i.Key, Label: i18n.Pick(w.ctx, i.Name)})
	}
	tick(w, "homeFigures", "field.home_figures", p, list, nil)
}

func columns(w *walker, cs *invest.Columns) {
	w.section("section.columns")
	rows(w, "columns", "field.columns", "add.column", (*[]invest.Column)(cs), column)
}

func column(w *walker, c *invest.Column) string {
	w.line("key", "field.key", &c.Key, required, hint("hint.key"))
	pick(w, "type", "field.column_type", &c.Type, columnTypes(), []option{required})
	w.text("name", "field.name", &c.Name, required)
	w.blocks("description", "field.description", &c.Description, required, tall(2))
	w.text("keywords", "field.keywords", &c.Keywords, required, hint("hint.keywords"))
	w.flag("articles", "field.articles", &c.Articles)
	w.levels("levels", "field.levels", &c.Levels, "hint.levels")
	return i18n.Pick(w.ctx, c.Name).S
}

// columnTypes are the standard's own words, in the language it has.
func columnTypes() []component.Option {
	var list []component.Option
	for _, t := range invest.ColumnTypes {
		list = append(list, component.Option{Value: string(t), Label: i18n.Words{S: string(t), Lang: string(invest.Zh)}})
	}
	return list
}

// levels is a number of reviews, 0 for as elsewhere.
func (w *walker) levels(name, label string, p *int, hintKey string) {
	f := component.Field{Name: name, Label: label, Kind: "choice", Hint: hintKey, Options: []component.Option{{Value: "", Label: w.words("choice.none")}}}
	for n := 1; n <= 3; n++ {
		f.Options = append(f.Options, component.Option{Value: strconv.Itoa(n), Label: i18n.Words{S: i18n.N(w.ctx, "levels.n", n)}})
	}
	w.field(f, func() string {
		if *p == 0 {
			return ""
		}
		return strconv.Itoa(*p)
	}, func(s string) string {
		*p = 0
		if s == "" {
			return ""
		}
		n, err := strconv.Atoi(s)
		if err != nil {
			return "error.levels"
		}
		*p = n
		return ""
	})
}

func sectors(w *walker, ss *invest.Sectors) {
	w.section("section.sectors")
	rows(w, "sectors", "field.sector_list", "add.sector", (*[]invest.Sector)(ss), sector)
}

func sector(w *walker, s *invest.Sector) string {
	w.line("key", "field.key", &s.Key, required, hint("hint.key"))
	w.line("gb", "field.gb", &s.GB)
	w.text("name", "field.name", &s.Name, required)
	var list []component.Option
	for _, g := range component.GlyphNames() {
		list = append(list, component.Option{Value: g, Label: i18n.Words{S: g}})
	}
	pick(w, "glyph", "field.glyph", &s.Glyph, list, nil)
	return i18n.Pick(w.ctx, s.Name).S
}

func indicators(w *walker, is *invest.Indicators) {
	w.section("section.indicators")
	rows(w, "indicators", "field.indicators", "add.indicator", (*[]invest.Indicator)(is), indicator)
}

func indicator(w *walker, i *invest.Indicator) string {
	w.line("key", "field.key", &i.Key, required, hint("hint.key"))
	w.line("topic", "field.topic", &i.Topic, hint("hint.topic"))
	w.text("name", "field.name", &i.Name, required)
	w.text("unit", "csv.unit", &i.Unit, required)
	w.blocks("definition", "field.definition", &i.Definition, tall(2))
	w.line("currency", "field.currency", &i.Currency, hint("hint.currency"))
	w.scale("scale", &i.Scale)
	choice(w, "level", "field.level", "level", &i.Level, invest.Levels)
	return i18n.Pick(w.ctx, i.Name).S
}

// scale is how many units of money one of an indicator is.
func (w *walker) scale(name string, p *int64) {
	f := component.Field{Name: name, Label: "field.scale", Kind: "number", Hint: "hint.scale"}
	typed(w, f, p, func(n int64) string {
		if n == 0 {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}, func(s string) (int64, error) {
		n, err := wholeNumber(s)
		return int64(n), err
	}, func(int64) string { return "" })
}

func redirects(w *walker, rs *invest.Redirects) {
	w.section("section.redirects")
	rows(w, "redirects", "field.redirects", "add.redirect", (*[]invest.Redirect)(rs), redirect)
}

func redirect(w *walker, r *invest.Redirect) string {
	w.line("from", "field.redirect_from", &r.From, required, hint("hint.redirect"))
	w.line("to", "field.redirect_to", &r.To, required)
	return r.From
}

func reviewLevels(w *walker, ls *invest.ReviewLevels) {
	w.section("section.reviews")
	if *ls == nil {
		*ls = invest.ReviewLevels{}
	}
	for _, k := range invest.Kinds {
		n := (*ls)[k]
		w.levels("reviews."+string(k), "kind."+string(k), &n, "")
		if n == 0 {
			delete(*ls, k)
		} else {
			(*ls)[k] = n
		}
	}
}

func wordList(w *walker, l *invest.WordList) {
	w.section("section.words")
	rows(w, "words", "field.words", "add.word", (*[]invest.ListedWord)(l), listedWord)
}

func listedWord(w *walker, x *invest.ListedWord) string {
	w.line("word", "field.word", &x.Word, required, hint("hint.word"))
	choice(w, "rule", "field.rule", "check_rule", &x.Rule, invest.WordRules, required)
	choice(w, "level", "field.check_level", "check_level", &x.Level, invest.WordLevels, required)
	w.blocks("reason", "field.word_reason", &x.Reason, tall(2), required)
	w.line("instead", "field.instead", &x.Instead)
	if x.Rule == "" || x.Level == "" {
		return x.Word
	}
	return x.Word + " · " + i18n.Label(w.ctx, "check_rule", x.Rule) + " · " + i18n.Label(w.ctx, "check_level", x.Level)
}
