package intake

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"wellspring/internal/desk"
	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

// What is exported has the columns that are imported, under the headings of
// ledgers, whatever language whoever asks reads: it can be read in again, and
// then nothing is changed.

// Exports are the kinds of drafts that a sheet of a kind is made of.
func Exports(k sheet.Kind) invest.Kind {
	if k == sheet.Signings {
		return invest.KindCeremony
	}
	return Makes(k)
}

// exportTitles are what the sheets are called.
var exportTitles = map[sheet.Kind]string{
	sheet.Projects: "招商项目一览表", sheet.Signings: "签约项目一览表", sheet.Parks: "产业园区一览表",
	sheet.Construction: "重点项目建设进展一览表", sheet.Figures: "主要指标完成情况表",
}

// Book makes the workbook of the drafts that an editor sees and a filter leaves,
// the lowest number first. The filter's kind is set here. Forbidden.
func (in *Intake) Book(ctx context.Context, who desk.Actor, k sheet.Kind, f invest.DraftFilter) (sheet.Book, error) {
	set, err := in.desk.Settings(ctx)
	if err != nil {
		return sheet.Book{}, err
	}
	e := &exporter{kind: k, set: set, ctx: i18n.With(ctx, i18n.Locale{Lang: invest.Zh, Zone: time.UTC})}
	e.book = sheet.Book{Name: exportTitles[k], Title: exportTitles[k], Columns: exportColumns[k]}
	e.book.Line = "单位：万元"
	if k == sheet.Figures || k == sheet.Parks {
		e.book.Line = ""
	}
	var ids []int64
	f.Kind, f.Sort, f.Limit = Exports(k), invest.SortNumber, 500
	for f.Offset = 0; ; f.Offset += f.Limit {
		list, err := in.desk.List(ctx, who, f)
		if err != nil {
			return e.book, err
		}
		for _, r := range list.Rows {
			ids = append(ids, r.Number)
		}
		if len(list.Rows) < f.Limit {
			break
		}
	}
	slices.Reverse(ids)
	for _, n := range ids {
		d, err := in.desk.Open(ctx, who, f.Kind, n)
		if invest.CodeOf(err) == invest.NotFound {
			continue // removed meanwhile
		}
		if err != nil {
			return e.book, err
		}
		e.add(d.Body)
	}
	e.totals()
	return e.book, nil
}

func columns(headings ...string) (list []sheet.Column) {
	for _, h := range headings {
		heading, width, _ := strings.Cut(h, "|")
		w, err := strconv.ParseFloat(width, 64)
		if err != nil {
			w = 16
		}
		list = append(list, sheet.Column{Heading: heading, Width: w})
	}
	return list
}

var exportColumns = map[sheet.Kind][]sheet.Column{
	sheet.Projects: columns("序号|6", "项目编码", "项目名称|40", "所属行业", "建设地点|22", "建设内容及规模|50", "总投资（万元）", "合作方式",
		"市场前景|30", "投资回收期（年）", "项目单位|22", "级别|8"),
	sheet.Signings: columns("签约活动|34", "组别|20", "序号|6", "项目名称|40", "甲方|28", "乙方|32", "总投资（万元）", "签约时间|14", "协议类型|12", "来源地|12"),
	sheet.Parks:    columns("序号|6", "园区名称|30", "级别|8", "所在地|20", "规划面积（平方米）", "主导产业|30", "入驻企业（户）", "运营主体|24", "简介|50"),
	sheet.Construction: columns("序号|6", "项目编码", "项目名称|40", "建设地点|22", "建设内容及规模|50", "所属行业", "总投资（万元）", "年度计划投资（万元）", "累计完成投资（万元）",
		"时间|14", "责任单位|22", "级别|8"),
	sheet.Figures: columns("序号|6", "地区|14", "统计期间|18", "指标|28", "完成数", "计量单位|10", "年度任务", "完成率（%）", "同比（%）"),
}

type exporter struct {
	ctx   context.Context
	kind  sheet.Kind
	set   invest.Settings
	book  sheet.Book
	n     int
	known []invest.Money
}

func text(s string) sheet.Cell { return sheet.Cell{Text: s} }

func (e *exporter) row(cells ...sheet.Cell) { e.book.Rows = append(e.book.Rows, cells) }

// serial is the number of the next row.
func (e *exporter) serial() sheet.Cell {
	e.n++
	return sheet.Cell{Number: strconv.Itoa(e.n)}
}

// money is a number in 万元, or words where it is a range, about so much, finer
// than a yuan's ten-thousandths of 万, or in another currency.
func (e *exporter) money(m invest.Money) sheet.Cell {
	switch {
	case !m.Known():
		return sheet.Cell{}
	case m.IsRange() || m.Approx || m.Currency != invest.CNY:
		return text(i18n.Money(e.ctx, m))
	}
	return sheet.Cell{Number: invest.Decimal(m.Low).String()} // a Decimal counts ten-thousandths
}

// day is a true date where one day is told, else its words.
func (e *exporter) day(d invest.Date) sheet.Cell {
	if d.Precision == invest.Day && d.Year >= 1900 && d.Words == "" { // a workbook's days begin there
		first, _, _ := d.Span()
		return sheet.Cell{Date: first}
	}
	if d.Words != "" {
		return text(d.Words)
	}
	return text(i18n.Date(e.ctx, d))
}

func (e *exporter) sectors(keys []string) sheet.Cell {
	var names []string
	for _, k := range keys {
		names = append(names, e.set.Sectors.Find(k).Name.Zh)
	}
	return text(strings.Join(names, "、"))
}

func decimal(d *invest.Decimal) sheet.Cell {
	if d == nil {
		return sheet.Cell{}
	}
	return sheet.Cell{Number: d.String()}
}

func level(e *exporter, l invest.Level) sheet.Cell { return text(i18n.Label(e.ctx, "level", l)) }

func (e *exporter) add(body invest.Content) {
	switch b := body.(type) {
	case *invest.Project:
		if e.kind == sheet.Construction {
			e.construction(b)
		} else {
			e.project(b)
		}
	case *invest.Ceremony:
		e.ceremony(b)
	case *invest.Park:
		e.park(b)
	case *invest.Release:
		e.release(b)
	}
}

func (e *exporter) project(p *invest.Project) {
	var modes []string
	for _, m := range p.Modes {
		modes = append(modes, i18n.Label(e.ctx, "mode", m))
	}
	e.known = append(e.known, p.Total)
	e.row(e.serial(), text(p.Code), text(p.Title.Zh), e.sectors(p.Sectors), text(p.Place.Zh), text(p.Scale.Zh), e.money(p.Total),
		text(strings.Join(modes, "、")), text(p.Market.Zh), decimal(p.Payback), text(p.LeadAgency.Zh), level(e, p.Level))
}

// construction takes projects that were signed and are built, or have a year's plan.
func (e *exporter) construction(p *invest.Project) {
	if !p.Phase().Reached(invest.Started) && len(p.Plans) == 0 {
		return
	}
	var plan invest.YearPlan
	for _, y := range p.Plans {
		if y.Year >= plan.Year {
			plan = y
		}
	}
	at := plan.AsOf
	if at.IsZero() && plan.Year > 0 {
		at = invest.Date{Precision: invest.Year, Year: plan.Year}
	}
	e.known = append(e.known, p.Total)
	e.row(e.serial(), text(p.Code), text(p.Title.Zh), text(p.Place.Zh), text(p.Scale.Zh), e.sectors(p.Sectors), e.money(p.Total), e.money(plan.Planned),
		e.money(plan.Completed), e.day(at), text(p.LeadAgency.Zh), level(e, p.Level))
}

func (e *exporter) ceremony(c *invest.Ceremony) {
	names := func(ps []invest.Party) sheet.Cell {
		var list []string
		for _, p := range ps {
			list = append(list, p.Name.Zh)
		}
		return text(strings.Join(list, "、"))
	}
	for _, g := range c.Groups {
		for _, s := range g.Signings {
			at := s.Date
			if at.IsZero() {
				at = c.Start
			}
			deal := ""
			if s.Agreement != "" {
				deal = i18n.Label(e.ctx, "agreement", s.Agreement)
			}
			e.known = append(e.known, s.Amount)
			e.row(text(c.Title.Zh), text(g.Label.Zh), e.serial(), text(s.Name.Zh), names(s.A), names(s.B), e.money(s.Amount), e.day(at), text(deal), text(s.Origin.Zh))
		}
	}
}

func (e *exporter) park(p *invest.Park) {
	area, residents := sheet.Cell{}, sheet.Cell{}
	if p.Planned.Known() {
		area.Number = p.Planned.In(invest.SquareMetre).String()
	}
	if p.Residents != nil {
		residents.Number = strconv.Itoa(*p.Residents)
	}
	e.row(e.serial(), text(p.Name.Zh), level(e, p.Level), text(p.Place.Zh), area, e.sectors(p.Sectors), residents, text(p.Operator.Zh), text(p.Summary.Zh))
}

func (e *exporter) release(r *invest.Release) {
	for _, f := range r.Figures {
		of, ok := e.set.Indicators.Find(f.Indicator)
		if !ok {
			of.Name.Zh = f.Indicator
		}
		e.row(e.serial(), text(f.Region.Zh), text(i18n.Period(e.ctx, r.Period)), text(of.Name.Zh), decimal(f.Value), text(of.Unit.Zh), decimal(f.Task),
			decimal(f.Completion), decimal(f.YoY))
	}
}

// totals sets the sum of what is in yuan and known under the column of amounts,
// in words where one of them is a range.
func (e *exporter) totals() {
	at := slices.IndexFunc(e.book.Columns, func(c sheet.Column) bool { return c.Heading == "总投资（万元）" })
	if at < 0 || len(e.book.Rows) == 0 {
		return
	}
	sum := invest.SumMoney(e.known...)
	row := make([]sheet.Cell, len(e.book.Columns))
	row[0] = text("合计")
	row[at] = e.money(sum.In(invest.CNY))
	e.book.Totals = row
	for _, t := range sum.Totals {
		if t.Currency != invest.CNY {
			e.book.Notes = append(e.book.Notes, "注：另有"+i18n.Money(e.ctx, t)+"，未折算，不在合计内。")
		}
	}
	if sum.Known < sum.Rows {
		e.book.Notes = append(e.book.Notes, "注：合计为 "+strconv.Itoa(sum.Known)+" 行已知金额之和，共 "+strconv.Itoa(sum.Rows)+" 行。")
	}
}
