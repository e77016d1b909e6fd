package admin

import (
	"fmt"
	"testing"
)

func TestTheTriesOfANetworkAreCountedTogether(t *testing.T) {
	r := newRates(0.001)
	for i := range triesAtOnce {
		if !r.allow(fmt.Sprintf("2001:db8::%x", i+1)) {
			t.Errorf("try %d is refused", i+1)
		}
	}
	if r.allow("2001:db8::ffff") {
		t.Error("another address of the network has tries of its own")
	}
	if !r.allow("2001:db8:0:1::1") {
		t.Error("another network has none")
	}
}

func TestTheMemoryOfTriesIsBounded(t *testing.T) {
	r := newRates(0.001)
	for i := range 2 * ratesKept {
		r.allow(fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255))
	}
	if len(r.of) > ratesKept {
		t.Errorf("%d are kept", len(r.of))
	}
}
