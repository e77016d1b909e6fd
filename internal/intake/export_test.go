package intake_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"wellspring/internal/demo"
	"wellspring/internal/desk"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

// formats are the ways to write a book.
var formats = map[string]func(io.Writer, sheet.Book) error{
	"xlsx": func(w io.Writer, b sheet.Book) error { return sheet.Write(w, b) },
	"csv":  sheet.WriteCSV,
}

func (b *bureau) book(k sheet.Kind, f invest.DraftFilter) sheet.Book {
	b.t.Helper()
	book, err := b.in.Book(b.t.Context(), desk.Operator, k, f)
	if err != nil {
		b.t.Fatal(err)
	}
	return book
}

// readAgain reads a book in and makes what there is to make of it.
func (b *bureau) readAgain(k sheet.Kind, format string, book sheet.Book) {
	b.t.Helper()
	var file bytes.Buffer
	if err := formats[format](&file, book); err != nil {
		b.t.Fatal(err)
	}
	imp := b.begunFrom(k, "导出."+format, file.Bytes())
	same(b.t, "state", imp.State, invest.ImportRead)
	head, err := intake.ReadHead(imp)
	if err != nil {
		b.t.Fatal(err)
	}
	records := 0
	for _, r := range b.rows(imp.ID) {
		if r.Record == nil {
			continue
		}
		records++
		if r.Choice != invest.ChoiceSame && r.Choice != invest.ChoiceIgnore {
			b.t.Errorf("row %d is like %d by %q and %q: %v\n%v", r.Row, r.Match, r.Why, r.Choice, r.Messages, r.Cells)
		}
	}
	same(b.t, "records", records, len(book.Rows))
	exact := true // a sum with ranges in it is about so much, in words
	for _, cell := range book.Totals {
		exact = exact && (cell.Text == "" || cell.Text == "合计")
	}
	for _, total := range head.Found.Totals {
		if !exact {
			continue
		}
		if total.Stated != nil && *total.Stated != total.Summed {
			b.t.Errorf("its total does not agree: %+v states %d, %+v", total, *total.Stated, book.Totals)
		}
	}
	_, err = b.in.Make(b.t.Context(), desk.Operator, imp.ID, "")
	if !errors.Is(err, intake.ErrNothing) {
		b.t.Errorf("something is made of it: %v", err)
	}
}

func TestWhatIsExportedChangesNothingWhenItIsReadAgain(t *testing.T) {
	b := emptyBureau(t)
	if err := demo.Load(t.Context(), b.store); err != nil {
		t.Fatal(err)
	}
	for _, k := range sheet.Kinds {
		for format := range formats {
			t.Run(fmt.Sprint(k, " ", format), func(t *testing.T) {
				b := &bureau{Desk: b.Desk, in: b.in, t: t, store: b.store, now: b.now}
				book := b.book(k, invest.DraftFilter{})
				if len(book.Rows) == 0 {
					t.Fatal("there is nothing to export")
				}
				before := b.all()
				b.readAgain(k, format, book)
				same(t, "the desk", b.all(), before)
			})
		}
	}
}

func TestTextsThatLookLikeFormulasAreWrittenAndReadAsTexts(t *testing.T) {
	const title, place = `=HYPERLINK("http://x","光伏")项目`, "+86-917"
	b := newBureau(t)
	p := aProject(title, invest.Promoted)
	p.Place, p.LeadAgency, p.Market, p.Scale = zh(place), zh("-招商局"), zh("@SUM(A1)"), zh("=cmd|'/c calc'!A1'")
	b.save(p)
	book := b.book(sheet.Projects, invest.DraftFilter{})
	for format := range formats {
		t.Run(format, func(t *testing.T) {
			b := &bureau{Desk: b.Desk, in: b.in, t: t, store: b.store, now: b.now}
			b.readAgain(sheet.Projects, format, book)
		})
	}
	var csv, xlsx bytes.Buffer
	if err := errors.Join(sheet.WriteCSV(&csv, book), sheet.Write(&xlsx, book)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`'=HYPERLINK`, `'+86-917`, `'-招商局`, `'@SUM(A1)`, `'=cmd`} {
		if !strings.Contains(csv.String(), want) {
			t.Errorf("the csv has no %s:\n%s", want, csv.String())
		}
	}
	f, err := excelize.OpenReader(&xlsx)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, cell := range []string{"C4", "E4", "F4", "I4", "K4"} {
		formula, err := f.GetCellFormula(book.Name, cell)
		kind, e := f.GetCellType(book.Name, cell)
		if err != nil || e != nil || formula != "" || kind != excelize.CellTypeInlineString {
			t.Errorf("%s is a cell of type %d with the formula %q, %v", cell, kind, formula, err)
		}
	}
}

func TestAnExportIsAsFilteredAndOnlyOfWhatTheEditorSees(t *testing.T) {
	b := newBureau(t)
	ctx := t.Context()
	writer, err := b.SaveEditor(ctx, desk.Operator, invest.Editor{Login: "writer", Name: "撰稿", Roles: []invest.Role{invest.Writer}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Batch(ctx, desk.Operator, []invest.Content{aProject("已公开的", invest.Promoted)}, true, ""); err != nil {
		t.Fatal(err)
	}
	b.save(aProject("未公开的", invest.Promoted))
	same(t, "whole", len(b.book(sheet.Projects, invest.DraftFilter{}).Rows), 2)
	public := b.book(sheet.Projects, invest.DraftFilter{Public: invest.Published})
	same(t, "of what is public", len(public.Rows), 1)
	same(t, "its title", public.Rows[0][2].Text, "已公开的")
	book, err := b.in.Book(ctx, desk.Actor{Editor: writer}, sheet.Projects, invest.DraftFilter{})
	if err != nil || len(book.Rows) != 0 {
		t.Errorf("a writer of none of them gets %d, %v", len(book.Rows), err)
	}
	_, err = b.in.Book(ctx, desk.Actor{Editor: writer}, sheet.Figures, invest.DraftFilter{})
	if err != nil && invest.CodeOf(err) != invest.Forbidden {
		t.Error(err)
	}
}
