package invest

import (
	"slices"
	"testing"
)

func TestEnglishIsStaleWhereOnlyTheChineseChanged(t *testing.T) {
	words := func(zh, en string) *Policy { return &Policy{Title: Text{Zh: zh, En: en}} }
	for _, c := range []struct {
		name          string
		before, after Content
		was, want     []string
	}{
		{"a new text", nil, words("办法", "Measures"), nil, nil},
		{"nothing changed", words("办法", "Measures"), words("办法", "Measures"), nil, nil},
		{"the Chinese changed", words("办法", "Measures"), words("新办法", "Measures"), nil, []string{"title"}},
		{"both changed", words("办法", "Measures"), words("新办法", "New measures"), nil, nil},
		{"the English changed", words("办法", "Measures"), words("办法", "The measures"), nil, nil},
		{"there is no English", words("办法", ""), words("新办法", ""), nil, nil},
		{"the English was added with a change", words("办法", ""), words("新办法", "New measures"), nil, nil},
		{"the English was taken out", words("办法", "Measures"), words("新办法", ""), []string{"title"}, nil},
		{"it was stale and nothing changed", words("新办法", "Measures"), words("新办法", "Measures"), []string{"title"}, []string{"title"}},
		{"it was stale and the Chinese changed again", words("新办法", "Measures"), words("办法", "Measures"), []string{"title"}, []string{"title"}},
		{"it was stale and was translated", words("新办法", "Measures"), words("新办法", "New measures"), []string{"title"}, nil},
		{"it was stale and is not there any more", &Policy{Window: Text{Zh: "窗口", En: "Window"}}, &Policy{}, []string{"window"}, nil},
		{
			"in parts and in rows of rows",
			&Ceremony{
				Source: Source{Name: Text{Zh: "区", En: "District"}}, Fields: []Text{{Zh: "甲", En: "A"}, {Zh: "乙", En: "B"}},
				Groups: []Group{{Label: Text{Zh: "组", En: "Group"}, Signings: []Signing{{Name: Text{Zh: "约", En: "Signing"}, B: []Party{{Name: Text{Zh: "司", En: "Firm"}}}}}}},
			},
			&Ceremony{
				Source: Source{Name: Text{Zh: "区局", En: "District"}}, Fields: []Text{{Zh: "甲", En: "A"}, {Zh: "乙乙", En: "B"}},
				Groups: []Group{{Label: Text{Zh: "一组", En: "Group"}, Signings: []Signing{{Name: Text{Zh: "签约", En: "Signing"}, B: []Party{{Name: Text{Zh: "公司", En: "Firm"}}}}}}},
			},
			nil,
			[]string{"fields.1", "groups.0.label", "groups.0.signings.0.b.0.name", "groups.0.signings.0.name", "source.name"},
		},
		{
			"a row that is new",
			&Policy{Clauses: []Clause{{Title: Text{Zh: "一", En: "One"}}}},
			&Policy{Clauses: []Clause{{Title: Text{Zh: "一", En: "One"}}, {Title: Text{Zh: "二", En: "Two"}}}},
			nil, nil,
		},
	} {
		got, err := StaleEnglish(c.before, c.after, c.was)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v, %v", c.name, got, c.want, err)
		}
	}
}

func TestOldEnglishIsKnownWhereARowHasMovedTo(t *testing.T) {
	signed := func(signings ...Signing) *Ceremony { return &Ceremony{Groups: []Group{{Key: 1, Signings: signings}}} }
	one, two := Signing{Key: 1, Name: Text{Zh: "光伏", En: "Solar"}}, Signing{Key: 2, Name: Text{Zh: "储能", En: "Storage"}}
	changed := one
	changed.Name.Zh = "光伏二期"
	stale, err := StaleEnglish(signed(one, two), signed(changed, two), nil)
	if err != nil || !slices.Equal(stale, []string{"groups.0.signings.0.name"}) {
		t.Fatalf("stale %v, %v", stale, err)
	}
	stale, err = StaleEnglish(signed(changed, two), signed(two, changed), stale)
	if err != nil || !slices.Equal(stale, []string{"groups.0.signings.1.name"}) {
		t.Errorf("moved: stale %v, %v", stale, err)
	}
	stale, err = StaleEnglish(signed(two, changed), signed(two), stale)
	if err != nil || len(stale) != 0 {
		t.Errorf("removed: stale %v, %v", stale, err)
	}
}
