package catalog_test

import (
	"testing"

	"honglinh/catalog"
)

func TestMonthsAreAddedAtThePrecisionOfTheDate(t *testing.T) {
	for _, c := range []struct {
		name   string
		from   catalog.Date
		months int
		want   catalog.Date
	}{
		{"a day", "2025-07-01", 12, "2026-07-01"},
		{"a day past the end of its month", "2024-01-31", 1, "2024-02-29"},
		{"a leap day", "2024-02-29", 12, "2025-02-28"},
		{"a month over the end of the year", "2025-07", 24, "2027-07"},
		{"a year by whole years", "2023", 24, "2025"},
		{"a year by months counts from its end", "2023", 6, "2024-06"},
		{"the unknown date", "", 12, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.from.AddMonths(c.months); got != c.want {
				t.Errorf("%s and %d months: %q, want %q", c.from, c.months, got, c.want)
			}
		})
	}
}

func TestDurationsAreYearsAndMonths(t *testing.T) {
	for in, want := range map[string]int{"P12M": 12, "P2Y": 24, "P1Y6M": 18, "": 0, "P": 0, "P0M": 0, "P1W": 0, "PT5M": 0, "12": 0, "P9999M": 0} {
		got, err := catalog.ParseMonths(in)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %d, %v, want %d", in, got, err, want)
		}
	}
}

func TestARecordIsVouchedForByItsNewestConfirmationElseSourceElseReading(t *testing.T) {
	old := catalog.Provenance{Date: "2021", Retrieved: "2026-11-22"}
	newer := catalog.Provenance{Date: "2024-05", Retrieved: "2026-11-20"}
	undated := catalog.Provenance{Retrieved: "2026-11-21"}
	confirmed := catalog.Provenance{Date: "2020", ConfirmedOn: "2022-03-01"}
	for _, c := range []struct {
		name string
		in   []catalog.Provenance
		want catalog.Date
	}{
		{"the newest of two sources", []catalog.Provenance{old, newer}, "2024-05"},
		{"an undated source counts by its reading", []catalog.Provenance{undated}, "2026-11-21"},
		{"beside a dated one the reading counts for nothing", []catalog.Provenance{undated, old}, "2021"},
		{"a confirmation beats newer sources", []catalog.Provenance{newer, confirmed}, "2022-03-01"},
		{"no source", nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := catalog.Vouched(c.in); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
