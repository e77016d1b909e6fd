package invest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Media (媒体) is a file of the library: a picture, or what readers download.
// Its words are what a text begins with that shows it; a text keeps its own,
// which are reviewed with it.
type Media struct {
	Number  int64  `json:"number"`
	Version int64  `json:"version"`
	Hash    string `json:"hash"`   // SHA-256 of the file that is kept, in hex: its address
	Upload  string `json:"upload"` // SHA-256 of the file that was sent: what is sent twice is kept once
	Name    string `json:"name"`   // for downloads: "厂房.jpg"
	Type    string `json:"type"`   // by its content: image/jpeg
	Size    int64  `json:"size"`   // bytes
	Width   int    `json:"width"`  // pixels; 0 for what is no picture
	Height  int    `json:"height"`
	Widths  []int  `json:"widths"` // of the smaller copies, ascending

	Words
	Editor int64     `json:"editor"` // who sent it
	At     time.Time `json:"at"`
}

// IsPicture reports whether it can be shown on a page.
func (m Media) IsPicture() bool { return m.Width > 0 }

// Path is its address, the same wherever it is shown. A picture is shown under a
// name that stays, whatever it is called: markup has it in it.
func (m Media) Path() string {
	if m.IsPicture() {
		return MediaPath(m.Hash, "whole")
	}
	return MediaPath(m.Hash, m.Name)
}

// MediaPath is the address of a file of the library below the site's base.
func MediaPath(hash, name string) string { return "/media/" + hash + "/" + name }

// Words are what is said of a picture, and where to look in it.
type Words struct {
	Alt     Text  `json:"alt,omitzero"` // 说明: what is to be seen, for those who do not see it
	Caption Text  `json:"caption,omitzero"`
	Credit  Text  `json:"credit,omitzero"` // 摄影 or 来源
	Place   Text  `json:"place,omitzero"`
	Taken   Date  `json:"taken,omitzero"`
	Focus   Focus `json:"focus,omitzero"`
}

// Picture is a picture in a text, with the words that belong to it there. Its
// size is the library's, put in on save, so that pages need not ask.
type Picture struct {
	Media  string `json:"media,omitempty"` // Media.Hash
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	Words
}

// Focus is the point of a picture that stays in view when it is cropped: per
// cent of its width and height, from the middle, -50 to 50.
type Focus struct {
	X int `json:"x,omitempty"`
	Y int `json:"y,omitempty"`
}

// Attachment (附件) is a file that a text offers for download.
type Attachment struct {
	Media string `json:"media"` // Media.Hash
	Title Text   `json:"title"`
	Name  string `json:"name"` // the library's, put in on save, as Type and Size are
	Type  string `json:"type"`
	Size  int64  `json:"size"` // bytes
}

func (c checker) picture(p Picture) {
	if !IsMediaHash(p.Media) {
		c.fail("media", "required")
	}
	c.words(p.Words)
}

func (c checker) words(p Words) {
	c.text("alt", p.Alt, maxLine, false)
	c.text("caption", p.Caption, maxLine, false)
	c.text("credit", p.Credit, maxName, false)
	c.text("place", p.Place, maxName, false)
	c.date("taken", p.Taken)
	if p.Focus.X < -50 || p.Focus.X > 50 || p.Focus.Y < -50 || p.Focus.Y > 50 {
		c.fail("focus", "choice", fmt.Sprintf("%d %d", p.Focus.X, p.Focus.Y))
	}
}

// maxPictures and maxAttachments are of one text.
const (
	maxPictures    = 60
	maxAttachments = 30
)

func (c checker) pictures(list []Picture) {
	if len(list) > maxPictures {
		c.fail("pictures", "too_many", maxPictures)
	}
	for i, p := range list {
		c.at("pictures", i).picture(p)
	}
}

func (c checker) attachments(list []Attachment) {
	if len(list) > maxAttachments {
		c.fail("attachments", "too_many", maxAttachments)
	}
	for i, a := range list {
		row := c.at("attachments", i)
		if !IsMediaHash(a.Media) {
			row.fail("media", "required")
		}
		row.text("title", a.Title, maxName, true)
	}
}

// CheckMediaWords gives what is wrong with a file's name and words.
func CheckMediaWords(m Media) FieldErrors {
	c := newChecker()
	c.str("name", m.Name, maxFileName, true)
	c.words(m.Words)
	return *c.errs
}

// CheckMediaList does so for several, each field by its place: "media.2.alt.zh".
func CheckMediaList(list []Media) FieldErrors {
	var errs FieldErrors
	for i, m := range list {
		for _, e := range CheckMediaWords(m) {
			e.Field = fmt.Sprintf("media.%d.%s", i, e.Field)
			errs = append(errs, e)
		}
	}
	return errs
}

// IsMediaHash reports whether a string has the form of Media.Hash.
func IsMediaHash(s string) bool {
	return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == ""
}

// EachPicture and EachAttachment call f with what a text shows beside its
// markup, in the order of its form.
func EachPicture(c Content, f func(p *Picture)) {
	switch t := c.(type) {
	case *Project:
		each(t.Pictures, f)
	case *Ceremony:
		each(t.Pictures, f)
	case *Park:
		each(t.Pictures, f)
	case *Update:
		each(t.Pictures, f)
	case *Article:
		if t.Picture.Media != "" {
			f(&t.Picture)
		}
	}
}

func EachAttachment(c Content, f func(a *Attachment)) {
	switch t := c.(type) {
	case *Project:
		each(t.Attachments, f)
	case *Article:
		each(t.Attachments, f)
	case *Policy:
		each(t.Attachments, f)
	}
}

func each[T any](list []T, f func(*T)) {
	for i := range list {
		f(&list[i])
	}
}

// MediaUse is a file that a text shows, and where.
type MediaUse struct {
	Hash  string
	Field string // as in the form: "body.zh", "pictures.0.media"
	Shown bool   // as a picture; else it is offered for download
}

// mediaInMarkup finds our own files in the sanitiser's canonical form: what is
// shown, and what is linked to.
var mediaInMarkup = regexp.MustCompile(` (?:src|href)="/media/([0-9a-f]{64})/`)

// MediaUses lists the files that a text shows, in the order of its fields; one
// that is shown twice is listed twice.
func MediaUses(c Content) []MediaUse {
	var out []MediaUse
	add := func(hash, list string, i int, shown bool) {
		out = append(out, MediaUse{hash, fmt.Sprintf("%s.%d.media", list, i), shown})
	}
	i := 0
	EachPicture(c, func(p *Picture) {
		if c.Kind() == KindArticle { // it has one and no list
			out = append(out, MediaUse{p.Media, "picture.media", true})
			return
		}
		add(p.Media, "pictures", i, true)
		i++
	})
	i = 0
	EachAttachment(c, func(a *Attachment) {
		add(a.Media, "attachments", i, false)
		i++
	})
	for _, f := range RichFields(c) {
		for _, m := range mediaInMarkup.FindAllStringSubmatch(f.Markup, -1) {
			out = append(out, MediaUse{m[1], f.Name, strings.HasPrefix(m[0], " src")})
		}
	}
	return out
}

// MediaHashes gives the files that a text shows, each once, ordered.
func MediaHashes(c Content) []string {
	var out []string
	for _, u := range MediaUses(c) {
		out = append(out, u.Hash)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// RichField is a field of markup in one language, by its name in the form.
type RichField struct {
	Name   string // "body.zh"
	Markup string
}

// RichFields lists the fields of a text that hold markup and are not empty:
// its body, in either language.
func RichFields(c Content) []RichField {
	var out []RichField
	for _, t := range c.RichTexts() {
		for _, side := range []RichField{{"body.zh", t.Zh}, {"body.en", t.En}} {
			if side.Markup != "" {
				out = append(out, side)
			}
		}
	}
	return out
}

// MediaFilter narrows the list of the library.
type MediaFilter struct {
	Query    string // stands in the name or a word of it, in either language
	Pictures bool   // only what pages can show
	Files    bool   // only what is downloaded
	Wordless bool   // only pictures without an alt text or a credit
	Unused   bool   // only what no text shows
	Limit    int    // 0: 40
	Offset   int
}

// MediaList is one page of the library, newest first.
type MediaList struct {
	Rows  []Media
	Total int
}
