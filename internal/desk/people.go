package desk

import (
	"context"
	"slices"
	"strings"

	"wellspring/internal/invest"
)

// SaveEditor makes a new editor (ID 0) or changes one. What they may do is
// asked anew at each request, but a session that began with other roles, or
// before they were disabled, is over at once. Invalid, Forbidden, NotFound;
// Conflict if the login belongs to another, or if nobody could administer any
// more: only the operator may leave it so.
func (d *Desk) SaveEditor(ctx context.Context, who Actor, e invest.Editor) (invest.Editor, error) {
	err := d.act(ctx, who, "people", "", func(ctx context.Context, s step) (int64, string, error) {
		if err := s.need(invest.MaySettings, ""); err != nil {
			return 0, "", err
		}
		if err := e.Validate().Err(); err != nil {
			return 0, "", err
		}
		var before invest.Editor
		if e.ID != 0 {
			var err error
			if before, err = s.tx.Editor(ctx, e.ID); err != nil {
				return 0, "", err
			}
			if e.Disabled || !sameRoles(before.Roles, e.Roles) {
				if err := s.tx.EndSessions(ctx, e.ID); err != nil {
					return 0, "", err
				}
			}
		}
		if err := s.tx.PutEditor(ctx, &e); err != nil {
			return 0, "", err
		}
		return 0, changed(before, e), s.administered(ctx)
	})
	return e, err
}

// changed tells what becomes of an editor, for the trail: "lin new +writer",
// "lin -writer +reviewer1 disabled".
func changed(before, after invest.Editor) string {
	words := []string{after.Login}
	add := func(word string, is bool) {
		if is {
			words = append(words, word)
		}
	}
	add("new", before.ID == 0)
	add("was:"+before.Login, before.ID != 0 && before.Login != after.Login)
	add("renamed", before.ID != 0 && before.Name != after.Name)
	for _, r := range invest.Roles {
		had, has := slices.Contains(before.Roles, r), slices.Contains(after.Roles, r)
		add("-"+string(r), had && !has)
		add("+"+string(r), has && !had)
	}
	add("disabled", after.Disabled && !before.Disabled)
	add("enabled", before.Disabled && !after.Disabled)
	return strings.Join(words, " ")
}

// sameRoles compares roles whatever their order.
func sameRoles(a, b []invest.Role) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}

// administered refuses what would leave nobody to administer.
func (s step) administered(ctx context.Context) error {
	if slices.Contains(s.who.Editor.Roles, invest.Operator) {
		return nil
	}
	all, err := s.tx.Editors(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(e invest.Editor) bool { return e.May(invest.MaySettings, "") }) {
		return invest.Errorf(invest.Conflict, "nobody would be left to administer")
	}
	return nil
}
