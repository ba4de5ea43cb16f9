package spatial

import (
	"math"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/geodesy"
)

// Neighbour is a feature near a point.
type Neighbour struct {
	ID      string
	Km      float64   // geodesic distance to the nearest point of the feature; 0 when the point lies in it
	Bearing float64   // degrees clockwise from north, from the point to At
	Wind    string    // the bearing as one of 16 winds (N, NNE, …); "" when Km is 0
	At      orb.Point // the nearest point of the feature
}

// Nearest lists up to k features by growing distance from p; features equally far come in the order of New.
func (x *Index) Nearest(p orb.Point, k int, f Filter) []Neighbour {
	return x.Reaching(p, math.Inf(1), k, f)
}

// Reaching is Nearest of the features that come within km kilometres of p.
func (x *Index) Reaching(p orb.Point, km float64, k int, f Filter) []Neighbour {
	var out []Neighbour
	if k <= 0 {
		return nil
	}
	measured := map[int]orb.Point{} // the way to an outline costs too much to be found twice
	tree, item := x.tree, func(i int) int { return i }
	if f.Wide {
		tree, item = x.broad, func(i int) int { return x.wide[i] }
	}
	tree.Nearest(
		func(b orb.Bound) float64 { return atLeast(p, b) },
		func(i int) float64 {
			it := &x.items[item(i)]
			if !f.admits(it) {
				return math.Inf(1)
			}
			at, d := it.nearest(p)
			measured[i] = at
			return d
		},
		func(i int, d float64) bool {
			if d > km*1000 || math.IsInf(d, 1) {
				return false
			}
			out = append(out, x.items[item(i)].neighbour(p, measured[i]))
			return len(out) < k
		})
	return out
}

func (it *item) nearest(p orb.Point) (orb.Point, float64) {
	if it.shape == nil {
		return it.point, geodesy.Distance(p, it.point)
	}
	at, d, _ := it.shape.Nearest(p)
	return at, d
}

func (it *item) neighbour(p, at orb.Point) Neighbour {
	d, b := geodesy.Inverse(p, at)
	n := Neighbour{ID: it.id, Km: d / 1000, Bearing: b, At: at}
	if d > 0 {
		n.Wind = geodesy.Wind(b)
	}
	return n
}

// At lists the ids of the features that hold the point, boundaries included.
func (x *Index) At(p orb.Point, f Filter) []string {
	r, err := Polygon(p)
	if err != nil {
		return nil
	}
	return x.Query(r, Intersects, f)
}
