package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"wellspring/internal/invest"
	"wellspring/internal/sheet"
	"wellspring/internal/sqlite"
)

// soakRows is how many rows the sheet has that a killed program reads; make soak
// asks for 100,000.
func soakRows() int {
	if n, err := strconv.Atoi(os.Getenv("WELLSPRING_SOAK_ROWS")); err == nil {
		return n
	}
	return 3_000
}

// longSheet is a workbook of so many projects.
func longSheet(t *testing.T, rows int) string {
	t.Helper()
	b := sheet.Book{Name: "项目", Title: "招商项目一览表", Line: "单位：万元", Columns: []sheet.Column{
		{Heading: "序号", Width: 6},
		{Heading: "项目名称", Width: 30},
		{Heading: "所属行业", Width: 12},
		{Heading: "建设地点", Width: 12},
		{Heading: "建设内容及规模", Width: 40},
		{Heading: "总投资（万元）", Width: 12},
		{Heading: "合作方式", Width: 12},
	}}
	for i := range rows {
		text := func(s string) sheet.Cell { return sheet.Cell{Text: s} }
		b.Rows = append(b.Rows, []sheet.Cell{
			{Number: strconv.Itoa(i + 1)},
			text(fmt.Sprintf("渭滨区第%d号新能源汽车零部件项目", i+1)), text("新能源"), text("马营镇"),
			text(fmt.Sprintf("建设厂房%d平方米，购置设备%d台套，年产零部件%d万件", i, i%97, i%31)),
			{Number: strconv.Itoa(100 + i)},
			text("独资、合资"),
		})
	}
	var file bytes.Buffer
	if err := sheet.Write(&file, b); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "项目.xlsx")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// mostImportMemory is what an import may take of 100,000 rows, in MB.
const mostImportMemory = 200

func TestOfAKilledImportNothingOrEverythingIsThere(t *testing.T) {
	t.Parallel()
	file := longSheet(t, soakRows())
	begun := time.Now()
	c := command(t, "import", "--kind", "projects", "--data", filepath.Join(t.TempDir(), "data"), file)
	var said syncBuffer
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	most := 0
	for ended := false; !ended; time.Sleep(5 * time.Millisecond) {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.Process.Pid))
		found := peak.FindSubmatch(status)
		if ended = err != nil || found == nil; !ended { // a process that has ended has no memory
			kB, _ := strconv.Atoi(string(found[1]))
			most = kB / 1000
		}
	}
	if err := c.Wait(); err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	whole := time.Since(begun)
	t.Logf("%d rows in %v, %d MB at most", soakRows(), whole.Round(time.Millisecond), most)
	if most > mostImportMemory {
		t.Errorf("%d MB", most)
	}
	nothing, everything := 0, 0
	for i := range kills(t) {
		data := filepath.Join(t.TempDir(), "data")
		c := command(t, "import", "--kind", "projects", "--data", data, file)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		part := 0.05 + rand.Float64()
		if i%2 == 1 { // the taking is at the end
			part = 0.8 + rand.Float64()*0.25
		}
		time.Sleep(time.Duration(float64(whole) * part))
		_ = c.Process.Kill()
		_ = c.Wait()
		if _, err := os.Stat(filepath.Join(data, "wellspring.db")); err != nil {
			continue // killed before it made anything
		}
		if r := runProgram(t, "check", "--data", data); r.code != 0 {
			t.Fatalf("after kill %d: exit %d: %s%s", i+1, r.code, r.out, r.errors)
		}
		switch n := onDesk(t, data); n {
		case 0:
			nothing++
		case soakRows():
			everything++
		default:
			t.Fatalf("after kill %d there are %d of %d", i+1, n, soakRows())
		}
	}
	t.Logf("of %d kills %d left nothing and %d everything", kills(t), nothing, everything)
}

func TestAnInterruptedImportLeavesNothing(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	c := command(t, "import", "--kind", "projects", "--data", data, longSheet(t, 30_000))
	var said syncBuffer
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	store := storeOf(t, data)
	for i := 0; ; i++ {
		if imp, err := store.Import(t.Context(), 1); err == nil && imp.Rows > 0 {
			break
		}
		if i == 2_000 {
			t.Fatal("it does not begin")
		}
		time.Sleep(5 * time.Millisecond)
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	if c.ProcessState.ExitCode() != exitFailed {
		t.Errorf("exit %d: %s", c.ProcessState.ExitCode(), said.String())
	}
	imp, err := store.Import(t.Context(), 1)
	if err != nil || imp.State != invest.ImportCancelled {
		t.Errorf("it is %s, %v", imp.State, err)
	}
	rows, err := store.ImportRows(t.Context(), 1, invest.ImportRowFilter{})
	if err != nil || rows.Total != 0 {
		t.Errorf("%d rows are left, %v", rows.Total, err)
	}
	list, err := store.Drafts(t.Context(), invest.DraftFilter{})
	if err != nil || list.Total != 0 {
		t.Errorf("%d drafts are left, %v", list.Total, err)
	}
}

// storeOf is the store of a folder in which a program is at work, once it is there.
func storeOf(t *testing.T, data string) *sqlite.Store {
	t.Helper()
	for range 400 {
		if _, err := os.Stat(filepath.Join(data, sqlite.FileName)); err == nil {
			time.Sleep(300 * time.Millisecond) // until its tables are made
			return opened(t, data)
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("there is no store")
	return nil
}
