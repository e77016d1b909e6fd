package invest

// Release (数据发布) is the figures of one source for one period.
type Release struct {
	Title   Text     `json:"title"`
	Period  Period   `json:"period"`
	Comment Text     `json:"comment,omitzero"` // shown under the figures
	Figures []Figure `json:"figures"`
	Source  Source   `json:"source"`
	Note    string   `json:"note,omitempty"` // internal
}

// Figure is one indicator's value for one region.
type Figure struct {
	Indicator string `json:"indicator"` // key of an Indicator
	Region    Text   `json:"region"`
	// Value is in the indicator's unit; nil where only a ratio was published.
	Value   *Decimal `json:"value,omitempty"`
	AtLeast bool     `json:"atLeast,omitempty"` // given as "30+"
	// Task (年度任务) is in the same unit.
	Task *Decimal `json:"task,omitempty"`
	// TaskInferred marks a task computed from a published ratio (推算).
	TaskInferred bool `json:"taskInferred,omitempty"`
	// Completion is the published ratio of value to task, in per cent. Where
	// both are known it must agree with them to 0.01 point.
	Completion *Decimal `json:"completion,omitempty"`
	YoY        *Decimal `json:"yoy,omitempty"` // 同比, per cent
}

// Ratio is value over task in per cent to two places, from the two themselves.
func (f Figure) Ratio() (Decimal, bool) {
	if f.Value == nil || f.Task == nil {
		return 0, false
	}
	return Percent(int64(*f.Value), int64(*f.Task), 2)
}

// Ahead (超序时) is how many points the completion is ahead of the share of
// the year that has passed; negative when behind.
func (f Figure) Ahead(p Period) (Decimal, bool) {
	done, ok := f.Ratio()
	if !ok && f.Completion != nil {
		done, ok = *f.Completion, true
	}
	passed, ok2 := p.TimeProgress()
	return done - passed, ok && ok2
}

func (r *Release) Kind() Kind         { return KindRelease }
func (r *Release) Heading() Text      { return r.Title }
func (r *Release) Citation() Source   { return r.Source }
func (r *Release) RichTexts() []*Text { return nil }

// Public leaves out the note.
func (r *Release) Public() Content {
	q := *r
	q.Note = ""
	return &q
}

func (r *Release) Validate() FieldErrors {
	c := newChecker()
	c.text("title", r.Title, maxName, true)
	if !r.Period.valid() {
		c.fail("period", "period")
	}
	c.text("comment", r.Comment, maxPlain, false)
	if len(r.Figures) == 0 {
		c.fail("figures", "required")
	}
	c.rows("figures", len(r.Figures))
	type cell struct{ indicator, region string }
	seen := map[cell]bool{}
	for i, f := range r.Figures {
		row := c.at("figures", i)
		row.str("indicator", f.Indicator, 60, true)
		row.text("region", f.Region, maxName, true)
		if seen[cell{f.Indicator, f.Region.Zh}] {
			row.fail("indicator", "duplicate")
		}
		seen[cell{f.Indicator, f.Region.Zh}] = true
		if f.Value == nil && f.Completion == nil {
			row.fail("value", "required")
		}
		row.positive("value", f.Value)
		row.positive("task", f.Task)
		row.positive("completion", f.Completion)
		if got, ok := f.Ratio(); ok && f.Completion != nil && abs(got-*f.Completion) > DecimalUnit/100 {
			row.fail("completion", "ratio", got.String(), f.Completion.String())
		}
	}
	c.source("source", r.Source, true)
	c.str("note", r.Note, maxPlain, false)
	return *c.errs
}

func abs(d Decimal) Decimal {
	if d < 0 {
		return -d
	}
	return d
}
