package desk_test

import (
	"testing"

	"wellspring/internal/invest"
)

func TestAFormThatIsSentTwiceIsSavedOnce(t *testing.T) {
	b := newBureau(t)
	send := func(who invest.Role, title string) (invest.Draft, error) {
		return b.Save(t.Context(), b.who[who], invest.Draft{Body: policy(title), Origin: "one form"}, "")
	}
	first, err := send(invest.Writer, "甲")
	if err != nil {
		t.Fatal(err)
	}
	again, err := send(invest.Writer, "甲")
	if err != nil || again.Number != first.Number || again.Revision != 1 {
		t.Errorf("the same form makes number %d, revision %d, %v", again.Number, again.Revision, err)
	}
	changed, err := send(invest.Writer, "乙") // gone back to, and changed
	if err != nil || changed.Number != first.Number || changed.Revision != 2 {
		t.Errorf("the form changed makes number %d, revision %d, %v", changed.Number, changed.Revision, err)
	}
	saved, err := send(invest.Writer, "丙")
	want(t, err, invest.Stale)
	if saved.Number != first.Number {
		t.Errorf("the caller is not told which draft is stale: %d", saved.Number)
	}
	other, err := send(invest.Reviewer1, "甲") // another editor's key of the same name
	if err != nil || other.Number == first.Number {
		t.Errorf("another's form goes to number %d, %v", other.Number, err)
	}
}

func TestATextThatIsStoredAlreadyIsGivenBack(t *testing.T) {
	b := newBureau(t)
	d := b.save(invest.Writer, invest.Draft{Body: policy("甲")})
	opened := d
	d.Body = policy("乙")
	d = b.save(invest.Writer, d)
	opened.Body = policy("乙")
	again := b.save(invest.Writer, opened)
	if again.Revision != d.Revision || again.Version != d.Version {
		t.Errorf("sent twice: revision %d, version %d", again.Revision, again.Version)
	}
	d = b.submit(d)
	opened.Body = policy("丙")
	_, err := b.Save(t.Context(), b.who[invest.Writer], opened, "")
	want(t, err, invest.Stale)
	if stored, _ := b.store.Draft(t.Context(), d.Kind, d.Number); stored.Work != invest.WorkReview1 {
		t.Errorf("it is %s", stored.Work)
	}
}

func TestATextRefersOnlyToWhatThereIs(t *testing.T) {
	b := newBureau(t)
	project := project(invest.Signed)
	project.Park, project.Policies = 7, []int64{8}
	_, err := b.Save(t.Context(), b.who[invest.Writer], invest.Draft{Body: project}, "")
	fields := invest.FieldsOf(err)
	if len(fields) != 2 || fields[0].Field != "park" || fields[1].Field != "policies" {
		t.Errorf("got %v", err)
	}
	project.Park, project.Policies = 0, []int64{b.save(invest.Writer, invest.Draft{Body: policy("草稿也行")}).Number}
	b.save(invest.Writer, invest.Draft{Body: project})
}

func TestASectorInUseIsNotTakenAway(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	_, version, err := b.store.Setting(ctx, invest.SettingSectors)
	if err != nil {
		t.Fatal(err)
	}
	b.save(invest.Writer, invest.Draft{Body: project(invest.Signed)})
	err = b.SaveSetting(ctx, b.who[invest.Admin], &invest.Sectors{{Key: "solar", Name: invest.Text{Zh: "光伏"}}}, version)
	if fields := invest.FieldsOf(err); len(fields) != 1 || fields[0].Key != "error.in_use" {
		t.Errorf("got %v", err)
	}
	more := &invest.Sectors{{Key: "energy", Name: invest.Text{Zh: "新能源"}}, {Key: "solar", Name: invest.Text{Zh: "光伏"}}}
	if err := b.SaveSetting(ctx, b.who[invest.Admin], more, version); err != nil {
		t.Error(err)
	}
}

func TestAPolicyPastItsEndIsNotPublishedAsInForce(t *testing.T) {
	b := newBureau(t)
	p := policy("旧办法")
	p.Validity, p.To = invest.InForce, invest.MonthOf(2022, 12)
	d := b.save(invest.Writer, invest.Draft{Body: p})
	_, err := b.Submit(t.Context(), b.who[invest.Writer], d.Kind, d.Number, d.Version)
	if fields := invest.FieldsOf(err); len(fields) != 1 || fields[0].Field != "validity" {
		t.Errorf("got %v", err)
	}
	p.Validity = invest.Expired
	d.Body = p
	b.submit(b.save(invest.Writer, d))
}
