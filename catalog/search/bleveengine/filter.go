package bleveengine

import (
	"math"

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

func (v *view) newFilter(req search.Request) (*filter, error) {
	f := &filter{cols: v.cols}
	for _, name := range search.Columns() {
		if values := req.Filter.Codes[name]; len(values) > 0 {
			f.columns = append(f.columns, newColumnFilter(name, v.cols.codes[name], values))
		}
	}
	f.amounts(req.Filter)
	f.not(v, req.Filter.Not)
	return f, f.areas(v, req.Filter.Areas)
}

func newColumnFilter(name search.Column, c *codes, values []string) columnFilter {
	f := columnFilter{facet: name.Facet(), codes: c}
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

// not bars ids: they become rows once, so that no string is looked at per document.
func (f *filter) not(v *view, ids []string) {
	if len(ids) == 0 {
		return
	}
	not := make([]bool, len(f.cols.ids))
	for _, row := range v.rowsOf(ids) {
		not[row] = true
	}
	f.ranges = append(f.ranges, func(row uint32) bool { return !not[row] })
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
