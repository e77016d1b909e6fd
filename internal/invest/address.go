package invest

import (
	"slices"
	"strconv"
	"strings"
)

// treeOf are the first parts of the addresses of records that have a page of their own.
var treeOf = map[Kind]string{
	KindProject: "projects", KindCeremony: "ceremonies", KindPark: "parks", KindArticle: "news", KindPolicy: "policies",
}

// ReadPath tells what a path within the site, in either language, is the address
// of: of a record, public or not, or of a page that always is there. ok is false
// for one that the program answers with nothing; a redirect may know it.
func ReadPath(path string) (id DraftID, ok bool) {
	path, _, _ = strings.Cut(path, "#")
	path, _, _ = strings.Cut(path, "?")
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if parts[0] == "en" {
		parts = append(parts[1:], "")
	}
	if len(parts) > 1 && parts[len(parts)-1] == "" {
		parts = parts[:len(parts)-1]
	}
	if len(parts) == 2 {
		for k, tree := range treeOf {
			number := parts[1]
			if k == KindCeremony { // its workbook
				number = strings.TrimSuffix(number, ".xlsx")
			}
			if n, err := strconv.ParseInt(number, 10, 64); tree == parts[0] && err == nil && n > 0 {
				return DraftID{Kind: k, Number: n}, true
			}
		}
	}
	return id, slices.Contains(ownPages, parts[0]) && own("/"+strings.Join(parts, "/"))
}

// ParseDraftID reads "project:12", as marks in markup name records.
func ParseDraftID(s string) (DraftID, bool) {
	kind, number, _ := strings.Cut(s, ":")
	n, err := strconv.ParseInt(number, 10, 64)
	return DraftID{Kind: Kind(kind), Number: n}, err == nil && n > 0 && slices.Contains(Kinds, Kind(kind))
}
