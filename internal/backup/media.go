package backup

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	mediaFolder = "media"
	// uploading is where files lie until they are whole. They belong to nobody yet.
	uploading = mediaFolder + "/tmp"
)

// Media is what lies in the media folder of a data folder.
type Media struct {
	Files   []string // "media/ab/HASH/NAME", ascending
	Strange []string // what has no place there and is no upload; never copied
}

// ListMedia lists the media of a data folder; none where there is no such folder.
// What is written or removed meanwhile is listed or not.
func ListMedia(data string) (Media, error) {
	var m Media
	// DirFS, for it follows a media folder that is a link to another disk.
	err := fs.WalkDir(os.DirFS(data), mediaFolder, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // none, or it has vanished since its folder was read
			return nil
		}
		if err != nil {
			return err
		}
		if name == uploading {
			return fs.SkipDir
		}
		if d.IsDir() && isMediaFolder(name) {
			return nil
		}
		if _, ok := hashOf(name); ok && d.Type().IsRegular() {
			m.Files = append(m.Files, name)
			return nil
		}
		m.Strange = append(m.Strange, name)
		if d.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
	slices.Sort(m.Files) // a walk orders folder by folder
	return m, err
}

// Hashes gives the hashes under which there is a file, ascending.
func (m Media) Hashes() []string {
	var out []string
	for _, name := range m.Files {
		hash, _ := hashOf(name)
		out = append(out, hash)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// isMediaFolder reports whether a folder may lie at that place: media, media/ab,
// media/ab/HASH.
func isMediaFolder(name string) bool {
	switch parts := strings.Split(name, "/"); len(parts) {
	case 1:
		return true
	case 2:
		return len(parts[1]) == 2 && isHex(parts[1])
	case 3:
		return isHash(parts[2]) && parts[1] == parts[2][:2]
	}
	return false
}

// hashOf is the hash in the name of a media file. ok is false for all that could
// not be one: then it is not safe to be made a file either.
func hashOf(name string) (hash string, ok bool) {
	parts := strings.Split(name, "/")
	if len(parts) != 4 || parts[0] != mediaFolder || !isMediaFolder(strings.Join(parts[:3], "/")) || !isPlain(parts[3]) {
		return "", false
	}
	return parts[2], true
}

// isPlain reports whether a file may have a name. What begins with a dot was left
// there by other programs, or is "..".
func isPlain(name string) bool {
	return name != "" && len(name) <= 255 && name[0] != '.' && utf8.ValidString(name) &&
		!strings.ContainsFunc(name, func(r rune) bool { return r == '\\' || unicode.IsControl(r) })
}

func isHash(s string) bool { return len(s) == 64 && isHex(s) }

func isHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }
