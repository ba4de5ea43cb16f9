package overlay_test

import (
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"honglinh/catalog/geo/geodesy"
	"honglinh/catalog/geo/overlay"
)

func box(w, s, e, n float64) orb.Polygon {
	return orb.Polygon{{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}}
}

func TestCommonParts(t *testing.T) {
	plot := box(105.70, 18.50, 105.71, 18.51)
	whole := geodesy.Area(plot)
	for _, c := range []struct {
		name string
		b    orb.Geometry
		want float64 // of the whole
	}{
		{"the same area", plot, 1},
		{"an area around it", box(105, 18, 106, 19), 1},
		{"the eastern half", box(105.705, 18.4, 105.8, 18.6), 0.5},
		{"an area that touches along an edge", box(105.71, 18.50, 105.72, 18.51), 0},
		{"an area far away", box(107, 18.50, 107.1, 18.51), 0},
		{"the other winding", orb.Polygon{{{105.70, 18.50}, {105.70, 18.51}, {105.705, 18.51}, {105.705, 18.50}, {105.70, 18.50}}}, 0.5},
		{"two parts", orb.MultiPolygon{box(105.70, 18.50, 105.7025, 18.51), box(105.7075, 18.50, 105.72, 18.51)}, 0.5},
		{"an area with a hole in the plot", orb.Polygon{box(105, 18, 106, 19)[0], {{105.7025, 18.49}, {105.7025, 18.52}, {105.7075, 18.52}, {105.7075, 18.49}, {105.7025, 18.49}}}, 0.5},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _, err := overlay.Common(plot, c.b)
			if err != nil || math.Abs(got/whole-c.want) > 1e-6 {
				t.Errorf("got %v of the whole, %v; want %v", got/whole, err, c.want)
			}
		})
	}
}

func TestAnOutlineThatCrossesItselfIsRefused(t *testing.T) {
	bow := orb.Polygon{{{105.70, 18.50}, {105.71, 18.51}, {105.71, 18.50}, {105.70, 18.51}, {105.70, 18.50}}}
	if _, _, err := overlay.Common(bow, box(105, 18, 106, 19)); !errors.Is(err, overlay.ErrInvalid) {
		t.Errorf("got %v", err)
	}
	if _, _, err := overlay.Common(orb.Point{105.7, 18.5}, box(105, 18, 106, 19)); !errors.Is(err, overlay.ErrInvalid) {
		t.Errorf("a point: got %v", err)
	}
}

// The common part of two triangles is counted here by the points of a fine grid in both.
func TestCommonPartsOfTriangles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		corner := func(name string) orb.Point {
			return orb.Point{105.7 + float64(rapid.IntRange(0, 1000).Draw(t, name+"x"))*1e-5, 18.5 + float64(rapid.IntRange(0, 1000).Draw(t, name+"y"))*1e-5}
		}
		triangle := func(name string) orb.Polygon {
			a, b, c := corner(name+"a"), corner(name+"b"), corner(name+"c")
			if math.Abs((b[0]-a[0])*(c[1]-a[1])-(b[1]-a[1])*(c[0]-a[0])) < 1e-7 {
				t.Skip("flat")
			}
			return orb.Polygon{{a, b, c, a}}
		}
		a, b := triangle("a"), triangle("b")
		got, _, err := overlay.Common(a, b)
		if err != nil {
			t.Fatal(err)
		}
		const n = 200
		in := 0
		for i := range n {
			for j := range n {
				p := orb.Point{105.7 + (float64(i)+0.5)*0.01/n, 18.5 + (float64(j)+0.5)*0.01/n}
				if within(a[0], p) && within(b[0], p) {
					in++
				}
			}
		}
		all := geodesy.Area(box(105.7, 18.5, 105.71, 18.51))
		if want := all * float64(in) / n / n; math.Abs(got-want) > 0.012*all {
			t.Fatalf("got %.0f m², counted %.0f m²", got, want)
		}
	})
}

func within(r orb.Ring, p orb.Point) bool {
	pos, neg := false, false
	for i := 1; i < len(r); i++ {
		d := (r[i][0]-r[i-1][0])*(p[1]-r[i-1][1]) - (r[i][1]-r[i-1][1])*(p[0]-r[i-1][0])
		pos, neg = pos || d > 0, neg || d < 0
	}
	return !(pos && neg)
}
