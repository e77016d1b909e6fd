package invest

import (
	"encoding/json"
	"strings"
	"testing"
)

// What the fuzzers hold the parsers to: they end, do not panic, and what they
// read is valid and survives the form it is stored in.

func seed[T any](f *testing.F, cases []T, text func(T) string) {
	for _, c := range cases {
		f.Add(text(c))
	}
	for _, s := range []string{"\x00", "\xff", "1亿2千3百4十5万", "（（（", "9999999999999999999999亿", "2023年99月99日", "--", "约约约"} {
		f.Add(s)
	}
}

func stored[T comparable](t *testing.T, text string, v T) {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%q: %+v cannot be stored: %v", text, v, err)
	}
	var back T
	if err := json.Unmarshal(b, &back); err != nil || back != v {
		t.Fatalf("%q: %+v is stored as %s and comes back as %+v, %v", text, v, b, back, err)
	}
}

func FuzzParseMoney(f *testing.F) {
	seed(f, moneySpellings, func(c struct {
		text string
		want Money
	},
	) string {
		return c.text
	})
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMoney(text)
		if err != nil {
			return
		}
		c := newChecker()
		if c.money("amount", m); len(*c.errs) > 0 {
			t.Fatalf("%q is read as %+v: %v", text, m, *c.errs)
		}
		stored(t, text, m)
		if back, err := ParseMoney(m.Typed()); err != nil || back != m {
			t.Fatalf("%q is typed as %q and read back as %+v, %v", text, m.Typed(), back, err)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	seed(f, dateSpellings, func(c struct {
		text string
		want Date
	},
	) string {
		return c.text
	})
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDate(text)
		if err != nil {
			return
		}
		if !d.IsZero() && !d.valid() {
			t.Fatalf("%q is read as %+v, which is no date", text, d)
		}
		if strings.ToValidUTF8(text, "") == text {
			stored(t, text, d)
			if back, err := ParseDate(d.Typed()); err != nil || back != d {
				t.Fatalf("%q is typed as %q and read back as %+v, %v", text, d.Typed(), back, err)
			}
		}
	})
}

func FuzzParseArea(f *testing.F) {
	seed(f, areaSpellings, func(c struct {
		text string
		want Area
	},
	) string {
		return c.text
	})
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseArea(text)
		if err != nil {
			return
		}
		if a.Hundredths < 0 {
			t.Fatalf("%q is read as %+v", text, a)
		}
		stored(t, text, a)
		if back, err := ParseArea(a.Typed()); err != nil || back != a {
			t.Fatalf("%q is typed as %q and read back as %+v, %v", text, a.Typed(), back, err)
		}
	})
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2023年1—11月", "截至2023年11月底", "January–November 2023", "2023-01/2023-11", "2023年前三季度"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePeriod(text)
		if err != nil || p.IsZero() {
			return
		}
		if !p.valid() {
			t.Fatalf("%q is read as %+v", text, p)
		}
		stored(t, text, p)
		if back, err := ParsePeriod(p.Typed()); err != nil || back != p {
			t.Fatalf("%q is typed as %q and read back as %+v, %v", text, p.Typed(), back, err)
		}
	})
}
