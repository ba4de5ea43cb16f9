package bleveengine

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"honglinh/catalog/geo/geodesy"
	"honglinh/catalog/search"
)

// filter tests rows. Each column filter has a bit, so that facets can be counted without
// their own.
type filter struct {
	cols    *columns
	columns []columnFilter
	ranges  []func(row uint32) bool
	rows    []uint32 // the only rows to look at, ascending; nil is all
}

type columnFilter struct {
	facet search.Column
	codes *codes
	want  []bool // by number of the dictionary
}

// facetOf is the facet that a filter on the column belongs to.
func facetOf(c search.Column) search.Column {
	switch c {
	case search.AreaColumn:
		return search.PlaceColumn
	case search.ActivityColumn:
		return search.SectorColumn
	}
	return c
}

func (v *view) newFilter(req search.Request) *filter {
	f := &filter{cols: v.cols}
	for _, name := range search.Columns() {
		if values := req.Filter.Codes[name]; len(values) > 0 {
			f.columns = append(f.columns, newColumnFilter(name, v.cols.codes[name], values))
		}
	}
	f.amounts(req.Filter)
	f.ground(req.Filter, req.Near)
	f.ids(v, req.Filter)
	return f
}

func newColumnFilter(name search.Column, c *codes, values []string) columnFilter {
	f := columnFilter{facet: facetOf(name), codes: c}
	for _, value := range values {
		n, ok := c.dict.find(value)
		if !ok {
			continue
		}
		for len(f.want) <= int(n) {
			f.want = append(f.want, false)
		}
		f.want[n] = true
	}
	return f
}

func (f *filter) amounts(q search.Filter) {
	between := func(values []float64, lo, hi *float64) {
		if lo == nil && hi == nil {
			return
		}
		low, high := math.Inf(-1), math.Inf(1)
		if lo != nil {
			low = *lo
		}
		if hi != nil {
			high = *hi
		}
		f.ranges = append(f.ranges, func(row uint32) bool { return values[row] >= low && values[row] <= high })
	}
	between(f.cols.capital, q.MinCapital, q.MaxCapital)
	between(f.cols.area, q.MinArea, q.MaxArea)
	if q.Span != nil {
		from, to := q.Span[0], q.Span[1]
		f.ranges = append(f.ranges, func(row uint32) bool { return f.cols.from[row] <= to && f.cols.to[row] >= from })
	}
}

func (f *filter) ground(q search.Filter, near *orb.Point) {
	c := f.cols
	if q.BBox != nil {
		box := *q.BBox
		f.ranges = append(f.ranges, func(row uint32) bool { return meets(c.bound[row], box) })
	}
	if q.RadiusKM > 0 && near != nil {
		from, radius := *near, q.RadiusKM*1000
		f.ranges = append(f.ranges, func(row uint32) bool {
			p := orb.Point{c.lon[row], c.lat[row]}
			return geodesy.Haversine(from, p)*(1-geodesy.Slack) <= radius && geodesy.Distance(from, p) <= radius
		})
	}
	if q.Polygon != nil {
		shape, box := q.Polygon, q.Polygon.Bound()
		f.ranges = append(f.ranges, func(row uint32) bool {
			p := orb.Point{c.lon[row], c.lat[row]}
			return box.Contains(p) && inside(shape, p)
		})
	}
}

// meets reports whether the bounds of a row and a box overlap; unknown bounds are NaN
// and overlap nothing. A box whose west is greater than its east crosses the antimeridian, which is 180° and -180°.
func meets(b [4]float64, box orb.Bound) bool {
	if !(b[1] <= box.Max[1] && b[3] >= box.Min[1]) {
		return false
	}
	if box.Min[0] <= box.Max[0] {
		return b[0] <= box.Max[0] && b[2] >= box.Min[0] || box.Max[0] >= 180 && b[0] <= -180 || box.Min[0] <= -180 && b[2] >= 180
	}
	return b[2] >= box.Min[0] || b[0] <= box.Max[0]
}

func inside(g orb.Geometry, p orb.Point) bool {
	switch g := g.(type) {
	case orb.Polygon:
		return planar.PolygonContains(g, p)
	case orb.MultiPolygon:
		return planar.MultiPolygonContains(g, p)
	}
	return false
}

// ids turns lists of ids into rows once, so that no string is looked at per document.
func (f *filter) ids(v *view, q search.Filter) {
	if q.IDs != nil {
		f.rows = v.rowsOf(q.IDs)
	}
	if len(q.Not) > 0 {
		not := make([]bool, len(f.cols.ids))
		for _, row := range v.rowsOf(q.Not) {
			not[row] = true
		}
		f.ranges = append(f.ranges, func(row uint32) bool { return !not[row] })
	}
}

// misses gives a bit per column filter that the row does not pass, and false when it
// fails what is no column.
func (f *filter) misses(row uint32) (uint16, bool) {
	for _, pass := range f.ranges {
		if !pass(row) {
			return 0, false
		}
	}
	var misses uint16
	for i := range f.columns {
		c := &f.columns[i]
		found := false
		for _, n := range c.codes.of(row) {
			if int(n) < len(c.want) && c.want[n] {
				found = true
				break
			}
		}
		if !found {
			misses |= 1 << i
		}
	}
	return misses, true
}

// own is the bit of the filters that belong to the facet.
func (f *filter) own(facet search.Column) uint16 {
	var own uint16
	for i, c := range f.columns {
		if c.facet == facet {
			own |= 1 << i
		}
	}
	return own
}

func (f *filter) empty() bool { return len(f.columns) == 0 && len(f.ranges) == 0 && f.rows == nil }
