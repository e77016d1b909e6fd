package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wellspring/internal/invest"
)

func TestASnapshotIsADatabaseOfOneMomentWhileOthersWrite(t *testing.T) {
	s := openStore(t, t.TempDir())
	other := openStore(t, filepath.Dir(s.path)) // stands for another process
	dir := t.TempDir()
	for i := range 200 {
		publishProject(t, s, &invest.Project{Title: invest.Text{Zh: fmt.Sprint("光伏", i)}, Body: invest.Text{Zh: strings.Repeat("长", 3000)}})
	}
	ended := make(chan error)
	go func() { ended <- s.Snapshot(t.Context(), filepath.Join(dir, FileName)) }()
	for writing := true; writing; {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
			writing = false
		default:
			publishProject(t, other, &invest.Project{Title: invest.Text{Zh: "钛材"}})
		}
	}
	if info, err := os.Stat(filepath.Join(dir, FileName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info.Mode(), err)
	}
	copied := openStore(t, dir)
	report, err := copied.Check(t.Context(), false)
	if err != nil || !report.OK() || report.Shown < 200 {
		t.Errorf("check: %+v, %v", report, err)
	}
	publishProject(t, copied, &invest.Project{Title: invest.Text{Zh: "半导体"}}) // numbers and the trail go on
}

func TestASnapshotThatFailsLeavesNothing(t *testing.T) {
	s := openStore(t, t.TempDir())
	dir := t.TempDir()
	path := filepath.Join(dir, FileName)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Snapshot(cancelled, path); !errors.Is(err, context.Canceled) {
		t.Errorf("after the caller has left: %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a file: %v", err)
	}
	write(t, path, "somebody's")
	if err := s.Snapshot(t.Context(), path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file: %v", err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "somebody's" {
		t.Errorf("the file is %q, %v", b, err)
	}
}

// Editors of this program need not wait for a snapshot: it holds no lock that
// they need.
func TestASnapshotDoesNotWaitForAWriter(t *testing.T) {
	s := openStore(t, t.TempDir())
	err := s.InTx(t.Context(), func(context.Context, invest.DeskTx) error {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		return s.Snapshot(ctx, filepath.Join(t.TempDir(), FileName))
	})
	if err != nil {
		t.Error(err)
	}
}
