package shape

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/hilbert"
)

// MostVertices is the limit of one geometry: 10 million vertices are 160 MB of coordinates, more than any outline of a country needs.
const MostVertices = 10_000_000

// Errors of New.
var (
	ErrTooLarge = fmt.Errorf("more than %d vertices", MostVertices)
	ErrNumber   = errors.New("a coordinate is not a finite number")
	ErrKind     = errors.New("unknown kind of geometry")
)

// Shape is a geometry prepared for questions. It never changes and is safe for use by many goroutines.
type Shape struct {
	bound  orb.Bound
	points []orb.Point
	lines  []path
	polys  []*polygon
	all    []*path // of lines and polygons
	empty  bool
}

// path is a run of edges with an index when it is long enough to deserve one.
type path struct {
	segs   []segment
	starts []orb.Point // a corner of every connected run
	bound  orb.Bound
	tree   *hilbert.Tree
}

// polygon is one polygon: the edges of all its rings together, and a point inside it.
type polygon struct {
	path
	inner orb.Point
	solid bool // has an inside
}

// indexFrom is the number of edges from which a tree beats a scan (measured: about 40).
const indexFrom = 48

// New prepares a geometry. A nil or empty geometry gives an empty shape, which meets nothing. The geometry is copied.
func New(g orb.Geometry) (*Shape, error) {
	s := &Shape{}
	n := 0
	if err := s.add(g, &n, 0); err != nil {
		return nil, err
	}
	s.frame()
	return s, nil
}

// Deepest is the deepest nesting of geometry collections taken apart; real data has one level.
const Deepest = 16

// ErrDeep says that collections are nested too deep.
var ErrDeep = fmt.Errorf("geometry collections nested deeper than %d", Deepest)

func (s *Shape) add(g orb.Geometry, n *int, depth int) error {
	if depth > Deepest {
		return ErrDeep
	}
	switch g := g.(type) {
	case nil:
		return nil
	case orb.Point:
		return s.addPoints(n, g)
	case orb.MultiPoint:
		return s.addPoints(n, g...)
	case orb.LineString:
		return s.addLine(g, n)
	case orb.MultiLineString:
		return each(g, func(l orb.LineString) error { return s.addLine(l, n) })
	case orb.Ring:
		return s.addPolygon(orb.Polygon{g}, n)
	case orb.Bound:
		return s.addPolygon(g.ToPolygon(), n)
	case orb.Polygon:
		return s.addPolygon(g, n)
	case orb.MultiPolygon:
		return each(g, func(p orb.Polygon) error { return s.addPolygon(p, n) })
	case orb.Collection:
		return each(g, func(m orb.Geometry) error { return s.add(m, n, depth+1) })
	}
	return fmt.Errorf("%T: %w", g, ErrKind)
}

func each[T any](list []T, f func(T) error) error {
	for i, m := range list {
		if err := f(m); err != nil {
			return fmt.Errorf("member %d: %w", i, err)
		}
	}
	return nil
}

// count checks vertices before they are copied.
func count(ps []orb.Point, n *int) error {
	if *n += len(ps); *n > MostVertices {
		return ErrTooLarge
	}
	for i, p := range ps {
		if d := p[0] - p[0] + p[1] - p[1]; d != 0 { // NaN for NaN and infinities
			return fmt.Errorf("vertex %d: %w", i, ErrNumber)
		}
	}
	return nil
}

func (s *Shape) addPoints(n *int, ps ...orb.Point) error {
	s.points = append(s.points, ps...)
	return count(ps, n)
}

func (s *Shape) addLine(l orb.LineString, n *int) error {
	if err := count(l, n); err != nil || len(l) == 0 {
		return err
	}
	if len(l) == 1 {
		s.points = append(s.points, l[0])
		return nil
	}
	s.lines = append(s.lines, newPath(edges(nil, l), l[:1]))
	return nil
}

func (s *Shape) addPolygon(p orb.Polygon, n *int) error {
	var segs []segment
	var starts []orb.Point
	for i, r := range p {
		if err := count(r, n); err != nil {
			return fmt.Errorf("ring %d: %w", i, err)
		}
		if len(r) == 0 {
			continue
		}
		starts = append(starts, r[0])
		segs = edges(segs, orb.LineString(r))
		if first, last := r[0], r[len(r)-1]; first != last || len(r) == 1 {
			segs = append(segs, segment{last, first}) // an open ring is closed
		}
	}
	if len(segs) == 0 {
		return nil
	}
	q := &polygon{path: newPath(segs, starts)}
	q.inner, q.solid = q.inside()
	s.polys = append(s.polys, q)
	return nil
}

// edges appends the edges of a run of points, without those of length zero, but keeps one if there is nothing else.
func edges(segs []segment, l orb.LineString) []segment {
	start := len(segs)
	for i := 1; i < len(l); i++ {
		if l[i] != l[i-1] {
			segs = append(segs, segment{l[i-1], l[i]})
		}
	}
	if len(segs) == start {
		segs = append(segs, segment{l[0], l[0]})
	}
	return segs
}

func newPath(segs []segment, starts []orb.Point) path {
	p := path{segs: segs, starts: slices.Clone(starts), bound: segs[0].bound()}
	for _, s := range segs[1:] {
		p.bound = p.bound.Union(s.bound())
	}
	if len(segs) >= indexFrom {
		boxes := make([]orb.Bound, len(segs))
		for i, s := range segs {
			boxes[i] = s.bound()
		}
		p.tree = hilbert.Build(boxes)
	}
	return p
}

func (s *Shape) frame() {
	for i := range s.lines {
		s.all = append(s.all, &s.lines[i])
	}
	for _, p := range s.polys {
		s.all = append(s.all, &p.path)
	}
	b := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, p := range s.points {
		b = b.Extend(p)
	}
	for _, p := range s.paths() {
		b = b.Union(p.bound)
	}
	s.bound, s.empty = b, b.Min[0] > b.Max[0]
}

// paths lists lines and polygon outlines.
func (s *Shape) paths() []*path { return s.all }

// Bound is the box around the shape; its minimum exceeds its maximum when the shape is empty.
func (s *Shape) Bound() orb.Bound { return s.bound }

// Empty tells whether there is nothing in the shape.
func (s *Shape) Empty() bool { return s.empty }

// near calls visit for every edge whose box meets b until visit returns false; it reports whether it was never stopped.
func (p *path) near(b orb.Bound, visit func(segment) bool) bool {
	if !p.bound.Intersects(b) {
		return true
	}
	if p.tree != nil {
		return p.tree.Search(b, func(i int) bool { return visit(p.segs[i]) })
	}
	for _, s := range p.segs {
		if s.bound().Intersects(b) && !visit(s) {
			return false
		}
	}
	return true
}
