package admin_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"wellspring/internal/invest"
)

// withInternals is a text of a kind in which every field that is internal says so.
func withInternals(k invest.Kind) invest.Content {
	const secret = "内部机密"
	c := least(k, "预览的稿件")
	switch c := c.(type) {
	case *invest.Project:
		c.Note, c.Problem = secret, secret
		c.Phases = []invest.PhaseEntry{
			{Phase: invest.Promoted, Date: day(2023, 1, 1)},
			{Phase: invest.Negotiating, Date: invest.Date{Precision: invest.Year, Year: 2023, Words: secret}, Reason: secret},
			{Phase: invest.Signed, Date: day(2023, 8, 1), Reason: secret},
		}
		c.Funds = []invest.Funds{{Period: invest.YearPeriod(2023), Amount: invest.Yuan(1), Evidence: secret}}
		c.Milestones = []invest.Milestone{{Kind: invest.Opening, Reached: day(2023, 9, 1), Evidence: secret}}
	case *invest.Ceremony:
		c.Note, c.Groups[0].HostText = secret, secret
		row := &c.Groups[0].Signings[0]
		row.Note, row.ResignReason = secret, secret
		row.Amount, row.AmountHidden, row.AmountSource = invest.Yuan(987_650_000), true, invest.Source{Name: zh(secret)}
	case *invest.Park:
		c.Note = secret
	case *invest.Article:
		c.Note = secret
	case *invest.Policy:
		c.Note = secret
	case *invest.Update:
		c.Problem, c.Next = secret, secret
	case *invest.Release:
		c.Note = secret
	}
	return c
}

// hides holds a page to showing the text and nothing that is internal.
func (p page) hides(t *testing.T, what string) {
	t.Helper()
	for _, secret := range []string{"内部机密", "987", "9.88", "演示 writer", "writer"} {
		if strings.Contains(p.body, secret) {
			t.Errorf("%s shows %q", what, secret)
		}
	}
	if p.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s may be kept: %q", what, p.Header.Get("Cache-Control"))
	}
	if robots := p.doc().Find("meta[name=robots]").AttrOr("content", ""); !strings.Contains(robots+p.Header.Get("X-Robots-Tag"), "noindex") {
		t.Errorf("%s may be found by search engines", what)
	}
}

func TestAPreviewShowsTheDraftAsThePublicWouldSeeIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.bring(t, h.write(t, least(invest.KindProject, "光伏项目")), invest.WorkNone)
	for _, k := range invest.Kinds {
		d := h.write(t, withInternals(k))
		b := h.as(t, author(k))
		frame := b.get(t, at(d)+"/preview").want(t, http.StatusOK)
		src := frame.doc().Find("iframe").AttrOr("src", "")
		for _, path := range []string{src, "/en" + src} {
			p := b.get(t, path).want(t, http.StatusOK)
			p.hides(t, path)
			if k != invest.KindRelease && !strings.Contains(p.text(), "预览的稿件") {
				t.Errorf("%s does not show the draft", path)
			}
			if policy := p.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'self'") || strings.Contains(policy, "unsafe") {
				t.Errorf("%s: policy %s", path, policy)
			}
		}
		h.browser().get(t, src).want(t, http.StatusSeeOther)
	}
}

func TestAPreviewHasNoQueryOfItsOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, k := range invest.Kinds {
		d := h.write(t, withInternals(k))
		h.as(t, author(k)).get(t, at(d)+"/preview/page?page=99&q=x").want(t, http.StatusOK)
	}
}

func TestAPreviewLinkShowsTheDraftToWhoeverHasIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.bring(t, h.write(t, least(invest.KindProject, "光伏项目")), invest.WorkNone)
	for _, k := range invest.Kinds {
		d := h.write(t, withInternals(k))
		b := h.as(t, author(k))
		f := b.get(t, at(d)+"/publication").form(t, "/links")
		f.set(t, "days", "3")
		p := f.press(t, "make").want(t, http.StatusOK)
		link := p.doc().Find("input[readonly]").AttrOr("value", "")
		path, ok := strings.CutPrefix(link, site)
		if !ok || !strings.HasPrefix(path, "/preview/") {
			t.Fatalf("%s: the link is %q", k, link)
		}
		if again := b.get(t, at(d)+"/publication"); strings.Contains(again.body, link) {
			t.Errorf("%s: the link is shown again", k)
		}
		for _, lang := range []string{"", "/en"} {
			p := h.browser().get(t, lang+path).want(t, http.StatusOK)
			p.hides(t, lang+path)
			if k != invest.KindRelease && !strings.Contains(p.text(), "预览的稿件") {
				t.Errorf("%s does not show the draft", lang+path)
			}
			if len(p.Cookies()) > 0 || p.doc().Find("a[href*='/admin']").Length() > 0 {
				t.Errorf("%s leads to the desk", path)
			}
		}
		h.browser().get(t, path[:len(path)-1]).want(t, http.StatusNotFound)

		// One link of two is revoked, the other runs out.
		second := b.post(t, at(d)+"/links", url.Values{"days": {"1"}}).want(t, http.StatusOK)
		other := strings.TrimPrefix(second.doc().Find("input[readonly]").AttrOr("value", ""), site)
		id, err := h.store.PreviewLinks(t.Context(), k, d.Number)
		if err != nil || len(id) != 2 {
			t.Fatal(id, err)
		}
		b.post(t, at(d)+"/links", url.Values{"revoke": {strconv.FormatInt(id[1].ID, 10)}}).follow(t)
		h.browser().get(t, path).want(t, http.StatusGone)
		h.browser().get(t, other).want(t, http.StatusOK)
		was := h.now
		h.now = h.now.Add(24 * time.Hour)
		if p := h.browser().get(t, other).want(t, http.StatusGone); strings.Contains(p.text(), "预览的稿件") {
			t.Errorf("%s: a link that has run out still names the draft", k)
		}
		h.now = was
		for _, p := range []string{path, other} {
			if strings.Contains(h.log.String(), strings.TrimPrefix(p, "/preview/")) {
				t.Errorf("%s: the log lets whoever reads it open the draft", k)
			}
		}
	}
	d := h.draft(t, invest.KindPark, 1)
	b := h.as(t, "writer")
	for _, days := range []string{"", "0", "-1", "31", "99999999999", "x"} {
		if p := b.post(t, at(d)+"/links", url.Values{"days": {days}}); p.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("a link for %q days: %d", days, p.StatusCode)
		}
	}
	for _, path := range []string{"/preview/", "/preview/x", "/preview/%00", "/preview/" + strings.Repeat("A", 43), "/en/preview/x"} {
		if p := h.browser().get(t, path); p.StatusCode != http.StatusNotFound && p.StatusCode != http.StatusBadRequest && p.StatusCode != http.StatusMovedPermanently {
			t.Errorf("%s: %d", path, p.StatusCode)
		}
	}
}
