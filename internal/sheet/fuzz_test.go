package sheet_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wellspring/internal/sheet"
	"wellspring/internal/workbook"
)

// FuzzTable holds the reading to this: whatever stands in a table, it ends, does
// not panic, numbers its rows from 1, and what it understood can be written.
func FuzzTable(f *testing.F) {
	for _, dir := range []string{"testdata/open", "testdata/messy"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
		if err != nil || len(files) == 0 {
			f.Fatal("no seeds", err)
		}
		for _, file := range files {
			b, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(b), uint8(0))
		}
	}
	for i, s := range []string{
		"项目名称,总投资\n,其中：\n合计,1\n其中,2\n——,３万亿亿\n", "指标,完成数\n\x00,(\n", "序号,项目名称,甲方,乙方\n1,（（,和和和,与与\n",
		"园区名称,面积（亩）\n一、,1 000 000 000 000 000\n", "项目名称,时间\nA,2023年13月45日\nB,45246\nC,二〇二三年十一月十一日\n",
	} {
		f.Add(s, uint8(i))
	}
	kinds := append([]sheet.Kind{""}, sheet.Kinds...)
	f.Fuzz(func(t *testing.T, text string, kind uint8) {
		if len(text) > 20_000 {
			return
		}
		book, err := workbook.Open(bytes.NewReader([]byte(text)), int64(len(text)), "x.csv")
		if err != nil {
			return
		}
		defer book.Close()
		tab, err := sheet.Look(t.Context(), book, sheet.Options{Kind: kinds[int(kind)%len(kinds)]})
		if err != nil {
			return
		}
		n := 0
		for row, err := range tab.Rows(t.Context()) {
			if err != nil {
				return
			}
			if n++; row.N != n {
				t.Fatalf("row %d is numbered %d", n, row.N)
			}
			if row.Status != sheet.Skip && row.Record == nil || row.Status == sheet.Skip && row.Record != nil && row.Messages[0].Code != sheet.CodeNoName {
				t.Fatalf("row %d is %s with the record %v", n, row.Status, row.Record)
			}
			b, err := json.Marshal(row.Record)
			if err != nil {
				t.Fatalf("row %d: %v", n, err)
			}
			var back sheet.Record
			if err := json.Unmarshal(b, &back); err != nil {
				t.Fatalf("row %d: %s: %v", n, b, err)
			}
			if r := row.Record; r != nil {
				r.Money()
				if r.PartOf != nil && (*r.PartOf < 1 || *r.PartOf >= n) {
					t.Fatalf("row %d is part of row %d", n, *r.PartOf)
				}
				if r.Amount != nil && *r.Amount < 0 || r.Amount != nil && r.AmountLow != nil {
					t.Fatalf("row %d: %s", n, b)
				}
				if r.Name != nil && strings.TrimSpace(*r.Name) == "" {
					t.Fatalf("row %d has an empty name", n)
				}
			}
		}
		for _, total := range tab.Totals() {
			if total.Row < 1 || total.Row > n {
				t.Fatalf("a total in row %d of %d", total.Row, n)
			}
		}
	})
}
