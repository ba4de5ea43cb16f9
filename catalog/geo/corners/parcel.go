package corners

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/geodesy"
)

// Parcel is the land that a table encloses.
type Parcel struct {
	Polygon   orb.Polygon   // WGS 84, closed, counter-clockwise
	Square    float64       // geodesic area in square metres
	Plane     float64       // area in the plane of the table's own system in square metres, as surveyors compute it; 0 for degrees
	Operation crs.Operation // how the coordinates came to WGS 84
	Crossing  bool          // edges cross each other: the corners are probably out of order
}

// Enclose turns the corners of a plot, which are in the given system, into a parcel. At least three corners are needed.
func (t *Table) Enclose(plot Plot, c *crs.CRS) (*Parcel, error) {
	if n := plot.To - plot.From; n < leastCorners {
		return nil, fmt.Errorf("a parcel needs three corners, the table has %d", n)
	}
	points := t.Points[plot.From:plot.To]
	if got := c.Kind == crs.Geographic; got != t.Report.Geographic {
		return nil, fmt.Errorf("the table holds degrees: %v, but %s holds degrees: %v", t.Report.Geographic, c.Code, got)
	}
	ring := append(append(orb.Ring{}, points...), points[0])
	p := &Parcel{Crossing: crossing(ring)}
	if c.Kind == crs.Projected {
		p.Plane = math.Abs(shoelace(ring))
	}
	move := crs.Transform(c, crs.MustLookup(crs.CRS84))
	p.Operation = move.Operation()
	if err := move.Points(ring); err != nil {
		return nil, fmt.Errorf("corners in %s: %w", c.Code, err)
	}
	if shoelace(ring) < 0 {
		ring.Reverse()
	}
	p.Polygon, p.Square = orb.Polygon{ring}, geodesy.Area(ring)
	return p, nil
}

// shoelace is the signed plane area, computed from the first corner so that large coordinates lose nothing.
func shoelace(r orb.Ring) float64 {
	sum := 0.0
	for i := 1; i < len(r); i++ {
		sum += (r[i-1][0]-r[0][0])*(r[i][1]-r[0][1]) - (r[i][0]-r[0][0])*(r[i-1][1]-r[0][1])
	}
	return sum / 2
}

// crossing tells whether two edges that are not neighbours cross. Tables are short, so all pairs are tried up to 2000 edges.
func crossing(r orb.Ring) bool {
	n := len(r) - 1
	if n > 2000 {
		return false
	}
	side := func(a, b, c orb.Point) float64 { return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0]) }
	for i := range n {
		for j := i + 2; j < n; j++ {
			if i == 0 && j == n-1 {
				continue
			}
			a, b, c, d := r[i], r[i+1], r[j], r[j+1]
			if side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0 {
				return true
			}
		}
	}
	return false
}
