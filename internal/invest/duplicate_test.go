package invest

import (
	"reflect"
	"testing"
)

func TestEveryKindIsCopiedByName(t *testing.T) {
	for _, k := range Kinds {
		c := NewContent(k)
		*titleOf(c) = Text{Zh: "名称", En: "Name"}
		copied, err := Duplicate(c)
		if err != nil || copied.Heading() != (Text{Zh: "名称（副本）", En: "Name (copy)"}) || c.Heading().Zh != "名称" {
			t.Errorf("%s is copied as %+v, %v", k, copied.Heading(), err)
		}
		*titleOf(c) = Text{Zh: "名称"}
		if copied, err := Duplicate(c); err != nil || copied.Heading() != (Text{Zh: "名称（副本）"}) {
			t.Errorf("%s without English is copied as %+v, %v", k, copied.Heading(), err)
		}
	}
}

func TestACopyHasNothingThatIsOneTextsOwn(t *testing.T) {
	for name, c := range map[string]struct{ from, want Content }{
		"project": {
			&Project{Code: "P-1", Phases: []PhaseEntry{{Phase: Signed, Editor: "lin", Reason: "缘由"}}, Note: "备注"},
			&Project{Title: Text{Zh: "（副本）"}, Phases: []PhaseEntry{{Phase: Signed, Reason: "缘由"}}, Note: "备注"},
		},
		"ceremony": {
			&Ceremony{LastKey: 3, Groups: []Group{{Key: 1, HostText: "主持词", Signings: []Signing{{Key: 2, Project: 9, Note: "备注"}, {Key: 3}}}}},
			&Ceremony{Title: Text{Zh: "（副本）"}, Groups: []Group{{HostText: "主持词", Signings: []Signing{{Project: 9, Note: "备注"}, {}}}}},
		},
		"park": {
			&Park{LastKey: 2, Plots: []Plot{{Key: 1, Code: "A-1"}}, Workshops: []Workshop{{Key: 2, Floor: "1"}}},
			&Park{Name: Text{Zh: "（副本）"}, Plots: []Plot{{Code: "A-1"}}, Workshops: []Workshop{{Floor: "1"}}},
		},
		"policy": {&Policy{DocNo: "宝渭发〔2023〕1号", Note: "备注"}, &Policy{Title: Text{Zh: "（副本）"}, Note: "备注"}},
	} {
		before, err := CloneContent(c.from)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Duplicate(c.from)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
		if !reflect.DeepEqual(c.from, before) {
			t.Errorf("%s: the text itself was changed", name)
		}
	}
}
