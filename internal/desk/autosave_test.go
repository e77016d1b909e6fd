package desk_test

import (
	"strings"
	"testing"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

// form keeps a form of a text, new or stored.
func (b *bureau) form(who desk.Actor, origin string, d invest.Draft, text string) error {
	return b.Autosave(b.t.Context(), who, invest.Autosave{Origin: origin, Kind: d.Kind, Number: d.Number, Version: d.Version, Form: []byte(text)})
}

func (b *bureau) forms(who desk.Actor, d invest.Draft) []invest.Autosave {
	b.t.Helper()
	all, err := b.Autosaves(b.t.Context(), who, d.Kind, d.Number)
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

func TestAFormIsKeptForItsEditorAloneUntilItIsSaved(t *testing.T) {
	b := newBureau(t)
	writer, reviewer := b.who[invest.Writer], b.who[invest.Reviewer1]
	trail := b.last().Seq
	none := invest.Draft{Kind: invest.KindPolicy}
	for _, origin := range []string{"one", "two"} { // two windows
		if err := b.form(writer, origin, none, "title="+origin); err != nil {
			t.Fatal(err)
		}
		b.now = b.now.Add(time.Second)
	}
	if got := b.forms(writer, none); len(got) != 2 || string(got[0].Form) != "title=two" || string(got[1].Form) != "title=one" {
		t.Errorf("got %+v", got)
	}
	for _, k := range []invest.Kind{invest.KindPolicy, invest.KindPark} {
		if got := b.forms(reviewer, invest.Draft{Kind: k}); len(got) != 0 {
			t.Errorf("another editor finds a form of %s: %+v", k, got)
		}
	}
	if b.last().Seq != trail {
		t.Errorf("the trail tells of it: %+v", b.last())
	}

	d := b.save(invest.Writer, invest.Draft{Body: policy("新"), Origin: "two"})
	if got := b.forms(writer, none); len(got) != 1 || got[0].Origin != "one" {
		t.Errorf("after one of two was saved there are %+v", got)
	}
	for who, origin := range map[*desk.Actor]string{&writer: "three", &reviewer: "four"} {
		if err := b.form(*who, origin, d, "title=改"); err != nil {
			t.Fatal(err)
		}
	}
	d.Origin = "three"
	b.save(invest.Writer, d)
	if got := b.forms(writer, d); len(got) != 0 {
		t.Errorf("the form is kept after the draft was saved: %+v", got)
	}
	if got := b.forms(reviewer, d); len(got) != 1 || got[0].Version != d.Version {
		t.Errorf("another editor's form went with it: %+v", got)
	}
	if err := b.DropAutosave(t.Context(), reviewer, "four"); err != nil {
		t.Error(err)
	}
	if got := b.forms(reviewer, d); len(got) != 0 {
		t.Errorf("the form is kept after it was dropped: %+v", got)
	}
}

func TestASaveThatIsRefusedKeepsTheForm(t *testing.T) {
	b := newBureau(t)
	none := invest.Draft{Kind: invest.KindPolicy}
	if err := b.form(b.who[invest.Writer], "one", none, "title="); err != nil {
		t.Fatal(err)
	}
	_, err := b.Save(t.Context(), b.who[invest.Writer], invest.Draft{Body: &invest.Policy{}, Origin: "one"}, "")
	want(t, err, invest.Invalid)
	if got := b.forms(b.who[invest.Writer], none); len(got) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestAFormIsKeptOfWhatTheEditorMaySaveAndNoLongerThanOneMegabyte(t *testing.T) {
	b := newBureau(t)
	other := b.hire("other", invest.Writer)
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	want(t, b.form(other, "x", d, ""), invest.Forbidden)
	want(t, b.form(b.who[invest.Lead], "x", d, ""), invest.Forbidden)
	want(t, b.form(b.who[invest.Writer], "x", invest.Draft{Kind: invest.KindRelease}, ""), invest.Forbidden)
	want(t, b.form(b.who[invest.Writer], "x", invest.Draft{Kind: d.Kind, Number: 99}, ""), invest.NotFound)
	want(t, b.form(b.who[invest.Writer], "x", invest.Draft{Kind: "nothing"}, ""), invest.NotFound)
	_, err := b.Autosaves(t.Context(), other, d.Kind, d.Number)
	want(t, err, invest.Forbidden)
	wantField(t, b.form(b.who[invest.Writer], "x", d, strings.Repeat("a", invest.MaxForm+1)), "form", "error.too_long")
	if err := b.form(b.who[invest.Writer], "x", d, strings.Repeat("a", invest.MaxForm)); err != nil {
		t.Error(err)
	}
}
