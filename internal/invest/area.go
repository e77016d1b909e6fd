package invest

import "encoding/json"

// Area is a measured surface. It is held in hundredths of a square metre, so
// that 85.87 亩 and 1234.5 ㎡ both come back as typed. The zero value is unknown.
type Area struct {
	Hundredths int64 // of a square metre
	Approx     bool
}

// Hundredths of a square metre in the units people use.
const (
	SquareMetre     int64 = 100
	Mu              int64 = 66_667 // 亩, 666.67 m² as ledgers have it
	Acre            int64 = 404_686
	Hectare         int64 = 1_000_000
	SquareKilometre int64 = 100_000_000
)

// Known reports whether an area was named.
func (a Area) Known() bool { return a.Hundredths > 0 }

// IsZero reports whether the area is unknown.
func (a Area) IsZero() bool { return a == Area{} }

// In gives the area in a unit such as Mu, to two decimal places.
func (a Area) In(unit int64) Decimal {
	whole, rest := a.Hundredths/unit, a.Hundredths%unit
	return Dec(whole) + Decimal((rest*100+unit/2)/unit)*(DecimalUnit/100)
}

type areaJSON struct {
	M2     Decimal `json:"m2"`
	Approx bool    `json:"approx,omitempty"`
}

// MarshalJSON writes {"m2","approx"}, or null where unknown.
func (a Area) MarshalJSON() ([]byte, error) {
	if !a.Known() {
		return []byte("null"), nil
	}
	return json.Marshal(areaJSON{M2: Decimal(a.Hundredths) * (DecimalUnit / 100), Approx: a.Approx})
}

// UnmarshalJSON reads what MarshalJSON writes; a string is read as an editor
// would type it: "2000亩".
func (a *Area) UnmarshalJSON(b []byte) error {
	*a = Area{}
	switch {
	case string(b) == "null":
		return nil
	case len(b) > 0 && b[0] == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		var err error
		*a, err = ParseArea(s)
		return err
	}
	var j areaJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return err
	}
	*a = Area{Hundredths: int64(j.M2 / (DecimalUnit / 100)), Approx: j.Approx}
	return nil
}
