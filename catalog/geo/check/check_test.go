package check_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/crs"
)

func deep(n int) orb.Geometry {
	var g orb.Geometry = orb.Point{105, 18}
	for range n {
		g = orb.Collection{g}
	}
	return g
}

func TestFindings(t *testing.T) {
	vn := crs.MustLookup("EPSG:9209")
	good := orb.Polygon{{{105, 18}, {106, 18}, {106, 19}, {105, 19}, {105, 18}}}
	for _, c := range []struct {
		name string
		in   orb.Geometry
		o    check.Options
		want []check.Code
		out  orb.Geometry
	}{
		{"a good polygon", good, check.Options{}, nil, good},
		{"nothing", nil, check.Options{}, []check.Code{check.Empty}, nil},
		{"an empty polygon", orb.Polygon{}, check.Options{}, []check.Code{check.Empty}, nil},
		{"open, clockwise and stuttering", orb.Polygon{{{105, 18}, {105, 19}, {105, 19}, {106, 19}, {106, 18}}}, check.Options{}, []check.Code{check.Repeated, check.RingOpen, check.Winding}, orb.Polygon{{{105, 18}, {106, 18}, {106, 19}, {105, 19}, {105, 18}}}},
		{"a hole wound like its shell", orb.Polygon{good[0], {{105.2, 18.2}, {105.4, 18.2}, {105.4, 18.4}, {105.2, 18.2}}}, check.Options{}, []check.Code{check.Winding}, orb.Polygon{good[0], {{105.2, 18.2}, {105.4, 18.4}, {105.4, 18.2}, {105.2, 18.2}}}},
		{"a bow-tie", orb.Polygon{{{105, 18}, {106, 19}, {106, 18}, {105, 19}, {105, 18}}}, check.Options{}, []check.Code{check.Crossing}, orb.Polygon{{{105, 18}, {106, 19}, {106, 18}, {105, 19}, {105, 18}}}},
		{"a hole outside", orb.Polygon{good[0], {{107, 18.2}, {107.4, 18.4}, {107.4, 18.2}, {107, 18.2}}}, check.Options{}, []check.Code{check.HoleOutside}, orb.Polygon{good[0], {{107, 18.2}, {107.4, 18.4}, {107.4, 18.2}, {107, 18.2}}}},
		{"a flat ring", orb.Polygon{{{105, 18}, {106, 18}, {107, 18}, {105, 18}}}, check.Options{}, []check.Code{check.RingFlat}, nil},
		{"two corners", orb.Polygon{{{105, 18}, {106, 18}}}, check.Options{}, []check.Code{check.RingShort}, nil},
		{"a line of one point", orb.LineString{{105, 18}, {105, 18}}, check.Options{}, []check.Code{check.Repeated, check.LineShort}, nil},
		{"not a number", orb.Point{math.NaN(), 1}, check.Options{}, []check.Code{check.NotFinite}, nil},
		{"collections in collections", deep(30), check.Options{}, []check.Code{check.TooDeep}, nil},
		{"latitude first", orb.Point{18.5, 105.7}, check.Options{}, []check.Code{check.Swapped}, orb.Point{18.5, 105.7}},
		{"metres as degrees", orb.Point{542080, 2028567}, check.Options{}, []check.Code{check.MetresForDegrees}, nil},
		{"degrees as metres", orb.Point{105.7, 18.5}, check.Options{CRS: vn}, []check.Code{check.DegreesForMetres}, nil},
		{"metres as metres", orb.Point{542080, 2028567}, check.Options{CRS: vn}, nil, orb.Point{542080, 2028567}},
		{"Paris", orb.Point{2.3, 48.8}, check.Options{}, []check.Code{check.OutsideCountry}, orb.Point{2.3, 48.8}},
		{"the wrong zone", orb.Point{594927, 2028755}, check.Options{CRS: vn, Inside: func(p orb.Point) bool { return math.Abs(p[0]-105.9) < 0.1 && math.Abs(p[1]-18.34) < 0.1 }}, []check.Code{check.WrongZone}, orb.Point{594927, 2028755}},
	} {
		var keep orb.Geometry
		if c.in != nil {
			keep = orb.Clone(c.in)
		}
		out, fs := check.Geometry(c.in, c.o)
		var got []check.Code
		for _, f := range fs {
			got = append(got, f.Code)
		}
		if d := cmp.Diff(c.want, got) + cmp.Diff(c.out, out); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
		if d := cmp.Diff(keep, c.in); d != "" && c.name != "not a number" { // NaN differs from itself
			t.Errorf("%s: the input changed: %s", c.name, d)
		}
	}
}

func TestEveryCodeHasBothLanguages(t *testing.T) {
	for code, m := range check.Messages() {
		if m["vi"] == "" || m["en"] == "" || m["vi"] == m["en"] {
			t.Errorf("%s: %v", code, m)
		}
		if strings.Count(m["vi"], "{") != strings.Count(m["en"], "{") {
			t.Errorf("%s: the languages mention different parts", code)
		}
	}
}

func TestMessageIsASentenceWithItsPlace(t *testing.T) {
	f := check.Finding{Severity: check.Suspect, Code: check.Crossing, Where: "ring 0 vertex 3", Parts: []string{"105.5", "18.5"}}
	if got, want := f.Message("en"), "The outline crosses itself at 105.5, 18.5 (ring 0 vertex 3)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
