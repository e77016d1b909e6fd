package workbook

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// workbook learns which sheets there are, and in which parts.
func (a *archive) workbook(book *Book) error {
	main, err := a.main()
	if err != nil {
		return err
	}
	relations, err := a.relations(main)
	if err != nil {
		return err
	}
	for _, r := range relations {
		switch r.kind {
		case "styles":
			a.styles = r.target
		case "sharedStrings":
			a.shared = r.target
		}
	}
	if err := a.list(main, relations, book); err != nil {
		return err
	}
	book.notes = a.notes(relations)
	if len(book.sheets) == 0 {
		return ErrEmpty
	}
	return nil
}

// main is the part that lists the sheets.
func (a *archive) main() (string, error) {
	top, err := a.relations("")
	if err != nil {
		return "", err
	}
	main := "xl/workbook.xml" // where all writers put it
	for _, r := range top {
		if r.kind == "officeDocument" && r.target != "" {
			main = r.target
		}
	}
	switch {
	case path.Ext(main) == ".bin":
		return "", fmt.Errorf("%w: an .xlsb workbook", ErrNotSpreadsheet)
	case a.parts[main] != nil:
		return main, nil
	case a.parts["content.xml"] != nil && a.parts["meta-inf/manifest.xml"] != nil:
		return "", fmt.Errorf("%w: an OpenDocument (.ods)", ErrNotSpreadsheet)
	case len(top) > 0:
		return "", fmt.Errorf("%w: %s is missing", ErrDamaged, main)
	}
	return "", fmt.Errorf("%w: an archive without a workbook", ErrNotSpreadsheet)
}

func (a *archive) list(main string, relations map[string]relation, book *Book) error {
	err := a.elements(context.Background(), main, "workbook", maxContents, func(s *source, tag string, e xml.StartElement) error {
		switch tag {
		case "workbookPr":
			a.from1904 = on(attr(e, "date1904"))
		case "sheets":
			return s.each(func(tag string, e xml.StartElement) error {
				r := relations[attr(e, "id")]
				if tag != "sheet" || r.kind != "worksheet" {
					return nil
				}
				state := attr(e, "state")
				book.sheets = append(book.sheets, Sheet{Name: attr(e, "name"), Hidden: state == "hidden" || state == "veryHidden"})
				a.sheets = append(a.sheets, r.target)
				return enough(len(a.sheets))
			})
		}
		return nil
	})
	if errors.Is(err, errOther) {
		return fmt.Errorf("%w: another kind of document: %v", ErrNotSpreadsheet, err) // it is not damaged
	}
	return err
}

func (a *archive) notes(relations map[string]relation) []Note {
	has := map[string]bool{}
	for _, r := range relations {
		switch {
		case r.kind == "vbaProject", r.kind == "xlMacrosheet", r.kind == "xlIntlMacrosheet":
			has["macros"] = true
		case r.kind == "externalLink":
			has["external_links"] = true
		}
	}
	for name := range a.parts {
		if strings.HasSuffix(name, "/vbaproject.bin") {
			has["macros"] = true
		}
	}
	var notes []Note
	for _, code := range slices.Sorted(maps.Keys(has)) {
		notes = append(notes, Note{Code: code})
	}
	return notes
}
