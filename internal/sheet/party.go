package sheet

import (
	"regexp"
	"slices"
	"strings"

	"wellspring/internal/invest"
)

var (
	// orgEnd is how the name of an organisation ends, brackets left out.
	orgEnd = regexp.MustCompile(`(?i)(?:公司|集团|政府|管委会|管理委员会|委员会|局|厅|部|院|所|校|大学|学院|中学|银行|中心|厂|合作社|联社|联合社|工业园|科技园|协会|商会|学会|联合会|基金|基金会|办事处|街道办|街道|指挥部|总部|总公司|分公司|支行|分行|企业|事务所|工作室|医院|酒店|农场|林场|林业局|社|站|署|集团总部|控股|股份|实业|园区|开发区|经开区|高新区|示范区|新区|产业园|合伙\)?|有限合伙|办公室|办|镇|乡|县|区|市|省|村委会|村|旗|州|中国|领事馆|ltd\.?|limited|inc\.?|corp\.?|corporation|co\.?|llp|plc|gmbh|group|industries|authority|department|government|ministry|company|board|university|institute|association)$`)
	// governmental is what a party on the public side is called.
	governmental = regexp.MustCompile(`(?i)(?:政府|管委会|管理委员会|委员会|局|厅|街道办|办事处|开发区|高新区|经开区|示范区|新区|园区管理办|招商中心|投资促进中心|指挥部|领导小组|[镇乡县区市省州旗]|办公室|government|department|authority|ministry|board|corporationof)$`)
	companyLike  = regexp.MustCompile(`(?i)(?:公司|集团|企业|厂|控股|股份|实业|合作社|银行|基金|ltd\.?|limited|inc\.?|corp\.?|co\.?|llp|gmbh|group)$`)
	partyLabel   = regexp.MustCompile(`(甲方|乙方|丙方|见证方|政府方|投资方|企业方)\s*[:：]`)
	suffixOnly   = regexp.MustCompile(`(?i)^(?:co|ltd|limited|inc|llc|llp|corp|plc|gmbh|pte|pvt)\.?(?: (?:ltd|limited|co)\.?)?$`)
	undecided    = regexp.MustCompile(`^(?:待定|未定|未公布|暂无|未知|不详|待确定|tbd|n/?a)$`)
	roleInside   = regexp.MustCompile(`(?i)[（(]\s*(?:甲方|乙方|丙方|牵头|牵头单位|投资方|代建|lead|leader|政府方|企业方)\s*[)）]`)
	andOthers    = regexp.MustCompile(`等(?:\d+|[一二三四五六七八九十]+)?[家个]?(?:企业|公司|单位)?$`)
	agreed       = regexp.MustCompile(`(?:签订|签署|签约|达成|合作).{0,12}(?:合同|协议|备忘录)?$`)
	numbered     = regexp.MustCompile(`^(?:\d{1,2}[.、．]|[①②③④⑤⑥⑦⑧⑨]|[（(]\d{1,2}[)）])\s*`)
)

// organised reports whether a text can be the whole name of an organisation.
func organised(s string) bool {
	s = strings.TrimSpace(s)
	return len([]rune(s)) >= 2 && (orgEnd.MatchString(outside(s)) || orgEnd.MatchString(invest.Normal(s)))
}

// parties reads one or several names: A、B, A与B, A和B, each on a line of its own.
// 和 and 与 part names only where both sides are names of organisations.
func parties(s string) []string {
	out := []string{}
	if blank(clean(s)) {
		return out
	}
	var pieces []string
	for _, p := range splitLines(s) {
		pieces = append(pieces, splitOutside(p, func(r rune) bool { return strings.ContainsRune("、;；|", r) })...)
	}
	for _, p := range pieces {
		for _, q := range splitIf(p, ",", "，", "/", "／", " ") {
			for _, name := range splitJoined(q) {
				name = andOthers.ReplaceAllString(roleInside.ReplaceAllString(name, ""), "")
				if name = clean(numbered.ReplaceAllString(name, "")); !blank(name) && !undecided.MatchString(name) && !slices.Contains(out, name) {
					out = append(out, name)
				}
			}
		}
	}
	return out
}

// splitLines splits a cell at line breaks where each line is a name; a break
// inside a name is none.
func splitLines(s string) []string {
	lines := strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' })
	var out []string
	for i, l := range lines {
		if i > 0 && !organised(strings.TrimRight(out[len(out)-1], "、；; ")) && !numbered.MatchString(strings.TrimSpace(l)) {
			out[len(out)-1] += "\n" + l
			continue
		}
		if strings.TrimSpace(l) != "" {
			out = append(out, l)
		}
	}
	for i := range out {
		out[i] = clean(out[i])
	}
	return out
}

// splitIf splits a text at the first of some signs at which all pieces are names.
func splitIf(s string, signs ...string) []string {
	for _, sign := range signs {
		parts := splitOutside(s, func(r rune) bool { return string(r) == sign })
		if len(parts) > 1 && !slices.ContainsFunc(parts, func(p string) bool { return !organised(p) || len([]rune(p)) < 3 || suffixOnly.MatchString(p) }) {
			return parts
		}
	}
	return []string{s}
}

var (
	// bare is the name of a place that stands for its government.
	bare = regexp.MustCompile(`[镇乡县区市省州旗村]$`)
	// withHe are beginnings of names in which 和 is no conjunction.
	withHe = regexp.MustCompile(`^和(?:林格尔|田|县|平(?:[^安]|$)|谐|顺|静|硕|政|龙|布克|信|泰|利时|美|盛|悦|兴|记|源|邦|佳|创|光|丰|瑞|润|众|泽|诚|晶|安|合|成|园|生|熙|嘉|正|黄|家)`)
)

// splitJoined splits at 和, 与, 及, 暨 and "and" where both sides are names: 和 is
// part of many. After the bare name of a place, both must be that.
func splitJoined(s string) []string {
	depth := 0
	for i, r := range s {
		sign := string(r)
		switch {
		case strings.ContainsRune("(（[【", r):
			depth++
			continue
		case strings.ContainsRune(")）]】", r):
			depth--
			continue
		case depth != 0:
			continue
		case strings.HasPrefix(s[i:], " and "):
			sign = " and "
		case !strings.ContainsRune("和与及暨", r), withHe.MatchString(s[i:]):
			continue
		}
		a, b := s[:i], s[i+len(sign):]
		if sign == "与" && organised(b) && len([]rune(a)) >= 4 && len([]rune(b)) >= 4 {
			return append([]string{a}, splitJoined(b)...) // 与 is seldom part of a name
		}
		if !organised(a) || !organised(b) || len([]rune(a)) < 3 || len([]rune(b)) < 3 {
			continue
		}
		if bare.MatchString(a) && sign != "与" && !bare.MatchString(b) {
			continue
		}
		return append([]string{a}, splitJoined(b)...)
	}
	return []string{s}
}

// bothParties reads a cell that names both sides. What is public is 甲方, whoever
// invests 乙方; where that does not tell, the first is 甲方.
func bothParties(s string) (a, b []string) {
	a, b = []string{}, []string{}
	if m := partyLabel.FindAllStringSubmatchIndex(s, -1); m != nil {
		for i, at := range m {
			end := len(s)
			if i+1 < len(m) {
				end = m[i+1][0]
			}
			names := parties(strings.Trim(s[at[1]:end], " \n;；,，、。/"))
			switch s[at[2]:at[3]] {
			case "甲方", "政府方":
				a = append(a, names...)
			case "乙方", "投资方", "企业方":
				b = append(b, names...)
			}
		}
		return a, b
	}
	left, right, ok := cutSides(s)
	if !ok {
		for _, p := range parties(s) {
			if isPublic(p) {
				a = append(a, p)
			} else {
				b = append(b, p)
			}
		}
		return a, b
	}
	x, y := parties(left), parties(right)
	public := func(list []string) bool {
		return len(list) > 0 && !slices.ContainsFunc(list, func(p string) bool { return !isPublic(p) })
	}
	if !public(x) && public(y) {
		return y, x
	}
	return x, y
}

func isPublic(p string) bool {
	p = outside(p)
	return governmental.MatchString(p) && !companyLike.MatchString(p)
}

var dashes = regexp.MustCompile(`\s*(?:——|—|--|–|↔|⟷|\bvs\.?\b| - )\s*`)

// cutSides cuts a cell between the two sides.
func cutSides(s string) (left, right string, ok bool) {
	flat := agreed.ReplaceAllString(strings.TrimSpace(s), "")
	if lines := splitLines(flat); len(lines) == 2 {
		return strings.TrimRight(lines[0], "与和、"), strings.TrimLeft(lines[1], "与和、"), true
	}
	if at := dashes.FindStringIndex(flat); at != nil && organised(flat[:at[0]]) {
		return flat[:at[0]], flat[at[1]:], true
	}
	flat = clean(flat)
	for _, sign := range []string{"与", "和", "同", "/", "／", "-", "；", ";", "、", "，", ",", " "} {
		for from := 0; ; {
			i := strings.Index(flat[from:], sign)
			if i < 0 {
				break
			}
			i += from
			l, r := flat[:i], flat[i+len(sign):]
			if organised(l) && organised(r) && len([]rune(l)) >= 2 && len([]rune(r)) >= 3 {
				return l, strings.TrimSuffix(r, "签约"), true
			}
			from = i + len(sign)
		}
	}
	return "", "", false
}
