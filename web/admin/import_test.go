package admin_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wellspring/internal/intake"

	"github.com/xuri/excelize/v2"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

const projectRows = "招商项目一览表\n序号,项目名称,所属行业,建设地点,总投资（万元）\n"

// sendSheet sends a workbook as the form of the imports does.
func (b *browser) sendSheet(t *testing.T, lists, name string, file []byte) page {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if err := w.WriteField("lists", lists); err != nil {
		t.Fatal(err)
	}
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.send(t, http.MethodPost, b.base+"/admin/import", url.Values{}, func(r *http.Request) {
		r.Header.Set("Content-Type", w.FormDataContentType())
		r.Body, r.ContentLength = readCloser{&body}, int64(body.Len())
	})
}

// settled is the page of an import once nothing runs any more.
func (b *browser) settled(t *testing.T, address string) page {
	t.Helper()
	for range 500 {
		if p := b.get(t, address).want(t, http.StatusOK); p.doc().Find(".import-running").Length() == 0 {
			return p
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("it does not come to its end")
	return page{}
}

// imported is the page of an import that was read, and its address.
func (b *browser) imported(t *testing.T, lists, file string) (page, string) {
	t.Helper()
	address := b.sendSheet(t, lists, "报送.csv", []byte(file)).want(t, http.StatusSeeOther).Header.Get("Location")
	return b.settled(t, address), address
}

func (p page) has(to string) bool { return p.doc().Find("form[action$='"+to+"']").Length() > 0 }

func (h *house) projects(t *testing.T) int {
	t.Helper()
	list, err := h.store.Drafts(t.Context(), invest.DraftFilter{Kind: invest.KindProject})
	if err != nil {
		t.Fatal(err)
	}
	return list.Total
}

func TestAnImportGoesFromItsFileThroughEachStateToItsUndoing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	p, address := b.imported(t, "projects", projectRows+"1,光伏组件项目,新能源,马营镇,30000\n2,传感器项目,传感器,石鼓镇,500\n,合计,,,30500\n")
	for _, want := range []string{"光伏组件项目", "马营镇", "3亿元", "2 行正常", "合计行", "一致"} {
		if !strings.Contains(p.text(), want) {
			t.Errorf("read, it does not say %s", want)
		}
	}
	if !p.has("/taking") || !p.has("/cancel") || !p.has("/columns") || !p.has("/head") || p.has("/undo") {
		t.Error("read, it offers something else")
	}
	// Nothing of it is anywhere yet.
	if h.projects(t) != 0 || strings.Contains(b.get(t, "/admin/projects").text(), "光伏组件项目") {
		t.Error("what is staged is on the desk")
	}
	for _, path := range []string{"/projects", "/search?q=光伏组件项目", "/projects/1", "/en/projects/1", "/sitemap.xml"} {
		if q := h.browser().get(t, path); strings.Contains(strings.ReplaceAll(q.body, `value="光伏组件项目"`, ""), "光伏组件项目</") {
			t.Errorf("what is staged is public at %s", path)
		}
	}
	b.post(t, address+"/taking", nil).want(t, http.StatusSeeOther)
	p = b.settled(t, address)
	if !strings.Contains(p.text(), "生成或更新了 2 份草稿") || !p.has("/undo") || p.has("/taking") || p.has("/cancel") {
		t.Errorf("taken, it says %s", p.text())
	}
	if link := p.doc().Find("a[href='/admin/projects/1']"); link.Length() == 0 {
		t.Error("it does not lead to its drafts")
	}
	if h.projects(t) != 2 || h.browser().get(t, "/projects/1").StatusCode != http.StatusNotFound {
		t.Error("taken, they are no drafts, or public")
	}
	b.post(t, address+"/taking", nil).want(t, http.StatusConflict)
	b.post(t, address+"/cancel", nil).want(t, http.StatusConflict)
	p = b.post(t, address+"/undo", nil).follow(t)
	if h.projects(t) != 0 || p.has("/undo") || !strings.Contains(p.text(), "已撤销") {
		t.Errorf("undone, there are %d: %s", h.projects(t), p.text())
	}
	b.post(t, address+"/undo", nil).want(t, http.StatusConflict)
	if list := b.get(t, "/admin/import").text(); !strings.Contains(list, "报送.csv") || !strings.Contains(list, "演示 writer") {
		t.Errorf("the list says %s", list)
	}
	trail := h.as(t, "auditor").get(t, "/admin/audit").want(t, http.StatusOK).text()
	for _, act := range []string{"撤销导入", "生成草稿"} {
		if !strings.Contains(trail, act) {
			t.Errorf("the trail has no %s: %s", act, trail)
		}
	}
}

func TestAnImportIsNotUndoneAfterAnEdit(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	_, address := b.imported(t, "projects", projectRows+"1,光伏组件项目,新能源,马营镇,30000\n")
	b.post(t, address+"/taking", nil).want(t, http.StatusSeeOther)
	b.settled(t, address)
	f := b.get(t, "/admin/projects/1").form(t, "/projects/1")
	f.set(t, "place.zh", "石鼓镇")
	f.press(t, "save").want(t, http.StatusSeeOther)
	if p := b.post(t, address+"/undo", nil).want(t, http.StatusConflict); !strings.Contains(p.says(), "改动过") {
		t.Errorf("says %s", p.says())
	}
	if h.projects(t) != 1 {
		t.Error("it is gone")
	}
}

func TestAnImportThatIsGivenUpLeavesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	_, address := b.imported(t, "projects", projectRows+"1,光伏组件项目,新能源,马营镇,30000\n")
	b.post(t, address+"/cancel", nil).follow(t)
	if p := b.get(t, address).want(t, http.StatusOK); p.has("/taking") || p.has("/cancel") || strings.Contains(p.text(), "光伏组件项目") {
		t.Errorf("it says %s", p.text())
	}
	files, err := os.ReadDir(filepath.Join(h.folder, "imports"))
	if err != nil || len(files) != 0 {
		t.Errorf("files are left: %v, %v", files, err)
	}
	// One of which the file is gone is given up too.
	_, address = b.imported(t, "projects", projectRows+"1,光伏组件项目,新能源,马营镇,30000\n")
	if err := os.RemoveAll(filepath.Join(h.folder, "imports")); err != nil {
		t.Fatal(err)
	}
	b.post(t, address+"/cancel", nil).want(t, http.StatusSeeOther)
}

func TestAFileThatIsNoSheetSaysWhatIsWrongWithIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	for _, c := range []struct {
		name string
		file []byte
		says string
		lost bool // no other reading helps
	}{
		{"表.xls", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...), "xls", true},
		{"图.xlsx", []byte("\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 100)), "不是可以读取的表格文件", true},
		{"损坏.xlsx", []byte("PK\x03\x04" + strings.Repeat("\x00", 100)), "损坏", true},
		{"空.csv", nil, "没有内容", true},
		{"文章.csv", []byte("今天天气很好\n明天也是\n"), "表头", false},
		{"只有表头.csv", []byte(projectRows), "没有内容", false},
	} {
		address := b.sendSheet(t, "projects", c.name, c.file).want(t, http.StatusSeeOther).Header.Get("Location")
		p := b.settled(t, address)
		if !strings.Contains(p.says(), c.says) || p.has("/taking") || !p.has("/cancel") || p.has("/columns") == c.lost || (p.doc().Find(".import-do a[href='/admin/import']").Length() == 1) != c.lost {
			t.Errorf("%s: says %s", c.name, p.says())
		}
	}
	if p := b.sendSheet(t, "projects", "", nil).want(t, http.StatusUnprocessableEntity); !strings.Contains(p.says(), "请选择一个文件") {
		t.Errorf("without a file: %s", p.says())
	}
	b.post(t, "/admin/import", nil).want(t, http.StatusUnsupportedMediaType)
}

func TestColumnsAreCorrectedAndRememberedForTheNextSheet(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	const file = "招商项目一览表\n序号,项目名称,放在哪里,总投资,所属行业,合作方式,市场前景\n1,光伏组件项目,甲地,3,新能源,合资,好\n"
	p, address := b.imported(t, "projects", file)
	f := p.form(t, "/columns")
	f.set(t, "field.2", "place")
	f.set(t, "unit.3", "亿元")
	f.press(t, "").want(t, http.StatusSeeOther)
	p = b.settled(t, address)
	if !strings.Contains(p.doc().Find("#rows, .import-rows, table").Text(), "3亿元") || !strings.Contains(p.text(), "甲地") {
		t.Errorf("corrected, it says %s", p.text())
	}
	for _, kind := range []string{"projects", ""} { // said or guessed
		next, _ := b.imported(t, kind, file)
		g := next.form(t, "/columns")
		if g.values.Get("field.2") != "place" || g.values.Get("unit.3") != "亿元" {
			t.Errorf("%q: the next is read as %v", kind, g.values)
		}
	}
	// Corrected once more, what was said before stays said.
	for range 2 {
		f = b.settled(t, address).form(t, "/columns")
		f.set(t, "field.2", "")
		f.press(t, "").want(t, http.StatusSeeOther)
		f = b.settled(t, address).form(t, "/columns")
		if f.values.Get("field.2") != "" || f.values.Get("unit.3") != "亿元" {
			t.Errorf("corrected again: %v", f.values)
		}
	}
	next, _ := b.imported(t, "projects", file)
	g := next.form(t, "/columns")
	if g.values.Get("field.2") != "" || g.values.Get("unit.3") != "亿元" {
		t.Errorf("the last is read as %v", g.values)
	}
	// On a page of its own import, other columns are corrected: the unit stays said.
	g.set(t, "field.2", "place")
	g.press(t, "").want(t, http.StatusSeeOther)
	if next, _ := b.imported(t, "projects", file); next.form(t, "/columns").values.Get("unit.3") != "亿元" {
		t.Error("the unit is forgotten")
	}
}

func TestRowsAreDecidedOneByOneOnTheirPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.write(t, least(invest.KindProject, "光伏组件项目"))
	b := h.as(t, "writer")
	p, address := b.imported(t, "projects", projectRows+"1,光伏组件项目,新能源,马营镇,30000\n2,传感器项目,传感器,石鼓镇,500\n3,传感器项目,传感器,石鼓镇,500\n")
	if !strings.Contains(p.text(), "与已有的“光伏组件项目”（1 号）同名") || !strings.Contains(p.text(), "与第 2 行名称相同") || p.doc().Find("form[action$='/taking'] button[disabled]").Length() != 1 {
		t.Errorf("it says %s", p.text())
	}
	if only := b.get(t, address+"?show=open").text(); strings.Contains(only, "2 传感器项目 正常") || !strings.Contains(only, "光伏组件项目") {
		t.Errorf("the open ones are %s", only)
	}
	b.post(t, address+"/taking", nil).want(t, http.StatusSeeOther)
	if p = b.settled(t, address); !strings.Contains(p.says(), "还有行没有决定") {
		t.Errorf("undecided, it says %s", p.says())
	}
	b.post(t, address+"/rows", url.Values{"choice.1": {"perhaps"}}).want(t, http.StatusUnprocessableEntity)
	b.post(t, address+"/rows", url.Values{"all": {"perhaps"}}).want(t, http.StatusUnprocessableEntity)
	if n := p.doc().Find("[name^='choice.'] option[value='same']").Length(); n != 2 {
		t.Errorf("%d rows offer to be the same as another", n)
	}
	b.post(t, address+"/rows", url.Values{"choice.1": {"update"}, "choice.3": {"ignore"}}).want(t, http.StatusSeeOther)
	b.post(t, address+"/taking", nil).want(t, http.StatusSeeOther)
	if p = b.settled(t, address); !strings.Contains(p.text(), "2 份草稿") || h.projects(t) != 2 {
		t.Errorf("%d projects: %s", h.projects(t), p.text())
	}
	if d := h.draft(t, invest.KindProject, 1); d.Body.(*invest.Project).Place.Zh != "马营镇" {
		t.Error("it was not updated")
	}
	b.post(t, address+"/rows", url.Values{"choice.1": {"new"}}).want(t, http.StatusConflict)
}

func TestASigningOfAProjectThatWasSignedAsksForItsReasonOnThePage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	const head = "签约项目一览表\n序号,项目名称,乙方,总投资（万元）,签约时间\n"
	_, address := b.imported(t, "signings", head+"1,光伏组件项目,甲公司,300,2023-11-08\n")
	b.post(t, address+"/taking", nil).want(t, http.StatusSeeOther)
	b.settled(t, address)
	p, address := b.imported(t, "signings", head+"1,光伏组件项目,甲公司,500,2023-11-28\n")
	if p.doc().Find("[name='reason.1']").Length() != 1 {
		t.Error("it does not ask for a reason")
	}
	if p := b.post(t, address+"/rows", url.Values{"choice.1": {"same"}}).want(t, http.StatusConflict); !strings.Contains(p.says(), "原因") {
		t.Errorf("says %s", p.says())
	}
	if p := b.post(t, address+"/rows", url.Values{"choice.1": {"same"}}); p.doc().Find("[name='choice.1'] [selected]").AttrOr("value", "") != "same" {
		t.Error("what was chosen is lost with the refusal")
	}
	b.post(t, address+"/rows", url.Values{"choice.1": {"same"}, "reason.1": {"追加投资"}}).want(t, http.StatusSeeOther)
	b.post(t, address+"/taking", nil).want(t, http.StatusSeeOther)
	b.settled(t, address)
	if s := h.draft(t, invest.KindCeremony, 2).Body.(*invest.Ceremony).Signings()[0]; s.Project != 1 || s.ResignReason != "追加投资" || s.Earlier.Ceremony != 1 {
		t.Errorf("the signing is %+v", s)
	}
}

func TestWhatHoldsForAllRowsIsSaidOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	p, address := b.imported(t, "projects", projectRows+"1,康养项目,康养,马营镇,30000\n")
	f := p.form(t, "/head")
	f.fill(t, map[string]string{"source": "渭滨区工信局", "sector": "sensor", "asOf": "2023年10月"})
	f.press(t, "").follow(t)
	refused := b.post(t, address+"/head", url.Values{"source": {"渭滨区统计局"}, "asOf": {"13月的某天"}}).want(t, http.StatusUnprocessableEntity)
	for field, typed := range map[string]string{"source": "渭滨区统计局", "asOf": "13月的某天"} {
		if got := refused.doc().Find("#f-head-"+field).AttrOr("value", ""); got != typed {
			t.Errorf("%s was typed as %q and is shown as %q", field, typed, got)
		}
	}
	if said := refused.doc().Find("#f-head-asOf-error").Text(); !strings.Contains(said, "无法识别这个日期") {
		t.Errorf("the date that is none is said to be %q", said)
	}
	b.post(t, address+"/taking", nil).want(t, http.StatusSeeOther)
	b.settled(t, address)
	q := h.draft(t, invest.KindProject, 1).Body.(*invest.Project)
	if q.Source.Name.Zh != "渭滨区工信局" || q.Sectors[0] != "sensor" || q.Phases[0].Date != invest.MonthOf(2023, 10) {
		t.Errorf("is %+v", q)
	}
}

func TestAnEventThatIsNotThereIsSaidAndWhatWasTypedStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	_, address := b.imported(t, "signings", "序号,项目名称,甲方,乙方,投资额（万元）\n1,光伏组件项目,渭滨区人民政府,某公司,30000\n")
	for _, typed := range []string{"99", "那一场"} {
		p := b.post(t, address+"/head", url.Values{"source": {"x"}, "form": {"live"}, "ceremony": {typed}}).want(t, http.StatusUnprocessableEntity)
		if got := p.doc().Find("#f-head-ceremony").AttrOr("value", ""); got != typed || strings.Contains(p.body, "%!") {
			t.Errorf("%q was typed and is shown as %q", typed, got)
		}
		if said := p.doc().Find("#f-head-ceremony-error").Text(); !strings.Contains(said, "没有找到") {
			t.Errorf("of %q it says %q", typed, said)
		}
	}
}

func TestAnEventOfSomebodyElseIsNotWrittenIntoNorItsTitleShown(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const rows = "签约项目一览表\n序号,项目名称,乙方,总投资（万元）,签约时间\n"
	a := h.as(t, "writer")
	_, theirs := a.imported(t, "signings", rows+"1,光伏组件项目,甲公司,300,2023-11-08\n")
	a.post(t, theirs+"/head", url.Values{"source": {"x"}, "form": {"register"}, "asOf": {"2023-11-08"}, "title": {"尚未公开的签约仪式"}}).want(t, http.StatusSeeOther)
	a.post(t, theirs+"/taking", nil).want(t, http.StatusSeeOther)
	a.settled(t, theirs)
	was := h.draft(t, invest.KindCeremony, 1)
	b := h.as(t, "writer2")
	_, mine := b.imported(t, "signings", rows+"1,传感器项目,乙公司,500,2023-11-28\n")
	p := b.post(t, mine+"/head", url.Values{"source": {"x"}, "form": {"live"}, "ceremony": {"1"}}).want(t, http.StatusUnprocessableEntity)
	if said := p.doc().Find("#f-head-ceremony-error").Text(); !strings.Contains(said, "没有找到") || strings.Contains(p.body, was.Body.Heading().Zh) {
		t.Errorf("it says %q", said)
	}
	b.post(t, mine+"/taking", nil)
	b.settled(t, mine)
	if now := h.draft(t, invest.KindCeremony, 1); now.Version != was.Version {
		t.Error("the event of somebody else was changed")
	}
	b.get(t, "/admin/ceremonies/1").want(t, http.StatusForbidden)
}

func TestARowThatCannotBeADraftIsNamedAndNothingIsWritten(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	_, address := b.imported(t, "projects", projectRows+"1,光伏组件项目,新能源,马营镇,30000\n2,传感器项目,传感器,"+strings.Repeat("很长的地名", 200)+",500\n")
	b.post(t, address+"/taking", nil).want(t, http.StatusSeeOther)
	p := b.settled(t, address)
	if !strings.Contains(p.text(), "有 1 行还不能成为草稿") || !strings.Contains(p.text(), "第 2 行") || !p.has("/taking") || h.projects(t) != 0 {
		t.Errorf("%d projects: %s", h.projects(t), p.text())
	}
}

func TestSomebodyElsesImportIsNotTouchedAndSeenByWhoSeesAll(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, address := h.as(t, "writer").imported(t, "projects", projectRows+"1,光伏组件项目,新能源,马营镇,30000\n")
	for login, status := range map[string]int{"writer2": http.StatusForbidden, "statistician": http.StatusForbidden, "director": http.StatusForbidden, "reviewer1": http.StatusOK} {
		b := h.as(t, login)
		if p := b.get(t, address); p.StatusCode != status || p.StatusCode == http.StatusOK && (p.has("/taking") || p.has("/cancel")) {
			t.Errorf("%s sees it: %d", login, p.StatusCode)
		}
		for _, act := range []string{"/columns", "/head", "/rows", "/taking", "/undo", "/cancel"} {
			sent := url.Values{"lists": {"projects"}, "source": {"别人"}, "choice.1": {"ignore"}}
			if p := b.post(t, address+act, sent); p.StatusCode != http.StatusForbidden {
				t.Errorf("%s does %s: %d", login, act, p.StatusCode)
			}
		}
		if list := b.get(t, "/admin/import"); status == http.StatusForbidden && strings.Contains(list.body, "报送.csv") {
			t.Errorf("%s finds it in the list", login)
		}
	}
	h.browser().get(t, address).want(t, http.StatusSeeOther)
	if p := h.as(t, "writer").settled(t, address); !p.has("/taking") {
		t.Error("it is no longer as it was")
	}
	for _, login := range []string{"director", "lead", "auditor", "admin"} {
		if p := h.as(t, login).sendSheet(t, "projects", "报送.csv", []byte(projectRows)); p.StatusCode != http.StatusForbidden {
			t.Errorf("%s imports: %d", login, p.StatusCode)
		}
	}
}

func TestWhoWritesFiguresImportsFiguresOnly(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "statistician")
	if p := b.get(t, "/admin/import").want(t, http.StatusOK); !p.has("/admin/import") {
		t.Fatal("there is no form")
	}
	p, _ := b.imported(t, "", "主要指标完成情况表\n序号,地区,统计期间,指标,完成数,计量单位\n1,渭滨区,2023年,到位资金,155,亿元\n")
	if !p.has("/taking") {
		t.Errorf("figures: %s", p.says())
	}
	p, _ = b.imported(t, "", projectRows+"1,光伏组件项目,新能源,马营镇,30000\n")
	if p.has("/taking") || !strings.Contains(p.says(), "不负责录入") {
		t.Errorf("projects, guessed: %s", p.says())
	}
	b.sendSheet(t, "projects", "报送.csv", []byte(projectRows)).want(t, http.StatusForbidden)
}

func TestAFileWithMacrosAndLinksIsReadAndSaysSo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	f := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "项目名称", "B1": "总投资（万元）", "A2": "光伏组件项目", "B2": 3, "A3": "没有算过的项目"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "B3", "=WEBSERVICE(\"http://x\")"); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := f.Write(&file); err != nil {
		t.Fatal(err)
	}
	address := b.sendSheet(t, "projects", "公式.xlsx", file.Bytes()).want(t, http.StatusSeeOther).Header.Get("Location")
	if p := b.settled(t, address); !strings.Contains(p.text(), "公式没有保存结果") || strings.Contains(p.text(), "WEBSERVICE") {
		t.Errorf("says %s", p.text())
	}
}

func TestWhatIsExportedIsAsFilteredAsItsList(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.write(t, least(invest.KindProject, "光伏组件项目"))
	h.bring(t, h.write(t, least(invest.KindProject, "公开的项目")), invest.WorkNone)
	b := h.as(t, "reviewer1")
	list := b.get(t, "/admin/projects?q=公开的项目").want(t, http.StatusOK)
	link, ok := list.doc().Find("a[href*='/admin/export/projects.csv']").Attr("href")
	if !ok {
		t.Fatal("the list offers no export")
	}
	p := b.get(t, link).want(t, http.StatusOK)
	if !strings.Contains(p.body, "公开的项目") || strings.Contains(p.body, "光伏组件项目") || p.Header.Get("Content-Disposition") != `attachment; filename="projects.csv"` {
		t.Errorf("%s gives %s", link, p.body)
	}
	whole := b.get(t, "/admin/export/projects.xlsx").want(t, http.StatusOK)
	f, err := excelize.OpenReader(strings.NewReader(whole.body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil || len(rows) < 6 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	for _, name := range []string{"projects.exe", "people.csv", "projects"} {
		b.get(t, "/admin/export/"+name).want(t, http.StatusNotFound)
	}
	if p := h.as(t, "writer").get(t, "/admin/export/projects.csv").want(t, http.StatusOK); strings.Contains(p.body, "公开的项目") != (author(invest.KindProject) == "writer") {
		t.Errorf("a writer gets %s", p.body)
	}
	h.browser().get(t, "/admin/export/projects.csv").want(t, http.StatusSeeOther)
}

func TestWhatWasForgottenOffersNoUndoing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	_, address := b.imported(t, "projects", projectRows+"1,光伏组件项目,新能源,马营镇,30000\n")
	b.post(t, address+"/taking", nil).want(t, http.StatusSeeOther)
	b.settled(t, address)
	if _, err := h.desk.ForgetImports(t.Context(), h.now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if p := b.get(t, address).want(t, http.StatusOK); p.has("/undo") {
		t.Error("it offers to undo what is forgotten")
	}
	b.post(t, address+"/undo", nil).want(t, http.StatusConflict)
}

func TestAnImportThatWasBrokenOffIsReadAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.as(t, "writer")
	_, address := b.imported(t, "projects", projectRows+"1,光伏组件项目,新能源,马营镇,30000\n")
	i, err := h.store.Import(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	who := desk.Actor{Editor: h.actor(t, "writer").Editor}
	for _, begin := range []func() error{
		func() error { return h.desk.BeginMaking(t.Context(), who, i.ID) },
		func() error {
			_, err := h.desk.ReadAgain(t.Context(), who, i.ID, "projects", i.Head, nil)
			return err
		},
	} { // as they stand when a server ends
		if err := begin(); err != nil {
			t.Fatal(err)
		}
		if p := b.get(t, address); p.Header.Get("Refresh") == "" {
			t.Error("it does not ask again by itself")
		}
		h.now = h.now.Add(time.Minute)
		p := b.get(t, address).want(t, http.StatusOK)
		if !strings.Contains(p.text(), "中途中断") || !p.has("/cancel") || !p.has("/columns") {
			t.Fatalf("it says %s", p.text())
		}
		p.form(t, "/columns").press(t, "").want(t, http.StatusSeeOther)
		if p := b.settled(t, address); !p.has("/taking") {
			t.Errorf("read again: %s", p.text())
		}
	}
}

func TestAnImportOfTheOperatorIsUndoneByWhoWithdraws(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	in := intake.New(h.desk)
	text := projectRows + "1,热泵机组项目,新能源,马营镇,30000\n"
	imp := invest.Import{Lists: "projects", File: "台账.csv", Head: intake.Head{AsOf: invest.Date{Precision: invest.Year, Year: 2023}}.Bytes()}
	if err := h.desk.BeginImport(ctx, desk.Operator, &imp); err != nil {
		t.Fatal(err)
	}
	if err := in.Read(ctx, desk.Operator, imp.ID, strings.NewReader(text), int64(len(text))); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Make(ctx, desk.Operator, imp.ID, "x"); err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("/admin/import/%d", imp.ID)
	h.as(t, "writer").post(t, address+"/undo", nil).want(t, http.StatusForbidden)
	b := h.as(t, "columns")
	if b.get(t, address).doc().Find("form[action$='/undo']").Length() != 1 {
		t.Error("undoing is not offered")
	}
	b.post(t, address+"/undo", nil).want(t, http.StatusSeeOther)
	if left, err := h.store.MatchDrafts(ctx, invest.KindProject, []string{invest.MatchKey("热泵机组项目")}, nil); err != nil || len(left) > 0 {
		t.Errorf("left are %v, %v", left, err)
	}
}
