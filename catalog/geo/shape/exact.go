package shape

import (
	"math"

	"github.com/paulmach/orb"
)

// orient is positive when c lies to the left of the line from a to b, negative to the right, zero exactly on it.
func orient(a, b, c orb.Point) int {
	l := (a[0] - c[0]) * (b[1] - c[1])
	r := (a[1] - c[1]) * (b[0] - c[0])
	d := l - r
	// Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997: the bound of the first stage, (3+16ε)ε.
	if bound := 3.3306690738754716e-16 * (math.Abs(l) + math.Abs(r)); d > bound || -d > bound {
		return sign(d)
	}
	if a == b || a == c || b == c {
		return 0
	}
	return orientExact(a, b, c)
}

// orientExact sums the six products of the determinant as an expansion without rounding (Shewchuk's grow-expansion).
func orientExact(a, b, c orb.Point) int {
	var e [13]float64
	n := 0
	for _, t := range [6][2]float64{{a[0], b[1]}, {-a[0], c[1]}, {-c[0], b[1]}, {-a[1], b[0]}, {a[1], c[0]}, {c[1], b[0]}} {
		p := t[0] * t[1]
		n = grow(&e, n, math.FMA(t[0], t[1], -p))
		n = grow(&e, n, p)
	}
	for i := n - 1; i >= 0; i-- {
		if e[i] != 0 {
			return sign(e[i])
		}
	}
	return 0
}

// grow adds b to the expansion of n terms, smallest first.
func grow(e *[13]float64, n int, b float64) int {
	q := b
	for i := range n {
		s := q + e[i]
		v := s - q
		e[i] = (q - (s - v)) + (e[i] - v)
		q = s
	}
	e[n] = q
	return n + 1
}

func sign(v float64) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// segment is an edge.
type segment struct{ a, b orb.Point }

func (s segment) bound() orb.Bound {
	return orb.Bound{
		Min: orb.Point{min(s.a[0], s.b[0]), min(s.a[1], s.b[1])},
		Max: orb.Point{max(s.a[0], s.b[0]), max(s.a[1], s.b[1])},
	}
}

// holds tells whether p lies on the closed segment.
func (s segment) holds(p orb.Point) bool {
	return s.bound().Contains(p) && orient(s.a, s.b, p) == 0
}

// meets tells whether two closed segments share a point.
func (s segment) meets(o segment) bool {
	if !s.bound().Intersects(o.bound()) {
		return false
	}
	o1, o2 := orient(s.a, s.b, o.a), orient(s.a, s.b, o.b)
	if o1 == o2 && o1 != 0 {
		return false
	}
	o3, o4 := orient(o.a, o.b, s.a), orient(o.a, o.b, s.b)
	return (o3 != o4 || o3 == 0) && (o1 != o2 || o1 == 0 && s.along(o))
}

// along tells whether two collinear segments overlap or touch.
func (s segment) along(o segment) bool { return s.bound().Intersects(o.bound()) }

// at is the place along s of a point that lies on it or near it: 0 at a, 1 at b.
func (s segment) at(p orb.Point) float64 {
	dx, dy := s.b[0]-s.a[0], s.b[1]-s.a[1]
	if math.Abs(dx) > math.Abs(dy) {
		return (p[0] - s.a[0]) / dx
	}
	return (p[1] - s.a[1]) / dy
}

// crossing is the place along s where the line of o cuts it; the two must not be parallel.
func (s segment) crossing(o segment) float64 {
	dx, dy := s.b[0]-s.a[0], s.b[1]-s.a[1]
	ex, ey := o.b[0]-o.a[0], o.b[1]-o.a[1]
	return ((o.a[0]-s.a[0])*ey - (o.a[1]-s.a[1])*ex) / (dx*ey - dy*ex)
}
