package invest

import (
	"errors"
	"testing"
)

func m2(n int64) Area { return Area{Hundredths: n * SquareMetre} }

func mu(n int64) Area { return Area{Hundredths: n * Mu} }

func about(a Area) Area { a.Approx = true; return a }

var areaSpellings = []struct {
	text string
	want Area
}{
	{"2000亩", mu(2000)},
	{"2,000亩", mu(2000)},
	{"２０００亩", mu(2000)},
	{"2000 亩", mu(2000)},
	{"两千亩", mu(2000)},
	{"350亩", mu(350)},
	{"85.87亩", Area{Hundredths: 5_724_695}},
	{"占地85.87亩", Area{Hundredths: 5_724_695}},
	{"占地300亩", mu(300)},
	{"占地面积300亩", mu(300)},
	{"用地 25.99 亩", Area{Hundredths: 1_732_675}},
	{"总占地面积：120亩", mu(120)},
	{"十万亩", mu(100_000)},
	{"10万亩", mu(100_000)},
	{"21060亩", mu(21_060)},
	{"665亩", mu(665)},
	{"占地约60亩", about(mu(60))},
	{"约60亩", about(mu(60))},
	{"700多亩", about(mu(700))},
	{"占地700多亩", about(mu(700))},
	{"300余亩", about(mu(300))},
	{"近500亩", about(mu(500))},
	{"500亩左右", about(mu(500))},
	{"不少于50亩", about(mu(50))},
	{"100亩以上", about(mu(100))},
	{"4.42平方公里", m2(4_420_000)},
	{"1.1788平方公里", m2(1_178_800)},
	{"10.17平方公里", m2(10_170_000)},
	{"约6平方公里", about(m2(6_000_000))},
	{"占地面积约6平方公里", about(m2(6_000_000))},
	{"2.63平方千米", m2(2_630_000)},
	{"6 km²", m2(6_000_000)},
	{"6 km2", m2(6_000_000)},
	{"6 sq km", m2(6_000_000)},
	{"4.42 square kilometres", m2(4_420_000)},
	{"979.14公顷", m2(9_791_400)},
	{"1223.34公顷", m2(12_233_400)},
	{"1223.34公顷\n（545.99+213.08+464.27）", m2(12_233_400)},
	{"375.77 公顷", m2(3_757_700)},
	{"12 ha", m2(120_000)},
	{"12 hectares", m2(120_000)},
	{"1 hectare", m2(10_000)},
	{"50万平方米", m2(500_000)},
	{"50余万平方米", about(m2(500_000))},
	{"建筑面积5.6万平方米", m2(56_000)},
	{"建筑面积约20万平方米", about(m2(200_000))},
	{"总建筑面积 4.45 万平方米", m2(44_500)},
	{"4.45万㎡", m2(44_500)},
	{"4.45万平米", m2(44_500)},
	{"8000平方米", m2(8000)},
	{"8,000㎡", m2(8000)},
	{"8000m²", m2(8000)},
	{"8000 m2", m2(8000)},
	{"8000 sqm", m2(8000)},
	{"8,000 square metres", m2(8000)},
	{"1234.5㎡", Area{Hundredths: 123_450}},
	{"规划面积2000亩", mu(2000)},
	{"总面积 1.2 万平方米", m2(12_000)},
	{"超过50万平方米", about(m2(500_000))},
	{"2,000 mu", mu(2000)},
	{"about 2,000 mu", about(mu(2000))},
	{"3千亩", mu(3000)},
	{"", Area{}},
	{"/", Area{}},
	{"未公布", Area{}},
	{"不详", Area{}},
}

func TestAreasAsPeopleWriteThem(t *testing.T) {
	if len(areaSpellings) < 60 {
		t.Fatalf("only %d spellings", len(areaSpellings))
	}
	for _, c := range areaSpellings {
		if got, err := ParseArea(c.text); err != nil || got != c.want {
			t.Errorf("%q: got %+v, %v, want %+v", c.text, got, err, c.want)
		}
	}
}

func TestWhatIsNoAreaSaysWhy(t *testing.T) {
	for text, want := range map[string]error{
		"2000":                  ErrNoUnit,
		"50万":                   ErrNoUnit,
		"亩":                     ErrNoArea,
		"-5亩":                   ErrNoArea,
		"2000亩和300亩":            ErrNoArea,
		"5亿元":                   ErrNoUnit, // 亿 may scale an area, 元 is no area
		"生产线5条":                 ErrNoArea,
		"二三亩":                   ErrNoArea,
		"2000亩\x00":             ErrNoArea,
		"99999999999999999平方公里": ErrTooLarge,
	} {
		if got, err := ParseArea(text); err == nil || !errors.Is(err, want) && !errors.Is(err, ErrNoArea) {
			t.Errorf("%q: got %+v, %v, want %v", text, got, err, want)
		}
	}
	if got, err := ParseAreaUnit("85.87", Mu); err != nil || got.Hundredths != 5_724_695 {
		t.Errorf("under a heading in 亩: %+v, %v", got, err)
	}
	if got, err := ParseAreaUnit("4.42平方公里", Mu); err != nil || got != m2(4_420_000) {
		t.Errorf("the cell's own unit wins: %+v, %v", got, err)
	}
}

func TestAMuComesBackAsTyped(t *testing.T) {
	for _, typed := range []string{"85.87", "25.99", "2000", "0.01", "1234.56"} {
		a, err := ParseAreaUnit(typed, Mu)
		if got := a.In(Mu).String(); err != nil || got != typed {
			t.Errorf("%s 亩 comes back as %s, %v", typed, got, err)
		}
	}
}
