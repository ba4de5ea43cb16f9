package shape

import (
	"slices"

	"github.com/paulmach/orb"
)

// Intersects tells whether two shapes share a point; touching is enough.
func Intersects(a, b *Shape) bool {
	if a.empty || b.empty || !a.bound.Intersects(b.bound) {
		return false
	}
	return slices.ContainsFunc(a.points, b.Covers) || slices.ContainsFunc(b.points, a.Covers) ||
		a.starts(b) || b.starts(a) || edgesMeet(a, b)
}

// starts tells whether a corner of a line or ring of a lies in a polygon of b. When no edges meet, one corner stands for the whole ring.
func (a *Shape) starts(b *Shape) bool {
	for _, p := range a.paths() {
		for _, q := range b.polys {
			in := func(c orb.Point) bool { return q.locate(c) != Outside }
			if q.bound.Intersects(p.bound) && slices.ContainsFunc(p.starts, in) {
				return true
			}
		}
	}
	return false
}

func edgesMeet(a, b *Shape) bool {
	for _, p := range a.paths() {
		for _, q := range b.paths() {
			if pathsMeet(p, q) {
				return true
			}
		}
	}
	return false
}

func pathsMeet(p, q *path) bool {
	if len(p.segs) > len(q.segs) {
		p, q = q, p
	}
	return !p.near(q.bound, func(s segment) bool {
		return q.near(s.bound(), func(t segment) bool { return !s.meets(t) })
	})
}

// CoveredBy tells whether every point of a lies in b, boundaries included. An empty shape is covered by nothing.
func CoveredBy(a, b *Shape) bool {
	if a.empty || b.empty || !contains(b.bound, a.bound) {
		return false
	}
	for _, p := range a.points {
		if !b.Covers(p) {
			return false
		}
	}
	for _, p := range a.paths() {
		if !b.holdsPath(p) {
			return false
		}
	}
	for _, p := range a.polys {
		if p.solid && !b.holdsInside(p) {
			return false
		}
	}
	return true
}

func contains(outer, inner orb.Bound) bool {
	return outer.Contains(inner.Min) && outer.Contains(inner.Max)
}

// holdsPath tells whether every edge of p lies in s.
func (s *Shape) holdsPath(p *path) bool {
	for _, e := range p.segs {
		if e.a == e.b {
			if !s.Covers(e.a) {
				return false
			}
			continue
		}
		for _, m := range free(e, s.paths()) {
			if !s.Covers(m) {
				return false
			}
		}
	}
	return true
}

// holdsInside tells whether the inside of a polygon, whose edges s is known to hold, lies in s. No edge that parts s from the rest
// may run through it; then one point speaks for all.
func (s *Shape) holdsInside(p *polygon) bool {
	if !s.Covers(p.inner) || len(s.polys) == 0 {
		return false
	}
	for i, q := range s.polys {
		if !q.bound.Intersects(p.bound) {
			continue
		}
		others := append(s.otherPaths(i, p.bound), &p.path)
		whole := q.near(p.bound, func(e segment) bool {
			for _, m := range free(e, others) {
				if p.locate(m) == Inside && !s.elsewhere(i, m) {
					return false
				}
			}
			return true
		})
		if !whole {
			return false
		}
	}
	return true
}

// otherPaths lists the polygons but the one numbered i that come near a box.
func (s *Shape) otherPaths(i int, b orb.Bound) []*path {
	var out []*path
	for j, q := range s.polys {
		if j != i && q.bound.Intersects(b) {
			out = append(out, &q.path)
		}
	}
	return out
}

// elsewhere tells whether m lies inside another polygon than the one numbered i.
func (s *Shape) elsewhere(i int, m orb.Point) bool {
	for j, q := range s.polys {
		if j != i && q.locate(m) == Inside {
			return true
		}
	}
	return false
}

// shortest is the part of an edge, by length, below which a piece between two cuts is taken for a rounding error.
const shortest = 1e-12

// free cuts an edge wherever edges of the others meet it and gives the middles of the pieces that do not run along one of them.
func free(e segment, others []*path) []orb.Point {
	cuts := []float64{0, 1}
	var along [][2]float64
	for _, o := range others {
		o.near(e.bound(), func(t segment) bool {
			oa, ob := orient(e.a, e.b, t.a), orient(e.a, e.b, t.b)
			switch {
			case oa == 0 && ob == 0:
				u, v := e.at(t.a), e.at(t.b)
				cuts = append(cuts, u, v)
				along = append(along, [2]float64{min(u, v), max(u, v)})
			case oa == 0:
				cuts = append(cuts, e.at(t.a))
			case ob == 0:
				cuts = append(cuts, e.at(t.b))
			case oa != ob:
				cuts = append(cuts, e.crossing(t))
			}
			return true
		})
	}
	return middles(e, cuts, along)
}

func middles(e segment, cuts []float64, along [][2]float64) []orb.Point {
	slices.Sort(cuts)
	var out []orb.Point
	for i := 1; i < len(cuts); i++ {
		u, v := max(0, cuts[i-1]), min(1, cuts[i])
		if v-u <= shortest {
			continue
		}
		m := (u + v) / 2
		if slices.ContainsFunc(along, func(r [2]float64) bool { return r[0] <= m && m <= r[1] }) {
			continue
		}
		out = append(out, orb.Point{e.a[0] + m*(e.b[0]-e.a[0]), e.a[1] + m*(e.b[1]-e.a[1])})
	}
	return out
}
