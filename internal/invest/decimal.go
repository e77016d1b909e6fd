package invest

import (
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// Decimal is a number with up to four decimal places, held in ten-thousandths
// so that 155.17 is exactly 155.17. An unknown number is a nil *Decimal.
type Decimal int64

// DecimalUnit is what stands for 1.
const DecimalUnit Decimal = 10_000

// Dec is the decimal of a whole number.
func Dec(n int64) Decimal { return Decimal(n) * DecimalUnit }

// String writes the number without trailing zeros: "155.17", "-3", "0.5".
func (d Decimal) String() string {
	sign := ""
	u := uint64(d)
	if d < 0 {
		sign, u = "-", -u
	}
	whole, rest := u/uint64(DecimalUnit), u%uint64(DecimalUnit)
	if rest == 0 {
		return fmt.Sprintf("%s%d", sign, whole)
	}
	return fmt.Sprintf("%s%d.%s", sign, whole, strings.TrimRight(fmt.Sprintf("%04d", rest), "0"))
}

// Round gives the number to so many decimal places (0 to 4), half away from zero.
func (d Decimal) Round(places int) Decimal {
	step := Decimal(1)
	for i := places; i < 4; i++ {
		step *= 10
	}
	half := step / 2
	if d < 0 {
		half = -half
	}
	return (d + half) / step * step
}

var errDecimal = errors.New("not a decimal number")

// parsePlainDecimal reads what String writes: an optional sign, digits, and at
// most four digits after a dot. ParseDecimal reads what people type.
func parsePlainDecimal(s string) (Decimal, error) {
	body, neg := strings.CutPrefix(s, "-")
	whole, frac, dot := strings.Cut(body, ".")
	if whole == "" || len(whole) > 14 || dot && (frac == "" || len(frac) > 4) {
		return 0, errDecimal
	}
	n, err := strconv.ParseUint(whole+frac+strings.Repeat("0", 4-len(frac)), 10, 63)
	if err != nil {
		return 0, errDecimal
	}
	if neg {
		return -Decimal(n), nil
	}
	return Decimal(n), nil
}

// MarshalJSON writes a plain JSON number, exact to the last place.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a plain JSON number without going through a float.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	n, err := parsePlainDecimal(strings.Trim(string(b), `"`))
	if err != nil {
		return fmt.Errorf("%w: %.40s", err, b)
	}
	*d = n
	return nil
}

// Percent is part of whole in per cent, rounded to places; ok is false where
// that has no meaning (whole is not positive, or the result does not fit).
func Percent(part, whole int64, places int) (p Decimal, ok bool) {
	if whole <= 0 || part < 0 {
		return 0, false
	}
	scale := uint64(1)
	for range places {
		scale *= 10
	}
	hi, lo := bits.Mul64(uint64(part), 100*scale)
	if hi >= uint64(whole) {
		return 0, false
	}
	q, rem := bits.Div64(hi, lo, uint64(whole))
	if rem >= uint64(whole)-rem {
		q++
	}
	if q > uint64(1<<62)/uint64(DecimalUnit) {
		return 0, false
	}
	return Decimal(q) * DecimalUnit / Decimal(scale), true
}
