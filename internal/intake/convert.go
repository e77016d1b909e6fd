package intake

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

// converter makes texts of records. What a text must have and a sheet does not
// say comes from the head: the source, a date, a sector.
type converter struct {
	kind sheet.Kind
	head Head
	set  invest.Settings
}

func said(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// date is the record's date as the program holds it.
func date(r *sheet.Record) invest.Date {
	for _, s := range []string{said(r.DateText), said(r.Date)} {
		if d, err := invest.ParseDate(s); s != "" && err == nil && !d.IsZero() {
			return d
		}
	}
	return invest.Date{}
}

func (c converter) dateOr(r *sheet.Record) invest.Date {
	if d := date(r); !d.IsZero() {
		return d
	}
	return c.head.AsOf
}

func yuan(n *int64) invest.Money {
	if n == nil {
		return invest.Money{}
	}
	return invest.Yuan(*n)
}

// name is what a record is called: a signing without a project's name has its
// investor's.
func name(r *sheet.Record) string {
	if r.Name != nil {
		return *r.Name
	}
	return strings.Join(r.PartyB, "、")
}

// project is a new project of a record.
func (c converter) project(r *sheet.Record, parts []*sheet.Record) *invest.Project {
	p := &invest.Project{
		Title: invest.Text{Zh: name(r)}, Code: r.Code, Sectors: c.sectors(said(r.Sector)), Source: c.head.Source,
	}
	p.Phases = []invest.PhaseEntry{c.phase(r)}
	c.merge(p, r)
	p.Note = c.note(r, parts)
	return p
}

// phase is where a record of the sheet's kind stands.
func (c converter) phase(r *sheet.Record) invest.PhaseEntry {
	e := invest.PhaseEntry{Phase: invest.Promoted, Date: c.head.AsOf}
	switch c.kind {
	case sheet.Signings:
		e.Phase, e.Date = invest.Signed, c.dateOr(r)
	case sheet.Construction:
		e.Phase, e.Date = invest.UnderConstruction, c.dateOr(r)
		switch progress := said(r.Progress); {
		case progress == "开工" || strings.HasPrefix(progress, "已开工") || strings.HasPrefix(progress, "开工建设"):
			e.Phase = invest.Started
		case strings.HasPrefix(progress, "已投产") || progress == "投产":
			e.Phase = invest.InProduction
		case strings.HasPrefix(progress, "已竣工") || progress == "竣工" || progress == "建成":
			e.Phase = invest.Completed
		}
	}
	return e
}

// merge puts what a record says into a project; what it does not say stays.
func (c converter) merge(p *invest.Project, r *sheet.Record) {
	text := func(to *string, s *string) {
		if s != nil {
			*to = *s
		}
	}
	if m := r.Money(); m.Known() {
		p.Total = m
	}
	if r.Code != "" {
		p.Code = r.Code
	}
	text(&p.Place.Zh, r.Place)
	text(&p.Scale.Zh, r.Content)
	text(&p.LeadAgency.Zh, r.Owner)
	text(&p.Market.Zh, r.Benefit)
	if key, ok := c.known(said(r.Sector)); ok && len(p.Sectors) < 2 {
		p.Sectors = []string{key}
	}
	if modes := modesOf(r.Cooperation); len(modes) > 0 {
		p.Modes = modes
	}
	if r.Payback != nil {
		if d, ok := r.Payback.Decimal(); ok {
			p.Payback = &d
		}
	}
	for _, l := range []struct {
		word  string
		level invest.Level
	}{{"省", invest.LevelProvince}, {"市", invest.LevelCity}, {"区", invest.LevelDistrict}, {"县", invest.LevelDistrict}} {
		if strings.HasPrefix(said(r.Level), l.word) {
			p.Level = l.level
			break
		}
	}
	c.plan(p, r)
}

// plan puts a year's plan and what was done into a project.
func (c converter) plan(p *invest.Project, r *sheet.Record) {
	year := date(r).Year
	if year == 0 {
		year = c.head.AsOf.Year
	}
	if r.PlanYear == nil && r.Done == nil || year == 0 {
		return
	}
	i := slices.IndexFunc(p.Plans, func(y invest.YearPlan) bool { return y.Year == year })
	if i < 0 {
		p.Plans = append(p.Plans, invest.YearPlan{Year: year})
		i = len(p.Plans) - 1
	}
	if r.PlanYear != nil {
		p.Plans[i].Planned = yuan(r.PlanYear)
	}
	if r.Done != nil {
		p.Plans[i].Completed = yuan(r.Done)
		if at := c.dateOr(r); at.Precision != invest.Year { // the year stands there already
			p.Plans[i].AsOf = at
		}
	}
}

// modeWords are the ways of taking part as sheets name them.
var modeWords = []struct {
	word string
	mode invest.Mode
}{
	{"独资", invest.SoleInvestment},
	{"合资", invest.JointVenture},
	{"合作", invest.Cooperation},
	{"并购", invest.Merger},
	{"收购", invest.Merger},
	{"租赁", invest.Lease},
	{"特许", invest.Concession},
	{"PPP", invest.Concession},
	{"BOT", invest.Concession},
	{"股", invest.Equity},
}

func modesOf(words []string) (modes []invest.Mode) {
	for _, w := range words {
		mode := invest.OtherMode
		for _, m := range modeWords {
			if strings.Contains(w, m.word) {
				mode = m.mode
				break
			}
		}
		if !slices.Contains(modes, mode) {
			modes = append(modes, mode)
		}
	}
	return modes
}

// known gives the bureau's sector of a name.
func (c converter) known(sector string) (key string, ok bool) {
	want := invest.MatchKey(sector)
	if want == "" {
		return "", false
	}
	for _, s := range c.set.Sectors {
		for _, n := range []string{s.Name.Zh, s.Name.En, s.Key} {
			if n != "" && invest.MatchKey(n) == want {
				return s.Key, true
			}
		}
	}
	for _, s := range c.set.Sectors { // 新能源产业, 电子信息制造业
		n := invest.MatchKey(s.Name.Zh)
		if n != "" && (strings.Contains(want, n) || len([]rune(want)) >= 3 && strings.Contains(n, want)) {
			return s.Key, true
		}
	}
	return "", false
}

// sectors is the bureau's sector of a name, else the one that was said; a draft
// may have none yet.
func (c converter) sectors(s string) []string {
	key, ok := c.known(s)
	if !ok {
		key = c.head.Sector
	}
	if key == "" {
		return nil
	}
	return []string{key}
}

// note keeps for editors what has no field of its own.
func (c converter) note(r *sheet.Record, parts []*sheet.Record) string {
	var lines []string
	add := func(label, s string) {
		if s != "" {
			lines = append(lines, label+s)
		}
	}
	if _, ok := c.known(said(r.Sector)); !ok {
		add("原表行业：", said(r.Sector))
	}
	add("原表日期：", said(r.DateText))
	if r.Wanted != nil {
		add("引资额：", strconv.FormatInt(*r.Wanted, 10)+" "+said(r.Currency))
	}
	if slices.Contains(modesOf(r.Cooperation), invest.OtherMode) {
		add("合作方式：", strings.Join(r.Cooperation, "、"))
	}
	if c.kind == sheet.Construction && c.dateOr(r).IsZero() {
		add("形象进度：", said(r.Progress))
	}
	if r.AreaM2 != nil {
		add("用地：", string(*r.AreaM2)+" ㎡")
	}
	add("备注：", said(r.Note))
	for _, p := range parts {
		line := "其中：" + name(p)
		if m := p.Money(); m.Known() {
			line += " " + strconv.FormatInt(m.Low, 10) + " " + m.Currency
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// update is the dated note of a row of construction, nil where it has no words
// or no date.
func (c converter) update(r *sheet.Record, project int64, title string) *invest.Update {
	d := c.dateOr(r)
	if r.Progress == nil || d.IsZero() || c.kind != sheet.Construction {
		return nil
	}
	return &invest.Update{
		Project: project, Date: d, Title: invest.Text{Zh: clip(title+"进展", 200)}, Text: invest.Text{Zh: *r.Progress}, Source: c.head.Source,
	}
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// park is a new park of a record.
func (c converter) park(r *sheet.Record) *invest.Park {
	p := &invest.Park{Name: invest.Text{Zh: name(r)}, Source: c.head.Source}
	c.mergePark(p, r)
	var lines []string
	if d := said(r.Date); d != "" {
		lines = append(lines, "认定时间："+d)
	}
	if len(r.Industries) > 0 {
		lines = append(lines, "主导产业："+strings.Join(r.Industries, "、"))
	}
	if r.Note != nil {
		lines = append(lines, "备注："+*r.Note)
	}
	p.Note = strings.Join(lines, "\n")
	return p
}

func (c converter) mergePark(p *invest.Park, r *sheet.Record) {
	if r.Place != nil {
		p.Place.Zh = *r.Place
	}
	if r.AreaM2 != nil {
		if a, err := invest.ParseArea(string(*r.AreaM2) + "㎡"); err == nil {
			p.Planned = a
		}
	}
	if r.Companies != nil {
		n := int(*r.Companies)
		p.Residents = &n
	}
	if r.Content != nil {
		p.Summary.Zh = clip(*r.Content, 500)
	}
	if r.Owner != nil {
		p.Operator.Zh = *r.Owner
	}
	for _, word := range r.Industries {
		if key, ok := c.known(word); ok && !slices.Contains(p.Sectors, key) {
			p.Sectors = append(p.Sectors, key)
		}
	}
}

// agreements are the kinds of paper as sheets name them.
var agreements = []struct {
	word string
	of   invest.Agreement
}{
	{"框架", invest.FrameworkAgreement},
	{"意向", invest.LetterOfIntent},
	{"补充", invest.SupplementAgreement},
	{"战略", invest.StrategicAgreement},
	{"投资", invest.InvestmentAgreement},
	{"合同", invest.InvestmentAgreement},
}

// signing is a row of a ceremony.
func (c converter) signing(r *sheet.Record, project int64, parts []*sheet.Record, reason string) invest.Signing {
	s := invest.Signing{Project: project, Name: invest.Text{Zh: name(r)}, Amount: r.Money(), Date: date(r), ResignReason: reason}
	side := func(names []string) (list []invest.Party) {
		for _, n := range names {
			list = append(list, invest.Party{Name: invest.Text{Zh: n}})
		}
		return list
	}
	s.A, s.B = side(r.PartyA), side(r.PartyB)
	s.Origin.Zh = said(r.Origin)
	for _, a := range agreements {
		if strings.Contains(said(r.Deal), a.word) {
			s.Agreement = a.of
			break
		}
	}
	if d := said(r.Deal); d != "" && s.Agreement == "" {
		s.Agreement = invest.OtherAgreement
	}
	s.Note = c.note(r, parts)
	return s
}

// metricNames are the keys of what a row's indicator may be called: of a part,
// the sheet's reading has taken 其中 off.
func metricNames(r *sheet.Record) []string {
	key := invest.MatchKey(said(r.Metric))
	switch {
	case key == "":
		return nil
	case r.PartOf != nil:
		return []string{"其中" + key, key}
	}
	return []string{key}
}

// figure is one of a release; ok is false where the bureau has no such indicator.
func (c converter) figure(r *sheet.Record) (f invest.Figure, ok bool) {
	names := metricNames(r)
	i := slices.IndexFunc(c.set.Indicators, func(x invest.Indicator) bool {
		return slices.Contains(names, invest.MatchKey(x.Name.Zh)) || x.Name.En != "" && slices.Contains(names, invest.MatchKey(x.Name.En))
	})
	if i < 0 {
		return f, false
	}
	of := c.set.Indicators[i]
	f = invest.Figure{Indicator: of.Key, Region: invest.Text{Zh: said(r.Region)}}
	switch {
	case r.Amount != nil && of.Currency == said(r.Currency):
		if d, ok := scaled(*r.Amount, of.Scale); ok {
			f.Value = &d
		}
	case r.Amount != nil:
		return f, false // the indicator counts something else
	case r.Value != nil:
		if d, ok := r.Value.Decimal(); ok {
			f.Value = &d
		}
	}
	if r.Task != nil && r.Amount != nil {
		if n, err := strconv.ParseInt(string(*r.Task), 10, 64); err == nil {
			if d, ok := scaled(n, of.Scale); ok {
				f.Task = &d
			}
		}
	} else if r.Task != nil {
		if d, ok := r.Task.Decimal(); ok {
			f.Task = &d
		}
	}
	if r.Rate != nil {
		if d, ok := r.Rate.Decimal(); ok {
			f.Completion = &d
		}
	}
	if r.Growth != nil {
		if d, ok := r.Growth.Decimal(); ok {
			f.YoY = &d
		}
	}
	return f, true
}

// scaled gives an amount in an indicator's unit, where that is exact to four places.
func scaled(n, scale int64) (invest.Decimal, bool) {
	unit := int64(invest.DecimalUnit)
	if scale <= 0 || scale > math.MaxInt64/unit || n/scale > math.MaxInt64/unit-1 {
		return 0, false
	}
	part := n % scale * unit
	return invest.Decimal(n/scale*unit + part/scale), part%scale == 0
}
