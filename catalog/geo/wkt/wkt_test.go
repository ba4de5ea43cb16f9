package wkt_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	orbwkt "github.com/paulmach/orb/encoding/wkt"

	"honglinh/catalog/geo/wkt"
)

func TestTexts(t *testing.T) {
	for _, c := range []struct {
		in   string
		want wkt.Geometry
	}{
		{"POINT(105.7 18.5)", wkt.Geometry{Geometry: orb.Point{105.7, 18.5}}},
		{"point z (1 2 3)", wkt.Geometry{Geometry: orb.Point{1, 2}, Dropped: "Z"}},
		{"POINTZ(1 2 3)", wkt.Geometry{Geometry: orb.Point{1, 2}, Dropped: "Z"}},
		{"SRID=9209;POINT(540000 2000000)", wkt.Geometry{Geometry: orb.Point{540000, 2000000}, SRID: "9209"}},
		{"MULTIPOINT((1 2),(3 4))", wkt.Geometry{Geometry: orb.MultiPoint{{1, 2}, {3, 4}}}},
		{"MULTIPOINT(1 2,3 4)", wkt.Geometry{Geometry: orb.MultiPoint{{1, 2}, {3, 4}}}},
		{"POLYGON EMPTY", wkt.Geometry{Geometry: orb.Polygon{}}},
		{"LINESTRING ZM EMPTY", wkt.Geometry{Geometry: orb.LineString{}, Dropped: "ZM"}},
		{"GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4))", wkt.Geometry{Geometry: orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}}}},
		{"MULTIPOLYGON(((0 0,1 0,1 1,0 0),(.1 .1,.2 .1,.2 .2,.1 .1)))", wkt.Geometry{Geometry: orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}, {{.1, .1}, {.2, .1}, {.2, .2}, {.1, .1}}}}}},
	} {
		got, err := wkt.Parse(c.in)
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
		} else if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.in, d)
		}
	}
}

func TestErrorsTellWhere(t *testing.T) {
	for in, at := range map[string]int{"": 0, "POINT": 5, "POINT(1)": 7, "CIRCLE(1 2)": 0, "POINT(1 2) x": 10, "LINESTRING(1 2,NaN 4)": 15, "POINT(1e999 2)": 6, strings.Repeat("GEOMETRYCOLLECTION(", 10000): 17 * 19} {
		_, err := wkt.Parse(in)
		var s *wkt.SyntaxError
		if !errors.As(err, &s) || s.Offset != at {
			t.Errorf("%.30q: got %v, want an error at %d", in, err, at)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("POINT Z (1 2 3)")
	f.Add("GEOMETRYCOLLECTION(POINT(1 2),POLYGON((0 0,1 0,1 1,0 0)))")
	f.Fuzz(func(t *testing.T, s string) {
		g, err := wkt.Parse(s)
		if err != nil {
			return
		}
		again, err := wkt.Parse(orbwkt.MarshalString(g.Geometry))
		if err != nil || !orb.Equal(g.Geometry, again.Geometry) {
			t.Errorf("%q does not survive: %v", s, err)
		}
	})
}
