package web_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
)

func TestPagesSayToMachinesWhatTheyAre(t *testing.T) {
	for path, kind := range map[string]string{
		"/projects/1": "Project", "/ceremonies/2": "Event", "/parks/1": "Place", "/news/1": "NewsArticle", "/": "WebSite", "/en/news/1": "NewsArticle",
	} {
		kinds := map[string]map[string]any{}
		for _, n := range get(t, path).doc.Find("script[type='application/ld+json']").EachIter() {
			var of map[string]any
			if err := json.Unmarshal([]byte(n.Text()), &of); err != nil {
				t.Errorf("%s: %v", path, err)
			}
			name, _ := of["@type"].(string)
			kinds[name] = of
		}
		if kinds[kind] == nil || kinds[kind]["url"] == nil && kinds[kind]["name"] == nil {
			t.Errorf("%s says %v, not what a %s is", path, kinds, kind)
		}
		if path != "/" && kinds["BreadcrumbList"] == nil {
			t.Errorf("%s does not say where it stands", path)
		}
	}
	if event := get(t, "/ceremonies/2").body; !strings.Contains(event, `"startDate":"2023-11-16"`) {
		t.Error("the event has no day")
	}
}

type atom struct {
	ID    string `xml:"id"`
	Title string `xml:"title"`
	Links []struct {
		Href string `xml:"href,attr"`
		Rel  string `xml:"rel,attr"`
	} `xml:"link"`
	Updated string `xml:"updated"`
	Entries []struct {
		ID        string `xml:"id"`
		Title     string `xml:"title"`
		Published string `xml:"published"`
		Updated   string `xml:"updated"`
		Summary   struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"summary"`
	} `xml:"entry"`
}

func TestFeeds(t *testing.T) {
	ids := map[string]bool{}
	for _, path := range []string{"/feed.atom", "/en/feed.atom", "/news/feed.atom", "/projects/feed.atom", "/projects/feed.atom?phase=promoted"} {
		p := get(t, path)
		var f atom
		if err := xml.Unmarshal([]byte(p.body), &f); err != nil || !strings.HasPrefix(p.Header.Get("Content-Type"), "application/atom+xml") {
			t.Fatalf("%s: %v, %s", path, err, p.Header.Get("Content-Type"))
		}
		if ids[f.ID] {
			t.Errorf("%s has the id of another feed", path)
		}
		ids[f.ID] = true
		rels := map[string]string{}
		for _, l := range f.Links {
			rels[l.Rel] = l.Href
		}
		if rels["self"] != f.ID || !strings.HasSuffix(rels["self"], path) || rels["alternate"] == "" || f.Title == "" || len(f.Entries) == 0 {
			t.Errorf("%s: %+v", path, f.Links)
		}
		entries := map[string]bool{}
		for _, e := range f.Entries {
			if e.ID == "" || entries[e.ID] || e.Title == "" || e.Summary.Type != "text" {
				t.Errorf("%s: entry %+v", path, e)
			}
			entries[e.ID] = true
			for _, at := range []string{e.Published, e.Updated} {
				if _, err := time.Parse(time.RFC3339, at); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
		}
		if q := strings.TrimPrefix(path, "/projects/feed.atom"); q != path && !strings.HasSuffix(rels["alternate"], "/projects"+q) {
			t.Errorf("%s belongs to %s", path, rels["alternate"])
		}
	}
}

func TestFiguresAsCSV(t *testing.T) {
	p := get(t, "/data/funds.csv")
	body, marked := strings.CutPrefix(p.body, "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || !marked || len(rows) != 2 || !strings.Contains(p.Header.Get("Content-Disposition"), "funds.csv") {
		t.Fatalf("%v, marked %v, %d rows, %s", err, marked, len(rows), p.Header.Get("Content-Disposition"))
	}
	for _, want := range []string{"招商引资到位资金", "渭滨区", "2023-01/2023-11", "155.17", "144", "107.76", "亿元"} {
		if !slices.Contains(rows[1], want) {
			t.Errorf("%v has no %s", rows[1], want)
		}
	}
	h, _, d := bureau(t, &invest.Indicators{{Key: "x", Name: invest.Text{Zh: "=cmd|'/c calc'!A1"}, Unit: invest.Text{Zh: "个"}}})
	value := invest.Dec(1)
	publish(t, d, &invest.Release{
		Title: invest.Text{Zh: "数据"}, Period: invest.YearPeriod(2023), Source: invest.Source{Name: invest.Text{Zh: "@区"}},
		Figures: []invest.Figure{{Indicator: "x", Region: invest.Text{Zh: "+区"}, Value: &value}},
	})
	evil := serve(t, h, httptest.NewRequest(http.MethodGet, "/x/data/x.csv", nil))
	rows, err = csv.NewReader(strings.NewReader(strings.TrimPrefix(evil.body, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cell := range rows[1] {
		if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
			t.Errorf("a spreadsheet would run %s", cell)
		}
	}
}

func TestACeremonyAsAWorkbook(t *testing.T) {
	p := get(t, "/ceremonies/2.xlsx")
	f, err := excelize.OpenReader(bytes.NewReader([]byte(p.body)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range rows {
		all = append(all, strings.Join(r, "|"))
	}
	text := strings.Join(all, "\n")
	for _, want := range []string{"第七届丝博会渭滨区专场", "中核渭滨区100兆瓦分布式光伏发电项目|渭滨区政府|天津中核汇能|50,000", "宝鸡流量计扩产项目", "未公布", "67.47亿元", "22.47亿元"} {
		if !strings.Contains(text, want) {
			t.Errorf("the workbook has no %s:\n%s", want, text)
		}
	}
	if strings.Contains(text, "|0|") {
		t.Error("an unknown amount became 0")
	}
}

func TestTheSiteMapsNameEveryPageInBothLanguages(t *testing.T) {
	var parts struct {
		Parts []struct {
			Loc string `xml:"loc"`
		} `xml:"sitemap"`
	}
	if err := xml.Unmarshal([]byte(get(t, "/sitemap.xml").body), &parts); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, part := range parts.Parts {
		u, err := url.Parse(part.Loc)
		if err != nil {
			t.Fatal(err)
		}
		var set struct {
			URLs []struct {
				Loc string `xml:"loc"`
			} `xml:"url"`
		}
		if err := xml.Unmarshal([]byte(get(t, u.RequestURI()).body), &set); err != nil {
			t.Fatal(err)
		}
		for _, l := range set.URLs {
			seen[strings.TrimPrefix(l.Loc, "https://invest.example.gov.cn")] = true
		}
	}
	for _, path := range []string{"/", "/en", "/projects", "/en/projects/1", "/ceremonies/2", "/parks/2", "/en/news/11", "/policies/3", "/contact"} {
		if !seen[path] {
			t.Errorf("%s is in no site map", path)
		}
	}
	for path := range seen {
		if p := get(t, path); p.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", path, p.StatusCode)
		}
	}
	if seen["/news/12"] {
		t.Error("a withdrawn article is in the site map")
	}
}

func TestTheListGoesOnBeyondItsLastNumberedPage(t *testing.T) {
	h, _, d := bureau(t, &invest.Sectors{{Key: "energy", Name: invest.Text{Zh: "新能源"}}})
	var bodies []invest.Content
	for range 1050 {
		bodies = append(bodies, &invest.Project{
			Title: invest.Text{Zh: "项目"}, Sectors: []string{"energy"}, Source: invest.Source{Name: invest.Text{Zh: "区"}},
			Phases: []invest.PhaseEntry{{Phase: invest.Signed, Date: invest.MonthOf(2023, 11)}},
			Funds:  []invest.Funds{{Period: invest.YearPeriod(2023), Amount: invest.Yuan(12_000_000), InterProvincial: true, Source: invest.Source{Name: invest.Text{Zh: "台账"}}}},
			Plans:  []invest.YearPlan{{Year: 2023, Planned: invest.Yuan(30_000_000)}},
		})
	}
	if _, err := d.Batch(t.Context(), desk.Operator, bodies, true, "test"); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	pages := 0
	for at := "/x/projects?page=49"; at != ""; pages++ {
		p := serve(t, h, httptest.NewRequest(http.MethodGet, at, nil))
		if p.StatusCode != http.StatusOK || pages > 10 {
			t.Fatalf("%s: %d", at, p.StatusCode)
		}
		for _, n := range p.doc.Find(".row h3 a").EachIter() {
			href, _ := n.Attr("href")
			if seen[href] {
				t.Errorf("%s is on two pages", href)
			}
			seen[href] = true
		}
		at, _ = p.doc.Find("a[rel=next]").Attr("href")
	}
	if len(seen) != 1050-48*20 {
		t.Errorf("%d projects on pages 49 and on", len(seen))
	}
	p := serve(t, h, httptest.NewRequest(http.MethodGet, "/x/projects/1", nil))
	for _, want := range []string{"1200万元", "省际到位资金", "3000万元", "台账"} {
		if !strings.Contains(p.doc.Find("main").Text(), want) {
			t.Errorf("the page of a project has no %s", want)
		}
	}
}

func TestReadinessIsThatOfTheStore(t *testing.T) {
	if p := get(t, "/readyz"); p.StatusCode != http.StatusOK {
		t.Errorf("ready: %d", p.StatusCode)
	}
	h, store, _ := bureau(t)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{"/x/readyz": http.StatusServiceUnavailable, "/x/healthz": http.StatusOK} {
		if p := serve(t, h, httptest.NewRequest(http.MethodGet, path, nil)); p.StatusCode != want {
			t.Errorf("%s without a store: %d, want %d", path, p.StatusCode, want)
		}
	}
}

func TestAWorkbookHasRealDaysAndASumOfWhatIsKnown(t *testing.T) {
	p := get(t, "/ceremonies/2.xlsx")
	f, err := excelize.OpenReader(bytes.NewReader([]byte(p.body)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for i, r := range rows {
		if len(r) < 7 || r[1] != "合计" {
			continue
		}
		found = true
		if r[5] != "450000" || r[6] != "CNY" { // 万元
			t.Errorf("the totals are %q", r)
		}
		if above := rows[i-1]; above[8] != "45246" { // 2023-11-16
			t.Errorf("the last row's day is %q", above[8])
		}
	}
	if !found {
		t.Errorf("there are no totals: %q", rows)
	}
	if got := f.GetSheetList(); len(got) != 3 || got[1] != "签约后进展" {
		t.Errorf("sheets %v", got)
	}
}
