package invest

// Park (产业园区) offers land and ready-built factories.
type Park struct {
	Name          Text      `json:"name"`
	Level         Level     `json:"level,omitempty"`
	Summary       Text      `json:"summary,omitzero"`
	Body          Text      `json:"body,omitzero"` // markup
	Pictures      []Picture `json:"pictures,omitempty"`
	Place         Text      `json:"place,omitzero"`
	Planned       Area      `json:"planned"`
	Core          Area      `json:"core"`
	Built         Area      `json:"built"`
	Floors        Area      `json:"floors"` // 标准厂房总建筑面积
	FloorsAtLeast bool      `json:"floorsAtLeast,omitempty"`
	Sectors       []string  `json:"sectors,omitempty"`
	Operator      Text      `json:"operator,omitzero"`
	// Residents (入驻企业) counts firms; nil where nobody said.
	Residents *int `json:"residents,omitempty"`
	// ResidentsAtLeast marks a count given as "40+".
	ResidentsAtLeast bool  `json:"residentsAtLeast,omitempty"`
	Invested         Money `json:"invested"` // 已投入

	Intensity        Money `json:"intensity"`                  // per 亩
	Tax              Money `json:"tax"`                        // per 亩 and year
	IntensityAtLeast bool  `json:"intensityAtLeast,omitempty"` // given as "more than"
	Expected         bool  `json:"expected,omitempty"`         // intensity and tax are expected, not reached

	State     Text       `json:"state,omitzero"` // 建设状态
	Distances []Distance `json:"distances,omitempty"`
	Utilities []Utility  `json:"utilities,omitempty"`
	Plots     []Plot     `json:"plots,omitempty"`
	Workshops []Workshop `json:"workshops,omitempty"`
	LastKey   int        `json:"lastKey,omitempty"` // the highest key ever given to a plot or workshop

	Desk   ContactDesk `json:"desk,omitzero"`
	Source Source      `json:"source"`
	Note   string      `json:"note,omitempty"` // internal
}

// Distance is how far it is to something by road.
type Distance struct {
	To Text    `json:"to"`
	Km Decimal `json:"km"`
}

// Utility is one of the seven connections and the levelling (七通一平).
type Utility string

const (
	Road      Utility = "road"      // 通路
	Water     Utility = "water"     // 给水
	Sewage    Utility = "sewage"    // 排水
	Power     Utility = "power"     // 供电
	Gas       Utility = "gas"       // 燃气
	Heat      Utility = "heat"      // 供热
	Telecom   Utility = "telecom"   // 通信
	Levelling Utility = "levelling" // 场地平整
)

// Utilities lists them all.
var Utilities = []Utility{Road, Water, Sewage, Power, Gas, Heat, Telecom, Levelling}

// Plot (地块) is a piece of land.
type Plot struct {
	Key   int       `json:"key"` // stable within the park; 0 is given one on save
	Code  string    `json:"code"`
	Area  Area      `json:"area"`
	Use   Text      `json:"use,omitzero"` // 用地性质
	FAR   Text      `json:"far,omitzero"` // 容积率, as planned: "1.0–2.5"
	Price Money     `json:"price"`        // guide price per 亩
	State PlotState `json:"state"`
}

// PlotState says whether a plot can be had.
type PlotState string

const (
	PlotFree     PlotState = "free"     // 净地可供
	PlotPending  PlotState = "pending"  // 待征
	PlotReserved PlotState = "reserved" // 已预留
	PlotSold     PlotState = "sold"     // 已出让
)

// PlotStates lists them all.
var PlotStates = []PlotState{PlotFree, PlotPending, PlotReserved, PlotSold}

// Workshop (标准厂房) is a unit of a ready-built factory.
type Workshop struct {
	Key      int           `json:"key"`
	Building Text          `json:"building"`
	Floor    string        `json:"floor,omitempty"`
	Area     Area          `json:"area"`
	Height   *Decimal      `json:"height,omitempty"` // m
	Load     *Decimal      `json:"load,omitempty"`   // t/m²
	Power    *Decimal      `json:"power,omitempty"`  // kVA
	Rent     *Decimal      `json:"rent,omitempty"`   // 元/㎡·月
	State    WorkshopState `json:"state"`
	FreeFrom Date          `json:"freeFrom,omitzero"`
}

// WorkshopState says whether a unit can be rented.
type WorkshopState string

const (
	WorkshopFree       WorkshopState = "free"        // 可租
	WorkshopReserved   WorkshopState = "reserved"    // 已预留
	WorkshopLet        WorkshopState = "let"         // 已租
	WorkshopFittingOut WorkshopState = "fitting_out" // 装修中
)

// WorkshopStates lists them all.
var WorkshopStates = []WorkshopState{WorkshopFree, WorkshopReserved, WorkshopLet, WorkshopFittingOut}

// GiveKeys numbers the plots and workshops that have no key yet.
func (p *Park) GiveKeys() {
	for _, x := range p.Plots {
		p.LastKey = max(p.LastKey, x.Key)
	}
	for _, x := range p.Workshops {
		p.LastKey = max(p.LastKey, x.Key)
	}
	for i := range p.Plots {
		if p.Plots[i].Key == 0 {
			p.LastKey++
			p.Plots[i].Key = p.LastKey
		}
	}
	for i := range p.Workshops {
		if p.Workshops[i].Key == 0 {
			p.LastKey++
			p.Workshops[i].Key = p.LastKey
		}
	}
}

func (p *Park) Kind() Kind         { return KindPark }
func (p *Park) Heading() Text      { return p.Name }
func (p *Park) Citation() Source   { return p.Source }
func (p *Park) RichTexts() []*Text { return []*Text{&p.Body} }

// Public leaves out the note.
func (p *Park) Public() Content {
	q := *p
	q.Note = ""
	return &q
}

func (p *Park) Validate() FieldErrors {
	c := newChecker()
	c.text("name", p.Name, maxName, true)
	oneOf(c, "level", p.Level, Levels, false)
	c.text("summary", p.Summary, maxLine, false)
	c.text("body", p.Body, maxRich, false)
	c.pictures(p.Pictures)
	c.text("place", p.Place, maxName, false)
	c.area("planned", p.Planned)
	c.area("core", p.Core)
	c.area("built", p.Built)
	c.area("floors", p.Floors)
	for i, s := range p.Sectors {
		c.at("sectors", i).str("key", s, 60, true)
	}
	c.text("operator", p.Operator, maxName, false)
	if p.Residents != nil && *p.Residents < 0 {
		c.fail("residents", "negative")
	}
	c.money("invested", p.Invested)
	c.money("intensity", p.Intensity)
	c.money("tax", p.Tax)
	c.text("state", p.State, maxName, false)
	for i, d := range p.Distances {
		row := c.at("distances", i)
		row.text("to", d.To, maxName, true)
		row.positive("km", &d.Km)
	}
	eachOneOf(c, "utilities", p.Utilities, Utilities)
	c.rows("plots", len(p.Plots))
	var plotKeys, workshopKeys []int
	for i, x := range p.Plots {
		if x.Key != 0 {
			plotKeys = append(plotKeys, x.Key)
		}
		row := c.at("plots", i)
		row.str("code", x.Code, 60, true)
		row.area("area", x.Area)
		row.text("use", x.Use, maxName, false)
		row.text("far", x.FAR, 60, false)
		row.money("price", x.Price)
		oneOf(row, "state", x.State, PlotStates, true)
	}
	keys(c, "plots", plotKeys)
	sameCode := map[string]bool{}
	for i, x := range p.Plots { // projects name a plot by its code
		if x.Code != "" && sameCode[x.Code] {
			c.at("plots", i).fail("code", "duplicate")
		}
		sameCode[x.Code] = true
	}
	c.rows("workshops", len(p.Workshops))
	for i, x := range p.Workshops {
		if x.Key != 0 {
			workshopKeys = append(workshopKeys, x.Key)
		}
		row := c.at("workshops", i)
		row.text("building", x.Building, maxName, true)
		row.str("floor", x.Floor, 60, false)
		row.area("area", x.Area)
		row.positive("height", x.Height)
		row.positive("load", x.Load)
		row.positive("power", x.Power)
		row.positive("rent", x.Rent)
		oneOf(row, "state", x.State, WorkshopStates, true)
		row.date("freeFrom", x.FreeFrom)
	}
	keys(c, "workshops", workshopKeys)
	c.contact("desk", p.Desk)
	c.source("source", p.Source, true)
	c.str("note", p.Note, maxPlain, false)
	return *c.errs
}
