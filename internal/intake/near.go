package intake

import (
	"strings"

	"wellspring/internal/invest"
)

// nearLimit is up to how many names of drafts likenesses are looked for.
const nearLimit = 100_000

// nearNames finds names that are alike but not the same. It is an index of the
// pairs of characters of each name; it suggests and decides nothing.
type nearNames struct {
	names []invest.DraftMatch
	pairs map[[2]rune][]int32
	sizes []int
}

func newNearNames(names []invest.DraftMatch) *nearNames {
	n := &nearNames{names: names, pairs: map[[2]rune][]int32{}}
	for i, m := range names {
		p := pairsOf(m.Key)
		n.sizes = append(n.sizes, len(p))
		for pair := range p {
			n.pairs[pair] = append(n.pairs[pair], int32(i))
		}
	}
	return n
}

// commonWords tell nothing of which project it is.
var commonWords = strings.NewReplacer("建设项目", "", "项目", "", "工程", "", "有限公司", "", "有限责任公司", "", "股份", "", "建设", "", "生产", "")

func pairsOf(key string) map[[2]rune]bool {
	runes := []rune(commonWords.Replace(key))
	out := map[[2]rune]bool{}
	for i := 0; i+1 < len(runes); i++ {
		out[[2]rune{runes[i], runes[i+1]}] = true
	}
	return out
}

// like gives the name most like one, where two thirds of their pairs are common,
// or all of a shorter name's.
func (n *nearNames) like(name string) (invest.DraftMatch, bool) {
	key := invest.MatchKey(name)
	mine := pairsOf(key)
	if len(mine) < 3 {
		return invest.DraftMatch{}, false
	}
	common := map[int32]int{}
	for pair := range mine {
		if list := n.pairs[pair]; len(list) < 5_000 { // a pair that is everywhere tells nothing
			for _, i := range list {
				common[i]++
			}
		}
	}
	best, sure := -1, 0.0
	for i, c := range common {
		if n.names[i].Key == key || n.sizes[i] < 3 {
			continue
		}
		dice := 2 * float64(c) / float64(len(mine)+n.sizes[i])
		if small := min(len(mine), n.sizes[i]); small >= 5 && c == small {
			dice = max(dice, 0.7)
		}
		if dice > sure || dice == sure && best >= 0 && n.names[i].Number < n.names[best].Number {
			best, sure = int(i), dice
		}
	}
	if best < 0 || sure < 0.66 {
		return invest.DraftMatch{}, false
	}
	return n.names[best], true
}
