package intake_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"wellspring/internal/desk"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

const projectsHead = "招商项目一览表\n序号,项目编码,项目名称,所属行业,建设地点,建设内容及规模,总投资（万元）,合作方式,市场前景,投资回收期（年）,项目单位,备注\n"

func TestARowOfProjectsIsATextOfAProject(t *testing.T) {
	b := newBureau(t)
	imp := b.taken(sheet.Projects, projectsHead+
		"1,WB-01,光伏组件项目,新能源产业,马营镇,年产2GW组件,30000,合资、独资,前景好,5.5,区工信局,用地已落实\n"+
		"2,,康养项目,康养旅游,石鼓镇,,,,,,,\n", invest.ChoiceSame)
	same(t, "state", imp.State, invest.ImportTaken)
	same(t, "made", imp.Made, 2)
	p := b.project(1)
	same(t, "title", p.Title.Zh, "光伏组件项目")
	same(t, "code", p.Code, "WB-01")
	same(t, "total", p.Total, invest.Yuan(300_000_000))
	same(t, "place", p.Place.Zh, "马营镇")
	same(t, "scale", p.Scale.Zh, "年产2GW组件")
	same(t, "agency", p.LeadAgency.Zh, "区工信局")
	same(t, "market", p.Market.Zh, "前景好")
	sameList(t, "sectors", p.Sectors, "energy")
	sameList(t, "modes", p.Modes, invest.JointVenture, invest.SoleInvestment)
	same(t, "payback", p.Payback.String(), "5.5")
	same(t, "source", p.Source.Name.Zh, "招商项目一览表")
	same(t, "note", p.Note, "备注：用地已落实")
	same(t, "phase", p.Phases[0].Phase, invest.Promoted)
	same(t, "phase's date", p.Phases[0].Date, asOf)
	q := b.project(2)
	same(t, "an unknown amount", q.Total.Known(), false)
	sameList(t, "a sector that is none of the bureau's", q.Sectors)
	same(t, "its words", q.Note, "原表行业：康养旅游")
	d := b.draft(invest.KindProject, 2)
	same(t, "work", d.Work, invest.WorkDraft)
	same(t, "public", d.Public, invest.NeverPublic)
	same(t, "version", d.Version, int64(1))
	rev, err := b.store.Revision(t.Context(), invest.KindProject, 1, 1)
	if err != nil || rev.Note != "导入" {
		t.Errorf("the revision says %q, %v", rev.Note, err)
	}
}

func TestASectorIsGivenToRowsOfWhichTheSectorIsNoneOfTheBureaus(t *testing.T) {
	b := newBureau(t)
	b.taken(sheet.Projects, projectsHead+"1,,康养项目,康养旅游,,,1,,,,,\n", invest.ChoiceSame, func(h *intake.Head) { h.Sector = "sensor" })
	sameList(t, "sectors", b.project(1).Sectors, "sensor")
}

func TestATwinOfAParkThatIsThereSpoilsNothing(t *testing.T) {
	b := newBureau(t)
	const head = "产业园区一览表\n序号,园区名称,主导产业,入驻企业数,规划面积（亩）\n"
	b.taken(sheet.Parks, head+"1,马营产业园,新能源,12,800\n", invest.ChoiceSame)
	imp := b.begun(sheet.Parks, head+"1,马营产业园,新能源,15,900\n2,马营产业园,新能源,15,900\n3,石鼓产业园,传感器,3,100\n")
	b.decide(imp.ID, intake.Decision{Row: 1, Choice: invest.ChoiceUpdate}, intake.Decision{Row: 2, Choice: invest.ChoiceSame})
	same(t, "made", b.make(imp.ID), 2)
	same(t, "parks", b.count(invest.KindPark), 2)
}

func TestAnUpdateThatChangesNothingMakesNoRevision(t *testing.T) {
	b := newBureau(t)
	const rows = "重点项目进展情况表\n序号,项目名称,总投资（万元）,建设进展\n1,光伏组件项目,30000,%s\n"
	b.taken(sheet.Construction, fmt.Sprintf(rows, "完成桩基"), invest.ChoiceSame)
	was := b.draft(invest.KindProject, 1)
	b.taken(sheet.Construction, fmt.Sprintf(rows, "主体封顶"), invest.ChoiceUpdate)
	same(t, "the project's version", b.draft(invest.KindProject, 1).Version, was.Version)
	same(t, "updates", b.count(invest.KindUpdate), 2)
}

func TestPartsOfAProjectStandInItsNote(t *testing.T) {
	b := newBureau(t)
	b.taken(sheet.Projects, "招商项目一览表\n序号,项目名称,总投资（万元）\n1,循环产业园,5000\n,其中：一期厂房,2000\n,二期厂房,3000\n2,别的项目,100\n", invest.ChoiceSame)
	if note := b.project(1).Note; !strings.Contains(note, "一期厂房 20000000 CNY") {
		t.Errorf("the note says %q", note)
	}
	same(t, "the amount of the whole", b.project(1).Total, invest.Yuan(50_000_000))
}

func TestAMarkOfWhatIsCheckedStaysInTheImport(t *testing.T) {
	b := newBureau(t)
	imp := b.begun(sheet.Projects, "招商项目一览表\n序号,项目名称,总投资（万元）\n1,甲项目,5000\n2,乙项目,3000\n合计,,9000\n")
	head, err := intake.ReadHead(imp)
	if err != nil || len(head.Found.Totals) != 1 {
		t.Fatalf("%+v, %v", head.Found.Totals, err)
	}
	total := head.Found.Totals[0]
	same(t, "stated", *total.Stated, int64(90_000_000))
	same(t, "summed", total.Summed, int64(80_000_000))
	same(t, "summary", head.Found.Summary, sheet.Summary{OK: 2, Skip: 1})
}

func TestABatchWithOneRowThatIsInvalidLeavesNothingAndSaysTheRow(t *testing.T) {
	b := newBureau(t)
	var file strings.Builder
	file.WriteString(projectsHead)
	for i := range 3_200 { // more than two batches
		place := "马营镇"
		if i == 3_100 {
			place = strings.Repeat("很长的地名", 200)
		}
		fmt.Fprintf(&file, "%d,,第%d号项目,,%s,,100,,,,,\n", i+1, i+1, place)
	}
	imp := b.begun(sheet.Projects, file.String())
	b.decideAll(imp.ID, invest.ChoiceNew)
	before := b.all()
	_, err := b.in.Make(t.Context(), desk.Operator, imp.ID, "")
	var wrong intake.WrongRows
	if !errors.As(err, &wrong) || len(wrong) != 1 || len(wrong[3_101]) != 1 || wrong[3_101][0].Field != "place.zh" || wrong[3_101][0].Key != "error.too_long" {
		t.Errorf("says %v: %v", err, wrong)
	}
	same(t, "the desk", b.all(), before)
	same(t, "state", b.the(imp.ID).State, invest.ImportRead)
	drafts, err := b.ImportDrafts(t.Context(), desk.Operator, imp.ID, 0, 10)
	if err != nil || len(drafts) != 0 {
		t.Errorf("%v are staged still, %v", drafts, err)
	}
	// Left out, the others become drafts.
	b.decide(imp.ID, intake.Decision{Row: 3_101, Choice: invest.ChoiceIgnore})
	same(t, "made", b.make(imp.ID), 3_199)
}

func TestAnImportOfWhichNothingIsTakenSaysSo(t *testing.T) {
	b := newBureau(t)
	imp := b.begun(sheet.Projects, projectsHead+"1,,甲项目,,,,1,,,,,\n")
	b.decide(imp.ID, intake.Decision{Row: 1, Choice: invest.ChoiceIgnore})
	if _, err := b.in.Make(t.Context(), desk.Operator, imp.ID, ""); !errors.Is(err, intake.ErrNothing) {
		t.Errorf("got %v", err)
	}
	same(t, "state", b.the(imp.ID).State, invest.ImportRead)
}

const signingsHead = "签约项目一览表\n序号,项目名称,甲方,乙方,总投资（万元）,签约时间,组别,来源地,协议类型\n"

func TestARowOfSigningsIsAProjectAndASigningOfARegister(t *testing.T) {
	b := newBureau(t)
	imp := b.taken(sheet.Signings, signingsHead+
		"1,光伏组件项目,渭滨区政府,甲公司、乙公司,30000,2023-11-08,第一组,江苏,投资协议\n"+
		"2,传感器项目,渭滨区政府,丙公司,约2-3亿元,2023-11-08,第二组,,框架协议\n", invest.ChoiceSame)
	same(t, "made", imp.Made, 3)
	p := b.project(1)
	same(t, "phase", p.Phases[0].Phase, invest.Signed)
	same(t, "phase's date", p.Phases[0].Date, invest.Date{Precision: invest.Day, Year: 2023, Month: 11, Day: 8})
	c := b.ceremony(1)
	same(t, "form", c.Form, invest.FormRegister)
	same(t, "title", c.Title.Zh, "签约项目一览表")
	same(t, "day", c.Start, p.Phases[0].Date)
	same(t, "groups", len(c.Groups), 2)
	s := c.Groups[0].Signings[0]
	same(t, "project", s.Project, int64(1))
	same(t, "a row of the ceremony's day", s.Date.IsZero(), true)
	same(t, "second investor", s.B[1].Name.Zh, "乙公司")
	same(t, "origin", s.Origin.Zh, "江苏")
	same(t, "agreement", s.Agreement, invest.InvestmentAgreement)
	same(t, "key", s.Key > 0, true)
	two := c.Groups[1].Signings[0]
	same(t, "agreement", two.Agreement, invest.FrameworkAgreement)
	same(t, "a range", two.Amount, invest.Money{Low: 200_000_000, High: 300_000_000, Currency: "CNY", Approx: true})
}

func TestARegisterHoldsAThousandSignings(t *testing.T) {
	b := newBureau(t)
	var file strings.Builder
	file.WriteString(signingsHead)
	for i := range 2_500 {
		fmt.Fprintf(&file, "%d,第%d号项目,渭滨区政府,第%d号公司,100,2023-11-08,,,\n", i+1, i+1, i+1)
	}
	imp := b.taken(sheet.Signings, file.String(), invest.ChoiceNew)
	same(t, "made", imp.Made, 2_503)
	same(t, "registers", b.count(invest.KindCeremony), 3)
	for n, want := range map[int64]int{1: 1_000, 2: 1_000, 3: 500} {
		same(t, fmt.Sprint("signings of ", n), len(b.ceremony(n).Signings()), want)
	}
	same(t, "title of the first", b.ceremony(1).Title.Zh, "签约项目一览表")
	same(t, "title of the third", b.ceremony(3).Title.Zh, "签约项目一览表（3）")
	same(t, "day of the third", b.ceremony(3).Start, b.ceremony(1).Start)
	same(t, "project of the last", b.ceremony(3).Signings()[499].Project, int64(2_500))
}

func TestSigningsGoIntoTheCeremonyThatWasNamed(t *testing.T) {
	b := newBureau(t)
	p := b.save(aProject("已有项目", invest.Promoted))
	c := &invest.Ceremony{Form: invest.FormStage, Title: zh("秋季签约仪式"), Start: invest.Date{Precision: invest.Day, Year: 2023, Month: 11, Day: 8}, Source: source}
	c.Groups = []invest.Group{{Label: zh("第一组"), Signings: []invest.Signing{{Project: p.Number, Name: zh("已有项目"), B: []invest.Party{{Name: zh("甲公司")}}}}}}
	d := b.save(c)
	into := func(h *intake.Head) { h.Ceremony = d.Number }
	b.taken(sheet.Signings, signingsHead+
		"1,光伏组件项目,渭滨区政府,乙公司,30000,2023-11-08,第一组,,\n"+
		"2,传感器项目,渭滨区政府,丙公司,20000,2023-11-09,第三组,,\n"+
		"3,已有项目,渭滨区政府,甲公司,,2023-11-08,第一组,,\n", invest.ChoiceSame, into)
	after := b.ceremony(d.Number)
	same(t, "ceremonies", b.count(invest.KindCeremony), 1)
	same(t, "groups", len(after.Groups), 2)
	same(t, "signings", len(after.Signings()), 3) // the third row was in it
	same(t, "form", after.Form, invest.FormStage)
	same(t, "version", b.draft(invest.KindCeremony, d.Number).Version, d.Version+1)
	same(t, "the first key stays", after.Groups[0].Signings[0].Key, d.Body.(*invest.Ceremony).Groups[0].Signings[0].Key)
	same(t, "a day of its own", after.Groups[1].Signings[0].Date.Day, 9)
}

func TestAProjectThatWasSignedBeforeAsksForAReason(t *testing.T) {
	b := newBureau(t)
	b.taken(sheet.Signings, signingsHead+"1,光伏组件项目,渭滨区政府,甲公司,30000,2023-11-08,,,\n", invest.ChoiceNew)
	imp := b.begun(sheet.Signings, signingsHead+"1,光伏组件项目,渭滨区政府,甲公司,50000,2023-11-28,,,\n")
	rows := b.rows(imp.ID)
	same(t, "like", rows[0].Match, int64(1))
	for _, choice := range []invest.Choice{invest.ChoiceSame, invest.ChoiceUpdate} {
		err := b.in.Decide(t.Context(), desk.Operator, imp.ID, []intake.Decision{{Row: 1, Choice: choice, Reason: "  "}})
		if !errors.Is(err, intake.ErrReason) {
			t.Errorf("%s without a reason: %v", choice, err)
		}
	}
	if err := b.in.DecideAll(t.Context(), desk.Operator, imp.ID, invest.ChoiceSame, ""); !errors.Is(err, intake.ErrReason) {
		t.Errorf("all without a reason: %v", err)
	}
	b.decide(imp.ID, intake.Decision{Row: 1, Choice: invest.ChoiceSame, Reason: "追加投资"})
	b.make(imp.ID)
	s := b.ceremony(2).Signings()[0]
	same(t, "project", s.Project, int64(1))
	same(t, "reason", s.ResignReason, "追加投资")
	same(t, "earlier", s.Earlier, invest.SigningRef{Ceremony: 1, Key: b.ceremony(1).Signings()[0].Key})
}

func TestARowOfConstructionBecomesAnUpdateOfItsProject(t *testing.T) {
	b := newBureau(t)
	p := b.save(aProject("光伏组件项目", invest.Signed))
	b.taken(sheet.Construction, "重点项目建设进展一览表\n序号,项目名称,建设地点,总投资（万元）,年度计划投资（万元）,累计完成投资（万元）,形象进度\n"+
		"1,光伏组件项目,马营镇,30000,8000,5000,主体封顶\n2,新项目,石鼓镇,1000,,,已开工\n", invest.ChoiceUpdate)
	q := b.project(p.Number)
	same(t, "plan", q.Plans[0].Planned, invest.Yuan(80_000_000))
	same(t, "done", q.Plans[0].Completed, invest.Yuan(50_000_000))
	same(t, "phase", q.Phase(), invest.UnderConstruction)
	same(t, "phases", len(q.Phases), 2)
	same(t, "updates", b.count(invest.KindUpdate), 2)
	u := b.draft(invest.KindUpdate, 1).Body.(*invest.Update)
	same(t, "of", u.Project, p.Number)
	same(t, "says", u.Text.Zh, "主体封顶")
	same(t, "title", u.Title.Zh, "光伏组件项目进展")
	same(t, "the new one", b.project(p.Number+1).Phase(), invest.Started)
	same(t, "its update is of", b.draft(invest.KindUpdate, 2).Body.(*invest.Update).Project, p.Number+1)
}

func TestARowOfParksIsAPark(t *testing.T) {
	b := newBureau(t)
	b.taken(sheet.Parks, "产业园区一览表\n序号,园区名称,级别,所在地,规划面积（平方米）,主导产业,入驻企业（户）,运营主体\n1,传感器产业园,省级,马营镇,120000,传感器、新能源,36,园区公司\n", invest.ChoiceSame)
	p := b.draft(invest.KindPark, 1).Body.(*invest.Park)
	same(t, "name", p.Name.Zh, "传感器产业园")
	same(t, "residents", *p.Residents, 36)
	sameList(t, "sectors", p.Sectors, "sensor", "energy")
	same(t, "operator", p.Operator.Zh, "园区公司")
	same(t, "area", p.Planned.In(invest.SquareMetre).String(), "120000")
}

func TestFiguresGoIntoTheReleaseOfTheirPeriod(t *testing.T) {
	b := newBureau(t)
	imp := b.taken(sheet.Figures, "主要指标完成情况表\n序号,地区,统计期间,指标,完成数,计量单位,年度任务,同比（%）\n"+
		"1,渭滨区,2023年1—11月,到位资金,155.2,亿元,160,12.5\n2,渭滨区,2023年1—11月,签约项目数,36,个,,\n3,渭滨区,2022年,到位资金,140,亿元,,\n", invest.ChoiceSame)
	same(t, "made", imp.Made, 2)
	r := b.draft(invest.KindRelease, 1).Body.(*invest.Release)
	same(t, "period", r.Period.String(), "2023-01/2023-11")
	same(t, "figures", len(r.Figures), 2)
	f := r.Figures[0]
	same(t, "value", f.Value.String(), "155.2")
	same(t, "task", f.Task.String(), "160")
	same(t, "growth", f.YoY.String(), "12.5")
	same(t, "region", f.Region.Zh, "渭滨区")
	same(t, "the other period", b.draft(invest.KindRelease, 2).Body.(*invest.Release).Period.String(), "2022")
}

func TestAnIndicatorThatTheBureauDoesNotHaveIsSaidByItsRow(t *testing.T) {
	b := newBureau(t)
	imp := b.begun(sheet.Figures, "主要指标完成情况表\n序号,地区,统计期间,指标,完成数,计量单位\n1,渭滨区,2023年,到位资金,155,亿元\n2,渭滨区,2023年,快乐指数,9,分\n")
	_, err := b.in.Make(t.Context(), desk.Operator, imp.ID, "")
	var wrong intake.WrongRows
	if !errors.As(err, &wrong) || len(wrong) != 1 || wrong[2][0].Key != "error.indicator_unknown" {
		t.Errorf("says %v: %v", err, wrong)
	}
	same(t, "releases", b.count(invest.KindRelease), 0)
}
