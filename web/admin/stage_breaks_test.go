package admin

import (
	"strings"
	"testing"
)

func TestALineEndsWhereANameCanBeCut(t *testing.T) {
	for name, want := range map[string]string{
		"中核渭滨区100兆瓦分布式光伏发电项目": "中核渭滨区|100兆瓦分布式光伏|发电项目",
		"宝鸡高新技术产业开发区管理委员会":    "宝鸡高新技术产业|开发区|管理委员会",
		"陕西西部传感技术股份有限公司":      "陕西西部传感技术|股份有限公司",
		"西安文旅投资（集团）有限责任公司":    "西安文旅投资|（集团）|有限责任公司",
		"宝鸡市渭滨区招商局":           "宝鸡市|渭滨区|招商局",
		"第一组签约项目":             "第一组|签约项目",
		"秦岭云谷":                "秦岭云谷",
		"城市更新片区":              "城市更新片区",
		"":                    "",
		"区":                   "区",
		"年产3000吨高端钛合金棒丝材生产线项目": "年产|3000吨高|端|钛|合|金|棒|丝材|生产线|项目",
	} {
		got := breaks(name)
		if strings.Join(got, "") != name {
			t.Errorf("%s became %v", name, got)
		}
		whole := strings.Join(got, "|")
		if whole != want {
			t.Errorf("%s is cut as %s", name, whole)
		}
	}
}

func TestNoPartBeginsWithWhatClosesOrEndsWithWhatOpens(t *testing.T) {
	for _, name := range []string{"（一）项目（二期）", "《框架协议》，及补充", "甲、乙、丙", "“双碳”示范区（试点）", "A（B）C"} {
		for _, p := range breaks(name) {
			r := []rune(p)
			if strings.ContainsRune(closing, r[0]) || strings.ContainsRune(opening, r[len(r)-1]) {
				t.Errorf("%s has the part %q", name, p)
			}
		}
	}
}

func TestAPartThatIsTooLongIsCutButNotAtItsEnds(t *testing.T) {
	parts := breaks("中西部最大的高分子功能膜与薄片")
	if len(parts) < 3 {
		t.Fatalf("it is cut as %v", parts)
	}
	if first, last := []rune(parts[0]), []rune(parts[len(parts)-1]); len(first) < 2 || len(last) < 2 {
		t.Errorf("a character stands alone: %v", parts)
	}
}
