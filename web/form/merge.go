package form

import (
	"context"
	"slices"
	"strings"
)

// Choice is a difference between what two editors made of one text: Old is
// theirs, New is mine.
type Choice struct {
	Difference
	They, I bool // who changed it
}

// Merge lays what two editors made of one text beside each other. A list in
// which both changed something, and whose rows have no keys to tell them apart,
// is one difference: a row of theirs may be another one than mine in its place.
func Merge(ctx context.Context, was, theirs, mine Form) []Choice {
	they, i := Compare(ctx, was, theirs), Compare(ctx, was, mine)
	c := comparison{ctx: ctx, labels: mine.labels, whole: func(list string) bool { return touched(they, list) && touched(i, list) }}
	var out []Choice
	for _, d := range c.forms(theirs, mine) {
		out = append(out, Choice{Difference: d, They: touched(they, d.Name), I: touched(i, d.Name)})
	}
	return out
}

// touched reports whether a field is among those that differ, or is part of one,
// or has one within it.
func touched(diffs []Difference, name string) bool {
	return slices.ContainsFunc(diffs, func(d Difference) bool {
		return d.Name == name || strings.HasPrefix(d.Name, name+".") || strings.HasPrefix(name, d.Name+".")
	})
}
