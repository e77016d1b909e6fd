package desk_test

import (
	"slices"
	"strings"
	"testing"

	"wellspring/internal/invest"
)

// promising is a policy with a term in it that the regulation bars.
func promising() *invest.Policy {
	p := policy("扶持办法")
	p.Summary = zh("对入驻企业实行税收返还。")
	return p
}

func zh(s string) invest.Text { return invest.Text{Zh: s} }

// openFindings are the keys of what nobody has answered for.
func (b *bureau) openFindings(d invest.Draft) []string {
	b.t.Helper()
	all, err := b.Checks(b.t.Context(), b.who[invest.Writer], d.Kind, d.Number)
	if err != nil {
		b.t.Fatal(err)
	}
	var keys []string
	for _, c := range all {
		if c.Open() {
			keys = append(keys, c.Key())
		}
	}
	return keys
}

func TestAForbiddenPromiseIsNotSubmittedWithoutAReason(t *testing.T) {
	b := newBureau(t)
	d := b.save(invest.Writer, invest.Draft{Body: promising()})
	_, err := b.Submit(t.Context(), b.who[invest.Writer], d.Kind, d.Number, d.Version)
	want(t, err, invest.Unchecked)
	_, err = b.Plead(t.Context(), b.who[invest.Writer], d.Kind, d.Number, d.Version, " ")
	want(t, err, invest.Invalid)
	d, err = b.Plead(t.Context(), b.who[invest.Writer], d.Kind, d.Number, d.Version, "引用已废止文件的原文")
	if err != nil || d.Work != invest.WorkReview1 {
		t.Fatalf("%s, %v", d.Work, err)
	}
	comments, err := b.Comments(t.Context(), b.who[invest.Reviewer1], d.Kind, d.Number)
	if err != nil || len(comments) != 1 || comments[0].Text != "引用已废止文件的原文" {
		t.Errorf("the margin says %v, %v", comments, err)
	}
}

func TestAFindingStandsOnlyByAReviewersWrittenWordWhichIsOnRecord(t *testing.T) {
	b := newBureau(t)
	d := b.save(invest.Writer, invest.Draft{Body: promising()})
	d, err := b.Plead(t.Context(), b.who[invest.Writer], d.Kind, d.Number, d.Version, "引用原文")
	if err != nil {
		t.Fatal(err)
	}
	keys := b.openFindings(d)
	if len(keys) != 1 {
		t.Fatalf("%d findings are open", len(keys))
	}
	review := func(who invest.Role) error {
		_, err := b.Review(t.Context(), b.who[who], d.Kind, d.Number, d.Version, invest.Passed, "")
		return err
	}
	override := func(who invest.Role, note string) error {
		return b.Override(t.Context(), b.who[who], d.Kind, d.Number, d.Version, keys, note)
	}
	want(t, review(invest.Reviewer1), invest.Unchecked)
	want(t, override(invest.Writer, "可以"), invest.Forbidden)
	want(t, override(invest.Reviewer2, "可以"), invest.Forbidden)
	want(t, override(invest.Reviewer1, ""), invest.Invalid)
	if err := override(invest.Reviewer1, "系2019年文件原文，已标注废止"); err != nil {
		t.Fatal(err)
	}
	back := func(who invest.Role) error {
		return b.TakeBackOverride(t.Context(), b.who[who], d.Kind, d.Number, d.Version, keys[0])
	}
	want(t, back(invest.Reviewer2), invest.Forbidden)
	if err := back(invest.Reviewer1); err != nil || len(b.openFindings(d)) != 1 {
		t.Fatalf("it is not open again: %v", err)
	}
	want(t, back(invest.Reviewer1), invest.Conflict)
	if err := override(invest.Reviewer1, "系2019年文件原文，已标注废止"); err != nil {
		t.Fatal(err)
	}
	if open := b.openFindings(d); len(open) > 0 {
		t.Errorf("%v are still open", open)
	}
	d = b.pass(d, invest.Reviewer1, invest.Reviewer2, invest.Reviewer3)
	trail, _, err := b.Audit(t.Context(), b.who[invest.Auditor], invest.AuditFilter{Limit: 50})
	if err != nil || !slices.ContainsFunc(trail, func(e invest.AuditEntry) bool {
		return e.Action == "override" && e.Number == d.Number && strings.Contains(e.Detail, "系2019年文件原文")
	}) {
		t.Errorf("it is not on record: %v", err)
	}
	// An edit of the sentence needs a word of its own, one elsewhere does not.
	body := promising()
	body.Title = zh("扶持办法（已废止）")
	d = b.save(invest.Writer, invest.Draft{Kind: d.Kind, Number: d.Number, Version: d.Version, Body: body})
	d = b.submit(d)
	body.Summary = zh("对新入驻企业实行税收返还。")
	d = b.save(invest.Writer, invest.Draft{Kind: d.Kind, Number: d.Number, Version: d.Version, Body: body})
	_, err = b.Submit(t.Context(), b.who[invest.Writer], d.Kind, d.Number, d.Version)
	want(t, err, invest.Unchecked)
}

func TestAReviewerMaySendBackWhatNobodyAnswersFor(t *testing.T) {
	b := newBureau(t)
	d := b.save(invest.Writer, invest.Draft{Body: promising()})
	d, err := b.Plead(t.Context(), b.who[invest.Writer], d.Kind, d.Number, d.Version, "引用原文")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Review(t.Context(), b.who[invest.Reviewer1], d.Kind, d.Number, d.Version, invest.SentBack, "请删去"); err != nil {
		t.Error(err)
	}
}

func TestAPictureWithoutAltTextOrCreditIsNotPublished(t *testing.T) {
	b := newBureau(t)
	m, err := b.AddMedia(t.Context(), b.who[invest.Writer], invest.Media{Hash: strings.Repeat("a", 64), Name: "a.jpg", Type: "image/jpeg", Width: 800, Height: 600})
	if err != nil {
		t.Fatal(err)
	}
	p := project(invest.Signed)
	p.Pictures = []invest.Picture{{Media: m.Hash}}
	d := b.save(invest.Writer, invest.Draft{Body: p})
	if got := d.Body.(*invest.Project).Pictures[0]; got.Width != 800 || got.Height != 600 {
		t.Errorf("its size is %d × %d", got.Width, got.Height)
	}
	_, err = b.Submit(t.Context(), b.who[invest.Writer], d.Kind, d.Number, d.Version)
	want(t, err, invest.Invalid)
	if fields := invest.FieldsOf(err); len(fields) != 2 || fields[0].Field != "pictures.0.alt.zh" || fields[1].Field != "pictures.0.credit.zh" {
		t.Errorf("fields %v", fields)
	}
	p.Pictures[0].Alt, p.Pictures[0].Credit = zh("厂房"), zh("本局")
	b.submit(b.save(invest.Writer, invest.Draft{Kind: d.Kind, Number: d.Number, Version: d.Version, Body: p}))
}

func TestAPictureThatSaysNothingTakesTheLibrarysWords(t *testing.T) {
	b := newBureau(t)
	m := invest.Media{Hash: strings.Repeat("a", 64), Name: "a.jpg", Type: "image/jpeg", Width: 800, Height: 600}
	m.Alt, m.Credit = zh("厂房"), zh("本局")
	if _, err := b.AddMedia(t.Context(), b.who[invest.Writer], m); err != nil {
		t.Fatal(err)
	}
	p := project(invest.Signed)
	p.Pictures = []invest.Picture{{Media: m.Hash}, {Media: m.Hash, Words: invest.Words{Alt: zh("另一种说法")}}}
	got := b.save(invest.Writer, invest.Draft{Body: p}).Body.(*invest.Project).Pictures
	if got[0].Words != m.Words || got[1].Credit != (invest.Text{}) {
		t.Errorf("%+v", got)
	}
}
