package intake

import (
	"context"
	"errors"
	"slices"
	"strings"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

// ErrReason is a signing of a project that was signed before, without a reason.
var ErrReason = errors.New("a project is signed once more without a reason")

// Decision is what was decided of one row.
type Decision struct {
	Row    int
	Choice invest.Choice
	Reason string // why a project is signed once more
}

// Decide stores what was decided of rows. What is decided for a row that is like
// nothing counts too: it can be left out. ErrReason; Invalid for a choice that does
// not exist; Conflict, Forbidden, NotFound.
func (in *Intake) Decide(ctx context.Context, who desk.Actor, id int64, decisions []Decision) error {
	var rows []invest.ImportRow
	for _, d := range decisions {
		if d.Choice != invest.ChoiceOpen && !slices.Contains(invest.Choices, d.Choice) {
			return invest.Errorf(invest.Invalid, "row %d: there is no choice %q", d.Row, d.Choice)
		}
		list, err := in.desk.ImportRows(ctx, who, id, invest.ImportRowFilter{After: d.Row - 1, Limit: 1})
		if err != nil {
			return err
		}
		if len(list.Rows) == 1 && list.Rows[0].Row == d.Row {
			x := list.Rows[0]
			x.Choice, x.Reason = d.Choice, strings.TrimSpace(d.Reason)
			rows = append(rows, x)
		}
	}
	return in.decide(ctx, who, id, rows)
}

// decide stores rows with what was decided of them.
func (in *Intake) decide(ctx context.Context, who desk.Actor, id int64, rows []invest.ImportRow) error {
	imp, err := in.desk.Import(ctx, who, id)
	if err != nil {
		return err
	}
	for _, x := range rows {
		if x.Choice == invest.ChoiceIgnore || x.Choice == invest.ChoiceOpen {
			continue
		}
		if err := in.reasoned(ctx, who, sheet.Kind(imp.Lists), x); err != nil {
			return err
		}
	}
	_, err = in.desk.ChangeImport(ctx, who, id, nil, rows)
	return err
}

// reasoned refuses to sign a project once more without a reason.
func (in *Intake) reasoned(ctx context.Context, who desk.Actor, kind sheet.Kind, x invest.ImportRow) error {
	if kind != sheet.Signings || x.Match <= 0 || x.Choice == invest.ChoiceNew || x.Reason != "" {
		return nil
	}
	signed, err := in.SignedBefore(ctx, who, x.Match)
	if err != nil || !signed {
		return err
	}
	return ErrReason
}

// SignedBefore reports whether a project was signed already. Forbidden, NotFound.
func (in *Intake) SignedBefore(ctx context.Context, who desk.Actor, project int64) (bool, error) {
	d, err := in.desk.Matched(ctx, who, invest.KindProject, project)
	if err != nil {
		return false, err
	}
	for _, e := range d.Body.(*invest.Project).Phases {
		if e.Phase.Reached(invest.Signed) {
			return true, nil
		}
	}
	return false, nil
}

// DecideAll decides all rows that are open alike; a row that is like another row
// of its sheet is left out, but that a signing of one project with another
// investor stays. ErrReason; Invalid for a choice that does not exist; Conflict,
// Forbidden, NotFound.
func (in *Intake) DecideAll(ctx context.Context, who desk.Actor, id int64, choice invest.Choice, reason string) error {
	if !slices.Contains(invest.Choices, choice) {
		return invest.Errorf(invest.Invalid, "there is no choice %q", choice)
	}
	for {
		list, err := in.desk.ImportRows(ctx, who, id, invest.ImportRowFilter{Open: true, Limit: batch})
		if err != nil || len(list.Rows) == 0 {
			return err
		}
		for i := range list.Rows {
			x := &list.Rows[i]
			x.Choice, x.Reason = choice, reason
			if x.Match < 0 {
				x.Choice = invest.ChoiceIgnore
			}
		}
		if err := in.decide(ctx, who, id, list.Rows); err != nil {
			return err
		}
	}
}
