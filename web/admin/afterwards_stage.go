package admin

import (
	"context"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
)

// What was otherwise on the stage than in the text is no edit of it until an
// editor makes it one: then it goes to the reviewers like any other.

// stageAfter is a ceremony's text with what changed on the stage; ok is false
// where it was never live, or is over without a change, or they are in the text.
func (a *records) stageAfter(c echo.Context, d invest.Draft, text *invest.Ceremony) (stage invest.Stage, after *invest.Ceremony, ok bool, err error) {
	stage, err = a.desk.Stage(c.Request().Context(), actor(c), d.Number)
	if err != nil || stage.LiveAt.IsZero() || stage.Mode == invest.StageRehearsal || stage.Changes().None() {
		return stage, nil, false, err
	}
	after = stage.Changes().Onto(text)
	same, err := invest.SameContent(text, after)
	return stage, after, !same, err
}

// afterwardsCorrections says what changed on the stage, and offers to put it into
// the text and before the reviewers.
func (a *records) afterwardsCorrections(c echo.Context, d invest.Draft, text *invest.Ceremony) (view.AfterwardsSection, error) {
	ctx := c.Request().Context()
	stage, _, ok, err := a.stageAfter(c, d, text)
	s := view.AfterwardsSection{ID: "corrections"}
	if err != nil || stage.LiveAt.IsZero() || stage.Mode == invest.StageRehearsal {
		return s, err
	}
	s.Title = i18n.T(ctx, "afterwards.corrections")
	changes := stage.Changes()
	switch {
	case changes.None():
		s.Text = i18n.T(ctx, "afterwards.no_changes")
		return s, nil
	case !ok:
		s.Text = i18n.T(ctx, "afterwards.in_text")
		return s, nil
	}
	s.Text = i18n.T(ctx, "afterwards.corrections_lead")
	for _, x := range []struct {
		key  string
		keys []int
		of   map[int]string
	}{
		{"afterwards.absent", changes.Absent, rowNames(ctx, text)},
		{"afterwards.joined", changes.Joined, rowNames(ctx, text)},
		{"afterwards.skipped", changes.Skipped, groupNames(ctx, text)},
		{"afterwards.order", changes.Groups, groupNames(ctx, text)},
	} {
		var names []string
		for _, key := range x.keys {
			if n := x.of[key]; n != "" {
				names = append(names, n)
			}
		}
		if len(names) > 0 {
			s.Lines = append(s.Lines, i18n.T(ctx, x.key, strings.Join(names, i18n.T(ctx, "list.separator"))))
		}
	}
	if actor(c).Editor.May(invest.MayWrite, invest.KindCeremony) && !inBin(d) {
		s.Action, s.Button = i18n.Path(ctx, recordPath(a.kind, d.Number)+"/corrections"), i18n.T(ctx, "afterwards.correct")
	}
	return s, nil
}

// correctAfterStage saves what changed on the stage as the next text and submits
// it. Where the checks want to be answered first, it is saved and says so.
func (a *records) correctAfterStage(c echo.Context) error {
	d, text, err := a.ceremony(c)
	if err != nil {
		return err
	}
	path := recordPath(a.kind, d.Number)
	_, after, ok, err := a.stageAfter(c, d, text)
	if err != nil {
		return err
	}
	if !ok {
		return backWith(c, path+"/afterwards", "unchanged")
	}
	ctx := c.Request().Context()
	d.Body = after
	saved, err := a.desk.Save(ctx, actor(c), d, i18n.Message(invest.Zh, "afterwards.stage_change"))
	if err != nil {
		return err
	}
	_, err = a.desk.Submit(ctx, actor(c), a.kind, d.Number, saved.Version)
	switch invest.CodeOf(err) {
	case "":
		if err == nil {
			return backWith(c, path+"/afterwards", "submitted")
		}
	case invest.Unchecked:
		return backWith(c, path+"/checks", "unchecked")
	case invest.Invalid:
		return backWith(c, path, "saved")
	}
	return err
}

func rowNames(ctx context.Context, c *invest.Ceremony) map[int]string {
	names := map[int]string{}
	for _, s := range c.Signings() {
		names[s.Key] = i18n.Pick(ctx, s.Name).S
	}
	return names
}

func groupNames(ctx context.Context, c *invest.Ceremony) map[int]string {
	names := map[int]string{}
	for _, g := range c.Groups {
		names[g.Key] = i18n.Pick(ctx, g.Label).S
	}
	return names
}
