package tile

import (
	"math"

	"github.com/paulmach/orb"
)

// Grid is a quadtree of square tiles over a plane: zoom 0 is one tile, each further zoom halves their sides.
type Grid struct {
	// ID names the grid; "" is that of WebMercatorQuad.
	ID string
	// Place brings a longitude and latitude to the unit square of zoom 0, y downwards; false where the plane has no such place.
	Place func(orb.Point) ([2]float64, bool)
	// Ahead is by how many zooms the tiles are smaller than those of WebMercatorQuad at the equator.
	Ahead int
}

// Mercator is the grid of WebMercatorQuad.
func Mercator() Grid {
	return Grid{Place: func(p orb.Point) ([2]float64, bool) { return project(p), true }}
}

// Limits are the columns and rows of a zoom that a box in degrees may touch; false when the plane has none of its corners.
func (g Grid) Limits(b orb.Bound, zoom int) (left, top, right, bottom int, ok bool) {
	n := 1 << zoom
	least, most := [2]float64{1, 1}, [2]float64{0, 0}
	for i := range 3 { // the corners and the middles of the sides: on a plane meridians lean and parallels bend
		for j := range 3 {
			p, in := g.Place(orb.Point{b.Min[0] + float64(i)/2*(b.Max[0]-b.Min[0]), b.Min[1] + float64(j)/2*(b.Max[1]-b.Min[1])})
			if !in {
				continue
			}
			ok = true
			for k := range 2 {
				least[k], most[k] = min(least[k], p[k]), max(most[k], p[k])
			}
		}
	}
	in := func(v float64) int { return max(0, min(n-1, int(math.Floor(v*float64(n))))) }
	return in(least[0]), in(least[1]), in(most[0]), in(most[1]), ok
}
