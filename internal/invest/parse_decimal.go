package invest

import "strings"

// ParseDecimal reads a plain number or a percentage as people write one:
// "1,276.9", "107.76%", "１０７.７６％". More than four decimal places are an error,
// and so is any unit but the per cent sign, which is dropped.
func ParseDecimal(s string) (Decimal, error) {
	body, negative := strings.CutPrefix(Normal(s), "-")
	in := &scanner{rest: body}
	n, ok := in.digits()
	in.take("%")
	if !ok || !in.done() {
		return 0, errDecimal
	}
	v, exact, fits := whole(n.Mul(n, ratOf(int64(DecimalUnit))))
	if !exact || !fits {
		return 0, errDecimal
	}
	if negative {
		v = -v
	}
	return Decimal(v), nil
}
