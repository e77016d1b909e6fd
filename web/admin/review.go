package admin

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
	"wellspring/web/form"
)

func (a *records) reviews(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	return a.showReviews(c, http.StatusOK, d, nil, url.Values{})
}

// showReviews is the page of a text's reviews, with what was wrong with one
// that was sent.
func (a *records) showReviews(c echo.Context, status int, d invest.Draft, errs invest.FieldErrors, sent url.Values) error {
	ctx, who := c.Request().Context(), actor(c)
	reviews, err := a.desk.Reviews(ctx, who, a.kind, d.Number)
	if err != nil {
		return err
	}
	comments, err := a.desk.Comments(ctx, who, a.kind, d.Number)
	if err != nil {
		return err
	}
	people, err := a.people(c)
	if err != nil {
		return err
	}
	path := i18n.Path(ctx, recordPath(a.kind, d.Number))
	v := view.ReviewsView{
		Record: a.record(c, d, "reviews"), Version: strconv.FormatInt(d.Version, 10), Waits: waits(ctx, d),
		Note: component.Field{Name: "note", Label: i18n.T(ctx, "reviews.note"), Hint: i18n.T(ctx, "reviews.note_hint"), Kind: "area", Rows: 3, Wide: true, Value: sent.Get("note")},
		Text: component.Field{Name: "text", Label: i18n.T(ctx, "comments.text"), Kind: "area", Rows: 3, Wide: true, Value: sent.Get("text")},
	}
	if d.Shown > 0 {
		v.Sheets = append(v.Sheets, to(i18n.T(ctx, "sheet.public"), path+"/reviews/sheet"))
	}
	if d.Shown != d.Revision {
		v.Sheets = append(v.Sheets, to(i18n.T(ctx, "sheet.link"), path+"/reviews/sheet?revision="+strconv.FormatInt(d.Revision, 10)))
	}
	if d.Work.InReview() > 0 || d.Work == invest.WorkDraft {
		found, err := a.desk.Checks(ctx, who, a.kind, d.Number)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			v.Found = to(i18n.N(ctx, "reviews.found", len(found)), path+"/checks")
		}
	}
	if d.Work.InReview() > 0 {
		framed(c)
		v.Page = path + "/preview/page"
		if from := lastSeen(d, reviews); from > 0 {
			v.Changes = to(i18n.T(ctx, "reviews.changes", from), fmt.Sprintf("%s/revisions?from=%d&to=%d", path, from, d.Revision))
		}
	}
	switch bar, mine, err := a.reviewBar(c, d); {
	case err != nil:
		return err
	case mine && bar == "":
		v.Action = path + "/reviews"
	case mine:
		v.Why = i18n.Label(ctx, "bar", bar)
	}
	if d.Work == invest.WorkDraft && who.Editor.May(invest.MayWrite, a.kind) && !inBin(d) {
		v.Submit = path + "/submission"
	}
	if who.Editor.WorksOn(a.kind) {
		v.Comment = path + "/comments"
	}
	for _, r := range slices.Backward(reviews) {
		line := reviewLine(ctx, r, people)
		// Those that the public text stands on hold, though an edit has begun a new round.
		line.Voided = r.Voided && !(r.Revision == d.Shown && r.Verdict == invest.Passed)
		v.Rounds = append(v.Rounds, line)
	}
	for _, x := range comments {
		v.Comments = append(v.Comments, commentLine(ctx, x, people))
	}
	if len(errs) > 0 {
		v.Problem = i18n.N(ctx, "edit.problems", len(errs))
		for _, e := range errs {
			v.Problems = append(v.Problems, problemAt(ctx, e, &v.Note, &v.Text))
		}
	}
	f := a.frame(c, v.Record.Title.S)
	f.Crumb = a.crumbs(ctx)
	script(c, &f, "unsaved.js")
	return web.Render(c, status, view.Reviews(f, v))
}

func commentLine(ctx context.Context, x invest.Comment, people map[int64]invest.Editor) view.CommentLine {
	return view.CommentLine{
		Who: nameOf(ctx, people, x.Editor), At: i18n.Stamp(ctx, x.At), Revision: i18n.T(ctx, "revision.n", x.Revision),
		Text: component.Prose{Paragraphs: paragraphs(x.Text)},
	}
}

// reviewBar reports whether a text waits for a review that is the editor's to
// give, and what keeps them from it, "" for nothing.
func (a *records) reviewBar(c echo.Context, d invest.Draft) (bar desk.Bar, mine bool, err error) {
	ctx, who := c.Request().Context(), actor(c)
	level := d.Work.InReview()
	if level == 0 || !who.Editor.May(invest.ReviewRight(level), a.kind) {
		return "", false, nil
	}
	revisions, err := a.desk.Revisions(ctx, who, a.kind, d.Number)
	if err != nil {
		return "", false, err
	}
	reviews, err := a.desk.Reviews(ctx, who, a.kind, d.Number)
	if err != nil {
		return "", false, err
	}
	return desk.Barred(d, who.Editor.ID, revisions, reviews), true, nil
}

// lastSeen is the latest text before this one that a reviewer or the public has
// seen, 0 where there is none.
func lastSeen(d invest.Draft, reviews []invest.Review) int64 {
	last := int64(0)
	for _, r := range reviews {
		if r.Revision < d.Revision {
			last = max(last, r.Revision)
		}
	}
	if d.Shown < d.Revision {
		last = max(last, d.Shown)
	}
	return last
}

// problemAt words an error and puts it to the field among some that it is about.
func problemAt(ctx context.Context, e invest.FieldError, fields ...*component.Field) component.Problem {
	words := i18n.T(ctx, e.Key, e.Args...)
	for _, f := range fields {
		if f.Name == e.Field {
			f.Error = words
			return component.Problem{Text: f.Label + i18n.T(ctx, "colon") + words, Href: "#" + f.ID()}
		}
	}
	return component.Problem{Text: words}
}

// problemsAt says how much is wrong with a form, and what of it where.
func problemsAt(ctx context.Context, errs invest.FieldErrors, fields []component.Field) (string, []component.Problem) {
	var at []*component.Field
	for i := range fields {
		at = append(at, &fields[i])
	}
	var out []component.Problem
	for _, e := range errs {
		out = append(out, problemAt(ctx, e, at...))
	}
	return i18n.N(ctx, "edit.problems", len(errs)), out
}

func paragraphs(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// waits says what a text waits for.
func waits(ctx context.Context, d invest.Draft) string {
	if inBin(d) {
		return i18n.T(ctx, "bin.in_it")
	}
	return i18n.T(ctx, "waits."+string(d.Work))
}

func reviewLine(ctx context.Context, r invest.Review, people map[int64]invest.Editor) view.ReviewLine {
	v := view.ReviewLine{
		Level: i18n.T(ctx, "level_name."+strconv.Itoa(r.Level)), Who: nameOf(ctx, people, r.Editor), At: i18n.Stamp(ctx, r.At),
		Revision: i18n.T(ctx, "revision.n", r.Revision), Note: r.Note, Hash: r.Hash, Voided: r.Voided,
		Verdict: component.Badge{Label: i18n.Label(ctx, "verdict", r.Verdict), Tone: "blue"},
	}
	if r.Verdict == invest.SentBack {
		v.Verdict.Tone = "seal"
	}
	return v
}

// version reads the version that a form was made for; one that is none is stale.
func version(sent url.Values) int64 {
	n, _ := strconv.ParseInt(sent.Get("version"), 10, 64)
	return n
}

// act does one thing to the text of an address. What the Desk finds wrong with
// it is shown on the page it came from by show.
func (a *records) act(c echo.Context, deed, back string, do func(n int64, sent url.Values) error,
	show func(c echo.Context, d invest.Draft, errs invest.FieldErrors, sent url.Values) error,
) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	sent, err := values(c)
	if err != nil {
		return err
	}
	err = do(n, sent)
	if invest.CodeOf(err) == invest.Unchecked {
		d, openErr := a.draft(c)
		if openErr != nil {
			return openErr
		}
		if sent.Get("override") == "" { // what was said of the text is not lost
			sent.Set("override", sent.Get("note"))
		}
		return a.showChecks(c, http.StatusUnprocessableEntity, d, invest.FieldErrors{{Key: unansweredKey(d)}}, sent)
	}
	if invest.CodeOf(err) == invest.Invalid {
		d, openErr := a.draft(c)
		if openErr != nil {
			return openErr
		}
		return show(c, d, invest.FieldsOf(err), sent)
	}
	if err != nil {
		return err
	}
	return backWith(c, recordPath(a.kind, n)+back, deed)
}

// unansweredKey words what is in the way of a text, for its writer or for who
// reviews it.
func unansweredKey(d invest.Draft) string {
	if d.Work == invest.WorkDraft {
		return "checks.unanswered_writer"
	}
	return "checks.unanswered"
}

// badReviews shows the page of the reviews with what was wrong.
func (a *records) badReviews(c echo.Context, d invest.Draft, errs invest.FieldErrors, sent url.Values) error {
	return a.showReviews(c, http.StatusUnprocessableEntity, d, errs, sent)
}

func (a *records) submit(c echo.Context) error {
	return a.act(c, "submitted", "/reviews", func(n int64, sent url.Values) error {
		_, err := a.desk.Submit(c.Request().Context(), actor(c), a.kind, n, version(sent))
		return err
	}, a.badReviews)
}

func (a *records) review(c echo.Context) error {
	verdict := invest.Verdict(c.FormValue("verdict"))
	deed := "passed"
	if verdict == invest.SentBack {
		deed = "sent_back"
	}
	return a.act(c, deed, "/reviews", func(n int64, sent url.Values) error {
		_, err := a.desk.Review(c.Request().Context(), actor(c), a.kind, n, version(sent), verdict, sent.Get("note"))
		return err
	}, a.badReviews)
}

func (a *records) comment(c echo.Context) error {
	return a.act(c, "commented", "/reviews", func(n int64, sent url.Values) error {
		_, err := a.desk.Comment(c.Request().Context(), actor(c), a.kind, n, form.Block(sent.Get("text")))
		return err
	}, a.badReviews)
}

// sheet is the sign-off sheet (信息发布审核表) of one text, for printing: the one
// that the public sees, or with revision in its address another. The reviews of
// the public text hold, though an edit since has voided them for the next one.
func (a *records) sheet(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	ctx, who := c.Request().Context(), actor(c)
	n := d.Revision
	if d.Shown > 0 {
		n = d.Shown
	}
	if asked := revisionOf(c, "revision", d); asked > 0 {
		n = asked
	}
	reviews, err := a.desk.Reviews(ctx, who, a.kind, d.Number)
	if err != nil {
		return err
	}
	revision, err := a.desk.Revision(ctx, who, a.kind, d.Number, n)
	if err != nil {
		return err
	}
	people, err := a.people(c)
	if err != nil {
		return err
	}
	v := view.SheetView{
		Title: i18n.Pick(ctx, revision.Body.Heading()), Kind: i18n.T(ctx, "one."+string(a.kind)), Number: strconv.FormatInt(d.Number, 10),
		Revision: i18n.T(ctx, "revision.n", n), Hash: revision.Hash, Writer: nameOf(ctx, people, revision.Editor), Written: i18n.Stamp(ctx, revision.At),
		Source: i18n.Pick(ctx, revision.Body.Citation().Name), Printed: i18n.Stamp(ctx, a.desk.Now()),
	}
	public := n == d.Shown
	if public {
		v.Published = i18n.Stamp(ctx, d.ShownAt)
	}
	for level := 1; level <= 3; level++ {
		line := view.SheetLine{Level: i18n.T(ctx, "level_name."+strconv.Itoa(level))}
		for _, r := range reviews {
			if r.Level == level && r.Revision == n && (!r.Voided || public && r.Verdict == invest.Passed) {
				line.ReviewLine = reviewLine(ctx, r, people)
			}
		}
		v.Lines = append(v.Lines, line)
	}
	found, err := a.desk.Overrides(ctx, who, a.kind, d.Number)
	if err != nil {
		return err
	}
	for _, o := range found {
		if o.Revision <= n {
			v.Overrides = append(v.Overrides, i18n.Label(ctx, "check_rule", o.Rule)+i18n.T(ctx, "quoted", o.Words)+i18n.T(ctx, "colon")+
				i18n.T(ctx, "checks.answered", nameOf(ctx, people, o.Editor), i18n.Stamp(ctx, o.At), o.Note))
		}
	}
	f := a.frame(c, i18n.T(ctx, "sheet.title"))
	f.Crumb = a.crumbs(ctx)
	return web.Render(c, http.StatusOK, view.Sheet(f, v))
}
