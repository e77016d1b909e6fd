package desk_test

import (
	"bytes"
	"testing"

	"wellspring/internal/invest"
)

func TestAFormIsKeptForItsEditorAloneUntilItIsSaved(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	writer, reviewer := b.who[invest.Writer], b.who[invest.Reviewer1]
	trail := b.last().Seq
	if err := b.Autosave(ctx, writer, invest.KindPolicy, 0, 0, []byte("title=新")); err != nil {
		t.Fatal(err)
	}
	a, found, err := b.Autosaved(ctx, writer, invest.KindPolicy, 0)
	if err != nil || !found || string(a.Form) != "title=新" || !a.At.Equal(b.now) {
		t.Errorf("got %+v, %v, %v", a, found, err)
	}
	for _, k := range []invest.Kind{invest.KindPolicy, invest.KindPark} {
		if _, found, err := b.Autosaved(ctx, reviewer, k, 0); err != nil || found {
			t.Errorf("another editor finds a form of %s: %v, %v", k, found, err)
		}
	}
	if b.last().Seq != trail {
		t.Errorf("the trail tells of it: %+v", b.last())
	}

	d := b.save(invest.Writer, invest.Draft{Body: policy("新")})
	if _, found, _ := b.Autosaved(ctx, writer, invest.KindPolicy, 0); found {
		t.Error("the form of a new text is kept after it was saved")
	}
	if err := b.Autosave(ctx, writer, d.Kind, d.Number, d.Version, []byte("title=改")); err != nil {
		t.Fatal(err)
	}
	if err := b.Autosave(ctx, reviewer, d.Kind, d.Number, d.Version, []byte("title=审")); err != nil {
		t.Fatal(err)
	}
	b.save(invest.Writer, d)
	if _, found, _ := b.Autosaved(ctx, writer, d.Kind, d.Number); found {
		t.Error("the form is kept after the draft was saved")
	}
	if a, found, _ := b.Autosaved(ctx, reviewer, d.Kind, d.Number); !found || a.Version != d.Version {
		t.Errorf("another editor's form went with it: %+v", a)
	}
	if err := b.DropAutosave(ctx, reviewer, d.Kind, d.Number); err != nil {
		t.Error(err)
	}
	if _, found, _ := b.Autosaved(ctx, reviewer, d.Kind, d.Number); found {
		t.Error("the form is kept after it was dropped")
	}
}

func TestASaveThatIsRefusedKeepsTheForm(t *testing.T) {
	b := newBureau(t)
	if err := b.Autosave(t.Context(), b.who[invest.Writer], invest.KindPolicy, 0, 0, []byte("title=")); err != nil {
		t.Fatal(err)
	}
	_, err := b.Save(t.Context(), b.who[invest.Writer], invest.Draft{Body: &invest.Policy{}}, "")
	want(t, err, invest.Invalid)
	if _, found, err := b.Autosaved(t.Context(), b.who[invest.Writer], invest.KindPolicy, 0); err != nil || !found {
		t.Errorf("found %v, %v", found, err)
	}
}

func TestAFormIsKeptOfWhatTheEditorMaySaveAndNoLongerThanOneMegabyte(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	other := b.hire("other", invest.Writer)
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	want(t, b.Autosave(ctx, other, d.Kind, d.Number, d.Version, nil), invest.Forbidden)
	want(t, b.Autosave(ctx, b.who[invest.Lead], d.Kind, d.Number, d.Version, nil), invest.Forbidden)
	want(t, b.Autosave(ctx, b.who[invest.Writer], invest.KindRelease, 0, 0, nil), invest.Forbidden)
	want(t, b.Autosave(ctx, b.who[invest.Writer], d.Kind, 99, 1, nil), invest.NotFound)
	want(t, b.Autosave(ctx, b.who[invest.Writer], "nothing", 0, 0, nil), invest.NotFound)
	_, _, err := b.Autosaved(ctx, other, d.Kind, d.Number)
	want(t, err, invest.Forbidden)
	wantField(t, b.Autosave(ctx, b.who[invest.Writer], d.Kind, d.Number, d.Version, make([]byte, invest.MaxForm+1)), "form", "error.too_long")
	whole := bytes.Repeat([]byte("a"), invest.MaxForm)
	if err := b.Autosave(ctx, b.who[invest.Writer], d.Kind, d.Number, d.Version, whole); err != nil {
		t.Error(err)
	}
}
