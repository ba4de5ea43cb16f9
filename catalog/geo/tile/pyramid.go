package tile

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/simplify"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/hilbert"
)

// Limits and measures of a tile.
const (
	Extent     = 4096       // units across, as every reader expects
	Buffer     = 64         // units drawn beyond the edge, so that outlines meet (a 64th of a tile)
	Deepest    = 22         // the deepest zoom; 4 cm a unit
	DefaultCap = 500 * 1024 // bytes of a tile before compression; larger ones stall browsers
	fullZoom   = 12         // from here on geometries are as given
)

// Options describe a layer.
type Options struct {
	Name       string   // of the layer inside the tile
	Properties []string // names of the properties to carry; nil for all that are not lists or maps
	Cap        int      // bytes; 0 for DefaultCap
	Bare       bool     // without the id among the properties
	Grid       Grid     // the zero value is Mercator
}

// Pyramid is a set of features ready to be cut into tiles. It never changes and is safe for use by many goroutines.
type Pyramid struct {
	options  Options
	features []feature
	tree     *hilbert.Tree
	bound    orb.Bound // degrees
}

// feature is a geometry in the unit square of the map (y grows southward) at several levels of detail.
type feature struct {
	id     string
	props  []property
	size   float64 // of the box in the unit square
	levels [fullZoom/2 + 1]shape
}

type property struct {
	name  string
	value any
}

// shape is points, lines, or polygons; polygons keep their rings together.
type shape struct {
	points [][2]float64
	lines  [][][2]float64
	polys  [][][][2]float64
}

// ErrNoName says that a layer has no name.
var ErrNoName = errors.New("a tile layer needs a name")

// New prepares features for tiling. Features without geometry are left out; a geometry that is not finite is an error.
func New(features []geo.Feature, o Options) (*Pyramid, error) {
	if o.Name == "" {
		return nil, ErrNoName
	}
	if o.Cap <= 0 {
		o.Cap = DefaultCap
	}
	if o.Grid.Place == nil {
		o.Grid = Mercator()
	}
	py := &Pyramid{options: o}
	var boxes []orb.Bound
	for _, f := range features {
		if f.Geometry == nil {
			continue
		}
		s := shape{}
		if !s.add(f.Geometry, o.Grid.Place) {
			continue // a part of it has no place on the plane
		}
		b, ok := s.bound()
		if !ok {
			continue
		}
		if d := b.Max[0] - b.Min[0] + b.Max[1] - b.Min[1]; d-d != 0 {
			return nil, fmt.Errorf("feature %q: a coordinate is not a finite number", f.ID)
		}
		t := feature{id: f.ID, props: pick(f, o), size: max(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1])}
		t.pyramid(s)
		if len(boxes) == 0 {
			py.bound = f.Geometry.Bound()
		}
		py.bound = py.bound.Union(f.Geometry.Bound())
		py.features, boxes = append(py.features, t), append(boxes, b)
	}
	py.tree = hilbert.Build(boxes)
	return py, nil
}

// pick takes the wanted properties that a tile can hold, in alphabetical order.
func pick(f geo.Feature, o Options) []property {
	want, allowed := o.Properties, map[string]bool{}
	for _, n := range want {
		allowed[n] = true
	}
	var out []property
	if !o.Bare {
		out = append(out, property{"id", f.ID})
	}
	for _, n := range f.Names() {
		if n == "id" || want != nil && !allowed[n] {
			continue
		}
		switch v := f.Properties[n].(type) {
		case nil, []any, map[string]any:
		default:
			out = append(out, property{n, v})
		}
	}
	return out
}

// project maps degrees to the unit square of Web Mercator.
func project(p orb.Point) [2]float64 {
	const most = 85.05112877980659 // where the square ends
	lat := max(-most, min(most, p[1])) * math.Pi / 180
	return [2]float64{p[0]/360 + 0.5, 0.5 - math.Asinh(math.Tan(lat))/(2*math.Pi)}
}

// add brings a geometry to the plane; false when a part of it has no place there.
func (s *shape) add(g orb.Geometry, place func(orb.Point) ([2]float64, bool)) bool {
	ok := true
	all := func(ps []orb.Point) [][2]float64 {
		out := make([][2]float64, len(ps))
		for i, p := range ps {
			q, in := place(p)
			out[i], ok = q, ok && in
		}
		return out
	}
	s.walk(g, all)
	return ok
}

// walk gathers the parts of a geometry as all brings them to the plane.
func (s *shape) walk(g orb.Geometry, all func([]orb.Point) [][2]float64) {
	switch g := g.(type) {
	case orb.Point:
		s.points = append(s.points, all([]orb.Point{g})...)
	case orb.MultiPoint:
		s.points = append(s.points, all(g)...)
	case orb.LineString:
		s.lines = append(s.lines, all(g))
	case orb.MultiLineString:
		for _, l := range g {
			s.walk(l, all)
		}
	case orb.Ring:
		s.walk(orb.Polygon{g}, all)
	case orb.Bound:
		s.walk(g.ToPolygon(), all)
	case orb.Polygon:
		var rings [][][2]float64
		for _, r := range g {
			if len(r) > 2 {
				rings = append(rings, all(r))
			}
		}
		if len(rings) > 0 {
			s.polys = append(s.polys, rings)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			s.walk(p, all)
		}
	case orb.Collection:
		for _, m := range g {
			s.walk(m, all)
		}
	}
}

func (s *shape) runs() [][][2]float64 {
	runs := append([][][2]float64{s.points}, s.lines...)
	for _, p := range s.polys {
		runs = append(runs, p...)
	}
	return runs
}

func (s *shape) bound() (orb.Bound, bool) {
	var b orb.Bound
	any := false
	for _, r := range s.runs() {
		for _, p := range r {
			if !any {
				b, any = orb.Bound{Min: p, Max: p}, true
			}
			b = b.Extend(p)
		}
	}
	return b, any
}

// pyramid fills the levels: level i serves zooms up to 2i, the last one all deeper zooms as given. A level may leave out what is smaller than
// a quarter of a pixel of 256 a tile there.
func (f *feature) pyramid(s shape) {
	last := len(f.levels) - 1
	f.levels[last] = s
	for i := last - 1; i >= 0; i-- {
		tolerance := 1 / (1024 * math.Exp2(float64(2*i)))
		f.levels[i] = f.levels[i+1].simpler(tolerance)
	}
}

func (s shape) simpler(tolerance float64) shape {
	out := shape{points: s.points}
	for _, l := range s.lines {
		if size(l) >= tolerance {
			out.lines = append(out.lines, peucker(l, tolerance))
		}
	}
	for _, p := range s.polys {
		var rings [][][2]float64
		for _, r := range p {
			if size(r) < tolerance {
				if len(rings) == 0 {
					break // without its outer ring a polygon is nothing
				}
				continue
			}
			if r := peucker(r, tolerance); len(r) >= 4 {
				rings = append(rings, r)
			} else if len(rings) == 0 {
				break
			}
		}
		if len(rings) > 0 {
			out.polys = append(out.polys, rings)
		}
	}
	return out
}

func size(r [][2]float64) float64 {
	b := orb.Bound{Min: r[0], Max: r[0]}
	for _, p := range r {
		b = b.Extend(p)
	}
	return max(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1])
}

func peucker(r [][2]float64, tolerance float64) [][2]float64 {
	l := make(orb.LineString, len(r))
	for i, p := range r {
		l[i] = p
	}
	l = simplify.DouglasPeucker(tolerance).LineString(l)
	out := make([][2]float64, len(l))
	for i, p := range l {
		out[i] = p
	}
	return out
}
