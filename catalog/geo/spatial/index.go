package spatial

import (
	"fmt"
	"math/bits"
	"slices"
	"sync/atomic"
	"time"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/geodesy"
	"honglinh/catalog/geo/hilbert"
	"honglinh/catalog/geo/shape"
)

// Feature is what goes into an index.
type Feature struct {
	ID       string
	Class    string // kind of record, level of unit, …
	Geometry orb.Geometry
	// Valid from From until before To; zero times are open ends.
	From, To time.Time
}

// Index is one over features. It never changes and is safe for use by many goroutines; a new state is a new Index, see Current.
type Index struct {
	items  []item
	tree   *hilbert.Tree
	wide   []int         // the items that are no single point
	broad  *hilbert.Tree // over wide, so that they are found among a hundred thousand points
	adrift []string
}

type item struct {
	id, class string
	from, to  int64 // seconds; to exclusive
	point     orb.Point
	shape     *shape.Shape // nil for a single point
}

// Refusal says why a feature is not in the index.
type Refusal struct {
	ID  string
	Err error
}

// New builds an index. Features whose geometry cannot be used are left out and reported; features without geometry are listed by
// WithoutGeometry. Ids may repeat with different validity.
func New(features []Feature) (*Index, []Refusal) {
	x := &Index{}
	var refused []Refusal
	var boxes []orb.Bound
	for _, f := range features {
		it, err := newItem(f)
		if err != nil {
			refused = append(refused, Refusal{f.ID, fmt.Errorf("feature %q: %w", f.ID, err)})
			continue
		}
		if it.shape != nil && it.shape.Empty() {
			x.adrift = append(x.adrift, f.ID)
			continue
		}
		boxes = append(boxes, it.bound())
		x.items = append(x.items, it)
	}
	x.tree = hilbert.Build(boxes)
	var broad []orb.Bound
	for i := range x.items {
		if x.items[i].shape != nil {
			x.wide, broad = append(x.wide, i), append(broad, boxes[i])
		}
	}
	x.broad = hilbert.Build(broad)
	return x, refused
}

func newItem(f Feature) (item, error) {
	it := item{id: f.ID, class: f.Class, from: -1 << 62, to: 1 << 62}
	if !f.From.IsZero() {
		it.from = f.From.Unix()
	}
	if !f.To.IsZero() {
		it.to = f.To.Unix()
	}
	s, err := shape.New(f.Geometry)
	if p, ok := f.Geometry.(orb.Point); ok && err == nil {
		it.point = p
		return it, nil
	}
	it.shape = s
	return it, err
}

func (it *item) bound() orb.Bound {
	if it.shape == nil {
		return orb.Bound{Min: it.point, Max: it.point}
	}
	return it.shape.Bound()
}

// Len is the number of features in the index.
func (x *Index) Len() int { return len(x.items) }

// Bound is the box around all features; false when there are none.
func (x *Index) Bound() (orb.Bound, bool) { return x.tree.Bound(), x.Len() > 0 }

// WithoutGeometry lists the ids of features without a place, in the order given. A collection that follows OGC API Features adds them to every answer to a bbox.
func (x *Index) WithoutGeometry() []string { return slices.Clone(x.adrift) }

// Relation is how a feature must lie to a region.
type Relation int

// The relations.
const (
	Intersects Relation = iota // shares a point with the region
	Within                     // has no point outside the region
)

// Filter narrows an answer. The zero value lets everything through.
type Filter struct {
	AsOf    time.Time // valid at this instant
	Classes []string  // any of these
	Wide    bool      // more than one point: lines, areas, collections
}

func (f Filter) admits(it *item) bool {
	if !f.AsOf.IsZero() {
		if at := f.AsOf.Unix(); at < it.from || at >= it.to {
			return false
		}
	}
	return (!f.Wide || it.shape != nil) && (len(f.Classes) == 0 || slices.Contains(f.Classes, it.class))
}

// Query lists the ids of the features that stand in the relation to the region, in the order in which New was given them.
func (x *Index) Query(r Region, rel Relation, f Filter) []string {
	hits := make([]uint64, (len(x.items)+63)/64)
	n := 0
	x.tree.Walk(r.classify, func(i int, sure bool) {
		it := &x.items[i]
		if f.admits(it) && (sure || r.takes(it, rel)) {
			hits[i/64] |= 1 << (i % 64)
			n++
		}
	})
	ids := make([]string, 0, n)
	for w, word := range hits {
		for ; word != 0; word &= word - 1 {
			ids = append(ids, x.items[w*64+bits.TrailingZeros64(word)].id)
		}
	}
	return ids
}

// Edge visits the features that the edge of the region cuts, and those that are more than one
// point and beside it by less than their box tells; meets says whether the feature itself shares
// a point with the region. Of single points it visits those within slack degrees of the edge.
func (x *Index) Edge(r Region, slack float64, visit func(id string, meets bool)) {
	padded := func(b orb.Bound) hilbert.Verdict {
		if slack > 0 {
			b = b.Pad(slack)
		}
		return r.classify(b)
	}
	see := func(it *item) {
		if padded(it.bound()) == hilbert.Some {
			visit(it.id, r.takes(it, Intersects))
		}
	}
	if slack > 0 {
		x.tree.Walk(padded, func(i int, sure bool) {
			if !sure {
				see(&x.items[i])
			}
		})
		return
	}
	x.broad.Walk(padded, func(i int, sure bool) {
		if !sure {
			see(&x.items[x.wide[i]])
		}
	})
}

// takes is the exact test of one feature.
func (r Region) takes(it *item, rel Relation) bool {
	if it.shape == nil {
		return r.Holds(it.point)
	}
	b := it.shape.Bound()
	if r.box != nil {
		if !r.box.Intersects(b) {
			return false
		}
		in := r.box.Contains(b.Min) && r.box.Contains(b.Max)
		if rel == Within || in {
			return in
		}
	}
	if r.area != nil {
		if rel == Within && shape.CoveredBy(it.shape, r.area) || rel == Intersects && shape.Intersects(it.shape, r.area) {
			return true
		}
	}
	return slices.ContainsFunc(r.circles, func(c circle) bool { return c.takes(it.shape, rel) })
}

// Holds tells whether a point lies in the region, the edge included.
func (r Region) Holds(p orb.Point) bool {
	if r.box != nil {
		return r.box.Contains(p)
	}
	if r.area != nil && r.area.Covers(p) {
		return true
	}
	return slices.ContainsFunc(r.circles, func(c circle) bool { return c.holds(p) })
}

func (c circle) holds(p orb.Point) bool {
	h := geodesy.Haversine(c.centre, p)
	if h > c.metres*(1+2*geodesy.Slack) || h < c.metres*(1-2*geodesy.Slack) {
		return h < c.metres
	}
	return geodesy.Distance(c.centre, p) <= c.metres
}

func (c circle) takes(s *shape.Shape, rel Relation) bool {
	if atLeast(c.centre, s.Bound()) > c.metres {
		return false
	}
	if rel == Within {
		return s.Farthest(c.centre) <= c.metres
	}
	return s.Reaches(c.centre, c.metres)
}

// Current holds the index in use, to be replaced while others read it. The zero value holds an empty index.
type Current struct{ p atomic.Pointer[Index] }

// Load is the index in use.
func (c *Current) Load() *Index {
	if l := c.p.Load(); l != nil {
		return l
	}
	l, _ := New(nil)
	return l
}

// Store puts another index into use.
func (c *Current) Store(x *Index) { c.p.Store(x) }
