package hilbert

import "github.com/paulmach/orb"

// Verdict is what is known of everything in a box.
type Verdict int

// The verdicts.
const (
	None Verdict = iota // nothing in the box is wanted
	Some                // each must be looked at
	All                 // everything in the box is wanted
)

// Walk visits the items of every box that classify does not rule out, and tells for which of them the box alone decides.
func (t *Tree) Walk(classify func(orb.Bound) Verdict, visit func(item int, sure bool)) {
	if t.Len() > 0 {
		t.walk(0, 0, false, classify, visit)
	}
}

func (t *Tree) walk(level, i int, sure bool, classify func(orb.Bound) Verdict, visit func(item int, sure bool)) {
	if level == len(t.levels)-2 {
		visit(int(t.refs[i]), sure)
		return
	}
	if !sure {
		switch classify(t.boxes[i]) {
		case None:
			return
		case All:
			sure = true
		}
	}
	first := int(t.refs[i])
	for c := first; c < min(first+Fanout, t.levels[level+2]); c++ {
		t.walk(level+1, c, sure, classify, visit)
	}
}
