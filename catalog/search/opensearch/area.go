package opensearch

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog"
	"honglinh/catalog/geo/geodesy"
	"honglinh/catalog/geo/spatial"
	"honglinh/catalog/search"
)

// slack is how far a point may lie from the edge of a polygon and still be taken for one on the
// other side, in degrees: OpenSearch keeps it in steps of 8.4e-8.
const slack = 1e-6

var _ search.Rounding = (*Engine)(nil)

// Slack implements search.Rounding.
func (e *Engine) Slack() float64 { return slack }

// inArea passes documents that lie in an area.
func inArea(a search.Area) (object, error) {
	var any list
	switch {
	case a.Box != nil:
		any = append(any, inBox(*a.Box))
	case a.Circle != nil:
		if _, err := spatial.Circle(a.Circle.Centre, a.Circle.KM); err != nil {
			return nil, invalidArea(err)
		}
		any = append(any, inCircle(*a.Circle))
	case len(a.Polygons) > 0:
		if _, err := spatial.Polygon(a.Polygons); err != nil {
			return nil, invalidArea(err)
		}
		any = append(any, inPolygons(a.Polygons)...)
	}
	if a.Unplaced != "" {
		any = append(any, object{"bool": object{"filter": object{"term": object{string(search.UnitColumn): a.Unplaced}}, "must_not": object{"exists": object{"field": "point"}}}})
	}
	if len(a.Also) > 0 {
		any = append(any, ids(a.Also))
	}
	if len(any) == 0 {
		return object{"match_none": object{}}, nil
	}
	if len(a.Except) == 0 {
		return anyOf(any), nil
	}
	return object{"bool": object{"filter": anyOf(any), "must_not": ids(a.Except)}}, nil
}

func invalidArea(err error) error {
	f := catalog.Invalidf("area", "%v", err)
	f.Err = err
	return f
}

// inBox passes documents whose bound meets a box. One whose west is greater than its east
// crosses the antimeridian, which is 180° and -180°.
func inBox(box orb.Bound) object {
	at := func(field, op string, v float64) object { return object{"range": object{field: object{op: v}}} }
	all := list{at("south", "lte", box.Max[1]), at("north", "gte", box.Min[1])}
	if box.Min[0] > box.Max[0] {
		return object{"bool": object{"filter": append(all, anyOf(list{at("east", "gte", box.Min[0]), at("west", "lte", box.Max[0])}))}}
	}
	any := list{object{"bool": object{"filter": list{at("west", "lte", box.Max[0]), at("east", "gte", box.Min[0])}}}}
	if box.Max[0] >= 180 {
		any = append(any, at("west", "lte", -180))
	}
	if box.Min[0] <= -180 {
		any = append(any, at("east", "gte", 180))
	}
	return object{"bool": object{"filter": append(all, anyOf(any))}}
}

// inCircle passes documents by their points: what may be near enough on the sphere is measured on
// the ellipsoid.
func inCircle(c search.Circle) object {
	const least = 0.001 // km: what rounding moves a point by
	metres := c.KM * 1000
	return object{"bool": object{"filter": list{
		object{"geo_distance": object{"distance": fmt.Sprintf("%fkm", c.KM*(1+2*geodesy.Slack)+least), "point": object{"lon": c.Centre[0], "lat": c.Centre[1]}}},
		object{"script": object{"script": object{"source": withinScript(), "params": object{"lon": c.Centre[0], "lat": c.Centre[1], "metres": metres}}}},
	}}}
}

// inPolygons passes documents by their points. What reaches beyond the antimeridian is moved to
// the other side.
func inPolygons(p orb.MultiPolygon) list {
	earth := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	var out list
	for _, by := range []float64{0, -360, 360} {
		part := moved(p, by)
		if b := part.Bound(); b.Min[0] < -180 || b.Max[0] > 180 {
			part = clip.MultiPolygon(earth, part)
		}
		var solid orb.MultiPolygon
		for _, one := range part {
			if len(one) > 0 && planar.Area(one[0]) != 0 {
				solid = append(solid, one)
			}
		}
		if len(solid) > 0 {
			out = append(out, object{"geo_shape": object{"point": object{"shape": object{"type": "multipolygon", "coordinates": solid}, "relation": "intersects"}}})
		}
	}
	return out
}

// moved is a copy with every longitude shifted.
func moved(p orb.MultiPolygon, by float64) orb.MultiPolygon {
	out := p.Clone()
	for _, polygon := range out {
		for _, ring := range polygon {
			for i := range ring {
				ring[i][0] += by
			}
		}
	}
	return out
}
