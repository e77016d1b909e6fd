package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wellspring/internal/media"
)

// errLeft is why an editor's browser sends no more.
var errLeft = errors.New("the lid was closed")

// broken is a body that ends before it is whole.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errLeft }

// dribble sends a byte a second until it is told to leave.
type dribble struct{ left <-chan struct{} }

func (d dribble) Read(p []byte) (int, error) {
	select {
	case <-d.left:
		return 0, errLeft
	case <-time.After(time.Second):
		p[0] = '%'
		return 1, nil
	}
}

// wantEnded waits until the program has ended its work on so many uploads.
func wantEnded(t *testing.T, c *exec.Cmd, many int) {
	t.Helper()
	ended := func() int { return strings.Count(c.Stderr.(*syncBuffer).String(), "method=POST path=/admin/media") }
	for end := time.Now().Add(20 * time.Second); ended() < many; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d uploads have ended, want %d", ended(), many)
		}
	}
}

func TestHalfAnUploadLeavesNothingAndHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	district(t, data)
	c := command(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	address, _ := begin(t, c)
	writer, other := signedIn(t, address, "writer"), signedIn(t, address, "reviewer2")
	half := "%PDF-1.7\n" + strings.Repeat("x", 1<<20)
	tries := 0
	for _, path := range []string{"admin/media", "admin/media/document"} {
		for _, sent := range []string{formHead("a.pdf")[:40], formHead("a.pdf"), formHead("a.pdf") + half, formHead("a.pdf") + half + formTail[:9]} {
			if r, err := writer.sendForm(address+path, io.MultiReader(strings.NewReader(sent), broken{})); !errors.Is(err, errLeft) {
				t.Errorf("%d bytes are answered with %d, %v", len(sent), r.status, err)
			}
			tries++
			wantEnded(t, c, tries)
			wantTempEmpty(t, data)
		}
	}

	leave, gone := make(chan struct{}), make(chan error)
	go func() {
		_, err := writer.sendForm(address+"admin/media", io.MultiReader(strings.NewReader(formHead("a.pdf")+"%PDF-1.7"), dribble{leave}))
		gone <- err
	}()
	seconds := 3
	if kills(t) > 5 {
		seconds = 60 // four times what a page may take to come
	}
	for i := range seconds {
		r, is, err := other.sendFile(address, "b.pdf", fmt.Appendf(nil, "%%PDF-1.7\n%d", i))
		if err != nil || r.status != http.StatusOK || is.Number == 0 {
			t.Errorf("beside one that dribbles an upload is answered with %d, %v\n%s", r.status, err, r.body)
		}
		if r, err := writer.get(address + "admin/media"); err != nil || r.status != http.StatusOK {
			t.Errorf("beside one that dribbles the library answers %d, %v", r.status, err)
		}
		time.Sleep(time.Second)
	}
	if n := len(inTemp(t, data)); n != 1 {
		t.Errorf("%d are on their way: nothing is shown by this", n)
	}
	close(leave)
	if err := <-gone; !errors.Is(err, errLeft) {
		t.Errorf("the one that dribbled was answered: %v", err)
	}
	wantEnded(t, c, tries+seconds+1)
	wantTempEmpty(t, data)
	there, err := media.In(data).Hashes()
	if err != nil || len(there) != seconds {
		t.Errorf("%d are kept, %v", len(there), err)
	}
}
