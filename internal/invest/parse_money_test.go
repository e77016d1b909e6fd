package invest

import (
	"errors"
	"strings"
	"testing"
)

// The spellings below stand in ledgers, notices and prospectuses of bureaus, or
// are what editors type into a form.

var moneySpellings = []struct {
	text string
	want Money
}{
	{"5亿元", Yuan(500_000_000)},
	{"30亿元", Yuan(3_000_000_000)},
	{"67.47亿元", Yuan(6_747_000_000)},
	{"5000万元", Yuan(50_000_000)},
	{"5000万", Yuan(50_000_000)},
	{"0.5亿", Yuan(50_000_000)},
	{"2.8亿元", Yuan(280_000_000)},
	{"1.78亿", Yuan(178_000_000)},
	{"1276.9亿元", Yuan(127_690_000_000)},
	{"1,276.9亿元", Yuan(127_690_000_000)},
	{"1，276.9 亿元", Yuan(127_690_000_000)},
	{"155800万元", Yuan(1_558_000_000)},
	{"200000万元", Yuan(2_000_000_000)},
	{"总投资200000万元，其中招商引资200000万元", Yuan(2_000_000_000)},
	{"总投资额：2.39亿元", Yuan(239_000_000)},
	{"项目总投资 12 亿元", Yuan(1_200_000_000)},
	{"投资5.12亿元", Yuan(512_000_000)},
	{"引资8亿元", Yuan(800_000_000)},
	{"5500万元人民币", Yuan(55_000_000)},
	{"1.3亿元人民币", Yuan(130_000_000)},
	{"1.32亿人民币", Yuan(132_000_000)},
	{"人民币5000万元整", Yuan(50_000_000)},
	{"￥5000万", Yuan(50_000_000)},
	{"¥3,600,000", Yuan(3_600_000)},
	{"RMB 30 million", Yuan(30_000_000)},
	{"CNY 6.747 billion", Yuan(6_747_000_000)},
	{"100元", Yuan(100)},
	{"0元", Yuan(0)},
	{"５亿", Yuan(500_000_000)},
	{"１.５亿元", Yuan(150_000_000)},
	{"５０００万元", Yuan(50_000_000)},
	{"1亿8千万元", Yuan(180_000_000)},
	{"1亿8000万元", Yuan(180_000_000)},
	{"3亿5千万", Yuan(350_000_000)},
	{"一亿元", Yuan(100_000_000)},
	{"两亿元", Yuan(200_000_000)},
	{"十五亿元", Yuan(1_500_000_000)},
	{"五千万元", Yuan(50_000_000)},
	{"二十三亿元", Yuan(2_300_000_000)},
	{"1.2万亿元", Yuan(1_200_000_000_000)},
	{"3千万", Yuan(30_000_000)},
	{"8百万元", Yuan(8_000_000)},
	{"500亿元\n（首期约200亿元）", Yuan(50_000_000_000)},
	{"25亿元\n（一期10亿元，二期15亿元）", Yuan(2_500_000_000)},
	{"50亿元(一、二期)", Yuan(5_000_000_000)},
	{"约3000万元", Money{30_000_000, 30_000_000, CNY, true}},
	{"约 3 亿元", Money{300_000_000, 300_000_000, CNY, true}},
	{"1100余万元", Money{11_000_000, 11_000_000, CNY, true}},
	{"60多亿元", Money{6_000_000_000, 6_000_000_000, CNY, true}},
	{"近10亿元", Money{1_000_000_000, 1_000_000_000, CNY, true}},
	{"超过5亿元", Money{500_000_000, 500_000_000, CNY, true}},
	{"10亿元以上", Money{1_000_000_000, 1_000_000_000, CNY, true}},
	{"1.5亿元左右", Money{150_000_000, 150_000_000, CNY, true}},
	{"5亿+", Money{500_000_000, 500_000_000, CNY, true}},
	{"预计总投资约8亿元", Money{800_000_000, 800_000_000, CNY, true}},
	{"about CNY 300 million", Money{300_000_000, 300_000_000, CNY, true}},
	{"3-5亿元", Money{300_000_000, 500_000_000, CNY, false}},
	{"3—5亿元", Money{300_000_000, 500_000_000, CNY, false}},
	{"3~5亿", Money{300_000_000, 500_000_000, CNY, false}},
	{"3亿至5亿元", Money{300_000_000, 500_000_000, CNY, false}},
	{"约3-5亿元", Money{300_000_000, 500_000_000, CNY, true}},
	{"5000万元—1亿元", Money{50_000_000, 100_000_000, CNY, false}},
	{"8000万到1.2亿元", Money{80_000_000, 120_000_000, CNY, false}},
	{"CNY 30–50 million", Money{30_000_000, 50_000_000, CNY, false}},
	{"2亿美元", Money{200_000_000, 200_000_000, "USD", false}},
	{"23715万美元", Money{237_150_000, 237_150_000, "USD", false}},
	{"US$2.5 million", Money{2_500_000, 2_500_000, "USD", false}},
	{"1-2亿美元", Money{100_000_000, 200_000_000, "USD", false}},
	{"5000万欧元", Money{50_000_000, 50_000_000, "EUR", false}},
	{"3亿港元", Money{300_000_000, 300_000_000, "HKD", false}},
	{"120亿日元", Money{12_000_000_000, 12_000_000_000, "JPY", false}},
	{"₹ 250 crore", Money{2_500_000_000, 2_500_000_000, "INR", false}},
	{"", Money{}},
	{"  ", Money{}},
	{"未公布", Money{}},
	{"/", Money{}},
	{"—", Money{}},
	{"待定", Money{}},
	{"面议", Money{}},
	{"N/A", Money{}},
}

func TestAmountsAsPeopleWriteThem(t *testing.T) {
	if len(moneySpellings) < 60 {
		t.Fatalf("only %d spellings", len(moneySpellings))
	}
	for _, c := range moneySpellings {
		if got, err := ParseMoney(c.text); err != nil || got != c.want {
			t.Errorf("%q: got %+v, %v, want %+v", c.text, got, err, c.want)
		}
	}
}

func TestWhatIsNoAmountSaysWhy(t *testing.T) {
	for text, want := range map[string]error{
		"5":                        ErrNoUnit, // of what?
		"1276.9":                   ErrNoUnit,
		"亿元":                       ErrNoAmount,
		"很多钱":                      ErrNoAmount,
		"5亿8":                      ErrNoAmount,
		"1万2亿":                     ErrNoAmount,
		"5亿元和3亿元":                  ErrNoAmount,
		"5..5亿元":                   ErrNoAmount,
		"1,27亿元":                   ErrNoAmount,
		"二三亿元":                     ErrNoAmount,
		"5亩":                       ErrNoAmount,
		"-5亿元":                     ErrNegative,
		"5-3亿元":                    ErrRange,
		"0.000000001亿元":            ErrFraction,
		"100000000000亿元":           ErrTooLarge,
		strings.Repeat("9", 50):    ErrNoAmount,
		"5亿\x00元":                  ErrNoAmount,
		"5000万元<script>alert(1)":   ErrNoAmount,
		"5亿元，3亿元":                  ErrNoAmount,
		"2023年投资5亿元":               ErrNoAmount,
		"投资方承诺一年内到资":               ErrNoAmount,
		"见附件":                      ErrNoAmount,
		"\xff亿元":                   ErrNoAmount,
		"5亿元（一期":                   ErrNoAmount,
		"5亿元人民币美元":                 ErrNoAmount,
		"9223372036854775808元":     ErrTooLarge,
		"922337203685.4775808万亿美元": ErrTooLarge,
	} {
		if got, err := ParseMoney(text); !errors.Is(err, want) {
			t.Errorf("%q: got %+v, %v, want %v", text, got, err, want)
		}
	}
}

func TestTheUnitOfAHeadingCountsOnlyWhereTheCellHasNone(t *testing.T) {
	for _, c := range []struct {
		text, heading string
		want          Money
	}{
		{"10.2", "亿元", Yuan(1_020_000_000)},
		{"5000", "万元", Yuan(50_000_000)},
		{"5000万元", "亿元", Yuan(50_000_000)},
		{"23715", "万美元", Money{237_150_000, 237_150_000, "USD", false}},
		{"2-3", "亿元", Money{200_000_000, 300_000_000, CNY, false}},
		{"约2", "亿元", Money{200_000_000, 200_000_000, CNY, true}},
		{"50（一、二期）", "亿元", Yuan(5_000_000_000)},
		{"3亿", "万美元", Money{300_000_000, 300_000_000, "USD", false}},
		{"7.5", "CNY million", Yuan(7_500_000)},
		{"100", "元", Yuan(100)},
	} {
		unit, ok := ParseMoneyUnitName(c.heading)
		if got, err := ParseMoneyUnit(c.text, unit); !ok || err != nil || got != c.want {
			t.Errorf("%q under %s: got %+v, %v, want %+v", c.text, c.heading, got, err, c.want)
		}
	}
	for _, heading := range []string{"", "个", "亩", "%", "亿元/年", "总投资"} {
		if unit, ok := ParseMoneyUnitName(heading); ok {
			t.Errorf("%q is read as the unit %+v", heading, unit)
		}
	}
}
