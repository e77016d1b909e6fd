package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// smallDisk is a folder on a disk of its own, of a size such as "24m".
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
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
	disk := smallDisk(t, "24m")
	data, ballast := filepath.Join(disk, "data"), filepath.Join(disk, "ballast")
	district(t, data)
	c := command(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	address, ended := begin(t, c)
	writer, told := signedIn(t, address, "writer"), &ledger{}
	fill(t, ballast)
	wantFull(t, "a save", told.saveUntilFull(t, address, writer), nil)

	var reading sync.WaitGroup // at once: each connection to the database is made then
	for _, path := range []string{
		"", "projects", "projects/1", "news", "search?q=%E9%A1%B9%E7%9B%AE", "readyz",
		"admin", "admin/articles", "admin/articles/1", "admin/articles/1/reviews", "admin/articles/1/preview", "admin/projects", "admin/sessions",
	} {
		reading.Go(func() {
			if r, err := writer.get(address + path); err != nil || r.status != http.StatusOK {
				t.Errorf("/%s answers %d, %v", path, r.status, err)
			}
		})
	}
	reading.Wait()
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
	wantNoStart(t, data)
	empty(t, ballast)
	wantStart(t, data)
}

func TestAFolderBegunOnAFullDiskIsFinishedWhenThereIsRoom(t *testing.T) {
	t.Parallel()
	for _, size := range []string{"4k", "16k", "64k", "256k"} {
		t.Run("of "+size, func(t *testing.T) {
			disk := smallDisk(t, size)
			data := filepath.Join(disk, "data")
			wantNoStart(t, data)
			if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, "size=8m"); err != nil {
				t.Fatal(err)
			}
			wantStart(t, data)
		})
	}
}

// wantNoStart wants the program to say in one line that the disk is full.
func wantNoStart(t *testing.T, data string) {
	t.Helper()
	r := runProgram(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	if r.code != exitFailed || !strings.Contains(r.errors, "the disk is full") || strings.Count(r.errors, "\n") != 1 {
		t.Errorf("started on a full disk it exits with %d: %s", r.code, r.errors)
	}
}

func wantStart(t *testing.T, data string) {
	t.Helper()
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	if status, _ := fetch(t, p.address); status != http.StatusOK {
		t.Errorf("with room again home answers %d", status)
	}
	p.stop()
}

func TestABackupOnAFullDiskLeavesNothing(t *testing.T) {
	t.Parallel()
	data, dir := large(t), smallDisk(t, "1m")
	full := func(what string, r ran, dir, before string) {
		t.Helper()
		if r.code != exitFailed || !strings.Contains(r.errors, "no space left") && !strings.Contains(r.errors, "disk is full") || strings.Count(r.errors, "\n") != 1 {
			t.Errorf("%s exits with %d: %s", what, r.code, r.errors)
		}
		if after := listing(t, dir); names(after) != names(before) {
			t.Errorf("%s: there was\n%sand is\n%s", what, before, after)
		}
	}
	before := listing(t, dir)
	full("an archive without room", runProgram(t, "backup", "-o", filepath.Join(dir, "a.tar.gz"), "--data", data), dir, before)
	wantNoTrace(t, data, dir)

	archives := t.TempDir()
	archive := filepath.Join(archives, "a.tar.gz")
	succeed(t, "backup", "-o", archive, "--data", data)
	full("a folder without room", runProgram(t, "restore", archive, "--data", filepath.Join(dir, "data")), dir, before)
	if r := runProgram(t, "restore", archive, "--data", dir); r.code != exitFailed || !strings.Contains(r.errors, "a disk of its own") {
		t.Errorf("over a disk: exit %d: %s", r.code, r.errors)
	}

	disk := smallDisk(t, "12m")
	crowded, ballast := filepath.Join(disk, "data"), filepath.Join(disk, "ballast")
	district(t, crowded)
	fill(t, ballast)
	info, err := os.Stat(ballast)
	if err == nil {
		err = os.Truncate(ballast, info.Size()-256<<10) // the database opens, and its copy finds no room
	}
	if err != nil {
		t.Fatal(err)
	}
	before = listing(t, disk)
	full("a snapshot without room", runProgram(t, "backup", "-o", filepath.Join(archives, "b.tar.gz"), "--data", crowded), disk, before)
	wantNoTrace(t, crowded, archives)
	empty(t, ballast)
	succeed(t, "backup", "-o", filepath.Join(archives, "b.tar.gz"), "--data", crowded)
	succeed(t, "restore", filepath.Join(archives, "b.tar.gz"), "--data", filepath.Join(archives, "data"))
}
