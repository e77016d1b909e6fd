package intake

import (
	"math"
	"testing"
)

func TestAnAmountKeepsItsFractionInTheIndicatorsUnit(t *testing.T) {
	for _, x := range []struct {
		n, scale int64
		want     string // "" where it is not exact to four places
	}{
		{1_500_500, 1_000, "1500.5"},
		{123_456_000, 100_000_000, ""},
		{120_000_000, 100_000_000, "1.2"},
		{7, 1, "7"},
		{45_000, 15_000, "3"},
		{1, 3, ""},
		{1, 0, ""},
		{math.MaxInt64, 1, ""},
	} {
		got, ok := scaled(x.n, x.scale)
		if ok != (x.want != "") || ok && got.String() != x.want {
			t.Errorf("%d in units of %d is %s, %v, want %q", x.n, x.scale, got, ok, x.want)
		}
	}
}
