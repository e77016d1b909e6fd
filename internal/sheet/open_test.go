package sheet_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"wellspring/internal/sheet"
	"wellspring/internal/workbook"
)

// table is a public table with what was typed by hand from its source.
type table struct {
	ID       string           `json:"id"`
	Kind     sheet.Kind       `json:"kind"`
	Rows     int              `json:"rows"`
	Records  int              `json:"records"`
	Files    []string         `json:"files"`
	File     string           `json:"file"`
	Totals   []sheet.Total    `json:"totals"`
	Expected []map[string]any `json:"expected"`
}

// readAll reads a file whole.
func readAll(t testing.TB, file string, data []byte, o sheet.Options) (*sheet.Table, []sheet.Row) {
	t.Helper()
	ctx := context.Background()
	book, err := workbook.Open(bytes.NewReader(data), int64(len(data)), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	tab, err := sheet.Look(ctx, book, o)
	if err != nil {
		t.Fatal(err)
	}
	var rows []sheet.Row
	for r, err := range tab.Rows(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	return tab, rows
}

func key(t *testing.T, dir string) []table {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var key struct{ Tables []table }
	if err := json.Unmarshal(b, &key); err != nil {
		t.Fatal(err)
	}
	return key.Tables
}

// The tables in testdata/messy were made, and their key typed, by somebody who
// did not know this program: invented facts in the forms of bureaus.
func TestTablesInTheFormsOfBureausAreReadAsTheirAuthorsMeant(t *testing.T) {
	dir := "testdata/messy"
	for _, want := range key(t, dir) {
		t.Run(want.File, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, want.File))
			if err != nil {
				t.Fatal(err)
			}
			tab, rows := readAll(t, want.File, data, sheet.Options{Kind: want.Kind})
			compare(t, want, rows)
			for _, total := range want.Totals {
				if !slices.ContainsFunc(tab.Totals(), func(got sheet.Total) bool {
					return got.Row == total.Row && got.Currency == total.Currency && got.Stated != nil && *got.Stated == *total.Stated
				}) {
					t.Errorf("no total of row %d that states %d %s", total.Row, *total.Stated, total.Currency)
				}
			}
		})
	}
}

func TestThePublicTablesAreReadAsTheirSourcesSay(t *testing.T) {
	dir := "testdata/open"
	for _, want := range key(t, dir) {
		for _, file := range want.Files {
			for _, kind := range []sheet.Kind{want.Kind, ""} {
				t.Run(fmt.Sprintf("%s as %q", file, kind), func(t *testing.T) {
					data, err := os.ReadFile(filepath.Join(dir, file))
					if err != nil {
						t.Fatal(err)
					}
					tab, rows := readAll(t, file, data, sheet.Options{Kind: kind})
					if tab.Kind != want.Kind {
						t.Fatalf("read as %s", tab.Kind)
					}
					expected := want
					if file == "c1_baoji_construction.csv" {
						expected = withoutAmounts(want) // it has no line above the heading that says 亿元
					}
					compare(t, expected, rows)
				})
			}
		}
	}
}

// withoutAmounts is what is left of a table that does not say what its numbers
// count: nothing is guessed.
func withoutAmounts(want table) table {
	var rows []map[string]any
	for _, e := range want.Expected {
		e = maps.Clone(e)
		for _, f := range []string{"amount", "planYear", "done", "currency"} {
			if _, said := e[f]; said {
				e[f] = nil
			}
		}
		rows = append(rows, e)
	}
	want.Expected = rows
	return want
}

// near reports whether two areas are the same but for the length of 亩 and acre.
func near(a, b any) bool {
	x, ok1 := a.(float64)
	y, ok2 := b.(float64)
	return ok1 && ok2 && math.Abs(x-y) <= math.Max(1, y*1e-5)
}

func compare(t *testing.T, want table, rows []sheet.Row) {
	if len(rows) != want.Rows {
		t.Errorf("%d body rows, want %d", len(rows), want.Rows)
	}
	records := 0
	for i, r := range rows {
		if r.N != i+1 {
			t.Fatalf("row %d is numbered %d", i+1, r.N)
		}
		if r.Status != sheet.Skip {
			records++
		}
	}
	if want.Records > 0 && records != want.Records {
		t.Errorf("%d records, want %d", records, want.Records)
	}
	for _, e := range want.Expected {
		n := int(e["row"].(float64))
		if n > len(rows) {
			t.Errorf("row %d is missing", n)
			continue
		}
		r := rows[n-1]
		if e["skip"] == true {
			if r.Status != sheet.Skip || r.Record != nil && r.Record.Name != nil {
				t.Errorf("row %d is %s, want it skipped", n, r.Status)
			}
			continue
		}
		if r.Record == nil {
			t.Errorf("row %d is skipped: %v", n, r.Messages)
			continue
		}
		var got map[string]any
		b, err := json.Marshal(r.Record)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		for field, v := range e {
			if field != "row" && !reflect.DeepEqual(got[field], v) && !(field == "areaM2" && near(got[field], v)) {
				t.Errorf("row %d %s = %v, want %v (%v)", n, field, got[field], v, r.Messages)
			}
		}
	}
}
