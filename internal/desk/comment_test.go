package desk_test

import (
	"strings"
	"testing"

	"wellspring/internal/invest"
)

func TestWhoHasAPartInATextSpeaksInItsMargin(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	if _, err := b.Comment(ctx, b.who[invest.Reviewer1], d.Kind, d.Number, "来源？"); err != nil {
		t.Fatal(err)
	}
	if e := b.last(); e.Action != "comment" || e.Number != d.Number || e.Login != "reviewer1" {
		t.Errorf("the trail says %+v", e)
	}
	d = b.save(invest.Writer, changed(t, d))
	for _, role := range []invest.Role{invest.Writer, invest.Reviewer2, invest.Reviewer3, invest.ColumnManager} {
		if _, err := b.Comment(ctx, b.who[role], d.Kind, d.Number, "已补"); err != nil {
			t.Errorf("%s: %v", role, err)
		}
	}
	for _, role := range []invest.Role{invest.Lead, invest.Director, invest.Statistician, invest.Admin, invest.Auditor} {
		_, err := b.Comment(ctx, b.who[role], d.Kind, d.Number, "好")
		want(t, err, invest.Forbidden)
	}
	_, err := b.Comment(ctx, b.hire("other", invest.Writer), d.Kind, d.Number, "好")
	want(t, err, invest.Forbidden)
	said, err := b.Comments(ctx, b.who[invest.Lead], d.Kind, d.Number)
	if err != nil || len(said) != 5 || said[0].Text != "来源？" || said[0].Revision != 1 || said[4].Revision != 2 ||
		said[0].Editor != b.who[invest.Reviewer1].Editor.ID || !said[0].At.Equal(b.now) {
		t.Errorf("said %+v, %v", said, err)
	}
	if got := b.again(d); got.Version != d.Version {
		t.Error("a comment makes the writer's form stale")
	}
}

func TestACommentSaysSomethingAndIsNoEssay(t *testing.T) {
	b := newBureau(t)
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	for text, key := range map[string]string{
		"": "error.required", " \n": "error.required", strings.Repeat("字", 2001): "error.too_long", "字\x00": "error.nul",
	} {
		_, err := b.Comment(t.Context(), b.who[invest.Writer], d.Kind, d.Number, text)
		wantField(t, err, "text", key)
	}
	if _, err := b.Comment(t.Context(), b.who[invest.Writer], d.Kind, d.Number, strings.Repeat("字", 2000)); err != nil {
		t.Error(err)
	}
	b.discard(d)
	_, err := b.Comment(t.Context(), b.who[invest.Writer], d.Kind, d.Number, "好")
	want(t, err, invest.Conflict)
}
