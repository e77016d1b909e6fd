// Package i18n words things for a reader: messages by key, numbers, money,
// dates and areas, and the addresses of pages in the reader's language.
package i18n

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"wellspring/internal/invest"
)

//go:embed locales/*.json
var files embed.FS

// messages holds every wording by language and key. Chinese is the reference:
// a test holds that the others have the same keys.
var messages = map[invest.Lang]map[string]string{
	invest.Zh: load("locales/zh-CN.json"),
	invest.En: load("locales/en.json"),
}

func load(name string) map[string]string {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(err) // embedded: cannot be missing
	}
	var m map[string]string
	if err := json.Unmarshal(b, &m); err != nil {
		panic(fmt.Sprintf("%s: %v", name, err))
	}
	return m
}

// Locale is what the wording of one response depends on.
type Locale struct {
	Lang invest.Lang
	Base string         // path under which the site is served, "" or "/invest"
	Zone *time.Location // of the site
}

type localeKey struct{}

// With gives a context that words things for l.
func With(ctx context.Context, l Locale) context.Context {
	return context.WithValue(ctx, localeKey{}, l)
}

// From gives the locale of a context, Chinese without one.
func From(ctx context.Context) Locale {
	if l, ok := ctx.Value(localeKey{}).(Locale); ok {
		return l
	}
	return Locale{Lang: invest.Zh, Zone: time.UTC}
}

// T is the message of a key in the reader's language, with args put in as by
// fmt.Sprintf. A key that does not exist shows as itself: a test finds it.
func T(ctx context.Context, key string, args ...any) string {
	return Message(From(ctx).Lang, key, args...)
}

// Message is T for a language.
func Message(lang invest.Lang, key string, args ...any) string {
	m, ok := messages[lang][key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return m
	}
	return fmt.Sprintf(m, args...)
}

// N is the message of a key for a count: where the wording has two forms,
// "%d project|%d projects", the second is for all numbers but one.
func N(ctx context.Context, key string, n int) string {
	one, other, two := strings.Cut(messages[From(ctx).Lang][key], "|")
	if two && n != 1 {
		one = other
	}
	if one == "" {
		return key
	}
	return strings.Replace(one, "%d", Grouped(From(ctx).Lang, int64(n)), 1)
}

// Label is the word for a value of an enumeration: Label(ctx, "phase", p).
func Label[V ~string](ctx context.Context, enum string, v V) string {
	if v == "" {
		return ""
	}
	return T(ctx, enum+"."+string(v))
}

// Path is the address of a page in the reader's language: "/projects" is
// "/projects" in Chinese and "/en/projects" in English, under the base path.
func Path(ctx context.Context, p string) string {
	l := From(ctx)
	return PathIn(l.Base, l.Lang, p)
}

// PathIn is Path for a base path and a language.
func PathIn(base string, lang invest.Lang, p string) string {
	if lang == invest.En {
		if p == "/" {
			return base + "/en"
		}
		return base + "/en" + p
	}
	return base + p
}

// Words is a wording with the language it is in, where that is not the page's.
type Words struct {
	S    string
	Lang string // for a lang attribute; "": the page's own
}

// Pick words a text for the reader, marked when it had to fall back.
func Pick(ctx context.Context, t invest.Text) Words {
	want := From(ctx).Lang
	s, lang := t.In(want)
	if lang == want {
		return Words{S: s}
	}
	return Words{S: s, Lang: string(lang)}
}
