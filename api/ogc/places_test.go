package ogc

import (
	"math"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/vocab"
)

func TestFixedNumbersAreRoundedAndReadBack(t *testing.T) {
	for _, c := range []struct {
		v      float64
		digits int
		want   string
	}{
		{542080.22674, 3, "542080.227"}, {2028567.9996, 3, "2028568"}, {0.0004, 3, "0"}, {-0.0004, 3, "0"}, {-0.05, 3, "-0.05"}, {-12.3456, 3, "-12.346"},
		{105.123456789, 9, "105.123456789"}, {18.5, 9, "18.5"}, {1e-9, 9, "0.000000001"}, {1e18, 3, "1000000000000000000"}, {math.NaN(), 3, "null"},
	} {
		got := string(appendFixed(nil, c.v, c.digits))
		if got != c.want {
			t.Errorf("%v with %d digits: got %s, want %s", c.v, c.digits, got, c.want)
		}
		if back, err := strconv.ParseFloat(got, 64); err == nil && math.Abs(back-c.v) > 0.5000001*math.Pow10(-c.digits) {
			t.Errorf("%v reads back as %v", c.v, back)
		}
	}
}

// TestAKeptOutlineIsThatOfItsStateAndSystem asks for the same feature in two systems and two states, each twice: the second time it is kept.
func TestAKeptOutlineIsThatOfItsStateAndSystem(t *testing.T) {
	at := func(lon float64) *layers.Data {
		rec := catalog.Record{ID: "unit/x", Kind: vocab.Unit, Geometry: geojson.NewGeometry(orb.Polygon{{{lon, 18.5}, {lon + .1, 18.5}, {lon + .1, 18.6}, {lon, 18.5}}})}
		d, ok := layers.Build([]catalog.Record{rec}).Layer("units")
		if !ok {
			t.Fatal("no units")
		}
		return d
	}
	p := newPlaces()
	seen := map[string]string{}
	for round := range 2 {
		for _, d := range []*layers.Data{at(105.6), at(105.7)} {
			for _, code := range []string{"EPSG:9209", "EPSG:3405", "EPSG:4326"} {
				c := crs.MustLookup(code)
				got, err := p.append([]byte("x"), d.Fresh(), d.Features[0], newPen(c))
				if err != nil {
					t.Fatal(err)
				}
				want, err := newPen(c).append([]byte("x"), d.Features[0].Geometry())
				if err != nil || string(got) != string(want) {
					t.Errorf("%s, round %d: got %s, want %s, %v", code, round, got, want, err)
				}
				seen[string(got)] = code
			}
		}
	}
	if len(seen) != 6 {
		t.Errorf("%d different outlines, want 6", len(seen))
	}
}
