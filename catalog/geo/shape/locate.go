package shape

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Place is where a point lies with respect to a polygon or shape.
type Place int

// The places.
const (
	Outside Place = iota
	Boundary
	Inside
)

// locate casts a ray to the right and counts crossings exactly.
func (p *polygon) locate(q orb.Point) Place {
	if !p.bound.Contains(q) {
		return Outside
	}
	odd := false
	ray := orb.Bound{Min: q, Max: orb.Point{math.Inf(1), q[1]}}
	whole := p.near(ray, func(s segment) bool {
		if s.holds(q) {
			return false
		}
		if (s.a[1] > q[1]) != (s.b[1] > q[1]) {
			if o := orient(s.a, s.b, q); (o > 0) == (s.b[1] > s.a[1]) {
				odd = !odd
			}
		}
		return true
	})
	switch {
	case !whole:
		return Boundary
	case odd:
		return Inside
	}
	return Outside
}

// Covers tells whether the point lies in the shape, boundaries included.
func (s *Shape) Covers(q orb.Point) bool {
	if s.empty || !s.bound.Contains(q) {
		return false
	}
	for _, p := range s.polys {
		if p.locate(q) != Outside {
			return true
		}
	}
	for _, p := range s.points {
		if p == q {
			return true
		}
	}
	at := orb.Bound{Min: q, Max: q}
	for i := range s.lines {
		if !s.lines[i].near(at, func(g segment) bool { return !g.holds(q) }) {
			return true
		}
	}
	return false
}

// inside finds a point well inside the polygon: the middle of the widest part of a horizontal line that meets no corner. It is
// false for a polygon without area.
func (p *polygon) inside() (orb.Point, bool) {
	best, width := orb.Point{}, 0.0
	for _, y := range levels(p) {
		xs := p.cuts(y)
		for i := 0; i+1 < len(xs); i += 2 {
			if w := xs[i+1] - xs[i]; w > width {
				q := orb.Point{xs[i] + w/2, y}
				if p.locate(q) == Inside {
					best, width = q, w
				}
			}
		}
		if width > 0 {
			return best, true
		}
	}
	return best, false
}

// levels lists heights between corners, the middle ones first.
func levels(p *polygon) []float64 {
	ys := make([]float64, len(p.segs))
	for i, s := range p.segs {
		ys[i] = s.a[1]
	}
	slices.Sort(ys)
	ys = slices.Compact(ys)
	mid := (p.bound.Min[1] + p.bound.Max[1]) / 2
	gaps := make([]float64, 0, len(ys))
	for i := 0; i+1 < len(ys); i++ {
		if y := ys[i] + (ys[i+1]-ys[i])/2; y > ys[i] && y < ys[i+1] {
			gaps = append(gaps, y)
		}
	}
	slices.SortStableFunc(gaps, func(a, b float64) int { return sign(math.Abs(a-mid) - math.Abs(b-mid)) })
	return gaps
}

// cuts lists where the edges cross the height y, which is that of no corner.
func (p *polygon) cuts(y float64) []float64 {
	var xs []float64
	line := orb.Bound{Min: orb.Point{math.Inf(-1), y}, Max: orb.Point{math.Inf(1), y}}
	p.near(line, func(s segment) bool {
		if (s.a[1] > y) != (s.b[1] > y) {
			xs = append(xs, s.a[0]+(y-s.a[1])/(s.b[1]-s.a[1])*(s.b[0]-s.a[0]))
		}
		return true
	})
	slices.Sort(xs)
	return xs
}

// Anchor is a point of the shape for labels and lists: inside the polygon with the largest box if there is one, else on the middle
// edge of the longest line, else the first point. It is false for an empty shape.
func (s *Shape) Anchor() (orb.Point, bool) {
	size := -1.0
	var at orb.Point
	for _, p := range s.polys {
		b := p.bound
		if a := (b.Max[0] - b.Min[0]) * (b.Max[1] - b.Min[1]); p.solid && a > size {
			size, at = a, p.inner
		}
	}
	if size >= 0 {
		return at, true
	}
	for _, l := range s.paths() {
		if n := float64(len(l.segs)); n > size {
			m := l.segs[len(l.segs)/2]
			size, at = n, orb.Point{(m.a[0] + m.b[0]) / 2, (m.a[1] + m.b[1]) / 2}
		}
	}
	if size >= 0 {
		return at, true
	}
	if len(s.points) > 0 {
		return s.points[0], true
	}
	return at, false
}
