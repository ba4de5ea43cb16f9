package geodesy_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/geodesy"
)

// The expected values are GeographicLib's (Karney), version 2.1.
func TestDistanceAndBearingAgreeWithGeographicLib(t *testing.T) {
	for _, c := range []struct {
		a, b            orb.Point
		metres, bearing float64
	}{
		{orb.Point{105.9, 18.34}, orb.Point{105.91, 18.35}, 1530.4544993, 43.678088779},
		{orb.Point{105.8, 18.5}, orb.Point{106.6, 10.8}, 856319.9497174, 174.118348030},
		{orb.Point{105.8, 18.3}, orb.Point{105.8, 19.3}, 110689.7130647, 0},
		{orb.Point{105, 18}, orb.Point{106, 18}, 105904.8543784, 89.845487933},
		{orb.Point{-179.5, 10}, orb.Point{179.5, -10}, 2214481.0721071, 360 - 177.103995132},
		{orb.Point{105, 18}, orb.Point{-74, 40}, 13582588.3005200, 360 - 0.900429623},
		{orb.Point{105, 18}, orb.Point{105, 18}, 0, 0},
	} {
		m, b := geodesy.Inverse(c.a, c.b)
		if math.Abs(m-c.metres) > 1e-3 || math.Abs(b-c.bearing) > 1e-6 {
			t.Errorf("%v to %v: got %.7f m at %.9f, want %.7f at %.9f", c.a, c.b, m, b, c.metres, c.bearing)
		}
		if h := geodesy.Haversine(c.a, c.b); math.Abs(h-m) > geodesy.Slack*m {
			t.Errorf("%v to %v: haversine %.1f is beyond the promised slack of %.1f", c.a, c.b, h, m)
		}
	}
}

func TestAreaAgreesWithGeographicLib(t *testing.T) {
	for _, c := range []struct {
		ring orb.Ring
		want float64
		rel  float64
	}{
		{orb.Ring{{105.9, 18.34}, {105.901, 18.34}, {105.901, 18.341}, {105.9, 18.341}, {105.9, 18.34}}, 11699.315949976, 1e-8},
		{orb.Ring{{105.5, 18}, {106, 18}, {106.2, 18.6}, {105.6, 18.7}, {105.5, 18}}, 4270564657.58, 1e-6},
		{orb.Ring{{102, 8}, {110, 8}, {110, 23}, {102, 23}, {102, 8}}, 1422542786809.87, 1e-4},
		{orb.Ring{{105.7, 18.5}, {105.69, 18.53}, {105.72, 18.51}, {105.7, 18.5}}, 4090850.614, 3e-7},
	} {
		if got := geodesy.Area(c.ring); math.Abs(got/c.want-1) > c.rel {
			t.Errorf("%v: got %.6f, want %.6f", c.ring, got, c.want)
		}
	}
	hole := orb.Polygon{{{105, 18}, {106, 18}, {106, 19}, {105, 19}, {105, 18}}, {{105.2, 18.2}, {105.2, 18.4}, {105.4, 18.4}, {105.4, 18.2}, {105.2, 18.2}}}
	if got, want := geodesy.Area(hole), geodesy.Area(hole[0])-geodesy.Area(hole[1]); got != want || want <= 0 {
		t.Errorf("a hole is subtracted: got %f, want %f", got, want)
	}
}

func TestWindNames(t *testing.T) {
	for b, want := range map[float64]string{0: "N", 11.2: "N", 11.3: "NNE", 45: "NE", 90: "E", 180: "S", 270: "W", 348.7: "NNW", 348.8: "N", 359.9: "N", -45: "NW"} {
		if got := geodesy.Wind(b); got != want {
			t.Errorf("Wind(%g) = %s, want %s", b, got, want)
		}
	}
}

func TestNearestPointOfASegment(t *testing.T) {
	a, b := orb.Point{105, 18}, orb.Point{106, 18}
	for _, c := range []struct{ p, want orb.Point }{
		{orb.Point{105.5, 18.5}, orb.Point{105.5, 18}}, {orb.Point{104, 18.5}, a}, {orb.Point{107, 17}, b},
	} {
		if got := geodesy.Nearest(c.p, a, b); math.Abs(got[0]-c.want[0])+math.Abs(got[1]-c.want[1]) > 1e-12 {
			t.Errorf("nearest to %v: got %v, want %v", c.p, got, c.want)
		}
	}
}
