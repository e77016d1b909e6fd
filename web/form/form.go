// Package form lays a text out as the fields of a form. One description a kind
// of text serves four ways: it writes the text as values, reads values back
// into it, gives the form to show, and the lines to compare two texts by.
//
// Values are kept as they were typed, so that a form that was not accepted
// comes back as it was sent.
package form

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
)

// Env is what a form must know besides its text: the choices that settings
// make, and the titles of what may be referred to.
type Env struct {
	Settings invest.Settings
	Titles   map[invest.Kind]map[int64]string
	// Media finds a file of the library by its hash, or by its number with or
	// without its name behind it; nil: there is none.
	Media func(named string) (invest.Media, bool)
	Thumb func(m invest.Media) string // address of a small picture of it
}

// Form is a text as fields.
type Form struct {
	Sections []component.FormSection
	Values   url.Values
	Errors   invest.FieldErrors // what could not be read
	labels   []label
	rows     int  // read so far, of all lists
	full     bool // there were more
}

// label names a field with where it stands: "签约组 1 · 签约 2 · 名称".
type label struct{ name, words string }

// Of writes a text as a form.
func Of(ctx context.Context, env Env, text any) Form {
	return walk(ctx, env, text, url.Values{}, true)
}

// Read reads values into a text, which is empty before, and gives the form with
// what could not be read. What the text makes of it is for the Desk to say.
func Read(ctx context.Context, env Env, text any, values url.Values) Form {
	return walk(ctx, env, text, values, false)
}

func walk(ctx context.Context, env Env, text any, values url.Values, fill bool) Form {
	f := Form{Values: values}
	w := &walker{ctx: ctx, env: env, fill: fill, form: &f}
	describe(w, text)
	return f
}

// describe lays out a text of any kind.
func describe(w *walker, text any) {
	switch t := text.(type) {
	case *invest.Project:
		project(w, t)
	case *invest.Ceremony:
		ceremony(w, t)
	case *invest.Park:
		park(w, t)
	case *invest.Article:
		article(w, t)
	case *invest.Policy:
		policy(w, t)
	case *invest.Update:
		update(w, t)
	case *invest.Release:
		release(w, t)
	case *[]invest.Media:
		mediaWords(w, t)
	case *invest.Site:
		site(w, t)
	case *invest.Columns:
		columns(w, t)
	case *invest.Sectors:
		sectors(w, t)
	case *invest.Indicators:
		indicators(w, t)
	case *invest.Redirects:
		redirects(w, t)
	case *invest.ReviewLevels:
		reviewLevels(w, t)
	case *invest.WordList:
		wordList(w, t)
	}
}

// walker goes once over the fields of a text.
type walker struct {
	ctx    context.Context
	env    Env
	fill   bool // from the text into values; else from values into the text
	form   *Form
	items  *[]component.FormItem // where the next field goes
	prefix string                // of names: "groups.0."
	path   string                // of labels: "签约组 1 · "
}

// section begins the next part of the form.
func (w *walker) section(key string) {
	w.form.Sections = append(w.form.Sections, component.FormSection{ID: "s-" + key[strings.LastIndexByte(key, '.')+1:], Title: i18n.T(w.ctx, key)})
	w.items = &w.form.Sections[len(w.form.Sections)-1].Items
}

// field adds a field. get gives the text's value as typed; set reads what was
// typed into the text and gives the key of what is wrong with it, "" for nothing.
func (w *walker) field(f component.Field, get func() string, set func(string) string) {
	f.Name = w.prefix + f.Name
	f.Label = i18n.T(w.ctx, f.Label)
	if f.Hint != "" {
		f.Hint = i18n.T(w.ctx, f.Hint)
	}
	if w.fill {
		w.form.Values.Set(f.Name, get())
	}
	f.Value = w.form.Values.Get(f.Name)
	if !w.fill {
		w.wrong(f.Name, set(f.Value))
	}
	known := f.Kind != "choice"
	for i := range f.Options {
		f.Options[i].Chosen = f.Options[i].Value == f.Value
		known = known || f.Options[i].Chosen
	}
	if !known { // one that is no choice any more stays until somebody changes it
		f.Options = append(f.Options, component.Option{Value: f.Value, Label: i18n.Words{S: f.Value}, Chosen: true})
	}
	w.add(f)
}

func (w *walker) add(f component.Field) {
	*w.items = append(*w.items, component.FormItem{Field: &f})
	if f.Kind != "hidden" {
		words := f.Label
		switch {
		case f.Lang == "en":
			words += " " + i18n.T(w.ctx, "field.english")
		case f.Lang != "" && i18n.From(w.ctx).Lang == invest.En:
			words += " " + i18n.T(w.ctx, "field.chinese")
		}
		w.form.labels = append(w.form.labels, label{f.Name, w.path + words})
	}
}

func (w *walker) wrong(name, key string, args ...any) {
	if key != "" {
		w.form.Errors = append(w.form.Errors, invest.FieldError{Field: name, Key: key, Args: args})
	}
}

// MaxRows is how many rows of one list a form takes, and maxAllRows of all of
// them: lists stand within lists, and a form of some kilobytes could ask for
// more rows than there is memory.
const (
	MaxRows    = 2_000
	maxAllRows = 5_000
)

// rows adds a list of rows, each described by row, which gives the row's title.
func rows[T any](w *walker, name, labelKey, addKey string, list *[]T, row func(w *walker, v *T) string) {
	name = w.prefix + name
	r := component.Rows{Name: name, Label: i18n.T(w.ctx, labelKey), Add: i18n.T(w.ctx, addKey)}
	if w.fill {
		w.form.Values.Set(name+".#", strconv.Itoa(len(*list)))
	} else {
		n, _ := strconv.Atoi(w.form.Values.Get(name + ".#")) // a count that is none is no rows
		switch left := maxAllRows - w.form.rows; {
		case n > MaxRows:
			w.wrong(name, "error.too_many", MaxRows)
			n = min(MaxRows, left)
		case n > left:
			if !w.form.full { // once is enough
				w.wrong(name, "error.too_many", maxAllRows)
			}
			n, w.form.full = left, true
		}
		*list = nil
		if n > 0 {
			*list = make([]T, n)
			w.form.rows += n
		}
	}
	w.form.labels = append(w.form.labels, label{name, w.path + r.Label})
	for i := range *list {
		in := *w
		var items []component.FormItem
		in.items = &items
		in.prefix = name + "." + strconv.Itoa(i) + "."
		in.path = w.path + r.Label + " " + strconv.Itoa(i+1) + " · "
		title := row(&in, &(*list)[i])
		if title == "" {
			title = i18n.T(w.ctx, "rows.untitled")
		}
		shown := w.form.Values.Get("open") == strings.TrimSuffix(in.prefix, ".")
		if shown {
			focusFirst(items)
		}
		r.Rows = append(r.Rows, component.Row{
			Title: strconv.Itoa(i+1) + ". " + title, Items: items,
			Open: len(*list) == 1 || len(*list) <= fewRows && len(items) <= fewFields || shown,
		})
	}
	*w.items = append(*w.items, component.FormItem{Rows: &r})
}

// focusFirst has the browser go to the first field of a row that was just added
// or moved, also where there is no script.
func focusFirst(items []component.FormItem) {
	for _, item := range items {
		if item.Field != nil && item.Field.Kind != "hidden" {
			item.Field.Focus = true
			return
		}
	}
}

// So few rows of so few fields are shown unfolded, and so is a row alone.
const (
	fewRows   = 3
	fewFields = 6
)

// maxProblems is how many errors are listed above a form.
const maxProblems = 100

// Attach puts errors to their fields, opens the rows they are in, and lists
// them for the top of the form, in its order. An error about something within a field stands
// at that field; one about no field stands in the list alone. Of very many only
// the first are said: each is looked for in the whole form.
func (f *Form) Attach(ctx context.Context, errs invest.FieldErrors) []component.Problem {
	errs = slices.Clone(errs[:min(len(errs), maxProblems)])
	slices.SortStableFunc(errs, func(a, b invest.FieldError) int { return f.find(a.Field) - f.find(b.Field) })
	var out []component.Problem
	for _, e := range errs {
		words := i18n.T(ctx, e.Key, e.Args...)
		i := f.find(e.Field)
		if i < 0 {
			out = append(out, component.Problem{Text: words})
			continue
		}
		at := f.labels[i]
		out = append(out, component.Problem{Text: at.words + i18n.T(ctx, "colon") + words, Href: "#f-" + at.name})
		for s := range f.Sections {
			mark(f.Sections[s].Items, at.name,
				func(x *component.Field) { x.Error = join(x.Error, words) },
				func(x *component.Rows) { x.Error = join(x.Error, words) })
		}
	}
	return out
}

// Remark says something at a field that is no error, in place of its hint.
func (f *Form) Remark(name, words string) {
	for s := range f.Sections {
		mark(f.Sections[s].Items, name, func(x *component.Field) { x.Hint = words }, nil)
	}
}

// Label is what a field is called, with where it stands; of what is within a
// field that one's.
func (f *Form) Label(name string) string {
	i := f.find(name)
	if i < 0 {
		return ""
	}
	return f.labels[i].words
}

// find gives the label of a field, or of the nearest one that it is part of.
func (f *Form) find(name string) int {
	for {
		if i := slices.IndexFunc(f.labels, func(l label) bool { return l.name == name || l.name == name+".zh" }); i >= 0 {
			return i
		}
		cut := strings.LastIndexByte(name, '.')
		if cut < 0 {
			return -1
		}
		name = name[:cut]
	}
}

// mark changes the field or the list of a name, opens the rows that it is in,
// and reports whether it is there.
func mark(items []component.FormItem, name string, field func(*component.Field), list func(*component.Rows)) bool {
	for _, item := range items {
		switch {
		case item.Field != nil && item.Field.Name == name:
			field(item.Field)
			return true
		case item.Rows != nil && item.Rows.Name == name:
			if list != nil {
				list(item.Rows)
			}
			return true
		case item.Rows != nil:
			for i := range item.Rows.Rows {
				if mark(item.Rows.Rows[i].Items, name, field, list) {
					item.Rows.Rows[i].Open = true
					return true
				}
			}
		}
	}
	return false
}

func join(before, words string) string {
	if before == "" || before == words {
		return words
	}
	return before + " " + words
}
