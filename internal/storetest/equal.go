package storetest

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// equal checks a value by what is in it, as its JSON shows it: a list, a map or
// a pointer without anything in it is as good as none.
func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	g, w := written(t, got), written(t, want)
	for len(g) > 0 && len(w) > 0 && g[0] == w[0] {
		g, w = g[1:], w[1:]
	}
	for len(g) > 0 && len(w) > 0 && g[len(g)-1] == w[len(w)-1] {
		g, w = g[:len(g)-1], w[:len(w)-1]
	}
	if len(g)+len(w) > 0 {
		t.Errorf("%s differs, got\n%s\nwant\n%s", what, strings.Join(g, "\n"), strings.Join(w, "\n"))
	}
}

// written is a value as lines of JSON, without what is empty.
func written(t *testing.T, v any) []string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	in := json.NewDecoder(bytes.NewReader(b))
	in.UseNumber() // a float would round large amounts
	var parsed any
	if err := in.Decode(&parsed); err != nil {
		t.Fatal(err)
	}
	out, err := json.MarshalIndent(dense(parsed), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(out), "\n")
}

// dense is parsed JSON without empty parts, nil where nothing is left.
func dense(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, part := range v {
			if v[key] = dense(part); v[key] == nil {
				delete(v, key)
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i, part := range v {
			v[i] = dense(part)
		}
		if len(v) == 0 {
			return nil
		}
	}
	return v
}
