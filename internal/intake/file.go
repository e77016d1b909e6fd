package intake

import (
	"errors"
	"strconv"

	"wellspring/internal/sheet"
	"wellspring/internal/workbook"
)

// Problem names what is wrong with a file as a whole, for import.problem.{name};
// "" for an error that is none of the file.
func Problem(err error) string {
	for _, p := range []struct {
		err  error
		name string
	}{
		{workbook.ErrEncrypted, "encrypted"},
		{workbook.ErrOldFormat, "old_format"},
		{workbook.ErrTooLarge, "too_large"},
		{workbook.ErrDamaged, "damaged"},
		{workbook.ErrEmpty, "empty"},
		{workbook.ErrNotSpreadsheet, "not_spreadsheet"},
		{sheet.ErrNoSheet, "no_sheet"},
		{sheet.ErrNoHeading, "no_heading"},
		{sheet.ErrNoRows, "no_rows"},
		{errNotTheirs, "not_theirs"},
	} {
		if errors.Is(err, p.err) {
			return p.name
		}
	}
	return ""
}

// ReadingAgainHelps reports whether a file with a problem may be read with other columns,
// another sheet or another kind; with any other, only another file helps.
func ReadingAgainHelps(problem string) bool {
	switch problem {
	case "no_sheet", "no_heading", "no_rows", "not_theirs", "unexpected":
		return true
	}
	return false
}

// Columns lists a table's columns for a report.
func Columns(t *sheet.Table) []sheet.ReportColumn {
	out := []sheet.ReportColumn{}
	for _, c := range t.Columns {
		out = append(out, sheet.ReportColumn{Index: c.Index, Heading: c.Heading, Field: c.Field, Unit: c.Unit})
	}
	return out
}

// MarkTwin says on a row that it tells of the same as an earlier one.
func MarkTwin(row *sheet.Row, was int, why Why) {
	row.Messages = append(row.Messages, sheet.Message{Code: sheet.Code("twin_" + string(why)), Args: []string{strconv.Itoa(was)}})
	if row.Status == sheet.OK {
		row.Status = sheet.Warn
	}
}
