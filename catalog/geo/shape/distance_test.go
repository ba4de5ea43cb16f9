package shape_test

import (
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"honglinh/catalog/geo/geodesy"
)

func TestReachesAgreesWithNearest(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := must(t, drawGeometry(r, "g"))
		if s.Empty() {
			return
		}
		p := orb.Point{rapid.Float64Range(-8, 16).Draw(r, "x"), rapid.Float64Range(-8, 16).Draw(r, "y")}
		_, d, _ := s.Nearest(p)
		// Nearest picks the winner by the sphere, so near ties may differ by its slack; a
		// coordinate is a double, which at 180 degrees has steps of three nanometres.
		const step = 1e-8
		if !s.Reaches(p, d*(1+1e-9)+step) {
			r.Fatalf("%v: nearest is %g m away, but that is not reached", p, d)
		}
		if under := d * (1 - 2*geodesy.Slack); d > step && s.Reaches(p, under-step) {
			r.Fatalf("%v: nearest is %g m away, but %g is reached", p, d, under)
		}
	})
}
