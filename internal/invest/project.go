package invest

import "slices"

// Project (招商项目) is one project all the way from an idea to full capacity.
type Project struct {
	Code        string       `json:"code,omitempty"` // the bureau's own number
	Title       Text         `json:"title"`
	Summary     Text         `json:"summary,omitzero"`
	Body        Text         `json:"body,omitzero"` // markup
	Pictures    []Picture    `json:"pictures,omitempty"`
	Attachments []Attachment `json:"attachments,omitempty"`
	Sectors     []string     `json:"sectors"` // keys of Sector; one at least to be published

	Chain     Text         `json:"chain,omitzero"` // 产业链
	ChainRole ChainRole    `json:"chainRole,omitempty"`
	Phases    []PhaseEntry `json:"phases"`
	Level     Level        `json:"level,omitempty"` // 重点项目级别

	Park  int64  `json:"park,omitempty"` // number of a Park
	Plot  string `json:"plot,omitempty"` // code of a plot in it
	Place Text   `json:"place,omitzero"`
	Scale Text   `json:"scale,omitzero"` // 建设内容及规模

	Total       Money     `json:"total"`       // 总投资
	FixedAssets Money     `json:"fixedAssets"` // 固定资产投资
	Modes       []Mode    `json:"modes,omitempty"`
	Capital     Capital   `json:"capital,omitempty"`
	Readiness   Readiness `json:"readiness,omitempty"`
	Conditions  Text      `json:"conditions,omitzero"` // 建设条件
	Market      Text      `json:"market,omitzero"`     // 市场前景

	YearlyOutput Money     `json:"yearlyOutput"`
	YearlyTax    Money     `json:"yearlyTax"`
	Payback      *Decimal  `json:"payback,omitempty"` // years
	IRR          *Decimal  `json:"irr,omitempty"`     // per cent
	Jobs         int       `json:"jobs,omitempty"`    // 0: unknown
	Benefits     []Benefit `json:"benefits,omitempty"`

	Start      Date        `json:"start,omitzero"` // planned
	End        Date        `json:"end,omitzero"`   // planned
	Plans      []YearPlan  `json:"plans,omitempty"`
	Funds      []Funds     `json:"funds,omitempty"`
	Physical   *Decimal    `json:"physical,omitempty"`  // 形象进度, per cent
	Financial  *Decimal    `json:"financial,omitempty"` // 投资完成, per cent
	Milestones []Milestone `json:"milestones,omitempty"`

	LeadAgency Text        `json:"leadAgency,omitzero"`
	Desk       ContactDesk `json:"desk,omitzero"`
	Policies   []int64     `json:"policies,omitempty"` // numbers of Policy
	ValidUntil Date        `json:"validUntil,omitzero"`
	Source     Source      `json:"source"`

	Note    string `json:"note,omitempty"`    // internal: 备注
	Problem string `json:"problem,omitempty"` // internal: 存在问题
}

// ChainRole says what a project does for its industry chain.
type ChainRole string

const (
	ChainBuild      ChainRole = "build"      // 建链
	ChainFill       ChainRole = "fill"       // 补链
	ChainExtend     ChainRole = "extend"     // 延链
	ChainStrengthen ChainRole = "strengthen" // 强链
)

// ChainRoles lists them all.
var ChainRoles = []ChainRole{ChainBuild, ChainFill, ChainExtend, ChainStrengthen}

// Level is who counts a project among its key projects (重点项目).
type Level string

const (
	LevelProvince Level = "province" // 省级
	LevelCity     Level = "city"     // 市级
	LevelDistrict Level = "district" // 区级
)

// Levels lists them from the top.
var Levels = []Level{LevelProvince, LevelCity, LevelDistrict}

// Mode (合作方式) is how an investor may take part.
type Mode string

const (
	SoleInvestment Mode = "sole"        // 独资
	JointVenture   Mode = "joint"       // 合资
	Cooperation    Mode = "cooperation" // 合作
	Merger         Mode = "merger"      // 并购
	Lease          Mode = "lease"       // 租赁
	Concession     Mode = "concession"  // 特许经营
	Equity         Mode = "equity"      // 股权
	OtherMode      Mode = "other"       // 其他
)

// Modes lists them all.
var Modes = []Mode{SoleInvestment, JointVenture, Cooperation, Merger, Lease, Concession, Equity, OtherMode}

// Capital is where the money wanted may come from.
type Capital string

const (
	Domestic      Capital = "domestic" // 内资
	Foreign       Capital = "foreign"  // 外资
	EitherCapital Capital = "either"   // 均可
)

// Capitals lists them all.
var Capitals = []Capital{Domestic, Foreign, EitherCapital}

// Readiness (前期深度) is how far preparation has come.
type Readiness string

const (
	Concept      Readiness = "concept"     // 策划
	Proposal     Readiness = "proposal"    // 项目建议书
	Feasibility  Readiness = "feasibility" // 可行性研究
	LandPlan     Readiness = "land_plan"   // 用地规划
	EnvEnergy    Readiness = "env_energy"  // 环评能评
	ReadyToStart Readiness = "ready"       // 可开工
)

// Readinesses lists them in order.
var Readinesses = []Readiness{Concept, Proposal, Feasibility, LandPlan, EnvEnergy, ReadyToStart}

// Benefit (惠及) is a promised use in numbers: 2040 学位.
type Benefit struct {
	Value Decimal `json:"value"`
	Unit  Text    `json:"unit"`
	What  Text    `json:"what,omitzero"`
}

// YearPlan is what one year was to bring and has brought.
type YearPlan struct {
	Year      int   `json:"year"`
	Planned   Money `json:"planned"`   // 年度计划投资
	Completed Money `json:"completed"` // 累计完成投资
	AsOf      Date  `json:"asOf,omitzero"`
}

// Funds is one row of money that arrived (到位资金).
type Funds struct {
	Period          Period `json:"period"`
	Amount          Money  `json:"amount"`
	InterProvincial bool   `json:"interProvincial,omitempty"` // 省际
	Source          Source `json:"source,omitzero"`
	Evidence        string `json:"evidence,omitempty"` // internal: vouchers
}

// MilestoneKind names a step of building.
type MilestoneKind string

const (
	Registration    MilestoneKind = "registration"     // 注册
	Filing          MilestoneKind = "filing"           // 立项备案
	LandUse         MilestoneKind = "land_use"         // 用地
	PlanningPermit  MilestoneKind = "planning_permit"  // 规划许可
	BuildingPermit  MilestoneKind = "building_permit"  // 施工许可
	GroundBreaking  MilestoneKind = "ground_breaking"  // 开工
	Foundations     MilestoneKind = "foundations"      // 基础完成
	ToppedOut       MilestoneKind = "topped_out"       // 主体封顶
	SecondaryWorks  MilestoneKind = "secondary_works"  // 二次结构
	Installation    MilestoneKind = "installation"     // 安装
	CompletionCheck MilestoneKind = "completion_check" // 竣工验收
	TrialRun        MilestoneKind = "trial_run"        // 试生产
	StartProduction MilestoneKind = "start_production" // 投产
	Opening         MilestoneKind = "opening"          // 开业、招生
	FullCapacity    MilestoneKind = "full_capacity"    // 达产
)

// MilestoneKinds lists them in the usual order.
var MilestoneKinds = []MilestoneKind{
	Registration, Filing, LandUse, PlanningPermit, BuildingPermit, GroundBreaking, Foundations, ToppedOut,
	SecondaryWorks, Installation, CompletionCheck, TrialRun, StartProduction, Opening, FullCapacity,
}

// Milestone (里程碑) is a step with the day it was due and the day it was met.
type Milestone struct {
	Kind     MilestoneKind `json:"kind"`
	Planned  Date          `json:"planned,omitzero"`
	Reached  Date          `json:"reached,omitzero"`
	Ongoing  bool          `json:"ongoing,omitempty"` // under way at AsOf, not met
	AsOf     Date          `json:"asOf,omitzero"`
	Note     Text          `json:"note,omitzero"`
	Evidence string        `json:"evidence,omitempty"` // internal
}

func (p *Project) Kind() Kind         { return KindProject }
func (p *Project) Heading() Text      { return p.Title }
func (p *Project) Citation() Source   { return p.Source }
func (p *Project) RichTexts() []*Text { return []*Text{&p.Body} }

// Public leaves out the note, the problem, the evidence, and of the history
// what publicPhases leaves out.
func (p *Project) Public() Content {
	q := *p
	q.Note, q.Problem = "", ""
	q.Phases = publicPhases(p.Phases)
	q.Funds = slices.Clone(p.Funds)
	for i := range q.Funds {
		q.Funds[i].Evidence = ""
	}
	q.Milestones = slices.Clone(p.Milestones)
	for i := range q.Milestones {
		q.Milestones[i].Evidence = ""
	}
	return &q
}

func (p *Project) Validate() FieldErrors {
	c := newChecker()
	c.str("code", p.Code, 60, false)
	c.text("title", p.Title, maxName, true)
	c.text("summary", p.Summary, maxLine, false)
	c.text("body", p.Body, maxRich, false)
	c.pictures(p.Pictures)
	c.attachments(p.Attachments)
	for i, s := range p.Sectors {
		c.at("sectors", i).str("key", s, 60, true)
	}
	c.text("chain", p.Chain, maxName, false)
	oneOf(c, "chainRole", p.ChainRole, ChainRoles, false)
	if len(p.Phases) == 0 {
		c.fail("phases", "required")
	}
	checkPhases(c, p.Phases)
	oneOf(c, "level", p.Level, Levels, false)
	c.str("plot", p.Plot, 60, false)
	c.text("place", p.Place, maxName, false)
	c.text("scale", p.Scale, maxPlain, false)
	c.money("total", p.Total)
	c.money("fixedAssets", p.FixedAssets)
	if t, f := p.Total, p.FixedAssets; t.Known() && t.Currency == f.Currency && f.Low > t.High {
		c.fail("fixedAssets", "more_than_total")
	}
	eachOneOf(c, "modes", p.Modes, Modes)
	oneOf(c, "capital", p.Capital, Capitals, false)
	oneOf(c, "readiness", p.Readiness, Readinesses, false)
	c.text("conditions", p.Conditions, maxPlain, false)
	c.text("market", p.Market, maxPlain, false)
	c.money("yearlyOutput", p.YearlyOutput)
	c.money("yearlyTax", p.YearlyTax)
	c.positive("payback", p.Payback)
	c.percent("irr", p.IRR)
	if p.Jobs < 0 {
		c.fail("jobs", "negative")
	}
	c.rows("benefits", len(p.Benefits))
	for i, b := range p.Benefits {
		row := c.at("benefits", i)
		row.positive("value", &b.Value)
		row.text("unit", b.Unit, 60, true)
		row.text("what", b.What, maxName, false)
	}
	c.date("start", p.Start)
	c.date("end", p.End)
	c.inOrder("end", p.Start, p.End)
	c.rows("plans", len(p.Plans))
	for i, y := range p.Plans {
		row := c.at("plans", i)
		if y.Year < 1900 || y.Year > 2200 {
			row.fail("year", "date")
		}
		row.money("planned", y.Planned)
		row.money("completed", y.Completed)
		row.date("asOf", y.AsOf)
	}
	c.rows("funds", len(p.Funds))
	for i, f := range p.Funds {
		row := c.at("funds", i)
		if !f.Period.valid() {
			row.fail("period", "period")
		}
		row.money("amount", f.Amount)
		row.source("source", f.Source, false)
		row.str("evidence", f.Evidence, maxPlain, false)
	}
	c.percent("physical", p.Physical)
	c.percent("financial", p.Financial)
	c.rows("milestones", len(p.Milestones))
	for i, m := range p.Milestones {
		row := c.at("milestones", i)
		oneOf(row, "kind", m.Kind, MilestoneKinds, true)
		row.date("planned", m.Planned)
		row.date("reached", m.Reached)
		row.date("asOf", m.AsOf)
		if m.Ongoing && !m.Reached.IsZero() {
			row.fail("ongoing", "ongoing_reached")
		}
		row.text("note", m.Note, maxLine, false)
		row.str("evidence", m.Evidence, maxPlain, false)
	}
	c.text("leadAgency", p.LeadAgency, maxName, false)
	c.contact("desk", p.Desk)
	c.date("validUntil", p.ValidUntil)
	c.source("source", p.Source, true)
	c.str("note", p.Note, maxPlain, false)
	c.str("problem", p.Problem, maxPlain, false)
	return *c.errs
}
