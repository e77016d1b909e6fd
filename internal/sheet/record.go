package sheet

import (
	"wellspring/internal/invest"
)

// Kind is what a table lists.
type Kind string

const (
	Signings     Kind = "signings"     // 签约
	Projects     Kind = "projects"     // 招商项目
	Parks        Kind = "parks"        // 园区
	Construction Kind = "construction" // 重点建设项目进展
	Figures      Kind = "figures"      // 统计指标
)

// Kinds lists them all.
var Kinds = []Kind{Signings, Projects, Parks, Construction, Figures}

// Record is what was understood of a row. What the sheet does not say is null:
// nothing is guessed, nothing converted.
type Record struct {
	Code        string   `json:"code,omitempty"` // 项目编码
	Name        *string  `json:"name"`
	PartyA      []string `json:"partyA"`
	PartyB      []string `json:"partyB"`
	Place       *string  `json:"place"`
	Sector      *string  `json:"sector"`
	Group       *string  `json:"group"`
	Date        *string  `json:"date"`     // 2023-11-16, 2023-11, 2023, --11-16 or --11
	DateText    *string  `json:"dateText"` // the cell, where it says more than Date: 8月底
	Currency    *string  `json:"currency"` // ISO 4217, of the four amounts that follow
	Amount      *int64   `json:"amount"`   // whole units of the currency; null for a range
	AmountLow   *int64   `json:"amountLow"`
	AmountHigh  *int64   `json:"amountHigh"`
	Approx      bool     `json:"approx"`
	Wanted      *int64   `json:"amountWanted"` // 引资额, in Currency
	PlanYear    *int64   `json:"planYear"`     // 元
	Done        *int64   `json:"done"`         // 元
	PartOf      *int     `json:"partOf"`       // Row.N of the row that this one is part of
	Cooperation []string `json:"cooperation"`  // 合作方式, as written
	AreaM2      *number  `json:"areaM2"`
	Industries  []string `json:"industries"`
	Companies   *int64   `json:"companies"`
	Owner       *string  `json:"owner"` // 项目单位
	Payback     *number  `json:"paybackYears"`
	Progress    *string  `json:"progress"`

	Region *string `json:"region"`
	Metric *string `json:"metric"`
	Period *string `json:"period"` // 2023-01/2023-11, 2023-11 or 2023
	Value  *number `json:"value"`
	Unit   *string `json:"unit"`
	Count  *int64  `json:"projects"`
	Rate   *number `json:"ratePct"`
	Growth *number `json:"growthPct"`
	Share  *number `json:"sharePct"`
	Task   *number `json:"task"` // in Unit, or in 元 where Amount is

	// The key of the public tables has these two under names of its own.
	PaybackAlso *number `json:"payback_years"`
	WantedAlso  *int64  `json:"amount_wanted_yuan"` // where the currency is CNY

	// What goes into drafts besides, as it stands in the sheet.
	Content *string `json:"content,omitempty"`
	Benefit *string `json:"benefit,omitempty"`
	Note    *string `json:"note,omitempty"`
	Origin  *string `json:"origin,omitempty"`
	Level   *string `json:"level,omitempty"`
	Deal    *string `json:"agreement,omitempty"`
}

// number is a decimal as its digits say.
type number string

func (n number) MarshalJSON() ([]byte, error)  { return []byte(n), nil }
func (n *number) UnmarshalJSON(b []byte) error { *n = number(b); return nil }

// Decimal is the number with at most four places, as the rest of the program
// holds it; ok is false where that would not be exact.
func (n number) Decimal() (d invest.Decimal, ok bool) {
	d, err := invest.ParseDecimal(string(n))
	return d, err == nil
}

// Money is the record's amount as the program holds it.
func (r *Record) Money() invest.Money {
	m := invest.Money{Approx: r.Approx}
	switch {
	case r.Amount != nil:
		m.Low, m.High = *r.Amount, *r.Amount
	case r.AmountLow != nil && r.AmountHigh != nil:
		m.Low, m.High = *r.AmountLow, *r.AmountHigh
	default:
		return invest.Money{}
	}
	m.Currency = *r.Currency
	return m
}

// Status is what becomes of a row.
type Status string

const (
	OK    Status = "ok"
	Warn  Status = "warn"  // read, with something to look at
	Skip  Status = "skip"  // no record: a section, a total, a row without a name
	Error Status = "error" // cannot become a record
)

// Message is something to know of a row or of one cell of it. Its words are made
// from the code by whoever shows it.
type Message struct {
	Cell string // "F7", "" for the whole row
	Code Code
	Args []string
}

// Code names what a message says; the words for it are import.msg.{code}.
type Code string

// Codes lists those of the reading.
var Codes = []Code{
	CodeSection,
	CodeTotal,
	CodeNoName,
	CodeHeading,
	CodeUnitLine,
	CodeNote,
	CodePartOfTotal,
	CodeFormula,
	CodeErrorCell,
	CodeShared,
	CodeUnread,
	CodeNameLong,
	CodeHidden,
	CodeNotYuan,
	CodeNoUnit,
	CodeSeveralAmounts,
	CodeNoAmount,
	CodeTooLarge,
	CodeRounded,
	CodeBounded,
	CodeNoDate,
	CodeDateAmbiguous,
	CodeSeveralDates,
}

// Row is a body row.
type Row struct {
	N        int // from 1: the first row under the heading
	At       int // the row in the sheet
	Status   Status
	Record   *Record // nil where skipped; of a row without a name, which is skipped too, what it says
	Messages []Message
	// Cells is what stood in the row's cells, by column, for whoever checks it.
	Cells []string
}

// Total is a row of the sheet that states a sum.
type Total struct {
	Row      int    `json:"row"`
	Stated   *int64 `json:"stated"` // whole units of Currency; null where it is not readable
	Summed   int64  `json:"summed"` // what the rows that it covers add up to
	Currency string `json:"currency"`
}
