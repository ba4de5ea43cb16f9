package hilbert

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Fanout is the number of children of a node: the default of FlatGeobuf, and near the best for searching in memory.
const Fanout = 16

// Tree is a static R-tree over numbered boxes. The zero value is an empty tree. It is safe for use by many goroutines.
type Tree struct {
	boxes  []orb.Bound // all nodes, root first, leaves last
	refs   []int32     // of a leaf: the item; of an inner node: the index of its first child
	levels []int       // start of each level, root first, and the end of the leaves
}

// Build makes the tree over boxes; item i has boxes[i]. Boxes must be finite with minima no greater than maxima; items with
// empty or NaN boxes are never found.
func Build(boxes []orb.Bound) *Tree {
	t := &Tree{}
	n := len(boxes)
	if n == 0 {
		return t
	}
	t.lay(n)
	leaves := t.boxes[t.levels[len(t.levels)-2]:]
	refs := t.refs[t.levels[len(t.levels)-2]:]
	for i, item := range Order(boxes) {
		leaves[i], refs[i] = boxes[item], int32(item)
	}
	t.raise()
	return t
}

// lay reserves the levels for n leaves.
func (t *Tree) lay(n int) {
	sizes := []int{n}
	for n > 1 {
		n = (n + Fanout - 1) / Fanout
		sizes = append(sizes, n)
	}
	slices.Reverse(sizes)
	t.levels = []int{0}
	for _, s := range sizes {
		t.levels = append(t.levels, t.levels[len(t.levels)-1]+s)
	}
	total := t.levels[len(t.levels)-1]
	t.boxes, t.refs = make([]orb.Bound, total), make([]int32, total)
}

// raise fills the inner nodes from the level below.
func (t *Tree) raise() {
	for l := len(t.levels) - 3; l >= 0; l-- {
		child := t.levels[l+1]
		for i := t.levels[l]; i < t.levels[l+1]; i++ {
			t.refs[i] = int32(child)
			b := t.boxes[child]
			end := min(child+Fanout, t.levels[l+2])
			for child++; child < end; child++ {
				b = join(b, t.boxes[child])
			}
			t.boxes[i] = b
		}
	}
}

func join(a, b orb.Bound) orb.Bound {
	return orb.Bound{
		Min: orb.Point{min(a.Min[0], b.Min[0]), min(a.Min[1], b.Min[1])},
		Max: orb.Point{max(a.Max[0], b.Max[0]), max(a.Max[1], b.Max[1])},
	}
}

// Len is the number of items.
func (t *Tree) Len() int {
	if len(t.levels) < 2 {
		return 0
	}
	return t.levels[len(t.levels)-1] - t.levels[len(t.levels)-2]
}

// Bound is the box around everything; only meaningful when Len is not zero.
func (t *Tree) Bound() orb.Bound {
	if t.Len() == 0 {
		return orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}
	}
	return t.boxes[0]
}

// Nodes hands over every node from the root: its box, and for a leaf its item, for an inner node -1.
func (t *Tree) Nodes(visit func(b orb.Bound, item int)) {
	if t.Len() == 0 {
		return
	}
	leaves := t.levels[len(t.levels)-2]
	for i, b := range t.boxes {
		item := -1
		if i >= leaves {
			item = int(t.refs[i])
		}
		visit(b, item)
	}
}

// FirstChild is the index of the first child of the inner node at index i.
func (t *Tree) FirstChild(i int) int { return int(t.refs[i]) }

// Search calls visit for every item whose box meets q (touching counts) until visit returns false; it reports whether all
// were visited. The order is that of the curve.
func (t *Tree) Search(q orb.Bound, visit func(item int) bool) bool {
	if t.Len() == 0 || !meets(q, t.boxes[0]) {
		return true
	}
	return t.search(0, 0, q, visit)
}

func (t *Tree) search(level, i int, q orb.Bound, visit func(item int) bool) bool {
	if level == len(t.levels)-2 {
		return visit(int(t.refs[i]))
	}
	first := int(t.refs[i])
	end := min(first+Fanout, t.levels[level+2])
	for c := first; c < end; c++ {
		if meets(q, t.boxes[c]) && !t.search(level+1, c, q, visit) {
			return false
		}
	}
	return true
}

func meets(a, b orb.Bound) bool {
	return a.Min[0] <= b.Max[0] && b.Min[0] <= a.Max[0] && a.Min[1] <= b.Max[1] && b.Min[1] <= a.Max[1]
}

// Order lists item numbers along the Hilbert curve of their box centres, ties by number.
func Order(boxes []orb.Bound) []int {
	all := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, b := range boxes {
		all = join(all, b)
	}
	type place struct {
		key  uint32
		item int
	}
	places := make([]place, len(boxes))
	for i, b := range boxes {
		places[i] = place{curve(grid(b.Min[0]+b.Max[0], all.Min[0], all.Max[0]), grid(b.Min[1]+b.Max[1], all.Min[1], all.Max[1])), i}
	}
	slices.SortFunc(places, func(a, b place) int {
		if a.key != b.key {
			if a.key < b.key {
				return -1
			}
			return 1
		}
		return a.item - b.item
	})
	order := make([]int, len(places))
	for i, p := range places {
		order[i] = p.item
	}
	return order
}

// grid maps the sum of two coordinates between lo and hi to 16 bits.
func grid(sum, lo, hi float64) uint32 {
	v := (sum/2 - lo) / (hi - lo) * 65535
	if !(v > 0) {
		return 0
	}
	return uint32(min(v, 65535))
}

// curve is the distance along a Hilbert curve of order 16.
func curve(x, y uint32) uint32 {
	var d uint32
	for s := uint32(1 << 15); s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d += s * s * ((3 * rx) ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = 65535-x, 65535-y
			}
			x, y = y, x
		}
	}
	return d
}
