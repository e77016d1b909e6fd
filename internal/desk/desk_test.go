package desk_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
)

// bureau is a desk over a real store with an editor of each role, on a clock
// that a test can move.
type bureau struct {
	*desk.Desk
	t     *testing.T
	store *sqlite.Store
	now   time.Time
	who   map[invest.Role]desk.Actor
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	store, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	b := &bureau{t: t, store: store, now: time.Date(2023, 12, 1, 9, 0, 0, 0, time.UTC), who: map[invest.Role]desk.Actor{}}
	b.Desk = desk.New(store, func() time.Time { return b.now })
	for _, role := range invest.Roles {
		b.hire(string(role), role)
	}
	sectors := invest.Sectors{{Key: "energy", Name: invest.Text{Zh: "新能源"}}}
	if err := b.SaveSetting(t.Context(), desk.Operator, &sectors, 0); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bureau) hire(login string, roles ...invest.Role) desk.Actor {
	b.t.Helper()
	e, err := b.SaveEditor(b.t.Context(), desk.Operator, invest.Editor{Login: login, Name: login, Roles: roles})
	if err != nil {
		b.t.Fatal(err)
	}
	a := desk.Actor{Editor: e, Address: "192.0.2.7"}
	if len(roles) == 1 && login == string(roles[0]) {
		b.who[roles[0]] = a
	}
	return a
}

func policy(title string) *invest.Policy {
	return &invest.Policy{Title: invest.Text{Zh: title}, Validity: invest.ToVerify, Source: invest.Source{Name: invest.Text{Zh: "渭滨区"}}}
}

func project(phase invest.Phase) *invest.Project {
	return &invest.Project{
		Title: invest.Text{Zh: "光伏项目"}, Sectors: []string{"energy"}, Source: invest.Source{Name: invest.Text{Zh: "渭滨区"}},
		Phases: []invest.PhaseEntry{{Phase: phase, Date: invest.MonthOf(2023, 11)}},
	}
}

func (b *bureau) save(who invest.Role, d invest.Draft) invest.Draft {
	b.t.Helper()
	d, err := b.Save(b.t.Context(), b.who[who], d, "")
	if err != nil {
		b.t.Fatal(err)
	}
	return d
}

// changed is a draft with another title.
func changed(t *testing.T, d invest.Draft) invest.Draft {
	t.Helper()
	body, err := invest.CloneContent(d.Body)
	if err != nil {
		t.Fatal(err)
	}
	switch c := body.(type) {
	case *invest.Policy:
		c.Title.Zh += "，改"
	case *invest.Project:
		c.Title.Zh += "，改"
	default:
		t.Fatalf("a %T is not changed here", c)
	}
	d.Body = body
	return d
}

func (b *bureau) submit(d invest.Draft) invest.Draft {
	b.t.Helper()
	d, err := b.Submit(b.t.Context(), b.who[invest.Writer], d.Kind, d.Number, d.Version)
	if err != nil {
		b.t.Fatal(err)
	}
	return d
}

func (b *bureau) pass(d invest.Draft, roles ...invest.Role) invest.Draft {
	b.t.Helper()
	for _, r := range roles {
		var err error
		if d, err = b.Review(b.t.Context(), b.who[r], d.Kind, d.Number, d.Version, invest.Passed, ""); err != nil {
			b.t.Fatal(err)
		}
	}
	return d
}

func (b *bureau) publish(d invest.Draft) invest.Draft {
	b.t.Helper()
	d, err := b.Publish(b.t.Context(), b.who[invest.Reviewer3], d.Kind, d.Number, d.Version)
	if err != nil {
		b.t.Fatal(err)
	}
	return d
}

var threeReviewers = []invest.Role{invest.Reviewer1, invest.Reviewer2, invest.Reviewer3}

func want(t *testing.T, err error, code invest.Code) {
	t.Helper()
	if invest.CodeOf(err) != code || err == nil {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestATextGoesFromDraftToPublicByThreeReviews(t *testing.T) {
	b := newBureau(t)
	d := b.save(invest.Writer, invest.Draft{Body: policy("实施意见")})
	if _, _, err := b.store.Policy(t.Context(), d.Number); invest.CodeOf(err) != invest.NotFound {
		t.Errorf("a draft is public: %v", err)
	}
	d = b.submit(d)
	for i, w := range []invest.Work{invest.WorkReview1, invest.WorkReview2, invest.WorkReview3} {
		if d.Work != w {
			t.Fatalf("waits as %s, want %s", d.Work, w)
		}
		d = b.pass(d, threeReviewers[i])
	}
	if d.Work != invest.WorkApproved {
		t.Fatalf("is %s after three reviews", d.Work)
	}
	b.now = b.now.Add(26 * time.Hour)
	d = b.publish(d)
	got, pub, err := b.store.Policy(t.Context(), d.Number)
	if err != nil || got.Title.Zh != "实施意见" || !pub.PubDate.Equal(b.now) || !pub.Updated.Equal(b.now) || d.Work != invest.WorkNone {
		t.Errorf("got %+v %+v %v", got, pub, err)
	}
	first := pub.PubDate
	b.now = b.now.Add(time.Hour)
	d.Body = policy("实施意见（修订）")
	d = b.pass(b.submit(b.save(invest.Writer, d)), threeReviewers...)
	if got, _, _ := b.store.Policy(t.Context(), d.Number); got.Title.Zh != "实施意见" {
		t.Error("the public sees a text that was not published")
	}
	b.publish(d)
	if got, pub, _ := b.store.Policy(t.Context(), d.Number); got.Title.Zh != "实施意见（修订）" || !pub.PubDate.Equal(first) || !pub.Updated.Equal(b.now) {
		t.Errorf("after the second publication: %s, %+v", got.Title.Zh, pub)
	}
}

func TestNobodyReviewsTheirOwnTextOrTwice(t *testing.T) {
	b := newBureau(t)
	all := b.hire("all", invest.Writer, invest.Reviewer1, invest.Reviewer2, invest.Reviewer3)
	ctx := t.Context()
	own, err := b.Save(ctx, all, invest.Draft{Body: policy("甲")}, "")
	if err != nil {
		t.Fatal(err)
	}
	if own, err = b.Submit(ctx, all, own.Kind, own.Number, own.Version); err != nil {
		t.Fatal(err)
	}
	_, err = b.Review(ctx, all, own.Kind, own.Number, own.Version, invest.Passed, "")
	want(t, err, invest.Forbidden)

	d := b.submit(b.save(invest.Writer, invest.Draft{Body: policy("乙")}))
	if d, err = b.Review(ctx, all, d.Kind, d.Number, d.Version, invest.Passed, ""); err != nil {
		t.Fatal(err)
	}
	_, err = b.Review(ctx, all, d.Kind, d.Number, d.Version, invest.Passed, "")
	want(t, err, invest.Forbidden)

	// A reviewer who mends a text becomes one of its writers.
	d.Body = policy("乙，改过")
	d, err = b.Save(ctx, b.who[invest.Reviewer2], d, "错字")
	if err != nil {
		t.Fatal(err)
	}
	d = b.pass(b.submit(d), invest.Reviewer1)
	_, err = b.Review(ctx, b.who[invest.Reviewer2], d.Kind, d.Number, d.Version, invest.Passed, "")
	want(t, err, invest.Forbidden)
}

func TestAnEditVoidsAllReviews(t *testing.T) {
	b := newBureau(t)
	d := b.pass(b.submit(b.save(invest.Writer, invest.Draft{Body: policy("甲")})), threeReviewers...)
	d.Body = policy("乙")
	d = b.save(invest.Writer, d)
	if d.Work != invest.WorkDraft {
		t.Errorf("is %s after an edit", d.Work)
	}
	_, err := b.Publish(t.Context(), b.who[invest.Reviewer3], d.Kind, d.Number, d.Version)
	want(t, err, invest.Conflict)
	reviews, err := b.store.Reviews(t.Context(), d.Kind, d.Number)
	if err != nil || len(reviews) != 3 || slices.ContainsFunc(reviews, func(r invest.Review) bool { return !r.Voided || r.Hash == "" }) {
		t.Errorf("reviews %+v, %v", reviews, err)
	}
}

func TestATextIsSentBackWithANote(t *testing.T) {
	b := newBureau(t)
	d := b.submit(b.save(invest.Writer, invest.Draft{Body: policy("甲")}))
	_, err := b.Review(t.Context(), b.who[invest.Reviewer1], d.Kind, d.Number, d.Version, invest.SentBack, "")
	want(t, err, invest.Invalid)
	d, err = b.Review(t.Context(), b.who[invest.Reviewer1], d.Kind, d.Number, d.Version, invest.SentBack, "来源不清")
	if err != nil || d.Work != invest.WorkDraft {
		t.Errorf("got %s, %v", d.Work, err)
	}
	d = b.pass(b.submit(d), invest.Reviewer1)
	d, err = b.Review(t.Context(), b.who[invest.Reviewer2], d.Kind, d.Number, d.Version, invest.SentBack, "再核对")
	if err != nil {
		t.Fatal(err)
	}
	if d = b.pass(b.submit(d), threeReviewers...); d.Work != invest.WorkApproved {
		t.Errorf("the same text, sent back and submitted again, is %s after its reviews", d.Work)
	}
}

func TestHowManyReviewsIsASetting(t *testing.T) {
	b := newBureau(t)
	for levels, roles := range map[int][]invest.Role{1: {invest.Reviewer3}, 2: {invest.Reviewer1, invest.Reviewer3}} {
		_, version, err := b.store.Setting(t.Context(), invest.SettingReviews)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.SaveSetting(t.Context(), b.who[invest.Admin], &invest.ReviewLevels{invest.KindPolicy: levels}, version); err != nil {
			t.Fatal(err)
		}
		d := b.pass(b.submit(b.save(invest.Writer, invest.Draft{Body: policy("甲")})), roles...)
		if d.Work != invest.WorkApproved {
			t.Errorf("with %d levels: %s", levels, d.Work)
		}
	}
}

func TestRightsAreAskedForInTheDesk(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	d := b.pass(b.submit(b.save(invest.Writer, invest.Draft{Body: policy("甲")})), threeReviewers...)
	for _, role := range []invest.Role{invest.Director, invest.Statistician, invest.Lead, invest.Admin, invest.Auditor} {
		_, err := b.Save(ctx, b.who[role], invest.Draft{Body: policy("乙")}, "")
		want(t, err, invest.Forbidden)
	}
	for _, role := range []invest.Role{invest.Writer, invest.Reviewer1, invest.Reviewer2, invest.Director, invest.Statistician, invest.Lead, invest.Admin, invest.Auditor} {
		_, err := b.Publish(ctx, b.who[role], d.Kind, d.Number, d.Version)
		want(t, err, invest.Forbidden)
		_, err = b.Withdraw(ctx, b.who[role], d.Kind, d.Number, d.Version, "x")
		want(t, err, invest.Forbidden)
	}
	_, err := b.Save(ctx, desk.Actor{}, invest.Draft{Body: policy("乙")}, "")
	want(t, err, invest.Forbidden)
	want(t, b.SaveSetting(ctx, b.who[invest.Writer], &invest.Sectors{}, 0), invest.Forbidden)
	want(t, b.SaveSetting(ctx, b.who[invest.Admin], &invest.Columns{}, 0), invest.Forbidden)
	trail, err := b.store.Audit(ctx, 1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for _, e := range trail {
		if e.Result == string(invest.Forbidden) {
			refused++
		}
	}
	if refused != 5+16+1+2 {
		t.Errorf("the trail has %d refusals", refused)
	}
}

func TestASecondEditorDoesNotOverwriteTheFirst(t *testing.T) {
	b := newBureau(t)
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	mine, theirs := d, d
	theirs.Body = policy("她的")
	b.save(invest.Reviewer1, theirs)
	mine.Body = policy("我的")
	_, err := b.Save(t.Context(), b.who[invest.Writer], mine, "")
	want(t, err, invest.Stale)
	stored, err := b.store.Draft(t.Context(), d.Kind, d.Number)
	if err != nil || stored.Body.Heading().Zh != "她的" {
		t.Errorf("stored %v, %v", stored.Body, err)
	}
}

func TestWhatIsSavedIsSanitisedSignedAndKeyed(t *testing.T) {
	b := newBureau(t)
	p := project(invest.Signed)
	p.Body = invest.Text{Zh: `<p onclick="x()">正文<script>alert(1)</script>`}
	d := b.save(invest.Writer, invest.Draft{Body: p})
	got := d.Body.(*invest.Project)
	if got.Body.Zh != "<p>正文</p>" || got.Phases[0].Editor != "writer" {
		t.Errorf("got %+v", got)
	}
	if p.Phases[0].Editor != "" {
		t.Error("the caller's own value was changed")
	}
	c := &invest.Ceremony{
		Form: invest.FormStage, Title: invest.Text{Zh: "签约"}, Start: invest.MonthOf(2023, 11), Source: p.Source,
		Groups: []invest.Group{{Label: invest.Text{Zh: "第一组"}, Signings: []invest.Signing{{Project: d.Number, Name: invest.Text{Zh: "甲"}}}}},
	}
	saved := b.save(invest.Writer, invest.Draft{Body: c}).Body.(*invest.Ceremony)
	if saved.Groups[0].Key == 0 || saved.Groups[0].Signings[0].Key == 0 {
		t.Errorf("no keys: %+v", saved.Groups)
	}
}

func TestKeysAndSignersAreNotTheCallersToSay(t *testing.T) {
	b := newBureau(t)
	p := project(invest.Signed)
	p.Phases[0].Editor = "reviewer3"
	d := b.save(invest.Writer, invest.Draft{Body: p})
	p = d.Body.(*invest.Project)
	if p.Phases[0].Editor != "writer" {
		t.Errorf("the first phase was entered by %s", p.Phases[0].Editor)
	}
	p.Phases[0].Editor = "nobody"
	p.Phases = append(p.Phases, invest.PhaseEntry{Phase: invest.Registered, Date: invest.MonthOf(2023, 12)})
	p = b.save(invest.Reviewer1, d).Body.(*invest.Project)
	if p.Phases[0].Editor != "writer" || p.Phases[1].Editor != "reviewer1" {
		t.Errorf("entered by %s and %s", p.Phases[0].Editor, p.Phases[1].Editor)
	}
	row := func(name string) invest.Signing {
		return invest.Signing{Project: d.Number, Name: invest.Text{Zh: name}}
	}
	e := b.save(invest.Writer, invest.Draft{Body: &invest.Ceremony{
		Form: invest.FormStage, Title: invest.Text{Zh: "签约"}, Start: invest.MonthOf(2023, 11), Source: p.Source,
		Groups: []invest.Group{{Label: invest.Text{Zh: "第一组"}, Signings: []invest.Signing{row("甲"), row("乙")}}},
	}})
	c := e.Body.(*invest.Ceremony)
	gone := c.Groups[0].Signings[1].Key
	c.Groups[0].Signings = c.Groups[0].Signings[:1]
	c.LastKey = 0 // a form does not carry it
	e = b.save(invest.Writer, e)
	c = e.Body.(*invest.Ceremony)
	c.Groups[0].Signings = append(c.Groups[0].Signings, row("丙"))
	c.LastKey = 0
	c = b.save(invest.Writer, e).Body.(*invest.Ceremony)
	if got := c.Groups[0].Signings[1].Key; got == gone {
		t.Errorf("the new row has the address of the one that is gone: s%d", got)
	}
}

func TestATextNamesOnlyWhatThereIs(t *testing.T) {
	b := newBureau(t)
	source := invest.Source{Name: invest.Text{Zh: "渭滨区"}}
	none := project(invest.Signed)
	none.Sectors = []string{"energy", "none"}
	for field, body := range map[string]invest.Content{
		"sectors.1.key": none,
		"column":        &invest.Article{Column: "none", Title: invest.Text{Zh: "新闻"}, Body: invest.Text{Zh: "<p>文</p>"}, Source: source},
		"project":       &invest.Update{Project: 99, Date: invest.MonthOf(2023, 11), Title: invest.Text{Zh: "进展"}, Text: invest.Text{Zh: "文"}, Source: source},
		"figures.0.indicator": &invest.Release{
			Title: invest.Text{Zh: "数据"}, Period: invest.YearPeriod(2023), Source: source,
			Figures: []invest.Figure{{Indicator: "none", Region: invest.Text{Zh: "区"}, Completion: new(invest.Decimal)}},
		},
		"groups.0.signings.0.project": &invest.Ceremony{
			Form: invest.FormStage, Title: invest.Text{Zh: "签约"}, Start: invest.MonthOf(2023, 11), Source: source,
			Groups: []invest.Group{{Label: invest.Text{Zh: "组"}, Signings: []invest.Signing{{Project: 99, Name: invest.Text{Zh: "甲"}}}}},
		},
	} {
		who := b.who[invest.Reviewer1]
		if body.Kind() == invest.KindRelease {
			who = b.who[invest.Statistician]
		}
		_, err := b.Save(t.Context(), who, invest.Draft{Body: body}, "")
		var e *invest.Error
		if !errors.As(err, &e) || len(e.Fields.For(field)) != 1 || len(e.Fields) != 1 {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestAVerdictThatIsNoneAndANoteWithANULAreRefused(t *testing.T) {
	b := newBureau(t)
	d := b.submit(b.save(invest.Writer, invest.Draft{Body: policy("办法")}))
	for verdict, note := range map[invest.Verdict]string{"maybe": "", invest.Passed: "好\x00"} {
		_, err := b.Review(t.Context(), b.who[invest.Reviewer1], d.Kind, d.Number, d.Version, verdict, note)
		want(t, err, invest.Invalid)
	}
	_, err := b.Save(t.Context(), b.who[invest.Writer], d, "注\xff")
	want(t, err, invest.Invalid)
}

func TestAnInvalidTextIsRefusedWithEveryErrorAndNothingIsWritten(t *testing.T) {
	b := newBureau(t)
	_, err := b.Save(t.Context(), b.who[invest.Writer], invest.Draft{Body: &invest.Policy{}}, "")
	want(t, err, invest.Invalid)
	var e *invest.Error
	if !errors.As(err, &e) || len(e.Fields) != 3 {
		t.Errorf("fields %+v", e.Fields)
	}
	if list, _ := b.store.Drafts(t.Context(), invest.DraftFilter{}); list.Total != 0 {
		t.Errorf("%d drafts were written", list.Total)
	}
}

func TestAProjectInNegotiationsCannotBePublishedButKeepsItsPublicPhase(t *testing.T) {
	b := newBureau(t)
	d := b.save(invest.Writer, invest.Draft{Body: project(invest.Negotiating)})
	_, err := b.Submit(t.Context(), b.who[invest.Writer], d.Kind, d.Number, d.Version)
	want(t, err, invest.Invalid)

	p := project(invest.Promoted)
	d = b.publish(b.pass(b.submit(b.save(invest.Writer, invest.Draft{Body: p})), threeReviewers...))
	p.Phases = append(p.Phases, invest.PhaseEntry{Phase: invest.Negotiating, Date: invest.MonthOf(2023, 12)})
	d.Body = p
	d = b.publish(b.pass(b.submit(b.save(invest.Writer, d)), threeReviewers...))
	got, _, err := b.store.Project(t.Context(), d.Number)
	if err != nil || len(got.Phases) != 1 || got.Phases[0].Phase != invest.Promoted {
		t.Errorf("the public sees %+v, %v", got, err)
	}
}

func TestAWithdrawnTextIsGoneAtOnceAndComesBackWithItsFirstDate(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	d := b.publish(b.pass(b.submit(b.save(invest.Writer, invest.Draft{Body: policy("甲")})), threeReviewers...))
	first := d.PubDate
	_, err := b.Withdraw(ctx, b.who[invest.ColumnManager], d.Kind, d.Number, d.Version, "")
	want(t, err, invest.Invalid)
	d, err = b.Withdraw(ctx, b.who[invest.ColumnManager], d.Kind, d.Number, d.Version, "依据已废止")
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = b.store.Policy(ctx, d.Number)
	want(t, err, invest.Gone)
	_, err = b.Withdraw(ctx, b.who[invest.ColumnManager], d.Kind, d.Number, d.Version, "再次")
	want(t, err, invest.Conflict)
	b.now = b.now.Add(time.Hour)
	b.publish(b.pass(b.submit(d), threeReviewers...))
	if _, pub, err := b.store.Policy(ctx, d.Number); err != nil || !pub.PubDate.Equal(first) || !pub.Updated.Equal(b.now) {
		t.Errorf("came back as %+v, %v", pub, err)
	}
}

func TestABatchIsWholeOrNothing(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	good := []invest.Content{project(invest.Signed), project(invest.Started), policy("甲")}
	bad := append(slices.Clone(good), &invest.Policy{})
	_, err := b.Batch(ctx, desk.Operator, bad, true, "导入")
	var row *desk.BatchError
	if want(t, err, invest.Invalid); !errors.As(err, &row) || row.Row != 3 {
		t.Errorf("got %v", err)
	}
	if list, _ := b.store.Drafts(ctx, invest.DraftFilter{}); list.Total != 0 {
		t.Errorf("%d drafts were written", list.Total)
	}
	before, _ := b.store.Version(ctx)
	numbers, err := b.Batch(ctx, desk.Operator, good, true, "导入")
	if err != nil || len(numbers) != 3 {
		t.Fatalf("got %v, %v", numbers, err)
	}
	after, _ := b.store.Version(ctx)
	if after != before+1 {
		t.Errorf("the catalogue's version went from %d to %d", before, after)
	}
	if list, err := b.store.Projects(ctx, invest.ProjectFilter{}); err != nil || list.Total != 2 {
		t.Errorf("the public sees %d projects, %v", list.Total, err)
	}
	_, err = b.Batch(ctx, b.who[invest.Writer], good, true, "")
	want(t, err, invest.Forbidden)
	trail, _ := b.store.Audit(ctx, 1, 1000)
	lines := 0
	for _, e := range trail {
		if e.Action == "batch-publish" && e.Result == "ok" {
			lines++
		}
	}
	if lines != 1 {
		t.Errorf("the trail has %d lines for one batch", lines)
	}
}

func TestTheTrailHoldsAndSaysWho(t *testing.T) {
	b := newBureau(t)
	b.publish(b.pass(b.submit(b.save(invest.Writer, invest.Draft{Body: policy("甲")})), threeReviewers...))
	trail, err := b.store.Audit(t.Context(), 1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	prev := ""
	var acts []string
	for i, e := range trail {
		if e.Seq != int64(i+1) || e.Prev != prev || e.Hash != e.Sum() {
			t.Fatalf("entry %d does not hold: %+v", i+1, e)
		}
		prev = e.Hash
		if e.Kind == invest.KindPolicy {
			acts = append(acts, e.Login+" "+e.Action)
			if e.Address != "192.0.2.7" || e.Number != 1 {
				t.Errorf("entry %+v", e)
			}
		}
	}
	if got := strings.Join(acts, ", "); got != "writer save, writer submit, reviewer1 review, reviewer2 review, reviewer3 review, reviewer3 publish" {
		t.Errorf("the trail says %s", got)
	}
	report, err := b.store.Check(context.Background(), false)
	if err != nil || !report.OK() || report.Shown != 1 {
		t.Errorf("check says %+v, %v", report, err)
	}
}

func TestATextSentBackSaysSoUntilItIsSubmittedAgain(t *testing.T) {
	b := newBureau(t)
	d := b.submit(b.save(invest.Writer, invest.Draft{Body: policy("甲")}))
	d, err := b.Review(t.Context(), b.who[invest.Reviewer1], d.Kind, d.Number, d.Version, invest.SentBack, "来源不清")
	if err != nil || !d.SentBack || !b.again(d).SentBack {
		t.Errorf("sent back: %v, %v", d.SentBack, err)
	}
	d = b.save(invest.Writer, d)
	if !d.SentBack {
		t.Error("an edit forgets that it was sent back")
	}
	if d = b.submit(d); d.SentBack || b.again(d).SentBack {
		t.Error("it says so after it was submitted")
	}
	if d = b.pass(d, invest.Reviewer1); d.SentBack {
		t.Error("it says so after it was passed")
	}
}

func TestEnglishThatIsOlderThanTheChineseIsKnownUntilItIsTranslated(t *testing.T) {
	b := newBureau(t)
	text := func(zh, en string) *invest.Policy {
		p := policy(zh)
		p.Title.En = en
		return p
	}
	d := b.save(invest.Writer, invest.Draft{Body: text("办法", "Measures")})
	for _, step := range []struct {
		zh, en string
		stale  bool
	}{{"新办法", "Measures", true}, {"新办法", "Measures", true}, {"新办法", "New measures", false}} {
		d.Body = text(step.zh, step.en)
		d = b.save(invest.Writer, d)
		if got := b.again(d).StaleEn; (len(got) == 1 && got[0] == "title") != step.stale || len(got) > 1 {
			t.Errorf("%s, %s: %v", step.zh, step.en, got)
		}
	}
}
