package desk_test

import (
	"testing"
	"time"

	"wellspring/internal/invest"
)

// linking is a policy that links to something.
func linking(href string) *invest.Policy {
	p := policy("政策")
	p.Body = zh(`<p>见<a href="` + href + `">附文</a></p>`)
	return p
}

// publicly publishes a text through all its hands.
func (b *bureau) publicly(c invest.Content) invest.Draft {
	b.t.Helper()
	d := b.submit(b.save(invest.Writer, invest.Draft{Body: c}))
	return b.publish(b.pass(d, invest.Reviewer1, invest.Reviewer2, invest.Reviewer3))
}

func TestTheNightFindsLinksThatHaveDiedSinceAndForgetsThoseThatWereMended(t *testing.T) {
	b := newBureau(t)
	target := b.publicly(project(invest.Signed))
	text := b.publicly(linking("/projects/1"))
	broken := func() int {
		t.Helper()
		c, err := b.Checkup(t.Context(), b.who[invest.Reviewer1])
		if err != nil {
			t.Fatal(err)
		}
		return len(c.Links)
	}
	night := func() {
		t.Helper()
		if err := b.CheckLinksNightly(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	night()
	if n := broken(); n != 0 {
		t.Fatalf("%d links are broken at first", n)
	}
	if _, err := b.Withdraw(t.Context(), b.who[invest.Reviewer3], target.Kind, target.Number, target.Version, "误发"); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(time.Hour)
	night()
	if n := broken(); n != 0 {
		t.Errorf("it was checked again within the day")
	}
	b.now = b.now.Add(24 * time.Hour)
	night()
	if n := broken(); n != 1 {
		t.Fatalf("%d links are broken after a night", n)
	}
	body := linking("/projects")
	d := b.submit(b.save(invest.Writer, invest.Draft{Kind: text.Kind, Number: text.Number, Version: text.Version, Body: body}))
	b.publish(b.pass(d, invest.Reviewer1, invest.Reviewer2, invest.Reviewer3))
	if n := broken(); n != 0 {
		t.Errorf("what was mended is still shown")
	}
}

func TestTheCheckUpTellsWhenTheLastBackupWas(t *testing.T) {
	b := newBureau(t)
	at := func() time.Time {
		t.Helper()
		c, err := b.Checkup(t.Context(), b.who[invest.Admin])
		if err != nil {
			t.Fatal(err)
		}
		return c.Backup
	}
	if !at().IsZero() {
		t.Error("there was one before the first")
	}
	if err := b.RecordBackup(t.Context(), "backup.tar.gz", "sum"); err != nil {
		t.Fatal(err)
	}
	if !at().Equal(b.now) {
		t.Errorf("it was at %v", at())
	}
	if _, err := b.Checkup(t.Context(), b.hire("nobody", invest.Writer)); err != nil {
		t.Error(err)
	}
}
