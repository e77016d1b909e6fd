package check

import (
	"time"

	"wellspring/internal/invest"
)

// Freshness is how long a column may stand without anything new, by the
// inspection indicators of government sites (国办秘函〔2019〕19号): news and the home
// page two weeks, notices and policies six months. ok is false for a column that
// no rule is about.
func Freshness(t invest.ColumnType) (days int, ok bool) {
	switch t {
	case "工作动态", "首页":
		return 14, true
	case "政策文件", "政策解读":
		return 183, true
	}
	return 0, false
}

// Due is the day by which something new must stand in a column: the last one
// plus its days.
func Due(last time.Time, days int) time.Time { return last.AddDate(0, 0, days) }
