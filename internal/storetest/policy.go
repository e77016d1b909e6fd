package storetest

import (
	"testing"

	"wellspring/internal/invest"
)

func testPolicy(t *testing.T, open func(t *testing.T) Store) {
	t.Run("those in force are first, then the newest, of one moment the highest number", func(t *testing.T) {
		s := newSite(t, open)
		s.publish(policy("有效，旧", invest.InForce))
		s.publish(policy("废止", invest.Repealed))
		publishTogether(s, policy("同时待核", invest.ToVerify), policy("同时有效一", invest.InForce), policy("同时有效二", invest.InForce))
		s.create(policy("草稿", invest.InForce))
		rows := must(s.Policies(t.Context()))(t)
		var titles []string
		for _, r := range rows {
			titles = append(titles, r.Policy.Title.Zh)
		}
		equal(t, "the order", titles, []string{"同时有效二", "同时有效一", "有效，旧", "同时待核", "废止"})
	})

	t.Run("a row is the whole policy with its publication", func(t *testing.T) {
		s := newSite(t, open)
		p := policy("政策", invest.Amended)
		p.DocNo, p.Clauses = "宝渭政发〔2023〕1号", []invest.Clause{{Title: zh("一"), Text: zh("奖补")}, {Title: zh("二"), Text: zh("贴息")}}
		d := s.publish(p)
		equal(t, "the row", must(s.Policies(t.Context()))(t), []invest.PolicyRow{{Publication: publicationOf(d), Policy: p}})
	})
}
