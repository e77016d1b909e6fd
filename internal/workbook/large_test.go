package workbook

import (
	"archive/zip"
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// large is an .xlsx of 12 columns, on disk: six of shared texts, each another
// one, a date, a percentage, and four numbers of which one is computed.
func large(t testing.TB, rows int) (*os.File, int64) {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "large.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	z := zip.NewWriter(f)
	part := func(name string, write func(w *bufio.Writer)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		b := bufio.NewWriter(w)
		write(b)
		if err := b.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range sheetOf("", parts{"xl/styles.xml": head + `<styleSheet` + main + `><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="10"/></cellXfs></styleSheet>`}) {
		switch name {
		case "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml":
		default:
			part(name, func(w *bufio.Writer) { _, _ = w.WriteString(content) })
		}
	}
	part("xl/sharedStrings.xml", func(w *bufio.Writer) {
		_, _ = w.WriteString(head + `<sst` + main + `>`)
		for i := range rows * 6 {
			fmt.Fprintf(w, `<si><t>渭滨区新能源汽车零部件产业园项目第%d号</t></si>`, i)
		}
		_, _ = w.WriteString(`</sst>`)
	})
	part("xl/worksheets/sheet1.xml", func(w *bufio.Writer) {
		_, _ = w.WriteString(head + `<worksheet` + main + `><sheetData>`)
		for i := range rows {
			n := i + 1
			fmt.Fprintf(w, `<row r="%d" spans="1:12" ht="15.75" customHeight="1">`, n)
			for c := range 6 {
				fmt.Fprintf(w, `<c r="%c%d" s="0" t="s"><v>%d</v></c>`, 'A'+c, n, i*6+c)
			}
			fmt.Fprintf(w, `<c r="G%d" s="1"><v>%d</v></c><c r="H%d" s="2"><v>%g</v></c>`, n, 40000+i%5000, n, float64(i)/7)
			fmt.Fprintf(w, `<c r="I%d" s="0"><v>%d</v></c><c r="J%d" s="0"><v>%g</v></c><c r="K%d" s="0"><v>%g</v></c>`, n, i, n, float64(i)*0.1, n, float64(i)*1.01)
			fmt.Fprintf(w, `<c r="L%d" s="0"><f>I%d+J%d</f><v>%g</v></c></row>`, n, n, n, float64(i)*1.1)
		}
		_, _ = w.WriteString(`</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>`)
	})
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		t.Fatal(err)
	}
	return f, size
}

// peak is the most that the heap holds while do runs, in bytes above what it
// held before.
func peak(do func()) uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before, most := m.HeapAlloc, m.HeapAlloc
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-done:
				return
			case <-time.After(2 * time.Millisecond):
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		}
	}()
	do()
	close(done)
	<-stopped
	return most - before
}

// The limit is that of the heap with what the collector has not taken yet, about
// twice of what is held: 600,000 texts of 54 bytes are 32 MB.
func TestMemoryOfAHundredThousandRowsStaysSmall(t *testing.T) {
	f, size := large(t, 100_000)
	rows := 0
	begun := time.Now()
	most := peak(func() {
		b, err := Open(f, size, "large.xlsx")
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		for r, err := range b.Rows(context.Background(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			if rows++; len(r.Cells) != 12 || r.Cells[5].Text != fmt.Sprintf("渭滨区新能源汽车零部件产业园项目第%d号", rows*6-1) {
				t.Fatalf("row %d: %+v", r.N, r)
			}
		}
	})
	t.Logf("%d rows in %v from %.1f MB, at most %.1f MB of heap", rows, time.Since(begun).Round(time.Millisecond), float64(size)/1e6, float64(most)/1e6)
	if rows != 100_000 || most > 120<<20 {
		t.Errorf("%d rows, %d MB", rows, most>>20)
	}
}

// endless is a text that says the same again and again, of any length.
type endless string

func (e endless) ReadAt(p []byte, off int64) (int, error) {
	for n := 0; n < len(p); {
		n += copy(p[n:], e[(off+int64(n))%int64(len(e)):])
	}
	return len(p), nil
}

func TestMemoryOfACSVDoesNotDependOnItsLength(t *testing.T) {
	line := endless("渭滨区新能源汽车零部件产业园项目,\"12,345\",2023-03-28,备注,甲,乙,丙,丁,1,2,3,4\n")
	for _, records := range []int{1_000, 300_000} {
		rows := 0
		begun := time.Now()
		most := peak(func() {
			b, err := Open(line, int64(len(line)*records), "x.csv")
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			for r, err := range b.Rows(context.Background(), 0) {
				if err != nil || len(r.Cells) != 12 {
					t.Fatal(r, err)
				}
				rows++
			}
		})
		t.Logf("%d rows in %v, at most %.1f MB of heap", rows, time.Since(begun).Round(time.Millisecond), float64(most)/1e6)
		if rows != records || most > 32<<20 {
			t.Errorf("%d rows, %d MB", rows, most>>20)
		}
	}
}

func BenchmarkRows(b *testing.B) {
	f, size := large(b, 100_000)
	for b.Loop() {
		book, err := Open(f, size, "large.xlsx")
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range book.Rows(context.Background(), 0) {
			if err != nil {
				b.Fatal(err)
			}
		}
		if err := book.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMerges(b *testing.B) {
	f, size := large(b, 100_000)
	book, err := Open(f, size, "large.xlsx")
	if err != nil {
		b.Fatal(err)
	}
	defer book.Close()
	for b.Loop() {
		if m, err := book.Merges(0); err != nil || len(m) != 1 {
			b.Fatal(m, err)
		}
	}
}
