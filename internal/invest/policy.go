package invest

// Policy (政策) is a document of an authority. Nothing in it promises a named
// firm money; a page always shows its validity and its review.
type Policy struct {
	Title       Text         `json:"title"`
	DocNo       string       `json:"docNo,omitempty"` // 发文字号
	Issuer      Text         `json:"issuer,omitzero"`
	Issued      Date         `json:"issued,omitzero"`
	From        Date         `json:"from,omitzero"`
	To          Date         `json:"to,omitzero"`
	Validity    Validity     `json:"validity"`
	Review      FairReview   `json:"review,omitzero"`
	Summary     Text         `json:"summary,omitzero"`
	Body        Text         `json:"body,omitzero"` // markup
	Attachments []Attachment `json:"attachments,omitempty"`
	Clauses     []Clause     `json:"clauses,omitempty"`
	Window      Text         `json:"window,omitzero"` // 办理窗口
	Desk        ContactDesk  `json:"desk,omitzero"`
	Source      Source       `json:"source"`
	Note        string       `json:"note,omitempty"` // internal
}

// Validity (有效性) is whether a policy may be relied on.
type Validity string

const (
	InForce  Validity = "in_force"  // 有效
	Amended  Validity = "amended"   // 修订
	Repealed Validity = "repealed"  // 废止
	Expired  Validity = "expired"   // 失效
	ToVerify Validity = "to_verify" // 待核
)

// Validities lists them all.
var Validities = []Validity{InForce, Amended, Repealed, Expired, ToVerify}

// FairReview is the fair-competition review (公平竞争审查).
type FairReview struct {
	State ReviewState `json:"state"`
	Date  Date        `json:"date,omitzero"`
	Organ Text        `json:"organ,omitzero"`
}

// ReviewState is how far the fair-competition review has come.
type ReviewState string

const (
	FairReviewed     ReviewState = "reviewed"      // 已审查
	FairNotReviewed  ReviewState = "not_reviewed"  // 未审查
	FairNotConcerned ReviewState = "not_concerned" // 不涉及
)

// ReviewStates lists them all.
var ReviewStates = []ReviewState{FairReviewed, FairNotReviewed, FairNotConcerned}

// Clause (条款) is one measure of a policy.
type Clause struct {
	Title     Text `json:"title"`
	Text      Text `json:"text"`
	Condition Text `json:"condition,omitzero"`
}

func (p *Policy) Kind() Kind         { return KindPolicy }
func (p *Policy) Heading() Text      { return p.Title }
func (p *Policy) Citation() Source   { return p.Source }
func (p *Policy) RichTexts() []*Text { return []*Text{&p.Body} }

// Public leaves out the note.
func (p *Policy) Public() Content {
	q := *p
	q.Note = ""
	return &q
}

func (p *Policy) Validate() FieldErrors {
	c := newChecker()
	c.text("title", p.Title, maxName, true)
	c.str("docNo", p.DocNo, 100, false)
	c.text("issuer", p.Issuer, maxName, false)
	c.date("issued", p.Issued)
	c.date("from", p.From)
	c.date("to", p.To)
	c.inOrder("from", p.Issued, p.From)
	c.inOrder("to", p.From, p.To)
	oneOf(c, "validity", p.Validity, Validities, true)
	oneOf(c, "review.state", p.Review.State, ReviewStates, false)
	c.date("review.date", p.Review.Date)
	c.text("review.organ", p.Review.Organ, maxName, false)
	c.text("summary", p.Summary, maxLine, false)
	c.text("body", p.Body, maxRich, false)
	c.attachments(p.Attachments)
	c.rows("clauses", len(p.Clauses))
	for i, x := range p.Clauses {
		row := c.at("clauses", i)
		row.text("title", x.Title, maxName, true)
		row.text("text", x.Text, maxPlain, true)
		row.text("condition", x.Condition, maxPlain, false)
	}
	c.text("window", p.Window, maxName, false)
	c.contact("desk", p.Desk)
	c.source("source", p.Source, true)
	c.str("note", p.Note, maxPlain, false)
	return *c.errs
}
