package invest

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
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
	if stem = strings.Trim(stem, "._ "); stem == "" {
		stem = "file"
	}
	for utf8.RuneCountInString(stem)+len(ending) > maxFileName {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	return stem + ending
}
