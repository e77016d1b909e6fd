package form

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"wellspring/internal/invest"
	"wellspring/templates/component"
)

// mediaWords is the names and words of files of the library, a section each.
func mediaWords(w *walker, list *[]invest.Media) {
	for i := range *list {
		m := &(*list)[i]
		w.prefix = fmt.Sprintf("media.%d.", i)
		w.path = m.Name + " · "
		w.form.Sections = append(w.form.Sections, component.FormSection{ID: "m-" + strconv.Itoa(i), Title: m.Name})
		w.items = &w.form.Sections[len(w.form.Sections)-1].Items
		w.version(&m.Version)
		w.opened(m)
		w.line("name", "media.name", &m.Name, required)
		if m.IsPicture() {
			w.pictureWords(&m.Words)
		}
	}
}

// version keeps what a row was read at through the form.
func (w *walker) version(p *int64) {
	w.field(component.Field{Name: "version", Kind: "hidden"}, func() string { return strconv.FormatInt(*p, 10) }, func(s string) string {
		*p, _ = strconv.ParseInt(s, 10, 64) // one that is none is stale
		return ""
	})
}

// opened keeps a mark of what a row said when the form was opened, so that what
// somebody did not touch is not taken for theirs.
func (w *walker) opened(m *invest.Media) {
	mark := MediaMark(*m)
	w.field(component.Field{Name: "opened", Kind: "hidden"}, func() string { return mark }, func(string) string { return "" })
}

// MediaMark tells the name and words of a file from others.
func MediaMark(m invest.Media) string {
	b, err := json.Marshal(struct {
		Name  string
		Words invest.Words
	}{m.Name, m.Words})
	if err != nil {
		return "" // a file's words are nothing but text
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// pictureWords are the words of a picture.
func (w *walker) pictureWords(p *invest.Words) {
	w.text("alt", "picture.alt", &p.Alt, hint("hint.alt"))
	w.text("caption", "picture.caption", &p.Caption)
	w.text("credit", "picture.credit", &p.Credit, hint("hint.credit"))
	w.text("place", "picture.place", &p.Place)
	w.date("taken", "picture.taken", &p.Taken)
	w.focus(&p.Focus)
}

// focus is typed as people see it, from the left and from the top: 50 50 is the middle.
func (w *walker) focus(p *invest.Focus) {
	f := component.Field{Name: "focus", Label: "picture.focus", Kind: "focus", Hint: "hint.focus"}
	typed(w, f, p, func(x invest.Focus) string {
		if x == (invest.Focus{}) {
			return ""
		}
		return fmt.Sprintf("%d %d", x.X+50, x.Y+50)
	}, func(s string) (invest.Focus, error) {
		if s == "" {
			return invest.Focus{}, nil
		}
		var x, y int
		if n, err := fmt.Sscanf(s, "%d %d", &x, &y); n != 2 || err != nil || x < 0 || x > 100 || y < 0 || y > 100 {
			return invest.Focus{}, fmt.Errorf("%q is no point", s)
		}
		return invest.Focus{X: x - 50, Y: y - 50}, nil
	}, func(invest.Focus) string { return "" })
}

// media is a file of the library, typed as its number or chosen from the list.
func (w *walker) media(name string, hash *string, pictures bool, options ...option) {
	f := with(component.Field{Name: name, Label: "field.media", Kind: "media", Hint: "hint.media"}, options)
	f.Files = !pictures
	typed(w, f, hash, func(h string) string { return w.env.typedMedia(h) }, func(s string) (string, error) { return w.env.readMedia(s, pictures) },
		func(h string) string {
			if m, ok := w.env.media(h); ok {
				return m.Name
			}
			return ""
		})
	if m, ok := w.env.media(*hash); ok && pictures && w.env.Thumb != nil {
		(*w.items)[len(*w.items)-1].Field.Thumb = w.env.Thumb(m)
	}
}

// media finds a file by its hash.
func (e Env) media(hash string) (invest.Media, bool) {
	if e.Media == nil || hash == "" {
		return invest.Media{}, false
	}
	return e.Media(hash)
}

// typedMedia is how a file is typed: "12 厂房.jpg"; by its hash where it is gone.
func (e Env) typedMedia(hash string) string {
	if m, ok := e.media(hash); ok {
		return strconv.FormatInt(m.Number, 10) + " " + m.Name
	}
	return hash
}

func (e Env) readMedia(s string, pictures bool) (string, error) {
	if s == "" || invest.IsMediaHash(s) { // one that is gone is said when it is saved
		return s, nil
	}
	m, ok := e.media(s)
	if !ok || pictures && !m.IsPicture() {
		return "", fmt.Errorf("%q is no file of the library that can stand here", s)
	}
	return m.Hash, nil
}

func (w *walker) picture(p *invest.Picture) string {
	w.media("media", &p.Media, true, required)
	w.pictureWords(&p.Words)
	if m, ok := w.env.media(p.Media); ok {
		return m.Name
	}
	return ""
}

// pictures are the pictures of a text beside its markup.
func (w *walker) pictures(list *[]invest.Picture) {
	w.section("section.pictures")
	rows(w, "pictures", "field.pictures", "add.picture", list, (*walker).picture)
}

// onePicture is the picture of a text that has one; it has no words without it.
func (w *walker) onePicture(p *invest.Picture) {
	w.section("section.pictures")
	in := *w
	in.prefix = w.prefix + "picture."
	in.media("media", &p.Media, true, wide, called("field.lead_picture"))
	in.pictureWords(&p.Words)
	if p.Media == "" && !w.fill {
		p.Words = invest.Words{}
	}
}

func (w *walker) attachments(list *[]invest.Attachment) {
	rows(w, "attachments", "field.attachments", "add.attachment", list, func(w *walker, a *invest.Attachment) string {
		w.media("media", &a.Media, false, required)
		w.text("title", "field.title", &a.Title, required)
		return a.Title.Zh
	})
}
