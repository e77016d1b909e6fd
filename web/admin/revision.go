package admin

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
	"wellspring/web/form"
)

// revisions lists the saved texts of a draft or, with from and to in the
// address, lays two of them side by side.
func (a *records) revisions(c echo.Context) error {
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	from, to := revisionOf(c, "from", d), revisionOf(c, "to", d)
	if from > 0 && to > 0 {
		return a.diff(c, d, min(from, to), max(from, to))
	}
	ctx, who := c.Request().Context(), actor(c)
	list, err := a.desk.Revisions(ctx, who, a.kind, d.Number)
	if err != nil {
		return err
	}
	people, err := a.people(c)
	if err != nil {
		return err
	}
	path := i18n.Path(ctx, recordPath(a.kind, d.Number)+"/revisions")
	v := view.RevisionsView{Record: a.record(c, d, "revisions"), Action: path}
	for i, r := range list {
		row := view.RevisionRow{
			N: strconv.FormatInt(r.N, 10), Who: nameOf(ctx, people, r.Editor), At: i18n.Stamp(ctx, r.At), Note: r.Note, Hash: r.Hash[:min(12, len(r.Hash))],
			Diff: component.Link{Text: plain(i18n.T(ctx, "revision.n", r.N))}, New: i == 0, Old: i == 1,
		}
		if r.N > 1 {
			row.Diff.Href = fmt.Sprintf("%s?from=%d&to=%d", path, r.N-1, r.N)
		}
		if r.N == d.Shown {
			row.Badge = component.Badge{Label: i18n.T(ctx, "revision.public"), Tone: "blue"}
		}
		v.Rows = append(v.Rows, row)
	}
	f := a.frame(c, v.Record.Title.S)
	f.Crumb = a.crumbs(ctx)
	return web.Render(c, http.StatusOK, view.Revisions(f, v))
}

// revisionOf reads a revision's number, 0 for one that the draft has not.
func revisionOf(c echo.Context, name string, d invest.Draft) int64 {
	n, err := strconv.ParseInt(c.QueryParam(name), 10, 64)
	if err != nil || n < 1 || n > d.Revision {
		return 0
	}
	return n
}

func (a *records) diff(c echo.Context, d invest.Draft, from, to int64) error {
	ctx, who := c.Request().Context(), actor(c)
	env, err := a.env(c, d.Body)
	if err != nil {
		return err
	}
	people, err := a.people(c)
	if err != nil {
		return err
	}
	v := view.DiffView{
		Record: a.record(c, d, "revisions"), Title: i18n.T(ctx, "diff.title", from, to), Version: strconv.FormatInt(d.Version, 10),
	}
	var forms [2]form.Form
	for i, n := range []int64{from, to} {
		r, err := a.desk.Revision(ctx, who, a.kind, d.Number, n)
		if err != nil {
			return err
		}
		forms[i] = form.Of(ctx, env, r.Body)
		line := i18n.T(ctx, "diff.side", n, nameOf(ctx, people, r.Editor), i18n.Stamp(ctx, r.At))
		if i == 0 {
			v.Old = line
		} else {
			v.New = line
		}
		if n != d.Revision && who.Editor.May(invest.MayWrite, a.kind) && !inBin(d) {
			v.Restore = append(v.Restore, view.EditAction{
				Label: i18n.T(ctx, "diff.restore", n), To: i18n.Path(ctx, recordPath(a.kind, d.Number)+"/revisions"), Name: "restore", Value: strconv.FormatInt(n, 10),
			})
		}
	}
	v.Lines = diffLines(ctx, forms[0], forms[1])
	if len(v.Lines) == 0 {
		v.Same = i18n.T(ctx, "diff.same")
	}
	f := a.frame(c, v.Record.Title.S)
	f.Crumb = a.crumbs(ctx)
	return web.Render(c, http.StatusOK, view.Diff(f, v))
}

// diffLines lays the fields in which two texts differ over each other.
func diffLines(ctx context.Context, before, after form.Form) []view.DiffLine {
	var out []view.DiffLine
	for _, x := range form.Compare(ctx, before, after) {
		line := view.DiffLine{Label: x.Label}
		for _, p := range form.Words(x.Kind, x.Old, x.New) {
			if p.Sign != "new" {
				line.Old = append(line.Old, view.DiffPart(p))
			}
			if p.Sign != "gone" {
				line.New = append(line.New, view.DiffPart(p))
			}
		}
		out = append(out, line)
	}
	return out
}

// restore saves an earlier text as the latest.
func (a *records) restore(c echo.Context) error {
	ctx, who := c.Request().Context(), actor(c)
	d, err := a.draft(c)
	if err != nil {
		return err
	}
	sent, err := values(c)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(sent.Get("restore"), 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	r, err := a.desk.Revision(ctx, who, a.kind, d.Number, n)
	if err != nil {
		return err
	}
	d.Version, d.Body = version(sent), r.Body
	if _, err := a.desk.Save(ctx, who, d, i18n.T(ctx, "restore.note", n)); err != nil {
		if invest.CodeOf(err) != invest.Invalid {
			return err
		}
		// A text of other times may not be valid any more: it is shown in its form.
		env, envErr := a.env(c, r.Body)
		if envErr != nil {
			return envErr
		}
		in := filledIn{draft: d, form: form.Of(ctx, env, r.Body), note: i18n.T(ctx, "restore.note", n)}
		return a.refuse(c, env, in, invest.FieldsOf(err))
	}
	return backWith(c, recordPath(a.kind, d.Number), "restored")
}
