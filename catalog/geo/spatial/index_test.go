package spatial_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/peterstace/simplefeatures/geom"
	"pgregory.net/rapid"

	"honglinh/catalog/geo/geodesy"
	"honglinh/catalog/geo/spatial"
)

func ring(r *rapid.T, name string) orb.Ring {
	n := func(s string, lo, hi int) float64 { return float64(rapid.IntRange(lo, hi).Draw(r, name+s)) }
	c := orb.Point{n("x", 0, 20), n("y", 0, 20)}
	var out orb.Ring
	for i, d := range []orb.Point{{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}} {
		k := n(fmt.Sprint(i), 1, 5)
		out = append(out, orb.Point{c[0] + k*d[0], c[1] + k*d[1]})
	}
	out = append(out, out[0])
	if rapid.Bool().Draw(r, name+"cw") {
		out.Reverse()
	}
	return out
}

// withHole makes a polygon of a ring with a hole half as far from the centre, so that it lies inside and may not touch.
func withHole(p orb.Ring) orb.Polygon {
	c := orb.Point{}
	for _, q := range p[:8] {
		c[0], c[1] = c[0]+q[0]/8, c[1]+q[1]/8
	}
	h := orb.Ring{{c[0], c[1]}, {c[0] + 0.25, c[1]}, {c[0], c[1] + 0.25}, {c[0], c[1]}}
	return orb.Polygon{p, h}
}

func geometry(r *rapid.T, name string) orb.Geometry {
	switch rapid.IntRange(0, 3).Draw(r, name+"kind") {
	case 0:
		return orb.Point{float64(rapid.IntRange(0, 40).Draw(r, name+"px")) / 2, float64(rapid.IntRange(0, 40).Draw(r, name+"py")) / 2}
	case 1:
		return orb.LineString(ring(r, name))[:6]
	case 2:
		return withHole(ring(r, name))
	}
	return orb.Polygon{ring(r, name)}
}

func reference(g orb.Geometry) (geom.Geometry, bool) {
	if b, ok := g.(orb.Bound); ok {
		g = b.ToPolygon()
	}
	s, err := geom.UnmarshalWKT(wkt.MarshalString(g))
	return s, err == nil
}

func TestAnswersEqualBruteForceWithTheReferenceLibrary(t *testing.T) {
	compared := 0
	rapid.Check(t, func(r *rapid.T) {
		var fs []spatial.Feature
		for i := range rapid.IntRange(1, 40).Draw(r, "n") {
			g := geometry(r, fmt.Sprint("f", i))
			if _, ok := reference(g); ok {
				fs = append(fs, spatial.Feature{ID: fmt.Sprint(i), Geometry: g})
			}
		}
		l, refused := spatial.New(fs)
		if len(refused) > 0 {
			r.Fatal(refused)
		}
		q := geometry(r, "q")
		if rapid.Bool().Draw(r, "box") {
			q = q.Bound()
		}
		ref, ok := reference(q)
		if !ok {
			return
		}
		reg, err := spatial.Polygon(q)
		if err != nil {
			r.Fatal(err)
		}
		var meet, in []string
		for _, f := range fs {
			g, _ := reference(f.Geometry)
			if geom.Intersects(g, ref) {
				meet = append(meet, f.ID)
			}
			if c, err := geom.CoveredBy(g, ref); err == nil && c {
				in = append(in, f.ID)
			}
		}
		compared += len(fs)
		same(r, "intersects", meet, l.Query(reg, spatial.Intersects, spatial.Filter{}))
		same(r, "within", in, l.Query(reg, spatial.Within, spatial.Filter{}))
	})
	if compared < 100 {
		t.Errorf("only %d comparisons", compared)
	}
}

type fataler interface{ Fatal(...any) }

func same(t fataler, what string, want, got []string) {
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		t.Fatal(what, d)
	}
}

func TestCircleAndNearestEqualBruteForce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		coord := func(s string) orb.Point {
			return orb.Point{rapid.Float64Range(-180, 180).Draw(r, s+"x"), rapid.Float64Range(-85, 85).Draw(r, s+"y")}
		}
		var fs []spatial.Feature
		for i := range rapid.IntRange(1, 60).Draw(r, "n") {
			fs = append(fs, spatial.Feature{ID: fmt.Sprint(i), Geometry: coord(fmt.Sprint(i))})
		}
		l, _ := spatial.New(fs)
		c, km := coord("c"), rapid.Float64Range(0, 20000).Draw(r, "km")
		reg, err := spatial.Circle(c, km)
		if err != nil {
			r.Fatal(err)
		}
		var want []string
		best := math.Inf(1)
		for _, f := range fs {
			d := geodesy.Distance(c, f.Geometry.(orb.Point)) / 1000
			best = min(best, d)
			if d <= km {
				want = append(want, f.ID)
			}
		}
		same(r, "circle", want, l.Query(reg, spatial.Intersects, spatial.Filter{}))
		near := l.Nearest(c, len(fs), spatial.Filter{})
		if len(near) != len(fs) || near[0].Km != best {
			r.Fatalf("nearest: got %v, want %g first", near, best)
		}
		for i := 1; i < len(near); i++ {
			if near[i].Km < near[i-1].Km {
				r.Fatal("not in order", near)
			}
		}
	})
}

func some(t *testing.T) *spatial.Index {
	t.Helper()
	day := func(y int) time.Time { return time.Date(y, 7, 1, 0, 0, 0, 0, time.UTC) }
	l, refused := spatial.New([]spatial.Feature{
		{ID: "west", Geometry: orb.Point{179, 0}, Class: "point"},
		{ID: "east", Geometry: orb.Point{-179, 0}, Class: "point"},
		{ID: "old", Geometry: orb.Polygon{{{105, 18}, {106, 18}, {106, 19}, {105, 19}, {105, 18}}}, To: day(2025)},
		{ID: "new", Geometry: orb.Polygon{{{105, 18}, {105, 19}, {106, 19}, {106, 18}, {105, 18}}}, From: day(2025)},
		{ID: "nowhere"},
		{ID: "both", Geometry: orb.MultiPoint{{179.5, 1}, {-179.5, 1}}},
		{ID: "bad", Geometry: orb.Point{math.NaN(), 0}},
	})
	if len(refused) != 1 || refused[0].ID != "bad" {
		t.Fatalf("refused %v", refused)
	}
	same(t, "without geometry", []string{"nowhere"}, l.WithoutGeometry())
	return l
}

func region(t *testing.T) func(spatial.Region, error) spatial.Region {
	return func(r spatial.Region, err error) spatial.Region {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
}

func TestRegionsCrossTheAntimeridian(t *testing.T) {
	l, must := some(t), region(t)
	for _, c := range []struct {
		name         string
		r            spatial.Region
		meets, holds []string
	}{
		{"a wrapped box", must(spatial.Box(178, -5, -178, 5)), []string{"west", "east", "both"}, []string{"west", "east", "both"}},
		{"a wrapped box that cuts", must(spatial.Box(179.2, -5, -179.8, 5)), []string{"both"}, nil},
		{"a polygon beyond 180", must(spatial.Polygon(orb.Polygon{{{178, -5}, {182, -5}, {182, 5}, {178, 5}, {178, -5}}})), []string{"west", "east", "both"}, []string{"west", "east", "both"}},
		{"a circle", must(spatial.Circle(orb.Point{180, 0}, 112)), []string{"west", "east"}, []string{"west", "east"}},
		{"a wider circle", must(spatial.Circle(orb.Point{180, 0}, 150)), []string{"west", "east", "both"}, []string{"west", "east", "both"}},
	} {
		same(t, c.name, c.meets, l.Query(c.r, spatial.Intersects, spatial.Filter{}))
		same(t, c.name, c.holds, l.Query(c.r, spatial.Within, spatial.Filter{}))
	}
}

func TestFiltersByTimeAndClass(t *testing.T) {
	l, must := some(t), region(t)
	box := must(spatial.Box(104, 17, 107, 20))
	at := func(y, m int) spatial.Filter {
		return spatial.Filter{AsOf: time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC)}
	}
	same(t, "before", []string{"old"}, l.Query(box, spatial.Intersects, at(2025, 6)))
	same(t, "the day of the change belongs to the new", []string{"new"}, l.Query(box, spatial.Intersects, at(2025, 7)))
	same(t, "any time", []string{"old", "new"}, l.Query(box, spatial.Intersects, spatial.Filter{}))
	same(t, "class", []string{"west", "east"}, l.Query(must(spatial.Box(-180, -90, 180, 90)), spatial.Intersects, spatial.Filter{Classes: []string{"point"}}))
	same(t, "a corner is inside", []string{"old", "new"}, l.At(orb.Point{105, 18}, spatial.Filter{}))
	u := must(spatial.Union(box, must(spatial.Circle(orb.Point{179, 0}, 1))))
	same(t, "union", []string{"west", "old", "new"}, l.Query(u, spatial.Intersects, spatial.Filter{}))
	same(t, "empty region", nil, l.Query(spatial.Region{}, spatial.Intersects, spatial.Filter{}))
}

func TestNearestTellsDistanceAndWind(t *testing.T) {
	l := some(t)
	got := l.Nearest(orb.Point{105.5, 17.5}, 1, spatial.Filter{})
	if len(got) != 1 || got[0].ID != "old" || got[0].Wind != "N" || math.Abs(got[0].Km-55.337) > 0.01 {
		t.Errorf("got %+v", got)
	}
	if in := l.Nearest(orb.Point{105.5, 18.5}, 1, spatial.Filter{})[0]; in.Km != 0 || in.Wind != "" {
		t.Errorf("a point inside has no distance, got %+v", in)
	}
}

func TestImpossibleRegionsAreRefused(t *testing.T) {
	nan := math.NaN()
	for name, f := range map[string]func() (spatial.Region, error){
		"NaN":             func() (spatial.Region, error) { return spatial.Box(nan, 0, 1, 1) },
		"upside down":     func() (spatial.Region, error) { return spatial.Box(0, 2, 1, 1) },
		"latitude 91":     func() (spatial.Region, error) { return spatial.Box(0, 2, 1, 91) },
		"metres":          func() (spatial.Region, error) { return spatial.Polygon(orb.Point{540000, 2000000}) },
		"negative radius": func() (spatial.Region, error) { return spatial.Circle(orb.Point{1, 1}, -1) },
	} {
		if _, err := f(); err == nil {
			t.Errorf("%s should be refused", name)
		}
	}
}
