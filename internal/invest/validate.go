package invest

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// FieldError is one thing wrong with one field. Key names a message
// ("error.required"); Args fill it in.
type FieldError struct {
	Field string // as in the form: "title.zh", "groups.0.signings.2.name"
	Key   string
	Args  []any
}

// FieldErrors is all that is wrong with a text, in the order of its form.
type FieldErrors []FieldError

// Err is nil where there is nothing wrong, else an Error with Code Invalid.
func (fe FieldErrors) Err() error {
	if len(fe) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Fields: fe}
}

// For gives the errors of one field.
func (fe FieldErrors) For(field string) FieldErrors {
	var out FieldErrors
	for _, e := range fe {
		if e.Field == field {
			out = append(out, e)
		}
	}
	return out
}

// Lengths of text, in characters.
const (
	maxName  = 200
	maxLine  = 500
	maxPlain = 5_000
	maxRich  = 200_000
	maxRows  = 2_000 // rows of any repeated part of a text
)

// checker gathers field errors. Its methods take the field's name within
// prefix, so that a part can be checked the same wherever it stands.
type checker struct {
	errs   *FieldErrors
	prefix string
}

func newChecker() checker { return checker{errs: new(FieldErrors)} }

// at is the checker of the i-th row of a list field.
func (c checker) at(list string, i int) checker {
	return checker{errs: c.errs, prefix: fmt.Sprintf("%s%s.%d.", c.prefix, list, i)}
}

// in is the checker of a part.
func (c checker) in(part string) checker {
	return checker{errs: c.errs, prefix: c.prefix + part + "."}
}

func (c checker) fail(field, key string, args ...any) {
	*c.errs = append(*c.errs, FieldError{Field: c.prefix + field, Key: "error." + key, Args: args})
}

// str checks one line or block of plain text.
func (c checker) str(field, s string, max int, required bool) {
	switch {
	case strings.ContainsRune(s, 0):
		c.fail(field, "nul")
	case !utf8.ValidString(s):
		c.fail(field, "utf8")
	case required && strings.TrimSpace(s) == "":
		c.fail(field, "required")
	case utf8.RuneCountInString(s) > max:
		c.fail(field, "too_long", max, utf8.RuneCountInString(s))
	}
}

// text checks both wordings; Chinese is the required one, and an English
// wording alone is an error because the Chinese page would show nothing.
func (c checker) text(field string, t Text, max int, required bool) {
	c.str(field+".zh", t.Zh, max, required || strings.TrimSpace(t.En) != "")
	c.str(field+".en", t.En, max, false)
}

func (c checker) money(field string, m Money) {
	switch {
	case !m.Known():
		if m != (Money{}) {
			c.fail(field, "money_currency")
		}
	case len(m.Currency) != 3 || strings.Trim(m.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		c.fail(field, "money_currency")
	case m.Low < 0:
		c.fail(field, "money_negative")
	case m.High < m.Low:
		c.fail(field, "money_range")
	}
}

func (c checker) date(field string, d Date) {
	if d.IsZero() {
		return
	}
	c.str(field, d.Words, maxName, false)
	if !d.valid() {
		c.fail(field, "date")
	}
}

func (c checker) requiredDate(field string, d Date) {
	if d.IsZero() {
		c.fail(field, "required")
		return
	}
	c.date(field, d)
}

// inOrder checks that two dates do not contradict each other.
func (c checker) inOrder(field string, first, second Date) {
	if second.Before(first) {
		c.fail(field, "date_order")
	}
}

func (c checker) area(field string, a Area) {
	if a.Hundredths < 0 {
		c.fail(field, "area")
	}
}

func (c checker) percent(field string, p *Decimal) {
	if p != nil && (*p < 0 || *p > Dec(100)) {
		c.fail(field, "percent")
	}
}

func (c checker) positive(field string, d *Decimal) {
	if d != nil && *d < 0 {
		c.fail(field, "negative")
	}
}

func (c checker) link(field, s string) {
	c.str(field, s, 2_000, false)
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		c.fail(field, "link")
	}
}

func (c checker) source(field string, s Source, required bool) {
	in := c.in(field)
	in.text("name", s.Name, maxName, required)
	in.link("url", s.URL)
	in.date("taken", s.Taken)
}

func (c checker) contact(field string, d ContactDesk) {
	in := c.in(field)
	in.text("office", d.Office, maxName, d.Phone != "")
	in.str("phone", d.Phone, 100, false)
	in.text("hours", d.Hours, maxName, false)
	in.text("languages", d.Languages, maxName, false)
}

func (c checker) rows(field string, n int) {
	if n > maxRows {
		c.fail(field, "too_many", maxRows)
	}
}

// oneOf checks a value against its enumeration; "" passes unless required.
func oneOf[T ~string](c checker, field string, v T, all []T, required bool) {
	if v == "" {
		if required {
			c.fail(field, "required")
		}
		return
	}
	for _, a := range all {
		if a == v {
			return
		}
	}
	c.fail(field, "choice", string(v))
}

// eachOneOf checks a list of values against their enumeration.
func eachOneOf[T ~string](c checker, field string, vs []T, all []T) {
	for i, v := range vs {
		oneOf(c, fmt.Sprintf("%s.%d", field, i), v, all, true)
	}
}

// keys checks that the keys of a list's rows are given once each.
func keys[T comparable](c checker, list string, ks []T) {
	seen := map[T]bool{}
	for i, k := range ks {
		if seen[k] {
			c.at(list, i).fail("key", "duplicate")
		}
		seen[k] = true
	}
}
