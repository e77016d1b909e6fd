package intake

import (
	"context"
	"fmt"
	"slices"

	"wellspring/internal/invest"
	"wellspring/internal/sheet"
)

// ceremonyMaker gathers signings into ceremonies: into the one that was named, or
// into one register after another.
type ceremonyMaker struct {
	text  *invest.Ceremony
	draft invest.Draft // of the one that was named
	row   int          // of its first signing
	n     int          // of the registers so far
	rows  int          // in text
	there *there       // which of its projects were signed before
}

func (m *maker) beginCeremony(ctx context.Context) (*ceremonyMaker, error) {
	there, err := m.in.onDesk(ctx, m.who, sheet.Signings)
	if err != nil {
		return nil, err
	}
	c := &ceremonyMaker{there: there}
	if m.head.Ceremony == 0 {
		c.text = m.newCeremony(0)
		return c, nil
	}
	d, err := m.in.desk.Open(ctx, m.who, invest.KindCeremony, m.head.Ceremony)
	if err != nil {
		return nil, err
	}
	body, err := invest.CloneContent(d.Body)
	if err != nil {
		return nil, err
	}
	c.draft, c.text = d, body.(*invest.Ceremony)
	c.rows = len(c.text.Signings())
	return c, nil
}

func (m *maker) newCeremony(n int) *invest.Ceremony {
	title := m.head.Title
	if n > 0 {
		title = fmt.Sprintf("%s（%d）", clip(title, 190), n+1)
	}
	form := m.head.Form
	if form == "" {
		form = invest.FormRegister
	}
	return &invest.Ceremony{Form: form, Title: invest.Text{Zh: clip(title, 200)}, Start: m.head.AsOf, Source: m.head.Source}
}

// otherGroup is the label of rows that the sheet puts into no group.
const otherGroup = "签约项目"

func (c *ceremonyMaker) add(ctx context.Context, m *maker, row int, r *sheet.Record, s invest.Signing) error {
	if c.rows == signingsPerCeremony && m.head.Ceremony == 0 {
		if err := c.end(ctx, m); err != nil {
			return err
		}
		c.n++
		c.text, c.rows, c.row = m.newCeremony(c.n), 0, 0
	}
	if c.row == 0 {
		c.row = row
	}
	if s.ResignReason != "" {
		s.Earlier = c.there.last(s.Project)
	}
	if s.Date == c.text.Start {
		s.Date = invest.Date{}
	}
	label := said(r.Group)
	if label == "" {
		label = otherGroup
	}
	i := slices.IndexFunc(c.text.Groups, func(g invest.Group) bool { return g.Label.Zh == label })
	if i < 0 {
		c.text.Groups = append(c.text.Groups, invest.Group{Label: invest.Text{Zh: label}})
		i = len(c.text.Groups) - 1
	}
	c.text.Groups[i].Signings = append(c.text.Groups[i].Signings, s)
	c.rows++
	return nil
}

// end stages the ceremony as it is.
func (c *ceremonyMaker) end(ctx context.Context, m *maker) error {
	if c.row == 0 {
		return nil
	}
	c.settleDates()
	if m.head.Ceremony != 0 {
		return m.change(ctx, c.row, c.draft, c.text)
	}
	number, err := m.in.desk.TakeNumbers(ctx, m.who, invest.KindCeremony, 1)
	if err != nil {
		return err
	}
	return m.stage(ctx, c.row, number, c.text)
}

// settleDates gives a new ceremony the day that all its rows have, and then the
// rows none of their own.
func (c *ceremonyMaker) settleDates() {
	if c.draft.Number != 0 {
		return
	}
	var one invest.Date
	for _, s := range c.text.Signings() {
		switch {
		case s.Date.IsZero(), !one.IsZero() && s.Date != one:
			return
		}
		one = s.Date
	}
	c.text.Start = one
	for i := range c.text.Groups {
		for j := range c.text.Groups[i].Signings {
			c.text.Groups[i].Signings[j].Date = invest.Date{}
		}
	}
}
