package invest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Settings is all that makes the program one bureau's site. Each part is a
// record of its own, with versions and revisions but without review.
type Settings struct {
	Site       Site
	Columns    Columns
	Sectors    Sectors
	Indicators Indicators
	Redirects  Redirects
	Reviews    ReviewLevels
	Words      WordList
}

// Setting is one part of Settings, always by pointer.
type Setting interface {
	Key() SettingKey
	Validate() FieldErrors
}

// SettingKey names a part of Settings.
type SettingKey string

const (
	SettingSite       SettingKey = "site"
	SettingColumns    SettingKey = "columns"
	SettingSectors    SettingKey = "sectors"
	SettingIndicators SettingKey = "indicators"
	SettingRedirects  SettingKey = "redirects"
	SettingReviews    SettingKey = "reviews"
	SettingWords      SettingKey = "words"
)

// SettingRevision is one saved state of a part of the settings.
type SettingRevision struct {
	Version int64 // from 1
	Part    Setting
	Editor  int64
	At      time.Time
}

// SettingKeys lists them all.
var SettingKeys = []SettingKey{
	SettingSite, SettingColumns, SettingSectors, SettingIndicators, SettingRedirects, SettingReviews, SettingWords,
}

// Part points at the part of a key, nil for a key that does not exist.
func (s *Settings) Part(k SettingKey) Setting {
	switch k {
	case SettingSite:
		return &s.Site
	case SettingColumns:
		return &s.Columns
	case SettingSectors:
		return &s.Sectors
	case SettingIndicators:
		return &s.Indicators
	case SettingRedirects:
		return &s.Redirects
	case SettingReviews:
		return &s.Reviews
	case SettingWords:
		return &s.Words
	}
	return nil
}

// Set puts a part in its place.
func (s *Settings) Set(part Setting) {
	switch p := part.(type) {
	case *Site:
		s.Site = *p
	case *Columns:
		s.Columns = *p
	case *Sectors:
		s.Sectors = *p
	case *Indicators:
		s.Indicators = *p
	case *Redirects:
		s.Redirects = *p
	case *ReviewLevels:
		s.Reviews = *p
	case *WordList:
		s.Words = *p
	}
}

// Site (站点) is who runs the site and what its frame says.
type Site struct {
	Name    Text   `json:"name"` // 网站规范名称, the page tag SiteName
	Short   Text   `json:"short,omitzero"`
	Promise Text   `json:"promise,omitzero"` // the one sentence of the home page
	Notice  Text   `json:"notice,omitzero"`  // banner on every page, such as that of a demonstration
	Domain  string `json:"domain,omitempty"` // page tag SiteDomain
	IDCode  string `json:"idCode,omitempty"` // 政府网站标识码

	Organiser  Text   `json:"organiser,omitzero"`  // 主办单位
	Undertaker Text   `json:"undertaker,omitzero"` // 承办单位
	Address    Text   `json:"address,omitzero"`
	Postcode   string `json:"postcode,omitempty"`

	ICP         FilingNumber `json:"icp,omitzero"`          // ICP备案
	Police      FilingNumber `json:"police,omitzero"`       // 公安备案
	ErrorReport string       `json:"errorReport,omitempty"` // address of 我为政府网站找错

	Desk     ContactDesk `json:"desk,omitzero"`      // shown wherever a record names no desk of its own
	TimeZone string      `json:"timeZone,omitempty"` // IANA name; empty: Asia/Shanghai

	Examples    []Text    `json:"examples,omitempty"`    // example queries under the search box
	HomeFigures []string  `json:"homeFigures,omitempty"` // keys of the indicators on the home page
	About       Text      `json:"about,omitzero"`        // markup
	Contact     Text      `json:"contact,omitzero"`      // markup, below the desk
	Statement   Text      `json:"statement,omitzero"`    // markup
	Privacy     Text      `json:"privacy,omitzero"`      // markup
	Services    []Service `json:"services,omitempty"`    // 店小二: what the bureau does for an investor
}

// Service is one step of what the bureau does for an investor.
type Service struct {
	Name Text `json:"name"`
	Text Text `json:"text"`
}

// FilingNumber is a filing number and where it can be looked up.
type FilingNumber struct {
	Number string `json:"number,omitempty"`
	URL    string `json:"url,omitempty"`
}

// Location is the site's time zone, Asia/Shanghai unless set.
func (s *Site) Location() *time.Location {
	if loc, err := time.LoadLocation(s.TimeZone); err == nil && s.TimeZone != "" {
		return loc
	}
	return shanghai
}

// shanghai does not depend on a time-zone database: China has kept one offset since 1991.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// Column (栏目) is a named place of the site: a page with its government page
// tags, or a column that articles are filed in.
type Column struct {
	Key         string     `json:"key"`
	Name        Text       `json:"name"`
	Description Text       `json:"description"`
	Keywords    Text       `json:"keywords"`
	Type        ColumnType `json:"type"`
	Articles    bool       `json:"articles,omitempty"` // a column of /news; else a page of the site
	Levels      int        `json:"levels,omitempty"`   // reviews an article here needs, 1 to 3; 0: as for its kind
}

// Columns is the list of them, in the order of the site.
type Columns []Column

// Find gives the column of a key; a column nobody set has that key as its name.
func (cs Columns) Find(key string) Column {
	for _, c := range cs {
		if c.Key == key {
			return c
		}
	}
	return Column{Key: key, Name: Text{Zh: key}}
}

// ColumnType is the page tag of that name, one of the words the standard gives.
type ColumnType string

// ColumnTypes are the words of the government page-tag standard (国办发〔2017〕47号, annex).
var ColumnTypes = []ColumnType{
	"首页", "概况信息", "机构职能", "负责人信息", "工作动态", "政策文件", "信息公开指南", "信息公开目录", "信息公开年报",
	"依法申请公开", "数据发布", "数据开放", "政策解读", "回应关切", "办事服务", "咨询投诉", "征集调查", "在线访谈",
}

// PageColumns are the keys of the columns that are pages of the site.
var PageColumns = []string{
	"home", "projects", "ceremonies", "parks", "news", "progress", "policies", "data", "search",
	"about", "contact", "statement", "privacy", "sitemap",
}

// Sector (产业类别) is one of the bureau's industries.
type Sector struct {
	Key   string `json:"key"`
	Name  Text   `json:"name"`
	GB    string `json:"gb,omitempty"`    // GB/T 4754 code
	Glyph string `json:"glyph,omitempty"` // which sign its covers carry
}

// Sectors is the list of them, in the order of the site.
type Sectors []Sector

// Find gives the sector of a key; an unknown one has that key as its name.
func (ss Sectors) Find(key string) Sector {
	for _, s := range ss {
		if s.Key == key {
			return s
		}
	}
	return Sector{Key: key, Name: Text{Zh: key}}
}

// Indicator (统计指标) is what a figure counts.
type Indicator struct {
	Key        string `json:"key"`
	Name       Text   `json:"name"`
	Definition Text   `json:"definition,omitzero"` // 口径
	Unit       Text   `json:"unit"`
	// Currency and Scale make money of a value: at 亿元 they are CNY and
	// 100,000,000. Without a currency the value is a count or a ratio.
	Currency string `json:"currency,omitempty"`
	Scale    int64  `json:"scale,omitempty"`
	Level    Level  `json:"level,omitempty"`
	Topic    string `json:"topic,omitempty"` // which part of the data page: attraction, construction
}

// Money is a value of the indicator as an amount; ok is false where it counts
// something else or the amount is no whole number.
func (i Indicator) Money(v Decimal) (Money, bool) {
	if i.Currency == "" || i.Scale <= 0 {
		return Money{}, false
	}
	per := i.Scale / int64(DecimalUnit)
	n := int64(v) * per
	if per == 0 || i.Scale%int64(DecimalUnit) != 0 || per != 0 && n/per != int64(v) {
		return Money{}, false
	}
	return Money{Low: n, High: n, Currency: i.Currency}, true
}

// Indicators is the list of them, in the order of the site.
type Indicators []Indicator

// Find gives the indicator of a key.
func (is Indicators) Find(key string) (Indicator, bool) {
	for _, i := range is {
		if i.Key == key {
			return i, true
		}
	}
	return Indicator{Key: key, Name: Text{Zh: key}}, false
}

// Unknown reports what a text names that the settings have not: its column, its
// sectors, its indicators.
func (s *Settings) Unknown(body Content) FieldErrors {
	c := newChecker()
	sectors := func(keys []string) {
		for i, k := range keys {
			if k != "" && !slices.ContainsFunc(s.Sectors, func(x Sector) bool { return x.Key == k }) {
				c.at("sectors", i).fail("key", "choice", k)
			}
		}
	}
	switch b := body.(type) {
	case *Project:
		sectors(b.Sectors)
	case *Park:
		sectors(b.Sectors)
	case *Article:
		if b.Column != "" && !s.Columns.Find(b.Column).Articles {
			c.fail("column", "choice", b.Column)
		}
	case *Release:
		for i, f := range b.Figures {
			if _, ok := s.Indicators.Find(f.Indicator); !ok && f.Indicator != "" {
				c.at("figures", i).fail("indicator", "choice", f.Indicator)
			}
		}
	}
	return *c.errs
}

// ReviewLevels says how many reviews a text of each kind needs, 1 to 3.
type ReviewLevels map[Kind]int

// Levels gives how many reviews a text needs: that of its column for an
// article, else that of its kind, else three.
func (s *Settings) Levels(c Content) int {
	if a, ok := c.(*Article); ok {
		if n := s.Columns.Find(a.Column).Levels; n > 0 {
			return n
		}
	}
	if n := s.Reviews[c.Kind()]; n > 0 {
		return n
	}
	return 3
}

func (*Site) Key() SettingKey         { return SettingSite }
func (*Columns) Key() SettingKey      { return SettingColumns }
func (*Sectors) Key() SettingKey      { return SettingSectors }
func (*Indicators) Key() SettingKey   { return SettingIndicators }
func (*Redirects) Key() SettingKey    { return SettingRedirects }
func (*ReviewLevels) Key() SettingKey { return SettingReviews }

// Links gives the addresses on other sites that the site's own pages link to.
func (s *Site) Links() []string {
	return markupLinks([]string{s.ICP.URL, s.Police.URL, s.ErrorReport}, s.RichTexts())
}

// RichTexts points at the markup of the site's own pages.
func (s *Site) RichTexts() []*Text {
	return []*Text{&s.About, &s.Contact, &s.Statement, &s.Privacy}
}

func (s *Site) Validate() FieldErrors {
	c := newChecker()
	c.text("name", s.Name, maxName, true)
	for _, f := range []struct {
		field string
		t     Text
	}{
		{"short", s.Short},
		{"promise", s.Promise},
		{"notice", s.Notice},
		{"organiser", s.Organiser},
		{"undertaker", s.Undertaker},
		{"address", s.Address},
	} {
		c.text(f.field, f.t, maxLine, false)
	}
	c.str("domain", s.Domain, maxName, false)
	c.str("idCode", s.IDCode, maxName, false)
	c.str("postcode", s.Postcode, 20, false)
	for _, r := range []struct {
		field string
		reg   FilingNumber
	}{{"icp", s.ICP}, {"police", s.Police}} {
		in := c.in(r.field)
		in.str("number", r.reg.Number, maxName, false)
		in.link("url", r.reg.URL)
	}
	c.link("errorReport", s.ErrorReport)
	c.contact("desk", s.Desk)
	if s.TimeZone != "" {
		if _, err := time.LoadLocation(s.TimeZone); err != nil {
			c.fail("timeZone", "time_zone")
		}
	}
	for i, e := range s.Examples {
		c.at("examples", i).text("text", e, 40, true)
	}
	for i, key := range s.HomeFigures {
		c.at("homeFigures", i).key(key)
	}
	for i, t := range s.RichTexts() {
		c.text([]string{"about", "contact", "statement", "privacy"}[i], *t, maxRich, false)
	}
	for i, x := range s.Services {
		row := c.at("services", i)
		row.text("name", x.Name, maxName, true)
		row.text("text", x.Text, maxLine, false)
	}
	return *c.errs
}

func (cs *Columns) Validate() FieldErrors {
	c := newChecker()
	var ks []string
	for i, x := range *cs {
		row := c.at("columns", i)
		row.key(x.Key)
		ks = append(ks, x.Key)
		row.text("name", x.Name, 40, true)
		row.text("description", x.Description, maxLine, true)
		row.text("keywords", x.Keywords, maxLine, true)
		oneOf(row, "type", x.Type, ColumnTypes, true)
		if x.Levels < 0 || x.Levels > 3 {
			row.fail("levels", "levels")
		}
	}
	keys(c, "columns", ks)
	for _, k := range PageColumns { // without one its page would have no government tags
		if !slices.Contains(ks, k) {
			c.fail("columns", "column_missing", k)
		}
	}
	return *c.errs
}

func (ss *Sectors) Validate() FieldErrors {
	c := newChecker()
	var ks []string
	for i, x := range *ss {
		row := c.at("sectors", i)
		row.key(x.Key)
		ks = append(ks, x.Key)
		row.text("name", x.Name, 40, true)
		row.str("gb", x.GB, 20, false)
		row.str("glyph", x.Glyph, 40, false)
	}
	keys(c, "sectors", ks)
	return *c.errs
}

func (is *Indicators) Validate() FieldErrors {
	c := newChecker()
	var ks []string
	for i, x := range *is {
		row := c.at("indicators", i)
		row.key(x.Key)
		ks = append(ks, x.Key)
		row.text("name", x.Name, 60, true)
		row.text("definition", x.Definition, maxLine, false)
		row.text("unit", x.Unit, 40, true)
		if (x.Currency == "") != (x.Scale == 0) || x.Scale < 0 {
			row.fail("scale", "scale")
		}
		oneOf(row, "level", x.Level, Levels, false)
		row.str("topic", x.Topic, 40, false)
	}
	keys(c, "indicators", ks)
	return *c.errs
}

func (ls *ReviewLevels) Validate() FieldErrors {
	c := newChecker()
	for _, k := range Kinds {
		if n := (*ls)[k]; n < 0 || n > 3 {
			c.fail(fmt.Sprintf("reviews.%s", k), "levels")
		}
	}
	return *c.errs
}

// key checks a key: it stands in addresses, so it is plain ASCII.
func (c checker) key(s string) {
	c.str("key", s, 60, true)
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
		c.fail("key", "key")
	}
}
