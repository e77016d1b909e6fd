package web

import (
	"bytes"
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

// ceremonyWorkbook is the public list of a ceremony (签约一览表).
func (s *Server) ceremonyWorkbook(c echo.Context) error {
	n, err := number(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	body, pub, err := s.catalogue.Ceremony(ctx, n)
	if err != nil {
		return err
	}
	return s.sendList(c, n, body, i18n.T(ctx, "workbook.published", i18n.Stamp(ctx, pub.Updated)))
}

// DraftList answers with the list of a ceremony as its draft has it, which says
// so: with what the public would see of it and nothing more.
func (s *Server) DraftList(c echo.Context, d invest.Draft, state string) error {
	body, ok := d.Body.Public().(*invest.Ceremony)
	if !ok {
		return echo.ErrNotFound
	}
	return s.sendList(c, d.Number, body, state)
}

func (s *Server) sendList(c echo.Context, n int64, body *invest.Ceremony, state string) error {
	ctx := c.Request().Context()
	projects, err := s.projectsOf(ctx, body)
	if err != nil {
		return err
	}
	books := []sheet.Book{signingList(ctx, body, state, projects)}
	outcome, err := s.catalogue.Outcome(ctx, n)
	if err != nil {
		return err
	}
	if outcome.Projects > 0 {
		books = append(books, outcomeBook(ctx, body, outcome))
	}
	if len(outcome.Line) > 1 {
		books = append(books, lineBook(ctx, body, outcome))
	}
	var b bytes.Buffer
	if err := sheet.Write(&b, books...); err != nil {
		return err
	}
	// Both forms of the name: some programs read only the plain one.
	name := i18n.T(ctx, "workbook.file") + "-" + strconv.FormatInt(n, 10) + ".xlsx"
	c.Response().Header().Set(echo.HeaderContentDisposition,
		`attachment; filename="signings-`+strconv.FormatInt(n, 10)+`.xlsx"; filename*=UTF-8''`+url.PathEscape(name))
	return send(c, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.Bytes())
}

func signingList(ctx context.Context, c *invest.Ceremony, state string, projects map[int64]invest.ProjectRow) sheet.Book {
	t := func(key string) string { return i18n.T(ctx, key) }
	book := sheet.Book{
		Name: t("workbook.sheet"), Title: i18n.Pick(ctx, c.Title).S,
		Line: strings.Join([]string{i18n.Date(ctx, c.Start), t("workbook.unit"), state}, "　　"),
		Columns: []sheet.Column{
			{Heading: t("workbook.no"), Width: 6},
			{Heading: t("signing.group"), Width: 18},
			{Heading: t("signing.project"), Width: 44},
			{Heading: t("signing.a"), Width: 30},
			{Heading: t("signing.b"), Width: 34},
			{Heading: t("workbook.amount"), Width: 16},
			{Heading: t("workbook.currency"), Width: 10},
			{Heading: t("workbook.amount_source"), Width: 30},
			{Heading: t("signing.date"), Width: 16},
			{Heading: t("signing.remarks"), Width: 24},
			{Heading: t("signing.now"), Width: 12},
		},
	}
	n := 0
	for _, g := range c.Groups {
		for _, s := range g.Signings {
			n++
			date, now := s.Date, ""
			if date.IsZero() {
				date = c.Start
			}
			if row, ok := projects[s.Project]; ok {
				now = i18n.Label(ctx, "phase", row.Phase.Phase)
			}
			book.Rows = append(book.Rows, []sheet.Cell{
				{Number: strconv.Itoa(n)},
				{Text: i18n.Pick(ctx, g.Label).S},
				{Text: i18n.Pick(ctx, s.Name).S},
				{Text: partyList(ctx, s.A)},
				{Text: partyList(ctx, s.B)},
				amountCell(ctx, s.Amount),
				{Text: s.Amount.Currency},
				{Text: i18n.Pick(ctx, s.AmountSource.Name).S},
				dateCell(ctx, date),
				{Text: strings.Join(remarks(ctx, s), i18n.T(ctx, "list.comma"))},
				{Text: now},
			})
		}
	}
	if n > 0 {
		book.Totals = totalsRow(ctx, c.Tally(), len(book.Columns))
	}
	v := tally(ctx, c.Tally())
	book.Notes = []string{
		t("tally.declared") + t("colon") + v.Declared + " " + v.DeclaredCount,
		t("tally.known") + t("colon") + v.Known + " " + v.KnownNote,
	}
	if v.Rest != "" {
		book.Notes = append(book.Notes, t("tally.rest")+t("colon")+v.Rest)
	}
	book.Notes = append(book.Notes, t("cite.source")+t("colon")+i18n.Pick(ctx, c.Source.Name).S)
	return book
}

// totalsRow is the sum of what is known below the amounts: a number where there
// is one, in words where there are several currencies or it is about so much.
func totalsRow(ctx context.Context, t invest.Tally, columns int) []sheet.Cell {
	row := make([]sheet.Cell, columns)
	row[1] = sheet.Cell{Text: i18n.T(ctx, "workbook.total")}
	row[2] = sheet.Cell{Text: i18n.T(ctx, "tally.known_rows", t.Rows, t.Known.Known)}
	row[5] = sheet.Cell{Text: sums(ctx, t.Known)}
	if len(t.Known.Totals) == 1 {
		row[5], row[6] = amountCell(ctx, t.Known.Totals[0]), sheet.Cell{Text: t.Known.Totals[0].Currency}
	}
	return row
}

// amountCell writes an amount as a real number in 万元 (or ten thousands of its
// currency), a range, an approximate or an unknown one in words.
func amountCell(ctx context.Context, m invest.Money) sheet.Cell {
	switch {
	case !m.Known():
		return sheet.Cell{Text: i18n.Money(ctx, m)}
	case m.IsRange() || m.Approx:
		return sheet.Cell{Text: i18n.Money(ctx, m)}
	}
	// A Decimal counts ten-thousandths: whole yuan read as one are 万元.
	return sheet.Cell{Number: invest.Decimal(m.Low).String()}
}

// dateCell writes a full day as a real one; of less than that the words are all
// there is.
func dateCell(ctx context.Context, d invest.Date) sheet.Cell {
	if first, _, ok := d.Span(); ok && d.Precision == invest.Day && first.Year() >= 1900 { // a workbook's days begin there
		return sheet.Cell{Date: first}
	}
	return sheet.Cell{Text: i18n.ShortDate(ctx, d)}
}

// outcomeBook is what became of the projects, as the page says it.
func outcomeBook(ctx context.Context, c *invest.Ceremony, o invest.Outcome) sheet.Book {
	t := func(key string) string { return i18n.T(ctx, key) }
	book := sheet.Book{
		Name: t("workbook.outcome"), Title: i18n.Pick(ctx, c.Title).S + t("workbook.outcome_of"),
		Line: i18n.T(ctx, "workbook.as_of", i18n.DayStamp(ctx, o.AsOf)) + "　　" + t("workbook.unit"),
		Columns: []sheet.Column{
			{Heading: t("workbook.what"), Width: 24},
			{Heading: t("workbook.n"), Width: 12},
			{Heading: t("workbook.of"), Width: 14},
			{Heading: t("workbook.share"), Width: 10},
			{Heading: t("workbook.known"), Width: 16},
			{Heading: t("workbook.amount"), Width: 18},
		},
	}
	line := func(label string, n int, share string, agreed invest.Sum) {
		cells := []sheet.Cell{{Text: label}, {Number: strconv.Itoa(n)}, {Number: strconv.Itoa(o.Signed)}, {Number: share}, {Number: strconv.Itoa(agreed.Known)}, {Text: sums(ctx, agreed)}}
		if len(agreed.Totals) == 1 && agreed.Totals[0].Currency == invest.CNY {
			cells[5] = amountCell(ctx, agreed.Totals[0])
		}
		book.Rows = append(book.Rows, cells)
	}
	percent := func(n int) string { return strings.TrimSuffix(share(int64(n), int64(o.Signed)), "%") }
	for _, s := range o.Steps {
		line(t(stepKey(s.Phase)), s.N, percent(s.N), s.Agreed)
	}
	line(t("outcome.ended"), len(o.Ended), percent(len(o.Ended)), invest.Sum{})
	line(t("workbook.funds"), o.FundsRows, percent(o.FundsRows), o.Funds)
	v := fundsLine(ctx, o)
	book.Notes = []string{i18n.T(ctx, "outcome.note", o.Signed, o.Projects, i18n.DayStamp(ctx, o.AsOf))}
	if v.Note != "" {
		book.Notes = append(book.Notes, v.Label+t("colon")+strings.TrimSpace(v.Share+" "+v.Note))
	}
	for _, e := range o.Ended {
		book.Notes = append(book.Notes, i18n.Pick(ctx, e.Name).S+t("colon")+i18n.Label(ctx, "phase", e.Phase)+" "+i18n.Date(ctx, e.Date))
	}
	return book
}

// lineBook is how many had come to each step by the end of each period.
func lineBook(ctx context.Context, c *invest.Ceremony, o invest.Outcome) sheet.Book {
	book := sheet.Book{
		Name: i18n.T(ctx, "workbook.line_sheet"), Title: i18n.Pick(ctx, c.Title).S + i18n.T(ctx, "workbook.outcome_of"),
		Line:    i18n.T(ctx, "workbook.as_of", i18n.DayStamp(ctx, o.AsOf)),
		Columns: []sheet.Column{{Heading: i18n.T(ctx, "outcome.by"), Width: 20}},
	}
	for _, s := range invest.OutcomeSteps {
		book.Columns = append(book.Columns, sheet.Column{Heading: i18n.T(ctx, stepKey(s)), Width: 16})
	}
	for _, p := range o.Line {
		cells := []sheet.Cell{{Text: i18n.Date(ctx, p.Period)}}
		for _, n := range p.N {
			cells = append(cells, sheet.Cell{Number: strconv.Itoa(n)})
		}
		book.Rows = append(book.Rows, cells)
	}
	if o.Undated > 0 {
		book.Notes = []string{i18n.N(ctx, "outcome.undated", o.Undated)}
	}
	return book
}
