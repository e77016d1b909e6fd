package intake_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"wellspring/internal/desk"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

func TestTwinsWithinASheetAreShownWithWhy(t *testing.T) {
	b := newBureau(t)
	imp := b.begun(sheet.Projects, projectsHead+
		"1,WB-01,光伏组件项目,,,,1,,,,,\n"+
		"2,WB-01,光伏组件二期,,,,1,,,,,\n"+ // the code
		"3,,光伏 组件（项目）,,,,1,,,,,\n"+ // the name, written in another way
		"4,WB-04,光伏组件项目,,,,1,,,,,\n"+ // two codes are two things
		"5,,别的项目,,,,1,,,,,\n")
	rows := b.rows(imp.ID)
	for i, want := range []struct {
		match int64
		why   string
	}{{0, ""}, {-1, "row_code"}, {-1, "row_name"}, {0, ""}, {0, ""}} {
		if rows[i].Match != want.match || rows[i].Why != want.why {
			t.Errorf("row %d is like %d by %q, want %d by %q", i+1, rows[i].Match, rows[i].Why, want.match, want.why)
		}
	}
	sameList(t, "row 2 says", rows[1].codes(), "twin_code")
	sameList(t, "row 3 says", rows[2].codes(), "twin_name")
	same(t, "row 2 is to be looked at", rows[1].Status, string(sheet.Warn))
	if _, err := b.in.Make(t.Context(), desk.Operator, imp.ID, ""); err == nil {
		t.Error("it is made while rows are to be decided")
	}
	b.decide(imp.ID, intake.Decision{Row: 2, Choice: invest.ChoiceNew}, intake.Decision{Row: 3, Choice: invest.ChoiceSame})
	same(t, "made", b.make(imp.ID), 4)
}

func TestOneProjectSignedWithTwoInvestorsIsOneProject(t *testing.T) {
	b := newBureau(t)
	imp := b.begun(sheet.Signings, signingsHead+
		"1,光伏组件项目,渭滨区政府,甲公司,1,2023-11-08,,,\n2,光伏组件项目,渭滨区政府,乙公司,2,2023-11-08,,,\n3,光伏组件项目,渭滨区政府,甲公司,1,2023-11-08,,,\n")
	rows := b.rows(imp.ID)
	same(t, "another investor", rows[1].Why, "row_name")
	same(t, "is decided", rows[1].Choice, invest.ChoiceSame)
	same(t, "the same investor", rows[2].Why, "row_name_party")
	same(t, "is open", rows[2].Choice, invest.ChoiceOpen)
	b.decideAll(imp.ID, invest.ChoiceSame)
	same(t, "a row that is twice there is left out", b.rows(imp.ID)[2].Choice, invest.ChoiceIgnore)
	b.make(imp.ID)
	same(t, "projects", b.count(invest.KindProject), 1)
	list := b.ceremony(1).Signings()
	same(t, "signings", len(list), 2)
	same(t, "project of the second", list[1].Project, int64(1))
}

func TestWhatIsOnTheDeskIsShownWithWhy(t *testing.T) {
	b := newBureau(t)
	coded := aProject("光伏组件项目", invest.Promoted)
	coded.Code = "WB-01"
	b.save(coded)
	b.save(aProject("渭滨区高端传感器研发制造基地项目", invest.Promoted))
	imp := b.begun(sheet.Projects, projectsHead+
		"1,wb 01,完全不同的名字,,,,1,,,,,\n"+
		"2,,“光伏组件”项目,,,,1,,,,,\n"+
		"3,,渭滨区高端传感器研发制造基地二期项目,,,,1,,,,,\n"+
		"4,WB-09,光伏组件项目,,,,1,,,,,\n"+
		"5,,乳制品加工,,,,1,,,,,\n")
	rows := b.rows(imp.ID)
	for i, want := range []struct {
		match  int64
		why    string
		choice invest.Choice
		code   string
	}{
		{1, "code", invest.ChoiceOpen, "known_code"},
		{1, "name", invest.ChoiceOpen, "known_name"},
		{2, "near", invest.ChoiceNew, "known_near"}, // only suggested
		{-2, "row_name", invest.ChoiceOpen, "twin_name"},
		{0, "", invest.ChoiceOpen, ""},
	} {
		r := rows[i]
		if r.Match != want.match || r.Why != want.why || r.Choice != want.choice || strings.Join(r.codes(), " ") != want.code {
			t.Errorf("row %d is like %d by %q, decided %q, says %v", i+1, r.Match, r.Why, r.Choice, r.codes())
		}
	}
	sameList(t, "names the record", rows[1].Messages[0].Args, "光伏组件项目", "1")
}

func TestNamesThatAreNotAlikeAreNotSuggested(t *testing.T) {
	b := newBureau(t)
	for _, name := range []string{"渭滨区新能源汽车零部件产业园项目", "马营镇光伏发电项目", "石鼓镇文化旅游综合体建设项目"} {
		b.save(aProject(name, invest.Promoted))
	}
	imp := b.begun(sheet.Projects, projectsHead+"1,,渭滨区粮油加工产业园项目,,,,1,,,,,\n2,,神农镇光伏玻璃生产线,,,,1,,,,,\n3,,石鼓镇文化旅游综合体,,,,1,,,,,\n")
	rows := b.rows(imp.ID)
	same(t, "another park", rows[0].Why, "")
	same(t, "another thing of the sun", rows[1].Why, "")
	same(t, "the same without common words", rows[2].Why, "near")
}

func TestEachRowIsDecidedByItself(t *testing.T) {
	b := newBureau(t)
	for i := range 4 {
		b.save(aProject(fmt.Sprintf("第%d号光伏项目", i+1), invest.Promoted))
	}
	var file strings.Builder
	file.WriteString(projectsHead)
	for i := range 4 {
		fmt.Fprintf(&file, "%d,,第%d号光伏项目,,石鼓镇,,%d,,,,,\n", i+1, i+1, 1000*(i+1))
	}
	imp := b.begun(sheet.Projects, file.String())
	b.decide(imp.ID,
		intake.Decision{Row: 1, Choice: invest.ChoiceSame}, intake.Decision{Row: 2, Choice: invest.ChoiceNew},
		intake.Decision{Row: 3, Choice: invest.ChoiceUpdate}, intake.Decision{Row: 4, Choice: invest.ChoiceIgnore})
	same(t, "made or changed", b.make(imp.ID), 2)
	same(t, "same", b.draft(invest.KindProject, 1).Version, int64(1))
	same(t, "new", b.project(5).Title.Zh, "第2号光伏项目")
	same(t, "updated", b.project(3).Total, invest.Yuan(30_000_000))
	same(t, "updated: what the row does not say stays", b.project(3).Source.Name.Zh, "区招商局")
	same(t, "ignored", b.draft(invest.KindProject, 4).Version, int64(1))
	same(t, "projects", b.count(invest.KindProject), 5)
}

func TestAChoiceThatDoesNotExistIsRefused(t *testing.T) {
	b := newBureau(t)
	b.save(aProject("甲项目", invest.Promoted))
	imp := b.begun(sheet.Projects, projectsHead+"1,,甲项目,,石鼓镇,,1,,,,,\n")
	err := b.in.Decide(t.Context(), desk.Operator, imp.ID, []intake.Decision{{Row: 1, Choice: "perhaps"}})
	same(t, "one", invest.CodeOf(err), invest.Invalid)
	for _, choice := range []invest.Choice{"perhaps", invest.ChoiceOpen} {
		err := b.in.DecideAll(t.Context(), desk.Operator, imp.ID, choice, "")
		same(t, "all", invest.CodeOf(err), invest.Invalid)
	}
}

// A row that is the same as one that was left out stands for it.
func TestATwinOfARowThatWasLeftOutIsARecordOfItsOwn(t *testing.T) {
	b := newBureau(t)
	sheetOf := signingsHead + "1,光伏组件项目,渭滨区政府,甲公司,1,2023-11-08,,,\n2,光伏组件项目,渭滨区政府,乙公司,2,2023-11-08,,,\n3,光伏组件项目,渭滨区政府,丙公司,2,2023-11-08,,,\n"
	imp := b.begun(sheet.Signings, sheetOf)
	b.decide(imp.ID, intake.Decision{Row: 1, Choice: invest.ChoiceIgnore})
	same(t, "made", b.make(imp.ID), 2)
	for _, s := range b.ceremony(1).Signings() {
		same(t, "project", s.Project, int64(1))
	}
	same(t, "signings", len(b.ceremony(1).Signings()), 2)
	// The first row of the next is there already: its twin is of the same project.
	imp = b.begun(sheet.Signings, signingsHead+"1,光伏组件项目,渭滨区政府,乙公司,2,2023-11-08,,,\n2,光伏组件项目,渭滨区政府,丁公司,3,2023-11-09,,,\n")
	same(t, "the first is known", b.rows(imp.ID)[0].Choice, invest.ChoiceIgnore)
	b.make(imp.ID)
	same(t, "projects", b.count(invest.KindProject), 1)
	same(t, "project", b.ceremony(2).Signings()[0].Project, int64(1))
}

func TestTwoRowsThatChangeOneRecordAreSaidByTheirRow(t *testing.T) {
	b := newBureau(t)
	coded := aProject("光伏组件项目", invest.Promoted)
	coded.Code = "WB-01"
	b.save(coded)
	imp := b.begun(sheet.Projects, projectsHead+"1,WB-01,组件厂,,石鼓镇,,1,,,,,\n2,,光伏组件项目,,马营镇,,2,,,,,\n")
	b.decideAll(imp.ID, invest.ChoiceUpdate)
	_, err := b.in.Make(t.Context(), desk.Operator, imp.ID, "")
	var wrong intake.WrongRows
	if !errors.As(err, &wrong) || len(wrong) != 1 || len(wrong[2]) != 1 || wrong[2][0].Key != "error.duplicate" {
		t.Errorf("says %v %v", err, wrong)
	}
	same(t, "version", b.draft(invest.KindProject, 1).Version, int64(1))
}

func TestASigningThatIsThereIsLeftOutUnlessSomebodyDecidesOtherwise(t *testing.T) {
	b := newBureau(t)
	const row = "1,光伏组件项目,渭滨区政府,甲公司,30000,2023-11-08,,,\n"
	b.taken(sheet.Signings, signingsHead+row, invest.ChoiceNew)
	imp := b.begun(sheet.Signings, signingsHead+row)
	r := b.rows(imp.ID)[0]
	same(t, "decided", r.Choice, invest.ChoiceIgnore)
	sameList(t, "says", r.codes(), "known_signing")
	same(t, "like", r.Match, int64(1))
	b.decide(imp.ID, intake.Decision{Row: 1, Choice: invest.ChoiceSame, Reason: "补签"})
	b.make(imp.ID)
	same(t, "projects", b.count(invest.KindProject), 1)
	same(t, "signed again", b.ceremony(2).Signings()[0].Project, int64(1))
}

func TestAFileThatIsReadTwiceSaysOfEveryRowThatItIsThere(t *testing.T) {
	b := newBureau(t)
	const rows = "1,光伏组件项目,渭滨区政府,甲公司,30000,,,,\n2,传感器项目,渭滨区政府,乙公司,20000,,,,\n" // without a day
	b.taken(sheet.Signings, signingsHead+rows, invest.ChoiceNew)
	for _, r := range b.rows(b.begun(sheet.Signings, signingsHead+rows).ID) {
		same(t, "row", r.Choice, invest.ChoiceIgnore)
	}
}

func TestAFigureThatIsThereIsLeftOutOrChangedInItsRelease(t *testing.T) {
	b := newBureau(t)
	const head = "主要指标完成情况表\n序号,地区,统计期间,指标,完成数,计量单位\n"
	b.taken(sheet.Figures, head+"1,渭滨区,2023年,到位资金,155,亿元\n2,渭滨区,2023年,签约项目数,36,个\n", invest.ChoiceNew)
	imp := b.begun(sheet.Figures, head+"1,渭滨区,2023年,到位资金,156,亿元\n2,渭滨区,2023年,签约项目数,36,个\n3,渭滨区,2023年,签约项目数,36,个\n")
	rows := b.rows(imp.ID)
	same(t, "decided", rows[0].Choice, invest.ChoiceIgnore)
	sameList(t, "says", rows[0].codes(), "known_figure")
	same(t, "like", rows[0].Match, int64(1))
	b.decide(imp.ID, intake.Decision{Row: 1, Choice: invest.ChoiceUpdate}, intake.Decision{Row: 2, Choice: invest.ChoiceSame}, intake.Decision{Row: 3, Choice: invest.ChoiceSame})
	same(t, "made or changed", b.make(imp.ID), 1)
	same(t, "releases", b.count(invest.KindRelease), 1)
	r := b.draft(invest.KindRelease, 1).Body.(*invest.Release)
	same(t, "figures", len(r.Figures), 2)
	same(t, "value", r.Figures[0].Value.String(), "156")
}

func TestAnImportIsUndoneAsAWholeWhileNothingOfItWasEdited(t *testing.T) {
	b := newBureau(t)
	b.save(aProject("第1号光伏项目", invest.Promoted))
	before := b.project(1)
	const file = projectsHead + "1,,第1号光伏项目,,石鼓镇,,1000,,,,,\n2,,新项目,,,,1,,,,,\n"
	imp := b.taken(sheet.Projects, file, invest.ChoiceUpdate)
	undone, err := b.UndoImport(t.Context(), desk.Operator, imp.ID, "撤销")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "undone", undone, 2)
	same(t, "projects", b.count(invest.KindProject), 1)
	same(t, "what was changed is as before", b.project(1).Total, before.Total)
	same(t, "place", b.project(1).Place.Zh, "")
	same(t, "as its next revision", b.draft(invest.KindProject, 1).Revision, int64(3))
	same(t, "state", b.the(imp.ID).State, invest.ImportUndone)
	_, err = b.UndoImport(t.Context(), desk.Operator, imp.ID, "撤销")
	same(t, "undone twice", invest.CodeOf(err), invest.Conflict)

	imp = b.taken(sheet.Projects, file, invest.ChoiceUpdate)
	d := b.draft(invest.KindProject, 3)
	p := b.project(3)
	p.Place = zh("神农镇")
	d.Body = p
	if _, err := b.Save(t.Context(), desk.Operator, d, ""); err != nil {
		t.Fatal(err)
	}
	all := b.all()
	_, err = b.UndoImport(t.Context(), desk.Operator, imp.ID, "撤销")
	same(t, "after an edit", invest.CodeOf(err), invest.Conflict)
	same(t, "the desk", b.all(), all)
	same(t, "state", b.the(imp.ID).State, invest.ImportTaken)
}

func TestWhatAnImportHasPublishedIsWithdrawnWhenItIsUndone(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	public := b.save(aProject("第1号光伏项目", invest.Promoted)) // which the import changes
	if left, err := b.PublishImported(ctx, desk.Operator, 0, []invest.DraftID{public.ID()}); err == nil && len(left) == 0 {
		t.Error("a draft of no import is published")
	}
	shown, err := b.Batch(ctx, desk.Operator, []invest.Content{aProject("第2号光伏项目", invest.Promoted)}, true, "")
	if err != nil {
		t.Fatal(err)
	}
	imp := b.taken(sheet.Projects, projectsHead+"1,,第1号光伏项目,,石鼓镇,,1000,,,,,\n2,,第2号光伏项目,,石鼓镇,,2000,,,,,\n3,,新项目,新能源,,,1,,,,,\n4,,没有行业的项目,,,,1,,,,,\n", invest.ChoiceUpdate)
	ids, err := b.ImportDrafts(ctx, desk.Operator, imp.ID, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	left, err := b.PublishImported(ctx, desk.Operator, imp.ID, ids)
	if err != nil {
		t.Fatal(err)
	}
	// Of a draft that was in work, nobody but its editors decides; one without a sector cannot be shown.
	sameList(t, "left", left, public.ID(), invest.DraftID{Kind: invest.KindProject, Number: 4})
	if p, _, err := b.store.Project(ctx, shown[0]); err != nil || p.Place.Zh != "石鼓镇" {
		t.Errorf("in public it says %+v, %v", p, err)
	}
	if _, err := b.UndoImport(ctx, desk.Operator, imp.ID, "撤销"); err != nil {
		t.Fatal(err)
	}
	if p, _, err := b.store.Project(ctx, shown[0]); err != nil || p.Place.Zh != "" {
		t.Errorf("undone, in public it says %+v, %v", p, err)
	}
	same(t, "it is shown", b.draft(invest.KindProject, shown[0]).Public, invest.Published)
	_, _, err = b.store.Project(ctx, 3)
	same(t, "the new one", invest.CodeOf(err), invest.Gone)
	same(t, "which stays as withdrawn", b.draft(invest.KindProject, 3).Public, invest.Withdrawn)
	_, err = b.store.Draft(ctx, invest.KindProject, 4)
	same(t, "the one that was never public", invest.CodeOf(err), invest.NotFound)
}

func TestWhatWasEditedSinceIsNotPublishedWithAnImport(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	imp := b.taken(sheet.Projects, projectsHead+"1,,甲项目,新能源,,,1,,,,,\n2,,乙项目,新能源,,,1,,,,,\n", invest.ChoiceNew)
	d := b.draft(invest.KindProject, 1)
	d.Body.(*invest.Project).Place = zh("未经审核")
	if _, err := b.Save(ctx, desk.Operator, d, ""); err != nil {
		t.Fatal(err)
	}
	ids, err := b.ImportDrafts(ctx, desk.Operator, imp.ID, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	left, err := b.PublishImported(ctx, desk.Operator, imp.ID, ids)
	if err != nil {
		t.Fatal(err)
	}
	sameList(t, "left", left, d.ID())
	_, err = b.UndoImport(ctx, desk.Operator, imp.ID, "")
	same(t, "undone", invest.CodeOf(err), invest.Conflict)
}

func TestWhatWasForgottenCannotBeUndone(t *testing.T) {
	b := newBureau(t)
	imp := b.taken(sheet.Projects, projectsHead+"1,,甲项目,,,,1,,,,,\n", invest.ChoiceNew)
	b.now = b.now.Add(intake.KeptFor + 1e9)
	if ids, err := b.ForgetImports(t.Context(), b.now.Add(-intake.KeptFor)); err != nil || len(ids) != 1 {
		t.Fatal(ids, err)
	}
	_, err := b.UndoImport(t.Context(), desk.Operator, imp.ID, "")
	same(t, "undone", invest.CodeOf(err), invest.Conflict)
	same(t, "projects", b.count(invest.KindProject), 1)
}

func TestAnImportThatIsCancelledInTheMiddleLeavesNothing(t *testing.T) {
	var file strings.Builder
	file.WriteString(projectsHead)
	for i := range 6_000 {
		fmt.Fprintf(&file, "%d,,第%d号项目,,马营镇,,100,,,,,\n", i+1, i+1)
	}
	reader := strings.NewReader(file.String())
	t.Run("while it is read", func(t *testing.T) {
		b := newBureau(t)
		imp := invest.Import{Lists: "projects", File: "报送.csv", Head: headOf().Bytes()}
		if err := b.BeginImport(t.Context(), desk.Operator, &imp); err != nil {
			t.Fatal(err)
		}
		err := b.in.Read(t.Context(), desk.Operator, imp.ID, &cancelling{reader, func(at int64) {
			if at > 100_000 && b.the(imp.ID).Rows > 0 {
				_ = b.CancelImport(t.Context(), desk.Operator, imp.ID)
			}
		}}, reader.Size())
		same(t, "reading", invest.CodeOf(err), invest.Conflict)
		b.holdsNothing(imp.ID, invest.ImportCancelled)
	})
	t.Run("by the end of the program", func(t *testing.T) {
		b := newBureau(t)
		imp := invest.Import{Lists: "projects", File: "报送.csv", Head: headOf().Bytes()}
		if err := b.BeginImport(t.Context(), desk.Operator, &imp); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		err := b.in.Read(ctx, desk.Operator, imp.ID, &cancelling{reader, func(at int64) {
			if at > 100_000 {
				cancel()
			}
		}}, reader.Size())
		if err == nil {
			t.Error("it was read")
		}
		same(t, "state", b.the(imp.ID).State, invest.ImportReading) // it can be read again
		same(t, "projects", b.count(invest.KindProject), 0)
	})
	t.Run("while drafts are made", func(t *testing.T) {
		b := newBureau(t)
		imp := b.begun(sheet.Projects, file.String())
		ended := make(chan error)
		go func() {
			_, err := b.in.Make(context.WithoutCancel(t.Context()), desk.Operator, imp.ID, "")
			ended <- err
		}()
		for b.the(imp.ID).Made == 0 {
		}
		if err := b.CancelImport(t.Context(), desk.Operator, imp.ID); err != nil {
			t.Fatal(err)
		}
		same(t, "making", invest.CodeOf(<-ended), invest.Conflict)
		b.holdsNothing(imp.ID, invest.ImportCancelled)
	})
}

// cancelling is a file of which the reading is watched.
type cancelling struct {
	*strings.Reader
	at func(int64)
}

func (c *cancelling) ReadAt(p []byte, off int64) (int, error) {
	c.at(off)
	return c.Reader.ReadAt(p, off)
}

func (b *bureau) holdsNothing(id int64, state invest.ImportState) {
	b.t.Helper()
	same(b.t, "state", b.the(id).State, state)
	same(b.t, "drafts", b.all(), "")
	same(b.t, "rows", len(b.rows(id)), 0)
	drafts, err := b.ImportDrafts(b.t.Context(), desk.Operator, id, 0, 10)
	if err != nil || len(drafts) != 0 {
		b.t.Errorf("staged drafts: %v, %v", drafts, err)
	}
}
