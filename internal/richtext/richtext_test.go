package richtext_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wellspring/internal/richtext"
)

func TestSanitize(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain paragraphs stay", `<p>一<strong>二</strong></p>`, `<p>一<strong>二</strong></p>`},
		{"scripts go with what they hold", `<p>a</p><script>alert(1)</script>`, `<p>a</p>`},
		{"handlers go", `<p onclick="x()">a</p>`, `<p>a</p>`},
		{"styles go", `<p style="color:red" class="x">a</p>`, `<p>a</p>`},
		{"open tags are closed", `<p>a<strong>b`, `<p>a<strong>b</strong></p>`},
		{"javascript addresses go", `<a href="javascript:alert(1)">x</a>`, `<p>x</p>`},
		{"data addresses go", `<a href="data:text/html,x">x</a>`, `<p>x</p>`},
		{"links within the site stay", `<a href="/projects/3">x</a>`, `<p><a href="/projects/3">x</a></p>`},
		{"links to elsewhere stay", `<a href="https://example.org/?a=1&b=2">x</a>`, `<p><a href="https://example.org/?a=1&amp;b=2">x</a></p>`},
		{
			"our own pictures stay, with their caption",
			`<figure><img src="/media/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/a.jpg" alt="厂房" width="800" height="450" onload="x()"><figcaption>厂房</figcaption></figure>`,
			`<figure><img src="/media/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/a.jpg" alt="厂房" width="800" height="450"/><figcaption>厂房</figcaption></figure>`,
		},
		{"marks for cards and figures stay", `<p><span data-record="project:12" class="x">甲</span><span data-figure="funds">155.17</span></p>`, `<p><span data-record="project:12">甲</span><span data-figure="funds">155.17</span></p>`},
		{
			"a bound figure keeps its value, what it was and when",
			`<p>总投资<span data-figure="project:12:total" data-value="15517000000" data-was="155亿元" data-on="2023-11-30" data-other="x">155.17亿元</span></p>`,
			`<p>总投资<span data-figure="project:12:total" data-value="15517000000" data-was="155亿元" data-on="2023-11-30">155.17亿元</span></p>`,
		},
		{"what is no date of a figure goes", `<p><span data-figure="a" data-on="yesterday">1</span></p>`, `<p><span data-figure="a">1</span></p>`},
		{"a value beyond all measure goes", `<p><span data-figure="a" data-value="` + strings.Repeat("9", 101) + `">1</span></p>`, `<p><span data-figure="a">1</span></p>`},
		{
			"the credit of a picture is small print of its caption",
			`<figure><img src="/media/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/a.jpg" alt=""><figcaption>厂房<small style="color:red">区招商局供图</small></figcaption></figure>`,
			`<figure><img src="/media/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/a.jpg" alt=""/><figcaption>厂房<small>区招商局供图</small></figcaption></figure>`,
		},
		{"a link of no scheme is one to another site", `<a href="//example.org/1">x</a>`, `<p><a href="https://example.org/1">x</a></p>`},
		{"pictures from elsewhere go", `<p>a<img src=x onerror=alert(1)></p>`, `<p>a</p>`},
		{"svg goes", `<svg onload=alert(1)><p>a</p></svg>`, `<p>a</p>`},
		{"table cells keep their span", `<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>`, `<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>`},
		{"a huge span goes", `<table><tbody><tr><td colspan="9999">a</td></tr></tbody></table>`, `<table><tbody><tr><td>a</td></tr></tbody></table>`},
		{"text is escaped", `1 < 2 & 3`, `<p>1 &lt; 2 &amp; 3</p>`},
		{"comments go", `<p>a<!-- b --></p>`, `<p>a</p>`},
		{"nothing stays nothing", ``, ``},
		{"lines of plain text become paragraphs", "第一段。\r\n\r\n  第二段。\n第三段。", `<p>第一段。</p><p>第二段。</p><p>第三段。</p>`},
		{"lines between blocks become paragraphs", "引言<h2>一</h2>\n正文<br>又一行", `<p>引言</p><h2>一</h2><p>正文</p><p>又一行</p>`},
		{"what is open at the end of a line is closed", "<strong>甲\n乙</strong>丙", `<p><strong>甲</strong></p><p><strong>乙</strong>丙</p>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := richtext.Sanitize(c.in); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if again := richtext.Sanitize(richtext.Sanitize(c.in)); again != c.want {
				t.Errorf("a second pass changed it: %s", again)
			}
		})
	}
}

// What the editor writes of the clipboards of the browser suite is what the
// server keeps, but for the way in which a browser writes single tags.
func TestWhatTheEditorWritesIsKept(t *testing.T) {
	files, err := filepath.Glob("../../e2e/corpus/*.expected.html")
	if err != nil || len(files) < 12 {
		t.Fatalf("%d samples, %v", len(files), err)
	}
	single := regexp.MustCompile(`<(br|img[^>]*)>`)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll(single.ReplaceAllString(string(b), "<$1/>"), "\n", "")
			if got := strings.ReplaceAll(richtext.Sanitize(string(b)), "\n", ""); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestRewriteChangesLinksOnly(t *testing.T) {
	in := `<p>href="x" <a href="https://example.org/">x</a> <a href="/parks">y</a></p>`
	got := richtext.Rewrite(in, richtext.Rewriter{Link: func(s string) string { return strings.Replace(s, "https://", "/leave?to=", 1) }})
	want := `<p>href=&#34;x&#34; <a href="/leave?to=example.org/">x</a> <a href="/parks">y</a></p>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func FuzzSanitizeIsStable(f *testing.F) {
	for _, s := range []string{"<p>a", "<table><p>x", "<a href=//x>", "<h2><p><h3>", "&lt;script&gt;", "<p><table><td>x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := richtext.Sanitize(s)
		if strings.Contains(strings.ToLower(once), "<script") {
			t.Fatalf("script in %q", once)
		}
		// Foster parenting may move text once; from then on nothing may change.
		twice := richtext.Sanitize(once)
		if thrice := richtext.Sanitize(twice); thrice != twice {
			t.Fatalf("never settles: %q, %q", twice, thrice)
		}
	})
}
