package check_test

import (
	"strings"
	"testing"

	"wellspring/internal/check"
)

// BenchmarkRun looks over an article of 20,000 characters with the list that ships.
func BenchmarkRun(b *testing.B) {
	text := article("<p>" + strings.Repeat("渭滨区招商局与企业在西安签约，总投资1.2亿元，占地120亩。", 700) + "</p>")
	f := facts()
	for b.Loop() {
		check.Run(text, f)
	}
}
