package hilbert

import (
	"container/heap"

	"github.com/paulmach/orb"
)

// Nearest visits items by growing distance until visit returns false. near gives a lower bound of the distance of anything in a
// box, exact the distance of an item; exact must never be less than near of the item's box. Ties come by item number.
func (t *Tree) Nearest(near func(orb.Bound) float64, exact func(item int) float64, visit func(item int, d float64) bool) {
	if t.Len() == 0 {
		return
	}
	leaves := t.levels[len(t.levels)-2]
	q := queue{{d: near(t.boxes[0]), node: 0, level: 0, item: -1}}
	for len(q) > 0 {
		e := heap.Pop(&q).(entry)
		switch {
		case e.item >= 0:
			if !visit(e.item, e.d) {
				return
			}
		case e.node >= leaves:
			item := int(t.refs[e.node])
			heap.Push(&q, entry{d: exact(item), item: item})
		default:
			first := int(t.refs[e.node])
			for c := first; c < min(first+Fanout, t.levels[e.level+2]); c++ {
				heap.Push(&q, entry{d: near(t.boxes[c]), node: c, level: e.level + 1, item: -1})
			}
		}
	}
}

type entry struct {
	d           float64
	node, level int
	item        int // -1 while only the box is known
}

type queue []entry

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	if q[i].d != q[j].d {
		return q[i].d < q[j].d
	}
	return q[i].item < q[j].item // boxes (-1) first, so that ties are complete before they are shown
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(entry)) }
func (q *queue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}
