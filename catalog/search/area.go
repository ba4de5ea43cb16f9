package search

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog"
)

// Area is a part of the territory as a value, in WGS 84, with what an engine would get wrong
// about it: an engine holds a point and a box of each document, and lines and areas reach
// farther than their point and less far than their box. One of Box, Circle and Polygons is set.
type Area struct {
	// Box takes a document whose Bound meets it; a Min.X above Max.X crosses the antimeridian.
	Box *orb.Bound `json:",omitempty"`
	// Circle and Polygons take a document whose Point lies in them, the edge included.
	// Longitudes beyond 180° mean the ones on the other side of the antimeridian.
	Circle   *Circle          `json:",omitempty"`
	Polygons orb.MultiPolygon `json:",omitempty"`
	// Also are ids of documents that are in the area and Except of documents that are not,
	// whatever their point and box say. Together they are at most MaxListed.
	Also, Except []string `json:",omitempty"`
	// Unplaced takes, beside these, the documents without a Point that have this value in
	// UnitColumn; "" takes none.
	Unplaced string `json:",omitempty"`
}

// Circle is what is at most KM kilometres from Centre on the ellipsoid.
type Circle struct {
	Centre orb.Point
	KM     float64
}

// MaxListed bounds the ids that a request names: what OpenSearch takes in a list of terms by
// default, some 2 MB. Only records that the edge of an area cuts are listed, which are some
// dozens for a ward among 100,000 records.
const MaxListed = 65_536

// MaxMeasured bounds Request.Away: beyond the thousand nearest lines and areas the point that
// stands for one is near enough to put it in order, and measuring to the outlines of the
// whole country would take a twentieth of a second.
const MaxMeasured = 1000

// Region is a part of the earth that a reader asks for: a geometry in WGS 84, the outline of a
// unit or record, a box, or what is at most RadiusKM from Near.
type Region struct {
	Geometry orb.Geometry
	ID       string // of a unit or a record
	Box      *orb.Bound
	Near     *orb.Point
	RadiusKM float64
}

// Spatial knows the exact geometries of the records, of which an engine holds a point and
// a box. The layers are one.
type Spatial interface {
	// Area describes a region so that an engine finds exactly the records whose geometry
	// meets it, touching included. For the outline of a unit that takes in the records
	// without geometry that are filed under the unit. slack is how far the engine's own
	// arithmetic may be off, in degrees: records nearer to the edge are listed.
	// Faults: NotFound for the id of what has no outline, Invalid for a geometry that is none.
	Area(ctx context.Context, r Region, slack float64) (Area, error)
	// Distances gives the kilometres from p to the nearest point of each line and area within km,
	// 0 for no bound, by id of the record, at most MaxMeasured, the nearest ones; 0 is inside.
	// Records that are a point are left out.
	Distances(ctx context.Context, p orb.Point, km float64) (map[string]float64, error)
}

// Rounding is implemented by engines that do not compute on the ellipsoid as package spatial does.
type Rounding interface {
	// Slack is how far a point may lie from an edge and still be taken for one on the other
	// side, in degrees.
	Slack() float64
}

// area is a region as the engine gets it. Without exact geometries it is what the points and
// boxes of the documents say.
func (f *Finder) area(ctx context.Context, s *Snapshot, r Region) (Area, error) {
	if f.spatial == nil {
		return Plain(r), nil
	}
	slack := 0.0
	if e, ok := s.Engine.(Rounding); ok {
		slack = e.Slack()
	}
	a, err := f.spatial.Area(ctx, r, slack)
	if err == nil && len(a.Also)+len(a.Except) > MaxListed {
		err = catalog.NewFault(catalog.TooLarge, "area", fmt.Sprintf("Ranh giới của vùng cắt hơn %d bản ghi; hãy chọn vùng nhỏ hơn hoặc đơn giản hơn.", MaxListed),
			fmt.Sprintf("The edge of the area cuts more than %d records; choose a smaller or simpler one.", MaxListed))
	}
	return a, err
}

// Plain is a region that is no record's, without corrections.
func Plain(r Region) Area {
	switch {
	case r.Box != nil:
		return Area{Box: r.Box}
	case r.Near != nil:
		return Area{Circle: &Circle{*r.Near, r.RadiusKM}}
	}
	return Area{Polygons: polygonsOf(r.Geometry)}
}

// polygonsOf are the areas of a geometry.
func polygonsOf(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	case orb.Ring:
		return orb.MultiPolygon{{g}}
	case orb.Bound:
		return orb.MultiPolygon{g.ToPolygon()}
	case orb.Collection:
		var out orb.MultiPolygon
		for _, one := range g {
			out = append(out, polygonsOf(one)...)
		}
		return out
	}
	return nil
}

// Standing is the point that stands for a geometry in a document: itself, or the centre of
// mass, which never lies outside of the box. It is false for a geometry without a point.
func Standing(g orb.Geometry) (orb.Point, bool) {
	if g == nil || g.Bound().IsEmpty() {
		return orb.Point{}, false
	}
	if p, ok := g.(orb.Point); ok {
		return p, p[0] == p[0] && p[1] == p[1]
	}
	b := g.Bound()
	p, _ := planar.CentroidArea(g)
	if p[0] != p[0] || p[1] != p[1] {
		return b.Center(), true
	}
	return orb.Point{min(max(p[0], b.Min[0]), b.Max[0]), min(max(p[1], b.Min[1]), b.Max[1])}, true
}
