package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sqlite"
)

const signingSheet = "签约项目一览表\n序号,项目名称,乙方,总投资（万元）,签约时间\n1,光伏组件项目,甲公司,30000,2023-11-08\n2,传感器项目,乙公司,二亿,2023-11-08\n,合计,,30000,\n"

// fileOf is a file in a folder of its own.
func fileOf(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// opened is the store of a folder that no program serves.
func opened(t *testing.T, data string) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

// onDesk is how many drafts there are in a folder.
func onDesk(t *testing.T, data string) int {
	t.Helper()
	store, err := sqlite.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	list, err := store.Drafts(t.Context(), invest.DraftFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return list.Total
}

func TestADryRunWritesItsReportAndNeedsNoFolder(t *testing.T) {
	file := fileOf(t, "报送.csv", signingSheet)
	dir := t.TempDir()
	report := filepath.Join(dir, "report.json")
	r := runProgram(t, "import", "--kind", "signings", "--data", filepath.Join(dir, "no", "data"), "--dry-run", "--report", report, file)
	if r.code != 0 || r.errors != "" {
		t.Fatalf("exit %d: %s", r.code, r.errors)
	}
	if !strings.Contains(r.out, "2 ok") && !strings.Contains(r.out, "1 ok") {
		t.Errorf("says %s", r.out)
	}
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 1 {
		t.Errorf("it has written %v, %v", names, err)
	}
	wantReport(t, report)
}

func TestAnImportWritesTheSameReport(t *testing.T) {
	dir := t.TempDir()
	report := filepath.Join(dir, "report.json")
	r := runProgram(t, "import", "--kind", "signings", "--data", filepath.Join(dir, "data"), "--report", report, fileOf(t, "报送.csv", signingSheet))
	if r.code != 0 {
		t.Fatalf("exit %d: %s", r.code, r.errors)
	}
	wantReport(t, report)
	if n := onDesk(t, filepath.Join(dir, "data")); n != 3 {
		t.Errorf("%d drafts", n)
	}
}

// wantReport holds a report to its form, field by field.
func wantReport(t *testing.T, path string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		File, Kind, Sheet string
		Columns           []map[string]any
		Rows              []map[string]json.RawMessage
		Totals            []map[string]any
		Summary           map[string]int
	}
	var all map[string]json.RawMessage
	for _, into := range []any{&report, &all} {
		if err := json.Unmarshal(b, into); err != nil {
			t.Fatalf("%v in\n%s", err, b)
		}
	}
	keys := func(what string, got, want []string) {
		t.Helper()
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s has %v, want %v", what, got, want)
		}
	}
	keys("the report", namesIn(all), []string{"file", "kind", "sheet", "columns", "rows", "totals", "summary"})
	if report.File != "报送.csv" || report.Kind != "signings" || report.Sheet != "报送" || len(report.Columns) != 5 || len(report.Rows) != 3 || len(report.Totals) != 1 {
		t.Fatalf("it is\n%s", b)
	}
	for _, c := range report.Columns {
		keys("a column", namesIn(c), []string{"index", "heading", "field", "unit"})
	}
	if c := report.Columns[3]; c["index"] != 3.0 || c["heading"] != "总投资（万元）" || c["field"] != "amount" || c["unit"] != "万元" {
		t.Errorf("a column is %v", c)
	}
	for i, row := range report.Rows {
		keys("a row", namesIn(row), []string{"row", "status", "record", "messages"})
		var messages []map[string]string
		if err := json.Unmarshal(row["messages"], &messages); err != nil || messages == nil {
			t.Errorf("messages of row %d: %s, %v", i+1, row["messages"], err)
		}
		for _, m := range messages {
			keys("a message", namesIn(m), []string{"cell", "code", "text"})
			if m["text"] == "" || strings.HasPrefix(m["text"], "import.msg") {
				t.Errorf("row %d says %v", i+1, m)
			}
		}
	}
	if string(report.Rows[2]["record"]) != "null" || string(report.Rows[2]["status"]) != `"skip"` {
		t.Errorf("the total is a row %s of %s", report.Rows[2]["status"], report.Rows[2]["record"])
	}
	var record map[string]any
	if err := json.Unmarshal(report.Rows[0]["record"], &record); err != nil || record["name"] != "光伏组件项目" || record["amount"] != 300000000.0 || record["date"] != "2023-11-08" || record["place"] != nil {
		t.Errorf("the first record is %v, %v", record, err)
	}
	keys("a total", namesIn(report.Totals[0]), []string{"row", "stated", "summed", "currency"})
	if x := report.Totals[0]; x["row"] != 3.0 || x["stated"] != 300000000.0 || x["currency"] != "CNY" {
		t.Errorf("the total is %v", x)
	}
	keys("the summary", namesIn(report.Summary), []string{"ok", "warn", "skip", "error"})
	if s := report.Summary; s["ok"]+s["warn"] != 2 || s["skip"] != 1 {
		t.Errorf("the summary is %v", s)
	}
}

func namesIn[V any](m map[string]V) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	return keys
}

func TestAReportWithoutTotalsHasAnEmptyList(t *testing.T) {
	report := filepath.Join(t.TempDir(), "report.json")
	for _, dry := range []bool{true, false} {
		args := []string{"import", "--kind", "projects", "--data", filepath.Join(t.TempDir(), "data"), "--report", report, fileOf(t, "报送.csv", "项目名称,总投资（万元）\n甲项目,3\n")}
		if dry {
			args = append(args, "--dry-run")
		}
		if r := runProgram(t, args...); r.code != 0 {
			t.Fatalf("exit %d: %s", r.code, r.errors)
		}
		b, err := os.ReadFile(report)
		if err != nil || !strings.Contains(string(b), `"totals":[]`) || strings.Contains(string(b), `"messages":null`) {
			t.Errorf("dry %v: %s, %v", dry, b, err)
		}
	}
}

func TestExitCodesOfAnImport(t *testing.T) {
	good := fileOf(t, "报送.csv", signingSheet)
	long := fileOf(t, "长.csv", "项目名称,建设地点,总投资（万元）\n甲项目,马营镇,3\n乙项目,"+strings.Repeat("很长的地名", 200)+",3\n")
	for _, c := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"without a kind", []string{good}, 2, "--kind"},
		{"of a kind that there is not", []string{"--kind", "people", good}, 2, "people"},
		{"without a file", []string{"--kind", "signings"}, 2, "file"},
		{"on a day that is none", []string{"--kind", "signings", "--as-of", "2023-13-40", good}, 2, "--as-of"},
		{"into a ceremony that is no number", []string{"--kind", "signings", "--ceremony", "first", good}, 2, "--ceremony"},
		{"with a choice that there is not", []string{"--kind", "signings", "--matches", "perhaps", good}, 2, "perhaps"},
		{"of a file that is not there", []string{"--kind", "signings", good + "x"}, 3, "报送.csvx"},
		{"of a sheet that is not there", []string{"--kind", "signings", "--sheet", "第九张", good}, 3, "没有这个名称的工作表"},
		{"into a ceremony that is not there", []string{"--kind", "signings", "--ceremony", "99", good}, 3, "99"},
		{"with a sector that there is not", []string{"--kind", "signings", "--sector", "nothing", good}, 3, "第 1 行"},
		{"with a row that is too long", []string{"--kind", "projects", long}, 3, "第 2 行"},
		{"of something else", []string{"--kind", "figures", fileOf(t, "文.csv", "今天天气很好\n明天也是\n")}, 3, "表头"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			data := filepath.Join(t.TempDir(), "data")
			r := runProgram(t, append([]string{"import", "--data", data}, c.args...)...)
			if r.code != c.code || !strings.Contains(r.errors, c.says) {
				t.Errorf("exit %d: %s%s", r.code, r.out, r.errors)
			}
			if _, err := os.Stat(data); err == nil {
				if n := onDesk(t, data); n != 0 {
					t.Errorf("%d drafts are there", n)
				}
			}
		})
	}
}

func TestAFileThatIsNoSheetIsRefusedAndMakesNoFolder(t *testing.T) {
	for name, c := range map[string]struct{ file, says string }{
		"旧.xls":  {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600), "xls"},
		"图.xlsx": {"\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 100), "不是可以读取"},
		"坏.xlsx": {"PK\x03\x04" + strings.Repeat("\x00", 100), "损坏"},
		"空.csv":  {"", "没有内容"},
		"密.xlsx": {encrypted(), "密码"},
		"弹.xlsx": {sheetBomb(t), "过大"},
		"列.csv":  {"项目名称,总投资（万元）\n" + strings.Repeat("甲项目,3\n", 1_000) + "乙项目,3" + strings.Repeat(",", 300) + "x\n", "过大"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := fileOf(t, name, c.file)
			for _, dry := range []bool{true, false} {
				dir := t.TempDir()
				args := []string{"import", "--kind", "projects", "--data", filepath.Join(dir, "data"), "--report", filepath.Join(dir, "report.json"), file}
				if dry {
					args = append(args, "--dry-run")
				}
				r := runProgram(t, args...)
				if r.code != 3 || !strings.Contains(r.errors, c.says) || strings.Contains(r.errors, "goroutine") {
					t.Errorf("dry %v: exit %d: %s", dry, r.code, r.errors)
				}
				if left, err := os.ReadDir(dir); err != nil || dry && len(left) != 0 || !dry && name != "弹.xlsx" && name != "列.csv" && len(left) != 0 {
					t.Errorf("dry %v: it has left %v, %v", dry, left, err)
				}
			}
		})
	}
}

// encrypted is the beginning of a workbook under a password: a compound file with
// a part EncryptedPackage.
func encrypted() string {
	f := excelize.NewFile()
	var b bytes.Buffer
	if err := f.Write(&b, excelize.Options{Password: "x"}); err != nil {
		panic(err)
	}
	return b.String()
}

// sheetBomb is a workbook of few bytes of which a sheet unpacks to over a gigabyte.
func sheetBomb(t *testing.T) string {
	t.Helper()
	f := excelize.NewFile()
	for cell, v := range map[string]string{"A1": "项目名称", "B1": "总投资（万元）", "A2": "甲项目"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var plain, out bytes.Buffer
	if err := f.Write(&plain); err != nil {
		t.Fatal(err)
	}
	in, err := zip.NewReader(bytes.NewReader(plain.Bytes()), int64(plain.Len()))
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(&out)
	for _, part := range in.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		head, tail, found := strings.Cut(string(content), "</sheetData>")
		if _, err := io.WriteString(w, head); err != nil {
			t.Fatal(err)
		}
		if !found {
			continue
		}
		piece := strings.Repeat(`<row><c><v/></c></row>`, 50_000)
		for range 1_100 {
			if _, err := io.WriteString(w, piece); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := io.WriteString(w, "</sheetData>"+tail); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestPublishPublishesAndIsRecordedAndUndoWithdraws(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	district(t, data)
	file := fileOf(t, "报送.csv", "招商项目一览表\n序号,项目名称,所属行业,总投资（万元）\n1,镇域冷链物流新项目,,300\n2,无人机整机装配新项目,,500\n")
	store := opened(t, data)
	sectors, _, err := store.Setting(t.Context(), invest.SettingSectors)
	if err != nil {
		t.Fatal(err)
	}
	key := (*sectors.(*invest.Sectors))[0].Key
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	r := runProgram(t, "import", "--kind", "projects", "--data", data, "--sector", key, "--publish", file)
	if r.code != 0 || !strings.Contains(r.out, "2 drafts") || !strings.Contains(r.out, "2 published without review") {
		t.Fatalf("exit %d: %s%s", r.code, r.out, r.errors)
	}
	if r := runProgram(t, "check", "--data", data); r.code != 0 {
		t.Errorf("check: %d: %s", r.code, r.errors)
	}
	store = opened(t, data)
	trail, err := store.FindAudit(t.Context(), invest.AuditFilter{Action: "import-publish"})
	if err != nil || trail.Total != 1 || trail.Entries[0].Login != "operator" || trail.Entries[0].Number != 1 || trail.Entries[0].Result != "ok" {
		t.Errorf("the trail has %+v, %v", trail, err)
	}
	ids, err := store.ImportDrafts(t.Context(), 1, 0, 10)
	if err != nil || len(ids) != 2 {
		t.Fatal(ids, err)
	}
	p, _, err := store.Project(t.Context(), ids[0].Number)
	if err != nil || p.Title.Zh != "镇域冷链物流新项目" {
		t.Errorf("in public there is %+v, %v", p, err)
	}
	undone, err := desk.New(store, time.Now).UndoImport(t.Context(), desk.Operator, 1, "撤销")
	if err != nil {
		t.Fatal(undone, err)
	}
	for _, x := range ids {
		if _, _, err := store.Project(t.Context(), x.Number); invest.CodeOf(err) != invest.Gone {
			t.Errorf("undone, project %d: %v", x.Number, err)
		}
	}
}

func TestAnExportThatIsImportedChangesNothing(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	district(t, data)
	before := onDesk(t, data)
	for _, kind := range []string{"projects", "signings", "parks", "construction", "figures"} {
		for _, format := range []string{"xlsx", "csv"} {
			file := filepath.Join(t.TempDir(), fmt.Sprint("导出.", format))
			if r := runProgram(t, "export", "--kind", kind, "--format", format, "--data", data, "-o", file); r.code != 0 {
				t.Fatalf("export %s: exit %d: %s", kind, r.code, r.errors)
			}
			if r := runProgram(t, "import", "--kind", kind, "--data", data, file); r.code != 0 || !strings.Contains(r.out, "没有要生成或改动的草稿") {
				t.Errorf("%s %s: exit %d: %s%s", kind, format, r.code, r.out, r.errors)
			}
		}
	}
	if n := onDesk(t, data); n != before {
		t.Errorf("%d drafts, %d before", n, before)
	}
}
