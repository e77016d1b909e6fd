package main

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sector is what a disk writes whole or not at all.
const sector = 512

// disk is a folder as a disk holds it while a program writes: what is surely
// there, and what was written and may be there or not.
type disk struct {
	folder string
	made   *call // the making of the folder, until its own folder is synced
	names  map[string]*file
	kept   map[string]*file // as names surely are
	linked []*call          // changes of names that may be lost, oldest first
	files  map[*call]*file  // what an open made
}

// file is one file, whatever its name.
type file struct {
	kept    []byte
	size    int64 // as the program sees it
	pending []*call
}

func newDisk(folder string) *disk {
	return &disk{folder: folder, names: map[string]*file{}, kept: map[string]*file{}, files: map[*call]*file{}}
}

// touches reports whether a call is about the folder or something in it. The
// index of the write-ahead log is not: it is made anew after a failure.
func (d *disk) touches(c *call) bool {
	return !c.failed && (c.path == d.folder || c.path == filepath.Dir(d.folder) || filepath.Dir(c.path) == d.folder && !strings.HasSuffix(c.path, "-shm"))
}

// begin takes what a call begins to do: from here on it may be on the disk.
func (d *disk) begin(t *testing.T, c *call) {
	t.Helper()
	if !d.touches(c) {
		return
	}
	switch f := d.names[c.path]; c.name {
	case "mkdir", "mkdirat":
		if c.path == d.folder {
			d.made = c
		}
	case "open", "openat", "creat":
		if f == nil && strings.Contains(c.flags, "O_CREAT") {
			d.files[c] = &file{}
			d.link(c)
		} else if f != nil && strings.Contains(c.flags, "O_TRUNC") {
			f.change(&call{name: "ftruncate", begun: c.begun, end: c.end})
		}
	case "unlink", "unlinkat", "rename", "renameat", "renameat2":
		d.link(c)
	case "write":
		if f != nil { // else it was unlinked
			c.at = f.size // those of ours are written from the beginning to the end
			f.change(c)
		}
	case "pwrite64", "ftruncate":
		if f != nil {
			f.change(c)
		}
	case "fsync", "fdatasync": // see finish
	default:
		t.Fatalf("the program did %s to %s: this is not replayed", c.name, c.path)
	}
	if c.cut {
		t.Fatalf("a write to %s was recorded in part", c.path)
	}
}

// finish takes a sync that has ended: what was done before it began is on the
// disk.
func (d *disk) finish(c *call) {
	if c.name != "fsync" && c.name != "fdatasync" || !d.touches(c) {
		return
	}
	switch c.path {
	case filepath.Dir(d.folder):
		if d.made != nil && d.made.end < c.begun {
			d.made = nil
		}
	case d.folder:
		for len(d.linked) > 0 && d.linked[0].end < c.begun {
			d.apply(d.kept, d.linked[0])
			d.linked = d.linked[1:]
		}
	default:
		if f := d.names[c.path]; f != nil {
			f.pending = slices.DeleteFunc(f.pending, func(p *call) bool {
				if p.end < c.begun {
					f.kept = p.change(f.kept, whole)
				}
				return p.end < c.begun
			})
		}
	}
}

func (d *disk) link(c *call) {
	d.apply(d.names, c)
	d.linked = append(d.linked, c)
}

// apply does to names what a call does.
func (d *disk) apply(names map[string]*file, c *call) {
	switch c.name {
	case "open", "openat", "creat":
		names[c.path] = d.files[c]
	case "rename", "renameat", "renameat2":
		names[c.to] = names[c.path]
		delete(names, c.path)
	default:
		delete(names, c.path)
	}
}

func (f *file) change(c *call) {
	f.pending = append(f.pending, c)
	if c.name == "ftruncate" {
		f.size = c.at
	}
	f.size = max(f.size, c.at+int64(len(c.data)))
}

// whole and lost say that all sectors of a change came to the disk, or none; torn
// says so of some.
func whole() bool { return true }
func lost() bool  { return false }
func torn() bool  { return rand.IntN(2) == 0 }

// change gives b as a write or a truncation leaves it, of which kept says
// sector by sector whether it came to the disk.
func (c *call) change(b []byte, kept func() bool) []byte {
	if c.name == "ftruncate" {
		if kept() {
			b = grown(b, c.at)[:c.at]
		}
		return b
	}
	end := c.at + int64(len(c.data))
	for from := c.at; from < end; {
		to := min(end, from-from%sector+sector)
		if kept() {
			b = grown(b, to)
			copy(b[from:to], c.data[from-c.at:])
		}
		from = to
	}
	return b
}

func grown(b []byte, size int64) []byte {
	if n := size - int64(len(b)); n > 0 {
		b = append(b, make([]byte, n)...)
	}
	return b
}

// afterFailure writes into a folder what a power failure at this moment leaves.
// Names are lost from the last one on, as file systems that keep a journal lose
// them; of the contents not synced, anything may be there.
func (d *disk) afterFailure(t *testing.T, folder string) {
	t.Helper()
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if d.made != nil && rand.IntN(2) == 0 {
		return // with all that was in it
	}
	names := maps.Clone(d.kept)
	for _, c := range d.linked[:rand.IntN(len(d.linked)+1)] {
		d.apply(names, c)
	}
	for path, f := range names {
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(path)), f.afterFailure(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// afterFailure is the content of a file: one time in four each, nothing of what
// was not synced, all of it, some writes and then none, or sectors at random.
func (f *file) afterFailure() []byte {
	b := slices.Clone(f.kept)
	how, many := rand.IntN(4), rand.IntN(len(f.pending)+1)
	for i, c := range f.pending {
		kept := torn
		switch {
		case how == 0 || how == 2 && i > many:
			kept = lost
		case how == 1 || how == 2 && i < many:
			kept = whole
		}
		b = c.change(b, kept)
	}
	return b
}
