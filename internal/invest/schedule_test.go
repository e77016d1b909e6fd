package invest

import (
	"testing"
	"time"
)

func TestAProjectExpiresWithItsLastDayWhereTheSiteIs(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skip(err)
	}
	for _, c := range []struct {
		name  string
		until Date
		zone  *time.Location
		want  time.Time
	}{
		{"a day", Date{Precision: Day, Year: 2024, Month: 6, Day: 30}, shanghai, time.Date(2024, 6, 30, 16, 0, 0, 0, time.UTC)},
		{"the end of a month", Date{Precision: MonthEnd, Year: 2024, Month: 2}, shanghai, time.Date(2024, 2, 29, 16, 0, 0, 0, time.UTC)},
		{"a year", Date{Precision: Year, Year: 2024}, shanghai, time.Date(2024, 12, 31, 16, 0, 0, 0, time.UTC)},
		{"a day when clocks change", Date{Precision: Day, Year: 2024, Month: 3, Day: 9}, newYork, time.Date(2024, 3, 10, 5, 0, 0, 0, time.UTC)},
	} {
		if got, ok := Expiry(&Project{ValidUntil: c.until}, c.zone); !ok || !got.Equal(c.want) || got.Location() != time.UTC {
			t.Errorf("%s: got %s, %v", c.name, got, ok)
		}
	}
	for _, c := range []Content{
		&Project{}, &Project{ValidUntil: Date{Precision: Day, Month: 6, Day: 30}}, &Ceremony{Start: MonthOf(2023, 11)}, &Policy{To: MonthOf(2023, 11)},
	} {
		if at, ok := Expiry(c, shanghai); ok {
			t.Errorf("%+v expires at %s", c, at)
		}
	}
}
