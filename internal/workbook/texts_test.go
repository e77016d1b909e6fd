package workbook

import (
	"archive/zip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTextsBeyondMemoryAreReadBackAsTheyWere(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	long := strings.Repeat("长", 20_000)
	text := func(n int) string { return fmt.Sprint(n, long[:3*(n%20_000)], n) }
	var all texts
	count := 0
	for ; all.full < inMemory+100; count++ {
		if err := all.add(text(count)); err != nil {
			t.Fatal(err)
		}
	}
	if all.file == nil {
		t.Fatal("nothing is laid away")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 { // also when the program is killed
		t.Errorf("%v %v", left, err)
	}
	for i := range 5_000 {
		n := (i * 7919) % count // to and fro
		if got, err := all.at(n); err != nil || got != text(n) {
			t.Fatalf("%d: %d bytes, %v", n, len(got), err)
		}
	}
	if err := all.close(); err != nil {
		t.Error(err)
	}
}

func TestWithoutRoomForTextsTheWorkbookIsNotToBlame(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	si := `<si><t>` + strings.Repeat("x", 250_000) + `</t></si>`
	p := sheetOf(`<row><c t="s"><v>0</v></c></row>`, parts{"xl/sharedStrings.xml": head + `<sst` + main + `>` + strings.Repeat(si, 270) + `</sst>`})
	_, err := allRows(opened(t, p.packed(t, zip.Store), ""), 0)
	if !errors.Is(err, os.ErrNotExist) || only(err) != nil {
		t.Error(err)
	}
}

func TestTextsAreNotCountedWithoutEnd(t *testing.T) {
	all := texts{ends: make([]uint32, maxShared)}
	if err := all.add("x"); err != ErrTooLarge {
		t.Error(err)
	}
}
