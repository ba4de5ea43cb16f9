package spatial

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/geodesy"
	"honglinh/catalog/geo/hilbert"
	"honglinh/catalog/geo/shape"
)

// Region is a part of the Earth's surface to look in. The zero value holds nothing.
type Region struct {
	area    *shape.Shape // nil when there are only circles
	box     *orb.Bound   // when the area is this one box
	circles []circle
	source  orb.Collection // what area was made of
}

type circle struct {
	centre orb.Point
	metres float64
}

// ErrRegion says that a region makes no sense; the message says why.
var ErrRegion = errors.New("not a region")

// Box is the region between two longitudes and two latitudes. When minLon is greater than maxLon it crosses the antimeridian.
func Box(minLon, minLat, maxLon, maxLat float64) (Region, error) {
	switch {
	case !(minLat >= -90 && maxLat <= 90):
		return Region{}, fmt.Errorf("%w: latitudes %g and %g must lie between -90 and 90", ErrRegion, minLat, maxLat)
	case !(minLat <= maxLat):
		return Region{}, fmt.Errorf("%w: the lower latitude %g is above the upper one %g", ErrRegion, minLat, maxLat)
	case !(math.Abs(minLon) <= 360 && math.Abs(maxLon) <= 360):
		return Region{}, fmt.Errorf("%w: longitudes %g and %g must lie between -180 and 180", ErrRegion, minLon, maxLon)
	}
	b := orb.Bound{Min: orb.Point{minLon, minLat}, Max: orb.Point{maxLon, maxLat}}
	if minLon <= maxLon {
		return Polygon(b)
	}
	west, east := b, b
	west.Max[0], east.Min[0] = 180, -180
	return Polygon(orb.Collection{west, east})
}

// Polygon is the region of a polygon, multipolygon, bound, or collection of them; points and lines are regions too, without an inside. Longitudes beyond
// ±180 mean a region that crosses the antimeridian.
func Polygon(g orb.Geometry) (Region, error) {
	c := orb.Collection{g}
	if g != nil {
		b := g.Bound()
		if math.Max(math.Abs(b.Min[0]), math.Abs(b.Max[0])) > 540 || b.Min[1] < -90 || b.Max[1] > 90 {
			return Region{}, fmt.Errorf("%w: the coordinates %v are not degrees of longitude and latitude", ErrRegion, b)
		}
		if b.Max[0] > 180 || b.Max[0] == 180 && b.Min[0] > -180 { // 180° is also -180°
			c = append(c, moved(g, -360))
		}
		if b.Min[0] < -180 || b.Min[0] == -180 && b.Max[0] < 180 {
			c = append(c, moved(g, 360))
		}
	}
	return build(c)
}

func build(c orb.Collection) (Region, error) {
	s, err := shape.New(c)
	if err != nil {
		return Region{}, fmt.Errorf("%w: %w", ErrRegion, err)
	}
	r := Region{area: s, source: c}
	if b, ok := c[0].(orb.Bound); ok && len(c) == 1 {
		r.box = &b
	}
	return r, nil
}

// moved is a copy of a geometry with every longitude shifted.
func moved(g orb.Geometry, by float64) orb.Geometry {
	switch g := orb.Clone(g).(type) {
	case orb.Point:
		return orb.Point{g[0] + by, g[1]}
	case orb.Bound:
		g.Min[0], g.Max[0] = g.Min[0]+by, g.Max[0]+by
		return g
	case orb.Collection:
		for i := range g {
			g[i] = moved(g[i], by)
		}
		return g
	case orb.MultiPolygon:
		for i := range g {
			g[i] = moved(g[i], by).(orb.Polygon)
		}
		return g
	case orb.Polygon:
		for i := range g {
			moveAll(g[i], by)
		}
		return g
	case orb.MultiLineString:
		for i := range g {
			moveAll(g[i], by)
		}
		return g
	case orb.Ring:
		moveAll(g, by)
		return g
	case orb.LineString:
		moveAll(g, by)
		return g
	case orb.MultiPoint:
		moveAll(g, by)
		return g
	default:
		return g
	}
}

func moveAll(ps []orb.Point, by float64) {
	for i := range ps {
		ps[i][0] += by
	}
}

// Circle is everything at most km kilometres from the centre.
func Circle(centre orb.Point, km float64) (Region, error) {
	switch {
	case !(math.Abs(centre[0]) <= 180 && math.Abs(centre[1]) <= 90):
		return Region{}, fmt.Errorf("%w: the centre %v is not a longitude and latitude", ErrRegion, centre)
	case !(km >= 0 && km <= 20040): // half way round the Earth
		return Region{}, fmt.Errorf("%w: the radius %g km must lie between 0 and 20040", ErrRegion, km)
	}
	return Region{circles: []circle{{centre, km * 1000}}}, nil
}

// Union is all of several regions. A feature is within a union when it is within the areas together or within one of the circles.
func Union(regions ...Region) (Region, error) {
	var u Region
	var parts orb.Collection
	for _, r := range regions {
		u.circles = append(u.circles, r.circles...)
		parts = append(parts, r.source...)
	}
	if len(parts) == 0 {
		return u, nil
	}
	a, err := build(parts)
	a.circles = u.circles
	if len(a.circles) > 0 {
		a.box = nil
	}
	return a, err
}

// Points visits the items of a tree of points that lie in the region, the edge included. at
// gives the point of an item.
func (r Region) Points(t *hilbert.Tree, at func(item int) orb.Point, visit func(item int)) {
	t.Walk(r.classify, func(i int, sure bool) {
		if sure || r.Holds(at(i)) {
			visit(i)
		}
	})
}

// classify tells what a box of the tree has to do with the region.
func (r Region) classify(b orb.Bound) hilbert.Verdict {
	v := hilbert.None
	if r.box != nil {
		switch {
		case !r.box.Intersects(b):
			return hilbert.None
		case r.box.Contains(b.Min) && r.box.Contains(b.Max):
			return hilbert.All
		}
		return hilbert.Some
	}
	if r.area != nil {
		v = verdict(r.area.Classify(b))
	}
	for _, c := range r.circles {
		v = max(v, c.classify(b))
	}
	return v
}

func verdict(p shape.Place) hilbert.Verdict {
	switch p {
	case shape.Outside:
		return hilbert.None
	case shape.Inside:
		return hilbert.All
	}
	return hilbert.Some
}

func (c circle) classify(b orb.Bound) hilbert.Verdict {
	if atLeast(c.centre, b) > c.metres {
		return hilbert.None
	}
	if b.Max[0]-b.Min[0] < 5 && b.Max[1]-b.Min[1] < 5 { // a small box in the plane of the circle: its corners are its farthest points
		far := 0.0
		for _, q := range [4]orb.Point{b.Min, b.Max, {b.Min[0], b.Max[1]}, {b.Max[0], b.Min[1]}} {
			far = max(far, geodesy.Haversine(c.centre, q))
		}
		if far*(1+2*geodesy.Slack) < c.metres && c.metres < 1e6 {
			return hilbert.All
		}
	}
	return hilbert.Some
}

// atLeast is a lower bound in metres of the geodesic distance from p to anything in a box.
func atLeast(p orb.Point, b orb.Bound) float64 {
	if dLon := b.Max[0] - b.Min[0]; math.Mod(math.Mod(p[0]-b.Min[0], 360)+360, 360) <= dLon {
		return geodesy.MeanRadius * math.Pi / 180 * max(b.Min[1]-p[1], p[1]-b.Max[1], 0) * (1 - geodesy.Slack)
	}
	return min(toMeridian(p, b.Min[0], b), toMeridian(p, b.Max[0], b)) * (1 - geodesy.Slack)
}

// toMeridian is the distance on the sphere to the side of a box: to the foot of the perpendicular when that lies on it.
func toMeridian(p orb.Point, lon float64, b orb.Bound) float64 {
	const rad = math.Pi / 180
	d := math.Abs(math.Remainder(lon-p[0], 360)) * rad
	if d < math.Pi/2 {
		foot := math.Atan2(math.Tan(p[1]*rad), math.Cos(d)) / rad
		if foot >= b.Min[1] && foot <= b.Max[1] {
			return geodesy.MeanRadius * math.Asin(math.Cos(p[1]*rad)*math.Sin(d))
		}
	}
	return min(geodesy.Haversine(p, orb.Point{lon, b.Min[1]}), geodesy.Haversine(p, orb.Point{lon, b.Max[1]}))
}
