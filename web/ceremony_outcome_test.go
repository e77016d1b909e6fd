package web_test

import (
	"bytes"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

// becoming publishes a ceremony of four projects: one in production, one started,
// one terminated, one of which nothing is published.
func becoming(t *testing.T) (look func(path string) page) {
	t.Helper()
	h, _, d := bureau(t, &invest.Sectors{{Key: "x", Name: invest.Text{Zh: "新能源"}}})
	source := invest.Source{Name: invest.Text{Zh: "区招商局"}}
	date := func(typed string) invest.Date {
		v, err := invest.ParseDate(typed)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	project := func(name string, funds int64, history ...invest.PhaseEntry) {
		p := &invest.Project{Title: invest.Text{Zh: name}, Sectors: []string{"x"}, Phases: history, Source: source}
		if funds > 0 {
			p.Funds = []invest.Funds{{Period: invest.YearPeriod(2024), Amount: invest.Yuan(funds)}}
		}
		publish(t, d, p)
	}
	at := func(phase invest.Phase, typed string) invest.PhaseEntry {
		return invest.PhaseEntry{Phase: phase, Date: date(typed), Reason: "导入"}
	}
	project("甲", 100_000_000, at(invest.Signed, "2023年11月16日"), at(invest.Started, "2024年2月"), at(invest.InProduction, "2025年1月"))
	project("乙", 0, at(invest.Signed, "2023年11月16日"), at(invest.Started, "2024年6月"))
	project("丙", 50_000_000, at(invest.Signed, "2023年11月16日"), at(invest.Terminated, "2024年3月"))
	if _, err := d.Save(t.Context(), desk.Operator, invest.Draft{Body: &invest.Project{
		Title: invest.Text{Zh: "丁"}, Sectors: []string{"x"}, Phases: []invest.PhaseEntry{at(invest.InProduction, "2024年1月")}, Source: source,
	}}, ""); err != nil {
		t.Fatal(err)
	}
	c := &invest.Ceremony{Form: invest.FormStage, Title: invest.Text{Zh: "签约仪式"}, Start: date("2023年11月16日"), Source: source, Groups: []invest.Group{{Label: invest.Text{Zh: "第一组"}}}}
	for i, amount := range []invest.Money{invest.Yuan(400_000_000), {}, {}, invest.Yuan(900_000_000)} {
		c.Groups[0].Signings = append(c.Groups[0].Signings, invest.Signing{Project: int64(i + 1), Name: invest.Text{Zh: "项目" + []string{"甲", "乙", "丙", "丁"}[i]}, Amount: amount})
	}
	publish(t, d, c)
	return func(path string) page { return serve(t, h, httptest.NewRequest("GET", path, nil)) }
}

func TestWhatBecameOfACeremonySaysOfHowMany(t *testing.T) {
	p := becoming(t)("/x/ceremonies/1")
	lines := map[string]string{}
	for _, n := range p.doc.Find(".outcome > div").EachIter() {
		lines[n.Find("dt").Text()] = strings.Join(strings.Fields(n.Find("dd").Text()), " ")
	}
	for label, want := range map[string]string{
		"已注册":      "2 共4个签约项目 50% 1个金额已知，协议4亿元",
		"已开工":      "2 共4个签约项目 50% 1个金额已知，协议4亿元",
		"已竣工":      "1 共4个签约项目 25% 1个金额已知，协议4亿元",
		"已投产":      "1 共4个签约项目 25% 1个金额已知，协议4亿元",
		"到位资金":     "1.5亿元 2个项目有到位记录，共4个 资金到位率25% 1个项目的协议金额和到位资金均已知：协议4亿元，到位1亿元",
		"暂停、退库或终止": "1 共4个签约项目",
	} {
		if lines[label] != want {
			t.Errorf("%s: %q, want %q", label, lines[label], want)
		}
	}
	if ended := strings.Join(strings.Fields(p.doc.Find(".outcome ~ .plain").Text()), " "); ended != "项目丙终止2024年3月" {
		t.Errorf("ended: %s", ended)
	}
	if note := p.doc.Find(".outcome ~ .note").First().Text(); !strings.Contains(note, "按4个签约项目统计，其中3个的项目档案已发布") {
		t.Errorf("the note says %s", note)
	}
	chart := p.doc.Find(".line-chart")
	if chart.Find("polyline").Length() != 4 || chart.Find("[role=img]").AttrOr("aria-label", "") == "" || chart.Find("tbody tr").Length() < 3 {
		t.Errorf("the line is drawn with %d lines and %d rows", chart.Find("polyline").Length(), chart.Find("tbody tr").Length())
	}
	if last := strings.Join(strings.Fields(chart.Find("tbody tr").Last().Find("td").Text()), ""); last != "2211" {
		t.Errorf("the line ends with %s", last)
	}
}

func TestTheWorkbookTellsTheSame(t *testing.T) {
	p := becoming(t)("/x/ceremonies/1.xlsx")
	f, err := excelize.OpenReader(bytes.NewReader([]byte(p.body)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheets := map[string]string{}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			sheets[name] += strings.Join(r, "|") + "\n"
		}
	}
	for name, wants := range map[string][]string{
		"签约后进展": {"已开工|2|4|50|1|40000\n", "已投产|1|4|25|1|40000\n", "有到位记录（金额为到位资金）|2|4|50|2|15000\n", "资金到位率25%", "项目丙：终止 2024年3月"},
		"进展时间线": {"截至|已注册|已开工|已竣工|已投产\n", "|2|2|1|1\n"},
	} {
		for _, want := range wants {
			if !strings.Contains(sheets[name], want) {
				t.Errorf("%s has no %q:\n%s", name, want, sheets[name])
			}
		}
	}
}
