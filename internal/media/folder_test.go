package media

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"sync"
	"testing"
	"time"
)

// aged makes a folder look as if its upload was long ago.
func aged(t *testing.T, path string) {
	t.Helper()
	old := time.Now().Add(-2 * Grace)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsSentAgainWhileItIsSweptIsThere(t *testing.T) {
	f := In(t.TempDir())
	in := NewIntake(f)
	swept := 0
	for i := range 300 {
		data := fmt.Appendf(nil, "%s%d", aPDF, i)
		hash, _, err := take(t, in, data, "a.pdf")
		if err != nil {
			t.Fatal(err)
		}
		aged(t, f.path(hash))
		var both sync.WaitGroup
		both.Go(func() {
			time.Sleep(time.Duration(i%30) * 10 * time.Microsecond)
			removed, err := f.Sweep(time.Now(), nil)
			if err != nil {
				t.Error(err)
			}
			swept += len(removed)
		})
		both.Go(func() {
			if _, _, err := take(t, in, data, "a.pdf"); err != nil {
				t.Error(err)
			}
		})
		both.Wait()
		file, err := f.Open(hash, "whole")
		if err != nil {
			t.Fatalf("round %d: it is acknowledged and %v", i, err)
		}
		h := sha256.New()
		_, err = io.Copy(h, file)
		file.Close()
		if err != nil || fmt.Sprintf("%x", h.Sum(nil)) != hash {
			t.Fatalf("round %d: it is not whole, %v", i, err)
		}
	}
	t.Logf("%d of 300 were swept before they were sent again", swept)
	emptyTemp(t, f)
}

// A sweep that is cut short must leave no half of a folder: what is sent again
// would be taken for kept.
func TestWhatIsBeingRemovedHasNoName(t *testing.T) {
	f := In(t.TempDir())
	hash, _, err := take(t, NewIntake(f), asJPEG(t, halves(1000, 500)), "a.jpg")
	if err != nil {
		t.Fatal(err)
	}
	aged(t, f.path(hash))
	stop := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			files, err := os.ReadDir(f.path(hash))
			_, named := os.Stat(f.path(hash)) // it may have lost its name before its files
			if err == nil && named == nil && len(files) != 3 {
				t.Errorf("it is there with %d of 3 files", len(files))
				return
			}
		}
	})
	if removed, err := f.Sweep(time.Now(), nil); err != nil || len(removed) != 1 {
		t.Errorf("removed %v, %v", removed, err)
	}
	close(stop)
	watching.Wait()
}
