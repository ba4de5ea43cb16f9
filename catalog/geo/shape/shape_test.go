package shape_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/peterstace/simplefeatures/geom"
	"pgregory.net/rapid"

	"honglinh/catalog/geo/shape"
)

func must(t testing.TB, g orb.Geometry) *shape.Shape {
	t.Helper()
	s, err := shape.New(g)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// drawRing draws a star-shaped ring on an even grid, so that shared corners, shared edges and collinear runs are common.
func drawRing(r *rapid.T, name string) orb.Ring {
	cx, cy := float64(rapid.IntRange(0, 6).Draw(r, name+"x")), float64(rapid.IntRange(0, 6).Draw(r, name+"y"))
	dirs := []orb.Point{{1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1}}
	var ring orb.Ring
	for i, d := range dirs {
		if k := float64(rapid.IntRange(0, 3).Draw(r, name+string(rune('a'+i)))); k > 0 {
			ring = append(ring, orb.Point{cx + k*d[0], cy + k*d[1]})
		}
	}
	if len(ring) > 0 {
		ring = append(ring, ring[0])
	}
	return ring
}

func drawPolygon(r *rapid.T, name string) orb.Geometry {
	p := orb.Polygon{drawRing(r, name)}
	if rapid.Bool().Draw(r, name+"hole") {
		p = append(p, drawRing(r, name+"h"))
	}
	if rapid.Bool().Draw(r, name+"wind") && len(p[0]) > 0 {
		p[0].Reverse()
	}
	if rapid.Bool().Draw(r, name+"multi") {
		return orb.MultiPolygon{p, {drawRing(r, name+"m")}}
	}
	return p
}

func drawGeometry(r *rapid.T, name string) orb.Geometry {
	switch rapid.IntRange(0, 4).Draw(r, name+"kind") {
	case 0:
		return orb.Point{float64(rapid.IntRange(0, 12).Draw(r, name+"px")) / 2, float64(rapid.IntRange(0, 12).Draw(r, name+"py")) / 2}
	case 1:
		l := orb.LineString(drawRing(r, name+"l"))
		if len(l) > 1 {
			l = l[:len(l)-1]
		}
		return l
	}
	return drawPolygon(r, name)
}

// valid gives the geometry of the reference library, or false when it is not valid there.
func valid(g orb.Geometry) (geom.Geometry, bool) {
	if p, ok := g.(orb.Polygon); ok && len(p) == 2 {
		// The library takes a hole beside its shell for valid when both touch in a corner.
		shell, err := geom.UnmarshalWKT(wkt.MarshalString(p[:1]))
		hole, err2 := geom.UnmarshalWKT(wkt.MarshalString(p[1:]))
		if in, err3 := geom.CoveredBy(hole, shell); errors.Join(err, err2, err3) != nil || !in {
			return geom.Geometry{}, false
		}
	}
	if m, ok := g.(orb.MultiPolygon); ok && len(m[0]) == 2 {
		if _, ok := valid(m[0]); !ok {
			return geom.Geometry{}, false
		}
	}
	s, err := geom.UnmarshalWKT(wkt.MarshalString(g))
	return s, err == nil && !s.IsEmpty()
}

func TestPredicatesAgreeWithTheReferenceLibrary(t *testing.T) {
	checked, yes := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		a, b := drawGeometry(r, "a"), drawGeometry(r, "b")
		ra, okA := valid(a)
		rb, okB := valid(b)
		if !okA || !okB {
			r.Skip("not valid")
		}
		checked++
		sa, sb := must(t, a), must(t, b)
		if got, want := shape.Intersects(sa, sb), geom.Intersects(ra, rb); got != want {
			r.Fatalf("intersects: got %v, want %v\n%s\n%s", got, want, wkt.MarshalString(a), wkt.MarshalString(b))
		}
		want, err := geom.CoveredBy(ra, rb)
		if err != nil {
			r.Skip(err)
		}
		if want {
			yes++
		}
		if got := shape.CoveredBy(sa, sb); got != want {
			r.Fatalf("covered by: got %v, want %v\n%s\n%s", got, want, wkt.MarshalString(a), wkt.MarshalString(b))
		}
	})
	t.Logf("%d pairs compared, %d covered", checked, yes)
	if checked < 20 {
		t.Error("too few valid pairs: the test proves nothing")
	}
}

func TestCoverageCases(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		want       bool
	}{
		{"a polygon covers itself", "POLYGON((0 0,4 0,4 4,0 4,0 0))", "POLYGON((0 0,0 4,4 4,4 0,0 0))", true},
		{"the gap between four parts is not covered", "POLYGON((1 1,2 1,2 2,1 2,1 1))", "MULTIPOLYGON(((0 0,3 0,3 1,0 1,0 0)),((0 2,3 2,3 3,0 3,0 2)),((0 1,1 1,1 2,0 2,0 1)),((2 1,3 1,3 2,2 2,2 1)))", false},
		{"two parts that touch cover what spans them", "POLYGON((0.5 0.2,1.5 0.2,1.5 0.8,0.5 0.2))", "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((1 0,2 0,2 1,1 1,1 0)))", true},
		{"a hole is not covered by its own shape", "POLYGON((1 1,2 1,2 2,1 2,1 1))", "POLYGON((0 0,3 0,3 3,0 3,0 0),(1 1,2 1,2 2,1 2,1 1))", false},
		{"a polygon with the same hole is covered", "POLYGON((0 0,3 0,3 3,0 3,0 0),(1 1,2 1,2 2,1 2,1 1))", "POLYGON((0 0,3 0,3 3,0 3,0 0),(1 1,2 1,2 2,1 2,1 1))", true},
		{"a line along the boundary is covered", "LINESTRING(0 0,0 2,0 3)", "POLYGON((0 0,3 0,3 3,0 3,0 0))", true},
		{"a line across a hole is not", "LINESTRING(0.5 1.5,2.5 1.5)", "POLYGON((0 0,3 0,3 3,0 3,0 0),(1 1,2 1,2 2,1 2,1 1))", false},
		{"the waist of a bow-tie is outside", "POINT(2 0.5)", "POLYGON((0 0,4 4,4 0,0 4,0 0))", false},
		{"the lobe of a bow-tie is inside", "POINT(0.5 2)", "POLYGON((0 0,4 4,4 0,0 4,0 0))", true},
	} {
		a, b := parse(t, c.a), parse(t, c.b)
		if got := shape.CoveredBy(must(t, a), must(t, b)); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestPointsOnEdgesAreInside(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := rapid.Float64Range(100, 110)
		a, c := orb.Point{f.Draw(r, "ax"), f.Draw(r, "ay")}, orb.Point{f.Draw(r, "cx"), f.Draw(r, "cy")}
		q := orb.Point{f.Draw(r, "qx"), f.Draw(r, "qy")}
		tri := orb.Polygon{{a, c, q, a}}
		m := orb.Point{(a[0] + c[0]) / 2, (a[1] + c[1]) / 2}
		s := must(t, tri)
		want := exactInTriangle(a, c, q, m)
		if got := s.Covers(m); got != want {
			r.Fatalf("%v in %v: got %v, exact arithmetic says %v", m, tri, got, want)
		}
	})
}

// exactInTriangle decides with rational numbers.
func exactInTriangle(a, b, c, p orb.Point) bool {
	o1, o2, o3 := exact(a, b, p), exact(b, c, p), exact(c, a, p)
	area := exact(a, b, c)
	if area == 0 {
		return (o1 == 0 && between(a, b, p)) || (o2 == 0 && between(b, c, p)) || (o3 == 0 && between(c, a, p))
	}
	return o1 != -area && o2 != -area && o3 != -area
}

func between(a, b, p orb.Point) bool {
	return min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) && min(a[1], b[1]) <= p[1] && p[1] <= max(a[1], b[1])
}

func exact(a, b, c orb.Point) int {
	r := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
	sub := func(x, y float64) *big.Rat { return new(big.Rat).Sub(r(x), r(y)) }
	l := new(big.Rat).Mul(sub(a[0], c[0]), sub(b[1], c[1]))
	return l.Cmp(new(big.Rat).Mul(sub(a[1], c[1]), sub(b[0], c[0])))
}

func TestBadInputIsRefused(t *testing.T) {
	deep := orb.Collection{orb.Point{1, 1}}
	for range 40 {
		deep = orb.Collection{deep}
	}
	for _, c := range []struct {
		g    orb.Geometry
		want error
	}{
		{orb.Point{math.NaN(), 1}, shape.ErrNumber}, {orb.LineString{{1, 1}, {math.Inf(1), 2}}, shape.ErrNumber}, {deep, shape.ErrDeep},
	} {
		if _, err := shape.New(c.g); !errors.Is(err, c.want) {
			t.Errorf("%T: got %v, want %v", c.g, err, c.want)
		}
	}
	for _, g := range []orb.Geometry{nil, orb.MultiPoint{}, orb.Polygon{}, orb.Polygon{{}}, orb.LineString{}} {
		s := must(t, g)
		if !s.Empty() || shape.Intersects(s, must(t, orb.Point{1, 1})) || s.Covers(orb.Point{0, 0}) {
			b, _ := json.Marshal(g)
			t.Errorf("%T %s should be empty", g, b)
		}
	}
}

func TestAnchorLiesInThePolygon(t *testing.T) {
	u := orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {8, 9}, {8, 1}, {1, 1}, {1, 9}, {0, 9}, {0, 0}}}
	s := must(t, u)
	if p, ok := s.Anchor(); !ok || !s.Covers(p) {
		t.Errorf("got %v, %v", p, ok)
	}
}

func parse(t *testing.T, s string) orb.Geometry {
	t.Helper()
	g, err := wkt.Unmarshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return g
}
