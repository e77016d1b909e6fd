package invest

// Article (新闻动态) is a text in a news column.
type Article struct {
	Column       string       `json:"column"` // key of a Column that takes articles
	Title        Text         `json:"title"`
	Kicker       Text         `json:"kicker,omitzero"`   // 引题
	Subtitle     Text         `json:"subtitle,omitzero"` // 副题
	Summary      Text         `json:"summary,omitzero"`
	Picture      Picture      `json:"picture,omitzero"` // 题图
	Body         Text         `json:"body"`             // markup
	Attachments  []Attachment `json:"attachments,omitempty"`
	Author       Text         `json:"author,omitzero"`
	Photographer Text         `json:"photographer,omitzero"`
	Editor       Text         `json:"editor,omitzero"`     // 责任编辑
	FirstShown   Date         `json:"firstShown,omitzero"` // 首发日期, for what first appeared elsewhere
	Projects     []int64      `json:"projects,omitempty"`
	Ceremony     int64        `json:"ceremony,omitempty"`
	Park         int64        `json:"park,omitempty"`
	Source       Source       `json:"source"`
	Note         string       `json:"note,omitempty"` // internal
}

func (a *Article) Kind() Kind         { return KindArticle }
func (a *Article) Heading() Text      { return a.Title }
func (a *Article) Citation() Source   { return a.Source }
func (a *Article) RichTexts() []*Text { return []*Text{&a.Body} }

// Public leaves out the note.
func (a *Article) Public() Content {
	b := *a
	b.Note = ""
	return &b
}

func (a *Article) Validate() FieldErrors {
	c := newChecker()
	c.str("column", a.Column, 60, true)
	c.text("title", a.Title, maxName, true)
	c.text("kicker", a.Kicker, maxName, false)
	c.text("subtitle", a.Subtitle, maxName, false)
	c.text("summary", a.Summary, maxLine, false)
	if a.Picture != (Picture{}) {
		c.in("picture").picture(a.Picture)
	}
	c.text("body", a.Body, maxRich, true)
	c.attachments(a.Attachments)
	c.text("author", a.Author, maxName, false)
	c.text("photographer", a.Photographer, maxName, false)
	c.text("editor", a.Editor, maxName, false)
	c.date("firstShown", a.FirstShown)
	c.rows("projects", len(a.Projects))
	c.source("source", a.Source, true)
	c.str("note", a.Note, maxPlain, false)
	return *c.errs
}
