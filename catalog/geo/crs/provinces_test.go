package crs

import (
	"slices"
	"testing"
)

func TestEveryListedProvinceHasAZone(t *testing.T) {
	names := Provinces()
	if len(names) < 63 || !slices.Contains(names, "Hà Tĩnh") {
		t.Fatalf("got %d names: %q", len(names), names)
	}
	for _, n := range names {
		if len(ZonesOf(n)) == 0 {
			t.Errorf("no zone of %s", n)
		}
	}
}
