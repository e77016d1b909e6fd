package invest

// Duplicate is a copy of a text to begin a new draft from: named as a copy,
// without what is one text's own: its number at the bureau or of its document, the keys
// of its rows, and who entered its phases. Notes stay.
func Duplicate(c Content) (Content, error) {
	c, err := CloneContent(c)
	if err != nil {
		return nil, err
	}
	title := titleOf(c)
	title.Zh += "（副本）"
	if title.En != "" {
		title.En += " (copy)"
	}
	switch c := c.(type) {
	case *Project:
		c.Code = ""
		for i := range c.Phases {
			c.Phases[i].Editor = ""
		}
	case *Ceremony:
		c.LastKey = 0
		for i := range c.Groups {
			c.Groups[i].Key = 0
			for j := range c.Groups[i].Signings {
				c.Groups[i].Signings[j].Key = 0
			}
		}
	case *Park:
		c.LastKey = 0
		for i := range c.Plots {
			c.Plots[i].Key = 0
		}
		for i := range c.Workshops {
			c.Workshops[i].Key = 0
		}
	case *Policy:
		c.DocNo = ""
	}
	return c, nil
}

// titleOf points at what Heading gives.
func titleOf(c Content) *Text {
	switch c := c.(type) {
	case *Project:
		return &c.Title
	case *Ceremony:
		return &c.Title
	case *Park:
		return &c.Name
	case *Article:
		return &c.Title
	case *Policy:
		return &c.Title
	case *Update:
		return &c.Title
	case *Release:
		return &c.Title
	}
	return new(Text)
}
