package admin

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/intake"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

const (
	importRowsPerPage  = 50
	importDraftsListed = 12
	// importQuiet is after how long an import that is being done, and not in this
	// process, was broken off.
	importQuiet = 20 * time.Second
)

// importPage gathers what the page of an import shows.
type importPage struct {
	*Server
	c    echo.Context
	imp  invest.Import
	head intake.Head
	sent url.Values        // that was refused: shown again
	errs map[string]string // of what was sent, by the name of its field
	v    view.ImportView
}

// importRefusal is why what was sent was not stored; the zero one refuses nothing.
type importRefusal struct {
	problem string
	wrong   intake.WrongRows
	sent    url.Values
	errors  map[string]string // by the name of a field
}

func (s *Server) showImport(c echo.Context, status int, imp invest.Import, refused importRefusal) error {
	problem, wrong := refused.problem, refused.wrong
	ctx := c.Request().Context()
	head, err := intake.ReadHead(imp)
	if err != nil {
		return err
	}
	p := &importPage{Server: s, c: c, imp: imp, head: head, sent: refused.sent, errs: refused.errors}
	mine := desk.WorksOnImport(actor(c).Editor, imp)
	p.v = view.ImportView{Path: importPath(c, imp.ID), State: importState(c, imp), Problem: problem, Mine: mine}
	switch imp.State {
	case invest.ImportReading, invest.ImportMaking:
		p.underWay()
	case invest.ImportFailed:
		p.v.Problem = i18n.T(ctx, "import.problem."+imp.Problem)
		p.v.CanEnd = mine
		if intake.ReadingAgainHelps(imp.Problem) {
			p.columns()
		} else if mine {
			p.v.Another = i18n.Path(ctx, "/admin/import")
		}
	case invest.ImportRead:
		if s.imports.Running(imp.ID) { // it is about to be made
			p.underWay()
			break
		}
		if wrong == nil && problem == "" {
			wrong = p.lastTry()
		}
		p.v.CanTake, p.v.CanEnd = mine, mine
		p.columns()
		if err := p.forAll(); err != nil {
			return err
		}
		p.sentForAll()
		p.totals()
		p.wrong(wrong)
	case invest.ImportTaken:
		p.v.CanUndo = mine && imp.Made > 0 // else it is forgotten what it has made
		if err := p.made(); err != nil {
			return err
		}
	}
	p.facts()
	if imp.State == invest.ImportRead || imp.State == invest.ImportTaken {
		if err := p.rows(); err != nil {
			return err
		}
	}
	f := s.frame(c, imp.File)
	f.Crumb = []component.Link{to(i18n.T(ctx, "import.title"), i18n.Path(ctx, "/admin/import"))}
	script(c, &f, "confirm.js", "unsaved.js") // what was said of rows would be lost by making drafts
	return web.Render(c, status, view.Import(f, p.v))
}

// underWay shows how far it is; the page asks again by itself.
func (p *importPage) underWay() {
	ctx := p.c.Request().Context()
	if !p.imports.Running(p.imp.ID) && p.desk.Now().Sub(p.imp.Updated) > importQuiet {
		p.v.Broken = true
		p.v.CanEnd = p.v.Mine
		p.columns()
		return
	}
	p.c.Response().Header().Set("Refresh", "2")
	p.v.Running = i18n.N(ctx, "import.reading", p.imp.Rows)
	if p.imp.State == invest.ImportMaking {
		p.v.Running = i18n.N(ctx, "import.making", p.imp.Made)
	}
	p.v.CanEnd = p.v.Mine
}

// lastTry says why the last making came to nothing.
func (p *importPage) lastTry() (wrong intake.WrongRows) {
	err := p.imports.Ended(p.imp.ID)
	ctx := p.c.Request().Context()
	switch key, rows := importFailure(err); {
	case rows != nil:
		p.v.Problem = i18n.N(ctx, "import.wrong_rows", len(rows))
		return rows
	case key != "":
		p.v.Problem = i18n.T(ctx, key)
	}
	return nil
}

func (p *importPage) wrong(wrong intake.WrongRows) {
	ctx := p.c.Request().Context()
	rows := make([]int, 0, len(wrong))
	for n := range wrong {
		rows = append(rows, n)
	}
	slices.Sort(rows)
	for _, n := range rows[:min(30, len(rows))] {
		for _, e := range wrong[n] {
			p.v.Wrong = append(p.v.Wrong, i18n.T(ctx, "import.wrong_row", n, fieldWords(ctx, e.Field), i18n.T(ctx, e.Key, e.Args...)))
		}
	}
}

func (p *importPage) facts() {
	ctx := p.c.Request().Context()
	add := func(key, text string) {
		if text != "" {
			p.v.Facts = append(p.v.Facts, component.Fact{Label: i18n.T(ctx, key), Values: []component.Link{{Text: plain(text)}}})
		}
	}
	add("import.lists", i18n.Label(ctx, "lists", p.imp.Lists))
	add("import.sheet", p.head.Found.Sheet)
	add("import.above", p.head.Found.Above)
	if n := p.head.Found.Summary; n != (sheet.Summary{}) {
		add("import.summary", i18n.T(ctx, "import.summary_is", n.OK, n.Warn, n.Skip, n.Error))
	}
	for _, n := range p.head.Found.Notes {
		p.v.Notes = append(p.v.Notes, i18n.T(ctx, "import.file_note."+n))
	}
}

// columns are what the columns were taken for, to be corrected.
func (p *importPage) columns() {
	ctx := p.c.Request().Context()
	p.v.Kinds = kindOptions(p.c, p.imp.Lists, p.imp.Lists == "")
	for _, name := range p.head.Found.Sheets {
		p.v.Sheets = append(p.v.Sheets, component.Option{Value: name, Label: plain(name), Chosen: name == p.head.Found.Sheet})
	}
	for n, col := range p.head.Found.Columns {
		x := view.ImportColumn{N: strconv.Itoa(n), Heading: col.Heading, Unit: col.Unit, Counts: col.Unit != "" || col.Field.Counts(), Samples: col.Samples}
		if x.Heading == "" {
			x.Heading = i18n.T(ctx, "import.no_heading", col.Index+1)
		}
		x.Options = append(x.Options, component.Option{Label: plain(i18n.T(ctx, "import.unread")), Chosen: col.Field == sheet.Ignored})
		fields := sheet.FieldsOf(sheet.Kind(p.imp.Lists))
		if col.Field != sheet.Ignored && !slices.Contains(fields, col.Field) {
			fields = append(fields, col.Field)
		}
		for _, f := range fields {
			x.Options = append(x.Options, component.Option{Value: string(f), Label: plain(i18n.Label(ctx, "import_field", f)), Chosen: f == col.Field})
		}
		p.v.Columns = append(p.v.Columns, x)
	}
}

// forAll is what holds for all rows.
func (p *importPage) forAll() error {
	ctx := p.c.Request().Context()
	set := web.Settings(p.c)
	asOf := ""
	if !p.head.AsOf.IsZero() {
		asOf = i18n.Date(ctx, p.head.AsOf)
	}
	line := func(name, label, value string) component.Field {
		return component.Field{Name: name, Form: "head", Label: i18n.T(ctx, label), Kind: "line", Value: value}
	}
	source := line("source", "field.source", p.head.Source.Name.Zh)
	source.Required = true
	p.v.Head = []component.Field{source, line("url", "field.source_url", p.head.Source.URL), line("asOf", "import.as_of", asOf)}
	kind := sheet.Kind(p.imp.Lists)
	if kind != sheet.Parks && kind != sheet.Figures {
		f := component.Field{Name: "sector", Form: "head", Label: i18n.T(ctx, "import.sector"), Hint: i18n.T(ctx, "import.sector_hint"), Kind: "choice", Options: []component.Option{{Label: plain(i18n.T(ctx, "import.no_sector")), Chosen: p.head.Sector == ""}}}
		for _, s := range set.Sectors {
			f.Options = append(f.Options, component.Option{Value: s.Key, Label: i18n.Pick(ctx, s.Name), Chosen: s.Key == p.head.Sector})
		}
		p.v.Head = append(p.v.Head, f)
	}
	if kind == sheet.Signings || kind == sheet.Figures {
		p.v.Head = append(p.v.Head, line("title", "import.new_title", p.head.Title))
	}
	if kind != sheet.Signings {
		return nil
	}
	form := component.Field{Name: "form", Form: "head", Label: i18n.T(ctx, "field.form"), Kind: "choice"}
	for _, x := range invest.CeremonyForms {
		form.Options = append(form.Options, component.Option{Value: string(x), Label: plain(i18n.Label(ctx, "form", x)), Chosen: x == p.head.Form || p.head.Form == "" && x == invest.FormRegister})
	}
	into := line("ceremony", "import.ceremony", "")
	into.Hint = i18n.T(ctx, "import.ceremony_hint")
	if p.head.Ceremony != 0 {
		into.Value = strconv.FormatInt(p.head.Ceremony, 10)
		d, err := p.desk.Open(ctx, actor(p.c), invest.KindCeremony, p.head.Ceremony)
		if code := invest.CodeOf(err); err != nil && code != invest.NotFound && code != invest.Forbidden {
			return err
		}
		if err == nil {
			into.Value += " " + d.Body.Heading().Zh
		}
	}
	p.v.Head = append(p.v.Head, form, into)
	return nil
}

// sentForAll shows what was sent for all rows and refused, with why.
func (p *importPage) sentForAll() {
	for i := range p.v.Head {
		f := &p.v.Head[i]
		if !p.sent.Has(f.Name) {
			continue
		}
		f.Value, f.Error = p.sent.Get(f.Name), p.errs[f.Name]
		for j := range f.Options {
			f.Options[j].Chosen = f.Options[j].Value == f.Value
		}
	}
}

func (p *importPage) totals() {
	ctx := p.c.Request().Context()
	for _, t := range p.head.Found.Totals {
		x := view.ImportTotal{Row: i18n.T(ctx, "import.row_n", t.Row), Summed: i18n.Money(ctx, invest.Money{Low: t.Summed, High: t.Summed, Currency: t.Currency})}
		if t.Stated == nil {
			continue
		}
		x.Stated = i18n.Money(ctx, invest.Money{Low: *t.Stated, High: *t.Stated, Currency: t.Currency})
		x.Right = *t.Stated == t.Summed
		p.v.Differ = p.v.Differ || !x.Right
		p.v.Totals = append(p.v.Totals, x)
	}
}

// made lists the first of the drafts that stand.
func (p *importPage) made() error {
	ctx := p.c.Request().Context()
	p.v.Made = i18n.N(ctx, "import.made", p.imp.Made)
	ids, err := p.desk.ImportDrafts(ctx, actor(p.c), p.imp.ID, 0, importDraftsListed)
	if err != nil {
		return err
	}
	for _, id := range ids {
		d, err := p.desk.Open(ctx, actor(p.c), id.Kind, id.Number)
		if invest.CodeOf(err) == invest.NotFound || invest.CodeOf(err) == invest.Forbidden {
			continue
		}
		if err != nil {
			return err
		}
		p.v.Drafts = append(p.v.Drafts, component.Link{
			Text: plain(i18n.T(ctx, "kind."+string(id.Kind)) + " · " + i18n.Pick(ctx, d.Body.Heading()).S), Href: i18n.Path(ctx, recordPath(id.Kind, id.Number)),
		})
	}
	if p.imp.Made > len(ids) {
		p.v.More = i18n.T(ctx, "import.more_drafts")
	}
	return nil
}

// rowFilters are the ways to narrow the rows, each with its part of the address.
var rowFilters = []struct {
	key    string
	narrow invest.ImportRowFilter
}{
	{"", invest.ImportRowFilter{}},
	{"open", invest.ImportRowFilter{Open: true}},
	{"like", invest.ImportRowFilter{Match: true}},
	{"warn", invest.ImportRowFilter{Status: string(sheet.Warn)}},
	{"error", invest.ImportRowFilter{Status: string(sheet.Error)}},
	{"skip", invest.ImportRowFilter{Status: string(sheet.Skip)}},
}

func (p *importPage) rows() error {
	ctx := p.c.Request().Context()
	chosen := p.c.QueryParam("show")
	f := invest.ImportRowFilter{}
	for _, x := range rowFilters {
		l := to(i18n.T(ctx, "import.show."+x.key), p.v.Path+"?show="+x.key+"#rows")
		if x.key == chosen {
			f, l.Href = x.narrow, ""
		}
		p.v.Filter = append(p.v.Filter, l)
	}
	open, err := p.desk.ImportRows(ctx, actor(p.c), p.imp.ID, invest.ImportRowFilter{Open: true, Limit: 1})
	if err != nil {
		return err
	}
	if open.Total > 0 {
		p.v.Open = i18n.N(ctx, "import.open", open.Total)
		p.v.Signings = sheet.Kind(p.imp.Lists) == sheet.Signings
	}
	f.Limit = importRowsPerPage
	all, err := p.desk.ImportRows(ctx, actor(p.c), p.imp.ID, f)
	if err != nil {
		return err
	}
	list := all
	if after, err := strconv.Atoi(p.c.QueryParam("after")); err == nil && after > 0 {
		f.After = after
		if list, err = p.desk.ImportRows(ctx, actor(p.c), p.imp.ID, f); err != nil {
			return err
		}
	}
	p.v.Count = i18n.N(ctx, "import.rows_n", all.Total)
	for _, x := range list.Rows {
		row, err := p.row(x)
		if err != nil {
			return err
		}
		p.v.Rows = append(p.v.Rows, row)
	}
	if len(list.Rows) == importRowsPerPage {
		q := url.Values{"show": {chosen}, "after": {strconv.Itoa(list.Rows[len(list.Rows)-1].Row)}}
		p.v.Next = p.v.Path + "?" + q.Encode() + "#rows"
	}
	return nil
}

func (p *importPage) row(x invest.ImportRow) (view.ImportRow, error) {
	ctx := p.c.Request().Context()
	body, err := intake.ReadRow(x)
	if err != nil {
		return view.ImportRow{}, err
	}
	if n := strconv.Itoa(x.Row); p.sent.Has("choice." + n) {
		x.Choice, x.Reason = invest.Choice(p.sent.Get("choice."+n)), p.sent.Get("reason."+n)
	}
	row := view.ImportRow{N: strconv.Itoa(x.Row), State: component.Badge{Label: i18n.Label(ctx, "import_status", x.Status)}, Said: x.Reason}
	switch sheet.Status(x.Status) {
	case sheet.Warn:
		row.State.Tone = "seal"
	case sheet.Error:
		row.State.Tone = "seal"
	case sheet.Skip:
		row.State.Tone = "quiet"
	}
	for _, cell := range body.Cells {
		if cell != "" {
			row.Cells = append(row.Cells, cell)
		}
	}
	for _, m := range body.Messages {
		row.Messages = append(row.Messages, importWords(p.c, m))
	}
	if body.Record == nil {
		return row, nil
	}
	row.Name, row.Facts = understood(ctx, body.Record)
	if x.Match > 0 {
		id := invest.DraftID{Kind: intake.Makes(sheet.Kind(p.imp.Lists)), Number: x.Match}
		row.Like = to(i18n.T(ctx, "import.like", x.Match), i18n.Path(ctx, recordPath(id.Kind, id.Number)))
	}
	if p.imp.State != invest.ImportRead || x.Status == string(sheet.Skip) || intake.IsPart(sheet.Kind(p.imp.Lists), body.Record) {
		return row, nil
	}
	option := func(ch invest.Choice, label string) {
		row.Options = append(row.Options, component.Option{Value: string(ch), Label: plain(label), Chosen: ch == x.Choice})
	}
	if x.Why == "" {
		option(invest.ChoiceOpen, i18n.T(ctx, "import.take_in"))
		option(invest.ChoiceIgnore, i18n.Label(ctx, "choice", invest.ChoiceIgnore))
		return row, nil
	}
	option(invest.ChoiceOpen, i18n.T(ctx, "import.decide_first"))
	for _, ch := range invest.Choices {
		option(ch, i18n.Label(ctx, "choice", ch))
	}
	if sheet.Kind(p.imp.Lists) == sheet.Signings && x.Match > 0 {
		if row.Reason, err = p.imports.SignedBefore(ctx, actor(p.c), x.Match); invest.CodeOf(err) == invest.NotFound {
			err = nil
		}
	}
	return row, err
}
