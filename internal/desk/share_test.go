package desk_test

import (
	"testing"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

func TestADraftIsSharedWithAnotherWriter(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	writer, other := b.who[invest.Writer], b.hire("other", invest.Writer)
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	if err := b.Share(ctx, writer, d.Kind, d.Number, other.Editor.ID, true); err != nil {
		t.Fatal(err)
	}
	if e := b.last(); e.Action != "share" || e.Number != d.Number || e.Detail != "with other" {
		t.Errorf("the trail says %+v", e)
	}
	if with, err := b.Shares(ctx, writer, d.Kind, d.Number); err != nil || len(with) != 1 || with[0] != other.Editor.ID {
		t.Errorf("shared with %v, %v", with, err)
	}
	if _, err := b.Open(ctx, other, d.Kind, d.Number); err != nil {
		t.Errorf("the other does not see it: %v", err)
	}
	if list, err := b.List(ctx, other, invest.DraftFilter{}); err != nil || list.Total != 1 {
		t.Errorf("the other's list has %d, %v", list.Total, err)
	}
	// To see it is not to give it on.
	third := b.hire("third", invest.Writer)
	want(t, b.Share(ctx, other, d.Kind, d.Number, third.Editor.ID, true), invest.Forbidden)
	if err := b.Share(ctx, b.who[invest.Reviewer1], d.Kind, d.Number, other.Editor.ID, false); err != nil {
		t.Fatal(err)
	}
	_, err := b.Save(ctx, other, d, "")
	want(t, err, invest.Forbidden)
	if err := b.Share(ctx, writer, d.Kind, d.Number, other.Editor.ID, true); err != nil {
		t.Fatal(err)
	}
	if d, err = b.Save(ctx, other, d, ""); err != nil {
		t.Errorf("the other may not write: %v", err)
	}
}

func TestADraftIsSharedByWhoMayAndWithWhoCanWriteIt(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	reviewer := b.who[invest.Reviewer1].Editor.ID
	for _, role := range []invest.Role{invest.Lead, invest.Director, invest.Statistician, invest.Admin, invest.Auditor} {
		want(t, b.Share(ctx, b.who[role], d.Kind, d.Number, reviewer, true), invest.Forbidden)
		wantField(t, b.Share(ctx, b.who[invest.Writer], d.Kind, d.Number, b.who[role].Editor.ID, true), "editor", "error.choice")
	}
	leaver := b.hire("leaver", invest.Writer)
	if err := b.Share(ctx, b.who[invest.Writer], d.Kind, d.Number, leaver.Editor.ID, true); err != nil {
		t.Fatal(err)
	}
	leaver.Editor.Disabled = true
	if _, err := b.SaveEditor(ctx, desk.Operator, leaver.Editor); err != nil {
		t.Fatal(err)
	}
	for _, editor := range []int64{leaver.Editor.ID, 0, 999} {
		wantField(t, b.Share(ctx, b.who[invest.Writer], d.Kind, d.Number, editor, true), "editor", "error.choice")
	}
	if err := b.Share(ctx, b.who[invest.Writer], d.Kind, d.Number, leaver.Editor.ID, false); err != nil {
		t.Errorf("a share of one who left cannot be ended: %v", err)
	}
	b.discard(d)
	want(t, b.Share(ctx, b.who[invest.Writer], d.Kind, d.Number, reviewer, true), invest.Conflict)
}
