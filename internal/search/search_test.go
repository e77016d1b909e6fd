package search

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestIndex(t *testing.T) {
	for _, tc := range []struct{ name, text, terms, chars string }{
		{"a Chinese run becomes overlapping pairs", "光伏组件", "光伏 伏组 组件", "光 伏 组 件"},
		{"one character stays alone", "光", "光", "光"},
		{"punctuation ends a run", "光伏、组件", "光伏 组件", "光 伏 组 件"},
		{"characters are listed once", "中国中", "中国 国中", "中 国"},
		{"digits stand apart from letters", "100MW", "100 mw", ""},
		{"digits stand apart from Chinese", "年产100兆瓦", "年产 100 兆瓦", "年 产 兆 瓦"},
		{"full-width forms are ordinary ones", "１００ＭＷ", "100 mw", ""},
		{"circled digits are digits", "①期", "1 期", "期"},
		{"Latin words are whole", "Weibin New-Energy", "weibin new energy", ""},
		{"accents compose", "Cafe\u0301", "café", ""},
		{"an accent without a composed form stays in its word", "x\u0301y", "x\u0301y", ""},
		{"々 and 〇 are characters", "二〇二三 佐々木", "二〇 〇二 二三 佐々 々木", "二 〇 三 佐 々 木"},
		{"Japanese long vowels stay in their word", "センサー", "セン ンサ サー", "セ ン サ ー"},
		{"nothing to find", " \t\n!?、。\x00", "", ""},
		{"invalid bytes separate", "a\xffb", "a b", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			terms, chars := Index(tc.text)
			if terms != tc.terms || chars != tc.chars {
				t.Errorf("Index(%q) = %q, %q, want %q, %q", tc.text, terms, chars, tc.terms, tc.chars)
			}
		})
	}
}

func TestQuery(t *testing.T) {
	for _, tc := range []struct{ name, text, match string }{
		{"a word is a phrase of pairs", "光伏组件", `"光伏 伏组 组件"`},
		{"two characters are one pair", "光伏", `"光伏"`},
		{"one character is looked up among characters", "光", `chars : "光"`},
		{"words are joined by and", "光伏 100MW", `"光伏" AND "100" AND "mw"`},
		{"operators are words", "a OR b NOT c", `"a" AND "or" AND "b" AND "not" AND "c"`},
		{"syntax is dropped", `"a"* ^b {title}: (c) -d + NEAR/2`, `"a" AND "b" AND "title" AND "c" AND "d" AND "near" AND "2"`},
		{"wildcards are dropped", "100% a_b", `"100" AND "a" AND "b"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			match, ok := Query(tc.text)
			if !ok || match != tc.match {
				t.Errorf("Query(%q) = %q, %v, want %q", tc.text, match, ok, tc.match)
			}
		})
	}
}

func TestQueryWithoutAWord(t *testing.T) {
	for _, text := range []string{"", "   ", `"`, "%_", "***", "()", "\x00", "、。", "\xff"} {
		if match, ok := Query(text); ok || match != "" {
			t.Errorf("Query(%q) = %q, %v, want nothing", text, match, ok)
		}
	}
}

func TestQueryIsBounded(t *testing.T) {
	if match, _ := Query(strings.Repeat("光", 300)); strings.Count(match, "光光") != maxQueryRunes-1 {
		t.Errorf("%d pairs are used of a run of 300 characters", strings.Count(match, "光光"))
	}
	if match, _ := Query(strings.Repeat("a ", 90)); strings.Count(match, " AND ") != maxQueryRuns-1 {
		t.Errorf("%d words are used of 90", strings.Count(match, " AND ")+1)
	}
}

func FuzzQuery(f *testing.F) {
	for _, s := range []string{"光伏组件 100MW", `"a" OR b*`, "chars : x", "ﬀ①½㍿", "\xff\x00", "i̇İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		terms, chars := Index(text)
		for _, word := range strings.Fields(terms + " " + chars) {
			if strings.IndexFunc(word, isSyntax) >= 0 {
				t.Errorf("Index(%q) has a term that is not letters and digits: %q", text, word)
			}
		}
		match, ok := Query(text)
		if !utf8.ValidString(match) || ok != (match != "") {
			t.Fatalf("Query(%q) = %q, %v", text, match, ok)
		}
		if !ok {
			return
		}
		for _, part := range strings.Split(match, " AND ") {
			word, found := strings.CutPrefix(strings.TrimPrefix(part, "chars : "), `"`)
			word, closed := strings.CutSuffix(word, `"`)
			if !found || !closed || word == "" || strings.IndexFunc(word, isSyntax) >= 0 {
				t.Fatalf("Query(%q) has a part that is not one quoted word: %q", text, part)
			}
			if utf8.RuneCountInString(text) <= maxQueryRunes && !holds(terms+" "+chars, word) {
				t.Errorf("Query(%q) asks for %q, which Index does not give: %q, %q", text, word, terms, chars)
			}
		}
	})
}

// isSyntax reports a character that could mean something to FTS5.
func isSyntax(c rune) bool {
	return c != ' ' && !unicode.IsLetter(c) && !unicode.IsNumber(c) && !unicode.IsMark(c)
}

// holds reports whether the words of phrase stand in terms next to each other.
func holds(terms, phrase string) bool {
	return strings.Contains(" "+terms+" ", " "+phrase+" ")
}
