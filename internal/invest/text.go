package invest

import "encoding/json"

// Lang is a language the site speaks, as its BCP 47 tag.
type Lang string

const (
	Zh Lang = "zh-CN" // the reference language, at /
	En Lang = "en"    // at /en/
)

// Text is a wording in Chinese and, where somebody translated it, in English.
type Text struct {
	Zh string `json:"zh"`
	En string `json:"en,omitempty"`
}

// In gives the wording for a reader of l and the language it is really in:
// without an English wording the Chinese one stands in, and the page must say
// so with a lang attribute.
func (t Text) In(l Lang) (string, Lang) {
	if l == En && t.En != "" {
		return t.En, En
	}
	return t.Zh, Zh
}

// IsZero reports whether nothing was written in either language.
func (t Text) IsZero() bool { return t.Zh == "" && t.En == "" }

// UnmarshalJSON also reads a bare string, as Chinese: data files written by
// hand are easier to read so.
func (t *Text) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		t.En = ""
		return json.Unmarshal(b, &t.Zh)
	}
	type plain Text
	return json.Unmarshal(b, (*plain)(t))
}

// Source says where a record or a figure comes from.
type Source struct {
	Name  Text   `json:"name"`           // the office or paper, required of every kind
	URL   string `json:"url,omitempty"`  // its public address, http or https
	Taken Date   `json:"taken,omitzero"` // when the figure was taken from it
}

// ContactDesk (联系窗口) is an office that answers; never a private person.
type ContactDesk struct {
	Office    Text   `json:"office,omitzero"`
	Phone     string `json:"phone,omitempty"`
	Hours     Text   `json:"hours,omitzero"`
	Languages Text   `json:"languages,omitzero"`
}

// IsZero reports whether no office is named.
func (c ContactDesk) IsZero() bool { return c.Office.IsZero() && c.Phone == "" }
