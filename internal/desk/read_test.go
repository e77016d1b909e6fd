package desk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

// release is the least that is valid. It needs the indicator of withIndicator.
func release(title string) *invest.Release {
	value := invest.Dec(155)
	return &invest.Release{
		Title: invest.Text{Zh: title}, Period: invest.YearPeriod(2023), Source: invest.Source{Name: invest.Text{Zh: "渭滨区"}},
		Figures: []invest.Figure{{Indicator: "funds", Region: invest.Text{Zh: "渭滨区"}, Value: &value}},
	}
}

func ceremony(title string, projects ...int64) *invest.Ceremony {
	c := &invest.Ceremony{
		Form: invest.FormStage, Title: invest.Text{Zh: title}, Start: invest.MonthOf(2023, 11),
		Source: invest.Source{Name: invest.Text{Zh: "渭滨区"}}, Groups: []invest.Group{{Label: invest.Text{Zh: "第一组"}}},
	}
	for _, n := range projects {
		c.Groups[0].Signings = append(c.Groups[0].Signings, invest.Signing{Project: n, Name: invest.Text{Zh: "甲"}})
	}
	return c
}

// withIndicator is a bureau that counts funds in place.
func withIndicator(t *testing.T) *bureau {
	t.Helper()
	b := newBureau(t)
	indicators := invest.Indicators{{Key: "funds", Name: invest.Text{Zh: "到位资金"}, Unit: invest.Text{Zh: "亿元"}}}
	if err := b.SaveSetting(t.Context(), desk.Operator, &indicators, 0); err != nil {
		t.Fatal(err)
	}
	return b
}

// readings are the ways to read one draft.
func (b *bureau) readings(who desk.Actor, k invest.Kind, n int64) map[string]error {
	ctx := b.t.Context()
	errs := map[string]error{}
	_, errs["Open"] = b.Open(ctx, who, k, n)
	_, errs["Revisions"] = b.Revisions(ctx, who, k, n)
	_, errs["Revision"] = b.Revision(ctx, who, k, n, 1)
	_, errs["Reviews"] = b.Reviews(ctx, who, k, n)
	_, errs["Comments"] = b.Comments(ctx, who, k, n)
	_, errs["SchedulesOf"] = b.SchedulesOf(ctx, who, k, n)
	_, errs["Shares"] = b.Shares(ctx, who, k, n)
	_, errs["PreviewLinks"] = b.PreviewLinks(ctx, who, k, n)
	return errs
}

func TestADraftIsReadByWhoSeesIt(t *testing.T) {
	b := withIndicator(t)
	other := b.hire("other", invest.Writer)
	p := b.save(invest.Writer, invest.Draft{Body: project(invest.Signed)})
	c := b.save(invest.Writer, invest.Draft{Body: ceremony("签约", p.Number)})
	r := b.save(invest.Statistician, invest.Draft{Body: release("数据")})
	everything := []invest.Kind{invest.KindProject, invest.KindCeremony, invest.KindRelease}
	sees := map[invest.Role][]invest.Kind{
		invest.Writer:    {invest.KindProject, invest.KindCeremony},
		invest.Reviewer1: everything, invest.Reviewer2: everything, invest.Reviewer3: everything,
		invest.ColumnManager: everything, invest.Lead: everything,
		invest.Director: {invest.KindCeremony}, invest.Statistician: {invest.KindRelease},
		invest.Admin: nil, invest.Auditor: nil,
	}
	trail, err := b.store.Audit(t.Context(), 1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []invest.Draft{p, c, r} {
		for _, role := range invest.Roles {
			for method, err := range b.readings(b.who[role], d.Kind, d.Number) {
				if slices.Contains(sees[role], d.Kind) {
					if err != nil {
						t.Errorf("%s of a %s by %s: %v", method, d.Kind, role, err)
					}
					continue
				}
				want(t, err, invest.Forbidden)
			}
		}
		for _, who := range []desk.Actor{other, {}, {Editor: invest.Editor{ID: d.Owner, Roles: invest.Roles, Disabled: true}}} {
			for _, err := range b.readings(who, d.Kind, d.Number) {
				want(t, err, invest.Forbidden)
			}
		}
	}
	for _, err := range b.readings(b.who[invest.Lead], invest.KindProject, 99) {
		want(t, err, invest.NotFound)
	}
	after, err := b.store.Audit(t.Context(), 1, 1000)
	if err != nil || len(after) != len(trail) {
		t.Errorf("reading left %d lines in the trail, %v", len(after)-len(trail), err)
	}
}

func TestARefusedReadingGivesNothingOfTheDraft(t *testing.T) {
	b := newBureau(t)
	d := b.save(invest.Reviewer1, invest.Draft{Body: policy("内部")})
	got, err := b.Open(t.Context(), b.who[invest.Writer], d.Kind, d.Number)
	want(t, err, invest.Forbidden)
	if got.Body != nil || got.Number != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestAListHasWhatTheEditorSees(t *testing.T) {
	b := withIndicator(t)
	both := b.hire("both", invest.Writer, invest.Statistician)
	p := b.save(invest.Writer, invest.Draft{Body: project(invest.Signed)})
	b.save(invest.Reviewer1, invest.Draft{Body: policy("初审写的")})
	b.save(invest.Writer, invest.Draft{Body: ceremony("签约", p.Number)})
	b.save(invest.Statistician, invest.Draft{Body: release("数据")})
	mine, err := b.Save(t.Context(), both, invest.Draft{Body: policy("自己的")}, "")
	if err != nil {
		t.Fatal(err)
	}
	list := func(who desk.Actor, f invest.DraftFilter) string {
		t.Helper()
		f.Sort = invest.SortNumber
		l, err := b.List(t.Context(), who, f)
		if err != nil || l.Total != len(l.Rows) {
			t.Errorf("total %d of %d, %v", l.Total, len(l.Rows), err)
		}
		var out []string
		for _, r := range l.Rows {
			out = append(out, fmt.Sprint(r.Kind, r.Number))
		}
		return fmt.Sprint(out)
	}
	all := "[policy2 ceremony1 policy1 project1 release1]"
	for role, want := range map[invest.Role]string{
		invest.Writer: "[ceremony1 project1]", invest.Reviewer1: all, invest.Reviewer2: all, invest.Reviewer3: all,
		invest.ColumnManager: all, invest.Lead: all, invest.Director: "[ceremony1]", invest.Statistician: "[release1]",
		invest.Admin: "[]", invest.Auditor: "[]",
	} {
		if got := list(b.who[role], invest.DraftFilter{}); got != want {
			t.Errorf("%s sees %s, want %s", role, got, want)
		}
	}
	// Own of one kind and all of another, in one list.
	if got := list(both, invest.DraftFilter{}); got != fmt.Sprintf("[policy%d release1]", mine.Number) {
		t.Errorf("a writer and statistician sees %s", got)
	}
	// What a caller says of who sees does not widen it.
	if got := list(both, invest.DraftFilter{SeenBy: b.who[invest.Reviewer1].Editor.ID}); got != "[policy2 release1]" {
		t.Errorf("as somebody else: %s", got)
	}
	if got := list(both, invest.DraftFilter{SeenBy: both.Editor.ID, Whole: invest.Kinds}); got != "[policy2]" {
		t.Errorf("with every kind whole: %s", got)
	}
	if got := list(b.who[invest.Reviewer1], invest.DraftFilter{SeenBy: b.who[invest.Reviewer1].Editor.ID}); got != "[policy1]" {
		t.Errorf("a reviewer's own are %s", got)
	}
	for _, role := range []invest.Role{invest.Director, invest.Statistician, invest.Admin, invest.Auditor} {
		_, err := b.List(t.Context(), b.who[role], invest.DraftFilter{Kind: invest.KindProject})
		want(t, err, invest.Forbidden)
	}
	if got := list(b.who[invest.Director], invest.DraftFilter{Kinds: []invest.Kind{invest.KindProject}}); got != "[]" {
		t.Errorf("a director finds %s among projects", got)
	}
}

func TestATextIsChangedOnlyByWhoSeesIt(t *testing.T) {
	b := newBureau(t)
	other := b.hire("other", invest.Writer)
	ctx := t.Context()
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	_, err := b.Save(ctx, other, d, "")
	want(t, err, invest.Forbidden)
	_, err = b.Submit(ctx, other, d.Kind, d.Number, d.Version)
	want(t, err, invest.Forbidden)
	b.submit(d)
}

func TestWhoWroteInADraftSeesIt(t *testing.T) {
	b := newBureau(t)
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	// The owner loses nothing when a reviewer saves, and one who was a reviewer
	// keeps what they wrote when they are a writer only.
	d = b.save(invest.Reviewer1, changed(t, d))
	e := b.who[invest.Reviewer1].Editor
	e.Roles = []invest.Role{invest.Writer}
	e, err := b.SaveEditor(t.Context(), desk.Operator, e)
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []desk.Actor{b.who[invest.Writer], {Editor: e}} {
		if _, err := b.Open(t.Context(), who, d.Kind, d.Number); err != nil {
			t.Error(err)
		}
	}
}

func TestNamesAndSettingsAreReadByAnyEditor(t *testing.T) {
	b := newBureau(t)
	for _, role := range invest.Roles {
		all, err := b.Editors(t.Context(), b.who[role])
		if err != nil || len(all) != len(invest.Roles) || !slices.IsSortedFunc(all, byLogin) {
			t.Errorf("%s reads %v, %v", role, all, err)
		}
		part, version, err := b.Setting(t.Context(), b.who[role], invest.SettingSectors)
		if sectors, ok := part.(*invest.Sectors); err != nil || version != 1 || !ok || len(*sectors) != 1 {
			t.Errorf("%s reads %v at %d, %v", role, part, version, err)
		}
	}
	for _, who := range []desk.Actor{{}, {Editor: invest.Editor{ID: 1, Roles: invest.Roles, Disabled: true}}} {
		_, err := b.Editors(t.Context(), who)
		want(t, err, invest.Forbidden)
		_, _, err = b.Setting(t.Context(), who, invest.SettingSite)
		want(t, err, invest.Forbidden)
	}
	_, _, err := b.Setting(t.Context(), b.who[invest.Writer], "nothing")
	want(t, err, invest.NotFound)
}

func byLogin(a, b invest.Editor) int {
	if a.Login < b.Login {
		return -1
	}
	return 1
}

func TestOldSettingsAreReadByWhoMayChangeThem(t *testing.T) {
	b := newBureau(t)
	for key, may := range map[invest.SettingKey]invest.Role{invest.SettingSectors: invest.Admin, invest.SettingColumns: invest.ColumnManager} {
		for _, role := range invest.Roles {
			_, err := b.SettingRevisions(t.Context(), b.who[role], key)
			if role == may {
				if err != nil {
					t.Errorf("%s of %s: %v", key, role, err)
				}
				continue
			}
			want(t, err, invest.Forbidden)
		}
	}
	states, err := b.SettingRevisions(t.Context(), b.who[invest.Admin], invest.SettingSectors)
	if err != nil || len(states) != 1 || states[0].Version != 1 || !states[0].At.Equal(b.now) {
		t.Errorf("got %+v, %v", states, err)
	}
	_, err = b.SettingRevisions(t.Context(), b.who[invest.Admin], "nothing")
	want(t, err, invest.NotFound)
}

func TestSettingsSavedUnchangedAreTheNextVersion(t *testing.T) {
	b := newBureau(t)
	part, version, err := b.Setting(t.Context(), b.who[invest.Admin], invest.SettingSectors)
	if err != nil {
		t.Fatal(err)
	}
	want(t, b.SaveSetting(t.Context(), b.who[invest.Admin], part, version-1), invest.Stale)
	if err := b.SaveSetting(t.Context(), b.who[invest.Admin], part, version); err != nil {
		t.Error(err)
	}
}

func TestTheTrailIsReadByTheAuditorAlone(t *testing.T) {
	b := newBureau(t)
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	_, err := b.Publish(t.Context(), b.who[invest.Writer], d.Kind, d.Number, d.Version)
	want(t, err, invest.Forbidden)
	entries, total, err := b.Audit(t.Context(), b.who[invest.Auditor], invest.AuditFilter{Kind: invest.KindPolicy, Limit: 1})
	if err != nil || total != 2 || len(entries) != 1 || entries[0].Action != "publish" || entries[0].Result != string(invest.Forbidden) {
		t.Errorf("got %+v of %d, %v", entries, total, err)
	}
	for _, role := range invest.Roles {
		if role == invest.Auditor {
			continue
		}
		_, _, err := b.Audit(t.Context(), b.who[role], invest.AuditFilter{})
		want(t, err, invest.Forbidden)
	}
}

func TestTheDeskTellsItsTime(t *testing.T) {
	b := newBureau(t)
	b.now = b.now.Add(999 * time.Millisecond)
	if got := b.Now(); !got.Equal(b.now.Truncate(time.Second)) {
		t.Errorf("got %s", got)
	}
}
