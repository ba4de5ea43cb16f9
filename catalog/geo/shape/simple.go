package shape

import (
	"github.com/paulmach/orb"

	"honglinh/catalog/geo/hilbert"
)

// Fault is a place where the rings of a polygon break the rules of Simple Features.
type Fault struct {
	Ring, Edge int // the edge starts at vertex Edge of ring Ring
	At         orb.Point
}

// SelfCrossing finds the first place where a ring meets itself, or where two rings cross or run along each other. Rings that touch in single points are
// allowed. Vertices that repeat at once are taken for one.
func SelfCrossing(p orb.Polygon) (Fault, bool) {
	type edge struct {
		segment
		ring, at, last int // place in the ring without repeats, and the last place
		vertex         int
	}
	var es []edge
	for r, ring := range p {
		start := len(es)
		for i := range ring {
			a, b := ring[i], ring[(i+1)%len(ring)]
			if a != b {
				es = append(es, edge{segment{a, b}, r, len(es) - start, 0, i})
			}
		}
		for i := start; i < len(es); i++ {
			es[i].last = len(es) - start - 1
		}
	}
	boxes := make([]orb.Bound, len(es))
	for i, e := range es {
		boxes[i] = e.bound()
	}
	tree := hilbert.Build(boxes)
	for i, e := range es {
		var f Fault
		whole := tree.Search(boxes[i], func(j int) bool {
			o := es[j]
			if j <= i || !e.meets(o.segment) {
				return true
			}
			near := e.ring == o.ring && (o.at == e.at+1 || e.at == 0 && o.at == o.last)
			if bad := clash(e.segment, o.segment, e.ring == o.ring, near); !bad {
				return true
			}
			f = Fault{e.ring, e.vertex, common(e.segment, o.segment)}
			return false
		})
		if !whole {
			return f, true
		}
	}
	return Fault{}, false
}

// clash tells whether two edges that share a point may not. Neighbours share a corner but may not fold back over each other.
func clash(a, b segment, sameRing, neighbours bool) bool {
	o1, o2, o3, o4 := orient(a.a, a.b, b.a), orient(a.a, a.b, b.b), orient(b.a, b.b, a.a), orient(b.a, b.b, a.b)
	if o1 == 0 && o2 == 0 {
		return overlap(a, b) || sameRing && !neighbours
	}
	if neighbours {
		return false
	}
	return sameRing || o1*o2 < 0 && o3*o4 < 0
}

// overlap tells whether collinear edges share more than a point.
func overlap(a, b segment) bool {
	x, y := a.bound(), b.bound()
	return min(x.Max[0], y.Max[0]) > max(x.Min[0], y.Min[0]) || min(x.Max[1], y.Max[1]) > max(x.Min[1], y.Min[1])
}

// common is a shared point, rounded.
func common(a, b segment) orb.Point {
	for _, q := range []orb.Point{b.a, b.b} {
		if a.holds(q) {
			return q
		}
	}
	if b.holds(a.a) {
		return a.a
	}
	if b.holds(a.b) {
		return a.b
	}
	t := a.crossing(b)
	return orb.Point{a.a[0] + t*(a.b[0]-a.a[0]), a.a[1] + t*(a.b[1]-a.a[1])}
}
