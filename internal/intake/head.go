package intake

import (
	"encoding/json"

	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

// Head is how a sheet was read and what its rows become: invest.Import.Head.
type Head struct {
	// What whoever imports has said.
	Sheet    string                 `json:"sheet,omitempty"`
	Mapping  map[string]sheet.Field `json:"mapping,omitempty"` // by a column's Key
	Units    map[string]string      `json:"units,omitempty"`   // by a column's Key
	Source   invest.Source          `json:"source"`            // of every record that is made
	AsOf     invest.Date            `json:"asOf,omitzero"`     // for what the rows date not themselves
	Sector   string                 `json:"sector,omitempty"`  // for rows of which the sector is none of the bureau's
	Ceremony int64                  `json:"ceremony,omitempty"`
	Form     invest.CeremonyForm    `json:"form,omitempty"` // of a new one
	Title    string                 `json:"title,omitempty"`

	// What was found.
	Found Found `json:"found,omitzero"`
}

// Found is what was understood of a sheet as a whole.
type Found struct {
	Sheet   string        `json:"sheet"`
	Sheets  []string      `json:"sheets"`
	Above   string        `json:"above,omitempty"` // the lines above the heading
	Notes   []string      `json:"notes,omitempty"`
	Columns []FoundColumn `json:"columns"`
	Totals  []sheet.Total `json:"totals"`
	Summary sheet.Summary `json:"summary"`
}

// FoundColumn is a column with some of what stands under it.
type FoundColumn struct {
	sheet.ReportColumn
	Key     string   `json:"key"`
	Samples []string `json:"samples"`
}

// ReadHead reads the head of an import.
func ReadHead(i invest.Import) (h Head, err error) {
	if len(i.Head) == 0 {
		return h, nil
	}
	return h, json.Unmarshal(i.Head, &h)
}

// Bytes is the head as an import holds it.
func (h Head) Bytes() []byte {
	b, err := json.Marshal(h)
	if err != nil {
		panic(err) // of strings and numbers only
	}
	return b
}

// RowBody is what is staged of a row.
type RowBody struct {
	Record   *sheet.Record   `json:"record"`
	Messages []sheet.Message `json:"messages,omitempty"`
	Cells    []string        `json:"cells"`
}

// ReadRow reads the body of a staged row.
func ReadRow(r invest.ImportRow) (b RowBody, err error) {
	return b, json.Unmarshal(r.Body, &b)
}

// IsPart reports whether a record is no draft of its own but a line in the note of
// the one it is part of. A figure is one however it is set out.
func IsPart(k sheet.Kind, r *sheet.Record) bool { return r.PartOf != nil && k != sheet.Figures }

// Makes is the kind of draft that a row of a sheet is, or points at.
func Makes(k sheet.Kind) invest.Kind {
	switch k {
	case sheet.Parks:
		return invest.KindPark
	case sheet.Figures:
		return invest.KindRelease
	}
	return invest.KindProject
}
