// Package archtest holds who may import whom. It reads the files itself: a list
// made by the go command would be hidden by the test cache.
package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "wellspring/"

// allowed is the table of direct imports among our own packages. A pattern
// ends in "/..." for a folder with all below it. The first rule whose pattern
// fits a package is the one that holds.
var allowed = []struct {
	pkg  string
	may  []string
	also string // why, where it is not in the plan of the house
}{
	{pkg: "internal/invest"},
	{pkg: "internal/search"},
	{pkg: "internal/richtext"},
	{pkg: "internal/docx"},
	{pkg: "internal/workbook"},
	{pkg: "internal/backup"},
	{pkg: "internal/pagecache"},
	{pkg: "static"},
	{pkg: "internal/i18n", may: []string{"internal/invest"}},
	{pkg: "internal/account", may: []string{"internal/invest"}},
	{pkg: "internal/sheet", may: []string{"internal/invest", "internal/workbook"}, also: "the reader of files knows nothing of investment"},
	{pkg: "internal/media", may: []string{"internal/invest"}},
	{pkg: "internal/stage", may: []string{"internal/invest"}},
	{pkg: "internal/check", may: []string{"internal/invest"}},
	{pkg: "internal/desk", may: []string{"internal/invest", "internal/check", "internal/richtext"}, also: "the desk sanitises what it stores"},
	{pkg: "internal/intake", may: []string{"internal/invest", "internal/i18n", "internal/desk", "internal/sheet", "internal/workbook"}},
	{pkg: "internal/jobs", may: []string{"internal/invest", "internal/desk", "internal/check", "internal/media"}},
	{pkg: "internal/demo", may: []string{"internal/invest", "internal/desk"}},
	{pkg: "internal/sqlite", may: []string{"internal/invest", "internal/search", "internal/account"}, also: "it stores login sessions"},
	{pkg: "internal/storetest", may: []string{"internal/invest", "internal/account"}, also: "the contract has login sessions"},
	{pkg: "internal/archtest"},
	{pkg: "templates/component", may: []string{"internal/i18n", "static"}},
	{pkg: "templates/layout", may: []string{"internal/i18n", "static", "templates/component"}},
	{pkg: "templates/...", may: []string{"internal/i18n", "static", "templates/layout", "templates/component"}},
	{pkg: "web/...", may: []string{
		"internal/invest", "internal/i18n", "internal/desk", "internal/richtext", "internal/sheet", "internal/search", "internal/account",
		"internal/media", "internal/docx", "internal/stage", "internal/check", "internal/intake", "internal/pagecache", "static", "templates/...", "web/...",
	}},
	{pkg: "cmd/...", may: []string{"..."}},
}

func fits(pattern, pkg string) bool {
	if pattern == "..." {
		return true
	}
	if dir, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == dir || strings.HasPrefix(pkg, dir+"/")
	}
	return pkg == pattern
}

// imports gives the direct imports of every package of ours, and of the files
// that are no tests. Tests may import what they need.
func imports(t *testing.T, root string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() != "." && d.Name() != ".." && strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		pkg := path.Dir(filepath.ToSlash(rel))
		for _, i := range f.Imports {
			p, _ := strconv.Unquote(i.Path.Value)
			if !slices.Contains(out[pkg], p) {
				out[pkg] = append(out[pkg], p)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEachPackageImportsOnlyWhatItsRoomMay(t *testing.T) {
	all := imports(t, "../..")
	if len(all) < 10 {
		t.Fatalf("found only %d packages: is this the root?", len(all))
	}
	for pkg, deps := range all {
		i := slices.IndexFunc(allowed, func(r struct {
			pkg  string
			may  []string
			also string
		},
		) bool {
			return fits(r.pkg, pkg)
		})
		if i < 0 {
			t.Errorf("%s has no room: add it to the table with what it may import", pkg)
			continue
		}
		for _, d := range deps {
			ours, ok := strings.CutPrefix(d, module)
			if ok && !slices.ContainsFunc(allowed[i].may, func(p string) bool { return fits(p, ours) }) {
				t.Errorf("%s must not import %s", pkg, ours)
			}
		}
	}
}

func TestTheDomainImportsTheStandardLibraryOnly(t *testing.T) {
	for _, d := range imports(t, "../..")["internal/invest"] {
		if strings.Contains(strings.Split(d, "/")[0], ".") {
			t.Errorf("internal/invest must not import %s", d)
		}
	}
}

func TestHandlersHoldNoStore(t *testing.T) {
	for pkg, deps := range imports(t, "../..") {
		if strings.HasPrefix(pkg, "cmd/") || pkg == "internal/sqlite" {
			continue
		}
		if slices.Contains(deps, module+"internal/sqlite") || slices.Contains(deps, "database/sql") {
			t.Errorf("%s reaches the database past the store's interfaces", pkg)
		}
	}
}
