package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wellspring/internal/media"
)

// leave fills a disk but for so many bytes.
func leave(t *testing.T, ballast string, room int64) {
	t.Helper()
	fill(t, ballast)
	info, err := os.Stat(ballast)
	if err == nil {
		err = os.Truncate(ballast, info.Size()-room)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestADiskThatFillsDuringAnUploadIsSaidAndLeavesNothingHalf leaves a little more
// room each time, so that the disk fills at each moment of an upload: while it is
// received, while it is put in its place, and while its row is written.
func TestADiskThatFillsDuringAnUploadIsSaidAndLeavesNothingHalf(t *testing.T) {
	t.Parallel()
	disk := smallDisk(t, "32m")
	data, ballast := filepath.Join(disk, "data"), filepath.Join(disk, "ballast")
	district(t, data)
	c := command(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	address, ended := begin(t, c)
	writer, reader := signedIn(t, address, "writer"), newClerk(t)
	finer := int64(1)
	if kills(t) > 5 {
		finer = 4
	}
	pdf := append([]byte("%PDF-1.7\n"), make([]byte, 2<<20)...)
	for _, f := range []struct {
		name, path string
		data       []byte
		step       int64
	}{
		{"方案.pdf", "admin/media", pdf, 256 << 10},
		{"照片.jpg", "admin/media", photo(1), 16 << 10},
		{"报告.docx", "admin/media/document", illustrated(t, photo(2)), 16 << 10},
	} {
		told, rowless := 0, 0
		before := mediaThere(t, data)
		for room := int64(0); ; room += f.step / finer {
			leave(t, ballast, room)
			r, err := writer.sendForm(address+f.path, formOf(f.name, f.data))
			for _, page := range []string{"", "projects/1", "readyz"} {
				if r, err := reader.get(address + page); err != nil || r.status != http.StatusOK {
					t.Errorf("with %d bytes left /%s answers %d, %v", room, page, r.status, err)
				}
			}
			if left := inTemp(t, data); len(left) > 0 {
				t.Errorf("with %d bytes left %s leaves %v", room, f.name, left)
			}
			if r.status == http.StatusOK && err == nil {
				break
			}
			wantFull(t, f.name, r, err)
			if told++; room > 16<<20 || t.Failed() {
				t.Fatalf("with %d bytes left %s still finds no room", room, f.name)
			}
			if len(mediaThere(t, data)) > len(before) {
				rowless++
			}
		}
		if told == 0 {
			t.Errorf("%s found room at once: nothing is shown by this", f.name)
		}
		if now := mediaThere(t, data); len(now) != len(before)+1 {
			t.Errorf("after %s there are %v, there were %v", f.name, now, before)
		}
		t.Logf("%s: %d times there was no room, %d of them for the row alone", f.name, told, rowless)
	}
	leave(t, ballast, 1<<20)
	r, err := writer.sendPage(address, "方案二.pdf", append(pdf, '2'))
	wantFull(t, "a form", r, err)
	empty(t, ballast)
	if r, err := writer.sendPage(address, "方案二.pdf", append(pdf, '2')); err != nil || r.status != http.StatusOK {
		t.Errorf("with room again the form is answered with %d, %v", r.status, err)
	}
	_ = c.Process.Kill()
	<-ended
	if r := runProgram(t, "check", "--data", data); r.code != 0 || strings.Contains(r.out, "no row") {
		t.Errorf("check exits with %d: %s%s", r.code, r.out, r.errors)
	}
}

// mediaThere lists what is kept of uploads, which must be whole.
func mediaThere(t *testing.T, data string) []string {
	t.Helper()
	folder := media.In(data)
	there, err := folder.Hashes()
	if err != nil {
		t.Fatal(err)
	}
	for _, hash := range there {
		if sum, err := sumOf(folder, hash); err != nil || sum != hash {
			t.Errorf("the whole of %s has the hash %s, %v", hash, sum, err)
		}
	}
	return there
}
