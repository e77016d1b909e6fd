// Package backup writes a data folder's database and media into one archive and
// makes a folder of such an archive again. It knows files and folders alone: what
// is in the database is for whoever calls.
//
// An archive is a .tar.gz of a manifest and of the files that it lists, in its
// order, so that whoever reads one knows from its beginning what must follow:
//
//	manifest.json
//	wellspring.db
//	media/ab/abcd…/厂房.jpg
//
// Unpacked by other tools it is a data folder too.
package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

const (
	// Format is the number of the form of archives that this package knows.
	Format = 1
	// Database is the database's name, in an archive and in a data folder.
	Database = "wellspring.db"

	manifestName = "manifest.json"
	// maxManifest is in bytes; a file takes some 250 of them.
	maxManifest = 64 << 20
)

// Manifest says what an archive holds.
type Manifest struct {
	Format  int       `json:"format"`
	Program string    `json:"program"` // version of the program that made the archive
	Made    time.Time `json:"made"`    // UTC, to the second
	Schema  int64     `json:"schema"`  // version of the database
	Files   []File    `json:"files"`   // the database, then the media, ascending by name

	// Sum is the SHA-256 of the manifest as it stands in the archive, in hex. Since
	// the manifest has the hash of every file, it is the archive's fingerprint.
	Sum string `json:"-"`
}

// File is one file of an archive.
type File struct {
	Name   string `json:"name"` // below the data folder, with slashes
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
}

// Size is how many bytes the files have together.
func (m Manifest) Size() int64 {
	var n int64
	for _, f := range m.Files {
		n += f.Size
	}
	return n
}

// encode gives the manifest as it stands in an archive, and sets Sum.
func (m *Manifest) encode() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return nil, err
	}
	if b = append(b, '\n'); len(b) > maxManifest {
		return nil, fmt.Errorf("%d files are more than an archive can list", len(m.Files))
	}
	m.Sum = sumOf(b)
	return b, nil
}

// decode reads a manifest and holds it to its form. Damaged; ErrNewer.
func decode(b []byte) (Manifest, error) {
	m := Manifest{Sum: sumOf(b)}
	var head struct { // of every form, whatever else becomes of it
		Format  int    `json:"format"`
		Program string `json:"program"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return m, &Damaged{File: manifestName, Why: "cannot be read", Err: err}
	}
	if head.Format > Format {
		return m, fmt.Errorf("format %d, made by version %q: %w", head.Format, head.Program, ErrNewer)
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, &Damaged{File: manifestName, Why: "cannot be read", Err: err}
	}
	if m.Format < 1 || len(m.Files) == 0 || m.Files[0].Name != Database {
		return m, &Damaged{File: manifestName, Why: "is not one of a backup"}
	}
	for i, f := range m.Files {
		if why := m.fault(i); why != "" {
			return m, &Damaged{File: manifestName, Why: fmt.Sprintf("lists %q, %s", f.Name, why)}
		}
	}
	return m, nil
}

// fault is what is wrong with a file as it is listed, "" if nothing is.
func (m Manifest) fault(i int) string {
	f := m.Files[i]
	_, isMedia := hashOf(f.Name)
	switch {
	case i > 0 && !isMedia:
		return "which has no place in a data folder"
	case i > 1 && f.Name <= m.Files[i-1].Name:
		return "which is listed twice or out of order"
	case f.Size < 0 || !isHash(f.SHA256):
		return "whose size or hash is none"
	}
	return ""
}

// ErrNewer is an archive of a later form.
var ErrNewer = errors.New("it needs a newer program")

// Damaged is an archive that is cut, altered, or none of this program.
type Damaged struct {
	File string // the one in the archive where it shows, "" for the archive itself
	Why  string
	Err  error // nil where what is wrong was found here
}

func (d *Damaged) Error() string {
	s := "the archive " + d.Why
	if d.File != "" {
		s = d.File + " in the archive " + d.Why
	}
	if d.Err != nil {
		s += ": " + d.Err.Error()
	}
	return s
}

func (d *Damaged) Unwrap() error { return d.Err }

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
