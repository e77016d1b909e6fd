package invest

import (
	"path"
	"strings"
	"unicode"
)

// maxFileName is how long the name of a file of the library is, in characters,
// with its ending.
const maxFileName = 80

// fileEndings are what a name loses that is given another ending.
var fileEndings = []string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".pdf", ".docx", ".xlsx", ".zip"}

// FileName makes a name for a file of an ending (".jpg") that is safe in an
// address, in a header and in a folder of who downloads it: the last part of a
// path, without signs that any of them reads as something else.
func FileName(name, ending string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1 // direction marks among them: they turn "gpj.exe" around
		case strings.ContainsRune(`/\:*?"<>|#%&;`, r), unicode.IsSpace(r):
			return '_'
		}
		return r
	}, name)
	stem := strings.Trim(name, "._ ")
	for _, e := range fileEndings {
		if cut := len(stem) - len(e); cut > 0 && strings.EqualFold(stem[cut:], e) {
			stem = stem[:cut]
			break
		}
	}
	stem = strings.Trim(stem, "._ ")
	room := maxFileName - len(ending)
	for at := range stem { // some MB, as a header may be, are not counted to their end
		if room == 0 {
			stem = strings.TrimRight(stem[:at], "._ ")
			break
		}
		room--
	}
	if stem == "" {
		stem = "file"
	}
	return stem + ending
}
