package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
	"wellspring/templates/data"
)

func (s *Server) dataIndex(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	q := newQuery(c)
	q.strangers()
	v := data.View{Notes: q.Notes}
	for _, topic := range topics(set) {
		t := data.Topic{ID: "topic-" + topic, Title: i18n.Label(ctx, "topic", topic)}
		for _, ind := range set.Indicators {
			if ind.Topic != topic {
				continue
			}
			rows, err := s.catalogue.Figures(ctx, ind.Key)
			if err != nil {
				return err
			}
			t.Lines = append(t.Lines, figureLines(ctx, ind, rows)...)
			t.Charts = append(t.Charts, completionChart(ctx, ind, rows)...)
		}
		oneScale(t.Charts)
		if len(t.Lines) > 0 {
			v.Topics = append(v.Topics, t)
		}
	}
	releases, err := s.catalogue.Releases(ctx)
	if err != nil {
		return err
	}
	for _, r := range releases {
		v.Releases = append(v.Releases, data.Release{
			ID: fmt.Sprintf("r%d", r.Number), Title: i18n.Pick(ctx, r.Release.Title), Period: i18n.Period(ctx, r.Release.Period),
			Comment: prose(ctx, r.Release.Comment), Cite: cite(ctx, r.Publication, r.Release.Source),
		})
	}
	f := s.frame(c, pageInfo{Column: "data", Title: i18n.Pick(ctx, set.Columns.Find("data").Name).S})
	return Render(c, http.StatusOK, data.Index(f, v))
}

// topics are those of the indicators, in the order of the settings.
func topics(set *site) []string {
	var out []string
	for _, i := range set.Indicators {
		if !slices.Contains(out, i.Topic) {
			out = append(out, i.Topic)
		}
	}
	return out
}

// figureValue words a value of an indicator with its unit; "" where only a
// ratio was published.
func figureValue(ctx context.Context, ind invest.Indicator, v *invest.Decimal, atLeast bool) string {
	if v == nil {
		return ""
	}
	if m, ok := ind.Money(*v); ok {
		if atLeast {
			return i18n.T(ctx, "at_least.over", i18n.Money(ctx, m))
		}
		return i18n.Money(ctx, m)
	}
	unit := i18n.Pick(ctx, ind.Unit).S
	if atLeast {
		return i18n.T(ctx, "at_least.count", i18n.Decimal(ctx, *v), unit)
	}
	return i18n.T(ctx, "count.unit", i18n.Decimal(ctx, *v), unit)
}

func figureLines(ctx context.Context, ind invest.Indicator, rows []invest.FigureRow) []data.Line {
	out := make([]data.Line, len(rows))
	for i, r := range rows {
		f := r.Figure
		l := data.Line{
			Name: i18n.Pick(ctx, ind.Name), Region: i18n.Pick(ctx, f.Region), Period: i18n.Period(ctx, r.Period),
			Value: figureValue(ctx, ind, f.Value, f.AtLeast), Task: figureValue(ctx, ind, f.Task, false),
			Source: sourceLink(ctx, r.Source), Taken: taken(ctx, r.Source),
		}
		if i == 0 {
			l.ID, l.Definition = "i-"+ind.Key, i18n.Pick(ctx, ind.Definition)
			l.CSV = i18n.Path(ctx, "/data/"+ind.Key+".csv")
		}
		if f.TaskInferred && f.Value != nil && f.Completion != nil {
			l.TaskNote = i18n.T(ctx, "data.inferred", f.Value.String(), i18n.Percent(ctx, *f.Completion))
		}
		if done, ok := f.Ratio(); ok && f.Completion != nil {
			l.Completion = i18n.Percent(ctx, done)
			l.Basis = i18n.T(ctx, "data.checked", f.Value.String(), f.Task.String())
		} else if ok {
			l.Completion = i18n.Percent(ctx, done)
			l.Basis = i18n.T(ctx, "data.basis", f.Value.String(), f.Task.String())
		} else if f.Completion != nil {
			l.Completion, l.Basis = i18n.Percent(ctx, *f.Completion), i18n.T(ctx, "data.as_published")
		}
		if ahead, ok := f.Ahead(r.Period); ok {
			l.Ahead = i18n.T(ctx, "data.points", signed(ahead))
			passed, _ := r.Period.TimeProgress()
			l.Time = i18n.T(ctx, "data.time", i18n.Percent(ctx, passed))
		}
		if f.YoY != nil {
			l.YoY = signed(*f.YoY) + "%"
		}
		out[i] = l
	}
	return out
}

// taken says when a figure was taken from its source.
func taken(ctx context.Context, s invest.Source) string {
	if s.Taken.IsZero() {
		return ""
	}
	return i18n.T(ctx, "data.taken", i18n.ShortDate(ctx, s.Taken))
}

func signed(d invest.Decimal) string {
	if d > 0 {
		return "+" + d.String()
	}
	return d.String()
}

// oneScale gives the charts of a topic the same right edge, so that they can be
// compared with each other.
func oneScale(charts []data.Drawing) {
	top := 0.0
	for _, d := range charts {
		top = max(top, d.Chart.Max)
	}
	for i := range charts {
		charts[i].Chart.Max = top
	}
}

// completionChart draws the latest figure against its task and the share of
// the year that had passed; none where there is nothing to compare.
func completionChart(ctx context.Context, ind invest.Indicator, rows []invest.FigureRow) []data.Drawing {
	if len(rows) == 0 {
		return nil
	}
	r := rows[0]
	done, ok := r.Figure.Ratio()
	if !ok && r.Figure.Completion != nil {
		done, ok = *r.Figure.Completion, true
	}
	if !ok {
		return nil
	}
	name := i18n.Pick(ctx, ind.Name).S
	top := max(float64(done), float64(invest.Dec(100))) * 1.04
	value, task := i18n.Percent(ctx, done), i18n.Percent(ctx, invest.Dec(100))
	if r.Figure.Value != nil {
		value = figureValue(ctx, ind, r.Figure.Value, r.Figure.AtLeast) + i18n.T(ctx, "brackets", value)
		task = figureValue(ctx, ind, r.Figure.Task, false)
	}
	d := data.Drawing{
		Title: name + i18n.T(ctx, "list.comma") + i18n.Period(ctx, r.Period),
		Chart: component.Chart{
			Max:   top,
			Title: i18n.T(ctx, "chart.completion", name, value, task),
			Bars: []component.Bar{
				{Label: i18n.T(ctx, "chart.done"), Value: value, Parts: []component.BarPart{{Size: float64(done), Tone: "1"}}},
				{Label: i18n.T(ctx, "chart.task"), Value: task, Parts: []component.BarPart{{Size: float64(invest.Dec(100)), Tone: "2"}}},
			},
		},
	}
	if r.Figure.TaskInferred {
		d.Note = i18n.T(ctx, "chart.inferred")
	}
	if passed, ok := r.Period.TimeProgress(); ok && !r.Period.Whole() {
		d.Chart.Marks = []component.Mark{{At: float64(passed), Label: i18n.T(ctx, "data.time", i18n.Percent(ctx, passed))}}
	}
	return []data.Drawing{d}
}

// dataCSV gives an indicator's figures, for spreadsheets: UTF-8 with a mark,
// without which they read it as GBK.
func (s *Server) dataCSV(c echo.Context) error {
	ctx, set := c.Request().Context(), siteOf(c)
	key, ok := strings.CutSuffix(c.Param("indicator"), ".csv")
	ind, known := set.Indicators.Find(key)
	if !ok || !known {
		return echo.ErrNotFound
	}
	rows, err := s.catalogue.Figures(ctx, key)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return echo.ErrNotFound
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	var heading []string
	for _, key := range []string{
		"data.indicator", "csv.region", "data.period", "data.value", "csv.unit", "csv.at_least", "data.task", "csv.inferred",
		"csv.computed", "csv.published", "data.yoy", "cite.source", "csv.date",
	} {
		heading = append(heading, i18n.T(ctx, key))
	}
	_ = w.Write(heading) // to memory: cannot fail
	for _, r := range rows {
		f := r.Figure
		computed := ""
		if p, ok := f.Ratio(); ok {
			computed = p.String()
		}
		_ = w.Write([]string{
			Cell(i18n.Pick(ctx, ind.Name).S), Cell(i18n.Pick(ctx, f.Region).S), r.Period.String(), decimalText(f.Value), Cell(i18n.Pick(ctx, ind.Unit).S),
			yes(f.AtLeast), decimalText(f.Task), yes(f.TaskInferred), computed, decimalText(f.Completion), decimalText(f.YoY),
			Cell(i18n.Pick(ctx, r.Source.Name).S), i18n.DayStamp(ctx, r.PubDate),
		})
	}
	w.Flush()
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+key+`.csv"`)
	return send(c, "text/csv; charset=utf-8", b.Bytes())
}

// Cell keeps a spreadsheet from running a text as a formula.
func Cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func decimalText(d *invest.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func yes(b bool) string {
	if b {
		return "1"
	}
	return ""
}
