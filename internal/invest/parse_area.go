package invest

import (
	"errors"
	"math/big"
)

// ErrNoArea is a text that should be an area and holds none.
var ErrNoArea = errors.New("no area in it")

// areaUnits are the words for them in hundredths of a square metre, longer ones
// before their beginnings.
var areaUnits = []struct {
	word string
	size int64
}{
	{"平方公里", SquareKilometre},
	{"平方千米", SquareKilometre},
	{"平方米", SquareMetre},
	{"平米", SquareMetre},
	{"公顷", Hectare},
	{"亩", Mu},
	{"km2", SquareKilometre},
	{"sq km", SquareKilometre},
	{"sq. km", SquareKilometre},
	{"sq.km", SquareKilometre},
	{"sqkm", SquareKilometre},
	{"square kilometres", SquareKilometre},
	{"square kilometers", SquareKilometre},
	{"m2", SquareMetre},
	{"sqm", SquareMetre},
	{"sq. m", SquareMetre},
	{"sq m", SquareMetre},
	{"square metres", SquareMetre},
	{"square meters", SquareMetre},
	{"hectares", Hectare},
	{"hectare", Hectare},
	{"ha", Hectare},
	{"mu", Mu},
	{"acres", Acre},
	{"acre", Acre},
}

var areaNames = []string{"总占地面积", "占地面积", "总建筑面积", "建筑面积", "规划面积", "总面积", "面积", "占地", "用地", "总", "为", ":"}

// ParseArea reads an area as people write one: "2000亩", "约6平方公里", "50余万平方米",
// "12 ha". It is held in hundredths of a square metre, rounded half up. An empty
// text and words such as 未公布 are the unknown area.
func ParseArea(s string) (Area, error) { return ParseAreaUnit(s, 0) }

// ParseAreaUnit is ParseArea with what a bare number counts, in hundredths of
// a square metre (Mu, Hectare, …); a unit in the text wins over it.
func ParseAreaUnit(s string, unit int64) (Area, error) {
	if unknown(s) {
		return Area{}, nil
	}
	in := &scanner{rest: Normal(s)}
	var about Money // for its Approx: the same words mean the same
	for in.takeAll(areaNames...) || in.about(&about, aboutBefore) {
	}
	n, ok := in.number()
	if !ok {
		return Area{}, ErrNoArea
	}
	in.about(&about, aboutInside)
	if by := in.scale(); by != 0 {
		n.Mul(n, ratOf(by))
	}
	in.about(&about, aboutInside)
	size := unit
	for _, u := range areaUnits {
		if in.take(u.word) != "" {
			size = u.size
			break
		}
	}
	in.about(&about, aboutAfter)
	in.brackets()
	switch {
	case !in.done():
		return Area{}, ErrNoArea
	case size == 0:
		return Area{}, ErrNoUnit
	}
	v, err := roundHalfUp(n.Mul(n, ratOf(size)))
	return Area{Hundredths: v, Approx: about.Approx && v > 0}, err
}

func roundHalfUp(n *big.Rat) (int64, error) {
	n.Add(n, big.NewRat(1, 2))
	q := new(big.Int).Quo(n.Num(), n.Denom())
	// An area must also come back from JSON as a Decimal of square metres.
	if !q.IsInt64() || q.Int64() > 1<<62/int64(DecimalUnit) {
		return 0, ErrTooLarge
	}
	return q.Int64(), nil
}

// ParseAreaUnitName reads the unit of a heading: 亩, 平方公里, 万平方米. size is in
// hundredths of a square metre; ok is false where it is none.
func ParseAreaUnitName(s string) (size int64, ok bool) {
	in := &scanner{rest: Normal(s)}
	by := max(in.scale(), 1)
	for _, u := range areaUnits {
		if in.take(u.word) != "" && in.done() {
			return by * u.size, true
		}
	}
	return 0, false
}
