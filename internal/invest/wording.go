package invest

import (
	"fmt"
	"reflect"
	"strings"
)

// Wording is a piece of a text in one language, by its field's name in the form.
type Wording struct {
	Field  string // "title.zh", "groups.0.signings.2.name.en"
	Text   string
	Markup bool
}

// Wordings lists what readers will read of a text, in the order of its fields:
// what is internal is left out, and so is what is empty.
func Wordings(c Content) []Wording {
	public := c.Public()
	markup := map[*Text]bool{}
	for _, t := range public.RichTexts() {
		markup[t] = true
	}
	var out []Wording
	var walk func(v reflect.Value, name string)
	walk = func(v reflect.Value, name string) {
		if t, ok := v.Addr().Interface().(*Text); ok {
			for _, side := range []Wording{{name + ".zh", t.Zh, markup[t]}, {name + ".en", t.En, markup[t]}} {
				if side.Text != "" {
					out = append(out, side)
				}
			}
			return
		}
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				f := v.Type().Field(i)
				inner, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				switch {
				case inner == "" && f.Anonymous:
					walk(v.Field(i), name)
				case inner != "" && inner != "-":
					walk(v.Field(i), strings.TrimPrefix(name+"."+inner, "."))
				}
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i), fmt.Sprintf("%s.%d", name, i))
			}
		}
	}
	walk(reflect.ValueOf(public).Elem(), "")
	return out
}
