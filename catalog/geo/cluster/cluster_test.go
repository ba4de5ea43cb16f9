package cluster

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
)

func TestPointsThatCoverEachOtherAreOneGroup(t *testing.T) {
	points := []orb.Point{{105.6, 18.4}, {105.602, 18.4}, {105.9, 18.6}, {105.9, 18.6}, {105.9, 18.5}}
	for zoom, want := range map[maptile.Zoom][][]int{4: {{0, 1, 2, 3, 4}}, 10: {{0, 1}, {2, 3}, {4}}, 16: {{0}, {1}, {2, 3}, {4}}} {
		var got [][]int
		for _, g := range Groups(points, zoom) {
			got = append(got, g.Members)
			if g.Apart() == (len(g.Members) == 1 || cmp.Equal(g.Members, []int{2, 3})) {
				t.Errorf("zoom %d: that %v is apart is %v", zoom, g.Members, g.Apart())
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("zoom %d: %s", zoom, diff)
		}
	}
}

func TestEveryPointIsInOneGroup(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	points := make([]orb.Point, 10_000)
	for i := range points {
		points[i] = orb.Point{105 + r.Float64(), 18 + r.Float64()}
	}
	for zoom := maptile.Zoom(0); zoom <= 18; zoom++ {
		seen := make([]int, len(points))
		for _, g := range Groups(points, zoom) {
			if !g.Box.Contains(g.At) {
				t.Fatalf("zoom %d: the middle %v is outside %v", zoom, g.At, g.Box)
			}
			for _, i := range g.Members {
				seen[i]++
			}
		}
		for i, n := range seen {
			if n != 1 {
				t.Fatalf("zoom %d: point %d is in %d groups", zoom, i, n)
			}
		}
	}
}

func BenchmarkGroups(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	points := make([]orb.Point, 10_000)
	for i := range points {
		points[i] = orb.Point{105 + r.Float64(), 18 + r.Float64()}
	}
	for b.Loop() {
		Groups(points, 8)
	}
}
