package main

import (
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wellspring/internal/media"
)

// counted counts what is read of a body.
type counted struct {
	r io.Reader
	n atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func TestABodyWithoutALengthOrAnEndIsCutOff(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	district(t, data)
	c := command(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	address, _ := begin(t, c)
	writer := signedIn(t, address, "writer")
	for path, want := range map[string]int{"admin/media": http.StatusRequestEntityTooLarge, "admin/media/document": http.StatusUnprocessableEntity} {
		body := &counted{r: io.LimitReader(&again{text: "%PDF-1.7\n"}, 500<<20)}
		most, ended := make(chan int64), make(chan struct{})
		go func() { most <- mostOnDisk(data, ended) }()
		r, err := writer.sendForm(address+path, io.MultiReader(strings.NewReader(formHead("a.pdf")), body))
		close(ended)
		if got := <-most; got > media.MaxFile+1 {
			t.Errorf("%s: %d MB were on the disk at once", path, got>>20)
		}
		// Who still sends may not hear the answer.
		if err == nil && r.status != want || body.n.Load() > 410<<20 {
			t.Errorf("%s: answered with %d after %d MB, want %d: %s", path, r.status, body.n.Load()>>20, want, r.body)
		}
		wantTempEmpty(t, data)
	}
	if used := peakMemory(t, c.Process.Pid); used > 200 { // 110 when somebody has signed in
		t.Errorf("%d MB of memory", used)
	}
}

// mostOnDisk is how much was in the temporary folder at once until ended is closed.
func mostOnDisk(data string, ended <-chan struct{}) (most int64) {
	for {
		select {
		case <-ended:
			return most
		case <-time.After(5 * time.Millisecond):
		}
		now := int64(0)
		uploads, _ := filepath.Glob(filepath.Join(data, "media", "tmp", "*", "*"))
		for _, path := range uploads {
			now += size(path)
		}
		most = max(most, now)
	}
}
