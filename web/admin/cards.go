package admin

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"wellspring/internal/i18n"
	"wellspring/internal/invest"
	view "wellspring/templates/admin"
	"wellspring/templates/component"
	"wellspring/web"
)

// cards are the table cards (席卡) of a ceremony's parties, one a sheet of A4 that
// is folded: of the latest draft, for whoever sees it.
func (a *records) cards(c echo.Context) error {
	d, text, err := a.ceremony(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	side := c.QueryParam("side")
	if side != "a" && side != "b" {
		side = "all"
	}
	names := cardNames(ctx, text, side)
	v := view.CardsView{
		Record: a.record(c, d, "afterwards"), Draft: draftMark(ctx, d), Count: i18n.N(ctx, "cards.count", len(names)),
	}
	path := i18n.Path(ctx, recordPath(a.kind, d.Number)+"/cards")
	for _, s := range []string{"all", "a", "b"} {
		v.Sides = append(v.Sides, component.PageLink{Label: i18n.T(ctx, "cards."+s), Href: path + "?side=" + s, Current: s == side})
	}
	for _, n := range names {
		v.Cards = append(v.Cards, cardOf(n))
	}
	f := a.frame(c, i18n.T(ctx, "cards.title")+" - "+v.Record.Title.S)
	f.Crumb = a.crumbs(ctx)
	script(c, &f, "print.js")
	return web.Render(c, http.StatusOK, view.Cards(f, v))
}

// ceremony opens the ceremony of an address.
func (a *records) ceremony(c echo.Context) (invest.Draft, *invest.Ceremony, error) {
	d, err := a.draft(c)
	if err != nil {
		return d, nil, err
	}
	text, ok := d.Body.(*invest.Ceremony)
	if !ok {
		return d, nil, echo.ErrNotFound
	}
	return d, text, nil
}

// The sheet of a card and the room for words on half of it, in millimetres.
const (
	cardWide, cardHigh = 297.0, 210.0
	cardRoom           = 265.0
	cardLargest        = 42.0 // the size of type of a short name
)

// cardOf sets a name as large as fits, on one line or on two.
func cardOf(name string) view.Card {
	lines := breakName(name)
	longest := 1.0
	for _, l := range lines {
		longest = max(longest, cardEms(l))
	}
	size := min(cardLargest, cardRoom/longest)
	if len(lines) > 1 {
		size = min(size, 30)
	}
	card := view.Card{Name: name, Size: fmt.Sprintf("%.1f", size)}
	// The middle of the lower half, each line as high as its type and a quarter.
	first := cardHigh*0.75 - float64(len(lines)-1)*size*1.25/2 + size*0.35
	for i, l := range lines {
		card.Lines = append(card.Lines, view.CardLine{Text: l, Y: fmt.Sprintf("%.1f", first+float64(i)*size*1.25)})
	}
	return card
}

// cardEms is how wide a text is in its own size: a Chinese character takes one,
// a letter a little more than half.
func cardEms(s string) float64 {
	ems := 0.0
	for _, r := range s {
		if r < 0x2000 {
			ems += 0.6
		} else {
			ems++
		}
	}
	return ems
}

// oneLine is the longest name that is set on one line.
const oneLine = 10

// nameEnds are where a name is best broken behind, nameBegins before what.
var (
	nameEnds   = []string{"省", "市", "区", "县", "镇", "局", "街道", "集团", "大学", "股份", "科技", "技术", "）", ")", " "}
	nameBegins = []string{"有限", "股份", "集团", "管理委员会", "管委会", "人民政府", "委员会", "研究院", "分公司", "（", "("}
)

// breakName breaks a long name in two where it can be broken, near its middle.
func breakName(name string) []string {
	if cardEms(name) <= oneLine {
		return []string{name}
	}
	half := cardEms(name) / 2
	best, off := 0, cardEms(name)
	consider := func(at int, cost float64) {
		if at <= 0 || at >= len(name) {
			return
		}
		left := cardEms(name[:at])
		if d := max(left-half, half-left) + cost; d < off {
			best, off = at, d
		}
	}
	for at := range name {
		// In the middle of a Chinese word only where nothing better is near, and
		// never within a word of letters.
		before, _ := utf8.DecodeLastRuneInString(name[:at])
		after, _ := utf8.DecodeRuneInString(name[at:])
		switch {
		case slices.ContainsFunc(nameEnds, func(e string) bool { return strings.HasSuffix(name[:at], e) }),
			slices.ContainsFunc(nameBegins, func(b string) bool { return strings.HasPrefix(name[at:], b) }):
			consider(at, 0)
		case before >= 0x2000 && after >= 0x2000:
			consider(at, half/2)
		}
	}
	if best == 0 {
		return []string{name}
	}
	return []string{strings.TrimSpace(name[:best]), strings.TrimSpace(name[best:])}
}
