package invest

import (
	"strings"
	"testing"
)

func TestDecimalsAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"107.76%": "107.76", "１０７.７６％": "107.76", "1,276.9": "1276.9", "155.17": "155.17", "-3.5%": "-3.5", "0": "0", "59.2 %": "59.2", "100": "100", "0.0001": "0.0001",
	} {
		if got, err := ParseDecimal(text); err != nil || got.String() != want {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "%", "1.23456", "12万", "1,27", "abc", "1e5", "--1", strings.Repeat("9", 30)} {
		if got, err := ParseDecimal(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}
