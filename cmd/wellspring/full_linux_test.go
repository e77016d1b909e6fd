package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk is a folder on a disk of its own.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("no disk of its own can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func empty(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// fill writes a file until the disk is full.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; size /= 2 {
		for err == nil {
			_, err = f.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
		err = nil
	}
}

// saveUntilFull saves articles until one is not acknowledged, and gives the
// answer to that. Long ones first: a short one may still find room where a long
// one does not.
func (l *ledger) saveUntilFull(t *testing.T, address string, k *clerk) reply {
	t.Helper()
	var last reply
	for _, length := range []int{20_000, 0} {
		for i := 0; ; i++ {
			title := fmt.Sprintf("%d字第%d篇", length, i)
			var err error
			last, err = k.post(address+"admin/articles/new", filled(writtenArticle(title, title+strings.Repeat("满", length)), 0, title))
			if err != nil || i == 1000 {
				t.Fatalf("after %d articles: %v", i, err)
			}
			if last.status != http.StatusSeeOther {
				break
			}
			l.saves = append(l.saves, acknowledged{number: last.number(), revision: 1, title: title, note: title})
		}
	}
	return last
}

func wantFull(t *testing.T, what string, r reply, err error) {
	t.Helper()
	if err != nil || r.status != http.StatusInsufficientStorage || !strings.Contains(r.body, "磁盘已满，没有保存") {
		t.Errorf("%s is answered with %d, %v, want 507 that says so\n%s", what, r.status, err, r.body)
	}
}

func TestAFullDiskIsSaidAndHarmsNothing(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t)
	data, ballast := filepath.Join(disk, "data"), filepath.Join(disk, "ballast")
	district(t, data)
	c := command(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	address, ended := begin(t, c)
	writer, told := signedIn(t, address, "writer"), &ledger{}
	fill(t, ballast)
	wantFull(t, "a save", told.saveUntilFull(t, address, writer), nil)

	for _, path := range []string{
		"", "projects", "projects/1", "news", "search?q=%E9%A1%B9%E7%9B%AE", "readyz",
		"admin", "admin/articles", "admin/articles/1", "admin/articles/1/reviews", "admin/articles/1/preview", "admin/projects", "admin/sessions",
	} {
		if r, err := writer.get(address + path); err != nil || r.status != http.StatusOK {
			t.Errorf("/%s answers %d, %v", path, r.status, err)
		}
	}
	newcomer := newClerk(t)
	for range 5 {
		r, err := newcomer.signIn(address, "reviewer1")
		if r.status == http.StatusSeeOther {
			continue // it is so short that it found room
		}
		wantFull(t, "a sign-in", r, err)
	}
	r, err := writer.post(address+"admin/articles/1/comments", url.Values{"text": {strings.Repeat("满", 1000)}})
	wantFull(t, "a comment", r, err)
	if r, err := writer.get(address + "admin"); err != nil || r.status != http.StatusOK {
		t.Errorf("after all that the writer's session answers %d, %v", r.status, err)
	}

	empty(t, ballast)
	told.write(address, writer, "有余地", "", 1)
	if r, err := newcomer.signIn(address, "reviewer1"); err != nil || r.status != http.StatusSeeOther {
		t.Errorf("with room again a sign-in answers %d, %v", r.status, err)
	}

	fill(t, ballast)
	told.saveUntilFull(t, address, writer)
	_ = c.Process.Kill()
	<-ended
	empty(t, ballast)
	if r := runProgram(t, "check", "--data", data); r.code != 0 {
		t.Errorf("killed on a full disk: check exits with %d: %s%s", r.code, r.out, r.errors)
	}
	told.holds(t, data)

	fill(t, ballast)
	if r := runProgram(t, "serve", "--addr", "127.0.0.1:0", "--data", data); r.code != exitFailed ||
		!strings.Contains(r.errors, "the disk is full") || strings.Count(r.errors, "\n") != 1 {
		t.Errorf("started on a full disk it exits with %d: %s", r.code, r.errors)
	}
	empty(t, ballast)
	if status, _ := fetch(t, start(t, "serve", "--addr", "127.0.0.1:0", "--data", data).address); status != http.StatusOK {
		t.Errorf("with room again home answers %d", status)
	}
}
