package admin

import (
	"slices"
	"strconv"
	"testing"
)

func TestALongNameIsBrokenWherePeopleWouldBreakIt(t *testing.T) {
	for name, want := range map[string][]string{
		"天台山管委会":                             {"天台山管委会"},
		"渭滨区高家镇人民政府":                         {"渭滨区高家镇人民政府"},
		"宝鸡市生态环境局渭滨分局":                       {"宝鸡市生态环境局", "渭滨分局"},
		"澳克传感器股份有限公司":                        {"澳克传感器", "股份有限公司"},
		"陕西峰见新川文化旅游有限公司":                     {"陕西峰见新川文化旅游", "有限公司"},
		"西部传感器产业园开发建设":                       {"西部传感器产", "业园开发建设"}, // nothing better is near
		"Titanium Works Company":             {"Titanium", "Works Company"},
		"Donaudampfschifffahrtsgesellschaft": {"Donaudampfschifffahrtsgesellschaft"},
	} {
		if got := breakName(name); !slices.Equal(got, want) {
			t.Errorf("%s is broken into %q, want %q", name, got, want)
		}
		card := cardOf(name)
		size, err := strconv.ParseFloat(card.Size, 64)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range card.Lines {
			if cardEms(l.Text)*size > cardRoom+1 {
				t.Errorf("%s at %s mm is wider than the card", l.Text, card.Size)
			}
			if y, err := strconv.ParseFloat(l.Y, 64); err != nil || y-size < cardHigh/2 || y > cardHigh {
				t.Errorf("%s at %s stands outside its half, %v", l.Text, l.Y, err)
			}
		}
	}
}
