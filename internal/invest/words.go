package invest

import (
	"strings"
	"time"
)

// CheckRule is what a check looks for.
type CheckRule string

const (
	RuleSensitive CheckRule = "sensitive" // 错敏词
	RuleAddress   CheckRule = "address"   // 称谓
	RulePromise   CheckRule = "promise"   // 承诺性优惠
	RuleFigure    CheckRule = "figure"    // 数字不一致
	RuleDeadLink  CheckRule = "dead_link" // 死链
	RuleSource    CheckRule = "source"    // 缺来源
	RuleAlt       CheckRule = "alt"       // 缺说明
)

// CheckRules lists them all; WordRules are those that look for words of the list.
var (
	CheckRules = []CheckRule{RulePromise, RuleSensitive, RuleAddress, RuleFigure, RuleDeadLink, RuleSource, RuleAlt}
	WordRules  = []CheckRule{RulePromise, RuleSensitive, RuleAddress}
)

// CheckLevel is what a finding asks for.
type CheckLevel string

const (
	LevelAdvice   CheckLevel = "advice"   // to be looked at
	LevelOverride CheckLevel = "override" // stands only if a reviewer says in writing why
	LevelMust     CheckLevel = "must"     // cannot be published so
)

// WordLevels are those that words of the list can have.
var WordLevels = []CheckLevel{LevelAdvice, LevelOverride}

// Words of the list (词表) are looked for in everything that will be public.
type WordList []ListedWord

// ListedWord is one of them. "*" in it stands for up to twelve characters of
// the same clause; spaces in the text do not hide it.
type ListedWord struct {
	Word    string     `json:"word"`
	Rule    CheckRule  `json:"rule"`
	Level   CheckLevel `json:"level"`
	Reason  Text       `json:"reason"`            // shown with what is found
	Instead string     `json:"instead,omitempty"` // what to write
}

func (*WordList) Key() SettingKey { return SettingWords }

func (l *WordList) Validate() FieldErrors {
	c := newChecker()
	c.rows("words", len(*l))
	var seen []string
	for i, w := range *l {
		row := c.at("words", i)
		row.str("word", w.Word, 60, true)
		if strings.Trim(w.Word, "* ") == "" && w.Word != "" {
			row.fail("word", "required")
		}
		seen = append(seen, w.Word)
		oneOf(row, "rule", w.Rule, WordRules, true)
		oneOf(row, "level", w.Level, WordLevels, true)
		row.text("reason", w.Reason, maxLine, true)
		row.str("instead", w.Instead, 60, false)
	}
	keys(c, "words", seen)
	return *c.errs
}

// Override (核准) is a reviewer's word that what a check has found may stand.
type Override struct {
	DraftID
	Finding  string // check.Finding.Key
	Rule     CheckRule
	Words    string // what was found
	Note     string // why it may stand
	Revision int64
	Editor   int64
	At       time.Time
}

// BrokenLink is a link within the site, of a published text, that leads nowhere.
type BrokenLink struct {
	DraftID
	Field, Href string
	State       string // check.LinkState
}

// defaultWords are the terms that the Regulation on Fair Competition Review
// (公平竞争审查条例, in force since 1 August 2024) keeps out of policies, and some
// that editors of bureaus get wrong.
func defaultWords() WordList {
	var list WordList
	add := func(rule CheckRule, level CheckLevel, reason Text, words ...string) {
		for _, w := range words {
			word, instead, _ := strings.Cut(w, "→")
			list = append(list, ListedWord{Word: word, Rule: rule, Level: level, Reason: reason, Instead: instead})
		}
	}
	add(RulePromise, LevelOverride, Text{
		Zh: "《公平竞争审查条例》第十条：没有法律、行政法规依据或者未经国务院批准，不得给予特定经营者税收优惠。",
		En: "Regulation on Fair Competition Review, article 10: no tax privileges for particular firms without a basis in law or the State Council's approval.",
	}, "税收返还", "税收返奖", "税收奖返", "先征后返", "先征后退", "税收全返", "税收包干", "税收洼地", "承诺免税")
	add(RulePromise, LevelOverride, Text{
		Zh: "《公平竞争审查条例》第十条：没有法律、行政法规依据或者未经国务院批准，不得给予特定经营者选择性、差异化的财政奖励或者补贴。",
		En: "Regulation on Fair Competition Review, article 10: no selective or differing rewards or subsidies for particular firms without a basis in law or the State Council's approval.",
	}, "地方留成*奖励", "地方留成*返还", "地方留存*奖励", "地方留存*返还", "按税收*奖励", "按纳税额*奖励", "一事一议*奖励", "一企一策*补贴")
	add(RulePromise, LevelOverride, Text{
		Zh: "《公平竞争审查条例》第十条：没有法律、行政法规依据或者未经国务院批准，不得在要素获取、行政事业性收费、政府性基金、社会保险费等方面给予特定经营者优惠。",
		En: "Regulation on Fair Competition Review, article 10: no privileges in land and other factors, fees, government funds or social insurance without a basis in law or the State Council's approval.",
	}, "零地价", "零元地价", "零土地价", "出让金*返还", "返还*出让金", "地价全返", "免缴社保", "减免社保费")
	add(RulePromise, LevelOverride, Text{
		Zh: "对收益和风险的保证没有依据，投资者会当作承诺。",
		En: "Nobody can warrant returns; investors would take it for a promise.",
	}, "稳赚", "保本保息", "保本收益", "承诺保本", "零风险", "保证收益", "包赚")
	add(RulePromise, LevelAdvice, Text{
		Zh: "请写明所依据的法律、法规或政策文件的名称、文号，并确认仍然有效。",
		En: "Name the law, regulation or document it rests on, and make sure that it is in force.",
	}, "两免三减半", "特殊优惠", "最优惠*政策", "政策洼地")
	add(RuleSensitive, LevelOverride, Text{
		Zh: "涉港澳台表述：香港、澳门、台湾是中国的一部分，不得与国家并列。",
		En: "Hong Kong, Macao and Taiwan are not listed among countries.",
	}, "中国和台湾", "中国与台湾", "中国、台湾", "中国和香港", "中国、香港", "中国、澳门", "港澳台*等国家")
	add(RuleSensitive, LevelAdvice, Text{Zh: "常见错字。", En: "A common misspelling."},
		"人名政府→人民政府", "签定→签订", "帐户→账户", "座落→坐落", "渡假→度假", "图象→图像")
	add(RuleSensitive, LevelAdvice, Text{Zh: "绝对化的说法需有依据，否则请改写。", En: "A superlative needs evidence."},
		"位居全国第一", "世界第一", "全国唯一", "史无前例", "独一无二")
	add(RuleAddress, LevelAdvice, Text{Zh: "公文和新闻中用职务或“负责人”“企业家”相称。", En: "Official texts name a person by their title."},
		"老板→负责人", "大老板→企业家", "土豪", "一把手→主要负责人", "二把手", "领导们→有关负责同志", "父母官")
	return list
}
