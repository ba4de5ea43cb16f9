package maps

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnitsAreColouredByClassesOfTheirCounts(t *testing.T) {
	for _, c := range []struct{ counts, want []int }{
		{nil, nil},
		{[]int{7}, []int{7}},
		{[]int{1, 1, 1, 1, 1, 2, 3, 62}, []int{1, 2, 3, 62}},
		{[]int{1, 1, 2, 3, 4, 5, 9, 12, 40}, []int{1, 3, 5, 12}},
	} {
		var units []unitPin
		for _, n := range c.counts {
			units = append(units, unitPin{count: n})
		}
		got := classesOf(units)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v: %s", c.counts, diff)
		}
		for _, n := range c.counts {
			if k := classOf(got, n); n < got[k-1] || k < len(got) && n >= got[k] {
				t.Errorf("%v: %d is in class %d of %v", c.counts, n, k, got)
			}
		}
	}
}
