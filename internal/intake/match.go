package intake

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"wellspring/internal/desk"
	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

// Matcher finds what rows are like: each other, and what is on the desk.
type Matcher struct {
	in      *Intake
	who     desk.Actor
	kind    sheet.Kind
	head    Head
	twins   *Twins
	near    *nearNames // nil where there are too many names, or none
	set     invest.Settings
	there   *there        // signings and figures that are on the desk
	Summary sheet.Summary // of the rows so far
}

// Matcher makes one for a sheet. Forbidden.
func (in *Intake) Matcher(ctx context.Context, who desk.Actor, kind sheet.Kind, head Head) (*Matcher, error) {
	m := &Matcher{in: in, who: who, kind: kind, head: head, twins: NewTwins(), there: &there{}}
	if in.desk == nil {
		return m, nil
	}
	var err error
	if m.set, err = in.desk.Settings(ctx); err != nil {
		return nil, err
	}
	if m.there, err = in.onDesk(ctx, who, kind); err != nil || kind == sheet.Figures {
		return m, err
	}
	names, err := in.desk.Names(ctx, who, Makes(kind), nearLimit+1)
	if err == nil && len(names) <= nearLimit {
		m.near = newNearNames(names)
	}
	return m, err
}

// unchanged reports whether a row says of the draft that it is like nothing that
// is not in it.
func (m *Matcher) unchanged(ctx context.Context, x invest.ImportRow, r *sheet.Record) (bool, error) {
	if m.kind == sheet.Signings || m.kind == sheet.Figures || r.Progress != nil {
		return false, nil
	}
	d, err := m.in.desk.Matched(ctx, m.who, Makes(m.kind), x.Match)
	if err != nil {
		return false, err
	}
	body, err := invest.CloneContent(d.Body)
	if err != nil {
		return false, err
	}
	c := converter{kind: m.kind, head: m.head, set: m.set}
	switch b := body.(type) {
	case *invest.Project:
		c.merge(b, r)
	case *invest.Park:
		c.mergePark(b, r)
	}
	return invest.SameContent(d.Body, body)
}

// Rows makes staged rows of read ones, and says in these what they are like.
func (m *Matcher) Rows(ctx context.Context, rows []sheet.Row) ([]invest.ImportRow, error) {
	known, err := m.known(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := make([]invest.ImportRow, 0, len(rows))
	for i := range rows {
		row := &rows[i]
		x := invest.ImportRow{Row: row.N}
		if row.Status != sheet.Skip && !IsPart(m.kind, row.Record) {
			m.like(&x, row, known)
			if x.Match > 0 && x.Choice == invest.ChoiceOpen {
				same, err := m.unchanged(ctx, x, row.Record)
				if err != nil {
					return nil, err
				}
				if same {
					x.Choice = invest.ChoiceSame
				}
			}
		}
		m.Summary.Add(row.Status)
		x.Status = string(row.Status)
		if x.Body, err = json.Marshal(RowBody{Record: row.Record, Messages: row.Messages, Cells: row.Cells}); err != nil {
			return nil, fmt.Errorf("row %d: %w", row.N, err)
		}
		out = append(out, x)
	}
	return out, nil
}

// known gives the drafts that have the names or codes of some rows.
func (m *Matcher) known(ctx context.Context, rows []sheet.Row) ([]invest.DraftMatch, error) {
	if m.kind == sheet.Figures || m.in.desk == nil {
		return nil, nil
	}
	var keys, codes []string
	for _, row := range rows {
		if row.Status == sheet.Skip {
			continue
		}
		if key := invest.MatchKey(name(row.Record)); key != "" {
			keys = append(keys, key)
		}
		if row.Record.Code != "" {
			codes = append(codes, invest.MatchKey(row.Record.Code))
		}
	}
	return m.in.desk.Matches(ctx, m.who, Makes(m.kind), keys, codes)
}

// like says of a row what it is like, the surest first: a row before it, a draft
// by its code or name, a draft with a name that is much the same.
func (m *Matcher) like(x *invest.ImportRow, row *sheet.Row, known []invest.DraftMatch) {
	if was, why := m.twins.Of(m.kind, row.N, row.Record); was != 0 {
		MarkTwin(row, was, why)
		x.Match, x.Why = int64(-was), "row_"+string(why)
		if m.kind == sheet.Signings && why == ByName {
			x.Choice = invest.ChoiceSame // one project, signed with two investors
		}
		return
	}
	if number, note, ok := m.there.same(m.kind, row.Record); ok {
		x.Match, x.Why, x.Choice = number, string(ByParty), invest.ChoiceIgnore
		row.Messages = append(row.Messages, note)
		row.Status = sheet.Warn
		return
	}
	mark := func(d invest.DraftMatch, why Why, code sheet.Code) {
		x.Match, x.Why = d.Number, string(why)
		args := []string{d.Title.Zh, strconv.FormatInt(d.Number, 10)}
		if why == ByCode { // its title may be somebody else's draft's
			args = args[1:]
		}
		row.Messages = append(row.Messages, sheet.Message{Code: code, Args: args})
		if row.Status == sheet.OK {
			row.Status = sheet.Warn
		}
	}
	code, key := invest.MatchKey(row.Record.Code), invest.MatchKey(name(row.Record))
	if i := slices.IndexFunc(known, func(d invest.DraftMatch) bool { return code != "" && d.Code == code }); i >= 0 {
		mark(known[i], ByCode, "known_code")
		return
	}
	if i := slices.IndexFunc(known, func(d invest.DraftMatch) bool { return key != "" && d.Key == key }); i >= 0 {
		if code == "" || known[i].Code == "" {
			mark(known[i], ByName, "known_name")
			return
		}
		mark(known[i], ByNear, "known_near") // two codes are two projects
		x.Choice = invest.ChoiceNew
		return
	}
	if m.near == nil {
		return
	}
	if d, ok := m.near.like(name(row.Record)); ok {
		mark(d, ByNear, "known_near")
		x.Choice = invest.ChoiceNew // a likeness is a suggestion
	}
}
