package invest

import (
	"slices"
	"strings"
)

// Ceremony (签约活动) is an occasion at which projects are signed. What was
// declared of it stands beside its rows and does not depend on them: 13
// projects may be declared where four are known by name.
type Ceremony struct {
	Form       CeremonyForm `json:"form"`
	Title      Text         `json:"title"`
	TitleLine  Text         `json:"titleLine,omitzero"` // the backdrop's second line
	Umbrella   Text         `json:"umbrella,omitzero"`  // the exposition it belongs to
	Series     Text         `json:"series,omitzero"`
	Start      Date         `json:"start"`
	Time       string       `json:"time,omitempty"` // "15:04", where known
	Venue      Text         `json:"venue,omitzero"`
	City       Text         `json:"city,omitzero"`
	Organisers []Text       `json:"organisers,omitempty"`
	Fields     []Text       `json:"fields,omitempty"` // 领域, as declared
	Slogan     Text         `json:"slogan,omitzero"`
	// LivePage (现场直播页) allows a public page that follows the stage before the text is published.
	LivePage bool `json:"livePage,omitempty"`

	DeclaredCount *int  `json:"declaredCount,omitempty"` // 公布签约数
	DeclaredTotal Money `json:"declaredTotal"`           // 公布总投资

	Programme []ProgrammeItem `json:"programme,omitempty"`
	Groups    []Group         `json:"groups"`
	LastKey   int             `json:"lastKey,omitempty"` // the highest key ever given in it: keys are not used again

	Summary  Text      `json:"summary,omitzero"`
	Body     Text      `json:"body,omitzero"` // markup
	Pictures []Picture `json:"pictures,omitempty"`
	Source   Source    `json:"source"`
	Note     string    `json:"note,omitempty"` // internal
}

// CeremonyForm tells a stage from a register.
type CeremonyForm string

const (
	FormStage    CeremonyForm = "stage"    // 现场签约
	FormRegister CeremonyForm = "register" // 签约台账: a period's signings without a stage
)

// CeremonyForms lists them all.
var CeremonyForms = []CeremonyForm{FormStage, FormRegister}

// ProgrammeItem is one part of the running order (议程).
type ProgrammeItem struct {
	Kind    ProgrammeKind `json:"kind"`
	Title   Text          `json:"title,omitzero"`
	Minutes int           `json:"minutes,omitempty"`
}

// ProgrammeKind names a part of the running order.
type ProgrammeKind string

const (
	Speech       ProgrammeKind = "speech"       // 致辞
	Presentation ProgrammeKind = "presentation" // 推介
	CompanyTalk  ProgrammeKind = "company_talk" // 企业发言
	SigningPart  ProgrammeKind = "signing"      // 签约
	Launch       ProgrammeKind = "launch"       // 启动
	Photo        ProgrammeKind = "photo"        // 合影
)

// ProgrammeKinds lists them all.
var ProgrammeKinds = []ProgrammeKind{Speech, Presentation, CompanyTalk, SigningPart, Launch, Photo}

// Group (组) is the rows that stand on the stage together.
type Group struct {
	Key      int       `json:"key"` // stable within the ceremony; 0 is given one on save
	Label    Text      `json:"label"`
	Theme    Text      `json:"theme,omitzero"`
	HostText string    `json:"hostText,omitempty"` // internal: what the host says
	Signings []Signing `json:"signings"`
}

// Signing (签约) is one row: a project with its parties and amount as signed.
type Signing struct {
	Key     int     `json:"key"`     // stable within the ceremony; its address is /ceremonies/{n}#s{key}
	Project int64   `json:"project"` // number of the Project, always
	Name    Text    `json:"name"`    // as signed
	A       []Party `json:"a,omitempty"`
	B       []Party `json:"b,omitempty"`
	Witness []Party `json:"witness,omitempty"`

	Agreement    Agreement `json:"agreement,omitempty"`
	Amount       Money     `json:"amount"`                // 协议投资
	AmountHidden bool      `json:"amountHidden,omitzero"` // not for the public: then Public drops the amount
	AmountSource Source    `json:"amountSource,omitzero"` // who made it public, where that is not the ceremony

	Date     Date     `json:"date,omitzero"`     // where it differs from the ceremony's
	Presence Presence `json:"presence,omitzero"` // "" counts as on stage
	Origin   Text     `json:"origin,omitzero"`   // 来源地
	// InterProvincial (省外) is nil where nobody said.
	InterProvincial *bool `json:"interProvincial,omitempty"`

	Earlier      SigningRef `json:"earlier,omitzero"`       // an earlier signing of the same project
	ResignReason string     `json:"resignReason,omitempty"` // internal: required with Earlier
	Note         string     `json:"note,omitempty"`         // internal
}

// SigningRef points at a signing of another ceremony.
type SigningRef struct {
	Ceremony int64 `json:"ceremony"`
	Key      int   `json:"key"`
}

// Party (甲方、乙方) is one who signs, as written on the agreement.
type Party struct {
	Name   Text   `json:"name"`
	Role   Text   `json:"role,omitzero"`
	Region Text   `json:"region,omitzero"`
	Code   string `json:"code,omitempty"` // 统一社会信用代码
}

// Agreement is the kind of paper signed.
type Agreement string

const (
	InvestmentAgreement Agreement = "investment" // 投资协议
	FrameworkAgreement  Agreement = "framework"  // 框架协议
	LetterOfIntent      Agreement = "intent"     // 意向协议
	SupplementAgreement Agreement = "supplement" // 补充协议
	StrategicAgreement  Agreement = "strategic"  // 战略合作
	OtherAgreement      Agreement = "other"      // 其他
)

// Agreements lists them all.
var Agreements = []Agreement{
	InvestmentAgreement, FrameworkAgreement, LetterOfIntent, SupplementAgreement, StrategicAgreement, OtherAgreement,
}

// Presence says whether a row was signed before the cameras.
type Presence string

const (
	PresenceStage  Presence = "stage"  // 当会签约
	PresenceBefore Presence = "before" // 会前签约
	PresenceAfter  Presence = "after"  // 会后补签
	PresenceAbsent Presence = "absent" // 缺席
)

// Presences lists them all.
var Presences = []Presence{PresenceStage, PresenceBefore, PresenceAfter, PresenceAbsent}

// Signings gives every row of every group, in order.
func (c *Ceremony) Signings() []Signing {
	var all []Signing
	for _, g := range c.Groups {
		all = append(all, g.Signings...)
	}
	return all
}

// Tally is what a ceremony declared and what its rows say, side by side.
type Tally struct {
	DeclaredCount *int
	DeclaredTotal Money
	Rows          int // rows known by name
	Known         Sum // amounts known among them
	// Rest is declared less known (未分解), in the declared currency; unknown
	// where nothing was declared or the rows say more than was declared.
	Rest Money
}

// Tally adds up the rows' amounts in public form.
func (c *Ceremony) Tally() Tally {
	var amounts []Money
	for _, s := range c.Signings() {
		if s.AmountHidden {
			s.Amount = Money{}
		}
		amounts = append(amounts, s.Amount)
	}
	t := Tally{DeclaredCount: c.DeclaredCount, DeclaredTotal: c.DeclaredTotal, Rows: len(amounts), Known: SumMoney(amounts...)}
	known := t.Known.In(c.DeclaredTotal.Currency).Low
	if d := c.DeclaredTotal; d.Known() && !d.IsRange() && d.Low >= known {
		t.Rest = Money{Low: d.Low - known, High: d.Low - known, Currency: d.Currency, Approx: d.Approx}
	}
	return t
}

// GiveKeys numbers the groups and signings that have no key yet.
func (c *Ceremony) GiveKeys() {
	for _, g := range c.Groups {
		c.LastKey = max(c.LastKey, g.Key)
		for _, s := range g.Signings {
			c.LastKey = max(c.LastKey, s.Key)
		}
	}
	next := func(k *int) {
		if *k == 0 {
			c.LastKey++
			*k = c.LastKey
		}
	}
	for i := range c.Groups {
		next(&c.Groups[i].Key)
		for j := range c.Groups[i].Signings {
			next(&c.Groups[i].Signings[j].Key)
		}
	}
}

func (c *Ceremony) Kind() Kind         { return KindCeremony }
func (c *Ceremony) Heading() Text      { return c.Title }
func (c *Ceremony) Citation() Source   { return c.Source }
func (c *Ceremony) RichTexts() []*Text { return []*Text{&c.Body} }

// Public leaves out the host's text, notes, reasons, and amounts not for the public.
func (c *Ceremony) Public() Content {
	q := *c
	q.Note = ""
	q.Groups = slices.Clone(c.Groups)
	for i := range q.Groups {
		g := &q.Groups[i]
		g.HostText = ""
		g.Signings = slices.Clone(g.Signings)
		for j := range g.Signings {
			s := &g.Signings[j]
			s.ResignReason, s.Note = "", ""
			if s.AmountHidden {
				s.Amount, s.AmountSource, s.AmountHidden = Money{}, Source{}, false
			}
		}
	}
	return &q
}

func (c *Ceremony) Validate() FieldErrors {
	k := newChecker()
	oneOf(k, "form", c.Form, CeremonyForms, true)
	k.text("title", c.Title, maxName, true)
	k.text("titleLine", c.TitleLine, maxName, false)
	k.text("umbrella", c.Umbrella, maxName, false)
	k.text("series", c.Series, maxName, false)
	k.requiredDate("start", c.Start)
	if c.Time != "" && !isClock(c.Time) {
		k.fail("time", "time")
	}
	k.text("venue", c.Venue, maxName, false)
	k.text("city", c.City, maxName, false)
	for i, o := range c.Organisers {
		k.at("organisers", i).text("name", o, maxName, true)
	}
	for i, f := range c.Fields {
		k.at("fields", i).text("name", f, maxName, true)
	}
	k.text("slogan", c.Slogan, maxName, false)
	if c.DeclaredCount != nil && *c.DeclaredCount < 0 {
		k.fail("declaredCount", "negative")
	}
	k.money("declaredTotal", c.DeclaredTotal)
	for i, p := range c.Programme {
		row := k.at("programme", i)
		oneOf(row, "kind", p.Kind, ProgrammeKinds, true)
		row.text("title", p.Title, maxName, false)
		if p.Minutes < 0 {
			row.fail("minutes", "negative")
		}
	}
	k.rows("groups", len(c.Groups))
	k.rows("groups", len(c.Signings()))
	var groupKeys, signingKeys []int
	for i, g := range c.Groups {
		if g.Key != 0 {
			groupKeys = append(groupKeys, g.Key)
		}
		row := k.at("groups", i)
		row.text("label", g.Label, maxName, true)
		row.text("theme", g.Theme, maxName, false)
		row.str("hostText", g.HostText, maxPlain, false)
		for j, s := range g.Signings {
			if s.Key != 0 {
				signingKeys = append(signingKeys, s.Key)
			}
			checkSigning(row.at("signings", j), s)
		}
	}
	keys(k, "groups", groupKeys)
	keys(k, "signings", signingKeys)
	k.text("summary", c.Summary, maxLine, false)
	k.text("body", c.Body, maxRich, false)
	k.pictures(c.Pictures)
	k.source("source", c.Source, true)
	k.str("note", c.Note, maxPlain, false)
	return *k.errs
}

func checkSigning(c checker, s Signing) {
	if s.Project <= 0 {
		c.fail("project", "required")
	}
	c.text("name", s.Name, maxName, true)
	for _, side := range []struct {
		list    string
		parties []Party
	}{{"a", s.A}, {"b", s.B}, {"witness", s.Witness}} {
		c.rows(side.list, len(side.parties))
		for i, p := range side.parties {
			row := c.at(side.list, i)
			row.text("name", p.Name, maxName, true)
			row.text("role", p.Role, maxName, false)
			row.text("region", p.Region, maxName, false)
			if p.Code != "" && !validCreditCode(p.Code) {
				row.fail("code", "credit_code")
			}
		}
	}
	oneOf(c, "agreement", s.Agreement, Agreements, false)
	c.money("amount", s.Amount)
	c.source("amountSource", s.AmountSource, false)
	c.date("date", s.Date)
	oneOf(c, "presence", s.Presence, Presences, false)
	c.text("origin", s.Origin, maxName, false)
	c.str("resignReason", s.ResignReason, maxLine, s.Earlier != SigningRef{})
	c.str("note", s.Note, maxPlain, false)
}

// isClock reports whether s is a time of day as "15:04".
func isClock(s string) bool {
	return len(s) == 5 && s[2] == ':' &&
		(s[0] == '0' || s[0] == '1' || s[0] == '2' && s[1] <= '3') && digit(s[1]) &&
		s[3] >= '0' && s[3] <= '5' && digit(s[4])
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// validCreditCode checks the last character of a unified social credit code
// (GB 32100-2015): 18 characters of a 31-letter alphabet, weighted by powers of 3.
func validCreditCode(s string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	if len(s) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		v := strings.IndexByte(alphabet, s[i])
		if v < 0 {
			return false
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return s[17] == alphabet[(31-sum%31)%31]
}
