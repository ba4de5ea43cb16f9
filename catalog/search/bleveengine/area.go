package bleveengine

import (
	"math/bits"

	"github.com/paulmach/orb"

	"honglinh/catalog"
	"honglinh/catalog/geo/hilbert"
	"honglinh/catalog/geo/spatial"
	"honglinh/catalog/search"
)

// areas lets rows pass that lie in all of the areas. A box is compared with each row's own;
// of what is decided by points the rows are found through a tree.
func (f *filter) areas(v *view, list []search.Area) error {
	var all rowSet
	for _, a := range list {
		if a.Box != nil {
			f.box(v, a)
			continue
		}
		region, err := regionOf(a)
		if err != nil {
			return err
		}
		rows := v.inside(region, a)
		if all == nil {
			all = rows
		} else {
			all.and(rows)
		}
	}
	if all != nil {
		f.rows = all.list()
	}
	return nil
}

func (f *filter) box(v *view, a search.Area) {
	box, c := *a.Box, f.cols
	if len(a.Also)+len(a.Except) == 0 {
		f.ranges = append(f.ranges, func(row uint32) bool { return meets(c.bound[row], box) })
		return
	}
	also, except := newRowSet(v, a.Also), newRowSet(v, a.Except)
	f.ranges = append(f.ranges, func(row uint32) bool { return (meets(c.bound[row], box) || also.has(row)) && !except.has(row) })
}

// regionOf makes the circle or polygons of an area ready; an area of neither holds nothing.
func regionOf(a search.Area) (region spatial.Region, err error) {
	switch {
	case a.Circle != nil:
		region, err = spatial.Circle(a.Circle.Centre, a.Circle.KM)
	case len(a.Polygons) > 0:
		region, err = spatial.Polygon(a.Polygons)
	}
	if err != nil {
		f := catalog.Invalidf("area", "%v", err)
		f.Err = err
		return region, f
	}
	return region, nil
}

// inside are the rows that lie in an area that is no box.
func (v *view) inside(region spatial.Region, a search.Area) rowSet {
	p := v.placed()
	rows := make(rowSet, (len(v.cols.ids)+63)/64)
	region.Points(p.tree, func(i int) orb.Point { row := p.rows[i]; return orb.Point{v.cols.lon[row], v.cols.lat[row]} },
		func(i int) { rows.add(p.rows[i]) })
	if a.Unplaced != "" {
		units := v.cols.codes[search.UnitColumn]
		if want, ok := units.dict.find(a.Unplaced); ok {
			for _, row := range p.unplaced {
				for _, unit := range units.of(row) {
					if unit == want {
						rows.add(row)
					}
				}
			}
		}
	}
	for _, row := range v.rowsOf(a.Also) {
		rows.add(row)
	}
	for _, row := range v.rowsOf(a.Except) {
		rows.drop(row)
	}
	return rows
}

// placed are the live rows by where they are.
type placed struct {
	tree     *hilbert.Tree // over the points of rows
	rows     []uint32
	unplaced []uint32 // the rows without a point
}

func (v *view) place() *placed {
	p := &placed{}
	var boxes []orb.Bound
	for _, row := range v.live {
		at := orb.Point{v.cols.lon[row], v.cols.lat[row]}
		if at[0] != at[0] {
			p.unplaced = append(p.unplaced, row)
			continue
		}
		p.rows, boxes = append(p.rows, row), append(boxes, orb.Bound{Min: at, Max: at})
	}
	p.tree = hilbert.Build(boxes)
	return p
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

// rowSet is a set of rows, a bit for each.
type rowSet []uint64

func newRowSet(v *view, ids []string) rowSet {
	s := make(rowSet, (len(v.cols.ids)+63)/64)
	for _, row := range v.rowsOf(ids) {
		s.add(row)
	}
	return s
}

func (s rowSet) add(row uint32)      { s[row/64] |= 1 << (row % 64) }
func (s rowSet) drop(row uint32)     { s[row/64] &^= 1 << (row % 64) }
func (s rowSet) has(row uint32) bool { return s[row/64]&(1<<(row%64)) != 0 }

func (s rowSet) and(o rowSet) {
	for i := range s {
		s[i] &= o[i]
	}
}

// list are the rows, ascending; never nil.
func (s rowSet) list() []uint32 {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	rows := make([]uint32, 0, n)
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			rows = append(rows, uint32(i*64+bits.TrailingZeros64(word)))
		}
	}
	return rows
}
