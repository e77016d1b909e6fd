package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// mostMemory is what the program may take while it makes pictures, in MB: a
// machine of 1 GB serves a bureau.
const mostMemory = 450

var peak = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peakMemory is the most memory that a process has had so far, in MB.
func peakMemory(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	kB, err := strconv.Atoi(string(peak.FindSubmatch(status)[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kB / 1000
}

// watch asks for the health of a site until it is stopped, and gives how long the
// longest answer took.
func watch(t *testing.T, address string) (stop func() time.Duration) {
	ended, longest := make(chan struct{}), time.Duration(0)
	var asking sync.WaitGroup
	asking.Go(func() {
		k := newClerk(t)
		for {
			select {
			case <-ended:
				return
			case <-time.After(20 * time.Millisecond):
			}
			begun := time.Now()
			if r, err := k.get(address + "healthz"); err != nil || r.status != http.StatusOK {
				t.Errorf("meanwhile healthz answers %d, %v", r.status, err)
			}
			longest = max(longest, time.Since(begun))
		}
	})
	return func() time.Duration { close(ended); asking.Wait(); return longest }
}

func TestLargePicturesAndHostileFilesAtOnceTakeBoundedMemory(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	district(t, data)
	c := command(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	address, _ := begin(t, c)
	k := signedIn(t, address, "writer")
	type sent struct {
		what, path string
		data       []byte
		status     int
		says       string
	}
	list := []sent{
		{"a progressive JPEG of four colours", "", progressiveJPEG(4), http.StatusUnprocessableEntity, "像素太多"},
		{"a header of 30,000 × 30,000", "", pngFile(t, "", 30_000, 30_000, 8, 10, 40), http.StatusUnprocessableEntity, "像素太多"},
		{"a header that lies", "", pngFile(t, "", 10, 10, 8, largeHeight, largeWidth*4), http.StatusUnprocessableEntity, "已损坏"},
		{"a ZIP file of a million files", "", countless(1_000_000), http.StatusUnprocessableEntity, "已损坏"},
		{"a document that unpacks to 400 MB", "/document", bomb(t), http.StatusUnprocessableEntity, "太大"},
	}
	each, drawings := 2, 0 // which take ten seconds each
	if kills(t) > 5 {
		each, drawings = 6, 6
	}
	photo, scans := noisyJPEG(t), progressiveJPEG(3)
	for i := range each {
		remark := strconv.Itoa(i)
		list = append(list, sent{"a photo", "", remarked(photo, remark), http.StatusOK, `"number"`}, sent{"a progressive JPEG", "", remarked(scans, remark), http.StatusOK, `"number"`})
	}
	for i := range drawings {
		list = append(list, sent{"a drawing", "", largePNG(t, 8*(1+byte(i%2)), strconv.Itoa(i)), http.StatusOK, `"number"`})
	}
	before, health := peakMemory(t, c.Process.Pid), watch(t, address)
	begun := time.Now()
	var sending sync.WaitGroup
	for _, s := range list {
		sending.Go(func() {
			r, err := k.sendForm(address+"admin/media"+s.path, formOf("图.jpg", s.data))
			if err != nil || r.status != s.status || !strings.Contains(r.body, s.says) {
				t.Errorf("%s is answered with %d, %v, want %d\n%s", s.what, r.status, err, s.status, r.body)
			}
		})
	}
	sending.Wait()
	used, longest := peakMemory(t, c.Process.Pid), health()
	t.Logf("%d files in %v: %d MB at most, %d before; healthz took %v at most", len(list), time.Since(begun), used, before, longest)
	if used > mostMemory {
		t.Errorf("%d MB at most, want %d", used, mostMemory)
	}
	if longest > 10*time.Second {
		t.Errorf("healthz took %v", longest)
	}
	wantTempEmpty(t, data)
}
