package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	xwebp "golang.org/x/image/webp"

	"wellspring/internal/invest"
	"wellspring/internal/media"
	"wellspring/internal/sqlite"
)

// shelf is what editors were told is in the library.
type shelf struct {
	mu    sync.Mutex
	files []kept
	wrong []string // answers that no editor should get
	made  int
}

// next is a file that nobody has sent: a picture that pages need in one smaller
// size, or a PDF of up to 2 MB.
func (s *shelf) next() (name string, data []byte) {
	s.mu.Lock()
	s.made++
	n := s.made
	s.mu.Unlock()
	if n%2 == 0 {
		return fmt.Sprintf("照片%d.jpg", n), photo(n)
	}
	pdf := fmt.Appendf(nil, "%%PDF-1.7\n%% %d %d\n", n, rand.Uint64())
	return fmt.Sprintf("方案%d.pdf", n), append(pdf, make([]byte, rand.IntN(2<<20))...)
}

// photo is a picture 600 pixels wide, another for each number.
func photo(n int) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 600, 300))
	for y := range 300 {
		for x := range 600 {
			m.SetRGBA(x, y, color.RGBA{R: byte(x + n), G: byte(y + n/256), B: byte(rand.Uint32()), A: 255})
		}
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, m, nil) // a buffer takes it
	return b.Bytes()
}

// work sends files until nobody answers. The first is the one given, of which the
// editor was not told what became of it; the last such is given back.
func (s *shelf) work(address string, k *clerk, name string, data []byte) (string, []byte) {
	for {
		if data == nil {
			name, data = s.next()
		}
		r, is, err := k.sendFile(address, name, data)
		if err != nil {
			return name, data
		}
		s.mu.Lock()
		if r.status == http.StatusOK {
			s.files = append(s.files, is)
		} else {
			s.wrong = append(s.wrong, fmt.Sprintf("%s is answered with %d: %s", name, r.status, r.body))
		}
		s.mu.Unlock()
		data = nil
	}
}

// holds compares a data folder that nobody serves with what editors were told,
// and the folders of the media with their rows. It gives the rows, and the
// folders that have none.
func (s *shelf) holds(t *testing.T, data string) (rows, orphans []string) {
	t.Helper()
	for _, w := range s.wrong {
		t.Error(w)
	}
	store, err := sqlite.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	folder := media.In(data)
	there, err := folder.Hashes()
	if err != nil {
		t.Fatal(err)
	}
	if rows, err = store.MediaHashes(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, f := range s.files {
		if m, err := store.MediaByHash(t.Context(), f.Hash); err != nil || m.Number != f.Number {
			t.Errorf("%s was acknowledged as number %d, and is %d, %v", f.Src, f.Number, m.Number, err)
		}
	}
	for _, hash := range there {
		if sum, err := sumOf(folder, hash); err != nil || sum != hash {
			t.Errorf("the whole of %s has the hash %s, %v", hash, sum, err)
		}
		if !slices.Contains(rows, hash) {
			orphans = append(orphans, hash)
		}
	}
	for _, hash := range rows {
		m, err := store.MediaByHash(t.Context(), hash)
		if err != nil || !slices.Contains(there, hash) {
			t.Errorf("%s has a row and no folder, %v", hash, err)
			continue
		}
		for _, width := range m.Widths {
			wantCopy(t, folder, m, width)
		}
	}
	return rows, orphans
}

// sumOf is the hash of what is kept under a hash.
func sumOf(folder *media.Folder, hash string) (string, error) {
	file, err := folder.Open(hash, "whole")
	if err != nil {
		return "", err
	}
	defer file.Close()
	h := sha256.New()
	_, err = io.Copy(h, file)
	return fmt.Sprintf("%x", h.Sum(nil)), err
}

// wantCopy wants a picture to have a copy of a width, whole.
func wantCopy(t *testing.T, folder *media.Folder, m invest.Media, width int) {
	t.Helper()
	file, err := folder.Open(m.Hash, fmt.Sprintf("%d.webp", width))
	if err != nil {
		t.Errorf("of %s the copy %d wide: %v", m.Hash, width, err)
		return
	}
	defer file.Close()
	if copied, err := xwebp.Decode(file); err != nil || copied.Bounds().Dx() != width {
		t.Errorf("of %s the copy %d wide: %v", m.Hash, width, err)
	}
}

// sent wants the program to send what it has acknowledged, whole.
func (s *shelf) sent(t *testing.T, address string, k *clerk) {
	t.Helper()
	for _, f := range s.files {
		r, err := k.get(address + "admin" + f.Src)
		if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(r.body))); err != nil || r.status != http.StatusOK || sum != f.Hash {
			t.Errorf("%s is answered with %d, and is %s, %v", f.Src, r.status, sum, err)
		}
	}
}

// wantSwept wants the sweep to take what has no row and what was half sent, once
// their grace is over, and nothing before or beside.
func wantSwept(t *testing.T, data string, rows, orphans []string) {
	t.Helper()
	folder, left := media.In(data), len(inTemp(t, data))
	if removed, err := folder.Sweep(time.Now().Add(media.Grace-time.Hour), rows); err != nil || len(removed) > 0 || len(inTemp(t, data)) != left {
		t.Errorf("within their grace %v are removed, %v", removed, err)
	}
	removed, err := folder.Sweep(time.Now().Add(media.Grace+time.Hour), rows)
	if err != nil || !slices.Equal(removed, orphans) || len(inTemp(t, data)) > 0 {
		t.Errorf("removed are %v, want %v; %d are left of what was half sent, %v", removed, orphans, len(inTemp(t, data)), err)
	}
	if missing, err := folder.Missing(rows); err != nil || len(missing) > 0 {
		t.Errorf("the sweep has taken %v, %v", missing, err)
	}
}

func TestASiteRemovesWhatUploadsHaveLeftOnceItIsOldAndNothingElse(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	district(t, data)
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	_, kept, err := signedIn(t, p.address, "writer").sendFile(p.address, "a.jpg", photo(1))
	if err != nil || kept.Number == 0 {
		t.Fatalf("%+v, %v", kept, err)
	}
	p.stop()
	stays := upload(t, data, "sent a moment ago")
	gone := []string{upload(t, data, "sent long ago"), filepath.Join(data, "media", "tmp", "half", "upload")}
	if err := errors.Join(os.MkdirAll(filepath.Dir(gone[1]), 0o700), os.WriteFile(gone[1], nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(data, "media", kept.Hash[:2], kept.Hash, "whole.jpg")
	old := time.Now().Add(-media.Grace - time.Hour)
	for _, path := range append(gone, whole) {
		if err := os.Chtimes(filepath.Dir(path), old, old); err != nil {
			t.Fatal(err)
		}
	}
	p = start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	there := func(path string) bool { _, err := os.Stat(path); return err == nil }
	for end := time.Now().Add(20 * time.Second); slices.ContainsFunc(gone, there) && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	if r := p.stop(); slices.ContainsFunc(gone, there) || !there(stays) || !there(whole) {
		t.Errorf("%v: %v; %s: %v; %s: %v\n%s", gone, slices.ContainsFunc(gone, there), stays, there(stays), whole, there(whole), r.errors)
	}
}

// strike waits for the moment of a kill: a random one, or that at which a folder
// comes to its name, whose row is not yet written.
func strike(data string, atFolder bool) {
	time.Sleep(time.Duration(rand.IntN(1200)) * time.Millisecond)
	if !atFolder {
		return
	}
	folder := media.In(data)
	before, err := folder.Hashes()
	for end := time.Now().Add(5 * time.Second); err == nil && time.Now().Before(end); {
		var now []string
		if now, err = folder.Hashes(); len(now) > len(before) {
			return
		}
	}
}

func TestWhatAKilledProgramAcknowledgedOfUploadsIsThere(t *testing.T) {
	t.Parallel()
	var data string
	var told *shelf
	var editors []*clerk
	var names [3]string // of what each editor sent last, and was not told of
	var pending [3][]byte
	withoutRow := map[string]bool{} // hashes of folders that a kill has left so
	acknowledged, halves := 0, 0
	for i := range kills(t) {
		fresh := i%10 == 0
		if fresh {
			data, told, pending = filepath.Join(t.TempDir(), "data"), &shelf{}, [3][]byte{}
			district(t, data)
		}
		c := command(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
		address, ended := begin(t, c)
		if fresh {
			editors = []*clerk{signedIn(t, address, "writer"), signedIn(t, address, "reviewer2"), signedIn(t, address, "columns")}
		}
		told.sent(t, address, editors[0])
		var work sync.WaitGroup
		for j, k := range editors {
			work.Go(func() { names[j], pending[j] = told.work(address, k, names[j], pending[j]) })
		}
		strike(data, i%2 == 1)
		_ = c.Process.Kill()
		<-ended
		work.Wait()
		if r := runProgram(t, "check", "--data", data); r.code != 0 {
			t.Fatalf("after kill %d: exit %d: %s%s", i+1, r.code, r.out, r.errors)
		}
		rows, orphans := told.holds(t, data)
		for _, hash := range orphans {
			withoutRow[hash] = true
		}
		if last := i%10 == 9 || i == kills(t)-1; last {
			acknowledged += len(told.files)
			halves += len(inTemp(t, data))
			wantSwept(t, data, rows, orphans)
		}
		if t.Failed() {
			t.Fatalf("after kill %d", i+1)
		}
	}
	t.Logf("%d uploads were acknowledged and all are there; %d times a kill struck between a file and its row; %d files were left half sent", acknowledged, len(withoutRow), halves)
	if acknowledged == 0 || len(withoutRow) == 0 && kills(t) > 5 { // a few may all miss
		t.Error("nothing was acknowledged, or no kill struck between a file and its row: nothing is shown by this")
	}
	p := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	told.sent(t, p.address, editors[0])
}
