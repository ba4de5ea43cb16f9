package coordinates

import (
	"slices"
	"testing"

	"honglinh/catalog/geo/crs"
)

func TestAmongSystemsThatExplainTheCornersAsWellTheProvincesOwnLeads(t *testing.T) {
	guess := func(code string, inside float64) crs.Guess {
		return crs.Guess{CRS: crs.MustLookup(code), Inside: inside, Confidence: crs.Medium}
	}
	got := likelier([]crs.Guess{guess("EPSG:3405", 1), guess("EPSG:5897", 1), guess("EPSG:9209", 1), guess("EPSG:9210", 0.9)}, crs.ZonesOf("Hà Tĩnh"))
	want := []crs.Guess{guess("EPSG:9209", 1), guess("EPSG:3405", 1), guess("EPSG:5897", 1), guess("EPSG:9210", 0.9)}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := likelier([]crs.Guess{guess("EPSG:3405", 1), guess("EPSG:9209", 0.5)}, crs.ZonesOf("Hà Tĩnh")); got[0].CRS.Code != "EPSG:3405" {
		t.Errorf("a system that explains fewer corners leads: %v", got)
	}
}
