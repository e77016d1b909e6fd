package admin

import (
	"context"
	"html"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/internal/richtext"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

// bindFigures holds the bound figures of a text that was sent to what is true:
// one that stood in the text before stays with its value; any other gets the
// value of now; one whose record is not public becomes plain text. Their words
// are the program's, in the language of their text.
func (s *Server) bindFigures(c echo.Context, body, before invest.Content) error {
	ctx, set := c.Request().Context(), web.Settings(c)
	var stood []invest.Bound
	if before != nil {
		stood = invest.BoundFigures(before)
	}
	var failed error
	bind := func(ctx context.Context) richtext.Rewriter {
		return richtext.Rewriter{Figure: func(f *richtext.Figure) {
			if was, ok := stoodAs(stood, f.Ref, f.Value); ok {
				f.Was, f.On = was.Was, was.On // a correction is the desk's to note
			} else {
				value, public, err := s.desk.Bound(ctx, f.Ref)
				if err != nil {
					failed = err
				}
				if !public {
					f.Markup = html.EscapeString(f.Words)
					return
				}
				f.Value, f.Was, f.On = value, "", ""
			}
			if words := web.FigureWords(ctx, set, f.Ref, f.Value); words != "" {
				f.Words = words
			}
		}}
	}
	for _, t := range body.RichTexts() {
		t.Zh = richtext.Rewrite(t.Zh, bind(inLanguage(ctx, invest.Zh)))
		t.En = richtext.Rewrite(t.En, bind(inLanguage(ctx, invest.En)))
	}
	return failed
}

// stoodAs finds a bound figure among those that stood in a text before.
func stoodAs(list []invest.Bound, ref, value string) (invest.Bound, bool) {
	for _, b := range list {
		if b.Ref == ref && b.Value == value {
			return b, true
		}
	}
	return invest.Bound{}, false
}

// inLanguage words what follows for another language than the page's.
func inLanguage(ctx context.Context, lang invest.Lang) context.Context {
	l := i18n.From(ctx)
	l.Lang = lang
	return i18n.With(ctx, l)
}

// toCorrect leads to what quotes figures of a text that were corrected since, and
// to those that it quotes itself; no link where there is nothing to correct.
func (a *records) toCorrect(c echo.Context, d invest.Draft) (component.Link, error) {
	ctx := c.Request().Context()
	list, err := a.desk.Corrections(ctx, actor(c), d.ID())
	if err != nil {
		return component.Link{}, err
	}
	n := desk.Undecided(list)
	if n == 0 {
		return component.Link{}, nil
	}
	return to(i18n.N(ctx, "corrections.waiting", n), i18n.Path(ctx, "/admin/corrections")), nil
}

// corrections lists the texts that quote figures which were corrected since.
func (s *Server) corrections(c echo.Context) error {
	ctx, who, set := c.Request().Context(), actor(c), web.Settings(c)
	list, err := s.desk.Corrections(ctx, who, invest.DraftID{})
	if err != nil {
		return err
	}
	v := view.CorrectionsView{Action: i18n.Path(ctx, "/admin/corrections")}
	for _, x := range list {
		line := view.CorrectionLine{
			Kind: i18n.T(ctx, "one."+string(x.Kind)), Link: to(i18n.Pick(ctx, x.Draft.Body.Heading()).S, i18n.Path(ctx, recordPath(x.Kind, x.Number))),
			State: state(ctx, x.Draft), What: s.figureLabel(ctx, set, x.Ref), Was: web.FigureWords(ctx, set, x.Ref, x.Value),
			Ref: x.Ref, TextKind: string(x.Kind), Number: strconv.FormatInt(x.Number, 10), Value: x.Value, Now: x.Now,
			Version: strconv.FormatInt(x.Draft.Version, 10), MayWrite: !x.Waits && who.Editor.May(invest.MayWrite, x.Kind) && x.Draft.Binned.IsZero(), Waits: x.Waits,
			NowWords: i18n.T(ctx, "corrections.lost"),
		}
		if x.Public {
			line.NowWords = web.FigureWords(ctx, set, x.Ref, x.Now)
		}
		if line.Kept = x.Kept; x.Kept {
			v.Kept = append(v.Kept, line)
		} else {
			v.Lines = append(v.Lines, line)
		}
	}
	return web.Render(c, http.StatusOK, view.Corrections(s.frame(c, i18n.T(ctx, "corrections.title")), v))
}

// figureLabel says what a figure is bound to: "光伏项目 · 总投资".
func (s *Server) figureLabel(ctx context.Context, set invest.Settings, ref string) string {
	to, ok := invest.ParseBound(ref)
	if !ok {
		return ref
	}
	titles, err := s.catalogue.Titles(ctx, to.Kind, []int64{to.Number})
	if err != nil { // it is a label: its number tells it as well
		s.log.Error("title of a figure's record", slog.Any("cause", err))
	}
	what := ""
	if to.Kind != invest.KindRelease {
		what = i18n.Label(ctx, "bound", to.Field)
	} else {
		x, _ := set.Indicators.Find(to.Field)
		what = i18n.Pick(ctx, x.Name).S
	}
	if title := i18n.Pick(ctx, titles[to.Number]).S; title != "" {
		return title + " · " + what
	}
	return i18n.T(ctx, "one."+string(to.Kind)) + " " + strconv.FormatInt(to.Number, 10) + " · " + what
}

// correct does with one quoted figure what the editor has decided: keep it, or
// take the new one over into a new revision, with a note of the correction or
// without.
func (s *Server) correct(c echo.Context) error {
	sent, err := values(c)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(sent.Get("number"), 10, 64)
	if err != nil {
		return echo.ErrBadRequest
	}
	use := invest.FigureUse{DraftID: invest.DraftID{Kind: invest.Kind(sent.Get("kind")), Number: n}, Ref: sent.Get("ref"), Value: sent.Get("value")}
	if invest.NewContent(use.Kind) == nil {
		return echo.ErrBadRequest
	}
	ctx, who := c.Request().Context(), actor(c)
	switch do := sent.Get("do"); do {
	case "keep":
		if err := s.desk.KeepFigure(ctx, who, use, sent.Get("now")); err != nil {
			return err
		}
		return backWith(c, "/admin/corrections", "kept")
	case "reconsider":
		if err := s.desk.ReconsiderFigure(ctx, who, use, sent.Get("now")); err != nil {
			return err
		}
		return backWith(c, "/admin/corrections", "reconsidered")
	case "note", "replace":
		d, err := s.desk.Open(ctx, who, use.Kind, n)
		if err != nil {
			return err
		}
		d.Version = version(sent)
		if err := s.takeOver(c, &d, use, do == "note"); err != nil {
			return err
		}
		if _, err := s.desk.Save(ctx, who, d, i18n.T(ctx, "corrections.change", s.figureLabel(ctx, web.Settings(c), use.Ref))); err != nil {
			return err
		}
		return backWith(c, recordPath(use.Kind, n), "corrected")
	default:
		return noSuch(do)
	}
}

// takeOver puts the value of now in place of the one that is quoted.
func (s *Server) takeOver(c echo.Context, d *invest.Draft, use invest.FigureUse, note bool) error {
	ctx, set := c.Request().Context(), web.Settings(c)
	now, public, err := s.desk.Bound(ctx, use.Ref)
	if err != nil {
		return err
	}
	if !public {
		return invest.Errorf(invest.Conflict, "%s is not public", use.Ref)
	}
	body, err := invest.CloneContent(d.Body)
	if err != nil {
		return err
	}
	day := s.desk.Now().In(set.Site.Location()).Format("2006-01-02")
	change := func(ctx context.Context) richtext.Rewriter {
		return richtext.Rewriter{Figure: func(f *richtext.Figure) {
			if f.Ref != use.Ref || f.Value != use.Value {
				return
			}
			was := f.Words
			f.Value, f.Words = now, web.FigureWords(ctx, set, f.Ref, now)
			f.Was, f.On = "", ""
			if note {
				f.Was, f.On = strings.TrimSpace(was), day
			}
		}}
	}
	for _, t := range body.RichTexts() {
		t.Zh = richtext.Rewrite(t.Zh, change(inLanguage(ctx, invest.Zh)))
		t.En = richtext.Rewrite(t.En, change(inLanguage(ctx, invest.En)))
	}
	d.Body = body
	return nil
}
