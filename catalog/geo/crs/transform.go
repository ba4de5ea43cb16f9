package crs

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Operation says how coordinates were converted between two systems.
type Operation struct {
	From, To string  // codes
	Name     string  // of the datum operation
	Code     string  // of the datum operation, "EPSG:6960", or "" when both systems share a datum
	Accuracy float64 // metres, of the datum operation; the arithmetic itself keeps a millimetre
}

// ErrDomain says that a coordinate cannot be converted: not finite, or far outside the area where the system makes sense.
var ErrDomain = errors.New("coordinate outside the domain of the reference system")

// DomainError is the coordinate that cannot be converted. It wraps ErrDomain.
type DomainError struct {
	Point    orb.Point
	From, To string // codes
}

// Error names the point, both systems and ErrDomain.
func (e *DomainError) Error() string {
	return fmt.Sprintf("%v from %s to %s: %v", [2]float64(e.Point), e.From, e.To, ErrDomain)
}

// Unwrap returns ErrDomain.
func (e *DomainError) Unwrap() error { return ErrDomain }

// Transformation converts coordinates from one system to another. It is safe for use by many goroutines.
type Transformation struct {
	from, to *CRS
	move     func(vector) vector // nil when the datum stays
}

// Transform prepares the conversion between two systems.
func Transform(from, to *CRS) Transformation {
	t := Transformation{from: from, to: to}
	switch {
	case from.datum == vn2000 && to.datum == wgs84:
		t.move = toWGS84
	case from.datum == wgs84 && to.datum == vn2000:
		t.move = toVN2000
	}
	return t
}

// Operation tells which datum operation is used and how good it is.
func (t Transformation) Operation() Operation {
	o := Operation{From: t.from.Code, To: t.to.Code, Name: "same datum, no shift"}
	if t.move == nil {
		return o
	}
	o.Name, o.Code, o.Accuracy = "VN-2000 to WGS 84, Decision 05/2007/QĐ-BTNMT (coordinate frame)", "EPSG:6960", 1
	if t.from.datum == wgs84 {
		o.Name = "inverse of " + o.Name
	}
	return o
}

// Point converts one point. The error wraps ErrDomain.
func (t Transformation) Point(p orb.Point) (orb.Point, error) {
	q := t.convert(p)
	if math.IsNaN(q[0]+q[1]) || math.IsInf(q[0]+q[1], 0) {
		return q, &DomainError{p, t.from.Code, t.to.Code}
	}
	return q, nil
}

// Points converts a slice in place. At the first point that cannot be converted it stops and says which; the points before are
// converted, the others are as they were.
func (t Transformation) Points(ps []orb.Point) error {
	for i, p := range ps {
		q, err := t.Point(p)
		if err != nil {
			return fmt.Errorf("point %d: %w", i, err)
		}
		ps[i] = q
	}
	return nil
}

// Geometry converts a copy of a geometry and leaves the original alone. Only corners move: a straight edge stays straight.
// A bound becomes the bound of its converted outline, followed at 20 points a side.
func (t Transformation) Geometry(g orb.Geometry) (orb.Geometry, error) {
	if g == nil {
		return nil, nil
	}
	if b, ok := g.(orb.Bound); ok {
		return t.Bound(b)
	}
	c := orb.Clone(g)
	if p, ok := c.(orb.Point); ok {
		return t.Point(p)
	}
	return c, eachSlice(c, t.Points)
}

// Bound converts a bounding box: the box around its outline, followed at 20 points a side, since the edges of a box bend.
func (t Transformation) Bound(b orb.Bound) (orb.Bound, error) {
	const steps = 20
	ps := make([]orb.Point, 0, 4*steps)
	for i := range steps {
		f := float64(i) / steps
		dx, dy := f*(b.Max[0]-b.Min[0]), f*(b.Max[1]-b.Min[1])
		ps = append(ps, orb.Point{b.Min[0] + dx, b.Min[1]}, orb.Point{b.Max[0], b.Min[1] + dy},
			orb.Point{b.Max[0] - dx, b.Max[1]}, orb.Point{b.Min[0], b.Max[1] - dy})
	}
	if err := t.Points(ps); err != nil {
		return orb.Bound{}, err
	}
	return orb.MultiPoint(ps).Bound(), nil
}

// idle reports whether the conversion changes nothing.
func (t Transformation) idle() bool {
	return t.from == t.to || t.move == nil && t.from.projection == nil && t.to.projection == nil
}

func (t Transformation) convert(p orb.Point) orb.Point {
	if t.from == t.to {
		return p
	}
	lon, lat := p[0]*radian, p[1]*radian
	if t.from.projection != nil {
		lon, lat = t.from.projection.inverse(p[0], p[1])
	} else if !(math.Abs(lat) <= math.Pi/2) {
		return orb.Point{math.NaN(), math.NaN()}
	}
	if t.move != nil {
		lon, lat = shift(lon, lat, t.move, t.to.datum == wgs84)
	}
	if t.to.projection != nil {
		x, y := t.to.projection.forward(lon, lat)
		return orb.Point{x, y}
	}
	if t.idle() {
		return p
	}
	return orb.Point{lon / radian, lat / radian}
}

// eachSlice hands every run of points of a geometry to f.
func eachSlice(g orb.Geometry, f func([]orb.Point) error) error {
	switch g := g.(type) {
	case orb.Point:
		return fmt.Errorf("a point is not a slice: %w", ErrDomain)
	case orb.MultiPoint:
		return f(g)
	case orb.LineString:
		return f(g)
	case orb.Ring:
		return f(g)
	case orb.MultiLineString:
		for i := range g {
			if err := f(g[i]); err != nil {
				return fmt.Errorf("line %d: %w", i, err)
			}
		}
	case orb.Polygon:
		for i := range g {
			if err := f(g[i]); err != nil {
				return fmt.Errorf("ring %d: %w", i, err)
			}
		}
	case orb.MultiPolygon:
		for i := range g {
			if err := eachSlice(g[i], f); err != nil {
				return fmt.Errorf("polygon %d: %w", i, err)
			}
		}
	case orb.Collection:
		return eachMember(g, f)
	}
	return nil
}

func eachMember(c orb.Collection, f func([]orb.Point) error) error {
	for i := range c {
		if p, ok := c[i].(orb.Point); ok {
			one := []orb.Point{p}
			if err := f(one); err != nil {
				return fmt.Errorf("member %d: %w", i, err)
			}
			c[i] = one[0]
			continue
		}
		if err := eachSlice(c[i], f); err != nil {
			return fmt.Errorf("member %d: %w", i, err)
		}
	}
	return nil
}
