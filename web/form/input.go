package form

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
)

// option changes how a field is shown.
type option func(*component.Field)

func required(f *component.Field) { f.Required = true }
func wide(f *component.Field)     { f.Wide = true }

// called gives a field a name of its own.
func called(key string) option { return func(f *component.Field) { f.Label = key } }

// tall gives an area so many lines.
func tall(lines int) option { return func(f *component.Field) { f.Rows = lines } }

// hint says how a field is meant.
func hint(key string) option { return func(f *component.Field) { f.Hint = key } }

func with(f component.Field, options []option) component.Field {
	for _, o := range options {
		o(&f)
	}
	return f
}

// line is one line of text.
func (w *walker) line(name, label string, p *string, options ...option) {
	w.field(with(component.Field{Name: name, Label: label, Kind: "line"}, options), func() string { return *p }, func(s string) string {
		*p = strings.TrimSpace(s)
		return ""
	})
}

// area is a block of plain text.
func (w *walker) area(name, label string, p *string, options ...option) {
	w.field(with(component.Field{Name: name, Label: label, Kind: "area", Wide: true}, options), func() string { return *p }, func(s string) string {
		*p = Block(s)
		return ""
	})
}

// Block is text of several lines as it is kept: browsers send CR LF.
func Block(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

// internalArea is a block that never leaves the desk, and says so.
func (w *walker) internalArea(name, label string, p *string) {
	w.area(name, label, p, hint("hint.internal"))
}

// text is a line in both languages.
func (w *walker) text(name, label string, t *invest.Text, options ...option) {
	w.both(name, label, t, component.Field{Kind: "line"}, options)
}

// texts in several lines, and texts in markup.
func (w *walker) blocks(name, label string, t *invest.Text, options ...option) {
	w.both(name, label, t, component.Field{Kind: "area"}, options)
}

func (w *walker) rich(name, label string, t *invest.Text, options ...option) {
	w.both(name, label, t, component.Field{Kind: "rich", Rows: 14, Wide: true, Hint: "hint.rich"}, options)
}

// both is a text in its two languages. Only the Chinese one can be required.
func (w *walker) both(name, label string, t *invest.Text, f component.Field, options []option) {
	for _, side := range []struct {
		name, lang string
		p          *string
	}{{name + ".zh", "zh-CN", &t.Zh}, {name + ".en", "en", &t.En}} {
		one := with(f, options)
		one.Name, one.Label, one.Lang, one.First = side.name, label, side.lang, side.lang != "en"
		if side.lang == "en" {
			one.Required, one.Hint = false, ""
		}
		w.field(one, func() string { return *side.p }, func(s string) string {
			*side.p = Block(s)
			return ""
		})
	}
}

// typed is a value that is read from what people type. It says how it was read.
func typed[T any](w *walker, f component.Field, p *T, write func(T) string, read func(string) (T, error), words func(T) string) {
	f.Name = w.prefix + f.Name
	if w.fill {
		w.form.Values.Set(f.Name, write(*p))
	}
	v, err := read(strings.TrimSpace(w.form.Values.Get(f.Name)))
	f.Value, f.Label = w.form.Values.Get(f.Name), i18n.T(w.ctx, f.Label)
	if f.Hint != "" {
		f.Hint = i18n.T(w.ctx, f.Hint)
	}
	if err != nil {
		w.wrong(f.Name, Wrong(err, f.Kind))
	} else {
		if !w.fill {
			*p = v
		}
		if f.Value != "" {
			f.Read = words(v)
		}
	}
	w.add(f)
}

// Wrong is the key of what is wrong with something typed.
func Wrong(err error, kind string) string {
	for _, known := range []struct {
		err error
		key string
	}{
		{invest.ErrNoUnit, "error." + kind + "_no_unit"},
		{invest.ErrTooLarge, "error.too_large"},
		{invest.ErrFraction, "error.money_fraction"},
		{invest.ErrRange, "error.money_range"},
		{invest.ErrNegative, "error.money_negative"},
		{invest.ErrDateAmbiguous, "error.date_ambiguous"},
	} {
		if errors.Is(err, known.err) {
			return known.key
		}
	}
	return "error.no_" + kind
}

func (w *walker) money(name, label string, p *invest.Money, options ...option) {
	f := with(component.Field{Name: name, Label: label, Kind: "money", Hint: "hint.money"}, options)
	typed(w, f, p, invest.Money.Typed, invest.ParseMoney, func(m invest.Money) string { return i18n.Money(w.ctx, m) })
}

func (w *walker) date(name, label string, p *invest.Date, options ...option) {
	f := with(component.Field{Name: name, Label: label, Kind: "date", Hint: "hint.date"}, options)
	typed(w, f, p, invest.Date.Typed, invest.ParseDate, func(d invest.Date) string { return DateWords(w.ctx, d) })
}

// DateWords says how a date was read, and what it does not tell.
func DateWords(ctx context.Context, d invest.Date) string {
	words := i18n.Date(ctx, d)
	if d.Year == 0 && !d.IsZero() {
		words += i18n.T(ctx, "brackets", i18n.T(ctx, "date.no_year"))
	}
	return words
}

func (w *walker) land(name, label string, p *invest.Area, options ...option) {
	f := with(component.Field{Name: name, Label: label, Kind: "land", Hint: "hint.land"}, options)
	typed(w, f, p, invest.Area.Typed, invest.ParseArea, func(a invest.Area) string { return i18n.Land(w.ctx, a) })
}

func (w *walker) period(name, label string, p *invest.Period, options ...option) {
	f := with(component.Field{Name: name, Label: label, Kind: "period", Hint: "hint.period"}, options)
	typed(w, f, p, invest.Period.Typed, invest.ParsePeriod, func(v invest.Period) string { return i18n.Period(w.ctx, v) })
}

// number is a decimal that may be unknown.
func (w *walker) number(name, label string, p **invest.Decimal, options ...option) {
	f := with(component.Field{Name: name, Label: label, Kind: "number"}, options)
	typed(w, f, p, func(d *invest.Decimal) string {
		if d == nil {
			return ""
		}
		return d.String()
	}, func(s string) (*invest.Decimal, error) {
		if s == "" {
			return nil, nil
		}
		d, err := invest.ParseDecimal(bare(s))
		return &d, err
	}, func(*invest.Decimal) string { return "" })
}

// exact is a decimal that must be there.
func (w *walker) exact(name, label string, p *invest.Decimal, options ...option) {
	f := with(component.Field{Name: name, Label: label, Kind: "number", Required: true}, options)
	read := func(s string) (invest.Decimal, error) { return invest.ParseDecimal(bare(s)) }
	typed(w, f, p, invest.Decimal.String, read, func(invest.Decimal) string { return "" })
}

// count is a whole number, 0 where nobody said.
func (w *walker) count(name, label string, p *int, options ...option) {
	f := with(component.Field{Name: name, Label: label, Kind: "number"}, options)
	typed(w, f, p, func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}, wholeNumber, func(int) string { return "" })
}

// maybe is a whole number that may be unknown, where 0 means none.
func (w *walker) maybe(name, label string, p **int, options ...option) {
	f := with(component.Field{Name: name, Label: label, Kind: "number"}, options)
	typed(w, f, p, func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}, func(s string) (*int, error) {
		if s == "" {
			return nil, nil
		}
		n, err := wholeNumber(s)
		return &n, err
	}, func(*int) string { return "" })
}

// units are what people write behind a number whose field names the unit.
var units = []string{"公里", "千米", "km", "分钟", "米", "m", "吨", "人", "个", "户", "家", "年", "年度"}

// bare takes the unit off a number: "8公里" in a field of kilometres is 8.
func bare(s string) string {
	for _, u := range units {
		if rest, ok := strings.CutSuffix(s, u); ok {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

func wholeNumber(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	d, err := invest.ParseDecimal(bare(s))
	if err != nil || d%invest.DecimalUnit != 0 {
		return 0, fmt.Errorf("%q is no whole number", s)
	}
	return int(d / invest.DecimalUnit), nil
}

// flag is a yes that may be ticked.
func (w *walker) flag(name, label string, p *bool, options ...option) {
	w.field(with(component.Field{Name: name, Label: label, Kind: "check"}, options), func() string {
		if *p {
			return "1"
		}
		return ""
	}, func(s string) string {
		*p = s == "1"
		return ""
	})
}

// unsure is a yes, a no, or nobody said.
func (w *walker) unsure(name, label string, p **bool) {
	f := component.Field{Name: name, Label: label, Kind: "choice", Options: []component.Option{
		{Label: w.words("choice.none")}, {Value: "yes", Label: w.words("choice.yes")}, {Value: "no", Label: w.words("choice.no")},
	}}
	w.field(f, func() string {
		switch {
		case *p == nil:
			return ""
		case **p:
			return "yes"
		}
		return "no"
	}, func(s string) string {
		*p = nil
		if s != "" {
			yes := s == "yes"
			*p = &yes
		}
		return ""
	})
}

func (w *walker) words(key string) i18n.Words { return i18n.Words{S: i18n.T(w.ctx, key)} }

// choice is one value of an enumeration.
func choice[T ~string](w *walker, name, label, enum string, p *T, all []T, options ...option) {
	var list []component.Option
	for _, v := range all {
		list = append(list, component.Option{Value: string(v), Label: w.words(enum + "." + string(v))})
	}
	pick(w, name, label, p, list, options)
}

// pick is one of some options, of which the first is none unless it is required.
func pick[T ~string](w *walker, name, label string, p *T, list []component.Option, options []option) {
	f := with(component.Field{Name: name, Label: label, Kind: "choice"}, options)
	f.Options = append([]component.Option{{Label: w.words("choice.none")}}, list...)
	w.field(f, func() string { return string(*p) }, func(s string) string {
		*p = T(s)
		return ""
	})
}

// checks are several values of an enumeration.
func checks[T ~string](w *walker, name, label, enum string, p *[]T, all []T, options ...option) {
	var list []component.Option
	for _, v := range all {
		list = append(list, component.Option{Value: string(v), Label: w.words(enum + "." + string(v))})
	}
	tick(w, name, label, p, list, options)
}

func tick[T ~string](w *walker, name, label string, p *[]T, list []component.Option, options []option) {
	f := with(component.Field{Name: name, Label: label, Kind: "checks", Options: list}, options)
	f.Name, f.Label = w.prefix+f.Name, i18n.T(w.ctx, f.Label)
	if w.fill {
		w.form.Values.Del(f.Name)
		for _, v := range *p {
			w.form.Values.Add(f.Name, string(v))
		}
	} else {
		*p = nil
		for _, v := range w.form.Values[f.Name] {
			*p = append(*p, T(v))
		}
	}
	for _, v := range w.form.Values[f.Name] {
		known := false
		for i := range f.Options {
			if f.Options[i].Value == v {
				f.Options[i].Chosen, known = true, true
			}
		}
		if !known { // it stays until somebody takes it off
			f.Options = append(f.Options, component.Option{Value: v, Label: i18n.Words{S: v}, Chosen: true})
		}
	}
	w.add(f)
}

// key keeps a row's key through the form.
func (w *walker) key(p *int) {
	w.field(component.Field{Name: "key", Kind: "hidden"}, func() string { return strconv.Itoa(*p) }, func(s string) string {
		*p, _ = strconv.Atoi(s) // a key that is none makes it a new row
		return ""
	})
}
