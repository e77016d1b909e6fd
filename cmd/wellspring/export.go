package main

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
	"wellspring/internal/sqlite"
)

// exportCommand writes what is on the desk with the columns that are imported.
type exportCommand struct {
	Data      string `default:"./data" help:"Data folder."`
	Kind      string `required:"" enum:"projects,signings,parks,construction,figures" help:"projects, signings, parks, construction or figures."`
	Format    string `default:"xlsx" enum:"xlsx,csv,json" help:"xlsx, csv or json."`
	Published bool   `help:"Only of what is published; by default of all drafts, unpublished ones too."`
	Output    string `short:"o" required:"" help:"File to write."`
}

func (c *exportCommand) Run(p *program) error {
	if err := siteFolder(c.Data); err != nil {
		return err
	}
	store, err := sqlite.Open(p.ctx, c.Data)
	if err != nil {
		return err
	}
	defer store.Close()
	f := invest.DraftFilter{}
	if c.Published {
		f.Public = invest.Published
	}
	book, err := intake.New(desk.New(store, time.Now)).Book(p.ctx, desk.Operator, sheet.Kind(c.Kind), f)
	if err != nil {
		return err
	}
	err = writeFile(c.Output, func(w io.Writer) error {
		switch c.Format {
		case "csv":
			return sheet.WriteCSV(w, book)
		case "json":
			return writeRows(w, book)
		}
		return sheet.Write(w, book)
	})
	if err == nil {
		fmt.Fprintf(p.stdout, "%d rows\n", len(book.Rows))
	}
	return err
}

// writeRows writes a list of objects, each with its headings as names; numbers
// stay numbers, days are ISO, what is unknown is null.
func writeRows(w io.Writer, book sheet.Book) error {
	out := &jsonWriter{out: w}
	out.text("[")
	for i, row := range book.Rows {
		if i > 0 {
			out.text(",")
		}
		out.text("\n{")
		for j, cell := range row {
			if j > 0 {
				out.text(",")
			}
			out.value("", book.Columns[j].Heading)
			out.text(":")
			switch {
			case cell.Number != "":
				out.value("", json.RawMessage(cell.Number))
			case !cell.Date.IsZero():
				out.value("", cell.Date.Format(time.DateOnly))
			case cell.Text != "":
				out.value("", cell.Text)
			default:
				out.text("null")
			}
		}
		out.text("}")
	}
	out.text("\n]\n")
	return out.err
}
