package check

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"wellspring/internal/invest"
)

// Snag is one thing of a ceremony to be looked at before it goes on stage.
type Snag struct {
	Rule  SnagRule
	Field string // of the form: "groups.0.signings.1.name.zh"
	Words string // what was found, where it is words
	Args  []any  // of the rule's sentence
}

// SnagRule is what a snag is about.
type SnagRule string

const (
	SnagNoPartyA     SnagRule = "no_party_a"
	SnagNoPartyB     SnagRule = "no_party_b"
	SnagCurrencies   SnagRule = "currencies"    // args: the currencies of one group
	SnagUnit         SnagRule = "unit"          // far from the others: args: the amount, their middle
	SnagTiny         SnagRule = "tiny"          // no investment is so small: args: the amount
	SnagTotal        SnagRule = "total"         // rows say more than was declared: args: their sum, the declared
	SnagTotalOff     SnagRule = "total_off"     // all rows are known and say less: args: their sum, the declared
	SnagCount        SnagRule = "count"         // more rows than were declared: args: rows, declared
	SnagFewer        SnagRule = "fewer"         // fewer: args: rows, declared
	SnagGroupCount   SnagRule = "group_count"   // a label promises another number: args: promised, rows
	SnagGroupEmpty   SnagRule = "group_empty"   //
	SnagGroupFull    SnagRule = "group_full"    // args: rows on stage, how many fit
	SnagRare         SnagRule = "rare"          // a character that fonts and other computers may not have
	SnagLookalike    SnagRule = "lookalike"     // a character that only looks like another: args: that one
	SnagInvisible    SnagRule = "invisible"     // a control, private or zero-width character: args: its code
	SnagTooLong      SnagRule = "too_long"      // does not fit: args: by how many characters, how many fit
	SnagSameProject  SnagRule = "same_project"  // args: the other row's name
	SnagSameName     SnagRule = "same_name"     // another project of the same name: args: the other row's name
	SnagPartyTwice   SnagRule = "party_twice"   // one party written two ways: args: the other way
	SnagAbsentAmount SnagRule = "absent_amount" // absent, and its amount stands in the sum: args: the amount
)

// SnagRules lists them all.
var SnagRules = []SnagRule{
	SnagNoPartyA, SnagNoPartyB, SnagCurrencies, SnagUnit, SnagTiny, SnagTotal, SnagTotalOff, SnagCount, SnagFewer, SnagGroupCount, SnagGroupEmpty,
	SnagGroupFull, SnagRare, SnagLookalike, SnagInvisible, SnagTooLong, SnagSameProject, SnagSameName, SnagPartyTwice, SnagAbsentAmount,
}

// Wrong reports whether a snag is a mistake rather than something to look at.
func (r SnagRule) Wrong() bool {
	switch r {
	case SnagFewer, SnagGroupEmpty, SnagGroupFull, SnagRare, SnagUnit, SnagSameName, SnagAbsentAmount:
		return false
	}
	return true
}

// The room that a stage has for words: a screen of 16:9 on which no type is
// smaller than 2.2 % of its height, so that it is read from 30 m. That makes it 80
// characters wide. Margins and gaps take 12; the rows of a group take 70 % of the
// height, which is 23 lines, each row half a line for the space around it.
const (
	roomProject, roomA, roomB, roomAmount = 27, 15, 17, 9
	roomLines                             = 23.0
	maxRowLines                           = 3 // more is not read while it is shown
	roomRows                              = 6 // of a group
)

// Ceremony lists what is to be looked at in a ceremony, in the order of its rows.
func Ceremony(c *invest.Ceremony) []Snag {
	l := snagList{c: c, projects: map[int64]string{}, names: map[string]string{}, parties: map[string]string{}}
	l.sums()
	for field, text := range map[string]invest.Text{"title": c.Title, "titleLine": c.TitleLine, "umbrella": c.Umbrella, "slogan": c.Slogan} {
		l.text(field, text)
	}
	slices.SortFunc(l.found, func(a, b Snag) int { return strings.Compare(a.Field, b.Field) })
	for i, g := range c.Groups {
		l.group(fmt.Sprintf("groups.%d.", i), g)
	}
	return l.found
}

type snagList struct {
	c               *invest.Ceremony
	found           []Snag
	projects        map[int64]string  // the name of the first row of each
	names, parties  map[string]string // as first written, by what is left of it in foldName
	middle          map[string]int64  // the middle amount by currency, where there are enough to have one
	onStage, longer int               // rows of the group on the screen, lines for each
}

func (l *snagList) add(rule SnagRule, field, words string, args ...any) {
	l.found = append(l.found, Snag{Rule: rule, Field: field, Words: words, Args: args})
}

// sums compares what was declared with what the rows say.
func (l *snagList) sums() {
	c, t := l.c, l.c.Tally()
	if n := t.DeclaredCount; n != nil {
		switch {
		case t.Rows > *n:
			l.add(SnagCount, "declaredCount", "", t.Rows, *n)
		case t.Rows < *n:
			l.add(SnagFewer, "declaredCount", "", t.Rows, *n)
		}
	}
	if d := c.DeclaredTotal; d.Known() {
		known := t.Known.In(d.Currency)
		whole := t.Rows > 0 && t.Known.Known == t.Rows && len(t.Known.Totals) == 1 && (t.DeclaredCount == nil || *t.DeclaredCount == t.Rows)
		switch {
		case known.Low > d.High:
			l.add(SnagTotal, "declaredTotal", "", known, d)
		case whole && known.Low < d.Low && !d.Approx && !known.Approx:
			l.add(SnagTotalOff, "declaredTotal", "", known, d)
		}
	}
	amounts := map[string][]int64{}
	for _, s := range c.Signings() {
		if s.Amount.Known() {
			amounts[s.Amount.Currency] = append(amounts[s.Amount.Currency], s.Amount.Low)
		}
	}
	l.middle = map[string]int64{}
	for currency, all := range amounts {
		if len(all) >= 3 {
			slices.Sort(all)
			l.middle[currency] = all[len(all)/2]
		}
	}
}

func (l *snagList) group(prefix string, g invest.Group) {
	l.text(prefix+"label", g.Label)
	l.text(prefix+"theme", g.Theme)
	l.characters(prefix+"hostText", g.HostText, true)
	if n, ok := promised(g.Label.Zh); ok && n != len(g.Signings) {
		l.add(SnagGroupCount, prefix+"label.zh", g.Label.Zh, n, len(g.Signings))
	}
	var currencies []string
	l.onStage = 0
	for _, s := range g.Signings {
		if s.Presence != invest.PresenceAbsent {
			l.onStage++
		}
		if s.Amount.Known() && !slices.Contains(currencies, s.Amount.Currency) {
			currencies = append(currencies, s.Amount.Currency)
		}
	}
	if len(currencies) > 1 {
		l.add(SnagCurrencies, prefix+"signings", "", strings.Join(currencies, " "))
	}
	if stage := l.c.Form != invest.FormRegister; stage {
		switch {
		case len(g.Signings) == 0:
			l.add(SnagGroupEmpty, prefix+"signings", "")
		case l.onStage > roomRows:
			l.add(SnagGroupFull, prefix+"signings", "", l.onStage, roomRows)
		}
	}
	l.longer = 1
	if l.onStage > 0 {
		l.longer = min(max(int((roomLines-float64(l.onStage)/2)/float64(l.onStage)), 1), maxRowLines)
	}
	for j, s := range g.Signings {
		l.row(fmt.Sprintf("%ssignings.%d.", prefix, j), s)
	}
}

func (l *snagList) row(prefix string, s invest.Signing) {
	l.text(prefix+"name", s.Name)
	if first, again := l.projects[s.Project]; again && s.Project != 0 {
		l.add(SnagSameProject, prefix+"project", s.Name.Zh, first)
	} else if first, again := l.names[foldName(s.Name.Zh)]; again {
		l.add(SnagSameName, prefix+"name.zh", s.Name.Zh, first)
	}
	if _, known := l.projects[s.Project]; !known {
		l.projects[s.Project] = s.Name.Zh
	}
	if key := foldName(s.Name.Zh); l.names[key] == "" {
		l.names[key] = s.Name.Zh
	}
	for _, side := range []struct {
		list    string
		parties []invest.Party
		missing SnagRule
		room    int
	}{{"a", s.A, SnagNoPartyA, roomA}, {"b", s.B, SnagNoPartyB, roomB}, {"witness", s.Witness, "", 0}} {
		if len(side.parties) == 0 && side.missing != "" && l.c.Form != invest.FormRegister {
			l.add(side.missing, prefix+side.list, "")
		}
		var names []string
		for i, p := range side.parties {
			field := fmt.Sprintf("%s%s.%d.name", prefix, side.list, i)
			l.text(field, p.Name)
			names = append(names, p.Name.Zh)
			key := foldName(p.Name.Zh)
			if first, again := l.parties[key]; !again {
				l.parties[key] = p.Name.Zh
			} else if first != p.Name.Zh {
				l.add(SnagPartyTwice, field+".zh", p.Name.Zh, first)
			}
		}
		if side.room > 0 {
			l.fits(prefix+side.list, names, side.room, s)
		}
	}
	l.fits(prefix+"name.zh", []string{s.Name.Zh}, roomProject, s)
	if m := s.Amount; m.Known() {
		switch middle := l.middle[m.Currency]; {
		case m.Currency == invest.CNY && m.High < 100_000:
			l.add(SnagTiny, prefix+"amount", "", m)
		case middle > 0 && (m.Low/1_000 >= middle || m.Low <= middle/1_000):
			l.add(SnagUnit, prefix+"amount", "", m, invest.Money{Low: middle, High: middle, Currency: m.Currency})
		}
		if s.Presence == invest.PresenceAbsent && !s.AmountHidden {
			l.add(SnagAbsentAmount, prefix+"amount", "", m)
		}
	}
}

// fits reports a column of a row that has not the room for its words, each of
// which begins a line of its own.
func (l *snagList) fits(field string, words []string, room int, s invest.Signing) {
	if l.c.Form == invest.FormRegister || s.Presence == invest.PresenceAbsent {
		return
	}
	lines, long := 0, 0
	for _, w := range words {
		n := wide(w)
		lines += (n + room - 1) / room
		long += n
	}
	if lines > l.longer {
		l.add(SnagTooLong, field, strings.Join(words, "、"), max(1, long-l.longer*room), l.longer*room)
	}
}

// wide is how many Chinese characters' room a text takes on a line.
func wide(s string) int {
	halves := 0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
			halves += 2
		default:
			halves++
		}
	}
	return int(math.Ceil(float64(halves) / 2))
}

// text looks at the characters of both wordings.
func (l *snagList) text(field string, t invest.Text) {
	l.characters(field+".zh", t.Zh, true)
	l.characters(field+".en", t.En, false)
}

// characters reports each character once that a screen, a font or a search may
// not know. GB 2312 is what every Chinese font has: what is outside is rare, or of
// the traditional script.
func (l *snagList) characters(field, s string, chinese bool) {
	var seen []rune
	gb := simplifiedchinese.HZGB2312.NewEncoder()
	for _, r := range s {
		if slices.Contains(seen, r) || r == '\n' || r == '\r' || r == '\t' {
			continue
		}
		seen = append(seen, r)
		plain := norm.NFKC.String(string(r))
		switch {
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar:
			l.add(SnagInvisible, field, "", fmt.Sprintf("U+%04X", r))
		case unicode.Is(unicode.Han, r) && plain != string(r):
			l.add(SnagLookalike, field, string(r), plain)
		case chinese && unicode.Is(unicode.Han, r):
			if _, err := gb.String(string(r)); err != nil {
				l.add(SnagRare, field, string(r), fmt.Sprintf("U+%04X", r))
			}
		}
	}
}

// foldName is what is left of a name when people's ways of writing it are taken
// out: widths, spaces, brackets, and the long form of a limited company.
func foldName(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("()[]【】〔〕《》“”\"'·•-—", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, width.Fold.String(s))
	return strings.ReplaceAll(s, "有限责任公司", "有限公司")
}

// promises is a number of rows in a group's label: "第一组（4个）", "（四项）", and
// not the ordinal of "第三项目组".
var promises = regexp.MustCompile(`(?:^|[^第\d一二两三四五六七八九十])(\d{1,3}|[一二两三四五六七八九十]{1,3})\s*[个项家]`)

func promised(label string) (int, bool) {
	m := promises.FindStringSubmatch(width.Narrow.String(label))
	if m == nil {
		return 0, false
	}
	if n, err := strconv.Atoi(m[1]); err == nil {
		return n, true
	}
	return chineseNumber(m[1]), true
}

// chineseNumber reads one to 99 as they are spoken: 四, 十二, 二十.
func chineseNumber(s string) int {
	value := func(s string) int {
		if s == "两" {
			return 2
		}
		return strings.Index("零一二三四五六七八九", s) / len("一")
	}
	tens, ones, has := strings.Cut(s, "十")
	switch {
	case !has:
		return value(s)
	case tens == "":
		tens = "一"
	}
	if ones == "" {
		ones = "零"
	}
	return value(tens)*10 + value(ones)
}
