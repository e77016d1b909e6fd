package admin

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"wellspring/internal/check"
	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
	"wellspring/web/form"
)

func (a *records) checks(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	return a.showChecks(c, http.StatusOK, d, nil, url.Values{})
}

// showChecks is the page of what the checks have found, with what was wrong with
// what was sent from it.
func (a *records) showChecks(c echo.Context, status int, d invest.Draft, errs invest.FieldErrors, sent url.Values) error {
	ctx, who := c.Request().Context(), actor(c)
	found, err := a.desk.Checks(ctx, who, a.kind, d.Number)
	if err != nil {
		return err
	}
	env, err := a.env(c, d.Body)
	if err != nil {
		return err
	}
	people, err := a.people(c)
	if err != nil {
		return err
	}
	path := i18n.Path(ctx, recordPath(a.kind, d.Number))
	f := form.Of(ctx, env, d.Body)
	v := view.ChecksView{
		Record: a.record(c, d, "checks"), Version: strconv.FormatInt(d.Version, 10), Proof: path + "/proof",
		Count: i18n.N(ctx, "checks.count", len(found)),
		Plea:  component.Field{Name: "plea", Label: i18n.T(ctx, "checks.plea"), Hint: i18n.T(ctx, "checks.plea_hint"), Kind: "area", Rows: 3, Wide: true, Required: true, Value: sent.Get("plea")},
		Note:  component.Field{Name: "override", Label: i18n.T(ctx, "checks.override"), Hint: i18n.T(ctx, "checks.override_hint"), Kind: "area", Rows: 3, Wide: true, Required: true, Value: sent.Get("override")},
	}
	writes := who.Editor.May(invest.MayWrite, a.kind) && !inBin(d)
	open, must := 0, 0
	for _, x := range found {
		line := checkLine(ctx, web.Settings(c), x, f.Label(x.Field), people)
		if writes {
			line.Mend = path + "#f-" + x.Field
		}
		switch {
		case x.Open():
			open++
		case x.Level == invest.LevelMust:
			must++
		}
		v.Lines = append(v.Lines, line)
	}
	if open+must > 0 {
		v.Open = i18n.N(ctx, "checks.open", open+must)
	}
	if d.Work == invest.WorkDraft && writes && must == 0 {
		if v.Submit = path + "/submission"; open > 0 {
			v.Submit, v.Plead = "", path+"/plea"
		}
	}
	bar, reviews, err := a.reviewBar(c, d)
	if err != nil {
		return err
	}
	if reviews && bar == "" {
		if open > 0 {
			v.Override = path + "/overrides"
		} else {
			v.Reviews = to(i18n.T(ctx, "checks.reviews"), path+"/reviews")
		}
		v.Back = path + "/overrides/back"
		for i, x := range found {
			v.Lines[i].Mine = x.Override != nil && x.Override.Editor == who.Editor.ID
		}
	}
	comments, err := a.desk.Comments(ctx, who, a.kind, d.Number)
	if err != nil {
		return err
	}
	for _, x := range comments {
		if x.Revision == d.Revision {
			v.Said = append(v.Said, commentLine(ctx, x, people))
		}
	}
	if len(errs) > 0 {
		v.Problem = i18n.N(ctx, "edit.problems", len(errs))
		for _, e := range errs {
			v.Problems = append(v.Problems, problemAt(ctx, e, &v.Plea, &v.Note))
		}
	}
	frame := a.frame(c, v.Record.Title.S)
	frame.Crumb = a.crumbs(ctx)
	script(c, &frame, "unsaved.js")
	return web.Render(c, status, view.Checks(frame, v))
}

func checkLine(ctx context.Context, set invest.Settings, x desk.Checked, where string, people map[int64]invest.Editor) view.CheckLine {
	v := view.CheckLine{
		Key: x.Key(), Rule: component.Badge{Label: i18n.Label(ctx, "check_rule", x.Rule)}, Level: i18n.Label(ctx, "check_level", x.Level),
		Where: where, Before: cut("…", x.Before, ""), Words: x.Words, After: cut("", x.After, "…"), Open: x.Open(), Why: i18n.Pick(ctx, x.Reason),
	}
	if x.Level != invest.LevelAdvice {
		v.Rule.Tone = "seal"
	}
	if x.Why != "" {
		v.Why = plain(whyWords(ctx, set, x.Finding))
	}
	if x.Instead != "" {
		v.Instead = i18n.T(ctx, "checks.instead", x.Instead)
	}
	if o := x.Override; o != nil {
		v.Answered = i18n.T(ctx, "checks.answered", nameOf(ctx, people, o.Editor), i18n.Stamp(ctx, o.At), o.Note)
	}
	return v
}

// cut marks what goes on beyond what is shown of it.
func cut(before, s, after string) string {
	if utf8.RuneCountInString(s) < check.Around {
		return s
	}
	return before + s + after
}

func whyWords(ctx context.Context, set invest.Settings, f check.Finding) string {
	var args []any
	for _, x := range f.Args {
		if m, ok := x.(invest.Money); ok {
			x = i18n.Money(ctx, m)
		}
		if value, ok := x.(string); ok && f.Ref != "" {
			x = web.FigureWords(ctx, set, f.Ref, value)
		}
		args = append(args, x)
	}
	return i18n.T(ctx, "why."+string(f.Why), args...)
}

// plead submits a text with the writer's reason why what was found should stand.
func (a *records) plead(c echo.Context) error {
	return a.act(c, "submitted", "/reviews", func(n int64, sent url.Values) error {
		_, err := a.desk.Plead(c.Request().Context(), actor(c), a.kind, n, version(sent), pleaOf(c, sent))
		return err
	}, a.badChecks)
}

// pleaOf is the writer's reason, marked as what it is: it stands among comments.
func pleaOf(c echo.Context, sent url.Values) string {
	reason := form.Block(sent.Get("plea"))
	if reason == "" {
		return ""
	}
	return i18n.T(c.Request().Context(), "checks.plea_mark", reason)
}

// override lets stand what a reviewer has chosen.
func (a *records) override(c echo.Context) error {
	return a.act(c, "overridden", "/checks", func(n int64, sent url.Values) error {
		return a.desk.Override(c.Request().Context(), actor(c), a.kind, n, version(sent), sent["finding"], form.Block(sent.Get("override")))
	}, a.badChecks)
}

// takeBack takes back what the reviewer let stand.
func (a *records) takeBack(c echo.Context) error {
	return a.act(c, "override_back", "/checks", func(n int64, sent url.Values) error {
		return a.desk.TakeBackOverride(c.Request().Context(), actor(c), a.kind, n, version(sent), sent.Get("finding"))
	}, a.badChecks)
}

func (a *records) badChecks(c echo.Context, d invest.Draft, errs invest.FieldErrors, sent url.Values) error {
	return a.showChecks(c, http.StatusUnprocessableEntity, d, errs, sent)
}

// proof shows the whole of a text for proof-reading.
func (a *records) proof(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	env, err := a.env(c, d.Body)
	if err != nil {
		return err
	}
	f := form.Of(ctx, env, d.Body)
	v := view.ProofView{Record: a.record(c, d, "checks")}
	counts := map[check.Mark]int{}
	names := check.NewNames(d.Body)
	for _, w := range invest.Wordings(d.Body) {
		text := view.ProofText{Label: f.Label(w.Field), Lang: string(invest.Zh)}
		if strings.HasSuffix(w.Field, ".en") {
			text.Lang = string(invest.En)
		}
		for _, p := range proofParagraphs(w) {
			var parts []view.ProofPart
			for _, x := range check.MarkUp(p, names) {
				counts[x.Mark]++
				parts = append(parts, view.ProofPart{Text: x.Text, Mark: string(x.Mark)})
			}
			text.Paragraphs = append(text.Paragraphs, parts)
		}
		v.Texts = append(v.Texts, text)
	}
	for _, m := range check.Marks {
		v.Marks = append(v.Marks, view.ProofMark{Mark: string(m), Label: i18n.Label(ctx, "proof", m), N: strconv.Itoa(counts[m])})
	}
	frame := a.frame(c, v.Record.Title.S)
	frame.Crumb = a.crumbs(ctx)
	return web.Render(c, http.StatusOK, view.Proof(frame, v))
}

// proofParagraphs are the paragraphs of a wording, one a block of markup.
func proofParagraphs(w invest.Wording) []string {
	if !w.Markup {
		return paragraphs(w.Text)
	}
	return append(invest.PlainParagraphs(w.Text), invest.AltTexts(w.Text)...)
}
