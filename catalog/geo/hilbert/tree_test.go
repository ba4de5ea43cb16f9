package hilbert_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"honglinh/catalog/geo/hilbert"
)

func box(r *rapid.T) orb.Bound {
	c := rapid.IntRange(0, 20)
	x, y := float64(c.Draw(r, "x")), float64(c.Draw(r, "y"))
	return orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x + float64(c.Draw(r, "w"))/4, y + float64(c.Draw(r, "h"))/4}}
}

func TestSearchFindsWhatALinearScanFinds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		boxes := rapid.SliceOfN(rapid.Custom(box), 0, 400).Draw(r, "boxes")
		q := box(r)
		var want, got []int
		for i, b := range boxes {
			if b.Intersects(q) {
				want = append(want, i)
			}
		}
		hilbert.Build(boxes).Search(q, func(i int) bool { got = append(got, i); return true })
		slices.Sort(got)
		if d := cmp.Diff(want, got); d != "" {
			r.Fatal(d)
		}
	})
}

func TestNearestComesInOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		boxes := rapid.SliceOfN(rapid.Custom(box), 0, 200).Draw(r, "boxes")
		near := func(b orb.Bound) float64 {
			return math.Hypot(max(b.Min[0]-7, 0, 7-b.Max[0]), max(b.Min[1]-9, 0, 9-b.Max[1]))
		}
		type hit struct {
			D float64
			I int
		}
		var want, got []hit
		for i, b := range boxes {
			want = append(want, hit{near(b), i})
		}
		slices.SortStableFunc(want, func(a, b hit) int { return int(math.Copysign(1, a.D-b.D)) * boolInt(a.D != b.D) })
		hilbert.Build(boxes).Nearest(near, func(i int) float64 { return near(boxes[i]) }, func(i int, d float64) bool {
			got = append(got, hit{d, i})
			return true
		})
		if d := cmp.Diff(want, got); d != "" {
			r.Fatal(d)
		}
	})
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
