package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// Area is the area in square metres, never negative. Latitudes become authalic ones, which keeps areas (Snyder, Map Projections, 1987, equations
// 3-11 to 3-13), and edges are great circles of the authalic sphere: the difference from geodesics grows with
// the length of the edges, a few 10⁻⁷ at 3 km and 10⁻⁵ at 100 km.
// Holes are subtracted; points and lines have no area.
func Area(g orb.Geometry) float64 {
	switch g := g.(type) {
	case orb.Ring:
		return math.Abs(ringArea(g))
	case orb.Polygon:
		if len(g) == 0 {
			return 0
		}
		a := math.Abs(ringArea(g[0]))
		for _, hole := range g[1:] {
			a -= math.Abs(ringArea(hole))
		}
		return max(a, 0)
	case orb.MultiPolygon:
		a := 0.0
		for _, p := range g {
			a += Area(p)
		}
		return a
	case orb.Collection:
		a := 0.0
		for _, m := range g {
			a += Area(m)
		}
		return a
	case orb.Bound:
		return Area(g.ToPolygon())
	}
	return 0
}

// ringArea is signed: positive when counter-clockwise. Each edge adds the area between it and the equator, in the form that stays
// precise for short edges.
func ringArea(r orb.Ring) float64 {
	if len(r) < 3 {
		return 0
	}
	q := authalicQ(1)
	sum := 0.0
	prev := half(r[len(r)-1][1], q)
	prevLon := r[len(r)-1][0]
	for _, p := range r {
		t := half(p[1], q)
		dLon := math.Remainder(p[0]-prevLon, 360) * radian
		d := math.Tan(dLon / 2)
		sum += 2 * math.Atan2(d*(prev+t), 1+prev*t)
		prev, prevLon = t, p[0]
	}
	return -sum * semiMajor * semiMajor * q / 2
}

// half is the tangent of half the authalic latitude.
func half(lat, q float64) float64 {
	s := max(-1, min(1, authalicQ(math.Sin(lat*radian))/q))
	return s / (1 + math.Sqrt((1-s)*(1+s)))
}

func authalicQ(s float64) float64 {
	e := math.Sqrt(ecc2)
	return (1 - ecc2) * (s/(1-ecc2*s*s) + math.Atanh(e*s)/e)
}
