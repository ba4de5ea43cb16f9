package drawing

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
)

func TestAViewAndItsBoxAgree(t *testing.T) {
	for _, b := range []orb.Bound{{Min: orb.Point{105.6, 18.4}, Max: orb.Point{105.8, 18.6}}, {Min: orb.Point{102, 8}, Max: orb.Point{110, 23.4}}} {
		v := ViewOf(b, 760, 560)
		got := v.Bound(760, 560)
		if !got.Contains(b.Min) || !got.Contains(b.Max) {
			t.Errorf("%v does not show %v", got, b)
		}
		again, err := ReadView(v.String())
		if err != nil || math.Abs(again.Zoom-v.Zoom) > 0.01 || math.Abs(again.Middle[0]-v.Middle[0]) > 1e-5 {
			t.Errorf("%s reads as %+v, %v", v, again, err)
		}
	}
}
