package desk_test

import (
	"slices"
	"strings"
	"testing"

	"wellspring/internal/invest"
)

// stageable saves a ceremony of two groups on a project of its own.
func (b *bureau) stageable() invest.Draft {
	b.t.Helper()
	p := b.save(invest.Writer, invest.Draft{Body: project(invest.Signed)})
	row := func(name string) invest.Signing {
		return invest.Signing{Project: p.Number, Name: invest.Text{Zh: name}}
	}
	return b.save(invest.Writer, invest.Draft{Body: &invest.Ceremony{
		Form: invest.FormStage, Title: invest.Text{Zh: "签约仪式"}, Start: invest.MonthOf(2023, 12), LivePage: true,
		Source: invest.Source{Name: invest.Text{Zh: "渭滨区"}},
		Groups: []invest.Group{
			{Label: invest.Text{Zh: "第一组"}, HostText: "请第一组上台", Signings: []invest.Signing{row("甲项目"), row("乙项目")}},
			{Label: invest.Text{Zh: "第二组"}, Signings: []invest.Signing{row("丙项目")}},
		},
	}})
}

func (b *bureau) openStage(d invest.Draft, revision int64, mode invest.StageMode) invest.Stage {
	b.t.Helper()
	s, err := b.OpenStage(b.t.Context(), b.who[invest.Director], d.Number, revision, mode)
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

func (b *bureau) direct(s invest.Stage, c invest.StageCommand) invest.Stage {
	b.t.Helper()
	c.Revision = s.Revision
	s, err := b.Direct(b.t.Context(), b.who[invest.Director], s.Ceremony, c)
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

func (b *bureau) approve(d invest.Draft) invest.Draft { return b.pass(b.submit(d), threeReviewers...) }

func groupShot(s invest.Stage, i int) invest.StageCommand {
	return invest.StageCommand{Act: invest.ActArm, Shot: invest.Shot{View: invest.ViewGroup, Group: s.Copy.Groups[i].Key}}
}

func TestAnyTextIsRehearsedAndNothingOfItReachesThePublic(t *testing.T) {
	b := newBureau(t)
	d := b.stageable()
	if s, err := b.Stage(t.Context(), b.who[invest.Director], d.Number); err != nil || s.Revision != 0 || s.Mode != "" {
		t.Fatalf("before it was opened: %+v, %v", s, err)
	}
	s := b.openStage(d, 0, invest.StageRehearsal)
	s = b.direct(b.direct(s, groupShot(s, 0)), invest.StageCommand{Act: invest.ActGo})
	if s.Revision != 3 || s.State.Shown.View != invest.ViewGroup {
		t.Errorf("the stage is %+v", s.State)
	}
	if e := b.last(); e.Action != "stage-go" || e.Number != d.Number || !strings.Contains(e.Detail, "rehearsal: group") {
		t.Errorf("the trail says %+v", e)
	}
	_, err := b.store.Live(t.Context(), d.Number)
	want(t, err, invest.NotFound)
	_, _, err = b.store.Ceremony(t.Context(), d.Number)
	want(t, err, invest.NotFound)
	_, err = b.OpenStage(t.Context(), b.who[invest.Director], d.Number, s.Revision, invest.StageLive)
	want(t, err, invest.Conflict)
}

func TestGoingLiveTakesAnApprovedTextAndNoEditOfItReachesTheStage(t *testing.T) {
	b := newBureau(t)
	d := b.approve(b.stageable())
	rehearsed := b.openStage(d, 0, invest.StageRehearsal)
	rehearsed = b.direct(rehearsed, invest.StageCommand{Act: invest.ActSkip, Group: rehearsed.Copy.Groups[0].Key, On: true})
	s := b.openStage(d, rehearsed.Revision, invest.StageLive)
	if s.Revision != 3 || len(s.State.Skipped) > 0 || s.State.Shown.View != invest.ViewTitle || !s.LiveAt.Equal(b.now) {
		t.Errorf("it begins with %+v", s)
	}
	s = b.direct(b.direct(s, groupShot(s, 0)), invest.StageCommand{Act: invest.ActGo})
	live, err := b.store.Live(t.Context(), d.Number)
	if err != nil || len(live.Text.Groups) != 1 || live.Text.Groups[0].HostText != "" {
		t.Errorf("the public sees %+v, %v", live.Text, err)
	}
	if now, err := b.store.Draft(t.Context(), d.Kind, d.Number); err != nil || now.Version != d.Version || now.Work != invest.WorkApproved {
		t.Errorf("the text is %s at version %d, was %d, %v", now.Work, now.Version, d.Version, err)
	}
	reviews, err := b.store.Reviews(t.Context(), d.Kind, d.Number)
	if err != nil || slices.ContainsFunc(reviews, func(r invest.Review) bool { return r.Voided }) {
		t.Errorf("reviews %+v, %v", reviews, err)
	}

	_, err = b.OpenStage(t.Context(), b.who[invest.Director], d.Number, s.Revision, invest.StageLive)
	want(t, err, invest.Conflict) // with the same text
	_, err = b.OpenStage(t.Context(), b.who[invest.Director], d.Number, s.Revision, invest.StageRehearsal)
	want(t, err, invest.Conflict) // of what is live
	body, err := invest.CloneContent(d.Body)
	if err != nil {
		t.Fatal(err)
	}
	body.(*invest.Ceremony).Title.Zh = "改过的标题"
	d.Body = body
	d = b.save(invest.Writer, d)
	if s, err = b.Stage(t.Context(), b.who[invest.Lead], d.Number); err != nil || s.Copy.Title.Zh != "签约仪式" {
		t.Errorf("an edit is on the stage: %s, %v", s.Copy.Title.Zh, err)
	}
	_, err = b.OpenStage(t.Context(), b.who[invest.Director], d.Number, s.Revision, invest.StageLive)
	want(t, err, invest.Conflict) // it is not approved any more
	d = b.approve(d)
	s = b.openStage(d, s.Revision, invest.StageLive)
	if s.Copy.Title.Zh != "改过的标题" || s.State.Shown.View != invest.ViewGroup || len(s.State.Seen) != 2 {
		t.Errorf("with the new text it goes on as %+v", s.State)
	}
}

func TestWhatIsPublicWithNothingNewerCanGoLive(t *testing.T) {
	b := newBureau(t)
	d := b.publish(b.approve(b.stageable()))
	b.openStage(d, 0, invest.StageLive)
	d = b.publish(b.approve(b.stageable()))
	body, err := invest.CloneContent(d.Body)
	if err != nil {
		t.Fatal(err)
	}
	body.(*invest.Ceremony).Title.Zh = "改过的标题"
	d.Body = body
	d = b.save(invest.Writer, d)
	_, err = b.OpenStage(t.Context(), b.who[invest.Director], d.Number, 0, invest.StageLive)
	want(t, err, invest.Conflict)
}

func TestOfTwoDirectorsTheSecondIsToldAndSeesTheStageAsItIs(t *testing.T) {
	b := newBureau(t)
	s := b.openStage(b.stageable(), 0, invest.StageRehearsal)
	first := b.direct(s, groupShot(s, 1))
	c := groupShot(s, 0)
	c.Revision = s.Revision
	met, err := b.Direct(t.Context(), b.who[invest.Director], s.Ceremony, c)
	want(t, err, invest.Stale)
	if met.Revision != first.Revision || met.State.Armed != first.State.Armed {
		t.Errorf("they see %+v", met.State)
	}
	_, err = b.OpenStage(t.Context(), b.who[invest.Director], s.Ceremony, s.Revision, invest.StageRehearsal)
	want(t, err, invest.Stale)
	_, err = b.EndStage(t.Context(), b.who[invest.Director], s.Ceremony, s.Revision)
	want(t, err, invest.Stale)
}

func TestUndoGoesBackByTheLogAsANewRevision(t *testing.T) {
	b := newBureau(t)
	s := b.openStage(b.stageable(), 0, invest.StageRehearsal)
	s = b.direct(s, groupShot(s, 0))
	s = b.direct(s, invest.StageCommand{Act: invest.ActGo})
	s = b.direct(s, invest.StageCommand{Act: invest.ActBlack, On: true})
	s = b.direct(b.direct(s, invest.StageCommand{Act: invest.ActUndo}), invest.StageCommand{Act: invest.ActUndo})
	if s.Revision != 6 || s.State.Shown.View != invest.ViewTitle || s.State.Black || s.State.Armed.View != invest.ViewGroup {
		t.Errorf("it is %+v at %d", s.State, s.Revision)
	}
	log, err := b.StageLog(t.Context(), b.who[invest.Lead], s.Ceremony, 99)
	if err != nil || len(log) != 6 || log[0].Command.Act != invest.ActUndo || log[5].Command.Mode != invest.StageRehearsal || log[0].Editor != b.who[invest.Director].Editor.ID {
		t.Errorf("the log is %+v, %v", log, err)
	}
	s = b.direct(s, invest.StageCommand{Act: invest.ActUndo})
	c := invest.StageCommand{Act: invest.ActUndo, Revision: s.Revision}
	_, err = b.Direct(t.Context(), b.who[invest.Director], s.Ceremony, c)
	want(t, err, invest.Conflict)
}

func TestAfterTheEndNoCommandIsTakenAndTheLivePageSaysSo(t *testing.T) {
	b := newBureau(t)
	d := b.approve(b.stageable())
	s := b.openStage(d, 0, invest.StageLive)
	s, err := b.EndStage(t.Context(), b.who[invest.Director], d.Number, s.Revision)
	if err != nil || s.Mode != invest.StageEnded {
		t.Fatal(s.Mode, err)
	}
	_, err = b.Direct(t.Context(), b.who[invest.Director], d.Number, invest.StageCommand{Act: invest.ActBlack, On: true, Revision: s.Revision})
	want(t, err, invest.Conflict)
	_, err = b.EndStage(t.Context(), b.who[invest.Director], d.Number, s.Revision)
	want(t, err, invest.Conflict)
	if live, err := b.store.Live(t.Context(), d.Number); err != nil || !live.Ended {
		t.Errorf("the live page is %+v, %v", live, err)
	}
	if s = b.openStage(d, s.Revision, invest.StageLive); !s.LiveAt.Equal(b.now) {
		t.Errorf("ended by mistake, it cannot go on: %+v", s)
	}
	_, err = b.Discard(t.Context(), b.who[invest.Writer], d.Kind, d.Number, d.Version)
	want(t, err, invest.Conflict)
}

func TestTheStageIsTheDirectorsAndSeenByWhoeverSeesTheCeremony(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	d := b.approve(b.stageable())
	s := b.openStage(d, 0, invest.StageRehearsal)
	if _, err := b.NewStageLink(ctx, b.who[invest.Director], d.Number, invest.RoleScreen); err != nil {
		t.Fatal(err)
	}
	for _, role := range invest.Roles {
		who := b.who[role]
		_, err := b.Stage(ctx, who, d.Number)
		_, logErr := b.StageLog(ctx, who, d.Number, 1)
		_, linkErr := b.StageLinks(ctx, who, d.Number)
		for _, err := range []error{err, logErr, linkErr} {
			if sees := who.Editor.Sees(invest.KindCeremony) != invest.SeesNone; sees != (err == nil) {
				t.Errorf("%s looks: %v", role, err)
			}
		}
		if role == invest.Director {
			continue
		}
		_, err = b.OpenStage(ctx, who, d.Number, s.Revision, invest.StageLive)
		want(t, err, invest.Forbidden)
		_, err = b.Direct(ctx, who, d.Number, invest.StageCommand{Act: invest.ActBlack, On: true, Revision: s.Revision})
		want(t, err, invest.Forbidden)
		if e := b.last(); e.Result != string(invest.Forbidden) || e.Login != string(role) || e.Number != d.Number {
			t.Errorf("the trail says %+v", e)
		}
		_, err = b.EndStage(ctx, who, d.Number, s.Revision)
		want(t, err, invest.Forbidden)
		_, err = b.NewStageLink(ctx, who, d.Number, invest.RoleScreen)
		want(t, err, invest.Forbidden)
		want(t, b.RevokeStageLink(ctx, who, d.Number, 1), invest.Forbidden)
	}
	if now, err := b.Stage(ctx, b.who[invest.Lead], d.Number); err != nil || now.Revision != s.Revision {
		t.Errorf("something was done: %+v, %v", now, err)
	}
}

func TestWhatIsNoStageIsNotOpened(t *testing.T) {
	b := newBureau(t)
	p := b.save(invest.Writer, invest.Draft{Body: project(invest.Signed)})
	register := b.save(invest.Writer, invest.Draft{Body: &invest.Ceremony{
		Form: invest.FormRegister, Title: invest.Text{Zh: "台账"}, Start: invest.MonthOf(2023, 12), Source: invest.Source{Name: invest.Text{Zh: "渭滨区"}},
		Groups: []invest.Group{{Label: invest.Text{Zh: "组"}, Signings: []invest.Signing{{Project: p.Number, Name: invest.Text{Zh: "项目"}}}}},
	}})
	thrown := b.discard(b.stageable())
	for _, n := range []int64{register.Number, thrown.Number} {
		_, err := b.OpenStage(t.Context(), b.who[invest.Director], n, 0, invest.StageRehearsal)
		want(t, err, invest.Conflict)
	}
	_, err := b.OpenStage(t.Context(), b.who[invest.Director], b.stageable().Number, 0, "")
	want(t, err, invest.Conflict)
	_, err = b.OpenStage(t.Context(), b.who[invest.Director], 99, 0, invest.StageRehearsal)
	want(t, err, invest.NotFound)
	_, err = b.NewStageLink(t.Context(), b.who[invest.Director], thrown.Number, invest.RoleScreen)
	want(t, err, invest.Conflict)
}

func TestAStageLinkIsOfOneCeremonyAndRoleAndHoldsUntilItIsRevoked(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	d, other := b.stageable(), b.stageable()
	director := b.who[invest.Director]
	tokens := map[invest.StageRole]string{}
	for _, role := range invest.StageRoles {
		token, err := b.NewStageLink(ctx, director, d.Number, role)
		if err != nil || len(token) != 43 {
			t.Fatal(token, err)
		}
		tokens[role] = token
		if l, err := b.StageByToken(ctx, token); err != nil || l.Role != role || l.Ceremony != d.Number {
			t.Errorf("the link is %+v, %v", l, err)
		}
	}
	_, err := b.NewStageLink(ctx, director, d.Number, "x")
	wantField(t, err, "role", "error.choice")
	for _, token := range []string{"", "x", tokens[invest.RoleScreen][1:]} {
		_, err := b.StageByToken(ctx, token)
		want(t, err, invest.NotFound)
	}
	links, err := b.StageLinks(ctx, director, d.Number)
	if err != nil || len(links) != 3 || links[2].Role != invest.RoleScreen {
		t.Fatal(links, err)
	}
	want(t, b.RevokeStageLink(ctx, director, other.Number, links[2].ID), invest.NotFound)
	if err := b.RevokeStageLink(ctx, director, d.Number, links[2].ID); err != nil {
		t.Fatal(err)
	}
	if e := b.last(); e.Action != "stage-revoke" || e.Detail != "screen" {
		t.Errorf("the trail says %+v", e)
	}
	_, err = b.StageByToken(ctx, tokens[invest.RoleScreen])
	want(t, err, invest.NotFound)
	gone := director.Editor
	gone.Disabled = true
	if _, err := b.SaveEditor(ctx, b.who[invest.Admin], gone); err != nil {
		t.Fatal(err)
	}
	if _, err := b.StageByToken(ctx, tokens[invest.RolePrompter]); err != nil {
		t.Errorf("a screen goes dark because its director left: %v", err)
	}
	b.discard(d)
	_, err = b.StageByToken(ctx, tokens[invest.RolePrompter])
	want(t, err, invest.NotFound)
}
