package desk_test

import (
	"encoding/base64"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

func TestAPreviewShowsTheLatestTextInItsPublicFormOnly(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	p := policy("甲")
	p.Note = "内部备注"
	d := b.save(invest.Writer, invest.Draft{Body: p})
	token, err := b.SharePreview(ctx, b.who[invest.Writer], d.Kind, d.Number, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if secret, err := base64.RawURLEncoding.DecodeString(token); err != nil || len(secret) < 32 {
		t.Errorf("the token has %d bytes, %v", len(secret), err)
	}
	p.Title.Zh = "甲，改过"
	d.Body = p
	d = b.save(invest.Writer, d)
	got, err := b.Preview(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	body := got.Body.(*invest.Policy)
	if body.Title.Zh != "甲，改过" || body.Note != "" {
		t.Errorf("shows %+v", body)
	}
	if got.Owner != 0 || got.Version != 0 || got.Work != "" || got.Number != d.Number {
		t.Errorf("tells of the desk: %+v", got)
	}
	for _, other := range []string{"", token[1:], token + "x"} {
		_, err := b.Preview(ctx, other)
		want(t, err, invest.NotFound)
	}
}

func TestAPreviewEndsInTimeAtWillAndInTheBin(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	writer := b.who[invest.Writer]
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	var tokens []string
	for range 2 {
		token, err := b.SharePreview(ctx, writer, d.Kind, d.Number, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, token)
	}
	links, err := b.PreviewLinks(ctx, b.who[invest.Lead], d.Kind, d.Number)
	if err != nil || len(links) != 2 || links[0].Editor != writer.Editor.ID || !links[0].Expires.Equal(b.now.Add(time.Hour)) {
		t.Fatalf("links %+v, %v", links, err)
	}
	for range 2 { // the second time it is closed already
		if err := b.RevokePreview(ctx, b.who[invest.Reviewer1], links[0].ID); err != nil {
			t.Fatal(err)
		}
	}
	_, err = b.Preview(ctx, tokens[1])
	want(t, err, invest.Gone)
	if _, err := b.Preview(ctx, tokens[0]); err != nil {
		t.Errorf("the other link: %v", err)
	}

	d = b.discard(d)
	_, err = b.Preview(ctx, tokens[0])
	want(t, err, invest.Gone)
	if d, err = b.Unbin(ctx, writer, d.Kind, d.Number, d.Version); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(time.Hour - time.Second)
	if _, err := b.Preview(ctx, tokens[0]); err != nil {
		t.Errorf("in its last second: %v", err)
	}
	b.now = b.now.Add(time.Second)
	_, err = b.Preview(ctx, tokens[0])
	want(t, err, invest.Gone)

	b.discard(d)
	if err := b.RevokePreview(ctx, writer, links[1].ID); err != nil {
		t.Errorf("a link to what is in the bin cannot be closed: %v", err)
	}
	if _, err := b.EmptyBin(ctx, writer, d.Kind); err != nil {
		t.Fatal(err)
	}
	_, err = b.Preview(ctx, tokens[0])
	want(t, err, invest.NotFound)
}

func TestALinkEndsWithTheRightsOfWhoMadeIt(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	guest, reviewer := b.hire("guest", invest.Writer), b.hire("reviewer", invest.Reviewer1)
	share := func(on bool) {
		t.Helper()
		if err := b.Share(ctx, b.who[invest.Writer], d.Kind, d.Number, guest.Editor.ID, on); err != nil {
			t.Fatal(err)
		}
	}
	share(true)
	var tokens []string
	for _, who := range []desk.Actor{guest, reviewer} {
		token, err := b.SharePreview(ctx, who, d.Kind, d.Number, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, token)
	}
	share(false)
	reviewer.Editor.Disabled = true
	if _, err := b.SaveEditor(ctx, desk.Operator, reviewer.Editor); err != nil {
		t.Fatal(err)
	}
	for _, token := range tokens {
		_, err := b.Preview(ctx, token)
		want(t, err, invest.Gone)
	}
	share(true)
	if _, err := b.Preview(ctx, tokens[0]); err != nil {
		t.Errorf("shared again: %v", err)
	}
}

func TestPreviewsAreGivenByWhoHasAPartInTheTextAndForAMonthAtMost(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	if _, err := b.SharePreview(ctx, b.who[invest.ColumnManager], d.Kind, d.Number, 30*24*time.Hour); err != nil {
		t.Fatal(err)
	}
	links, err := b.PreviewLinks(ctx, b.who[invest.Lead], d.Kind, d.Number)
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []invest.Role{invest.Lead, invest.Director, invest.Statistician, invest.Admin, invest.Auditor} {
		_, err := b.SharePreview(ctx, b.who[role], d.Kind, d.Number, time.Hour)
		want(t, err, invest.Forbidden)
		want(t, b.RevokePreview(ctx, b.who[role], links[0].ID), invest.Forbidden)
	}
	other := b.hire("other", invest.Writer)
	_, err = b.SharePreview(ctx, other, d.Kind, d.Number, time.Hour)
	want(t, err, invest.Forbidden)
	want(t, b.RevokePreview(ctx, other, links[0].ID), invest.Forbidden)
	want(t, b.RevokePreview(ctx, b.who[invest.Writer], 99), invest.NotFound)
	for ttl, key := range map[time.Duration]string{
		0: "error.time_past", time.Millisecond: "error.time_past", -time.Hour: "error.time_past", 30*24*time.Hour + time.Second: "error.preview_long",
	} {
		_, err := b.SharePreview(ctx, b.who[invest.Writer], d.Kind, d.Number, ttl)
		wantField(t, err, "ttl", key)
	}
	made, _, err := b.Audit(ctx, b.who[invest.Auditor], invest.AuditFilter{Action: "preview-link", Result: "ok"})
	if err != nil || len(made) != 1 || made[0].Login != "columns" {
		t.Errorf("the trail says %+v, %v", made, err)
	}
	if err := b.RevokePreview(ctx, b.who[invest.Writer], links[0].ID); err != nil {
		t.Fatal(err)
	}
	if e := b.last(); e.Action != "preview-revoke" || e.Number != d.Number {
		t.Errorf("the trail says %+v", e)
	}
}
