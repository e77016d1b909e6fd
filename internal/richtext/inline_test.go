package richtext_test

import (
	"strings"
	"testing"

	"wellspring/internal/richtext"
)

func TestMarkupForElsewhereCarriesItsStyleAndNamesItsPicturesAndLinks(t *testing.T) {
	hash := strings.Repeat("a", 64)
	in := `<h2>标题</h2><p>见<a href="https://example.org/?a=1&amp;b=2">原文</a>，<span data-figure="project:1:total" data-value="1">1亿元</span>。</p>` +
		`<figure><img src="/media/` + hash + `/a.jpg" alt="厂房"/><figcaption>说明</figcaption></figure>`
	got := richtext.Inline(in, "链接：", func(img richtext.Image) string { return "图：" + img.Alt })
	for _, want := range []string{`<h2 style="`, `见原文<sup>[1]</sup>，1亿元。`, "图：厂房", "链接：<br/>[1] https://example.org/?a=1&amp;b=2", `<figcaption style="`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	for _, not := range []string{"<a ", "<img", "data-", "class="} {
		if strings.Contains(got, not) {
			t.Errorf("%s in %s", not, got)
		}
	}
}
