package shape

import (
	"math"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/geodesy"
)

// Classify tells what a box has to do with the shape: Outside when they share nothing, Inside when the shape covers the box, Boundary when
// neither is certain.
func (s *Shape) Classify(b orb.Bound) Place {
	if s.empty || !s.bound.Intersects(b) {
		return Outside
	}
	for _, q := range s.points {
		if b.Contains(q) {
			return Boundary
		}
	}
	for _, p := range s.paths() {
		if !p.near(b, func(segment) bool { return false }) {
			return Boundary
		}
	}
	for _, p := range s.polys {
		if p.locate(b.Min) != Outside {
			return Inside
		}
	}
	return Outside
}

// Nearest gives the point of the shape nearest to p and the geodesic distance in metres, 0 when p lies in the shape; false when
// the shape is empty. Edges are straight in longitude and latitude.
func (s *Shape) Nearest(p orb.Point) (at orb.Point, metres float64, ok bool) {
	if s.empty {
		return at, 0, false
	}
	if s.Covers(p) {
		return p, 0, true
	}
	best := math.Inf(1)
	try := func(q orb.Point) {
		if geodesy.Haversine(p, q)*(1-geodesy.Slack) >= best {
			return
		}
		if d := geodesy.Distance(p, q); d < best {
			best, at = d, q
		}
	}
	for _, q := range s.points {
		try(q)
	}
	for _, w := range s.paths() {
		for _, e := range w.segs {
			from := orb.Point{e.a[0] + math.Remainder(p[0]-e.a[0], 360), p[1]} // across the antimeridian if that is nearer
			try(geodesy.Nearest(from, e.a, e.b))
		}
	}
	return at, best, true
}

// Farthest is the greatest geodesic distance in metres from p to a corner of the shape.
func (s *Shape) Farthest(p orb.Point) float64 {
	far := 0.0
	for _, q := range s.points {
		far = max(far, geodesy.Distance(p, q))
	}
	for _, w := range s.paths() {
		for _, e := range w.segs {
			far = max(far, geodesy.Distance(p, e.a), geodesy.Distance(p, e.b))
		}
	}
	return far
}

// Reaches tells whether the shape comes within so many metres of p, by the same measure as Nearest. It looks only at edges around p.
func (s *Shape) Reaches(p orb.Point, metres float64) bool {
	if s.empty {
		return false
	}
	const perDegree = 110_000 // a degree of latitude is 110,574 m or more
	dLat := metres / perDegree
	widest := math.Abs(p[1]) + dLat
	if widest > 85 { // near a pole the box is no box
		_, d, _ := s.Nearest(p)
		return d <= metres
	}
	dLon := dLat / math.Cos(widest*math.Pi/180)
	if math.Abs(p[0])+dLon > 180 { // nor at the antimeridian
		_, d, _ := s.Nearest(p)
		return d <= metres
	}
	if s.Covers(p) {
		return true
	}
	box := orb.Bound{Min: orb.Point{p[0] - dLon, p[1] - dLat}, Max: orb.Point{p[0] + dLon, p[1] + dLat}}
	far := func(q orb.Point) bool {
		return geodesy.Haversine(p, q) > metres*(1+2*geodesy.Slack) || geodesy.Distance(p, q) > metres
	}
	for _, q := range s.points {
		if !far(q) {
			return true
		}
	}
	for _, w := range s.paths() {
		if !w.near(box, func(e segment) bool { return far(geodesy.Nearest(p, e.a, e.b)) }) {
			return true
		}
	}
	return false
}
