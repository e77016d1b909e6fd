package invest

// Update (进展) is a dated note of how a project gets on.
type Update struct {
	Project   int64     `json:"project"`
	Date      Date      `json:"date"`
	Title     Text      `json:"title"`
	Text      Text      `json:"text"`
	Pictures  []Picture `json:"pictures,omitempty"`
	Physical  *Decimal  `json:"physical,omitempty"`  // 形象进度, per cent
	Financial *Decimal  `json:"financial,omitempty"` // 投资完成, per cent
	Source    Source    `json:"source"`

	Problem string `json:"problem,omitempty"` // internal: 存在问题
	Next    string `json:"next,omitempty"`    // internal: 下一步
}

func (u *Update) Kind() Kind         { return KindUpdate }
func (u *Update) Heading() Text      { return u.Title }
func (u *Update) Citation() Source   { return u.Source }
func (u *Update) RichTexts() []*Text { return nil }

// Public leaves out the problem and the next step.
func (u *Update) Public() Content {
	v := *u
	v.Problem, v.Next = "", ""
	return &v
}

func (u *Update) Validate() FieldErrors {
	c := newChecker()
	if u.Project <= 0 {
		c.fail("project", "required")
	}
	c.requiredDate("date", u.Date)
	c.text("title", u.Title, maxName, true)
	c.text("text", u.Text, maxPlain, true)
	c.pictures(u.Pictures)
	c.percent("physical", u.Physical)
	c.percent("financial", u.Financial)
	c.source("source", u.Source, true)
	c.str("problem", u.Problem, maxPlain, false)
	c.str("next", u.Next, maxPlain, false)
	return *c.errs
}
