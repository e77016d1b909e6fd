package form

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	"wellspring/templates/component"
)

// A reference is typed as a number, with or without the title behind it, or as
// a title, or a part of one, that only one has.

// refLists are the ids of the suggestions for each kind that is referred to.
var refLists = map[invest.Kind]string{
	invest.KindProject: "list-project", invest.KindPark: "list-park", invest.KindCeremony: "list-ceremony", invest.KindPolicy: "list-policy",
}

// ref is the number of a record of a kind, 0 for none.
func (w *walker) ref(name, label string, k invest.Kind, p *int64, options ...option) {
	f := with(component.Field{Name: name, Label: label, Kind: "ref", List: refLists[k], Hint: "hint.ref"}, options)
	typed(w, f, p, func(n int64) string { return w.env.typedRef(k, n) }, func(s string) (int64, error) { return w.env.readRef(k, s) },
		func(n int64) string { return w.refWords(k, n) })
}

// refs are several of them in one line.
func (w *walker) refs(name, label string, k invest.Kind, p *[]int64, options ...option) {
	f := with(component.Field{Name: name, Label: label, Kind: "ref", Hint: "hint.refs", Wide: true}, options)
	typed(w, f, p, func(ns []int64) string {
		var out []string
		for _, n := range ns {
			out = append(out, strconv.FormatInt(n, 10))
		}
		return strings.Join(out, "、")
	}, func(s string) ([]int64, error) {
		var out []int64
		for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、,，;； ", r) }) {
			n, err := w.env.readRef(k, part)
			if err != nil {
				return nil, err
			}
			out = append(out, n)
		}
		return out, nil
	}, func(ns []int64) string {
		var out []string
		for _, n := range ns {
			out = append(out, w.refWords(k, n))
		}
		return strings.Join(out, i18n.T(w.ctx, "list.separator"))
	})
}

func (w *walker) refWords(k invest.Kind, n int64) string {
	if n == 0 {
		return ""
	}
	if title, ok := w.env.Titles[k][n]; ok {
		return title
	}
	return i18n.T(w.ctx, "ref.unknown", n)
}

// typedRef is how a reference is typed: "12 光伏项目".
func (e Env) typedRef(k invest.Kind, n int64) string {
	if n == 0 {
		return ""
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", n, e.Titles[k][n]))
}

// readRef reads one.
func (e Env) readRef(k invest.Kind, s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	digits, _, _ := strings.Cut(s, " ") // a title may begin with digits of its own
	n, err := strconv.ParseInt(digits, 10, 64)
	if err == nil && n > 0 {
		return n, nil
	}
	for _, fits := range []func(title string) bool{
		func(title string) bool { return title == s },
		func(title string) bool { return strings.Contains(title, s) },
	} {
		var found []int64
		for number, title := range e.Titles[k] {
			if fits(title) {
				found = append(found, number)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			break
		}
	}
	return 0, fmt.Errorf("%q is no number, and not the title of one alone", s)
}

// Suggestions are what references can be picked from, a list a kind.
func (e Env) Suggestions() []component.Suggestions {
	var out []component.Suggestions
	for _, k := range invest.Kinds {
		if len(e.Titles[k]) == 0 {
			continue
		}
		list := component.Suggestions{ID: refLists[k]}
		for _, n := range slices.Backward(slices.Sorted(maps.Keys(e.Titles[k]))) { // the newest first
			list.Values = append(list.Values, e.typedRef(k, n))
		}
		out = append(out, list)
	}
	return out
}
